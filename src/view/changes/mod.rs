//! What changed between two versions, in the words of a document's language.
//!
//! [`ChangeLog`] is the same for every format: plain texts, in the order in which they are told.

mod pieces;
mod status;
mod tell;

use schemars::JsonSchema;
use serde::Serialize;

use crate::changes::Changes;
use crate::locale::Locale;

/// Words in pieces, which follow each other as they stand.
pub type Pieces = Vec<ChangePiece>;

/// What changed since an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeLog {
    /// "From version 1 to version 2".
    pub lead: String,
    /// The earlier version.
    pub old: ChangeVersion,
    /// The later version.
    pub new: ChangeVersion,
    /// The stricter of the two markings.
    pub tlp: String,
    /// What changed in numbers: "3 changes of status, 1 correction, 5 other changes".
    pub summary: String,
    /// Nothing changed.
    pub same: bool,
    /// That some words are quoted in another language than that of the document, where some are.
    pub original: Option<String>,
    /// Changes of status, those together that have one reason.
    pub status: Vec<StatusMatter>,
    /// Everything else, in parts that are not empty: corrections, updates, additions, removals, wording,
    /// proceedings, key points, sources.
    pub parts: Vec<ChangePart>,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeVersion {
    /// The title.
    pub title: String,
    /// The version.
    pub version: String,
    /// The publication date in words.
    pub published: String,
    /// The publication date, ISO 8601.
    pub published_iso: String,
    /// The information cut-off date in words.
    pub cutoff: String,
    /// The information cut-off date, ISO 8601.
    pub cutoff_iso: String,
}

/// Changes of status that an editor gave one reason for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusMatter {
    /// Why, who says so and when; that no reason is recorded; nothing where a signature is the reason.
    pub reasons: Vec<Pieces>,
    /// Whether there is a reason.
    pub explained: bool,
    /// The entries.
    pub entries: Vec<StatusEntry>,
}

/// A finding whose status changed, or a person with counts whose status changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusEntry {
    /// The finding's id; nothing for counts.
    pub finding: Option<String>,
    /// The finding's title, or the name of the case.
    pub title: Pieces,
    /// The defendant, for counts.
    pub party: Option<String>,
    /// From which status to which.
    pub moves: Vec<StatusMove>,
    /// The other counts of the same person in the same case, with their outcomes: an outcome is never told
    /// without the others. In a sentence; empty where there are none.
    pub others: Pieces,
    /// The ground on which a finding is established now, with the signature; empty where there is none.
    pub ground: Pieces,
}

/// From one status to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusMove {
    /// The counts, with their charges; none for a finding.
    pub counts: Vec<Pieces>,
    /// The status before.
    pub old: ChangeStatus,
    /// The status now.
    pub new: ChangeStatus,
    /// Since when a count stands so, in words: "10 July 2024".
    pub since: Option<String>,
    /// Evidence that the earlier version did not have, in a sentence; empty where there is none.
    pub evidence: Pieces,
}

/// A status as a reader meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeStatus {
    /// A finding's status, by which a theme chooses the shape; nothing for a legal status.
    pub key: Option<String>,
    /// The word.
    pub label: String,
    /// "according to the Courier", where no record of a count's status was consulted.
    pub attribution: Option<String>,
}

/// Changes of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangePart {
    /// The sort: `corrections`, `updates`, `additions`, `removals`, `wording`, `proceedings`, `key_points`
    /// or `sources`.
    pub key: &'static str,
    /// The heading.
    pub title: String,
    /// A sentence under it.
    pub lead: Option<String>,
    /// The entries, in groups.
    pub groups: Vec<ChangeGroup>,
}

/// Entries that are told together: those of one case, all that is new, or all of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeGroup {
    /// "New" or "Gone", where the group as a whole is that.
    pub mark: Option<String>,
    /// The name of the case; empty for other groups.
    pub title: Pieces,
    /// The entries.
    pub items: Vec<ChangeItem>,
}

/// An entry that is new, gone or different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeItem {
    /// `new`, `gone` or `changed`.
    pub mark: &'static str,
    /// "New" or "Gone", where neither the part nor the group says so.
    pub mark_label: Option<String>,
    /// There is nothing to tell but a title or a text.
    pub short: bool,
    /// A finding's id.
    pub finding: Option<String>,
    /// What readers know it by; empty where the group's title or the text says it.
    pub title: Pieces,
    /// A finding's or a count's status: in this version, or in the earlier one where it is gone.
    pub status: Option<ChangeStatus>,
    /// A new or vanished entry's text; empty where there is none.
    pub text: Pieces,
    /// The fields that differ.
    pub edits: Vec<ChangeEdit>,
    /// Why, who says so and when; that no reason is recorded, where one was due.
    pub reasons: Vec<Pieces>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeEdit {
    /// The field's name.
    pub field: String,
    /// A few words that can share a line with others.
    pub short: bool,
    /// "Before:", with the language where it is another than the document's.
    pub was: String,
    /// What it held; empty where it held nothing.
    pub before: Pieces,
    /// "Now:", with the language where it is another than the document's.
    pub is: String,
    /// What it holds; empty where it holds nothing.
    pub after: Pieces,
}

/// Some words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangePiece {
    /// The words.
    pub text: String,
    /// The other version has the words around them and lacks these.
    pub differs: bool,
    /// Their language, as a BCP 47 tag, where it is another than the document's.
    pub lang: Option<String>,
}

impl ChangeLog {
    /// Tells changes in a language.
    pub fn new(changes: &Changes, locale: &Locale) -> Self {
        tell::Teller { locale, changes }.log()
    }
}

/// Pieces as one text.
pub fn plain(pieces: &[ChangePiece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}
