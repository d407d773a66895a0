//! Sources from and to the files of reference managers: CSL-JSON, BibTeX and BibLaTeX, RIS.
//!
//! Each format becomes [`Item`]s, which speak of fields by the names of CSL variables; `source` turns
//! an item into a source of a brief and back, and `merge` lays items over the sources that are there.
//! A field that a source has no place for is kept under `extra`.

mod bibtex;
mod csl;
mod doubts;
mod merge;
mod names;
mod ris;
mod source;

pub use merge::{Plan, merge};
pub use names::{read_parts, write_parts};
pub use source::{author_data, author_line, export_items, unplaced};

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;

/// The form of a file of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSL-JSON, as of the Citation Style Language 1.0.2.
    CslJson,
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// RIS, as Reference Manager specified it in 2001 and Zotero reads it.
    Ris,
}

impl Format {
    /// The form that a text has, by its first signs; the file's name decides nothing.
    pub fn of(text: &str) -> Option<Self> {
        let start = text.trim_start();
        if start.starts_with(['[', '{']) {
            return Some(Self::CslJson);
        }
        let mut lines = start.lines().map(str::trim_start);
        if lines.clone().any(|line| ris::tag(line).is_some_and(|(tag, _)| tag == "TY")) {
            return Some(Self::Ris);
        }
        lines.any(|line| line.starts_with('@')).then_some(Self::Bibtex)
    }
}

/// One entry of a file of references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The key, as in the file.
    pub key: String,
    /// A type of CSL, or one of the file's own: `bibtex:booklet`.
    pub kind: String,
    /// Fields by the names of CSL variables, or by the file's own name: `bibtex:howpublished`.
    pub fields: Vec<(String, String)>,
    /// Where it begins.
    pub place: Option<Span>,
}

impl Item {
    fn new(key: impl Into<String>, kind: impl Into<String>, place: Span) -> Self {
        Self { key: key.into(), kind: kind.into(), fields: Vec::new(), place: Some(place) }
    }

    /// A field's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Adds a value; one that says nothing is none. A second one of the same name goes on a line of its own.
    fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        if value.trim().is_empty() {
            return;
        }
        match self.fields.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => {
                old.push('\n');
                old.push_str(&value);
            }
            None => self.fields.push((name, value)),
        }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(key, _)| key == name)?;
        Some(self.fields.remove(at).1)
    }
}

/// What a file of references holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// The entries that could be read.
    pub items: Vec<Item>,
    /// Why others could not, one problem for each.
    pub problems: Vec<Diagnostic>,
    /// Entries that are none, such as `@string`, and that lend others what they hold.
    pub helpers: usize,
    /// What is doubtful in entries that could be read.
    doubts: doubts::Doubts,
    /// The form that it was read from.
    format: Option<Format>,
}

/// Reads a file of references.
pub fn read(map: &SourceMap, file: FileId, format: Format) -> Reading {
    let reading = match format {
        Format::CslJson => csl::read(map, file),
        Format::Bibtex => bibtex::read(map, file),
        Format::Ris => ris::read(map, file),
    };
    Reading { format: Some(format), ..reading }
}

/// Items as a file of references.
pub fn write(items: &[Item], format: Format) -> String {
    match format {
        Format::CslJson => csl::write(items),
        Format::Bibtex => bibtex::write(items),
        Format::Ris => ris::write(items),
    }
}

/// Year, month and day as a date of a brief: `2022-09-26`, `2022-09`, `2022`.
fn date(year: i64, month: Option<i64>, day: Option<i64>) -> Option<String> {
    let text = match (month, day) {
        (None, _) => format!("{year:04}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
    };
    crate::model::PartialDate::parse(&text).map(|date| date.to_string())
}
