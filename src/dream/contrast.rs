//! Two lines that say the same of the same thing up to a place where they differ: "the seeds are in the blue tin", "the seeds are in
//! the green box now". Where that place holds one thing at a time, the newer words belong there. It compares words in order.

use crate::text::changes::role_in;
use crate::text::concepts;
use crate::text::reading::{Part, Reading};
use crate::text::values::{Kind, Value};
use crate::text::words::Word;

/// At most so many words may differ.
const DIFFERING: usize = 5;

/// The older line with the newer one's words in the place where they differ, if both cannot hold. `corrects`: the newer one says that
/// something has changed.
pub fn contrasted(told: &Reading, noted: &Reading, corrects: bool) -> Option<String> {
    let (new, old) = (parts(told), parts(noted));
    let same = |a: &Part, b: &Part| match (value(told, a), value(noted, b)) {
        (Some(one), Some(two)) => one.kind == two.kind && one.normal() == two.normal(),
        (None, None) => lower(told, a) == lower(noted, b),
        _ => false,
    };
    let lead = new.iter().zip(old).take_while(|(a, b)| same(a, b)).count();
    let left = (new.len() - lead).min(old.len() - lead);
    let tail = new.iter().rev().zip(old.iter().rev()).take(left).take_while(|(a, b)| same(a, b)).count();
    let (now, was) = (&new[lead..new.len() - tail], &old[lead..old.len() - tail]);
    if now.is_empty() || was.is_empty() || now.len() > DIFFERING || was.len() > DIFFERING {
        return None;
    }
    let typed = |reading: &Reading, parts: &[Part]| matches!(parts, [one] if value(reading, one).is_some_and(|value| !matches!(value.kind, Kind::Number | Kind::Id) || lower(reading, one).len() > 1));
    let kind = |reading: &Reading, part: &Part| value(reading, part).map(|value| value.kind);
    let one_kind = typed(told, now) && typed(noted, was) && kind(told, &now[0]) == kind(noted, &was[0]);
    let states = are_states(told, noted, &new[..lead], now, was);
    if !states
        && (!(one_kind || corrects)
            || !holds_one(told, new, lead, one_kind, corrects || tail > 0 && is_count(told, now)))
    {
        return None;
    }
    let (start, end) = (was[0].start, was[was.len() - 1].end);
    let words = &told.text[now[0].start..now[now.len() - 1].end];
    Some(format!("{}{words}{}", &noted.text[..start], &noted.text[end..]))
}

/// States of which a thing has one at a time: a group each.
const STATES: [&str; 9] = [
    " pending approved rejected submitted signed draft granted denied ",
    " open closed reopened shut resolved ",
    " broken working mended fixed repaired order down up running offline online ",
    " available unavailable sold taken free occupied vacant ",
    " off on ",
    " full empty ",
    " paid unpaid overdue outstanding settled ",
    " planned scheduled cancelled confirmed postponed finished done ",
    " alive dead ill healthy recovered pregnant ",
];

/// Whether what differs names two states of one group, after a form of "be".
fn are_states(told: &Reading, noted: &Reading, before: &[Part], now: &[Part], was: &[Part]) -> bool {
    if before.len() < 2 || !before.last().is_some_and(|part| is_be(lower(told, part))) {
        return false;
    }
    let words = |reading: &Reading, parts: &[Part]| -> Vec<String> {
        let (from, to) = (parts[0].start, parts[parts.len() - 1].end);
        reading
            .words
            .iter()
            .filter(|word| word.start >= from && word.end <= to)
            .map(|word| word.lower.clone())
            .collect()
    };
    let (new, old) = (words(told, now), words(noted, was));
    let in_group = |words: &[String], group: &str| words.iter().any(|word| group.contains(&format!(" {word} ")));
    STATES.iter().any(|group| in_group(&new, group) && in_group(&old, group))
}

/// A role that one person holds, held by another now: the line with the other name. Of sisters and friends there may be several.
pub fn other_holder(told: &Reading, noted: &Reading) -> Option<String> {
    let (now, was) = (role_in(told)?, role_in(noted)?);
    let several = |stem: &String| {
        concepts::is_member(stem, "famili")
            || concepts::is_member(stem, "person")
            || matches!(
                stem.as_str(),
                "friend"
                    | "colleagu"
                    | "neighbor"
                    | "sister"
                    | "brother"
                    | "cousin"
                    | "aunt"
                    | "uncl"
                    | "son"
                    | "daughter"
                    | "child"
            )
    };
    let same = now.role == was.role && now.name != was.name && !was.role.iter().any(several);
    (same && now.whole && !told.negative && !noted.negative)
        .then(|| format!("{}{}{}", &noted.text[..was.start], now.name, &noted.text[was.start + was.name.len()..]))
}

