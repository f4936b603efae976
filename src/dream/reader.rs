//! What one reader does with one transcript, offline: it goes through a page and reports what was claimed and what that means for
//! the lines of the store. It never decides what becomes of a line, and never takes recalled memory as evidence for itself.

use super::claims::claims_of_note;
use super::finding::{Finding, FindingKind, Source};
use super::material::{Notes, Speaker, Utterance};

/// A quick look-up of a store's claims.
#[derive(Debug, Clone, Default)]
pub struct Index {
    lines: Vec<(Source, String)>,
}

impl Index {
    pub fn of(notes: &Notes) -> Index {
        let mut lines = Vec::new();
        for file in &notes.files {
            for claim in claims_of_note(&file.content).claims {
                let source = Source::Memory {
                    memory_store_id: notes.memory_store_id.clone(),
                    path: file.path.clone(),
                    line: claim.line,
                };
                lines.push((source, claim.text));
            }
        }
        Index { lines }
    }
}

/// What a page of a transcript tells. `earlier` is what was said before the page.
pub fn read_page(session_id: &str, _earlier: &[Utterance], page: &[Utterance], index: &Index) -> Vec<Finding> {
    let mut findings = Vec::new();
    for utterance in page.iter().filter(|utterance| utterance.speaker == Speaker::User) {
        let end = utterance.text.encode_utf16().count() as u32;
        let source =
            Source::Session { session_id: session_id.to_owned(), event_id: utterance.event_id.clone(), start: 0, end };
        let about = index.lines.iter().find(|(_, text)| *text == utterance.text).map(|(source, _)| source.clone());
        let kind = if about.is_some() { FindingKind::Support } else { FindingKind::Claim };
        findings.push(Finding { kind, text: utterance.text.clone(), about, sources: vec![source], date: None });
    }
    findings
}
