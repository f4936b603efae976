//! Cuts a sentence into the facts that it tells.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::{Kind, pattern};
use crate::text::words::{Word, is_stopword, one_of, words};

static JOINT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:,|;| -| –)? (?:and|but|so|while|whereas|plus|and also) |, |; |: | – | - "));
/// The facts of a statement: cut where a clause with a subject of its own begins, or where a verb shares the subject before it. What
/// such a clause leaves out ("dad's is in May", "Mabel the cello") is put in from the clause before.
pub fn split(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut from = 0;
    for joint in JOINT.find_iter(text) {
        // Of "I changed my doctor: it is Dr. Park" the second clause keeps its pronoun.
        let colon = joint.as_str() == ": ";
        let end = joint.end();
        if joint.start() < from || is_quoted(text, joint.start()) {
            continue;
        }
        let (left, right) = (words(text[from..joint.start()].trim()), words(text[end..].trim()));
        // "Feeds the fish while we are away": when, and no fact of its own.
        let then = right.first().is_some_and(|word| one_of(&word.lower, "i we they he she it you"));
        if then && joint.as_str() == " while " {
            continue;
        }
        if joint.as_str() == ", " && is_label(&text[from..joint.start()]) && is_label(&text[end..]) && parts.len() < 12
        {
            parts.push(text[from..joint.start()].trim().to_owned());
            from = end;
            continue;
        }
        // "The team voted spaces, so spaces it is" is one.
        if joint.as_str().ends_with("so ") && right.len() <= 6 && text.trim_end_matches(['.', '!']).ends_with(" it is")
        {
            continue;
        }
        if told_together(joint.as_str(), &left, &right) {
            continue;
        }
        let Some(verb) = first_verb(&left) else {
            let whole = joint.as_str().starts_with(',')
                && (parts_from_speaker(&left, &right)
                    || tells_value(text[from..joint.start()].trim(), &left) && has_subject(&right, true));
            if whole {
                parts.push(text[from..joint.start()].trim().to_owned());
                from = end;
            }
            continue;
        };
        // "As for committee work, I prefer the bar": what it is about, and no clause of its own.
        let led = left[0].lower == "as" || super::shape::class(&left[0].lower) > 0;
        if parts.len() >= 7
            || opens_condition(&left)
            || ends_open(&left)
            || led && !(1..left.len()).any(|at| has_subject(&left[at..], false) && left.len() > at + 2)
            || colon && is_heading(&left, verb)
        {
            continue;
        }
        let (left_text, right_text) = (text[from..joint.start()].trim(), text[end..].trim());
        // What a label lists stays together: "people invited so far: Otto, Ann".
        let listed = left_text.contains(": ") || text[from..].contains(": ") && !colon;
        if listed && !has_subject(&right, false) {
            continue;
        }
        if colon && !has_subject(&right, true) {
            continue;
        }
        if let Some(whole) = super::gaps::without_gap(left_text, &left, verb, right_text, &right) {
            parts.push(left_text.to_owned());
            parts.append(&mut split(&whole));
            return tidied(parts);
        }
        // "Pia runs the bar, Kurt the door, and Mo does the lights": the gap ends where the next clause begins.
        let next = JOINT.find_iter(right_text).find(|next| has_subject(&words(&right_text[next.end()..]), true));
        if let Some(next) = next.filter(|_| joint.as_str() == ", " && !has_subject(&right, true))
            && let gap = right_text[..next.start()].trim()
            && let Some(whole) = super::gaps::without_gap(left_text, &left, verb, gap, &words(gap))
        {
            parts.push(left_text.to_owned());
            parts.push(whole);
            parts.append(&mut split(&right_text[next.end()..]));
            return tidied(parts);
        }
        // "The talk was good, lost my umbrella": who speaks did.
        let mine = joint.as_str().starts_with(',')
            && right.get(1).is_some_and(|word| one_of(&word.lower, "my our"))
            && !left.iter().take(verb).any(|word| one_of(&word.lower, "i we"));
        let spoken = super::elided::whole(right_text);
        if mine && spoken != right_text {
            parts.push(left_text.to_owned());
            parts.append(&mut split(&spoken));
            return tidied(parts);
        }
        if has_subject(&right, joint.as_str().starts_with(',')) {
            parts.push(left_text.to_owned());
            from = end;
        } else if let Some(lead) = shared_subject(left_text, &left, verb, &right, joint.as_str()) {
            parts.push(left_text.to_owned());
            parts.append(&mut split(&format!("{lead} {right_text}")));
            return tidied(parts);
        }
    }
    parts.push(text[from..].trim().to_owned());
    tidied(parts)
}

