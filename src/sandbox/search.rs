//! Searching texts by regular expression, line by line in meaning, buffer by buffer in work: the whole text is searched at
//! once, for a literal that every match must hold or else with the pattern's automaton; each hit is widened to its line, and
//! that line is checked on its own (a pattern such as `\s` can cross a line end). Patterns are those of the `regex` crate,
//! which takes time linear in the text whatever the pattern.

use std::ops::Range;

use memchr::{memchr, memmem::Finder, memrchr};
use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind, Look},
};

use crate::{
    store::{Arena, arena::File},
    text::pattern::{Options, Regex},
};

const MAX_PATTERN_BYTES: usize = 4_096;

/// With a needle on nearly every line, the automaton alone is quicker: so many hits are looked at before that is judged,
/// and so many bytes must lie between two of them.
const SAMPLE: usize = 64;
const BYTES_PER_HIT: usize = 160;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    full: Regex,
    /// Gives the same answers on ASCII text and is quicker there.
    ascii: Option<Regex>,
    needle: Option<Needle>,
    /// It speaks of the text's very beginning or end: each line is tried on its own.
    by_line: bool,
}

/// Text that every match holds.
#[derive(Debug)]
struct Needle {
    finder: Finder<'static>,
    /// Lowercase, to be sought where ASCII letters are.
    any_case: bool,
    /// Folding reaches beyond ASCII, where the needle finds nothing: `k` is also the Kelvin sign.
    ascii_only: bool,
    /// Whoever holds it matches.
    is_all: bool,
}

/// A line that matches.
#[derive(Debug)]
pub struct Hit<'a> {
    pub file: &'a File,
    /// From 1.
    pub line: usize,
    /// Without its line end.
    pub text: &'a str,
}

impl Pattern {
    /// Compiles a pattern; the error says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        if pattern.len() > MAX_PATTERN_BYTES {
            return Err(format!("the pattern has {} bytes; at most {MAX_PATTERN_BYTES} are taken", pattern.len()));
        }
        let mut parser = ParserBuilder::new().multi_line(true).nest_limit(100).build();
        let hir = parser.parse(pattern).map_err(|error| error.to_string())?;
        let full = Regex::with(pattern, Options { multi_line: true, unicode: true })?;
        let looks = hir.properties().look_set();
        let ascii = if looks.contains_word_unicode() {
            Regex::with(pattern, Options { multi_line: true, unicode: false }).ok()
        } else {
            None
        };
        let by_line = looks.contains(Look::Start) || looks.contains(Look::End);
        Ok(Self { full, ascii, needle: needle(&hir), by_line })
    }

    /// Calls `report` with each matching line of `range`, in order.
    pub fn search<'a>(&self, arena: &'a Arena, range: Range<usize>, report: &mut dyn FnMut(Hit<'a>)) {
        let mut lines = LineCounter { arena, file: None, place: 0, line: 1 };
        let mut found = |line: Range<usize>| {
            if let Some(hit) = lines.hit(line) {
                report(hit);
            }
        };
        let Some(ascii) = &self.ascii else { return self.scan(arena, range, &self.full, &mut found) };
        for (run, is_ascii) in arena.runs() {
            let part = run.start.max(range.start)..run.end.min(range.end);
            if !part.is_empty() {
                self.scan(arena, part, if *is_ascii { ascii } else { &self.full }, &mut found);
            }
        }
    }

    /// Whether a single line matches.
    pub fn is_match(&self, line: &str) -> bool {
        self.full.is_match(line)
    }

    /// Goes through `range` (whole lines) from hit to hit.
    fn scan(&self, arena: &Arena, range: Range<usize>, regex: &Regex, found: &mut dyn FnMut(Range<usize>)) {
        let text = &arena.text().as_bytes()[..range.end];
        let mut needle = self.needle.as_ref().filter(|needle| !needle.ascii_only || arena.text().is_ascii());
        let (mut from, mut hits) = (range.start, 0);
        while from < range.end {
            let hit = match needle {
                Some(needle) => {
                    let place =
                        if needle.any_case { &arena.lower().as_bytes()[from..range.end] } else { &text[from..] };
                    needle.finder.find(place).map(|at| from + at)
                }
                None if self.by_line => Some(from),
                // No line before the one where the first match ends can hold a match; nor any before the place where the
                // automaton gives up.
                None => regex.earliest_end(text, from..range.end).unwrap_or_else(Some),
            };
            let Some(hit) = hit else { return };
            let start = memrchr(b'\n', &text[from..hit]).map_or(from, |at| from + at + 1);
            if start == range.end {
                return;
            }
            let end = memchr(b'\n', &text[hit..]).map_or(range.end, |at| hit + at);
            if needle.is_some_and(|needle| needle.is_all) || regex.is_match_bytes(&text[start..end]) {
                found(start..end);
            }
            from = end + 1;
            hits += 1;
            if hits == SAMPLE && from - range.start < SAMPLE * BYTES_PER_HIT {
                needle = needle.filter(|needle| needle.is_all || self.by_line);
            }
        }
    }
}

