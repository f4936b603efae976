//! Cuts a sentence into the facts that it tells, and takes the former value out of a correction.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::changes::change_in;
use crate::text::claims::Statement;
use crate::text::reading::Reading;
use crate::text::values::{Kind, pattern, values};

const VERBS: &str = "am|is|are|was|were|will|have|has|had|live|lives|lived|work|works|worked|like|likes|love|loves|hate|hates|prefer|prefers|play|plays|speak|speaks|study|studies|studied|drive|drives|drink|drinks|eat|eats|use|uses|own|owns|go|goes|moved|moves|starts|started|start|ends|leaves|leave|arrives|arrive|arrived|lands|met|meet|meets|teach|teaches|run|runs|need|needs|want|wants|got|gets|get|bought|booked|wear|wears|grew|come|comes|came|born|can|cannot|do|does|did|sleep|sleeps|stay|stays|staying|turn|turns|wake|wakes|paid|pay|pays|costs|cost|opens|closes|begins|married|plan|plans|collect|collects|read|watch|called|named|lead|leads|visit|visits|know|knows|enjoy|enjoys|think|should|must|takes|take|took|went|finish|finishes|build|builds|write|writes|wrote|ride|rides|swim|sing|sings|train|support|supports|joined|joins|graduated|retired|broke|lost|sold|keep|keeps|set|sit|sits|left|quit|changed|said|wants|stopped|switched";

static VERB: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\b(?:{VERBS})\b")));
static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:,|;| -| –)? (?:and|but|so|while|whereas|plus|and also) |, |; |: (?:it|that) is | – | - ")
});
static NEW_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:i|we|he|she|it|they|there|(?:my|our|his|her|their|the|its)(?: [\w'-]+){{1,4}}?|[\w-]+'s(?: [\w-]+){{1,3}}?|(?-i:[A-Z])[\w-]+(?: (?-i:[A-Z])[\w-]+)?(?:, (?:my|our|a|the) [\w ]+,)?)(?: (?:also|now|both|really|still|always|usually|currently|just|only|never))? (?i:{VERBS})\b"
    ))
});
static PRONOUN_ACTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?i:i|he|she|we|they) [a-z']+(?: |$)"));
static SHARED_SUBJECT: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?i:also |now |currently |then )?(?i:{VERBS})\b")));
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^((?i:i|we|he|she|it|they)|(?i:my|our|his|her|their|the) [\w'-]+(?: [\w'-]+){{0,2}}?|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)(?: (?i:also|now|really|still|usually|currently|just|am|do|have))? (?i:{VERBS})\b"
    ))
});
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
static INSTEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(.+?),? (?:instead of|rather than) (?:in |on |at |the )*(.{1,40}?)$"));
/// The facts of a statement: cut where a clause with a subject of its own begins, or where a verb shares the subject before it.
pub fn split(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut from = 0;
    for joint in JOINT.find_iter(text) {
        // Of "I changed my doctor: it is Dr. Park" the second clause keeps its pronoun.
        let end = if joint.as_str().starts_with(": ") { joint.start() + 2 } else { joint.end() };
        let (left, right) = (text[from..joint.start()].trim(), text[end..].trim());
        if !VERB.is_match(left) || left.split_whitespace().count() < 2 || parts.len() >= 7 || opens_condition(left) {
            continue;
        }
        let subject = SUBJECT.captures(left).and_then(|found| found.get(1)).map(|found| found.as_str());
        if (NEW_SUBJECT.is_match(right) || PRONOUN_ACTS.is_match(right)) && !ends_open(left) {
            parts.push(left.to_owned());
            from = end;
        } else if let Some(subject) = subject
            && joint.as_str().contains("and")
            && SHARED_SUBJECT.is_match(right)
            && right.split_whitespace().count() > 1
        {
            parts.push(left.to_owned());
            let mut rest = split(&format!("{subject} {right}"));
            parts.append(&mut rest);
            return tidied(parts);
        }
    }
    parts.push(text[from..].trim().to_owned());
    tidied(parts)
}

fn tidied(parts: Vec<String>) -> Vec<String> {
    parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches([',', ';']).to_owned())
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect()
}

/// "If it rains, we go inside" is one fact.
fn opens_condition(left: &str) -> bool {
    let lower = left.to_lowercase();
    ["if ", "when ", "because ", "since ", "after ", "before ", "although ", "while ", "unless ", "whenever "]
        .iter()
        .any(|lead| lower.starts_with(lead))
}

/// "I think that", "the talk about", "Anna and": what follows belongs to it.
fn ends_open(left: &str) -> bool {
    let last = left.rsplit(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        last.as_str(),
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

/// Takes a named former value out of a statement: "on Tuesday, not Monday", "not 3pm but 4pm", "room 5 instead of room 2", "moved
/// from 3pm to 4pm".
pub fn former_value(note: &str, corrects: bool) -> Statement {
    let group =
        |found: &regex::Captures<'_>, at: usize| found.get(at).map_or("", |part| part.as_str()).trim().to_owned();
    let plain = Statement::plain(note, corrects);
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
            return Statement { text: kept, ..exchange(former, latter) };
        }
    }
    match change_in(&Reading::of(note)) {
        Some(change) => Statement {
            text: without_former(note, change.former.as_deref()),
            corrects: true,
            former: change.former,
            latter: Some(change.latter),
            about: change.about,
        },
        None => plain,
    }
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
    let mut words: Vec<&str> = kept.split(' ').collect();
    words.reverse();
    let capital = words.iter().take(words.len().saturating_sub(1)).find(|word| word.starts_with(char::is_uppercase));
    let last =
        if former.starts_with(char::is_uppercase) { capital.copied() } else { None }.or(words.first().copied())?;
    let named = former.starts_with(char::is_uppercase) && last.starts_with(char::is_uppercase);
    (named || corrects && former.split(' ').count() == 1).then(|| last.to_owned())
}

/// A note without the words that only led to it ("that", "is that", "I think that") and with a capital.
pub fn without_lead(text: &str) -> String {
    let mut text = text.trim();
    for lead in ["that ", "is that ", "then ", "and ", "but ", "so ", "well, ", "well ", "i meant "] {
        if text.len() > lead.len() && text.is_char_boundary(lead.len()) && text[..lead.len()].eq_ignore_ascii_case(lead)
        {
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
    }

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
        assert_eq!(read("I like tea, not coffee"), expect("I like tea, not coffee", "", ""));
    }
}
