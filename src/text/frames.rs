//! Statements that fill a place which holds one value: the name of my dog, where Anna lives, my favourite colour. Read as subject,
//! relation and value, so that a new statement can be told to fill the same place differently.

use crate::domain::sort;

use super::concepts;
use super::reading::Reading;
use super::values::{Kind, Value};
use super::words::{Word, is_stopword};

/// The place of a value in a statement that can hold only one: the name of my dog, where Anna lives, my favourite colour.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub subject: Vec<String>,
    pub relation: String,
    pub definite: bool,
    pub value: String,
}

/// "Lena is the team lead" tells who holds a role: the role's stems and the name.
pub(super) fn holder_of_role(reading: &Reading) -> Option<(Vec<String>, String)> {
    let verb = reading.words.iter().take(4).position(|word| word.lower == "is")?;
    let determiner = reading.words.get(verb + 1)?.lower.as_str();
    if verb == 0 || !reading.words[0].capital || !reading.has_content(0) || !matches!(determiner, "the" | "my" | "our")
    {
        return None;
    }
    let from = verb + if determiner == "the" { 2 } else { 1 };
    let mut role: Vec<String> = reading.words[from..]
        .iter()
        .filter(|word| !is_stopword(&word.lower) || matches!(word.lower.as_str(), "my" | "our"))
        .map(|word| if word.lower == "our" { "my".to_owned() } else { word.stem.clone() })
        .collect();
    sort::sort_by(&mut role, Ord::cmp);
    role.dedup();
    let name: Vec<String> = reading.words[..verb].iter().map(|word| word.stem.clone()).collect();
    (!role.is_empty()).then(|| (role, name.join(" ")))
}

/// Reads a statement as subject, relation and value, if it has one of the forms that hold one value only.
pub(super) fn frame(reading: &Reading) -> Option<&Frame> {
    reading.worked.frame.get_or_init(|| read_frame(reading)).as_ref()
}

fn read_frame(reading: &Reading) -> Option<Frame> {
    let words = &reading.words;
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let verb = (0..words.len().min(14)).find(|at| is_frame_relation(lower(*at)) && *at > 0)?;
    // "I have a daughter who lives in Lyon" is not on where I live.
    if (1..verb).any(|at| matches!(lower(at), "who" | "which")) {
        return None;
    }
    let speaker_is_subject = (0..verb).any(|at| matches!(lower(at), "i" | "we"));
    let mut subject: Vec<String> = Vec::new();
    let mut asks_name = false;
    for word in &words[..verb] {
        let owner = matches!(word.lower.as_str(), "my" | "our");
        if word.lower == "name" {
            asks_name = true;
        } else if owner || !is_stopword(&word.lower) && !is_change_word(&word.lower) {
            subject.push(if owner { "my".to_owned() } else { word.stem.clone() });
        }
    }
    if speaker_is_subject {
        subject = vec!["i".to_owned()];
    }
    // "Is going to be green" says what "is green" does.
    let going = lower(verb + 1) == "going" && lower(verb + 2) == "to" && lower(verb + 3) == "be";
    let mut from = verb + if going { 4 } else { 1 };
    while matches!(
        lower(from),
        "now" | "actually" | "currently" | "not" | "still" | "also" | "really" | "just" | "back"
    ) {
        from += 1;
    }
    let relation = relation(reading, verb, from, asks_name, speaker_is_subject)?;
    let value: Vec<String> = (from..words.len())
        .filter(|at| !is_stopword(lower(*at)) && !is_change_word(lower(*at)))
        .map(|at| words[at].stem.clone())
        .collect();
    if subject.is_empty() || value.is_empty() {
        return None;
    }
    sort::sort_by(&mut subject, Ord::cmp);
    subject.dedup();
    let several = subject.iter().any(|stem| {
        matches!(stem.as_str(), "friend" | "colleagu" | "cousin" | "neighbor" | "other" | "one" | "goal" | "hobbi")
    });
    let definite = !several
        && (speaker_is_subject
            || subject.iter().any(|stem| stem == "my")
            || lower(0) == "the"
            || words[0].capital
            || words[0].possessive);
    Some(Frame { subject, relation, definite, value: value.join(" ") })
}

