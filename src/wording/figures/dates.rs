//! Reading the dates of a text.

use std::ops::Range;

use super::super::grammar::Language;
use super::read::{LINKS, Reader};
use super::tokens::{Sort, Token};
use super::{Date, Figure, Value};

/// Endings of a day: `3rd`, `1er`.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "e", "ème", "º"];
/// Short names of months.
const SHORT_MONTHS: &[(&str, u8)] = &[
    ("jan", 1),
    ("janv", 1),
    ("feb", 2),
    ("févr", 2),
    ("mar", 3),
    ("apr", 4),
    ("avr", 4),
    ("jun", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("sep", 9),
    ("sept", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("déc", 12),
];
/// Nobody lists more days before their month.
const MOST_DAYS: usize = 12;

impl Reader<'_> {
    fn month(&self, at: usize) -> Option<u8> {
        let token = self.tokens.get(at).filter(|token| token.sort == Sort::Word)?;
        let capital = token.written.starts_with(char::is_uppercase);
        let full = self.grammars.iter().find_map(|grammar| {
            let month = grammar.months.iter().position(|month| *month == token.lower)?;
            // "may" is a verb, "May" a month.
            (capital || grammar.language == Language::French).then_some(month + 1)
        });
        let short = || SHORT_MONTHS.iter().find(|(short, _)| *short == token.lower).map(|(_, month)| *month);
        full.and_then(|month| u8::try_from(month).ok()).or_else(short)
    }

    /// A day with its ending, and the place after it.
    fn day(&self, at: usize) -> Option<(u8, usize)> {
        let day = self.tokens.get(at)?.day()?;
        let ending = self.is_close(at + 1) && ORDINALS.contains(&self.lower(at + 1));
        Some((day, at + 1 + usize::from(ending)))
    }

    /// A year behind a comma or a small word, and the place after it.
    fn year(&self, at: usize) -> (Option<i32>, usize) {
        let skipped = at + usize::from(matches!(self.lower(at), "," | "." | "of" | "de"));
        match self.tokens.get(skipped).and_then(Token::year) {
            Some(year) => (Some(year), skipped + 1),
            None => (None, at),
        }
    }

    fn push_date(&mut self, tokens: Range<usize>, dates: &[Date]) {
        let readings = dates.iter().map(|date| vec![Value::Date(*date)]).collect();
        let bytes = self.bytes(tokens);
        let is_slight = dates.iter().all(|date| date.year.is_none() && date.day.is_none());
        self.out.figures.push(Figure { bytes, is_date: true, is_slight, is_glued: false, readings });
    }

    /// A date, or days that share a month; the place after it.
    pub(super) fn date(&mut self, at: usize) -> Option<usize> {
        if let Some((end, dates)) = self.date_in_digits(at) {
            self.push_date(at..end, &dates);
            return Some(end);
        }
        if let Some(month) = self.month(at) {
            return self.month_first(at, month);
        }
        // 3 May 2023; 3, 4 and 5 May 2023; 3–7 May 2023
        let mut days = vec![self.day(at).map(|(day, end)| (at..end, day))?];
        let mut end = days.first()?.0.end;
        let month = loop {
            let named = end + usize::from(matches!(self.lower(end), "of" | "."));
            if let Some(month) = self.month(named) {
                end = named + 1;
                break month;
            }
            if !LINKS.contains(&self.lower(end)) || days.len() > MOST_DAYS {
                return None;
            }
            let next = end + 1 + usize::from(matches!(self.lower(end + 1), "and" | "or" | "the" | "le"));
            let (day, after) = self.day(next)?;
            days.push((next..after, day));
            end = after;
        };
        let (year, after) = self.year(end);
        let last = days.len() - 1;
        for (number, (tokens, day)) in days.into_iter().enumerate() {
            let tokens = if number == last { tokens.start..after } else { tokens };
            self.push_date(tokens, &[Date { year, month: Some(month), day: Some(day) }]);
        }
        Some(after)
    }

    /// May 2023; May 3, 2023; May 3 and 4, 2023; May
    fn month_first(&mut self, at: usize, month: u8) -> Option<usize> {
        let date = |year, day| Date { year, month: Some(month), day };
        let dot = at + 1 + usize::from(self.lower(at + 1) == "." && self.is_close(at + 1));
        let Some((day, mut end)) = self.day(dot) else {
            let (year, end) = self.year(dot);
            // Alone it is told only where it cannot be anything else.
            if year.is_some() || SHORT_MONTHS.iter().all(|(short, _)| *short != self.lower(at)) {
                self.push_date(at..end.max(at + 1), &[date(year, None)]);
                return Some(end.max(at + 1));
            }
            return None;
        };
        let mut days = vec![(at..end, day)];
        while LINKS.contains(&self.lower(end)) && self.lower(end) != "," {
            let Some((day, after)) = self.day(end + 1) else { break };
            days.push((end + 1..after, day));
            end = after;
        }
        let (year, after) = self.year(end);
        for (tokens, day) in days {
            self.push_date(tokens, &[date(year, Some(day))]);
        }
        Some(after)
    }

    /// 2023-05-03, 2023-05, 3.5.2023, 03/05/2023; the place after it and what it may mean.
    fn date_in_digits(&self, at: usize) -> Option<(usize, Vec<Date>)> {
        let token = self.tokens.get(at).filter(|token| token.sort == Sort::Number)?;
        let date = |year, month, day| Date { year: Some(year), month: Some(month), day };
        let either = |first: u8, second: u8, year: i32| {
            let order = [(first, second), (second, first)];
            order
                .into_iter()
                .filter(|(_, month)| *month <= 12)
                .map(|(day, month)| date(year, month, Some(day)))
                .collect()
        };
        let close = |count: usize| (1..count).all(|more| self.is_close(at + more));
        let (second, third) = (self.tokens.get(at + 2), self.tokens.get(at + 4));
        if let (Some(year), Some(month), "-") = (token.year(), second.and_then(Token::month), self.lower(at + 1)) {
            let day = third.and_then(Token::day).filter(|_| self.lower(at + 3) == "-" && close(5));
            return close(3).then(|| (at + if day.is_some() { 5 } else { 3 }, vec![date(year, month, day)]));
        }
        if let (Some(first), Some(second), Some(year), "/", "/", true) = (
            token.day(),
            second.and_then(Token::day),
            third.and_then(Token::year),
            self.lower(at + 1),
            self.lower(at + 3),
            close(5),
        ) {
            return Some((at + 5, either(first, second, year)));
        }
        let parts: Vec<&str> = token.written.split('.').collect();
        let [first, second, year] = parts.as_slice() else { return None };
        let part = |text: &str| text.parse().ok().filter(|part| (1..=31).contains(part) && text.len() <= 2);
        let year = year.parse().ok().filter(|value| year.len() == 4 && (1000..=2199).contains(value))?;
        Some((at + 1, either(part(first)?, part(second)?, year)))
    }
}
