//! Typed values in a text: times, weekdays, dates, money, rooms, links, numbers. They are what corrections replace and what
//! questions such as "when" and "how many" ask for. Found by patterns; nothing is computed from them except their comparison.

use std::cell::OnceCell;
use std::sync::LazyLock;

use crate::domain::sort;
use crate::text::pattern::{Options, Regex};

/// What sort of value a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `https://…` or a bare domain.
    Link,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An amount of money.
    Money,
    /// A calendar date, a month or a year.
    Date,
    /// A time of day.
    Time,
    /// A weekday or a day named from today ("tomorrow").
    Day,
    /// "20 minutes", "three weeks".
    Duration,
    /// A numbered or lettered place: "room 5", "gate B12", "second floor".
    Room,
    /// Letters and digits together: `ABC-123`, `#42`, `v2.1`.
    Id,
    /// Any other number, in digits or words.
    Number,
}

/// A typed value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its sort.
    pub kind: Kind,
    /// Byte offset of its start.
    pub start: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// The words as written.
    pub text: String,
    normal: Normal,
}

impl Value {
    /// The value in one form for comparison: lower case, "3 pm" as "3pm", "the 5th of May" as "may 5".
    pub fn normal(&self) -> &str {
        self.normal.0.get_or_init(|| normal(self.kind, &self.text))
    }
}

/// A value's form for comparison, once it was asked for. It follows from the rest, so it tells no two values apart.
#[derive(Debug, Clone, Default)]
struct Normal(OnceCell<String>);

impl PartialEq for Normal {
    fn eq(&self, _: &Normal) -> bool {
        true
    }
}

impl Eq for Normal {}

/// A pattern of the source, compiled when it is first needed; a wrong one is a broken invariant.
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::later(&lean(source), Options { multi_line: false, unicode: true })
}

pub(crate) use pattern as ascii_pattern;

/// A pattern with ASCII's classes, cases and word edges but where it names other characters or leaves some out (`.`, `[^…]`):
/// Unicode's take many times as long to compile.
fn lean(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    out.push_str("(?-u)");
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(wide @ ('W' | 'D' | 'S')) => out.push_str(&format!("(?u:\\{wide})")),
                other => {
                    out.push('\\');
                    out.extend(other);
                }
            },
            '[' => {
                let class = class(&mut chars);
                let wide = class.starts_with("[^") || !class.is_ascii();
                out.push_str(&if wide { format!("(?u:{class})") } else { class });
            }
            c if c == '.' || !c.is_ascii() => out.push_str(&format!("(?u:{c})")),
            c => out.push(c),
        }
    }
    out
}

/// A class, from behind its bracket on, with `\w`, `\d` and `\s` as ASCII's.
fn class(chars: &mut std::str::Chars<'_>) -> String {
    let mut class = "[".to_owned();
    while let Some(c) = chars.next() {
        if c != '\\' {
            class.push(c);
            if c == ']' {
                break;
            }
            continue;
        }
        match chars.next() {
            Some('w') => class.push_str("0-9A-Za-z_"),
            Some('d') => class.push_str("0-9"),
            Some('s') => class.push_str(r" \t\r\n"),
            other => {
                class.push('\\');
                class.extend(other);
            }
        }
    }
    class
}

/// The months, as patterns write them.
const MONTH: &str = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)";
const NUMBER_WORD: &str = r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|dozen)";

