//! What the speaker told of themselves: the name and the age, for questions that hold no other word to go by.

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::{is_stopword, stem};

use super::amounts::is_age;
use super::question::{Question, Wants};

/// "I am jan, 34, teacher in Utrecht" told fact by fact, and "I am zuri" with its capital; nothing if it is none of both.
pub fn introduced(text: &str) -> Option<Vec<String>> {
    let rest = text.get(..5).filter(|lead| lead.eq_ignore_ascii_case("i am ")).map(|_| &text[5..])?;
    let end = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let lower = name.to_lowercase();
    let age = after
        .strip_prefix(", ")
        .map(|after| after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())));
    let age =
        age.filter(|(age, behind)| (1..=3).contains(&age.len()) && (behind.is_empty() || behind.starts_with(',')));
    let state =
        ["ed", "ing", "over", "blind", "ish", "less"].iter().any(|end| lower.ends_with(end)) || lower.contains('-');
    let unknown = !lexicon::is_known(&lower) && !concepts::is_common(&stem(&lower)) && !is_stopword(&lower) && !state;
    let lower_case = name.starts_with(char::is_lowercase);
    // "I am married, 34" names nobody.
    let named = !lower_case || !concepts::is_common(&stem(&lower));
    if name.len() < 2 || is_stopword(&lower) || !(age.is_some() && named || after.is_empty() && lower_case && unknown) {
        return None;
    }
    let mut parts = vec![format!("I am {}", super::clauses::capitalised(name))];
    if let Some((age, behind)) = age {
        parts.push(format!("I am {age}"));
        let more = behind.trim_start_matches([',', ' ']);
        let more = more.strip_prefix("and ").unwrap_or(more);
        if super::clauses::begins_clause(more) {
            parts.push(more.to_owned());
        } else if !more.is_empty() {
            parts.push(format!("I am {more}"));
        }
    }
    Some(parts)
}

/// "What is my name", "how old am I": nothing to go by but who asks.
pub fn about_self(question: &Question, line: &Reading) -> Option<f64> {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let others = line
        .words
        .iter()
        .any(|word| matches!(word.lower.as_str(), "people" | "folks" | "everyone" | "everybody" | "friends"));
    let speaker = matches!(lower(0), "i" | "my")
        || others
        || matches!(lower(0), "signed" | "yours" | "regards" | "sincerely")
        || lower(0) == "the" && matches!(lower(1), "name" | "undersigned")
        || lower(0) == "name" && lower(1) == "is"
        || line.words.iter().any(|word| matches!(word.lower.as_str(), "me" | "here" | "speaking"));
    if !speaker || question.reading.negative {
        return None;
    }
    match question.wants {
        Wants::Name | Wants::Person => {
            let named =
                lower(0) == "the" && matches!(lower(1), "name" | "undersigned") && lower(2) == "is" && line.is_name(3)
                    || lower(0) == "name" && lower(1) == "is" && line.is_name(2)
                    || lower(0) == "my"
                        && (lower(1) == "name" && lower(2) != "day"
                            || matches!(lower(1), "first" | "full" | "real" | "given") && lower(2) == "name");
            let am = (0..4).any(|at| {
                lower(at) == "i"
                    && lower(at + 1) == "am"
                    && (line.is_name(at + 2) || matches!(lower(at + 2), "called" | "named"))
            });
            let called = (0..6).any(|at| {
                // "I go by" is read as "I named".
                matches!(lower(at), "call" | "calls") && lower(at + 1) == "me"
                    || lower(at) == "i" && lower(at + 1) == "named"
            });
            let known = (0..line.words.len()).any(|at| {
                // "Known as" is read as "named".
                lower(at) == "me" && lower(at + 1) == "as"
                    || lower(at) == "am" && lower(at + 1) == "named"
                    || lower(at) == "name" && lower(at + 1) == "to" && at > 0 && lower(at - 1) == "my"
            });
            // "Everybody at work says Peg."
            let said = (1..line.words.len()).any(|at| {
                matches!(lower(at), "say" | "says" | "use" | "uses" | "prefer" | "prefers")
                    && line.is_name(at + 1)
                    && (0..at).any(|who| {
                        matches!(
                            lower(who),
                            "people"
                                | "folks"
                                | "everyone"
                                | "everybody"
                                | "friends"
                                | "family"
                                | "mates"
                                | "colleagues"
                                | "team"
                                | "they"
                        )
                    })
            });
            let signed =
                matches!(lower(0), "signed" | "yours" | "regards" | "sincerely") && (1..3).any(|at| line.is_name(at));
            let called = called || known || said || signed;
            let here = (0..2).any(|at| {
                line.words.get(at).is_some_and(|word| word.capital && !is_stopword(&word.lower))
                    && lower(at + 1) == "here"
            });
            let this_is = matches!(lower(0), "this" | "it")
                && lower(1) == "is"
                && line.is_name(2)
                && (matches!(lower(3), "here" | "speaking") || line.words.len() == 3);
            // A nickname is what others say.
            let nick = question.reading.words.iter().any(|word| word.lower == "nickname");
            named
                .then_some(if nick { 0.6 } else { 1.0 })
                .or(called.then_some(0.9))
                .or((am || here || this_is).then_some(0.8))
        }
        Wants::Age => (is_age(line) && (lower(0) == "i" || lower(0) == "my" && matches!(lower(1), "age" | "birthday")))
            .then_some(1.0),
        _ => None,
    }
}
