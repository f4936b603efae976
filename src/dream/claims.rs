//! Claims of a note or of what somebody said, and where they stand. A claim is a list item, or a sentence outside front matter,
//! headings, code, tables and quotes. It only cuts: it never judges what a claim means and never changes a text.

use crate::text::lines::without_bullet;

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
    /// The line it begins in, counted from 1.
    pub line: u32,
    /// UTF-16 units from the start of the whole text to its first and behind its last character.
    pub start: u32,
    pub end: u32,
    /// The same in bytes.
    pub from: usize,
    pub to: usize,
    pub kind: ClaimKind,
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
    /// A rule, a comment or an image: nothing that claims anything.
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
}

/// A note, cut into blocks; every line stands in exactly one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    pub claims: Vec<Claim>,
    pub headings: Vec<Heading>,
    pub blocks: Vec<Block>,
}

/// Cuts a note.
pub fn claims_of_note(content: &str) -> Cut {
    let mut cut = Cut::default();
    let mut from = 0;
    for (at, raw) in content.split_inclusive('\n').enumerate() {
        let line = raw.trim_end_matches(['\n', '\r']);
        let number = at as u32 + 1;
        let text = without_bullet(line);
        if text.chars().any(char::is_alphanumeric) && !line.trim_start().starts_with('#') {
            let begin = from + line.find(text).unwrap_or(0);
            cut.claims.push(Claim {
                text: text.to_owned(),
                line: number,
                start: utf16(&content[..begin]),
                end: utf16(&content[..begin + text.len()]),
                from: begin,
                to: begin + text.len(),
                kind: ClaimKind::Item,
                heading: None,
                parent: None,
                indent: 0,
            });
            cut.blocks.push(Block { kind: BlockKind::Claims, first: number, last: number });
        } else {
            cut.blocks.push(Block { kind: BlockKind::Other, first: number, last: number });
        }
        from += raw.len();
    }
    cut
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}
