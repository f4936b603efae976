//! What a note of no special form speaks of: its subject, or what its speaker does something to. What is not certain is nothing.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{Word, is_stopword, one_of};

use super::beings::is_being;
use super::clauses::{capitalised, is_finite};

/// "The vet says Smudge must lose weight": either may be meant by what follows.
pub(super) fn says_of_another(read: &Reading) -> bool {
    let common = read.words.first().is_some_and(|word| word.lower == "the" || concepts::is_common(&word.stem));
    let says = (1..read.words.len().min(4)).find(|at| one_of(&read.words[*at].lower, "says said thinks reckons"));
    says.is_some_and(|says| common && (says + 1..read.words.len().min(says + 3)).any(|at| read.is_name(at)))
}

/// Who is said to be something: the name that opens a note, or the noun before "is" if it is of somebody.
pub(super) fn subject_named(note: &str, read: &Reading) -> Option<String> {
    let is = read.words.iter().position(|word| word.lower == "is")?;
    let names = (0..is).take_while(|at| read.words[*at].capital && !read.words[*at].possessive).count();
    let subject = note.get(..read.words[is.checked_sub(1)?].end)?;
    let known = |word: &Word| is_stopword(&word.lower) || concepts::is_common(&word.stem);
    if names > 0 && !known(&read.words[0]) {
        return note.get(..read.words[names - 1].end).map(str::to_owned);
    }
    (read.words[0].possessive && is_being(subject) && !subject.contains(',')).then(|| subject.to_owned())
}

/// What a sentence of no special form speaks of, and whether that is a being: its subject, or what the speaker does something to
/// ("we rescued a greyhound", "I avoid red wine").
pub(super) fn spoken_of(note: &str, read: &Reading) -> Option<(String, bool)> {
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let verb = (1..read.words.len().min(7)).find(|at| is_finite(&read.words[*at]))?;
    // "The Christmas lights": the name of a day that says which.
    let named_day = |at: usize| {
        read.value_at(at)
            .is_some_and(|value| value.kind == Kind::Date && !value.text.contains(|c: char| c.is_ascii_digit()))
            && read.words.get(at + 1).is_some_and(|next| !next.capital && !is_stopword(&next.lower))
    };
    let particle = |at: usize| {
        matches!(
            lower(at),
            "away" | "up" | "down" | "out" | "back" | "off" | "together" | "again" | "best" | "most" | "well"
        )
    };
    let plain = |at: usize| {
        read.has_content(at)
            && (read.value_at(at).is_none() || named_day(at))
            && (!is_finite(&read.words[at]) || at > 0 && named_day(at - 1))
            && !(particle(at) && at > verb + 1)
    };
    let own = (0..verb).all(|at| !plain(at)) || matches!(lower(0), "i" | "we");
    let determined = |at: usize| {
        matches!(lower(at), "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "some" | "this" | "another")
    };
    let mut from = if own { verb + 1 } else { 0 };
    while own && matches!(lower(from), "not" | "also" | "just" | "finally" | "up" | "out")
        || own && one_of(lower(from), "past through over by across round") && determined(from + 1)
    {
        from += 1;
    }
    if !own && one_of(lower(0), "never always once today yesterday tomorrow sometimes maybe perhaps last next") {
        return None;
    }
    let with = determined(from);
    let first = from + usize::from(with);
    let end = (first..read.words.len().min(first + 4)).take_while(|at| plain(*at)).last()? + 1;
    // "I am allergic to nuts" speaks of nothing allergic.
    let state = own && !with && matches!(lower(verb), "is" | "are" | "am" | "was" | "were" | "be");
    if state || !own && end != verb || own && (first > verb + 3 || !with && read.words[end - 1].lower.ends_with("ing"))
    {
        return None;
    }
    if matches!(lower(first), "you" | "we" | "i" | "whoever" | "everyone" | "everybody" | "nobody" | "someone") {
        return None;
    }
    // "Goggles are blue": many of a sort are no name.
    let known = |word: &Word| {
        let one = word.lower.strip_suffix('s').filter(|one| one.len() > 3).unwrap_or(&word.lower);
        [&word.lower, one].iter().any(|word| crate::text::lexicon::is_known(word)) || concepts::is_common(&word.stem)
    };
    // "The snake plant": which of its words is the noun is not known.
    let noun_or_verb = |at: usize| {
        read.words.get(at).is_some_and(|word| {
            is_finite(word) && read.has_content(at) && !["s", "ed"].iter().any(|end| word.lower.ends_with(end))
        })
    };
    if own && with && noun_or_verb(end) {
        return None;
    }
    let owned = (first..end).any(|at| read.words[at].possessive);
    let name =
        !with && !owned && (read.is_name(first) || first == 0 && read.words[0].capital && !known(&read.words[0]));
    // "Give Rufus grapes" speaks of Rufus.
    let end =
        if name { (first..end).take_while(|at| read.words[*at].capital).last().unwrap_or(end - 1) + 1 } else { end };
    let noun = &note.get(read.words[first].start..read.words[end - 1].end)?;
    let whole = match lower(from) {
        "my" | "our" | "the" | "his" | "her" | "their" => {
            note.get(read.words[from].start..read.words[end - 1].end)?.to_owned()
        }
        _ if with => format!("The {noun}"),
        _ => (*noun).to_owned(),
    };
    Some((capitalised(&whole), name || is_being(noun)))
}
