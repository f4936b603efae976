//! The part that each thing plays in a claim: before the verb or after it, in the passive the other way round, behind which
//! preposition, whose. A plain look at the order of words; where it is unsure two claims come out as different.

use crate::text::concepts;
use crate::text::words::{Word, is_stopword};
use crate::text::words_data::FORMS;

use super::claim::{Claim, Item, Role, Sort, Tense};
use super::gist::Joint;
use super::lexicon::{is_empty, kept, number, one_of};
use super::signs::is_participle;

/// Gives each item its part, and the claim its tense and voice.
pub(super) fn assign(claim: &mut Claim, text: &str, words: &[Word]) {
    let label = (1..words.len()).find(|at| text[words[at - 1].end..words[*at].start].contains(':'));
    let verb = main_verb(&claim.items, words, label.unwrap_or_default());
    claim.tense = tense(words, verb);
    claim.acts = verb.is_some();
    // "Gloves: ordered by Petra".
    let after_label = |at: usize| Some(at) == label && is_participle(&words[at].lower);
    claim.passive = verb.is_some_and(|at| is_passive(words, at) || after_label(at));
    claim.clauses |= has_clauses(&claim.items, text, words, verb);
    // "8:15 am" is a time.
    let clock = |at: usize| at > 0 && words[at - 1].lower.ends_with(|c: char| c.is_ascii_digit());
    let be = (0..words.len())
        .find(|at| one_of(&words[*at].lower, "is are was were") || words[*at].lower == "am" && !clock(*at));
    claim.pivot = verb.into_iter().chain(be).min().unwrap_or_default();
    claim.verb = claim.items.iter().find(|item| Some(item.at) == verb).map_or(String::new(), |item| item.key.clone());
    claim.asks =
        verb.is_some_and(|at| words[..at].iter().all(|word| one_of(&word.lower, "not never do please always")));
    claim.definite = be
        .and_then(|be| words.get(be + 1))
        .is_some_and(|next| one_of(&next.lower, "the my our his her their its") || next.possessive);
    let colon = (1..words.len()).any(|at| text[words[at - 1].end..words[at].start].contains([':', '=']));
    claim.plainly_built =
        verb.is_some() || colon || words.iter().any(|word| one_of(&word.lower, "is are am was were be been"));
    claim.be = be;
    claim.label = label.unwrap_or_default();
    claim.there = words.windows(2).any(|pair| pair[0].lower == "there" && one_of(&pair[1].lower, "is are was were"));
    claim.joints = (0..words.len()).map(|at| joint(text, words, at)).collect();
    let mut role: Option<Role> = None;
    let mut seen_verb = false;
    let mut item = 0;
    for at in 0..words.len() {
        let word = &words[at];
        let comma = at > 0 && text[words[at - 1].end..word.start].contains([',', ':', ';', '(']);
        if comma && !(at > 1 && role.is_some() && word.lower == "and") {
            role = None;
        }
        let led = preposition(&word.lower, words, at);
        if let Some(found) = led {
            role = Some(found);
        } else if one_of(&word.lower, "is are am was were") {
            role = None;
        } else if one_of(&word.lower, "the a an this that these those") && at > 0 && content(&words[at - 1]) {
            // A new thing begins: "in Hall A the keynote …".
            role = None;
        }
        while let Some(found) = claim.items.get_mut(item).filter(|item| item.at == at) {
            item += 1;
            if Some(at) == verb {
                (found.role, seen_verb, role) = (Role::Verb, true, None);
                continue;
            }
            if kept(&found.lower).is_some() && found.sort == Sort::Word {
                found.role = Role::Verb;
                continue;
            }
            let value = matches!(found.sort, Sort::Date | Sort::Time);
            found.role = if found.possessive {
                Role::Owner
            } else if let Some(role) = role {
                role
            } else if verb.is_none() {
                Role::Equal
            } else if seen_verb || claim.passive {
                Role::Object
            } else {
                Role::Subject
            };
            if claim.passive && found.role == Role::By {
                found.role = Role::Subject;
            }
            if value {
                role = None;
            }
        }
    }
}

/// What parts or joins a word and the one before it.
fn joint(text: &str, words: &[Word], at: usize) -> Joint {
    let gap = if at == 0 { "" } else { &text[words[at - 1].end..words[at].start] };
    match words[at].lower.as_str() {
        "and" | "plus" => Joint::And,
        _ if gap.contains('&') => Joint::And,
        _ if gap.contains([',', ':', ';', '(', ')', '/', '–', '—', '.']) => Joint::Mark,
        _ => Joint::Plain,
    }
}

