//! The offline model `dreamfs-offline`: rules, no language model. It is a pure function from a Messages API request to a reply;
//! it looks into the mounted stores with the tools it is offered, writes what it is told, answers from what it finds and says where,
//! and says plainly what it does not know. It never calls a tool that is not offered, and at most twelve in a turn.

mod acts;
mod additions;
mod afterthought;
mod aliases;
mod amounts;
mod anchors;
mod another;
mod answer;
mod apart;
mod ask;
mod asked;
mod asking;
mod beings;
mod clauses;
mod command;
mod conversation;
mod coverage;
mod cued;
mod dated;
mod deeds;
mod denial;
mod dialogue;
mod elided;
mod evidence;
mod exchange;
mod focus;
mod former;
mod fitting;
mod fragments;
mod gaps;
mod hands;
mod heads;
mod holders;
pub mod instructions;
mod kin;
mod latest;
mod likeness;
mod likewise;
mod links;
pub mod listen;
mod listing;
mod matching;
mod named;
mod notebook;
mod pairs;
mod person;
mod places;
mod phrasing;
mod question;
mod refills;
mod remarks;
mod revise;
mod roles;
mod say;
mod search;
mod self_told;
mod shape;
mod slots;
mod small;
mod sorts;
mod speakers;
mod spoken;
mod stored;
mod subjects;
mod tell;
mod thread;
mod topic;
mod units;
pub mod weighing;
mod whom;
mod wording;
mod yes_no;

use serde_json::Value;

use acts::{Act, acts};
use conversation::Conversation;
use hands::{Hands, Stop};
use notebook::Notebook;
use tell::{Wish, carry_out};
use topic::Topic;

use super::message::{Block, reply};
use super::tokens::{estimate, estimate_request};
use crate::text::claims::Statement;
use crate::text::secrets::secret_in;

/// The model's id.
pub const MODEL: &str = "dreamfs-offline";

/// At most this many questions of one message are answered.
const MAX_QUESTIONS: usize = 3;

/// What the rules reply to a Messages API request: a message with text or with tool calls. Deterministic; total for any value; what
/// it cannot read it treats as absent. Token counts in `usage` are estimates.
pub fn respond(request: &Value) -> Value {
    let conversation = Conversation::of(request);
    let blocks = match turn(&conversation) {
        Ok(text) => vec![Block::Text(text)],
        Err(Stop::Calls(calls)) => calls
            .into_iter()
            .enumerate()
            .map(|(at, (name, input))| Block::ToolUse(call_id(&conversation, at, name, &input), name.to_owned(), input))
            .collect(),
        Err(Stop::Named(name, input)) => {
            vec![Block::ToolUse(call_id(&conversation, 0, &name, &input), name, input)]
        }
        Err(Stop::Missing(tool)) => {
            vec![Block::Text(format!("I need the tool `{tool}` for that, and this session does not offer it."))]
        }
        Err(Stop::Spent) => vec![Block::Text(format!(
            "I stopped: a turn may make {} tool calls, and they are used up.",
            hands::MAX_CALLS
        ))],
        Err(Stop::Failed(why)) => vec![Block::Text(format!("A tool failed, so I stopped: {}", say::one_line(&why)))],
    };
    let output = blocks.iter().fold(0, |sum: u32, block| {
        sum.saturating_add(match block {
            Block::Text(text) => estimate(text),
            Block::ToolUse(_, name, input) => estimate(name).saturating_add(estimate(&input.to_string())),
        })
    });
    let id = format!("msg_{}", token(&[&conversation.length.to_string(), &conversation.current]));
    reply(&id, MODEL, &blocks, estimate_request(request), output)
}

/// The turn, replayed from its start: the words to say, or the call to make first.
fn turn(conversation: &Conversation) -> Result<String, Stop> {
    if let Some(line) = command::asked(&conversation.current) {
        return Hands::new(&conversation.calls, &conversation.tools).bash(line);
    }
    if let Some(answered) = named::answer(conversation) {
        return answered;
    }
    let today = conversation.today.as_ref().map(|today| today.date.as_str());
    let mut topic = Topic::default();
    let mut thread = Notebook::default();
    for message in &conversation.earlier {
        for act in heard(message, &thread, &[], &mut topic, today) {
            learn(&mut thread, &act);
        }
    }
    let mut hands = Hands::new(&conversation.calls, &conversation.tools);
    let stored = stored::lines(&mut hands, &conversation.mounts, &conversation.current, &thread.newest())?;
    let now = heard(&conversation.current, &thread, &stored, &mut topic, today);
    let mut said = say::Said::default();
    let mut wishes: Vec<Wish> = Vec::new();
    for act in &now {
        let last = thread.last.and_then(|at| thread.notes.get(at)).map(|note| note.text.clone());
        match act {
            Act::Tell(statement) => wishes.push(Wish::Tell(statement.clone())),
            Act::Refill(value, alone) => {
                // The line that it corrects is the one that it corrects in the thread.
                let corrected = match thread.clone().refill(value) {
                    notebook::Outcome::Changed(_, former) => Some(former),
                    _ => last,
                };
                let reaches = remarks::is_correction(&conversation.current);
                wishes.push(Wish::Refill(value.clone(), corrected, alone.clone(), reaches));
            }
            Act::Revise(revision) => wishes.push(Wish::Revise(revision.clone())),
            Act::Forget(what) => wishes.push(Wish::Forget(what.clone(), last)),
            Act::Secret(sort) => said.secret(sort),
            Act::Small(small) => said.small(*small),
            Act::Task => said.task(),
            Act::Ask(_) => {}
        }
        let learned = learn(&mut thread, act);
        if conversation.mounts.is_empty() {
            said.learned_in_thread(act, learned);
        }
    }
    let asked: Vec<&String> = now
        .iter()
        .filter_map(|act| if let Act::Ask(text) = act { Some(text) } else { None })
        .take(MAX_QUESTIONS)
        .collect();
    if !wishes.is_empty() && !conversation.mounts.is_empty() {
        said.done(
            carry_out(&mut hands, &conversation.mounts, &wishes, today)?,
            conversation.mounts.iter().all(|mount| mount.read_only),
        );
    }
    let texts: Vec<String> = thread.texts().map(str::to_owned).collect();
    for text in asked {
        let answered = ask::answer(&mut hands, &conversation.mounts, &texts, text)?;
        said.answered(&answered, conversation.mounts.is_empty());
    }
    Ok(said.text(conversation.mounts.is_empty()))
}

