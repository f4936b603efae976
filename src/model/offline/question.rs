//! A question, read: what sort of answer it wants, which of its words a line must hold to answer it, and about whom it asks.

use crate::text::concepts::{self, TypeWord};
use crate::text::contractions::expand;
use crate::text::reading::{Governor, Reading};
use crate::text::words::{Word, is_stopword};

use super::beings::is_somebody_of_a_kind;
use super::cued::Cued;
use super::kin::Kin;
use super::phrasing::{PATTERNS, has_question_word, trimmed};

/// The sort of answer that a question wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    Person,
    Place,
    /// Any day, date or time.
    When,
    /// A time of day.
    Clock,
    /// A day or date.
    Day,
    /// How many of something.
    Count,
    /// How much, how long, how far: a number with its unit.
    Measure,
    HowOften,
    Age,
    /// A number that names something: of a phone, a room, a booking.
    Digits,
    Reason,
    Name,
    YesNo,
    Thing,
    /// Everything known about something.
    All,
}

/// What a question's word demands of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It must be there, or a word of the same concept.
    Key,
    /// A proper name: it must be there, or what it is another name for.
    Name,
    /// A typed value: the same value must be there.
    Value,
    /// The noun right after "what" or "which": a kind that the answer is one of.
    Asked,
}

/// A word of a question that demands something.
#[derive(Debug, Clone)]
pub struct Term {
    pub at: usize,
    pub stem: String,
    pub role: Role,
    pub governor: Governor,
    /// It stands beside an "or": one of these will do.
    pub either: bool,
    /// The sort of answer says as much: "where is it kept", "when does it start".
    pub may_lack: bool,
    /// What else a line may tell it by.
    pub kin: Kin,
    /// The phrases that answer for it.
    pub cued: Cued,
}

impl Term {
    /// How well a line's word serves: by the tables of concepts, or as the word's kin.
    pub fn serves(&self, word: &Word) -> f64 {
        let known = concepts::serves_word(&self.stem, word).max(self.kin.serves(word));
        if known > 0.0 { known } else { self.cued.serves(word) }
    }
}

/// A question, read.
#[derive(Debug, Clone)]
pub struct Question {
    pub reading: Reading,
    pub wants: Wants,
    pub terms: Vec<Term>,
    /// It asks for more than one thing ("which pets", "what do I like").
    pub many: bool,
    /// The speaker is whom it asks about, with no other word to go by ("what is my name").
    pub about_self: bool,
    /// It asks which of some, or whether any: "do I have brothers or sisters".
    pub either_way: bool,
    /// "What does Joost do": his job, or else what is said of his doings.
    pub asks_doing: bool,
}

impl Question {
    /// Reads a question.
    pub fn of(asked: &str) -> Question {
        let p = &*PATTERNS;
        let bare = trimmed(&expand(asked.trim()));
        if let Some(about) = p.about.captures(asked.trim()).and_then(|found| found.get(1))
            && !has_question_word(about.as_str())
        {
            return Question::about(about.as_str());
        }
        if let Some(found) = p.all.captures(&bare) {
            let about = (1..=4).find_map(|at| found.get(at)).map_or("", |part| part.as_str()).trim();
            return Question::about(about);
        }
        if let Some(found) = p.list.captures(&bare).and_then(|found| found.get(1)) {
            let mut question = Question::about(found.as_str());
            if !question.terms.is_empty() {
                question.many = true;
                return question;
            }
        }
        let mut text = bare;
        let asks_doing = text.to_lowercase().starts_with("what does ") && text.to_lowercase().ends_with(" do");
        for (regex, with) in &p.rewrites {
            if regex.is_match(&text) {
                text = regex.replace_all(&text, with).into_owned();
            }
        }
        // "My sister's name?" asks what it is.
        let opener = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        if matches!(opener.as_str(), "my" | "our" | "the") && !has_question_word(&text) {
            text = format!("what is {text}");
        }
        let reading = Reading::of(&text);
        let (wants, asked_noun, skip) = wants(&reading);
        let self_alone = matches!(wants, Wants::Name | Wants::Person | Wants::Age)
            && reading.words.iter().any(|word| matches!(word.lower.as_str(), "i" | "my" | "me"));
        let mut terms = self::terms(&reading, wants, asked_noun, &skip);
        if terms.is_empty() && !self_alone {
            terms = self::terms(&reading, Wants::Thing, asked_noun, &[]);
        }
        let either_way = mark_alternatives(&reading, &mut terms) && wants == Wants::YesNo;
        let wants = if either_way { Wants::Thing } else { wants };
        let many = asks_for_many(&reading, wants, asked_noun);
        let about_self =
            terms.is_empty() && reading.words.iter().any(|word| matches!(word.lower.as_str(), "i" | "my" | "me"));
        Question { reading, wants, terms, many, about_self, either_way, asks_doing }
    }

