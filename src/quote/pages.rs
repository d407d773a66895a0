//! The pages of a text, and what a locator says of them.

use std::ops::Range;

/// A line that holds only this, with the page's number and a closing bracket, begins a page.
pub const PAGE_MARK: &str = "[page ";

/// Where the pages of a text begin.
///
/// A page begins after a form feed (U+000C), or with a line such as `[page 12]`, which gives it the
/// number printed on it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pages {
    /// Where each page begins, and its number.
    starts: Vec<(usize, String)>,
    /// The marks, which are no words of the text.
    marks: Vec<Range<usize>>,
}

/// The locator given, held against the page where the words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The words stand where the locator says.
    Same,
    /// They stand on another page.
    Other {
        /// The pages that the locator names.
        given: String,
        /// The page where they were found; from the first to the last, where there are several.
        found: String,
    },
    /// The text has no pages, or the locator names none.
    NotCompared,
}

/// A passage without the lines that begin pages.
pub(super) fn without_marks(passage: &str) -> String {
    passage.split_inclusive(['\n', '\u{c}']).filter(|line| label(line.trim_end_matches('\u{c}')).is_none()).collect()
}

impl Pages {
    /// Looks for the pages of a text.
    pub fn new(text: &str) -> Self {
        let mut pages = Self::default();
        if !text.contains('\u{c}') && !text.contains(PAGE_MARK) {
            return pages;
        }
        let (mut at, mut fresh) = (0, true);
        for piece in text.split_inclusive(['\n', '\u{c}']) {
            let start = at;
            at += piece.len();
            let line = piece.trim_end_matches('\u{c}');
            if let Some(label) = label(line) {
                // A page that just began gets its number; otherwise one begins here.
                if fresh {
                    pages.starts.pop_if(|(begin, _)| text[*begin..start].trim().is_empty());
                }
                pages.starts.push((start, label.to_owned()));
                pages.marks.push(start..at);
                fresh = false;
            } else if !line.trim().is_empty() {
                fresh = false;
            }
            if piece.ends_with('\u{c}') {
                let next = match pages.starts.last() {
                    Some((_, label)) => {
                        label.parse::<u64>().map_or(pages.starts.len() as u64 + 1, |last| last.saturating_add(1))
                    }
                    None => {
                        pages.starts.push((0, "1".to_owned()));
                        2
                    }
                };
                pages.starts.push((at, next.to_string()));
                fresh = true;
            }
        }
        pages
    }

    /// The marks of pages, which are no words.
    pub fn marks(&self) -> &[Range<usize>] {
        &self.marks
    }

    /// How many pages there are; none where nothing marks them.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The number of the page on which a byte stands.
    pub fn at(&self, byte: usize) -> Option<&str> {
        let page = self.starts.partition_point(|&(start, _)| start <= byte);
        // What stands before the first mark, such as a title, belongs to no page.
        self.starts.get(page.checked_sub(1)?).map(|(_, label)| label.as_str())
    }

    /// The numbers of every page that a range touches.
    pub fn of(&self, range: &Range<usize>) -> Vec<&str> {
        let page = |byte: usize| self.starts.partition_point(|&(start, _)| start <= byte);
        let (first, last) = (page(range.start), page(range.end.saturating_sub(1).max(range.start)));
        let pages = self.starts.get(first.saturating_sub(1)..last).unwrap_or_default();
        pages.iter().map(|(_, label)| label.as_str()).collect()
    }
}

fn label(line: &str) -> Option<&str> {
    let label = line.trim().strip_prefix(PAGE_MARK)?.strip_suffix(']')?.trim();
    (!label.is_empty() && label.len() <= 20 && !label.contains(['[', ']'])).then_some(label)
}

