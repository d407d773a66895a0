//! Moments in UTC, as custody logs tell them: `2026-02-10T09:12:00Z`.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// This moment.
pub(super) fn now() -> String {
    told(OffsetDateTime::now_utc())
}

/// Whether a moment, in the form that [`read`] yields, is still to come. Clocks may differ a little, and
/// who knows the day only may live where it is tomorrow already.
pub(super) fn is_to_come(moment: &str) -> bool {
    let now = OffsetDateTime::now_utc();
    let latest = match moment.len() {
        10 => now + Duration::hours(14),
        _ => now + Duration::minutes(10),
    };
    // In one form the later of two moments is the greater text.
    moment > told(latest).as_str()
}

/// A moment in the one form that is written.
pub(super) fn told(moment: OffsetDateTime) -> String {
    let utc = moment.to_offset(UtcOffset::UTC);
    let (date, time) = (utc.date(), utc.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Reads a moment: `2026-02-10`, `2026-02-10T09:12Z`, `2026-02-10 09:12:00.5+01:00`, and the
/// `20260210091200` of web archives. Without an offset it is taken
/// for UTC; a day stays a day.
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    let compact = matches!(text.len(), 8 | 12 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, rest) = match compact {
        true => (format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..8)?), text.get(8..)?.to_owned()),
        false => (text.get(..10)?.to_owned(), text.get(10..)?.trim_start_matches(['T', 't', ' ']).to_owned()),
    };
    let mut parts = date.split('-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    let (clock, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (rest.get(..at)?, offset(rest.get(at..)?)?),
        None => (rest.as_str(), UtcOffset::UTC),
    };
    let digits: String = clock.split('.').next()?.chars().filter(char::is_ascii_digit).collect();
    if !clock.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.')) || !matches!(digits.len(), 0 | 4 | 6) {
        return None;
    }
    // Who knows the day only says no more.
    if digits.is_empty() && offset == UtcOffset::UTC {
        return Some(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()));
    }
    let unit = |range: std::ops::Range<usize>| digits.get(range).map_or(Some(0), |unit| unit.parse::<u8>().ok());
    let time = Time::from_hms(unit(0..2)?, unit(2..4)?, unit(4..6)?).ok()?;
    Some(told(PrimitiveDateTime::new(date, time).assume_offset(offset)))
}

fn offset(text: &str) -> Option<UtcOffset> {
    if text.eq_ignore_ascii_case("z") {
        return Some(UtcOffset::UTC);
    }
    let sign: i8 = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: i8 = digits.get(..2)?.parse().ok()?;
    let minutes: i8 = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_come_is_known() {
        let now = OffsetDateTime::now_utc();
        let at = |offset: Duration| told(now + offset);
        assert!(is_to_come(&at(Duration::hours(1))) && !is_to_come(&at(Duration::minutes(2))));
        assert!(is_to_come(at(Duration::days(2)).get(..10).unwrap()));
        assert!(!is_to_come(at(Duration::hours(13)).get(..10).unwrap()), "tomorrow, where it is today already");
    }

    #[test]
    fn moments_are_read_in_many_forms() {
        for text in ["2026-02-10T09:12:00Z", "20260210091200", "2026-02-10 10:12:00.25+01:00", "2026-02-10T09:12"] {
            assert_eq!(read(text).as_deref(), Some("2026-02-10T09:12:00Z"), "{text}");
        }
        assert_eq!(read("2026-02-10").as_deref(), Some("2026-02-10"));
        for text in
            ["", "yesterday", "2026-02-30", "2026-02-10T25:00Z", "20261310", "2026-02-10Tnoon", "2026-02-10T09:12+99"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
