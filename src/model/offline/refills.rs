//! Clauses that give only a value: "no, Tuesday", "they moved it to four". What such a clause does after the clauses before it.

use crate::text::changes;
use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::trades;

use super::acts::Act;
use super::clauses::capitalised;
use super::wording::PATTERNS;

/// Whether a text is a typed value and nothing else.
pub fn is_value(text: &str) -> bool {
    let read = Reading::of(text);
    !read.values.is_empty() && (0..read.words.len()).all(|at| read.value_at(at).is_some() || !read.has_content(at))
}

/// What a clause that gives only a value does after the clauses before it, and whether it stands for the last of them too; or else
/// what the value is of, if that is known.
pub fn filled(text: &str, said: &str, value: &str, earlier: Option<Reading>) -> Result<(Act, bool), Option<String>> {
    let read = Reading::of(value);
    let whole = Statement::plain(capitalised(text), true);
    // "We are not in room 2 any more, it is room 9."
    if let Some((former, latter)) = earlier.as_ref().and_then(|earlier| trades::traded_values(earlier, &read)) {
        return Ok((Act::Tell(Statement { former: Some(former), latter: Some(latter), ..whole }), true));
    }
    // "They gave us an extension, 24 June now": what was said before tells what the value is of.
    if earlier.is_none() && !read.values.is_empty() {
        let about: Vec<String> = crate::text::words::content_stems(said)
            .into_iter()
            .filter(|stem| !concepts::is_light(stem) && !concepts::is_verb(stem))
            .collect();
        if (1..=2).contains(&about.len()) {
            return Ok((Act::Tell(Statement { latter: Some(value.to_owned()), about, ..whole }), true));
        }
    }
    Err(earlier.and_then(|before| changes::bare_subject(&before).or_else(|| changes::subject_of(&before))))
}

/// "Moved to Toronto in the seventies": it says where to, and leaves nothing to be said.
pub fn goes_somewhere(clause: &Reading) -> bool {
    clause.text.split_once(" moved to ").is_some_and(|(_, place)| place.starts_with(char::is_uppercase))
}

/// Words that say by themselves that a value is put in place of another.
pub const EXPLICIT: [&str; 6] = ["make that ", "make it ", "change that to ", "change it to ", "i meant ", "i mean "];

pub fn starts_with(text: &str, lead: &str) -> bool {
    text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
}

/// "The speaker changed, it is Dr. Moss": a statement of what changed with its new value, in the second clause's words where its
/// pronoun was understood.
pub fn renewed(about: &str, value: &str, note: Option<String>) -> Statement {
    let stems = crate::text::words::content_stems(about);
    let understood =
        note.filter(|note| stems.iter().all(|stem| crate::text::words::content_stems(note).contains(stem)));
    let text = understood.unwrap_or_else(|| capitalised(&format!("{about} is {value}")));
    Statement { latter: Some(value.to_owned()), about: stems, ..Statement::plain(text, true) }
}

/// The value of a correction that names no subject, if it is one.
pub fn refill_of(clause: &str) -> Option<String> {
    // "Walnuts too" adds and corrects nothing.
    if [" too", " also", " as well"].iter().any(|tail| clause.trim_end_matches(['.', '!']).ends_with(tail)) {
        return None;
    }
    let captures = PATTERNS.refill.captures(clause)?;
    let value = captures.get(1)?.as_str().trim();
    let lead = captures.get(0)?.as_str().len() - value.len();
    let reading = Reading::of(value);
    // "Anyway, tea now!" puts nothing in the place of anything, nor does "it is in now".
    let bare = lead > 0 && captures.get(0)?.as_str().starts_with(value);
    let untyped = reading.values.is_empty() && bare && !value.starts_with(char::is_uppercase);
    // "It is not sold out any more" tells what is not so.
    if reading.negative || untyped || matches!(value, "now" | "in now" | "done") {
        return None;
    }
    // "They are architects, from Leeds" tells of them.
    if reading.values.is_empty() && value.contains(", ") {
        return None;
    }
    // "They changed the gate code" names what changed, and not its new value.
    let opens = |words: &[&str], text: &str| words.iter().any(|word| starts_with(text, word));
    if opens(&["they "], clause) && reading.values.is_empty() && opens(&["the ", "our ", "my ", "their "], value)
        || opens(&["she ", "he ", "it ", "they ", "his ", "her ", "their ", "its "], value)
    {
        return None;
    }
    let has_verb = reading.words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "is" | "are"
                | "am"
                | "was"
                | "have"
                | "has"
                | "i"
                | "we"
                | "my"
                | "like"
                | "moved"
                | "changed"
                | "do"
                | "does"
                | "will"
        )
    });
    let participle = reading.words.first().is_some_and(|word| {
        !word.capital && (word.lower.ends_with("ing") || word.lower.ends_with("ed")) && reading.value_at(0).is_none()
    });
    if participle {
        return None;
    }
    let named_subject = reading.content().len() > 2 || !reading.values.is_empty() && reading.content().len() > 1;
    if has_verb || named_subject || reading.words.is_empty() || reading.words.len() > 6 {
        return None;
    }
    (lead > 0 || !reading.values.is_empty() || reading.words.len() <= 2).then(|| value.to_owned())
}

/// A clause, and the reason that it gives: "it will be a roast as Willa is vegetarian".
pub fn with_reason(clause: &str) -> Vec<&str> {
    let cut = [" as ", " because ", " since "].iter().find_map(|mark| {
        let at = clause.find(mark)?;
        let (left, right) = (&clause[..at], &clause[at + mark.len()..]);
        let told = super::shape::shape(&Reading::of(left)).verb.is_some();
        (told && super::clauses::begins_clause(right)).then(|| vec![left, right])
    });
    cut.unwrap_or_else(|| vec![clause])
}
