//! What an author wrote between quotation marks, as parts that must stand in the text.

use super::plain::Plain;

/// Parts of a quotation in their order.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The parts; at least one.
    pub(super) parts: Vec<Part>,
    /// Nothing was marked by the author: the words stand as one.
    pub(super) whole: bool,
    /// An ellipsis stands at the end.
    pub(super) open: bool,
}

/// Words that must stand together.
#[derive(Debug)]
pub(super) struct Part {
    /// What stands between them and the part before.
    pub(super) joint: Joint,
    /// The words.
    pub(super) plain: Plain,
    /// A bracket cuts the word at the end: `contract[ual]`.
    pub(super) cut: bool,
}

/// What stands before a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Joint {
    /// What was left out or added.
    pub(super) gap: Gap,
    /// The letter right before the part, in either case: `[t]he`.
    pub(super) letter: Option<char>,
}

/// What an author marked between two parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the parts follow each other.
    #[default]
    Close,
    /// Words were left out.
    Omission,
    /// The editor's own words, which may stand for some of the text.
    Insertion(String),
}

/// Which signs of a quotation are the author's, and which the text's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// All stand in the text: its own brackets, its own dots.
    Text,
    /// Brackets are the author's.
    Brackets,
    /// Dots are, too.
    Dots,
}

/// Every way to read a quotation, the strictest first.
pub(super) fn patterns(quotation: &str) -> Vec<Pattern> {
    let words = quotation.trim().trim_matches(['“', '”', '„', '"', '«', '»', '\u{a0}', '\u{202f}', ' ']);
    let mut readings = vec![Reading::Text];
    if words.contains(['[', '(']) {
        readings.push(Reading::Brackets);
    }
    if words.contains('…') || words.contains("..") || words.contains(". .") {
        readings.push(Reading::Dots);
    }
    let mut patterns = Vec::new();
    for reading in readings {
        let strict = parts(words, reading);
        // What an editor put before the first word does not make it less the first.
        let lead = match (reading, bracket(words)) {
            (Reading::Brackets | Reading::Dots, Some((_, length))) if words[length..].starts_with(' ') => {
                length + spaces(&words[length..])
            }
            _ => 0,
        };
        let lenient = any_case(&words[lead..]).map(|(letter, rest)| match reading {
            Reading::Text => {
                let (mut parts, open) = parts(rest, reading);
                if let Some(first) = parts.first_mut() {
                    first.joint.letter = Some(letter);
                }
                (parts, open)
            }
            _ => parts(&format!("{}[{letter}]{rest}", &words[..lead]), reading),
        });
        for (parts, open) in [Some(strict), lenient].into_iter().flatten().filter(|(parts, _)| !parts.is_empty()) {
            let whole = parts.iter().all(|part| part.joint.gap == Gap::Close);
            patterns.push(Pattern { parts, whole, open });
        }
    }
    patterns
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The first letter, which may stand in either case, and the rest of its word.
fn any_case(words: &str) -> Option<(char, &str)> {
    let mut chars = words.chars();
    let first = chars.next().filter(|c| c.is_lowercase() || c.is_uppercase())?;
    let rest = chars.as_str();
    rest.starts_with(char::is_alphabetic).then_some((first, rest))
}

/// The parts, and whether an ellipsis stands behind the last.
fn parts(words: &str, reading: Reading) -> (Vec<Part>, bool) {
    let mut parser = Parser { parts: Vec::new(), joint: Joint::default(), begin: 0, words };
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let rest = &words[at..];
        let bracket = if reading == Reading::Text { None } else { bracket(rest) };
        let dots = if reading == Reading::Dots { dots(rest) } else { None };
        match (bracket, dots) {
            (Some((inner, length)), _) => {
                let next = words[at + length..].chars().next();
                parser.part(at, next_joint(inner, &words[..at], next), at + length);
                at += length;
            }
            (_, Some(length)) => {
                parser.part(at, Joint { gap: Gap::Omission, letter: None }, at + length);
                at += length;
            }
            _ => at += c.len_utf8(),
        }
    }
    parser.part(words.len(), Joint::default(), words.len());
    // What follows no words has nothing to stand before.
    (parser.parts, parser.joint.gap == Gap::Omission)
}

