//! The places of a line that a correction may fill, each with its sort: typed values, parts of the day, names, what stands behind a
//! preposition, the object of the verb. A place is replaced as a whole, its determiner included, so that the line stays a sentence.
//! It finds places and compares them; which line is meant is decided elsewhere.

use crate::text::changes::{no_count, one_unit, slot, unit};
use crate::text::concepts;
use crate::text::dates::day_within;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{is_stopword, one_of};

use super::clauses::is_finite;
use super::exchange::LIKE;
use super::shape::{Shape, class, class_at, is_adverb, is_capital, is_day_part, is_deed, is_determiner, lower, shape};

/// What stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A typed value.
    Value(Kind),
    /// A part of the day, with its preposition: "in the evening", "at bedtime".
    Part,
    /// What stands behind a preposition, with it: "under the mat".
    Led,
    /// The object or complement of the verb: "a red Polo".
    Object,
    /// A name anywhere but in the object.
    Name,
}

/// A place of a line.
#[derive(Debug, Clone)]
pub struct Place {
    pub sort: Sort,
    /// Positions of its first word and of the one behind its last.
    pub words: (usize, usize),
    /// Where it begins and ends in the text; a preposition before it is within only where `Sort` says so.
    pub start: usize,
    pub end: usize,
    /// The preposition that leads it, if one does.
    pub lead: Option<usize>,
    /// It stands before the verb.
    pub subject: bool,
    /// It names somebody or something by a capital.
    pub named: bool,
}

/// Where a noun phrase that begins at a position ends.
fn phrase_end(read: &Reading, from: usize) -> usize {
    let stops = |at: &usize| {
        let at = *at;
        let word = lower(read, at);
        let comma = at > from
            && read.text[read.words[at - 1].end..read.words[at].start].contains([',', ';', ':', '(', '.', '–'])
            && !is_title(lower(read, at - 1));
        let timed = at > from
            && read.value_at(at).is_some_and(|value| matches!(value.kind, Kind::Day | Kind::Date | Kind::Time));
        let links = class_at(read, at) > 0
            || matches!(
                word,
                "until"
                    | "till"
                    | "before"
                    | "after"
                    | "during"
                    | "because"
                    | "since"
                    | "which"
                    | "who"
                    | "that"
                    | "when"
                    | "if"
                    | "but"
                    | "or"
                    | "instead"
                    | "next"
                    | "now"
                    | "again"
                    | "already"
                    | "anymore"
                    | "any"
                    | "too"
                    | "tomorrow"
                    | "today"
                    | "then"
                    | "actually"
                    | "these"
                    | "over"
                    | "through"
                    | "every"
                    | "each"
                    | "per"
                    | "out"
                    | "than"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "will"
                    | "has"
                    | "have"
            );
        let goes_on = word == "and"
            && read.words.get(at + 1).is_none_or(|next| {
                matches!(next.lower.as_str(), "i" | "we" | "he" | "she" | "it" | "they")
                    || is_finite(next) && !next.capital
            });
        comma || timed || at > from && links || goes_on
    };
    (from..read.words.len()).find(stops).unwrap_or(read.words.len())
}

/// "Dr. Osei": the dot ends no phrase.
fn is_title(lower: &str) -> bool {
    matches!(lower, "mr" | "mrs" | "ms" | "dr" | "prof" | "st")
}

/// Whether a range holds something to speak of.
fn says(read: &Reading, from: usize, to: usize) -> bool {
    let owned = |at: usize| matches!(lower(read, at), "mine" | "ours" | "hers" | "theirs" | "yours");
    (from..to).any(|at| owned(at) || read.has_content(at) && !is_adverb(lower(read, at)) || read.value_at(at).is_some())
}

fn place(read: &Reading, sort: Sort, from: usize, to: usize, lead: Option<usize>, shape: &Shape) -> Place {
    let begin = match sort {
        Sort::Led | Sort::Part => lead.unwrap_or(from),
        _ => from,
    };
    let named = (from..to).any(|at| {
        is_capital(read, at)
            && read.value_at(at).is_none()
            && (at > 0
                || (read.is_name(0) || !concepts::is_common(&read.words[0].stem)) && !is_many(&read.words[0].lower))
    });
    Place {
        sort,
        words: (from, to),
        start: read.words[begin].start,
        end: read.words[to - 1].end,
        lead,
        subject: shape.verb.is_some_and(|verb| to <= verb),
        named,
    }
}

