//! What pronouns stand for, and the words of a note: a fact told as "She lives in Bonn" is noted as "My sister Anna lives in Bonn",
//! so that its line can be found and understood alone. What is not certain stays as it was said.

use std::sync::LazyLock;

use crate::text::concepts;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::pattern;
use crate::text::words::{is_stopword, one_of};

use super::beings::{
    apposed, is_bare_name, is_being, is_lifeless, is_noun_phrase, is_person, is_plural, met, named_in, object_of,
    only_one, owned_in, owner_in, possessive, with_name, without_name,
};
use super::clauses::{capitalised, is_fact, uncapitalised_subject};
use super::dated::dated;
use super::refills::starts_with;
use super::subjects::{says_of_another, spoken_of, subject_named};

/// What was last spoken of.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// A person or pet, as a noun phrase.
    pub(super) being: Option<String>,
    /// A thing or event, as a noun phrase.
    pub(super) thing: Option<String>,
    /// The person or pet spoken of before that one, for "they both".
    pub(super) other: Option<String>,
    /// What somebody was last said to own, without its owner: "mine" is another of it.
    pub(super) owned: Option<String>,
    /// How many notes named somebody, or something, of which nothing is kept, since the being and since the thing was spoken of.
    pub(super) since: (usize, usize),
    /// Whoever was last named as what they are, if no being was spoken of since: "the contact at the bank" and "Ines Roth".
    pub(super) named: Option<(String, String)>,
    /// The one person whom the last note names, in whatever place.
    pub(super) person: Option<String>,
    /// Whom pronouns stood for, and whether that was "she"; newest last.
    pub(super) meant: Vec<(String, bool)>,
    /// Who said that they speak, in the order in which they did so.
    pub(super) speakers: Vec<String>,
    /// Whether somebody's words were told with their name and a colon before them.
    pub(super) quoted: bool,
}

