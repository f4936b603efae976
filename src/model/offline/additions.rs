//! Messages that add to a list told before: "oh, and birthday candles", "plus butter and sugar", "walnuts too". Nothing that stands in the
//! list is ever lost by it.

use std::sync::LazyLock;

use crate::text::contractions::expand;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::{Kind, ascii_pattern};

use super::revise::Revision;
use super::shape::shape;
use super::slots::{Sort, places};
use super::wording::is_question;

/// What opens a message that adds.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:(?:oh|ah|ooh|wait|sorry|yes|ok|okay|right|actually|hmm|argh)[ ,!.-]+)*(?:and (?:also |then )?|also[ ,:]+|plus[ ,:]+|as well as |on top of that[ ,:]+|add (?:to that )?[: ]*|(?:and )?(?:do not|not) (?:let me )?forget(?:ting)?[ :]+|(?:i |we )?(?:nearly |almost )?forgot(?: to (?:say|add|mention))?[ ,:]+|(?:i |we )?(?:left out|missed(?: out)?)[ :]+|(?:i|we) (?:also|will also) need )",
    )
});

/// What closes one.
static CLOSES: LazyLock<Regex> =
    LazyLock::new(|| ascii_pattern(r"(?i)[ ,]+(?:too|as well|also|on top|to the list|on the list)[ .!]*$"));

/// How a message grows the note told last; nothing if it does not add to it.
pub fn grown(message: &str, notes: &[&str]) -> Option<Revision> {
    let whole = expand(message.trim());
    if whole.lines().count() > 1 || is_question(&whole) {
        return None;
    }
    let mut items = whole.trim_end_matches(['.', '!', ' ']).to_owned();
    let opens = OPENS.find(&items).map(|hit| hit.end()).filter(|end| *end < items.len());
    if let Some(end) = opens {
        items = items[end..].to_owned();
    }
    let closes = CLOSES.find(&items).map(|hit| hit.start()).filter(|start| *start > 0);
    if let Some(start) = closes {
        items.truncate(start);
    }
    let read = Reading::of(&items);
    let timed = read.values.iter().any(|value| matches!(value.kind, Kind::Time | Kind::Day | Kind::Date | Kind::Link));
    let first = read.words.first()?.lower.as_str();
    let led =
        matches!(first, "in" | "at" | "on" | "to" | "from" | "with" | "for" | "by" | "my" | "our" | "i" | "we" | "not");
    let fragment = shape(&read).verb.is_none() && read.words.len() <= 14 && !items.contains([':', '.', '?']);
    if opens.is_none() && closes.is_none() || !fragment || timed || led || read.content().is_empty() {
        return None;
    }
    let old = *notes.first()?;
    let text = with_items(old, &items)?;
    Some(Revision { old: old.to_owned(), text, former: old.to_owned(), latter: items })
}

/// What is taken off a list, and how that is worded: "no grapes after all", "take the tent off the list".
static TAKES_OFF: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:(?:oh|ah|wait|sorry|ok|actually|hmm)[ ,!.-]+)*(?:(?:no|not|without|minus) (.{2,30}?) (?:after all|any ?more|then|actually)|(?:take|cross|scratch|strike) (.{2,30}?) off(?: (?:the|my|our|that) list)?|(?:take|cross|scratch|strike) off (.{2,30}?)|(?:skip|drop|remove|scratch|forget|leave out|cancel) (.{2,30}?)(?: (?:from|off) (?:the|my|our|that) list)?)(?:, (.+))?[ .!]*$",
    )
});

/// How a message takes an item off a list told before, and what else it tells; nothing if no list has the item.
pub fn shrunk(message: &str, notes: &[&str]) -> Option<(Revision, String)> {
    let whole = expand(message.trim());
    let found = TAKES_OFF.captures(&whole).filter(|_| whole.lines().count() == 1 && !is_question(&whole))?;
    let item = (1..5).find_map(|at| found.get(at))?.as_str();
    let item = ["the ", "my ", "our "].iter().find_map(|lead| item.strip_prefix(lead)).unwrap_or(item);
    let rest = found.get(5).map_or(String::new(), |rest| rest.as_str().to_owned());
    notes.iter().find_map(|old| {
        let text = without_item(old, item)?;
        Some((Revision { old: (*old).to_owned(), text, former: item.to_owned(), latter: String::new() }, rest.clone()))
    })
}

/// A line without an item of the list that it holds; nothing if it holds no list of three or more, or not the item.
fn without_item(line: &str, item: &str) -> Option<String> {
    let bare = |part: &str| {
        let part = part.trim().trim_end_matches('.');
        let lead = ["and ", "the ", "a ", "an ", "some ", "my "].iter().find_map(|lead| part.strip_prefix(lead));
        lead.unwrap_or(part).to_lowercase()
    };
    let parts: Vec<&str> = line.split(", ").collect();
    let last = *parts.last()?;
    let (before, last) = last.rsplit_once(" and ").map_or((None, last), |(before, last)| (Some(before), last));
    let mut items: Vec<String> =
        parts[..parts.len() - 1].iter().copied().chain(before).chain([last]).map(str::to_owned).collect();
    if items.len() < 3 {
        return None;
    }
    let wanted = bare(item);
    if let Some(at) = items.iter().skip(1).position(|part| bare(part) == wanted) {
        items.remove(at + 1);
    } else {
        // The first item stands behind the words that lead to the list.
        let first = items.remove(0);
        let lead = first.to_lowercase().strip_suffix(&wanted).filter(|lead| lead.ends_with(' ')).map(str::len)?;
        items[0].insert_str(0, first.get(..lead)?);
    }
    Some(listed(&items, before.is_some()))
}

