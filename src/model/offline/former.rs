//! Takes the former value out of a correction: "on Tuesday, not Monday", "room 5 instead of room 2", "moved from 3pm to 4pm".

use std::sync::LazyLock;

use crate::text::changes::change_in;
use crate::text::claims::Statement;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::trades::left_for;
use crate::text::values::{Kind, pattern, values};
use crate::text::words::one_of_any_case;

static BUT_NOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(.*?)\bnot (?:in |on |at |called |named |the |for )*(.{1,40}?),? but (?:rather )?((?:in |on |at |called |named |the |for )*)(.{1,60})$",
    )
});

static NOT_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^not (?:in |on |at |called |named |the |for )*([^,]{1,40}?)(?:,| -| –| but)+ (?:but )?(.+)$")
});

static COMMA_NOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(.+?)(?:,| -| –)? (?:and |it is )?not (?:in |on |at |called |named |the |for |with |from )*([^,]{1,40}?)(?: (?:any ?more|any longer))?$",
    )
});

static INSTEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(.+?)(?: now| these days)?,? (?:instead of|rather than) (?:in |on |at |the )*(.{1,40}?)$")
});

/// Takes a named former value out of a statement: "on Tuesday, not Monday", "not 3pm but 4pm", "room 5 instead of room 2", "moved
/// from 3pm to 4pm".
pub fn former_value(note: &str, corrects: bool) -> Statement {
    let group = |found: &crate::text::pattern::Captures<'_>, at: usize| {
        found.get(at).map_or("", |part| part.as_str()).trim().to_owned()
    };
    let plain = Statement::plain(note, corrects);
    if let Some(statement) = labelled(note) {
        return statement;
    }
    let unlonger = note.replacen("no longer ", "not ", 1);
    let note = if unlonger.contains(" but ") { unlonger.as_str() } else { note };
    if let Some(found) = BUT_NOT.captures(note) {
        let (head, former, link, latter) = (group(&found, 1), group(&found, 2), group(&found, 3), group(&found, 4));
        let text = [head.as_str(), link.as_str(), latter.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if is_short(&former) && is_short(&latter) && replaces(&former, &latter) {
            return Statement { text, ..exchange(former, latter) };
        }
        return plain;
    }
    if let Some(found) = NOT_FIRST.captures(note) {
        let (former, kept) = (group(&found, 1), group(&found, 2));
        if let Some(latter) = matching_value(&kept, &former, true).filter(|_| is_short(&former)) {
            return Statement { text: kept, ..exchange(former, latter) };
        }
    }
    for (regex, named) in [(&*INSTEAD, true), (&*COMMA_NOT, false)] {
        let Some(found) = regex.captures(note) else { continue };
        let (kept, former) = (group(&found, 1), group(&found, 2));
        let instead = named || note[kept.len()..].starts_with([',', '-', '–']) || note[kept.len()..].starts_with(" -");
        if !instead || !is_short(&former) {
            continue;
        }
        if let Some(latter) = matching_value(&kept, &former, corrects) {
            // "Diesel, not petrol" says more than "diesel"; of two values the one that does not hold says nothing.
            let whole = (!named && values(&former).is_empty()).then(|| note.to_owned());
            return Statement { whole, text: kept, ..exchange(former, latter) };
        }
    }
    // Nothing changes without a word for what it becomes, and nothing is left for another without a denial.
    let becomes = |word: &str| one_of_any_case(word, "to into for with by");
    let becomes = note.split(|c: char| !c.is_alphanumeric()).any(becomes);
    if !becomes && !may_deny(note) {
        return plain;
    }
    let read = Reading::of(note);
    if let Some((former, latter)) = left_for(&read) {
        return Statement { text: note.to_owned(), ..exchange(former, latter) };
    }
    if !becomes {
        return plain;
    }
    match change_in(&read) {
        Some(change) => {
            let text = without_former(note, change.former.as_deref());
            Statement {
                whole: (text != note).then(|| note.to_owned()),
                text,
                corrects: true,
                former: change.former,
                latter: Some(change.latter),
                about: change.about,
            }
        }
        None => plain,
    }
}

/// Whether a text may hold "not" or "no" once its contractions are written out: a quick look, since most hold neither.
fn may_deny(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| matches!([pair[0] | 32, pair[1] | 32], [b'n', b'o']))
        || text
            .bytes()
            .zip(text.bytes().skip(1))
            .any(|(one, two)| one | 32 == b'n' && !two.is_ascii_alphabetic() || one == b'n' && two == b't')
}

/// "New time: 4pm" puts a value in the place of an older one.
fn labelled(note: &str) -> Option<Statement> {
    let (label, value) = note.split_once(": ")?;
    let what = label.strip_prefix("New ").or_else(|| label.strip_prefix("new "))?;
    let about = crate::text::words::content_stems(what);
    let short = is_short(value) && !about.is_empty() && what.split_whitespace().count() <= 3;
    short.then(|| Statement {
        latter: Some(value.trim_end_matches(['!', '.']).to_owned()),
        about,
        ..Statement::plain(note, true)
    })
}