    /// A question for everything about something; about everything, if that is empty or the speaker.
    fn about(about: &str) -> Question {
        let about = about.trim().trim_end_matches(['?', '.', '!']);
        let reading = Reading::of(about);
        let skip: Vec<usize> = Vec::new();
        let terms = self::terms(&reading, Wants::All, None, &skip);
        Question {
            reading,
            wants: Wants::All,
            terms,
            many: true,
            about_self: false,
            either_way: false,
            asks_doing: false,
        }
    }

    /// The words that were looked for, as the user wrote them.
    pub fn looked_for(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for term in &self.terms {
            let word = self
                .reading
                .value_at(term.at)
                .map_or_else(|| self.reading.words[term.at].text.clone(), |value| value.text.clone());
            let word = word.strip_suffix("'s").unwrap_or(&word).to_owned();
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }
}

/// What a question wants, the position of its asked noun ("which room"), and the positions of words that this used up.
fn wants(reading: &Reading) -> (Wants, Option<usize>, Vec<usize>) {
    let words = &reading.words;
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let is_wh = |at: &usize| {
        matches!(lower(*at), "what" | "who" | "whom" | "whose" | "where" | "when" | "which" | "why" | "how")
    };
    let Some(wh) = (0..words.len().min(4)).find(is_wh) else {
        let aux = matches!(
            lower(0),
            "am" | "is"
                | "are"
                | "was"
                | "were"
                | "do"
                | "does"
                | "did"
                | "have"
                | "has"
                | "had"
                | "can"
                | "could"
                | "will"
                | "would"
                | "should"
                | "may"
                | "must"
        );
        let speaks = reading
            .words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "is" | "are" | "am" | "have" | "do" | "like" | "was"));
        return (if aux || speaks { Wants::YesNo } else { Wants::Thing }, None, Vec::new());
    };
    let next = lower(wh + 1);
    match lower(wh) {
        "who" | "whom" | "whose" => {
            (Wants::Person, (lower(wh) == "whose").then_some(wh + 1).filter(|at| reading.has_content(*at)), Vec::new())
        }
        "where" => (Wants::Place, None, Vec::new()),
        "when" => (Wants::When, None, Vec::new()),
        "why" => (Wants::Reason, None, Vec::new()),
        "how" => match next {
            "many" => (Wants::Count, None, vec![wh + 1]),
            "old" => (Wants::Age, None, vec![wh + 1]),
            "much" | "long" | "far" | "tall" | "big" | "large" | "heavy" | "fast" | "high" | "deep" | "wide"
            | "late" | "early" | "expensive" | "quick" | "quickly" => {
                let when = matches!(next, "late" | "early");
                let used = matches!(next, "much" | "long" | "late" | "early" | "far" | "fast" | "quick" | "quickly")
                    .then_some(wh + 1);
                (if when { Wants::When } else { Wants::Measure }, None, used.into_iter().collect())
            }
            "often" | "frequently" | "regularly" => (Wants::HowOften, None, vec![wh + 1]),
            _ => (Wants::Thing, None, Vec::new()),
        },
        _ => by_noun(reading, wh),
    }
}

