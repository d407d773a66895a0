//! Whether the words that were taken out of a copy can be read. A damaged PDF may draw letters of which
//! nobody can say what they are; each then stands as a replacement character (U+FFFD) in the text.

use crate::quote::PAGE_MARK;

/// How much of a text can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Legible {
    /// All of it, but for a sign here and there.
    Yes,
    /// On so many pages most signs cannot be read.
    InPart {
        /// How many pages that are.
        lost: usize,
        /// How many there are with words.
        pages: usize,
    },
    /// Most of its signs cannot: they are no words in which to look for a quotation.
    No,
}

/// How much of a working copy can be read.
pub(super) fn legible(text: &str) -> Legible {
    let (mut pages, mut page) = (Vec::new(), (0, 0));
    for line in text.lines() {
        if line.starts_with(PAGE_MARK) && line.ends_with(']') {
            pages.push(std::mem::take(&mut page));
            continue;
        }
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            page = (page.0 + usize::from(c == char::REPLACEMENT_CHARACTER), page.1 + 1);
        }
    }
    pages.push(page);
    pages.retain(|(_, all)| *all > 0);
    let mostly = |(lost, all): (usize, usize)| 2 * lost > all;
    let whole = pages.iter().fold((0, 0), |sum: (usize, usize), page| (sum.0 + page.0, sum.1 + page.1));
    match pages.iter().filter(|page| mostly(**page)).count() {
        _ if mostly(whole) => Legible::No,
        0 => Legible::Yes,
        lost => Legible::InPart { lost, pages: pages.len() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mostly_lost_is_known() {
        assert_eq!(legible(""), Legible::Yes);
        assert_eq!(legible("[page 1]\nA \u{FFFD}letter\n"), Legible::Yes);
        assert_eq!(legible("[page 1]\n\u{FFFD}\u{FFFD} \u{FFFD}a\n[page 2]\n\u{FFFD}\n"), Legible::No);
        let half = "[page 1]\nA whole page.\n[page 2]\n\u{FFFD}\u{FFFD}\n[page 3]\n\n";
        assert_eq!(legible(half), Legible::InPart { lost: 1, pages: 2 });
    }
}
