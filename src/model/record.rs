//! A brief's data as they travel with a document, and as two versions are compared.

use serde::{Deserialize, Serialize};

use super::{Brief, Finding, Id, LeftOut, Party, Proceeding, Source, Text};

/// Everything that a document says, as data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The form of the data, such as `evenhand/findings/2`.
    pub schema: Text,
    /// The head of the brief.
    pub brief: Brief,
    /// The findings, with the status that they have after the gate.
    pub findings: Vec<Finding>,
    /// What they are drawn from.
    pub sources: Vec<Source>,
    /// Who asserts, answers, is accused or decides.
    pub parties: Vec<Party>,
    /// Legal proceedings.
    pub proceedings: Vec<Proceeding>,
    /// The words of the sections.
    pub sections: Vec<SectionText>,
    /// Parties whose names are withheld.
    pub withheld: Vec<Id>,
    /// What this version leaves out, where it is one for a wider circle than the whole brief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

/// The words of one section, without marks.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SectionText {
    /// The name of its file, without the ending.
    pub name: Text,
    /// Its title.
    pub title: Text,
    /// Its paragraphs, headings, entries of lists and cells of tables, in reading order.
    pub passages: Vec<Text>,
    /// The same in other languages.
    pub translations: Vec<SectionTranslation>,
}

/// The words of one section in another language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SectionTranslation {
    /// The language, as a BCP 47 tag.
    pub language: Text,
    /// Its title.
    pub title: Text,
    /// Its passages, one for each in the first language.
    pub passages: Vec<Text>,
}
