//! Names that must be withheld, found however they are written: with other white space, in capitals,
//! with or without accents, over the end of a line, in code, in a link.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Party;

/// The names of one person.
pub(super) struct Withheld {
    machine: Option<AhoCorasick>,
}

impl Withheld {
    pub(super) fn new(party: &Party) -> Self {
        let names = std::iter::once(&party.name).chain(&party.native_name).chain(&party.aliases);
        let names: Vec<String> = names.map(|name| Plain::new(name.as_str()).text.trim().to_owned()).collect();
        Self { machine: Self::machine(names.iter().filter(|name| !name.is_empty())) }
    }

    /// Of names that begin in one place the longest counts.
    fn machine(names: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Option<AhoCorasick> {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()
    }

    /// Where a name stands in a text.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let Some(machine) = &self.machine else { return Vec::new() };
        let plain = Plain::new(text);
        let whole = |range: &Range<usize>| {
            let letter = |c: char| c.is_alphanumeric();
            !plain.text[..range.start].ends_with(letter) && !plain.text[range.end..].starts_with(letter)
        };
        machine.find_iter(&plain.text).map(|hit| hit.range()).filter(whole).map(|range| plain.back(range)).collect()
    }
}

/// A text in lower case, without accents, each run of white space one space; with the way back.
struct Plain {
    text: String,
    /// For each byte of the text the byte of the original.
    origin: Vec<usize>,
    end: usize,
}

impl Plain {
    fn new(original: &str) -> Self {
        let mut plain = Self { text: String::new(), origin: Vec::new(), end: original.len() };
        for (at, c) in original.char_indices() {
            // Joiners and soft hyphens show nothing and part nothing.
            if matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}') {
                continue;
            }
            if c.is_whitespace() || c == '_' {
                if !plain.text.ends_with(' ') {
                    plain.push(' ', at);
                }
                continue;
            }
            let c = if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c };
            for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
                // What decomposes to nothing plainer, such as the Turkish dotless i, is read as its neighbour.
                plain.push(if c == 'ı' { 'i' } else { c }, at);
            }
        }
        plain
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), at);
    }

    fn back(&self, range: Range<usize>) -> Range<usize> {
        let start = self.origin.get(range.start).copied().unwrap_or(self.end);
        // The character after the last of the name begins where the name ends.
        let end = self.origin.get(range.end).copied().unwrap_or(self.end);
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let withheld = Withheld { machine: Withheld::machine([Plain::new("Lindiwe Oşkarın").text]) };
        for text in [
            "Lindiwe Oşkarın",
            "LINDIWE  OŞKARIN",
            "by Lindiwe\n   Oşkarın.",
            "lindiwe_oskarin",
            "(Lindiwe\u{a0}Os\u{327}karın)",
        ] {
            assert_eq!(withheld.find(text).len(), 1, "{text}");
        }
        let text = "so Lindiwe Oşkarın said";
        assert_eq!(&text[withheld.find(text)[0].clone()], "Lindiwe Oşkarın ".trim_end());
        assert!(withheld.find("Lindiwe Oşkarınlı").is_empty());
    }
}
