//! Numbers and dates in a text, in digits or in words.

use std::ops::Range;

use super::Text;
use super::grammar::{Grammar, Language};

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its words.
    pub words: Range<usize>,
    /// Its value, in a form that two languages share: `2100000`, `9.1`.
    pub value: String,
    /// What it is.
    pub sort: NumberSort,
    /// A unit or a noun that it counts stands beside it.
    pub has_unit: bool,
    /// It is written in digits.
    pub digits: bool,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberSort {
    /// Part of a date or a time.
    Date,
    /// A number of a page, a count, a docket: it names something.
    Label,
    /// A percentage.
    Percent,
    /// How much or how many.
    Quantity,
}

pub(super) fn numbers(text: &Text<'_>) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let found = if text.is_word(at) { in_digits(text, at).or_else(|| in_words(text, at)) } else { None };
        match found {
            Some((words, value, digits)) => {
                at = words.end;
                let sort = sort(text, &words, &value, digits);
                let has_unit = has_unit(text, &words);
                let value = format!("{}", (value * 1e6).round() / 1e6);
                numbers.push(Number { words, value, sort, has_unit, digits });
            }
            None => {
                if let Some(month) = month(text, at) {
                    numbers.push(Number {
                        words: at..at + 1,
                        value: format!("month {month}"),
                        sort: NumberSort::Date,
                        has_unit: true,
                        digits: false,
                    });
                }
                at += 1;
            }
        }
    }
    carry_labels(text, &mut numbers);
    numbers
}

/// "Counts 4 and 5": what names the first number names those that are listed with it.
fn carry_labels(text: &Text<'_>, numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let (before, here) = (&numbers[at - 1], &numbers[at]);
        let linked = (before.words.end..here.words.start).all(|word| {
            matches!(text.lower(word), "and" | "or" | "to" | "et" | "ou" | "à" | "," | "–" | "—" | "-" | "&")
        });
        if linked && here.has_unit && before.sort == here.sort {
            // "70 to 80 residents": one unit for both.
            numbers[at - 1].has_unit = true;
            continue;
        }
        if before.sort == NumberSort::Label && here.sort == NumberSort::Quantity && linked && !here.has_unit {
            numbers[at].sort = NumberSort::Label;
        }
    }
}

/// Whether a year or a whole date stands in a range of words.
pub(super) fn has_date(text: &Text<'_>, words: &Range<usize>) -> bool {
    words.clone().any(|word| is_year(text, word) || is_iso_date(text.lower(word)))
}

fn is_year(text: &Text<'_>, word: usize) -> bool {
    let lower = text.lower(word);
    lower.len() == 4 && lower.bytes().all(|b| b.is_ascii_digit()) && matches!(lower.parse(), Ok(1000..=2199))
}

fn is_iso_date(word: &str) -> bool {
    crate::text::is_date_like(word)
}

fn month(text: &Text<'_>, word: usize) -> Option<usize> {
    let lower = text.lower(word);
    let month = text.grammar().months.iter().position(|month| *month == lower)?;
    // "may" is a verb, "May" a month; in French months begin with a small letter.
    let is_month = text.is_capital(word) || text.grammar().language == Language::French;
    is_month.then_some(month + 1)
}

/// A number in digits, with groups of thousands that stand apart, and `million` after it.
fn in_digits(text: &Text<'_>, at: usize) -> Option<(Range<usize>, f64, bool)> {
    // "1er" is the first of a month in French.
    let lower = text.lower(at);
    let lower = lower.strip_suffix("er").filter(|day| *day == "1").unwrap_or(lower);
    // "The 1990s".
    let lower = lower.strip_suffix('s').filter(|decade| decade.len() == 4).unwrap_or(lower);
    if !lower.starts_with(|c: char| c.is_ascii_digit()) || lower.contains(|c: char| c.is_alphabetic()) {
        return None;
    }
    let french = text.grammar().language == Language::French;
    let mut written = lower.to_owned();
    let mut end = at + 1;
    // 412 500 000
    let short = |word: &str| word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
    while short(lower) && end < text.len() && text.lower(end).len() >= 3 && text.is_word(end) {
        let next = text.lower(end);
        let group = next.get(..3).is_some_and(|group| group.bytes().all(|b| b.is_ascii_digit()));
        let gap = text.text[text.bytes(&(end - 1..end)).end..text.bytes(&(end..end + 1)).start].chars().next();
        let joined = matches!(gap, Some('\u{a0}' | '\u{202f}' | '\u{2009}')) || (french && gap == Some(' '));
        if !(group && joined && (next.len() == 3 || next[3..].starts_with(','))) {
            break;
        }
        written.push_str(next);
        end += 1;
    }
    let grouped = written.matches(',').count() > 1 || (!french && written.contains(','));
    let plain = match (grouped, french) {
        (true, _) => written.replace(',', ""),
        (false, true) => written.replace(',', "."),
        (false, false) => written,
    };
    let value: f64 = plain.parse().ok()?;
    let mut value = value;
    while let Some(&(_, magnitude)) = text.grammar().magnitudes.iter().find(|(word, _)| *word == text.lower(end)) {
        // "100" after "pour" is a percentage, told apart later.
        value *= magnitude as f64;
        end += 1;
    }
    Some((at..end, value, true))
}

