//! A text as it is compared: what the printer did to the words is gone, and each place still leads
//! back to the text as it was.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A text made plain.
///
/// White space is one space; quotation marks are `'`, dashes `-`, an ellipsis `...`; ligatures are
/// letters, accents are composed (Unicode form C). A hyphen or dash between two letters is left out
/// and remembered, because nobody can tell a word that was parted at a line's end from a word with a
/// hyphen.
#[derive(Debug, Default)]
pub(super) struct Plain {
    /// The text.
    pub(super) text: String,
    /// Where plain and original text begin to run side by side again: positions in both.
    runs: Vec<(usize, usize)>,
    /// Hyphens and dashes between two letters, by their position in the plain text.
    hyphens: Vec<Hyphen>,
}

/// A hyphen or dash that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hyphen {
    at: usize,
    /// It stood at the end of a line, so it may be the printer's.
    soft: bool,
}

impl Plain {
    /// Makes a text plain. `marks` are ranges of it that are no words, such as marks of pages; they
    /// count as the end of a line.
    pub(super) fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let mut maker = Maker { text, plain: Self::default(), gap: None, tight: false };
        maker.plain.text.reserve(text.len());
        let mut at = 0;
        for mark in marks {
            maker.stretch(at..mark.start.max(at));
            maker.space(mark.start, true);
            at = mark.end.max(at);
        }
        maker.stretch(at..text.len());
        maker.end();
        maker.plain
    }

    /// The place in the original text of a range of the plain one.
    pub(super) fn original(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let start = text.floor_char_boundary(self.position(range.start));
        let last = self.position(range.end.saturating_sub(1).max(range.start));
        start..text.ceil_char_boundary(last + 1).max(start)
    }

    fn position(&self, plain: usize) -> usize {
        let run = self.runs.partition_point(|&(at, _)| at <= plain);
        match run.checked_sub(1).and_then(|run| self.runs.get(run)) {
            Some(&(at, original)) => original + (plain - at),
            None => 0,
        }
    }

    /// Whether `other` may stand at `at` as far as hyphens go: what is hyphenated inside a line is
    /// hyphenated in both, and at a line's end either is right.
    pub(super) fn agrees(&self, at: usize, other: &Plain) -> bool {
        let inside = |hyphen: &&Hyphen| hyphen.at > at && hyphen.at < at + other.text.len();
        let from = self.hyphens.partition_point(|hyphen| hyphen.at <= at);
        let own = self.hyphens.get(from..).unwrap_or_default().iter().take_while(inside);
        let has = |list: &[Hyphen], place: usize| list.binary_search_by_key(&place, |hyphen| hyphen.at).is_ok();
        let theirs = other.hyphens.iter().all(|hyphen| has(&self.hyphens, hyphen.at + at));
        theirs && own.filter(|hyphen| !hyphen.soft).all(|hyphen| has(&other.hyphens, hyphen.at - at))
    }

    /// Whether words may begin or end here: no word and no number is cut.
    pub(super) fn is_edge(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (self.text.get(..at), self.text.get(at..)) else { return false };
        let mut back = before.chars().rev();
        let mut ahead = after.chars();
        let (Some(last), Some(next)) = (back.next(), ahead.next()) else { return true };
        let parted = self.hyphens.binary_search_by_key(&at, |hyphen| hyphen.at).is_ok();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let point = |c: char| matches!(c, '.' | ',');
        let cuts_word = is_word(last) && is_word(next) && !parted;
        let cuts_number = point(last) && next.is_ascii_digit() && digit(back.next())
            || point(next) && last.is_ascii_digit() && digit(ahead.next());
        !cuts_word && !cuts_number
    }

    /// Takes dashes and spaces from both ends; a dash before a digit may be a sign and stays.
    pub(super) fn trim(mut self) -> Self {
        let inner = self.text.trim_end_matches(['-', ' ']);
        let end = inner.len();
        let lead = inner.len() - inner.trim_start_matches(['-', ' ']).len();
        let signed = inner.get(lead..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let lead = if signed && inner[..lead].ends_with('-') { lead - 1 } else { lead };
        self.text.truncate(end);
        self.text.drain(..lead);
        self.hyphens.retain_mut(|hyphen| {
            let inside = hyphen.at >= lead && hyphen.at <= end;
            hyphen.at = hyphen.at.saturating_sub(lead);
            inside
        });
        self.runs.clear();
        self
    }
}

