//! `findings.yaml` or `findings/*.yaml`: what is asserted, by whom, on what evidence.

use serde::{Deserialize, Serialize};

use super::{
    Answer, AskedTranslation, Basis, Bearing, Confidence, Credibility, Date, Exception, Id, InLanguage, Kind,
    Likelihood, LocatorTranslation, PartialDate, ResponseTranslation, ReviewTranslation, Status, Text, Tlp,
};

/// One statement with everything that a reader needs to weigh it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// The key that key points and `[@F-012]` refer to.
    pub id: Id,
    /// What sort of statement it is.
    pub kind: Kind,
    /// How far it is proven.
    pub status: Status,
    /// A few words that head the entry.
    pub title: Option<Text>,
    /// The statement. Unless it is established, it names who asserts it.
    pub text: Text,
    /// The parties that assert it.
    pub asserted_by: Vec<Id>,
    /// The parties that it accuses of wrongdoing.
    pub accuses: Vec<Id>,
    /// Other parties with a stake in it, such as the prosecution in a criminal case.
    pub interested: Vec<Id>,
    /// When what it speaks of happened.
    pub date: Option<PartialDate>,
    /// What it rests on, and what speaks against it.
    pub evidence: Vec<Evidence>,
    /// What the parties concerned said, or were not asked.
    pub responses: Vec<Response>,
    /// Findings that say otherwise.
    pub contradicted_by: Vec<Id>,
    /// Legal proceedings that it speaks of.
    pub proceedings: Vec<Id>,
    /// How likely an assessment is (ICD 203).
    pub likelihood: Option<Likelihood>,
    /// How well founded an assessment is (ICD 203).
    pub confidence: Option<Confidence>,
    /// Who signed it as established, when and why.
    pub review: Option<Review>,
    /// What is missing or to be checked, told to the reader.
    pub caveat: Option<Text>,
    /// How far it may travel.
    pub handling: Option<Tlp>,
    /// The same in other languages.
    pub translations: Vec<Translation>,
    /// Rules that do not apply to it, with the reason.
    pub exceptions: Vec<Exception>,
}

/// A finding's texts in another language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Translation {
    /// The language, as a BCP 47 tag.
    pub language: Text,
    /// The heading of the entry.
    pub title: Option<Text>,
    /// The statement.
    pub text: Text,
    /// What is missing or to be checked.
    pub caveat: Option<Text>,
}

impl InLanguage for Translation {
    fn language(&self) -> &Text {
        &self.language
    }
}

/// One item in one source.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Evidence {
    /// The source.
    pub source: Id,
    /// Page, paragraph, docket entry or timecode.
    pub locator: Option<Text>,
    /// Whether it supports the finding, contradicts it, or gives context; it supports it where
    /// nothing is said.
    pub bearing: Option<Bearing>,
    /// Credibility of this item (Admiralty code, 1 to 6); 6 where nothing is said.
    pub credibility: Option<Credibility>,
    /// The item is a primary record of the act that the record itself makes true.
    pub primary_record: bool,
    /// The party, adverse to the finding, that admits it in this item.
    pub admission_by: Option<Id>,
    /// The words of the source, verbatim.
    pub quotation: Option<Text>,
    /// What the item says, or how it was weighed.
    pub note: Option<Text>,
    /// How far it may travel, where that is less far than its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<Tlp>,
    /// The place in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<LocatorTranslation>,
}

/// What a party said to a finding, or why it said nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Response {
    /// The party.
    pub party: Id,
    /// How it was asked; left out where nobody asked.
    pub asked: Option<Asked>,
    /// What came of it.
    pub answer: Answer,
    /// When it answered.
    pub date: Option<PartialDate>,
    /// What it said, or why it was not asked.
    pub text: Option<Text>,
    /// The source of a public answer.
    pub source: Option<Id>,
    /// The place in that source.
    pub locator: Option<Text>,
    /// How far it may travel, where that is less far than its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<Tlp>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ResponseTranslation>,
}

/// A request for a reply.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// When it was sent.
    pub date: Date,
    /// By which way: `e-mail to the press office`.
    pub channel: Text,
    /// By when an answer was asked for.
    pub deadline: Option<Date>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<AskedTranslation>,
}

/// The signature without which nothing is established.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Review {
    /// On which ground.
    pub basis: Basis,
    /// The person who answers for it.
    pub reviewer: Text,
    /// When.
    pub date: Date,
    /// Why the ground holds.
    pub reason: Text,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ReviewTranslation>,
}
