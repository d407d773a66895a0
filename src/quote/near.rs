//! The passage that is most like a quotation which was not found, with the words that differ.

use std::collections::HashMap;
use std::ops::Range;

use super::pages::Pages;
use super::plain::{Plain, is_word};

/// A passage that is like a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The page on which it begins, where the text has pages.
    pub page: Option<String>,
    /// The passage, white space folded, each stretch of words that differs between `⟦` and `⟧`.
    pub marked: String,
    /// What differs, in order.
    pub changes: Vec<Change>,
}

/// Words that differ; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In the quotation.
    pub quoted: String,
    /// In the text.
    pub text: String,
}

/// The words of a text, ready to be compared with several quotations.
pub(super) struct Words<'a> {
    plain: &'a Plain,
    words: Vec<Range<usize>>,
    numbers: Vec<u32>,
    known: HashMap<String, u32>,
}

/// Of ten words of a quotation so many must stand in a passage before it counts as like it.
const ALIKE: usize = 5;
/// Words of a passage that are looked at beyond the length of the quotation, at each end.
const MARGIN: usize = 6;
/// A longer quotation is compared by its beginning.
const MOST: usize = 1_500;

impl<'a> Words<'a> {
    pub(super) fn new(plain: &'a Plain) -> Self {
        let words = split(&plain.text);
        let mut known = HashMap::new();
        // A word is made small once, however often it stands there.
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let numbers = words
            .iter()
            .map(|range| {
                *seen.entry(&plain.text[range.clone()]).or_insert_with_key(|word| {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    *known.entry(word.to_lowercase()).or_insert(next)
                })
            })
            .collect();
        Self { plain, words, numbers, known }
    }

    /// The passage most like a quotation, in one pass over the text.
    pub(super) fn nearest(&self, text: &str, pages: &Pages, quotation: &str) -> Option<Near> {
        let quoted = Plain::new(quotation, &[]);
        let quoted_ranges: Vec<_> =
            split(&quoted.text).into_iter().take(MOST).filter(|range| &quoted.text[range.clone()] != "'").collect();
        let quoted_words: Vec<_> = quoted_ranges.iter().map(|range| &quoted.text[range.clone()]).collect();
        let total = quoted_words.iter().filter(|word| word.starts_with(is_word)).count();
        if total == 0 || self.words.is_empty() {
            return None;
        }
        let window = self.best_window(&quoted_words)?;
        let (start, end) = (window.start.saturating_sub(MARGIN), (window.end + MARGIN).min(self.words.len()));
        let there: Vec<_> = self.words[start..end].iter().map(|range| &self.plain.text[range.clone()]).collect();
        let lines = similar::capture_diff_slices(similar::Algorithm::Myers, &quoted_words, &there);
        let same = |op: &similar::DiffOp| matches!(op, similar::DiffOp::Equal { .. });
        let (first, last) = (lines.iter().position(same)?, lines.iter().rposition(same)?);
        let mut changes: Vec<Change> = Vec::new();
        let mut marked = String::new();
        let (mut from, mut to) = (usize::MAX, 0);
        for (at, op) in lines.iter().enumerate() {
            let (old, mut new) = (op.old_range(), op.new_range());
            // Words of the text before and after the passage are no difference: only as many as the
            // quotation has there.
            if at < first {
                new.start = new.start.max(new.end.saturating_sub(old.len()));
            }
            if at > last {
                new.end = new.end.min(new.start + old.len());
            }
            if old.is_empty() && new.is_empty() || old.is_empty() && (at < first || at > last) {
                continue;
            }
            if !new.is_empty() {
                (from, to) = (from.min(new.start), to.max(new.end));
            }
            let text_words = original(self.plain, text, self.words.get(start + new.start..start + new.end));
            // A mark stands close to the word before it.
            if !marked.is_empty() && !text_words.starts_with(|c: char| c.is_ascii_punctuation()) {
                marked.push(' ');
            }
            // A first letter may stand in either case.
            let cased = old == (0..1)
                && quoted_words.first().is_some_and(|word| word.to_lowercase() == text_words.to_lowercase());
            if same(op) || cased {
                marked.push_str(&text_words);
                continue;
            }
            let change = Change { quoted: original(&quoted, quotation, quoted_ranges.get(old)), text: text_words };
            marked.push_str(&format!("⟦{}⟧", change.text));
            changes.push(change);
        }
        let range = self.words.get(start + from)?.start..self.words.get(start + to.checked_sub(1)?)?.end;
        let range = self.plain.original(text, range);
        let page = pages.at(range.start).map(str::to_owned);
        Some(Near { range, page, marked, changes })
    }

