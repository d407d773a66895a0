//! What a brief quotes, and from where.
//!
//! Quotations stand in the field `quotation`, between quotation marks in findings, answers and key points,
//! and in sections, where a citation says whose words they are: the one that follows, or the only one of
//! the sentence. A quotation of which nothing says whose it is counts all the same.

use std::collections::HashSet;
use std::ops::Range;

use super::brief::{Passage, Role};
use super::quotations::QuotedAt;
use crate::load::{self, Loaded};
use crate::model::Id;
use crate::quote::Why;
use crate::resolve::Resolved;
use crate::wording::Language;

/// Fewer words between quotation marks are a name or a term, not a quotation.
const FEWEST_WORDS: usize = 4;

/// Words, and the sources in which they may stand.
pub(super) struct Search<'a> {
    pub(super) at: QuotedAt,
    pub(super) words: &'a str,
    /// The sources, each with the place given.
    pub(super) sources: Vec<(usize, Option<&'a str>)>,
    /// The language of the words, where the author of the brief wrote around them.
    pub(super) language: Option<Language>,
    /// Why there is no source to look in, where there is none.
    pub(super) unsourced: Why,
}

/// Everything that a brief quotes.
pub(super) fn searches<'a>(resolved: &Resolved<'a>, passages: &[Passage<'a>]) -> Vec<Search<'a>> {
    let mut searches = in_evidence(resolved);
    let names = names(resolved.loaded);
    searches.extend(in_findings(resolved, passages, &names));
    searches.extend(in_sections(resolved, passages, &names));
    searches
}

fn in_evidence<'a>(resolved: &Resolved<'a>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for (at, entry) in resolved.loaded.findings.iter().enumerate().filter(|(_, entry)| entry.sound) {
        for (item, evidence) in entry.value.evidence.iter().enumerate() {
            let (Some(words), Some(source)) = (&evidence.quotation, resolved.index.source(&evidence.source)) else {
                continue;
            };
            let locator = evidence.locator.as_ref().map(|locator| locator.as_str());
            let (at, sources, unsourced) = (QuotedAt::Evidence(at, item), vec![(source, locator)], Why::NoCopy);
            searches.push(Search { at, words: words.as_str(), sources, language: None, unsourced });
        }
    }
    searches
}

/// Quotations in the text, caveat and answers of a finding, and in key points: the words of one of the
/// sources behind them.
fn in_findings<'a>(resolved: &Resolved<'a>, passages: &[Passage<'a>], names: &HashSet<String>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for (at, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.translated) {
        let entry = passage.finding().and_then(|finding| resolved.loaded.findings.get(finding));
        if entry.is_some_and(|entry| !entry.sound) {
            continue;
        }
        let sources = match passage.role {
            Role::FindingText(finding) | Role::Caveat(finding) => of_finding(resolved, finding),
            Role::KeyPoint(point) => of_key_point(resolved, point),
            Role::Response(_, response) => {
                let answer = entry.and_then(|entry| entry.value.responses.get(response));
                let source = answer.and_then(|answer| resolved.index.source(answer.source.as_ref()?));
                let locator = answer.and_then(|answer| answer.locator.as_ref()).map(|locator| locator.as_str());
                source.into_iter().map(|source| (source, locator)).collect()
            }
            _ => continue,
        };
        let unsourced = if matches!(passage.role, Role::Response(..)) { Why::NoSource } else { Why::NoCopy };
        for bytes in quotations(passage, names) {
            let Some(words) = passage.text.text.get(bytes.clone()) else { continue };
            let (at, sources, language) = (QuotedAt::Passage(at, bytes), sources.clone(), Some(passage.language));
            searches.push(Search { at, words, sources, language, unsourced });
        }
    }
    searches
}

/// Quotations in sections, and block quotations.
fn in_sections<'a>(resolved: &Resolved<'a>, passages: &[Passage<'a>], names: &HashSet<String>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    let mut push = |at, words, cited: Option<&'a [load::Cited]>, language| {
        let sources = cited.map_or_else(Vec::new, |cited| of_citation(resolved, cited));
        let unsourced = if cited.is_some() { Why::NoCopy } else { Why::Uncited };
        searches.push(Search { at, words, sources, language: Some(language), unsourced });
    };
    for (at, passage) in passages.iter().enumerate() {
        let Some(block) = passage.section_block() else { continue };
        if passage.is_quotation() {
            let text = block.text.trim();
            // "— Court of Audit [@audit-2023, p. 22]" names the source and quotes nothing.
            let names = text.starts_with(['–', '—', '-']) && !block.cited.is_empty();
            let whole = passages.get(at..).unwrap_or_default().iter().take_while(|other| other.is_quotation());
            let cited = whole.filter_map(|other| other.section_block()).flat_map(|block| &block.cited).next();
            if !(names || text.is_empty()) {
                let start = block.text.len() - block.text.trim_start().len();
                let at = QuotedAt::Passage(at, start..start + text.len());
                push(at, text, cited.map(|(_, cited)| cited.as_slice()), passage.language);
            }
            continue;
        }
        for bytes in quotations(passage, names) {
            let Some(words) = block.text.get(bytes.clone()) else { continue };
            let cited = citation(passage, block, &bytes);
            push(QuotedAt::Passage(at, bytes), words, cited, passage.language);
        }
    }
    searches
}

