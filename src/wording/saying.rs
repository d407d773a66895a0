//! Who says something in how many words of saying, counted so that a reader can count again by hand.
//!
//! [`super::Frame`] guesses who may be speaking, for rules that ask whether anybody is named. This is
//! stricter, and misses rather than guesses: a verb of a closed list, whose subject stands right beside
//! it, and that brings in what is said.

use std::ops::Range;

use super::Text;
use super::verbs::Takes::{self, Clause, Figure, Object, Words};
use super::verbs::{self, Small, Verb};

/// A word of saying that brings in a statement, with whoever says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// The word as it is listed, whatever its form in the text: "stated", "déclarer", "according to".
    pub word: &'static str,
    /// Where it stands.
    pub at: Range<usize>,
    /// Who says it.
    pub sayer: Sayer,
}

/// Who says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sayer {
    /// Parties by name; of a pronoun, those that it goes back to.
    Parties(Vec<usize>),
    /// A pronoun or a lawyer of theirs before anybody spoke: it, her lawyer.
    Unnamed,
    /// Somebody else.
    Other,
}

/// How far a "that" may stand from its verb: "stated in a motion of 22 February 2021, adopted by …, that".
const REACH: usize = 30;

/// How many words may stand between commas between a subject and its verb.
const ASIDE: usize = 14;

/// The words of saying in a text, in order.
pub(super) fn sayings(text: &Text<'_>) -> Vec<Saying> {
    let small = verbs::of(text.grammar().language);
    let mut sayings: Vec<Saying> = Vec::new();
    for sentence in 0..text.sentences() {
        for clause in super::speech::clauses(text, text.sentence(sentence)) {
            let mut reader = Reader { text, small, clause: clause.clone(), last: sayings.last().cloned() };
            // What one verb brings in is said, and no verb in it says anything more of whoever speaks.
            let mut reported = false;
            for at in clause.clone() {
                if text.is_quoted(at) || text.is_named(at) {
                    continue;
                }
                let found = reader.according(at).map(|saying| (saying, false)).or_else(|| reader.verb(at));
                let Some((saying, tail)) = found else { continue };
                if reported && !tail {
                    continue;
                }
                reported |= !tail && !reader.is_phrase(saying.word);
                reader.last = Some(saying.clone());
                sayings.push(saying);
            }
        }
    }
    sayings
}

struct Reader<'t, 'a> {
    text: &'t Text<'a>,
    small: &'static Small,
    clause: Range<usize>,
    /// What was found last, to which a pronoun goes back.
    last: Option<Saying>,
}

impl Reader<'_, '_> {
    fn is_phrase(&self, word: &str) -> bool {
        self.small.according.iter().any(|(_, listed)| *listed == word)
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        self.clause.contains(&at) && words.contains(&self.text.lower(at)) && !self.text.is_quoted(at)
    }

    /// "According to X, …": whoever is named after it.
    fn according(&self, at: usize) -> Option<Saying> {
        let is = |phrase: &[&str]| phrase.iter().enumerate().all(|(i, word)| self.is(at + i, &[*word]));
        let (phrase, word) = self.small.according.iter().find(|(phrase, _)| is(phrase))?;
        let from = at + phrase.len();
        // "According to a page of X".
        let near = (from..self.clause.end.min(from + 5)).take_while(|&word| self.text.is_word(word));
        let named = near.into_iter().find_map(|word| Some((word, self.named_at(word)?)));
        let sayer = named.map_or(Sayer::Other, |(start, end)| Sayer::Parties(self.and_after(start, end)));
        Some(Saying { word, at: at..from, sayer })
    }

    /// A verb, and whether it stands behind what it brings in: "…, X said."
    fn verb(&self, at: usize) -> Option<(Saying, bool)> {
        let lower = self.text.lower(at);
        let has = |forms: &str| forms.split(' ').any(|form| form == lower);
        let perfect = at > self.clause.start && self.is(at - 1, self.small.perfect);
        let known = |verb: &&Verb| if perfect { has(verb.perfect) } else { has(verb.finite) };
        let verb = self.small.verbs.iter().find(known)?;
        let start = if perfect { at - 1 } else { at };
        let (sayer, tail) = match self.before(start) {
            Some((sayer, from)) => {
                let tail = self.ends(at + 1) && from > self.clause.start && self.is(from - 1, &[",", "”", "»", "\""]);
                // "As X reported, …" brings in what follows.
                let like = from > self.clause.start && self.is(from - 1, &[self.small.like]);
                let like = like && (self.ends(at + 1) || self.is(at + 1, &[",", "on", "in", "le", "en"]));
                (tail || like || self.brings_in(at + 1, verb.takes)).then_some((sayer, tail || like))?
            }
            // "…, said X."
            None => (self.after(start, at + 1)?, true),
        };
        Some((Saying { word: verb.word, at: at..at + 1, sayer }, tail))
    }

