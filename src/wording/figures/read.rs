//! Reading the amounts of a text, and between them its dates.

use std::ops::Range;

use super::super::grammar::{self, Grammar, Language};
use super::super::numbers::value_in_words;
use super::decimal::{Decimal, Manner, readings};
use super::tokens::{Sort, Token, tokens};
use super::{Date, Figure, Value};

/// Words and abbreviations after a number, with the power of ten that they stand for: in English, in
/// French.
const SCALES: &[(&str, i32, i32)] = &[
    ("hundred", 2, 2),
    ("thousand", 3, 3),
    ("thousands", 3, 3),
    ("mille", 3, 3),
    ("millier", 3, 3),
    ("milliers", 3, 3),
    ("million", 6, 6),
    ("millions", 6, 6),
    ("mn", 6, 6),
    ("mln", 6, 6),
    ("mio", 6, 6),
    ("milliard", 9, 9),
    ("milliards", 9, 9),
    ("mrd", 9, 9),
    ("md", 9, 9),
    ("mds", 9, 9),
    ("bn", 9, 9),
    ("billion", 9, 12),
    ("billions", 9, 12),
    ("tn", 12, 12),
    ("trillion", 12, 18),
    ("trillions", 12, 18),
];
/// Units that are written right behind a number.
const UNITS: &[&str] =
    &["m", "km", "cm", "mm", "kg", "t", "kt", "Mt", "ha", "kW", "MW", "GW", "kWh", "MWh", "GWh", "TWh"];
/// What stands between two numbers that share a unit or a month.
pub(super) const LINKS: &[&str] =
    &["-", "–", "—", "/", "&", ",", "to", "and", "or", "à", "et", "ou", "au", "bis", "und", ", and", ", or"];

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) figures: Vec<Figure>,
    /// Powers of ten that the head of a table speaks of: `in V$ million`.
    pub(super) scales: Vec<i32>,
    /// A head speaks of hundredths.
    pub(super) percent: bool,
}

/// Reads a text with the words of some languages.
pub(super) fn read(text: &str, languages: &[Language], manner: Manner) -> Read {
    let grammars = languages.iter().map(|&language| grammar::of(language)).collect();
    let mut reader = Reader { text, tokens: tokens(text), grammars, manner, out: Read::default() };
    let mut at = 0;
    while at < reader.tokens.len() {
        let next = reader.date(at).or_else(|| reader.in_digits(at)).or_else(|| reader.in_words(at));
        at = next.unwrap_or_else(|| {
            reader.head(at);
            at + 1
        });
    }
    reader.share_units();
    reader.out
}

pub(super) struct Reader<'a> {
    text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) grammars: Vec<&'static Grammar>,
    manner: Manner,
    pub(super) out: Read,
}

