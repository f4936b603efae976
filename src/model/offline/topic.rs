//! What pronouns stand for, and the words of a note: a fact told as "She lives in Bonn" is noted as "My sister Anna lives in Bonn",
//! so that its line can be found and understood alone; "tomorrow" gets its date.

use std::sync::LazyLock;

use crate::domain::Day;
use crate::text::concepts;
use crate::text::dates::{CivilMoment, Resolved, resolve};
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::{Kind, pattern};
use crate::text::words::is_stopword;

use super::clauses::{capitalised, is_fact, is_finite, uncapitalised_subject};

/// What was last spoken of.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// A person or pet, as a noun phrase.
    being: Option<String>,
    /// A thing or event, as a noun phrase.
    thing: Option<String>,
    /// The person or pet spoken of before that one, for "they both".
    other: Option<String>,
    /// What somebody was last said to own, without its owner: "mine" is another of it.
    owned: Option<String>,
}

/// A name of one or two words, with its title.
const NAME: &str = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|St)\.? )?[A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?";

static KIN_IS_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:my|our) ([^,.;:!?'\x22]+?)(?:'s)?(?: (?i:name))?,? (?i:is|are|was)(?i: now)?(?i: called| named)? ({NAME})\b"
    ))
});
static KIN_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b(?i:my|our) ([a-z][^,.;:!?'\x22]+?),? ({NAME})\b")));
static NAME_IS_KIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^({NAME})(?i: is|,)(?i: called)? (?i:my|our) ([^,.;:!?'\x22]+)$")));
static HAVE_NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|got|adopted|own|bought) (?:a|an|one|two|three|the)?(?: new)? ?([^,.;:!?'\x22]+?),? (?:called|named|whose name is) ((?-i:[A-Z])[^\s,.;:!?'\x22]+|[^\s,.;:!?'\x22]+)",
    )
});
/// "I have had Shelly, my tortoise, since 1998."
static NAME_APART: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"\b({NAME}), (?i:my|our) ([a-z][a-z -]{{1,30}})(?:,|$)")));
/// "She is teething, poor Rosie."
static NAMED_LAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:(she|he|it|they))( .+), (?i:poor|little|dear|darling|sweet|silly|lovely|clever|good old|bless (?:him|her)|our|my) ?(?i:little |old |dear )?({NAME})$"
    ))
});
static HAVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|got|adopted|own|bought|is|planned|booked|scheduled) (?:a|an|one|another) ([^,.;:!?\x22]+?)(?: (?:at|on|in|tomorrow|today|next|this|from|for|by|every|called|named)\b|,|$)",
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
    pattern(&format!(
        r"^({NAME}) (?:is|was|has|lives|works|likes|loves|hates|plays|studies|speaks|moved|wants|drinks|eats|drives|teaches|prefers|told|said|will|can|does|runs|gave|leads)\b"
    ))
});
static THE_VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^((?i:the|my|our|this|that|next|today's) [^,.;:!?\x22]+?) (?i:is|was|starts|begins|moved|has|will|takes|ends|leaves|departs|happens|costs|opens|closes|got|runs|meets|arrives|are)\b",
    )
});
static PRONOUN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(he|she|they|it|his|her|their|its|this|that)\b(.*)$"));

impl Topic {
    /// A clause as a note, or nothing if it holds no fact; what it speaks of is kept for the pronouns that follow.
    pub fn note(&mut self, clause: &str, today: Option<&str>) -> Option<String> {
        let clause = self.with_owned(clause.trim());
        let clause = self.named_last(&clause).unwrap_or_else(|| self.resolved(&clause));
        if !is_fact(&clause) {
            return None;
        }
        let note = dated(&capitalised(&clause), today);
        self.follow(&note);
        Some(note)
    }

    /// "She is teething, poor Rosie" is told of the baby Rosie.
    fn named_last(&self, clause: &str) -> Option<String> {
        let found = NAMED_LAST.captures(clause)?;
        let (said, name) = (found.get(2)?.as_str(), found.get(3)?.as_str());
        let known = self.being.as_ref().filter(|being| without_name(being) == **being && !being.contains(name));
        let own = known.is_some_and(|being| being.split(' ').skip(1).all(|word| word.starts_with(char::is_lowercase)));
        Some(match known.filter(|_| own) {
            Some(being) => format!("{being} {name}{said}"),
            None => format!("{name}{said}"),
        })
    }