/// "Nets still up on pitch two": many of a sort are no name.
fn is_many(lower: &str) -> bool {
    lower.strip_suffix('s').is_some_and(|one| one.len() > 2 && crate::text::lexicon::is_known(one))
}

/// The places of a line or clause, in the order in which they stand; they may overlap.
pub fn places(read: &Reading) -> Vec<Place> {
    let shape = shape(read);
    let count = read.words.len();
    let mut found = Vec::new();
    for value in &read.values {
        let Some(from) = (0..count).find(|at| read.words[*at].end > value.start) else { continue };
        let to = (from..count).find(|at| read.words[*at].start >= value.end).unwrap_or(count);
        let lead = from.checked_sub(1).filter(|at| class(lower(read, *at)) > 0 || lower(read, *at) == "until");
        let mut place = place(read, Sort::Value(value.kind), from, to, lead, &shape);
        (place.start, place.end) = (value.start, value.end);
        // "BA 561" is one.
        let letters = |word: &str| word.len() <= 3 && word.chars().all(|c| c.is_ascii_uppercase());
        if matches!(value.kind, Kind::Number | Kind::Id)
            && from > 0
            && letters(&read.words[from - 1].text)
            && read.words[from - 1].text != "I"
        {
            (place.words.0, place.start) = (from - 1, read.words[from - 1].start);
        }
        found.push(place);
    }
    for at in 0..count {
        if is_day_part(lower(read, at)) && read.value_at(at).is_none() {
            let article = usize::from(at > 0 && matches!(lower(read, at - 1), "the" | "every" | "each"));
            let lead = (at - article)
                .checked_sub(1)
                .filter(|lead| matches!(lower(read, *lead), "in" | "at" | "before" | "after" | "with" | "during"));
            if lead.is_some() || article > 0 || lower(read, at).ends_with('s') {
                found.push(place(read, Sort::Part, at - article, at + 1, lead, &shape));
            }
        }
    }
    for at in shape.verb.map_or(0, |verb| verb + 1)..count {
        let next = at + 1;
        if class_at(read, at) == 0 || next >= count || class_at(read, next) > 0 {
            continue;
        }
        let to = phrase_end(read, next);
        let timed = (next..to).any(|at| {
            is_day_part(lower(read, at))
                || read.value_at(at).is_some_and(|value| matches!(value.kind, Kind::Day | Kind::Date | Kind::Time))
        });
        let deed = is_deed(read, next) && lower(read, at) == "to";
        if to > next && !timed && !deed && says(read, next, to) {
            found.push(place(read, Sort::Led, next, to, Some(at), &shape));
        }
    }
    found.extend(object(read, &shape));
    names(read, &shape, &mut found);
    found
}

/// What the verb does something to, or what the subject is said to be.
fn object(read: &Reading, shape: &Shape) -> Option<Place> {
    let mut from = shape.from;
    while is_adverb(lower(read, from))
        || matches!(lower(read, from), "called" | "named" | "not" | "up" | "down" | "back")
    {
        from += 1;
    }
    // "We have gone for mint green."
    let chosen = shape.verb.is_some_and(|verb| {
        matches!(read.words[verb].stem.as_str(), "go" | "gone" | "went" | "opt" | "settl" | "plump" | "decid")
    });
    if chosen && matches!(lower(read, from), "for" | "with" | "on") {
        from += 1;
    }
    let pronoun = matches!(lower(read, from), "it" | "that" | "this" | "them" | "one" | "him" | "me" | "us" | "you")
        || lower(read, from) == "her" && !read.has_content(from + 1);
    if from >= read.words.len() || pronoun || class_at(read, from) > 0 {
        return None;
    }
    let to = phrase_end(read, from);
    // "Buying Mum a scarf": whom it is for stands before the thing.
    let thing = (from + 1..to).find(|at| {
        matches!(lower(read, *at), "a" | "an" | "the") && (read.is_name(at - 1) || is_person(&read.words[at - 1].stem))
    });
    let from = thing.filter(|_| !read.words[shape.from.saturating_sub(1)].lower.starts_with("is")).unwrap_or(from);
    (to > from && says(read, from, to)).then(|| place(read, Sort::Object, from, to, None, shape))
}

