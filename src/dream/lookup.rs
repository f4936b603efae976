//! A quick look-up of lines by the beginnings of their words: which lines may concern a statement. It errs on the side of finding,
//! and never reads a line closely.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::domain::sort;
use crate::text::claims::is_change_word;
use crate::text::concepts;
use crate::text::idioms;
use crate::text::reading::Reading;
use crate::text::words::{irregular_forms, is_stopword};

const BUCKETS: usize = 4_096;

/// How many texts and buckets are let go of at once.
const FORGOTTEN: usize = 256;

/// Lines by the first four bytes of their words.
#[derive(Debug, Clone)]
pub struct Lookup {
    buckets: Vec<Vec<u32>>,
    exact: BTreeMap<u64, Vec<u32>>,
    size: u32,
    /// The buckets of words that mean what a stem means: the same stems are asked for again and again.
    related: RefCell<BTreeMap<String, Rc<[u16]>>>,
    scratch: RefCell<Scratch>,
}

/// Marks of the look-up under way: what holds another round's number is not marked.
#[derive(Debug, Clone, Default)]
struct Scratch {
    round: u32,
    seen: Vec<u32>,
    /// By line: the round, and where its score stands.
    places: Vec<(u32, u32)>,
    /// Lines with their scores, and by which words they were found, a bit for each.
    scores: Vec<(u32, f32, u32)>,
}

impl Default for Lookup {
    fn default() -> Self {
        Lookup {
            buckets: vec![Vec::new(); BUCKETS],
            exact: BTreeMap::new(),
            size: 0,
            related: RefCell::default(),
            scratch: RefCell::default(),
        }
    }
}

impl Lookup {
    /// Lets go of some of it; true when nothing is left. Nothing is found in it any more.
    pub fn forget_some(&mut self) -> bool {
        for _ in 0..FORGOTTEN {
            self.exact.pop_first();
            self.buckets.pop();
        }
        self.exact.is_empty() && self.buckets.is_empty()
    }

    /// The lines in which a word may stand, or one that begins as it does.
    pub fn lines_of(&self, word: &str) -> &[u32] {
        &self.buckets[bucket_of(word.as_bytes())]
    }

    /// Takes a line in under a number.
    pub fn add(&mut self, number: u32, text: &str) {
        self.size += 1;
        each_word(text, |word| {
            let bucket = &mut self.buckets[bucket_of(word)];
            if let Err(place) = bucket.binary_search(&number) {
                bucket.insert(place, number);
            }
        });
        self.exact.entry(fingerprint(text)).or_default().push(number);
    }

    /// Takes a line out again.
    pub fn remove(&mut self, number: u32, text: &str) {
        self.size = self.size.saturating_sub(1);
        each_word(text, |word| {
            let bucket = &mut self.buckets[bucket_of(word)];
            if let Ok(place) = bucket.binary_search(&number) {
                bucket.remove(place);
            }
        });
        if let Some(same) = self.exact.get_mut(&fingerprint(text)) {
            same.retain(|other| *other != number);
        }
    }

    /// The lines with the very same words, case, punctuation and dates in brackets aside.
    pub fn same_words(&self, text: &str) -> &[u32] {
        self.exact.get(&fingerprint(text)).map_or(&[], Vec::as_slice)
    }

    /// The lines that share most with a statement, best first, at most `limit`. Only those count that share half of its words with
    /// content, or any where `few` says that few words may tell that they concern each other.
    pub fn near(&self, told: &Reading, limit: usize, few: bool) -> Vec<(u32, f32)> {
        let mut scratch = self.scratch.borrow_mut();
        let words = self.score(told, &mut scratch);
        best(&scratch.scores, words, limit, few)
    }

    /// The lines that share most with a statement, as [`Lookup::near`] finds them by half of the words, and those that it finds by few.
    pub fn near_and_beyond(&self, told: &Reading, limit: usize) -> [Vec<(u32, f32)>; 2] {
        let mut scratch = self.scratch.borrow_mut();
        let words = self.score(told, &mut scratch);
        [false, true].map(|few| best(&scratch.scores, words, limit, few))
    }

