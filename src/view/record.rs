//! The brief's data as they are attached to a PDF: ids and keys, no words for readers.
//!
//! Field names and values are those of the files that a researcher writes, so that whoever knows
//! one knows the other. Notes on evidence are the researcher's own and stay out.

use crate::load::{Loaded, Passage, Section};
use crate::model::{Finding, Party, Record, SectionText, SectionTranslation, Status, Text};
use crate::resolve::{Resolved, Standing};

/// What stands in place of a name that is withheld and has no pseudonym; data has no language.
const WITHHELD: &str = "[name withheld]";

/// The form of the data; a change that readers must know gets another number.
///
/// Version 2 added `sections` in each language, `withheld`, and in `brief` the fields `previous` and `changes`.
pub const SCHEMA: &str = "evenhand/findings/2";

/// The data of a resolved brief; nothing where its head could not be read.
pub fn record(resolved: &Resolved<'_>) -> Option<Record> {
    let loaded = resolved.loaded;
    let findings =
        loaded.findings.iter().zip(&resolved.standings).map(|(entry, standing)| finding(&entry.value, standing));
    let withheld = resolved.withheld().iter().map(|&position| loaded.parties[position].value.id.clone());
    Some(Record {
        schema: Text::from(SCHEMA),
        brief: loaded.brief.as_ref()?.value.clone(),
        findings: findings.collect(),
        sources: loaded.sources.iter().map(|entry| entry.value.clone()).collect(),
        parties: loaded.parties.iter().enumerate().map(|(at, entry)| party(&entry.value, at, resolved)).collect(),
        proceedings: loaded.proceedings.iter().map(|entry| entry.value.clone()).collect(),
        sections: loaded.sections.iter().map(|own| section(own, loaded)).collect(),
        withheld: withheld.collect(),
        left_out: loaded.left_out.clone(),
    })
}

/// The words of a section, in each language that it is in.
fn section(section: &Section, loaded: &Loaded) -> SectionText {
    let (title, passages) = printed(section);
    let own = |sections: &[Section]| sections.iter().find(|other| other.name == section.name).map(printed);
    let translations = loaded.translated_sections.iter().filter_map(|(folder, sections)| {
        let (title, passages) = own(sections)?;
        Some(SectionTranslation { language: Text::from(folder.as_str()), title, passages })
    });
    let translations = translations.collect();
    SectionText { name: Text::from(section.name.as_str()), title, passages, translations }
}

/// The title of a section, which is its first heading, and its passages.
fn printed(section: &Section) -> (Text, Vec<Text>) {
    let mut passages: Vec<_> =
        section.passages.iter().map(|passage| Text::from(words(passage).as_str())).filter(Text::is_seen).collect();
    let title = if passages.is_empty() { Text::from(section.name.as_str()) } else { passages.remove(0) };
    (title, passages)
}

/// The words of a passage as they are printed, without the space that stood before a citation.
fn words(passage: &Passage) -> String {
    let mut words = String::new();
    let mut at = 0;
    for (cited, _) in &passage.cited {
        words.push_str(passage.text.get(at..*cited).unwrap_or_default());
        at = *cited;
        let rest = passage.text.get(at..).unwrap_or_default();
        if !rest.starts_with(char::is_alphanumeric) {
            words.truncate(words.trim_end().len());
        }
    }
    words.push_str(passage.text.get(at..).unwrap_or_default());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
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