/// The verb of a clause that is not seen whole: its first, or what somebody says who says but a word.
fn first_verb(left: &[Word]) -> Option<usize> {
    // "The match was good": a noun, whatever verb it may be elsewhere.
    let noun = |at: usize| {
        let behind = left[at + 1..].iter().any(|word| is_auxiliary(&word.lower));
        !is_auxiliary(&left[at].lower)
            && (one_of(&left[at - 1].lower, "the a an my our")
                || behind && one_of(&left[at - 1].lower, "his her their"))
    };
    // "Gran says 1961, Grandpa says 1962."
    let says = || {
        (1..left.len())
            .find(|at| one_of(&left[*at].lower, "says said thinks reckons") && (at + 2..=at + 4).contains(&left.len()))
    };
    (1..left.len()).find(|at| is_finite(&left[*at]) && !noun(*at)).or_else(says)
}

/// Whether what an "and" joins is told of together.
fn told_together(joint: &str, left: &[Word], right: &[Word]) -> bool {
    // "I told you Nell and Greg were getting engaged", "but Ines and Colm are".
    let named = |word: &Word| word.capital && !word.possessive && !is_stopword(&word.lower);
    let two = left.last().is_some_and(named)
        && right.first().is_some_and(named)
        && right.get(1).is_some_and(|word| one_of(&word.lower, "are were have do"));
    // "I take my porridge with salt and my eggs poached": how they are taken.
    let taken = right.len() == 3
        && right[2].lower.ends_with("ed")
        && one_of(&right[0].lower, "my our his her their")
        && left.iter().skip(1).any(|word| word.lower == right[0].lower);
    joint == " and " && (two || taken)
}

/// "My husband adores jazz, I prefer folk": whatever he does, the speaker does something else.
fn parts_from_speaker(left: &[Word], right: &[Word]) -> bool {
    left.len() > 2
        && matches!(left[0].lower.as_str(), "my" | "our")
        && left[1..].iter().any(|word| !word.capital && !word.possessive && word.lower.ends_with('s'))
        && matches!(right.first().map_or("", |word| word.lower.as_str()), "i" | "we")
        && right.get(1).is_some_and(is_finite)
}

/// "Start 3.45am": a few words that end with a value.
fn tells_value(text: &str, left: &[Word]) -> bool {
    let last = crate::text::values::values(text).pop().filter(|value| value.end == text.len());
    last.is_some_and(|value| value.kind != Kind::Date) && (2..=5).contains(&left.len())
}

/// "Food on our trips: Bo lives on crisps": what ends with its seeming verb is a heading.
fn is_heading(left: &[Word], verb: usize) -> bool {
    verb + 1 == left.len()
        && !crate::text::plainly::is_past(&left[verb].lower)
        && !is_auxiliary(&left[verb].lower)
        && !matches!(left[0].lower.as_str(), "i" | "we" | "they" | "he" | "she")
}

/// Whether a place in a text stands within quotation marks.
fn is_quoted(text: &str, at: usize) -> bool {
    let (mut open, mut closed) = (0, 0);
    for mark in text[..at].chars() {
        open += usize::from(mark == '“' || mark == '"');
        closed += usize::from(mark == '”');
    }
    let straight = text[..at].matches('"').count();
    straight % 2 == 1 || open - straight > closed
}

/// "Role: engineer": a few words, a colon, and what they stand for.
fn is_label(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(label, value)| {
        !label.is_empty()
            && label.split_whitespace().count() <= 3
            && !label.contains([',', '.'])
            && !value.trim().is_empty()
    })
}

