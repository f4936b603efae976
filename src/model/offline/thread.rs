//! What a talk is about, from one sentence to the next: what a question asked for, what a heading of one word named, what was last told
//! of. By it a sentence that leaves that out, or says "it", is written out: "bumped it to 120 hours", "AR-77120". It words sentences;
//! it notes nothing.

use crate::text::contractions::expand;
use crate::text::plainly::is_past;
use crate::text::values::{Kind, values};
use crate::text::words::{Word, is_stopword, one_of, words};

use super::clauses::is_finite;

/// What opens a question or an answer and says nothing of it.
const LEADS: &str =
    "and but so ok okay good great thanks right well oh also now then yes no yep nope sure fine hi hello please sorry";

/// What is said for itself and names nothing.
const GREETINGS: &str = "morning evening afternoon night hello hi hey thanks please cheers eventually yes no yep nope ok okay right good great \
    perfect outdated correct wrong sure exactly true done fine sorry agreed noted later update reminder question quick busy ugh wow";

/// How many sentences what was asked or named stays what is spoken of.
const LASTS: usize = 3;

/// What is spoken of.
#[derive(Debug, Clone, Default)]
pub struct Thread {
    /// A thing, without its article: "Kafka retention"; and how many sentences it still stands.
    about: Option<(String, usize)>,
    /// What the last statement told of.
    told: Option<String>,
    /// What the other one asked for, until it is answered.
    asked: Option<String>,
}

impl Thread {
    /// Hears what the other one says: questions tell what the answer is about.
    pub fn overhear(&mut self, text: &str) {
        self.asked = None;
        for sentence in crate::text::lines::sentences(text).into_iter().filter(|sentence| sentence.ends_with('?')) {
            if let Some(noun) = asked_for(sentence) {
                self.about = Some((noun.clone(), LASTS));
                self.asked = Some(noun);
            }
        }
    }

    /// A sentence with what it leaves out.
    pub fn whole(&self, sentence: &str) -> String {
        if let Some(text) = self.answer(sentence).or_else(|| self.with_subject(sentence)) {
            return text;
        }
        let text = expand(sentence);
        let text = without_double(&text).unwrap_or(text);
        let text = other_than(&text).unwrap_or(text);
        let text = they_of_name(&text).unwrap_or(text);
        let text = it_after_about(&text).unwrap_or(text);
        self.with_object(&text).unwrap_or_else(|| if text == expand(sentence) { sentence.to_owned() } else { text })
    }

    /// Keeps what a sentence speaks of.
    pub fn follow(&mut self, sentence: &str) {
        self.asked = None;
        self.about = self.about.take().filter(|(_, left)| *left > 0).map(|(noun, left)| (noun, left - 1));
        let text = expand(sentence);
        if sentence.ends_with('?') || asks(&text) {
            if let Some(noun) = asked_for(&text) {
                self.about = Some((noun, LASTS));
            }
        } else if let Some(noun) = heading(&text) {
            self.about = Some((noun, LASTS));
        } else if let Some(noun) = subject(&text) {
            self.told = Some(noun);
        }
    }

    /// "AR-77120." after "Do you have a quote number?".
    fn answer(&self, sentence: &str) -> Option<String> {
        let asked = self.asked.as_ref()?;
        let found = values(sentence);
        let link = found.iter().find(|value| matches!(value.kind, Kind::Link | Kind::Email));
        let read = words(sentence);
        let content = |word: &&Word| {
            !is_stopword(&word.lower)
                && !one_of(&word.lower, LEADS)
                && !found.iter().any(|value| word.start < value.end && word.end > value.start)
        };
        let bare = sentence.trim().trim_end_matches(['.', '!']);
        let marked = bare.bytes().any(|byte| byte.is_ascii_digit());
        let said = read.iter().filter(content).count();
        match link {
            Some(link) if said == 0 => Some(format!("{}: {}", capitalised(asked), link.text)),
            None if marked && read.len() <= 4 && read.iter().all(|word| !is_finite(word)) && said <= 2 => {
                Some(format!("{}: {bare}", capitalised(asked)))
            }
            _ => None,
        }
    }