    fn ends(&self, at: usize) -> bool {
        at >= self.clause.end || self.is(at, &[".", "!", "?"])
    }

    fn brings_in(&self, from: usize, takes: Takes) -> bool {
        let text = self.text;
        let rest = from..self.clause.end.min(from + REACH);
        if rest.is_empty() || self.is(from, self.small.nothing) {
            return false;
        }
        let told = text.is_quoted(from) || self.is(from, self.small.that);
        // "A écrit le 9 février que": a date is no thing.
        let dated = text.lower(from + 1).starts_with(|c: char| c.is_ascii_digit());
        let thing = self.is(from, self.small.thing) && !dated || self.is(from, self.small.pronouns);
        let told = told || rest.clone().any(|at| self.is(at, &[":"]) || text.is_quoted(at) && text.is_quoted(at + 1));
        // "Told the Courier that": a name is somebody spoken to. "Wrote a letter that": the letter's own.
        let addressed = self.named_at(self.skip(from, self.small.articles)).is_some();
        let that = rest.clone().any(|at| self.is(at, self.small.that)) && (!thing || addressed);
        let that = that || rest.clone().any(|at| self.is(at, self.small.that)) && self.is_addressing(from);
        let figure = || {
            let near = from..self.clause.end.min(from + 8);
            near.clone().any(|at| text.numbers_in(&(at..near.end)).any(|number| number.words.start == at))
                && !self.is(from, &["on", "in", "le", "en"])
        };
        match takes {
            Clause => told || that,
            Words => told || that || text.is_word(from) && !self.is(from, &["on", "in", "at", "to", "of", "about"]),
            Object => text.is_word(from) || told,
            Figure => told || that || figure(),
        }
    }

    /// "Told the court that": only this verb has an object beside what is told.
    fn is_addressing(&self, from: usize) -> bool {
        matches!(self.text.lower(from - 1), "told" | "tell" | "tells" | "warned" | "warns" | "averti")
    }

    /// The subject that ends right before a verb, and where it begins.
    fn before(&self, verb: usize) -> Option<(Sayer, usize)> {
        let mut end = verb;
        while end > self.clause.start && self.may_stand_between(end - 1) {
            end -= 1;
        }
        if let Some(found) = self.subject(end).or_else(|| self.subject(verb)) {
            return Some(found);
        }
        // "X, as the Courier wrote, stated"; "X (Y) stated".
        let close = end.checked_sub(1)?;
        let open = if self.is(close, &[","]) {
            ","
        } else if self.is(close, &[")"]) {
            "("
        } else {
            return None;
        };
        let from = self.clause.start.max(close.saturating_sub(ASIDE));
        let open = (from..close).rev().find(|&at| self.text.lower(at) == open)?;
        self.subject(open).filter(|(sayer, _)| matches!(sayer, Sayer::Parties(_)))
    }

    /// Small words and dates: "X also", "X on 3 May 2024", "X formally".
    fn may_stand_between(&self, at: usize) -> bool {
        let word = self.text.lower(at);
        let month = self.text.grammar().months.contains(&word);
        let adverb = !self.text.is_named(at) && (word.ends_with("ly") || word.ends_with("ment"));
        let day = word.starts_with(|c: char| c.is_ascii_digit()) && !self.text.is_named(at);
        self.is(at, self.small.between) && !self.text.is_named(at) || month || adverb || day
    }

