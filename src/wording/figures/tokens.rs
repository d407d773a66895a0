//! A text as numbers, words and marks.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Digits with the marks and spaces between them.
    Number,
    /// Letters.
    Word,
    /// A mark.
    Mark,
}

/// A piece of a text.
#[derive(Debug)]
pub(super) struct Token<'a> {
    pub(super) sort: Sort,
    pub(super) bytes: Range<usize>,
    pub(super) written: &'a str,
    /// In small letters.
    pub(super) lower: String,
}

impl Token<'_> {
    /// Digits only, and the number that they are.
    pub(super) fn integer(&self) -> Option<u32> {
        let digits = self.sort == Sort::Number && self.written.len() <= 4;
        digits.then(|| self.written.parse().ok()).flatten()
    }

    /// A year that somebody may write about.
    pub(super) fn year(&self) -> Option<i32> {
        let year = self.integer().filter(|_| self.written.len() == 4)?;
        (1000..=2199).contains(&year).then(|| i32::try_from(year).ok()).flatten()
    }

    /// A day of a month.
    pub(super) fn day(&self) -> Option<u8> {
        let day = self.integer().filter(|_| self.written.len() <= 2)?;
        (1..=31).contains(&day).then(|| u8::try_from(day).ok()).flatten()
    }

    /// A month in digits.
    pub(super) fn month(&self) -> Option<u8> {
        self.day().filter(|month| *month <= 12)
    }
}

/// Takes a text apart. Hyphens that join words are left out.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (sort, length) = if c.is_ascii_digit() {
            (Sort::Number, number(rest))
        } else if c.is_alphabetic() {
            (Sort::Word, rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len()))
        } else {
            (Sort::Mark, c.len_utf8())
        };
        let before = text.get(..at).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        let after = rest.get(length..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let hyphen = matches!(c, '-' | '\u{2010}' | '\u{2011}');
        let joins = hyphen
            && before.is_alphanumeric()
            && after.is_alphanumeric()
            && !(before.is_ascii_digit() && after.is_ascii_digit());
        let invisible = c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}');
        if !(joins || invisible) {
            let written = rest.get(..length).unwrap_or_default();
            tokens.push(Token { sort, bytes: at..at + length, written, lower: written.to_lowercase() });
        }
        at += length.max(1);
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// How many bytes a number has that a text begins with. A space joins groups of three digits only, a
/// point or comma joins any.
fn number(text: &str) -> usize {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
    };
    let mut end = digits(0);
    let (mut groups, mut pointed) = (end <= 3, false);
    while let Some(mark) = text.get(end..).and_then(|rest| rest.chars().next()) {
        let next = digits(end + mark.len_utf8());
        let joins = match mark {
            '.' | ',' => next > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => groups && !pointed && next == 3,
            _ => false,
        };
        if !joins {
            break;
        }
        pointed |= matches!(mark, '.' | ',');
        groups &= next == 3;
        end += mark.len_utf8() + next;
    }
    end
}
