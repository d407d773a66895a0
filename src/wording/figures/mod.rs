//! Amounts and dates by what they mean, so that those of two texts can be held against each other.
//!
//! `2.5 million`, `2,500,000` and `2 500 000` are one amount; `2.5` is another, and so is `2.5 per cent`.
//! `3 May 2023` holds `May 2023` and `2023`, and no `3` and no `4 May 2023`. Where a form has two
//! meanings (`2,100` in a text whose language nobody knows), it has two readings.

mod dates;
mod decimal;
mod read;
mod tokens;

use std::collections::HashSet;
use std::ops::Range;

use decimal::{Decimal, Manner};

use super::grammar::Language;

/// An amount or a date as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its bytes, with `million` and `per cent`.
    pub bytes: Range<usize>,
    /// It is a date, or part of one.
    pub is_date: bool,
    /// It says little: a number in words that is smaller than ten, as in `one of them`; or a month
    /// alone, as in `May God help them`.
    pub is_slight: bool,
    /// Letters stand right before or after it that are no unit: `F16`, `5G`.
    pub is_glued: bool,
    /// What it may mean: it is known where one of them is, and that is known where all its values are.
    readings: Vec<Vec<Value>>,
}

/// A value on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// How much or how many; whether it is in hundredths.
    Amount(Decimal, bool),
    /// A date, as far as it is told.
    Date(Date),
}

/// A date of which not everything may be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Date {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// Whether it tells all that another tells, and perhaps more.
    fn holds(&self, other: &Self) -> bool {
        (other.year.is_none() || other.year == self.year)
            && (other.month.is_none() || other.month == self.month)
            && (other.day.is_none() || other.day == self.day)
    }
}

/// The amounts and dates of an author's text.
pub fn figures(text: &str, language: Language) -> Vec<Figure> {
    read::read(text, &[language], Manner::of(language.tag())).figures
}

/// Every amount and date that some texts hold, to look others up in.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    amounts: HashSet<(Decimal, bool)>,
    /// Amounts that stand beside each other and may be one: 46 and 200 of `46 200`.
    parts: HashSet<(Decimal, bool)>,
    dates: HashSet<Date>,
    /// One of the texts is in a language whose months are not known.
    foreign: bool,
}

impl Figures {
    /// Adds what a text holds; `language` is the BCP 47 tag of the language that it is in.
    pub fn add(&mut self, text: &str, language: &str) {
        self.foreign |= Language::of_tag(language).is_none();
        let read = read::read(text, &Language::ALL, Manner::of(language));
        for figure in read.figures {
            for reading in figure.readings {
                let apart = reading.len() > 1;
                for value in reading {
                    match value {
                        Value::Date(date) => _ = self.dates.insert(date),
                        Value::Amount(amount, percent) if apart => _ = self.parts.insert((amount, percent)),
                        Value::Amount(amount, percent) => {
                            // "In V$ million", "share in %": the head of a table speaks for its cells.
                            if !percent && amount.is_small() {
                                let scaled = read.scales.iter().map(|&power| (amount.scaled(power), false));
                                self.amounts.extend(scaled);
                                self.amounts.extend(read.percent.then(|| (amount.clone(), true)));
                            }
                            self.amounts.insert((amount, percent));
                        }
                    }
                }
            }
        }
    }

    /// Adds the dates that a text holds, and no amounts: those of a title or a place in a source.
    pub fn add_dates(&mut self, text: &str) {
        let read = read::read(text, &Language::ALL, Manner::Any);
        let values = read.figures.into_iter().flat_map(|figure| figure.readings).flatten();
        self.dates.extend(values.filter_map(|value| match value {
            Value::Date(date) => Some(date),
            Value::Amount(..) => None,
        }));
    }

    /// Adds a date: the year, the month and the day from 1.
    pub fn add_date(&mut self, year: i32, month: Option<u8>, day: Option<u8>) {
        self.dates.insert(Date { year: Some(year), month, day });
    }

    /// Adds what others hold.
    pub fn extend(&mut self, others: &Self) {
        self.amounts.extend(others.amounts.iter().cloned());
        self.parts.extend(others.parts.iter().cloned());
        self.dates.extend(&others.dates);
        self.foreign |= others.foreign;
    }

    /// Whether a figure is among them, in one of its readings.
    pub fn hold(&self, figure: &Figure) -> bool {
        figure.readings.iter().any(|reading| {
            reading.iter().all(|value| match value {
                Value::Amount(amount, percent) => {
                    let amount = (amount.clone(), *percent);
                    self.amounts.contains(&amount) || reading.len() == 1 && self.parts.contains(&amount)
                }
                Value::Date(date) => self.holds_date(date),
            })
        })
    }

