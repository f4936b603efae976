//! The stem of an English word, by Porter's second stemmer (Snowball's `english`), for words of small Latin letters. It works in place and
//! on bytes: a dream stems some hundred thousand words.

/// Words that have a stem of their own.
const OWN: [(&str, &str); 18] = [
    ("andes", "andes"),
    ("atlas", "atlas"),
    ("bias", "bias"),
    ("cosmos", "cosmos"),
    ("dying", "die"),
    ("early", "earli"),
    ("gently", "gentl"),
    ("howe", "howe"),
    ("idly", "idl"),
    ("lying", "lie"),
    ("news", "news"),
    ("only", "onli"),
    ("singly", "singl"),
    ("skies", "sky"),
    ("skis", "ski"),
    ("sky", "sky"),
    ("tying", "tie"),
    ("ugly", "ugli"),
];

/// What is left as it is once a plural's ending is gone.
const WHOLE: [&str; 8] = ["succeed", "proceed", "exceed", "canning", "inning", "earring", "herring", "outing"];

/// Endings, each longer one before those that it ends in, and what they become.
type Endings = [(&'static str, &'static str)];

const SECOND: &Endings = &[
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("ational", "ate"),
    ("ization", "ize"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("tional", "tion"),
    ("entli", "ent"),
    ("ousli", "ous"),
    ("fulli", "ful"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("alism", "al"),
    ("ation", "ate"),
    ("abli", "able"),
    ("alli", "al"),
    ("anci", "ance"),
    ("enci", "ence"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("bli", "ble"),
    ("ogi", "og"),
    ("li", ""),
];

const THIRD: &Endings = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
];

const FOURTH: &Endings = &[
    ("ement", ""),
    ("ance", ""),
    ("ence", ""),
    ("able", ""),
    ("ible", ""),
    ("ment", ""),
    ("ant", ""),
    ("ent", ""),
    ("ate", ""),
    ("ive", ""),
    ("ize", ""),
    ("iti", ""),
    ("ism", ""),
    ("ion", ""),
    ("ous", ""),
    ("ic", ""),
    ("al", ""),
    ("er", ""),
];

/// The stem of a word of Latin letters.
pub fn english(word: &str) -> String {
    if let Some((_, stem)) = OWN.iter().find(|(own, _)| *own == word) {
        return (*stem).to_owned();
    }
    if word.len() < 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let mut stemming = Stemming::of(word);
    stemming.plural();
    if !WHOLE.iter().any(|whole| whole.as_bytes() == stemming.word) {
        stemming.past();
        stemming.y_to_i();
        stemming.second();
        stemming.third();
        stemming.fourth();
        stemming.last();
    }
    stemming.finish()
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Where the part of a word begins that follows the first vowel with another letter behind it, looked for from a place on.
fn region(word: &[u8], from: usize) -> usize {
    let vowel = word[from..].iter().position(|byte| is_vowel(*byte)).map(|at| from + at);
    let other = vowel.and_then(|vowel| word[vowel..].iter().position(|byte| !is_vowel(*byte)).map(|at| vowel + at));
    other.map_or(word.len(), |other| other + 1)
}

struct Stemming {
    /// A `y` that is no vowel is `Y`.
    word: Vec<u8>,
    has_y: bool,
    /// Where the two regions begin in which endings may go.
    first: usize,
    second: usize,
}

impl Stemming {
    fn of(word: &str) -> Stemming {
        let mut bytes = Vec::with_capacity(word.len() + 1);
        bytes.extend_from_slice(word.as_bytes());
        let mut has_y = false;
        for at in 0..bytes.len() {
            if bytes[at] == b'y' && (at == 0 || is_vowel(bytes[at - 1])) {
                bytes[at] = b'Y';
                has_y = true;
            }
        }
        let led = ["arsen", "commun", "gener"].iter().find(|lead| bytes.starts_with(lead.as_bytes()));
        let first = led.map_or_else(|| region(&bytes, 0), |lead| lead.len());
        let second = region(&bytes, first);
        Stemming { word: bytes, has_y, first, second }
    }

    fn ends_with(&self, ending: &str) -> bool {
        self.word.last() == ending.as_bytes().last() && self.word.ends_with(ending.as_bytes())
    }

    /// The letter so many places from the end.
    fn back(&self, places: usize) -> Option<u8> {
        self.word.len().checked_sub(places).and_then(|at| self.word.get(at)).copied()
    }

    /// Has the last so many letters be others.
    fn replace(&mut self, letters: usize, by: &str) {
        self.word.truncate(self.word.len() - letters);
        self.word.extend_from_slice(by.as_bytes());
    }

    fn longest(&self, endings: &'static Endings) -> Option<(&'static str, &'static str)> {
        endings.iter().find(|(ending, _)| self.ends_with(ending)).copied()
    }

    /// Whether the word up to a place ends in a short syllable.
    fn is_short(&self, end: usize) -> bool {
        let word = &self.word[..end];
        match word {
            [.., before, vowel, last] if !is_vowel(*before) && is_vowel(*vowel) => {
                !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'Y')
            }
            [vowel, last] => is_vowel(*vowel) && !is_vowel(*last),
            _ => false,
        }
    }

    fn has_vowel(&self, end: usize) -> bool {
        self.word[..end].iter().any(|byte| is_vowel(*byte))
    }

    fn plural(&mut self) {
        let length = self.word.len();
        if self.ends_with("sses") {
            self.replace(4, "ss");
        } else if self.ends_with("ied") || self.ends_with("ies") {
            self.replace(3, if length >= 5 { "i" } else { "ie" });
        } else if self.ends_with("s") && !self.ends_with("ss") && !self.ends_with("us") && self.has_vowel(length - 2) {
            self.replace(1, "");
        }
    }

    fn past(&mut self) {
        let length = self.word.len();
        for ending in ["eedly", "eed"] {
            if self.ends_with(ending) {
                if length - ending.len() >= self.first {
                    self.replace(ending.len(), "ee");
                }
                return;
            }
        }
        let Some(ending) = ["ingly", "edly", "ing", "ed"].into_iter().find(|ending| self.ends_with(ending)) else {
            return;
        };
        if !self.has_vowel(length - ending.len()) {
            return;
        }
        self.replace(ending.len(), "");
        let length = self.word.len();
        match (self.back(2), self.back(1)) {
            (Some(b'a'), Some(b't')) | (Some(b'b'), Some(b'l')) | (Some(b'i'), Some(b'z')) => self.word.push(b'e'),
            (Some(one), Some(other))
                if one == other && matches!(one, b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't') =>
            {
                self.replace(1, "");
            }
            _ if length == self.first && self.is_short(length) => self.word.push(b'e'),
            _ => {}
        }
    }

    fn y_to_i(&mut self) {
        let other = self.word.len() > 2 && self.back(2).is_some_and(|before| !is_vowel(before));
        if other && matches!(self.back(1), Some(b'y' | b'Y')) {
            self.replace(1, "i");
        }
    }

    fn second(&mut self) {
        let Some((ending, by)) = self.longest(SECOND) else { return };
        let start = self.word.len() - ending.len();
        let before = self.back(ending.len() + 1);
        let fits = match ending {
            "ogi" => before == Some(b'l'),
            "li" => {
                before.is_some_and(|b| matches!(b, b'c' | b'd' | b'e' | b'g' | b'h' | b'k' | b'm' | b'n' | b'r' | b't'))
            }
            _ => true,
        };
        if fits && start >= self.first {
            self.replace(ending.len(), by);
        }
    }

    fn third(&mut self) {
        let Some((ending, by)) = self.longest(THIRD) else { return };
        let start = self.word.len() - ending.len();
        if start >= self.first && (ending != "ative" || start >= self.second) {
            self.replace(ending.len(), by);
        }
    }

    fn fourth(&mut self) {
        let Some((ending, _)) = self.longest(FOURTH) else { return };
        let fits = ending != "ion" || matches!(self.back(4), Some(b's' | b't'));
        if fits && self.word.len() - ending.len() >= self.second {
            self.replace(ending.len(), "");
        }
    }

    fn last(&mut self) {
        let Some(start) = self.word.len().checked_sub(1) else { return };
        let goes = match self.word[start] {
            b'e' => start >= self.second || start >= self.first && !self.is_short(start),
            b'l' => start >= self.second && self.back(2) == Some(b'l'),
            _ => false,
        };
        if goes {
            self.word.truncate(start);
        }
    }

    fn finish(mut self) -> String {
        if self.has_y {
            self.word.iter_mut().filter(|byte| **byte == b'Y').for_each(|byte| *byte = b'y');
        }
        String::from_utf8(self.word).unwrap_or_default()
    }
}
