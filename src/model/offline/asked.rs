//! What the form of a question demands of a line beyond its words: "which arm" wants an arm told apart from others, "which airline did
//! we fly with" something behind a "with", "what is in the parcel" something in it. It only refuses; what answers is decided elsewhere.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::is_stopword;

use super::question::{Question, Role, Term, Wants};

/// Whether a line lacks what the form of a question demands, so that it cannot answer; `matched` are the positions of its words that
/// serve the question's.
pub fn unmet(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    match question.wants {
        Wants::Thing => {
            !tells_which(question, line, matched)
                || !reaches(question, line, matched)
                || !holds(question, line, matched)
                || !tells_how(question, line, matched)
                || is_told_to(question, line, matched)
                || !tells_kind(question, line, matched)
                || names_only_the_doer(question, line, matched)
        }
        _ => false,
    }
}

/// "Which arm": a line with the very noun must tell one from others by a word beside it, by what it is, or by a list.
fn tells_which(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let nouns: Vec<&Term> = question.terms.iter().filter(|term| term.role == Role::Asked).collect();
    let form = |at: usize| line.words[at].lower.trim_end_matches('s');
    let is_noun =
        |at: &usize| nouns.iter().any(|noun| question.reading.words[noun.at].lower.trim_end_matches('s') == form(*at));
    let places: Vec<usize> = (0..line.words.len()).filter(is_noun).collect();
    let others = |at: usize| {
        !places.contains(&at) && nouns.iter().any(|noun| concepts::is_member(&line.words[at].stem, &noun.stem))
    };
    let addressed = line.has_value(&[Kind::Email, Kind::Link, Kind::Phone]);
    places.is_empty()
        || addressed
        || nouns
            .iter()
            .any(|noun| question.reading.words[noun.at].lower.ends_with('s') && concepts::is_verb(&noun.stem))
        || places.iter().any(|at| is_told_apart(question, line, *at, matched))
        || (0..line.words.len()).any(others)
}

fn is_told_apart(question: &Question, line: &Reading, at: usize, matched: &[usize]) -> bool {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let asked = |at: usize| question.reading.words.iter().any(|word| word.stem == line.words[at].stem);
    let number = |at: usize| line.value_at(at).is_some_and(|value| value.kind == Kind::Number);
    let says = |at: usize| {
        at < line.words.len()
            && line.has_content(at)
            && !asked(at)
            && !(line.words[at].lower.ends_with('s') && number(at))
    };
    let counted = line.words[at].lower.ends_with('s') && at > 0 && number(at - 1);
    let before = !counted && (at.saturating_sub(3)..at).rev().take_while(|before| line.has_content(*before)).any(says);
    let plain = |at: usize| {
        let word = &line.words[at];
        !concepts::is_verb(&word.stem) && !word.lower.ends_with("ing") && !word.lower.ends_with("ed")
    };
    let next = at + 1;
    let named = says(next) && (line.words[next].capital || line.value_at(next).is_some() || plain(next));
    // "The pharmacy on Elm Road", "dance the tango".
    let article = usize::from(matches!(lower(next + 1), "the" | "a" | "an"));
    let led = is_stopword(lower(next)) && next + 1 + article < line.words.len() && line.is_name(next + 1 + article)
        || matches!(lower(next), "the" | "a" | "an") && says(next + 1);
    let rest = &line.text[line.words[at].end..];
    let listed = rest.contains(": ") || rest.trim_start().starts_with([',', '(', '"', '“', '#', '–', '-']);
    // "The manager we use is Ada", "the room they call Birch", "Bath is the city where …".
    let is = |at: usize| {
        matches!(lower(at), "is" | "are" | "was" | "were" | "called" | "call" | "named" | "of" | "be" | "as")
    };
    let free = |at: usize| !matched.contains(&at) && says(at);
    // "My printer is a nuisance" does not say which one it is.
    let sorted = |link: usize| matches!(lower(link + 1), "a" | "an" | "so" | "too" | "very" | "really");
    let telling = |at: usize| free(at) && (line.words[at].capital || line.value_at(at).is_some());
    let defined = (next..line.words.len()).any(|link| {
        is(link) && (link + 1..line.words.len()).any(|at| if sorted(link) { telling(at) } else { free(at) })
    });
    let predicate = (at.saturating_sub(4)..at).any(|link| is(link) && (0..link).any(free));
    before || named || led || listed || defined || predicate || line.value_at(at).is_some()
}

/// "What is Ella studying" is not answered by "my eldest Ella is at university": all that is new only says who she is.
fn names_only_the_doer(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let who = question.terms.iter().find(|term| term.role == Role::Name);
    let Some(name) = who.and_then(|who| matched.iter().copied().find(|at| line.words[*at].stem == who.stem)) else {
        return false;
    };
    let rest: Vec<usize> = line.content().into_iter().filter(|at| !matched.contains(at)).collect();
    question.terms.len() > 1
        && question.terms.iter().all(|term| term.role != Role::Asked)
        && !rest.is_empty()
        && line.values.is_empty()
        && rest.iter().all(|at| *at < name && (*at..name).all(|between| line.has_content(between)))
}

