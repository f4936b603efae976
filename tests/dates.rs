//! What dates the resolver finds in sentences, held against tables of truths that were written by hand, and what it may never do
//! whatever it is given.
#![allow(clippy::expect_used, reason = "a test that cannot read its table has nothing better to do than to stop")]

use dreamfs::text::dates::{CivilMoment, Date, Grain, Resolved, absolute, resolve};
use proptest::prelude::*;

struct Row<'t> {
    said: CivilMoment,
    sentence: &'t str,
    expected: Vec<String>,
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let mut said = None;
    let mut found = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(moment) = line.strip_prefix("@ ") {
            let day = Date::parse(&moment[..10]).expect("a day");
            assert!(moment.ends_with(day.weekday()), "{moment}");
            let (hour, minute) = (moment[11..13].parse(), moment[14..16].parse());
            said = Some(CivilMoment { day, hour: hour.expect("an hour"), minute: minute.expect("a minute") });
            continue;
        }
        let mut parts = line.split('|').map(str::trim);
        let sentence = parts.next().unwrap_or_default();
        found.push(Row { said: said.expect("a moment"), sentence, expected: parts.map(str::to_owned).collect() });
    }
    found
}

/// "next week = week 2026-05-11..2026-05-17"
fn shown(text: &str, date: &Resolved) -> String {
    let (about, abs) = (if date.approximate { "~ " } else { "" }, if date.relative { "" } else { "abs " });
    let grain = date.grain.as_str();
    let value = match (date.until, date.time) {
        (None, Some((hour, minute))) => format!("{} {hour:02}:{minute:02}", date.from),
        (None, None) => date.from.to_string(),
        (Some(until), _) => {
            let (year, month, first) = date.from.ymd();
            let (end_year, end_month, _) = until.ymd();
            let whole_months = first == 1 && until.plus(1).ymd().2 == 1;
            let whole_year = whole_months && month == 1 && end_month == 12 && year == end_year;
            match date.grain {
                Grain::Year if whole_year => format!("{year}"),
                Grain::Month if whole_months && (year, month) == (end_year, end_month) => format!("{year}-{month:02}"),
                Grain::Month if whole_months => format!("{year}-{month:02}..{end_year}-{end_month:02}"),
                _ => format!("{}..{until}", date.from),
            }
        }
    };
    format!("{} = {about}{abs}{grain} {value}", &text[date.start..date.end])
}

/// How many rows come out as they should, and the others in words.
fn score(table: &str) -> (usize, usize, Vec<String>) {
    let rows = rows(table);
    let mut wrong = Vec::new();
    for row in &rows {
        let found: Vec<String> = resolve(row.sentence, row.said).iter().map(|date| shown(row.sentence, date)).collect();
        if found != row.expected {
            wrong.push(format!("{}\n      found {found:?}\n   expected {:?}", row.sentence, row.expected));
        }
    }
    (rows.len() - wrong.len(), rows.len(), wrong)
}

#[test]
fn every_row_of_the_table_comes_out() {
    let (right, all, wrong) = score(include_str!("dates/table.txt"));
    assert!(all >= 250);
    assert!(wrong.is_empty(), "{right} of {all}\n{}", wrong.join("\n"));
}

#[test]
fn every_row_of_the_check_comes_out() {
    let (right, all, wrong) = score(include_str!("dates/check.txt"));
    assert!(wrong.is_empty(), "{right} of {all}\n{}", wrong.join("\n"));
}

fn wednesday() -> CivilMoment {
    CivilMoment { day: Date::parse("2026-05-06").expect("a day"), hour: 10, minute: 0 }
}