/// A name of one or two words, with its title.
const NAME: &str = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|St)\.? )?[A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?";

static KIN_IS_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:my|our) ([^,.;:!?'\x22]+?)(?:'s)?(?: (?i:name))?,? (?i:is|are|was)(?i: now)?(?i: called| named)? ({NAME})\b"
    ))
});
/// "Solveig's husband is named Arvid."
static THEIRS_IS_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^((?:(?i:the|my|our) )?(?:[^\s,.;:!?\x22]+ )??[^\s,.;:!?\x22]+'s (?:[a-z]+ )?([a-z]+)),? (?i:is|was)(?i: now)?(?i: called| named)? ({NAME})$"
    ))
});
/// "The contact at the bank is Ines Roth."
static ROLE_IS_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^((?:(?i:the|my|our) |[A-Z][^,.;:!?\x22]*'s )[a-z][^,.;:!?'\x22]*?) (?i:is|was)(?i: now)?(?i: called| named)? ({NAME})$"
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
/// "Corinne is a judge" speaks of Corinne.
static NAME_IS_A: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([A-Z][^\s,.;:!?'\x22]+(?: [A-Z][^\s,.;:!?'\x22]+)?) (?i:is|was) (?i:a|an) ([^,.;:!?\x22]+?)(?: (?i:at|on|in|for|from|with|of|and|who)\b|,|$)",
    )
});
static HAVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|got|adopted|own|bought|is|planned|booked|scheduled) (?:a|an|one|another) ([^,.;:!?\x22]+?)(?: (?:at|on|in|tomorrow|today|next|this|from|for|by|every|called|named)\b|,|$)",
    )
});
/// "The reception has a parrot."
static HAS_A: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:has|have|got) (?:got )?an? ([^,.;:!?\x22]+?)(?: (?:now|at|on|in|from|for|with)\b|,|$)")
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
        let clause = self.with_owned(&self.with_relation(&presented(clause.trim())));
        let clause = match self.named_last(&clause) {
            Some(named) => named,
            None => {
                let resolved = self.resolved(&clause);
                let whole = self.with_whom(&self.with_object(&resolved).unwrap_or(resolved));
                self.remember_whom(&clause, &whole);
                whole
            }
        };
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
        // "Now he is doing climbing."
        if let Some((lead, rest)) = clause.split_once(' ')
            && one_of(&lead.to_lowercase(), "now then today currently")
            && ["he ", "she ", "his ", "her ", "they "].iter().any(|pronoun| starts_with(rest, pronoun))
        {
            let whole = self.resolved(rest);
            return if whole == rest { clause.to_owned() } else { format!("{} {}", whole, lead.to_lowercase()) };
        }
        // "IT always asks": capitals among other letters are a name.
        let shouted = |word: &str| {
            word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()) && clause.contains(char::is_lowercase)
        };
        let pronoun = PRONOUN.captures(clause).filter(|found| !found.get(1).is_some_and(|word| shouted(word.as_str())));
        let Some(found) = pronoun else {
            // "Soraya leads it."
            return match (clause.strip_suffix(" it"), self.last_thing()) {
                (Some(before), Some(thing))
                    if before.split(' ').count() == 2
                        && !before.ends_with(" does")
                        && !before.ends_with(" did")
                        && before.starts_with(char::is_uppercase)
                        && !before.starts_with("I ")
                        && !before.starts_with("We ") =>
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
        let somebody = self.somebody(&pronoun);
        let noun = match pronoun.as_str() {
            "he" | "his" | "she" | "her" => somebody.as_ref(),
            "it" | "its" if one_of(&next, "rained rains snowed snows hailed") => None,
            "it" | "its" => self
                .last_thing()
                .filter(|thing| !is_plural(thing) && !thing.contains(" who "))
                .or(self.last_being().filter(|being| !is_person(being) && !is_plural(being) && !is_bare_name(being))),
            "this" | "that" if next == "is" && rest.starts_with(" is because") => None,
            "this" | "that" if next == "is" => self.last_thing(),
            "they" | "their" => self
                .last_thing()
                .filter(|thing| is_plural(thing) && !does_to_us(rest))
                .or(self.last_being().filter(|being| is_plural(being))),
            _ => None,
        };
        // "She is called Duchess now": the new name takes the place of the old one.
        let naming = ["is called", "is named", "answers to", "goes by", "'s name", "name is"];
        let bare = noun.filter(|_| naming.iter().any(|words| clause.contains(words))).map(|noun| without_name(noun));
        let noun = bare.as_ref().or(noun);
        // "This is Henrietta": who speaks.
        let presents = (pronoun == "this" || pronoun == "it" && self.last_thing().is_none())
            && rest.strip_prefix(" is ").is_some_and(|name| name.starts_with(char::is_uppercase))
            && noun.is_none_or(|noun| !noun.contains("name"));
        let weather = presents || pronoun == "it" && (rest.contains(" that ") || rest.starts_with(" seems"));
        match noun {
            Some(noun) if !weather && matches!(pronoun.as_str(), "his" | "her" | "their" | "its") => {
                format!("{}{rest}", possessive(noun))
            }
            Some(noun) if !weather => format!("{noun}{rest}"),
            _ => clause.to_owned(),
        }
    }

    /// The being spoken of, if nobody was named since.
    pub(super) fn last_being(&self) -> Option<&String> {
        self.being.as_ref().filter(|_| self.since.0 == 0)
    }

    /// The thing spoken of, if nothing was named since.
    pub(super) fn last_thing(&self) -> Option<&String> {
        self.thing.as_ref().filter(|_| self.since.1 == 0)
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
        let (before, thing) = (self.being.take(), self.thing.take());
        let read = Reading::of(note);
        self.follow_note(note, &read);
        // "Ola's number is 12" speaks of Ola.
        let owner = |noun: &Option<String>| noun.as_ref().and_then(|noun| noun.strip_suffix("'s")).map(str::to_owned);
        if let Some(owner) = owner(&self.being).or_else(|| owner(&self.thing)) {
            (self.being, self.thing) = (Some(owner), None);
        }
        if self.being.is_some() && self.thing.is_none() {
            self.thing = object_of(&read);
        }
        // "The pharmacy is Lakehead Drug": nobody.
        let role = note.split_once(" is ").filter(|(role, name)| {
            name.starts_with(char::is_uppercase) && role.split(' ').count() <= 2 && !role.ends_with("name")
        });
        self.person = only_one(&read).filter(|_| !role.is_some_and(|(role, _)| is_lifeless(&role.to_lowercase())));
        // "Course tutor is Mrs Quayle."
        if let Some(being) = self.being.as_ref().filter(|being| !is_bare_name(being))
            && let Some(name) = note.strip_prefix(being.as_str()).and_then(|rest| rest.strip_prefix(" is "))
            && is_bare_name(name)
            && name.split(' ').count() < 4
        {
            self.being = Some(with_name(being, name));
        }
        let (somebody, something) = named_in(&read);
        self.since.0 = if self.being.is_some() { 0 } else { self.since.0 + usize::from(somebody) };
        self.since.1 = if self.thing.is_some() { 0 } else { self.since.1 + usize::from(something) };
        if somebody {
            self.named = None;
        }
        self.being = self.being.take().or(before.clone());
        self.thing = self.thing.take().or(thing);
        if self.being != before {
            self.other = before;
            self.named = None;
        }
        if let Some(found) = ROLE_IS_NAME.captures(note) {
            let part = |at: usize| found.get(at).map_or("", |part| part.as_str()).to_owned();
            let word = part(2).chars().any(char::is_lowercase);
            self.named = (word && !is_being(&part(1))).then(|| (part(1), part(2)));
        }
    }

    fn follow_note(&mut self, note: &str, read: &Reading) {
        self.owned = owned_in(note, read).or(self.owned.take());
        let first = note.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if matches!(first, "He" | "She" | "They" | "It" | "That" | "This" | "His" | "Her" | "Their" | "Its" | "There") {
            return;
        }
        // Of two who are named together neither is meant alone.
        let two = |at: usize| read.words[at].lower == "and" && read.is_name(at - 1) && read.is_name(at + 1);
        if (1..read.words.len()).any(two) || says_of_another(read) {
            return;
        }
        if let Some(name) = met(read) {
            self.being = Some(name);
            return;
        }
        let part = |found: &crate::text::pattern::Captures<'_>, at: usize| {
            found.get(at).map_or("", |part| part.as_str()).trim().to_owned()
        };
        if let Some(found) = THEIRS_IS_NAME.captures(note).filter(|found| is_being(&part(found, 2))) {
            self.being = Some(format!("{} {}", part(&found, 1), part(&found, 3)));
        } else if let Some(found) = HAVE_NAMED.captures(note) {
            let owner = if note.starts_with("We ") { "Our" } else { "My" };
            self.being = Some(format!("{owner} {} {}", part(&found, 1), part(&found, 2)));
        } else if let Some(found) = KIN_IS_NAME.captures(note) {
            let (owner, kin) = (owner_in(&part(&found, 0)), part(&found, 1));
            if is_being(&kin) {
                self.being = Some(format!("{owner} {kin} {}", part(&found, 2)));
            } else {
                self.thing = Some(format!("{owner} {kin}"));
            }
        } else if let Some(found) = NAME_APART.captures(note).filter(|found| is_being(&part(found, 2))) {
            self.being = Some(format!("{} {} {}", owner_in(&part(&found, 0)), part(&found, 2), part(&found, 1)));
        } else if let Some(found) = NAME_IS_KIN.captures(note) {
            let (name, kin) = (part(&found, 1), part(&found, 2));
            // "Nadia is our account manager at Lidex": the name says who.
            let long = kin.split(' ').count() > 3 || kin.split(' ').any(|word| super::shape::class(word) > 0);
            self.being = Some(if long { name } else { format!("{} {kin} {name}", owner_in(&part(&found, 0))) });
        } else if let Some(found) =
            KIN_NAME.captures(note).filter(|found| is_being(&part(found, 1)) && is_noun_phrase(&part(found, 1)))
        {
            self.being = Some(format!("{} {} {}", owner_in(&part(&found, 0)), part(&found, 1), part(&found, 2)));
        } else if let Some(found) = KIN_VERB.captures(note).filter(|found| is_being(&part(found, 1))) {
            // "Our vet in Ludlow" is our vet.
            let noun = part(&found, 1);
            let led = noun
                .rsplit_once(' ')
                .filter(|(_, last)| super::shape::class(last) > 0 || super::shape::is_adverb(last))
                .filter(|_| !note.contains(" in law"));
            self.being = Some(led.map_or(noun.clone(), |(noun, _)| noun.to_owned()));
        } else if let Some(found) = THE_VERB.captures(note) {
            self.follow_the(note, part(&found, 1));
        } else if let Some(found) = NAME_IS_A.captures(note) {
            let slot = if is_being(&part(&found, 2)) { &mut self.being } else { &mut self.thing };
            *slot = Some(part(&found, 1));
        } else if let Some(found) = HAVE.captures(note) {
            let noun = part(&found, 1);
            // "Nadia from the baby group is a nurse", "Jess's mum is a locksmith" speak of Nadia and of the mum.
            if let Some(subject) = part(&found, 0).starts_with("is ").then(|| subject_named(note, read)).flatten() {
                self.being = Some(subject);
                return;
            }
            let spoken = ["I ", "We "].iter().any(|speaker| note.starts_with(speaker));
            let mut named = if is_being(&noun) && spoken || note.contains(" my ") {
                format!("My {noun}")
            } else {
                format!("The {noun}")
            };
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
            if noun.split(' ').next().is_some_and(|first| is_stopword(&first.to_lowercase())) {
                return;
            }
            let known = Reading::of(&noun).words.iter().any(|word| concepts::is_common(&word.stem));
            let slot = if known { &mut self.thing } else { &mut self.being };
            *slot = Some(noun);
        } else if let Some(found) = OBJECT.captures(note).filter(|found| !is_being(&part(found, 1))) {
            self.thing = Some(format!("The {}", part(&found, 1)));
        } else if let Some((noun, being)) = spoken_of(note, read) {
            let slot = if being { &mut self.being } else { &mut self.thing };
            *slot = Some(noun);
        }
    }

    /// Keeps what "the", "my" or "our" noun a note speaks of.
    fn follow_the(&mut self, note: &str, noun: String) {
        let part = |found: &crate::text::pattern::Captures<'_>, at: usize| {
            found.get(at).map_or("", |part| part.as_str()).trim().to_owned()
        };
        // "The parrot's name is Captain" speaks of the parrot.
        if let Some(named) = noun.strip_suffix("'s name") {
            self.being = Some(named.to_owned());
            return;
        }
        // "The reception has a parrot now": the parrot is what bites.
        if let Some(had) = HAS_A.captures(note).filter(|had| !is_being(&noun) && is_being(&part(had, 1))) {
            self.being = Some(format!("The {}", part(&had, 1)));
            return;
        }
        // "The kiln man is Ferdi."
        let named = ROLE_IS_NAME.captures(note).filter(|found| is_being(&noun) && part(found, 1) == noun);
        let noun = named.map_or(noun.clone(), |found| apposed(&noun, &part(&found, 2)));
        let slot = if is_being(&noun) || is_bare_name(&noun) { &mut self.being } else { &mut self.thing };
        *slot = Some(noun);
    }
}