fn content(word: &Word) -> bool {
    !is_stopword(&word.lower)
}

fn preposition(lower: &str, words: &[Word], at: usize) -> Option<Role> {
    let counted = |word: &Word| number(&word.lower).is_some() || word.lower.starts_with(|c: char| c.is_ascii_digit());
    if lower == "about" && words.get(at + 1).is_some_and(counted) {
        return None;
    }
    Some(match lower {
        // "The number of seats" is the seats.
        "of" if at > 0 && is_empty(&words[at - 1].lower) => return None,
        "of" => Role::Owner,
        "from" | "since" => Role::From,
        "to" | "into" | "onto" | "towards" => Role::To,
        "for" => Role::For,
        "at" if at > 0 && words[at - 1].stem == "work" => Role::For,
        "with" => Role::With,
        "by" => Role::By,
        "about" | "on"
            if lower == "about" || at > 0 && one_of(&words[at - 1].lower, "panel talk book report session course") =>
        {
            Role::About
        }
        "than" | "as" => Role::Than,
        "over" if words[..at].iter().any(|word| word.stem == "prefer") => Role::Than,
        "in" | "at" | "on" | "under" | "behind" | "above" | "below" | "near" | "inside" | "outside" | "between"
        | "beside" | "against" | "before" | "after" | "until" | "during" | "through" => Role::Place,
        _ => return None,
    })
}

/// The word that is the claim's verb, if it has one that says more than "is"; none stands before `label`, where a colon does.
fn main_verb(items: &[Item], words: &[Word], label: usize) -> Option<usize> {
    const AUXILIARY: &str = "is are am was were be been being gets get will can could may might must should would shall do does did not never \
        has have had i we they you he she it who also always usually often sometimes still just already now currently";
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let candidates = items.iter().filter(|item| item.sort == Sort::Word && !item.name && !item.possessive);
    for item in candidates {
        let at = item.at;
        let word = &words[at];
        if at < label {
            continue;
        }
        if item.key == "have" && at > 0 {
            return Some(at);
        }
        let (before, after) = (if at == 0 { "" } else { lower(at - 1) }, lower(at + 1));
        if is_stopword(&word.lower)
            || one_of(
                before,
                "the a an my our your his her their this that these those in on at of from by with for no",
            )
        {
            continue;
        }
        // "Rua das Flores", "Marta van Dijk": a part of a name.
        let in_name = at > 0
            && !is_stopword(&words[at - 1].lower)
            && word.lower.len() < 4
            && !word.capital
            && words[at - 1].capital
            && words.get(at + 1).is_some_and(|next| next.capital);
        // "Three missed rehearsals": so many are told of before anything is said of them.
        let counted = |at: usize| {
            let numbers = words[..at].iter().all(|word| number(&word.lower).is_some() || is_stopword(&word.lower));
            at > 0 && past(&words[at].lower) && numbers && !one_of(lower(at - 1), AUXILIARY)
        };
        // "26 euros for the permit": what is counted does nothing.
        let counts = at > 0 && words[at - 1].lower.starts_with(|c: char| c.is_ascii_digit()) && is_unit(&word.lower);
        if counts || in_name || counted(at) || at > 0 && counted(at - 1) {
            continue;
        }
        let be = one_of(before, "is are am was were be been being gets get not");
        if !be && one_of(after, "is are was were") {
            continue;
        }
        let verbal = is_participle(&word.lower) || word.lower.ends_with("ing");
        if be && verbal {
            return Some(at);
        }
        if !be && one_of(before, AUXILIARY) && !one_of(before, "is are am was were be been being") {
            return Some(at);
        }
        let known = concepts::is_verb(&word.stem) || is_verb(&word.lower);
        let formed = word.lower.ends_with('s') && !word.lower.ends_with("ss") || past(&word.lower);
        let follows = at > 0 && (content(&words[at - 1]) || one_of(before, "who which that and"));
        let object = one_of(after, "the a an my our your his her their i we it to from at in on by with for every all")
            || after.is_empty()
            || words
                .get(at + 1)
                .is_some_and(|next| next.capital || next.lower.starts_with(|c: char| c.is_ascii_digit()));
        let bare = !word.lower.ends_with('s') && !word.lower.ends_with("ing");
        let led = words[..at].iter().all(|word| one_of(&word.lower, "not never do please always"));
        let be_ahead = (at + 1..at + 4).any(|at| one_of(lower(at), "is are was were"));
        let begins = led && !be_ahead && (known && bare && !after.is_empty() || is_verb(&word.lower));
        let stated = follows && formed && (known || object && !after.is_empty() && !word.capital);
        if begins || stated || follows && known && !formed && object && plural_before(words, at) {
            return Some(at);
        }
    }
    None
}

