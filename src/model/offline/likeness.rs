//! Likenesses between a question and a line that no list of words tells: a word misspelt or shaped like what is asked, a way of saying
//! that one prefers something, a missing word that matters and one that is mere circumstance.

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::similarity::is_misspelt;
use crate::text::values::Kind;

use super::question::{Question, Role, Term, Wants};

/// "I always book an aisle seat": what one does always is what one prefers.
pub fn prefers(asked: &str, line: &Reading) -> bool {
    const TASTE: &str = " like love prefer favor enjoy want choos pick take drink eat order use suit ";
    let first = line.words.first().map_or("", |word| word.lower.as_str());
    let lower = line.text.to_lowercase();
    let said = ["any day", "for me", "go-to", "nothing beats", "every time", "no thanks", " over "];
    TASTE.contains(&format!(" {asked} "))
        && first != "no"
        && first != "never"
        && (said.iter().any(|words| lower.contains(words))
            || line.words.iter().any(|word| {
                matches!(
                    word.lower.as_str(),
                    "always"
                        | "only"
                        | "usually"
                        | "mostly"
                        | "please"
                        | "rather"
                        | "best"
                        | "favorite"
                        | "favourite"
                        | "normally"
                        | "than"
                        | "pls"
                )
            }))
}

/// Whether a noun of the question stands beside another of its words, owns something, or is what is asked ("how many goats").
pub fn stands_beside(question: &Question, at: usize) -> bool {
    let words = &question.reading.words;
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let term = |at: usize| question.terms.iter().any(|term| term.at == at);
    let of = (0..at).any(|of| matches!(lower(of), "of" | "in" | "for" | "at" | "with" | "about" | "on"));
    let asked = question.wants == Wants::Person && !of && (0..at).any(|be| matches!(lower(be), "is" | "are" | "was"))
        || question.wants == Wants::Count && at > 0 && lower(at - 1) == "many"
        || question.wants == Wants::Measure && at > 0 && lower(at - 1) == "much";
    at > 0 && term(at - 1) || term(at + 1) || asked || words[at].possessive
}

/// A word that is nearly the asked one: misspelt, or written together with its neighbour ("bookclub").
pub fn likely(question: &Question, term: &Term, line: &Reading) -> Option<(Vec<usize>, f64)> {
    if !matches!(term.role, Role::Key | Role::Asked | Role::Name) {
        return None;
    }
    // "My thesis is on owls" tells its topic, "we sit at 44 Canal Road" an address, two names a surname.
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let shaped = match term.stem.as_str() {
        "topic" | "subject" | "theme" => (1..line.words.len()).find(|at| {
            matches!(lower(*at), "on" | "about")
                && matches!(
                    lower(at - 1),
                    "is" | "are" | "talk" | "talking" | "thesis" | "paper" | "book" | "presentation"
                )
        }),
        "address" => (0..line.words.len()).find(|at| {
            matches!(
                lower(*at),
                "road"
                    | "street"
                    | "lane"
                    | "avenue"
                    | "square"
                    | "close"
                    | "drive"
                    | "terrace"
                    | "row"
                    | "way"
                    | "crescent"
            ) && line.words[*at].capital
                || lower(*at).ends_with("straße")
                || lower(*at).ends_with("strasse")
                || lower(*at).ends_with("gasse")
        }),
        "surnam" | "forenam" => (1..line.words.len())
            .find(|at| {
                line.words[*at].capital
                    && line.words[at - 1].capital
                    && line.is_name(*at)
                    && line.is_name(at - 1)
                    && (0..*at).any(|before| matches!(lower(before), "name" | "called" | "am"))
            })
            .and_then(|_| line.words.iter().position(|word| matches!(word.lower.as_str(), "name" | "called" | "am"))),
        "avail" | "free" => (1..line.words.len()).find(|at| {
            lower(at - 1) == "can" && matches!(lower(*at), "do" | "make" | "come" | "join")
                || lower(*at) == "works" && lower(at + 1) != "at"
        }),
        "unavail" | "busi" | "absent" => (1..line.words.len())
            .find(|at| lower(*at) == "not" && lower(at - 1) == "can" || matches!(lower(*at), "away" | "off" | "out")),
        // "Garage_v3.pdf".
        "file" | "document" => (1..line.words.len())
            .find(|at| {
                let word = &line.words[*at];
                word.text.rsplit_once('.').is_some_and(|(name, end)| {
                    name.len() > 1
                        && (2..=4).contains(&end.len())
                        && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
                })
            })
            .map(|at| at - 1),
        "desk" | "seat" => line.words.iter().position(|word| matches!(word.lower.as_str(), "sit" | "sits")),
        "owner" => line.words.iter().position(|word| matches!(word.lower.as_str(), "belongs" | "belong" | "belonged")),
        // "The treasurer is Ada": what role she has.
        "role" | "posit" | "job" | "titl" => (2..line.words.len())
            .find(|at| {
                matches!(lower(at - 1), "is" | "was")
                    && line.is_name(*at)
                    && question.terms.iter().any(|other| other.stem == line.words[*at].stem)
                    && line.has_content(at - 2)
                    && !line.is_name(at - 2)
            })
            .map(|at| at - 1),
        "maiden" => line.words.iter().position(|word| word.lower == "born").filter(|at| line.is_name(at + 1)),
        _ => None,
    };
    if let Some(at) = shaped {
        return Some((vec![at], 0.97));
    }
    let asked = &question.reading.words[term.at].lower;
    let beside = |at: usize| question.reading.words.get(at).map_or("", |word| word.lower.as_str());
    let after = format!("{asked}{}", beside(term.at + 1));
    let before = format!("{}{asked}", term.at.checked_sub(1).map_or("", beside));
    let at = line.words.iter().position(|word| {
        is_misspelt(asked, &word.lower)
            || word.lower.len() > asked.len() + 2 && (word.lower == after || word.lower == before)
    })?;
    Some((vec![at], 0.97))
}

