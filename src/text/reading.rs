//! A reading of one line or question: contractions written out, words, typed values, polarity, and who governs a word ("my dog",
//! "Anna's dog", "my sister has a dog"), so that a fact about one person does not answer for another.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use super::concepts;
use super::idioms;
use super::values::{Kind, Value, pattern, values};
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

static CONTRACTIONS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"(?i)\b(can)(?:no|')?t\b", "$1 not"),
        (r"(?i)\bwon't\b", "will not"),
        (r"(?i)\b(do|does|did|is|are|was|were|have|has|had|would|could|should|must|need)n'?t\b", "$1 not"),
        (r"(?i)\b(i)'m\b", "$1 am"),
        (r"(?i)\bim\b", "I am"),
        (r"(?i)\b(i|you|we|they)'ve\b", "$1 have"),
        (r"(?i)\b(i|you|he|she|it|we|they|that|there)'ll\b", "$1 will"),
        (r"(?i)\b(i|you|he|she|we|they)'d\b", "$1 would"),
        (r"(?i)\b(you|we|they)'re\b", "$1 are"),
        (r"(?i)\b(he|she|it|that|there|here|what|where|who|when|how|which|name|everyone|everybody)'s\b", "$1 is"),
        (r"(?i)\b(what|where|who|when|how)s\b", "$1 is"),
        (r"(?i)\b(\w+)'s (called|named|got|at|in|on|from|not|now|been|a|an|the)\b", "$1 is $2"),
        (r"(?i)\bwi-fi\b", "wifi"),
        (r"(?i)\be-mail\b", "email"),
        (r"(?i)\bdate of birth\b", "birthday"),
    ]
    .into_iter()
    .map(|(source, with)| (pattern(source), with))
    .collect()
});

/// Words that mean something else in some company: a pattern, the group of the word in it, and the word that it is read as. Only
/// the reading changes, never the text.
static MEANINGS: LazyLock<Vec<(Regex, usize, &'static str)>> = LazyLock::new(|| {
    vec![
        (
            pattern(r"(?i)\b(moved|moving|move|moves)(?: (?:back|out|over|house))? (?:to|into|in|from)\b"),
            1,
            "relocated",
        ),
        (pattern(r"(?i)\b(?:am|is|are|come|comes|came)(?: originally)? (from)\b"), 1, "hometown"),
    ]
});

/// Writes contractions out ("don't" as "do not"), so that one form is compared.
pub fn expand(text: &str) -> String {
    let mut text = text.replace(['’', '‘'], "'");
    for (regex, with) in CONTRACTIONS.iter() {
        if regex.is_match(&text) {
            text = regex.replace_all(&text, with).into_owned();
        }
    }
    text
}

impl Reading {
    /// Reads a line.
    pub fn of(line: &str) -> Reading {
        let text = expand(line);
        let mut words = words(&text);
        let values = values(&text);
        for (regex, part, meaning) in MEANINGS.iter() {
            for hit in regex.captures_iter(&text) {
                let Some(found) = hit.get(*part) else { continue };
                if *meaning == "relocated" && moves_a_value(&values, hit.get(0).map_or(0, |all| all.end())) {
                    continue;
                }
                for word in words.iter_mut().filter(|word| word.start == found.start()) {
                    word.lower = (*meaning).to_owned();
                    word.stem = stem(meaning);
                }
            }
        }
        idioms::apply(&mut words);
        let negative = words.iter().any(|word| {
            matches!(
                word.lower.as_str(),
                "not" | "never" | "no" | "cannot" | "without" | "none" | "neither" | "nobody" | "nothing"
            )
        });
        Reading { text, words, values, negative }
    }

    /// The typed value that holds the word at a position.
    pub fn value_at(&self, position: usize) -> Option<&Value> {
        let word = self.words.get(position)?;
        self.values.iter().find(|value| word.start < value.end && word.end > value.start)
    }

    /// Whether the word at a position carries content.
    pub fn has_content(&self, position: usize) -> bool {
        self.words.get(position).is_some_and(|word| !is_stopword(&word.lower))
    }

    /// The positions of the words that carry content and stand in no typed value.
    pub fn content(&self) -> Vec<usize> {
        (0..self.words.len()).filter(|at| self.has_content(*at) && self.value_at(*at).is_none()).collect()
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
        if position > 0 && !self.begins_sentence(position) {
            return true;
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
        let lower = |at: usize| self.words[at].lower.as_str();
        let mut between: Vec<usize> = Vec::new();
        for at in (0..position).rev() {
            let adjectives_only = between.iter().all(|at| is_adjective(lower(*at)));
            match lower(at) {
                // "Duke, our dog, is afraid": the apposition says nothing of who acts.
                "my" | "our" if self.stands_apart(at, position) => {}
                "my" | "our" | "mine" => {
                    return if adjectives_only || self.is_noun(position) {
                        Governor::Speaker
                    } else {
                        Governor::Words(between)
                    };
                }
                "his" | "her" | "their" | "its" | "your" if adjectives_only => return Governor::Pronoun,
                "i" | "we" | "me" | "us" => return Governor::Speaker,
                "he" | "she" | "they" | "you" => return Governor::Pronoun,
                "but" | "because" | "while" | "whose" => return Governor::Nobody,
                "of" if adjectives_only && self.words[position].possessive => {}
                _ if self.words[at].possessive => return Governor::Words(self.chain(at)),
                _ if at + 1 == position
                    && self.is_noun(position)
                    && at > 0
                    && matches!(lower(at - 1), "my" | "our")
                    && !self.words[at].possessive => {}
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
        if from > 1 && self.words[from - 1].lower == "and" {
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

/// "The meeting moved to 4pm" tells of a value, not of a home: a time, day or room follows at once.
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

    #[test]
    fn contractions_are_written_out() {
        assert_eq!(expand("I'm sure it isn't, what's Rex's name?"), "I am sure it is not, what is Rex's name?");
    }
}
