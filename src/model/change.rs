//! Why something changed between two versions of a brief, as an editor records it.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Date, Id, Text};

/// One decision of an editor on one or several entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}