/// What a bracket means.
fn next_joint(inner: &str, before: &str, next: Option<char>) -> Joint {
    let mut letters = inner.chars();
    let word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match (letters.next(), letters.next()) {
        _ if is_dots(inner) => Joint { gap: Gap::Omission, letter: None },
        (Some(letter), None) if letter.is_alphabetic() && word(next) && !word(before.chars().next_back()) => {
            Joint { gap: Gap::Close, letter: Some(letter) }
        }
        _ => Joint { gap: Gap::Insertion(inner.to_owned()), letter: None },
    }
}

struct Parser<'a> {
    parts: Vec<Part>,
    joint: Joint,
    begin: usize,
    words: &'a str,
}

impl Parser<'_> {
    /// Ends a part, and remembers what stands before the next.
    fn part(&mut self, end: usize, joint: Joint, next: usize) {
        let words = self.words.get(self.begin..end).unwrap_or_default();
        let plain = Plain::new(words, &[]).trim();
        self.begin = next;
        if plain.text.is_empty() {
            // "[…] [T]he": two marks side by side, of which the wider gap holds.
            let before = std::mem::take(&mut self.joint);
            let gap = match (before.gap, joint.gap) {
                (Gap::Omission, _) | (_, Gap::Omission) => Gap::Omission,
                (before, Gap::Close) => before,
                (_, gap) => gap,
            };
            self.joint = Joint { gap, letter: joint.letter };
            return;
        }
        let cut = words.ends_with(char::is_alphanumeric) && matches!(joint.gap, Gap::Insertion(_));
        self.parts.push(Part { joint: std::mem::replace(&mut self.joint, joint), plain, cut });
    }
}

/// A bracket at the start of a text: what stands in it, and how long it is with its marks. Round
/// brackets count only around dots.
fn bracket(text: &str) -> Option<(&str, usize)> {
    let (close, square) = match text.chars().next()? {
        '[' => (']', true),
        '(' => (')', false),
        _ => return None,
    };
    let end = text.find(close)?;
    let inner = text.get(1..end)?.trim();
    (inner.len() <= 200 && !inner.contains('[') && (square || is_dots(inner))).then_some((inner, end + 1))
}

fn is_dots(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '.' | '…' | ' ' | '\u{a0}'))
}

/// An ellipsis at the start of a text: how long it is.
fn dots(text: &str) -> Option<usize> {
    if !text.starts_with(['.', '…']) {
        return None;
    }
    let length = text.find(|c| !matches!(c, '.' | '…' | ' ' | '\u{a0}')).unwrap_or(text.len());
    let run = text.get(..length)?.trim_end();
    (run.contains('…') || run.matches('.').count() >= 3).then_some(run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts as the loosest reading has them.
    fn read(quotation: &str) -> Vec<(Gap, Option<char>, String)> {
        let strict = |pattern: &Pattern| {
            pattern.parts.iter().all(|part| part.joint.gap != Gap::Close || part.joint.letter.is_none())
        };
        let all = patterns(quotation);
        let last = all.iter().rev().find(|pattern| strict(pattern)).or(all.last()).unwrap();
        last.parts.iter().map(|part| (part.joint.gap.clone(), part.joint.letter, part.plain.text.clone())).collect()
    }

    #[test]
    fn marks_of_an_author_are_read() {
        let part = |gap, words: &str| (gap, None, words.to_owned());
        for mark in ["[…]", "…", "...", "[...]", "(…)", ". . ."] {
            let expected = [part(Gap::Close, "The pier"), part(Gap::Omission, "closed")];
            assert_eq!(read(&format!("The pier {mark} closed")), expected, "{mark}");
        }
        assert_eq!(read("… the pier"), [part(Gap::Omission, "the pier")]);
        assert_eq!(read("“The pier”"), [part(Gap::Close, "The pier")]);
        let added = [part(Gap::Close, "The"), part(Gap::Insertion("new".into()), "pier")];
        assert_eq!(read("The [new] pier"), added);
        assert_eq!(read("It rained. […] [T]he pier")[1], (Gap::Omission, Some('T'), "he pier".into()));
        let cased = &patterns("[t]he pier");
        assert_eq!(cased.last().unwrap().parts[0].joint, Joint { gap: Gap::Close, letter: Some('t') });
    }
}
