//! Words and sentences (Unicode UAX #29), with what the standard leaves to languages: abbreviations,
//! elisions, hyphens; and which words are somebody else's.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::grammar::Grammar;

/// A word or a punctuation mark.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// In lower case, with straight apostrophes.
    pub(super) lower: String,
    /// A word, no mark.
    pub(super) word: bool,
    /// It begins with a capital letter.
    pub(super) capital: bool,
    /// It stands between quotation marks.
    pub(super) quoted: bool,
    /// It is kept as it is: code, a title.
    pub(super) verbatim: bool,
    /// It belongs to a party's name.
    pub(super) named: bool,
}

/// The words and marks of a text, and the sentences as ranges of them.
pub(super) fn segment(text: &str, grammar: &Grammar) -> (Vec<Token>, Vec<Range<usize>>) {
    let mut tokens: Vec<Token> = Vec::new();
    for (start, piece) in text.split_word_bound_indices() {
        let invisible = |c: char| c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}');
        if piece.chars().all(invisible) || (is_hyphen(piece) && joins(text, start, piece)) {
            continue;
        }
        let word = piece.chars().any(char::is_alphanumeric);
        // French elisions are two words: l'opposition. A narrow no-break space, which the standard
        // takes for a part of a word, parts two as any other space does.
        let parts = |c: char| c.is_whitespace() || word && grammar.elides && matches!(c, '\'' | '’');
        let mut from = start;
        while let Some(at) = text[from..start + piece.len()].find(parts) {
            push(&mut tokens, text, from..from + at, word);
            from += at + text[from + at..].chars().next().map_or(1, char::len_utf8);
        }
        push(&mut tokens, text, from..start + piece.len(), word);
    }
    let sentences = sentences(text, &tokens, grammar);
    (tokens, sentences)
}

fn push(tokens: &mut Vec<Token>, text: &str, range: Range<usize>, word: bool) {
    let written = &text[range.clone()];
    if written.is_empty() {
        return;
    }
    // Soft hyphens and joiners show nothing, and hide nothing.
    let shown = written.chars().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'));
    tokens.push(Token {
        lower: shown.flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).nfc().collect(),
        capital: written.starts_with(char::is_uppercase),
        range,
        word,
        quoted: false,
        verbatim: false,
        named: false,
    });
}

fn is_hyphen(piece: &str) -> bool {
    matches!(piece, "-" | "\u{2010}" | "\u{2011}" | "\u{AD}")
}

/// A hyphen between two letters joins them; the words count one by one.
fn joins(text: &str, at: usize, hyphen: &str) -> bool {
    let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    before && text[at + hyphen.len()..].chars().next().is_some_and(char::is_alphanumeric)
}

fn sentences(text: &str, tokens: &[Token], grammar: &Grammar) -> Vec<Range<usize>> {
    let quotations = quotations(text);
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    let (mut open, mut abbreviated) = (false, false);
    for (start, piece) in text.split_sentence_bound_indices() {
        let end = start + piece.len();
        let first = next;
        while tokens.get(next).is_some_and(|token| token.range.start < end) {
            next += 1;
        }
        if first == next {
            continue;
        }
        // "Stop!" he said: what begins with a small letter goes on.
        let small = piece.trim_start().starts_with(char::is_lowercase);
        let figure = abbreviated && piece.trim_start().starts_with(|c: char| c.is_ascii_digit());
        match sentences.last_mut() {
            Some(last) if open || small || figure => last.end = next,
            _ => sentences.push(first..next),
        }
        // What is quoted belongs to the sentence that quotes it.
        let inside = within(&quotations, &(end..end + 1));
        open = inside || goes_on(piece, &tokens[..next], grammar);
        abbreviated = piece.trim_end().ends_with('.')
            && last_word(&tokens[..next]).is_some_and(|token| grammar.abbreviations.contains(&token.lower.as_str()));
    }
    sentences.into_iter().flat_map(|sentence| parts(&sentence)).collect()
}

/// No sentence is longer than this. What looks longer is a list, a table or no text at all; what is
/// asked of each sentence's words would take for ever.
const LONGEST: usize = 400;

fn parts(sentence: &Range<usize>) -> Vec<Range<usize>> {
    let end = sentence.end;
    sentence.clone().step_by(LONGEST).map(|start| start..(start + LONGEST).min(end)).collect()
}

