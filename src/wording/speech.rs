//! Who is speaking: "X said that …", "according to X, …", "…, X said", "as told by X".
//!
//! A sentence's grammar is guessed from its small words, so a frame is a likely attribution and no
//! certain one. Rules that demand an attribution take a likely one; rules that excuse words in
//! reported speech excuse them in likely reported speech.

use std::ops::Range;

use super::{List, Text};

/// A place in which somebody is said to say something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The verb of saying, or "according to".
    pub verb: Range<usize>,
    /// Who speaks.
    pub speaker: Speaker,
    /// Of several parties that may speak, the one named nearest to the verb.
    pub nearest: Option<usize>,
    /// It tells of an act, such as a charge, and not of words.
    pub act: bool,
    /// The words that are reported.
    pub reported: Range<usize>,
}

/// Who speaks in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Speaker {
    /// Parties by name.
    Parties(Vec<usize>),
    /// Somebody named before: it, she.
    Pronoun,
    /// Somebody who is no party of the brief.
    Other,
}

/// Verbs that tell of an act or a stance and report no speech: what follows them is the document's
/// own voice. "They criticise the brutal plan" calls the plan brutal.
const ACTS: [&str; 20] = [
    "charg", "indict", "order", "plead", "file", "sue", "publish", "count", "critic", "criticis", "condemn", "denounc",
    "prais", "inculp", "ordon", "publi", "plaid", "critiqu", "condamn", "dénonc",
];

/// Verbs with which a court gives a verdict.
const VERDICTS: [&str; 10] =
    ["found", "find", "held", "hold", "judg", "declar", "déclar", "jug", "reconnu", "reconnaît"];

/// The frames of a text, in order.
pub(super) fn frames(text: &Text<'_>) -> Vec<Frame> {
    let mut frames = Vec::new();
    for sentence in 0..text.sentences() {
        for clause in clauses(text, text.sentence(sentence)) {
            according(text, &clause, &mut frames);
            verbs(text, &clause, &mut frames);
        }
    }
    frames
}

/// A semicolon ends what a speaker says: after it somebody else may speak.
pub(super) fn clauses(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        if text.lower(at) == ";" && !text.is_quoted(at) {
            clauses.push(start..at);
            start = at + 1;
        }
    }
    clauses.push(start..sentence.end);
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

fn according(text: &Text<'_>, clause: &Range<usize>, frames: &mut Vec<Frame>) {
    for at in clause.clone() {
        let phrase = text.grammar().according.iter().find(|phrase| {
            phrase.iter().enumerate().all(|(i, word)| text.lower(at + i) == *word) && at + phrase.len() <= clause.end
        });
        let Some(phrase) = phrase.filter(|_| !text.is_quoted(at) && !text.is_named(at)) else { continue };
        let from = at + phrase.len();
        let end = (from..clause.end).find(|&word| text.lower(word) == ",").unwrap_or(clause.end);
        let opens = !(clause.start..at).any(|word| text.is_word(word) && !is_link(text, word));
        // "According to X it is so" has no comma; the name ends where it ends.
        let named: Vec<_> = text.named_in(&(from..end)).collect();
        let end = match named.last() {
            Some(last) if opens && end == clause.end => last.words.end,
            _ => end,
        };
        let reported = if opens { end..clause.end } else { clause.start..at };
        let parties: Vec<_> = named.iter().map(|mention| mention.party).collect();
        let nearest = parties.first().copied();
        frames.push(Frame { verb: at..from, speaker: speaker(parties, false), nearest, act: false, reported });
    }
}

/// "And according to X": a link before the phrase does not take its place at the head.
fn is_link(text: &Text<'_>, word: usize) -> bool {
    matches!(text.lower(word), "and" | "but" | "et" | "mais" | "still" | "also")
}

fn verbs(text: &Text<'_>, clause: &Range<usize>, frames: &mut Vec<Frame>) {
    // Hits stand in the order of their words.
    let first = text.hits.partition_point(|hit| hit.words.start < clause.start);
    let candidates: Vec<_> = text.hits[first..]
        .iter()
        .take_while(|hit| hit.words.start < clause.end)
        .filter(|hit| hit.list == List::VerbOfSaying && clause.start <= hit.words.start && hit.words.end <= clause.end)
        .filter(|hit| !hit.words.clone().any(|word| text.is_quoted(word)))
        // "Allegedly" shares its stem with a verb and is none.
        .filter(|hit| !text.lower(hit.words.start).ends_with("ly"))
        .map(|hit| hit.words.clone())
        .collect();
    for verb in candidates {
        if is_passive(text, verb.start, clause) {
            frames.extend(by_somebody(text, &verb, clause));
        } else if is_verb(text, &verb, clause) {
            frames.extend(subject_first(text, &verb, clause).or_else(|| verb_first(text, &verb, clause)));
        }
    }
}