/// "What time", "which city", "what is the name of": the noun decides.
fn by_noun(reading: &Reading, wh: usize) -> (Wants, Option<usize>, Vec<usize>) {
    let words = &reading.words;
    let typed = |at: usize| words.get(at).and_then(|word| concepts::type_word(&word.stem));
    let mut noun = wh + 1;
    while noun < words.len()
        && noun < wh + 4
        && reading.has_content(noun)
        && words.get(noun + 1).is_some_and(|_| reading.has_content(noun + 1))
        && !is_verb_like(&words[noun + 1].lower)
        && (!is_deed(&words[noun + 1]) || (noun + 2..words.len()).any(|at| is_aux(&words[at].lower)))
    {
        noun += 1;
    }
    let direct = words.get(wh + 1).is_some_and(|_| reading.has_content(wh + 1));
    if direct && words[noun].lower == "number" {
        return (Wants::Digits, None, vec![noun]);
    }
    if direct && words[noun].lower == "age" {
        return (Wants::Age, None, vec![noun]);
    }
    if direct {
        return match typed(noun) {
            Some(TypeWord::Time) => (Wants::Clock, None, vec![noun]),
            Some(TypeWord::Day) => (Wants::Day, None, vec![noun]),
            Some(TypeWord::Place) => (Wants::Place, None, vec![noun]),
            Some(TypeWord::Person) => (Wants::Person, None, vec![noun]),
            Some(TypeWord::Name) => (Wants::Name, None, vec![noun]),
            Some(TypeWord::Thing | TypeWord::Number) => (Wants::Thing, None, vec![noun]),
            None if is_somebody_of_a_kind(&words[noun].lower) => (Wants::Person, Some(noun), Vec::new()),
            None => (Wants::Thing, Some(noun), Vec::new()),
        };
    }
    // "what is my dog's name", "what is the name of my dog", "what is my dog called", "what is Anna's age".
    let named = (wh + 1..words.len())
        .find(|at| matches!(words[*at].lower.as_str(), "name" | "names" | "called" | "named" | "nickname"));
    if let Some(at) = named {
        return (Wants::Name, None, vec![at]);
    }
    let last = words.len().saturating_sub(1);
    let age = (wh + 1..words.len()).find(|at| words[*at].lower == "age");
    if let Some(at) = age {
        return (Wants::Age, None, vec![at]);
    }
    let of_noun = (wh + 2..words.len()).filter(|at| reading.value_at(*at).is_none()).find(|at| {
        matches!(typed(*at), Some(TypeWord::Time | TypeWord::Day | TypeWord::Place | TypeWord::Number))
            && (*at == last || words.get(at + 1).is_some_and(|w| w.lower == "of" || w.lower == "for"))
            && !stands_in_circumstance(reading, *at)
    });
    match of_noun.map(|at| (at, typed(at))) {
        Some((at, Some(TypeWord::Time))) => (Wants::Clock, None, vec![at]),
        Some((at, Some(TypeWord::Day))) => (Wants::Day, None, vec![at]),
        Some((at, Some(TypeWord::Place))) => (Wants::Place, None, vec![at]),
        Some((at, Some(TypeWord::Number))) => (Wants::Digits, None, vec![at]),
        _ => (Wants::Thing, None, Vec::new()),
    }
}

/// "What do we do on Boxing Day": the day is no answer, it stands behind a preposition.
fn stands_in_circumstance(reading: &Reading, at: usize) -> bool {
    let lower = |at: usize| reading.words[at].lower.as_str();
    let from = (1..=at).rev().find(|from| {
        !(reading.has_content(from - 1) || matches!(lower(from - 1), "the" | "a" | "my" | "our" | "this" | "that"))
    });
    from.is_some_and(|from| {
        matches!(
            lower(from - 1),
            "on" | "in"
                | "at"
                | "by"
                | "during"
                | "for"
                | "before"
                | "after"
                | "with"
                | "of"
                | "per"
                | "each"
                | "every"
        )
    })
}

/// "Which doctor operated", "what milk goes": a verb by its ending.
fn is_deed(word: &Word) -> bool {
    concepts::is_verb(&word.stem) && (word.lower.ends_with('s') || word.lower.ends_with("ed"))
}

fn is_aux(lower: &str) -> bool {
    matches!(
        lower,
        "is" | "are" | "was" | "were" | "do" | "does" | "did" | "will" | "am" | "has" | "have" | "should" | "can"
    )
}

fn is_verb_like(lower: &str) -> bool {
    is_stopword(lower)
        || matches!(lower, "go" | "get" | "start" | "starts" | "begin" | "live" | "lives" | "called" | "work" | "works")
}

