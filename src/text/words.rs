//! Words: where they start and end, their stems (Porter's English stemmer) and which of them carry no content.

use std::ops::Range;
use std::sync::LazyLock;

use super::stem::english;
use super::words_data::{FORMS, STOPWORDS};

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
    let mut found = Vec::new();
    let mut rest = text;
    let mut offset = 0;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        let length = word_length(&rest[begin..]);
        let start = offset + begin;
        found.push(word(&text[start..start + length], start));
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

fn word(text: &str, start: usize) -> Word {
    let mut lower = if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase().replace('’', "'") };
    let mut possessive = false;
    if let Some(base) = lower.strip_suffix("'s") {
        lower.truncate(base.len());
        possessive = true;
    }
    let stem = match STOPWORDS[STARTS.1.of(&lower)].iter().position(|stopword| *stopword == lower) {
        Some(at) => STOPWORD_STEMS[STARTS.1.of(&lower).start + at].clone(),
        None => stem(&lower),
    };
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
    let known = one_spelling(lower);
    if known.len() > 40 || !known.bytes().all(|b| b.is_ascii_alphabetic()) {
        return known.to_owned();
    }
    english(known)
}

/// Irregular forms and British spellings, to the form that the stemmer then takes.
pub(super) fn one_spelling(lower: &str) -> &str {
    FORMS[STARTS.0.of(lower)].iter().find(|(form, _)| *form == lower).map_or(lower, |(_, base)| base)
}

/// Where the entries of a sorted list begin that start with a byte, for each byte.
struct Starts([u16; 257]);

impl Starts {
    fn new<'a>(list: impl Iterator<Item = &'a str>) -> Starts {
        let mut starts = [0; 257];
        for entry in list {
            starts[usize::from(entry.as_bytes()[0]) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Starts(starts)
    }

    /// The part of the list in which a word would stand.
    fn of(&self, word: &str) -> Range<usize> {
        let Some(first) = word.bytes().next().map(usize::from) else { return 0..0 };
        usize::from(self.0[first])..usize::from(self.0[first + 1])
    }
}

/// Of the irregular forms, and of the words without content.
static STARTS: LazyLock<(Starts, Starts)> =
    LazyLock::new(|| (Starts::new(FORMS.iter().map(|(form, _)| *form)), Starts::new(STOPWORDS.iter().copied())));

static FORM_STEMS: LazyLock<Vec<(&'static str, String)>> =
    LazyLock::new(|| FORMS.iter().map(|(form, base)| (*form, stem(base))).collect());

/// The stems of the words without content, in their order: every second word of a text is one.
static STOPWORD_STEMS: LazyLock<Vec<String>> = LazyLock::new(|| STOPWORDS.iter().map(|word| stem(word)).collect());

/// Whether a word is one of some words, parted by single spaces.
pub fn one_of(word: &str, list: &str) -> bool {
    let word = word.as_bytes();
    let Some(first) = word.first() else { return false };
    find_in(list.as_bytes(), *first, |rest| rest.strip_prefix(word).is_some_and(ends_word))
}

/// As [`one_of`], for a word in any case of its ASCII letters; the list is in small ones.
pub fn one_of_any_case(word: &str, list: &str) -> bool {
    let word = word.as_bytes();
    let Some(first) = word.first().map(u8::to_ascii_lowercase) else { return false };
    find_in(list.as_bytes(), first, |rest| {
        rest.split_at_checked(word.len()).is_some_and(|(own, rest)| own.eq_ignore_ascii_case(word) && ends_word(rest))
    })
}

fn ends_word(rest: &[u8]) -> bool {
    rest.first().is_none_or(|byte| *byte == b' ')
}

/// Whether something holds of a list from some word on that begins with a byte. Eight places are looked at at once: in which a
/// space stands, and such a byte behind it.
fn find_in(list: &[u8], first: u8, holds: impl Fn(&[u8]) -> bool) -> bool {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    if list.first() == Some(&first) && holds(list) {
        return true;
    }
    let (space, begins) = (EACH * u64::from(b' '), EACH * u64::from(first));
    let eight = |at: usize| list.get(at..)?.first_chunk::<8>().map(|eight| u64::from_le_bytes(*eight));
    let mut at = 0;
    // The last nine bytes are looked at as a whole too, whatever of them was before.
    let last = list.len().checked_sub(9);
    while let (Some(here), Some(next)) = (eight(at), eight(at + 1)) {
        // Of what is sought a byte is zero here, and the lowest bit that is set below stands at the first such byte.
        let others = (here ^ space) | (next ^ begins);
        let found = others.wrapping_sub(EACH) & !others & (EACH << 7);
        if found != 0 {
            at += found.trailing_zeros() as usize / 8 + 1;
            if holds(&list[at..]) {
                return true;
            }
        } else if last.is_some_and(|last| at < last) {
            at = (at + 8).min(list.len() - 9);
        } else {
            return false;
        }
    }
    (at + 1..list.len()).any(|at| list[at - 1] == b' ' && list[at] == first && holds(&list[at..]))
}

/// A long list for [`one_of`] that is asked of every word: most words are seen not to be in it by their first byte and length.
pub struct WordList {
    list: &'static str,
    shapes: Shapes,
}

/// The lengths of some words by their first bytes: a bit for each.
pub(super) struct Shapes([u32; 32]);

impl Shapes {
    pub(super) const NONE: Shapes = Shapes([0; 32]);

    /// Of some words, parted by single spaces.
    pub(super) const fn of(list: &str) -> Shapes {
        let bytes = list.as_bytes();
        let mut shapes = Shapes::NONE;
        let mut start = 0;
        let mut at = 0;
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b' ' {
                shapes.add(bytes, start, at - start);
                start = at + 1;
            }
            at += 1;
        }
        shapes
    }

    /// Takes in the word that stands at a place in a text.
    pub(super) const fn add(&mut self, text: &[u8], start: usize, length: usize) {
        self.0[(text[start] & 31) as usize] |= 1 << if length < 31 { length } else { 31 };
    }

    /// Whether a word can be one of them.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        let first = word.bytes().next().map_or(0, |first| usize::from(first & 31));
        self.0[first] & (1 << word.len().min(31)) != 0
    }
}