/// Whether a word that could be a noun stands as a verb here.
fn is_verb(text: &Text<'_>, verb: &Range<usize>, clause: &Range<usize>) -> bool {
    let grammar = text.grammar();
    let word = text.lower(verb.start);
    let before = verb.start.checked_sub(1).filter(|at| *at >= clause.start);
    let after_noun_mark = before.is_some_and(|at| grammar.before_nouns.contains(&text.lower(at)) && !text.is_named(at));
    let next = if verb.end < clause.end { text.lower(verb.end) } else { "" };
    if grammar.verb_forms.contains(&word) {
        return true;
    }
    if grammar.verb_endings.iter().any(|ending| word.ends_with(ending)) {
        return !after_noun_mark || next == grammar.that;
    }
    let counted = before.is_some_and(|at| text.lower(at).ends_with(|c: char| c.is_ascii_digit()));
    !after_noun_mark
        && !counted
        && before.is_some()
        && (grammar.after_verbs.contains(&next) || next.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_passive(text: &Text<'_>, verb: usize, clause: &Range<usize>) -> bool {
    let grammar = text.grammar();
    let mut at = verb;
    while at > clause.start && (grammar.adverbs.contains(&text.lower(at - 1)) || text.lower(at - 1).ends_with("ly")) {
        at -= 1;
    }
    let participle = !matches!(text.lower(verb), "says" | "say" | "wrote" | "denies");
    at > clause.start && participle && grammar.be.contains(&text.lower(at - 1))
}

/// "It was reported by X that …".
fn by_somebody(text: &Text<'_>, verb: &Range<usize>, clause: &Range<usize>) -> Option<Frame> {
    let near = (verb.end + 8).min(clause.end);
    let by = (verb.end..near).find(|&word| text.lower(word) == text.grammar().by)?;
    let around = by + 1..(by + 10).min(clause.end);
    let parties: Vec<_> = text.named_in(&around).map(|mention| mention.party).collect();
    let known = !parties.is_empty() || around.clone().any(|word| is_speaker(text, word));
    known.then(|| Frame {
        verb: verb.clone(),
        nearest: parties.first().copied(),
        act: is_act(text, verb),
        speaker: speaker(parties, false),
        reported: reported(text, verb, clause.start..clause.end),
    })
}

/// "X said that …", "…, X said".
fn subject_first(text: &Text<'_>, verb: &Range<usize>, clause: &Range<usize>) -> Option<Frame> {
    let before = clause.start..verb.start;
    // What an earlier frame reports is no subject of this verb, unless nothing else is there.
    let parties: Vec<_> = text.named_in(&before).map(|mention| mention.party).collect();
    let pronoun = before.clone().rev().take(6).any(|word| text.grammar().pronouns.contains(&text.lower(word)));
    let other = before.clone().rev().take(14).any(|word| is_speaker(text, word));
    if parties.is_empty() && !pronoun && !other {
        return None;
    }
    let last = verb.end >= clause.end || matches!(text.lower(verb.end), "." | "," | "!" | "?");
    let comma = before.clone().rev().find(|&word| text.lower(word) == ",");
    let reported = match comma {
        Some(comma) if last && comma > clause.start => clause.start..comma,
        _ => reported(text, verb, verb.end..clause.end),
    };
    let nearest = parties.last().copied();
    Some(Frame { verb: verb.clone(), speaker: speaker(parties, pronoun), nearest, act: is_act(text, verb), reported })
}

/// "…, said X".
fn verb_first(text: &Text<'_>, verb: &Range<usize>, clause: &Range<usize>) -> Option<Frame> {
    let before = verb.start.checked_sub(1).filter(|at| *at >= clause.start)?;
    if !(text.lower(before) == "," || text.is_quoted(before)) {
        return None;
    }
    let after = verb.end..(verb.end + 6).min(clause.end);
    let parties: Vec<_> = text.named_in(&after).map(|mention| mention.party).collect();
    let pronoun = after.clone().any(|word| text.grammar().pronouns.contains(&text.lower(word)));
    let known = !parties.is_empty() || pronoun || after.clone().any(|word| is_speaker(text, word));
    let nearest = parties.first().copied();
    let (verb, act) = (verb.clone(), is_act(text, verb));
    known.then(|| Frame { verb, speaker: speaker(parties, pronoun), nearest, act, reported: clause.start..before })
}

fn reported(text: &Text<'_>, verb: &Range<usize>, range: Range<usize>) -> Range<usize> {
    // "Wrote about the spy X" and "spoke of the spy X" name something; "wrote that …" reports it.
    let names = range.clone().take(8).any(|word| matches!(text.lower(word), "about" | "regarding" | "concerning"));
    let clause = range.clone().any(|word| text.lower(word) == text.grammar().that || text.lower(word) == ":");
    if is_act(text, verb) || names && !clause { verb.end..verb.end } else { range }
}

fn is_act(text: &Text<'_>, verb: &Range<usize>) -> bool {
    // "The court found X guilty" is a verdict and no report of one.
    let verdict = VERDICTS.contains(&text.stem(verb.start))
        && (verb.end..(verb.end + 8).min(text.len()))
            .take_while(|&word| text.lower(word) != text.grammar().that)
            .any(|word| matches!(text.lower(word), "guilty" | "liable" | "coupable" | "coupables" | "responsable"));
    verdict || ACTS.contains(&text.stem(verb.start))
}

fn speaker(parties: Vec<usize>, pronoun: bool) -> Speaker {
    match (parties.is_empty(), pronoun) {
        (false, _) => Speaker::Parties(parties),
        (true, true) => Speaker::Pronoun,
        (true, false) => Speaker::Other,
    }
}

/// A noun for somebody who can speak, or a name.
fn is_speaker(text: &Text<'_>, word: usize) -> bool {
    let lower = text.lower(word);
    text.grammar().speakers.contains(&lower)
        || (text.is_word(word)
            && text.is_capital(word)
            && !text.grammar().months.contains(&lower)
            && lower.len() > 2
            && !text.grammar().before_nouns.contains(&lower)
            && !text.grammar().pronouns.contains(&lower))
}