static PATTERNS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    let unit = r"(?:seconds?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?)";
    let number = format!(r"(?:\d+(?:[.,]\d+)*|(?:{NUMBER_WORD}(?:[ -]{NUMBER_WORD})*)|a couple of|a few|half an?|an?)");
    let sources = [
        (Kind::Link, r"https?://[^\s<>\x22')\]]+[^\s<>\x22')\].,;:!?]|(?:www\.)?\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|rs|de|uk|fr|eu|ch|ai|app|edu|gov|sh|me|co|info|example|test|tech|xyz|blog|nl|pl|se|es|us|ca|jp|cloud|site|online|page|live|fm|tv)\b(?:/[^\s<>\x22')\],;!?]*[^\s<>\x22')\].,;:!?])?".to_owned()),
        (Kind::Email, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+".to_owned()),
        (Kind::Day, r"\b(?:the day after tomorrow|tomorrow|today|tonight|yesterday)\b(?: (?:morning|afternoon|evening|night))? \(\d{4}-\d\d-\d\d\)".to_owned()),
        (Kind::Money, format!(r"[$€£¥]\s?\d+(?:[.,]\d+)*(?:\s?(?:k|m|million|billion)\b)?|\b\d+(?:[.,]\d+)*\s?(?:k\s)?(?:€|£|\$|dollars?|euros?|pounds?|bucks|quid|grand|francs|kroner|kronor|zloty|rupees|yen|pence|cents|eur|usd|gbp|chf)|\b{NUMBER_WORD}(?:[ -]{NUMBER_WORD})* (?:dollars?|euros?|pounds?|bucks|quid|grand|francs)\b")),
        (Kind::Date, format!(r"\b\d{{4}}-\d\d-\d\d\b|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b\.?(?:,? \d{{4}})?|\b{MONTH}\b\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|\b(?:(?:early|mid|late)[ -])?(?:january|february|april|june|july|august|september|october|november|december)\b(?: \d{{4}})?|\b(?:in|since|from|until|till|by|of|for|last|next|this|early|mid|late) (?:march|may)\b(?: \d{{4}}\b| (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?)?|\b\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}}|\.)|\bthe \d{{1,2}}(?:st|nd|rd|th)\b|\b(?:in |since |until |by )?(?:the )?(?:early |late )?(?:spring|summer|autumn|winter)\b(?: (?:of )?\d{{4}})?|\b(?:christmas|easter|new year's(?: eve| day)?|halloween|thanksgiving)\b|\b(?:19|20)\d\d\b")),
        (Kind::Phone, r"\+\d[\d ()/-]{6,}\d|\b0\d[\d ()/-]{5,}\d|\b\d{3}[- ]\d{3,4}(?:[- ]\d{3,4})?\b".to_owned()),
        (Kind::Time, r"\b(?:[01]?\d|2[0-4])[:.h][0-5]\d(?: ?(?:am|pm|a\.m\.|p\.m\.))?|\b\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\b(?:half past|quarter past|quarter to|ten past|ten to|twenty past|twenty to|five past|five to) (?:\w+)|\bhalf (?:1?\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: thirty| fifteen| forty-five)? (?:o'clock|am|pm|a\.m\.|p\.m\.|in the (?:morning|afternoon|evening)|at night)|\b(?:at|until|till|by|before|after|from) (?:noon|midday|midnight)|\b(?:noon|midday|midnight)\b".to_owned()),
        (Kind::Time, r"\b(?:at|until|till|by|before|after|around|from) (?:[01]?\d|2[0-4]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b".to_owned()),
        (Kind::Day, r"\b(?:(?:next|this|last|coming) )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tues?|weds?|thurs?|thu|fri)\b(?: (?:morning|afternoon|evening|night|lunchtime))?(?: \(\d{4}-\d\d-\d\d\))?|\b(?:the day after tomorrow|tomorrow|today|tonight|yesterday)\b(?: (?:morning|afternoon|evening|night))?(?: \(\d{4}-\d\d-\d\d\))?|\b(?:next|this|last) (?:week|weekend|month|year)\b|\bweekends?\b|\bweekdays?\b|\bevery (?:day|morning|evening|night|week|month|year)\b|\bdaily\b|\bweekly\b|\bmonthly\b".to_owned()),
        (Kind::Duration, format!(r"\b(?:{number}|several|many) (?:and a half )?{unit}\b(?: old\b)?|\b\d+ ?(?:h|s|ms|min)\b")),
        (Kind::Room, format!(r"\b(?:{ROOM})s? (?:no\.? |number |#)?(?:[a-z]?\d[\w.:-]*\w|\d|[a-h]\b(?:[ -]?\d+)?|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|eleven\b|twelve\b)|\b(?:ground|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|top|1st|2nd|3rd|[4-9]th|1\dth) floor\b")),
        (Kind::Id, r"#\d+|\b(?:[a-z]+[-_]?\d[\w-]*|\d+[-_]?[a-z][\w-]*)\b|\bv?\d+\.\d+(?:\.\d+)+\b".to_owned()),
        (Kind::Number, format!(r"\b\d+(?:[.,]\d+)*(?: ?%| ?percent\b)?|\b{NUMBER_WORD}(?:[ -](?:and )?{NUMBER_WORD})*\b|\ba couple of\b|\bhalf a dozen\b|\b(?:once|twice)\b")),
    ];
    sources.into_iter().map(|(kind, source)| (kind, pattern(&format!("(?i){source}")))).collect()
});