/// Part of a word. Chinese and Japanese have no spaces, so each of their characters stands alone;
/// raised figures are marks of notes.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_cjk(c) && !matches!(c, '²' | '³' | '¹' | '⁰'..='₉')
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What stands between two words.
#[derive(Debug)]
struct Gap {
    start: usize,
    newline: bool,
    dash: Option<Dash>,
}

#[derive(Debug)]
struct Dash {
    at: usize,
    /// A single hyphen right after a letter: a line may have been parted here.
    parts: bool,
    newline: bool,
}

struct Maker<'a> {
    text: &'a str,
    plain: Plain,
    gap: Option<Gap>,
    /// After an opening guillemet no space stands.
    tight: bool,
}

impl Maker<'_> {
    fn stretch(&mut self, range: Range<usize>) {
        let Some(text) = self.text.get(..range.end) else { return };
        let bytes = text.as_bytes();
        let mut at = range.start;
        while let Some(&byte) = bytes.get(at) {
            if is_simple(byte) {
                let mut end = at + simple_words(bytes.get(at..).unwrap_or_default());
                // An accent that follows belongs to the last letter.
                if bytes.get(end).is_some_and(|byte| *byte >= 0x80) && text[end..].starts_with(is_mark) {
                    end -= 1;
                }
                if end > at {
                    self.put(&text[at..end], at);
                    at = end;
                    continue;
                }
            }
            let Some(c) = text[at..].chars().next() else { break };
            at = self.character(text, at, c);
        }
    }

    /// Takes one character, with what belongs to it; yields where the next begins.
    fn character(&mut self, text: &str, at: usize, c: char) -> usize {
        let next = at + c.len_utf8();
        match c {
            '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.space(at, true),
            c if c.is_whitespace() => self.space(at, false),
            '-' | '\u{2010}'..='\u{2015}' | '−' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => self.dash(at, c),
            // A soft hyphen shows at the end of a line only.
            '\u{AD}' => {
                let rest = text[next..].trim_start_matches([' ', '\t']);
                if rest.starts_with(['\n', '\r', '\u{c}']) || rest.is_empty() {
                    self.dash(at, '-');
                }
            }
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' => {}
            '«' | '‹' => {
                self.mark(at);
                self.tight = true;
            }
            '»' | '›' => {
                if self.gap.as_ref().is_some_and(|gap| gap.dash.is_none()) {
                    self.gap = None;
                }
                self.mark(at);
            }
            '\'' | '"' | '`' | '´' | '‘'..='‟' | '′' | '″' | 'ʼ' | '＇' | '＂' => self.mark(at),
            '…' => self.put("...", at),
            'ﬀ' => self.put("ff", at),
            'ﬁ' => self.put("fi", at),
            'ﬂ' => self.put("fl", at),
            'ﬃ' => self.put("ffi", at),
            'ﬄ' => self.put("ffl", at),
            'ﬅ' | 'ﬆ' => self.put("st", at),
            'œ' => self.put("oe", at),
            'Œ' => self.put("Oe", at),
            'æ' => self.put("ae", at),
            'Æ' => self.put("Ae", at),
            'ĳ' => self.put("ij", at),
            _ => {
                let end = next + text[next..].chars().take_while(|&c| is_mark(c)).map(char::len_utf8).sum::<usize>();
                let composed: String = text[at..end].nfc().collect();
                self.put(&composed, at);
                return end;
            }
        }
        next
    }

    /// A quotation mark; several that stand together count as one.
    fn mark(&mut self, at: usize) {
        if self.gap.is_some() || !self.plain.text.ends_with('\'') {
            self.put("'", at);
        }
    }

    fn space(&mut self, at: usize, newline: bool) {
        let gap = self.gap.get_or_insert(Gap { start: at, newline: false, dash: None });
        match &mut gap.dash {
            Some(dash) => dash.newline |= newline,
            None => gap.newline |= newline,
        }
    }

    fn dash(&mut self, at: usize, c: char) {
        let close = self.gap.is_none() && matches!(c, '-' | '\u{2010}');
        let gap = self.gap.get_or_insert(Gap { start: at, newline: false, dash: None });
        match &mut gap.dash {
            Some(dash) => dash.parts = false,
            None => gap.dash = Some(Dash { at, parts: close, newline: false }),
        }
    }

    /// Puts words down, after what stands between them and the words before.
    fn put(&mut self, words: &str, at: usize) {
        let (last, first) = (self.plain.text.chars().next_back(), words.chars().next());
        let (Some(first), gap) = (first, self.gap.take()) else { return };
        let tight = std::mem::take(&mut self.tight);
        match (gap, last) {
            (Some(Gap { dash: Some(dash), .. }), last) => {
                if last.is_some_and(char::is_alphabetic) && first.is_alphabetic() {
                    let soft = dash.parts && dash.newline;
                    self.plain.hyphens.push(Hyphen { at: self.plain.text.len(), soft });
                } else {
                    self.push("-", dash.at);
                }
            }
            (Some(gap), Some(last)) if !(closes(first) || tight || is_cjk(last) && is_cjk(first)) => {
                self.push(" ", gap.start);
            }
            _ => {}
        }
        self.push(words, at);
    }

    fn push(&mut self, words: &str, at: usize) {
        let plain = self.plain.text.len();
        match self.plain.runs.last() {
            Some(&(start, original)) if original + (plain - start) == at => {}
            _ => self.plain.runs.push((plain, at)),
        }
        self.plain.text.push_str(words);
    }

    fn end(&mut self) {
        if let Some(Gap { dash: Some(dash), .. }) = self.gap.take() {
            self.push("-", dash.at);
        }
    }
}

