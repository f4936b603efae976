//! Times of day: "4pm", "16:00", "half past nine", "at 9", "noon", and ranges of them. A time without a day is never given one
//! here; it is read beside a day only.

use super::names::number_word;
use super::tokens::{Cx, Kind, one_of};

/// A time of day as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The token after it.
    pub to: usize,
    hour: i64,
    minute: i64,
    /// "am", "pm" or a part of the day say which half is meant.
    half: Option<Half>,
    /// Written with minutes, or otherwise surely a time.
    sure: bool,
    /// Written as 24-hour clocks are ("04:30", "16:00", "noon").
    whole: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

impl Clock {
    /// Hour and minute; nothing where the hour could be either of two and nothing says which. `part` is a part of the day that
    /// stands beside the day ("tomorrow evening"). Bare hours from nine to eleven are of the morning, from one to five of the
    /// afternoon, as nobody says otherwise without saying so.
    pub fn time(&self, part: &str) -> Option<(u8, u8)> {
        let half = self.half.or(match part {
            "morning" => Some(Half::Am),
            "afternoon" | "evening" | "night" | "tonight" => Some(Half::Pm),
            _ => None,
        });
        let hour = match (half, self.hour) {
            (Some(Half::Am), 12) => 0,
            (Some(Half::Pm), 12) if one_of(part, "night tonight") => return None,
            (Some(Half::Pm), hour) if hour < 12 => hour + 12,
            (Some(_), hour) => hour,
            (None, hour) if self.whole || hour == 0 || hour > 12 => hour,
            (None, hour @ 1..=4) => hour + 12,
            (None, 5) if !self.sure => 17,
            (None, 6..=8) if !self.sure => return None,
            (None, hour) => hour,
        };
        (hour < 24).then_some((hour as u8, self.minute as u8))
    }

    /// Hour and minute where no day says which half is meant: as written where it could be either.
    pub fn plain(&self) -> Option<(u8, u8)> {
        self.time("").or((self.hour < 24).then_some((self.hour as u8, self.minute as u8)))
    }

    /// Whether it is surely a time, and not any number.
    pub fn is_sure(&self) -> bool {
        self.sure || self.half.is_some()
    }
}

/// Reads a time of day, or a range of them by its start. A bare number is one only if `bare` allows it.
pub(super) fn clock(cx: &Cx, at: usize, bare: bool) -> Option<Clock> {
    let mut first = with_half(cx, single(cx, at, bare)?);
    let between = cx.is(first.to, "and") && cx.follows(at, "between");
    // "Moved from 2pm to 3pm" names two times and no range.
    let moved = cx.follows(at, "from") && (at.saturating_sub(10)..at).any(|at| super::tense::is_change(cx, at));
    let dash = (cx.is(first.to, "- – — to until till") || between) && !moved;
    if dash && let Some(second) = single(cx, first.to + 1, true).map(|second| with_half(cx, second)) {
        // "2-3pm": the later says which half of the day is meant.
        if first.half.is_none() && second.half.is_some() && first.hour <= 12 {
            let noon_between = second.half == Some(Half::Pm) && first.hour > second.hour && second.hour != 12;
            first.half = if noon_between { Some(Half::Am) } else { second.half };
        }
        if second.is_sure() || bare {
            first.sure |= second.is_sure();
            first.to = second.to;
        }
    }
    (first.is_sure() || bare).then_some(first)
}

fn single(cx: &Cx, at: usize, bare: bool) -> Option<Clock> {
    let plain = |to, hour, minute| Clock { to, hour, minute, half: None, sure: false, whole: false };
    match cx.lower(at) {
        "noon" | "midday" => return Some(Clock { sure: true, whole: true, ..plain(at + 1, 12, 0) }),
        "half" | "quarter" | "ten" | "twenty" | "five" => {
            if let Some(found) = beside_the_hour(cx, at) {
                return Some(found);
            }
        }
        _ => {}
    }
    if let Some((hour, to)) = number_word(cx, at).filter(|(hour, _)| *hour <= 12) {
        let oclock = cx.is(to, "o'clock");
        let said = oclock || half_at(cx, to).is_some() || bare && ends_time(cx, to);
        let minute = number_word(cx, to).filter(|(minute, _)| *minute % 5 == 0 && bare);
        return match minute {
            Some((minute, after)) => Some(Clock { sure: true, ..plain(after, hour, minute) }),
            None => said.then(|| Clock { sure: oclock, ..plain(to + usize::from(oclock), hour, 0) }),
        };
    }
    let hour = cx.number(at).filter(|hour| *hour <= 24)?;
    let zero = cx.lower(at).starts_with('0');
    let minutes = |mark: usize| {
        let joined = cx.joined(mark) && cx.joined(mark + 1) && cx.lower(mark + 1).len() == 2;
        cx.number(mark + 1).filter(|minute| joined && *minute < 60)
    };
    if cx.is(at + 1, ": .")
        && let Some(minute) = minutes(at + 1)
    {
        let colon = cx.is(at + 1, ":");
        let seconds = colon && cx.is(at + 3, ":") && cx.joined(at + 3) && cx.joined(at + 4);
        let to = if seconds { at + 5 } else { at + 3 };
        let timed = colon || half_at(cx, to).is_some() || bare && ends_time(cx, to);
        let money = at > 0 && cx.is(at - 1, "$ € £") || cx.is(to, "% € $ £");
        return (timed && !money && hour < 24).then(|| Clock {
            sure: true,
            whole: zero || hour > 12,
            ..plain(to, hour, minute)
        });
    }
    if cx.joined(at + 1) && cx.is(at + 1, "h") {
        let minute = minutes(at + 1);
        let to = if minute.is_some() { at + 3 } else { at + 2 };
        return Some(Clock { sure: true, whole: true, ..plain(to, hour, minute.unwrap_or(0)) });
    }
    let to = at + 1;
    if cx.is(to, "o'clock") {
        return Some(Clock { sure: true, ..plain(to + 1, hour, 0) });
    }
    let alone = cx.lone_number(at).is_some();
    (half_at(cx, to).is_some()
        || bare && alone && ends_time(cx, to)
        || alone && (cx.is(to, "- – — to") || cx.is(to, "and") && cx.follows(at, "between")))
    .then(|| plain(to, hour, 0))
}

