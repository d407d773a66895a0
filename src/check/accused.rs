//! Words about a party's legal status, and what its counts record. Several rules ask this.

use std::ops::Range;

use super::brief::{Brief, Passage, Role};
use super::ladder::{self, Rung};
use crate::model::PartyType;
use crate::wording::{Language, List, Text};

/// A word that says how far a criminal matter has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The word.
    pub(super) words: Range<usize>,
    /// What it says.
    pub(super) rung: Rung,
}

/// The words of a sentence that give a legal status as a fact: not denied, not supposed, not quoted.
pub(super) fn said(text: &Text<'_>, language: Language, sentence: &Range<usize>) -> Vec<Said> {
    let mut all = Vec::new();
    for word in sentence.clone() {
        if text.is_quoted(word) || text.is_named(word) {
            continue;
        }
        let found = match language {
            Language::English => english(text, word, sentence),
            Language::French => french(text, word, sentence),
        };
        if let Some(said) = found
            && !is_supposed(text, language, said.words.start, sentence)
        {
            all.push(said);
        }
    }
    all
}

fn english(text: &Text<'_>, word: usize, sentence: &Range<usize>) -> Option<Said> {
    let one = |rung| Some(Said { words: word..word + 1, rung });
    let near = |range: Range<usize>, wanted: &[&str]| range.clone().any(|at| wanted.contains(&text.lower(at)));
    let until = |length: usize| word + 1..(word + 1 + length).min(sentence.end);
    match text.lower(word) {
        "convicted" => one(Rung::Convicted),
        "guilty" => {
            let before = word.saturating_sub(6).max(sentence.start)..word;
            let plea = near(before.clone(), &["plead", "pleads", "pleaded", "plea"]);
            let finding = near(before, &["found", "is", "was", "are", "were", "finds", "find", "both"]);
            (plea || finding || text.lower(word + 1) == "of" || near(until(2), &["verdict", "verdicts"]))
                .then_some(Said { words: word..word + 1, rung: Rung::Convicted })
        }
        "sentenced" | "jailed" | "imprisoned" => one(Rung::Sentenced),
        "indicted" => one(Rung::Indicted),
        "charged"
            if near(until(10), &["with", "under"])
                || near(word.saturating_sub(2).max(sentence.start)..word, &["was", "were", "been"]) =>
        {
            one(Rung::Charged)
        }
        "arrested" => one(Rung::Investigated),
        _ => None,
    }
}

fn french(text: &Text<'_>, word: usize, sentence: &Range<usize>) -> Option<Said> {
    let one = |rung| Some(Said { words: word..word + 1, rung });
    match text.lower(word) {
        "condamné" | "condamnée" | "condamnés" | "condamnées" => one(Rung::Convicted),
        "coupable" | "coupables" => {
            let before = word.saturating_sub(6).max(sentence.start)..word;
            let stems = ["reconnu", "plaid", "déclar", "jug"];
            before
                .clone()
                .any(|at| stems.iter().any(|stem| text.lower(at).starts_with(stem)))
                .then_some(Said { words: word..word + 1, rung: Rung::Convicted })
        }
        "inculpé" | "inculpée" | "inculpés" | "inculpées" => one(Rung::Charged),
        "examen"
            if text.lower(word.saturating_sub(1)) == "en" && text.lower(word.saturating_sub(2)).starts_with("mis") =>
        {
            one(Rung::Charged)
        }
        "arrêté" | "arrêtée" | "arrêtés" | "arrêtées" => one(Rung::Investigated),
        _ => None,
    }
}

/// Denied, supposed or still to come: "has not been convicted", "if convicted", "until found guilty".
fn is_supposed(text: &Text<'_>, language: Language, word: usize, sentence: &Range<usize>) -> bool {
    let marks: &[&str] = match language {
        Language::English => &[
            "not", "never", "no", "nor", "neither", "without", "nobody", "if", "until", "unless", "whether", "could",
            "would", "may", "might", "before", "can", "cannot", "isn't", "wasn't", "weren't", "hasn't", "denies",
            "denied", "asked", "anyone", "to",
        ],
        Language::French => &[
            "pas", "jamais", "ni", "sans", "si", "jusqu", "non", "avant", "peut", "pourrait", "aucun", "aucune", "n",
            "ne",
        ],
    };
    let from = word.saturating_sub(5).max(sentence.start);
    (from..word)
        .any(|at| marks.contains(&text.lower(at)) && !(text.lower(at) == "to" && text.lower(word) == "sentenced"))
}

