//! Who and what is named: whether a noun phrase is of a person or an animal, and whether a note names somebody or something.

use crate::text::concepts;
use crate::text::lexicon::{self, Sorts};
use crate::text::reading::Reading;
use crate::text::words::{is_stopword, one_of};

use super::clauses::is_finite;

/// What may be somebody, but is something more often.
const THINGS: &str = "date model star fan head printer runner figure jack supplier client contact page counter heater cooker cleaner best second minute replacement";

/// Whether the last noun of a phrase is a sort of person or animal by the lexicon.
fn is_sort(read: &Reading, of: &Sorts) -> bool {
    let head = read.words.iter().rev().find(|word| !word.capital).or(read.words.last());
    head.is_some_and(|word| !one_of(&word.lower, THINGS) && of.hold(&word.lower))
}

static PERSONS: Sorts = Sorts::of(&["person"]);
static BEINGS: Sorts = Sorts::of(&["person", "animal"]);
static ALIVE_OR_AFLOAT: Sorts = Sorts::of(&["person", "animal", "vehicle", "craft", "plant"]);

/// Whom people speak of, whatever the lexicon and the concepts know.
const CLOSE: &str = "boss manager child kid friend baby grandmother uncle aunt coworker flatmate roommate pet puppy kitten girlfriend boyfriend \
    fiance fiancee teacher coach student in-law stepmother stepfather spouse niece nephew therapist mentor lawyer vet nanny";

/// Whether a noun phrase names a person or an animal.
pub fn is_being(noun: &str) -> bool {
    let read = Reading::of(noun);
    is_sort(&read, &BEINGS)
        || read.words.iter().rev().take(2).any(|word| {
            concepts::is_member(&word.stem, "person")
                || concepts::is_member(&word.stem, "pet")
                || concepts::is_member(&word.stem, "famili")
                || concepts::is_member(&word.stem, "breed")
                || concepts::is_member(&word.stem, "animal")
                || one_of(&word.lower, CLOSE)
        })
}

/// Whether a noun phrase names somebody whom nobody calls "it": "my sister", and neither "my terrier" nor "the password manager".
pub fn is_person(noun: &str) -> bool {
    let read = Reading::of(noun);
    is_sort(&read, &PERSONS) && !one_of(&read.words[read.words.len() - 1].lower, "baby puppy child kid")
        || read.words.iter().any(|word| {
            concepts::is_member(&word.stem, "famili")
                || matches!(
                    word.lower.as_str(),
                    "friend"
                        | "boss"
                        | "girlfriend"
                        | "boyfriend"
                        | "flatmate"
                        | "roommate"
                        | "neighbour"
                        | "neighbor"
                        | "colleague"
                )
        })
}

/// Whose somebody is said to be: "our" where it is said so, or else "my".
pub fn owner_in(text: &str) -> &'static str {
    if text.split(' ').any(|word| word.eq_ignore_ascii_case("our")) { "Our" } else { "My" }
}

/// Whether a note names somebody, and whether it names anything at all: a name, or a noun behind its article. What begins with a pronoun goes
/// on about the same.
pub fn named_in(read: &Reading) -> (bool, bool) {
    let first = read.words.first().map_or("", |word| word.lower.as_str());
    if matches!(first, "he" | "she" | "it" | "they" | "that" | "this" | "his" | "her" | "their" | "its" | "there") {
        return (false, false);
    }
    let named = |at: usize| read.is_name(at) && read.value_at(at).is_none();
    let somebody = (0..read.words.len()).any(|at| named(at) || is_being(&read.words[at].text));
    let noun = |at: usize| {
        read.has_content(at) && read.value_at(at).is_none() && at > 0 && {
            let before = read.words[at - 1].lower.as_str();
            matches!(before, "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "some" | "this")
        }
    };
    // "I can not stand coriander" names it without an article, "I am nervous" names nothing.
    let verb = (1..read.words.len().min(5)).rev().find(|at| is_finite(&read.words[*at])).unwrap_or(0);
    let is =
        matches!(read.words.get(verb).map_or("", |word| word.lower.as_str()), "am" | "is" | "are" | "was" | "were");
    let bare =
        (verb + 1 + usize::from(is)..read.words.len()).any(|at| read.has_content(at) && read.value_at(at).is_none());
    (somebody, somebody || bare || !is_stopword(first) || (1..read.words.len()).any(noun))
}

/// What is said of a woman, and what is said of a man.
const SHE: &str = "mother mum mom mummy mama grandmother grandma granny gran nan nana aunt auntie sister daughter granddaughter wife niece \
    girlfriend stepmother stepsister godmother lady woman girl ms mrs miss fiancee bride waitress actress";
const HE: &str = "father dad daddy papa grandfather grandpa grandad granddad uncle brother son grandson husband nephew boyfriend stepfather \
    stepbrother godfather man boy guy lad bloke mr fiance groom waiter";

/// Whether a noun phrase may be meant by "he" or "she".
pub fn may_be(noun: &str, pronoun: &str) -> bool {
    let read = Reading::of(noun);
    let Some(head) = read.words.iter().rev().find(|word| one_of(&word.lower, SHE) || one_of(&word.lower, HE)) else {
        return true;
    };
    // "My mother's doctor" may be anybody.
    head.possessive || one_of(&head.lower, if matches!(pronoun, "she" | "her") { SHE } else { HE })
}

/// Whether nobody could call a thing "he" or "she": its noun is known, and neither lives nor sails.
pub fn is_lifeless(noun: &str) -> bool {
    let read = Reading::of(noun);
    let Some(head) = read.words.last().filter(|word| !word.capital) else { return false };
    lexicon::is_known(&head.lower) && !ALIVE_OR_AFLOAT.hold(&head.lower)
}

/// The owner of a thing: "Mum" of "Mum's ashes", "my boss" of "my boss's car".
pub fn owner_of(thing: &str) -> Option<String> {
    let (owner, _) = thing.rsplit_once("'s ")?;
    let named = owner.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let led = owner.split(' ').any(|word| super::shape::class(word) > 0);
    (named || is_being(owner) && !led).then(|| owner.to_owned())
}

/// A noun phrase as an owner.
pub fn possessive(noun: &str) -> String {
    let plain = noun.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_lowercase));
    let family = noun.starts_with("The ") || noun.starts_with("the ");
    let many = noun.ends_with('s') && !noun.ends_with("ss") && (plain || family);
    format!("{noun}'{}", if many { "" } else { "s" })
}

