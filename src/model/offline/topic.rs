//! What pronouns stand for, and the words of a note: a fact told as "She lives in Bonn" is noted as "My sister Anna lives in Bonn",
//! so that its line can be found and understood alone; "tomorrow" gets its date.

use std::sync::LazyLock;

use crate::domain::Day;
use crate::text::concepts;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::pattern;

use super::clauses::{capitalised, is_fact, is_finite};

/// What was last spoken of.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// A person or pet, as a noun phrase.
    being: Option<String>,
    /// A thing or event, as a noun phrase.
    thing: Option<String>,
}

static KIN_IS_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:my|our) ([^,.;:!?'\x22]+?)(?:'s)?(?: (?i:name))?,? (?i:is|are|was)(?i: now)?(?i: called| named)? ([A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?)\b",
    )
});
static KIN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?i:my|our) ([a-z][^,.;:!?'\x22]+?),? ([A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?)\b")
});
static NAME_IS_KIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?)(?i: is|,)(?i: called)? (?i:my|our) ([^,.;:!?'\x22]+)$",
    )
});
static HAVE_NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|got|adopted|own|bought) (?:a|an|one|two|three|the)?(?: new)? ?([^,.;:!?'\x22]+?),? (?:called|named|whose name is) ((?-i:[A-Z])[^\s,.;:!?'\x22]+|[^\s,.;:!?'\x22]+)",
    )
});
static HAVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|got|adopted|own|bought|is|planned|booked|scheduled) (?:a|an|another) ([^,.;:!?\x22]+?)(?: (?:at|on|in|tomorrow|today|next|this|from|for|by|every|called|named)\b|,|$)",
    )
});
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:see|saw|visited|viewed|bought|found|got|booked|ordered|about) (?:the|a|an|my|our|some) ([a-z]+)(?:,|$)",
    )
});
static KIN_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?i:my|our) [^\s,.;:!?'\x22]+(?:'s [^\s,.;:!?'\x22]+)?(?: [^\s,.;:!?'\x22]+)??)(?: [A-Z][^\s,.;:!?'\x22]+)? (?i:is|was|has|had|lives|works|likes|loves|hates|plays|studies|speaks|turns|moved|got|wants|drinks|eats|drives|teaches|arrives|visits|starts|ends|leaves|will|can|does|goes|runs|takes|closes|opens|costs)\b",
    )
});
static NAME_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?) (?:is|was|has|lives|works|likes|loves|hates|plays|studies|speaks|moved|wants|drinks|eats|drives|teaches|prefers|told|said|will|can|does|runs|gave|leads)\b",
    )
});
static THE_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?i:the|my|our|this|that|next|today's) [^,.;:!?\x22]+?) (?i:is|was|starts|begins|moved|has|will|takes|ends|leaves|departs|happens|costs|opens|closes|got|runs|meets|arrives|are)\b",
    )
});
static PRONOUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(he|she|they|it|his|her|their|its|this|that)\b(.*)$"));
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(the day after tomorrow|tomorrow|tonight|today|yesterday)\b( (?:morning|afternoon|evening|night))?")
});

impl Topic {
    /// A clause as a note, or nothing if it holds no fact; what it speaks of is kept for the pronouns that follow.
    pub fn note(&mut self, clause: &str, today: Option<&str>) -> Option<String> {
        let clause = self.resolved(clause.trim());
        if !is_fact(&clause) {
            return None;
        }
        let note = dated(&capitalised(&clause), today);
        self.follow(&note);
        Some(note)
    }