#[test]
fn the_absolute_date_is_put_in_brackets_after_a_relative_one() {
    let shown = [
        ("See you next Tuesday.", "See you next Tuesday (2026-05-12)."),
        ("We rest this weekend!", "We rest this weekend (2026-05-09 to 2026-05-10)!"),
        ("It ends in two weeks, sadly", "It ends in two weeks (2026-05-20), sadly"),
        ("4pm tomorrow", "4pm tomorrow (2026-05-07 16:00)"),
        ("It opens next month", "It opens next month (2026-06)"),
        ("We moved a few years ago", "We moved a few years ago (about 2023)"),
        ("We biked last summer", "We biked last summer (summer 2025)"),
        ("We skied last winter", "We skied last winter (winter 2025/26)"),
        ("School starts this fall", "School starts this fall (fall 2026)"),
        ("It ships in early June", "It ships in early June (2026-06)"),
        ("Next quarter we grow", "Next quarter (2026-07 to 2026-09) we grow"),
        ("Last week was long", "Last week (2026-04-27 to 2026-05-03) was long"),
        ("We spoke a few months ago", "We spoke a few months ago (about 2026-02)"),
        ("Signed on June 5, 2025 in 2025", "Signed on June 5, 2025 in 2025"),
        ("Tomorrow's standup", "Tomorrow's (2026-05-07) standup"),
        ("Nothing here", "Nothing here"),
    ];
    for (text, expected) in shown {
        assert_eq!(absolute(text, wednesday()), expected);
    }
}

#[test]
fn what_has_its_date_in_brackets_gets_no_other_however_much_later() {
    let later = CivilMoment { day: Date::parse("2027-11-22").expect("a day"), hour: 23, minute: 59 };
    for table in [include_str!("dates/table.txt"), include_str!("dates/check.txt")] {
        for row in rows(table) {
            let once = absolute(row.sentence, row.said);
            assert_eq!(absolute(&once, row.said), once);
            assert_eq!(absolute(&once, later), once, "said later");
            let (first, again) = (resolve(row.sentence, row.said), resolve(&once, later));
            assert_eq!(first.len(), again.len(), "{once}");
            for (first, again) in first.iter().zip(&again) {
                assert_eq!(first.time, again.time, "{once}");
                assert_eq!(first.from.ymd().0, again.from.ymd().0, "{once}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_without_harm(words in prop::collection::vec(prop::sample::select(PIECES), 0..24), other in ".{0,40}") {
        let text = format!("{}{other}", words.concat());
        let found = resolve(&text, wednesday());
        let mut end = 0;
        for date in &found {
            prop_assert!(date.start >= end && date.end > date.start);
            prop_assert!(text.get(date.start..date.end).is_some());
            prop_assert!(date.until.is_none_or(|until| until >= date.from));
            prop_assert_eq!(date.time.is_some(), date.grain == Grain::Time);
            end = date.end;
        }
        let once = absolute(&text, wednesday());
        prop_assert_eq!(absolute(&once, wednesday()), once);
    }
}

const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "\n",
    ".",
    ", ",
    ":",
    "-",
    "–",
    "/",
    "(",
    ")",
    "'",
    "next ",
    "last ",
    "this ",
    "the ",
    "in ",
    "a ",
    "few ",
    "two ",
    "31",
    "5",
    "0",
    "29",
    "2026",
    "9999",
    "-05-",
    "february ",
    "may ",
    "June ",
    "Tuesday ",
    "sat ",
    "week ",
    "weeks ",
    "ago ",
    "month ",
    "years ",
    "end of ",
    "of ",
    "early ",
    "mid-",
    "tomorrow ",
    "at ",
    "pm ",
    "th ",
    "from ",
    "before ",
    "after ",
    "noon ",
    "Christmas ",
    "was ",
    "will ",
    "summer ",
    "Q3 ",
    "on ",
    "half ",
    "past ",
    "é",
    "’s ",
    "to ",
    "and ",
    "`",
    "2026-05-06",
    "10:30 ",
];

#[test]
#[ignore = "prints what is found in a file named by DATES"]
fn show() {
    let table = std::fs::read_to_string(std::env::var("DATES").expect("a file")).expect("a file");
    for row in rows(&table) {
        let found: Vec<String> = resolve(row.sentence, row.said).iter().map(|date| shown(row.sentence, date)).collect();
        println!("{}\n      {}", row.sentence, found.join(" | "));
    }
}
