//! Transcripts: the events of a past session as utterances, cut into pages. Every event that says something is in exactly one
//! page, in order, whole.

use serde_json::{Value, json};

use super::material::{Speaker, Utterance};
use crate::{domain::event::EventRecord, model::message::text_of};

/// What an event says; `None` for one that says nothing to a reader (statuses, spans). `said` is its local civil time.
pub fn utterance(record: &EventRecord, said: String) -> Option<Utterance> {
    let event = &record.event;
    let (speaker, text) = match record.kind() {
        "user.message" => (Speaker::User, text_of(&event["content"])),
        "agent.message" => (Speaker::Agent, text_of(&event["content"])),
        "agent.tool_result" | "user.custom_tool_result" => (Speaker::ToolResult, text_of(&event["content"])),
        "agent.tool_use" | "agent.custom_tool_use" => {
            let name = event["name"].as_str().unwrap_or_default();
            (Speaker::ToolUse, format!("{name} {}", event["input"]))
        }
        _ => return None,
    };
    (!text.is_empty()).then(|| Utterance { event_id: record.id().to_owned(), speaker, said, text })
}

/// Where each page begins: a page holds at most `page_bytes` of text, and at least one utterance.
pub fn pages(utterances: &[Utterance], page_bytes: usize) -> Vec<std::ops::Range<usize>> {
    let mut pages = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, utterance) in utterances.iter().enumerate() {
        if at > from && bytes + utterance.text.len() > page_bytes {
            pages.push(from..at);
            (from, bytes) = (at, 0);
        }
        bytes += utterance.text.len();
    }
    pages.push(from..utterances.len());
    pages
}

/// A page as a reader gets it: a line that says which page it is, then one utterance a line, all as JSON.
pub fn write_page(
    session_id: &str,
    title: Option<&str>,
    page: usize,
    pages: usize,
    utterances: &[Utterance],
) -> String {
    let head = json!({ "session_id": session_id, "title": title, "page": page, "pages": pages });
    let mut text = head.to_string();
    for utterance in utterances {
        text.push('\n');
        text.push_str(&crate::store::decide::record(utterance).to_string());
    }
    text
}

/// A page as it was written; `None` for text that is no page.
pub struct Page {
    pub session_id: String,
    pub page: usize,
    pub pages: usize,
    pub utterances: Vec<Utterance>,
}

pub fn read_page(text: &str) -> Option<Page> {
    let mut lines = text.lines();
    let head: Value = serde_json::from_str(lines.next()?).ok()?;
    Some(Page {
        session_id: head.get("session_id")?.as_str()?.to_owned(),
        page: head.get("page")?.as_u64()? as usize,
        pages: head.get("pages")?.as_u64()? as usize,
        utterances: lines.map(|line| serde_json::from_str(line).ok()).collect::<Option<Vec<Utterance>>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Utterance {
        Utterance {
            event_id: format!("sevt_{}", text.len()),
            speaker: Speaker::User,
            said: "2026-05-06T09:00".into(),
            text: text.into(),
        }
    }

    #[test]
    fn pages_hold_every_utterance_once_in_order() {
        let utterances: Vec<Utterance> = ["aaaa", "bb", "cccccccccc", "d", "\u{2028}e\n{\"x\":1}"].map(said).to_vec();
        let cuts = pages(&utterances, 6);
        assert_eq!(cuts, [0..2, 2..3, 3..4, 4..5]);
        let read: Vec<Utterance> = cuts
            .iter()
            .enumerate()
            .flat_map(|(at, range)| {
                let text = write_page("sesn_1", Some("a \"title\""), at + 1, 4, &utterances[range.clone()]);
                let page = read_page(&text).expect("a page reads back");
                assert_eq!((page.page, page.pages, page.session_id.as_str()), (at + 1, 4, "sesn_1"));
                page.utterances
            })
            .collect();
        assert_eq!(read, utterances);
        assert_eq!(pages(&[], 6), std::iter::once(0..0).collect::<Vec<_>>());
    }
}