/// Whether a full stop belongs to an abbreviation or an initial, so that the sentence goes on.
fn goes_on(piece: &str, tokens: &[Token], grammar: &Grammar) -> bool {
    if !piece.trim_end().ends_with('.') {
        // A break that no mark makes: a line's end inside a text.
        return !piece.trim_end().ends_with(['!', '?', '…', '。', '”', '"', ')', '»', '’', '\'', ':', ']'])
            && !piece.ends_with("\n\n");
    }
    let Some(last) = last_word(tokens) else { return false };
    let initial = last.capital && last.lower.chars().count() == 1 && last.lower != "i";
    // "Quay Lines Ltd. The port": before a capital letter only titles go on.
    let ends = ["inc", "ltd", "co", "corp", "jr", "sr", "a.m", "etc"].contains(&last.lower.as_str());
    initial || grammar.abbreviations.contains(&last.lower.as_str()) && !ends
}

/// The last word, if it stands near the end.
fn last_word(tokens: &[Token]) -> Option<&Token> {
    tokens.iter().rev().take(8).find(|token| token.word)
}

/// Marks what stands between quotation marks, and what the caller says is kept as it is.
pub(super) fn mark(text: &str, tokens: &mut [Token], verbatim: &[Range<usize>]) {
    let (quotations, verbatim) = (quotations(text), outermost(verbatim.to_vec()));
    for token in tokens.iter_mut() {
        token.quoted = within(&quotations, &token.range);
        token.verbatim = within(&verbatim, &token.range);
    }
}

/// Whether one of some sorted ranges that do not overlap holds a place.
fn within(ranges: &[Range<usize>], place: &Range<usize>) -> bool {
    let at = ranges.partition_point(|range| range.start <= place.start);
    at > 0 && place.end <= ranges[at - 1].end
}

/// Sorted, and what stands inside another left out.
fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match kept.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => kept.push(range),
        }
    }
    kept
}

/// How many quotations may stand in each other.
const DEEPEST: usize = 16;

/// What stands between quotation marks, the marks included. A mark that is never closed opens
/// nothing: a quotation that is not one would hide everything after it.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let end = at + c.len_utf8();
        let mut close = |openers: &[char], open: &mut Vec<(char, usize)>| {
            let Some(place) = open.iter().rposition(|(mark, _)| openers.contains(mark)) else { return false };
            found.push(open[place].1..end);
            open.truncate(place);
            true
        };
        match c {
            // A paragraph's end closes nothing, and opens nothing further.
            '\n' if next == '\n' => open.clear(),
            '“' if close(&['„', '‟'], &mut open) => {}
            '“' | '„' | '‟' | '«' => open.push((c, at)),
            '”' => _ = close(&['“', '„', '‟'], &mut open),
            '»' => _ = close(&['«'], &mut open),
            // After a figure it is inches, unless it closes something.
            '"' if !close(&['"'], &mut open) && !before.is_ascii_digit() => open.push((c, at)),
            _ => {}
        }
        // Nobody nests deeper.
        if open.len() > DEEPEST {
            open.remove(0);
        }
        before = c;
    }
    let found = outermost(found);
    let single = in_single_marks(text, &found);
    outermost(found.into_iter().chain(single).collect())
}

/// What stands between single quotation marks, outside the others. Apostrophes look the same: one opens
/// only before a word, and not where a figure or a known short form follows (`'68`, `'tis`); one closes
/// only behind a word or mark. Behind a plural (`the clerks' pay`) it closes only if no other does.
fn in_single_marks(text: &str, others: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The mark that closes, the place where it opened, the end where it would close behind a plural.
    let mut open: Option<(char, usize, Option<usize>)> = None;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next().unwrap_or(' ');
        let outside = !within(others, &(at..at + c.len_utf8()));
        let opens = outside
            && !before.is_alphanumeric()
            && match c {
                '‘' => next.is_alphanumeric() || opening(next),
                '\'' => (next.is_alphabetic() || opening(next)) && !is_clipped(rest),
                _ => false,
            };
        if c == '\n' && next == '\n' {
            found.extend(open.take().and_then(|(_, start, end)| Some(start..end?)));
        } else if opens {
            // What was open ends where it may end at all.
            found.extend(open.take().and_then(|(_, start, end)| Some(start..end?)));
            open = Some((if c == '‘' { '’' } else { '\'' }, at, None));
        } else if let Some((mark, start, weak)) = &mut open
            && *mark == c
            && outside
            && !next.is_alphanumeric()
            && !before.is_whitespace()
        {
            let end = at + c.len_utf8();
            let owner = before == 's' && next.is_whitespace() && rest.trim_start().starts_with(char::is_alphanumeric);
            if owner {
                weak.get_or_insert(end);
            } else {
                found.push(*start..end);
                open = None;
            }
        }
        before = c;
    }
    found.extend(open.and_then(|(_, start, end)| Some(start..end?)));
    found
}

