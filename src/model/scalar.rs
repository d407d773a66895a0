//! Values that are written as one word or line but have a form of their own: ids, dates, links.
//!
//! Each is a newtype that serde sees as a string. [`SCALARS`] lists their forms, so that the
//! loader can name a bad value with its place instead of stopping at it.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The form that a newtype's text must have, looked up by the newtype's name.
#[derive(Debug)]
pub struct Scalar {
    /// The newtype's name as serde sees it.
    pub name: &'static str,
    /// What is expected, for messages: "a date such as 2022-09-26".
    pub expected: &'static str,
    /// Whether a text has the form.
    pub accepts: fn(&str) -> bool,
    /// A text of that form, which stands in for a bad one so that reading can go on.
    pub sample: &'static str,
}

/// Every newtype of this module.
pub const SCALARS: &[Scalar] = &[
    Scalar {
        name: "Id",
        expected: "an id: letters, digits, `-`, `_`, `.` or `:`, beginning with a letter or digit and not ending with `.` or `:`",
        accepts: Id::accepts,
        sample: "x",
    },
    Scalar {
        name: "Date",
        expected: "a full date, year-month-day, such as 2022-09-26",
        accepts: |text| Date::parse(text).is_some(),
        sample: "1970-01-01",
    },
    Scalar {
        name: "PartialDate",
        expected: "a date such as 2022-09-26, 2022-09 or 2022",
        accepts: |text| PartialDate::parse(text).is_some(),
        sample: "1970",
    },
    Scalar {
        name: "Link",
        expected: "a web address: https:// or http://, then a name, with no spaces in it",
        accepts: Link::accepts,
        sample: "https://example.org",
    },
    Scalar {
        name: "Sha256",
        expected: "a SHA-256: 64 hexadecimal digits",
        accepts: |text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        sample: "0000000000000000000000000000000000000000000000000000000000000000",
    },
    Scalar {
        name: "Text",
        expected: "text that can be seen",
        accepts: |text| text.chars().any(is_visible),
        sample: "…",
    },
];

/// The name by which entries refer to each other: `F-012`, `globe-2022`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(String);

impl Id {
    fn accepts(text: &str) -> bool {
        text.starts_with(|c: char| c.is_alphanumeric())
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
            && !text.ends_with(['.', ':'])
    }

    /// The id as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text that says something: one or more characters besides white space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text(String);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Text {
    /// The text as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is something to see in it.
    pub fn is_seen(&self) -> bool {
        self.0.chars().any(is_visible)
    }

    /// The text with every run of white space folded to one space, as it is typeset.
    pub fn folded(&self) -> String {
        self.0.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The SHA-256 of a file, as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sha256(String);

/// An address on the web, `http` or `https`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link(String);

impl Sha256 {
    /// The digits as they are written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Link {
    /// Whether a text is such an address.
    pub fn accepts(text: &str) -> bool {
        ["https://", "http://"].iter().any(|scheme| {
            text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        }) && !text.contains(char::is_whitespace)
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A full calendar date (ISO 8601, year-month-day).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(time::Date);

impl Date {
    /// Reads `2022-09-26`.
    pub fn parse(text: &str) -> Option<Self> {
        match PartialDate::parse(text)? {
            PartialDate { year, month: Some(month), day: Some(day) } => calendar(year, month, day).map(Self),
            _ => None,
        }
    }

    /// Year, month from 1, day from 1.
    pub fn parts(self) -> (i32, u8, u8) {
        (self.0.year(), self.0.month().into(), self.0.day())
    }

    /// How many days lie between this date and a later one; negative where that is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    /// Seconds from the Unix epoch to midnight UTC of this date.
    pub fn unix_timestamp(self) -> i64 {
        self.0.midnight().assume_utc().unix_timestamp()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A date of which the day, or the month too, may be unknown: `2022-09-26`, `2022-09`, `2022`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    /// The year.
    pub year: i32,
    /// The month from 1, where known.
    pub month: Option<u8>,
    /// The day from 1, where known.
    pub day: Option<u8>,
}

impl PartialDate {
    /// Reads any of the three forms.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next().map(|p| digits(p, 2)).map_or(Some(None), |p| p.map(Some))?;
        let day = parts.next().map(|p| digits(p, 2)).map_or(Some(None), |p| p.map(Some))?;
        let (month, day) = (month.map(u8::try_from).transpose().ok()?, day.map(u8::try_from).transpose().ok()?);
        let year = i32::try_from(year).ok()?;
        calendar(year, month.unwrap_or(1), day.unwrap_or(1))?;
        parts.next().is_none().then_some(Self { year, month, day })
    }
}

impl PartialDate {
    /// Whether it lies after a day; where its day is not known, whether all of it does.
    pub fn is_after(self, date: Date) -> bool {
        let (year, month, day) = date.parts();
        (self.year, self.month.unwrap_or(month), self.day.unwrap_or(day)) > (year, month, day)
    }

    /// Whether it certainly lies before another: 2022 before May 2023, but not May 2023 before 2023.
    pub fn is_before(self, other: Self) -> bool {
        let parts = |date: Self| [Some(date.month), Some(date.day)].map(Option::flatten);
        let known = parts(self).into_iter().zip(parts(other)).map_while(|(one, other)| one.zip(other));
        self.year < other.year
            || self.year == other.year
                && known.map(|(one, other)| one.cmp(&other)).find(|order| order.is_ne()) == Some(Ordering::Less)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// A character that somebody sees: no white space, no joiner, no variation selector.
fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn calendar(year: i32, month: u8, day: u8) -> Option<time::Date> {
    time::Date::from_calendar_date(year, month.try_into().ok()?, day).ok()
}

macro_rules! serde_as_text {
    ($type:ident) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // The derived newtype tells the deserializer this type's name.
                #[derive(Deserialize)]
                struct $type(String);
                let $type(text) = $type::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a date")))
            }
        }
    };
}

// A struct inside the macro's functions shadows the outer name, so `Self` names the outer type.
serde_as_text!(Date);
serde_as_text!(PartialDate);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_before_another_where_that_is_certain() {
        let date = |text| PartialDate::parse(text).unwrap();
        for (one, other) in [("2022", "2023-05"), ("2023-04", "2023-05-01"), ("2023-05-01", "2023-05-02")] {
            assert!(date(one).is_before(date(other)), "{one} before {other}");
            assert!(!date(other).is_before(date(one)), "{other} before {one}");
        }
        for (one, other) in [("2023", "2023-05"), ("2023-05", "2023-05-02"), ("2023-05-02", "2023-05-02")] {
            assert!(!date(one).is_before(date(other)) && !date(other).is_before(date(one)), "{one} and {other}");
        }
    }

    #[test]
    fn dates_know_the_calendar() {
        for good in ["2022", "2022-09", "2022-09-26", "2024-02-29"] {
            assert_eq!(PartialDate::parse(good).map(|d| d.to_string()).as_deref(), Some(good));
        }
        for bad in ["22", "2022-13", "2022-9-1", "2023-02-29", "2022-09-26-1", "", "2022-", "+022"] {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
        assert_eq!(Date::parse("2022-09"), None);
        assert_eq!(Date::parse("1970-01-02").map(Date::unix_timestamp), Some(86_400));
    }

    #[test]
    fn every_sample_has_its_own_form() {
        for scalar in SCALARS {
            assert!((scalar.accepts)(scalar.sample), "{}", scalar.name);
        }
    }
}
