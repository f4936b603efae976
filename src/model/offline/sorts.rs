//! Whether a line holds a value of the sort that a question asks for, beside the words that it shares with the question: a person
//! for "who", a place for "where", a time for "when", an amount of money for a price.

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::one_of;

use super::amounts::{counts, is_age, is_bare, is_hour, measures, with_counted};
use super::clauses::is_finite;
use super::likeness::follows_determiner;
use super::places::gives_place;
use super::question::{Question, Role, Term, Wants};

/// Whether what the line holds beside the matched words is of the asked sort.
pub fn gives(question: &Question, line: &Reading, matched: &[usize], rest: &[usize]) -> bool {
    let asked_values: Vec<&str> = question.reading.values.iter().map(|value| value.normal()).collect();
    let new_value = |kinds: &[Kind]| {
        line.values.iter().any(|value| kinds.contains(&value.kind) && !asked_values.contains(&value.normal()))
    };
    let any_value = line.values.iter().any(|value| !asked_values.contains(&value.normal()));
    let has = |list: &[&str]| has_any(line, list);
    match question.wants {
        Wants::All | Wants::YesNo => true,
        Wants::Clock => {
            new_value(&[Kind::Time])
                || line.values.iter().any(|value| is_hour(value, line)) && new_value(&[Kind::Number])
                || has(&["noon", "midnight", "dawn", "sunset"])
        }
        Wants::Day => new_value(&[Kind::Day, Kind::Date]),
        Wants::When => {
            new_value(&[Kind::Time, Kind::Day, Kind::Date])
                || has(&["when", "whenever", "while"])
                || has(&[
                    "morning",
                    "evening",
                    "afternoon",
                    "night",
                    "weekend",
                    "daily",
                    "after",
                    "before",
                    "soon",
                    "christmas",
                    "breakfast",
                    "lunch",
                    "dinner",
                    "later",
                ]) && !rest.is_empty()
                || at_an_end(line)
                || cancelled(line)
                || new_value(&[Kind::Duration]) && has(&["in", "ago", "after", "every"])
        }
        Wants::Count => {
            // "How many is the table for" names nothing that is counted.
            let many = question.reading.words.iter().position(|word| word.lower == "many");
            let counted = |at: usize| question.reading.has_content(at) && !is_plain_verb(&question.reading, at);
            let bare = many.is_some_and(|at| !counted(at + 1));
            let elided = line.values.iter().any(|value| is_bare(value, line)) && new_value(&[Kind::Number]);
            // "There were 64 of us."
            let heads = many.and_then(|at| question.reading.words.get(at + 1)).is_some_and(|word| {
                matches!(
                    word.stem.as_str(),
                    "peopl" | "person" | "guest" | "attende" | "folk" | "us" | "visitor" | "friend"
                )
            });
            let of_us = line.words.windows(2).enumerate().any(|(at, pair)| {
                at > 0
                    && pair[0].lower == "of"
                    && matches!(pair[1].lower.as_str(), "us" | "them" | "you")
                    && line.value_at(at - 1).is_some_and(|value| value.kind == Kind::Number)
            });
            counts(line, &with_counted(question, line, matched))
                || elided
                || bare && new_value(&[Kind::Number])
                || heads && of_us
        }
        Wants::Digits => {
            new_value(&[Kind::Phone, Kind::Id, Kind::Money])
                || has_room_number(line) && new_value(&[Kind::Room])
                || new_value(&[Kind::Number]) && !is_numbered(line)
        }
        Wants::Measure => measures(question, line, &new_value),
        Wants::HowOften => tells_how_often(line),
        Wants::Age => is_age(line),
        Wants::Reason => gives_reason(line),
        Wants::Place => gives_place(line, &by_nouns(question, line, matched)) || names_the_place(question, line, rest),
        Wants::Person => names_person(question, line, matched, rest),
        Wants::Name => {
            names(question, line, &of_the_asked(question, line, matched, rest))
                || new_value(&[Kind::Id]) && question.terms.iter().all(|term| term.role != Role::Name)
        }
        Wants::Thing => {
            gives_thing(question, line, rest, any_value, &asked_values) || is_the_asked_kind(question, line, matched)
        }
    }
}

