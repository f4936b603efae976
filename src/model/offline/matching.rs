//! Which words of a line serve a word of a question, and how well: the very word, one of the same concept, a member of the asked
//! kind, another name of the same person, a value of the asked sort; and whether they are about the same person.

use crate::text::concepts;
use crate::text::cues;
use crate::text::lexicon;
use crate::text::reading::{Governor, Reading};
use crate::text::values::{Kind, Value};
use crate::text::words::{Word, is_stopword};

use super::aliases::Aliases;
use super::amounts::is_measure_of;
use super::question::{Question, Role, Term, Wants};

/// How well a member of the asked kind, or a value of the asked sort, serves.
pub const MEMBER: f64 = 0.8;

/// How well another name of the same person serves.
pub const ALIAS: f64 = 0.96;

/// The words of the line that serve a term, and how well; a value serves only its equal.
pub fn best_match(
    question: &Question,
    term: &Term,
    line: &Reading,
    aliases: &Aliases,
    taken: &dyn Fn(usize, f64) -> bool,
) -> Option<(Vec<usize>, f64)> {
    if term.role == Role::Value {
        let value = question.reading.value_at(term.at)?;
        let other = line.values.iter().find(|other| other.normal() == value.normal())?;
        let at = (0..line.words.len())
            .filter(|at| line.words[*at].start < other.end && line.words[*at].end > other.start)
            .collect();
        return Some((at, 1.0));
    }
    let mut best: Option<(usize, f64)> = None;
    let direct = line
        .words
        .iter()
        .any(|word| matches!(strength(term, word, aliases), direct if direct > 0.0 && direct != ALIAS));
    for (at, word) in line.words.iter().enumerate() {
        let mut strength = strength(term, word, aliases);
        // Another name serves only a line that does not hold the word itself.
        if direct && strength == ALIAS {
            strength = 0.0;
        }
        // "At work" names a place, not what somebody does.
        let idiom = word.lower == "work"
            && (term.stem != "work"
                || question.wants == Wants::Thing
                    && !question
                        .reading
                        .words
                        .iter()
                        .any(|other| other.lower == line.words[at.saturating_sub(1)].lower))
            && at > 0
            && matches!(line.words[at - 1].lower.as_str(), "at" | "to" | "from" | "after" | "before");
        // "The theatre stores its costumes" tells of no store.
        let next = line.words.get(at + 1).map_or("", |word| word.lower.as_str());
        let before = at.checked_sub(1).map_or("", |at| line.words[at].lower.as_str());
        let acts = strength < 1.0
            && !concepts::is_verb(&term.stem)
            && concepts::is_verb(&word.stem)
            && matches!(next, "the" | "a" | "an" | "its" | "his" | "her" | "their" | "it" | "them")
            && !matches!(before, "the" | "a" | "an" | "my" | "our" | "its" | "his" | "her" | "their");
        // "The tailor charges extra" tells nobody's job.
        let trade = strength == MEMBER && is_job(&term.stem) && word.stem != "teach" && !is_said_of_somebody(line, at);
        // "Is called Ida" tells of no calling.
        let calling = matches!(word.lower.as_str(), "called" | "named") && strength <= MEMBER;
        if is_stopword(&word.lower)
            || calling
            || idiom
            || trade
            || acts && at > 0 && question.wants == Wants::Place
            || strength > 0.0 && taken(at, strength)
        {
            continue;
        }
        let strength =
            if strength > 0.0 && !holder_agrees(question, term, line, at, aliases) { strength * 0.5 } else { strength };
        if strength > 0.0 && best.is_none_or(|(_, highest)| strength > highest) {
            best = Some((at, strength));
        }
    }
    let Some((at, strength)) = best else {
        let other = |at: usize| is_another(term, &line.words[at]);
        if let Some((at, strength)) = term.cued.find(line, &|at| taken(at, MEMBER) || other(at)) {
            return Some((at, strength));
        }
        if let Some(at) = taken_in(term, line) {
            return Some((vec![at], MEMBER));
        }
        // "I have no pets" speaks of dogs too.
        if line.negative
            && let Some(at) = (0..line.words.len()).find(|at| {
                let stem = &line.words[*at].stem;
                line.has_content(*at) && !concepts::is_verb(stem) && concepts::is_member(&term.stem, stem)
            })
        {
            return Some((vec![at], MEMBER));
        }
        if is_job(&term.stem)
            && let Some(at) = trade(line)
        {
            return Some((vec![at], MEMBER));
        }
        let value = line.values.iter().find(|value| {
            is_value_of(&term.stem, value.kind)
                || is_measure_of(&term.stem, value, line)
                || is_number_of(&term.stem, value, line)
        })?;
        let at = (0..line.words.len())
            .filter(|at| line.words[*at].start < value.end && line.words[*at].end > value.start)
            .collect();
        return Some((at, MEMBER));
    };
    let same: Vec<usize> =
        (0..line.words.len()).filter(|other| *other == at || line.words[*other].stem == line.words[at].stem).collect();
    Some((same, strength))
}