/// A verb that can follow a subject: an auxiliary, or a common verb that is no participle.
pub fn is_finite(word: &Word) -> bool {
    // "Adviser" is nothing that is done.
    let doer = ["er", "or", "ers", "ors"].iter().any(|end| word.lower.ends_with(end));
    if word.lower.ends_with("ful") || doer && !word.capital && crate::text::lexicon::is_a(&word.lower, "person") {
        return false;
    }
    is_auxiliary(&word.lower)
        || !word.capital && word.lower.len() > 4 && word.lower.ends_with("ed") && !is_stopword(&word.lower)
        || !word.capital && !word.lower.ends_with("ing") && concepts::is_verb(&word.stem) && !is_stopword(&word.lower)
}

pub(super) fn is_auxiliary(lower: &str) -> bool {
    matches!(
        lower,
        "am" | "is"
            | "are"
            | "was"
            | "were"
            | "will"
            | "have"
            | "has"
            | "had"
            | "can"
            | "cannot"
            | "could"
            | "should"
            | "must"
            | "do"
            | "does"
            | "did"
            | "would"
            | "might"
            | "born"
    )
}

pub(super) fn is_adverb(lower: &str) -> bool {
    matches!(
        lower,
        "also"
            | "now"
            | "both"
            | "really"
            | "still"
            | "always"
            | "usually"
            | "currently"
            | "just"
            | "only"
            | "never"
            | "then"
            | "then,"
    )
}

/// Whether a text begins with a subject and a verb of its own.
pub fn begins_clause(text: &str) -> bool {
    has_subject(&words(text), true)
}

/// Whether a clause begins with a subject and a verb of its own.
pub(super) fn has_subject(right: &[Word], comma: bool) -> bool {
    // "The jack behind the seat": a noun, whatever verb it may be elsewhere.
    let noun = |at: usize| {
        at > 0 && !is_auxiliary(&right[at].lower) && one_of(&right[at - 1].lower, "the a an my our his her their")
    };
    let joined = |to: usize| (1..=to.min(right.len() - 1)).all(|at| follows_at_once(&right[at - 1], &right[at]));
    // "The Hubers, who gave us their awning" tells who they are, and nothing of its own.
    let told_of = |at: usize| right[..at].iter().any(|word| one_of(&word.lower, "who which")) && !joined(at);
    let finite = |range: std::ops::Range<usize>| {
        range.into_iter().any(|at| right.get(at).is_some_and(|word| is_finite(word) && !noun(at) && !told_of(at)))
    };
    let Some(first) = right.first() else { return false };
    let lower = first.lower.as_str();
    let first_is_name = first.capital && !is_stopword(lower);
    // "As of today I work for Lumen."
    let dates = right
        .iter()
        .take_while(|word| {
            one_of(&word.lower, "as of from next this now today tomorrow then since these week month year days on")
        })
        .count();
    if dates > 0
        && right.get(dates).is_some_and(|word| matches!(word.lower.as_str(), "i" | "we" | "it" | "she" | "he" | "they"))
    {
        return finite(dates + 1..dates + 3);
    }
    match lower {
        "except" | "besides" | "including" | "especially" | "mostly" | "apart" | "such" => false,
        "i" | "we" | "he" | "she" | "it" | "they" | "there" => right.len() > 1,
        "my" | "our" | "his" | "her" | "their" | "the" | "its" => finite(2..6),
        // "Dad's is in May", and not "Dad's records and a cot".
        _ if first.possessive => finite(2..5) || right.get(1).is_some_and(|word| is_auxiliary(&word.lower)),
        _ if first_is_name => {
            let mut at = 1;
            while right
                .get(at)
                .is_some_and(|word| (word.capital || is_adverb(&word.lower)) && follows_at_once(&right[at - 1], word))
                && at < 4
            {
                at += 1;
            }
            // "Tomasz and Piotr, Piotr is the younger": a name alone before a comma is no subject.
            if right.get(at).is_some_and(|word| !follows_at_once(&right[at - 1], word)) {
                return false;
            }
            let apposition = matches!(right.get(at).map_or("", |word| word.lower.as_str()), "my" | "our");
            // "Joris heads legal": what follows a name and ends in "s" is a verb.
            let shouted = first.text.len() > 1 && first.text.bytes().all(|byte| byte.is_ascii_uppercase());
            let heads = comma
                && !shouted
                && right.len() > at + 1
                && right.get(at).is_some_and(|word| {
                    !word.capital
                        && !word.possessive
                        && word.lower.len() > 3
                        && word.lower.ends_with('s')
                        && !is_stopword(&word.lower)
                });
            finite(at..at + 1) || heads || apposition && finite(at + 2..at + 5)
        }
        // "Rent I pay on the fifth."
        _ if comma
            && !is_stopword(lower)
            && joined(1)
            && matches!(right.get(1).map_or("", |word| word.lower.as_str()), "i" | "we") =>
        {
            finite(2..3)
        }
        // "Aunt Greta drives her."
        _ if comma
            && !is_stopword(lower)
            && right.get(1).is_some_and(|word| word.capital)
            && right.get(2).is_some_and(|word| {
                !word.capital && word.lower.ends_with('s') && word.lower.len() > 3 && !is_stopword(&word.lower)
            }) =>
        {
            right.len() > 3
        }
        // "Training budget is 1,200": a noun, whatever is done elsewhere.
        _ if comma && !is_stopword(lower) && (!concepts::is_verb(&first.stem) || lower.ends_with("ing")) => {
            begins_with_noun(right)
        }
        // "And little Ada is six."
        _ if one_of(lower, "little young baby old big poor dear") && right.get(1).is_some_and(|word| word.capital) => {
            finite(2..3)
        }
        _ => {
            !is_stopword(lower)
                && !is_adverb(lower)
                && !concepts::is_verb(&first.stem)
                && matches!(right.get(1).map_or("", |word| word.lower.as_str()), "is" | "are" | "was" | "has")
        }
    }
}

