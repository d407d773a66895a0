//! `brief.yaml`: what the document is, who answers for it, and its key points.

use serde::{Deserialize, Serialize};

use super::{
    BriefTranslation, Change, ContactTranslation, Date, Form, Id, InLanguage, Link, NotesPlace,
    OrganisationTranslation, Paper, RuleSetting, Text, Tlp,
};

/// The head of a brief.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Brief {
    /// The title, at the top of the first page and in the file's metadata.
    pub title: Text,
    /// A second line under the title.
    pub subtitle: Option<Text>,
    /// The number by which the organisation files the document.
    pub number: Text,
    /// The version of the document: `1`, `2.1`.
    pub version: Text,
    /// The language of the texts, as a BCP 47 tag: `en`.
    pub language: Text,
    /// Other languages in which its texts stand beside the first, as BCP 47 tags.
    pub languages: Vec<Text>,
    /// The dates of the document.
    pub dates: Dates,
    /// Who publishes it.
    pub organisation: Organisation,
    /// Where corrections go.
    pub contact: Contact,
    /// How far the document may travel (FIRST, TLP 2.0).
    pub handling: Tlp,
    /// The marks of versions for a wider circle, which leave out what is marked more strictly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Tlp>,
    /// What sources, parties, proceedings and findings without a mark of their own count as in such a
    /// version; without this there is none as long as one has no mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmarked: Option<Tlp>,
    /// The paper it is printed on; A4 where nothing is said.
    pub paper: Option<Paper>,
    /// The style of its citations, by name; the workspace's, or Chicago notes, where nothing is said.
    pub citation_style: Option<Text>,
    /// The forms of document that `build` makes; the briefing where nothing is said.
    pub forms: Vec<Form>,
    /// Where the notes of a briefing stand; at its end where nothing is said.
    pub notes: Option<NotesPlace>,
    /// Whether the briefing draws its dated findings along a line of time.
    pub timeline: bool,
    /// Whether the briefing draws how many findings have which status.
    pub status_overview: bool,
    /// The findings that the briefing tells in full, besides those of its key points and whatever
    /// contradicts one of them; it names the others with their status. All where nothing is said.
    pub briefing: Vec<Id>,
    /// The findings that the one-page highlights tell; those of the key points where nothing is said.
    pub highlights: Vec<Id>,
    /// The findings that the two-page profile tells; those of the key points where nothing is said.
    pub profile: Vec<Id>,
    /// Three to six points, each resting on findings.
    pub key_points: Vec<KeyPoint>,
    /// Strengths, weaknesses, key and conflicting sources (ICD 206, source summary statement).
    pub source_summary: Option<Text>,
    /// Title, subtitle and source summary in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<BriefTranslation>,
    /// The version before this one: in the workspace, a brief's folder, the data of an earlier document,
    /// or that document as a PDF; the path begins in the brief's folder.
    pub previous: Option<Text>,
    /// Why entries changed since earlier versions.
    pub changes: Vec<Change>,
    /// Rules that weigh more or less in this brief than elsewhere.
    pub rules: Vec<RuleSetting>,
}

/// The dates of a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Dates {
    /// When it is published.
    pub publication: Date,
    /// The day after which nothing was taken in.
    pub information_cutoff: Date,
}

/// Who publishes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Organisation {
    /// The name in full.
    pub name: Text,
    /// Its website.
    pub url: Option<Link>,
    /// Its postal address.
    pub address: Option<Text>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<OrganisationTranslation>,
}

/// Where a reader sends a correction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Contact {
    /// A person or an office.
    pub name: Option<Text>,
    /// An address for electronic mail.
    pub email: Option<Text>,
    /// A telephone number.
    pub phone: Option<Text>,
    /// A page with a form.
    pub url: Option<Link>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ContactTranslation>,
}

/// One of the points a reader with three minutes reads.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyPoint {
    /// The point in its own words; the finding's text where nothing is said.
    pub text: Option<Text>,
    /// The findings it rests on. Its status is never stronger than the weakest of them.
    pub findings: Vec<Id>,
    /// The point in other languages.
    pub translations: Vec<KeyPointTranslation>,
}

/// A key point in another language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyPointTranslation {
    /// The language, as a BCP 47 tag.
    pub language: Text,
    /// The point in that language.
    pub text: Text,
}

impl InLanguage for KeyPointTranslation {
    fn language(&self) -> &Text {
        &self.language
    }
}
