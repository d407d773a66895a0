//! Legal proceedings as rows of a table: one for each defendant and count.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::statements::name;
use super::{Name, Telling, left_out};
use crate::locale::Locale;
use crate::model::{self, Source, Text};
use crate::resolve::Notes;

/// A case before one court.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proceeding {
    /// The name to link to.
    pub anchor: String,
    /// The name of the case.
    pub title: String,
    /// Criminal, civil or administrative.
    pub kind: String,
    /// The court or body.
    pub court: String,
    /// The docket or file number.
    pub docket: Option<String>,
    /// The day for which it holds, in words.
    pub as_of: String,
    /// One row a defendant and count.
    pub rows: Vec<CountRow>,
    /// What the reader should know besides.
    pub note: Option<String>,
}

/// One defendant and one count.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CountRow {
    /// The defendant; on every row, so that no outcome stands without its name on a new page.
    pub defendant: Option<Name>,
    /// The count's number.
    pub number: Option<String>,
    /// The number with its word: "count 2", "counts 3–4".
    pub label: Option<String>,
    /// The charge, with its provision.
    pub charge: String,
    /// Where it stands: "convicted".
    pub status: String,
    /// Since when, in words.
    pub date: Option<String>,
    /// "according to the Courier", where no record of it was consulted.
    pub attribution: Option<String>,
    /// Sentence, terms and the like.
    pub note: Option<String>,
    /// Where that is recorded.
    pub notes: Vec<usize>,
}

pub(super) fn proceeding(telling: Telling<'_>, proceeding: &model::Proceeding, notes: &mut Notes) -> Proceeding {
    let Telling { resolved, locale } = telling;
    let mut rows = Vec::new();
    for defendant in &proceeding.defendants {
        for (at, count) in defendant.counts.iter().enumerate() {
            let cited = count.evidence.iter().filter_map(|citation| {
                let source = resolved.index.source(&citation.source)?;
                Some(notes.cite(source, citation.locator.as_ref().map(Text::folded)))
            });
            let mut cited: Vec<_> = cited.collect();
            cited.sort_unstable();
            cited.dedup();
            let provision = count.provision.as_ref().map(|provision| format!(" ({})", provision.folded()));
            let tellers = resolved.told_by(count);
            rows.push(CountRow {
                // The native form once is enough; the name stands on every row.
                defendant: name(telling, &defendant.party).map(|name| match at {
                    0 => name,
                    _ => Name { native: None, ..name },
                }),
                label: count.number.as_ref().map(|number| count_label(locale, &number.folded())),
                number: count.number.as_ref().map(Text::folded),
                charge: format!("{}{}", count.charge.folded(), provision.unwrap_or_default()),
                status: locale.legal_status(count.status).to_owned(),
                date: count.date.map(|date| locale.partial_date(date)),
                attribution: attribution(
                    locale,
                    tellers.sources.iter().map(|source| voice(telling, source)).collect(),
                    tellers.latest_only,
                ),
                note: match left_out::of_count(telling, &proceeding.id, &defendant.party, at) {
                    Some(left_out) => Some(left_out),
                    None => count.note.as_ref().map(Text::folded),
                },
                notes: cited,
            });
        }
    }
    Proceeding {
        anchor: proceeding.id.to_string(),
        title: proceeding.title.folded(),
        kind: locale.proceeding(proceeding.r#type).to_owned(),
        court: proceeding.court.folded(),
        docket: proceeding.docket.as_ref().map(Text::folded),
        as_of: locale.long_date(proceeding.as_of),
        rows,
        note: proceeding.note.as_ref().map(Text::folded),
    }
}

/// Whose words a source's are.
fn voice(telling: Telling<'_>, source: &Source) -> String {
    let issuer = source.issued_by.as_ref().and_then(|id| name(telling, id)).map(|name| name.name);
    issuer.unwrap_or_else(|| source.voice().folded())
}

/// Who tells an outcome that no record confirms.
///
/// With `latest_only` a court's own paper was consulted on an earlier stage.
pub(super) fn attribution(locale: &Locale, mut names: Vec<String>, latest_only: bool) -> Option<String> {
    let phrase = if latest_only { "latest_according_to" } else { "according_to" };
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    (!names.is_empty()).then(|| locale.fill(phrase, &[("names", &locale.list(&names))]))
}

/// What a count is called by its number: "count 2", "counts 3–4". What is a word already ("Case 5") stands
/// alone.
pub(super) fn count_label(locale: &Locale, number: &str) -> String {
    match Numbers::of(number) {
        Numbers::Named => number.to_owned(),
        Numbers::One => locale.fill("change_count", &[("number", number)]),
        Numbers::Several => locale.fill("change_counts", &[("number", number)]),
    }
}

/// What stands where a count's number stands.
#[derive(Debug, PartialEq, Eq)]
enum Numbers {
    One,
    Several,
    /// A number with its own word before it.
    Named,
}

impl Numbers {
    fn of(text: &str) -> Self {
        let text = text.trim();
        let is_number = |part: &str| {
            let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let roman = part.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
            let letter = part.chars().count() == 1 && part.chars().all(char::is_uppercase);
            !part.is_empty() && (roman || letter || (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())))
        };
        let is_word = |part: &str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
        let mut words = text.split_whitespace();
        if let (Some(first), Some(second)) = (words.next(), words.next())
            && is_word(first)
            && !is_number(first)
            && second.split(['–', '-', ',', ';']).next().is_some_and(is_number)
        {
            return Self::Named;
        }
        // "2-A" is one number, "2-3" are two.
        let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | ',' | ';' | '&'));
        let counted = parts.map(|part| match part.split_once('-') {
            Some((from, to)) if is_number(from) && is_number(to) && same_sort(from, to) => 2,
            _ => usize::from(is_number(part)),
        });
        if counted.sum::<usize>() > 1 { Self::Several } else { Self::One }
    }
}

/// Whether both are figures, or both letters.
fn same_sort(from: &str, to: &str) -> bool {
    let figures = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    figures(from) == figures(to)
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn a_range_or_a_list_is_several_counts() {
        for several in ["3–4", "3-4", "1, 3", "1 and 3", "2 bis 5", "I–III", "I-III", "1A–1C", "1 & 2"] {
            assert_eq!(Numbers::of(several), Numbers::Several, "{several}");
        }
        for one in ["1", "1A", "2-A", "IV", "One", "S1-2b", "14"] {
            assert_eq!(Numbers::of(one), Numbers::One, "{one}");
        }
        for named in ["Case 5", "Charge II", "Anklage A", "Counts 3–4"] {
            assert_eq!(Numbers::of(named), Numbers::Named, "{named}");
        }
    }
}