/// The typed values of a text, in order, without overlaps. Where two readings compete the more special one wins ("room 5" over
/// the number 5).
pub fn values(text: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let may_hold = may_hold(&text.to_lowercase());
    for (kind, regex) in PATTERNS.iter().filter(|(kind, _)| may_hold(*kind)) {
        for hit in regex.find_iter(text) {
            let free = found.iter().all(|value| hit.end() <= value.start || hit.start() >= value.end);
            if free && !is_false_hit(*kind, hit.as_str(), text, hit.start(), hit.end()) {
                let (start, text) = trimmed(*kind, hit.as_str(), hit.start());
                found.push(Value {
                    kind: *kind,
                    start,
                    end: start + text.len(),
                    text: text.to_owned(),
                    normal: Normal::default(),
                });
            }
        }
    }
    sort::sort_by_key(&mut found, |value| value.start);
    found
}

/// The kinds of values that a text can hold at all, told by its digits and by how its words begin: cheaper than their patterns, and
/// never wrong when it leaves one out.
fn may_hold(lower: &str) -> impl Fn(Kind) -> bool + use<> {
    const DAY: &str = " mon tue wed thu fri sat sun tom tod ton yes day nex las thi com wee eve dai yea ";
    const DATE: &str = " jan feb mar apr may jun jul aug sep oct nov dec spr sum aut win chr eas new hal tha ";
    const SPAN: &str = " sec min hou hr hrs day nig wee mon yea dec ";
    const NUMBER: &str =
        " zer one two thr fou fiv six sev eig nin ten ele twe thi for fif hun tho mil doz cou onc twi few hal ";
    const TIME: &str = " hal qua ten twe fiv noo mid cl o am pm mor aft eve nig ";
    const MONEY: &str = " dol eur pou buc qui gra fra kro zlo rup yen pen cen usd gbp chf ";
    /// By how a word begins, which kinds' words do so, a bit for each list; words that share a place share their bits.
    static BEGINNINGS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut table = vec![0; 1 << 15];
        for (number, list) in [DAY, DATE, SPAN, NUMBER, TIME, MONEY].into_iter().enumerate() {
            list.split_whitespace().for_each(|entry| table[beginning(entry.as_bytes())] |= 1 << number);
        }
        ROOM.split(['|', ' ']).for_each(|noun| table[beginning(noun.as_bytes())] |= 1 << 6);
        table
    });
    let digits = Digits::of(lower);
    let (mut held, mut lettered) = (0, false);
    for word in lower.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        lettered |= word.len() == 1;
        // "The" is none of what begins so.
        if word != b"the" {
            held |= BEGINNINGS[beginning(word)];
        }
    }
    if digits.any && lower.split(|c: char| !c.is_alphanumeric()).any(money_tail) {
        held |= 1 << 5;
    }
    let has = |number: u8| held & (1 << number) != 0;
    let (day, date, span, number) = (has(0), digits.date || has(1), digits.unit || has(2), digits.any || has(3));
    let hour = has(3) && lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| HOUR_LEADS.contains(&word));
    let (time, money) = (digits.time || has(4) || hour, has(5) || lower.contains(['$', '€', '£', '¥']));
    let (dot, at, floor) = (lower.contains('.') || lower.contains("://"), lower.contains('@'), lower.contains("floor"));
    let room = has(6);
    move |kind| match kind {
        Kind::Link => dot,
        Kind::Email => at,
        Kind::Money => money,
        Kind::Phone => digits.phone,
        Kind::Id => digits.id,
        Kind::Date => date,
        Kind::Time => time,
        Kind::Day => day,
        Kind::Duration => span,
        Kind::Room => floor || room && (number || lettered),
        Kind::Number => number,
    }
}

/// What stands before a bare hour.
const HOUR_LEADS: [&str; 8] = ["at", "until", "till", "by", "before", "after", "around", "from"];

/// A place for the first three letters of a word.
fn beginning(word: &[u8]) -> usize {
    word.iter().take(3).fold(0, |place, byte| place << 5 | usize::from(byte & 31))
}

/// What the digits of a text can be part of, as far as the characters beside them say.
#[derive(Default, Clone, Copy)]
struct Digits {
    any: bool,
    date: bool,
    time: bool,
    unit: bool,
    phone: bool,
    id: bool,
}

