//! Whom "he", "she", "him" and "her" stand for, and what "it" does in the middle of a clause, by what was told before. What is not certain stays as it was said.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::words::{is_stopword, one_of};

use super::beings::{
    apposed, is_bare_name, is_being, is_lifeless, is_person, is_plural, may_be, named_in, owner_of, possessive,
};
use super::clauses::uncapitalised_subject;
use super::refills::starts_with;
use super::topic::Topic;

/// At most so many are remembered of whom pronouns stood for.
const MEANT: usize = 8;

impl Topic {
    /// "I owe her 15 pounds" after "Vi has taken up bell ringing" is owed to Vi.
    pub(super) fn with_whom(&self, clause: &str) -> String {
        let read = Reading::of(clause);
        let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
        let ends = |at: usize| {
            at == read.words.len()
                || read.value_at(at).is_some()
                || one_of(lower(at), "a an the my our some again with to at on in for from about back up out")
        };
        let found = (2..read.words.len().min(6))
            .find(|at| one_of(lower(*at), "her him") && ends(*at + 1) && !one_of(lower(*at - 1), "with and"));
        let Some(at) = found.filter(|_| one_of(lower(0), "i we") && !named_in(&read).0) else {
            return clause.to_owned();
        };
        match self.somebody(if lower(at) == "her" { "her" } else { "his" }) {
            Some(noun) => {
                let (before, after) = (&clause[..read.words[at].start], &clause[read.words[at].end..]);
                format!("{before}{}{after}", uncapitalised_subject(&noun))
            }
            None => clause.to_owned(),
        }
    }

    /// "Last day is the 30th" after "Tomasz handed in his notice" is his.
    pub(super) fn with_relation(&self, clause: &str) -> String {
        const RELATIONS: [&str; 6] = ["last day ", "first day ", "birthday ", "surname ", "maiden name ", "due date "];
        let own = RELATIONS.iter().any(|noun| starts_with(clause, noun)) && clause.contains(" is ");
        match self.last_being().filter(|being| own && !is_plural(being) && is_person_or_named(being)) {
            Some(being) => {
                let mut letters = clause.chars();
                let first = letters.next().into_iter().flat_map(char::to_lowercase);
                format!("{} {}", possessive(being), first.chain(letters).collect::<String>())
            }
            None => clause.to_owned(),
        }
    }

    /// "Auntie Bernie is making it" after "the cake is lemon", "I have moved it behind the shed" after "the rhubarb was too wet".
    pub(super) fn with_object(&self, clause: &str) -> Option<String> {
        const SAID: &str = "make made get got call hate love like enjoy believe mean guess say said know think take took do did does see feel need want";
        let read = Reading::of(clause);
        let at = (2..read.words.len()).find(|at| read.words[*at].lower == "it")?;
        let next = read.words.get(at + 1).map_or("", |word| word.lower.as_str());
        let ends = next.is_empty() || super::shape::class(next) > 0 && next != "as";
        let before = &read.words[at - 1];
        let deed = (concepts::is_verb(&before.stem) || before.lower.ends_with("ing") || before.lower.ends_with("ed"))
            && !one_of(&before.lower, SAID)
            && !is_stopword(&before.lower);
        let others = (1..at - 1).any(|at| one_of(&read.words[at].lower, "a an the that which who if when"));
        let thing = self.last_thing().filter(|thing| !is_plural(thing) && !thing.contains(','))?;
        if !ends
            || !deed
            || others
            || read.words.iter().any(|word| thing.to_lowercase().contains(&word.lower) && !is_stopword(&word.lower))
        {
            return None;
        }
        Some(format!("{}{}{}", &read.text[..read.words[at].start], named_as(thing), &read.text[read.words[at].end..]))
    }