/// A number in words: "forty-two", "deux mille".
fn in_words(text: &Text<'_>, at: usize) -> Option<(Range<usize>, f64, bool)> {
    let (end, value) = value_in_words(&|word| text.lower(word), text.len(), at, text.grammar())?;
    Some((at..end, value as f64, false))
}

/// The value of a number in words that begins at a place, and the place after it. `lower` gives a word
/// in small letters; hyphens are none.
pub(super) fn value_in_words<'a>(
    lower: &dyn Fn(usize) -> &'a str,
    len: usize,
    at: usize,
    grammar: &Grammar,
) -> Option<(usize, u64)> {
    let value_of = |word: usize| {
        let lower = lower(word);
        let all = grammar.numerals.iter().chain(grammar.magnitudes);
        let single = lower.strip_suffix('s').unwrap_or(lower);
        all.filter(|(numeral, _)| *numeral == lower || *numeral == single).map(|&(_, value)| value).next()
    };
    let first = value_of(at)?;
    // A magnitude alone, as in "per cent" or "thousands of", is no number.
    if first >= 100 && !(first <= 1_000 && grammar.language == Language::French) {
        return None;
    }
    if at > 0 && matches!(lower(at - 1), "pour" | "per") {
        return None;
    }
    let (mut sum, mut current, mut end) = if first >= 1_000 { (first, 0, at + 1) } else { (0u64, first, at + 1) };
    while end < len {
        let joins = matches!(lower(end), "and" | "et") && current >= 20 && value_of(end + 1).is_some_and(|v| v < 100);
        let next = if joins { end + 1 } else { end };
        let Some(value) = value_of(next) else { break };
        current = match value {
            20 if current == 4 => 80,
            value if value >= 1_000 => {
                sum = sum.saturating_add(current.max(1).saturating_mul(value));
                0
            }
            100 if current < 100 => current.max(1) * 100,
            value if current % 10 == 0 && current > 0 || current == 0 || (current >= 60 && value < 20) => {
                current + value
            }
            _ => break,
        };
        end = next + 1;
    }
    Some((end, sum.saturating_add(current)))
}

fn sort(text: &Text<'_>, words: &Range<usize>, value: &f64, digits: bool) -> NumberSort {
    let before = words.start.checked_sub(1);
    let after = words.end;
    let percent = |at: usize| {
        text.grammar()
            .percent
            .iter()
            .any(|phrase| phrase.iter().enumerate().all(|(i, word)| text.lower(at + i) == *word))
    };
    if percent(after) {
        return NumberSort::Percent;
    }
    let written = text.words(words);
    let is_month = |at: usize| month(text, at).is_some();
    let time = digits && text.lower(after) == ":" && text.lower(after + 1).len() == 2
        || before.is_some_and(|at| text.lower(at) == ":" && at > 0 && text.lower(at - 1).len() <= 2);
    let year = digits && words.len() == 1 && is_year(text, words.start);
    let day = digits && *value <= 31.0 && (is_month(after) || before.is_some_and(is_month));
    if year || day || time && digits || written.contains(':') || is_iso_date(written) {
        return NumberSort::Date;
    }
    let label = before.is_some_and(|at| {
        let lower = text.lower(at);
        text.grammar().labels.contains(&lower)
            || matches!(lower, "–" | "—" | "/" | "(" | "º")
                && before > Some(0)
                && text.grammar().labels.contains(&text.lower(at - 1))
    });
    // "CR 2024/17", "F-016", "2019/7" name something as well.
    let start = text.bytes(words).start;
    let glued = text.text[..start].chars().next_back().is_some_and(|c| matches!(c, '-' | '/' | '#' | '§' | '¶' | '_'))
        || text.text[text.bytes(words).end..].starts_with(['/', '_']);
    if label || glued || is_named_by(text, words) { NumberSort::Label } else { NumberSort::Quantity }
}

/// "Pier 4 under": a number that follows its noun and counts nothing is a name.
fn is_named_by(text: &Text<'_>, words: &Range<usize>) -> bool {
    let Some(before) = words.start.checked_sub(1).filter(|&at| text.is_word(at)) else { return false };
    let lower = text.lower(before);
    let grammar = text.grammar();
    let verb = grammar.verb_endings.iter().any(|ending| lower.ends_with(ending))
        || grammar.verb_forms.contains(&lower)
        || lower.ends_with("ly");
    let small = grammar.no_units.contains(&lower)
        || grammar.before_nouns.contains(&lower)
        || matches!(
            lower,
            "about"
                | "least"
                | "most"
                | "nearly"
                | "almost"
                | "only"
                | "some"
                | "over"
                | "environ"
                | "moins"
                | "plus"
                | "près"
        );
    !verb && !small && !has_unit(text, words) && !text.is_named(before)
}

/// What it counts stands after it, or a currency before it.
fn has_unit(text: &Text<'_>, words: &Range<usize>) -> bool {
    let start = text.bytes(words).start;
    let currency =
        text.text[..start].chars().next_back().is_some_and(|c| matches!(c, '$' | '€' | '£' | '¥' | '₴' | '₽'));
    let next = words.end;
    let noun = next < text.len()
        && (text.is_word(next) && !text.grammar().no_units.contains(&text.lower(next))
            || matches!(text.lower(next), "%" | "€" | "$" | "£" | "°" | "″" | "′" | "‰" | "“" | "\""));
    let of = text.lower(next) == "of" || (text.lower(next) == "de" && text.grammar().language == Language::French);
    currency || noun || of
}
