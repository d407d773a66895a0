//! Words about a party's legal status, and what its counts record. Several rules ask this.

use std::ops::Range;

use super::brief::{Brief, Passage};
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
        // "A convicted spy": an adjective of a label, which is read as a label.
        "convicted" if word > sentence.start && matches!(text.lower(word - 1), "a" | "the" | "two" | "three") => None,
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
                || text.lower(word + 1) == "by" && near(until(3), &["information", "complaint"])
                || near(word.saturating_sub(2).max(sentence.start)..word, &["was", "were", "been"])
                    && text.lower(word + 1) != "for" =>
        {
            one(Rung::Charged)
        }
        // "Adams's conviction", "has a conviction for".
        "conviction" | "convictions" => {
            let before = word.saturating_sub(3).max(sentence.start)..word;
            let own = before.clone().any(|at| text.is_named(at) && text.lower(at).ends_with("'s"));
            (own || near(before, &["has", "had", "his", "her", "their"]))
                .then_some(Said { words: word..word + 1, rung: Rung::Convicted })
        }
        "arrested" => one(Rung::Investigated),
        _ => None,
    }
}

fn french(text: &Text<'_>, word: usize, sentence: &Range<usize>) -> Option<Said> {
    let one = |rung| Some(Said { words: word..word + 1, rung });
    match text.lower(word) {
        "condamné" | "condamnée" | "condamnés" | "condamnées" if tells_sentence(text, word, sentence) => {
            one(Rung::Sentenced)
        }
        "condamné" | "condamnée" | "condamnés" | "condamnées" => one(Rung::Convicted),
        "coupable" | "coupables" => {
            // Several names may stand between the verb and the word.
            let before = word.saturating_sub(14).max(sentence.start)..word;
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
        // "S'est arrêté" is another verb.
        "arrêté" | "arrêtée" | "arrêtés" | "arrêtées" if text.lower(word.saturating_sub(1)) == "été" => {
            one(Rung::Investigated)
        }
        _ => None,
    }
}

/// "Condamné X à deux ans", "condamnée à une peine de prison": what was imposed, not the verdict.
fn tells_sentence(text: &Text<'_>, word: usize, sentence: &Range<usize>) -> bool {
    (word + 1..(word + 8).min(sentence.end)).filter(|&at| text.lower(at) == "à").any(|at| {
        matches!(text.lower(at + 1), "une" | "la" | "l" | "perpétuité")
            || text.numbers.iter().any(|number| number.words.start == at + 1)
    })
}

/// Denied, supposed or still to come: "has not been convicted", "if convicted", "until found guilty".
///
/// Only the verb's own group is looked at, and what opens the clause: a month called May excuses nobody.
pub(super) fn is_supposed(text: &Text<'_>, language: Language, word: usize, sentence: &Range<usize>) -> bool {
    let (auxiliaries, doubts, openers): (&[&str], &[&str], &[&str]) = match language {
        Language::English => (
            &[
                "be", "been", "being", "is", "are", "was", "were", "has", "have", "had", "get", "got", "also", "later",
                "since", "ever", "yet", "found", "a", "of",
            ],
            &[
                "not", "never", "no", "nor", "neither", "without", "nobody", "could", "would", "may", "might", "can",
                "cannot", "will", "shall", "should", "to", "isn't", "wasn't", "weren't", "hasn't", "haven't", "didn't",
            ],
            &["if", "until", "unless", "whether", "denies", "denied", "deny", "denying", "nobody", "neither", "none"],
        ),
        Language::French => (
            &["a", "ont", "avait", "avaient", "été", "est", "sont", "était", "étaient", "être", "fut", "y", "de"],
            &[
                "pas", "jamais", "ni", "non", "sans", "aucun", "aucune", "n", "ne", "peut", "pourrait", "sera",
                "serait", "personne",
            ],
            &["si", "jusqu", "sauf", "nie", "nié"],
        ),
    };
    let mut at = word;
    while at > sentence.start {
        let before = text.lower(at - 1);
        // A capital letter makes a month or a name of it.
        if doubts.contains(&before) && !(text.is_capital(at - 1) && at - 1 > sentence.start) {
            return true;
        }
        if !auxiliaries.contains(&before) && !before.ends_with("ly") {
            break;
        }
        at -= 1;
    }
    let from = word.saturating_sub(9).max(sentence.start);
    (from..at).rev().take_while(|&at| !matches!(text.lower(at), "," | ";" | ":")).any(|at| {
        openers.contains(&text.lower(at)) || text.lower(at) == "s" && matches!(text.lower(at + 1), "il" | "ils")
    })
}

/// The parties of a sentence whose legal status a text can outrun: people, and whoever is proceeded
/// against.
pub(super) fn concerned(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>) -> Vec<usize> {
    let mut parties: Vec<_> = passage
        .text
        .named_in(sentence)
        .map(|mention| mention.party)
        .filter(|&party| brief.party(party).r#type == PartyType::Person || !brief.counts(party).is_empty())
        // Who is withheld is a witness or a victim, and is called by common words.
        .filter(|party| !brief.resolved.withheld().contains(party))
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

/// Words that part a label from a name: "robbed by a thief", "the son of a spy".
const PARTING: [&str; 20] = [
    "by", "of", "from", "against", "with", "who", "whom", "whose", "victim", "son", "daughter", "not", "no", "never",
    "neither", "to", "par", "de", "contre", "pas",
];

/// Whom a label names: "the spy X", "X, a spy", "X is a spy", "He is a spy" after a sentence on X.
pub(super) fn labelled(
    brief: &Brief<'_>,
    passage: &Passage<'_>,
    label: &Range<usize>,
    before: &[usize],
) -> Option<usize> {
    let text = &passage.text;
    let sentence = text.sentence(text.sentence_of(label.start));
    let concerned = concerned(brief, passage, &sentence);
    let mentions: Vec<_> = text.named_in(&sentence).filter(|mention| concerned.contains(&mention.party)).collect();
    let plain = |range: Range<usize>| range.clone().all(|at| text.is_word(at) && !PARTING.contains(&text.lower(at)));
    // "The spy X", "the convicted spy and thief X".
    let after =
        mentions.iter().find(|mention| mention.words.start >= label.end && mention.words.start <= label.end + 3);
    if let Some(mention) = after.filter(|mention| plain(label.end..mention.words.start)) {
        let object =
            label.start.checked_sub(1).is_some_and(|at| sentence.contains(&at) && PARTING.contains(&text.lower(at)));
        if !object || text.lower(label.start - 1) != "no" {
            return Some(mention.party);
        }
    }
    // "The perpetrator, X, …": a name between commas after a label that opens its clause.
    let opens = label.start.checked_sub(1).filter(|&at| {
        let first = at == sentence.start || !text.is_word(at - 1) || text.lower(at - 1) == "and";
        text.lower(at) == "the" && first || text.is_named(at) && text.lower(at).ends_with("'s")
    });
    let beside = mentions.iter().find(|mention| mention.words.start == label.end + 1 && text.lower(label.end) == ",");
    if let Some(mention) =
        beside.filter(|mention| opens.is_some() && matches!(text.lower(mention.words.end), "," | "."))
    {
        return Some(mention.party);
    }
    // "X, a spy": a comma, an article, perhaps an adjective.
    let from = label.start.saturating_sub(4).max(sentence.start);
    let comma = (from..label.start).rev().find(|&at| text.lower(at) == ",");
    if let Some(comma) = comma.filter(|&comma| plain(comma + 1..label.start)) {
        let named = mentions.iter().find(|mention| mention.words.end == comma);
        let article = comma + 1 == label.start
            || matches!(text.lower(comma + 1), "a" | "an" | "the" | "one" | "un" | "une" | "le" | "la" | "l");
        if let Some(mention) = named.filter(|_| article) {
            return Some(mention.party);
        }
    }
    // "X is a spy", "X, as everybody knows, is a spy", "He is a spy".
    let copula = (from..label.start).rev().find(|&at| {
        matches!(
            text.lower(at),
            "is" | "was"
                | "are"
                | "were"
                | "be"
                | "been"
                | "became"
                | "remains"
                | "as"
                | "est"
                | "était"
                | "sont"
                | "étaient"
        )
    })?;
    if !plain(copula + 1..label.start) {
        return None;
    }
    let subject = mentions.iter().rfind(|mention| mention.words.end <= copula).map(|mention| mention.party);
    let pronoun = (sentence.start..copula)
        .any(|at| matches!(text.lower(at), "he" | "she" | "they" | "il" | "elle" | "ils" | "elles"));
    subject.or_else(|| before.first().copied().filter(|_| pronoun))
}

/// Who did something: whoever is named last before the verb, if nothing parts the two.
pub(super) fn doer(
    brief: &Brief<'_>,
    passage: &Passage<'_>,
    verb: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<usize> {
    let text = &passage.text;
    let concerned = concerned(brief, passage, sentence);
    // "Stolen by X".
    let agent = verb.end + 1..(verb.end + 3).min(sentence.end);
    if matches!(text.lower(verb.end), "by" | "par") && !is_supposed(text, passage.language, verb.start, sentence) {
        return text.named_in(&agent).map(|mention| mention.party).find(|party| concerned.contains(party));
    }
    let last = text.named_in(&(sentence.start..verb.start)).last()?;
    let between = last.words.end..verb.start;
    let parted = between.clone().any(|at| {
        matches!(
            text.lower(at),
            "was"
                | "were"
                | "been"
                | "being"
                | "not"
                | "never"
                | "if"
                | "whether"
                | "that"
                | "by"
                | "of"
                | "with"
                | "denies"
                | "denied"
                | "charged"
                | "accused"
                | "convicted"
                | "acquitted"
                | "suspected"
                | "to"
                | ";"
                | ":"
                | "has"
                | "in"
                | "on"
                | "for"
        )
    });
    let supposed = is_supposed(text, passage.language, verb.start, sentence);
    (between.len() <= 6 && !parted && !supposed && concerned.contains(&last.party)).then_some(last.party)
}

/// Whose something is: "X's fraud".
pub(super) fn owner(brief: &Brief<'_>, passage: &Passage<'_>, thing: &Range<usize>) -> Option<usize> {
    let text = &passage.text;
    let sentence = text.sentence(text.sentence_of(thing.start));
    let concerned = concerned(brief, passage, &sentence);
    text.named_in(&sentence)
        .find(|mention| {
            let gap = thing.start.checked_sub(mention.words.end);
            let written = text.words(&mention.words);
            let possessive = written.ends_with("'s") || written.ends_with("’s");
            gap.is_some_and(|gap| gap <= 1) && possessive && concerned.contains(&mention.party)
        })
        .map(|mention| mention.party)
}

/// "Was accused of", "on charges of", "stood trial": a matter for a court, whoever brought it.
pub(super) fn accusation(passage: &Passage<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let text = &passage.text;
    let word = sentence.clone().filter(|&word| !text.is_quoted(word)).find(|&word| match text.lower(word) {
        "accused" | "accusé" | "accusée" | "accusés" => matches!(text.lower(word + 1), "of" | "de" | "d"),
        "tried" => text.lower(word + 1) == "for",
        "trial" | "prosecuted" | "charges" | "detained" | "poursuivi" | "poursuivie" | "procès" => true,
        _ => false,
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
    brief.beside(passage).into_iter().any(|other| other.text.has(List::OutcomeGood, &(0..other.text.len())))
}

/// Whether some text beside a passage tells of a conviction or a plea of guilty.
pub(super) fn tells_guilt(brief: &Brief<'_>, passage: &Passage<'_>) -> bool {
    brief.beside(passage).into_iter().any(|other| {
        (0..other.text.sentences()).any(|sentence| {
            let words = other.text.sentence(sentence);
            said(&other.text, other.language, &words).iter().any(|said| said.rung >= Rung::Convicted)
        })
    })
}
