//! Who says a sentence: "Rui: mine is Alien" is Rui's, and so is what follows on the same line; and sentences that only say that what
//! was told before is wrong ("Hmm, no."), so that the next one corrects. It decides by the wording alone.

use std::sync::LazyLock;

use crate::text::concepts;
use crate::text::pattern::Regex;
use crate::text::plainly::{is_past, third};
use crate::text::reading::Reading;
use crate::text::values::pattern;
use crate::text::words::{Word, is_stopword, words};

use super::clauses::is_finite;
use super::question::{Question, Role, Wants};
use super::shape::is_adverb;
use super::small::small_talk;
use super::wording::PATTERNS;

/// The name before a colon and what is said behind it: one to three capitals, of which the last is no common word unless it names
/// somebody by what they are ("Coach") and a sentence follows.
pub fn label(sentence: &str) -> Option<(&str, &str)> {
    let (name, said) = sentence.split_once(": ").filter(|(name, _)| name.len() < 40)?;
    // "Sofia (frontend)" is Sofia.
    let bare = name.split_once(" (").filter(|(_, what)| what.ends_with(')')).map_or(name, |(bare, _)| bare);
    let (read, said) = (words(bare), said.trim());
    let capitals = read.iter().all(|word| word.capital && !word.possessive && !is_stopword(&word.lower));
    let (Some(last), true) = (read.last(), (1..=3).contains(&read.len()) && capitals && !said.is_empty()) else {
        return None;
    };
    let plain = bare.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    let title = is_title(&read[0]);
    let somebody = is_somebody(&last.stem);
    let speaks = Reading::of(said)
        .words
        .iter()
        .any(|word| is_finite(word) || matches!(word.lower.as_str(), "i" | "my" | "me" | "mine" | "we" | "our"))
        || small_talk(said).is_some();
    let named = !concepts::is_common(&last.stem) || read.len() > 1 && title;
    let signs = matches!(last.lower.as_str(), "signed" | "regards" | "sincerely" | "yours");
    (plain && !signs && speaks && (named || somebody)).then_some((name, said))
}

/// A line as it reads of whoever says it, if the question names them: "Ida: my son is in 3B" is "Ida's son is in 3B", "Ida: I have the
/// key" "Ida has the key".
pub fn reading_of(line: &str, question: &Question) -> Reading {
    let read = Reading::of(line);
    let asked =
        |at: usize| question.terms.iter().any(|term| term.role == Role::Name && term.stem == read.words[at].stem);
    let named = question.wants != Wants::All && (0..read.label).any(asked);
    match label(line).filter(|_| named).and_then(|(name, said)| of_its_speaker(name, said)) {
        Some(text) => Reading::of(&text),
        None => read,
    }
}

/// What somebody says, told of them; nothing if they do not speak of themselves.
fn of_its_speaker(name: &str, said: &str) -> Option<String> {
    let told = words(said);
    let (mut text, mut from) = (String::new(), 0);
    // Behind "I", until its verb.
    let mut speaks = false;
    for word in &told {
        let lower = word.lower.as_str();
        let new = match lower {
            "i" | "we" | "me" | "us" => name.to_owned(),
            "my" | "our" | "mine" | "ours" => format!("{name}'s"),
            "am" | "are" if speaks => "is".to_owned(),
            "were" if speaks => "was".to_owned(),
            "have" if speaks => "has".to_owned(),
            _ if speaks && concepts::is_verb(&word.stem) && lower.starts_with(&word.stem) && !is_past(lower) => {
                third(lower)
            }
            _ => {
                speaks &= is_adverb(lower);
                continue;
            }
        };
        speaks = matches!(lower, "i" | "we");
        text += &said[from..word.start];
        text += &new;
        from = word.end;
    }
    (from > 0).then(|| text + &said[from..])
}

/// Somebody and what they say between quotation marks: `Amir (backend): "Done."`.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"^\s*([A-Z][^\s:"“(]*(?: [A-Z][^\s:"“(]*){0,2}(?: \([^()]{1,40}\))?): ["“]([^"“”]+)["”][ ,;]*"#)
});

/// The turns of talk that a message quotes one behind the other, a line each and without their quotation marks; nothing if it holds
/// anything else.
pub fn quoted_turns(message: &str) -> Option<String> {
    let mut turns = Vec::new();
    let mut rest = message.trim();
    while let Some(found) = QUOTED.captures(rest) {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        turns.push(format!("{}: {}", part(1), part(2).trim()));
        rest = rest[found.get(0)?.end()..].trim_start();
    }
    (!turns.is_empty() && rest.is_empty()).then(|| turns.join("\n"))
}