fn is_person(stem: &str) -> bool {
    ["famili", "person", "pet"].iter().any(|kind| concepts::is_member(stem, kind))
}

/// The names that stand in no object.
fn names(read: &Reading, shape: &Shape, found: &mut Vec<Place>) {
    let count = read.words.len();
    let mut at = 0;
    while at < count {
        let named =
            is_capital(read, at) && read.value_at(at).is_none() && (at > 0 || read.is_name(0) || shape.verb.is_none());
        if !named {
            at += 1;
            continue;
        }
        let mut to = at + 1;
        while to < count
            && (is_capital(read, to)
                && read.text[read.words[to - 1].end..read.words[to].start].trim_start_matches('.') == " "
                && (is_title(lower(read, to - 1)) || read.text[read.words[to - 1].end..].starts_with(' '))
                || matches!(lower(read, to), "and" | "of" | "the")
                    && is_capital(read, to + 1)
                    && read.text[read.words[to - 1].end..].starts_with(' '))
            && read.value_at(to).is_none()
        {
            to += 1;
        }
        let from = if at > 0 && matches!(lower(read, at - 1), "the" | "a" | "an") { at - 1 } else { at };
        // "Maya's new teacher" is not Maya.
        if read.words[to - 1].possessive && read.has_content(to) && read.text[read.words[to - 1].end..].starts_with(' ')
        {
            at = to;
            continue;
        }
        let lead = from.checked_sub(1).filter(|lead| class_at(read, *lead) > 0);
        found.push(place(read, Sort::Name, from, to, lead, shape));
        at = to;
    }
}

