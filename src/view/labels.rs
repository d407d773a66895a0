//! The English words for the domain's values, as documents print them.

use super::Status;
use crate::model::{self, Answer, Confidence, Date, Kind, LegalStatus, Likelihood, PartialDate, ProceedingType, Tlp};

/// What stands in place of a name that is withheld and has no pseudonym.
pub(super) const WITHHELD: &str = "[name withheld]";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `26 September 2022`.
pub(super) fn long_date(date: Date) -> String {
    let (year, month, day) = date.parts();
    format!("{day} {} {year}", month_name(month))
}

/// `26 September 2022`, `September 2022`, `2022`.
pub(super) fn partial_date(date: PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{day} {} {}", month_name(month), date.year),
        (Some(month), None) => format!("{} {}", month_name(month), date.year),
        _ => date.year.to_string(),
    }
}

/// `on 26 September 2022`, `in September 2022`.
pub(super) fn when(date: PartialDate) -> String {
    let preposition = if date.day.is_some() { "on" } else { "in" };
    format!("{preposition} {}", partial_date(date))
}

fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12) - 1)]
}

/// The word and the key of a status.
pub(super) fn status(status: model::Status) -> Status {
    use model::Status as S;
    let (key, label) = match status {
        S::Established => ("established", "Established"),
        S::Reported => ("reported", "Reported"),
        S::Alleged => ("alleged", "Alleged"),
        S::Disputed => ("disputed", "Disputed"),
        S::Unverified => ("unverified", "Unverified"),
        S::Refuted => ("refuted", "Refuted"),
        S::Withdrawn => ("withdrawn", "Withdrawn"),
    };
    Status { key, label }
}

/// What a status means, for the key.
pub(super) fn status_meaning(status: model::Status) -> &'static str {
    use model::Status as S;
    match status {
        S::Established => {
            "Shown by a primary record, by at least two sources with independent origins, or by the admission of the party concerned, and signed by a reviewer."
        }
        S::Reported => "Stated as fact by one origin; it accuses nobody and nobody contests it.",
        S::Alleged => "An accusation against an identifiable party that is not proven.",
        S::Disputed => "The parties or the sources contradict each other.",
        S::Unverified => "It could not be checked.",
        S::Refuted => "Evidence shows that it is wrong.",
        S::Withdrawn => "Whoever asserted it took it back.",
    }
}

/// The word for a kind.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Factual => "Factual statement",
        Kind::OfficialStatement => "Official statement",
        Kind::LegalCharacterisation => "Legal characterisation",
        Kind::Testimony => "Testimony",
        Kind::Assessment => "Assessment",
        Kind::Opinion => "Opinion",
    }
}

/// The term and its range (ICD 203).
pub(super) fn likelihood(likelihood: Likelihood) -> (&'static str, &'static str) {
    use Likelihood as L;
    match likelihood {
        L::AlmostNoChance => ("almost no chance", "1–5 %"),
        L::Remote => ("remote", "1–5 %"),
        L::VeryUnlikely => ("very unlikely", "5–20 %"),
        L::HighlyImprobable => ("highly improbable", "5–20 %"),
        L::Unlikely => ("unlikely", "20–45 %"),
        L::Improbable => ("improbable", "20–45 %"),
        L::RoughlyEvenChance => ("roughly even chance", "45–55 %"),
        L::RoughlyEvenOdds => ("roughly even odds", "45–55 %"),
        L::Likely => ("likely", "55–80 %"),
        L::Probable => ("probable", "55–80 %"),
        L::VeryLikely => ("very likely", "80–95 %"),
        L::HighlyProbable => ("highly probable", "80–95 %"),
        L::AlmostCertain => ("almost certain", "95–99 %"),
        L::NearlyCertain => ("nearly certain", "95–99 %"),
    }
}

/// The level and what it means (ICD 203).
pub(super) fn confidence(confidence: Confidence) -> (&'static str, &'static str) {
    match confidence {
        Confidence::High => ("high confidence", "consistent reporting of good quality from several sources, few gaps"),
        Confidence::Moderate => ("moderate confidence", "credible and plausible, not sufficiently corroborated"),
        Confidence::Low => ("low confidence", "scant or fragmentary information"),
    }
}

/// The ground on which a fact is established.
pub(super) fn basis(basis: model::Basis) -> &'static str {
    match basis {
        model::Basis::PrimaryRecord => "Primary record",
        model::Basis::IndependentCorroboration => "Independent corroboration",
        model::Basis::Admission => "Admission by the party concerned",
    }
}

/// What came of asking, without the date.
pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::NotAsked => "was not asked",
        Answer::Awaiting => "has been asked; the deadline has not passed",
        Answer::NoAnswer => "did not answer by the deadline",
        Answer::Declined => "declined to comment",
        Answer::Denied => "denied this",
        Answer::Admitted => "accepted this",
        Answer::Commented => "commented",
    }
}

/// The word for a sort of proceeding.
pub(super) fn proceeding(kind: ProceedingType) -> &'static str {
    match kind {
        ProceedingType::Criminal => "Criminal proceedings",
        ProceedingType::Civil => "Civil proceedings",
        ProceedingType::Administrative => "Administrative proceedings",
    }
}

/// Where a count stands.
pub(super) fn legal_status(status: LegalStatus) -> &'static str {
    use LegalStatus as L;
    match status {
        L::UnderInvestigation => "Under investigation",
        L::Arrested => "Arrested",
        L::Charged => "Charged",
        L::Indicted => "Indicted",
        L::PleadedGuilty => "Pleaded guilty",
        L::PleadedNotGuilty => "Pleaded not guilty",
        L::OnTrial => "On trial",
        L::Convicted => "Convicted",
        L::Sentenced => "Convicted and sentenced",
        L::AppealPending => "Convicted; appeal pending",
        L::Affirmed => "Convicted; affirmed on appeal",
        L::Vacated => "Conviction vacated",
        L::Acquitted => "Acquitted",
        L::Dismissed => "Dismissed",
        L::DismissedWithPrejudice => "Dismissed with prejudice",
        L::DismissedWithoutPrejudice => "Dismissed without prejudice",
        L::Withdrawn => "Withdrawn",
        L::Stayed => "Stayed",
        L::Mistrial => "Mistrial",
        L::Clemency => "Convicted; clemency granted",
        L::AtLarge => "Charged; not before the court",
        L::Sued => "Sued",
        L::Settled => "Settled",
        L::FoundLiable => "Found liable",
        L::NotLiable => "Found not liable",
        L::Sanctioned => "Sanctioned",
        L::Delisted => "Removed from the sanctions list",
        L::Expelled => "Expelled",
        L::Disciplined => "Disciplined",
    }
}

/// The designation, as TLP 2.0 writes it.
pub(super) fn tlp(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "TLP:CLEAR",
        Tlp::Green => "TLP:GREEN",
        Tlp::Amber => "TLP:AMBER",
        Tlp::AmberStrict => "TLP:AMBER+STRICT",
        Tlp::Red => "TLP:RED",
    }
}