impl Digits {
    fn of(lower: &str) -> Digits {
        let bytes = lower.as_bytes();
        let mut found = Digits::default();
        let mut count = 0;
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
            let byte = |by: isize| at.checked_add_signed(by).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
            let (next, second) = (byte(1), byte(2));
            let behind = if next == b' ' { second } else { next };
            let joins = |joint: u8, other: u8| matches!(joint, b'-' | b'_') && other.is_ascii_alphabetic();
            count += 1;
            found.any = true;
            found.id |= next.is_ascii_alphabetic()
                || byte(-1).is_ascii_alphabetic()
                || joins(next, second)
                || joins(byte(-1), byte(-2))
                || byte(-1) == b'#'
                || next == b'.' && second.is_ascii_digit();
            found.unit |= matches!(behind, b'h' | b's' | b'm');
            found.time |= matches!(next, b':' | b'.' | b'h') || matches!(behind, b'a' | b'p' | b'o');
            found.date |= matches!(next, b'.' | b'/' | b'-') && second.is_ascii_digit()
                || matches!(&bytes[at..], [b'1', b'9', rest @ ..] | [b'2', b'0', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit))
                || bytes[..at].ends_with(b"the ");
            found.phone |= bytes[at] == b'0' && next.is_ascii_digit() && !byte(-1).is_ascii_alphanumeric();
        }
        if found.any {
            found.phone |= count > 5 || lower.contains('+');
            found.time |= lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| HOUR_LEADS.contains(&word));
        }
        found
    }
}

/// The nouns before the number of a room, as patterns write them.
const ROOM: &str = "meeting room|conference room|room|hall|gate|seat|platform|terminal|table|desk|floor|level|building|block|track|flat|apartment|booth|stage|row|aisle|locker|lot|suite|bay|dock|pier|wing|shelf|drawer|box|bus|tram|line|route|exit|bin|stand|studio|lab|theater|auditorium|port|version|number";

/// "20eur": an amount run together with its currency.
fn money_tail(word: &str) -> bool {
    ["euros", "euro", "eur", "usd", "gbp", "chf", "dollars", "pounds", "bucks"].iter().any(|tail| word.ends_with(tail))
}

/// A value begins after a leading preposition that its pattern needed.
fn trimmed(kind: Kind, hit: &str, start: usize) -> (usize, &str) {
    if matches!(kind, Kind::Time | Kind::Date) {
        for lead in
            ["at ", "until ", "till ", "by ", "before ", "after ", "from ", "in ", "since ", "of ", "for ", "around "]
        {
            if hit.len() > lead.len()
                && hit.is_char_boundary(lead.len())
                && hit[..lead.len()].eq_ignore_ascii_case(lead)
            {
                return (start + lead.len(), &hit[lead.len()..]);
            }
        }
    }
    (start, hit)
}