    /// A subject that ends before a word: its sayer, and where it begins.
    fn subject(&self, end: usize) -> Option<(Sayer, usize)> {
        let last = end.checked_sub(1).filter(|at| self.clause.contains(at))?;
        if let Some(start) = self.named_before(end) {
            return Some((Sayer::Parties(self.and_before(start)?), self.without_articles(start)));
        }
        if self.is(last, self.small.pronouns) {
            let goes_back = |saying: &Saying| saying.sayer.clone();
            return Some((self.last.as_ref().map_or(Sayer::Unnamed, goes_back), last));
        }
        let whose = last.checked_sub(1).filter(|&at| self.is(last, self.small.lawyer) && self.is(at, self.small.whose));
        if let Some(whose) = whose {
            return Some((Sayer::Unnamed, whose));
        }
        // A noun or a name of somebody who is no party.
        let word = self.text.is_word(last) && !self.text.is_quoted(last);
        let speaker = self.text.is_capital(last) || self.text.grammar().speakers.contains(&self.text.lower(last));
        (word && speaker).then_some((Sayer::Other, last))
    }

    /// "…, said X": whoever is named right behind the verb, which opens the end of a sentence.
    fn after(&self, start: usize, from: usize) -> Option<Sayer> {
        let opens = start > self.clause.start && self.is_tail(start - 1);
        let named = self.skip(from, self.small.articles);
        let end = self.named_at(named).filter(|_| opens)?;
        Some(Sayer::Parties(self.and_after(named, end)))
    }

    fn is_tail(&self, at: usize) -> bool {
        self.text.lower(at) == "," || self.text.is_quoted(at) || matches!(self.text.lower(at), "”" | "»" | "\"")
    }

    fn skip(&self, mut at: usize, words: &[&str]) -> usize {
        while self.is(at, words) && !self.text.is_named(at) {
            at += 1;
        }
        at
    }

    fn without_articles(&self, mut start: usize) -> usize {
        while start > self.clause.start && self.is(start - 1, self.small.articles) {
            start -= 1;
        }
        start
    }

    /// The end of a name that begins with a word.
    fn named_at(&self, at: usize) -> Option<usize> {
        let mention = self.text.mentions.iter().find(|mention| mention.words.start == at)?;
        (!self.text.is_quoted(at) && self.clause.contains(&at)).then_some(mention.words.end)
    }

    /// The start of a name that ends before a word; "X's" is no subject.
    fn named_before(&self, end: usize) -> Option<usize> {
        let mention = self.text.mentions.iter().find(|mention| mention.words.end == end)?;
        let possessive = self.text.words(&mention.words);
        let possessive = possessive.ends_with("'s") || possessive.ends_with("’s");
        (!possessive && mention.words.start >= self.clause.start).then_some(mention.words.start)
    }

    fn party(&self, start: usize) -> Option<usize> {
        self.text.mentions.iter().find(|mention| mention.words.start == start).map(|mention| mention.party)
    }

    /// "A and B" before a verb; nothing where the name belongs to another noun, "the mayor of X".
    fn and_before(&self, start: usize) -> Option<Vec<usize>> {
        let mut parties = vec![self.party(start)?];
        let mut first = self.without_articles(start);
        while first > self.clause.start && self.is(first - 1, self.small.and) {
            let comma = first >= 2 && self.is(first - 2, &[","]);
            let Some(before) = self.named_before(first - 1 - usize::from(comma)) else { break };
            parties.extend(self.party(before));
            first = self.without_articles(before);
        }
        let owned = ["of", "for", "from", "at", "de", "du", "des", "d", "to", "by", "with", "par", "à", "against"];
        (first == self.clause.start || !self.is(first - 1, &owned)).then_some(parties)
    }

    /// "A and B" after a verb.
    fn and_after(&self, start: usize, mut end: usize) -> Vec<usize> {
        let mut parties: Vec<usize> = self.party(start).into_iter().collect();
        while self.is(end, self.small.and) {
            let next = self.skip(end + 1, self.small.articles);
            let Some(after) = self.named_at(next) else { break };
            parties.extend(self.party(next));
            end = after;
        }
        parties
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Language, Tongue};
    use super::*;

    /// The sayings of a text as "word: sayer", where "X" and "Y" are the parties.
    fn said(language: Language, text: &str) -> Vec<String> {
        let mut named: Vec<(Range<usize>, usize)> = Vec::new();
        for (party, name) in ["Xavo", "Ypso"].into_iter().enumerate() {
            named.extend(text.match_indices(name).map(|(at, _)| (at..at + name.len(), party)));
        }
        named.sort_by_key(|(range, _)| range.start);
        let mut tongue = Tongue::new(language, None).unwrap();
        let read = tongue.read(text, &[], &named);
        let sayer = |sayer: &Sayer| match sayer {
            Sayer::Parties(parties) => {
                let mut parties: Vec<_> = parties.iter().map(|party| ["X", "Y"][*party]).collect();
                parties.sort_unstable();
                parties.concat()
            }
            Sayer::Unnamed => "?".to_owned(),
            Sayer::Other => "-".to_owned(),
        };
        read.sayings().iter().map(|saying| format!("{}: {}", saying.word, sayer(&saying.sayer))).collect()
    }