/// "Twice a week", "every Monday", "on Fridays".
fn tells_how_often(line: &Reading) -> bool {
    let has = |list: &[&str]| has_any(line, list);
    // "The first Monday of the month."
    let of_the = line.words.windows(3).any(|words| {
        words[0].lower == "of"
            && words[1].lower == "the"
            && matches!(words[2].lower.as_str(), "week" | "month" | "year")
    });
    of_the
        || has(&[
            "every",
            "daily",
            "weekly",
            "monthly",
            "twice",
            "once",
            "never",
            "always",
            "each",
            "often",
            "rarely",
            "sometimes",
            "times",
            "alternate",
            "per",
        ])
        || line.values.iter().any(|value| value.kind == Kind::Day && value.text.to_lowercase().ends_with('s'))
        || line.words.windows(2).any(|pair| {
            matches!(pair[0].lower.as_str(), "a" | "an")
                        && matches!(
                            pair[1].lower.as_str(),
                            "day" | "week" | "month" | "year" | "hour" | "night" | "minute"
                        )
                        // "The third time".
                        || pair[1].lower == "time" && is_ordinal(&pair[0].lower)
        })
}

/// Whether a line has one of some words, or its plural.
fn has_any(line: &Reading, list: &[&str]) -> bool {
    line.words.iter().any(|word| {
        list.contains(&word.lower.as_str()) || word.lower.strip_suffix('s').is_some_and(|word| list.contains(&word))
    })
}

/// "At the end", "in the interval": a point within what is spoken of.
fn at_an_end(line: &Reading) -> bool {
    line.words.windows(3).any(|words| {
        matches!(words[0].lower.as_str(), "at" | "in" | "on")
            && words[1].lower == "the"
            && matches!(
                words[2].lower.as_str(),
                "end" | "start" | "beginning" | "interval" | "first" | "last" | "holidays"
            )
    })
}

fn is_ordinal(lower: &str) -> bool {
    matches!(
        lower,
        "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth"
    )
}

/// "How many came": a verb, and nothing that is counted.
fn is_plain_verb(reading: &Reading, at: usize) -> bool {
    reading.words.get(at).is_some_and(|word| concepts::is_verb(&word.stem) && !word.lower.ends_with('s'))
}

/// The positions that serve a noun of the question, or the very verb: "the greenhouse" is where something grows.
fn by_nouns(question: &Question, line: &Reading, matched: &[usize]) -> Vec<usize> {
    let serves = |at: &usize| {
        let word = &line.words[*at];
        let mut served = question.terms.iter().filter(|term| term.serves(word) > 0.0).peekable();
        served.peek().is_none() || served.any(|term| term.stem == word.stem || !concepts::is_verb(&term.stem))
    };
    matched.iter().copied().filter(serves).collect()
}

/// "Which city did we pick": a name, whatever stands before it; "where do I like to sit": a sort of seat.
fn names_the_place(question: &Question, line: &Reading, rest: &[usize]) -> bool {
    let words = &question.reading.words;
    let which = words.first().is_some_and(|word| matches!(word.lower.as_str(), "which" | "what"));
    let sits = words.iter().any(|word| word.stem == "sit");
    let placed = |at: usize| {
        let before = at.checked_sub(1).map_or("", |before| line.words[before].lower.as_str());
        let word = &line.words[at];
        !before.is_empty() && !word.possessive && !matches!(before, "by" | "with" | "called" | "named" | "and")
    };
    which && rest.iter().any(|at| line.is_name(*at) && placed(*at))
        || sits && (1..line.words.len()).any(|at| line.words[at].stem == "seat" && line.has_content(at - 1))
}