fn is_false_hit(kind: Kind, hit: &str, text: &str, start: usize, end: usize) -> bool {
    let lower = hit.to_lowercase();
    // "1:500" is no time, "3.2.0" no date.
    let digit = |c: char| c.is_ascii_digit();
    let runs_on = lower.ends_with(|c: char| digit(c) || c == '.') && text[end..].starts_with(digit);
    if matches!(kind, Kind::Time | Kind::Date) && runs_on {
        return true;
    }
    match kind {
        // "one" is mostly a pronoun: it counts only before a noun that it numbers.
        Kind::Number if lower == "one" => {
            let next = text[end..].split_whitespace().next().unwrap_or_default();
            next.is_empty()
                || super::words::is_stopword(&next.to_lowercase())
                || text[..start].to_lowercase().ends_with("no ")
        }
        // "The Winter Garden" is a place.
        Kind::Date
            if hit.rsplit(' ').next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
                && lower.ends_with(|c: char| c.is_ascii_alphabetic())
                && text[end..]
                    .strip_prefix(' ')
                    .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_uppercase())) =>
        {
            ["spring", "summer", "autumn", "winter", "easter", "christmas"].iter().any(|season| lower.ends_with(season))
        }
        Kind::Date if lower.len() == 4 && lower.bytes().all(|b| b.is_ascii_digit()) => {
            let before = text[..start].trim_end().to_lowercase();
            before.ends_with('#') || before.ends_with("room") || before.ends_with('$')
        }
        // "9.15" and "3.20 pm" are times: there is no fifteenth month.
        Kind::Date if lower.split_once('.').is_some_and(|(hour, minutes)| is_clock(hour, minutes, &text[end..])) => {
            true
        }
        Kind::Time
            if lower.split_once(' ').is_some_and(|(lead, hour)| {
                HOUR_LEADS.contains(&lead)
                    && !hour.contains([':', '.', ' '])
                    && !matches!(hour, "noon" | "midday" | "midnight")
            }) =>
        {
            let next = text[end..]
                .trim_start()
                .split(|c: char| !c.is_alphanumeric())
                .next()
                .unwrap_or_default()
                .to_lowercase();
            let goes_on = text[end..].starts_with(['%', '-', '/', '€', '$', '.', ',', ':'])
                && text[end + 1..].starts_with(|c: char| c.is_alphanumeric());
            let one = lower.ends_with(" one") && !next.is_empty() && next != "sharp";
            let follows = next.is_empty()
                || super::words::is_stopword(&next)
                || matches!(next.as_str(), "sharp" | "tomorrow" | "today" | "tonight")
                || next.len() > 4 && (next.ends_with("day") || next.ends_with("days"));
            goes_on || !follows || one && next != "on"
        }
        // "1.42 m wide" is a length.
        Kind::Time if lower.contains('.') && !lower.contains('m') => {
            let next: String = text[end..].trim_start().chars().take_while(|c| c.is_alphanumeric()).collect();
            matches!(
                next.to_lowercase().as_str(),
                "m" | "cm"
                    | "mm"
                    | "km"
                    | "metre"
                    | "metres"
                    | "meters"
                    | "kg"
                    | "g"
                    | "l"
                    | "litre"
                    | "litres"
                    | "miles"
                    | "percent"
            ) || text[end..].trim_start().starts_with('%')
        }
        // "A night flight" is no span of time.
        Kind::Duration if lower.starts_with("a ") || lower.starts_with("an ") => {
            let next = text[end..].strip_prefix(' ').unwrap_or_default();
            let next: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
            !next.is_empty()
                && next.chars().all(char::is_lowercase)
                && !super::words::is_stopword(&next)
                && !matches!(
                    next.as_str(),
                    "ago" | "old" | "later" | "long" | "away" | "each" | "every" | "early" | "late"
                )
        }
        // "Seats 10 people" says what it has room for; "seats 10 and 11" are two.
        Kind::Room if lower.starts_with("seats ") => {
            !text[end..].starts_with([',', '-', '–', '/']) && !text[end..].starts_with(" and ")
        }
        Kind::Link => text[..start].ends_with('@') || text[start..].contains('@') && text[end..].starts_with('@'),
        Kind::Number | Kind::Id => text[..start].ends_with(['-', '_']) && text[..start].len() > 1,
        _ => false,
    }
}

/// Whether two numbers with a dot between them are an hour and its minutes rather than a day and its month.
fn is_clock(hour: &str, minutes: &str, after: &str) -> bool {
    let (Ok(hour), Ok(minute)) = (hour.parse::<u8>(), minutes.parse::<u8>()) else { return false };
    let after = after.trim_start().to_lowercase();
    let half = ["am", "pm", "a.m", "p.m"].iter().any(|half| after.starts_with(half));
    minutes.len() == 2 && hour <= 24 && minute < 60 && (minute > 12 || half)
}

fn normal(kind: Kind, text: &str) -> String {
    let lower = text.to_lowercase();
    let lower = lower.trim();
    match kind {
        Kind::Time => time(lower),
        Kind::Day => {
            let bare = lower.split(" (").next().unwrap_or(lower);
            let bare = match bare {
                "weekly" => "every week",
                "daily" => "every day",
                "monthly" => "every month",
                other => other,
            };
            if bare.starts_with("every ") {
                return bare.to_owned();
            }
            let first = bare.trim_start_matches("next ").trim_start_matches("this ").trim_start_matches("coming ");
            let word = first.split(' ').next().unwrap_or(first);
            let long = ["monday", "tuesday", "wednesday", "thursday", "friday"]
                .iter()
                .find(|day| word.len() >= 3 && word.len() < 6 && day.starts_with(word.trim_end_matches('s')));
            if let Some(day) = long {
                (*day).to_owned()
            } else if word.ends_with("days") {
                word.trim_end_matches('s').to_owned()
            } else {
                word.to_owned()
            }
        }
        Kind::Date => {
            let mut parts: Vec<String> = lower
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty() && !matches!(*part, "the" | "of"))
                .map(|part| {
                    let ordinal = part
                        .trim_end_matches("st")
                        .trim_end_matches("nd")
                        .trim_end_matches("rd")
                        .trim_end_matches("th");
                    let short = if ordinal.bytes().all(|b| b.is_ascii_digit()) { ordinal } else { part };
                    short.chars().take(if short.bytes().all(|b| b.is_ascii_alphabetic()) { 3 } else { 8 }).collect()
                })
                .collect();
            sort::sort_by(&mut parts, Ord::cmp);
            parts.join(" ")
        }
        Kind::Number | Kind::Duration | Kind::Room => lower.split(' ').map(digits_of).collect::<Vec<_>>().join(" "),
        _ => lower.to_owned(),
    }
}