    #[test]
    fn english_sayings_have_their_subject_beside_them_and_bring_in_what_is_said() {
        let cases: [(&str, &[&str]); 27] = [
            ("Xavo stated on 3 May 2024 that the quay was closed.", &["stated: X"]),
            ("Xavo stated in a motion of 2 May 2021, adopted by 266 votes, that it is so.", &["stated: X"]),
            ("Xavo, as Ypso cites them, stated that 230 people returned.", &["stated: X"]),
            ("Xavo and Ypso counted 120 ships. Of these they counted 40 at night.", &["counted: XY", "counted: XY"]),
            ("Xavo said the quay was closed.", &["said: X"]),
            ("Xavo denied both charges.", &["denied: X"]),
            ("The quay was closed, Xavo reported.", &["reported: X"]),
            ("The quay was closed, said Xavo.", &["said: X"]),
            ("As Xavo reported, the quay was closed.", &["reported: X"]),
            ("According to Xavo, the quay was closed.", &["according to: X"]),
            ("Xavo has told the court that it was closed.", &["told: X"]),
            ("Her lawyer wrote that she was abroad and accepted nothing.", &["wrote: ?"]),
            ("She told Xavo that she “never took a boat”.", &["told: ?"]),
            // What is reported says nothing more of whoever reports it.
            ("Xavo wrote that it had told Ypso that the crane stood still.", &["wrote: X"]),
            ("Xavo wrote that its report states that it is so; Ypso denied it.", &["wrote: X", "denied: Y"]),
            // Somebody else.
            ("The Chinese ministry said that Xavo is there.", &["said: -"]),
            ("The mayor of Xavo wrote that it is so.", &[]),
            ("Xavo's lawyer wrote that it is so.", &["wrote: -"]),
            // Nothing is said.
            ("Xavo accepted nothing and declined to comment.", &[]),
            ("Xavo has not said that it was closed.", &[]),
            ("Xavo did not deny that it was closed.", &[]),
            ("Xavo said nothing.", &[]),
            ("Xavo was told that the quay was closed.", &[]),
            ("He pleaded not guilty, as reported on 19 December 2024.", &[]),
            ("Xavo wrote a letter that was lost.", &[]),
            ("Xavo observed the law and cited nobody.", &[]),
            ("“Xavo said that it is so” stood on the wall.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(said(Language::English, text), expected, "{text}");
        }
    }

    #[test]
    fn french_sayings_are_told_by_their_infinitive() {
        let cases: [(&str, &[&str]); 17] = [
            ("Xavo a déclaré le 3 mai 2024 que le quai était fermé.", &["déclarer: X"]),
            ("Xavo, telle que Ypso la cite, a déclaré que 230 personnes sont revenues.", &["déclarer: X"]),
            ("Xavo et Ypso ont dénombré 120 navires. Ils ont dénombré 40 cas.", &["dénombrer: XY", "dénombrer: XY"]),
            ("Xavo affirme qu’il est parti.", &["affirmer: X"]),
            ("Xavo a nié les faits.", &["nier: X"]),
            ("Le quai était fermé, a rapporté Xavo.", &["rapporter: X"]),
            ("Selon Xavo, le quai était fermé.", &["selon: X"]),
            ("D’après une page de Xavo, le quai était fermé.", &["d’après: X"]),
            ("Son avocat a écrit qu’elle était à l’étranger.", &["écrire: ?"]),
            ("Elle a dit à Ypso qu’elle n’avait « jamais accepté ».", &["dire: ?"]),
            ("Xavo a écrit que Ypso avait dit que c’était vrai.", &["écrire: X"]),
            ("L’avocat de Xavo a écrit que c’est vrai.", &[]),
            ("Xavo n’a pas dit que le quai était fermé.", &[]),
            ("Xavo n’a rien dit.", &[]),
            ("Xavo observe le droit et appelle cela une persuasion.", &[]),
            ("Xavo a été averti que le quai était fermé.", &[]),
            ("Il a plaidé non coupable, comme rapporté le 19 décembre 2024.", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(said(Language::French, text), expected, "{text}");
        }
    }
}