/// The citation that says whose words a quotation in a section is: the next one in its sentence; without
/// one, the one that stands before it in the sentence, if it is the only one; without any there, the next
/// one in the paragraph.
fn citation<'a>(passage: &Passage<'_>, block: &'a load::Passage, bytes: &Range<usize>) -> Option<&'a [load::Cited]> {
    let text = &passage.text;
    let sentence = text.sentence_of(text.word_at(bytes.start));
    let sentence = (sentence < text.sentences()).then(|| text.bytes(&text.sentence(sentence)));
    let next = block.cited.iter().find(|(place, _)| *place >= bytes.end);
    // It stands before the full stop or right after it.
    let near = |place: usize| sentence.as_ref().is_none_or(|sentence| place <= sentence.end + 2);
    let mut before = block.cited.iter().filter(|(place, _)| {
        sentence.as_ref().is_some_and(|sentence| sentence.start < *place) && *place <= bytes.start
    });
    let found = match (next, before.next(), before.next()) {
        (Some(next), ..) if near(next.0) => Some(next),
        (_, Some(only), None) => Some(only),
        (next, ..) => next,
    };
    found.map(|(_, cited)| cited.as_slice())
}

/// The sources of the findings behind a key point.
fn of_key_point<'a>(resolved: &Resolved<'a>, point: usize) -> Vec<(usize, Option<&'a str>)> {
    let points = resolved.loaded.brief.as_ref().map_or(&[][..], |brief| &brief.value.key_points);
    let findings = points.get(point).map_or(&[][..], |point| &point.findings);
    let findings = findings.iter().filter_map(|id| resolved.index.finding(id));
    let mut sources: Vec<_> = findings.flat_map(|finding| of_finding(resolved, finding)).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// The sources of a citation; of a finding that is cited, the sources of its evidence.
fn of_citation<'a>(resolved: &Resolved<'a>, cited: &'a [load::Cited]) -> Vec<(usize, Option<&'a str>)> {
    let mut sources = Vec::new();
    for cited in cited {
        let id = Id::from(cited.key.as_str());
        match (resolved.index.source(&id), resolved.index.finding(&id)) {
            (Some(source), _) => sources.push((source, cited.locator.as_deref())),
            (_, Some(finding)) => sources.extend(of_finding(resolved, finding)),
            _ => {}
        }
    }
    sources
}

/// The sources of a finding's evidence. Its texts name no place, so no page is held against one.
fn of_finding<'a>(resolved: &Resolved<'a>, finding: usize) -> Vec<(usize, Option<&'a str>)> {
    let evidence = resolved.loaded.findings.get(finding).map_or(&[][..], |entry| &entry.value.evidence);
    let mut sources: Vec<_> = evidence.iter().filter_map(|item| resolved.index.source(&item.source)).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.into_iter().map(|source| (source, None)).collect()
}

/// Titles and names that may stand between quotation marks and are no quotations, in small letters.
fn names(loaded: &Loaded) -> HashSet<String> {
    let sources = loaded.sources.iter().map(|entry| &entry.value);
    let sources = sources.flat_map(|source| {
        [Some(&source.title), source.title_translation.as_ref(), source.container.as_ref()].into_iter().flatten()
    });
    let parties = loaded.parties.iter().map(|entry| &entry.value);
    let parties = parties.flat_map(|party| std::iter::once(&party.name).chain(&party.aliases));
    let proceedings = loaded.proceedings.iter().map(|entry| &entry.value.title);
    sources.chain(parties).chain(proceedings).map(|name| plain_name(name.as_str())).collect()
}

fn plain_name(name: &str) -> String {
    let words: Vec<_> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// What stands between quotation marks and is long enough to be a quotation, without the marks.
fn quotations(passage: &Passage<'_>, names: &HashSet<String>) -> Vec<Range<usize>> {
    let verbatim = passage.block().map_or(&[][..], |block| &block.verbatim);
    let outer = passage.text.quotations().into_iter().filter_map(|range| {
        let marked = passage.text.text.get(range.clone())?;
        let inner = marked.trim_matches(['“', '”', '„', '‟', '"', '«', '»', '‘', '’', '\'', ' ', '\u{a0}', '\u{202f}']);
        let start = range.start + marked.find(inner)?;
        let code = verbatim.iter().any(|code| code.start < range.end && range.start < code.end);
        let words = inner.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        (words >= FEWEST_WORDS && !code && !names.contains(&plain_name(inner))).then(|| start..start + inner.len())
    });
    outer.collect()
}