/// How well a value may stand in a place, by their sorts; nothing if it may not.
pub fn fits(new: &Place, told: &Reading, old: &Place, noted: &Reading) -> Option<f64> {
    let class_of = |place: &Place, read: &Reading| place.lead.map_or(0, |at| class_at(read, at));
    let (one, other) = (class_of(new, told), class_of(old, noted));
    let same_lead = if one > 0 && one == other { 0.5 } else { 0.0 };
    match (new.sort, old.sort) {
        (Sort::Value(kind), Sort::Value(was)) => {
            let value = |place: &Place, read: &Reading| read.value_at(place.words.1 - 1).cloned();
            let (new_value, old_value) = (value(new, told)?, value(old, noted)?);
            let (meant, counted) = (unit(told, &new_value), unit(noted, &old_value));
            if !one_unit(&meant, &counted)
                || meant.is_none() && no_count(&new_value, &counted, &old_value)
                || !one_label(new, told, old, noted)
            {
                return None;
            }
            let counts = if meant.is_some() && counted.is_some() { 0.4 } else { 0.0 };
            let lone = |kind| matches!(kind, Kind::Number | Kind::Id);
            // "From June" is no other day than "the 1st".
            let figures = |value: &crate::text::values::Value| value.text.bytes().any(|byte| byte.is_ascii_digit());
            let coarser = kind == Kind::Date && was == Kind::Date && !figures(&new_value) && figures(&old_value);
            if coarser && one == 3 && other != 3 {
                return None;
            }
            if slot(kind) == slot(was) {
                return Some(1.0 + same_lead + counts + if kind == was { 0.2 } else { 0.0 });
            }
            // "2000 words" is no year.
            if kind == Kind::Number
                && old_value.text.len() == 4
                && old_value.text.bytes().all(|byte| byte.is_ascii_digit())
            {
                return Some(0.7 + same_lead);
            }
            // "I am 30 now" for "29 years old".
            if kind == Kind::Number && was == Kind::Duration && old_value.text.contains("old") {
                return Some(0.8);
            }
            let numeric =
                matches!(was, Kind::Number | Kind::Id | Kind::Time | Kind::Money | Kind::Duration | Kind::Room);
            (lone(kind) && meant.is_none() && numeric
                || lone(was) && counted.is_none() && matches!(kind, Kind::Time | Kind::Money))
            .then_some(0.7 + same_lead)
        }
        // "It will be May."
        (Sort::Object | Sort::Name, Sort::Value(Kind::Date)) => {
            matches!(told.text[new.start..new.end].to_lowercase().as_str(), "may" | "march").then_some(1.0)
        }
        (Sort::Value(Kind::Date | Kind::Day), Sort::Object) => {
            let timed =
                |at: usize| matches!(lower(noted, at), "end" | "start" | "beginning" | "month" | "week" | "year");
            (old.words.0..old.words.1).any(timed).then_some(0.5)
        }
        (Sort::Object, Sort::Led) => Some(0.4),
        // "He is on data" for "Andreas is QA".
        (Sort::Led, Sort::Object) if shape(noted).verb.is_some_and(|verb| super::shape::is_be(lower(noted, verb))) => {
            Some(0.35)
        }
        (Sort::Part, Sort::Part) => Some(1.2),
        (Sort::Led, Sort::Led) => {
            let alike = one == other || matches!((one, other), (1, 2) | (2, 1));
            // "By ship" is nowhere, and who is "on days" is not "at the hospital".
            let lead =
                |place: &Place, read: &Reading| place.lead.map_or(String::new(), |at| lower(read, at).to_owned());
            let (now, was) = (lead(new, told), lead(old, noted));
            let otherwise = was == "by" && now != "by" && new.named
                || now == "on" && one_of(&was, "at in") && !new.named && {
                    let last = |place: &Place, read: &Reading| lower(read, place.words.1 - 1).to_owned();
                    lexicon::likeness(&last(new, told), &last(old, noted)) < LIKE
                };
            (alike && !otherwise).then_some(0.9 + same_lead)
        }
        // "The goat Bertie" keeps its noun where another name is told.
        (Sort::Object, Sort::Object) if old.named && new.named && is_mixed(old, noted) && !is_mixed(new, told) => {
            Some(0.7)
        }
        (Sort::Object, Sort::Object) => Some(if new.named == old.named { 1.0 } else { 0.8 }),
        // "Santiago from Chile" is no other place than "at Willowbank".
        (Sort::Name | Sort::Led, Sort::Name | Sort::Led) if matches!((one, other), (3, 1) | (1, 3)) => None,
        (Sort::Name | Sort::Object | Sort::Led, Sort::Name) if new.named && !old.subject => {
            Some(0.85 + same_lead - if one > 0 && other > 0 && one != other { 0.3 } else { 0.0 })
        }
        (Sort::Name, Sort::Object) if new.named => Some(if old.named { 0.9 } else { 0.6 }),
        _ => None,
    }
}

/// Whether a place holds a name and other words that say something.
fn is_mixed(place: &Place, read: &Reading) -> bool {
    (place.words.0..place.words.1).any(|at| read.has_content(at) && !read.words[at].capital)
}

/// "Ward 6" is no value of "the number 9 bus": the nouns before two numbers, if each has one, must be the same.
fn one_label(new: &Place, told: &Reading, old: &Place, noted: &Reading) -> bool {
    let label = |place: &Place, read: &Reading| {
        let at = place.words.0.checked_sub(1)?;
        let word = &read.words[at];
        let Sort::Value(Kind::Number | Kind::Id) = place.sort else { return None };
        (read.has_content(at)
            && !word.capital
            && read.value_at(at).is_none()
            && !concepts::is_verb(&word.stem)
            && !is_adverb(&word.lower))
        .then(|| word.stem.clone())
    };
    match (label(new, told), label(old, noted)) {
        (Some(a), Some(b)) => a == b || matches!(a.as_str(), "number" | "no") || matches!(b.as_str(), "number" | "no"),
        _ => true,
    }
}

