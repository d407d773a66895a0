//! `parties.yaml`: people and organisations.

use serde::{Deserialize, Serialize};

use super::{Id, Link, PartyType, Text, Tlp};

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
}