/// The words that a line must hold.
fn terms(reading: &Reading, wants: Wants, asked_noun: Option<usize>, skip: &[usize]) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    let mut seen_values: Vec<usize> = Vec::new();
    let cued = Cued::of(reading);
    for (at, word) in reading.words.iter().enumerate() {
        if skip.contains(&at) || is_stopword(&word.lower) && !is_number_value(reading, at) {
            continue;
        }
        if wants == Wants::Place
            && at > 1
            && matches!(reading.words[at - 1].lower.as_str(), "i" | "we" | "you" | "one")
            && matches!(reading.words[at - 2].lower.as_str(), "can" | "could" | "should" | "may")
        {
            continue;
        }
        let at_work = word.lower == "work" && at > 1 && reading.words[at - 1].lower == "at";
        if at_work {
            continue;
        }
        let governor = reading.governor(at);
        let mut push = |role| {
            let plain = matches!(role, Role::Key | Role::Asked);
            found.push(Term {
                at,
                stem: word.stem.clone(),
                role,
                governor: governor.clone(),
                either: false,
                may_lack: may_lack(wants, &word.stem, asked_noun.is_some()),
                kin: if plain { Kin::of(&word.lower) } else { Kin::default() },
                cued: if plain { cued[at].clone() } else { Cued::default() },
            })
        };
        if let Some(value) = reading.value_at(at) {
            // "How many seconds" asks for them.
            if wants == Wants::Count && skip.iter().any(|many| reading.words[*many].start == value.start) {
                continue;
            }
            if !seen_values.contains(&value.start) {
                seen_values.push(value.start);
                push(Role::Value);
            }
        } else if asked_noun
            .is_some_and(|noun| at == noun || at < noun && (at..noun).all(|between| reading.has_content(between)))
        {
            push(Role::Asked);
        } else if reading.is_name(at) && !is_kin(reading, at) {
            push(Role::Name);
        } else if matches!(word.lower.as_str(), "type" | "group")
            && at > 1
            && reading.has_content(at - 1)
            && found_noun(reading, at - 1)
        {
            push(Role::Key);
        } else if concepts::is_light(&word.stem)
            || concepts::type_word(&word.stem).is_some_and(|kind| is_loose(kind, wants))
            || is_calling(wants, &word.lower)
        {
            continue;
        } else {
            push(Role::Key);
        }
    }
    // A question of light words alone goes by them.
    if found.is_empty() && wants != Wants::All {
        for (at, word) in reading.words.iter().enumerate() {
            let light = !is_stopword(&word.lower)
                && !skip.contains(&at)
                && concepts::is_light(&word.stem)
                && !matches!(
                    word.lower.as_str(),
                    "tell" | "told" | "say" | "said" | "know" | "remember" | "do" | "have"
                );
            if light {
                found.push(Term {
                    at,
                    stem: word.stem.clone(),
                    role: Role::Key,
                    governor: reading.governor(at),
                    either: false,
                    may_lack: false,
                    kin: Kin::default(),
                    cued: cued[at].clone(),
                });
            }
        }
    }
    found.truncate(24);
    found
}

/// "Does Dad drive": whom a capital names by what they are, with no name behind it.
fn is_kin(reading: &Reading, at: usize) -> bool {
    concepts::is_member(&reading.words[at].stem, "famili") && !reading.is_name(at + 1)
}

/// Whether a noun stands at a position: "blood" of "blood type".
fn found_noun(reading: &Reading, at: usize) -> bool {
    let stem = &reading.words[at].stem;
    reading.value_at(at).is_none() && !concepts::is_light(stem) && !concepts::is_verb(stem)
}

/// Verbs that ask no more than the sort of answer does.
fn may_lack(wants: Wants, stem: &str, asked: bool) -> bool {
    match wants {
        Wants::Place => matches!(
            stem,
            "keep"
                | "store"
                | "find"
                | "put"
                | "hang"
                | "hide"
                | "stay"
                | "park"
                | "meet"
                | "gather"
                | "assembl"
                | "situat"
                | "lie"
                | "stash"
                | "live"
                | "base"
                | "host"
                | "occur"
                | "offic"
                | "locat"
                | "hear"
                | "listen"
                | "watch"
                | "download"
        ),
        Wants::When | Wants::Clock | Wants::Day => {
            matches!(stem, "start" | "begin" | "commenc" | "occur" | "kick" | "due" | "open")
        }
        // "Which apartment do I live in", "what car do I drive".
        Wants::Thing => asked && matches!(stem, "live" | "drive" | "ride" | "wear" | "stay" | "reloc"),
        // "How much do I pay for the gym."
        Wants::Measure => stem == "pay",
        // "How many people work at the studio."
        Wants::Count => matches!(stem, "work" | "live"),
        _ => false,
    }
}