/// "What kind of dog is Bruno": a line must say what Bruno is, or name a kind of it.
fn tells_kind(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let Some(noun) = question.terms.iter().find(|term| asks_kind_of(question, term)) else { return true };
    let member = |at: usize| concepts::is_member(&line.words[at].stem, &noun.stem) || line.words[at].stem == noun.stem;
    is_defined(line, matched) || (0..line.words.len()).any(member)
}

/// "What kind of dog is Bruno": the noun that a line may leave out where it says what Bruno is.
pub fn asks_kind_of(question: &Question, term: &Term) -> bool {
    let lower = |at: usize| question.reading.words.get(at).map_or("", |word| word.lower.as_str());
    matches!(lower(0), "what" | "which")
        && matches!(lower(1), "kind" | "type" | "sort" | "breed" | "make")
        && lower(2) == "of"
        && term.at == 3
        && matches!(lower(4), "is" | "was" | "are")
        && question.terms.len() > 1
}

/// "Bruno is our St Bernard": a matched word, a form of "be", a determiner and what it is.
pub fn is_defined(line: &Reading, matched: &[usize]) -> bool {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    matched.iter().any(|at| {
        matches!(lower(at + 1), "is" | "was" | "are")
            && matches!(lower(at + 2), "a" | "an" | "my" | "our" | "the")
            && line.has_content(at + 3)
            && line.value_at(at + 3).is_none()
    })
}

/// Prepositions that may stand for one another.
const ALIKE: [&[&str]; 4] = [
    &["at", "in", "on", "from", "to", "near", "by", "into", "under", "inside", "of"],
    &["with", "by", "via", "through", "on", "using"],
    &["for", "to"],
    &["about", "on", "of"],
];

/// "At which school", "which airline … with": where the noun itself is missing, something must stand behind such a preposition.
fn reaches(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let words = &question.reading.words;
    let Some(noun) = question.terms.iter().filter(|term| term.role == Role::Asked).max_by_key(|term| term.at) else {
        return true;
    };
    // "The bottom one" stands for the noun.
    let verb = |at: usize| question.terms.iter().any(|term| term.at != noun.at && term.stem == line.words[at].stem);
    let serves = |at: usize| {
        concepts::serves_word(&noun.stem, &line.words[at]) > 0.0 && !verb(at) || line.words[at].lower == "one"
    };
    if (0..line.words.len()).any(serves) || line.has_value(&[Kind::Email, Kind::Link, Kind::Phone, Kind::Id]) {
        return true;
    }
    let link = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map(|word| word.lower.as_str())
            .filter(|lower| ALIKE.iter().any(|list| list.contains(lower)))
    };
    let wh = words.iter().position(|word| matches!(word.lower.as_str(), "which" | "what"));
    let Some(link) = link(words.len().checked_sub(1)).or_else(|| link(wh.and_then(|at| at.checked_sub(1)))) else {
        return true;
    };
    let alike = |lower: &str| ALIKE.iter().any(|list| list.contains(&link) && list.contains(&lower));
    (0..line.words.len()).filter(|at| alike(&line.words[*at].lower)).any(|at| {
        let from =
            (at + 1..line.words.len()).find(|at| !is_stopword(&line.words[*at].lower)).unwrap_or(line.words.len());
        let phrase: Vec<usize> =
            (from..line.words.len().min(from + 3)).take_while(|at| line.has_content(*at)).collect();
        let asked = |at: &usize| {
            matched.contains(at)
                || question.terms.iter().any(|term| concepts::serves_word(&term.stem, &line.words[*at]) > 0.85)
        };
        from <= at + 3 && !phrase.is_empty() && !phrase.iter().any(asked)
    })
}

/// "What is in the parcel": the thing must be said to hold something.
fn holds(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    const PLACED: [&[&str]; 3] =
        [&["in", "inside", "into"], &["on", "onto", "upon"], &["under", "behind", "beneath", "below"]];
    let lower = |reading: &Reading, at: usize| reading.words.get(at).map_or(String::new(), |word| word.lower.clone());
    let asked = &question.reading;
    let be = matches!(lower(asked, 1).as_str(), "is" | "are" | "was" | "were");
    let link = lower(asked, 2);
    let Some(alike) = PLACED.iter().find(|list| list.contains(&link.as_str())).filter(|_| be) else { return true };
    if lower(asked, 0) != "what" || question.terms.iter().any(|term| term.role == Role::Value) {
        return true;
    }
    matched.iter().any(|at| {
        let led = (at.saturating_sub(4)..*at).any(|before| alike.contains(&lower(line, before).as_str()));
        let has = (at + 1..line.words.len().min(at + 4)).any(|after| {
            let word = &line.words[after];
            matches!(word.lower.as_str(), "has" | "have" | "with" | "of" | "says" | "say" | "reads" | "is" | "are")
                && !matches!(lower(line, after + 1).as_str(), "at" | "in" | "on" | "by" | "under" | "near" | "behind")
                || matches!(word.stem.as_str(), "hold" | "contain" | "list" | "includ" | "show")
        });
        led || has || line.text[line.words[*at].end..].trim_start().starts_with([':', '('])
    })
}

