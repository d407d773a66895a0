//! The brief's findings as data, as they are attached to a PDF: ids and keys, no words for readers.
//!
//! Field names and values are those of the files that a researcher writes, so that whoever knows
//! one knows the other. Notes on evidence are the researcher's own and stay out.

use serde::Serialize;

use crate::model::{Brief, Finding, Party, Proceeding, Source, Status, Text};
use crate::resolve::{Resolved, Standing};

/// What stands in place of a name that is withheld and has no pseudonym; data has no language.
const WITHHELD: &str = "[name withheld]";

/// The form of the data; a change that readers must know gets another number.
pub const SCHEMA: &str = "evenhand/findings/1";

/// Everything that a document says, as data.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The head of the brief.
    pub brief: &'a Brief,
    /// The findings, with the status that they have after the gate.
    pub findings: Vec<Finding>,
    /// What they are drawn from.
    pub sources: Vec<&'a Source>,
    /// Who asserts, answers, is accused or decides.
    pub parties: Vec<Party>,
    /// Legal proceedings.
    pub proceedings: Vec<&'a Proceeding>,
}

/// The data of a resolved brief; nothing where its head could not be read.
pub fn record<'a>(resolved: &Resolved<'a>) -> Option<Record<'a>> {
    let loaded = resolved.loaded;
    let findings =
        loaded.findings.iter().zip(&resolved.standings).map(|(entry, standing)| finding(&entry.value, standing));
    Some(Record {
        schema: SCHEMA,
        brief: &loaded.brief.as_ref()?.value,
        findings: findings.collect(),
        sources: loaded.sources.iter().map(|entry| &entry.value).collect(),
        parties: loaded.parties.iter().enumerate().map(|(at, entry)| party(&entry.value, at, resolved)).collect(),
        proceedings: loaded.proceedings.iter().map(|entry| &entry.value).collect(),
    })
}

/// A party, without what must be withheld.
fn party(party: &Party, position: usize, resolved: &Resolved<'_>) -> Party {
    let mut party = party.clone();
    // To whom a consent was given, and for what, is between the two.
    party.consent = None;
    if resolved.withheld().contains(&position) {
        party.name = party.pseudonym.clone().unwrap_or_else(|| Text::from(WITHHELD));
        party.native_name = None;
        party.native_language = None;
        party.aliases = Vec::new();
        party.role = None;
        for translation in &mut party.translations {
            translation.name = None;
            translation.role = None;
        }
        party.url = None;
    }
    party
}

fn finding(finding: &Finding, standing: &Standing<'_>) -> Finding {
    let mut finding = finding.clone();
    finding.status = standing.status();
    if finding.status != Status::Established {
        finding.review = None;
    }
    finding.evidence.iter_mut().for_each(|item| item.note = None);
    finding
}