/// Whether a line may name one of what is asked for without its noun ("strawberry ice cream" of a flavour): something beside the
/// matched words that is no time or number; after the question's last preposition, if it ends with one.
pub fn names_one(question: &Question, line: &Reading, matched: &[usize], rest: &[usize]) -> bool {
    let last = question.reading.words.last().map_or("", |word| word.lower.as_str());
    let towards = matches!(last, "to" | "from" | "with" | "in" | "at" | "on" | "for" | "by" | "of" | "about" | "under");
    rest.iter().any(|at| {
        let plain = line.value_at(*at).is_none() && !concepts::is_light(&line.words[*at].stem) && !is_deed(line, *at);
        if towards {
            let from = at.saturating_sub(3);
            return plain && (from..*at).any(|before| line.words[before].lower == last);
        }
        plain && matched.iter().any(|other| other.abs_diff(*at) <= 3)
    })
}

/// Whether a word of a question stands in a phrase of circumstance: behind a preposition that is not "of", and no owner; nor does the
/// line have another noun behind that preposition.
pub fn is_aside(question: &Question, at: usize, line: &Reading) -> bool {
    let words = &question.reading.words;
    let mut from = at;
    while from > 0
        && (question.reading.has_content(from - 1)
            || matches!(
                words[from - 1].lower.as_str(),
                "the" | "a" | "an" | "my" | "our" | "this" | "that" | "i" | "we"
            ))
        && !concepts::is_verb(&words[from - 1].stem)
    {
        from -= 1;
    }
    let being = ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&words[at].stem, kind));
    let link = from.checked_sub(1).map_or("", |at| words[at].lower.as_str());
    let rival = line.words.iter().any(|word| word.lower == link);
    from > 1
        && !being
        && !rival
        && !words[at].possessive
        && !question.terms.iter().any(|term| term.at + 1 == at)
        && !words
            .get(at + 1)
            .is_some_and(|_| question.reading.has_content(at + 1) && !concepts::is_verb(&words[at + 1].stem))
        && (matches!(link, "on" | "in" | "at" | "during" | "over" | "when" | "while" | "about" | "between" | "if")
            || link == "for" && words[from].lower.ends_with("ing"))
}

/// Whether a question asks which organisation or house ("which airline", "at which school") and the line names none, though it writes
/// names with capitals: such a one goes by its name.
pub fn lacks_name(question: &Question, line: &Reading) -> bool {
    const NAMED: [&str; 8] = ["institution", "business", "company", "firm", "school", "university", "hotel", "airline"];
    let asked = |term: &&Term| term.role == Role::Asked;
    let named = |lower: &str| NAMED.iter().any(|kind| *kind == lower || lexicon::is_a(lower, kind));
    let last = question.terms.iter().rfind(asked).map(|term| question.reading.words[term.at].lower.as_str());
    let known = |at: usize| question.reading.words.iter().any(|word| word.stem == line.words[at].stem);
    let tells = |at: usize| {
        let word = &line.words[at];
        at > 0
            && word.capital
            && !known(at)
            && !matches!(word.lower.as_str(), "i" | "i'm" | "i've")
            && line.value_at(at).is_none_or(|value| value.kind == Kind::Id)
    };
    last.is_some_and(named) && line.text.starts_with(char::is_uppercase) && !(0..line.words.len()).any(tells)
}

/// Whether a verb that says something stands at a position.
pub fn is_deed(line: &Reading, at: usize) -> bool {
    let word = &line.words[at];
    line.has_content(at)
        && concepts::is_verb(&word.stem)
        && !concepts::is_light(&word.stem)
        && !matches!(word.stem.as_str(), "call" | "name")
        && !word.capital
        && !follows_determiner(line, at)
}

pub fn follows_determiner(reading: &Reading, at: usize) -> bool {
    at > 0
        && (reading.words[at - 1].possessive
            || matches!(
                reading.words[at - 1].lower.as_str(),
                "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "its" | "your" | "this" | "that" | "of"
            ))
}