/// The parties of a sentence whose legal status a text can outrun: people, and whoever is proceeded
/// against.
pub(super) fn concerned(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<usize> {
    let mut parties: Vec<_> = passage
        .text
        .named_in(sentence)
        .map(|mention| mention.party)
        .filter(|&party| brief.party(party).r#type == PartyType::Person || !brief.counts(party).is_empty())
        .collect();
    parties.dedup();
    parties
}

/// The parties that a sentence is about: those it names, or, where it says "he" or "she" and names
/// nobody, those of the sentence before.
pub(super) fn meant(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>, before: &[usize]) -> Vec<usize> {
    let named = concerned(brief, passage, sentence);
    let opening = sentence.start..(sentence.start + 4).min(sentence.end);
    let pronoun = opening
        .clone()
        .any(|word| matches!(passage.text.lower(word), "he" | "she" | "they" | "il" | "elle" | "ils" | "elles"));
    if named.is_empty() && pronoun { before.to_vec() } else { named }
}

/// "Was accused of": an accusation, whoever makes it.
pub(super) fn accusation(passage: &Passage<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let text = &passage.text;
    let word = sentence.clone().find(|&word| {
        matches!(text.lower(word), "accused" | "accusé" | "accusée" | "accusés")
            && !text.is_quoted(word)
            && matches!(text.lower(word + 1), "of" | "de" | "d")
    })?;
    Some(word..word + 1)
}

/// The parties whose status a word gives: the one named nearest on the side on which the word has
/// its object or subject, with those that "and" joins to it.
pub(super) fn subjects(passage: &Passage<'_>, word: usize, sentence: &Range<usize>, meant: &[usize]) -> Vec<usize> {
    let text = &passage.text;
    let concerned = |party: &usize| meant.contains(party);
    let mentions: Vec<_> = text.named_in(sentence).filter(|mention| concerned(&mention.party)).collect();
    let after = mentions.iter().position(|mention| mention.words.start > word);
    let before = mentions.iter().rposition(|mention| mention.words.end <= word);
    let passive = word.checked_sub(1).is_some_and(|at| {
        matches!(
            text.lower(at),
            "was" | "were" | "been" | "is" | "are" | "été" | "est" | "sont" | "," | "and" | "pleaded" | "found"
        )
    });
    let close = after.filter(|&at| mentions[at].words.start <= word + 4);
    let Some(nearest) = close.filter(|_| !passive).or(before).or(after) else { return meant.to_vec() };
    // "A and B", "A, B and C".
    let joined = |a: usize, b: usize, comma: bool| {
        let between = mentions[a].words.end..mentions[b].words.start;
        !between.is_empty()
            && between.len() <= 2
            && between
                .clone()
                .all(|at| matches!(text.lower(at), "and" | "or" | "et" | "ou" | "&") || comma && text.lower(at) == ",")
    };
    let (mut first, mut last) = (nearest, nearest);
    while first > 0 && joined(first - 1, first, first < last) {
        first -= 1;
    }
    while last + 1 < mentions.len() && joined(last, last + 1, true) {
        last += 1;
    }
    let mut parties: Vec<_> = mentions[first..=last].iter().map(|mention| mention.party).collect();
    parties.dedup();
    parties
}

/// How far the matters against a party have come.
pub(super) fn reached(brief: &Brief<'_>, party: usize) -> Rung {
    ladder::highest(brief.counts(party).iter().map(|(_, count)| *count))
}

/// Whether some text beside a passage tells of an acquittal or dismissal: the same key point, the
/// finding's text and caveat, the same paragraph or entry of a section.
pub(super) fn tells_clearing(brief: &Brief<'_>, passage: &Passage<'_>) -> bool {
    beside(brief, passage).any(|other| other.text.has(List::OutcomeGood, &(0..other.text.len())))
}

/// Whether some text beside a passage tells of a conviction or a plea of guilty.
pub(super) fn tells_guilt(brief: &Brief<'_>, passage: &Passage<'_>) -> bool {
    beside(brief, passage).any(|other| {
        (0..other.text.sentences()).any(|sentence| {
            let words = other.text.sentence(sentence);
            said(&other.text, other.language, &words).iter().any(|said| said.rung >= Rung::Convicted)
        })
    })
}

/// The passages that a reader takes in with one: it and its neighbours.
fn beside<'b, 'a>(brief: &'b Brief<'a>, passage: &'b Passage<'a>) -> impl Iterator<Item = &'b Passage<'a>> {
    let role = passage.role;
    let group = passage.block().map(|block| block.group);
    brief.passages.iter().filter(move |other| {
        other.language == passage.language
            && match (role, other.role) {
                (
                    Role::FindingTitle(a) | Role::FindingText(a) | Role::Caveat(a),
                    Role::FindingText(b) | Role::Caveat(b),
                ) => a == b,
                (Role::Section(a, _), Role::Section(b, _)) => a == b && other.block().map(|block| block.group) == group,
                (a, b) => a == b,
            }
    })
}
