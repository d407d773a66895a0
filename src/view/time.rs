//! Dated findings along a line of time, and how many findings have which status.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Name, Status, Telling, statements};
use crate::model::{self, PartialDate};

/// Dated findings along a line of time.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Timeline {
    /// The picture in words, for those who do not see it.
    pub alt: String,
    /// The years marked on the line.
    pub years: Vec<Mark>,
    /// The findings, the earliest first.
    pub events: Vec<Event>,
    /// How many rows the marks of findings need so that none covers another.
    pub rows: usize,
}

/// A year on the line.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Mark {
    /// The year.
    pub label: String,
    /// Where it begins, from 0 at the left end to 1 at the right.
    pub at: f64,
}

/// A dated finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Event {
    /// The finding's id, to link to.
    pub id: String,
    /// The date in words.
    pub date: String,
    /// What heads the finding, or its text where nothing does.
    pub title: String,
    /// Its status.
    pub status: Status,
    /// Who asserts it.
    pub asserted_by: Vec<Name>,
    /// Where it stands, from 0 at the left end to 1 at the right.
    pub at: f64,
    /// The row of its mark, from 0.
    pub row: usize,
    /// Whether only its year is known; it stands in the middle of it.
    pub year_only: bool,
}

/// How many findings have which status.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatusOverview {
    /// The picture in words, for those who do not see it.
    pub alt: String,
    /// How many findings there are.
    pub total: usize,
    /// The statuses that occur, the strongest first.
    pub bars: Vec<Bar>,
}

/// A status with its number of findings.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Bar {
    /// The status.
    pub status: Status,
    /// How many findings have it.
    pub count: usize,
}

/// How much of the line the mark of a finding covers, with its id.
const WIDTH: f64 = 0.075;

/// The line of time of the findings at some positions; nothing where fewer than two have a date.
pub(super) fn timeline(telling: Telling<'_>, told: &[usize]) -> Option<Timeline> {
    let resolved = telling.resolved;
    let mut dated: Vec<(f64, PartialDate, usize)> = told
        .iter()
        .filter_map(|&at| {
            let date = resolved.loaded.findings[at].value.date?;
            Some((year(date), date, at))
        })
        .collect();
    dated.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
    let (first, last) = (dated.first()?.0.floor(), dated.last()?.0.floor() + 1.0);
    if dated.len() < 2 {
        return None;
    }
    let span = last - first;
    // The last mark still ends on the page.
    let places: Vec<f64> = dated.iter().map(|(when, ..)| ((when - first) / span).min(1.0 - WIDTH)).collect();
    let rows = rows(&places);
    let mut events = Vec::new();
    for ((&(_, date, at), place), row) in dated.iter().zip(places).zip(&rows) {
        let finding = &resolved.loaded.findings[at].value;
        events.push(Event {
            id: finding.id.to_string(),
            date: telling.locale.partial_date(date),
            title: finding.title.as_ref().unwrap_or(&finding.text).folded(),
            status: telling.status(resolved.standings[at].status()),
            asserted_by: statements::asserters(telling, finding),
            at: place,
            row: *row,
            year_only: date.month.is_none(),
        });
    }
    // On a long line not every year is named.
    let step = (span / 12.0).ceil().max(1.0);
    let mut years = Vec::new();
    let mut at = first;
    while at <= last {
        years.push(Mark { label: format!("{at:.0}"), at: (at - first) / span });
        at += step;
    }
    let gaps = [
        ("number", events.len().to_string()),
        ("first", events.first().map(|event| event.date.clone()).unwrap_or_default()),
        ("last", events.last().map(|event| event.date.clone()).unwrap_or_default()),
    ];
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(Timeline {
        alt: telling.locale.fill("timeline_alt", &gaps),
        years,
        events,
        rows: rows.iter().max().map_or(0, |row| row + 1),
    })
}

/// The row of each mark, for places in rising order. A mark stands over every later one that it would
/// reach, so that no line down to the axis runs through another mark's id.
fn rows(places: &[f64]) -> Vec<usize> {
    let mut rows = vec![0; places.len()];
    for (at, place) in places.iter().enumerate().rev() {
        let reached = places[at + 1..].iter().zip(&rows[at + 1..]).take_while(|(other, _)| **other < place + WIDTH);
        rows[at] = reached.map(|(_, row)| row + 1).max().unwrap_or(0);
    }
    rows
}

/// How the statuses of the findings at some positions are spread.
pub(super) fn overview(telling: Telling<'_>, told: &[usize]) -> StatusOverview {
    let statuses: Vec<model::Status> = told.iter().map(|&at| telling.resolved.standings[at].status()).collect();
    let mut used = statuses.clone();
    used.sort_unstable();
    used.dedup();
    let bars: Vec<Bar> = used
        .into_iter()
        .map(|status| Bar {
            status: telling.status(status),
            count: statuses.iter().filter(|other| **other == status).count(),
        })
        .collect();
    let words: Vec<String> =
        bars.iter().map(|bar| format!("{} {}", bar.status.label.to_lowercase(), bar.count)).collect();
    let alt = telling
        .locale
        .fill("overview_alt", &[("total", &statuses.len().to_string()), ("list", &telling.locale.list(&words))]);
    StatusOverview { alt, total: statuses.len(), bars }
}

/// A date as a number of years; the middle of what it leaves open.
fn year(date: PartialDate) -> f64 {
    let month = date.month.map_or(5.5, |month| f64::from(month) - 1.0);
    let day = match (date.month, date.day) {
        (Some(_), Some(day)) => f64::from(day) - 1.0,
        _ => 15.0,
    };
    f64::from(date.year) + (month + day / 31.0) / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_that_are_far_apart_stand_in_one_row() {
        assert_eq!(rows(&[0.0, 0.5, 0.9]), [0, 0, 0]);
        assert_eq!(rows(&[0.0, 0.01, 0.5]), [1, 0, 0]);
        // Three on one day, and one before them that reaches none of them.
        assert_eq!(rows(&[0.1, 0.3, 0.3, 0.3]), [0, 2, 1, 0]);
    }

    proptest! {
        #[test]
        fn no_line_runs_through_the_id_of_another_mark(mut places in prop::collection::vec(0.0..0.9f64, 1..40)) {
            places.sort_by(f64::total_cmp);
            let rows = rows(&places);
            for (a, one) in places.iter().enumerate() {
                for (b, other) in places.iter().enumerate().filter(|(b, _)| *b != a) {
                    let overlap = (one - other).abs() < WIDTH;
                    prop_assert!(!(overlap && rows[a] == rows[b]), "{a} and {b} share a place");
                    // The line of `b` goes down from its row at its place; `a` covers what is right of its own.
                    let crosses = rows[b] > rows[a] && other > one && *other < one + WIDTH;
                    prop_assert!(!crosses, "the line of {b} crosses {a}");
                }
            }
        }
    }
}
