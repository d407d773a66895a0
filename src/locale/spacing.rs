//! Spaces that must not end a line, as French asks for before `;` and inside `« »`.

use super::words::Spacing;

const NARROW: char = '\u{202F}';
const WIDE: char = '\u{A0}';

/// The text with the spaces that its language wants between the same words.
pub(super) fn spaced(text: &str, spacing: &Spacing) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let after = letters.get(at + 1).copied();
        out.push(match letter {
            ' ' | WIDE | NARROW => space(letter, &letters, at, before, after, spacing),
            other => other,
        });
    }
    out
}

fn space(
    written: char,
    letters: &[char],
    at: usize,
    before: Option<char>,
    after: Option<char>,
    spacing: &Spacing,
) -> char {
    let is = |letter: Option<char>, marks: &str| letter.is_some_and(|letter| marks.contains(letter));
    if is(after, &spacing.narrow_before) {
        NARROW
    } else if is(after, &spacing.before) || is(before, &spacing.after) {
        WIDE
    } else if spacing.digits && groups(letters, at) {
        NARROW
    } else {
        written
    }
}

/// Whether a space stands between groups of a number: a digit before it, just three behind it.
fn groups(letters: &[char], at: usize) -> bool {
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let behind = (at + 1..).take_while(|&at| digit(at)).count();
    let before = (0..at).rev().take_while(|&at| digit(at)).count();
    behind == 3 && (1..=3).contains(&before)
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
            ("14,9 % de 240 000", "14,9\u{a0}% de 240\u{202f}000"),
            ("déjà\u{a0}; là", "déjà\u{202f}; là"),
            ("en 2021 300 navires", "en 2021 300 navires"),
            ("le 12 2023", "le 12 2023"),
            ("https://e.example/a?b;c", "https://e.example/a?b;c"),
        ] {
            assert_eq!(fr.spaced(written), spaced);
        }
        let en = Locale::new("en", None).unwrap();
        assert_eq!(en.spaced("a ; b 240 000"), "a ; b 240 000");
    }
}