/// What a message does after what the thread told before: what it corrects there or in the store, and what else it does.
fn heard(message: &str, thread: &Notebook, stored: &[String], topic: &mut Topic, today: Option<&str>) -> Vec<Act> {
    if topic.is_spoken_by_other(message) {
        let first = topic.speakers.clone();
        let told = acts(message, topic, today);
        let mut found = match (first.as_slice(), topic.speakers.len()) {
            ([first], 2..) => speakers::named_lines(thread, first),
            _ => Vec::new(),
        };
        found.extend(told);
        return found;
    }
    let notes = thread.newest();
    let given_back = former::given_back(message);
    let message = given_back.as_deref().unwrap_or(message);
    if let Some(mut grown) = additions::grown(message, &notes) {
        grown.text = topic.follow_text(&grown.text, today);
        return vec![Act::Revise(grown)];
    }
    if let Some((shrunk, rest)) = additions::shrunk(message, &notes) {
        let mut found = vec![Act::Revise(shrunk)];
        found.extend(acts(&rest, topic, today));
        return found;
    }
    if let Some(labelled) = additions::taste(message, &notes) {
        return acts(&labelled, topic, today);
    }
    if let Some(parted) = afterthought::parted(message) {
        let mut then = topic.clone();
        let mut found = heard(&parted.before, thread, stored, &mut then, today);
        let told: Vec<&str> = found
            .iter()
            .rev()
            .filter_map(|act| if let Act::Tell(told) = act { Some(told.text.as_str()) } else { None })
            .collect();
        if let Some(settled) = revise::settle(&parted.after, &told, &[]) {
            for revision in settled.revisions {
                let told = |act: &&mut Act| matches!(act, Act::Tell(told) if told.text == revision.old);
                if let Some(act) = found.iter_mut().find(told) {
                    // What was told in another session has the former value.
                    let plain = Statement::plain(revision.text.clone(), false);
                    *act = Act::Tell(if parted.repeated { revision.statement() } else { plain });
                }
            }
            found.extend(acts(&settled.rest, &mut then, today));
            *topic = then;
            return found;
        }
    }
    let Some(settled) = revise::settle(message, &notes, stored) else { return acts(message, topic, today) };
    let mut found = Vec::new();
    for mut revision in settled.revisions {
        revision.text = topic.follow_text(&revision.text, today);
        found.push(match secret_in(&revision.text) {
            Some(sort) => Act::Secret(sort),
            None => Act::Revise(revision),
        });
    }
    found.extend(acts(&settled.rest, topic, today));
    found
}

/// What an act does to the thread's own notes.
fn learn(thread: &mut Notebook, act: &Act) -> say::Learned {
    match act {
        Act::Tell(statement) => say::Learned::Told(thread.tell(statement)),
        Act::Refill(value, alone) => say::Learned::Told(match (thread.refill(value), alone) {
            (notebook::Outcome::Nothing, Some(alone)) => thread.tell(alone),
            (outcome, _) => outcome,
        }),
        Act::Revise(revision) => say::Learned::Told(match thread.revise(revision) {
            // It was told in another session.
            notebook::Outcome::Nothing => thread.log(&revision.text),
            outcome => outcome,
        }),
        Act::Forget(what) if what.is_empty() => say::Learned::Forgot(thread.forget_last().into_iter().collect()),
        Act::Forget(what) => say::Learned::Forgot(thread.forget(what, 8, notebook::forgets(what, None))),
        _ => say::Learned::Nothing,
    }
}

/// The id of a call, from its place in the conversation.
fn call_id(conversation: &Conversation, at: usize, name: &str, input: &Value) -> String {
    let place = (conversation.calls.len() + at).to_string();
    format!("toolu_{}", token(&[&conversation.length.to_string(), &place, name, &input.to_string()]))
}

/// 24 base58 characters from a hash (FNV-1a, in `u64`, over three seeds) of some texts.
fn token(parts: &[&str]) -> String {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut all = String::with_capacity(24);
    for seed in 0..3u64 {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash ^= hash >> 29;
        for _ in 0..8 {
            all.push(char::from(ALPHABET[(hash % 58) as usize]));
            hash /= 58;
        }
    }
    all
}
