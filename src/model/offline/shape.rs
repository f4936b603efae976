//! The parts of a clause: who or what it speaks of, and the verb that says what is done. Read by the first verb; auxiliaries and adverbs
//! are passed over.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::words::is_stopword;

use super::clauses::is_finite;

/// Who or what a clause speaks of, as it is worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// "I", "we".
    Speaker,
    /// "It", "she", "that": what was spoken of.
    Pronoun,
    /// A noun or name, from one position to another.
    Noun(usize, usize),
    /// Nothing: a fragment.
    Left,
}

/// The parts of a clause.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub subject: Subject,
    /// The verb that says what is done, auxiliaries passed over; nothing in a fragment.
    pub verb: Option<usize>,
    /// Where what is said of the subject begins.
    pub from: usize,
}

pub fn lower(read: &Reading, at: usize) -> &str {
    read.words.get(at).map_or("", |word| word.lower.as_str())
}

/// A form of "be".
pub fn is_be(lower: &str) -> bool {
    matches!(lower, "is" | "are" | "am" | "was" | "were" | "be" | "been" | "being")
}

pub fn is_helper(lower: &str) -> bool {
    is_be(lower)
        || matches!(
            lower,
            "will"
                | "would"
                | "can"
                | "could"
                | "should"
                | "must"
                | "may"
                | "might"
                | "do"
                | "does"
                | "did"
                | "have"
                | "has"
                | "had"
                | "going"
                | "to"
                | "not"
                | "got"
                | "gotten"
        )
}

pub fn is_adverb(lower: &str) -> bool {
    matches!(
        lower,
        "now"
            | "only"
            | "just"
            | "also"
            | "actually"
            | "really"
            | "still"
            | "already"
            | "both"
            | "probably"
            | "definitely"
            | "currently"
            | "even"
            | "then"
            | "so"
            | "always"
            | "usually"
            | "instead"
            | "apparently"
            | "finally"
            | "rather"
    )
}

/// Prepositions, by what they tell; those of one class may stand for one another.
pub fn class(lower: &str) -> u8 {
    match lower {
        "in" | "at" | "on" | "under" | "behind" | "near" | "by" | "inside" | "outside" | "above" | "below"
        | "beside" | "beneath" | "opposite" | "between" => 1,
        "to" | "into" | "onto" | "towards" => 2,
        "from" | "off" => 3,
        "with" => 4,
        "for" => 5,
        "as" => 6,
        "about" | "on_topic" => 7,
        _ => 0,
    }
}

/// "Out of Gatwick" tells whence: the preposition that a position means.
pub fn class_at(read: &Reading, at: usize) -> u8 {
    match lower(read, at) {
        "of" if at > 0 && lower(read, at - 1) == "out" => 3,
        // "The lean-to" leads to nothing.
        _ if at > 0 && read.words.get(at).is_some_and(|word| &read.text[read.words[at - 1].end..word.start] == "-") => {
            0
        }
        word => class(word),
    }
}

pub fn is_day_part(lower: &str) -> bool {
    matches!(
        lower.trim_end_matches('s'),
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "lunchtime"
            | "bedtime"
            | "breakfast"
            | "teatime"
            | "dawn"
            | "dusk"
    )
}

