//! Words: where they start and end, their stems (Porter's English stemmer) and which of them carry no content.

use rust_stemmers::{Algorithm, Stemmer};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as written.
    pub text: String,
    /// Lower case, straight apostrophes, without a possessive `'s`.
    pub lower: String,
    /// The stem of `lower`, in one spelling for British and American.
    pub stem: String,
    /// It ended in `'s` or `s'`.
    pub possessive: bool,
    /// Its first letter is a capital.
    pub capital: bool,
    /// Byte offset of its start in the text.
    pub start: usize,
    /// Byte offset of its end in the text.
    pub end: usize,
}

/// The words of a text, in order. Letters and digits hold together; so do an apostrophe between letters ("don't"), and `.`, `:`
/// or `,` between digits ("10:30"); `@`, `/`, `.` and `_` hold together addresses and links.
pub fn words(text: &str) -> Vec<Word> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut found = Vec::new();
    let mut rest = text;
    let mut offset = 0;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        let length = word_length(&rest[begin..]);
        let start = offset + begin;
        found.push(word(&stemmer, &text[start..start + length], start));
        offset = start + length;
        rest = &text[offset..];
    }
    found
}

fn word_length(text: &str) -> usize {
    let mut previous = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        let inside = c.is_alphanumeric()
            || c == '_'
            || matches!(c, '\'' | '’') && previous.is_alphabetic() && next.is_alphabetic()
            || matches!(c, '.' | ':' | ',') && previous.is_ascii_digit() && next.is_ascii_digit()
            || matches!(c, '.' | '@') && previous.is_alphanumeric() && next.is_alphanumeric()
            || matches!(c, '/' | ':') && text[..at].contains("http")
            || c == '/' && text[..at].contains('.') && next.is_alphanumeric();
        if !inside {
            return at;
        }
        previous = c;
    }
    text.len()
}

fn word(stemmer: &Stemmer, text: &str, start: usize) -> Word {
    let mut lower = text.to_lowercase().replace('’', "'");
    let mut possessive = false;
    if let Some(base) = lower.strip_suffix("'s") {
        lower = base.to_owned();
        possessive = true;
    }
    let stem = stem_with(stemmer, &lower);
    Word {
        text: text.to_owned(),
        stem,
        possessive,
        capital: text.starts_with(char::is_uppercase),
        start,
        end: start + text.len(),
        lower,
    }
}

/// The stem of one lower-case word.
pub fn stem(lower: &str) -> String {
    stem_with(&Stemmer::create(Algorithm::English), lower)
}

fn stem_with(stemmer: &Stemmer, lower: &str) -> String {
    let known = one_spelling(lower);
    if known.len() > 40 || !known.bytes().all(|b| b.is_ascii_alphabetic()) {
        return known.to_owned();
    }
    stemmer.stem(known).into_owned()
}

/// Irregular forms and British spellings, to the form that the stemmer then takes.
fn one_spelling(lower: &str) -> &str {
    match FORMS.binary_search_by(|(form, _)| form.cmp(&lower)) {
        Ok(at) => FORMS[at].1,
        Err(_) => lower,
    }
}

/// The irregular forms that share a stem ("grew" for "grow"), for a search that cannot stem.
pub fn irregular_forms(of_stem: &str) -> Vec<&'static str> {
    FORMS.iter().filter(|(_, base)| stem(base) == of_stem).map(|(form, _)| *form).collect()
}