/// "Moved from Monday to Tuesday" without "from Monday".
fn without_former(note: &str, former: Option<&str>) -> String {
    let Some(former) = former else { return note.to_owned() };
    let cut = ["from the ", "from my ", "from "].iter().find_map(|lead| {
        let part = format!(" {lead}{former}");
        note.find(&part).map(|at| format!("{}{}", &note[..at], &note[at + part.len()..]))
    });
    cut.unwrap_or_else(|| note.to_owned())
}

/// A statement of which only the exchange is known yet.
fn exchange(former: String, latter: String) -> Statement {
    Statement { former: Some(former), latter: Some(latter), ..Statement::plain("", true) }
}

fn is_short(text: &str) -> bool {
    !text.is_empty() && text.split_whitespace().count() <= 4
}

fn replaces(former: &str, latter: &str) -> bool {
    let (a, b) = (values(former), values(latter));
    a.is_empty() == b.is_empty()
}

/// The value in the kept part that stands where the former one stood: of its kind, or the last word if both are names.
fn matching_value(kept: &str, former: &str, corrects: bool) -> Option<String> {
    let old = values(former);
    if let Some(old) = old.first() {
        let numeric = |kind: Kind| matches!(kind, Kind::Number | Kind::Time | Kind::Id | Kind::Money | Kind::Room);
        let mut kept = values(kept);
        kept.reverse();
        let same = kept.iter().find(|value| value.kind == old.kind);
        return same
            .or_else(|| kept.iter().find(|value| numeric(value.kind) && numeric(old.kind)))
            .map(|value| value.text.clone());
    }
    let words: Vec<&str> = kept.split(' ').collect();
    let capital = |at: &usize| words[*at].starts_with(char::is_uppercase);
    let named = (1..words.len()).rev().find(capital).filter(|_| former.starts_with(char::is_uppercase));
    // "The Science Museum" with both its words.
    if let Some(last) = named {
        let first = (1..=last).rev().take_while(capital).last().unwrap_or(last);
        return Some(words[first..=last].join(" ").trim_end_matches([',', '.']).to_owned());
    }
    // "GLS carries our parcels instead of DHL": who does it now comes first.
    let leads = former.starts_with(char::is_uppercase) && words[0].chars().filter(|c| c.is_uppercase()).count() > 1;
    if leads {
        return Some(words[0].to_owned());
    }
    let last = words.last().copied()?;
    (corrects && former.split(' ').count() == 1).then(|| last.to_owned())
}

/// "Ignore what I said about the limit, it is 60": what is named is what is put right.
static GIVEN_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:sorry|oh|wait|ok|no|please|actually)[,.! ]+)*(?:ignore|forget|disregard|scrap|scratch|strike|skip|drop|never ?mind) (?:what|everything|anything|all|whatever)(?: that)? (?:i|we)(?: have| had)?(?: just)? (?:said|told you|wrote|mentioned|noted|gave you)(?: (?:before|earlier|yesterday|just now|today))? (?:about|on|regarding|for) ((?:the|my|our|his|her|their) [^,.;:!–—]{2,40}?) *[,.;:!–—-]+ *(?:it|they|that|this)(?: (is|are|was|will be|should be)|'s|'re) ",
    )
});

/// A message that takes back what was said of something and says what holds, as a correction of that; nothing if it is none.
pub fn given_back(message: &str) -> Option<String> {
    let found = GIVEN_BACK.captures(message)?;
    let (noun, end) = (found.get(1)?.as_str(), found.get(0)?.end());
    let be = found.get(2).map_or("is", |be| be.as_str());
    Some(format!("Correction: {noun} {be} {}", &message[end..]))
}

/// Whether a sentence tells no more than what something just told of was before: "it used to be Sol", "it was 9:15".
pub fn was_before(sentence: &str, last: &str) -> bool {
    let said = crate::text::contractions::expand(sentence);
    let (read, last) = (Reading::of(&said), Reading::of(last));
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let value = read.values.first().is_some_and(|value| last.values.iter().any(|other| other.kind == value.kind));
    super::remarks::was_before(&said)
        || matches!(lower(0), "it" | "that") && lower(1) == "was" && value && read.content().len() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_former_value_is_taken_out() {
        let read = |text: &str| {
            let s = former_value(text, false);
            (s.text, s.former.unwrap_or_default(), s.latter.unwrap_or_default())
        };
        let expect = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(read("The talk is on Tuesday, not Monday"), expect("The talk is on Tuesday", "Monday", "Tuesday"));
        assert_eq!(read("It is not at 3pm but at 4pm"), expect("It is at 4pm", "3pm", "4pm"));
        assert_eq!(read("The standup moved from 3pm to 4pm"), expect("The standup moved to 4pm", "3pm", "4pm"));
        assert_eq!(read("We meet in room 5 instead of room 2"), expect("We meet in room 5", "room 2", "room 5"));
        assert_eq!(
            read("We are not on platform 3 any more, go to platform 8"),
            expect("We are not on platform 3 any more, go to platform 8", "platform 3", "platform 8")
        );
        assert_eq!(read("I like tea, not coffee"), expect("I like tea, not coffee", "", ""));
    }
}
