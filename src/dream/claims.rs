//! Claims of a note or of what somebody said, and where they stand. A claim is a list item, or a sentence outside front matter,
//! headings, code, tables and quotes. It only cuts: it never judges what a claim means and never changes a text.

use crate::model::offline::listen::{Heard, Listener};
use crate::text::claims::Statement;
use crate::text::lines::sentences;

use super::news::who_does_it_now;
use super::wishes::wish_in;

/// What sort of claim it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// A list item, the lines that go on with it included.
    Item,
    /// A sentence of a paragraph.
    Sentence,
}

/// A claim and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its words, without bullet; line ends are spaces.
    pub text: String,
    /// The lines it begins and ends in, counted from 1.
    pub line: u32,
    pub last_line: u32,
    /// UTF-16 units from the start of the whole text to its first and behind its last character.
    pub start: u32,
    pub end: u32,
    /// The same in bytes.
    pub from: usize,
    pub to: usize,
    pub kind: ClaimKind,
    /// The box of a task: ticked or not.
    pub done: Option<bool>,
    /// The place of the innermost heading above it among the note's headings.
    pub heading: Option<usize>,
    /// The claim that it is an item under, by place.
    pub parent: Option<usize>,
    /// How deep its list item is indented, in columns; 0 for a sentence.
    pub indent: usize,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: usize,
    pub text: String,
    pub line: u32,
    /// The heading that it stands under, by place.
    pub above: Option<usize>,
}

/// What a run of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    FrontMatter,
    Heading,
    Code,
    Table,
    Quote,
    Claims,
    /// A rule, a comment or a link's definition: nothing that claims anything.
    Other,
    Blank,
}

/// A run of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Its first and last line, counted from 1.
    pub first: u32,
    pub last: u32,
    /// The heading that it stands under, by place; for a heading its own place.
    pub heading: Option<usize>,
}

/// A note, cut into blocks; every line stands in exactly one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    pub claims: Vec<Claim>,
    pub headings: Vec<Heading>,
    pub blocks: Vec<Block>,
}

/// A line with the byte at which it begins.
#[derive(Clone, Copy)]
struct Row<'a> {
    from: usize,
    text: &'a str,
}

/// Cuts a note.
pub fn claims_of_note(content: &str) -> Cut {
    let mut rows = Vec::new();
    let mut from = 0;
    for raw in content.split_inclusive('\n') {
        let text = raw.strip_suffix('\n').unwrap_or(raw);
        rows.push(Row { from, text: text.strip_suffix('\r').unwrap_or(text) });
        from += raw.len();
    }
    let mut cutter = Cutter { content, rows, cut: Cut::default(), heading: None, items: Vec::new(), units: (0, 0) };
    let mut at = cutter.front_matter();
    while at < cutter.rows.len() {
        at = cutter.block(at);
    }
    cutter.cut
}

/// How many UTF-16 units a text has.
pub fn utf16(text: &str) -> u32 {
    if text.is_ascii() { text.len() as u32 } else { text.chars().map(|c| c.len_utf16() as u32).sum() }
}

struct Cutter<'a> {
    content: &'a str,
    rows: Vec<Row<'a>>,
    cut: Cut,
    heading: Option<usize>,
    /// The open list items, outermost first: indentation and place.
    items: Vec<(usize, usize)>,
    /// A byte and the UTF-16 units before it.
    units: (usize, u32),
}