    /// A whole note, whose words stand as they are but for the dates of its days; what it speaks of is kept.
    pub fn follow_text(&mut self, note: &str, today: Option<&str>) -> String {
        let note = dated(note, today);
        self.follow(&note);
        note
    }

    /// A noun phrase that was named as what is spoken of.
    pub fn speak_of(&mut self, noun: &str) {
        let slot = if is_being(noun) { &mut self.being } else { &mut self.thing };
        *slot = Some(capitalised(noun));
        if is_being(noun) {
            self.thing = None;
        }
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
        if pronoun == "they" && matches!(next.as_str(), "both" | "all" | "each") {
            // Of two who were spoken of both are meant; more are not known here.
            return match (&self.other, &self.being) {
                (Some(one), Some(other)) if one != other && next != "all" => {
                    format!("{one} and {}{rest}", uncapitalised_subject(other))
                }
                _ => clause.to_owned(),
            };
        }
        let noun = match pronoun.as_str() {
            "he" | "his" => self.being.as_ref().or(self.thing.as_ref()),
            "she" | "her" => self.being.as_ref().or(self.thing.as_ref()),
            "it" | "its" => self.thing.as_ref().or(self.being.as_ref()),
            "this" | "that" if next == "is" => self.thing.as_ref(),
            "they" | "their" => self.being.as_ref().or(self.thing.as_ref().filter(|thing| thing.ends_with('s'))),
            _ => None,
        };
        // "She is called Duchess now": the new name takes the place of the old one.
        let naming = ["is called", "is named", "answers to", "goes by", "'s name", "name is"];
        let bare = noun.filter(|_| naming.iter().any(|words| clause.contains(words))).map(|noun| without_name(noun));
        let noun = bare.as_ref().or(noun);
        let weather = pronoun == "it" && (rest.contains(" that ") || rest.starts_with(" seems"));
        match noun {
            Some(noun) if !weather && matches!(pronoun.as_str(), "his" | "her" | "their" | "its") => {
                format!("{noun}'s{rest}")
            }
            Some(noun) if !weather && pronoun == "they" && is_plural(noun) => format!("{noun}{rest}"),
            Some(noun) if !weather => format!("{noun}{}", agreed(&pronoun, rest)),
            _ => clause.to_owned(),
        }
    }

    /// "Mine is red" after "her coat is blue" is told of my coat.
    fn with_owned(&self, clause: &str) -> String {
        let Some(owned) = &self.owned else { return clause.to_owned() };
        let read = crate::text::words::words(clause);
        let lower = |at: usize| read.get(at).map_or("", |word| word.lower.as_str());
        let takes =
            |at: usize| matches!(lower(at), "has" | "have" | "takes" | "take" | "wants" | "want" | "likes" | "like");
        let Some(at) = (0..read.len()).find(|at| {
            let own = matches!(lower(*at), "mine" | "ours" | "hers" | "theirs" | "yours");
            own && lower(*at) != "yours" && (*at == 0 || lower(at - 1) == "and" || takes(at - 1))
        }) else {
            return clause.to_owned();
        };
        let owner = match lower(at) {
            "mine" => "my",
            "ours" => "our",
            "hers" => "her",
            _ => "their",
        };
        format!("{}{owner} {owned}{}", &clause[..read[at].start], &clause[read[at].end..])
    }

    /// Keeps what a note speaks of, and the being spoken of before it.
    fn follow(&mut self, note: &str) {
        let before = self.being.clone();
        self.follow_note(note);
        if self.being != before {
            self.other = before;
        }
    }