fn is_frame_relation(lower: &str) -> bool {
    matches!(
        lower,
        "is" | "are"
            | "am"
            | "be"
            | "was"
            | "were"
            | "turned"
            | "turns"
            | "called"
            | "named"
            | "live"
            | "lives"
            | "lived"
            | "living"
            | "reside"
            | "relocated"
            | "work"
            | "works"
            | "working"
            | "drive"
            | "drives"
            | "study"
            | "studies"
            | "stay"
            | "staying"
            | "stays"
            | "became"
            | "prefer"
            | "prefers"
            | "started"
            | "got"
            | "joined"
            | "sits"
            | "sit"
    )
}

fn relation(reading: &Reading, verb: usize, from: usize, asks_name: bool, speaker: bool) -> Option<String> {
    let lower = |at: usize| reading.words.get(at).map_or("", |word| word.lower.as_str());
    let fixed = |name: &str| Some(name.to_owned());
    let next = lower(from);
    match lower(verb) {
        "live" | "lives" | "lived" | "living" | "reside" | "relocated" => fixed("home"),
        "work" | "works" | "working" | "joined" if matches!(next, "at" | "for") || lower(verb) == "joined" => {
            fixed("work at")
        }
        "work" | "works" | "working" if next == "as" => fixed("work as"),
        "drive" | "drives" => fixed("drive"),
        "study" | "studies" => fixed(if matches!(next, "at" | "in") { "study at" } else { "study" }),
        "stay" | "stays" | "staying" => fixed("stay"),
        "sit" | "sits" => fixed("sit"),
        "started" | "got" => {
            let job = (from..from + 4).any(|at| matches!(lower(at), "job" | "position" | "role"));
            (job && (from..from + 6).any(|at| matches!(lower(at), "at" | "with"))).then(|| "work at".to_owned())
        }
        "called" | "named" => fixed("name"),
        "turned" | "turns" => {
            reading.value_at(from).is_some_and(|value| is_age(reading, value)).then(|| "age".to_owned())
        }
        "is" | "are" | "am" | "be" | "was" | "were" | "became" => {
            if reading.value_at(from).is_some_and(|value| is_age(reading, value)) {
                return fixed("age");
            }
            // "My bff is priya now."
            let being = (0..verb).any(|at| {
                let stem = reading.words[at].stem.as_str();
                stem == "besti" || ["pet", "famili"].iter().any(|kind| concepts::is_member(stem, kind))
            });
            let unknown = being
                && reading.has_content(from)
                && reading.value_at(from).is_none()
                && !concepts::is_common(&reading.words[from].stem)
                && (from + 1 == reading.words.len() || lower(from + 1) == "now")
                && !next.ends_with("ing")
                && !next.ends_with("ed");
            if matches!(next, "called" | "named") || asks_name || unknown || reading.is_name(from) {
                return fixed("name");
            }
            if matches!(next, "living" | "based") {
                return fixed("home");
            }
            if matches!(next, "working") {
                return fixed(if lower(from + 1) == "as" { "work as" } else { "work at" });
            }
            if matches!(next, "a" | "an") {
                let job = (from..from + 5)
                    .any(|at| reading.words.get(at).is_some_and(|word| concepts::is_member(&word.stem, "job")));
                return fixed(if job { "work as" } else { "is a" });
            }
            if reading.value_at(from).is_some()
                || matches!(next, "in" | "at" | "on" | "from" | "to")
                || speaker && lower(verb) == "am"
            {
                return None;
            }
            (0..verb).any(|at| is_single(&reading.words[at].stem)).then(|| "is".to_owned())
        }
        _ => None,
    }
}

/// "I am 30 now", "she is 7 years old": a bare number or a number of years at the end.
fn is_age(reading: &Reading, value: &Value) -> bool {
    let rest = reading.words.iter().filter(|word| word.start >= value.end);
    let years = value.kind == Kind::Duration && value.text.to_lowercase().contains("old");
    (years || value.kind == Kind::Number && !value.text.contains(['.', ',', '%']))
        && rest.into_iter().all(|word| matches!(word.lower.as_str(), "now" | "today" | "already" | "old" | "years"))
}