/// "16 employees": how many there are.
fn is_count(told: &Reading, parts: &[Part]) -> bool {
    matches!(parts, [one] if value(told, one).is_some_and(|value| value.kind == Kind::Number))
}

/// Whether what both begin with has a place for one thing at a time behind it.
fn holds_one(told: &Reading, parts: &[Part], lead: usize, one_kind: bool, corrects: bool) -> bool {
    let before = &parts[..lead];
    let lower = |part: &Part| lower(told, part);
    let word = |part: &Part| told.words.iter().find(|word| word.start == part.start);
    let content = before.iter().any(|part| part.value.is_some() || word(part).is_some_and(is_content));
    let verb = before.iter().skip(1).any(|part| {
        part.value.is_none()
            && (is_be(lower(part)) || word(part).is_some_and(|word| concepts::is_verb(&word.stem) && !word.capital))
    }) || before.first().is_some_and(|part| part.value.is_none() && lower(part) == "there");
    let later_verb = one_kind && parts[lead..].iter().any(|part| is_be(lower(part)));
    let several = before.iter().any(|part| {
        matches!(
            lower(part),
            "a" | "an" | "some" | "another" | "also" | "there" | "one" | "or" | "call" | "take" | "buy" | "bring"
        )
    });
    // One may like, own and know many things.
    let open = before.iter().any(|part| {
        matches!(
            lower(part),
            "like"
                | "likes"
                | "love"
                | "loves"
                | "enjoy"
                | "enjoys"
                | "hate"
                | "hates"
                | "have"
                | "has"
                | "know"
                | "knows"
                | "want"
                | "wants"
                | "need"
                | "needs"
                | "speak"
                | "speaks"
                | "play"
                | "plays"
                | "met"
                | "saw"
                | "bought"
                | "ate"
                | "visited"
                | "read"
                | "invited"
                | "includes"
                | "include"
                | "allergic"
        )
    });
    content && (verb || later_verb) && !several && (!open || one_kind && corrects)
}

fn is_content(word: &Word) -> bool {
    !crate::text::words::is_stopword(&word.lower)
}

fn is_be(lower: &str) -> bool {
    matches!(lower, "is" | "are" | "am" | "be" | "will" | "has" | "have" | "must" | "can" | "should")
}

/// The words and values in order, without articles and words of change.
fn parts(reading: &Reading) -> &[Part] {
    reading.worked.parts.get_or_init(|| read_parts(reading))
}

fn read_parts(reading: &Reading) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let words = &reading.words;
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        let lower = word.lower.as_str();
        if let Some(place) = reading.place_of_value_at(at) {
            let value = &reading.values[place];
            if found.last().is_none_or(|last| last.end <= value.start) {
                found.push(Part { word: at, value: Some(place), start: value.start, end: value.end });
            }
            at += 1;
            continue;
        }
        let next = words.get(at + 1).map_or("", |word| word.lower.as_str());
        if matches!((lower, next), ("these", "days") | ("from", "now") | ("as", "of") | ("after", "all")) {
            at += 2;
            continue;
        }
        if !matches!(
            lower,
            "the" | "now" | "currently" | "actually" | "on" | "today" | "instead" | "already" | "just" | "anymore"
        ) || lower == "on" && reading.value_at(at + 1).is_none()
        {
            found.push(Part { word: at, value: None, start: word.start, end: word.end });
        }
        at += 1;
    }
    found
}

fn lower<'r>(reading: &'r Reading, part: &Part) -> &'r str {
    &reading.words[part.word].lower
}

fn value<'r>(reading: &'r Reading, part: &Part) -> Option<&'r Value> {
    part.value.map(|at| &reading.values[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(new: &str, old: &str, corrects: bool) -> Option<String> {
        contrasted(&Reading::of(new), &Reading::of(old), corrects)
    }

    #[test]
    fn newer_words_go_where_one_thing_has_its_place() {
        assert_eq!(
            of("The seeds are in the green box these days", "Seeds are in the blue tin", true).as_deref(),
            Some("Seeds are in the green box")
        );
        assert_eq!(
            of("Parking costs $9 a day", "Parking costs $8 a day", false).as_deref(),
            Some("Parking costs $9 a day")
        );
        assert_eq!(of("92 guests are invited", "80 guests are invited", false).as_deref(), None);
        assert_eq!(
            of("We are reading Beloved now", "We are reading Middlemarch", true).as_deref(),
            Some("We are reading Beloved")
        );
        assert_eq!(of("I like coffee now", "I like tea", true), None);
        assert_eq!(of("There is a bus at 9:35", "There is a bus at 9:05", false), None);
        assert_eq!(of("The cat is hungry", "The cat is black", false), None);
    }
}
