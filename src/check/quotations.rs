//! Every quotation of a brief, looked for in the working copy of its source.
//!
//! Quotations stand in the field `quotation`, between quotation marks in findings and answers, and in
//! sections, where the citation that follows says whose words they are. Each source's text is gone
//! through once for everything that is quoted from it, several sources at a time.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::brief::{Passage, Role};
use crate::language::spoken;
use crate::load::Loaded;
use crate::model::Id;
use crate::quote::{self, Asked, Verdict, Why};
use crate::resolve::Resolved;
use crate::text;
use crate::withheld::Withheld;
use crate::wording::{Language, Tongue};

/// A quotation, and what became of the search for it. This is what documents and reports are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The finding's position in [`Loaded`], and the position in its list of evidence.
    pub evidence: Option<(usize, usize)>,
    /// What readers know the place by: a finding's id or a section's name.
    pub entry: String,
    /// The id of the source in which it was found; otherwise of the first in which it was looked for.
    pub source: String,
    /// The words as the brief has them.
    pub words: String,
    /// What became of the search.
    pub verdict: Verdict,
}

/// A quotation as rules see it.
#[derive(Debug)]
pub(super) struct Quoted {
    /// Where it stands.
    pub(super) at: QuotedAt,
    /// The source that the verdict is about, by position; none where nobody says whose words they are.
    pub(super) source: Option<usize>,
    /// What became of the search.
    pub(super) verdict: Verdict,
    /// The figures of the quoted passage: of the quotation, and of the paragraph where it was found.
    pub(super) figures: HashSet<String>,
}

/// Where a quotation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QuotedAt {
    /// In the field `quotation`: the finding, the position in its evidence.
    Evidence(usize, usize),
    /// In a printed text: the position of the passage, the bytes without quotation marks.
    Passage(usize, Range<usize>),
}

/// Fewer words between quotation marks are a name or a term, not a quotation.
const FEWEST_WORDS: usize = 4;
/// How much of a text around a quotation belongs to its passage, in bytes at each side.
const AROUND: usize = 1_200;

/// Words, and the sources in which they may stand.
struct Search<'a> {
    at: QuotedAt,
    words: &'a str,
    /// The sources, each with the place given.
    sources: Vec<(usize, Option<&'a str>)>,
    /// The language of the words, where the author of the brief wrote around them.
    language: Option<Language>,
}

/// How far the search for quotations is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Searched<'a> {
    /// The source whose text was gone through last.
    pub source: &'a str,
    /// How many were gone through.
    pub done: usize,
    /// How many there are to go through.
    pub total: usize,
}