fn digits_of(word: &str) -> String {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match WORDS.iter().position(|known| *known == word) {
        Some(at) => at.to_string(),
        None => word.to_owned(),
    }
}

/// A time as minutes of the day where it can be read as one.
fn time(lower: &str) -> String {
    let compact: String = lower.chars().filter(|c| !c.is_whitespace() && *c != '.' || *c == ':').collect();
    match compact.as_str() {
        "noon" | "midday" => return "12:00".to_owned(),
        "midnight" => return "0:00".to_owned(),
        _ => {}
    }
    let compact = lower.replace("o'clock", "").replace('h', ":");
    let numbers: Vec<u32> = compact.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let Some(hour) =
        numbers.first().copied().or_else(|| digits_of(lower.split(' ').next().unwrap_or_default()).parse().ok())
    else {
        return lower.to_owned();
    };
    let minute = numbers.get(1).copied().unwrap_or(0);
    let letters: String = lower.chars().filter(char::is_ascii_alphabetic).collect();
    let hour = if letters.ends_with("pm") && hour < 12 { hour + 12 } else { hour };
    format!("{hour}:{minute:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, String)> {
        values(text).into_iter().map(|value| (value.kind, value.text)).collect()
    }

    #[test]
    fn the_more_special_reading_wins() {
        let all = found(
            "Standup is at 3:30 pm on Tuesday, 5 May 2026, in room 5, see https://a.io/x. It costs $20 for 4 people.",
        );
        let expected = [
            (Kind::Time, "3:30 pm"),
            (Kind::Day, "Tuesday"),
            (Kind::Date, "5 May 2026"),
            (Kind::Room, "room 5"),
            (Kind::Link, "https://a.io/x"),
            (Kind::Money, "$20"),
            (Kind::Number, "4"),
        ];
        assert_eq!(all, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn no_value_is_lost_by_the_quick_look() {
        let told =
            [include_str!("../../tests/offline/built_with.txt"), include_str!("../../tests/offline/held_back.txt")];
        let more = "meet at 5\nby 12.\n3 pm, 3pm, 3 a.m. or 3 o'clock\n9h30\nthree in the morning\nROOMS 12\nTheater B\nrow c 4\n+1 (2) 3456 7\n020 12 34\nv1.2.3, a_1, 1-b, #4\n12/5\nthe 5th\n1999\n5 h\n30min\n";
        for line in told.iter().flat_map(|text| text.lines()).chain(more.lines()) {
            let may_hold = may_hold(&line.to_lowercase());
            for (kind, regex) in PATTERNS.iter() {
                assert!(may_hold(*kind) || !regex.is_match(line), "{kind:?} in {line}");
            }
        }
    }

    #[test]
    fn words_that_look_like_values_are_left_alone() {
        assert!(found("I may march on. No one knows the one I like.").is_empty());
        assert_eq!(found("until noon"), [(Kind::Time, "noon".to_owned())]);
        assert_eq!(found("band is fridays half eight")[1], (Kind::Time, "half eight".to_owned()));
        assert_eq!(found("dentist 10.45"), [(Kind::Time, "10.45".to_owned())]);
        assert_eq!(found("back by 4.10pm"), [(Kind::Time, "4.10pm".to_owned())]);
        assert_eq!(found("due 14.11."), [(Kind::Date, "14.11.".to_owned())]);
        assert_eq!(found("it ends after 14 days"), [(Kind::Duration, "14 days".to_owned())]);
        assert_eq!(found("the big table seats 10 people"), [(Kind::Number, "10".to_owned())]);
        assert_eq!(found("we have seats 10 and 11")[0], (Kind::Room, "seats 10".to_owned()));
    }

    #[test]
    fn one_value_in_two_spellings_compares_equal() {
        let normal = |text: &str| values(text)[0].normal().to_owned();
        assert_eq!(normal("at 3 pm"), normal("at 15:00"));
        assert_eq!(normal("the 5th of May"), normal("May 5"));
        assert_eq!(normal("Fridays"), normal("on Friday"));
        assert_eq!(normal("room five"), normal("room 5"));
    }
}
