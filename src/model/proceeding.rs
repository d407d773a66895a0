//! Legal proceedings, told for each person and each count.

use serde::{Deserialize, Serialize};

use super::{
    CountTranslation, Date, Exception, Id, LegalStatus, LocatorTranslation, PartialDate, ProceedingTranslation,
    ProceedingType, Text, Tlp,
};

/// One case before one court or body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proceeding {
    /// The key that findings refer to.
    pub id: Id,
    /// Criminal, civil or administrative.
    pub r#type: ProceedingType,
    /// The name of the case: `United States v. Ji`.
    pub title: Text,
    /// The court or body.
    pub court: Text,
    /// The docket or file number; left out only where it is not known.
    pub docket: Option<Text>,
    /// The day on which the status below was true as far as known.
    pub as_of: Date,
    /// The people or bodies proceeded against.
    pub defendants: Vec<Defendant>,
    /// What the reader should know besides: an appeal, clemency, what is missing.
    pub note: Option<Text>,
    /// How far it may travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<Tlp>,
    /// Rules that do not apply to it, with the reason.
    pub exceptions: Vec<Exception>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<ProceedingTranslation>,
}

/// One person or body proceeded against.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Defendant {
    /// The party.
    pub party: Id,
    /// The counts, one entry for each, or for each group with one outcome.
    pub counts: Vec<Count>,
}

/// One count, or several that share charge and outcome.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Count {
    /// The number in the charging paper: `1`, `3–4`.
    pub number: Option<Text>,
    /// What is charged, in neutral words.
    pub charge: Text,
    /// The provision: `18 U.S.C. § 951`.
    pub provision: Option<Text>,
    /// Where this count stands.
    pub status: LegalStatus,
    /// Since when.
    pub date: Option<PartialDate>,
    /// Sentence, terms of a dismissal or settlement, and the like.
    pub note: Option<Text>,
    /// Where that is recorded.
    pub evidence: Vec<Citation>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<CountTranslation>,
}

/// A source with the place in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Citation {
    /// The source.
    pub source: Id,
    /// Page, paragraph, docket entry or timecode.
    pub locator: Option<Text>,
    /// The place in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<LocatorTranslation>,
}
