//! Numbers under which sources are known, taken apart where that is certain.

use crate::model::PartialDate;

/// `12(3), 201–219`: volume, issue and pages of a journal.
pub(super) struct Issue<'a> {
    pub(super) volume: &'a str,
    pub(super) issue: Option<&'a str>,
    pub(super) pages: Option<&'a str>,
}

impl<'a> Issue<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (volume, pages) = match text.split_once([',', ':']) {
            Some((volume, pages)) => (volume.trim(), Some(pages.trim())),
            None => (text, None),
        };
        let (volume, issue) = match volume.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((volume, issue)) => (volume.trim(), Some(issue.trim())),
            None => (volume, None),
        };
        let number = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || c == '–' || c == '-')
        };
        let good = number(volume) && issue.is_none_or(number) && pages.is_none_or(number);
        good.then_some(Self { volume, issue, pages })
    }
}

pub(super) fn doi(text: &str) -> Option<&str> {
    let bare = ["https://doi.org/", "http://doi.org/", "doi:", "DOI:", "DOI "];
    let rest = bare.iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text).trim();
    (rest.starts_with("10.") && rest.contains('/') && !rest.contains(' ')).then_some(rest)
}

/// `[2013] UKSC 67`, `2016 SCC 27`: year, court, number.
pub(super) fn neutral(text: &str) -> bool {
    let mut words = text.split(' ');
    let year = words.next().unwrap_or_default();
    let bare = year.strip_prefix('[').and_then(|year| year.strip_suffix(']')).unwrap_or(year);
    let court = words.next().unwrap_or_default();
    bare.len() == 4
        && bare.bytes().all(|b| b.is_ascii_digit())
        && court.starts_with(|c: char| c.is_ascii_uppercase())
        && court.chars().all(char::is_alphabetic)
        && words.next().is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// `No. 18 CR 611 (N.D. Ill. Jan. 5, 2023)`: what stands before the bracket, and court and date in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bracketed<'a> {
    pub(super) number: &'a str,
    /// The court; empty where the bracket holds the year only, as for a supreme court.
    pub(super) court: &'a str,
    /// The date, as exact as the bracket has it.
    pub(super) date: Option<PartialDate>,
}

impl<'a> Bracketed<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (number, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
        let (number, inside) = (number.trim(), inside.trim());
        let (court, date) = match date_at_end(inside) {
            Some((court, date)) => (court.trim_end_matches(','), Some(date)),
            // `(E.D.N.Y.)` is a court, `(RER)` are a judge's initials.
            None if inside.contains('.') && !inside.contains(|c: char| c.is_ascii_digit()) => (inside, None),
            None => return None,
        };
        (!number.is_empty()).then_some(Self { number, court, date })
    }
}

/// `7th Cir. 2024`, `N.D. Ill. Jan. 5, 2023`: what stands before the date, and the date.
fn date_at_end(text: &str) -> Option<(&str, PartialDate)> {
    #[rustfmt::skip]
    const MONTHS: [&str; 12] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];
    let year = text.get(text.len().checked_sub(4)?..).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    let before = text[..text.len() - year.len()].trim_end();
    let year = year.parse().ok()?;
    let bare = (before, PartialDate { year, month: None, day: None });
    let word = |text: &str| text.rsplit(' ').next().unwrap_or_default().len();
    // A day ends with a comma: `Jan. 5,`.
    let day = before.strip_suffix(',').and_then(|text| {
        let digits = text[text.len() - word(text)..].parse::<u8>().ok().filter(|day| (1..=31).contains(day))?;
        Some((text[..text.len() - word(text)].trim_end(), digits))
    });
    let dated = day.map_or(before, |(before, _)| before);
    let (court, name) = dated.split_at(dated.len() - word(dated));
    let name = name.trim_end_matches('.');
    let month = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(name));
    let month = month.and_then(|at| u8::try_from(at + 1).ok());
    let Some(month) = month else { return Some(bare) };
    Some((court.trim_end(), PartialDate { year, month: Some(month), day: day.map(|(_, day)| day) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_taken_apart_where_that_is_certain() {
        let day = |year, month, day| Some(PartialDate { year, month, day });
        for (text, number, court, date) in [
            ("384 U.S. 436 (1966)", "384 U.S. 436", "", day(1966, None, None)),
            ("No. 18 CR 611 (N.D. Ill. Jan. 5, 2023)", "No. 18 CR 611", "N.D. Ill.", day(2023, Some(1), Some(5))),
            ("20-MJ-0837 (RER) (E.D.N.Y. Oct. 7, 2020)", "20-MJ-0837 (RER)", "E.D.N.Y.", day(2020, Some(10), Some(7))),
            ("No. 2 (E.D.N.Y. Sept. 2023)", "No. 2", "E.D.N.Y.", day(2023, Some(9), None)),
            ("107 F.4th 715 (7th Cir. 2024)", "107 F.4th 715", "7th Cir.", day(2024, None, None)),
            ("No. 5 (Dist. Ct. Mayo 2024)", "No. 5", "Dist. Ct. Mayo", day(2024, None, None)),
            ("No. 23-MJ-265 (E.D.N.Y.)", "No. 23-MJ-265", "E.D.N.Y.", None),
        ] {
            assert_eq!(Bracketed::read(text), Some(Bracketed { number, court, date }), "{text}");
        }
        for text in ["CR 2024/17, entry 76", "CR (éé)", "21-CR-265 (PKC)", "(2024)", "x (", ")("] {
            assert_eq!(Bracketed::read(text), None, "{text}");
        }
        assert!(neutral("[2013] UKSC 67") && neutral("2016 SCC 27") && !neutral("CR 2024/17"));
        assert_eq!(doi("https://doi.org/10.1000/xyz"), Some("10.1000/xyz"));
        let issue = Issue::read("12(3), 201–219").unwrap();
        assert_eq!((issue.volume, issue.issue, issue.pages), ("12", Some("3"), Some("201–219")));
        assert!(Issue::read("Paper 12(3)").is_none());
    }
}
