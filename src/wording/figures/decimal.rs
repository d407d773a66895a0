//! A number in digits, exactly, and what the marks in it mean.

use super::super::grammar::Language;

/// An exact decimal number: its digits without zeros at the ends, and the power of ten behind them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Decimal {
    digits: String,
    power: i32,
}

impl Decimal {
    /// `whole.fraction × 10^scale`, of ASCII digits.
    pub(super) fn new(whole: &str, fraction: &str, scale: i32) -> Self {
        let all = format!("{whole}{fraction}");
        let led = all.trim_start_matches('0');
        let digits = led.trim_end_matches('0');
        if digits.is_empty() {
            return Self { digits: "0".to_owned(), power: 0 };
        }
        let size = |text: &str| i32::try_from(text.len()).unwrap_or(i32::MAX);
        let power = scale.saturating_sub(size(fraction)).saturating_add(size(led) - size(digits));
        Self { digits: digits.to_owned(), power }
    }

    /// The same, so many powers of ten larger.
    pub(super) fn scaled(&self, power: i32) -> Self {
        let zero = self.digits == "0";
        Self { digits: self.digits.clone(), power: if zero { 0 } else { self.power.saturating_add(power) } }
    }

    /// Whether it is no whole number of millions, so that it may stand under a head such as "V$ million".
    pub(super) fn is_small(&self) -> bool {
        self.power < 6
    }
}

/// What the marks in a number mean: that differs between languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// `2,100.5`
    English,
    /// `2 100,5`
    French,
    /// Nobody knows.
    Any,
}

impl Manner {
    /// The manner of a language, by its BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        match Language::of_tag(tag) {
            Some(Language::English) => Self::English,
            Some(Language::French) => Self::French,
            None => Self::Any,
        }
    }
}

/// The whole part and the fraction of one reading of a number.
pub(super) type Parts = (String, String);

/// What a number in digits may mean, marks and spaces among them. Each reading is a list: `46 200` is
/// one number, or two.
pub(super) fn readings(written: &str, manner: Manner) -> Vec<Vec<Parts>> {
    let groups: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).collect();
    let marks: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let one = |whole: &[&str], fraction: &str| vec![(whole.concat(), fraction.to_owned())];
    let signs: Vec<char> = marks.iter().copied().filter(|c| matches!(c, '.' | ',')).collect();
    let (whole, last) = groups.split_at(groups.len() - 1);
    let last = last.first().copied().unwrap_or_default();
    match signs.as_slice() {
        [] => {
            let mut readings = vec![one(&groups, "")];
            if marks.contains(&' ') {
                readings.push(groups.iter().map(|group| ((*group).to_owned(), String::new())).collect());
            }
            readings
        }
        [sign] if marks.last() == Some(sign) => {
            let first = groups.first().copied().unwrap_or_default();
            let thousands = marks.len() == 1 && last.len() == 3 && first.len() <= 3 && !first.starts_with('0');
            match (thousands, manner, sign) {
                (false, ..) | (true, Manner::English, '.') | (true, Manner::French, ',') => vec![one(whole, last)],
                (true, Manner::English, _) => vec![one(&groups, "")],
                _ => vec![one(&groups, ""), one(whole, last)],
            }
        }
        [first, .., sign] => {
            let grouped = |groups: &[&str]| {
                groups.first().is_some_and(|first| first.len() <= 3) && groups.iter().skip(1).all(|g| g.len() == 3)
            };
            let same = signs.iter().rev().skip(1).all(|other| other == first);
            match (same && signs.len() == marks.len(), first == sign) {
                (true, true) if grouped(&groups) => vec![one(&groups, "")],
                (true, false) if grouped(whole) => vec![one(whole, last)],
                // A number of a version or a section.
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}