/// "The show itself is on Friday", "delivery starts on the 10th": a noun and its verb, with no comma between them.
fn begins_with_noun(right: &[Word]) -> bool {
    let joined = |to: usize| (1..=to.min(right.len() - 1)).all(|at| follows_at_once(&right[at - 1], &right[at]));
    let auxiliary = |at: usize| {
        joined(at)
            && right.get(at).is_some_and(|word| matches!(word.lower.as_str(), "is" | "are" | "was" | "has" | "will"))
    };
    // "Delivery starts on the 10th."
    let third = |at: usize| {
        joined(at)
            && right.get(at).is_some_and(|word| !word.capital && word.lower.ends_with('s') && is_finite(word))
            && right[1..at].iter().all(|word| !is_stopword(&word.lower))
            && right.get(at + 1).is_some_and(|next| {
                super::shape::class(&next.lower) > 0
                    || matches!(next.lower.as_str(), "the" | "a" | "an" | "my" | "our" | "out")
            })
    };
    (1..5).any(auxiliary) || (1..4).any(third)
}

/// Whether nothing but a space, or the dot of a title, parts two words.
fn follows_at_once(before: &Word, word: &Word) -> bool {
    let title = matches!(before.lower.as_str(), "mr" | "mrs" | "ms" | "dr" | "prof" | "st");
    word.start <= before.end + if title { 2 } else { 1 }
}