/// "What kind of fish": "they are guppies", where the sort itself stands for what was asked.
fn is_the_asked_kind(question: &Question, line: &Reading, matched: &[usize]) -> bool {
    let words = &question.reading.words;
    let kind = words.iter().any(|word| matches!(word.lower.as_str(), "kind" | "sort" | "type" | "breed"));
    let asked = |term: &&Term| term.role == Role::Asked || kind && term.role == Role::Key;
    question.terms.iter().filter(asked).any(|term| {
        let noun = &words[term.at].lower;
        matched.iter().any(|at| {
            let word = &line.words[*at];
            word.stem != term.stem
                && term.serves(word) > 0.0
                && (lexicon::is_a(&word.lower, noun)
                    || concepts::is_member(&word.stem, &term.stem)
                    || concepts::serves_word(&term.stem, word) == 0.0)
        })
    })
}

/// "Room 5", "gate B", and not "the third floor".
fn has_room_number(line: &Reading) -> bool {
    let figure = |part: &str| part.len() < 3 || part.contains(|c: char| c.is_ascii_digit());
    line.values.iter().any(|value| value.kind == Kind::Room && value.text.split(' ').any(figure))
}

/// "Because", "so that", "to see her": a cause or an aim.
fn gives_reason(line: &Reading) -> bool {
    line.words.iter().enumerate().any(|(at, word)| match word.lower.as_str() {
        "because" | "since" | "due" | "so" | "therefore" | "thanks" | "cause" | "reason" => true,
        "for" => line.value_at(at + 1).is_none(),
        "to" => line.words.get(at + 1).is_some_and(|next| !next.capital && concepts::is_verb(&next.stem)),
        _ => false,
    })
}

/// "A Pixel 6": the number belongs to a name.
fn is_numbered(line: &Reading) -> bool {
    line.values.iter().filter(|value| value.kind == Kind::Number).all(|value| {
        line.words.iter().position(|word| word.end + 1 == value.start).is_some_and(|before| {
            let word = &line.words[before];
            before > 0 && word.capital && line.has_content(before) && word.text.chars().any(char::is_lowercase)
        })
    })
}

/// Something beside the matched words: another value, or a word that says something.
fn gives_thing(question: &Question, line: &Reading, rest: &[usize], any_value: bool, asked_values: &[&str]) -> bool {
    let dated = question.terms.iter().any(|term| {
        matches!(
            term.stem.as_str(),
            "deadlin"
                | "birthday"
                | "due"
                | "schedul"
                | "anniversari"
                | "hour"
                | "plan"
                | "departur"
                | "arriv"
                | "favorit"
                | "season"
                | "month"
                | "year"
                | "night"
                | "even"
                | "morn"
                | "afternoon"
                | "week"
                | "weekend"
                | "date"
                | "day"
        )
    });
    // "My best is 1:52": no more is told, so that is it; "the talk is at three" tells only when.
    let copular = line.values.iter().any(|value| {
        let before = line.words.iter().rev().find(|word| word.end <= value.start);
        !asked_values.contains(&value.normal())
            && before.is_some_and(|word| matches!(word.lower.as_str(), "is" | "are" | "was"))
    });
    // "What is the talk about", and not "what is Ravi crazy about".
    let about = question.reading.words.last().is_some_and(|word| word.lower == "about")
        && !question.terms.iter().any(|term| {
            matches!(
                term.stem.as_str(),
                "crazi"
                    | "mad"
                    | "passion"
                    | "excit"
                    | "worri"
                    | "happi"
                    | "enthusiast"
                    | "angri"
                    | "nervous"
                    | "talk"
                    | "call"
                    | "speak"
                    | "ask"
                    | "complain"
            )
        });
    if about
        && !line.words.iter().any(|word| matches!(word.lower.as_str(), "about" | "on" | "called" | "titled" | "named"))
    {
        return false;
    }
    // "My car is parked on level 3" does not say which car it is.
    let which = question.terms.len() == 1 && question.terms[0].role == Role::Asked;
    let be_after = line.words.windows(2).any(|pair| {
        which
            && pair[0].stem == question.terms[0].stem
            && matches!(pair[1].lower.as_str(), "is" | "are" | "was" | "were")
    });
    if be_after && !identifies(line) && !ends_with_preposition(question) {
        return false;
    }
    // "The 07:15 train" says which train it is.
    let names_its_noun = (1..line.words.len()).any(|at| {
        let asked = |term: &&crate::model::offline::question::Term| term.role == Role::Asked;
        line.value_at(at - 1).is_some_and(|value| !asked_values.contains(&value.normal()))
            && question.terms.iter().filter(asked).any(|term| term.stem == line.words[at].stem)
    });
    any_value
        && (dated
            || names_its_noun
            || copular && rest.is_empty()
            || rest.iter().all(|at| is_empty_verb(&line.words[*at].stem))
                && question.terms.iter().any(|term| term.role == Role::Asked && !concepts::is_verb(&term.stem))
                && line.values.iter().any(|value| {
                    !matches!(value.kind, Kind::Day | Kind::Duration) && !asked_values.contains(&value.normal())
                })
            || line.values.iter().any(|value| {
                !matches!(value.kind, Kind::Time | Kind::Day | Kind::Date | Kind::Duration)
                    && !asked_values.contains(&value.normal())
            }))
        || rest.iter().any(|at| {
            line.value_at(*at).is_none()
                && !(is_empty_verb(&line.words[*at].stem) && rest.len() == 1 && !is_side(line, *at))
        })
}

