//! Lists of pairs: "Festival rota: Ashok on the gate, Ivo on the bar", "low 11:52, high 17:58", "gas 48217, elec 90933". Each pair is told by
//! itself, so that an answer holds the one that was asked for and not its neighbours; and what is only set against something ("the 47, not
//! the 74") is told without that.

use crate::text::concepts;
use crate::text::values::values;
use crate::text::words::{Word, is_stopword, words};

use super::clauses::is_finite;

/// What parts the pairs of a list.
const JOINTS: [&str; 6] = [" , ", ", then ", ", and ", ", ", "; ", " and "];
/// No pair is longer, in words.
const LONGEST: usize = 7;

/// The pairs that a text lists, each with the heading that the first one carries; none if it is no such list.
pub fn pairs(body: &str) -> Vec<String> {
    let marked = [" = ", " - ", " – "].into_iter().find(|mark| body.matches(mark).count() > 1);
    let parts = parted(body, marked);
    let read: Vec<Vec<Word>> = parts.iter().map(|part| words(part)).collect();
    let sizes = |read: &[Word]| (2..=LONGEST).contains(&read.len());
    // The first may hold the heading too.
    if parts.len() < 2 || !read[1..].iter().all(|read| sizes(read)) || read[0].len() < 2 {
        return Vec::new();
    }
    if marked.is_some() {
        return parts;
    }
    // A clause that goes on in the next is no pair.
    let said = |read: &Vec<Word>| read.iter().skip(1).any(is_finite);
    if said(&read[0]) || read.iter().filter(|read| said(read)).count() * 2 > read.len() {
        return Vec::new();
    }
    if let Some(lead) = valued(&parts, &read) {
        return with_lead(&lead, &parts);
    }
    let linked = |read: &Vec<Word>| (1..read.len().min(4)).any(|at| is_link(&read[at].lower)) && read.len() > 2;
    let named = |read: &Vec<Word>, first: bool| {
        let names = |word: Option<&Word>| word.is_some_and(|word| word.capital && !is_stopword(&word.lower));
        names(if first { read.first() } else { read.last() }) && !names(if first { read.last() } else { read.first() })
    };
    let alike = read.iter().all(linked)
        || read.len() > 2 && read.iter().all(|read| named(read, true))
        || read.len() > 2 && read[1..].iter().all(|read| named(read, false));
    if alike { parts } else { Vec::new() }
}

/// The parts of a list; where each pair is marked, what has no mark goes on with the pair before.
fn parted(body: &str, marked: Option<&str>) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let next =
            JOINTS.iter().filter_map(|joint| rest.find(joint).map(|at| (at, joint.len()))).min_by_key(|next| next.0);
        let (part, after) = next.map_or((rest, ""), |(at, len)| (&rest[..at], &rest[at + len..]));
        let joins = marked.is_some_and(|mark| !part.contains(mark));
        match parts.last_mut().filter(|_| joins) {
            Some(last) => *last = format!("{last}, {}", part.trim()),
            None => parts.push(part.trim().to_owned()),
        }
        rest = after;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where every part tells one value of one kind at the same place, the heading of the first: "Meter reading" of "Meter reading gas 48217,
/// elec 90933".
fn valued(parts: &[String], read: &[Vec<Word>]) -> Option<String> {
    let found: Vec<_> = parts.iter().map(|part| values(part)).collect();
    let kind = found[0].first()?.kind;
    let one = |values: &Vec<crate::text::values::Value>| values.first().is_some_and(|value| value.kind == kind);
    if !found.iter().all(one) {
        return None;
    }
    let before = |at: usize| {
        let value = &found[at][0];
        read[at].iter().take_while(|word| word.end <= value.start).count()
    };
    let (first, next) = (before(0), before(1));
    // "5 apples, 3 pears" are what they are; a value at the end of each is what the words before it are about.
    if next == 0 && first > 0 {
        return None;
    }
    let heading = first.checked_sub(next).filter(|heading| *heading > 0 && next > 0);
    Some(heading.map_or(String::new(), |heading| parts[0][..read[0][heading - 1].end].to_owned()))
}

fn with_lead(lead: &str, parts: &[String]) -> Vec<String> {
    let led = |(at, part): (usize, &String)| match at {
        0 => part.clone(),
        _ => format!("{lead} {part}").trim().to_owned(),
    };
    parts.iter().enumerate().map(led).collect()
}

