//! Names that must be withheld, found however they are written: in capitals, without accents, in the
//! other order, over the end of a line, in an id, a link or a mail address.
//!
//! Better one wrong alarm than one name: a rule that keeps people safe may be strict.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::{Party, Text};

/// Words of address, after which a family name alone tells who it is.
const TITLES: [&str; 14] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "m", "mme", "mlle", "madame", "monsieur", "witness"];

/// A single word with more letters than these is a name with an ending, too.
const SHORTEST_GROWN: usize = 4;

/// A name whose words have more letters than these may be run together.
const SHORTEST_JOINED: usize = 5;

/// People whose names must not be printed: looked for all at once, so that a text is gone through once
/// however many they are.
#[derive(Debug)]
pub struct Withheld {
    people: Vec<Person>,
    /// Whose name a whole word may belong to.
    by_word: HashMap<String, Vec<usize>>,
    /// Names that may stand inside a longer word; nothing where there can be no such machine.
    inside: Option<AhoCorasick>,
    /// For each pattern of the machine the person.
    of_pattern: Vec<usize>,
}

/// A name that must be withheld, in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The bytes.
    pub range: Range<usize>,
    /// Whose name it is, by position among those that were to be looked for.
    pub person: usize,
}

/// The names of one person, each as its words.
#[derive(Debug)]
struct Person {
    names: Vec<Vec<String>>,
    /// The last word of a person's name.
    family: Option<String>,
}

impl Person {
    fn new(party: &Party) -> Self {
        let others = party.translations.iter().filter_map(|translation| translation.name.as_ref());
        let names = std::iter::once(&party.name).chain(&party.native_name).chain(&party.aliases).chain(others);
        Self::called(names.map(Text::as_str))
    }

    /// A person by the names, the full one first.
    fn called<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let words = |name: &str| words(name).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        let names: Vec<_> = names.map(words).filter(|words| !words.is_empty()).collect();
        let family = names.first().filter(|name| name.len() > 1).and_then(|name| name.last().cloned());
        Self { names, family }
    }

    /// How many words a name of the person takes up from the word `at`, if one stands there.
    fn stands(&self, words: &[(String, Range<usize>)], at: usize) -> Option<usize> {
        let hit = self.names.iter().filter_map(|name| stands(name, &words[at..])).max();
        let addressed = at > 0 && TITLES.contains(&words[at - 1].0.as_str());
        let family = self.family.as_ref().filter(|family| addressed && words[at].0 == **family).map(|_| 1);
        hit.max(family)
    }
}

impl Withheld {
    /// The names of some parties.
    pub fn new<'a>(parties: impl IntoIterator<Item = &'a Party>) -> Self {
        Self::of(parties.into_iter().map(Person::new).collect())
    }

    fn of(people: Vec<Person>) -> Self {
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        let (mut patterns, mut of_pattern) = (Vec::new(), Vec::new());
        for (at, person) in people.iter().enumerate() {
            for word in person.names.iter().flatten() {
                let known = by_word.entry(word.clone()).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
            for pattern in person.names.iter().flat_map(|name| inside(name)) {
                patterns.push(pattern);
                of_pattern.push(at);
            }
        }
        Self { people, by_word, inside: AhoCorasick::new(&patterns).ok(), of_pattern }
    }

    /// Where names stand in a text, in order. Names of two people may lie over each other.
    pub fn find(&self, text: &str) -> Vec<Named> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let words = words(text);
        let mut ends = vec![0; self.people.len()];
        let mut found = Vec::new();
        for (at, person) in self.candidates(&words) {
            let Some(length) = self.people[person].stands(&words, at) else { continue };
            let range = words[at].1.start..words[at + length - 1].1.end;
            if range.start >= ends[person] {
                ends[person] = range.end;
                found.push(Named { range, person });
            }
        }
        found
    }

    /// Whether a name stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// The words at which a person's name may begin, in order: those that are a word of a name, and those
    /// that hold one.
    fn candidates(&self, words: &[(String, Range<usize>)]) -> Vec<(usize, usize)> {
        let whole = words
            .iter()
            .enumerate()
            .flat_map(|(at, (word, _))| self.by_word.get(word).into_iter().flatten().map(move |&person| (at, person)));
        let mut candidates: Vec<_> = whole.collect();
        let Some(machine) = &self.inside else {
            let all = (0..words.len()).flat_map(|at| (0..self.people.len()).map(move |person| (at, person)));
            return all.collect();
        };
        // Words between spaces: no name has one, so that no name goes over the end of a word.
        let mut line = String::new();
        let mut starts = Vec::with_capacity(words.len());
        for (word, _) in words {
            starts.push(line.len());
            line.push_str(word);
            line.push(' ');
        }
        for hit in machine.find_overlapping_iter(&line) {
            let at = starts.partition_point(|&start| start <= hit.start()) - 1;
            candidates.push((at, self.of_pattern[hit.pattern().as_usize()]));
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

/// What of a name is found inside a longer word: a single word, or all its words run together, from
/// either end.
fn inside(name: &[String]) -> Vec<String> {
    match name {
        [only] if only.chars().count() > SHORTEST_GROWN || only.chars().any(is_unspaced) => vec![only.clone()],
        [_] => Vec::new(),
        name => {
            let (joined, turned) = run_together(name);
            if joined.chars().count() > SHORTEST_JOINED { vec![joined, turned] } else { Vec::new() }
        }
    }
}

/// A name's words run together, in their order and in the reverse one.
fn run_together(name: &[String]) -> (String, String) {
    (name.concat(), name.iter().rev().cloned().collect())
}

/// How many words a name takes up at the head of some words, if it stands there: its words in any
/// order, with at most one other between them, or all run together in one.
fn stands(name: &[String], words: &[(String, Range<usize>)]) -> Option<usize> {
    let (first, _) = words.first()?;
    if let [only] = name {
        // Scripts without spaces run words together; endings grow on names in many languages.
        let grown = only.chars().count() > SHORTEST_GROWN
            && first.strip_prefix(only.as_str()).is_some_and(|end| end.chars().count() <= 4);
        let inside = only.chars().any(is_unspaced) && first.contains(only.as_str());
        return (first == only || grown || inside).then_some(1);
    }
    let (joined, turned) = run_together(name);
    if joined.chars().count() > SHORTEST_JOINED && (first.contains(&joined) || first.contains(&turned)) {
        return Some(1);
    }
    if !name.contains(first) {
        return None;
    }
    let mut missing: Vec<&String> = name.iter().collect();
    for (at, (word, _)) in words.iter().take(name.len() + 1).enumerate() {
        if let Some(place) = missing.iter().position(|part| *part == word) {
            missing.remove(place);
        }
        if missing.is_empty() {
            return Some(at + 1);
        }
    }
    None
}

/// A letter of a script that puts no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The words of a text in plain letters, with their places.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut open = false;
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        // A space in a link.
        if text[at..].starts_with("%20") {
            open = false;
            skip = at + 3;
            continue;
        }
        // Joiners and soft hyphens show nothing and part nothing.
        if matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}') || is_combining_mark(c) {
            continue;
        }
        let letters: String =
            std::iter::once(c).nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(plain).collect();
        if letters.is_empty() {
            open = false;
            continue;
        }
        let end = at + c.len_utf8();
        match words.last_mut().filter(|_| open) {
            Some((word, range)) => {
                word.push_str(&letters);
                range.end = end;
            }
            None => words.push((letters, at..end)),
        }
        open = true;
    }
    words
}