/// A mark that opens a quotation in a quotation.
fn opening(c: char) -> bool {
    matches!(c, '“' | '"' | '«' | '„' | '[' | '(' | '…')
}

/// Words that begin with an apostrophe.
const CLIPPED: &[&str] =
    &["tis", "twas", "twere", "twill", "em", "til", "till", "cause", "round", "bout", "n", "s", "t"];

fn is_clipped(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    CLIPPED.contains(&word.to_lowercase().as_str())
}

/// The tokens that a range of bytes covers.
pub(super) fn covered(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let start = tokens.partition_point(|token| token.range.start < range.start);
    let end = tokens.partition_point(|token| token.range.end <= range.end);
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::super::grammar::{self, Language};
    use super::*;

    fn split(text: &str, language: Language) -> Vec<String> {
        let (tokens, sentences) = segment(text, grammar::of(language));
        sentences
            .into_iter()
            .map(|s| text[tokens[s.start].range.start..tokens[s.end - 1].range.end].to_owned())
            .collect()
    }

    #[test]
    fn sentences_know_abbreviations() {
        let found =
            split("Mr. J. Smith paid V$2.5 million, see para. 4 and No. 7. It rained. Who came?", Language::English);
        assert_eq!(found, ["Mr. J. Smith paid V$2.5 million, see para. 4 and No. 7.", "It rained.", "Who came?"]);
        let found = split("M. Dupont a écrit le 3 mai. L'art. 4 suffit.", Language::French);
        assert_eq!(found, ["M. Dupont a écrit le 3 mai.", "L'art. 4 suffit."]);
    }

    #[test]
    fn hyphens_and_elisions_part_words() {
        let words = |text, language| {
            segment(text, grammar::of(language)).0.into_iter().map(|token| token.lower).collect::<Vec<_>>()
        };
        assert_eq!(words("a so-called – thing", Language::English), ["a", "so", "called", "–", "thing"]);
        assert_eq!(words("l’opposition d'hier", Language::French), ["l", "opposition", "d", "hier"]);
    }

    #[test]
    fn quotations_are_found() {
        let of = |text: &'static str| quotations(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        let text = "He said “it’s brutal” and 'x' and \"so\" and “never closed";
        assert_eq!(of(text), ["“it’s brutal”", "'x'", "\"so\""]);
        assert_eq!(of("He wrote 'it's not the clerks' pay', and left."), ["'it's not the clerks' pay'"]);
        assert_eq!(
            of("‘We paid the clerks’ was all. ‘Nobody’s pay fell’."),
            ["‘We paid the clerks’", "‘Nobody’s pay fell’"]
        );
        assert_eq!(
            of("It 'paid the clerks' and “it's so”; 'he said \"no\" to it'"),
            ["'paid the clerks'", "“it's so”", "'he said \"no\" to it'"]
        );
    }

    #[test]
    fn apostrophes_are_no_quotation_marks() {
        for text in [
            "The clerks' pay and the companies' debts; it's James' boat, isn't it?",
            "In the '90s the clerks' pay fell, and '68 was Jones' year.",
            "'Tis the season of the clerks' and the owners' rights.",
            "L'opposition d'hier n'a pas dit qu'elle l'aurait jusqu'ici, aujourd'hui.",
            "The masters’ plans and the clerks’ pay; rock 'n' roll.",
            "The bar is 5' 10\" deep, the other 6'.",
        ] {
            assert!(quotations(text).is_empty(), "{text}: {:?}", quotations(text));
        }
    }
}