/// "I take my tea with milk", "for breakfast I have porridge": a light verb for eating or drinking.
fn taken_in(term: &Term, line: &Reading) -> Option<usize> {
    let asked = matches!(term.stem.as_str(), "drink" | "eat" | "order" | "consum");
    (0..line.words.len().saturating_sub(1)).filter(|_| asked).find(|at| {
        matches!(line.words[*at].lower.as_str(), "take" | "takes" | "have" | "has" | "had" | "took" | "having")
            && !is_auxiliary_have(line, *at)
            && !line.is_name(at + 1)
    })
}

/// "I have moved", "she has to leave": no deed of its own.
fn is_auxiliary_have(line: &Reading, at: usize) -> bool {
    let next = &line.words[at + 1];
    let participle =
        next.lower.ends_with("ed") || concepts::is_verb(&next.stem) && !line.words[at].lower.starts_with("ta");
    matches!(next.lower.as_str(), "to" | "not" | "been" | "got" | "no" | "never" | "off" | "up" | "over" | "place")
        || participle
}

fn is_job(stem: &str) -> bool {
    matches!(stem, "job" | "profess" | "occup" | "career" | "work" | "trade")
}

/// Whether the trade at a position is said to be somebody's: "is a nurse", "works as a nurse", "job: nurse".
fn is_said_of_somebody(line: &Reading, at: usize) -> bool {
    (at.saturating_sub(4)..at).any(|before| {
        matches!(
            line.words[before].lower.as_str(),
            "is" | "am" | "are" | "was" | "as" | "be" | "became" | "a" | "an" | "job" | "role" | "work" | "profession"
        )
    })
}

/// "She is a welder", "he used to be a sailor": the word that names a trade by its ending.
fn trade(line: &Reading) -> Option<usize> {
    let lower = |at: usize| line.words[at].lower.as_str();
    // "Gwen, the midwife, lives above the clinic."
    let apart = (0..line.words.len().saturating_sub(2)).find(|at| {
        line.is_name(*at)
            && line.text[line.words[*at].end..].starts_with(", ")
            && matches!(lower(at + 1), "the" | "a" | "an")
            && is_trade(&line.words[at + 2])
    });
    if let Some(at) = apart {
        return Some(at + 2);
    }
    let be = (0..line.words.len())
        .find(|at| matches!(lower(*at), "is" | "am" | "was" | "be" | "are" | "were" | "as" | "became" | "become"))?;
    let article = (be + 1..line.words.len().min(be + 3)).find(|at| matches!(lower(*at), "a" | "an"))?;
    (article + 1..line.words.len().min(article + 4)).find(|at| is_trade(&line.words[*at]))
}

/// Whether a word names a trade, by its ending or as the lexicon has it.
fn is_trade(word: &Word) -> bool {
    let ends = ["er", "or", "ist", "ian", "eer", "man", "woman", "smith", "ant", "wright"];
    let lower = word.lower.as_str();
    lower.len() > 4 && ends.iter().any(|end| lower.ends_with(end))
        || ["worker", "professional", "official", "lawyer"].iter().any(|kind| lexicon::is_a(lower, kind))
}

/// Whether a typed value is what a noun asks for: a link for "link", an address for "email".
fn is_value_of(stem: &str, kind: Kind) -> bool {
    match kind {
        Kind::Link => matches!(stem, "link" | "url" | "websit" | "address" | "site" | "page"),
        Kind::Email => matches!(stem, "email" | "mail" | "address"),
        // Many an id looks like a telephone number.
        Kind::Phone => matches!(stem, "phone" | "mobil" | "cell" | "telephon" | "id" | "code" | "identifi"),
        Kind::Money => matches!(stem, "price" | "cost" | "fee" | "amount"),
        Kind::Number => matches!(stem, "version" | "rate" | "interest" | "percentag" | "share"),
        Kind::Id => matches!(stem, "ticket" | "issu" | "refer" | "id" | "code" | "version"),
        _ => false,
    }
}

