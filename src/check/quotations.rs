//! Every quotation of a brief, looked for in the working copy of its source.
//!
//! Each source's text is gone through once for everything that is quoted from it, several sources at a
//! time.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::brief::{Passage, Role};
use super::quoting::searches;
use crate::language::spoken;
use crate::load::{Doubt, Loaded};
use crate::quote::{self, Asked, Verdict, Why};
use crate::resolve::Resolved;
use crate::text;
use crate::withheld::Withheld;
use crate::wording::{Figures, Language};

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
    /// The figures of the quoted passage, of an item of evidence: of the quotation, and of the paragraph
    /// where it was found.
    pub(super) figures: Figures,
}

/// Where a quotation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum QuotedAt {
    /// In the field `quotation`: the finding, the position in its evidence.
    Evidence(usize, usize),
    /// In a printed text: the position of the passage, the bytes without quotation marks.
    Passage(usize, Range<usize>),
}

/// How much of a text around a quotation belongs to its passage, in bytes at each side.
const AROUND: usize = 1_200;

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
pub(super) fn look(resolved: &Resolved<'_>, passages: &[Passage<'_>], watch: Watch<'_>) -> Vec<Quoted> {
    let loaded = resolved.loaded;
    let searches = searches(resolved, passages);

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
            None => (None, Verdict::NotCheckable(search.unsourced)),
        };
        hush(&mut verdict, &withheld);
        let figures = match (&search.at, source) {
            (QuotedAt::Evidence(..), Some(source)) => figures(loaded, source, search.words, &verdict),
            _ => Figures::default(),
        };
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
                            loaded.all_sections().nth(section).map_or_else(String::new, |section| section.name.clone())
                        }
                        Role::KeyPoint(point) => format!("key point {}", point + 1),
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
    if let Some(doubt) = loaded.doubt(source) {
        return Some(match doubt {
            Doubt::Unlogged => Why::Unlogged,
            Doubt::Changed => Why::Changed,
            Doubt::BrokenLog => Why::BrokenLog,
        });
    }
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

/// The amounts and dates of a quotation, and of the paragraph around it.
fn figures(loaded: &Loaded, source: usize, words: &str, verdict: &Verdict) -> Figures {
    let own = loaded.sources.get(source).and_then(|entry| entry.value.language.as_ref());
    let language = own.or(loaded.brief.as_ref().map(|brief| &brief.value.language));
    let language = language.map_or("en", |tag| tag.as_str());
    let mut figures = Figures::default();
    figures.add(words, language);
    if let (Some(text), Some(found)) = (loaded.snapshot_text(source), verdict.found()) {
        figures.add(passage(text, &found.range), language);
    }
    figures
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
