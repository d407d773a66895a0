//! What a locale file holds. Each vocabulary of the domain is a struct with a field for each value,
//! so that a file that forgets one is refused, and so is code that does.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model;

/// A whole file.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub(super) dates: Dates,
    pub(super) spacing: Spacing,
    pub(super) lists: Lists,
    pub(super) status: Statuses,
    pub(super) kind: Kinds,
    pub(super) likelihood: Likelihoods,
    pub(super) confidence: Confidences,
    pub(super) basis: Bases,
    pub(super) answer: Answers,
    pub(super) answer_of_several: Answers,
    pub(super) proceeding: Proceedings,
    pub(super) legal_status: LegalStatuses,
    pub(super) source_type: SourceTypes,
    pub(super) reliability: Reliabilities,
    pub(super) credibility: Credibilities,
    pub(super) revision: Revisions,
    pub(super) bearing: Bearings,
    /// Words for places in sources; the forms of one word stand in the same order in each language.
    pub(super) places: BTreeMap<String, Vec<String>>,
    /// What each rule of the checker asks for, by its name.
    pub(super) asks: BTreeMap<String, String>,
    /// Phrases that go with a number, by plural category (CLDR).
    pub(super) count: BTreeMap<String, BTreeMap<String, String>>,
    /// Headings and sentences of documents, for templates.
    pub(super) text: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Dates {
    pub(super) months: [String; 12],
    /// `{day} {month} {year}`.
    pub(super) day: String,
    /// `{month} {year}`.
    pub(super) month: String,
    /// How the first day of a month is written.
    pub(super) first: String,
    /// `on {date}`, for a day.
    pub(super) on: String,
    /// `in {date}`, for a month or a year.
    pub(super) r#in: String,
}

/// Where a space must not end a line.
#[derive(Debug, Deserialize)]
pub(super) struct Spacing {
    /// Marks with a narrow space before them: `;!?`.
    pub(super) narrow_before: String,
    /// Marks with a space before them: `:»%`.
    pub(super) before: String,
    /// Marks with a space after them: `«`.
    pub(super) after: String,
    /// A space parts groups of three digits: `240 000`.
    pub(super) digits: bool,
    /// A day stays with its month: `12 juin`.
    pub(super) days: bool,
    /// Words that stay with the number behind them: `p.`, `chef`.
    pub(super) before_number: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Lists {
    /// `, `
    pub(super) comma: String,
    /// `; `
    pub(super) semicolon: String,
    /// `: `
    pub(super) colon: String,
    /// ` and `
    pub(super) and: String,
}

/// A word and what it means.
#[derive(Debug, Deserialize)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) meaning: String,
}

/// A struct with a field for each value of a vocabulary, and the way from a value to its field.
macro_rules! vocabulary {
    ($name:ident: $value:ty => $words:ty { $($variant:ident => $field:ident),* $(,)? }) => {
        #[derive(Debug, Deserialize)]
        pub(super) struct $name { $($field: $words),* }

        impl $name {
            pub(super) fn of(&self, value: $value) -> &$words {
                match value { $(<$value>::$variant => &self.$field),* }
            }
        }
    };
}

vocabulary!(Statuses: model::Status => Term {
    Established => established, Reported => reported, Alleged => alleged, Disputed => disputed,
    Unverified => unverified, Refuted => refuted, Withdrawn => withdrawn,
});
vocabulary!(Kinds: model::Kind => String {
    Factual => factual, OfficialStatement => official_statement, LegalCharacterisation => legal_characterisation,
    Testimony => testimony, Assessment => assessment, Opinion => opinion,
});
vocabulary!(Likelihoods: model::Likelihood => Term {
    AlmostNoChance => almost_no_chance, Remote => remote, VeryUnlikely => very_unlikely,
    HighlyImprobable => highly_improbable, Unlikely => unlikely, Improbable => improbable,
    RoughlyEvenChance => roughly_even_chance, RoughlyEvenOdds => roughly_even_odds, Likely => likely,
    Probable => probable, VeryLikely => very_likely, HighlyProbable => highly_probable,
    AlmostCertain => almost_certain, NearlyCertain => nearly_certain,
});
vocabulary!(Confidences: model::Confidence => Term { High => high, Moderate => moderate, Low => low });
vocabulary!(Bases: model::Basis => String {
    PrimaryRecord => primary_record, IndependentCorroboration => independent_corroboration, Admission => admission,
});
vocabulary!(Answers: model::Answer => String {
    NotAsked => not_asked, Awaiting => awaiting, NoAnswer => no_answer, Declined => declined, Denied => denied,
    Admitted => admitted, Commented => commented,
});
vocabulary!(Proceedings: model::ProceedingType => String {
    Criminal => criminal, Civil => civil, Administrative => administrative,
});
vocabulary!(LegalStatuses: model::LegalStatus => String {
    UnderInvestigation => under_investigation, Arrested => arrested, Charged => charged, Indicted => indicted,
    PleadedGuilty => pleaded_guilty, PleadedNotGuilty => pleaded_not_guilty, OnTrial => on_trial,
    Convicted => convicted, Sentenced => sentenced, AppealPending => appeal_pending, Affirmed => affirmed,
    Vacated => vacated, Acquitted => acquitted, Dismissed => dismissed,
    DismissedWithPrejudice => dismissed_with_prejudice, DismissedWithoutPrejudice => dismissed_without_prejudice,
    Withdrawn => withdrawn, Stayed => stayed, Mistrial => mistrial, Clemency => clemency, AtLarge => at_large,
    Sued => sued, Settled => settled, FoundLiable => found_liable, NotLiable => not_liable,
    Sanctioned => sanctioned, Delisted => delisted, Expelled => expelled, Disciplined => disciplined,
});
vocabulary!(SourceTypes: model::SourceType => String {
    Judgment => judgment, Plea => plea, Statute => statute, Treaty => treaty, Register => register,
    ChargingDocument => charging_document, CourtFiling => court_filing, OfficialRecord => official_record,
    OfficialStatement => official_statement, InquiryReport => inquiry_report, NgoReport => ngo_report,
    Academic => academic, NewsReport => news_report, NewsRewrite => news_rewrite, Opinion => opinion,
    Interview => interview, Testimony => testimony, Dataset => dataset, WebPage => web_page,
    Correspondence => correspondence,
});
vocabulary!(Reliabilities: model::Reliability => String { A => a, B => b, C => c, D => d, E => e, F => f });
vocabulary!(Credibilities: model::Credibility => String {
    Confirmed => confirmed, ProbablyTrue => probably_true, PossiblyTrue => possibly_true, Doubtful => doubtful,
    Improbable => improbable, CannotBeJudged => cannot_be_judged,
});
vocabulary!(Revisions: model::RevisionKind => String {
    Corrected => corrected, Revised => revised, Retracted => retracted,
});
vocabulary!(Bearings: model::Bearing => String {
    Supports => supports, Contradicts => contradicts, Context => context,
});