    /// Scores the lines by the words that they share with a statement; gives how many words of it count.
    fn score(&self, told: &Reading, scratch: &mut Scratch) -> u32 {
        let mut words: u32 = 0;
        let scores = &mut scratch.scores;
        scores.clear();
        scratch.round += 1;
        let round = scratch.round;
        scratch.seen.resize(BUCKETS, 0);
        for at in 0..told.words.len() {
            let word = &told.words[at];
            if is_stopword(&word.lower) {
                continue;
            }
            // Values and words of change are what may differ.
            let figures = word.lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
            let counts = !figures && !word.lower.contains(['/', '@']) && !is_change_word(&word.lower);
            words += u32::from(counts);
            let own = [bucket_of(word.text.as_bytes()), bucket_of(word.lower.as_bytes())];
            let related = self.related(&word.stem);
            let own_count = own.len();
            for (place, bucket) in own.into_iter().chain(related.iter().map(|bucket| usize::from(*bucket))).enumerate()
            {
                let lines = &self.buckets[bucket];
                let common = lines.len() > 200 && lines.len() as u32 * 20 > self.size;
                if lines.is_empty() || scratch.seen[bucket] == round || common {
                    continue;
                }
                scratch.seen[bucket] = round;
                let rare = (1.0 + self.size as f32 / lines.len() as f32).ln();
                let weight = if place < own_count { rare } else { rare * 0.4 };
                for line in lines {
                    let at = *line as usize;
                    if at >= scratch.places.len() {
                        scratch.places.resize(at + 1, (0, 0));
                    }
                    if scratch.places[at].0 != round {
                        scratch.places[at] = (round, scores.len() as u32);
                        scores.push((*line, 0.0, 0));
                    }
                    let at = scratch.places[at].1 as usize;
                    scores[at].1 += weight;
                    // Two buckets of one word count once.
                    scores[at].2 |= if counts { 1 << words.min(31) } else { 0 };
                }
            }
        }
        words
    }

    fn related(&self, stem: &str) -> Rc<[u16]> {
        if let Some(known) = self.related.borrow().get(stem) {
            return known.clone();
        }
        let mut buckets: Vec<u16> = Vec::new();
        let words = irregular_forms(stem)
            .into_iter()
            .chain(concepts::neighbours(stem))
            .chain(idioms::words_for(stem))
            .chain(of_frame(stem).split_whitespace());
        for word in words {
            let bucket = bucket_of(word.as_bytes()) as u16;
            if !buckets.contains(&bucket) {
                buckets.push(bucket);
            }
        }
        let buckets: Rc<[u16]> = buckets.into();
        self.related.borrow_mut().insert(stem.to_owned(), buckets.clone());
        buckets
    }
}

/// The best of scored lines that share enough of so many words.
fn best(scores: &[(u32, f32, u32)], words: u32, limit: usize, few: bool) -> Vec<(u32, f32)> {
    let mut best: Vec<(u32, f32)> = Vec::with_capacity(limit + 1);
    for (line, score, shared) in scores.iter().copied() {
        // Most lines share too little to be among the best: that is seen first.
        let last = best.last().filter(|_| best.len() == limit);
        if last.is_some_and(|(other, least)| score < *least || score == *least && line > *other) {
            continue;
        }
        let shared = shared.count_ones();
        if !few && shared * 2 < words.min(31) || shared == 0 && words > 0 {
            continue;
        }
        let place = best
            .iter()
            .position(|(other, high)| score > *high || score == *high && line < *other)
            .unwrap_or(best.len());
        if place < limit {
            best.insert(place, (line, score));
            best.truncate(limit);
        }
    }
    best
}

/// The words under which a line stands that tells where somebody lives, works or what somebody drives.
fn of_frame(stem: &str) -> &'static str {
    match stem {
        "live" | "reloc" => "moved live living based reside home",
        "work" | "join" | "job" => "work job joined started",
        "drive" => "drive bought car",
        _ => "",
    }
}

fn each_word(text: &str, mut take: impl FnMut(&[u8])) {
    let bytes = text.as_bytes();
    let part = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let mut at = 0;
    while at < bytes.len() {
        if !part(bytes[at]) {
            at += 1;
            continue;
        }
        let from = at;
        while at < bytes.len() && part(bytes[at]) {
            at += 1;
        }
        let word = &bytes[from..at];
        let short = word.len() == 1 && !word[0].is_ascii_digit() && !word[0].is_ascii_uppercase();
        if !short && !is_plain_stopword(word) {
            take(word);
        }
    }
}

fn is_plain_stopword(word: &[u8]) -> bool {
    let mut lower = [0u8; 10];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).is_ok_and(is_stopword)
}

fn bucket_of(word: &[u8]) -> usize {
    // "Bins" stands with "bin".
    let word = if word.len() == 4 && word.ends_with(b"s") { &word[..3] } else { word };
    let mut hash: u32 = 0x811c_9dc5;
    for byte in word.iter().take(4) {
        hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize % BUCKETS
}

/// A text with what does not count when two are compared taken out: case, spacing, marks of emphasis and punctuation that ends
/// words.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_plain(text, |c| out.push(c));
    out
}

