//! Spaces that must not end a line, as French asks for before `;` and inside `« »`.

use super::words::Words;

const NARROW: char = '\u{202F}';
const WIDE: char = '\u{A0}';

/// The text with the spaces that its language wants between the same words.
pub(super) fn spaced(text: &str, words: &Words) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        out.push(match letter {
            ' ' | WIDE | NARROW => space(&text[..at], &text[at + letter.len_utf8()..], words).unwrap_or(letter),
            other => other,
        });
    }
    out
}

/// The space between two parts of a text, where the language wants a certain one.
fn space(before: &str, after: &str, words: &Words) -> Option<char> {
    let spacing = &words.spacing;
    let is = |letter: Option<char>, marks: &str| letter.is_some_and(|letter| marks.contains(letter));
    let (last, next) = (before.chars().next_back(), after.chars().next());
    if is(next, &spacing.narrow_before) {
        return Some(NARROW);
    }
    if is(next, &spacing.before) || is(last, &spacing.after) {
        return Some(WIDE);
    }
    if spacing.digits && groups(before, after) {
        return Some(NARROW);
    }
    if spacing.days && is_day(before) && words.dates.months.iter().any(|month| after.starts_with(month.as_str())) {
        return Some(WIDE);
    }
    let figure = next.is_some_and(|next| next.is_ascii_digit());
    let word = before.rsplit([' ', '(', WIDE, NARROW]).next().unwrap_or_default();
    (figure && spacing.before_number.iter().any(|other| other == word)).then_some(WIDE)
}

/// Whether a space stands between groups of a number: one to three digits before it, just three behind.
fn groups(before: &str, after: &str) -> bool {
    let digits = |letters: &mut dyn Iterator<Item = char>| letters.take_while(char::is_ascii_digit).count();
    digits(&mut after.chars()) == 3 && (1..=3).contains(&digits(&mut before.chars().rev()))
}

/// Whether a text ends with a day of the month: `12`, `1er`.
fn is_day(before: &str) -> bool {
    let number = before.strip_suffix("er").unwrap_or(before);
    let digits = number.chars().rev().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
}

#[cfg(test)]
mod tests {
    use crate::locale::Locale;

    #[test]
    fn french_marks_keep_their_spaces() {
        let fr = Locale::new("fr", None).unwrap();
        for (written, spaced) in [
            ("non ; oui !", "non\u{202f}; oui\u{202f}!"),
            ("Relu : « vrai »", "Relu\u{a0}: «\u{a0}vrai\u{a0}»"),
            ("14,9 % de 2 240 000", "14,9\u{a0}% de 2\u{202f}240\u{202f}000"),
            ("déjà\u{a0}; là", "déjà\u{202f}; là"),
            ("en 2021 300 navires", "en 2021 300 navires"),
            ("le 1er mai et le 12 juin 2023", "le 1er\u{a0}mai et le 12\u{a0}juin 2023"),
            ("(p. 12, chef 2)", "(p.\u{a0}12, chef\u{a0}2)"),
            ("https://e.example/a?b;c", "https://e.example/a?b;c"),
        ] {
            assert_eq!(fr.spaced(written), spaced);
        }
        let en = Locale::new("en", None).unwrap();
        assert_eq!(en.spaced("a ; b 240 000 p. 2 on 1 May"), "a ; b 240 000 p. 2 on 1 May");
    }
}
