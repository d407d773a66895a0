//! The closed vocabularies of the domain: every value that an axis can take.
//!
//! Written in files as serde names them here: `official_statement`, `TLP:AMBER+STRICT`, `B`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What sort of statement a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that happened or is so.
    Factual,
    /// What an authority said; that it said so, not that it is so.
    OfficialStatement,
    /// A legal name for conduct: unlawful, genocide, coercion.
    LegalCharacterisation,
    /// What a witness or a person affected told.
    Testimony,
    /// A judgement drawn from evidence.
    Assessment,
    /// A view.
    Opinion,
}

/// How far a finding is proven. The order is from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It passed the gate, and a named reviewer signed it.
    Established,
    /// One origin states it as fact; it accuses nobody; nobody contests it.
    Reported,
    /// It accuses an identifiable party of wrongdoing and is not proven.
    Alleged,
    /// Parties or sources contradict each other on it.
    Disputed,
    /// It could not be checked.
    Unverified,
    /// Evidence shows that it is wrong.
    Refuted,
    /// Whoever asserted it took it back.
    Withdrawn,
}

/// The ground on which a finding is established.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A court judgment, plea, statute, treaty or official register, for the act that the record itself makes true.
    PrimaryRecord,
    /// At least two independent origins, each with reliability A to C and credibility 1 or 2.
    IndependentCorroboration,
    /// Accepted by the party it is adverse to.
    Admission,
}

/// What an item of evidence does for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    /// It speaks for it.
    Supports,
    /// It speaks against it.
    Contradicts,
    /// It explains it.
    Context,
}

/// What came of asking a party, or of not asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nobody asked.
    NotAsked,
    /// Asked; the deadline has not passed.
    Awaiting,
    /// Asked; no answer by the deadline.
    NoAnswer,
    /// Asked; it declined to comment.
    Declined,
    /// It denied the statement.
    Denied,
    /// It accepted the statement.
    Admitted,
    /// It said something else.
    Commented,
}

/// What sort of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// A judgment, verdict or order of a court.
    Judgment,
    /// A plea entered in court.
    Plea,
    /// A statute or regulation.
    Statute,
    /// A treaty.
    Treaty,
    /// An official register.
    Register,
    /// A complaint, indictment or information: a record of the charge, not of the conduct.
    ChargingDocument,
    /// Another paper filed in court by a party.
    CourtFiling,
    /// Minutes, a letter or a notice of a public body.
    OfficialRecord,
    /// A press release or statement of an authority.
    OfficialStatement,
    /// A report of an inquiry, commission or UN mandate.
    InquiryReport,
    /// A report of a non-governmental organisation.
    NgoReport,
    /// A scholarly work.
    Academic,
    /// A report in the news.
    NewsReport,
    /// A news item that retells other reports.
    NewsRewrite,
    /// A column, an editorial, a blog.
    Opinion,
    /// An interview.
    Interview,
    /// A statement of a witness.
    Testimony,
    /// A dataset.
    Dataset,
    /// Another page on the web.
    WebPage,
    /// A letter or message.
    Correspondence,
}

/// What happened to a source after it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionKind {
    /// An error in it was corrected.
    Corrected,
    /// It was revised.
    Revised,
    /// It was retracted.
    Retracted,
}

/// What an editor says of a change between two versions of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The earlier version was wrong.
    Corrected,
    /// The earlier version was right, and something happened or became known since.
    Updated,
    /// It is no longer said, since whoever asserted it took it back.
    Withdrawn,
}

/// What sort of party it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyType {
    /// A person.
    Person,
    /// A government or ministry.
    Government,
    /// A police force, prosecutor, court or other public body.
    Authority,
    /// A non-governmental organisation or association.
    Organisation,
    /// A company.
    Company,
    /// A newspaper, broadcaster or other medium.
    Media,
    /// Several people who are not a body.
    Group,
}

/// Why a person is named only with consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Somebody whom the conduct harmed.
    Victim,
    /// Somebody who told what happened.
    Witness,
    /// A relative of somebody whom the brief speaks of.
    Relative,
    /// Somebody without a public role.
    PrivatePerson,
    /// Somebody under age.
    Minor,
}

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleLevel {
    /// No final document while a problem of this rule stands.
    Error,
    /// Worth a look.
    Warn,
    /// The rule does not look.
    Off,
}

/// Before what sort of court or body a proceeding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProceedingType {
    /// A criminal court.
    Criminal,
    /// A civil court.
    Civil,
    /// A public body: sanctions, discipline, expulsion.
    Administrative,
}

