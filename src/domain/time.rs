//! Moments in time: milliseconds since the Unix epoch inside, RFC 3339 in UTC with milliseconds on the wire and in records.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

/// The latest moment that RFC 3339's four-digit years can write.
const MAX_MS: i64 = 253_402_300_799_999;

impl Time {
    /// Clamps to what RFC 3339 can write (years 0000 to 9999 are accepted on the wire; the epoch is the earliest kept).
    pub fn from_ms(ms: i64) -> Self {
        Self(ms.clamp(0, MAX_MS))
    }

    pub fn ms(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// Parses RFC 3339, any offset; finer digits than milliseconds are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        rfc3339(text).filter(|ms| (0..=MAX_MS).contains(ms)).map(Self)
    }

    /// The same for a bound: a moment before the epoch stands for the epoch, before which nothing was made.
    pub fn parse_bound(text: &str) -> Option<Self> {
        rfc3339(text).map(Self::from_ms)
    }

    /// Weekday name and ISO date of this moment at an offset east of UTC, in minutes.
    pub fn civil(self, offset_minutes: i32) -> (&'static str, String) {
        let day = self.civil_moment(offset_minutes).day;
        (day.weekday(), day.to_string())
    }

    /// What a clock and a calendar show at this moment at an offset east of UTC, in minutes.
    pub fn civil_moment(self, offset_minutes: i32) -> CivilMoment {
        let local = Self::from_ms(self.0 + i64::from(offset_minutes) * 60_000);
        let minutes = local.0.rem_euclid(DAY_MS) / 60_000;
        let day = Day(local.0.div_euclid(DAY_MS));
        CivilMoment { day, hour: (minutes / 60) as u8, minute: (minutes % 60) as u8 }
    }
}

const DAY_MS: i64 = 86_400_000;

/// A day of the Gregorian calendar, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

/// A day and a time of day as a clock on the wall there and then shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilMoment {
    pub day: Day,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl CivilMoment {
    /// The moment some minutes later, or earlier if negative.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        let all = i64::from(self.hour) * 60 + i64::from(self.minute) + minutes;
        let of_day = all.rem_euclid(1_440);
        Self { day: self.day.plus(all.div_euclid(1_440)), hour: (of_day / 60) as u8, minute: (of_day % 60) as u8 }
    }
}

impl Day {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        if (bytes[4], bytes[7]) != (b'-', b'-') {
            return None;
        }
        Self::of(number(&bytes[..4])?, number(&bytes[5..7])?, number(&bytes[8..])?)
    }

    /// The day of a year, a month (1 to 12) and a day of the month, if there is one.
    pub fn of(year: i64, month: i64, day: i64) -> Option<Self> {
        if !(1..=month_length(year, month)).contains(&day) {
            return None;
        }
        // Years counted from March, so that the leap day is the last, in cycles of 400 years (146,097 days).
        let from_march = if month > 2 { year } else { year - 1 };
        let (cycle, of_cycle) = (from_march.div_euclid(400), from_march.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Self(cycle * 146_097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - TO_EPOCH))
    }

    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// The same day of the month some months later; of a shorter month its last day.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let (year, month, day) = self.ymd();
        let count = year * 12 + month - 1 + months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
        Self::of(year, month, day.min(month_length(year, month))).unwrap_or(self)
    }

    /// Days from another day to this one.
    pub fn since(self, other: Self) -> i64 {
        self.0 - other.0
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn of_week(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }

    pub fn weekday(self) -> &'static str {
        ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"][self.0.rem_euclid(7) as usize]
    }

    /// Year, month (1 to 12) and day of the month.
    pub fn ymd(self) -> (i64, i64, i64) {
        let days = self.0 + TO_EPOCH;
        let (cycle, of_cycle) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (cycle * 400 + year + i64::from(month <= 2), month, day)
    }
}

/// How many days a month has; none if there is no such month.
pub fn month_length(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Days from 0000-03-01 to 1970-01-01.
const TO_EPOCH: i64 = 719_468;

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (day, ms) = (Day(self.0.div_euclid(DAY_MS)), self.0.rem_euclid(DAY_MS));
        let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
        write!(f, "{day}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z", ms % 1_000)
    }
}

/// Milliseconds since the epoch of an RFC 3339 time, read as generously as the `chrono` crate does: a space for the `T`, small
/// letters, a leap second at any minute's end, a minus sign for the hyphen.
fn rfc3339(text: &str) -> Option<i64> {
    let day = Day::parse(text.get(..10)?)?;
    let clock: &[u8; 9] = text.as_bytes().get(10..19)?.try_into().ok()?;
    if !matches!(clock, [b'T' | b't' | b' ', _, _, b':', _, _, b':', _, _]) {
        return None;
    }
    let (hours, minutes, seconds) = (number(&clock[1..3])?, number(&clock[4..6])?, number(&clock[7..])?);
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let mut rest = text.get(19..)?;
    let mut ms = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &fraction[..fraction.len() - rest.len()];
        ms = number(format!("{digits:0<3}").as_bytes().get(..3).filter(|_| !digits.is_empty())?)?;
    }
    let offset = offset_minutes(rest)?;
    Some(day.0 * DAY_MS + (hours * 60 + minutes - offset) * 60_000 + seconds * 1_000 + ms)
}

