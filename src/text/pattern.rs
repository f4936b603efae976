//! Regular expressions: the syntax and the matches of the `regex` crate, in time linear in the text whatever the pattern.
//! Built from that crate's parts without its choosing among eight engines and its literal searchers, which weigh more than all
//! the rest: a lazily built automaton finds where a match ends, a reversed one where it begins, and a slower machine tells
//! the groups apart, or all of it where an automaton gives up (a Unicode `\b` beside other than ASCII).

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use regex_automata::{
    Anchored, Input, MatchError, MatchErrorKind, MatchKind,
    hybrid::dfa::{self, Cache, DFA},
    nfa::thompson::{self, NFA, WhichCaptures, pikevm::PikeVM},
    util::{primitives::NonMaxUsize, syntax},
};
use regex_syntax::hir::Hir;

/// Bytes of a compiled pattern.
const COMPILED_BYTES: usize = 4 << 20;
/// Bytes of the states that an automaton keeps before it starts over.
const CACHE_BYTES: usize = 4 << 20;

/// How a pattern is read.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// `^` and `$` stand at each line's ends.
    pub multi_line: bool,
    /// Classes, case and `\b` are Unicode's, rather than ASCII's.
    pub unicode: bool,
}

/// A pattern, compiled as far as it was needed.
#[derive(Debug)]
pub struct Regex {
    source: String,
    options: Options,
    parsed: OnceLock<Hir>,
    forward: OnceLock<Automaton>,
    backward: OnceLock<Automaton>,
    machine: OnceLock<PikeVM>,
}

#[derive(Debug)]
struct Automaton {
    states: DFA,
    cache: Mutex<Cache>,
}

impl Automaton {
    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a pattern, or a group of it, matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Match<'t> {
    pub fn start(&self) -> usize {
        self.start
    }

    pub fn end(&self) -> usize {
        self.end
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    pub fn as_str(&self) -> &'t str {
        &self.text[self.start..self.end]
    }
}

/// The groups of a match; group 0 is the whole.
#[derive(Debug)]
pub struct Captures<'t> {
    text: &'t str,
    slots: Vec<Option<NonMaxUsize>>,
}

impl<'t> Captures<'t> {
    /// A group that took part in the match.
    pub fn get(&self, group: usize) -> Option<Match<'t>> {
        let slot = |at: usize| self.slots.get(at).copied().flatten().map(NonMaxUsize::get);
        Some(Match { text: self.text, start: slot(group * 2)?, end: slot(group * 2 + 1)? })
    }
}

impl Regex {
    /// Compiles a pattern of the source.
    pub fn new(pattern: &str) -> Result<Self, String> {
        Self::with(pattern, Options { multi_line: false, unicode: true })
    }

    /// Compiles a pattern; the error says what is wrong with it.
    pub fn with(pattern: &str, options: Options) -> Result<Self, String> {
        let this = Self::unread(pattern, options);
        let parsed = this.parse()?;
        let forward = automaton(&parsed, options, false, Some(COMPILED_BYTES))?;
        let _ = (this.parsed.set(parsed), this.forward.set(forward));
        Ok(this)
    }

    /// A pattern of the source, compiled when it is first needed; a wrong one is a broken invariant.
    pub fn later(pattern: &str, options: Options) -> Self {
        let this = Self::unread(pattern, options);
        debug_assert!(this.parse().is_ok(), "pattern {pattern}");
        this
    }

    fn unread(pattern: &str, options: Options) -> Self {
        Self {
            source: pattern.to_owned(),
            options,
            parsed: OnceLock::new(),
            forward: OnceLock::new(),
            backward: OnceLock::new(),
            machine: OnceLock::new(),
        }
    }

    fn parse(&self) -> Result<Hir, String> {
        let syntax = syntax::Config::new()
            .multi_line(self.options.multi_line)
            .unicode(self.options.unicode)
            .utf8(self.options.unicode)
            .nest_limit(100);
        syntax::parse_with(&self.source, &syntax).map_err(|error| error.to_string())
    }

    fn parsed(&self) -> &Hir {
        self.parsed.get_or_init(|| self.sound(self.parse()))
    }

    /// What must compile: a pattern of the source, or one whose first automaton did.
    fn sound<T>(&self, compiled: Result<T, String>) -> T {
        compiled.unwrap_or_else(|error| panic!("pattern {}: {error}", self.source))
    }

    fn forward(&self) -> &Automaton {
        self.forward.get_or_init(|| self.sound(automaton(self.parsed(), self.options, false, None)))
    }

    fn backward(&self) -> &Automaton {
        self.backward.get_or_init(|| self.sound(automaton(self.parsed(), self.options, true, None)))
    }

    fn machine(&self) -> &PikeVM {
        let compile = || {
            let states = states(self.parsed(), self.options, false, WhichCaptures::All, None)?;
            PikeVM::new_from_nfa(states).map_err(|error| error.to_string())
        };
        self.machine.get_or_init(|| self.sound(compile()))
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.is_match_bytes(text.as_bytes())
    }

    pub fn is_match_bytes(&self, text: &[u8]) -> bool {
        match self.earliest_end(text, 0..text.len()) {
            Ok(found) => found.is_some(),
            Err(_) => self.slots(Input::new(text), 2).is_some(),
        }
    }

