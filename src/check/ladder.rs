//! The legal ladder: what each status lets a text say (domain guide, section 3).

use crate::model::{Count, LegalStatus, ProceedingType};

/// How far a criminal matter had come, from nothing to a conviction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rung {
    /// Nothing, or a civil or administrative matter.
    None,
    /// Investigated or arrested.
    Investigated,
    /// Charged by complaint or information.
    Charged,
    /// Indicted, or at a later stage that an indictment may have opened.
    Indicted,
    /// A guilty plea, a verdict of guilt.
    Convicted,
    /// A sentence.
    Sentenced,
}

/// The highest rung that a count is known to have reached.
pub(super) fn rung(status: LegalStatus) -> Rung {
    use LegalStatus as S;
    match status {
        S::UnderInvestigation | S::Arrested => Rung::Investigated,
        S::Charged | S::AtLarge => Rung::Charged,
        S::Indicted | S::PleadedNotGuilty | S::OnTrial | S::Mistrial | S::Stayed => Rung::Indicted,
        // It ended, after a charge at least and perhaps an indictment.
        S::Acquitted
        | S::Dismissed
        | S::DismissedWithPrejudice
        | S::DismissedWithoutPrejudice
        | S::Withdrawn
        | S::Vacated => Rung::Indicted,
        S::PleadedGuilty | S::Convicted => Rung::Convicted,
        S::Sentenced | S::AppealPending | S::Affirmed | S::Clemency => Rung::Sentenced,
        S::Sued | S::Settled | S::FoundLiable | S::NotLiable => Rung::None,
        S::Sanctioned | S::Delisted | S::Expelled | S::Disciplined => Rung::None,
    }
}

/// Whether a count ended without guilt.
pub(super) fn is_cleared(status: LegalStatus) -> bool {
    use LegalStatus as S;
    matches!(
        status,
        S::Acquitted
            | S::Dismissed
            | S::DismissedWithPrejudice
            | S::DismissedWithoutPrejudice
            | S::Withdrawn
            | S::Vacated
            | S::NotLiable
            | S::Delisted
    )
}

/// Whether a count ended with guilt.
pub(super) fn is_guilty(status: LegalStatus) -> bool {
    rung(status) >= Rung::Convicted
}

/// The highest rung of some counts.
pub(super) fn highest<'a>(counts: impl Iterator<Item = &'a Count>) -> Rung {
    counts.map(|count| rung(count.status)).max().unwrap_or(Rung::None)
}

/// Whether a status belongs to a sort of proceeding.
pub(super) fn fits(status: LegalStatus, kind: ProceedingType) -> bool {
    use LegalStatus as S;
    let civil = matches!(status, S::Sued | S::Settled | S::FoundLiable | S::NotLiable);
    let administrative = matches!(status, S::Sanctioned | S::Delisted | S::Expelled | S::Disciplined);
    let anywhere = matches!(
        status,
        S::Dismissed
            | S::DismissedWithPrejudice
            | S::DismissedWithoutPrejudice
            | S::Withdrawn
            | S::Stayed
            | S::AppealPending
            | S::Affirmed
            | S::Vacated
            | S::UnderInvestigation
            | S::OnTrial
    );
    match kind {
        ProceedingType::Criminal => !civil && !administrative,
        ProceedingType::Civil => civil || anywhere,
        ProceedingType::Administrative => administrative || anywhere,
    }
}
