//! Names that must be withheld, found however they are written: in capitals, without accents, in the
//! other order, over the end of a line, in an id, a link or a mail address.
//!
//! Better one wrong alarm than one name: a rule that keeps people safe may be strict.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Party;

/// Words of address, after which a family name alone tells who it is.
const TITLES: [&str; 14] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "m", "mme", "mlle", "madame", "monsieur", "witness"];

/// The names of one person, each as its words.
#[derive(Debug)]
pub struct Withheld {
    names: Vec<Vec<String>>,
    /// The last word of a person's name.
    family: Option<String>,
}

impl Withheld {
    /// The names of a party.
    pub fn new(party: &Party) -> Self {
        let others = party.translations.iter().filter_map(|translation| translation.name.as_ref());
        let names = std::iter::once(&party.name).chain(&party.native_name).chain(&party.aliases).chain(others);
        let words = |name: &str| words(name).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        let names: Vec<_> = names.map(|name| words(name.as_str())).filter(|words| !words.is_empty()).collect();
        let family = names.first().filter(|name| name.len() > 1).and_then(|name| name.last().cloned());
        Self { names, family }
    }

    /// Where a name stands in a text, in order.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let words = words(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in 0..words.len() {
            let hit = self.names.iter().filter_map(|name| stands(name, &words[at..])).max();
            let addressed = at > 0 && TITLES.contains(&words[at - 1].0.as_str());
            let family = self.family.as_ref().filter(|family| addressed && words[at].0 == **family).map(|_| 1);
            let Some(length) = hit.max(family) else { continue };
            let range = words[at].1.start..words[at + length - 1].1.end;
            if found.last().is_none_or(|last| last.end <= range.start) {
                found.push(range);
            }
        }
        found
    }
}

/// How many words a name takes up at the head of some words, if it stands there: its words in any
/// order, with at most one other between them, or all run together in one.
fn stands(name: &[String], words: &[(String, Range<usize>)]) -> Option<usize> {
    let (first, _) = words.first()?;
    if let [only] = name {
        // Scripts without spaces run words together; endings grow on names in many languages.
        let grown =
            only.chars().count() > 4 && first.strip_prefix(only.as_str()).is_some_and(|end| end.chars().count() <= 4);
        let inside = only.chars().any(is_unspaced) && first.contains(only.as_str());
        return (first == only || grown || inside).then_some(1);
    }
    let joined = name.concat();
    let turned = name.iter().rev().cloned().collect::<String>();
    if joined.chars().count() > 5 && (first.contains(&joined) || first.contains(&turned)) {
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
        let words = |name: &str| words(name).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        let withheld =
            Withheld { names: vec![words("Mara Oşkarın"), words("M. L. of Osmere")], family: Some("oskarin".into()) };
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
        let chinese = Withheld { names: vec![words("张三")], family: None };
        assert_eq!(chinese.find("由张三说。").len(), 1);
        let text = "so Mara Oşkarın said";
        assert_eq!(&text[withheld.find(text)[0].clone()], "Mara Oşkarın");
        for text in ["Mara Oşkarınlı", "Mara went to Oşkarın", "Oşkarın is a village", "of Osmere"] {
            assert!(withheld.find(text).is_empty(), "{text}");
        }
    }
}