/// A line with a value in one of its places.
pub fn replaced(new: &Place, told: &Reading, old: &Place, noted: &Reading) -> String {
    let mut text = told.text[new.start..new.end].to_owned();
    let mut start = old.start;
    if let (Sort::Led, Some(from)) = (old.sort, old.lead) {
        let same = new.lead.map(|at| class_at(told, at)) == Some(class_at(noted, from)) && class_at(noted, from) == 1;
        // "Under the mat" gives way to "in the shed"; "out of Gatwick" and "on Mill Lane" keep their prepositions.
        if !same {
            start = noted.words[old.words.0].start;
            text = told.text[told.words[new.words.0].start..new.end].to_owned();
        }
    } else if new.sort == Sort::Led {
        text = told.text[told.words[new.words.0].start..new.end].to_owned();
    }
    // "8 May" with "the 9th" is "9 May".
    if let (Sort::Value(_), Sort::Value(Kind::Date)) = (new.sort, old.sort) {
        text = day_within(&noted.text[old.start..old.end], &text).unwrap_or(text);
    }
    // "Platform 9" of a message's beginning is "platform 9" within a line.
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let (was, now) = (first(&noted.text[start..old.end]), first(&text));
    if was != now && was == now.to_lowercase() {
        text.replace_range(..now.len(), &was);
    }
    // "Seat 14C" with "22A" is "seat 22A".
    if let (Sort::Value(Kind::Number | Kind::Id), Sort::Value(Kind::Room)) = (new.sort, old.sort) {
        start = noted.words[old.words.1 - 1].start;
    }
    let mut end = old.end;
    if let (Sort::Value(_), Sort::Value(was), Some(value)) = (new.sort, old.sort, told.value_at(new.words.1 - 1)) {
        // "One tablet" with "two tablets", "20 pounds" with "25".
        let behind =
            |read: &Reading, end: usize| read.words.iter().find(|word| word.start == end + 1).map(|word| word.end);
        let old_value = noted.value_at(old.words.1 - 1);
        if let (Some(unit_told), Some(unit_old)) = (unit(told, value), old_value.and_then(|value| unit(noted, value)))
            && unit_told == unit_old
            && let (Some(told_end), Some(old_end)) = (behind(told, new.end), behind(noted, end))
        {
            (text, end) = (told.text[new.start..told_end].to_owned(), old_end);
        } else if value.kind == Kind::Number && matches!(was, Kind::Money | Kind::Duration) {
            let number = noted.text[start..end]
                .find(' ')
                .filter(|_| noted.text[start..end].starts_with(|c: char| c.is_alphanumeric()));
            end = number.map_or(end, |length| start + length);
        }
    }
    // "900 a month" with "950 a month" says so once.
    let rest = &noted.text[end..];
    let again = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at > 0 && rest.starts_with(&text[*at..]) && text[*at..].starts_with(' '));
    if let Some(again) = again {
        text.truncate(again);
    }
    // "The place on the quay" with "a Pixel": no two determiners.
    let before = noted.text[..start].trim_end();
    let determined = before.rsplit(' ').next().is_some_and(|word| is_determiner(&word.to_lowercase()));
    if determined
        && let Some((first, rest)) = text.split_once(' ')
        && is_determiner(&first.to_lowercase())
    {
        text = rest.to_owned();
    }
    // "In room Oslo" with "room Bergen" names the room once.
    if let Some((first, rest)) = text.split_once(' ')
        && before.rsplit(' ').next().is_some_and(|word| word.eq_ignore_ascii_case(first))
    {
        text = rest.to_owned();
    }
    // "The Boyle building" with "the Hooke building" names the building once.
    if let Some((first, last)) = text.rsplit_once(' ')
        && rest.trim_start().split([' ', ',']).next().is_some_and(|word| word.eq_ignore_ascii_case(last))
    {
        text = first.to_owned();
    }
    let text = if start == 0 { super::clauses::capitalised(&text) } else { uncapitalised(&text, new, told) };
    format!("{}{text}{rest}", &noted.text[..start])
}

/// A value that opened its clause, without the capital that it had for that.
fn uncapitalised(text: &str, new: &Place, told: &Reading) -> String {
    let counted = told.values.first().is_some_and(|value| {
        value.start == 0 && matches!(value.kind, Kind::Time | Kind::Number | Kind::Duration | Kind::Money)
    });
    let plain = told.words.first().is_some_and(|word| is_stopword(&word.lower));
    let opens = new.start == 0 && (plain || counted);
    let mut chars = text.chars();
    match chars.next().filter(|_| opens) {
        Some(first) if !text.starts_with("I ") => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