/// Calls back with each letter of a text's plain form.
fn each_plain(text: &str, mut take: impl FnMut(char)) {
    if text.is_ascii() {
        return each_plain_ascii(text.as_bytes(), take);
    }
    let mut begun = false;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| is_ending_mark(c) || matches!(c, '“' | '”' | '’' | '…'));
        if bare.is_empty() {
            continue;
        }
        if std::mem::replace(&mut begun, true) {
            take(' ');
        }
        bare.chars().flat_map(char::to_lowercase).for_each(|c| take(if c == '’' { '\'' } else { c }));
    }
}

/// The same for a text of ASCII letters, as most are.
fn each_plain_ascii(text: &[u8], mut take: impl FnMut(char)) {
    let mut begun = false;
    for word in text.split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
        let counts = |byte: &u8| !is_ending_mark(char::from(*byte));
        let (Some(from), Some(last)) = (word.iter().position(counts), word.iter().rposition(counts)) else { continue };
        if std::mem::replace(&mut begun, true) {
            take(' ');
        }
        word[from..=last].iter().for_each(|byte| take(char::from(byte.to_ascii_lowercase())));
    }
}

fn is_ending_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '!' | '"' | '*' | '_' | '`' | '(' | ')' | '.' | ':' | '?' | '\'')
}

/// What a date in brackets begins with.
const BRACKET: &str = " (";

/// Whether a text has such a bracket; most have none of any kind, which is seen at once.
pub fn has_bracket(text: &str) -> bool {
    text.contains('(') && text.contains(BRACKET)
}

/// A text without the dates in brackets that were written out beside relative ones.
pub fn undated(text: &str) -> String {
    if !has_bracket(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BRACKET) {
        let inner = &rest[at + 2..];
        let close = inner.find(')').filter(|close| is_written_date(&inner[..*close]));
        match close {
            Some(close) => {
                out.push_str(&rest[..at]);
                rest = &inner[close + 1..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text with the dates in brackets that the other has behind the same words.
pub fn redated(text: &str, other: &str) -> String {
    let mut out = text.to_owned();
    for (at, _) in other.match_indices(" (") {
        let Some(close) = other[at..].find(')') else { continue };
        let bracket = &other[at..=at + close];
        // Of "2 May" both words.
        let mut before = other[..at].rsplit(' ');
        let last = before.next().unwrap_or_default();
        let day = before.next().filter(|day| day.starts_with(|c: char| c.is_ascii_digit()));
        let words = &other[at - last.len() - day.map_or(0, |day| day.len() + 1)..at];
        if undated(bracket).is_empty()
            && !words.is_empty()
            && !out.contains(bracket)
            && let Some(place) = out.rfind(words)
        {
            out.insert_str(place + words.len(), bracket);
        }
    }
    out
}

fn is_written_date(inner: &str) -> bool {
    inner.len() >= 4
        && inner.bytes().take(4).all(|byte| byte.is_ascii_digit())
        && inner.split_whitespace().all(|word| {
            word == "to"
                || word == "about"
                || word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'T'))
        })
}

/// FNV-1a of a text's plain form, dates in brackets aside.
fn fingerprint(text: &str) -> u64 {
    let bare = if has_bracket(text) { Cow::Owned(undated(text)) } else { Cow::Borrowed(text) };
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    each_plain(&bare, |c| {
        let mut utf8 = [0; 4];
        for byte in c.encode_utf8(&mut utf8).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    });
    hash
}

/// Numbers in ascending order without repeats.
pub fn unique(mut numbers: Vec<u32>) -> Vec<u32> {
    sort::sort_by(&mut numbers, Ord::cmp);
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_by_their_words_and_by_words_of_like_meaning() {
        let mut lookup = Lookup::default();
        for (number, line) in ["The keynote is in Hall A", "I live in Bonn", "Lunch is at noon"].iter().enumerate() {
            lookup.add(number as u32, line);
        }
        assert_eq!(lookup.near(&Reading::of("Keynotes start at nine"), 3, true)[0].0, 0);
        assert_eq!(lookup.near(&Reading::of("I moved to Lisbon"), 3, true)[0].0, 1);
        assert_eq!(lookup.same_words("lunch is at noon!"), [2]);
        lookup.remove(0, "The keynote is in Hall A");
        assert!(lookup.near(&Reading::of("keynote"), 3, true).is_empty());
        assert!(plain("C++") != plain("C"));
    }

    #[test]
    fn a_text_is_as_plain_whatever_letters_it_has() {
        let text = " *The* (Keynote),\tis: in “Hall A” -- at 10:30!  ?! ";
        for text in [text.to_owned(), text.replace(['“', '”'], "\"")] {
            assert_eq!(plain(&text), "the keynote is in hall a -- at 10:30");
            assert_eq!(plain(&format!("{text} é")), format!("{} é", plain(&text)));
            assert_eq!(fingerprint(&text), fingerprint("The keynote is in Hall A -- at 10:30 (2026-05-06)"));
        }
    }
}