    /// The place where the first match to end does so, or, as an error, the place where the automaton gave up without having
    /// seen one end.
    pub fn earliest_end(&self, text: &[u8], range: Range<usize>) -> Result<Option<usize>, usize> {
        let input = Input::new(text).range(range.clone()).earliest(true);
        let forward = self.forward();
        match forward.states.try_search_fwd(&mut forward.cache(), &input) {
            Ok(found) => Ok(found.map(|end| end.offset())),
            Err(error) => Err(match error.kind() {
                MatchErrorKind::Quit { offset, .. } => *offset,
                _ => range.start,
            }),
        }
    }

    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.find_at(text, 0)
    }

    fn find_at<'t>(&self, text: &'t str, from: usize) -> Option<Match<'t>> {
        let input = Input::new(text).range(from..);
        let (start, end) = match self.ends(&input) {
            Ok(found) => found?,
            Err(_) => {
                let slots = self.slots(input, 2)?;
                (slots[0]?.get(), slots[1]?.get())
            }
        };
        Some(Match { text, start, end })
    }

    /// Where the first match begins and ends.
    fn ends(&self, input: &Input<'_>) -> Result<Option<(usize, usize)>, MatchError> {
        let forward = self.forward();
        let Some(end) = forward.states.try_search_fwd(&mut forward.cache(), input)?.map(|end| end.offset()) else {
            return Ok(None);
        };
        if end == input.start() || forward.states.get_nfa().is_always_start_anchored() {
            return Ok(Some((input.start(), end)));
        }
        let backward = self.backward();
        let back = input.clone().span(input.start()..end).anchored(Anchored::Yes);
        let start = backward.states.try_search_rev(&mut backward.cache(), &back)?;
        Ok(start.map(|start| (start.offset(), end)))
    }

    /// The matches that do not overlap, from left to right.
    pub fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let (mut from, mut last_end) = (0, None);
        std::iter::from_fn(move || {
            while from <= text.len() {
                let found = self.find_at(text, from)?;
                from = found.end;
                if found.start == found.end {
                    from += text[from..].chars().next().map_or(1, char::len_utf8);
                    // Nothing, right behind a match, is no match of its own.
                    if last_end == Some(found.end) {
                        continue;
                    }
                }
                last_end = Some(found.end);
                return Some(found);
            }
            None
        })
    }

    /// The first match with its groups.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        Some(self.groups(self.find(text)?))
    }

    /// Every match replaced; `$1` and `${1}` in `with` stand for a group.
    pub fn replace_all<'t>(&self, text: &'t str, with: &str) -> Cow<'t, str> {
        let mut out = String::new();
        let mut kept = 0;
        for found in self.find_iter(text) {
            out.push_str(&text[kept..found.start]);
            interpolate(with, &self.groups(found), &mut out);
            kept = found.end;
        }
        if kept == 0 && out.is_empty() {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[kept..]);
        Cow::Owned(out)
    }

    fn groups<'t>(&self, found: Match<'t>) -> Captures<'t> {
        let input = Input::new(found.text).range(found.start..found.end).anchored(Anchored::Yes);
        let count = self.machine().get_nfa().group_info().slot_len();
        let slots = self.slots(input, count).unwrap_or_default();
        Captures { text: found.text, slots }
    }

    fn slots(&self, input: Input<'_>, count: usize) -> Option<Vec<Option<NonMaxUsize>>> {
        let mut slots = vec![None; count];
        self.machine().search_slots(&mut self.machine().create_cache(), &input, &mut slots)?;
        Some(slots)
    }
}

fn states(
    parsed: &Hir,
    options: Options,
    reverse: bool,
    captures: WhichCaptures,
    limit: Option<usize>,
) -> Result<NFA, String> {
    let config =
        thompson::Config::new().reverse(reverse).which_captures(captures).utf8(options.unicode).nfa_size_limit(limit);
    thompson::Compiler::new().configure(config).build_from_hir(parsed).map_err(|error| error.to_string())
}

fn automaton(parsed: &Hir, options: Options, reverse: bool, limit: Option<usize>) -> Result<Automaton, String> {
    let config = DFA::config()
        .match_kind(if reverse { MatchKind::All } else { MatchKind::LeftmostFirst })
        .unicode_word_boundary(true)
        .cache_capacity(CACHE_BYTES)
        .skip_cache_capacity_check(true);
    let states = states(parsed, options, reverse, WhichCaptures::None, limit)?;
    let states = dfa::Builder::new().configure(config).build_from_nfa(states).map_err(|error| error.to_string())?;
    let cache = Mutex::new(states.create_cache());
    Ok(Automaton { states, cache })
}

fn interpolate(with: &str, groups: &Captures<'_>, out: &mut String) {
    let mut parts = with.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let open = part.strip_prefix('{').unwrap_or(part);
        let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let group = open[..digits].parse().ok().and_then(|group| groups.get(group));
        out.push_str(group.map_or("", |group| group.as_str()));
        let rest = &open[digits..];
        out.push_str(if open.len() < part.len() { rest.strip_prefix('}').unwrap_or(rest) } else { rest });
    }
}