/// The parts of a clause, told by its first verb.
pub fn shape(read: &Reading) -> Shape {
    let count = read.words.len();
    let finite = (0..count).find(|at| {
        let word = &read.words[*at];
        let behind = at.checked_sub(1).map_or("", |before| lower(read, before));
        let pronoun = matches!(behind, "i" | "we" | "they" | "he" | "she") && !is_adverb(&word.lower) && !word.capital;
        let left = word.lower == "left" && *at > 0 && is_capital(read, *at - 1);
        (is_finite(word) || left || pronoun && read.has_content(*at))
            && read.value_at(*at).is_none()
            && !is_day_part(&word.lower)
            && (*at > 0 || is_helper(&word.lower))
            && !follows_determiner(read, *at)
            && !is_bare_behind_one(read, *at)
            && (is_helper(&word.lower) || !is_helper(lower(read, at + 1)) || lower(read, at + 1) == "to")
    });
    let opens = |at: usize| {
        let next = lower(read, at + 1);
        let word = &read.words[at];
        read.value_at(at).is_none()
            && (matches!(word.lower.as_str(), "use" | "try" | "contact" | "email")
                || concepts::is_verb(&word.stem)
                || word.lower.len() > 5 && word.lower.ends_with("ing"))
            && (is_determiner(next)
                || matches!(word.lower.as_str(), "use" | "try" | "contact" | "email")
                || class(next) > 0 && word.stem != "call"
                || is_capital(read, at + 1)
                || word.lower.ends_with("ing"))
    };
    let finite = match finite {
        Some(0) | None if count > 1 && opens(0) => Some(0),
        Some(at) if at > 2 && opens(0) && read.words[0].lower.ends_with("ing") => Some(0),
        other => other,
    };
    let Some(finite) = finite else { return Shape { subject: Subject::Left, verb: None, from: label_end(read) } };
    let mut before = finite;
    while before > 0
        && (is_adverb(lower(read, before - 1)) || matches!(lower(read, before - 1), "no" | "longer" | "never" | "not"))
    {
        before -= 1;
    }
    let subject = match before.checked_sub(1).map(|at| lower(read, at)) {
        None => Subject::Left,
        Some("i" | "we") => Subject::Speaker,
        Some("it" | "he" | "she" | "they" | "that" | "this" | "these" | "those" | "there" | "one") => Subject::Pronoun,
        Some(_) => {
            let comma = |at: &usize| read.text[read.words[at - 1].end..read.words[*at].start].contains([',', ':']);
            let from = (1..before).rev().find(comma).unwrap_or(0);
            Subject::Noun(from, before)
        }
    };
    let mut verb = finite;
    let mut at = finite + 1;
    while is_helper(lower(read, verb)) && at < count {
        let word = &read.words[at];
        if is_adverb(&word.lower) || word.lower == "not" || word.lower == "to" && lower(read, verb) == "going" {
            at += 1;
        } else if is_helper(&word.lower) && word.lower != "to"
            || is_deed(read, at)
                && !(is_be(lower(read, verb))
                    && !["ing", "ed"].iter().any(|end| word.lower.ends_with(end))
                    && word.lower == word.stem)
        {
            verb = at;
            at += 1;
        } else {
            break;
        }
    }
    // "She wants to be a vet": what is wished is what is said.
    while lower(read, verb + 1) == "to"
        && verb + 2 < count
        && (is_deed(read, verb + 2) || lower(read, verb + 2) == "be")
    {
        verb += 2;
    }
    Shape { subject, verb: Some(verb), from: verb + 1 }
}

/// Where what a label stands for begins: "Lead reviewer: Dr. Moss".
pub fn label_end(read: &Reading) -> usize {
    let colon = |at: &usize| read.text[read.words[at - 1].end..read.words[*at].start].contains(':');
    (1..read.words.len().min(6)).find(colon).unwrap_or(0)
}

/// "The drive", "my visit": a noun, whatever verb it may be elsewhere.
pub fn follows_determiner(read: &Reading, at: usize) -> bool {
    at > 0
        && (matches!(
            lower(read, at - 1),
            "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "its" | "new" | "next" | "this" | "last"
        ) || read.words[at.saturating_sub(1)].possessive)
        && !is_helper(lower(read, at))
}

/// "The party dress", "my piano practice": no verb in its bare form stands behind one thing.
pub fn is_bare_behind_one(read: &Reading, at: usize) -> bool {
    let word = &read.words[at];
    let bare = !is_helper(&word.lower)
        && (word.lower.ends_with("ss") || !["s", "ed", "ing"].iter().any(|end| word.lower.ends_with(end)))
        && word.lower.starts_with(word.stem.trim_end_matches(['e', 'i', 'y']))
        && crate::text::words::stem(&word.lower) == word.stem;
    let Some(before) = at.checked_sub(1).map(|at| &read.words[at]) else { return false };
    let one = read.has_content(at - 1)
        && !before.lower.ends_with('s')
        && before.lower != "people"
        && before.lower != "children";
    let object = matches!(
        lower(read, at + 1),
        "the"
            | "a"
            | "an"
            | "my"
            | "our"
            | "his"
            | "her"
            | "their"
            | "it"
            | "him"
            | "them"
            | "me"
            | "us"
            | "that"
            | "to"
    );
    let one = one && !object && !before.capital;
    let irregular = !word.lower.starts_with(word.stem.trim_end_matches(['e', 'i', 'y']));
    bare && one && !irregular
}

pub fn is_deed(read: &Reading, at: usize) -> bool {
    let word = &read.words[at];
    !word.capital
        && read.value_at(at).is_none()
        && (concepts::is_verb(&word.stem)
            || word.lower.len() > 4 && (word.lower.ends_with("ing") || word.lower.ends_with("ed")))
}

pub fn is_determiner(lower: &str) -> bool {
    matches!(lower, "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "its" | "some" | "another")
}

pub fn is_capital(read: &Reading, at: usize) -> bool {
    read.words.get(at).is_some_and(|word| word.text.chars().any(char::is_uppercase) && !is_stopword(&word.lower))
}