    /// The stretch of the text, as long as the quotation, that has most of its words.
    fn best_window(&self, quoted: &[&str]) -> Option<Range<usize>> {
        let mut wanted: HashMap<u32, (usize, i64)> = HashMap::new();
        let mut total = 0;
        for word in quoted.iter().filter(|word| word.starts_with(is_word)) {
            // Long words tell more than "of" and "the".
            let weight = word.chars().count().clamp(1, 8);
            total += weight;
            if let Some(number) = self.known.get(&word.to_lowercase()) {
                let entry = wanted.entry(*number).or_insert((weight, 0));
                entry.1 += 1;
            }
        }
        let size = quoted.len().min(self.words.len());
        let (mut score, mut best, mut at) = (0, 0, 0);
        for (end, number) in self.numbers.iter().enumerate() {
            if let Some((weight, left)) = wanted.get_mut(number) {
                *left -= 1;
                score += if *left >= 0 { *weight } else { 0 };
            }
            if let Some(gone) = end.checked_sub(size).and_then(|gone| self.numbers.get(gone))
                && let Some((weight, left)) = wanted.get_mut(gone)
            {
                *left += 1;
                score -= if *left > 0 { *weight } else { 0 };
            }
            if score > best {
                (best, at) = (score, end + 1);
            }
        }
        (best * 10 >= total * ALIKE).then(|| at.saturating_sub(size)..at)
    }
}

/// Some words of a plain text as they stood in the original, white space folded.
fn original(plain: &Plain, text: &str, words: Option<&[Range<usize>]>) -> String {
    let (Some(first), Some(last)) = (words.and_then(<[_]>::first), words.and_then(<[_]>::last)) else {
        return String::new();
    };
    let words = text.get(plain.original(text, first.start..last.end)).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words and marks of a plain text. A number keeps its points.
fn split(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut begin = None;
    let mut chars = text.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        let inner = matches!(c, '.' | ',') && last.is_ascii_digit() && next.is_ascii_digit()
            || matches!(c, '\'' | '-') && is_word(last) && is_word(next);
        last = c;
        if is_word(c) || inner {
            begin.get_or_insert(at);
            continue;
        }
        words.extend(begin.take().map(|begin| begin..at));
        if !c.is_whitespace() {
            words.push(at..at + c.len_utf8());
        }
    }
    words.extend(begin.map(|begin| begin..text.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str, quotation: &str) -> Option<Near> {
        let plain = Plain::new(text, &[]);
        Words::new(&plain).nearest(text, &Pages::new(text), quotation)
    }

    const TEXT: &str = "A notice. Walkers should keep away from the outer mole when the red flag is up. The stairs are \
                        slippery; 1,400 people used them in 2021.";

    #[test]
    fn differing_words_are_marked() {
        let found = near(TEXT, "Walkers must keep away from the outer mole when the red flag is up.").unwrap();
        assert_eq!(found.changes, [Change { quoted: "must".into(), text: "should".into() }]);
        assert_eq!(found.marked, "Walkers ⟦should⟧ keep away from the outer mole when the red flag is up.");
        assert!(TEXT[found.range].starts_with("Walkers should"));
        let found = near(TEXT, "1,500 people used them").unwrap();
        assert_eq!(found.changes, [Change { quoted: "1,500".into(), text: "1,400".into() }]);
        let found = near(TEXT, "keep away from the mole when the red flag is up").unwrap();
        assert_eq!(found.changes, [Change { quoted: String::new(), text: "outer".into() }]);
    }

    #[test]
    fn what_is_not_alike_is_not_shown() {
        assert_eq!(near(TEXT, "The harbour office sold four lighthouses to a circus."), None);
        assert_eq!(near("", "Walkers must keep away"), None);
    }
}
