//! What the offline model does as an agent of a dream: it reads every page, reports what the rules find, writes what
//! consolidation proposes, and verifies. It sees what any model would see, the request, and answers as any model would.

use std::{
    collections::BTreeSet,
    hash::{Hash, Hasher},
    rc::Rc,
};

use serde_json::{Value, json};

use super::{
    agents::{self, CONSOLIDATE, DELEGATE, READ_TRANSCRIPT, REMOVE, REPORT_FINDINGS, VERIFY},
    reader::{self, Index},
    transcript,
};
use crate::model::{
    message::{Block, blocks_of, reply, text_of, tools_of},
    offline::MODEL,
    tokens,
};

/// What was worked out from a request before, and need not be again: the look-up of the notes, by their text.
#[derive(Default)]
pub struct Memo {
    index: Option<(u64, Rc<Index>)>,
}

/// A tool call of the conversation and its result, where it has one.
struct Done<'a> {
    name: &'a str,
    input: &'a Value,
    result: Option<String>,
    is_error: bool,
}

/// Answers a request of a dream's agent.
pub fn respond(request: &Value, memo: &mut Memo) -> Value {
    let messages = request["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let done = calls(messages);
    let tools = tools_of(request);
    let wanted = if tools.contains(&REPORT_FINDINGS) {
        read(request, &done, memo)
    } else {
        let task = messages.first().map(|message| text_of(&message["content"])).unwrap_or_default();
        lead(&task, &done)
    };
    let count = done.len();
    let mut blocks = Vec::new();
    match wanted {
        Wanted::Calls(wanted) => {
            for (at, (name, input)) in wanted.into_iter().enumerate() {
                blocks.push(Block::ToolUse(format!("toolu_dream_{}", count + at), name.to_owned(), input));
            }
        }
        Wanted::Say(text) => blocks.push(Block::Text(text)),
    }
    let output: u32 = blocks.iter().map(written).fold(0, u32::saturating_add);
    // The input is counted by whoever knows what the prompt cache holds.
    reply(&format!("msg_dream_{count}"), MODEL, &blocks, 0, output)
}

fn written(block: &Block) -> u32 {
    match block {
        Block::Text(text) => tokens::estimate(text),
        Block::ToolUse(_, name, input) => tokens::estimate(name).saturating_add(tokens::estimate(&input.to_string())),
    }
}

enum Wanted {
    Calls(Vec<(&'static str, Value)>),
    Say(String),
}

/// The calls so far, in order, with their results.
fn calls(messages: &[Value]) -> Vec<Done<'_>> {
    let mut done: Vec<(&str, Done<'_>)> = Vec::new();
    for message in messages {
        for call in blocks_of(&message["content"], "tool_use") {
            let id = call["id"].as_str().unwrap_or_default();
            let name = call["name"].as_str().unwrap_or_default();
            done.push((id, Done { name, input: &call["input"], result: None, is_error: false }));
        }
        for result in blocks_of(&message["content"], "tool_result") {
            let id = result["tool_use_id"].as_str().unwrap_or_default();
            if let Some((_, call)) = done.iter_mut().rev().find(|(known, _)| *known == id) {
                call.result = Some(text_of(&result["content"]));
                call.is_error = result["is_error"] == true;
            }
        }
    }
    done.into_iter().map(|(_, call)| call).collect()
}

/// A reader: the next page, together with what the page before bears.
fn read(request: &Value, done: &[Done<'_>], memo: &mut Memo) -> Wanted {
    let pages: Vec<transcript::Page> = done
        .iter()
        .filter(|call| call.name == READ_TRANSCRIPT && !call.is_error)
        .filter_map(|call| transcript::read_page(call.result.as_deref()?))
        .collect();
    let reports: Vec<&Done<'_>> = done.iter().filter(|call| call.name == REPORT_FINDINGS && !call.is_error).collect();
    let reported: BTreeSet<u64> = reports.iter().filter_map(|call| call.input["page"].as_u64()).collect();
    let Some(last) = pages.last() else { return Wanted::Calls(vec![(READ_TRANSCRIPT, json!({ "page": 1 }))]) };
    let mut wanted = Vec::new();
    if let Some(at) = pages.iter().position(|page| !reported.contains(&(page.page as u64))) {
        let index = memo.index(request);
        let earlier: Vec<_> = pages[..at].iter().flat_map(|page| page.utterances.iter().cloned()).collect();
        let page = &pages[at];
        let findings = reader::read_page(&page.session_id, &earlier, &page.utterances, &index);
        wanted.push((REPORT_FINDINGS, json!({ "page": page.page, "findings": findings })));
    }
    if last.page < last.pages {
        wanted.push((READ_TRANSCRIPT, json!({ "page": last.page + 1 })));
    }
    if !wanted.is_empty() {
        return Wanted::Calls(wanted);
    }
    let kinds = reports.iter().flat_map(|call| call.input["findings"].as_array().into_iter().flatten());
    let mut counted = std::collections::BTreeMap::<&str, usize>::new();
    for finding in kinds {
        *counted.entry(finding["kind"].as_str().unwrap_or_default()).or_default() += 1;
    }
    let found: Vec<String> = counted.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let found = if found.is_empty() { "nothing to keep".to_owned() } else { found.join(", ") };
    let utterances: usize = pages.iter().map(|page| page.utterances.len()).sum();
    Wanted::Say(format!("Read {} of {} pages, {utterances} events: {found}.", pages.len(), last.pages))
}

/// The orchestrator: readers, then the proposal page by page, then the checks.
fn lead(task: &str, done: &[Done<'_>]) -> Wanted {
    let delegated = done.iter().any(|call| call.name == DELEGATE);
    if !delegated {
        let sessions = agents::sessions_of_task(task);
        return Wanted::Calls(sessions.into_iter().map(|id| (DELEGATE, json!({ "session_id": id }))).collect());
    }
    let answers = |name: &'static str| {
        done.iter()
            .filter(move |call| call.name == name && !call.is_error)
            .filter_map(|call| serde_json::from_str::<Value>(call.result.as_deref()?).ok())
    };
    let Some(proposal) = answers(CONSOLIDATE).next_back() else {
        return Wanted::Calls(vec![(CONSOLIDATE, json!({ "page": 1 }))]);
    };
    let path_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let handled: BTreeSet<String> = done
        .iter()
        .filter(|call| matches!(call.name, "write" | REMOVE) && call.result.is_some())
        .map(|call| path_of(&call.input["file_path"]))
        .collect();
    let mut wanted = Vec::new();
    for file in proposal["files"].as_array().into_iter().flatten() {
        if !handled.contains(&path_of(&file["file_path"])) {
            wanted.push(("write", json!({ "file_path": file["file_path"], "content": file["content"] })));
        }
    }
    for path in proposal["remove"].as_array().into_iter().flatten() {
        if !handled.contains(&path_of(path)) {
            wanted.push((REMOVE, json!({ "file_path": path })));
        }
    }
    let (page, pages) = (proposal["page"].as_u64().unwrap_or(1), proposal["pages"].as_u64().unwrap_or(1));
    if wanted.is_empty() && page < pages {
        wanted.push((CONSOLIDATE, json!({ "page": page + 1 })));
    }
    if !wanted.is_empty() {
        return Wanted::Calls(wanted);
    }
    match answers(VERIFY).next_back() {
        None => Wanted::Calls(vec![(VERIFY, json!({}))]),
        Some(checks) => {
            let summary = proposal["summary"].as_str().unwrap_or_default();
            let failed = checks["checks"].as_array().into_iter().flatten().filter(|check| check["passed"] != true);
            let failed: Vec<&str> = failed.filter_map(|check| check["name"].as_str()).collect();
            let verdict = match failed.as_slice() {
                [] => "Every check passed.".to_owned(),
                names => format!("These checks failed: {}.", names.join(", ")),
            };
            Wanted::Say(format!("{summary} {verdict}"))
        }
    }
}

impl Memo {
    fn index(&mut self, request: &Value) -> Rc<Index> {
        let blocks = request["system"].as_array().map(Vec::as_slice).unwrap_or_default();
        let text = blocks.iter().rev().filter_map(|block| block["text"].as_str()).next().unwrap_or_default();
        let mut hasher = std::collections::hash_map::DefaultHasher::new();
        text.hash(&mut hasher);
        let hash = hasher.finish();
        if let Some((_, index)) = self.index.as_ref().filter(|(known, _)| *known == hash) {
            return index.clone();
        }
        let index = Rc::new(Index::of(&agents::notes_of_system(text).unwrap_or_default()));
        self.index = Some((hash, index.clone()));
        index
    }
}
