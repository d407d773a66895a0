//! What changed between two versions, in the words of a document's language.
//!
//! [`ChangeLog`] is the same for every format: plain texts, in the order in which they are told.

mod tell;

use schemars::JsonSchema;
use serde::Serialize;

use crate::changes::Changes;
use crate::locale::Locale;

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
    /// Changes of status.
    pub status: Vec<StatusRow>,
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

/// One or several entries whose status changed in the same way for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusRow {
    /// The finding's id, to link to; nothing for a count.
    pub finding: Option<String>,
    /// The finding's title, or the name of the case.
    pub title: String,
    /// The defendant, for a count.
    pub party: Option<String>,
    /// The counts, with their charges.
    pub counts: Vec<String>,
    /// The status before.
    pub old: ChangeStatus,
    /// The status now.
    pub new: ChangeStatus,
    /// The other counts of the same person in the same case, with their outcomes: an outcome is never told
    /// without the others.
    pub others: Vec<String>,
    /// Since when a count stands so, in words: "since 19 January 2023".
    pub since: Option<String>,
    /// Why, who says so and when; or that no reason is recorded.
    pub reasons: Vec<String>,
    /// Whether there is a reason.
    pub explained: bool,
    /// Evidence that the earlier version did not have.
    pub evidence: Vec<String>,
}

/// A status as a reader meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeStatus {
    /// A finding's status, by which a theme chooses the shape; nothing for a legal status.
    pub key: Option<String>,
    /// The word.
    pub label: String,
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
    /// The entries.
    pub items: Vec<ChangeItem>,
}

/// An entry that is new, gone or different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeItem {
    /// `new`, `gone` or `changed`.
    pub mark: &'static str,
    /// The same as a word.
    pub mark_label: String,
    /// A finding's id, where this version has the finding.
    pub finding: Option<String>,
    /// What readers know it by.
    pub title: String,
    /// A finding's or a count's status: in this version, or in the earlier one where it is gone.
    pub status: Option<ChangeStatus>,
    /// A new or vanished entry's text.
    pub text: Option<String>,
    /// The fields that differ.
    pub edits: Vec<ChangeEdit>,
    /// Why, who says so and when; that no reason is recorded, where one was due.
    pub reasons: Vec<String>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangeEdit {
    /// The field's name.
    pub field: String,
    /// What it held, in pieces; empty where it held nothing.
    pub before: Vec<ChangePiece>,
    /// What it holds, in pieces; empty where it holds nothing.
    pub after: Vec<ChangePiece>,
}

/// Some words, and whether the other version lacks them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangePiece {
    /// The words.
    pub text: String,
    /// The other version lacks them.
    pub differs: bool,
}

impl ChangeLog {
    /// Tells changes in a language.
    pub fn new(changes: &Changes, locale: &Locale) -> Self {
        tell::Teller { locale, changes }.log()
    }
}