impl<'a> Cutter<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.rows.get(at).map_or("", |row| row.text)
    }

    fn push(&mut self, kind: BlockKind, first: usize, end: usize) -> usize {
        let heading = self.heading;
        if matches!(kind, BlockKind::Code | BlockKind::Table | BlockKind::Quote) && columns(self.text(first)) == 0 {
            self.items.clear();
        }
        self.cut.blocks.push(Block { kind, first: first as u32 + 1, last: end as u32, heading });
        end
    }

    fn front_matter(&mut self) -> usize {
        if self.text(0).trim_end() != "---" {
            return 0;
        }
        let close = (1..self.rows.len().min(200)).find(|at| matches!(self.text(*at).trim_end(), "---" | "..."));
        let keyed = |at: usize| {
            let line = self.text(at);
            line.trim().is_empty() || line.starts_with([' ', '-', '#', '\t']) || line.contains(':')
        };
        match close.filter(|close| *close > 1 && (1..*close).all(keyed)) {
            Some(close) => self.push(BlockKind::FrontMatter, 0, close + 1),
            None => 0,
        }
    }

    /// Takes the block that begins at a line; gives back where the next one begins.
    fn block(&mut self, at: usize) -> usize {
        let line = self.text(at);
        let trimmed = line.trim_start();
        let run = |cutter: &Self, of: &dyn Fn(&str) -> bool| {
            (at + 1..cutter.rows.len()).find(|next| !of(cutter.text(*next))).unwrap_or(cutter.rows.len())
        };
        if trimmed.is_empty() {
            let end = run(self, &|line| line.trim().is_empty());
            return self.push(BlockKind::Blank, at, end);
        }
        let indent = columns(line);
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            let fence: String = trimmed.chars().take_while(|c| *c == trimmed.chars().next().unwrap_or('`')).collect();
            let close = (at + 1..self.rows.len()).find(|next| {
                let line = self.text(*next).trim();
                line.starts_with(&fence) && line.chars().all(|c| fence.starts_with(c))
            });
            return self.push(BlockKind::Code, at, close.map_or(self.rows.len(), |close| close + 1));
        }
        if let Some((level, text)) = heading(line) {
            return self.take_heading(level, text.to_owned(), at, at + 1);
        }
        if trimmed.starts_with('>') {
            let end = run(self, &|line| line.trim_start().starts_with('>'));
            return self.push(BlockKind::Quote, at, end);
        }
        if trimmed.starts_with("<!--") {
            let end = (at..self.rows.len()).find(|next| self.text(*next).contains("-->"));
            return self.push(BlockKind::Other, at, end.map_or(at, |end| end) + 1);
        }
        if self.is_table(at) {
            let end = run(self, &|line| line.contains('|') && !line.trim().is_empty());
            return self.push(BlockKind::Table, at, end);
        }
        if is_rule(trimmed) || is_definition(trimmed) {
            self.items.clear();
            return self.push(BlockKind::Other, at, at + 1);
        }
        if let Some(mark) = bullet(line) {
            return self.item(at, indent, mark);
        }
        if indent >= 4 && self.items.is_empty() {
            let end = run(self, &|line| columns(line) >= 4 && !line.trim().is_empty());
            return self.push(BlockKind::Code, at, end);
        }
        if self.text(at + 1).trim_end().len() > 2
            && (is_underline(self.text(at + 1), '=') || is_underline(self.text(at + 1), '-'))
            && indent < 4
        {
            let level = if is_underline(self.text(at + 1), '=') { 1 } else { 2 };
            return self.take_heading(level, trimmed.trim().to_owned(), at, at + 2);
        }
        self.paragraph(at)
    }

    fn take_heading(&mut self, level: usize, text: String, at: usize, end: usize) -> usize {
        let mut above = self.heading;
        while let Some(place) = above.filter(|place| self.cut.headings[*place].level >= level) {
            above = self.cut.headings[place].above;
        }
        self.cut.headings.push(Heading { level, text, line: at as u32 + 1, above });
        self.heading = Some(self.cut.headings.len() - 1);
        self.items.clear();
        self.push(BlockKind::Heading, at, end)
    }

    fn is_table(&self, at: usize) -> bool {
        let line = self.text(at).trim();
        let separator = |line: &str| {
            line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
        };
        line.starts_with('|') && line.len() > 1 && line[1..].contains('|')
            || line.contains('|') && separator(self.text(at + 1))
    }

    /// A list item with the lines that go on with it.
    fn item(&mut self, at: usize, indent: usize, mark: usize) -> usize {
        while self.items.last().is_some_and(|(outer, _)| *outer >= indent) {
            self.items.pop();
        }
        let row = self.rows[at];
        let (body, done) = task(&row.text[mark..]);
        let from = row.from + row.text.len() - body.len();
        let mut end = at + 1;
        while end < self.rows.len() && self.goes_on(end, indent) {
            end += 1;
        }
        let last = self.rows[end - 1];
        let to = last.from + last.text.trim_end().len();
        if self.content.get(from..to).is_some_and(|text| !text.trim().is_empty()) {
            let parent = self.items.last().map(|(_, place)| *place);
            self.claim(from, to, (at, end - 1), ClaimKind::Item, indent);
            if let Some(claim) = self.cut.claims.last_mut() {
                claim.parent = parent;
                claim.done = done;
            }
            self.items.push((indent, self.cut.claims.len() - 1));
            self.push(BlockKind::Claims, at, end)
        } else {
            self.push(BlockKind::Other, at, end)
        }
    }

    /// Whether a line goes on with the list item before it: indented deeper, and nothing of its own.
    fn goes_on(&self, at: usize, indent: usize) -> bool {
        let line = self.text(at);
        let trimmed = line.trim_start();
        !trimmed.is_empty()
            && columns(line) > indent
            && bullet(line).is_none()
            && !trimmed.starts_with("```")
            && !trimmed.starts_with("~~~")
            && !trimmed.starts_with('>')
            && !trimmed.starts_with("<!--")
            && !self.is_table(at)
    }

    fn paragraph(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.rows.len() && self.is_prose(end) {
            end += 1;
        }
        // A sentence may run over lines, where the text was wrapped.
        let mut first = at;
        for next in at + 1..=end {
            if next < end && wraps(self.text(next - 1), self.text(next)) {
                continue;
            }
            self.sentences(first, next);
            first = next;
        }
        if self.text(at).len() == self.text(at).trim_start().len() {
            self.items.clear();
        }
        self.push(BlockKind::Claims, at, end)
    }

    fn is_prose(&self, at: usize) -> bool {
        let line = self.text(at);
        let trimmed = line.trim_start();
        !(trimmed.is_empty()
            || trimmed.starts_with("```")
            || trimmed.starts_with("~~~")
            || trimmed.starts_with('>')
            || trimmed.starts_with("<!--")
            || heading(line).is_some()
            || is_rule(trimmed)
            || is_definition(trimmed)
            || bullet(line).is_some()
            || self.is_table(at)
            || is_underline(self.text(at + 1), '=')
            || is_underline(self.text(at + 1), '-') && self.text(at + 1).trim_end().len() > 2)
    }

    fn sentences(&mut self, first: usize, end: usize) {
        let from = self.rows[first].from;
        let last = self.rows[end - 1];
        let to = last.from + last.text.len();
        let joined: String =
            self.content[from..to].chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }).collect();
        for (start, stop) in pieces(&joined) {
            let (start, stop) = (from + start, from + stop);
            let row = |byte: usize| (first..end).rfind(|at| self.rows[*at].from <= byte).unwrap_or(first);
            let rows = (row(start), row(stop.saturating_sub(1)));
            self.claim(start, stop, rows, ClaimKind::Sentence, 0);
        }
    }

    fn claim(&mut self, from: usize, to: usize, rows: (usize, usize), kind: ClaimKind, indent: usize) {
        let raw = &self.content[from..to];
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = self.units.1 + utf16(&self.content[self.units.0..from]);
        let end = start + utf16(raw);
        self.units = (to, end);
        self.cut.claims.push(Claim {
            text,
            line: rows.0 as u32 + 1,
            last_line: rows.1 as u32 + 1,
            start,
            end,
            from,
            to,
            kind,
            done: None,
            heading: self.heading,
            parent: None,
            indent,
        });
    }
}