/// Forms and the form they stand for, by the first.
const FORMS: &[(&str, &str)] = &[
    ("apologise", "apologize"),
    ("ate", "eat"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bought", "buy"),
    ("broke", "break"),
    ("broken", "break"),
    ("built", "build"),
    ("buses", "bus"),
    ("came", "come"),
    ("cancelled", "cancel"),
    ("cancelling", "cancel"),
    ("caught", "catch"),
    ("centre", "center"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("colour", "color"),
    ("colours", "colors"),
    ("drank", "drink"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("drunk", "drink"),
    ("eaten", "eat"),
    ("fav", "favorite"),
    ("fave", "favorite"),
    ("favourite", "favorite"),
    ("favourites", "favorite"),
    ("feet", "foot"),
    ("felt", "feel"),
    ("flew", "fly"),
    ("flies", "fly"),
    ("flown", "fly"),
    ("forgot", "forget"),
    ("forgotten", "forget"),
    ("found", "find"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("grew", "grow"),
    ("grey", "gray"),
    ("grown", "grow"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("jewellery", "jewelry"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("leaves", "leave"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("licence", "license"),
    ("lived", "live"),
    ("lives", "live"),
    ("living", "live"),
    ("lost", "lose"),
    ("made", "make"),
    ("married", "marry"),
    ("marries", "marry"),
    ("men", "man"),
    ("met", "meet"),
    ("mice", "mouse"),
    ("neighbour", "neighbor"),
    ("neighbours", "neighbors"),
    ("organise", "organize"),
    ("organised", "organize"),
    ("organiser", "organizer"),
    ("organisers", "organizers"),
    ("organises", "organize"),
    ("organising", "organizing"),
    ("paid", "pay"),
    ("people", "person"),
    ("persons", "person"),
    ("programme", "program"),
    ("ran", "run"),
    ("recognise", "recognize"),
    ("rode", "ride"),
    ("said", "say"),
    ("sang", "sing"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shot", "shoot"),
    ("slept", "sleep"),
    ("sold", "sell"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stood", "stand"),
    ("studied", "study"),
    ("studies", "study"),
    ("studying", "study"),
    ("swam", "swim"),
    ("taken", "take"),
    ("taught", "teach"),
    ("teeth", "tooth"),
    ("theatre", "theater"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("travelled", "travel"),
    ("travelling", "travel"),
    ("understood", "understand"),
    ("went", "go"),
    ("wives", "wife"),
    ("wlan", "wifi"),
    ("woke", "wake"),
    ("woken", "wake"),
    ("women", "woman"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Whether a lower-case word carries no content of its own: articles, pronouns, prepositions, auxiliaries, conjunctions.
pub fn is_stopword(lower: &str) -> bool {
    STOPWORDS.binary_search(&lower).is_ok()
}

/// The stems of the words that carry content, in order.
pub fn content_stems(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| !is_stopword(&word.lower)).map(|word| word.stem).collect()
}

const STOPWORDS: &[&str] = &[
    "a",
    "about",
    "actually",
    "after",
    "again",
    "ago",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "anymore",
    "anyway",
    "are",
    "aren't",
    "as",
    "at",
    "back",
    "be",
    "because",
    "been",
    "before",
    "being",
    "both",
    "but",
    "by",
    "can",
    "can't",
    "cannot",
    "could",
    "currently",
    "did",
    "didn't",
    "do",
    "does",
    "doesn't",
    "doing",
    "don't",
    "during",
    "each",
    "either",
    "else",
    "ever",
    "every",
    "exactly",
    "few",
    "for",
    "from",
    "had",
    "has",
    "hasn't",
    "have",
    "haven't",
    "having",
    "he",
    "he's",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "however",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "instead",
    "into",
    "is",
    "isn't",
    "it",
    "it's",
    "its",
    "itself",
    "just",
    "let",
    "let's",
    "may",
    "maybe",
    "me",
    "might",
    "mine",
    "more",
    "most",
    "much",
    "must",
    "my",
    "myself",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "oh",
    "ok",
    "okay",
    "on",
    "one",
    "only",
    "onto",
    "or",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "please",
    "quite",
    "rather",
    "really",
    "same",
    "shall",
    "she",
    "she's",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "theirs",
    "them",
    "then",
    "there",
    "there's",
    "these",
    "they",
    "they're",
    "this",
    "those",
    "though",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "us",
    "very",
    "was",
    "wasn't",
    "we",
    "we're",
    "we've",
    "well",
    "were",
    "what",
    "what's",
    "when",
    "where",
    "which",
    "while",
    "who",
    "who's",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "won't",
    "would",
    "yes",
    "yet",
    "you",
    "you're",
    "your",
    "yours",
    "yourself",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopwords_are_sorted_so_that_they_can_be_searched() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(
            STOPWORDS.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            STOPWORDS.windows(2).find(|p| p[0] >= p[1])
        );
    }

    #[test]
    fn words_hold_times_links_and_apostrophes_together() {
        let all: Vec<String> = words("Don't meet at 10:30, see https://a.io/x_y or Anna's mail a@b.org.")
            .into_iter()
            .map(|w| w.text)
            .collect();
        assert_eq!(all, ["Don't", "meet", "at", "10:30", "see", "https://a.io/x_y", "or", "Anna's", "mail", "a@b.org"]);
    }

    #[test]
    fn stems_bring_forms_and_spellings_together() {
        assert_eq!(stem("colours"), stem("color"));
        assert_eq!(stem("living"), stem("lives"));
        assert_eq!(words("Anna’s")[0].lower, "anna");
    }
}