/// What was said and who said it: `"I'll do the flowers," said Beryl.`
static SAID_BY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"["“]([^"“”]{8,}?)[,.]?["”],? (?:said|says|goes) ([A-Z][a-zà-ÿ]+)(?:[.,;!]|$) *"#));

/// A message in which what people said of themselves stands between quotation marks, with a line for each of their turns; nothing if it
/// quotes nobody so.
pub fn said_turns(message: &str) -> Option<String> {
    let (mut out, mut from) = (String::new(), 0);
    while let Some(found) = SAID_BY.captures(&message[from..]) {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        if !goes_on(part(1)) {
            return None;
        }
        let whole = found.get(0)?;
        let said = part(1).trim();
        let said = said.strip_prefix("And ").or(said.strip_prefix("and ")).unwrap_or(said);
        out.push_str(&format!("{}\n{}: {said}\n", &message[from..from + whole.start()], part(2)));
        from += whole.end();
    }
    (from > 0).then(|| out + &message[from..])
}

/// "Fennimore Dale", "Dr. Moss": one to three capitals and nothing else.
pub fn is_name_alone(text: &str) -> bool {
    let read = Reading::of(text);
    (1..=3).contains(&read.words.len())
        && read.values.is_empty()
        && read.words.iter().all(|word| word.capital && !concepts::is_common(&word.stem))
}

/// Whether what somebody says goes on in the next sentence of the line: they speak of themselves, or ask.
pub fn goes_on(said: &str) -> bool {
    said.ends_with('?')
        || Reading::of(said)
            .words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "i" | "my" | "me" | "mine" | "we" | "our" | "us"))
}

pub fn is_title(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "mr" | "mrs" | "ms" | "dr" | "prof" | "professor" | "sir" | "coach" | "nurse" | "doctor" | "captain" | "chef"
    ) || is_somebody(&word.stem)
}

fn is_somebody(stem: &str) -> bool {
    ["person", "famili", "job"].iter().any(|kind| concepts::is_member(stem, kind)) || matches!(stem, "coach" | "chef")
}

/// "Hmm, no.", "I got that wrong.", "Wait, correction!": nothing but that the last word on it was wrong.
pub fn only_corrects(sentence: &str) -> bool {
    let mut rest = format!("{} ", sentence.trim());
    let mut wrong = false;
    while let Some(hit) = PATTERNS.correction.find(&rest) {
        wrong |= words(hit.as_str()).iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "no" | "nope"
                    | "wrong"
                    | "correction"
                    | "mistake"
                    | "scratch"
                    | "strike"
                    | "misspoke"
                    | "oops"
                    | "whoops"
            ) || matches!(word.lower.as_str(), "typo" | "scrap" | "change" | "changed" | "wait" | "actually")
        });
        rest = rest[hit.end()..].to_owned();
    }
    wrong && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_before_a_colon_says_who_speaks() {
        assert_eq!(label("Petra: ours is blue"), Some(("Petra", "ours is blue")));
        assert_eq!(label("Dr. Novak: the drip comes out at six"), Some(("Dr. Novak", "the drip comes out at six")));
        assert_eq!(label("Mum: I have the tickets"), Some(("Mum", "I have the tickets")));
        for other in ["Dentist: 3pm", "Wifi: heron-guest", "Packing list: tent", "I said: no", "See https://a.io"] {
            assert_eq!(label(other), None, "{other}");
        }
    }

    #[test]
    fn what_somebody_says_of_themselves_is_of_them() {
        let read = |line: &str, question: &str| reading_of(line, &Question::of(question)).text;
        let line = "Petra: my son Ivo is in 3B";
        assert_eq!(read(line, "Which class is Petra's son in?"), "Petra's son Ivo is in 3B");
        assert_eq!(read("Petra: I also live on Elm Row", "Where does Petra live?"), "Petra also lives on Elm Row");
        assert_eq!(read(line, "Which class is Ivo in?"), line);
        assert_eq!(read("Petra: the key is here", "Where is Petra's key?"), "Petra: the key is here");
    }

    #[test]
    fn quoted_turns_are_a_line_each() {
        assert_eq!(
            quoted_turns("Ada (ops): \"Done.\" Ben: “I start on Monday.”").as_deref(),
            Some("Ada (ops): Done.\nBen: I start on Monday.")
        );
        assert_eq!(quoted_turns("Ada: \"Done.\" Then we left."), None);
        assert_eq!(label("Ada (ops): I am done"), Some(("Ada (ops)", "I am done")));
    }

    #[test]
    fn what_people_said_of_themselves_is_a_line_each() {
        let told = "\"I'll sing,\" said Ada. \"And I'll play,\" said Ben. So that's that.";
        let turns = said_turns(told).unwrap_or_default();
        let turns: Vec<&str> = turns.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(turns, ["Ada: I'll sing", "Ben: I'll play", "So that's that."]);
        assert_eq!(said_turns("\"The Old Ones\" said Ada"), None);
    }

    #[test]
    fn a_sentence_may_only_say_that_the_last_one_was_wrong() {
        assert!(
            only_corrects("Hmm, no.") && only_corrects("Oops, I got that wrong!") && only_corrects("Scratch that.")
        );
        assert!(!only_corrects("No olives for me.") && !only_corrects("Oh.") && !only_corrects("I live in Bonn."));
    }
}
