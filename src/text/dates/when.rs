//! What an expression resolves to, and the arithmetic of weeks, weekends, months, seasons and years. Weeks start on Monday.

use super::{Date, Grain};

/// A resolved date without its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub from: Date,
    pub until: Option<Date>,
    pub time: Option<(u8, u8)>,
    pub grain: Grain,
    pub approximate: bool,
    pub relative: bool,
}

impl When {
    pub fn day(from: Date) -> When {
        When { from, until: None, time: None, grain: Grain::Day, approximate: false, relative: true }
    }

    pub fn range(from: Date, until: Date, grain: Grain) -> When {
        When { until: (until > from || grain != Grain::Day).then_some(until), grain, ..When::day(from) }
    }

    pub fn absolute(self) -> When {
        When { relative: false, ..self }
    }

    pub fn about(self, approximate: bool) -> When {
        When { approximate: self.approximate || approximate, ..self }
    }

    /// The last day of it.
    pub fn last(&self) -> Date {
        self.until.unwrap_or(self.from)
    }

    pub fn is_day(&self) -> bool {
        self.grain == Grain::Day && self.until.is_none()
    }
}

/// A day by its numbers; a day beyond a month's end is its last.
pub(super) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::of(year, month, day).filter(|_| (1..=9_999).contains(&year))
}

pub(super) fn week_of(day: Date) -> When {
    let monday = day.plus(-day.of_week());
    When::range(monday, monday.plus(6), Grain::Week)
}

/// The weekend of the week that a day is in.
pub(super) fn weekend_of(day: Date) -> When {
    let monday = day.plus(-day.of_week());
    When::range(monday.plus(5), monday.plus(6), Grain::Weekend)
}

/// Some months from the first of one on.
pub(super) fn months(year: i64, month: i64, count: i64) -> Option<When> {
    let from = date(year, month, 1)?;
    Some(When::range(from, from.plus_months(count).plus(-1), Grain::Month))
}

pub(super) fn year(year: i64) -> Option<When> {
    Some(When::range(date(year, 1, 1)?, date(year, 12, 31)?, Grain::Year))
}

/// The season (0 for spring to 3 for winter) that begins in a year: spring in March.
pub(super) fn season(year: i64, season: i64) -> Option<When> {
    let when = months(year, season * 3 + 3, 3)?;
    Some(When { grain: Grain::Season, ..when })
}

/// The coming standing of a weekday, strictly after a day.
pub(super) fn weekday_after(day: Date, weekday: i64) -> Date {
    day.plus((weekday - day.of_week() - 1).rem_euclid(7) + 1)
}

/// The latest standing of a weekday, strictly before a day.
pub(super) fn weekday_before(day: Date, weekday: i64) -> Date {
    day.plus(-((day.of_week() - weekday - 1).rem_euclid(7) + 1))
}

/// A part of a period: its first, middle or last third, or what lies on one side of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Middle,
    Late,
}

/// A third of a period, roughly; the wording says no more.
pub(super) fn third(period: When, part: Part) -> When {
    let (from, last) = (period.from, period.last());
    if period.grain == Grain::Year {
        let (begin, end) = match part {
            Part::Early => (from, from.plus_months(4).plus(-1)),
            Part::Middle => (from.plus_months(4), from.plus_months(8).plus(-1)),
            Part::Late => (from.plus_months(8), last),
        };
        return When { from: begin, until: Some(end), approximate: true, ..period };
    }
    let days = last.since(from) + 1;
    let third = (days / 3).max(1);
    let (from, until) = match part {
        Part::Early => (from, from.plus(third - 1)),
        Part::Middle => (from.plus(third), last.plus(-third)),
        Part::Late => (last.plus(1 - third), last),
    };
    When { from, until: Some(until.max(from)), approximate: true, ..period }
}
