//! The title block, which also feeds the running header: what the document is, of when, and who answers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model;

/// The title block.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Head {
    /// The title.
    pub title: String,
    /// The second line.
    pub subtitle: Option<String>,
    /// The organisation's number for the document.
    pub number: String,
    /// The version.
    pub version: String,
    /// The language, as a BCP 47 tag.
    pub language: String,
    /// The publication date in words.
    pub published: String,
    /// The publication date, ISO 8601.
    pub published_iso: String,
    /// The information cut-off date in words.
    pub cutoff: String,
    /// The information cut-off date, ISO 8601.
    pub cutoff_iso: String,
    /// The organisation.
    pub organisation: String,
    /// Its website.
    pub organisation_url: Option<String>,
    /// Its address.
    pub organisation_address: Option<String>,
    /// Where corrections go.
    pub contact: Contact,
    /// `TLP:CLEAR` and so on, never translated.
    pub tlp: String,
    /// Set where this is a version for a wider circle than the whole brief: that it is, how many entries
    /// it leaves out, and at which mark.
    pub left_out: Option<String>,
    /// Typst's name of the paper: `a4` or `us-letter`.
    pub paper: String,
}

impl Head {
    /// Puts the document on another paper.
    pub fn set_paper(&mut self, paper: model::Paper) {
        let name = match paper {
            model::Paper::A4 => "a4",
            model::Paper::UsLetter => "us-letter",
        };
        name.clone_into(&mut self.paper);
    }
}

/// Where corrections go.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Contact {
    /// A person or an office.
    pub name: Option<String>,
    /// An address for electronic mail.
    pub email: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// A page with a form.
    pub url: Option<String>,
}

/// What a draft says of itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Draft {
    /// How many errors are open.
    pub problems: usize,
    /// "DRAFT – 3 open problems".
    pub label: String,
}
