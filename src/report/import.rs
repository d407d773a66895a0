//! The accounting of an import, as JSON tells it. The form is frozen: fields may be added, none changed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What an import did with each row or entry that it read.
#[derive(Debug, Default, Serialize)]
pub struct Import {
    /// Nothing was to be written.
    pub dry_run: bool,
    /// Rows or entries were to be taken over what is there.
    pub update: bool,
    /// What was read.
    pub files: Vec<Read>,
    /// For each table, or for all entries, what came of it.
    pub tables: Vec<Accounted>,
    /// Sheets of a workbook that are none of the tabs.
    pub left_out: Vec<String>,
    /// The files that were written, or would be.
    pub written: Vec<String>,
}

/// A file that was read.
#[derive(Debug, Serialize)]
pub struct Read {
    /// The file, as it was named.
    pub file: String,
    /// Its form: `XLSX`, `ODS`, `CSV`, `CSL-JSON`, `BibTeX`, `RIS`.
    pub form: &'static str,
    /// What there is to know about how it was read.
    pub note: Option<String>,
}

/// What came of rows or entries: `read` is the sum of all that follows up to `empty`.
#[derive(Debug, Default, Serialize)]
pub struct Accounted {
    /// The name of the table; `entries` for references.
    pub name: String,
    /// What a row or entry is: `Findings`, `Evidence`, … `Sources`.
    pub into: String,
    /// How many were read.
    pub read: usize,
    /// What is new, by its keys.
    pub new: Vec<String>,
    /// What changed something.
    pub changed: Vec<Changed>,
    /// What says otherwise than the brief, and was not taken without `--update`.
    pub not_taken: Vec<Changed>,
    /// What was changed on both sides.
    pub conflicts: Vec<Left>,
    /// What something is wrong with, or what a mapping skips.
    pub skipped: Vec<Left>,
    /// How many say what the brief says.
    pub same: usize,
    /// How many stand a second time in their file.
    pub repeated: usize,
    /// In how many nothing stands.
    pub empty: usize,
    /// Columns that were left out.
    pub columns_left_out: Vec<String>,
    /// Ids that are not the keys of the file.
    pub renamed: Vec<Renamed>,
    /// New sources whose type a person has to choose, by the type that the file says.
    pub untyped: BTreeMap<String, Vec<String>>,
    /// Fields that are kept under `extra`, and of how many.
    pub kept_in_extra: BTreeMap<String, usize>,
    /// What else happened on the way.
    pub notes: Vec<String>,
}

/// A key that cannot be an id, or that another entry has.
#[derive(Debug, Serialize)]
pub struct Renamed {
    /// The key, as in the file.
    pub key: String,
    /// The id that was made from it.
    pub id: String,
}

/// An entry about which something else was read.
#[derive(Debug, Serialize)]
pub struct Changed {
    /// Its keys.
    pub entry: String,
    /// The fields.
    pub fields: Vec<Difference>,
}

/// A field about which something else was read.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// Its name.
    pub field: String,
    /// What the brief says; null where it says nothing.
    pub before: Value,
    /// What was read.
    pub after: Value,
}

/// A row or entry that was left alone.
#[derive(Debug, Serialize)]
pub struct Left {
    /// The row of the table, or the line on which the entry begins, from 1.
    pub line: Option<usize>,
    /// Why.
    pub reasons: Vec<String>,
}
