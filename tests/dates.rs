//! What dates the resolver finds in sentences, held against tables of truths that were written by hand, and what it may never do
//! whatever it is given.
#![allow(clippy::expect_used, reason = "a test that cannot read its table has nothing better to do than to stop")]

use dreamfs::text::dates::{CivilMoment, Date, Grain, Resolved, absolute, resolve};

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