/// "Half past nine", "quarter to five", "ten past eight".
fn beside_the_hour(cx: &Cx, at: usize) -> Option<Clock> {
    let (minutes, mut to) = match cx.lower(at) {
        "half" => (30, at + 1),
        "quarter" => (15, at + 1),
        _ => number_word(cx, at)?,
    };
    to += usize::from(cx.is(to, "minutes"));
    let past = cx.is(to, "past after");
    let before = cx.is(to, "to before") && minutes != 30;
    if !past && !before {
        return None;
    }
    let (hour, to) = match cx.lone_number(to + 1) {
        Some(hour) => (hour, to + 2),
        None => number_word(cx, to + 1)?,
    };
    let hour = if past {
        hour
    } else if hour == 1 {
        12
    } else {
        hour - 1
    };
    let minute = if past { minutes } else { 60 - minutes };
    (1..=12).contains(&hour).then_some(Clock { to, hour, minute, half: None, sure: true, whole: false })
}

/// The half of the day that stands at a token, and the token after it.
fn half_at(cx: &Cx, at: usize) -> Option<(Half, usize)> {
    let half = |word: &str| match word {
        "am" => Some(Half::Am),
        "pm" => Some(Half::Pm),
        _ => None,
    };
    if let Some(found) = half(cx.lower(at)) {
        return Some((found, at + 1));
    }
    let dotted = cx.is(at, "a p") && cx.is(at + 1, ".") && cx.is(at + 2, "m") && cx.joined(at + 2);
    if dotted {
        let found = if cx.is(at, "a") { Half::Am } else { Half::Pm };
        return Some((found, at + 3 + usize::from(cx.is(at + 3, ".") && cx.joined(at + 3) && !cx.capital(at + 4))));
    }
    None
}

fn with_half(cx: &Cx, mut clock: Clock) -> Clock {
    if let Some((half, to)) = half_at(cx, clock.to) {
        (clock.half, clock.to) = (Some(half), to);
    } else if cx.is(clock.to, "in") && cx.is(clock.to + 1, "the") && clock.hour <= 12 {
        let half = match cx.lower(clock.to + 2) {
            "morning" => Half::Am,
            "afternoon" | "evening" => Half::Pm,
            _ => return clock,
        };
        (clock.half, clock.to) = (Some(half), clock.to + 3);
    } else if cx.is(clock.to, "at") && cx.is(clock.to + 1, "night") && (6..12).contains(&clock.hour) {
        (clock.half, clock.to) = (Some(Half::Pm), clock.to + 2);
    }
    clock
}

/// Whether what follows lets a bare number be a time: "at 9 on Friday", "at 5.", and not "at 5 places", "at 40%".
fn ends_time(cx: &Cx, at: usize) -> bool {
    let Some(token) = cx.tokens.get(at) else { return true };
    match token.kind {
        Kind::Mark => {
            let digits = cx.joined(at + 1) && cx.number(at + 1).is_some();
            let goes_on = digits && cx.is(at, ". , :");
            !goes_on && !cx.is(at, "% / € $ £ ° # & + * =")
        }
        Kind::Number => false,
        Kind::Word => {
            super::super::words::is_stopword(&token.lower)
                || one_of(
                    &token.lower,
                    "tomorrow today tonight yesterday sharp next last this until till local instead o'clock",
                )
                || super::names::weekday(&token.lower).is_some()
                || super::names::month(&token.lower).is_some()
        }
    }
}