/// Nouns of which a person or thing has one at a time.
fn is_single(stem: &str) -> bool {
    const SINGLE: [&str; 61] = [
        "favorit",
        "prefer",
        "birthday",
        "address",
        "email",
        "boss",
        "manag",
        "landlord",
        "doctor",
        "dentist",
        "wife",
        "husband",
        "partner",
        "deadlin",
        "size",
        "age",
        "hometown",
        "job",
        "titl",
        "team",
        "seat",
        "room",
        "flight",
        "goal",
        "budget",
        "price",
        "capit",
        "color",
        "hotel",
        "editor",
        "laptop",
        "phone",
        "car",
        "bank",
        "speaker",
        "topic",
        "theme",
        "venu",
        "host",
        "lead",
        "employ",
        "compani",
        "nicknam",
        "order",
        "plan",
        "project",
        "databas",
        "languag",
        "network",
        "girlfriend",
        "boyfriend",
        "major",
        "gate",
        "locat",
        "place",
        "teacher",
        "coach",
        "theme",
        "version",
        "status",
        "besti",
    ];
    SINGLE.contains(&stem)
}

/// Words that tell of a change itself, and so are no part of what is told.
pub fn is_change_word(lower: &str) -> bool {
    matches!(
        lower,
        "moved"
            | "move"
            | "moves"
            | "changed"
            | "change"
            | "changes"
            | "switched"
            | "rescheduled"
            | "postponed"
            | "pushed"
            | "shifted"
            | "delayed"
            | "correction"
            | "update"
            | "updated"
            | "longer"
            | "anymore"
            | "meant"
            | "sorry"
            | "wrong"
            | "mistake"
            | "turns"
            | "new"
            | "brought"
            | "forward"
            | "earlier"
            | "later"
            | "today"
            | "recently"
            | "finally"
    )
}

/// Whether a line names one thing before its values: "the meeting is at 3" does, "the reading group meets at 5" does not. A word of like
/// meaning can stand for the former only.
pub(super) fn names_one_thing(noted: &Reading) -> bool {
    let first = noted.values.iter().map(|value| value.start).min().unwrap_or(noted.text.len());
    let telling = |word: &&Word| {
        word.end <= first && !is_stopword(&word.lower) && (!is_frame_verb(&word.stem) || word.lower.ends_with("ing"))
    };
    noted.words.iter().filter(telling).count() < 2
}

/// "My brother Ivo" says more than "Ivo", so the line keeps it: the subject of the line with what is said of it now; nothing if the two
/// are worded otherwise.
pub(super) fn under_older_subject(new: &str, told: &Reading, noted: &Reading) -> Option<String> {
    let verb = (1..told.words.len().min(5)).find(|at| is_frame_relation(&told.words[*at].lower))?;
    let was = noted.words.iter().position(|word| word.lower == told.words[verb].lower)?;
    let whole = told.words[..verb].iter().all(|word| noted.words[..was].iter().any(|other| other.stem == word.stem));
    (whole && new == told.text)
        .then(|| format!("{}{}", &noted.text[..noted.words[was].start], &new[told.words[verb].start..]))
}

pub(super) fn is_frame_verb(stem: &str) -> bool {
    matches!(
        stem,
        "start"
            | "begin"
            | "end"
            | "finish"
            | "happen"
            | "leav"
            | "depart"
            | "meet"
            | "open"
            | "close"
            | "go"
            | "time"
            | "date"
            | "day"
            | "call"
            | "name"
            | "locat"
            | "room"
    )
}

/// "I live in Cork" is not known from "my brother lives in Cork": whether the speaker's own deed meets a line on somebody of theirs.
pub(super) fn is_of_kin(told: &Reading, noted: &Reading, told_stems: &[&str]) -> bool {
    let first = |reading: &Reading, list: &[&str]| {
        reading.words.first().is_some_and(|word| list.contains(&word.lower.as_str()))
    };
    first(told, &["i", "we"])
        && first(noted, &["my", "our"])
        && noted.words.get(1).is_some_and(|word| !told_stems.contains(&word.stem.as_str()))
}

/// "Debate topic: homework": the label of a line without a value, where it names what is spoken of.
pub(super) fn labelled<'r>(noted: &'r Reading, about: &[String]) -> Option<&'r str> {
    let colon = noted.text.find(": ")?;
    let label = || noted.words.iter().take_while(|word| word.end <= colon);
    let named = about.iter().all(|stem| label().any(|word| word.stem == *stem));
    (named && noted.values.is_empty()).then(|| &noted.text[..colon])
}
