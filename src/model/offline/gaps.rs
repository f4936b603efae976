//! Clauses that leave out what the clause before them says: the noun of "dad's is in May", the verb of "Ben in York".

use crate::text::refill::refill_typed;
use crate::text::words::{Word, is_stopword, one_of, words};

use super::clauses::{has_subject, is_auxiliary, is_finite};
use super::shape::class;

/// "Grandpa says 1962" after "Gran says the wedding was in 1961": what each says is told whole.
pub fn said_otherwise(clause: &str, before: &str) -> Option<String> {
    const SAYS: &str = "says said thinks reckons";
    let (now, then) = (words(clause), words(before));
    let verb = (1..now.len().min(4)).find(|at| one_of(&now[*at].lower, SAYS))?;
    let was = (1..then.len().min(5)).find(|at| one_of(&then[*at].lower, SAYS))?;
    let (value, rest) = (clause[now[verb].end..].trim(), before[then[was].end..].trim());
    let value = value.trim_end_matches(['.', '!']);
    let told = words(value);
    if told.is_empty() || told.len() > 3 || words(rest).len() <= told.len() + 1 {
        return None;
    }
    let named = |words: &[Word]| words.iter().take_while(|word| word.capital && !is_stopword(&word.lower)).count();
    let (new, old) = (named(&told), words(rest));
    let whole = if new == told.len() && named(&old) > 0 {
        format!("{value}{}", &rest[old[named(&old) - 1].end..])
    } else {
        refill_typed(value, rest)?
    };
    Some(format!("{} {whole}", &clause[..now[verb].end]))
}

/// "Rosie's school photo is on Thursday": what is owned ends before "is", whatever verb it may be elsewhere.
fn owned_is(left: &[Word]) -> Option<usize> {
    let own = (0..left.len().min(4)).find(|at| left[*at].possessive)?;
    (own + 2..left.len().min(own + 5)).find(|at| is_auxiliary(&left[*at].lower))
}

/// "Noor can not come to Athens, everyone else can": what the left clause denies is so of the right one.
fn affirmed(left_text: &str, left: &[Word], right_text: &str, right: &[Word]) -> Option<String> {
    let [subject @ .., aux] = right else { return None };
    let denied = (1..left.len().saturating_sub(2))
        .find(|at| left[*at].lower == aux.lower && left[at + 1].lower == "not")
        .filter(|_| (1..=3).contains(&subject.len()) && one_of(&aux.lower, "can will does is are has was did"))?;
    let rest = left_text[left[denied + 1].end..].trim();
    (!one_of(&subject[0].lower, "it that this so as what who if only"))
        .then(|| format!("{} {rest}", right_text.trim_end_matches('.')))
}

/// "The school 60 rolls" after "the café takes 40 rolls", "Kuba 37" after "Hania's shoe size is 29": another one with a value of their own.
fn counted(left_text: &str, left: &[Word], verb: usize, right_text: &str, right: &[Word]) -> Option<String> {
    let number = |word: &Word| word.lower.bytes().next().is_some_and(|first| first.is_ascii_digit());
    let at = (1..right.len().min(4)).find(|at| number(&right[*at]))?;
    let plain = |word: &Word| !is_stopword(&word.lower) && !is_auxiliary(&word.lower) && !word.possessive;
    let article = usize::from(one_of(&right[0].lower, "the my our"));
    if !number(left.get(verb + 1)?) || at <= article || !right[article..at].iter().all(plain) || right.len() > at + 4 {
        return None;
    }
    let owner = (0..verb).rev().find(|at| left[*at].possessive);
    let named = right[article].capital && at == 1;
    match owner {
        Some(owner) if owner + 1 < verb && named && right.len() <= at + 2 => {
            let noun = &left_text[left[owner + 1].start..left[verb].end];
            Some(format!("{}'s {noun} {}", right[0].text, &right_text[right[at].start..]))
        }
        None if !is_auxiliary(&left[verb].lower) && (right.len() == at + 2 || right[at - 1].capital) => {
            Some(format!("{} {} {}", &right_text[..right[at - 1].end], left[verb].text, &right_text[right[at].start..]))
        }
        _ => None,
    }
}

/// "Dad's is in May" after "Mum's birthday is in June": what is owned is told whole.
fn of_another_owner(left_text: &str, left: &[Word], verb: usize, right_text: &str, right: &[Word]) -> Option<String> {
    let lower = |at: usize| right.get(at).map_or("", |word| word.lower.as_str());
    let (owner, owned) =
        ((0..verb).rev().find(|at| left[*at].possessive), (0..right.len().min(3)).find(|at| right[*at].possessive));
    if let (Some(owner), Some(owned)) = (owner, owned)
        && owner + 1 < verb
        && is_auxiliary(lower(owned + 1))
    {
        let noun = &left_text[left[owner + 1].start..left[verb - 1].end];
        return Some(format!("{} {noun}{}", &right_text[..right[owned].end], &right_text[right[owned].end..]));
    }
    // "My favourite colour is teal, my wife's is orange."
    if let Some(owned) = owned
        && owned + 1 < right.len().min(4)
        && matches!(left[0].lower.as_str(), "my" | "our")
        && (2..=4).contains(&verb)
        && owner.is_none()
        && matches!(lower(owned + 1), "is" | "are" | "was")
    {
        let noun = &left_text[left[1].start..left[verb - 1].end];
        return Some(format!("{} {noun}{}", &right_text[..right[owned].end], &right_text[right[owned].end..]));
    }
    // "My passport runs out in March, my wife's in July."
    if let Some(owned) = owned
        && owner.is_none()
        && matches!(left[0].lower.as_str(), "my" | "our")
        && (2..=4).contains(&verb)
        && let Some(same) = (verb + 1..left.len()).find(|at| left[*at].lower == lower(owned + 1))
        && class(lower(owned + 1)) > 0
        && same <= verb + 3
    {
        let noun = &left_text[left[1].start..left[same - 1].end];
        return Some(format!("{} {noun}{}", &right_text[..right[owned].end], &right_text[right[owned].end..]));
    }
    None
}

