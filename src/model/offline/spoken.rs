//! Who says a sentence: "Rui: mine is Alien" is Rui's, and so is what follows on the same line; and sentences that only say that what
//! was told before is wrong ("Hmm, no."), so that the next one corrects. It decides by the wording alone.

use std::sync::LazyLock;

use crate::text::concepts;
use crate::text::pattern::Regex;
use crate::text::plainly::{is_past, third};
use crate::text::reading::Reading;
use crate::text::values::pattern;
use crate::text::words::{Word, is_stopword, one_of, words};

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

/// "Dad here, I will do Monday", "And Anton here, I bring salad", "This is Omar, mine is on the 19th", "Judith now. I am out".
static PRESENTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:and|hi|hey|hello|ok|hiya)[ ,!]+)*(?:(?i:this is|it is|it's|now it is|now it's) ([A-Z][a-zà-ÿ]+)(?: (?i:here|speaking|now))?|([A-Z][a-zà-ÿ]+) (?i:here|speaking|now))([,:.!]+ *|$)",
    )
});

/// Who says of themselves that they speak now in a sentence of a text, what they say in it, and whether a colon stands before that. "It is
/// Omar" says so where the speaker goes on about themselves.
pub fn presents<'s>(sentence: &'s str, text: &str) -> Option<(&'s str, &'s str, bool)> {
    let found = PRESENTS.captures(sentence)?;
    let name = found.get(1).or_else(|| found.get(2))?.as_str();
    let mark = found.get(3).map_or("", |mark| mark.as_str());
    let word = words(name).into_iter().next()?;
    let somebody = concepts::is_member(&word.stem, "famili") || !concepts::is_common(&word.stem);
    let named = somebody && !is_stopword(&word.lower) && crate::text::values::values(name).is_empty();
    let rest = sentence[found.get(0)?.end()..].trim();
    let rest = rest.strip_prefix("and ").unwrap_or(rest);
    let after = text.split_once(sentence).map_or("", |(_, after)| after);
    let next = words(if rest.is_empty() { after } else { rest });
    let own = next.first().is_some_and(|word| one_of(&word.lower, "i i'm i'll i've i'd im my mine we our"));
    let here = sentence[..sentence.len() - rest.len()].contains(" here") || mark.contains(':');
    (named && (own || here && !rest.is_empty())).then_some((name, rest, mark.contains(':')))
}

/// Whether somebody is named as kin: "Dad", "Gran".
pub fn is_kin(name: &str) -> bool {
    words(name).first().is_some_and(|word| concepts::is_member(&word.stem, "famili"))
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

/// "Fennimore Dale", "Dr. Moss": one to three capitals and nothing else.
pub fn is_name_alone(text: &str) -> bool {
    let read = Reading::of(text);
    (1..=3).contains(&read.words.len())
        && read.values.is_empty()
        && read.words.iter().all(|word| word.capital && !concepts::is_common(&word.stem))
}

/// Whether what somebody says goes on in the next sentence of the line: they speak of themselves.
pub fn goes_on(said: &str) -> bool {
    Reading::of(said)
        .words
        .iter()
        .any(|word| matches!(word.lower.as_str(), "i" | "my" | "me" | "mine" | "we" | "our" | "us"))
}

fn is_title(word: &Word) -> bool {
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
    fn a_sentence_may_only_say_that_the_last_one_was_wrong() {
        assert!(
            only_corrects("Hmm, no.") && only_corrects("Oops, I got that wrong!") && only_corrects("Scratch that.")
        );
        assert!(!only_corrects("No olives for me.") && !only_corrects("Oh.") && !only_corrects("I live in Bonn."));
    }
}