impl Reader<'_> {
    pub(super) fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.sort == Sort::Word)
    }

    /// Whether a token stands right behind the one before it.
    pub(super) fn is_close(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.zip(self.tokens.get(at)).is_some_and(|(before, token)| before.bytes.end == token.bytes.start)
    }

    pub(super) fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        let start = self.tokens.get(tokens.start).map_or(0, |token| token.bytes.start);
        start..self.tokens.get(tokens.end - 1).map_or(start, |token| token.bytes.end)
    }

    fn scale(&self, at: usize) -> Option<Vec<i32>> {
        let (_, english, french) = SCALES.iter().find(|(word, ..)| *word == self.lower(at))?;
        Some(match self.manner {
            Manner::English => vec![*english],
            Manner::French => vec![*french],
            Manner::Any => vec![*english, *french],
        })
    }

    /// Where a word for hundredths ends that begins at a place.
    fn percent(&self, at: usize) -> Option<usize> {
        let words = self.grammars.iter().flat_map(|grammar| grammar.percent);
        let mut ends = words.filter(|phrase| phrase.iter().enumerate().all(|(i, word)| self.lower(at + i) == *word));
        ends.next().map(|phrase| at + phrase.len())
    }

    /// Adds an amount with what stands behind it; the place after it.
    fn amount(&mut self, tokens: Range<usize>, base: Vec<Vec<Decimal>>, traits: Traits) -> usize {
        let mut end = tokens.end;
        let mut powers = traits.powers;
        while let Some(more) = self.scale(end) {
            powers = combined(&powers, &more);
            end += 1;
        }
        let percent = self.percent(end);
        end = percent.unwrap_or(end);
        let scaled = powers.iter().any(|power| *power != 0);
        let mut readings: Vec<Vec<Value>> = Vec::new();
        for values in &base {
            for &power in &powers {
                // Of two numbers that may be one the unit belongs to the last.
                let last = values.len() - 1;
                let of = |(at, value): (usize, &Decimal)| {
                    let own = at == last;
                    Value::Amount(if own { value.scaled(power) } else { value.clone() }, own && percent.is_some())
                };
                readings.push(values.iter().enumerate().map(of).collect());
            }
        }
        let year = traits.year.filter(|_| !scaled && percent.is_none());
        readings.extend(year.map(|year| vec![Value::Date(Date { year: Some(year), ..Date::default() })]));
        let bytes = self.bytes(tokens.start..end);
        self.out.figures.push(Figure {
            bytes,
            is_date: year.is_some(),
            is_slight: traits.small && !scaled && percent.is_none(),
            is_glued: traits.glued,
            readings,
        });
        end
    }

    /// Where a time of day ends that begins with a number: 14:30, 14h30, 14 h 30, 2.30 p.m.
    fn time(&self, at: usize) -> Option<usize> {
        let colon = self.lower(at + 1) == ":" && self.is_close(at + 1) && self.is_close(at + 2);
        if colon || self.lower(at + 1) == "h" {
            let minutes =
                self.tokens.get(at + 2).is_some_and(|token| token.sort == Sort::Number && token.written.len() == 2);
            return Some(at + 2 + usize::from(minutes));
        }
        match (self.lower(at + 1), self.lower(at + 2), self.lower(at + 3)) {
            ("am" | "pm", ..) => Some(at + 2),
            ("a" | "p", ".", "m") => Some(at + 4),
            _ => None,
        }
    }

    /// A number in digits; the place after it.
    fn in_digits(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|token| token.sort == Sort::Number)?;
        if let Some(end) = self.time(at) {
            return Some(end);
        }
        let before = self.text.get(..token.bytes.start).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        let currency = matches!(before, '$' | '€' | '£' | '¥' | '₴' | '₽');
        let (mut year, mut end, mut powers) = (token.year().filter(|_| !currency), at + 1, vec![0]);
        let mut glued = before.is_alphabetic();
        if self.is_word(end) && self.is_close(end) {
            let suffix = self.lower(end);
            match suffix {
                "k" => powers = vec![0, 3],
                "m" => powers = vec![0, 6],
                _ if self.scale(end).is_some() => end -= 1,
                _ if self.tokens.get(end).is_some_and(|token| UNITS.contains(&token.written)) => {}
                // The 1990s are more than a year.
                _ => glued = true,
            }
            year = year.filter(|_| glued && self.lower(at + 1) == "s");
            end += 1;
        } else if currency && self.lower(end) == "m" {
            powers = vec![6];
            end += 1;
        }
        let decimal = |(whole, fraction): (String, String)| Decimal::new(&whole, &fraction, 0);
        let base: Vec<Vec<Decimal>> = readings(token.written, self.manner)
            .into_iter()
            .map(|reading| reading.into_iter().map(decimal).collect())
            .collect();
        if base.is_empty() {
            return Some(end);
        }
        Some(self.amount(at..end, base, Traits { powers, year, glued, small: false }))
    }

    /// A number in words: "forty-six", "a million", "half a million"; the place after it.
    fn in_words(&mut self, at: usize) -> Option<usize> {
        if !self.is_word(at) {
            return None;
        }
        let half = usize::from(self.lower(at) == "half");
        let article = matches!(self.lower(at + half), "a" | "an" | "un" | "une");
        if article && self.scale(at + half + 1).is_some() {
            let base = if half == 1 { Decimal::new("", "5", 0) } else { Decimal::new("1", "", 0) };
            let traits = Traits { powers: vec![0], year: None, glued: false, small: false };
            return Some(self.amount(at..at + half + 1, vec![vec![base]], traits));
        }
        let lower = |at: usize| self.lower(at);
        let values = self.grammars.iter().filter_map(|grammar| value_in_words(&lower, self.tokens.len(), at, grammar));
        let (end, value) = values.max_by_key(|(end, _)| *end)?;
        let base = Decimal::new(&value.to_string(), "", 0);
        let traits = Traits { powers: vec![0], year: None, glued: false, small: value < 10 };
        Some(self.amount(at..end, vec![vec![base]], traits))
    }

    /// A word in the head of a table that says in what its numbers are counted.
    fn head(&mut self, at: usize) {
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        let opens = matches!(before, "(" | "in" | "en" | "$" | "€" | "£" | "¥");
        if let Some(powers) = self.scale(at).filter(|powers| opens && powers.iter().all(|power| *power >= 3)) {
            self.out.scales.extend(powers);
        }
        self.out.percent |= self.percent(at).is_some();
    }

    /// "From 10 to 12 per cent": what stands behind the last number holds for those before it, too.
    fn share_units(&mut self) {
        let mut unit: Option<(Vec<i32>, bool)> = None;
        for at in (1..self.out.figures.len()).rev() {
            let (before, after) = self.out.figures.split_at_mut(at);
            let (Some(first), Some(last)) = (before.last_mut(), after.first()) else { continue };
            let written = self.text.get(last.bytes.clone()).unwrap_or_default();
            let percent = last.readings.first().and_then(|reading| reading.last());
            let percent = matches!(percent, Some(Value::Amount(_, true)));
            let powers = powers_in(written, self.manner);
            if percent || powers.iter().any(|power| *power > 0) {
                unit = Some((powers, percent));
            }
            let between = self.text.get(first.bytes.end..last.bytes.start).unwrap_or_default();
            let currency = |c: char| c.is_uppercase() || matches!(c, '$' | '€' | '£' | '¥' | ' ');
            if !LINKS.contains(&between.trim_end_matches(currency).trim()) {
                unit = None;
            }
            let plain = match first.readings.first().map(Vec::as_slice) {
                Some([Value::Amount(value, false)]) => Some(value.clone()),
                _ => None,
            };
            if let (Some((powers, percent)), Some(value)) = (&unit, plain) {
                let shared = powers.iter().map(|&power| vec![Value::Amount(value.scaled(power), *percent)]);
                first.readings.extend(shared);
            }
        }
    }
}

/// The powers of ten that words in a figure stand for.
fn powers_in(written: &str, manner: Manner) -> Vec<i32> {
    let reader = Reader { text: written, tokens: tokens(written), grammars: Vec::new(), manner, out: Read::default() };
    let words = (0..reader.tokens.len()).filter_map(|at| reader.scale(at));
    words.fold(vec![0], |sum, more| combined(&sum, &more))
}

/// Each power with each of the others.
fn combined(powers: &[i32], others: &[i32]) -> Vec<i32> {
    powers.iter().flat_map(|power| others.iter().map(move |other| power + other)).collect()
}

/// What is known of a number beside its value.
struct Traits {
    /// Powers of ten that letters right behind it may stand for.
    powers: Vec<i32>,
    /// The year that it may be.
    year: Option<i32>,
    /// Letters stand beside it that are no unit.
    glued: bool,
    /// It is in words, and below ten.
    small: bool,
}
