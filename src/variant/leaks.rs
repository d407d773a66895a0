//! Texts that stay in a version and tell of what it leaves out.

use std::collections::BTreeSet;

use super::gone::Gone;
use super::prose;
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Loaded, Section};
use crate::model::{Text, Tlp};
use crate::span::Span;
use crate::withheld::Withheld;

/// How many words a title or a quotation has that is known for what it is wherever it stands.
const TELLING: usize = 4;

/// Looks through every text of a version for names of parties, titles of sources and quotations that
/// are left out, and for the ids of findings and sources that are.
pub(super) fn find(whole: &Loaded, loaded: &Loaded, gone: &Gone, mark: Tlp) -> Vec<Diagnostic> {
    let needles = Needles::new(whole, loaded, gone, mark);
    let mut problems = Vec::new();
    let mut report = |span: Span, place: &str, what: &str| {
        problems.push(
            Diagnostic::error(codes::LEFT_OUT_TOLD, format!("{place} tells of {what} that a version for a wider circle leaves out"))
                .at(span, "would stand in that version")
                .help("mark the entry in which this stands as strictly, with `handling`, or write it without this; a paragraph of a section goes where it cites what is left out"),
        );
    };
    for node in loaded.nodes() {
        node.fields(&mut |node, text, _| {
            for (range, what) in needles.find(text) {
                report(node.cursor().within(range), "this text", what);
            }
        });
    }
    for section in loaded.all_sections() {
        let mut told = Vec::new();
        for passage in &section.passages {
            for (range, what) in needles.find(&passage.text) {
                let span = passage.anchors.span(range);
                told.push(span);
                report(span, "this text", what);
            }
        }
        // Places and links are no words of a passage.
        for (range, what) in needles.find(&section.written) {
            let span = Span::new(section.file, range);
            let again = |other: &Span| other.file == span.file && other.start < span.end && span.start < other.end;
            if !told.iter().any(again) {
                report(span, "this text", what);
            }
        }
        for path in prose::images(section) {
            let Some(bytes) = loaded.images.bytes().get(&path).filter(|_| path.ends_with(".svg")) else { continue };
            if let Some((_, what)) = needles.find(&String::from_utf8_lossy(bytes)).first() {
                report(shown(section, &path), "this picture", what);
            }
        }
    }
    problems.sort_by_key(|problem| problem.primary.as_ref().map(|label| (label.span.file, label.span.start)));
    problems.dedup_by_key(|problem| problem.primary.as_ref().map(|label| label.span));
    problems
}

/// Where a section shows a picture.
fn shown(section: &Section, path: &str) -> Span {
    let name = path.rsplit('/').next().unwrap_or(path);
    let at = section.written.find(name).map_or(0..0, |at| at..at + name.len());
    Span::new(section.file, at)
}

/// A text in small letters and with single spaces, and for each byte of it where its letter stands.
fn folded(text: &str) -> (String, Vec<usize>) {
    let (mut folded, mut places) = (String::new(), Vec::new());
    for (at, c) in text.char_indices() {
        if !c.is_whitespace() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
        places.resize(folded.len(), at);
    }
    (folded, places)
}

struct Needles {
    parties: Withheld,
    /// Ids, and texts of some length in small letters and with single spaces.
    ids: Vec<String>,
    texts: Vec<(String, &'static str)>,
}

impl Needles {
    fn new(whole: &Loaded, loaded: &Loaded, gone: &Gone, mark: Tlp) -> Self {
        let parties = whole.parties.iter().map(|entry| &entry.value);
        let parties = Withheld::new(parties.filter(|party| gone.parties.contains_key(&party.id)));
        // An id without a digit may be any word.
        // Sources that only what is gone refers to have no mark, and are left out, too.
        let stays: BTreeSet<_> = loaded.sources.iter().map(|entry| &entry.value.id).collect();
        let sources = whole.sources.iter().map(|entry| &entry.value).filter(|source| !stays.contains(&source.id));
        let ids = sources.clone().map(|source| &source.id);
        let ids = gone.findings.keys().chain(ids).chain(gone.proceedings.keys());
        let mut texts = Vec::new();
        let mut add = |text: Option<&Text>, what: &'static str| {
            let text = text.map(|text| folded(text.as_str().trim()).0);
            texts.extend(text.filter(|text| text.split(' ').count() >= TELLING).map(|text| (text, what)));
        };
        for source in sources {
            add(Some(&source.title), "a source");
            add(source.title_translation.as_ref(), "a source");
        }
        for case in whole.proceedings.iter().map(|entry| &entry.value) {
            if gone.proceedings.contains_key(&case.id) {
                add(Some(&case.title), "a proceeding");
            }
        }
        for finding in whole.findings.iter().map(|entry| &entry.value) {
            let goes = gone.findings.contains_key(&finding.id);
            if goes {
                add(Some(&finding.text), "a finding");
                finding.translations.iter().for_each(|translation| add(Some(&translation.text), "a finding"));
            }
            for item in &finding.evidence {
                if goes || gone.item(item, mark).is_some() {
                    add(item.quotation.as_ref(), "a quotation");
                }
            }
        }
        let ids = ids.map(|id| id.as_str().to_owned()).filter(|id| id.contains(|c: char| c.is_ascii_digit()));
        Self { parties, ids: ids.collect(), texts }
    }

    /// Where something stands in a text, and what it is of.
    fn find(&self, text: &str) -> Vec<(std::ops::Range<usize>, &'static str)> {
        let parties = self.parties.find(text).into_iter();
        let mut found: Vec<_> = parties.map(|named| (named.range, "a party")).collect();
        for id in &self.ids {
            let stands = text.match_indices(id.as_str()).filter(|(at, _)| {
                let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                !text[..*at].ends_with(joins) && !text[at + id.len()..].starts_with(joins)
            });
            found.extend(stands.map(|(at, id)| (at..at + id.len(), "an entry")));
        }
        let (folded, places) = folded(text);
        for (needle, what) in &self.texts {
            for (at, _) in folded.match_indices(needle.as_str()) {
                let last = places[at + needle.len() - 1];
                let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
                found.push((places[at]..end, *what));
            }
        }
        found
    }
}
