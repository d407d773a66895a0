//! The word lists: what is looked for, what is excused, what to write instead.
//!
//! All phrases of a language go into two automata, one over stems and one over the words as they
//! stand, so that a text is read once whatever the length of the lists.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::grammar::Grammar;
use super::segment::Token;

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $name:ident = $key:literal;)+) => {
        /// A list of phrases.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum List { $($(#[doc = $doc])+ $name),+ }

        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(non_snake_case, reason = "the fields are named as the lists are")]
        struct Lists { $(#[serde(default, rename = $key)] $name: Vec<Entry>),+ }

        impl Lists {
            fn into_entries(self) -> Vec<(List, Entry)> {
                let mut entries = Vec::new();
                $(entries.extend(self.$name.into_iter().map(|entry| (List::$name, entry)));)+
                entries
            }
        }

        impl List {
            /// The list's name in a file.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
    };
}

lists! {
    /// Attribution to nobody: "reports say".
    VagueAttribution = "vague-attribution";
    /// The French conditional that passes on hearsay: "aurait", "serait impliqué".
    Hearsay = "hearsay";
    /// Words beside which a conditional tells what would be so under a condition.
    Hypothesis = "hypothesis";
    /// Verbs of saying that judge the speaker.
    LoadedVerb = "loaded-verb";
    /// Labels that take sides.
    ContentiousLabel = "contentious-label";
    /// Names that only a court or body can give.
    LegalLabel = "legal-label";
    /// Nouns that call a person guilty.
    GuiltLabel = "guilt-label";
    /// Deeds that call whoever did them guilty: "stole", "committed fraud".
    GuiltAct = "guilt-act";
    /// Names of crimes and of wrongs: a title that tells of one accuses somebody.
    Crime = "crime";
    /// Deeds of force that whole groups are accused of: "beat", "threatened her".
    Abuse = "abuse";
    /// Officials and other groups without a name: "the police", "callers".
    Official = "official";
    /// The prosecution's word taken for proof: "as prosecutors showed".
    Laundering = "laundering";
    /// Dates that move with the reader.
    RelativeDate = "relative-date";
    /// Words of probability that are on no scale.
    OffScaleLikelihood = "off-scale-likelihood";
    /// The terms of ICD 203.
    Likelihood = "likelihood";
    /// Levels of confidence.
    Confidence = "confidence";
    /// "the only", "unprecedented".
    Superlative = "superlative";
    /// Hedges that doubt what is settled.
    OverHedge = "over-hedge";
    /// Two hedges on each other.
    StackedHedge = "stacked-hedge";
    /// Verbs that attribute.
    VerbOfSaying = "verb-of-saying";
    /// A legal status in the present tense.
    PresentStatus = "present-status";
    /// Words of an acquittal or a dismissal.
    OutcomeGood = "outcome-good";
    /// Words of a denial.
    Denial = "denial";
    /// Words of a refusal to answer.
    Refusal = "refusal";
    /// Words of silence.
    Silence = "silence";
    /// French `présumé` of a person.
    Presumed = "presumed";
}

/// One entry of a list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Entry {
    /// Phrases; each word in any of its forms.
    find: Vec<String>,
    /// Phrases; just these forms.
    exactly: Vec<String>,
    /// What to write.
    pub instead: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The term of ICD 203 that it is a form of.
    pub term: Option<String>,
    /// Phrases inside which a hit counts as none.
    unless: Vec<String>,
    /// Words whose sentence excuses a hit.
    unless_near: Vec<String>,
    /// Words without which a sentence has no hit.
    only_near: Vec<String>,
    /// A hit counts only where the word is the verb of a named speaker: "X revealed on 3 May that".
    pub speaker: bool,
    /// A hit counts only right after a name in the possessive: "X's fraud".
    pub possessed: bool,
    /// Replacements that are certain, by the words that they replace.
    replace: std::collections::BTreeMap<String, String>,
}

impl Entry {
    /// The replacement for some words, where it is certain.
    pub fn replacement(&self, words: &str) -> Option<&str> {
        self.replace.get(&words.to_lowercase()).map(String::as_str)
    }
}

/// Something that a list found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The list.
    pub list: List,
    /// The words.
    pub words: Range<usize>,
    entry: usize,
}

/// A list file that is none.
#[derive(Debug)]
pub struct LexiconError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes.
    pub range: Option<Range<usize>>,
}

pub(super) fn parse(toml: &str) -> Result<Vec<(List, Entry)>, LexiconError> {
    toml::from_str::<Lists>(toml)
        .map(Lists::into_entries)
        .map_err(|error| LexiconError { message: error.message().to_owned(), range: error.span() })
}