/// "Tea or coffee": the terms on both sides of an "or" are alternatives. Tells whether there are some.
fn mark_alternatives(reading: &Reading, terms: &mut [Term]) -> bool {
    let Some(or) = reading.words.iter().position(|word| word.lower == "or") else { return false };
    // "A boy or a girl that she expects": the phrase right behind the "or".
    let word = |at: usize| reading.words.get(at);
    let from = (or + 1..reading.words.len()).find(|at| reading.has_content(*at)).unwrap_or(or);
    let end = (from..reading.words.len()).find(|at| word(*at).is_some_and(|_| !reading.has_content(*at)));
    let end = end.unwrap_or(reading.words.len());
    let behind = |term: &Term| term.at > or && term.at < end;
    let after = terms.iter().filter(|term| behind(term)).count();
    let before: Vec<usize> = terms.iter().filter(|term| term.at < or).map(|term| term.at).rev().take(after).collect();
    if before.is_empty() || after == 0 {
        return false;
    }
    for term in terms.iter_mut() {
        term.either = behind(term) || before.contains(&term.at);
    }
    true
}

fn is_number_value(reading: &Reading, at: usize) -> bool {
    reading
        .value_at(at)
        .is_some_and(|value| value.start == reading.words[at].start && value.end == reading.words[at].end)
}

fn is_loose(kind: TypeWord, wants: Wants) -> bool {
    match kind {
        TypeWord::Thing => true,
        TypeWord::Name => wants == Wants::Name,
        TypeWord::Time | TypeWord::Day => {
            matches!(wants, Wants::When | Wants::Clock | Wants::Day | Wants::HowOften | Wants::Measure)
        }
        TypeWord::Place => wants == Wants::Place,
        TypeWord::Person => {
            matches!(wants, Wants::Person | Wants::Name | Wants::YesNo | Wants::Place | Wants::When | Wants::Count)
        }
        TypeWord::Number => true,
    }
}

fn is_calling(wants: Wants, lower: &str) -> bool {
    matches!(wants, Wants::Name | Wants::Person) && matches!(lower, "called" | "named" | "name" | "names")
}

fn asks_for_many(reading: &Reading, wants: Wants, asked_noun: Option<usize>) -> bool {
    let plural = |at: usize| {
        let lower = reading.words[at].lower.as_str();
        matches!(lower, "people" | "children" | "things" | "men" | "women" | "kids" | "siblings" | "parents")
            || lower.len() > 3
                && lower.ends_with('s')
                && !lower.ends_with("ss")
                && !lower.ends_with("us")
                && !lower.ends_with("is")
                && !reading.words[at].capital
    };
    if matches!(
        wants,
        Wants::Count
            | Wants::YesNo
            | Wants::Age
            | Wants::When
            | Wants::Clock
            | Wants::Day
            | Wants::HowOften
            | Wants::Measure
    ) {
        return false;
    }
    if let Some(at) = asked_noun {
        return plural(at);
    }
    let words = &reading.words;
    let are = words.iter().take(4).position(|word| word.lower == "are");
    if let Some(are) = are
        && !words.iter().take(are + 2).any(|word| matches!(word.lower.as_str(), "you" | "we"))
    {
        return (are + 1..words.len()).any(plural);
    }
    let last = words.last().map_or("", |word| word.lower.as_str());
    wants == Wants::Thing
        && matches!(
            last,
            "like" | "love" | "hate" | "dislike" | "enjoy" | "eat" | "drink" | "prefer" | "do" | "play" | "allergic"
        )
        || words.last().is_some_and(|_| {
            wants == Wants::Thing
                && words.len() > 2
                && words.iter().any(|w| w.lower == "to")
                && words.iter().any(|w| w.lower == "allergic")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let question = Question::of(text);
        let terms: Vec<&str> = question.terms.iter().map(|term| term.stem.as_str()).collect();
        format!("{:?} {}", question.wants, terms.join(" "))
    }

    #[test]
    fn questions_say_what_they_want_and_by_which_words() {
        assert_eq!(shown("What's my dog called?"), "Name dog");
        assert_eq!(shown("Can you tell me where I live?"), "Place live");
        assert_eq!(shown("Do you remember what time the standup starts?"), "Clock standup start");
        assert_eq!(shown("How many cats do I have?"), "Count cat");
        assert_eq!(shown("Which room is the keynote in?"), "Thing room keynot");
        assert_eq!(shown("Is Anna vegetarian?"), "YesNo anna vegetarian");
        assert_eq!(shown("What do you know about Anna?"), "All anna");
        assert_eq!(shown("what do you know about me?"), "All ");
        assert_eq!(shown("What do I do for a living?"), "Thing job");
        assert_eq!(shown("How old am I?"), "Age ");
        assert_eq!(shown("List my meetings"), "All meet");
        assert_eq!(shown("Which pupil has the key?"), "Person pupil key");
    }
}
