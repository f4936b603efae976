//! Moments in time: milliseconds since the Unix epoch inside, RFC 3339 in UTC with milliseconds on the wire and in records.

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
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
        let moment = DateTime::parse_from_rfc3339(text).ok()?;
        let ms = moment.timestamp_millis();
        (0..=MAX_MS).contains(&ms).then_some(Self(ms))
    }

    /// The same for a bound: a moment before the epoch stands for the epoch, before which nothing was made.
    pub fn parse_bound(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|moment| Self::from_ms(moment.timestamp_millis()))
    }

    /// Weekday name and ISO date of this moment at an offset east of UTC, in minutes.
    pub fn civil(self, offset_minutes: i32) -> (&'static str, String) {
        let local = utc(self.0 + i64::from(offset_minutes) * 60_000);
        let weekday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
            [local.weekday().num_days_from_monday() as usize];
        (weekday, format!("{:04}-{:02}-{:02}", local.year(), local.month(), local.day()))
    }
}

fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms.clamp(0, MAX_MS)).unwrap_or_default()
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&utc(self.0).to_rfc3339_opts(SecondsFormat::Millis, true))
    }
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
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        for ms in [0, 1, 1_762_423_200_123, MAX_MS] {
            let time = Time::from_ms(ms);
            assert_eq!(Time::parse(&time.to_string()), Some(time), "{time}");
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
    fn nonsense_is_no_time() {
        for text in ["", "yesterday", "2026-05-06", "2026-13-06T00:00:00Z", "2026-05-06 00:00"] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }
}