/// Where one count stands: the legal ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalStatus {
    /// Criminal: investigated.
    UnderInvestigation,
    /// Criminal: arrested.
    Arrested,
    /// Criminal: charged, by complaint or information.
    Charged,
    /// Criminal: indicted.
    Indicted,
    /// Criminal: pleaded guilty.
    PleadedGuilty,
    /// Criminal: pleaded not guilty.
    PleadedNotGuilty,
    /// Criminal: on trial.
    OnTrial,
    /// Criminal: convicted.
    Convicted,
    /// Criminal: convicted and sentenced.
    Sentenced,
    /// Convicted; an appeal is pending.
    AppealPending,
    /// Convicted; affirmed on appeal.
    Affirmed,
    /// The conviction was vacated.
    Vacated,
    /// Acquitted.
    Acquitted,
    /// Dismissed; whether with or without prejudice is not known.
    Dismissed,
    /// Dismissed for good.
    DismissedWithPrejudice,
    /// Dismissed; it may be brought again.
    DismissedWithoutPrejudice,
    /// Withdrawn.
    Withdrawn,
    /// Stayed.
    Stayed,
    /// Mistrial.
    Mistrial,
    /// Ended by clemency.
    Clemency,
    /// Charged and not before the court.
    AtLarge,
    /// Civil: sued.
    Sued,
    /// Civil: settled, usually without admission.
    Settled,
    /// Civil: found liable.
    FoundLiable,
    /// Civil: found not liable.
    NotLiable,
    /// Administrative: sanctioned. A sanction is not a conviction.
    Sanctioned,
    /// Administrative: taken off a sanctions list.
    Delisted,
    /// Administrative: expelled.
    Expelled,
    /// Administrative: disciplined.
    Disciplined,
}

/// Reliability of a source (Admiralty code, NATO AJP-2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Reliability cannot be judged.
    F,
}

/// Credibility of an item (Admiralty code, NATO AJP-2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Credibility {
    /// Confirmed by other sources.
    #[serde(rename = "1")]
    Confirmed,
    /// Probably true.
    #[serde(rename = "2")]
    ProbablyTrue,
    /// Possibly true.
    #[serde(rename = "3")]
    PossiblyTrue,
    /// Doubtful.
    #[serde(rename = "4")]
    Doubtful,
    /// Improbable.
    #[serde(rename = "5")]
    Improbable,
    /// Truth cannot be judged.
    #[serde(rename = "6")]
    CannotBeJudged,
}

/// How well founded an assessment is (ICD 203).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// Consistent reporting of good quality from several sources, few gaps.
    #[serde(rename = "high")]
    High,
    /// Credible and plausible, not sufficiently corroborated.
    #[serde(rename = "moderate")]
    Moderate,
    /// Scant or fragmentary.
    #[serde(rename = "low")]
    Low,
}

/// How far information may travel (FIRST, Traffic Light Protocol 2.0). The order is from the most open to the strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tlp {
    /// No limit.
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// The community.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// The organisation and its clients, on a need-to-know basis.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// The organisation only.
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// The people addressed, nobody else.
    #[serde(rename = "TLP:RED")]
    Red,
}

impl Tlp {
    /// The designation, as TLP 2.0 writes it; never translated.
    pub fn designation(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }

    /// The same for names of files.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber-strict",
            Self::Red => "red",
        }
    }
}

/// The paper a document is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Paper {
    /// 210 × 297 mm.
    #[serde(rename = "a4")]
    A4,
    /// 8.5 × 11 in.
    #[serde(rename = "us-letter")]
    UsLetter,
}

/// Where notes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotesPlace {
    /// At the end of the document.
    Endnotes,
    /// At the foot of the page that first cites them.
    Footnotes,
}

/// A form of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The whole brief, six to twelve pages.
    Briefing,
    /// One page.
    Highlights,
    /// Two pages.
    Profile,
    /// The evidence behind each finding.
    Annex,
    /// What changed since an earlier version.
    Changes,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Briefing, Self::Highlights, Self::Profile, Self::Annex, Self::Changes];

    /// The most pages that it may have; a document that needs more is an error.
    pub fn most_pages(self) -> Option<usize> {
        match self {
            Self::Highlights => Some(1),
            Self::Profile => Some(2),
            Self::Briefing | Self::Annex | Self::Changes => None,
        }
    }

    /// Its name, in settings, in file names and of its templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Briefing => "briefing",
            Self::Highlights => "highlights",
            Self::Profile => "profile",
            Self::Annex => "annex",
            Self::Changes => "changes",
        }
    }
}

/// How likely an assessment is: the two rows of terms of ICD 203. The term is stored, not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Likelihood {
    /// 01–05 %.
    #[serde(rename = "almost no chance")]
    AlmostNoChance,
    /// 01–05 %, second row.
    #[serde(rename = "remote")]
    Remote,
    /// 05–20 %.
    #[serde(rename = "very unlikely")]
    VeryUnlikely,
    /// 05–20 %, second row.
    #[serde(rename = "highly improbable")]
    HighlyImprobable,
    /// 20–45 %.
    #[serde(rename = "unlikely")]
    Unlikely,
    /// 20–45 %, second row.
    #[serde(rename = "improbable")]
    Improbable,
    /// 45–55 %.
    #[serde(rename = "roughly even chance")]
    RoughlyEvenChance,
    /// 45–55 %, second row.
    #[serde(rename = "roughly even odds")]
    RoughlyEvenOdds,
    /// 55–80 %.
    #[serde(rename = "likely")]
    Likely,
    /// 55–80 %, second row.
    #[serde(rename = "probable")]
    Probable,
    /// 80–95 %.
    #[serde(rename = "very likely")]
    VeryLikely,
    /// 80–95 %, second row.
    #[serde(rename = "highly probable")]
    HighlyProbable,
    /// 95–99 %.
    #[serde(rename = "almost certain")]
    AlmostCertain,
    /// 95–99 %, second row.
    #[serde(rename = "nearly certain")]
    NearlyCertain,
}