fn ends_with_preposition(question: &Question) -> bool {
    question.reading.words.last().is_some_and(|word| {
        matches!(word.lower.as_str(), "in" | "at" | "on" | "from" | "to" | "with" | "for" | "of" | "under" | "by")
    })
}

/// "My left leg": no form of "leave".
fn is_side(line: &Reading, at: usize) -> bool {
    let owner = at.checked_sub(1).map_or("", |before| line.words[before].lower.as_str());
    line.words[at].lower == "left" && matches!(owner, "my" | "the" | "his" | "her" | "our" | "their")
}

/// Verbs that say nothing by themselves.
fn is_empty_verb(stem: &str) -> bool {
    matches!(
        stem,
        "go" | "get"
            | "take"
            | "start"
            | "leav"
            | "happen"
            | "hold"
            | "plan"
            | "schedul"
            | "need"
            | "want"
            | "use"
            | "come"
            | "keep"
            | "make"
            | "give"
            | "put"
            | "set"
            | "think"
    )
}

pub fn cancelled(line: &Reading) -> bool {
    line.words.iter().any(|word| word.stem == "cancel")
}

/// A name, or a word for a person, that the question did not give.
fn names_person(question: &Question, line: &Reading, matched: &[usize], rest: &[usize]) -> bool {
    // Of "my brother Jake" the name says who: the noun is no other person.
    let person = rest.iter().filter(|at| !(matched.contains(&(*at + 1)) && line.is_name(*at + 1))).any(|at| {
        let word = &line.words[*at];
        ["person", "job"].iter().any(|kind| concepts::is_member(&word.stem, kind))
            || acts_as_person(question, line, *at)
    });
    let asks_who_someone_is = question.terms.len() == 1 && question.terms[0].role == Role::Name;
    let speaker = line.words.len() > 2 && line.words[0].lower == "i" && line.words[1].lower == "am" && rest.is_empty();
    // "Who do we call", "who am I going to fight": whatever the verb has for its object.
    let object = asks_object(question)
        && matched.iter().any(|at| {
            concepts::is_verb(&line.words[*at].stem)
                && (at + 1..line.words.len().min(at + 4)).any(|next| {
                    rest.contains(&next)
                        && (follows_determiner(line, next) || !concepts::is_verb(&line.words[next].stem))
                })
        });
    // "Me and Jess are off to the lake" tells with whom I am.
    let beside = |at: usize| rest.contains(&at) && !concepts::is_verb(&line.words[at].stem);
    let joint = |at: usize| line.words.get(at).is_some_and(|word| matches!(word.lower.as_str(), "and" | "n" | "with"));
    let company = question.reading.words.last().is_some_and(|word| word.lower == "with")
        && (0..line.words.len()).any(|at| {
            matches!(line.words[at].lower.as_str(), "i" | "me")
                && (joint(at + 1) && beside(at + 2) || at > 1 && joint(at - 1) && beside(at - 2))
                || line.words[at].lower == "with" && beside(at + 1)
        });
    object
        || company
        || person
        || speaker
        || names(question, line, rest)
        || asks_who_someone_is && !rest.is_empty() && !tells_a_state(line, matched)
}