/// Who wants to know how far the search is. It is told after each source, by several threads.
pub type Watch<'a> = &'a (dyn Fn(Searched<'_>) + Sync);

/// Looks for every quotation of a brief.
pub(super) fn look(
    resolved: &Resolved<'_>,
    passages: &[Passage<'_>],
    tongues: &mut HashMap<Language, Tongue>,
    watch: Watch<'_>,
) -> Vec<Quoted> {
    let loaded = resolved.loaded;
    let mut searches = in_evidence(resolved);
    let names = names(loaded);
    searches.extend(in_findings(resolved, passages, &names));
    searches.extend(in_sections(resolved, passages, &names));

    // What is looked for in each source.
    let mut by_source: HashMap<usize, Vec<(usize, Asked<'_>)>> = HashMap::new();
    for (number, search) in searches.iter().enumerate() {
        for &(source, locator) in &search.sources {
            if why_not(loaded, source, search.language).is_none() {
                by_source.entry(source).or_default().push((number, Asked { words: search.words, locator }));
            }
        }
    }
    let by_source: Vec<_> = by_source.into_iter().collect();
    let (done, total) = (AtomicUsize::new(0), by_source.len());
    let mut verdicts: HashMap<(usize, usize), Verdict> = by_source
        .into_par_iter()
        .flat_map_iter(|(source, asked)| {
            let words: Vec<_> = asked.iter().map(|(_, asked)| *asked).collect();
            let found = quote::search(loaded.snapshot_text(source).unwrap_or_default(), &words);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            watch(Searched { source: loaded.sources[source].value.id.as_str(), done, total });
            asked.into_iter().zip(found).map(move |((number, _), verdict)| ((number, source), verdict))
        })
        .collect();

    let withheld = Withheld::new(resolved.withheld().iter().map(|&party| &loaded.parties[party].value));
    let mut quoted = Vec::new();
    for (number, search) in searches.into_iter().enumerate() {
        let each = search.sources.iter().map(|&(source, _)| {
            let why = why_not(loaded, source, search.language);
            let verdict =
                why.map_or_else(|| verdicts.remove(&(number, source)), |why| Some(Verdict::NotCheckable(why)));
            (source, verdict.unwrap_or(Verdict::NotCheckable(Why::NoText)))
        });
        // Where several sources may hold the words, one that does counts; where none does, one that
        // could not be looked into may.
        let best = each.max_by_key(|(_, verdict)| match verdict {
            verdict if verdict.is_verified() => 3,
            Verdict::Turned(..) => 2,
            Verdict::NotCheckable(_) => 1,
            _ => 0,
        });
        let (source, mut verdict) = match best {
            Some((source, verdict)) => (Some(source), verdict),
            None => (None, Verdict::NotCheckable(Why::NoCopy)),
        };
        hush(&mut verdict, &withheld);
        let text = source.and_then(|source| loaded.snapshot_text(source));
        let mut figures = quote::figures(search.words);
        figures.extend(in_words(search.words, tongues));
        if let (Some(text), Some(found)) = (text, verdict.found()) {
            let around = passage(text, &found.range);
            figures.extend(quote::figures(around));
            figures.extend(in_words(around, tongues));
        }
        quoted.push(Quoted { at: search.at, source, verdict, figures });
    }
    quoted
}

/// Takes a passage of a source out of a verdict where it holds a name that is withheld: messages travel.
fn hush(verdict: &mut Verdict, withheld: &Withheld) {
    match verdict {
        Verdict::NotFound(Some(near)) if withheld.is_in(&near.marked) => {
            near.marked.clear();
            near.changes.clear();
            near.scattered.clear();
        }
        Verdict::Turned(_, turn) if withheld.is_in(&turn.passage) => turn.passage.clear(),
        _ => {}
    }
}

/// The quotations as documents and reports are told of them.
pub(super) fn told(loaded: &Loaded, passages: &[Passage<'_>], quoted: &[Quoted]) -> Vec<Quotation> {
    let finding = |at: usize| loaded.findings.get(at).map_or_else(String::new, |entry| entry.value.id.to_string());
    quoted
        .iter()
        .map(|quoted| {
            let source = quoted.source.and_then(|source| loaded.sources.get(source));
            let (evidence, entry, words) = match &quoted.at {
                QuotedAt::Evidence(at, item) => {
                    let evidence = loaded.findings.get(*at).and_then(|entry| entry.value.evidence.get(*item));
                    let words =
                        evidence.and_then(|item| item.quotation.as_ref()).map_or_else(String::new, |q| q.folded());
                    (Some((*at, *item)), finding(*at), words)
                }
                QuotedAt::Passage(at, bytes) => {
                    let Some(passage) = passages.get(*at) else { return unknown(quoted) };
                    let entry = match passage.role {
                        Role::Section(section, _) => {
                            loaded.sections.get(section).map_or_else(String::new, |section| section.name.clone())
                        }
                        _ => passage.finding().map(finding).unwrap_or_default(),
                    };
                    let words = passage.text.text.get(bytes.clone()).unwrap_or_default();
                    (None, entry, words.split_whitespace().collect::<Vec<_>>().join(" "))
                }
            };
            let source = source.map_or_else(String::new, |source| source.value.id.to_string());
            Quotation { evidence, entry, source, words, verdict: quoted.verdict.clone() }
        })
        .collect()
}

fn unknown(quoted: &Quoted) -> Quotation {
    let verdict = quoted.verdict.clone();
    Quotation { evidence: None, entry: String::new(), source: String::new(), words: String::new(), verdict }
}

/// Why words cannot be looked for in a source; nothing where they can.
fn why_not(loaded: &Loaded, source: usize, language: Option<Language>) -> Option<Why> {
    let entry = &loaded.sources.get(source)?.value;
    // A word that is no language's says nothing about it: the quotation is looked for.
    let spoken = entry.language.as_ref().and_then(|word| spoken(word.as_str()));
    let foreign = spoken.zip(language).is_some_and(|(own, language)| own != language.tag());
    match (&entry.snapshot, loaded.snapshot_text(source)) {
        (_, Some(_)) if foreign => Some(Why::Translated),
        (_, Some(text)) if text.trim().is_empty() => Some(Why::NoText),
        (_, Some(_)) => None,
        (None, None) => Some(Why::NoCopy),
        (Some(snapshot), None) if snapshot.text.is_some() => Some(Why::Unreadable),
        (Some(_), None) => Some(Why::NoText),
    }
}

fn in_evidence<'a>(resolved: &Resolved<'a>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for (at, entry) in resolved.loaded.findings.iter().enumerate().filter(|(_, entry)| entry.sound) {
        for (item, evidence) in entry.value.evidence.iter().enumerate() {
            let (Some(words), Some(source)) = (&evidence.quotation, resolved.index.source(&evidence.source)) else {
                continue;
            };
            let locator = evidence.locator.as_ref().map(|locator| locator.as_str());
            let at = QuotedAt::Evidence(at, item);
            searches.push(Search { at, words: words.as_str(), sources: vec![(source, locator)], language: None });
        }
    }
    searches
}

/// Quotations in the text, caveat and answers of a finding: the words of one of its sources.
fn in_findings<'a>(resolved: &Resolved<'a>, passages: &[Passage<'a>], names: &HashSet<String>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for (at, passage) in passages.iter().enumerate().filter(|(_, passage)| !passage.translated) {
        let (finding, response) = match passage.role {
            Role::FindingText(finding) | Role::Caveat(finding) => (finding, None),
            Role::Response(finding, response) => (finding, Some(response)),
            _ => continue,
        };
        let Some(entry) = resolved.loaded.findings.get(finding).filter(|entry| entry.sound) else { continue };
        let answer = response.and_then(|response| entry.value.responses.get(response));
        let sources: Vec<_> = match answer {
            // An answer that came by letter has no source, and nothing to be looked for in.
            Some(answer) => match answer.source.as_ref().and_then(|id| resolved.index.source(id)) {
                Some(source) => vec![(source, answer.locator.as_ref().map(|locator| locator.as_str()))],
                None => continue,
            },
            None => of_finding(resolved, finding),
        };
        for bytes in quotations(passage, names) {
            let Some(words) = passage.text.text.get(bytes.clone()) else { continue };
            let at = QuotedAt::Passage(at, bytes);
            searches.push(Search { at, words, sources: sources.clone(), language: Some(passage.language) });
        }
    }
    searches
}

/// Quotations in sections, and block quotations: the words of what is cited next.
fn in_sections<'a>(resolved: &Resolved<'a>, passages: &[Passage<'a>], names: &HashSet<String>) -> Vec<Search<'a>> {
    let mut searches = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        let Some(block) = passage.section_block() else { continue };
        if passage.is_quotation() {
            let text = block.text.trim();
            // "— Court of Audit [@audit-2023, p. 22]" names the source and quotes nothing.
            let names = text.starts_with(['–', '—', '-']) && !block.cited.is_empty();
            let whole = passages.get(at..).unwrap_or_default().iter().take_while(|other| other.is_quotation());
            let cited = whole.filter_map(|other| other.section_block()).flat_map(|block| &block.cited).next();
            if let (Some((_, cited)), false) = (cited, names || text.is_empty()) {
                let start = block.text.len() - block.text.trim_start().len();
                let at = QuotedAt::Passage(at, start..start + text.len());
                let sources = of_citation(resolved, cited);
                searches.push(Search { at, words: text, sources, language: Some(passage.language) });
            }
            continue;
        }
        for bytes in quotations(passage, names) {
            let next = block.cited.iter().find(|(place, _)| *place >= bytes.end);
            let (Some((_, cited)), Some(words)) = (next, block.text.get(bytes.clone())) else { continue };
            let (at, sources) = (QuotedAt::Passage(at, bytes), of_citation(resolved, cited));
            searches.push(Search { at, words, sources, language: Some(passage.language) });
        }
    }
    searches
}

/// The sources of a citation; of a finding that is cited, the sources of its evidence.
fn of_citation<'a>(resolved: &Resolved<'a>, cited: &'a [crate::load::Cited]) -> Vec<(usize, Option<&'a str>)> {
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
        let inner = marked.trim_matches(['“', '”', '„', '‟', '"', '«', '»', '‘', '’', ' ', '\u{a0}', '\u{202f}']);
        let start = range.start + marked.find(inner)?;
        let code = verbatim.iter().any(|code| code.start < range.end && range.start < code.end);
        let words = inner.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        (words >= FEWEST_WORDS && !code && !names.contains(&plain_name(inner))).then(|| start..start + inner.len())
    });
    outer.collect()
}