/// "That is my terrier Mungo in the background" tells that Mungo is my terrier.
static PRESENTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?i:(?:and |so )?(?:that|this) (?:is|was) (?:just )?)((?i:my|our) [a-z][a-z -]*?),? ({NAME})(?i:(?:, sorry)?(?: (?:in|on|at|behind) the (?:background|back|front|left|right|middle|photo|picture|call|line|screen|door))?)$"
    ))
});

fn presented(clause: &str) -> String {
    let Some(found) = PRESENTED.captures(clause) else { return clause.to_owned() };
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    format!("{} is {}", part(2), part(1))
}

/// "They give us the spikes", "they told me Friday": what people do, and no things.
fn does_to_us(rest: &str) -> bool {
    let read = crate::text::words::words(rest);
    let lower = |at: usize| read.get(at).map_or("", |word| word.lower.as_str());
    const DEEDS: &str = "give gave lend lent charge charged tell told offer offered ask asked send sent bring brought let bill billed owe \
        promised promise want wanted";
    (0..2).any(|at| one_of(lower(at), DEEDS) && one_of(lower(at + 1), "us me"))
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
        assert_eq!(notes(&["I have one guppy", "it is called Ping"])[1], "My guppy is called Ping");
        assert_eq!(notes(&["The ferret's name is Zip", "he bites"])[1], "The ferret bites");
        assert_eq!(
            notes(&["My singing teacher is called Ms. Osei", "she lives in Hull"])[1],
            "My singing teacher Ms. Osei lives in Hull"
        );
    }

    #[test]
    fn what_is_not_certain_stays_as_it_was_said() {
        let last = |clauses: &[&str]| notes(clauses).pop().unwrap_or_default();
        assert_eq!(last(&["My locker number is 9", "IT always asks for it"]), "IT always asks for it");
        assert_eq!(last(&["The kiln is new", "I can not stand coriander", "it is blue"]), "It is blue");
        assert_eq!(last(&["My aunt Vera sings", "I met Bo and Mae in Ulm", "her bag is red"]), "Her bag is red");
        assert_eq!(last(&["My daughter is ill", "it is on 3 July"]), "It is on 3 July");
        assert_eq!(
            last(&["Our contact at the bank is Ines Roth", "her office is upstairs"]),
            "Ines Roth's office is upstairs"
        );
        assert_eq!(last(&["that is my terrier Mungo in the background", "he barks"]), "My terrier Mungo barks");
        assert_eq!(last(&["We will need the ramp", "her baby is due"]), "Her baby is due");
    }
}