/// "Sanne is on nights", "Sanne does not drive": how it is with somebody, and not who somebody is.
fn tells_a_state(line: &Reading, named: &[usize]) -> bool {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let introduced = |at: usize| at > 0 && line.has_content(at - 1) && !line.words[at - 1].capital;
    named.iter().all(|at| {
        let behind = (at + 1..line.words.len()).find(|next| !line.is_name(*next)).unwrap_or(line.words.len());
        let be = one_of(lower(behind), "is was will does did has can");
        !introduced(*at) && be && one_of(lower(behind + 1), "on at in out off away not back here there up down")
    })
}

/// "Who do I call", "who am I meeting": the question has its own subject, so it asks for the object.
fn asks_object(question: &Question) -> bool {
    let lower = |at: usize| question.reading.words.get(at).map_or("", |word| word.lower.as_str());
    let aux = matches!(
        lower(1),
        "do" | "does"
            | "did"
            | "am"
            | "are"
            | "is"
            | "was"
            | "will"
            | "should"
            | "must"
            | "can"
            | "have"
            | "has"
            | "would"
    );
    matches!(lower(0), "who" | "whom") && aux && matches!(lower(2), "i" | "we" | "you" | "he" | "she" | "they")
}

/// "The orthodontist reckons it can wait": a noun for a person that does something itself; not who is described by what is asked ("the
/// dog walker", "the fellow who tunes it").
fn acts_as_person(question: &Question, line: &Reading, at: usize) -> bool {
    let word = &line.words[at];
    let finite = line.words.get(at + 1).is_some_and(|next| is_finite(next) && !next.capital);
    let described = || question.reading.words.iter().any(|asked| lexicon::derived(&asked.lower, &word.lower));
    let vague = concepts::type_word(&word.stem) == Some(concepts::TypeWord::Person);
    !word.capital && !word.possessive && finite && !vague && lexicon::is_a(&word.lower, "person") && !described()
}

/// Whether one of some verbs is asked of.
fn asks_deed(question: &Question, stems: &[&str]) -> bool {
    question.wants == Wants::Person && question.reading.words.iter().any(|word| stems.contains(&word.stem.as_str()))
}

/// The words that may name what is asked for: not "Oskar" of "I am Oskar", nor what another being is called.
fn of_the_asked(question: &Question, line: &Reading, matched: &[usize], rest: &[usize]) -> Vec<usize> {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let being =
        |at: usize| ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&line.words[at].stem, kind));
    let asks_being = question
        .terms
        .iter()
        .any(|term| ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&term.stem, kind)));
    rest.iter()
        .copied()
        .filter(|at| {
            let own = *at > 1 && lower(at - 1) == "am" && lower(at - 2) == "i";
            let named = *at > 1 && matches!(lower(at - 1), "called" | "named");
            let other = named && being(at - 2) && !matched.contains(&(at - 2));
            !asks_being || !own && !other
        })
        .collect()
}