    /// Puts the noun in place of a pronoun that opens a clause.
    fn resolved(&self, clause: &str) -> String {
        let Some(found) = PRONOUN.captures(clause) else {
            // "Soraya leads it."
            return match (clause.strip_suffix(" it"), &self.thing) {
                (Some(before), Some(thing))
                    if before.split(' ').count() == 2 && before.starts_with(char::is_uppercase) =>
                {
                    let (first, rest) = thing.split_once(' ').unwrap_or((thing, ""));
                    let first =
                        if matches!(first, "The" | "My" | "Our") { first.to_lowercase() } else { first.to_owned() };
                    format!("{before} {}", format!("{first} {rest}").trim())
                }
                _ => clause.to_owned(),
            };
        };
        let pronoun = found.get(1).map_or("", |part| part.as_str()).to_lowercase();
        let rest = found.get(2).map_or("", |part| part.as_str());
        let next = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
        let noun = match pronoun.as_str() {
            "he" | "his" => self.being.as_ref(),
            "she" | "her" => self.being.as_ref().or(self.thing.as_ref()),
            "it" | "its" => self.thing.as_ref().or(self.being.as_ref()),
            "this" | "that" if next == "is" => self.thing.as_ref(),
            "they" | "their" => self.being.as_ref().or(self.thing.as_ref().filter(|thing| thing.ends_with('s'))),
            _ => None,
        };
        let weather = pronoun == "it" && (rest.contains(" that ") || rest.starts_with(" seems"));
        match noun {
            Some(noun) if !weather && matches!(pronoun.as_str(), "his" | "her" | "their" | "its") => {
                format!("{noun}'s{rest}")
            }
            Some(noun) if !weather => format!("{noun}{}", agreed(&pronoun, rest)),
            _ => clause.to_owned(),
        }
    }

    fn follow(&mut self, note: &str) {
        if let Some(name) = met(note) {
            self.being = Some(name);
            return;
        }
        let part = |found: &crate::text::pattern::Captures<'_>, at: usize| {
            found.get(at).map_or("", |part| part.as_str()).trim().to_owned()
        };
        if let Some(found) = HAVE_NAMED.captures(note) {
            self.being = Some(format!("My {} {}", part(&found, 1), part(&found, 2)));
        } else if let Some(found) = KIN_IS_NAME.captures(note) {
            let kin = part(&found, 1);
            if is_being(&kin) {
                self.being = Some(format!("My {kin} {}", part(&found, 2)));
            } else {
                self.thing = Some(format!("My {kin}"));
            }
        } else if let Some(found) = NAME_IS_KIN.captures(note) {
            self.being = Some(format!("My {} {}", part(&found, 2), part(&found, 1)));
        } else if let Some(found) =
            KIN_NAME.captures(note).filter(|found| is_being(&part(found, 1)) && is_noun_phrase(&part(found, 1)))
        {
            self.being = Some(format!("My {} {}", part(&found, 1), part(&found, 2)));
        } else if let Some(found) = KIN_VERB.captures(note).filter(|found| is_being(&part(found, 1))) {
            self.being = Some(part(&found, 1));
        } else if let Some(found) = THE_VERB.captures(note) {
            let noun = part(&found, 1);
            let slot = if is_being(&noun) { &mut self.being } else { &mut self.thing };
            *slot = Some(noun);
        } else if let Some(found) = HAVE.captures(note) {
            let noun = part(&found, 1);
            let named =
                if is_being(&noun) || note.contains(" my ") { format!("My {noun}") } else { format!("The {noun}") };
            let slot = if is_being(&noun) { &mut self.being } else { &mut self.thing };
            *slot = Some(named);
        } else if let Some(found) = NAME_VERB.captures(note) {
            let noun = part(&found, 1);
            let known = Reading::of(&noun).words.iter().any(|word| concepts::is_common(&word.stem));
            let slot = if known { &mut self.thing } else { &mut self.being };
            *slot = Some(noun);
        } else if let Some(found) = OBJECT.captures(note).filter(|found| !is_being(&part(found, 1))) {
            self.thing = Some(format!("The {}", part(&found, 1)));
        } else if let Some((noun, being)) = spoken_of(note) {
            let slot = if being { &mut self.being } else { &mut self.thing };
            *slot = Some(noun);
        }
    }
}