/// The longest text that every match holds, if there is one worth seeking.
fn needle(hir: &Hir) -> Option<Needle> {
    let mut walk = Walk { is_all: true, ..Walk::default() };
    walk.take(hir);
    walk.end_run();
    // A needle in any case finds more than a pattern that is only partly so.
    let is_all = walk.is_all && !(walk.best.any_case && walk.cased);
    let Run { text, any_case, ascii_only } = walk.best;
    let text = if any_case { text.to_ascii_lowercase() } else { text };
    let worth = text.len() > 1 || is_all && !text.is_empty();
    worth.then(|| Needle { finder: Finder::new(&text).into_owned(), any_case, ascii_only, is_all })
}

/// Bytes that follow one another in every match.
#[derive(Default)]
struct Run {
    text: Vec<u8>,
    any_case: bool,
    ascii_only: bool,
}

#[derive(Default)]
struct Walk {
    run: Run,
    best: Run,
    is_all: bool,
    /// Some letter counts in its own case only.
    cased: bool,
}

impl Walk {
    fn take(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty => {}
            // A line holds no line end: a match that needs one cannot be.
            HirKind::Literal(literal) if literal.0.contains(&b'\n') => self.stop(),
            HirKind::Literal(literal) => {
                self.cased |= literal.0.iter().any(u8::is_ascii_alphabetic);
                self.run.text.extend(&literal.0);
            }
            HirKind::Class(class) => match any_case_letter(class) {
                Some((letter, ascii_only)) => {
                    self.run.text.push(letter);
                    self.run.any_case = true;
                    self.run.ascii_only |= ascii_only;
                }
                None => self.stop(),
            },
            HirKind::Look(_) => self.is_all = false,
            HirKind::Capture(capture) => self.take(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.take(part)),
            HirKind::Repetition(repetition) => {
                self.stop();
                if repetition.min > 0 {
                    self.take(&repetition.sub);
                    self.stop();
                }
            }
            HirKind::Alternation(_) => self.stop(),
        }
    }

    /// Something else comes here.
    fn stop(&mut self) {
        self.is_all = false;
        self.end_run();
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.text.len() > self.best.text.len() {
            self.best = run;
        }
    }
}

/// The letter that a class holds in both cases and nothing else; whether it also holds a letter beyond ASCII that folds to it.
fn any_case_letter(class: &Class) -> Option<(u8, bool)> {
    let ranges: Vec<(u32, u32)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let letter = u8::try_from(ranges.get(1)?.0).ok().filter(u8::is_ascii_lowercase)?;
    let upper = u32::from(letter.to_ascii_uppercase());
    let rest = match letter {
        b'k' => Some((0x212A, 0x212A)),
        b's' => Some((0x17F, 0x17F)),
        _ => None,
    };
    let in_both = ranges[..2] == [(upper, upper), (letter.into(), letter.into())];
    match &ranges[2..] {
        [] if in_both => Some((letter, false)),
        [other] if in_both && Some(*other) == rest => Some((letter, true)),
        _ => None,
    }
}

/// Turns places of the buffer into files and line numbers; places must not go back.
struct LineCounter<'a> {
    arena: &'a Arena,
    file: Option<&'a File>,
    place: usize,
    line: usize,
}

impl<'a> LineCounter<'a> {
    fn hit(&mut self, line: Range<usize>) -> Option<Hit<'a>> {
        let file = match self.file {
            Some(file) if line.start < file.span.end => file,
            _ => {
                let file = self.arena.file_at(line.start);
                self.file = Some(file);
                self.place = file.span.start;
                self.line = 1;
                file
            }
        };
        // The newline that the arena added after a text is not a line of it.
        if line.start >= file.span.end {
            return None;
        }
        let text = self.arena.text();
        self.line += memchr::memchr_iter(b'\n', &text.as_bytes()[self.place..line.start]).count();
        self.place = line.start;
        Some(Hit { file, line: self.line, text: text[line].trim_end_matches('\r') })
    }
}
