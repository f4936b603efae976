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
    material::{Notes, Utterance},
    reader::{self, Index, Progress},
    transcript,
};
use crate::{
    domain::sort,
    model::{
        message::{Block, blocks_of, reply, text_of, tools_of},
        offline::MODEL,
        tokens,
    },
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

/// The answer to a request, as it comes about.
pub struct Answer<'a> {
    request: &'a Value,
    done: Vec<Done<'a>>,
    reader: Option<ReaderWork>,
    wanted: Option<Wanted>,
}

/// A reader's work on a request: the pages that it has, and how far it is with the one that it has not reported.
struct ReaderWork {
    pages: Vec<transcript::Page>,
    /// Which page that is, and what was said before it.
    page: Option<(usize, Vec<Utterance>)>,
    building: Option<Building>,
    index: Option<Rc<Index>>,
    progress: Progress,
}

/// A look-up of the notes that is not complete yet.
struct Building {
    hash: u64,
    notes: Notes,
    at: usize,
    index: Index,
}

impl<'a> Answer<'a> {
    pub fn to(request: &'a Value) -> Self {
        let messages = request["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
        let done = calls(messages);
        let mut answer = Answer { request, done, reader: None, wanted: None };
        if tools_of(request).contains(&REPORT_FINDINGS) {
            answer.reader = Some(ReaderWork::of(&answer.done));
        } else {
            let task = messages.first().map(|message| text_of(&message["content"])).unwrap_or_default();
            answer.wanted = Some(lead(&task, &answer.done));
        }
        answer
    }

    /// A little of the work: a file of the notes, or an utterance; true when it is known what to answer.
    pub fn step(&mut self, memo: &mut Memo) -> bool {
        let Some(reader) = &mut self.reader else { return true };
        if reader.page.is_none() || reader.step(self.request, memo) {
            self.wanted.get_or_insert_with(|| reader.wanted(&self.done));
        }
        self.wanted.is_some()
    }

    pub fn finish(self) -> Value {
        let count = self.done.len();
        let mut blocks = Vec::new();
        match self.wanted {
            Some(Wanted::Calls(wanted)) => {
                for (at, (name, input)) in wanted.into_iter().enumerate() {
                    blocks.push(Block::ToolUse(format!("toolu_dream_{}", count + at), name.to_owned(), input));
                }
            }
            Some(Wanted::Say(text)) => blocks.push(Block::Text(text)),
            None => {}
        }
        let output: u32 = blocks.iter().map(written).fold(0, u32::saturating_add);
        // The input is counted by whoever knows what the prompt cache holds.
        reply(&format!("msg_dream_{count}"), MODEL, &blocks, 0, output)
    }
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

/// The reports that a reader has made.
fn reports<'a, 'b>(done: &'b [Done<'a>]) -> impl Iterator<Item = &'b Done<'a>> {
    done.iter().filter(|call| call.name == REPORT_FINDINGS && !call.is_error)
}

impl ReaderWork {
    fn of(done: &[Done<'_>]) -> ReaderWork {
        let pages: Vec<transcript::Page> = done
            .iter()
            .filter(|call| call.name == READ_TRANSCRIPT && !call.is_error)
            .filter_map(|call| transcript::read_page(call.result.as_deref()?))
            .collect();
        let reported: BTreeSet<u64> = sort::set(reports(done).filter_map(|call| call.input["page"].as_u64()));
        let page = pages.iter().position(|page| !reported.contains(&(page.page as u64)));
        let page = page.map(|at| (at, pages[..at].iter().flat_map(|page| page.utterances.iter().cloned()).collect()));
        ReaderWork { pages, page, building: None, index: None, progress: Progress::default() }
    }

    /// A file of the notes, or an utterance of the page; true when the page is read.
    fn step(&mut self, request: &Value, memo: &mut Memo) -> bool {
        let Some((at, earlier)) = &self.page else { return true };
        if let Some(building) = &mut self.building {
            if building.step() {
                memo.index = self.building.take().map(|built| (built.hash, Rc::new(built.index)));
            }
            return false;
        }
        let Some(index) = &self.index else {
            self.index = memo.known(request);
            if self.index.is_none() {
                self.building = Some(Building::of(notes_text(request)));
            }
            return false;
        };
        let page = &self.pages[*at];
        reader::read_on(&mut self.progress, &page.session_id, earlier, &page.utterances, index)
    }

    /// The next page, together with what the page before bears; at the end, what all pages bore.
    fn wanted(&mut self, done: &[Done<'_>]) -> Wanted {
        let Some(last) = self.pages.last() else {
            return Wanted::Calls(vec![(READ_TRANSCRIPT, json!({ "page": 1 }))]);
        };
        let mut wanted = Vec::new();
        if let Some((at, _)) = &self.page {
            let findings = std::mem::take(&mut self.progress.findings);
            wanted.push((REPORT_FINDINGS, json!({ "page": self.pages[*at].page, "findings": findings })));
        }
        if last.page < last.pages {
            wanted.push((READ_TRANSCRIPT, json!({ "page": last.page + 1 })));
        }
        if !wanted.is_empty() {
            return Wanted::Calls(wanted);
        }
        let kinds = reports(done).flat_map(|call| call.input["findings"].as_array().into_iter().flatten());
        let mut counted = std::collections::BTreeMap::<&str, usize>::new();
        for finding in kinds {
            *counted.entry(finding["kind"].as_str().unwrap_or_default()).or_default() += 1;
        }
        let found: Vec<String> = counted.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let found = if found.is_empty() { "nothing to keep".to_owned() } else { found.join(", ") };
        let utterances: usize = self.pages.iter().map(|page| page.utterances.len()).sum();
        Wanted::Say(format!("Read {} of {} pages, {utterances} events: {found}.", self.pages.len(), last.pages))
    }
}

impl Building {
    fn of(text: &str) -> Building {
        let notes = agents::notes_of_system(text).unwrap_or_default();
        Building { hash: hash_of(text), index: Index::new(&notes.memory_store_id), notes, at: 0 }
    }

    /// Takes the next file in; true when all are.
    fn step(&mut self) -> bool {
        if let Some(file) = self.notes.files.get(self.at) {
            self.index.take(file);
            self.at += 1;
        }
        self.at >= self.notes.files.len()
    }
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
    /// The look-up of a request's notes, if it was made.
    fn known(&self, request: &Value) -> Option<Rc<Index>> {
        let hash = hash_of(notes_text(request));
        self.index.as_ref().filter(|(known, _)| *known == hash).map(|(_, index)| index.clone())
    }
}

/// The text in which a request holds the notes.
fn notes_text(request: &Value) -> &str {
    let blocks = request["system"].as_array().map(Vec::as_slice).unwrap_or_default();
    blocks.iter().rev().filter_map(|block| block["text"].as_str()).next().unwrap_or_default()
}

fn hash_of(text: &str) -> u64 {
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
