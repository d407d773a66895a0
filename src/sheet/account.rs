//! What came of every row of a table.

use super::column::Tab;

/// What came of the rows of one table: each is in one of its lists or counts.
#[derive(Debug, Default)]
pub struct Account {
    /// The table's name.
    pub table: String,
    /// What its rows are.
    pub tab: Option<Tab>,
    /// Its rows, without the head.
    pub rows: usize,
    /// Rows in which nothing stands.
    pub empty: usize,
    /// Rows that say what the brief says.
    pub same: usize,
    /// Rows that are new, by their keys.
    pub added: Vec<String>,
    /// Rows that changed something.
    pub changed: Vec<Changed>,
    /// Rows without a mark that say otherwise than the brief, and were not taken.
    pub untaken: Vec<Changed>,
    /// Rows that were changed on both sides.
    pub conflicts: Vec<Left>,
    /// Rows that something is wrong with.
    pub skipped: Vec<Left>,
    /// Columns that are no fields.
    pub unknown: Vec<String>,
}

/// A row that says otherwise than the brief.
#[derive(Debug)]
pub struct Changed {
    /// Which row of the brief, by its keys.
    pub key: String,
    /// In which fields.
    pub fields: Vec<Difference>,
}

/// A field about which a row says something else.
#[derive(Debug)]
pub struct Difference {
    /// Its name.
    pub field: String,
    /// What the brief says; empty where it says nothing.
    pub before: String,
    /// What the row says.
    pub after: String,
}

/// A row that was left alone.
#[derive(Debug)]
pub struct Left {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Why, with the cells.
    pub why: Vec<String>,
}

impl Account {
    /// How many rows it accounts for.
    pub fn total(&self) -> usize {
        self.empty
            + self.same
            + self.added.len()
            + self.changed.len()
            + self.untaken.len()
            + self.conflicts.len()
            + self.skipped.len()
    }
}

impl Changed {
    /// The names of the fields.
    pub fn names(&self) -> String {
        self.fields.iter().map(|difference| difference.field.as_str()).collect::<Vec<_>>().join(", ")
    }
}
