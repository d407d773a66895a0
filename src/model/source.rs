//! `sources.yaml`: what the findings are drawn from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Date, Exception, Id, Link, PartialDate, Reliability, RevisionKind, RevisionTranslation, Sha256, SourceTranslation,
    SourceType, Text, Tlp,
};

/// One source: its bibliography, its grade, and what it rests on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// The key that evidence and `[@key]` refer to.
    pub id: Id,
    /// What sort of source it is.
    pub r#type: SourceType,
    /// Its title.
    pub title: Text,
    /// The title in the brief's language, where the original is in another.
    pub title_translation: Option<Text>,
    /// People or bodies that wrote it.
    pub authors: Vec<Author>,
    /// The newspaper, journal, site or register in which it appeared.
    pub container: Option<Text>,
    /// Who published it, where that is not the container.
    pub publisher: Option<Text>,
    /// When it was issued; left out where the source is undated.
    pub issued: Option<PartialDate>,
    /// A docket entry, report number or citation: `No. 1:18-cr-00611, ECF No. 76`.
    pub identifier: Option<Text>,
    /// The court or body whose record it is.
    pub court: Option<Text>,
    /// The language of the source, as a BCP 47 tag.
    pub language: Option<Text>,
    /// Where it is on the web.
    pub url: Option<Link>,
    /// An archived copy.
    pub archive_url: Option<Link>,
    /// When the address was last visited.
    pub accessed: Option<Date>,
    /// Whether somebody read this source itself. Left out, it counts as not consulted.
    pub consulted: bool,
    /// The source in which an original that nobody consulted was found cited.
    pub cited_in: Option<Id>,
    /// Where in that source.
    pub cited_in_locator: Option<Text>,
    /// The sources that this one rests on (W3C PROV, `wasDerivedFrom`).
    pub derives_from: Vec<Id>,
    /// The party that issued it, where that is a party of this brief.
    pub issued_by: Option<Id>,
    /// Reliability of the source (Admiralty code, A to F); F where nothing is said.
    pub reliability: Option<Reliability>,
    /// Access, currency, completeness, possible bias (ICD 206, source descriptor).
    pub descriptor: Option<Text>,
    /// What happened to it after publication.
    pub revision: Option<Revision>,
    /// The copy that was kept of it.
    pub snapshot: Option<Snapshot>,
    /// How far what it holds may travel.
    pub handling: Option<Tlp>,
    /// Rules that do not apply to it, with the reason.
    pub exceptions: Vec<Exception>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<SourceTranslation>,
    /// What a reference manager knows of it besides, by the name of the field there. It is kept for the
    /// way back, and neither checked nor printed nor handed on with a document.
    #[serde(default, skip_serializing)]
    pub extra: BTreeMap<String, String>,
}

/// A copy of a source, kept untouched (Berkeley Protocol, evidentiary copy).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Snapshot {
    /// The SHA-256 of the evidentiary copy, as 64 hexadecimal digits.
    pub sha256: Sha256,
    /// The day on which it was captured, in UTC.
    pub captured: Date,
    /// Its text (working copy), as a file in the brief's folder; quotations are looked for there.
    pub text: Option<Text>,
}

/// A person or a body that wrote a source: either `name`, or `family` with `given`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Author {
    /// The name of a body, or a person's whole name where it has no such parts.
    pub name: Option<Text>,
    /// A person's family name.
    pub family: Option<Text>,
    /// A person's given names.
    pub given: Option<Text>,
}

/// A change to a source after it was published.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Revision {
    /// What was done.
    pub kind: RevisionKind,
    /// When.
    pub date: PartialDate,
    /// What changed, in a sentence.
    pub note: Text,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<RevisionTranslation>,
}
