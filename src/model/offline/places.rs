//! Whether a line tells where something is, for a question that asks it.

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::is_stopword;

/// "Countries I have visited: Peru, Oman", "Accra has the lab", "Ben has the key".
fn lists_or_keeps(line: &Reading, matched: &[usize]) -> bool {
    let listed = line.text.split_once(": ").is_some_and(|(label, _)| {
        line.words
            .iter()
            .any(|word| word.end <= label.len() && concepts::type_word(&word.stem) == Some(concepts::TypeWord::Place))
    });
    let keeper = (1..line.words.len()).any(|at| {
        let word = line.words[at].lower.as_str();
        matches!(word, "has" | "holds" | "keeps" | "hosts")
            && line.is_name(at - 1)
            && matched.iter().any(|noun| (at + 1..at + 4).contains(noun))
    });
    listed || keeper
}

/// A preposition of place before something that is no time, a room, a link, or a word for a place that was asked by name.
pub fn gives_place(line: &Reading, matched: &[usize]) -> bool {
    if line.has_value(&[Kind::Room, Kind::Link, Kind::Email]) {
        return true;
    }
    let mut at_noun = false;
    for (at, word) in line.words.iter().enumerate() {
        // "I work for Harrow & Pike."
        let employed = word.lower == "for" && at > 0 && line.words[at - 1].stem == "work" && line.is_name(at + 1);
        let preposition = employed
            || matches!(
                word.lower.as_str(),
                "in" | "at"
                    | "to"
                    | "from"
                    | "near"
                    | "on"
                    | "outside"
                    | "underneath"
                    | "beneath"
                    | "across"
                    | "along"
                    | "past"
                    | "atop"
                    | "through"
                    | "inside"
                    | "behind"
                    | "under"
                    | "below"
                    | "above"
                    | "by"
                    | "next"
                    | "opposite"
                    | "around"
                    | "beside"
                    | "between"
                    | "over"
                    | "into"
                    | "upstairs"
                    | "downstairs"
                    | "abroad"
                    | "home"
                    | "hometown"
                    | "address"
                    | "street"
                    | "via"
            );
        // "On" is of place after "is" or before an article; "a talk on Rust" is not.
        let be = at > 0
            && matches!(
                line.words[at - 1].lower.as_str(),
                "is" | "are" | "am" | "was" | "were" | "parked" | "left" | "live" | "lives" | "sits" | "located"
            );
        let article = line.words.get(at + 1).is_some_and(|next| {
            matches!(next.lower.as_str(), "the" | "my" | "our" | "top")
                || line.value_at(at + 1).is_some_and(|value| value.kind == Kind::Room)
        });
        // "Run by Efua" tells by whom.
        let agent = word.lower == "by"
            && at > 1
            && (line.words[at - 1].lower.ends_with("ed") || concepts::is_verb(&line.words[at - 1].stem))
            && matches!(line.words[at - 2].lower.as_str(), "is" | "are" | "was" | "were" | "been");
        if !preposition || agent || word.lower == "on" && !be && !article {
            continue;
        }
        let mut next = at + 1;
        while line
            .words
            .get(next)
            .is_some_and(|word| is_stopword(&word.lower) || matches!(word.lower.as_str(), "corner" | "next" | "side"))
            && next < at + 5
        {
            next += 1;
        }
        // "From the caching talk" tells no place of the talk.
        let phrase =
            (next..line.words.len()).take_while(|at| line.has_content(*at) && line.value_at(*at).is_none()).take(3);
        let own = phrase.into_iter().any(|at| matched.contains(&at));
        let place = !own
            && line.words.get(next).is_some()
            && line.value_at(next).is_none_or(|value| matches!(value.kind, Kind::Room | Kind::Link | Kind::Id))
            && !matched.contains(&next);
        at_noun |= place
            || matches!(word.lower.as_str(), "upstairs" | "downstairs" | "abroad")
            || word.lower == "home" && !matched.contains(&at);
        at_noun |= matches!(word.lower.as_str(), "address" | "street");
    }
    at_noun
        || lists_or_keeps(line, matched)
        || line.words.iter().enumerate().any(|(at, word)| {
            matches!(word.stem.as_str(), "visit" | "tour" | "explor" | "reach" | "near") && line.is_name(at + 1)
        })
        || copular_place(line, matched)
        || is_a_place(line, matched)
}

/// "Unit base is the old cannery", "the coffee stop is Mill Tearoom", "the cupboard is where it is kept": all that stands before "is" was
/// asked for, and what stands behind it is a place or a name.
fn is_a_place(line: &Reading, matched: &[usize]) -> bool {
    const PLACES: [&str; 8] =
        ["location", "structure", "building", "room", "container", "area", "facility", "furniture"];
    let words = &line.words;
    let be = words.iter().position(|word| matches!(word.lower.as_str(), "is" | "are" | "was" | "be"));
    // "Meeting point for the hike: the mill."
    let label = || line.text.find(": ").and_then(|colon| words.iter().rposition(|word| word.end <= colon));
    let labelled = be.is_none();
    let Some(be) = be.or_else(label) else { return false };
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    if lower(be + 1) == "where" {
        return (be + 2..words.len()).any(|at| matched.contains(&at));
    }
    let mut before = (0..be + usize::from(labelled)).filter(|at| line.has_content(*at)).peekable();
    let known = before.peek().is_some() && before.all(|at| matched.contains(&at));
    let owned = matches!(lower(be + 1), "the" | "our" | "my" | "their" | "his" | "her");
    let start = be + 1 + usize::from(owned);
    let end = (start..words.len()).find(|at| !line.has_content(*at)).unwrap_or(words.len());
    let Some(head) = end.checked_sub(1).filter(|at| *at >= start && line.value_at(*at).is_none()) else { return false };
    let person = lexicon::is_a(lower(head), "person");
    let place = owned && PLACES.iter().any(|place| lexicon::is_a(lower(head), place));
    known && !person && (place || line.is_name(head))
}

/// "My hometown is Leeds", "The venue is the Barbican", "Location: Leeds".
fn copular_place(line: &Reading, matched: &[usize]) -> bool {
    let placed = line.words.iter().any(|word| {
        matches!(
            word.stem.as_str(),
            "hometown"
                | "venu"
                | "locat"
                | "hotel"
                | "home"
                | "offic"
                | "citi"
                | "town"
                | "place"
                | "school"
                | "univers"
                | "restaur"
                | "address"
        )
    });
    // "My desk is 42B."
    let numbered = line.values.iter().any(|value| {
        let before = line.words.iter().rev().find(|word| word.end <= value.start);
        matches!(value.kind, Kind::Id | Kind::Room)
            && before.is_some_and(|word| matches!(word.lower.as_str(), "is" | "are"))
    });
    numbered
        || placed
            && line.words.iter().enumerate().any(|(at, word)| {
                matches!(word.lower.as_str(), "is" | "are" | "was")
                    && (at + 1..line.words.len())
                        .any(|next| line.has_content(next) && !matched.contains(&next) && line.value_at(next).is_none())
            })
}