/// The words that a clause without a subject shares with the one before: "I" of "I live in Bonn and work at Bosch".
pub(super) fn shared_subject(text: &str, left: &[Word], verb: usize, right: &[Word], joint: &str) -> Option<String> {
    let adverb = right.first().is_some_and(|word| is_adverb(&word.lower));
    let first = right.get(usize::from(adverb))?;
    // "Gideon only takes cash": "only" is no part of whom it is told.
    let own = (1..=verb).rev().find(|at| !is_adverb(&left[*at - 1].lower)).unwrap_or(verb);
    let subject = text[..left[own].start].trim();
    // "Always has."
    if right.iter().all(|word| is_adverb(&word.lower) || is_auxiliary(&word.lower)) {
        return None;
    }
    // "I am hoping to retire at 62 and open a workshop": the second verb follows the same "to".
    let to = (verb + 1..left.len().min(verb + 4)).find(|at| {
        let meant = left[*at - 1].lower.ends_with("ing") || one_of(&left[*at - 1].lower, "want wants hope plan need");
        left[*at].lower == "to"
            && left.get(at + 1).is_some_and(|word| {
                (concepts::is_verb(&word.stem) || meant && !word.capital && !is_stopword(&word.lower))
                    && !word.lower.ends_with('s')
            })
    });
    let bare = !right[0].lower.ends_with('s')
        && !right[0].lower.ends_with("ed")
        && !is_auxiliary(&right[0].lower)
        && !right[0].capital
        && !crate::text::plainly::is_past(&right[0].lower)
        && concepts::is_verb(&right[0].stem);
    // "We had the door open and a pigeon walked in and sat on the scales": another did it.
    let another = (verb + 1..left.len()).any(|at| {
        one_of(&left[at].lower, "and but then so")
            && (at + 2..left.len().min(at + 5)).any(|next| {
                is_finite(&left[next])
                    && left[at + 1..next].iter().all(|word| !is_finite(word))
                    && !one_of(&left[next - 1].lower, "a an the my our his her their to")
            })
    });
    // "Cards, cash and phone pay" is a list; "hotels are fine but give me a campsite" tells what the speaker likes.
    let listed = joint == " and "
        && right.len() <= 2
        && text[left[verb].end..].rfind(", ").is_some_and(|at| {
            let after = left[verb].end + at;
            !left.iter().any(|word| word.start > after && is_finite(word))
        });
    if joint == " and " && subject.split(' ').count() <= 4 && says_where(left, verb, first) && right.len() > 1 {
        return Some(format!("{subject} {}", left[verb].lower));
    }
    let given = first.lower == "give" && right.get(1).is_some_and(|word| one_of(&word.lower, "me us"));
    if another || given || listed {
        return None;
    }
    if let Some(to) = to
        && bare
        && joint.contains("and")
        && subject.split(' ').count() <= 4
    {
        return Some(text[..left[to].end].trim().to_owned());
    }
    if subject.split(' ').count() > 4 || right.len() < 2 {
        return None;
    }
    let wish = matches!(first.lower.as_str(), "do" | "please" | "remember" | "note")
        && right.get(1).is_some_and(|word| word.lower == "not");
    // "Finished Dune, started Hyperion."
    let begun = joint == ", "
        && matches!(first.lower.as_str(), "started" | "switched" | "moved" | "bought" | "got" | "took" | "joined")
        && !right.get(1).is_some_and(|word| one_of(&word.lower, "me him her us them"))
        && subject.split(' ').count() == 1;
    // "I grew up in Tromsø but live in Porto."
    let turns = joint.contains("but") && subject.split(' ').count() == 1;
    // "She is from Goa, has three boys and runs a shop": one of several verbs.
    let series = joint == ", "
        && (is_auxiliary(&first.lower) || first.lower.ends_with('s'))
        && right.windows(2).any(|pair| pair[0].lower == "and" && is_finite(&pair[1]) && !pair[1].capital);
    if (joint.contains("and") || begun || turns || series) && !wish && is_finite(first) && !first.capital {
        // "He is kind but slow to answer": after "is" a bare form is no verb.
        let be = matches!(left[verb].lower.as_str(), "is" | "was")
            && bare
            && !matches!(subject.to_lowercase().as_str(), "i" | "we");
        // "The match was good and we won": what was done is told without it, unless it was done to the same.
        let past = crate::text::plainly::is_past;
        let done = past(&first.lower) && !left.get(verb + 1).is_some_and(|word| past(&word.lower));
        // "The minimum is 30 francs, and ask for Beat."
        if be && !done && joint.starts_with(',') {
            return None;
        }
        if be && !done && !is_stopword(&first.lower) {
            return Some(format!("{subject} {}", left[verb].lower));
        }
        return Some(subject.to_owned());
    }
    // "Book club finished Emma, now reading Dracula."
    let now = right[0].lower == "now" && first.lower.ends_with("ing");
    let be = if subject.eq_ignore_ascii_case("i") { "am" } else { "is" };
    now.then(|| format!("{subject} {be}"))
}

/// "Ollie is 8 and still at St Bride's": where he is.
fn says_where(left: &[Word], verb: usize, first: &Word) -> bool {
    const LEADS: &str = "at in on from with";
    super::shape::is_be(&left[verb].lower)
        && one_of(&first.lower, LEADS)
        && left.get(verb + 1).is_some_and(|word| !one_of(&word.lower, LEADS) && word.lower != "between")
        && !left[verb + 1..].iter().any(is_finite)
}

fn tidied(parts: Vec<String>) -> Vec<String> {
    parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches([',', ';']).to_owned())
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect()
}