/// `Z`, or an offset as `+hh:mm`.
fn offset_minutes(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let mut rest = text.chars();
    let sign = match rest.next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let [h1, h2, b':', m1, m2] = rest.as_str().as_bytes() else { return None };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Time::parse(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test")]
mod tests {
    use super::*;
    use chrono::Datelike;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        for ms in [0, 1, 1_762_423_200_123, MAX_MS] {
            let time = Time::from_ms(ms);
            assert_eq!(Time::parse(&time.to_string()), Some(time), "{time}");
        }
    }

    #[test]
    fn days_are_counted_as_chrono_counts_them() {
        let mut date = chrono::NaiveDate::from_ymd_opt(0, 1, 1);
        let mut day = Day::of(0, 1, 1).expect("a day");
        while let Some(next) = date.filter(|date| date.year() < 10_000) {
            assert_eq!(day.to_string(), next.to_string());
            assert_eq!(Day::parse(&day.to_string()), Some(day));
            assert!(day.weekday().starts_with(&next.weekday().to_string()), "{day}");
            assert_eq!(day.of_week(), i64::from(next.weekday().num_days_from_monday()), "{day}");
            (date, day) = (next.succ_opt(), day.plus(1));
        }
        assert_eq!(day.to_string(), "10000-01-01");
    }

    #[test]
    fn times_are_read_as_chrono_reads_them() {
        let texts = [
            "2026-05-06T01:30:00Z",
            "2026-05-06t01:30:00z",
            "2026-05-06 01:30:00.5+02:00",
            "2026-02-29T00:00:00Z",
            "2024-02-29T23:59:60.1234567890123-00:30",
            "2026-05-06T12:30:60Z",
            "2026-05-06T24:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-05-06T00:60:00Z",
            "2026-05-06T00:00:61Z",
            "2026-05-06T00:00:00.Z",
            "2026-05-06T00:00:00",
            "2000-02-29T00:00:00Z",
            "2026-05-06T00:00:00+23:59",
            "2026-05-06T00:00:00+24:00",
            "2026-05-06T00:00:00-23:60",
            "2026-05-06T00:00:00+1:00",
            "2026-05-06T00:00:00\u{2212}01:00",
            "2026-05-06T00:00:00+0100",
            "2026-05-06T00:00:00Zx",
            "2026-05-06T00:00:00 Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999-01:00",
            "1969-12-31T23:59:59.9999Z",
            "2026-5-06T00:00:00Z",
            "2026-05-06T00:00:00.999é",
            "é026-05-06T00:00:00Z",
            "2026-05-0éT00:00:00Z",
            "+026-05-06T00:00:00Z",
            "2026-00-10T00:00:00Z",
        ];
        for text in texts {
            let chrono = chrono::DateTime::parse_from_rfc3339(text).ok();
            assert_eq!(rfc3339(text), chrono.map(|moment| moment.timestamp_millis()), "{text}");
        }
    }

    #[test]
    fn an_offset_is_taken_into_account() {
        assert_eq!(Time::parse("2026-05-06T01:30:00+02:00"), Time::parse("2026-05-05T23:30:00Z"));
        let time = Time::parse("2026-05-05T23:30:00Z").unwrap_or_default();
        assert_eq!(time.civil(120), ("Wednesday", "2026-05-06".to_owned()));
        assert_eq!(time.civil(0), ("Tuesday", "2026-05-05".to_owned()));
    }

    #[test]
    fn months_are_added_as_chrono_adds_them_and_minutes_carry_into_days() {
        let start = Day::parse("2024-01-31").expect("a day");
        let peer = chrono::NaiveDate::from_ymd_opt(2024, 1, 31).expect("a day");
        for months in 0..60 {
            let later = peer.checked_add_months(chrono::Months::new(months)).expect("a day");
            let earlier = peer.checked_sub_months(chrono::Months::new(months)).expect("a day");
            assert_eq!(start.plus_months(i64::from(months)).to_string(), later.to_string());
            assert_eq!(start.plus_months(-i64::from(months)).to_string(), earlier.to_string());
        }
        let evening = CivilMoment { day: start, hour: 23, minute: 50 };
        assert_eq!(evening.plus_minutes(20), CivilMoment { day: start.plus(1), hour: 0, minute: 10 });
        assert_eq!(evening.plus_minutes(-1_440).day, start.plus(-1));
    }

    #[test]
    fn nonsense_is_no_time() {
        for text in ["", "yesterday", "2026-05-06", "2026-13-06T00:00:00Z", "2026-05-06 00:00"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }
}