/// The paragraph of a text around a range.
fn passage<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let from = text.floor_char_boundary(range.start.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((range.end + AROUND).min(text.len()));
    let before = text.get(from..range.start).unwrap_or_default();
    let after = text.get(range.end..to).unwrap_or_default();
    let start = before.rfind("\n\n").map_or(from, |at| from + at);
    let end = after.find("\n\n").map_or(to, |at| range.end + at);
    text.get(start..end).unwrap_or_default()
}

/// The figures of numbers that are written in words: "forty-six" has the figures 46.
fn in_words(text: &str, tongues: &mut HashMap<Language, Tongue>) -> HashSet<String> {
    let mut found = HashSet::new();
    for tongue in tongues.values_mut() {
        let read = tongue.read(text, &[], &[]);
        found.extend(
            read.numbers.iter().filter(|number| !number.digits).flat_map(|number| quote::figures(&number.value)),
        );
    }
    found
}

/// What differs between a quotation and the passage most like it, in plain words.
pub(super) fn differences(near: &quote::Near) -> Option<String> {
    let words = |text: &str| text.split_whitespace().count();
    let long = near.changes.iter().any(|change| words(&change.quoted) > 8 || words(&change.text) > 8);
    if near.changes.is_empty() || near.changes.len() > 3 || long {
        return None;
    }
    let shown = |words: &str| {
        // The comma before a word belongs to the sentence, not to what differs.
        let bare = words.trim_start_matches([',', ';', ':', '.', ' ']);
        format!("“{}”", text::ellipsis(if bare.is_empty() { words } else { bare }, 60))
    };
    let told: Vec<_> = near
        .changes
        .iter()
        .map(|change| match (change.quoted.as_str(), change.text.as_str()) {
            (quoted, "") => format!("you quote {}, which the saved text does not have there", shown(quoted)),
            ("", there) => format!("the saved text has {}, which you leave out", shown(there)),
            (quoted, there) => format!("the saved text has {} where you quote {}", shown(there), shown(quoted)),
        })
        .collect();
    Some(text::and_list(&told))
}