/// "How did I hurt my ankle": that it is hurt does not say how.
fn tells_how(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let lower = |at: usize| question.reading.words.get(at).map_or("", |word| word.lower.as_str());
    if lower(0) != "how" || lower(1) != "did" || question.terms.len() < 2 {
        return true;
    }
    let means = |word: &str| {
        matches!(
            word,
            "by" | "with"
                | "from"
                | "through"
                | "via"
                | "using"
                | "while"
                | "when"
                | "because"
                | "after"
                | "over"
                | "off"
                | "during"
                | "at"
                | "on"
                | "in"
                | "so"
                | "as"
        )
    };
    line.words.iter().enumerate().any(|(at, word)| {
        let free = !matched.contains(&at);
        free && (means(&word.lower) || word.lower.ends_with("ing") || word.lower.ends_with("ly") || word.lower == "no")
    }) || line.text.contains(": ")
}

/// "What did Bernard say" is not answered by what somebody told Bernard.
fn is_told_to(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let words = &question.reading.words;
    let said = words.iter().any(|word| {
        matches!(
            word.stem.as_str(),
            "say"
                | "tell"
                | "told"
                | "think"
                | "repli"
                | "answer"
                | "mention"
                | "ask"
                | "suggest"
                | "want"
                | "give"
                | "promis"
        )
    });
    let who = words.iter().position(|word| matches!(word.lower.as_str(), "did" | "does")).map(|at| at + 1);
    let Some(name) = who.filter(|at| question.reading.is_name(*at) && said) else { return false };
    let places: Vec<usize> = matched.iter().copied().filter(|at| line.words[*at].stem == words[name].stem).collect();
    !places.is_empty()
        && places.iter().all(|at| {
            let speaker = (0..*at).any(|before| matches!(line.words[before].lower.as_str(), "i" | "we"));
            let verb = at.checked_sub(1).is_some_and(|before| {
                let word = &line.words[before];
                word.lower == "to" || !word.capital && concepts::is_verb(&word.stem)
            });
            speaker && verb
        })
}

#[cfg(test)]
mod tests {
    use super::super::aliases::Aliases;
    use super::super::answer::fits;
    use super::super::question::Question;
    use crate::text::reading::Reading;

    fn answers(question: &str, line: &str) -> bool {
        fits(&Question::of(question), &Reading::of(line), &Aliases::default()).is_some()
    }

    #[test]
    fn a_noun_asked_for_must_be_told_from_others() {
        assert!(!answers("Which leg did I break?", "I broke my leg on Sunday"));
        assert!(answers("Which leg did I break?", "I broke my left leg on Sunday"));
        assert!(!answers("Which bridges did we cross?", "We crossed four bridges"));
        assert!(answers("Which bridge did we cross?", "We crossed the Rialto bridge"));
        assert!(!answers("Which printer do I use?", "My printer is a nuisance"));
        assert!(answers("Which printer do I use?", "My printer is a Brother"));
        assert!(answers("Which library do I use?", "I get my books at the library on Dee Street"));
        assert!(answers("Which bus goes to the lake?", "Bus 12 goes to the lake"));
    }

    #[test]
    fn a_question_that_ends_with_a_preposition_wants_what_stands_behind_one() {
        assert!(!answers("Which airline did we fly with?", "We flew to Oslo"));
        assert!(!answers("At which college do I teach?", "I teach pottery"));
        assert!(!answers("Which airline did we fly with?", "We flew to Oslo with a late flight"));
        assert!(answers("Which airline did we fly with?", "We flew to Oslo with Norwegian"));
    }

    #[test]
    fn what_is_in_a_thing_is_told_by_what_it_holds() {
        assert!(!answers("What is in the suitcase?", "The suitcase is at the hotel"));
        assert!(answers("What is in the suitcase?", "The lamp is in the suitcase"));
    }

    #[test]
    fn what_kind_of_thing_somebody_is_must_be_said() {
        assert!(answers("What kind of bird is Pip?", "Pip is our old finch"));
        assert!(!answers("What kind of bird is Pip?", "The vet says Pip has to take drops"));
    }

    #[test]
    fn how_and_what_somebody_said_want_more_than_the_deed() {
        assert!(!answers("How did I lose the ring?", "I lost the ring, the gold one"));
        assert!(answers("How did I lose the ring?", "I lost the ring swimming"));
        assert!(!answers("What did Ada say about the roof?", "I told Ada about the roof"));
        assert!(answers("What did Ada say about the roof?", "Ada said the roof needs slates"));
    }
}