/// What a phrase does for its entry.
#[derive(Debug, Clone, Copy)]
struct Phrase {
    entry: usize,
    /// It excuses, where the others find.
    excuses: bool,
    /// It is written with a capital letter wherever it stands.
    capital: bool,
}

#[derive(Debug, Default)]
struct Automaton {
    machine: Option<AhoCorasick>,
    phrases: Vec<Phrase>,
}

/// The lists of one language.
#[derive(Debug, Default)]
pub struct Lexicon {
    entries: Vec<(List, Entry)>,
    near: Vec<(HashSet<String>, HashSet<String>)>,
    stems: Automaton,
    forms: Automaton,
}

impl Lexicon {
    pub(super) fn compile(entries: Vec<(List, Entry)>, grammar: &Grammar) -> Result<Self, LexiconError> {
        // A phrase is written as its words stand apart; only French elisions are still to be parted.
        let words = |phrase: &str| {
            let pieces = phrase.split(|c: char| c.is_whitespace() || grammar.elides && matches!(c, '\'' | '’'));
            let pieces = pieces.filter(|piece| !piece.is_empty());
            pieces.map(|piece| (piece.to_lowercase(), piece.contains(char::is_alphanumeric))).collect::<Vec<_>>()
        };
        let stem = |(word, is_word): &(String, bool)| if *is_word { grammar.stem(word) } else { word.clone() };
        let joined = |words: Vec<String>| format!(" {} ", words.join(" "));
        let (mut stems, mut forms) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        let mut near = Vec::new();
        for (number, (_, entry)) in entries.iter().enumerate() {
            let sorts = [(&entry.find, false, true), (&entry.unless, true, true), (&entry.exactly, false, false)];
            for (phrases, excuses, by_stem) in sorts {
                for phrase in phrases.iter().flat_map(|phrase| alternatives(phrase)) {
                    // A bracket that is left over would be looked for as such, and never found.
                    if phrase.split_whitespace().any(|word| word.len() > 1 && word.contains(['(', ')', '|'])) {
                        return Err(LexiconError {
                            message: format!("the brackets of `{phrase}` do not match; groups do not nest"),
                            range: None,
                        });
                    }
                    let words = words(&phrase);
                    let (patterns, meanings) = if by_stem { &mut stems } else { &mut forms };
                    patterns.push(joined(match by_stem {
                        true => words.iter().map(stem).collect(),
                        false => words.into_iter().map(|(word, _)| word).collect(),
                    }));
                    let capital = phrase.starts_with(char::is_uppercase);
                    meanings.push(Phrase { entry: number, excuses, capital });
                }
            }
            let set = |list: &[String]| list.iter().flat_map(|word| words(word)).map(|word| stem(&word)).collect();
            near.push((set(&entry.unless_near), set(&entry.only_near)));
        }
        Ok(Self { entries, near, stems: Automaton::new(stems)?, forms: Automaton::new(forms)? })
    }

    pub(super) fn entry(&self, hit: &Hit) -> &Entry {
        &self.entries[hit.entry].1
    }

    /// Everything that the lists find, in order; excused hits and names left out.
    pub(super) fn find(&self, tokens: &[Token], stems: &[String], sentences: &[Range<usize>]) -> Vec<Hit> {
        let mut found = Vec::new();
        let mut excused: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
        self.stems.search(stems.iter().map(String::as_str), &mut |phrase, words| match phrase.excuses {
            true => excused.entry(phrase.entry).or_default().push(words),
            false => found.push((phrase, words)),
        });
        self.forms
            .search(tokens.iter().map(|token| token.lower.as_str()), &mut |phrase, words| found.push((phrase, words)));
        let mut hits: Vec<Hit> = Vec::new();
        for (phrase, words) in found {
            let (list, _) = self.entries[phrase.entry];
            let sentence = &sentences[sentences.partition_point(|range| range.end <= words.start)];
            let excuse = words.end > sentence.end
                || excused.get(&phrase.entry).is_some_and(|ranges| {
                    // Excuses come in the order of their ends.
                    let from = ranges.partition_point(|around| around.end < words.end);
                    ranges[from..].iter().take(64).any(|around| around.start <= words.start)
                })
                || (!phrase.capital
                    && words.clone().any(|word| is_name(tokens, sentence, word))
                    && words.clone().all(|word| {
                        // "The Police State": a small word in a title has no capital.
                        tokens[word].lower.chars().count() <= 3 || is_name(tokens, sentence, word)
                    }))
                || tokens[words.clone()].iter().any(|token| token.named);
            let (unless, only) = &self.near[phrase.entry];
            let around = |set: &HashSet<String>| {
                stems[sentence.clone()]
                    .iter()
                    .enumerate()
                    .any(|(at, stem)| !words.contains(&(sentence.start + at)) && set.contains(stem))
            };
            if excuse || around(unless) || (!only.is_empty() && !around(only)) {
                continue;
            }
            hits.push(Hit { list, words, entry: phrase.entry });
        }
        // Of hits of one list in one place the longest counts, and of those the one that asks for least.
        hits.sort_by_key(|hit| {
            let entry = self.entry(hit);
            (hit.words.start, std::cmp::Reverse(hit.words.end), entry.speaker || entry.possessed)
        });
        let mut kept: Vec<Hit> = Vec::new();
        for hit in hits {
            let inside = kept.iter().rev().take(8).any(|other| {
                other.list == hit.list && other.words.start <= hit.words.start && hit.words.end <= other.words.end
            });
            if !inside {
                kept.push(hit);
            }
        }
        kept
    }
}