/// "Tomasz kitchen" after "Priya does bathroom".
fn in_turn(left: &[Word], verb: usize, right_text: &str, right: &[Word]) -> Option<String> {
    let plain = |word: &Word| !is_stopword(&word.lower) && !is_finite(word) && !word.lower.ends_with("ing");
    let takes_turns = one_of(&left[verb].lower, "does do takes has gets plays")
        && verb == 1
        && left.len() <= 4
        && right.len() == 2
        && right.iter().all(plain)
        && !right[0].possessive
        && !one_of(&right[0].lower, "also then too again mostly usually");
    takes_turns.then(|| {
        let verb = if left[1].lower == "do" { "does" } else { &left[1].lower };
        format!("{} {verb} {}", right[0].text, &right_text[right[1].start..])
    })
}

/// The right clause with what it leaves out: the noun of "dad's is in May", the verb of "Ben in York" and of "Mabel the cello".
pub fn without_gap(left_text: &str, left: &[Word], verb: usize, right_text: &str, right: &[Word]) -> Option<String> {
    let lower = |at: usize| right.get(at).map_or("", |word| word.lower.as_str());
    // "Open Mon, Wed and Sat": a day is nobody.
    let day = one_of(lower(0), "mon tue tues wed weds thu thur thurs fri sat sun");
    if day || crate::text::values::values(right_text).first().is_some_and(|value| value.start == 0) {
        return None;
    }
    // "The vet says Mizzy needs half, Koko none": what each needs is told.
    let reported = one_of(&left[verb].lower, "says said thinks reckons told wrote");
    let verb =
        (verb + 2..left.len()).find(|at| reported && is_finite(&left[*at]) && left[*at - 1].capital).unwrap_or(verb);
    let verb = owned_is(left).unwrap_or(verb);
    if let Some(whole) = of_another_owner(left_text, left, verb, right_text, right) {
        return Some(whole);
    }
    // "Nadia is coming to the party, Felix is not."
    if let [subject @ .., aux, not] = right
        && not.lower == "not"
        && (1..=3).contains(&subject.len())
        && is_auxiliary(&aux.lower)
        && (subject[0].capital
            || subject.len() > 1 && matches!(lower(0), "the" | "my" | "our" | "his" | "her")
            || subject.len() == 1 && !is_stopword(lower(0)))
        && left.len() > verb + 1
    {
        let does = matches!(aux.lower.as_str(), "do" | "does" | "did");
        let rest = left_text[left[if does { verb } else { verb + 1 }].start..].trim();
        let rest = if does {
            rest.replacen(&left[verb].text, left[verb].text.trim_end_matches('s'), 1)
        } else {
            rest.to_owned()
        };
        return (does || is_auxiliary(&left[verb].lower))
            .then(|| format!("{} {rest}", right_text.trim_end_matches('.')));
    }
    if let Some(whole) = affirmed(left_text, left, right_text, right) {
        return Some(whole);
    }
    if let Some(whole) = counted(left_text, left, verb, right_text, right) {
        return Some(whole);
    }
    if let Some(whole) = in_turn(left, verb, right_text, right) {
        return Some(whole);
    }
    let named = left[verb - 1].capital && !is_stopword(&left[verb - 1].lower);
    if !named || right.len() > 6 || right.len() < 2 || right.iter().skip(1).any(is_finite) || has_subject(right, false)
    {
        return None;
    }
    // "Leonie is allergic to cats and Mateus to pollen."
    let link = right.get(1).filter(|word| {
        right[0].capital
            && matches!(word.lower.as_str(), "in" | "at" | "on" | "from" | "to" | "for" | "with" | "of" | "about")
    });
    if let Some(link) = link
        && let Some(same) = (verb + 1..left.len()).find(|at| left[*at].lower == link.lower)
        && same <= verb + 3
    {
        let between = left_text[left[verb].start..left[same - 1].end].trim();
        return Some(format!("{} {between} {}", &right_text[..right[0].end], &right_text[link.start..]));
    }
    let preposition = |lower: &str| matches!(lower, "in" | "at" | "on" | "from" | "to" | "for" | "with");
    let told = left.get(verb + 1).map_or("", |word| word.lower.as_str());
    let starts =
        right[0].capital && !is_stopword(lower(0)) || matches!(lower(0), "his" | "her" | "their" | "my" | "our");
    let at = (1..right.len()).find(|at| {
        if preposition(told) {
            lower(*at) == told
        } else {
            right[*at - 1].capital && !right[*at].capital && !preposition(lower(*at)) && lower(*at) != "and"
        }
    })?;
    let subject_is_name = right[at - 1].capital && !is_stopword(&right[at - 1].lower);
    (starts && subject_is_name).then(|| {
        format!("{} {} {}", right_text[..right[at].start].trim(), left[verb].text, &right_text[right[at].start..])
    })
}