fn is_link(lower: &str) -> bool {
    matches!(
        lower,
        "in" | "at"
            | "on"
            | "from"
            | "to"
            | "for"
            | "with"
            | "by"
            | "under"
            | "near"
            | "behind"
            | "after"
            | "before"
            | "when"
    )
}

/// A text without what it is set against: "the yellow shirt not the white", "walk rather than cycle"; nothing if it sets nothing against.
pub fn without_contrast(text: &str) -> Option<String> {
    for mark in [", not ", " rather than ", " instead of ", " as opposed to ", " – not ", " and not "] {
        let Some((told, other)) = text.split_once(mark) else { continue };
        let rest = words(other);
        // "I would rather" needs its "than"; what denies a deed of its own is no contrast.
        let deed = rest.iter().take(3).any(|word| is_finite(word) && !word.capital);
        if words(told).len() > 1 && !rest.is_empty() && (!deed || !mark.contains("not")) {
            return Some(told.trim().to_owned());
        }
    }
    let read = words(text);
    let not = (2..read.len().saturating_sub(1)).find(|at| {
        let before = &read[at - 1];
        let verb = is_finite(before) || concepts::is_verb(&before.stem) && !before.capital;
        read[*at].lower == "not"
            && !verb
            && matches!(read[at + 1].lower.as_str(), "the" | "a" | "an" | "in" | "at" | "on" | "my")
    })?;
    Some(text[..read[not].start].trim().trim_end_matches(',').to_owned())
}

/// A clause that says of another what the one before says of the first, with a verb of its own that no list knows: "my cousin reckons
/// 280", "hubby wants his well done", "my dad's Chilean". Given whole, if it is one.
pub fn own_clause(part: &str, told: &[Word], before: &[Word]) -> Option<String> {
    let lower = |at: usize| told.get(at).map_or("", |word| word.lower.as_str());
    let led = usize::from(matches!(lower(0), "my" | "our" | "the" | "his" | "her" | "their"));
    let is = before.iter().any(|word| matches!(word.lower.as_str(), "is" | "are" | "was"));
    // "My dad's Chilean": behind a clause with "is" the owner's mark is one too.
    if let Some(owner) = told.get(led).filter(|word| word.possessive && is && told.len() == led + 2) {
        let who = part[..owner.end].trim_end_matches("'s").trim_end_matches("’s");
        return Some(format!("{who} is {}", part[told[led + 1].start..].trim()));
    }
    let plain = |at: usize| {
        told.get(at).is_some_and(|word| {
            !is_stopword(&word.lower) || matches!(word.lower.as_str(), "herself" | "himself" | "one")
        })
    };
    let verb = (led + 1..told.len().min(led + 4)).find(|at| {
        let word = &told[*at];
        let third = word.lower.len() > 3
            && word.lower.ends_with('s')
            && !word.lower.ends_with("ss")
            && concepts::is_verb(&word.stem);
        matches!(word.lower.as_str(), "is" | "are" | "was" | "has" | "says" | "said") || third && !word.capital
    })?;
    let whole = (led..verb).all(plain) && verb + 1 < told.len() && !told[verb - 1].possessive;
    // What stands before the verb is a noun that the list may know as a verb too ("phone is a Nokia").
    (whole && !told[led].lower.ends_with("ing")).then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_alone() {
        assert_eq!(pairs("Ashok on the gate, Ivo on the bar"), ["Ashok on the gate", "Ivo on the bar"]);
        assert_eq!(pairs("low 11:52, high 17:58"), ["low 11:52", "high 17:58"]);
        assert_eq!(pairs("Meter reading gas 48217, elec 90933")[1], "Meter reading elec 90933");
        assert_eq!(pairs("Macduff = Theo, witches = Lil, Jo and Kit")[1], "witches = Lil, Jo, Kit");
        assert!(pairs("eggs, flour and vanilla").is_empty());
        assert!(pairs("I like tea and you like coffee").is_empty());
    }

    #[test]
    fn what_is_set_against_something_is_told_without_it() {
        let cut = |text: &str| without_contrast(text).unwrap_or_default();
        assert_eq!(cut("Kit is the yellow shirt not the white"), "Kit is the yellow shirt");
        assert_eq!(cut("I would rather walk rather than cycle"), "I would rather walk");
        assert_eq!(cut("The hall is the sports centre, not the main one"), "The hall is the sports centre");
        assert_eq!(without_contrast("I do not like the rain"), None);
    }
}