/// "it (is|was) (widely|) believed": every phrase that it stands for.
fn alternatives(phrase: &str) -> Vec<String> {
    let group = phrase.find('(').and_then(|open| Some((open, open + phrase[open..].find(')')?)));
    let Some((open, close)) = group.filter(|(open, close)| phrase[*open..*close].contains('|')) else {
        return vec![phrase.to_owned()];
    };
    let rest = alternatives(&phrase[close + 1..]);
    phrase[open + 1..close]
        .split('|')
        .flat_map(|choice| rest.iter().map(move |rest| format!("{}{choice}{rest}", &phrase[..open])))
        .collect()
}

/// A capitalised word beside another one in mid-sentence belongs to a name: `Genocide Convention`.
fn is_name(tokens: &[Token], sentence: &Range<usize>, word: usize) -> bool {
    let token = |at: usize| tokens.get(at).filter(|_| sentence.contains(&at));
    // The name of a party beside it makes no name of it: "Spy Adams".
    let capital = |at: usize| token(at).is_some_and(|token| token.capital && token.word && !token.named);
    // A label before a party's name is no part of it: "the Notorious Fraudster Adams".
    let labels = token(word + 1).is_some_and(|token| token.named);
    if !capital(word) || labels || is_title_case(tokens, sentence) {
        return false;
    }
    let first = tokens[sentence.clone()].iter().position(|token| token.word).map(|at| at + sentence.start);
    if first == Some(word) {
        return capital(word + 1);
    }
    // In mid-sentence a capital letter makes a name, but after "a": "he is a Spy".
    let article = word
        .checked_sub(1)
        .and_then(token)
        .is_some_and(|token| matches!(token.lower.as_str(), "a" | "an" | "un" | "une"));
    !article || capital(word + 1)
}

/// A heading in which most words begin with a capital letter: there capitals tell nothing.
fn is_title_case(tokens: &[Token], sentence: &Range<usize>) -> bool {
    if sentence.len() >= 16 {
        return false;
    }
    let long = tokens[sentence.clone()].iter().skip(1).filter(|token| token.word && token.lower.chars().count() > 3);
    let (all, capital) = long.fold((0, 0), |(all, capital), token| (all + 1, capital + usize::from(token.capital)));
    all >= 2 && capital * 4 >= all * 3
}

impl Automaton {
    fn new((patterns, phrases): (Vec<String>, Vec<Phrase>)) -> Result<Self, LexiconError> {
        let machine =
            AhoCorasick::new(&patterns).map_err(|error| LexiconError { message: error.to_string(), range: None })?;
        Ok(Self { machine: Some(machine), phrases })
    }

    fn search<'a>(&self, words: impl Iterator<Item = &'a str>, found: &mut dyn FnMut(Phrase, Range<usize>)) {
        let Some(machine) = &self.machine else { return };
        // Words between spaces, so that a phrase matches whole words only.
        let mut line = String::from(" ");
        let mut starts = Vec::new();
        for word in words {
            starts.push(line.len());
            line.push_str(word);
            line.push(' ');
        }
        for hit in machine.find_overlapping_iter(&line) {
            let first = starts.partition_point(|&start| start <= hit.start());
            let last = starts.partition_point(|&start| start < hit.end());
            found(self.phrases[hit.pattern().as_usize()], first..last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::alternatives;

    #[test]
    fn the_lists_of_this_project_are_whole() {
        for language in Language::ALL {
            let tongue = super::super::Tongue::new(language, None);
            assert!(tongue.is_ok(), "{:?}", tongue.err());
        }
        let broken = super::super::Tongue::new(Language::English, Some("[[denial]]\nfind = [\"(deny|reject\"]"));
        assert!(broken.is_err_and(|error| error.message.contains("(deny|reject")));
    }

    #[test]
    fn alternatives_unfold() {
        assert_eq!(
            alternatives("it (is|was) (widely|) believed"),
            ["it is widely believed", "it is  believed", "it was widely believed", "it was  believed",]
        );
        assert_eq!(alternatives("a ( b"), ["a ( b"]);
    }
}