/// The pages that a locator names: `p. 4`, `pp. 214–216`, `pp. 4, 7 and 9`, `¶ 14, p. 6`, `page iv`.
pub(super) fn named(locator: &str) -> Option<Named> {
    let text = locator.replace(['\u{a0}', '\u{202f}'], " ").to_lowercase();
    let words: Vec<_> = text.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let rest =
            ["pages", "page", "pp.", "pp", "p.", "p"].into_iter().find_map(|prefix| word.strip_prefix(prefix))?;
        let after = words.get(at + 1..).unwrap_or_default().iter().copied();
        let listed = std::iter::once(rest).filter(|rest| !rest.is_empty()).chain(after);
        // The list ends with the first word that is no number: "p. 12, table 2".
        let listed = listed.filter(|word| !matches!(*word, "and" | "et" | "&")).map_while(range);
        let ranges: Vec<_> = listed.collect();
        (!ranges.is_empty()).then_some(Named { ranges })
    })
}

/// The first and the last page of `214–216`.
fn range(word: &str) -> Option<(String, String)> {
    let mut ends = word.split(['-', '–', '—']);
    let first = ends.next().filter(|first| is_number(first))?.to_owned();
    let last = ends.next().filter(|last| is_number(last)).map_or_else(|| first.clone(), str::to_owned);
    Some((first, last))
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(char::is_alphanumeric);
    let roman = !text.is_empty() && text.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'));
    text.len() <= 12 && (digits || roman)
}

/// Pages that a locator names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    ranges: Vec<(String, String)>,
}

impl Named {
    /// Whether it names a page of this number.
    pub(super) fn holds(&self, page: &str) -> bool {
        let page = page.to_lowercase();
        self.ranges.iter().any(|(first, last)| {
            if page == *first || page == *last {
                return true;
            }
            let (Ok(page), Ok(from)) = (page.parse::<u64>(), first.parse::<u64>()) else { return false };
            // "pp. 214–16" means 216.
            let short = first.len().saturating_sub(last.len());
            let last = format!("{}{last}", first.get(..short).unwrap_or_default());
            last.parse::<u64>().is_ok_and(|last| (from..=last).contains(&page))
        })
    }

    /// As it is told: `p. 4`, `pp. 214–216`.
    pub(super) fn told(&self) -> String {
        let ranges = self.ranges.iter();
        let told: Vec<_> =
            ranges.map(|(first, last)| if first == last { first.clone() } else { format!("{first}–{last}") }).collect();
        let one = self.ranges.len() == 1 && self.ranges.iter().all(|(first, last)| first == last);
        format!("{} {}", if one { "p." } else { "pp." }, told.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_or_read() {
        let pages = Pages::new("one\n\u{c}two\n\u{c}three");
        assert_eq!((pages.count(), pages.at(0), pages.at(6), pages.at(11)), (3, Some("1"), Some("2"), Some("3")));
        let text = "A title\n[page iv]\nfour\n[page 5]\nfive\n";
        let pages = Pages::new(text);
        assert_eq!(pages.at(text.find("four").unwrap()), Some("iv"));
        assert_eq!(pages.at(text.find("five").unwrap()), Some("5"));
        assert_eq!(pages.of(&(text.find("four").unwrap()..text.len())), ["iv", "5"]);
        assert_eq!(Pages::new("no pages [page 4] here").count(), 0);
        let both = Pages::new("[page 11]\na\n\u{c}[page 12]\nb\n\u{c}c");
        assert_eq!((both.count(), both.at(30)), (3, Some("13")));
    }

    #[test]
    fn locators_name_pages() {
        let told = |locator: &str| named(locator).map(|named| named.told());
        for (locator, expected) in [
            ("p. 4", Some("p. 4")),
            ("p.4", Some("p. 4")),
            ("pp. 214–216", Some("pp. 214–216")),
            ("¶ 14, p. 6", Some("p. 6")),
            ("page iv, note 2", Some("p. iv")),
            ("p. 12, table 2", Some("p. 12")),
            ("pp. 4, 7 and 9–10, note 3", Some("pp. 4, 7, 9–10")),
            ("paragraph 3", None),
            ("para. 3", None),
            ("sheet 2, row 118", None),
            ("CR 2024/17, lines 6–7", None),
        ] {
            assert_eq!(told(locator).as_deref(), expected, "{locator}");
        }
        let range = named("pp. 214–16").unwrap();
        assert!(range.holds("215") && range.holds("216") && !range.holds("217"));
    }
}