/// How many bytes stand for themselves: words with single spaces between them, up to a byte that must
/// be looked at. Most of a text is copied so, a line at a time.
fn simple_words(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let space = byte == b' ' && bytes.get(at + 1).is_some_and(|&next| is_simple(next) && !closes(char::from(next)));
        if !is_simple(byte) && !space {
            break;
        }
        at += 1;
    }
    at
}

/// A mark before which no space stands.
fn closes(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '%' | ')' | ']')
}

/// A byte that stands for itself.
fn is_simple(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'-' | b'\'' | b'"' | b'`')
}

/// An accent or part of a syllable that belongs to the character before it.
fn is_mark(c: char) -> bool {
    c as u32 > 0x2FF && (canonical_combining_class(c) != 0 || matches!(c, '\u{1160}'..='\u{11FF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Plain::new(text, &[]).text
    }

    #[test]
    fn what_the_printer_did_is_gone() {
        for (text, expected) in [
            ("  a \t b\r\nc ", "a b c"),
            ("“so” ‘so’ „so“ «\u{a0}so\u{a0}» ''so''", "'so' 'so' 'so' 'so' 'so'"),
            ("9 — 10, 2019–2020, a–b, a – b", "9-10, 2019-2020, ab, ab"),
            ("eﬃcient ﬂow, œuvre, cafe\u{301}", "efficient flow, oeuvre, café"),
            ("con-\ntract con\u{ad}tract con\u{ad}\n tract", "contract contract contract"),
            ("Quoi ? Non ; « oui »", "Quoi? Non; 'oui'"),
            ("wait… wait . . .", "wait... wait..."),
            ("港口\n合同 and 港口 合同", "港口合同 and 港口合同"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("-5 and - 5", "-5 and-5"),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_lead_back() {
        let text = "The “eﬃcient”\n  cafe\u{301} — con-\ntract  ends.";
        let plain = Plain::new(text, &[]);
        for (words, original) in
            [("efficient", "eﬃcient"), ("café", "cafe\u{301}"), ("contract", "con-\ntract"), ("ends.", "ends.")]
        {
            let at = plain.text.find(words).unwrap();
            assert_eq!(&text[plain.original(text, at..at + words.len())], original);
        }
    }

    #[test]
    fn hyphens_inside_a_line_must_agree() {
        let text = Plain::new("They re-sign a well-\nknown con-\ntract.", &[]);
        let fits = |words: &str| {
            let part = Plain::new(words, &[]);
            text.text.find(&part.text).is_some_and(|at| text.agrees(at, &part))
        };
        assert!(fits("re-sign") && fits("re–sign") && !fits("They resign"));
        assert!(fits("well-known") && fits("wellknown") && fits("contract"));
    }

    #[test]
    fn words_and_numbers_are_not_cut() {
        let text = Plain::new("21.4 million, 1.4 million²; état-major", &[]);
        let edge = |words: &str| {
            let at = text.text.rfind(words).unwrap();
            text.is_edge(at) && text.is_edge(at + words.len())
        };
        assert!(edge("1.4 million") && edge("état") && edge("major") && edge("21.4"));
        assert!(!edge("4 million") && !edge("1.4 mill") && !edge("21") && !edge("tat"));
    }
}
