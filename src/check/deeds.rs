//! Deeds that a text tells as facts of somebody whom no count of a proceeding can clear: of the police,
//! of "callers", of a ministry. What it tells of a person is held against the counts, in `accused`.

use std::ops::Range;

use super::accused::is_supposed;
use super::brief::{Brief, Passage};
use crate::model::PartyType;
use crate::wording::{Hit, List, Text};

/// A deed told in the document's own voice.
pub(super) struct Deed<'p> {
    /// The words for it.
    pub(super) hit: &'p Hit,
    /// The words for who did it.
    pub(super) doer: Range<usize>,
}

/// Words between who does something and the verb. A verb after "who" is theirs as well.
const BETWEEN: [&str; 24] = [
    "had", "have", "has", "then", "later", "also", "again", "once", "first", "even", "twice", "both", "who", "qui",
    "ensuite", "aussi", "l", "la", "le", "les", "leur", "lui", "y", "en",
];

/// Words that go on from a noun to what it belongs to: "agents of the ministry".
const OF: [&str; 14] = ["of", "from", "in", "at", "for", "with", "du", "de", "des", "d", "à", "au", "aux", "en"];

/// After these a participle has no object: "the officers killed in the attack".
const NO_OBJECT: [&str; 17] = [
    "in", "on", "at", "during", "while", "when", "since", "after", "before", "were", "was", "are", "is", ",", ".", ";",
    ")",
];

/// What opens a clause that somebody else may answer for, and what denies: "the claim that police …".
const OPENERS: [&str; 20] = [
    "that", "whether", "if", "why", "how", "no", "neither", "nor", "nobody", "not", "que", "qu", "si", "comment",
    "pourquoi", "aucun", "aucune", "ni", "against", "contre",
];

/// Every such deed in a text, in order.
pub(super) fn told<'p>(brief: &Brief<'_>, passage: &'p Passage<'_>) -> Vec<Deed<'p>> {
    let text = &passage.text;
    let hits = passage.own_hits(List::GuiltAct).chain(passage.own_hits(List::Abuse));
    let mut deeds: Vec<_> = hits
        .filter(|hit| !brief.entry(passage, hit).is_some_and(|entry| entry.possessed))
        .filter_map(|hit| {
            let sentence = text.sentence(text.sentence_of(hit.words.start));
            let doer = doer(brief, passage, hit, &sentence)?;
            (!is_supposed(text, passage.language, hit.words.start, &sentence)).then_some(Deed { hit, doer })
        })
        .collect();
    deeds.sort_by_key(|deed| deed.hit.words.start);
    deeds
}

fn doer(brief: &Brief<'_>, passage: &Passage<'_>, hit: &Hit, sentence: &Range<usize>) -> Option<Range<usize>> {
    let text = &passage.text;
    let last = hit.words.end - 1;
    // "Was beaten by police": some lists have the small word in the phrase.
    let by = [last, last + 1].into_iter().find(|&at| matches!(text.lower(at), "by" | "par"));
    if let Some(by) = by {
        let agent = by + 1..(by + 5).min(sentence.end);
        return groups(brief, passage, &agent).into_iter().next();
    }
    if !is_active(text, hit) {
        return None;
    }
    let mut end = hit.words.start;
    while end > sentence.start && (BETWEEN.contains(&text.lower(end - 1)) || text.lower(end - 1).ends_with("ly")) {
        end -= 1;
    }
    let near = end.saturating_sub(8).max(sentence.start)..end;
    let doer = groups(brief, passage, &near).pop().filter(|group| joins(text, &(group.end..end)))?;
    let before = doer.start.saturating_sub(6).max(sentence.start)..doer.start;
    let opened = before
        .rev()
        .take_while(|&at| !matches!(text.lower(at), "," | ";" | ":"))
        .any(|at| OPENERS.contains(&text.lower(at)));
    (!opened).then_some(doer)
}

/// Whether the words are a verb whose subject stands before it, and no participle: "the stolen lorries",
/// "the officers killed in the attack".
fn is_active(text: &Text<'_>, hit: &Hit) -> bool {
    let first = text.lower(hit.words.start);
    let before = hit.words.start.checked_sub(1).map_or("", |at| text.lower(at));
    let perfect = matches!(before, "had" | "have" | "has");
    let bare = hit.words.len() == 1 || hit.words.len() == 2 && matches!(first, "a" | "ont" | "avait" | "avaient");
    let participle = matches!(first, "stolen" | "beaten") && !perfect || first.ends_with("ing");
    !(participle || bare && NO_OBJECT.contains(&text.lower(hit.words.end)))
}

/// Nothing, or a few words that belong to the noun before them.
fn joins(text: &Text<'_>, between: &Range<usize>) -> bool {
    let plain =
        |at: usize| text.is_word(at) && !matches!(text.lower(at), "who" | "which" | "that" | "qui" | "que" | "and");
    between.is_empty() || between.len() <= 5 && OF.contains(&text.lower(between.start)) && between.clone().all(plain)
}

/// The groups without a name in some words, and the parties that are no persons and stand before no
/// court, in order.
fn groups(brief: &Brief<'_>, passage: &Passage<'_>, words: &Range<usize>) -> Vec<Range<usize>> {
    let text = &passage.text;
    let parties = text.named_in(words).filter(|mention| {
        brief.party(mention.party).r#type != PartyType::Person && brief.counts(mention.party).is_empty()
    });
    let officials = text.hits_in(List::Official, words).map(|hit| hit.words.clone());
    let mut groups: Vec<_> = parties.map(|mention| mention.words.clone()).chain(officials).collect();
    // "The Ministry's lorries": the word is no subject.
    groups.retain(|group| !text.words(group).ends_with("'s") && !text.words(group).ends_with("’s"));
    groups.sort_by_key(|group| group.start);
    groups
}