impl WordList {
    /// Of some words, parted by single spaces.
    pub const fn new(list: &'static str) -> WordList {
        WordList { list, shapes: Shapes::of(list) }
    }

    pub fn has(&self, word: &str) -> bool {
        self.shapes.may_hold(word) && one_of(word, self.list)
    }
}

/// The irregular forms that share a stem ("grew" for "grow"), for a search that cannot stem.
pub fn irregular_forms(of_stem: &str) -> Vec<&'static str> {
    FORM_STEMS.iter().filter(|(_, stem)| stem == of_stem).map(|(form, _)| *form).collect()
}

/// Whether a lower-case word carries no content of its own: articles, pronouns, prepositions, auxiliaries, conjunctions.
pub fn is_stopword(lower: &str) -> bool {
    STOPWORDS[STARTS.1.of(lower)].contains(&lower)
}

/// The stems of the words that carry content, in order.
pub fn content_stems(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| !is_stopword(&word.lower)).map(|word| word.stem).collect()
}

/// Where a part stands in a text as whole words, in any case; "Tuesday" stands in "Tuesdays" too.
pub fn find_word(text: &str, part: &str) -> Option<usize> {
    let (lower, part) = (text.to_lowercase(), part.to_lowercase());
    if lower.len() != text.len() || part.trim().is_empty() {
        return None;
    }
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let weekday = super::dates::weekday(&part).is_some();
    lower.match_indices(&part).map(|(at, _)| at).find(|at| {
        let rest = &lower[at + part.len()..];
        // "On Tuesdays" tells of each Tuesday.
        let rest = rest.strip_prefix('s').filter(|_| weekday).unwrap_or(rest);
        edge(lower[..*at].chars().next_back())
            && edge(rest.chars().next())
            && text.is_char_boundary(*at)
            && text.is_char_boundary(at + part.len())
    })
}

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
    fn a_word_of_a_list_is_found_wherever_it_stands() {
        let all: Vec<&str> = "a of off the then before another on onto aft after n".split(' ').collect();
        for count in 0..=all.len() {
            for list in [all[..count].join(" "), all[all.len() - count..].join(" ")] {
                for word in all.iter().copied().chain(["", "th", "befor", "e", "anothers", "of off"]) {
                    let held = list.split(' ').any(|other| other == word) && !word.is_empty();
                    assert_eq!(one_of(word, &list), held || word == "of off" && list.contains(word), "{word} {list}");
                    assert!(one_of_any_case(&word.to_uppercase(), &list) || !held, "{word} {list}");
                }
            }
        }
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