/// Items one behind the other, the last with "and" where it had one.
fn listed(items: &[String], and: bool) -> String {
    let mut text = items[0].clone();
    for (at, item) in items.iter().enumerate().skip(1) {
        text.push_str(if and && at + 1 == items.len() { " and " } else { ", " });
        text.push_str(item.strip_prefix("and ").unwrap_or(item));
    }
    text
}

/// What somebody likes or takes: "more of a tea person", "I prefer coffee".
static TASTE: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)\b(?:(?:more of )?an? ([a-z]+) (?:person|drinker|lover|fan|man|woman|girl|guy|type)|(?:like|love|prefer|enjoy|drink|eat|take|adore)s? (?:my |a |some )?([a-z]+)(?: [a-z]+)?)$",
    )
});

/// A message of mere qualities right behind a preference ("Earl Grey, no milk"), with what they are of before it.
pub fn taste(message: &str, notes: &[&str]) -> Option<String> {
    let whole = expand(message.trim());
    let told = whole.trim_end_matches(['.', '!', ' ']);
    let read = Reading::of(told);
    let parts = told.split(", ").count();
    let bare = shape(&read).verb.is_none()
        && !told.contains(['.', ':', '?', '!', ';'])
        && (2..=5).contains(&parts)
        && told.split(", ").all(|part| (1..=5).contains(&part.split(' ').count()));
    let first = read.words.first()?.lower.as_str();
    let spoken = matches!(
        first,
        "i" | "we" | "my" | "our" | "thanks" | "ok" | "yes" | "no" | "and" | "also" | "oh" | "not" | "hi" | "hello"
    );
    if !bare || spoken || read.content().len() < 2 {
        return None;
    }
    let found = TASTE.captures(notes.first()?)?;
    let of = found.get(1).or(found.get(2))?.as_str();
    Some(format!("{}: {told}", super::clauses::capitalised(of)))
}

/// A line whose list, at its end, has more items; nothing if it holds none.
fn with_items(line: &str, items: &str) -> Option<String> {
    let read = Reading::of(line);
    let line = read.text.trim_end_matches(['.', '!', ' ']);
    let lower = items.to_lowercase();
    if line.to_lowercase().contains(&lower) {
        return None;
    }
    let many = items.contains(" and ") || items.contains(", ");
    let list = line.rfind(": ").map(|at| at + 2).or_else(|| {
        let object = places(&read).into_iter().find(|place| place.sort == Sort::Object)?;
        // Behind what the verb takes nothing may follow but more of it.
        let rest = &line[object.end.min(line.len())..];
        (rest.is_empty() || rest.starts_with(", ") || rest.starts_with(" and ")).then_some(object.start)
    })?;
    let told = &line[list..];
    let joint = told.rfind(" and ").filter(|at| told[at + 5..].split(' ').count() <= 5);
    let mut text = line.to_owned();
    if let Some(at) = joint {
        text.replace_range(list + at..list + at + 5, if told[..at].ends_with(',') { " " } else { ", " });
    }
    let joined = joint.is_some() && !many || joint.is_none() && !told.contains(", ") && !many;
    Some(format!("{text}{}{items}", if joined { " and " } else { ", " }))
}

#[cfg(test)]
mod tests {
    use super::{with_items, without_item};

    #[test]
    fn a_list_loses_one_item_and_keeps_the_others() {
        let kept = |line: &str, item: &str| without_item(line, item).unwrap_or_default();
        assert_eq!(kept("Snacks: olives, crisps, grapes", "grapes"), "Snacks: olives, crisps");
        assert_eq!(kept("Snacks: olives, crisps, grapes", "olives"), "Snacks: crisps, grapes");
        assert_eq!(kept("I need eggs, tea and flour", "the tea"), "I need eggs and flour");
        assert_eq!(kept("I need eggs, tea and flour", "flour"), "I need eggs and tea");
        assert_eq!(kept("I need eggs, tea and flour", "milk"), "");
        assert_eq!(kept("I like tea, not coffee", "coffee"), "");
    }

    #[test]
    fn a_list_grows_at_its_end_and_loses_nothing() {
        let grown = |line: &str, items: &str| with_items(line, items).unwrap_or_default();
        assert_eq!(grown("I need eggs and flour", "milk"), "I need eggs, flour and milk");
        assert_eq!(grown("I need eggs, tea and flour", "milk and rice"), "I need eggs, tea, flour, milk and rice");
        assert_eq!(grown("Packing: tent, stove", "a torch"), "Packing: tent, stove, a torch");
        assert_eq!(grown("I collect stamps", "coins"), "I collect stamps and coins");
        assert_eq!(grown("I live in Bonn", "Cologne"), "");
    }
}
