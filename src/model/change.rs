//! Why something changed between two versions of a brief, as an editor records it.

use serde::{Deserialize, Serialize};

use super::translation::ReasonTranslation;
use super::{ChangeKind, Date, Id, Text};

/// One decision of an editor on one or several entries.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Change {
    /// Findings that changed for this reason, also such as are gone.
    pub findings: Vec<Id>,
    /// Sources that changed for this reason, also such as are gone.
    pub sources: Vec<Id>,
    /// Proceedings that changed for this reason, also such as are gone.
    pub proceedings: Vec<Id>,
    /// An error was corrected, the world moved on, or the statement was taken back.
    pub kind: ChangeKind,
    /// When that was decided.
    pub date: Date,
    /// Why.
    pub reason: Text,
    /// Who answers for it.
    pub by: Text,
    /// The reason in other languages.
    pub translations: Vec<ReasonTranslation>,
}

impl Change {
    /// Whether two versions of a brief hold one decision. A better translation makes no new one.
    pub fn is_same(&self, other: &Self) -> bool {
        let ids = |change: &Self| (change.findings.clone(), change.sources.clone(), change.proceedings.clone());
        let words = |change: &Self| (change.reason.folded(), change.by.folded());
        (self.kind, self.date) == (other.kind, other.date) && ids(self) == ids(other) && words(self) == words(other)
    }
}
