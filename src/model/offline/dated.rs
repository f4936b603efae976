//! Days named from today in a note: "tomorrow" gets its date, so that the line stays true.

use crate::domain::Day;
use crate::text::dates::{CivilMoment, Resolved, resolve};

/// Days named from today get their date beside them, so that the line stays true.
pub fn dated(note: &str, today: Option<&str>) -> String {
    let Some(day) = today.and_then(Day::parse) else {
        return note.to_owned();
    };
    let from_today = |date: &&Resolved| {
        let said = note[date.start..date.end].to_lowercase();
        let named = ["the day after tomorrow", "tomorrow", "tonight", "today", "yesterday"];
        date.relative && named.iter().any(|day| said.starts_with(day)) && !said.contains("'s")
    };
    let mut out = note.to_owned();
    for date in resolve(note, CivilMoment { day, hour: 12, minute: 0 }).iter().filter(from_today) {
        // The day's words alone get it: "tomorrow (2026-05-07) at 4pm".
        let end = day_words(&note[date.start..date.end]) + date.start;
        let shift = out.len() - note.len();
        if !note[end..].starts_with(" (") {
            out.insert_str(end + shift, &format!(" ({})", date.from));
        }
    }
    out
}

/// Where the words of a day named from today end, its part included: "tomorrow morning" of "tomorrow morning at nine".
fn day_words(text: &str) -> usize {
    let part = |word: &str| matches!(word, "morning" | "afternoon" | "evening" | "night");
    let mut end = 0;
    for word in crate::text::words::words(text) {
        let day =
            matches!(word.lower.as_str(), "the" | "day" | "after" | "tomorrow" | "tonight" | "today" | "yesterday");
        if !day && !part(&word.lower) || text[end..word.start].contains(|c: char| c != ' ') {
            break;
        }
        end = word.end;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_named_from_today_get_their_date() {
        let note = |text: &str| dated(text, Some("2026-05-06"));
        assert_eq!(note("The exam is tomorrow at 9"), "The exam is tomorrow (2026-05-07) at 9");
        assert_eq!(note("We left yesterday evening"), "We left yesterday evening (2026-05-05)");
        assert_eq!(note("It is the day after tomorrow"), "It is the day after tomorrow (2026-05-08)");
        assert_eq!(
            note("Today's menu is fish, tomorrow it is soup"),
            "Today's menu is fish, tomorrow (2026-05-07) it is soup"
        );
        assert_eq!(note("Nothing is due on Friday"), "Nothing is due on Friday");
    }
}
