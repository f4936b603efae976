//! What a dream would take, before it runs: its readers' conversations are gone through as the rules would hold them, without
//! keeping anything, and the orchestrator's is estimated from what they find. A real model says more or less than that.

use serde_json::{Value, json};

use super::SLICE_MS;
use crate::{
    agent::{Effect, Input, Turn, history::History, turn::Setting},
    domain::{
        Query, Result, Table,
        event::NewEvent,
        key,
        session::{Session, Usage},
    },
    dream::{
        NoteFile, Notes, Utterance,
        agents::{self, READ_TRANSCRIPT},
        policy::{self, Memo},
        transcript,
    },
    engine::{Engine, load::decode},
    model::{cache::PromptCache, prices, tokens},
};

/// Requests of the orchestrator beside those that write: delegate, consolidate, verify, its last words.
const LEAD_REQUESTS: u64 = 4;

/// A quote in the making.
struct Quote<'a> {
    engine: &'a Engine,
    min_cached_tokens: u32,
    cache: PromptCache,
    memo: Memo,
    requests: u64,
    usage: Usage,
    /// Tokens of the claims found, as they would come back in the proposal.
    found_tokens: u64,
}

impl Engine {
    /// Shape: `POST /dreamfs/v1/dreams/quote` of the extensions.
    pub async fn quote_dream(
        &self,
        store_id: &str,
        session_ids: &[String],
        instructions: Option<&str>,
        model: &str,
    ) -> Result<Value> {
        let price = prices::priced_as(model);
        let store = self.snapshot(store_id).await?;
        let files =
            store.memories().map(|memory| NoteFile { path: memory.path.clone(), content: memory.content.clone() });
        let notes = Notes { memory_store_id: store_id.to_owned(), files: files.collect() };
        let mut quote = Quote {
            engine: self,
            min_cached_tokens: price.min_cached_tokens,
            cache: PromptCache::default(),
            memo: Memo::default(),
            requests: 0,
            usage: Usage::default(),
            found_tokens: 0,
        };
        let setting = Setting {
            model: model.to_owned(),
            system: agents::reader_system(&notes, self.limits().dream_notes_bytes),
            tools: agents::reader_tools(),
            asking: Vec::new(),
            custom: Vec::new(),
        };
        for session_id in session_ids {
            quote.reader(&setting, session_id, instructions).await?;
        }
        let note_tokens: u64 = notes.files.iter().map(|file| u64::from(tokens::estimate(&file.content))).sum();
        quote.lead(note_tokens);
        let Usage { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } = quote.usage;
        Ok(json!({
            "requests": quote.requests, "input_tokens": input_tokens, "output_tokens": output_tokens,
            "cache_read_input_tokens": cache_read_input_tokens, "cache_creation_input_tokens": cache_creation_input_tokens,
            "estimated": true, "priced_as": price.model,
            "price": { "currency": prices::CURRENCY, "amount": price.of(&quote.usage), "table_date": prices::TABLE_DATE },
        }))
    }
}

impl Quote<'_> {
    /// Goes through one reader's conversation.
    async fn reader(&mut self, setting: &Setting, session_id: &str, instructions: Option<&str>) -> Result<()> {
        let (title, utterances) = self.transcript(session_id).await?;
        let pages = transcript::pages(&utterances, self.engine.limits().transcript_page_bytes);
        let mut history = History::default();
        history.push(&NewEvent::user_message(&agents::reader_task(session_id, instructions)).body);
        let mut turn = Turn::new(setting.clone(), history, self.engine.limits());
        let mut effects = std::collections::VecDeque::from(turn.step(Input::Start));
        let mut calls = 0;
        while let Some(effect) = effects.pop_front() {
            let input = match effect {
                Effect::Emit { .. } => continue,
                Effect::End(_) => break,
                Effect::Request(request) => {
                    let begun = self.engine.monotonic_ms();
                    let reply = self.ask(&crate::model::messages::with_breakpoints(request));
                    if self.engine.monotonic_ms() - begun >= SLICE_MS / 2.0 {
                        self.engine.inner.ports.clock.sleep(0).await;
                    }
                    let blocks = reply["content"].as_array().map_or(0, Vec::len);
                    let ids = (0..blocks).map(|at| format!("quote_{calls}_{at}")).collect();
                    calls += 1;
                    Input::Replied { reply, ids, start_id: String::new() }
                }
                Effect::Run(call) => {
                    let page = call.input["page"].as_u64().unwrap_or(1) as usize;
                    let text = match pages.get(page.wrapping_sub(1)) {
                        Some(range) if call.name == READ_TRANSCRIPT => {
                            let shown = &utterances[range.clone()];
                            transcript::write_page(session_id, title.as_deref(), page, pages.len(), shown)
                        }
                        _ => {
                            let findings = call.input["findings"].as_array().into_iter().flatten();
                            let claims = findings.filter(|finding| finding["kind"] == "claim");
                            self.found_tokens += claims
                                .map(|claim| u64::from(tokens::estimate(claim["text"].as_str().unwrap_or_default())))
                                .sum::<u64>();
                            "noted".to_owned()
                        }
                    };
                    let result = NewEvent::tool_result(&call.event_id, &text, false).body;
                    Input::ToolDone { call, result }
                }
            };
            effects = turn.step(input).into();
        }
        Ok(())
    }

    fn ask(&mut self, request: &Value) -> Value {
        let reply = policy::respond(request, &mut self.memo);
        let output = Usage::of_reply(&reply).output_tokens;
        self.usage.add(self.cache.account(request, output, self.min_cached_tokens, self.engine.now()));
        self.requests += 1;
        reply
    }

    /// The orchestrator: its task, the proposal once read and once written.
    fn lead(&mut self, note_tokens: u64) {
        let told = u64::from(tokens::estimate(
            &json!([agents::orchestrator_system(), agents::orchestrator_tools()]).to_string(),
        ));
        let proposal = note_tokens + self.found_tokens;
        let writing = 1 + proposal * 4 / self.engine.limits().consolidate_page_bytes as u64;
        let requests = LEAD_REQUESTS + writing;
        self.requests += requests;
        self.usage.add(Usage {
            input_tokens: 0,
            output_tokens: proposal,
            cache_creation_input_tokens: told + 2 * proposal,
            cache_read_input_tokens: told * (requests - 1) + 2 * proposal * (writing + 1),
        });
    }

    async fn transcript(&self, session_id: &str) -> Result<(Option<String>, Vec<Utterance>)> {
        let rows = self.engine.read_one(Query::Get(Table::Sessions, key![session_id])).await?;
        let session: Option<Session> = rows.into_iter().next().map(decode).transpose()?;
        let Some(session) = session else { return Ok((None, Vec::new())) };
        let utterances = self.engine.utterances(&session).await?;
        Ok((session.title, utterances))
    }
}