/// The one person whom a note names beside its subject: "Tuan" of "I had lunch with Tuan", "my boss" of "I told my boss about it"; nothing
/// if it names more than one.
pub fn only_one(read: &Reading) -> Option<String> {
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < read.words.len() {
        let from = at;
        while read.is_name(at) && read.value_at(at).is_none() && !read.words[at].possessive {
            at += 1;
        }
        // "In Leeds" is nobody.
        let place = from > 0 && one_of(lower(from - 1), "in at on to from near via the of into onto a an called named");
        if at > from {
            if !place && !one_of(lower(at), "one ones") {
                found.push((from, at));
            }
            continue;
        }
        let kin = one_of(lower(at), "my our his her their the a an") && !read.words[at].capital
            || at == 0 && one_of(lower(0), "my our the");
        // "Petra lent us her trimmer", "dad's aids are Bernstein ones": neither the trimmer nor Bernstein is meant.
        let kin = kin && !one_of(lower(at), "his her their");
        let noun =
            (at + 1..read.words.len().min(at + 4)).take_while(|next| read.has_content(*next) && !read.is_name(*next));
        if let Some(noun) =
            noun.filter(|_| kin).find(|noun| is_being(&read.words[*noun].text) && !read.words[*noun].possessive)
        {
            found.push((at, noun + 1));
            at = noun;
        } else if !kin
            && (one_of(lower(at), "mum dad gran grandma grandpa grandad granny nan mom") && !read.words[at].possessive)
        {
            found.push((at, at + 1));
        }
        at += 1;
    }
    let [(from, mut to)] = found[..] else { return None };
    // "Mr. Adeyemi" is two words.
    if one_of(lower(to - 1), "mr mrs ms dr prof") && read.words.get(to).is_some_and(|word| word.capital) {
        to += 1;
    }
    let text = read.text.get(read.words[from].start..read.words[to - 1].end)?;
    let own = ["a ", "an "].iter().find_map(|article| text.strip_prefix(article)).map(|noun| format!("The {noun}"));
    Some(own.unwrap_or_else(|| super::clauses::capitalised(text)))
}

/// What somebody does something to, where a note tells of somebody else than its speaker: "The set" of "Magnus built the set".
pub fn object_of(read: &Reading) -> Option<String> {
    let verb = (1..read.words.len().min(6)).find(|at| is_finite(&read.words[*at]))?;
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    if super::shape::is_be(lower(verb)) || !one_of(lower(verb + 1), "the a an his her their our my") {
        return None;
    }
    let plain = |at: &usize| read.has_content(*at) && read.value_at(*at).is_none() && !read.is_name(*at);
    let end = (verb + 2..read.words.len().min(verb + 5)).take_while(plain).last()? + 1;
    let noun = read.text.get(read.words[verb + 2].start..read.words[end - 1].end)?;
    // "Wants a bike for her birthday" speaks of both.
    let ends = end == read.words.len() || one_of(lower(end), "on at in since by") && read.value_at(end + 1).is_some();
    (ends && !noun.contains([',', '.', ';', '(']) && !is_being(noun) && !read.words[end - 1].possessive)
        .then(|| format!("The {noun}"))
}

