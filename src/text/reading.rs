//! A reading of one line or question: contractions written out, words, typed values, polarity, and who governs a word ("my dog",
//! "Anna's dog", "my sister has a dog"), so that a fact about one person does not answer for another.

use std::cell::OnceCell;
use std::rc::Rc;

use super::changes::Role;
use super::concepts;
use super::contractions::expand;
use super::frames::Frame;
use super::idioms;
use super::near::Claim;
use super::values::{Kind, Value, values};
use super::words::{Word, is_stopword, stem, words};

/// A line or question, read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The text with contractions written out; offsets of words and values count in it.
    pub text: String,
    /// Its words.
    pub words: Vec<Word>,
    /// Its typed values.
    pub values: Vec<Value>,
    /// It denies something.
    pub negative: bool,
    /// It begins with who says it ("Kim: my flight lands at four"), in so many words; "I" and "my" are that person's.
    pub label: usize,
    /// Nothing was written out in its text.
    as_written: bool,
    /// What was worked out about it.
    pub(crate) worked: Worked,
}

/// What rules worked out about a reading, each kept for the next line that it is held against. Whoever fills a cell says what it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Worked {
    /// What each word is compared by ([`super::near::same_words_at`]).
    pub keys: OnceCell<Vec<String>>,
    /// The line's claim, and the text that it was read from ([`super::near::claim_of`]).
    pub claim: OnceCell<(String, Rc<Claim>)>,
    /// The positions that [`Reading::content`] gives.
    pub content: OnceCell<Vec<usize>>,
    /// Those of them by which [`super::claims`] compares two lines, and those that are names.
    pub telling: OnceCell<Vec<usize>>,
    pub names: OnceCell<Vec<usize>>,
    /// Whether the speaker, and somebody named by a pronoun, stands in it ([`super::claims`]).
    pub speakers: OnceCell<(bool, bool)>,
    /// Whether it tells that something is over ([`super::changes::is_ended`]).
    pub ended: OnceCell<bool>,
    /// The place that it fills ([`super::frames`]) and the role that it tells of ([`super::changes::role_in`]).
    pub frame: OnceCell<Option<Frame>>,
    pub role: OnceCell<Option<Role>>,
    /// The stems that it is about ([`super::claims::subject`]).
    pub subject: OnceCell<Vec<String>>,
    /// The place of its verb, as `dream::kernel` tells it.
    pub verb: OnceCell<Option<usize>>,
    /// The place of its first word that `dream::bearing` knows as a verb, and the marks before it.
    pub listed_verb: OnceCell<Option<usize>>,
    pub marks: OnceCell<Vec<String>>,
    /// The places of the values before its verb that mark what it is about, and whether it tells of what is over, both as
    /// `dream::bearing` tells them.
    pub values_before_verb: OnceCell<Vec<usize>>,
    pub past: OnceCell<bool>,
    /// Its words and values in order, as `dream::contrast` compares them.
    pub parts: OnceCell<Vec<Part>>,
    /// What gave way to what by it, as `dream::news` tells it.
    pub switched: OnceCell<Option<(String, String)>>,
    /// The line without the dates written out in it, and its reading.
    pub undated: OnceCell<(String, Box<Reading>)>,
    /// Its text, read anew: what was written out may be read otherwise.
    pub again: OnceCell<Box<Reading>>,
    /// Whether it only may be so, as `dream::slots` tells it.
    pub loose: OnceCell<bool>,
    /// Its main clause in parts, as `dream::slots` tells them.
    pub clause: OnceCell<Option<ClauseParts>>,
}

/// A word or a value, with its place in the text.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The place of the word, the value's first one.
    pub word: usize,
    pub value: Option<usize>,
    pub start: usize,
    pub end: usize,
}

/// A main clause in its parts.
#[derive(Debug, Clone)]
pub(crate) struct ClauseParts {
    pub verb: usize,
    /// The stems before the verb that carry content, and the values there.
    pub subject: Vec<String>,
    /// The places of the words after the verb that carry content.
    pub rest: Vec<usize>,
    /// What each of these compares by.
    pub keys: Vec<String>,
    /// Of each pair of opposite states a bit for each that is named from the verb on.
    pub poles: u16,
}

