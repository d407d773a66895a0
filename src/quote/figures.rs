//! The numbers of a text that are written in digits, in a form that every way to write them shares.

use std::collections::HashSet;

/// The figures of a text: the digits of each number without points, spaces and the zeros at its ends.
///
/// `2.1 million`, `2,100,000` and `2 100 000` have the figures `21`. So one wrong digit is seen
/// whatever the language of the text, and a number that is written in another way is not taken for
/// a wrong one.
pub fn figures(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut chars = text.chars().peekable();
    let mut number = String::new();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let inner = matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ' | '\'' | '’');
        let goes_on = inner && !number.is_empty() && chars.peek().is_some_and(char::is_ascii_digit);
        if !goes_on {
            found.extend(significant(&std::mem::take(&mut number)));
        } else if c == ' ' {
            // "on 46 2 ships" is two numbers, "412 500 000" is one: both are kept.
            found.extend(significant(&number));
        }
    }
    found.extend(significant(&number));
    found
}

/// The digits of one number without zeros at the ends.
fn significant(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let inner = digits.trim_matches('0');
    (!digits.is_empty()).then(|| if inner.is_empty() { "0".to_owned() } else { inner.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_the_same_however_they_are_written() {
        for text in ["2.1 million", "2,100,000", "2 100 000", "2.100.000", "V$2.10"] {
            assert!(figures(text).contains("21"), "{text}: {:?}", figures(text));
        }
        assert!(figures("46 days in 2021").contains("46") && figures("46 days in 2021").contains("2021"));
        assert!(!figures("1,500 people").contains("14"));
        assert!(figures("0 ships").contains("0") && figures("no ships").is_empty());
    }
}