/// Where the sentences of a text begin and end, in bytes. What a semicolon joins is one sentence.
pub fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for piece in sentences(text) {
        let Some(at) = text[from..].find(piece) else { continue };
        let (start, end) = (from + at, from + at + piece.len());
        from = end;
        match found.last_mut() {
            Some(last) if text[..last.1].ends_with(';') && !text[last.1..start].contains('\n') => last.1 = end,
            _ => found.push((start, end)),
        }
    }
    found
}

fn columns(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// The level and words of a heading that begins with `#`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let trimmed = line.trim_start();
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &trimmed[level..];
    ((1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// Where the words of a list item begin, if the line is one.
fn bullet(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let lead = line.len() - trimmed.len();
    let mark = match trimmed.chars().next()? {
        c @ ('-' | '*' | '+' | '•' | '–' | '·' | '▪') => c.len_utf8(),
        c if c.is_ascii_digit() => {
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let closed = trimmed[digits..].starts_with(['.', ')']);
            if digits > 3 || !closed {
                return None;
            }
            digits + 1
        }
        _ => return None,
    };
    let rest = &trimmed[mark..];
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (gap > 0 || rest.is_empty()).then_some(lead + mark + gap)
}

/// The words of a task without its box, and whether the box is ticked.
fn task(text: &str) -> (&str, Option<bool>) {
    for (open, done) in [("[ ] ", false), ("[x] ", true), ("[X] ", true)] {
        if let Some(rest) = text.strip_prefix(open) {
            return (rest.trim_start(), Some(done));
        }
    }
    (text, None)
}

fn is_rule(trimmed: &str) -> bool {
    let mut marks = trimmed.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next() else { return false };
    matches!(first, '-' | '*' | '_' | '=')
        && trimmed.chars().filter(|c| !c.is_whitespace()).count() >= 3
        && marks.all(|c| c == first)
}

fn is_underline(line: &str, mark: char) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && line.chars().all(|c| c == mark)
}

/// `[1]: https://…` defines a link.
fn is_definition(trimmed: &str) -> bool {
    trimmed.starts_with('[')
        && trimmed.split_once("]: ").is_some_and(|(name, to)| !name[1..].contains(['[', ' ']) && to.starts_with("http"))
}

/// Whether a line is only broken off, so that the next one goes on with its sentence.
fn wraps(line: &str, next: &str) -> bool {
    let line = line.trim_end();
    let ended = line.ends_with(['.', '!', '?', ':']);
    let starts_small = next.trim_start().chars().next().is_some_and(char::is_lowercase);
    !ended && (starts_small || line.ends_with(';') || line.chars().count() >= 60)
}

/// A statement in what somebody said, and its span in UTF-16 units.
#[derive(Debug, Clone)]
pub struct Told {
    pub heard: Heard,
    pub start: u32,
    pub end: u32,
}

/// The statements in what somebody said: no questions, greetings, thanks or requests to the assistant ("remember that X" gives X).
pub fn claims_of_utterance(text: &str) -> Vec<Statement> {
    let mut listener = Listener::default();
    told_in(text, &mut listener)
        .into_iter()
        .filter_map(|told| if let Heard::Told(statement) = told.heard { Some(statement) } else { None })
        .collect()
}

/// As [`claims_of_utterance`], by a listener who knows what was said before; with spans, and with what is to be forgotten.
pub fn told_in(text: &str, listener: &mut Listener) -> Vec<Told> {
    if text.contains("PRIVATE KEY") {
        return vec![Told { heard: Heard::Secret, start: 0, end: utf16(text) }];
    }
    let mut told = Vec::new();
    let cut = claims_of_note(text);
    for block in cut.blocks.iter().filter(|block| block.kind == BlockKind::Claims) {
        for claim in cut.claims.iter().filter(|claim| claim.line >= block.first && claim.line <= block.last) {
            let words = &text[claim.from..claim.to];
            for (from, to) in pieces(words) {
                let start = claim.start + utf16(&words[..from]);
                let sentence = words[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
                let sentence = who_does_it_now(&sentence).unwrap_or(sentence);
                let end = start + utf16(&words[from..to]);
                if let Some(what) = wish_in(&sentence) {
                    told.push(Told { heard: Heard::Forget(what), start, end });
                    continue;
                }
                told.extend(listener.hear(&sentence).into_iter().map(|heard| Told { heard, start, end }));
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_sentences_are_claims_and_the_rest_is_not() {
        let note = "---\nslug: a\n---\n# Title\n\nOne sentence. And two;\nstill two.\n\n- item one\n  goes on\n  - child\n- [x] done\n\n```\n- code\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted words\n\n    indented code\n\nTwo\n---\n2026-05-06: x\n[1]: https://a.io\n";
        let cut = claims_of_note(note);
        let texts: Vec<&str> = cut.claims.iter().map(|claim| claim.text.as_str()).collect();
        assert_eq!(
            texts,
            ["One sentence.", "And two; still two.", "item one goes on", "child", "done", "2026-05-06: x"]
        );
        assert_eq!(cut.claims[3].parent, Some(2));
        assert_eq!(cut.claims[4].done, Some(true));
        assert_eq!(cut.headings.iter().map(|heading| heading.text.as_str()).collect::<Vec<_>>(), ["Title", "Two"]);
        let mut line = 1;
        for block in &cut.blocks {
            assert_eq!(block.first, line);
            line = block.last + 1;
        }
        assert_eq!(line as usize, note.lines().count() + 1);
        for claim in &cut.claims {
            let raw = &note[claim.from..claim.to];
            assert_eq!(raw.split_whitespace().collect::<Vec<_>>().join(" "), claim.text);
        }
    }

    #[test]
    fn statements_are_told_and_talk_is_not() {
        let told = |text: &str| claims_of_utterance(text).into_iter().map(|told| told.text).collect::<Vec<_>>();
        assert_eq!(told("Hi! Remember that my dog is Rex. What time is it? Thanks!"), ["My dog is Rex"]);
        assert_eq!(told("The talk is in room 5.\nNo, room 7."), ["The talk is in room 5", "The talk is in room 7"]);
    }
}