/// Who a word belongs to, or who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Governor {
    /// The speaker: "my dog", "I live".
    Speaker,
    /// The words at these positions: "Anna's dog", "my sister lives".
    Words(Vec<usize>),
    /// Somebody named by a pronoun: "her dog", "they live".
    Pronoun,
    /// Nobody that can be seen.
    Nobody,
}

impl Reading {
    /// Reads a line.
    pub fn of(line: &str) -> Reading {
        let text = expand(line).replace(" = ", " is ");
        let mut words = words(&text);
        let values = values(&text);
        read_homes(&mut words, &values);
        idioms::apply(&mut words);
        let negative = words.iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "not"
                    | "never"
                    | "no"
                    | "cannot"
                    | "without"
                    | "none"
                    | "neither"
                    | "nobody"
                    | "nothing"
                    | "refuse"
                    | "refuses"
                    | "refused"
                    | "lack"
                    | "lacks"
            )
        });
        let label = label(&text, &words);
        let as_written = text == line;
        Reading { text, words, values, negative, label, as_written, worked: Worked::default() }
    }

    /// A reading of this reading's text.
    pub fn again(&self) -> &Reading {
        if self.as_written {
            return self;
        }
        self.worked.again.get_or_init(|| Box::new(Reading::of(&self.text)))
    }

    /// The typed value that holds the word at a position.
    pub fn value_at(&self, position: usize) -> Option<&Value> {
        self.place_of_value_at(position).map(|at| &self.values[at])
    }

    /// Its place among the values.
    pub(crate) fn place_of_value_at(&self, position: usize) -> Option<usize> {
        let word = self.words.get(position)?;
        self.values.iter().position(|value| word.start < value.end && word.end > value.start)
    }

    /// Whether the word at a position carries content.
    pub fn has_content(&self, position: usize) -> bool {
        self.words.get(position).is_some_and(|word| !is_stopword(&word.lower))
    }

    /// The positions of the words that carry content and stand in no typed value.
    pub fn content(&self) -> Vec<usize> {
        let found =
            || (0..self.words.len()).filter(|at| self.has_content(*at) && self.value_at(*at).is_none()).collect();
        self.worked.content.get_or_init(found).clone()
    }

    /// Whether the word at a position is a proper name as far as its capital says: capitals inside a sentence, and at its start
    /// if no common word.
    pub fn is_name(&self, position: usize) -> bool {
        let Some(word) = self.words.get(position) else { return false };
        if !word.capital
            || !self.has_content(position)
            || self.value_at(position).is_some_and(|value| value.kind != Kind::Number)
        {
            return false;
        }
        // "ID" and "TV" are words in capitals.
        let shouted = word.text.len() <= 4 && word.text.chars().all(char::is_uppercase);
        if shouted && concepts::is_common(&word.stem) {
            return false;
        }
        if position > 0 && !self.begins_sentence(position) {
            return true;
        }
        if position > 0 && self.text[self.words[position - 1].end..word.start].contains(':') {
            return !concepts::is_common(&word.stem);
        }
        if matches!(word.lower.as_str(), "unless" | "although" | "whenever" | "whereas" | "until" | "eighteen") {
            return false;
        }
        let next_is_verb = self.words.get(position + 1).is_some_and(|next| {
            next.capital
                || word.possessive
                || is_stopword(&next.lower)
                || next.lower.ends_with('s')
                || next.lower.ends_with("ed")
        });
        !concepts::is_common(&word.stem) && next_is_verb
    }

    fn begins_sentence(&self, position: usize) -> bool {
        let (before, here) = (&self.words[position - 1], &self.words[position]);
        self.text[before.end..here.start].contains(['.', '!', '?', ':', ';'])
    }

    /// Whether the text holds a value of one of some kinds.
    pub fn has_value(&self, kinds: &[Kind]) -> bool {
        self.values.iter().any(|value| kinds.contains(&value.kind))
    }

    /// Who the word at a position belongs to or who does it: the nearest owner or subject before it.
    pub fn governor(&self, position: usize) -> Governor {
        let found = self.nearest_governor(position);
        if self.label > 0 && position >= self.label && found == Governor::Speaker {
            return Governor::Words((0..self.label).collect());
        }
        found
    }

    fn nearest_governor(&self, position: usize) -> Governor {
        let lower = |at: usize| self.words[at].lower.as_str();
        let mut between: Vec<usize> = Vec::new();
        for at in (0..position).rev() {
            let adjectives_only = between.iter().all(|at| is_adjective(lower(*at)));
            match lower(at) {
                // "Duke, our dog, is afraid": the apposition says nothing of who acts.
                "my" | "our" if self.stands_apart(at, position) => {}
                "my" | "our" | "mine" => {
                    return if adjectives_only || self.is_noun(position) || self.is_compound(position, &between) {
                        Governor::Speaker
                    } else {
                        Governor::Words(between)
                    };
                }
                "his" | "her" | "their" | "its" | "your" if adjectives_only => return Governor::Pronoun,
                "i" | "we" | "me" | "us" => return Governor::Speaker,
                "he" | "she" | "they" | "you" => return Governor::Pronoun,
                "but" | "because" | "while" | "whose" => return Governor::Nobody,
                // "Our daughter decided that the car is called Biscuit."
                "that"
                    if at > 1
                        && at + 1 < position
                        && matches!(lower(at + 1), "the" | "a" | "an")
                        && self.has_content(at - 1) =>
                {
                    return Governor::Nobody;
                }
                "of" if adjectives_only && self.words[position].possessive => {}
                _ if self.words[at].possessive => return Governor::Words(self.chain(at)),
                _ if at + 1 == position
                    && self.is_noun(position)
                    && at > 0
                    && matches!(lower(at - 1), "my" | "our")
                    && !self.words[at].possessive => {}
                // "The Boxing Day party": a name before a noun is part of what it is called.
                _ if self.names_what_follows(at, position) => {}
                _ if self.is_name(at)
                    && !self.follows_preposition(at)
                    && (self.acts(at) || !self.speaker_before(at)) =>
                {
                    return Governor::Words(self.chain(at));
                }
                _ => {}
            }
            if self.has_content(at) && self.value_at(at).is_none() {
                between.push(at);
            } else if !matches!(
                lower(at),
                "is" | "are"
                    | "am"
                    | "was"
                    | "were"
                    | "a"
                    | "an"
                    | "the"
                    | "will"
                    | "has"
                    | "have"
                    | "also"
                    | "now"
                    | "still"
                    | "not"
                    | "do"
                    | "does"
            ) {
                between.clear();
            }
        }
        Governor::Nobody
    }

    /// Whether the names from one position on stand right before the noun at another, as a part of it.
    fn names_what_follows(&self, at: usize, position: usize) -> bool {
        let word = &self.words[position];
        let acts = concepts::is_verb(&word.stem) || word.lower.ends_with('s') || word.lower.ends_with("ed");
        let names = (at..position).all(|at| self.is_name(at) && !self.words[at].possessive);
        let title = concepts::is_member(&self.words[at].stem, "famili") || concepts::is_member(&word.stem, "pet");
        names
            && !acts
            && !title
            && self.has_content(position)
            && self.value_at(position).is_none()
            && !self.is_name(position)
    }

    /// Whether commas part the phrase that begins at a position from what stands before it and from a later word.
    fn stands_apart(&self, at: usize, later: usize) -> bool {
        let comma = |at: usize| at > 0 && self.text[self.words[at - 1].end..self.words[at].start].contains(',');
        comma(at) && (at + 2..=later).any(comma)
    }

    /// Whether "my" or "our" stands before the word at a position, adjectives aside.
    pub fn is_owned_by_speaker(&self, position: usize) -> bool {
        for at in (0..position).rev() {
            match self.words[at].lower.as_str() {
                "my" | "our" => return true,
                lower if is_adjective(lower) => {}
                _ if self.is_noun(position)
                    && self.has_content(at)
                    && !self.words[at].possessive
                    && (!self.is_name(at) || at + 1 == position) => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether the word at a position must be a noun: it owns something, or "is" or "called" follows it.
    fn is_noun(&self, position: usize) -> bool {
        let next = self.words.get(position + 1).map_or("", |word| word.lower.as_str());
        self.words[position].possessive
            || matches!(next, "is" | "are" | "was" | "were" | "has" | "had" | "will" | "called" | "named")
                && !self.is_name(position)
    }

    /// "My coffee order", "my go-to snack": a noun after nouns that are nobody.
    fn is_compound(&self, position: usize, between: &[usize]) -> bool {
        let stem = |at: usize| self.words[at].stem.as_str();
        let somebody = |at: usize| {
            ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(stem(at), kind)) || self.words[at].capital
        };
        let last = position + 1 == self.words.len() && !concepts::is_verb(stem(position));
        let at_once = between
            .iter()
            .min()
            .is_some_and(|first| (*first..position).all(|at| self.has_content(at) || self.words[at].lower == "to"));
        let asks = matches!(self.words[0].lower.as_str(), "what" | "when" | "where" | "which" | "how" | "who");
        if last && at_once && asks && self.words[position].text.chars().all(char::is_lowercase) {
            return true;
        }
        last && at_once
            && !between.iter().any(|at| somebody(*at))
            && !matches!(self.words[0].lower.as_str(), "is" | "are" | "was" | "were")
    }

    /// Whether a verb seems to follow the name at a position.
    fn acts(&self, at: usize) -> bool {
        self.words.get(at + 1).is_some_and(|next| {
            matches!(next.lower.as_str(), "is" | "was" | "has" | "will" | "can" | "does" | "did" | "said" | "told")
                || !next.capital && next.lower.len() > 3 && (next.lower.ends_with('s') || next.lower.ends_with("ed"))
        })
    }

    /// Whether "I" or "we" stands before a position in its clause.
    fn speaker_before(&self, at: usize) -> bool {
        for earlier in (0..at).rev() {
            if self.text[self.words[earlier].end..self.words[earlier + 1].start].contains([',', ';', ':']) {
                return false;
            }
            match self.words[earlier].lower.as_str() {
                "i" | "we" => return true,
                "that" | "but" | "because" | "while" | "when" | "where" | "who" | "which" => return false,
                _ => {}
            }
        }
        false
    }

    /// A name or owner with what stands in apposition before it: "my sister Anna".
    fn chain(&self, at: usize) -> Vec<usize> {
        let mut chain = vec![at];
        let mut from = at;
        while from > 0 && chain.len() < 4 && self.has_content(from - 1) && self.value_at(from - 1).is_none() {
            from -= 1;
            chain.push(from);
        }
        // "Duke, our Alsatian": the apposition and its name are one.
        if from > 1
            && matches!(self.words[from - 1].lower.as_str(), "my" | "our" | "the" | "a" | "an")
            && self.text[self.words[from - 2].end..self.words[from - 1].start].contains(',')
        {
            chain.push(from - 2);
        }
        if from > 1 && matches!(self.words[from - 1].lower.as_str(), "and" | "nor" | "or") {
            chain.push(from - 2);
        }
        chain
    }

    fn follows_preposition(&self, at: usize) -> bool {
        let mut from = at;
        while from > 0 && self.words[from - 1].capital && self.has_content(from - 1) {
            from -= 1;
        }
        from > 0
            && matches!(
                self.words[from - 1].lower.as_str(),
                "by" | "with"
                    | "at"
                    | "in"
                    | "on"
                    | "of"
                    | "from"
                    | "to"
                    | "for"
                    | "near"
                    | "about"
                    | "called"
                    | "named"
            )
    }
}

/// How many words name the speaker before a colon: one or two capitals that are no common words, where somebody speaks after it.
fn label(text: &str, words: &[Word]) -> usize {
    let Some(colon) = text.find(": ").filter(|at| *at < 40) else { return 0 };
    let count = words.iter().take_while(|word| word.end <= colon).count();
    let named = (1..=2).contains(&count)
        && words[..count].iter().all(|word| {
            word.capital
                && !is_stopword(&word.lower)
                && !concepts::is_common(&word.stem)
                && !word.lower.starts_with(|c: char| c.is_ascii_digit())
        });
    let speaks =
        words[count..].iter().any(|word| matches!(word.lower.as_str(), "i" | "my" | "me" | "mine" | "we" | "our"));
    if named && speaks { count } else { 0 }
}

/// "I moved to Lisbon" is read as living there, "I am from Bonn" as a hometown; "the meeting moved to 4pm" tells of a value.
fn read_homes(words: &mut [Word], found: &[Value]) {
    let read_as = |word: &mut Word, meaning: &str| {
        word.lower = meaning.to_owned();
        word.stem = stem(meaning);
    };
    for at in 0..words.len() {
        let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
        if matches!(lower(at), "moved" | "moving" | "move" | "moves") {
            let preposition = at + 1 + usize::from(matches!(lower(at + 1), "back" | "out" | "over" | "house"));
            let to_place = matches!(lower(preposition), "to" | "into" | "in" | "from");
            if to_place && !moves_a_value(found, words[preposition].end) {
                read_as(&mut words[at], "relocated");
            }
        } else if lower(at) == "from" && at > 0 {
            let verb = at - 1 - usize::from(at > 1 && lower(at - 1) == "originally");
            if matches!(lower(verb), "am" | "is" | "are" | "come" | "comes" | "came") {
                read_as(&mut words[at], "hometown");
            }
        }
    }
}

/// Whether a time, day or room follows a place in a text at once.
fn moves_a_value(found: &[Value], after: usize) -> bool {
    found.iter().any(|value| {
        let distance = value.start.checked_sub(after);
        distance.is_some_and(|distance| distance <= 5)
            && matches!(value.kind, Kind::Time | Kind::Day | Kind::Room | Kind::Date | Kind::Money | Kind::Number)
    })
}

fn is_adjective(lower: &str) -> bool {
    matches!(
        lower,
        "new"
            | "old"
            | "favorite"
            | "favourite"
            | "current"
            | "best"
            | "big"
            | "little"
            | "younger"
            | "older"
            | "elder"
            | "youngest"
            | "oldest"
            | "first"
            | "second"
            | "third"
            | "next"
            | "last"
            | "main"
            | "personal"
            | "own"
            | "other"
            | "late"
            | "dear"
            | "good"
            | "black"
            | "white"
            | "brown"
            | "small"
            | "lovely"
            | "twin"
            | "only"
            | "eldest"
            | "middle"
            | "great"
            | "beloved"
            | "two"
            | "three"
            | "four"
            | "regular"
            | "usual"
            | "daily"
            | "weekly"
            | "upcoming"
            | "former"
            | "ex"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn governor(text: &str, word: &str) -> Governor {
        let reading = Reading::of(text);
        let at = reading.words.iter().position(|w| w.lower == word).unwrap_or_default();
        reading.governor(at)
    }

    #[test]
    fn the_nearest_owner_or_subject_governs() {
        assert_eq!(governor("My new dog is Rex", "dog"), Governor::Speaker);
        assert_eq!(governor("I live in Bonn", "live"), Governor::Speaker);
        assert_eq!(governor("Anna's dog is Max", "dog"), Governor::Words(vec![0]));
        assert_eq!(governor("My sister lives in Bonn", "lives"), Governor::Words(vec![1]));
        assert_eq!(governor("My sister Anna lives in Bonn", "lives"), Governor::Words(vec![2, 1]));
        assert_eq!(governor("The dog is Rex", "dog"), Governor::Nobody);
    }

    #[test]
    fn moving_house_is_living_and_moving_a_meeting_is_not() {
        assert!(Reading::of("I moved to Lisbon").words.iter().any(|w| w.stem == "reloc"));
        assert!(!Reading::of("The standup moved to 4pm").words.iter().any(|w| w.stem == "reloc"));
    }
}