    /// "That is due on Wednesday now" after "And the weekly report?".
    fn with_subject(&self, sentence: &str) -> Option<String> {
        let asked = self.asked.as_ref()?;
        let text = expand(sentence);
        let (first, rest) = text.split_once(' ')?;
        let verb = rest.split(' ').next()?;
        let many = asked.ends_with('s') && !asked.ends_with("ss");
        let stands = one_of(&first.to_lowercase(), if many { "they those these" } else { "it that this" });
        (stands && words(verb).first().is_some_and(is_finite)).then(|| format!("The {asked} {rest}"))
    }

    /// "We charge 320 euros for it now": what "it" stands for in its place.
    fn with_object(&self, text: &str) -> Option<String> {
        let read = words(text);
        let at = (1..read.len()).find(|at| one_of(&read[*at].lower, "it them"))?;
        let next = read.get(at + 1);
        let acts = next
            .is_some_and(|next| is_finite(next) || one_of(&next.lower, "will would can could may might must should"));
        let tells = text.bytes().any(|byte| byte.is_ascii_digit())
            || read.iter().skip(1).any(|word| word.capital && !is_stopword(&word.lower))
            || read.iter().any(|word| word.lower == "now");
        let own = text[..read[at].start].contains([',', ';'])
            || read[..at].iter().any(|word| one_of(&word.lower, "the this that these those"));
        if acts || !tells || own {
            return None;
        }
        let noun = self.about.as_ref().map(|(noun, _)| noun).or(self.told.as_ref())?;
        if read.iter().any(|word| !is_stopword(&word.lower) && noun.to_lowercase().contains(&word.lower)) {
            return None;
        }
        let lead = if is_past(&read[0].lower) && at == 1 { "We " } else { "" };
        let begin =
            if lead.is_empty() { text[..read[at].start].to_owned() } else { text[..read[at].start].to_lowercase() };
        Some(format!("{lead}{begin}the {noun}{}", &text[read[at].end..]))
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// "Petra Lind, she is on the phone": told of once.
fn without_double(text: &str) -> Option<String> {
    let read = words(text);
    let names = read.iter().take_while(|word| word.capital).count();
    let pronoun = read.get(names).filter(|word| (1..4).contains(&names) && one_of(&word.lower, "she he they it"))?;
    let comma = text[read[names - 1].end..pronoun.start].contains(',');
    let acts = read.get(names + 1).is_some_and(is_finite);
    (comma && acts).then(|| format!("{}{}", &text[..read[names - 1].end], &text[pronoun.end..]))
}

/// "Pavel will play instead of Lucía, she has hurt her wrist": it is Lucía who has.
fn other_than(text: &str) -> Option<String> {
    let at = text.find(" instead of ")?;
    let comma = at + text[at..].find(", ")?;
    let name = text[at + " instead of ".len()..comma].trim();
    let named = name.starts_with(char::is_uppercase) && name.split(' ').count() < 4;
    let rest = ["she ", "he "].iter().find_map(|pronoun| text[comma + 2..].strip_prefix(pronoun))?;
    named.then(|| format!("{}, {name} {rest}", &text[..comma]))
}

/// "We changed our minds about the social, it will be in the hall": "the social will be in the hall".
fn it_after_about(text: &str) -> Option<String> {
    let at = [", it ", "; it ", ", so it ", ", but it "]
        .iter()
        .find_map(|mark| text.find(mark).map(|at| (at, mark.len())))?;
    let noun = about(&text[..at.0]).or_else(|| changed(&text[..at.0]))?;
    let rest = &text[at.0 + at.1..];
    Some(format!("{}, the {noun} {rest}", &text[..at.0]))
}

/// "Quick one, what do we have for Kafka retention": a question without its mark.
fn asks(text: &str) -> bool {
    let wh = |part: &str| words(part).first().is_some_and(|word| one_of(&word.lower, "what where who when which how"));
    wh(text) || text.split_once(", ").is_some_and(|(lead, rest)| lead.split(' ').count() < 3 && wh(rest))
}

/// "We went with Atlas Removals, they could do it": it is Atlas Removals that could.
fn they_of_name(text: &str) -> Option<String> {
    let at = text.find(", they ")?;
    let read = words(&text[..at]);
    let names = read.iter().rev().take_while(|word| word.capital && !is_stopword(&word.lower)).count();
    let first = read.len().checked_sub(names).filter(|first| names > 0 && *first > 0)?;
    let led = one_of(&read[first - 1].lower, "with from to by at the through of");
    (led && text[read[read.len() - 1].end..at].is_empty())
        .then(|| format!("{}, {} {}", &text[..at], &text[read[first].start..at], &text[at + ", they ".len()..]))
}

/// "I changed the password": what it was done to.
fn changed(clause: &str) -> Option<String> {
    const DONE: &str = "changed moved switched renamed swapped rescheduled postponed replaced upgraded reset raised lowered shifted pushed bumped updated";
    let read = words(clause);
    let verb = (1..read.len().min(4)).find(|at| one_of(&read[*at].lower, DONE))?;
    one_of(&read.get(verb + 1)?.lower, "the our my").then(|| phrase(&read[verb + 1..], clause))?
}

/// What stands behind "about", "regarding" or "for" at the end of a clause whose subject is whoever speaks.
fn about(clause: &str) -> Option<String> {
    let read = words(clause);
    one_of(&read.first()?.lower, "we i they and so ok").then_some(())?;
    let lead = read.iter().rposition(|word| one_of(&word.lower, "about regarding concerning with"))?;
    let noun = phrase(&read[lead + 1..], clause)?;
    Some(noun)
}

/// A noun phrase that begins some words, without its article: up to a verb, a mark or a pronoun.
fn phrase(read: &[Word], text: &str) -> Option<String> {
    const STOPS: &str = "that which who we i you they he she it when where if because so now still already please then";
    let from = read.iter().position(|word| !one_of(&word.lower, "the a an our my your any some all there"))?;
    let mut end = from;
    let mut verb = false;
    while end < read.len() && end < from + 7 {
        let marked = end > from && text[read[end - 1].end..read[end].start].contains([',', ':', ';', '(', '.', '?']);
        verb = end > from
            && (is_finite(&read[end])
                && end + 1 < read.len()
                && (read[end].lower.ends_with('s') || is_past(&read[end].lower))
                || one_of(&read[end].lower, "can could will would may might must should"));
        if marked || verb || one_of(&read[end].lower, STOPS) {
            break;
        }
        end += 1;
    }
    // "A track for Grey Crag people can download": who can is no part of it.
    if verb && end > from + 2 && read[..end].iter().any(|word| one_of(&word.lower, "for of")) {
        end -= 1;
    }
    while end > from
        && one_of(
            &read[end - 1].lower,
            "of for in on at to the a an with and or by from yet again today tomorrow got has have is are was were been being gets",
        )
    {
        end -= 1;
    }
    let content =
        read[from..end].iter().any(|word| !is_stopword(&word.lower) && !one_of(&word.lower, "thing new news one"));
    (content && end > from).then(|| text[read[from].start..read[end - 1].end].to_owned())
}

/// What a question asks for: "what do we have for Kafka retention", "do you have a quote number?", "and the permit for the van?".
fn asked_for(question: &str) -> Option<String> {
    let begins = |text: &str| {
        let first = words(text).into_iter().find(|word| !one_of(&word.lower, LEADS));
        first.is_some_and(|word| one_of(&word.lower, "what which who whom where when how do does did is are was have has can could will would should shall the any anything"))
    };
    let text = question.rsplit(", ").find(|part| begins(part)).unwrap_or(question);
    let all = words(text);
    let skip = all.iter().take_while(|word| one_of(&word.lower, LEADS)).count();
    let read = &all[skip..];
    let lower = |at: usize| read.get(at).map_or("", |word| word.lower.as_str());
    const AUX: &str = "is are was were do does did will would can could should shall have has";
    let rest = |from: usize| phrase(read.get(from..).unwrap_or_default(), text);
    let behind =
        |list: &str, from: usize| (from..read.len()).find(|at| one_of(lower(*at), list)).and_then(|at| rest(at + 1));
    match lower(0) {
        "what" | "how" if lower(1) == "about" => rest(2),
        "anything" | "any" if one_of(lower(1), "new on about for from else news") => behind("on about for from", 1),
        "what" | "which" | "who" | "whom" | "where" | "when" | "how" => {
            if lower(0) == "who" && !one_of(lower(1), AUX) && read.get(1).is_some_and(is_finite) {
                return rest(2);
            }
            let aux = (1..read.len().min(6)).find(|at| one_of(lower(*at), AUX))?;
            if aux > 1 && !one_of(lower(1), "much many long often far") {
                return phrase(&read[1..aux], text);
            }
            if one_of(lower(aux + 1), "we i you they he she") {
                return behind("for about on of with", aux + 2).or_else(|| rest(aux + 3));
            }
            rest(aux + 1)
        }
        "do" | "does" | "did" | "have" | "has" | "can" | "could" | "will" | "would" | "should" => {
            behind("have got know need get", 1).or_else(|| behind("for about on", 1))
        }
        "is" | "are" | "was" => rest(if lower(1) == "there" { 2 } else { 1 }),
        "the" | "our" | "your" | "any" => rest(0),
        _ => None,
    }
}

/// "Whitening.", "Raffle first.": what is spoken of from here on.
fn heading(text: &str) -> Option<String> {
    let read = words(text);
    let named: Vec<&Word> =
        read.iter().filter(|word| !is_stopword(&word.lower) && !one_of(&word.lower, "first next")).collect();
    let plain = (1..=3).contains(&named.len()) && read.len() <= 4 && read.iter().all(|word| !is_finite(word));
    let greets = read.iter().any(|word| one_of(&word.lower, GREETINGS));
    (plain && !greets && values(text).is_empty() && !text.contains(':')).then(|| {
        let (first, last) = (named[0], named[named.len() - 1]);
        let noun = &text[first.start..last.end];
        let mut letters = noun.chars();
        let (initial, rest) = (letters.next(), letters.as_str());
        let shouted = rest.starts_with(char::is_uppercase);
        if shouted {
            noun.to_owned()
        } else {
            initial.into_iter().flat_map(char::to_lowercase).chain(rest.chars()).collect()
        }
    })
}

/// What a statement tells of: what stands before its verb; where that is whoever speaks, what something is done to.
fn subject(text: &str) -> Option<String> {
    let read = words(text);
    let verb = (1..read.len().min(8)).find(|at| is_finite(&read[*at]))?;
    if one_of(&read[0].lower, "we i they he she it you this that there") {
        return about(text)
            .or_else(|| one_of(&read.get(verb + 1)?.lower, "the our").then(|| phrase(&read[verb + 1..], text))?);
    }
    let noun = phrase(&read[..verb], text)?;
    let person =
        noun.split(' ').all(|word| word.starts_with(char::is_uppercase)) && !one_of(&read[0].lower, "the our my");
    (!person).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_says_what_its_answer_is_about() {
        let of = |text: &str| asked_for(text).unwrap_or_default();
        assert_eq!(of("quick one, what do we have for kafka retention"), "kafka retention");
        assert_eq!(of("Do you have a quote number?"), "quote number");
        assert_eq!(of("Is there a track for Grey Crag people can download?"), "track for Grey Crag");
        assert_eq!(of("And the parking permit for the van?"), "parking permit for the van");
        assert_eq!(of("Anything on the internet order?"), "internet order");
    }

    #[test]
    fn what_was_asked_or_named_stands_for_it() {
        let mut thread = Thread::default();
        thread.overhear("No. Do you have a quote number?");
        assert_eq!(thread.whole("AR-77120."), "Quote number: AR-77120");
        let mut thread = Thread::default();
        thread.follow("Whitening.");
        assert_eq!(thread.whole("We charge 320 euros for it now."), "We charge 320 euros for the whitening now.");
        let mut thread = Thread::default();
        thread.follow("what do we have for kafka retention");
        assert_eq!(thread.whole("bumped it to 120 hours"), "We bumped the kafka retention to 120 hours");
        let social = "we changed our minds about the summer social, it'll be in the hall";
        assert!(thread.whole(social).ends_with("the summer social will be in the hall"));
        assert_eq!(thread.whole("Petra Lind, she is on the phone"), "Petra Lind is on the phone");
    }
}
