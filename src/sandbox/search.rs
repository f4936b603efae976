//! Searching texts by regular expression, line by line in meaning, buffer by buffer in work: the whole text is searched at
//! once, each hit is widened to its line, and that line is checked on its own (a pattern such as `\s` can cross a line end).
//! Patterns are those of the `regex` crate, which takes time linear in the text whatever the pattern.

use std::ops::Range;

use memchr::{memchr, memmem::Finder, memrchr};
use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::{ParserBuilder, hir::HirKind, hir::Look};

use crate::store::{Arena, arena::File};

const MAX_PATTERN_BYTES: usize = 4_096;
const COMPILED_BYTES: usize = 4 << 20;

/// A compiled pattern.
#[derive(Debug)]
pub struct Pattern {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Plain text.
    Literal(Finder<'static>),
    /// Plain ASCII text in any case, and the pattern itself for texts where folding reaches beyond ASCII.
    AnyCase { finder: Finder<'static>, reaches_beyond_ascii: bool, full: Regex },
    /// Any pattern. `ascii` gives the same answers on ASCII text and is quicker there.
    Regex { full: Regex, ascii: Option<Regex> },
    /// A pattern that speaks of the text's very beginning or end: each line is tried on its own.
    Lines(Regex),
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
        let full = build(pattern, true)?;
        if let HirKind::Literal(literal) = hir.kind()
            && !literal.0.contains(&b'\n')
        {
            return Ok(Self { kind: Kind::Literal(Finder::new(&literal.0).into_owned()) });
        }
        if let Some(finder) = any_case_literal(pattern) {
            let reaches_beyond_ascii = finder.needle().iter().any(|byte| matches!(byte, b'k' | b's'));
            return Ok(Self { kind: Kind::AnyCase { finder, reaches_beyond_ascii, full } });
        }
        let looks = hir.properties().look_set();
        if looks.contains(Look::Start) || looks.contains(Look::End) {
            return Ok(Self { kind: Kind::Lines(full) });
        }
        let ascii = if looks.contains_word_unicode() { build(pattern, false).ok() } else { None };
        Ok(Self { kind: Kind::Regex { full, ascii } })
    }

    /// Calls `report` with each matching line of `range`, in order.
    pub fn search<'a>(&self, arena: &'a Arena, range: Range<usize>, report: &mut dyn FnMut(Hit<'a>)) {
        let mut lines = LineCounter { arena, file: None, place: 0, line: 1 };
        let mut found = |line: Range<usize>| {
            if let Some(hit) = lines.hit(line) {
                report(hit);
            }
        };
        let text = arena.text().as_bytes();
        match &self.kind {
            Kind::Literal(finder) => {
                scan(text, range, |from, end| finder.find(&text[from..end]).map(|at| from + at), |_| true, &mut found)
            }
            Kind::AnyCase { finder, reaches_beyond_ascii, full } => {
                if *reaches_beyond_ascii && !arena.text().is_ascii() {
                    scan_regex(text, range, full, &mut found);
                } else {
                    let lower = arena.lower().as_bytes();
                    scan(
                        text,
                        range,
                        |from, end| finder.find(&lower[from..end]).map(|at| from + at),
                        |_| true,
                        &mut found,
                    );
                }
            }
            Kind::Regex { full, ascii: None } => scan_regex(text, range, full, &mut found),
            Kind::Regex { full, ascii: Some(ascii) } => {
                for (run, is_ascii) in arena.runs() {
                    let part = run.start.max(range.start)..run.end.min(range.end);
                    if !part.is_empty() {
                        scan_regex(text, part, if *is_ascii { ascii } else { full }, &mut found);
                    }
                }
            }
            Kind::Lines(regex) => scan(text, range, |from, _| Some(from), |line| regex.is_match(line), &mut found),
        }
    }

    /// Whether a single line matches.
    pub fn is_match(&self, line: &str) -> bool {
        match &self.kind {
            Kind::Literal(finder) => finder.find(line.as_bytes()).is_some(),
            Kind::AnyCase { full, .. } | Kind::Regex { full, .. } | Kind::Lines(full) => full.is_match(line.as_bytes()),
        }
    }
}

fn build(pattern: &str, unicode: bool) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .multi_line(true)
        .unicode(unicode)
        .nest_limit(100)
        .size_limit(COMPILED_BYTES)
        .dfa_size_limit(COMPILED_BYTES)
        .build()
        .map_err(|error| error.to_string())
}

/// `(?i)` before plain ASCII text.
fn any_case_literal(pattern: &str) -> Option<Finder<'static>> {
    let rest = pattern.strip_prefix("(?i)")?;
    let plain = rest
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_' | b'/' | b':' | b'@' | b'#'));
    (plain && !rest.is_empty()).then(|| Finder::new(&rest.to_ascii_lowercase()).into_owned())
}

fn scan_regex(text: &[u8], range: Range<usize>, regex: &Regex, found: &mut dyn FnMut(Range<usize>)) {
    scan(
        text,
        range,
        |from, end| regex.find_at(&text[..end], from).map(|hit| hit.start()),
        |line| regex.is_match(line),
        found,
    );
}

/// Goes through `range` (whole lines) from hit to hit. `find(from, end)` gives the place of the first hit at or after
/// `from`, `confirm` whether its line matches on its own.
fn scan(
    text: &[u8],
    range: Range<usize>,
    mut find: impl FnMut(usize, usize) -> Option<usize>,
    confirm: impl Fn(&[u8]) -> bool,
    found: &mut dyn FnMut(Range<usize>),
) {
    let mut from = range.start;
    while from < range.end {
        let Some(hit) = find(from, range.end).filter(|hit| *hit < range.end) else { return };
        let start = memrchr(b'\n', &text[from..hit]).map_or(from, |at| from + at + 1);
        let end = memchr(b'\n', &text[hit..range.end]).map_or(range.end, |at| hit + at);
        if confirm(&text[start..end]) {
            found(start..end);
        }
        from = end + 1;
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