/// "I am in 305": a number behind "in" that is no year is that of a room.
fn is_number_of(stem: &str, value: &Value, line: &Reading) -> bool {
    let before = line.words.iter().rev().find(|word| word.end <= value.start).map_or("", |word| word.lower.as_str());
    matches!(stem, "room" | "flat" | "ward" | "cabin" | "bay" | "lane" | "bed" | "suit" | "seat" | "tabl")
        && matches!(value.kind, Kind::Number | Kind::Id)
        && matches!(before, "in" | "at")
        && !line
            .words
            .iter()
            .any(|word| word.start > value.end && word.start <= value.end + 1 && !is_stopword(&word.lower))
}

/// Whether a word that the tables take for an asked one tells of another: "staging" of "production", "dad" of "mum"; and "lives" is
/// nobody's job, as "living" is.
fn is_another(term: &Term, word: &Word) -> bool {
    let kin = |stem: &str| concepts::is_member(stem, "famili");
    let relative = kin(&term.stem) && kin(&word.stem) && concepts::serves(&term.stem, &word.stem) == 0.0;
    let living = is_job(&term.stem) && word.stem == "live" && word.lower != "living";
    let same = concepts::serves_word(&term.stem, word) > 0.0 || term.kin.serves(word) > 0.0;
    living || relative && !lexicon::is_a(&word.lower, &term.stem) || !same && cues::are_apart(&term.stem, &word.stem)
}

pub fn strength(term: &Term, word: &Word, aliases: &Aliases) -> f64 {
    if term.role == Role::Name {
        return if term.stem == word.stem {
            1.0
        } else if aliases.same(&term.stem, &word.stem) {
            ALIAS
        } else {
            0.0
        };
    }
    let direct = term.serves(word);
    if direct > 0.0 && direct < 1.0 && is_another(term, word) {
        return 0.0;
    }
    if direct == 0.0 && aliases.same(&term.stem, &word.stem) {
        ALIAS
    } else if direct == 0.0 && term.stem.len() > 3 && word.lower.contains('/') && word.lower.contains(&term.stem) {
        // A link says in its path what it leads to.
        MEMBER
    } else {
        direct
    }
}

/// Whether the person of a term in the question is the person of its match in the line.
pub fn holder_agrees(question: &Question, term: &Term, line: &Reading, at: usize, aliases: &Aliases) -> bool {
    let told = line.governor(at);
    let serves_question = |at: usize| {
        question.terms.iter().any(|other| other.at != term.at && strength(other, &line.words[at], aliases) > 0.0)
    };
    match (&term.governor, &told) {
        // "The violin maker moved his shop" says nothing of the shop.
        (Governor::Nobody, Governor::Pronoun) if question.wants == Wants::Place => {
            line.words[..at].iter().all(|word| !matches!(word.lower.as_str(), "his" | "her" | "their"))
        }
        (_, Governor::Nobody) | (Governor::Nobody, _) => true,
        (Governor::Speaker, Governor::Speaker) => true,
        // "Zofia waters the plants" tells who waters mine.
        (Governor::Speaker, Governor::Words(holders))
            if question.wants == Wants::Person && holders.iter().all(|at| !line.words[*at].possessive) =>
        {
            true
        }
        // "My number is 0770 …": what stands between is nobody.
        (Governor::Speaker, Governor::Words(holders))
            if line.value_at(at).is_some() && line.is_owned_by_speaker(holders[0]) =>
        {
            true
        }
        (Governor::Speaker, Governor::Words(holders)) => {
            holders.iter().any(|at| serves_question(*at)) || term.role == Role::Name
        }
        (Governor::Speaker, Governor::Pronoun) => false,
        (Governor::Words(_), Governor::Words(holders)) => {
            holders.iter().any(|at| serves_question(*at)) || term.role == Role::Name
        }
        (Governor::Words(asked), Governor::Speaker) => {
            // "Where does my sister work": "I work with my sister" is about me; "my sister's dog" may be met in "I walk …".
            let owner = asked.iter().any(|holder| question.reading.words[*holder].possessive);
            owner != line.is_owned_by_speaker(at) || is_holder_noun(question, term) || term.role == Role::Name
        }
        (_, Governor::Pronoun) => true,
        (Governor::Pronoun, _) => true,
    }
}

/// Whether a term is itself the noun that others are asked about ("my sister" in "where does my sister work").
fn is_holder_noun(question: &Question, term: &Term) -> bool {
    question.terms.iter().any(|other| matches!(&other.governor, Governor::Words(holders) if holders.contains(&term.at)))
}
