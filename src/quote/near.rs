//! The passage that is most like a quotation which was not found, with the words that differ.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::pages::{Pages, without_marks};
use super::plain::{Plain, is_word};

/// A passage that is like a quotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Near {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The page on which it begins, where the text has pages.
    pub page: Option<String>,
    /// The passage, white space folded, each stretch of words that differs between `⟦` and `⟧`; `⟦–⟧`
    /// where the quotation has words and the passage has none.
    pub marked: String,
    /// What differs, in order.
    pub changes: Vec<Change>,
    /// The parts of the quotation, where an author left words out and each part stands in the text by
    /// itself: they stand in another order, or too far from each other.
    pub scattered: Vec<Scattered>,
}

/// A part of a quotation, found by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scattered {
    /// Its words.
    pub words: String,
    /// The page on which it begins, where the text has pages.
    pub page: Option<String>,
}

/// Words that differ; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In the quotation.
    pub quoted: String,
    /// In the text.
    pub text: String,
}

/// Of ten words of a quotation so many must stand in a passage before it counts as like it.
const ALIKE: usize = 5;
/// Bytes of a text that are looked at beyond a passage, at each end.
const MARGIN: usize = 60;
/// A longer quotation is compared by its beginning.
const MOST: usize = 1_500;

/// The passage of a text that is most like a quotation, in one pass over the text.
pub(super) fn nearest(plain: &Plain, text: &str, pages: &Pages, quotation: &str) -> Option<Near> {
    let quoted = Plain::new(quotation, &[]);
    // The form of quotation marks says nothing.
    let quoted_ranges: Vec<_> =
        split(&quoted.text).into_iter().take(MOST).filter(|range| &quoted.text[range.clone()] != "'").collect();
    let mut quoted_words: Vec<_> = quoted_ranges.iter().map(|range| &quoted.text[range.clone()]).collect();
    let stretch = best_stretch(&plain.text, &quoted_words, quoted.text.len())?;
    let mut there_ranges = words_around(&plain.text, &stretch);
    // Where the passage begins as the quotation does, nothing before it is asked: of several such
    // beginnings the nearest counts. A first letter may stand in either case.
    let at = there_ranges.iter().position(|range| range.start >= stretch.start).unwrap_or_default();
    let word = |range: &Range<usize>| &plain.text[range.clone()];
    let begins = quoted_words.first().and_then(|first| {
        let near = there_ranges.get(..=at).unwrap_or_default();
        near.iter().rposition(|range| word(range).to_lowercase() == first.to_lowercase())
    });
    if let (Some(begins), Some(quoted)) = (begins, quoted_words.first_mut()) {
        there_ranges.drain(..begins);
        *quoted = there_ranges.first().map(word).unwrap_or_default();
    }
    let there: Vec<_> = there_ranges.iter().map(|range| &plain.text[range.clone()]).collect();
    let lines = similar::capture_diff_slices(similar::Algorithm::Myers, &quoted_words, &there);
    let same = |op: &similar::DiffOp| matches!(op, similar::DiffOp::Equal { .. });
    let (first, last) = (lines.iter().position(same)?, lines.iter().rposition(same)?);
    let mut changes: Vec<Change> = Vec::new();
    let mut marked = String::new();
    let (mut from, mut to) = (usize::MAX, 0usize);
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
        // As in the text: "V$" stands close to its number.
        let close = match (to.checked_sub(1).and_then(|last| there_ranges.get(last)), there_ranges.get(new.start)) {
            (Some(before), Some(next)) if !new.is_empty() => before.end == next.start,
            _ => false,
        };
        if !new.is_empty() {
            (from, to) = (from.min(new.start), to.max(new.end));
        }
        let text_words = original(plain, text, there_ranges.get(new));
        if !marked.is_empty() && !close {
            marked.push(' ');
        }
        if same(op) {
            marked.push_str(&text_words);
            continue;
        }
        let change = Change { quoted: original(&quoted, quotation, quoted_ranges.get(old)), text: text_words };
        marked.push_str(&format!("⟦{}⟧", if change.text.is_empty() { "–" } else { &change.text }));
        changes.push(change);
    }
    let range = there_ranges.get(from)?.start..there_ranges.get(to.checked_sub(1)?)?.end;
    let range = plain.original(text, range);
    let page = pages.at(range.start).map(str::to_owned);
    Some(Near { range, page, marked, changes, scattered: Vec::new() })
}