    fn follow_note(&mut self, note: &str) {
        self.owned = owned_in(note).or(self.owned.take());
        let first = note.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if matches!(first, "He" | "She" | "They" | "It" | "That" | "This" | "His" | "Her" | "Their" | "Its" | "There") {
            return;
        }
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
        } else if let Some(found) = NAME_APART.captures(note).filter(|found| is_being(&part(found, 2))) {
            self.being = Some(format!("My {} {}", part(&found, 2), part(&found, 1)));
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
            // "The parrot's name is Captain" speaks of the parrot.
            if let Some(named) = noun.strip_suffix("'s name") {
                self.being = Some(named.to_owned());
                return;
            }
            let slot = if is_being(&noun) { &mut self.being } else { &mut self.thing };
            *slot = Some(noun);
        } else if let Some(found) = HAVE.captures(note) {
            let noun = part(&found, 1);
            let mut named =
                if is_being(&noun) || note.contains(" my ") { format!("My {noun}") } else { format!("The {noun}") };
            // "She has a new lodger, Keith."
            let after = found.get(1).map_or("", |noun| &note[noun.end()..]);
            let name =
                after.strip_prefix(", ").map_or("", |rest| rest.split([',', '.', ';']).next().unwrap_or_default());
            let called = !name.is_empty()
                && name.split(' ').count() < 3
                && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
            if called {
                self.being = Some(format!("{named} {name}"));
                return;
            }
            named.truncate(named.trim_end().len());
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

/// "My cat" of "My cat Marmalade".
fn without_name(noun: &str) -> String {
    let first = ["My ", "Our ", "The "].iter().any(|owner| noun.starts_with(owner));
    let kept: Vec<&str> = noun.split(' ').collect();
    let names = kept.iter().rev().take_while(|word| word.starts_with(char::is_uppercase)).count();
    if first && names > 0 && names + 1 < kept.len() { kept[..kept.len() - names].join(" ") } else { noun.to_owned() }
}

/// What a sentence of no special form speaks of, and whether that is a being: its subject, or what the speaker does something to
/// ("we rescued a greyhound", "I avoid red wine").
fn spoken_of(note: &str) -> Option<(String, bool)> {
    let read = Reading::of(note);
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let verb = (1..read.words.len().min(7)).find(|at| is_finite(&read.words[*at]))?;
    // "The Christmas lights": the name of a day that says which.
    let named_day = |at: usize| {
        read.value_at(at)
            .is_some_and(|value| value.kind == Kind::Date && !value.text.contains(|c: char| c.is_ascii_digit()))
            && read.words.get(at + 1).is_some_and(|next| !next.capital && !is_stopword(&next.lower))
    };
    let particle =
        |at: usize| matches!(lower(at), "away" | "up" | "down" | "out" | "back" | "off" | "together" | "again");
    let plain = |at: usize| {
        read.has_content(at)
            && (read.value_at(at).is_none() || named_day(at))
            && (!is_finite(&read.words[at]) || at > 0 && named_day(at - 1))
            && !(particle(at) && at > verb + 1)
    };
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
    // "I am allergic to nuts" speaks of nothing allergic.
    let state = own && !with && matches!(lower(verb), "is" | "are" | "am" | "was" | "were" | "be");
    if state || !own && end != verb || own && (first > verb + 3 || !with && read.words[end - 1].lower.ends_with("ing"))
    {
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

/// Whether a noun phrase tells of several: its noun, names behind it left out, ends so.
fn is_plural(noun: &str) -> bool {
    let last = noun.split(' ').rfind(|word| word.starts_with(char::is_lowercase)).unwrap_or(noun);
    matches!(last, "people" | "children" | "parents" | "twins" | "kids")
        || last.len() > 3 && last.ends_with('s') && !["ss", "us", "is"].iter().any(|end| last.ends_with(end))
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
    let Some(day) = today.and_then(Day::parse) else {
        return note.to_owned();
    };
    let from_today = |date: &&Resolved| {
        let said = note[date.start..date.end].to_lowercase();
        let named = ["the day after tomorrow", "tomorrow", "tonight", "today", "yesterday"];
        date.relative && named.iter().any(|day| said.starts_with(day)) && !said.contains("'s")
    };
    let mut out = note.to_owned();
    for date in resolve(note, CivilMoment { day, hour: 12, minute: 0 }).iter().filter(from_today) {
        // The day's words alone get it: "tomorrow (2026-05-07) at 4pm".
        let end = day_words(&note[date.start..date.end]) + date.start;
        let shift = out.len() - note.len();
        if !note[end..].starts_with(" (") {
            out.insert_str(end + shift, &format!(" ({})", date.from));
        }
    }
    out
}

/// Where the words of a day named from today end, its part included: "tomorrow morning" of "tomorrow morning at nine".
fn day_words(text: &str) -> usize {
    let part = |word: &str| matches!(word, "morning" | "afternoon" | "evening" | "night");
    let mut end = 0;
    for word in crate::text::words::words(text) {
        let day =
            matches!(word.lower.as_str(), "the" | "day" | "after" | "tomorrow" | "tonight" | "today" | "yesterday");
        if !day && !part(&word.lower) || text[end..word.start].contains(|c: char| c != ' ') {
            break;
        }
        end = word.end;
    }
    end
}

/// What somebody is said to own, without its owner: "steak" of "Karim takes his steak rare", "favourite film" of "my favourite film is".
fn owned_in(note: &str) -> Option<String> {
    let read = Reading::of(note);
    let owner = (0..read.words.len()).find(|at| {
        let word = &read.words[*at];
        matches!(word.lower.as_str(), "my" | "our" | "his" | "her" | "their") || word.possessive
    })?;
    let plain = |at: usize| read.has_content(at) && read.value_at(at).is_none() && !read.is_name(at);
    let from = (owner + 1..read.words.len()).find(|at| !read.words[*at].possessive)?;
    // "Her blood type is O": a noun stands before "is", whatever else it may be.
    let noun = |at: usize| {
        !is_finite(&read.words[at])
            || read.words.get(at + 1).is_some_and(|next| matches!(next.lower.as_str(), "is" | "are" | "was" | "has"))
    };
    let last = (from..read.words.len().min(from + 3)).take_while(|at| plain(*at) && noun(*at)).last()?;
    let whole = read.words.get(last + 1).is_some_and(is_finite);
    let told = concepts::is_common(&read.words[from].stem) && last > from && read.words[from].stem == "favorit";
    let last = if whole || told { last } else { from };
    (!is_being(&read.words[last].lower))
        .then(|| note.get(read.words[from].start..read.words[last].end).map(str::to_owned))?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The notes of some clauses, told one after the other.
    fn notes(clauses: &[&str]) -> Vec<String> {
        let mut topic = Topic::default();
        clauses.iter().filter_map(|clause| topic.note(clause, Some("2026-05-06"))).collect()
    }

    #[test]
    fn what_stands_for_a_noun_finds_it() {
        assert_eq!(notes(&["Vera wears her boots inside", "mine stay in the hall"])[1], "My boots stay in the hall");
        assert_eq!(notes(&["my aunt's shoe type is wide", "mine is narrow"])[1], "My shoe type is narrow");
        assert_eq!(notes(&["my locker is 41", "and mine is 42"])[1], "And my locker is 42");
        assert_eq!(notes(&["we rescued a marmot", "he sleeps all day"])[1], "The marmot sleeps all day");
        assert_eq!(
            notes(&["My niece Ada is four", "my nephew Max is two", "they both swim"])[2],
            "My niece Ada and my nephew Max both swim"
        );
        assert_eq!(
            notes(&["Aunt Jo has got a new lodger, Keith", "he drives a tram"])[1],
            "The new lodger Keith drives a tram"
        );
        assert_eq!(notes(&["My cat is called Plum", "she is called Fig now"])[1], "My cat is called Fig now");
        assert_eq!(notes(&["I have one guppy", "it is called Ping"])[1], "The guppy is called Ping");
        assert_eq!(notes(&["The ferret's name is Zip", "he bites"])[1], "The ferret bites");
        assert_eq!(
            notes(&["My singing teacher is called Ms. Osei", "she lives in Hull"])[1],
            "My singing teacher Ms. Osei lives in Hull"
        );
    }

    #[test]
    fn days_named_from_today_get_their_date() {
        let note = |text: &str| dated(text, Some("2026-05-06"));
        assert_eq!(note("The exam is tomorrow at 9"), "The exam is tomorrow (2026-05-07) at 9");
        assert_eq!(note("We left yesterday evening"), "We left yesterday evening (2026-05-05)");
        assert_eq!(note("It is the day after tomorrow"), "It is the day after tomorrow (2026-05-08)");
        assert_eq!(
            note("Today's menu is fish, tomorrow it is soup"),
            "Today's menu is fish, tomorrow (2026-05-07) it is soup"
        );
        assert_eq!(note("Nothing is due on Friday"), "Nothing is due on Friday");
    }
}
