//! Words and sentences (Unicode UAX #29), with what the standard leaves to languages: abbreviations,
//! elisions, hyphens; and which words are somebody else's.

use std::ops::Range;

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
        if piece.chars().all(char::is_whitespace) || (is_hyphen(piece) && joins(text, start, piece)) {
            continue;
        }
        let word = piece.chars().any(char::is_alphanumeric);
        // French elisions are two words: l'opposition.
        let mut from = start;
        if word && grammar.elides {
            while let Some(at) = text[from..start + piece.len()].find(['\'', '’']) {
                push(&mut tokens, text, from..from + at, true);
                from += at + text[from + at..].chars().next().map_or(1, char::len_utf8);
            }
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
    tokens.push(Token {
        lower: written.to_lowercase().replace('’', "'"),
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
    let mut open = false;
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
        match sentences.last_mut() {
            Some(last) if open || small => last.end = next,
            _ => sentences.push(first..next),
        }
        // What is quoted belongs to the sentence that quotes it.
        let inside = quotations.iter().any(|quoted| quoted.start < end && end < quoted.end);
        open = inside || goes_on(piece, &tokens[..next], grammar);
    }
    sentences
}

/// Whether a full stop belongs to an abbreviation or an initial, so that the sentence goes on.
fn goes_on(piece: &str, tokens: &[Token], grammar: &Grammar) -> bool {
    if !piece.trim_end().ends_with('.') {
        // A break that no mark makes: a line's end inside a text.
        return !piece.trim_end().ends_with(['!', '?', '…', '。', '”', '"', ')', '»', '’', '\'', ':', ']'])
            && !piece.ends_with("\n\n");
    }
    let mut words = tokens.iter().rev().filter(|token| token.word);
    let Some(last) = words.next() else { return false };
    let initial = last.capital && last.lower.chars().count() == 1 && last.lower != "i";
    initial || grammar.abbreviations.contains(&last.lower.as_str())
}

/// Marks what stands between quotation marks, and what the caller says is kept as it is.
pub(super) fn mark(text: &str, tokens: &mut [Token], verbatim: &[Range<usize>]) {
    let quotations = quotations(text);
    for token in tokens.iter_mut() {
        token.quoted = within(&quotations, &token.range);
        token.verbatim = within(verbatim, &token.range);
    }
}

fn within(ranges: &[Range<usize>], place: &Range<usize>) -> bool {
    ranges.iter().any(|range| range.start <= place.start && place.end <= range.end)
}

/// What stands between quotation marks, the marks included. A mark that is never closed opens
/// nothing: a quotation that is not one would hide everything after it.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, open)) = chars.next() {
        let close = match open {
            '“' | '„' | '‟' => ['”', '“'],
            '«' => ['»', '»'],
            '"' => ['"', '"'],
            '‘' => ['’', '’'],
            _ => continue,
        };
        let rest = &text[start + open.len_utf8()..];
        let end = rest.char_indices().find(|&(at, c)| {
            close.contains(&c)
                // An apostrophe inside a word closes nothing.
                && !(c == '’' && rest[at + c.len_utf8()..].starts_with(char::is_alphanumeric))
        });
        if let Some((at, c)) = end {
            let end = start + open.len_utf8() + at + c.len_utf8();
            found.push(start..end);
            while chars.peek().is_some_and(|(next, _)| *next < end) {
                chars.next();
            }
        }
    }
    found
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
        let text = "He said “it’s brutal” and 'x' and \"so\" and “never closed";
        let found: Vec<_> = quotations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["“it’s brutal”", "\"so\""]);
    }
}