    fn holds_date(&self, date: &Date) -> bool {
        // The months of other languages are not known: nobody can say.
        if self.dates.iter().any(|known| known.holds(date)) || self.foreign && date.month.is_some() {
            return true;
        }
        let year = date.year.is_none_or(|year| self.dates.iter().any(|known| known.year == Some(year)));
        // "On 3 May … In 2023": the year may stand apart.
        let apart = |known: &Date| known.year.is_none() && known.holds(&Date { year: None, ..*date });
        year && date.month.is_some() && self.dates.iter().any(apart)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether everything in a sentence is in a passage.
    fn known(passage: (&str, &str), text: &str, language: Language) -> bool {
        let mut figures = Figures::default();
        figures.add(passage.0, passage.1);
        let found = super::figures(text, language);
        assert!(!found.is_empty(), "no figure in {text}");
        found.iter().all(|figure| figures.hold(figure))
    }

    const PASSAGE: &str = "The company paid 2.5 million euros on 3 May 2023 to twelve clerks; that is 12 per cent of its staff. The water was 9.1 metres deep.";

    #[test]
    fn another_value_is_not_known() {
        for text in [
            "91 metres",
            "0.91 metres",
            "120 per cent",
            "1.2 per cent",
            "25 clerks",
            "250 clerks",
            "25 million",
            "2.5 euros",
            "2.5 billion euros",
            "3 million",
            "3 billion",
            "3 clerks",
            "4 May 2023",
            "3 June 2023",
            "3 May 2022",
            "June 2023",
            "2021",
            "2023-05-04",
            "9.1 per cent",
            "thirteen clerks",
            "twelve million",
        ] {
            assert!(!known((PASSAGE, "en"), text, Language::English), "{text}");
        }
        for text in ["25 millions", "2,5 euros", "4 mai 2023", "3 juin 2023", "91 mètres", "9,2 mètres", "treize"] {
            assert!(!known((PASSAGE, "en"), text, Language::French), "{text}");
        }
    }

    #[test]
    fn the_same_value_is_known_however_it_is_written() {
        for text in [
            "2.5 million euros",
            "2.5m euros",
            "2,500,000 euros",
            "2 500 000 euros",
            "2\u{a0}500\u{202f}000 euros",
            "2.50 million",
            "2500 thousand",
            "12 clerks",
            "twelve clerks",
            "12%",
            "12 per cent",
            "twelve percent",
            "9.10 metres",
            "9.1-metre",
            "9.1m",
            "3 May 2023",
            "May 3, 2023",
            "3rd of May, 2023",
            "2023-05-03",
            "03/05/2023",
            "3 May",
            "in May 2023",
            "in 2023",
        ] {
            assert!(known((PASSAGE, "en"), text, Language::English), "{text}");
        }
        for text in
            ["2,5 millions", "2 500 000", "2.500.000", "douze", "12 %", "9,1 mètres", "le 3 mai 2023", "mai 2023"]
        {
            assert!(known((PASSAGE, "en"), text, Language::French), "{text}");
        }
        let french = "Le 1er août 2023, 2,5 milliards d’euros, soit 12,4 % de 20 161 290 000, à quatre-vingt-douze agents de 3 à 4 mille villages.";
        for text in [
            "1 August 2023",
            "2.5 billion",
            "12.4 per cent",
            "20,161,290,000",
            "20.16129 billion",
            "92",
            "ninety-two",
            "3,000 to 4,000",
        ] {
            assert!(known((french, "fr"), text, Language::English), "{text}");
        }
    }

    #[test]
    fn a_form_is_read_as_its_language_reads_it() {
        let known = |passage, tag, text| known((passage, tag), text, Language::English);
        assert!(known("2,100 tonnes", "en", "2,100") && !known("2,100 tonnes", "en", "2.1"));
        assert!(known("2,100 tonnes", "fr", "2.1") && !known("2,100 tonnes", "fr", "2,100"));
        assert!(known("2.100 Tonnen", "de", "2,100") && known("2.100 Tonnen", "de", "2.1"));
        assert!(known("am 30. Juni 2023", "de", "30 June 2023") && !known("am 30. Juni 2023", "de", "in 2022"));
        // A number with spaces may be several, and no part of it is another number.
        assert!(known("46 200 ships", "en", "46 days") && !known("1 139 939", "en", "1 939 939"));
        assert!(known("17.05.2023", "en", "17 May 2023") && !known("17.05.2023", "en", "18 May 2023"));
    }

    #[test]
    fn units_of_lists_and_tables_hold_for_each_number() {
        let known = |passage, text| known((passage, "en"), text, Language::English);
        assert!(known("from 10 to 12 per cent", "10 per cent"));
        assert!(known("10, 11 and 12 per cent", "10 per cent") && !known("10, 11 and 12 per cent", "13 per cent"));
        assert!(known("from V$2 to V$3.5 million", "V$2 million and V$3.5 million"));
        assert!(known("Payments (V$ million)\n2021  61.3", "V$61.3 million"));
        assert!(known("Share in %\n2021  14.9", "14.9% in 2021"));
        assert!(!known("Payments (V$ million)\n2021  61.3", "V$61.3 billion"));
        assert!(known("on 3 and 4 May 2023", "3 May 2023") && !known("on 3 and 4 May 2023", "3 ships"));
        assert!(known("In 2023 it sank. On 3 May nobody", "3 May 2023"));
        assert!(known("a million people, half a million of them", "1,000,000 and 500,000"));
    }

    #[test]
    fn what_is_no_amount_is_none() {
        let glued = |text| figures(text, Language::English).iter().all(|figure| figure.is_glued);
        assert!(glued("F16 and 5G"));
        for time in ["at 14:30", "à 14 h 30", "14h30", "at 2.30 p.m.", "at 5 pm"] {
            assert!(figures(time, Language::French).is_empty(), "{time}");
        }
        let slight = |text| figures(text, Language::English).iter().all(|figure| figure.is_slight);
        assert!(slight("one of them") && slight("May they come") && !slight("ten of them") && !slight("5 per cent"));
    }
}