/// "If it rains, we go inside" is one fact.
fn opens_condition(left: &[Word]) -> bool {
    matches!(
        left[0].lower.as_str(),
        "if" | "when" | "because" | "since" | "after" | "before" | "although" | "while" | "unless" | "whenever"
    )
}

/// "I think that", "the talk about", "Anna and": what follows belongs to it.
fn ends_open(left: &[Word]) -> bool {
    matches!(
        left[left.len() - 1].lower.as_str(),
        "that"
            | "about"
            | "and"
            | "with"
            | "of"
            | "because"
            | "if"
            | "says"
            | "said"
            | "between"
            | "both"
            | "think"
            | "hope"
    )
}

/// A note without the words that only led to it ("that", "is that", "I think that") and with a capital.
pub fn without_lead(text: &str) -> String {
    let mut text = text.trim();
    for lead in ["that ", "is that ", "then ", "and ", "but ", "so ", "well, ", "well ", "i meant "] {
        let opens = text.len() > lead.len()
            && text.is_char_boundary(lead.len())
            && text[..lead.len()].eq_ignore_ascii_case(lead);
        // "That is all the cat eats": a pronoun, and no word that leads to a clause.
        let pronoun = lead == "that " && opens && words(&text[lead.len()..]).first().is_some_and(is_finite);
        if opens && !pronoun {
            text = text[lead.len()..].trim();
        }
    }
    capitalised(text)
}

/// A text with its first letter as a capital, unless it is a link or an address.
pub fn capitalised(text: &str) -> String {
    let first_word = text.split_whitespace().next().unwrap_or_default();
    let mut chars = text.chars();
    match chars.next() {
        Some(first)
            if first.is_lowercase()
                && !first_word.contains(['/', '@', '.', '_'])
                && !first_word.chars().skip(1).any(char::is_uppercase) =>
        {
            first.to_uppercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// A note as it stands behind the name of who says it.
pub fn uncapitalised_subject(text: &str) -> String {
    match text.split_once(' ') {
        Some((first @ ("My" | "Our" | "We" | "The" | "It"), rest)) => format!("{} {rest}", first.to_lowercase()),
        _ => text.to_owned(),
    }
}

/// Whether a clause has enough to be a fact: two words, or a value or name, and some content.
pub fn is_fact(text: &str) -> bool {
    let reading = Reading::of(text);
    let content = reading.content().len();
    let total = reading.words.len();
    total >= 2 && (content >= 1 || !reading.values.is_empty() && total >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_cut_where_a_new_subject_begins() {
        assert_eq!(split("I live in Bonn and work at Bosch"), ["I live in Bonn", "I work at Bosch"]);
        assert_eq!(split("Anna and Ben are coming"), ["Anna and Ben are coming"]);
        assert_eq!(split("my sister is Anna, my brother is Ben"), ["my sister is Anna", "my brother is Ben"]);
        assert_eq!(split("I like tea, coffee and cake"), ["I like tea, coffee and cake"]);
        assert_eq!(
            split("Joost does the bins and Fien cleans the bath"),
            ["Joost does the bins", "Fien cleans the bath"]
        );
        assert_eq!(
            split("Mum's birthday is 4 May, dad's is 9 October"),
            ["Mum's birthday is 4 May", "dad's birthday is 9 October"]
        );
        assert_eq!(
            split("Tom lives in Hull, his brother Ed in York"),
            ["Tom lives in Hull", "his brother Ed lives in York"]
        );
        assert_eq!(
            split("The attic is painted, the porch is not"),
            ["The attic is painted", "the porch is not painted"]
        );
        assert_eq!(split("She is kind but slow to answer"), ["She is kind", "She is slow to answer"]);
        assert_eq!(split("The shed holds a bench, Mum's bikes and a sledge").len(), 1);
        assert_eq!(split("Mo plays chess and Bea the flute"), ["Mo plays chess", "Bea plays the flute"]);
        assert_eq!(split("I met Anna in Leeds and Ben in York"), ["I met Anna in Leeds and Ben in York"]);
        assert_eq!(
            split("Book club finished Emma, now reading It"),
            ["Book club finished Emma", "Book club is now reading It"]
        );
    }
}
