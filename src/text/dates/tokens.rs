//! A text in tokens: words, numbers and single marks, with what is code, a link or a path shut away, since names of files and
//! pages hold words that look like dates. It knows nothing of dates.

use crate::domain::time::{CivilMoment, Day};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    /// Lower case, straight apostrophes.
    pub lower: String,
    pub kind: Kind,
    /// White space stands before it.
    pub spaced: bool,
    pub capital: bool,
    /// It stands in code, a link or a path.
    pub shut: bool,
}

/// A text in tokens and the moment at which it was said.
pub(super) struct Cx {
    pub tokens: Vec<Token>,
    pub said: CivilMoment,
    /// The latest day that was named with its month, for "the 8th" after it.
    pub near: std::cell::Cell<Option<Day>>,
}

impl Cx {
    pub fn of(text: &str, said: CivilMoment) -> Cx {
        Cx { tokens: tokens(text), said, near: std::cell::Cell::new(None) }
    }

    /// The lower-case text of a token; nothing where there is none or it is shut away.
    pub fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|token| !token.shut).map_or("", |token| token.lower.as_str())
    }

    /// The token before one.
    pub fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.lower(at))
    }

    /// Whether a token is one of some words, parted by spaces.
    pub fn is(&self, at: usize, list: &str) -> bool {
        one_of(self.lower(at), list)
    }

    /// Whether the token before one is one of some words.
    pub fn follows(&self, at: usize, list: &str) -> bool {
        one_of(self.before(at), list)
    }

    /// Whether a token stands right after the one before it, without a space.
    pub fn joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced && token.lower != "\n")
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word && !token.shut)
    }

    pub fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// The value of a token of digits.
    pub fn number(&self, at: usize) -> Option<i64> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number && !token.shut)?;
        (token.lower.len() <= 4).then(|| token.lower.parse().ok()).flatten()
    }

    /// A number that nothing is run together with on its right: not "5k", "5th", "5:30", "5/6" or "5.2".
    pub fn lone_number(&self, at: usize) -> Option<i64> {
        let value = self.number(at)?;
        let next = self.tokens.get(at + 1);
        let goes_on = next.is_some_and(|next| {
            !next.spaced
                && (next.kind == Kind::Word
                    || matches!(next.lower.as_str(), "%" | "€" | "$" | "°")
                    || matches!(next.lower.as_str(), ":" | "/" | "." | ",")
                        && self.joined(at + 2)
                        && self.number(at + 2).is_some())
        });
        (!goes_on).then_some(value)
    }
}

/// Whether a word is one of some words, parted by spaces.
pub(super) fn one_of(word: &str, list: &str) -> bool {
    crate::text::words::one_of(word, list)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut spaced = true;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() && c != '\n' {
            spaced = true;
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if c.is_ascii_digit() {
            Kind::Number
        } else if c.is_alphabetic() {
            Kind::Word
        } else {
            Kind::Mark
        };
        while let Some((at, next)) = chars.peek().copied() {
            let letter_follows = || text[at + next.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
            let more = match kind {
                Kind::Number => next.is_ascii_digit(),
                Kind::Word => next.is_alphabetic() || matches!(next, '\'' | '’') && letter_follows(),
                Kind::Mark => false,
            };
            if !more {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let written = &text[start..end];
        let lower =
            if written.is_ascii() { written.to_ascii_lowercase() } else { written.to_lowercase().replace('’', "'") };
        found.push(Token { start, end, lower, kind, spaced, capital: c.is_uppercase(), shut: false });
        spaced = c == '\n';
    }
    shut_away(text, &mut found);
    found
}

/// Marks what stands in code, links, addresses and paths.
fn shut_away(text: &str, tokens: &mut [Token]) {
    let mut shut: Vec<(usize, usize)> = Vec::new();
    let mut offset = 0;
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```");
        if fence || fenced {
            shut.push((offset, offset + line.len()));
        } else {
            shut_in_line(line, offset, &mut shut);
        }
        fenced ^= fence;
        offset += line.len();
    }
    let mut ranges = shut.into_iter().peekable();
    for token in tokens {
        while ranges.next_if(|(_, end)| *end <= token.start).is_some() {}
        token.shut = ranges.peek().is_some_and(|(start, _)| *start < token.end) && token.lower != "\n";
    }
}

fn shut_in_line(line: &str, offset: usize, shut: &mut Vec<(usize, usize)>) {
    let mut code: Option<usize> = None;
    let ticks = line.matches('`').count();
    let mut seen = 0;
    let mut at = 0;
    for chunk in line.split_inclusive(char::is_whitespace) {
        let (start, end) = (offset + at, offset + at + chunk.len());
        at += chunk.len();
        let word = chunk.trim();
        let odd = word.matches('`').count();
        seen += odd;
        let opens = seen % 2 == 1 && seen < ticks;
        if let Some(from) = code {
            if !opens {
                shut.push((from, end));
                code = None;
            }
        } else if opens {
            code = Some(start);
        } else if odd > 1 || is_path(word) {
            shut.push((start, end));
        }
    }
    if let Some(from) = code {
        shut.push((from, offset + line.len()));
    }
}

fn is_path(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[', '"', '\'', '<']);
    let lower = word.to_ascii_lowercase();
    let pairs = |mark: u8, left: fn(&u8) -> bool, right: fn(&u8) -> bool| {
        word.as_bytes().windows(3).any(|three| three[1] == mark && left(&three[0]) && right(&three[2]))
    };
    let clock = lower.contains("a.m") || lower.contains("p.m");
    word.contains("://")
        || word.contains(['_', '\\'])
        || word.starts_with(['#', '/', '~']) && word.len() > 1
        || word.starts_with("./")
        || pairs(b'@', u8::is_ascii_alphanumeric, u8::is_ascii_alphanumeric)
        || pairs(b'/', u8::is_ascii_alphabetic, u8::is_ascii_alphanumeric) && lower != "w/c"
        || pairs(b'.', u8::is_ascii_alphanumeric, u8::is_ascii_lowercase) && !clock
}