/// Letters that decompose to nothing plainer and that a reader takes for another.
fn plain(c: char) -> char {
    match c {
        'ı' | 'і' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let person = |names: &[&str]| Withheld::of(vec![Person::called(names.iter().copied())]);
        let withheld = person(&["Mara Oşkarın", "M. L. of Osmere"]);
        for text in [
            "Mara Oşkarın",
            "MARA  OŞKARIN",
            "by Mara\n   Oşkarın.",
            "mara_oskarin",
            "Mara\u{a0}Os\u{327}karın",
            "Oşkarın, Mara",
            "Mara-Oşkarın",
            "Mara K. Oşkarın",
            "“Mara” “Oşkarın”",
            "Ms Oşkarın",
            "https://x.example/mara%20oskarin",
            "F-MaraOskarin",
            "maraoskarin@example.org",
            "M.L. of Osmere",
        ] {
            assert_eq!(withheld.find(text).len(), 1, "{text}");
        }
        assert!(person(&["张三"]).is_in("由张三说。"));
        // An ending grows on a single word, and a prefix does not.
        assert!(person(&["Oşkarın"]).is_in("Oşkarınlı") && !person(&["Oşkarın"]).is_in("antioşkarın"));
        assert!(!person(&["Mara"]).is_in("Maraş"));
        let text = "so Mara Oşkarın said";
        assert_eq!(&text[withheld.find(text)[0].range.clone()], "Mara Oşkarın");
        for text in ["Mara Oşkarınlı", "Mara went to Oşkarın", "Oşkarın is a village", "of Osmere"] {
            assert!(withheld.find(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_names_of_many_are_found_at_once_as_each_is_alone() {
        let people: Vec<Vec<&str>> = vec![
            vec!["Mara Lind", "Lind"],
            vec!["Lind Holm"],
            vec!["Ida Holm", "M. L. of Osmere"],
            vec!["张三"],
            vec!["Jo Li"],
            vec!["Holmström"],
        ];
        let many = |people: &[Vec<&str>]| {
            Withheld::of(people.iter().map(|names| Person::called(names.iter().copied())).collect())
        };
        let all = many(&people);
        let texts = [
            "Mara Lind Holm and Ms Holm met Ida, Holm’s maralind@example.org; 由张三说 Li Jo.",
            "Holm Lind Mara, lindholm-ida, HOLMSTRÖMS, M. L. von Osmere, Jo; Jo Li",
            "Nobody is named here.",
        ];
        let mut seen = 0;
        for text in texts {
            let mut alone: Vec<_> = people
                .iter()
                .enumerate()
                .flat_map(|(person, names)| {
                    let one = Withheld::of(vec![Person::called(names.iter().copied())]);
                    one.find(text).into_iter().map(move |named| Named { person, ..named })
                })
                .collect();
            alone.sort_by_key(|named| (named.range.start, named.person));
            seen += alone.len();
            assert_eq!(all.find(text), alone, "{text}");
        }
        assert!(seen >= 12, "{seen}");
        // Where there can be no machine each word is tried with each person.
        let slow = Withheld { inside: None, ..many(&people) };
        assert_eq!(slow.find(texts[0]), all.find(texts[0]));
    }
}
