//! All texts of a store in one buffer, so that a search runs once over everything and looks up afterwards where it hit.

use std::{cell::OnceCell, ops::Range, rc::Rc};

use crate::domain::Memory;

/// The texts, each ended by a newline, in order of path bytes.
#[derive(Debug)]
pub struct Arena {
    text: String,
    files: Vec<File>,
    lower: OnceCell<String>,
    runs: OnceCell<Vec<(Range<usize>, bool)>>,
}

#[derive(Debug)]
pub struct File {
    pub memory: Rc<Memory>,
    /// Where its text stands in [`Arena::text`], the added newline not counted.
    pub span: Range<usize>,
}

impl Arena {
    /// Takes memories in order of path bytes.
    pub fn new(memories: impl Iterator<Item = Rc<Memory>>) -> Self {
        let memories: Vec<_> = memories.collect();
        let mut text = String::with_capacity(memories.iter().map(|memory| memory.content.len() + 1).sum());
        let mut files = Vec::with_capacity(memories.len());
        for memory in memories {
            let start = text.len();
            text.push_str(&memory.content);
            let span = start..text.len();
            if !memory.content.ends_with('\n') {
                text.push('\n');
            }
            files.push(File { memory, span });
        }
        Self { text, files, lower: OnceCell::new(), runs: OnceCell::new() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The text with ASCII letters lowercased, byte for byte in the same places.
    pub fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.text.to_ascii_lowercase())
    }

    /// The text cut at line starts into the longest stretches whose lines are all ASCII, or all not; the flag says which.
    pub fn runs(&self) -> &[(Range<usize>, bool)] {
        self.runs.get_or_init(|| {
            let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
            if self.text.is_ascii() {
                runs.push((0..self.text.len(), true));
                return runs;
            }
            let mut start = 0;
            for end in memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1) {
                let ascii = self.text.as_bytes()[start..end].is_ascii();
                match runs.last_mut() {
                    Some((range, flag)) if *flag == ascii => range.end = end,
                    _ => runs.push((start..end, ascii)),
                }
                start = end;
            }
            runs
        })
    }

    /// The file whose text covers a place of the buffer.
    pub fn file_at(&self, place: usize) -> &File {
        &self.files[self.files.partition_point(|file| file.span.start <= place) - 1]
    }

    /// The stretch of the buffer that holds the files below `directory` (given without a trailing `/`; empty for all), or
    /// the one file at that path.
    pub fn within(&self, directory: &str) -> Range<usize> {
        let below = format!("{directory}/");
        let first = self.files.partition_point(|file| file.memory.path.as_str() < below.as_str());
        let count = self.files[first..].partition_point(|file| file.memory.path.starts_with(&below));
        match (count, self.files.binary_search_by(|file| file.memory.path.as_str().cmp(directory))) {
            (0, Ok(at)) => self.stretch(at, at + 1),
            _ => self.stretch(first, first + count),
        }
    }

    fn stretch(&self, first: usize, end: usize) -> Range<usize> {
        if first >= end {
            return 0..0;
        }
        let stop = self.files.get(end).map_or(self.text.len(), |file| file.span.start);
        self.files[first].span.start..stop
    }
}