/// What a sentence of no special form speaks of, and whether that is a being: its subject, or what the speaker does something to
/// ("we rescued a greyhound", "I avoid red wine").
fn spoken_of(note: &str) -> Option<(String, bool)> {
    let read = Reading::of(note);
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let verb = (1..read.words.len().min(7)).find(|at| is_finite(&read.words[*at]))?;
    let plain = |at: usize| read.has_content(at) && read.value_at(at).is_none() && !is_finite(&read.words[at]);
    let own = (0..verb).all(|at| !plain(at)) || matches!(lower(0), "i" | "we");
    let determined = |at: usize| {
        matches!(lower(at), "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "some" | "this" | "another")
    };
    let mut from = if own { verb + 1 } else { 0 };
    while own && matches!(lower(from), "not" | "also" | "just" | "finally" | "up" | "out") {
        from += 1;
    }
    let with = determined(from);
    let first = from + usize::from(with);
    let end = (first..read.words.len().min(first + 4)).take_while(|at| plain(*at)).last()? + 1;
    if !own && end != verb || own && (first > verb + 3 || !with && read.words[end - 1].lower.ends_with("ing")) {
        return None;
    }
    let noun = &note.get(read.words[first].start..read.words[end - 1].end)?;
    let name = read.is_name(first) && !with;
    let whole = match lower(from) {
        "my" | "our" | "the" | "his" | "her" | "their" => {
            note.get(read.words[from].start..read.words[end - 1].end)?.to_owned()
        }
        _ if with => format!("The {noun}"),
        _ => (*noun).to_owned(),
    };
    Some((capitalised(&whole), name || is_being(noun)))
}

/// "I met Carmen": who is spoken of next.
fn met(note: &str) -> Option<String> {
    let reading = Reading::of(note);
    let verb = reading
        .words
        .iter()
        .position(|word| matches!(word.lower.as_str(), "met" | "meet" | "meeting" | "hired" | "know" | "saw"))?;
    // "I met my new neighbour."
    if reading.words.get(verb + 1).is_some_and(|word| matches!(word.lower.as_str(), "my" | "our")) {
        let noun = (verb + 2..reading.words.len().min(verb + 5)).find(|at| is_being(&reading.words[*at].text))?;
        return (!reading.is_name(noun + 1)).then(|| format!("My {}", reading.words[noun].text));
    }
    let from = (verb + 1..reading.words.len().min(verb + 3)).find(|at| reading.is_name(*at))?;
    let mut to = from;
    while reading.is_name(to + 1) {
        to += 1;
    }
    Some(reading.text[reading.words[from].start..reading.words[to].end].to_owned())
}

/// "they live" becomes "lives" with one noun.
fn agreed(pronoun: &str, rest: &str) -> String {
    if pronoun != "they" {
        return rest.to_owned();
    }
    rest.replacen(" are ", " is ", 1).replacen(" were ", " was ", 1).replacen(" have ", " has ", 1)
}

/// Whether some words hold no verb or preposition.
fn is_noun_phrase(text: &str) -> bool {
    text.split(' ').count() <= 3 && !text.split(' ').any(|word| crate::text::words::is_stopword(&word.to_lowercase()))
}

/// Whether a noun phrase names a person or an animal.
fn is_being(noun: &str) -> bool {
    Reading::of(noun).words.iter().rev().take(2).any(|word| {
        concepts::is_member(&word.stem, "person")
            || concepts::is_member(&word.stem, "pet")
            || concepts::is_member(&word.stem, "famili")
            || concepts::is_member(&word.stem, "breed")
            || concepts::is_member(&word.stem, "animal")
            || [
                "boss",
                "manager",
                "child",
                "kid",
                "friend",
                "baby",
                "grandmother",
                "uncle",
                "aunt",
                "coworker",
                "flatmate",
                "roommate",
                "pet",
                "puppy",
                "kitten",
                "girlfriend",
                "boyfriend",
                "fiance",
                "fiancee",
                "teacher",
                "coach",
                "student",
                "in-law",
                "stepmother",
                "stepfather",
                "spouse",
                "niece",
                "nephew",
                "therapist",
                "mentor",
                "lawyer",
                "vet",
                "nanny",
            ]
            .iter()
            .any(|known| *known == word.lower)
    })
}

/// Days named from today get their date beside them, so that the line stays true.
fn dated(note: &str, today: Option<&str>) -> String {
    let Some(today) = today.and_then(Day::parse) else {
        return note.to_owned();
    };
    let Some(found) = RELATIVE.find(note) else { return note.to_owned() };
    let lower = found.as_str().to_lowercase();
    let date = if lower.starts_with("the day after") {
        today.plus(2)
    } else if lower.starts_with("tomorrow") {
        today.plus(1)
    } else if lower.starts_with("yesterday") {
        today.plus(-1)
    } else {
        today
    };
    let (before, after) = note.split_at(found.end());
    if after.starts_with(" (") || after.starts_with("'s") {
        return note.to_owned();
    }
    format!("{before} ({date}){after}")
}
