//! `parties.yaml`: people and organisations.

use serde::{Deserialize, Serialize};

use super::{Date, Id, Link, PartyTranslation, PartyType, Protection, Text, Tlp};

/// A person or organisation that asserts, answers, is accused or decides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Party {
    /// The key that findings and proceedings refer to.
    pub id: Id,
    /// A person, or what sort of body.
    pub r#type: PartyType,
    /// The name as the document writes it.
    pub name: Text,
    /// The name in its own script.
    pub native_name: Option<Text>,
    /// The language of the native name, as a BCP 47 tag: `zh-Hans`.
    pub native_language: Option<Text>,
    /// Other names and short forms under which texts speak of it.
    pub aliases: Vec<Text>,
    /// Who it is, in a few words.
    pub role: Option<Text>,
    /// Its website.
    pub url: Option<Link>,
    /// How far what is said of it may travel.
    pub handling: Option<Tlp>,
    /// Why this person is named only with consent.
    pub protected: Option<Protection>,
    /// The consent to be named.
    pub consent: Option<Consent>,
    /// What documents call the person where consent does not cover them: `a dock worker`.
    pub pseudonym: Option<Text>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<PartyTranslation>,
}

/// A person's consent to be named (Berkeley Protocol, informed consent).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Consent {
    /// The most open marking of a document that the consent covers.
    pub covers: Tlp,
    /// When it was given.
    pub date: Date,
    /// To whom, in which form, for what.
    pub note: Option<Text>,
}