/// "My cat" of "My cat Marmalade".
pub fn without_name(noun: &str) -> String {
    let first = ["My ", "Our ", "The "].iter().any(|owner| noun.starts_with(owner));
    let kept: Vec<&str> = noun.split(' ').collect();
    let names = kept.iter().rev().take_while(|word| word.starts_with(char::is_uppercase)).count();
    if first && names > 0 && names + 1 < kept.len() { kept[..kept.len() - names].join(" ") } else { noun.to_owned() }
}

/// "I met Carmen": who is spoken of next.
pub fn met(reading: &Reading) -> Option<String> {
    let verb = reading
        .words
        .iter()
        .position(|word| matches!(word.lower.as_str(), "met" | "meet" | "meeting" | "hired" | "know" | "saw"))?;
    // "I met my new neighbour."
    if reading.words.get(verb + 1).is_some_and(|word| matches!(word.lower.as_str(), "my" | "our")) {
        let noun = (verb + 2..reading.words.len().min(verb + 5)).find(|at| is_being(&reading.words[*at].text))?;
        return (!reading.is_name(noun + 1)).then(|| format!("My {}", reading.words[noun].text));
    }
    let mut from = (verb + 1..reading.words.len().min(verb + 3)).find(|at| reading.is_name(*at))?;
    // "Theo's new girlfriend, Paloma."
    if reading.words[from].possessive {
        from = (from + 1..reading.words.len().min(from + 5)).find(|at| reading.is_name(*at))?;
    }
    let mut to = from;
    while reading.is_name(to + 1) {
        to += 1;
    }
    Some(reading.text[reading.words[from].start..reading.words[to].end].to_owned())
}

/// Somebody by their role and name: "the kiln man Ferdi"; by the name alone where the role is long.
pub fn with_name(role: &str, name: &str) -> String {
    let long = role.split(' ').count() > 4
        || role.split(' ').any(|word| super::shape::class(word) > 0 || one_of(word, "of who that which"));
    if long || role.contains(name) { name.to_owned() } else { format!("{role} {name}") }
}

/// As [`with_name`], but a role that says where somebody is stands beside the name: "the lady at 33, Mrs Dunne,".
pub fn apposed(role: &str, name: &str) -> String {
    let whole = with_name(role, name);
    let clause = role.split(' ').any(|word| one_of(word, "who that which"));
    if whole == name && !clause { format!("{role}, {name},") } else { whole }
}

/// Whether a noun phrase tells of several: its noun, names behind it left out, ends so.
pub fn is_plural(noun: &str) -> bool {
    let last = noun.split(' ').rfind(|word| word.starts_with(char::is_lowercase)).unwrap_or(noun);
    // "Anders" is one; "Goggles" are what the lexicon knows one of.
    let one = |word: &str| lexicon::is_known(&word[..word.len() - 1].to_lowercase());
    if last.starts_with(char::is_uppercase) && is_bare_name(noun) && last.ends_with('s') && !one(last) {
        return false;
    }
    matches!(last, "people" | "children" | "parents" | "twins" | "kids")
        || last.len() > 3 && last.ends_with('s') && !["ss", "us", "is"].iter().any(|end| last.ends_with(end))
}

/// Whether somebody is known by name alone, who may be anybody.
pub fn is_bare_name(noun: &str) -> bool {
    noun.split(' ').all(|word| word.starts_with(char::is_uppercase))
        && !["My ", "Our ", "The "].iter().any(|lead| noun.starts_with(lead))
}

/// Whether some words hold no verb or preposition.
pub fn is_noun_phrase(text: &str) -> bool {
    text.split(' ').count() <= 3 && !text.split(' ').any(|word| is_stopword(&word.to_lowercase()))
}

/// What somebody is said to own, without its owner: "steak" of "Karim takes his steak rare", "favourite film" of "my favourite film is".
pub fn owned_in(note: &str, read: &Reading) -> Option<String> {
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

/// "Which child", "which colleague": one who goes by a name.
pub fn is_somebody_of_a_kind(lower: &str) -> bool {
    const KINDS: &str = "child kid pupil student colleague teammate neighbour neighbor friend classmate carer nurse player member \
        guest cousin uncle aunt grandchild grandson granddaughter nephew niece brother sister teacher volunteer boy girl mate \
        baby twin toddler son daughter dog cat rabbit hamster horse pony pet parrot tortoise kitten puppy goat cow chef cook driver doctor dentist \
        vet tutor trainer coach boss manager grandmother grandfather grandparent";
    one_of(lower, KINDS)
}