    /// Keeps whether whom a pronoun stood for is a woman.
    pub(super) fn remember_whom(&mut self, clause: &str, whole: &str) {
        let first = clause.split(' ').next().unwrap_or_default().to_lowercase();
        let woman = matches!(first.as_str(), "she" | "her");
        if clause != whole
            && (woman || matches!(first.as_str(), "he" | "his"))
            && let Some(noun) = self.somebody(&first)
        {
            self.meant.retain(|(known, _)| *known != noun);
            self.meant.push((noun, woman));
            let surplus = self.meant.len().saturating_sub(MEANT);
            self.meant.drain(..surplus);
        }
    }

    /// Who is meant by "he" or "she": whoever was spoken of last, or else the one who was named, or whose the thing is that was spoken of.
    pub(super) fn somebody(&self, pronoun: &str) -> Option<String> {
        // "The firm's system is Tidy": nobody calls that "she".
        let named = self.named.as_ref().filter(|(role, _)| !is_lifeless(head_of(role).trim_end_matches("'s name")));
        let named = named.map(|(role, name)| apposed(role.strip_suffix("'s name").unwrap_or(role), name));
        // "The caretaker at the school, Mr Pohl, locks up"; an owner is told of by name alone.
        let owns = matches!(pronoun, "his" | "her");
        let alone = |noun: String| match noun.strip_suffix(',') {
            Some(noun) if owns => noun.rsplit(", ").next().unwrap_or_default().to_owned(),
            _ => noun,
        };
        let woman = matches!(pronoun, "she" | "her");
        let fits = |noun: &String| {
            let same = |meant: &String| meant.replace(',', "").starts_with(&noun.replace(',', ""));
            let other = self.meant.iter().any(|(meant, she)| same(meant) && *she != woman);
            may_be(noun, pronoun) && !other
        };
        let thing = self.last_thing();
        let living = |thing: &&String| !is_plural(thing) && !is_lifeless(thing) && owner_of(thing).is_none();
        let alive = || thing.filter(living).cloned();
        named
            .filter(fits)
            .or(self.last_being().filter(|being| fits(being) && !is_plural(being)).map(|being| {
                let thing = is_lifeless(being) || being.ends_with("favourite") || being.ends_with("favorite");
                owner_of(being).filter(|_| thing).unwrap_or_else(|| being.clone())
            }))
            .or(self.other.clone().filter(|other| {
                self.being.as_ref().is_some_and(|being| !may_be(being, pronoun)) && may_be(other, pronoun)
            }))
            .or(self.person.clone())
            .filter(fits)
            // "Dad's aide is Carlotta. And his checkup is on Monday."
            .or_else(|| [&self.being, &self.other].into_iter().flatten().find_map(|being| owner_of(being)))
            .filter(fits)
            .or_else(|| thing.and_then(|thing| owner_of(thing)))
            .or_else(alive)
            .filter(fits)
            // "The intern, Zuzanna" is one person, "the sprinkler, the neighbour's cat" are two things.
            .filter(|noun| noun.split(", ").skip(1).all(|part| part.starts_with(char::is_uppercase)))
            // "The kids" is no "he".
            .filter(|noun| !is_plural(noun))
            .map(|noun| if noun.ends_with(',') { alone(noun) } else { noun.replace(", ", " ") })
    }
}

/// The noun of a role, without what stands behind it: "contact" of "our contact at the bank".
fn head_of(role: &str) -> String {
    let led = |word: &&str| super::shape::class(word) > 0 || one_of(word, "of who that which this there");
    let words: Vec<&str> = role.split(' ').take_while(|word| !led(word)).collect();
    words.join(" ")
}

/// Whether a noun phrase is of somebody, by its noun or by name alone.
fn is_person_or_named(being: &str) -> bool {
    is_bare_name(being) || is_person(being) || is_being(being)
}

/// A thing as it is named within a clause: "the cake" of "Cake".
fn named_as(thing: &str) -> String {
    let first = thing.split(' ').next().unwrap_or_default().to_lowercase();
    let known = crate::text::lexicon::is_known(&first) && !one_of(&first, "the my our his her their");
    match thing.strip_prefix(|c: char| c.is_uppercase()) {
        Some(rest) if known => format!("the {}{rest}", thing[..thing.len() - rest.len()].to_lowercase()),
        _ => uncapitalised_subject(thing),
    }
}