/// The stretch of a text, about as long as the quotation, that has most of its words.
fn best_stretch(text: &str, quoted: &[&str], length: usize) -> Option<Range<usize>> {
    // Each word once, with its weight and how often it is wanted. Long words tell more than "of".
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut wanted: Vec<(usize, i64)> = Vec::new();
    let mut needles: Vec<String> = Vec::new();
    let mut total = 0;
    for word in quoted.iter().filter(|word| word.starts_with(is_word)) {
        let weight = word.chars().count().clamp(1, 8);
        total += weight;
        let at = *known.entry(word.to_lowercase()).or_insert_with_key(|word| {
            needles.push(word.clone());
            wanted.push((weight, 0));
            needles.len() - 1
        });
        wanted[at].1 += 1;
    }
    if needles.is_empty() {
        return None;
    }
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&needles)
        .ok()?;
    let whole = |range: &Range<usize>| {
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    };
    let widest = length + length / 4 + 16;
    let mut open: VecDeque<(Range<usize>, usize)> = VecDeque::new();
    let (mut score, mut best, mut stretch) = (0, 0, 0..0);
    for hit in automaton.find_iter(text) {
        let (range, word) = (hit.range(), hit.pattern().as_usize());
        if !whole(&range) {
            continue;
        }
        let too_far = |(first, _): &(Range<usize>, usize)| range.end - first.start > widest;
        while let Some((_, word)) = open.front().is_some_and(too_far).then(|| open.pop_front()).flatten() {
            let (weight, left) = &mut wanted[word];
            *left += 1;
            score -= if *left > 0 { *weight } else { 0 };
        }
        let (weight, left) = &mut wanted[word];
        *left -= 1;
        score += if *left >= 0 { *weight } else { 0 };
        open.push_back((range.clone(), word));
        // A word that stands there once more than it is wanted does not hold the stretch open.
        while let Some((_, word)) = open.front().filter(|(_, word)| wanted[*word].1 < 0).cloned() {
            wanted[word].1 += 1;
            open.pop_front();
        }
        if score > best {
            (best, stretch) = (score, open.front().map_or(range.start, |(first, _)| first.start)..range.end);
        }
    }
    (best * 10 >= total * ALIKE).then_some(stretch)
}

/// The words of a stretch and of a little around it.
fn words_around(text: &str, stretch: &Range<usize>) -> Vec<Range<usize>> {
    let from = text.floor_char_boundary(stretch.start.saturating_sub(MARGIN));
    let to = text.ceil_char_boundary((stretch.end + MARGIN).min(text.len()));
    // No word is cut at the ends.
    let lead = if from == 0 { 0 } else { text[from..stretch.start].find(' ').unwrap_or(stretch.start - from) };
    let tail =
        if to == text.len() { to } else { text[stretch.end..to].rfind(' ').map_or(stretch.end, |at| stretch.end + at) };
    let start = from + lead;
    split(&text[start..tail]).into_iter().map(|word| start + word.start..start + word.end).collect()
}

/// Some words of a plain text as they stood in the original, white space folded.
fn original(plain: &Plain, text: &str, words: Option<&[Range<usize>]>) -> String {
    let (Some(first), Some(last)) = (words.and_then(<[_]>::first), words.and_then(<[_]>::last)) else {
        return String::new();
    };
    let words = without_marks(text.get(plain.original(text, first.start..last.end)).unwrap_or_default());
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
        nearest(&plain, text, &Pages::new(text), quotation)
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
    fn of_several_beginnings_the_nearest_counts() {
        let text = "It leaves the bar. You ask of the ship. It is right that the boat, which is not in annex 2, worked here for days.";
        let found = near(text, "the boat worked here for days").unwrap();
        assert_eq!(found.marked, "the boat⟦, which is not in annex 2,⟧ worked here for days");
    }

    #[test]
    fn what_is_not_there_leaves_a_mark() {
        assert_eq!(near(TEXT, "the red flag is often up").unwrap().marked, "the red flag is ⟦–⟧ up");
        let text = "It paid V$61.3 million for it.";
        assert_eq!(near(text, "It paid V$61.4 million").unwrap().marked, "It paid V$⟦61.3⟧ million");
    }

    #[test]
    fn what_is_not_alike_is_not_shown() {
        assert_eq!(near(TEXT, "The harbour office sold four lighthouses to a circus."), None);
        assert_eq!(near("", "Walkers must keep away"), None);
    }
}