/// What is counted in: coins, measures, stretches of time.
fn is_unit(lower: &str) -> bool {
    one_of(
        lower,
        "euros dollars pounds francs yen cents pence kilos litres liters metres meters minutes hours days weeks months years miles degrees grams \
         kilometres kilometers percent",
    )
}

/// Verbs that the common list lacks, in the third person.
fn is_verb(lower: &str) -> bool {
    one_of(
        lower,
        "wants likes pays owes loves hates blocks chairs leads deploys uses runs listens logs passes fails signs reviews introduces arrives expires \
         needs prefers manages hosts belongs supports contains lasts lands leaves opens closes starts ends takes gives gave goes went",
    )
}

fn plural_before(words: &[Word], at: usize) -> bool {
    words[at - 1].lower.ends_with('s') || words[..at].iter().any(|word| word.lower == "and")
}

fn past(lower: &str) -> bool {
    lower.len() > 3
        && lower.ends_with("ed")
        && !one_of(lower, "need speed seed feed exceed proceed succeed indeed hundred")
        || !lower.ends_with('s')
            && !lower.ends_with("ing")
            && FORMS.binary_search_by(|(form, _)| (*form).cmp(lower)).is_ok()
}

fn is_passive(words: &[Word], at: usize) -> bool {
    let mut before = at;
    while before > 0
        && is_stopword(&words[before - 1].lower)
        && !one_of(&words[before - 1].lower, "is are was were be been being am has have had")
    {
        before -= 1;
    }
    let be = before > 0 && one_of(&words[before - 1].lower, "is are was were be been being am get gets got getting");
    let by = words.get(at + 1).is_some_and(|next| next.lower == "by");
    is_participle(&words[at].lower) && (be || by)
}

fn tense(words: &[Word], verb: Option<usize>) -> Tense {
    let has = |list: &str| words.iter().any(|word| one_of(&word.lower, list) && !word.possessive);
    let auxiliary = |at: usize| {
        (at.saturating_sub(3)..at).rev().find(|at| {
            one_of(&words[*at].lower, "has have had is are am was were be been being will would can could get gets")
        })
    };
    if has("was were did had used")
        && !(has("used")
            && !has("was were did had")
            && verb.is_some_and(|at| words[at].lower == "used" && auxiliary(at).is_some()))
    {
        return Tense::Past;
    }
    let Some(at) = verb else { return Tense::Present };
    match auxiliary(at) {
        Some(before) if one_of(&words[before].lower, "has have been") => Tense::Perfect,
        Some(_) => Tense::Present,
        None if past(&words[at].lower) && !one_of(&words[at].lower, "cut put set read left") => Tense::Past,
        None => Tense::Present,
    }
}

/// Whether more than one thing is said, so that what belongs to what hangs on the order.
fn has_clauses(items: &[Item], text: &str, words: &[Word], verb: Option<usize>) -> bool {
    let verbs = items
        .iter()
        .filter(|item| item.sort == Sort::Word && Some(item.at) != verb && item.at > 0)
        .filter(|item| {
            let word = &words[item.at];
            let before = words[item.at - 1].lower.as_str();
            concepts::is_verb(&word.stem)
                && (word.lower.ends_with('s') || past(&word.lower))
                && (one_of(before, "and but then i he she they we who")
                    || words[item.at - 1].capital && !is_stopword(before))
                && !item.possessive
        })
        .count();
    let values = |sort: Sort| items.iter().filter(|item| item.sort == sort).count();
    let timed = values(Sort::Number) + values(Sort::Time) > 1;
    let paired = timed || [Sort::Date, Sort::Code].into_iter().any(|sort| values(sort) > 1);
    let comma = |at: usize| text[words[at - 1].end..words[at].start].contains(',');
    let joined = words.iter().any(|word| word.lower == "and") || (1..words.len()).any(comma);
    let states = words.iter().filter(|word| one_of(&word.lower, "is are was were")).count();
    verbs > 0 || states > 1 || paired && joined
}