/// A proper name among the words that were not asked, or a lower-case word where a name would stand.
fn names(question: &Question, line: &Reading, rest: &[usize]) -> bool {
    // "Wifi: heron-guest": what stands behind the label is its name.
    let labelled = line.text.split_once(": ").is_some_and(|(label, _)| {
        label.split(' ').count() <= 4
            && question
                .terms
                .iter()
                .all(|term| line.words.iter().any(|word| word.end <= label.len() && term.serves(word) > 0.85))
    });
    if labelled && question.wants == Wants::Name {
        return true;
    }
    let towards = question.reading.words.iter().any(|word| word.lower == "to")
        || line.words.iter().any(|word| {
            matches!(
                word.stem.as_str(),
                "marri" | "engag" | "loan" | "lend" | "assign" | "hand" | "belong" | "sell" | "promis" | "entrust"
            )
        });
    // "Who sold it to us": "we bought it from the Aldertons".
    let given = asks_deed(
        question,
        &["sell", "sold", "give", "gave", "lend", "lent", "suppli", "send", "sent", "own", "has", "got"],
    );
    let taken = asks_deed(
        question,
        &["get", "got", "receiv", "take", "inherit", "contact", "use", "buy", "bought", "sit", "sign"],
    );
    // "Who do we rent it from": the name behind the word that the question ends with.
    let last = question.reading.words.last().map_or("", |word| word.lower.as_str());
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    rest.iter().any(|at| {
        let mut before = at.checked_sub(1).map_or("", lower);
        if before == "so" {
            before = at.checked_sub(2).map_or("", lower);
        }
        // "At the Roundhouse" is as much of a place as "in Leeds".
        if matches!(before, "the" | "a" | "our" | "my")
            && matches!(at.checked_sub(2).map_or("", lower), "at" | "in" | "from" | "near" | "to")
        {
            before = at.checked_sub(2).map_or("", lower);
        }
        let word = &line.words[*at];
        if line.is_name(*at) || word.capital && *at == 0 && !concepts::is_common(&word.stem) {
            let asked = question.reading.words.iter().any(|word| word.lower == before);
            // "Belongs to Agnes": whom a verb that was asked for leads to.
            let deed = at.checked_sub(2).filter(|deed| !rest.contains(deed));
            let led = deed.is_some_and(|at| line.has_content(at) && concepts::is_verb(&line.words[at].stem));
            let trailing = before == last && matches!(last, "to" | "with" | "for" | "from" | "by");
            let person = question.wants == Wants::Person;
            let second = at.checked_sub(2).map_or("", lower);
            let beside =
                matches!((second, before), ("apart", "from") | ("except", "for") | ("name", "of") | ("belongs", "to"));
            let beside = beside || (second, before) == ("next", "to") && asks_deed(question, &["sit", "next", "besid"]);
            let speaks = *at == 0 && line.text[word.end..].starts_with(": ");
            let theirs = matches!(before, "at" | "from") && word.possessive;
            if person && (beside || speaks || theirs || given && before == "from" || taken && before == "to") {
                return true;
            }
            return (led && matches!(before, "to" | "with" | "for" | "from") || trailing)
                && question.wants == Wants::Person
                || !matches!(before, "in" | "at" | "from" | "hometown" | "on" | "near" | "of")
                    && (before != "for" || asked)
                    && (before != "to" || towards);
        }
        matches!(before, "called" | "named" | "name")
            || before == "is"
                && *at + 1 == line.words.len()
                && line.value_at(*at).is_none()
                && !concepts::is_common(&word.stem)
                && !word.lower.ends_with("ing")
                && !word.lower.ends_with("ed")
            || word.text.chars().skip(1).any(char::is_uppercase)
            || word.text.contains('.') && word.text.contains(|c: char| c.is_alphabetic())
    })
}

/// Whether a line says what something is: a noun phrase, name or value right after "is", no participle and no place.
pub fn identifies(line: &Reading) -> bool {
    let Some(be) = line
        .words
        .iter()
        .position(|word| matches!(word.lower.as_str(), "is" | "are" | "am" | "was" | "were" | "called" | "named"))
    else {
        return false;
    };
    let Some(next) = line.words.get(be + 1) else { return false };
    let participle = next.lower.ends_with("ed") || next.lower.ends_with("ing");
    let placed = matches!(
        next.lower.as_str(),
        "in" | "at"
            | "on"
            | "from"
            | "under"
            | "behind"
            | "near"
            | "by"
            | "to"
            | "with"
            | "for"
            | "not"
            | "next"
            | "over"
    );
    let timed = line
        .value_at(be + 1)
        .is_some_and(|value| matches!(value.kind, Kind::Time | Kind::Day | Kind::Date | Kind::Duration));
    let called = matches!(next.lower.as_str(), "called" | "named");
    called || !participle && !placed && !timed
}
