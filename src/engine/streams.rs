//! Live streams of session events, as server-sent events. A stream gives what happens after it was opened, in order, each
//! event once; previews go only to those who asked for them.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::{Engine, load::decode};
use crate::domain::{
    Part, Prefix, Query, Table,
    event::{EventRecord, NewEvent},
    session::Session,
};

/// What a stream asks for.
#[derive(Debug, Clone)]
pub struct Subscription {
    pub session_id: String,
    pub thread_id: String,
    /// Number of the session's newest event when the stream was opened.
    pub after_seq: u64,
    /// Event types whose making is previewed.
    pub previews: Vec<String>,
}

/// The frames of a stream, as text. Dropping it ends the stream.
pub struct FrameStream {
    frames: UnboundedReceiver<String>,
    unread_bytes: Rc<Cell<usize>>,
}

impl FrameStream {
    /// The next frame; `None` once the stream has ended.
    pub async fn next(&mut self) -> Option<String> {
        let frame = self.frames.next().await?;
        self.unread_bytes.set(self.unread_bytes.get().saturating_sub(frame.len()));
        Some(frame)
    }
}

struct Subscriber {
    thread_id: String,
    previews: Vec<String>,
    frames: UnboundedSender<String>,
    unread_bytes: Rc<Cell<usize>>,
    limit_bytes: usize,
}

impl Subscriber {
    /// Whether the stream goes on: nobody dropped it, and its reader keeps up.
    fn send(&self, frame: &str) -> bool {
        let unread = self.unread_bytes.get() + frame.len();
        if unread > self.limit_bytes {
            let message =
                format!("The reader fell {unread} bytes behind. List the events to catch up, then open a new stream.");
            let error = json!({ "type": "error", "error": { "type": "overloaded_error", "message": message } });
            let _ = self.frames.unbounded_send(format!("event: error\ndata: {error}\n\n"));
            return false;
        }
        self.unread_bytes.set(unread);
        self.frames.unbounded_send(frame.to_owned()).is_ok()
    }

    fn is_open(&self) -> bool {
        !self.frames.is_closed()
    }
}

struct Channel {
    /// Number of the newest event given out.
    last_seq: u64,
    /// Number of the task that follows the session for this channel; 0 for none.
    follower: u64,
    subscribers: Vec<Subscriber>,
}

/// Every open stream, by session.
#[derive(Default)]
pub(super) struct Streams {
    channels: RefCell<HashMap<String, Channel>>,
    followers: Cell<u64>,
}

impl Streams {
    pub fn subscribe(&self, subscription: Subscription, limit_bytes: usize) -> FrameStream {
        let (sender, frames) = unbounded();
        let unread_bytes = Rc::new(Cell::new(0));
        let subscriber = Subscriber {
            thread_id: subscription.thread_id,
            previews: subscription.previews,
            frames: sender,
            unread_bytes: unread_bytes.clone(),
            limit_bytes,
        };
        let mut channels = self.channels.borrow_mut();
        let channel = channels.entry(subscription.session_id).or_insert(Channel {
            last_seq: subscription.after_seq,
            follower: 0,
            subscribers: Vec::new(),
        });
        channel.subscribers.push(subscriber);
        FrameStream { frames, unread_bytes }
    }

    pub fn close_all(&self) {
        self.channels.borrow_mut().clear();
    }

    /// Gives events to a session's streams, up to and with number `last_seq`; `session.deleted` ends them.
    fn give(&self, session_id: &str, events: &[EventRecord], last_seq: u64) {
        let mut channels = self.channels.borrow_mut();
        let Some(channel) = channels.get_mut(session_id) else { return };
        let mut ended = false;
        channel.last_seq = channel.last_seq.max(last_seq);
        for record in events {
            let (frame, deleted) = (frame(&record.event), record.kind() == "session.deleted");
            channel.subscribers.retain(|subscriber| {
                if deleted || subscriber.thread_id == record.thread_id {
                    subscriber.send(&frame)
                } else {
                    subscriber.is_open()
                }
            });
            ended |= deleted;
        }
        if ended || channel.subscribers.is_empty() {
            channels.remove(session_id);
        }
    }

    /// Gives a preview to those who asked for previews of `kind`.
    pub fn preview(&self, session_id: &str, kind: &str, event: &Value) {
        if let Some(channel) = self.channels.borrow_mut().get_mut(session_id) {
            let frame = frame(event);
            channel.subscribers.retain(|subscriber| {
                if subscriber.previews.iter().any(|asked| asked == kind) {
                    subscriber.send(&frame)
                } else {
                    subscriber.is_open()
                }
            });
        }
    }

    /// Number of the newest event given out, while somebody watches.
    fn watched(&self, session_id: &str) -> Option<u64> {
        let mut channels = self.channels.borrow_mut();
        let channel = channels.get_mut(session_id)?;
        channel.subscribers.retain(Subscriber::is_open);
        if channel.subscribers.is_empty() {
            channels.remove(session_id);
            return None;
        }
        Some(channel.last_seq)
    }

    /// The number of a task that is to follow the session; `None` when one does already.
    fn begin_following(&self, session_id: &str) -> Option<u64> {
        let mut channels = self.channels.borrow_mut();
        let channel = channels.get_mut(session_id).filter(|channel| channel.follower == 0)?;
        self.followers.set(self.followers.get() + 1);
        channel.follower = self.followers.get();
        Some(channel.follower)
    }

    /// Whether this follower's channel is still open; one opened anew has a follower of its own.
    fn follows(&self, session_id: &str, follower: u64) -> bool {
        self.watched(session_id).is_some()
            && self.channels.borrow().get(session_id).is_some_and(|channel| channel.follower == follower)
    }
}

/// One server-sent event, named after the event's type.
fn frame(event: &Value) -> String {
    let name = event.get("type").and_then(Value::as_str).unwrap_or("message");
    format!("event: {name}\ndata: {event}\n\n")
}

impl Engine {
    /// Gives out what this engine committed. When another tab has written in between, everything new is read back instead,
    /// so that the order stays that of the record.
    pub(super) fn publish_events(&self, session_id: &str, base_seq: u64, last_seq: u64, events: &[EventRecord]) {
        let Some(given) = self.inner.streams.watched(session_id) else { return };
        let deleted = events.iter().any(|record| record.seq == 0);
        if given >= base_seq || deleted {
            self.inner.streams.give(session_id, events, last_seq);
        } else {
            let (engine, id) = (self.clone(), session_id.to_owned());
            self.spawn(async move { engine.follow(&id).await });
        }
    }

    /// Reads events that another tab wrote, and gives them out.
    pub(super) async fn follow(&self, session_id: &str) {
        let Some(given) = self.inner.streams.watched(session_id) else { return };
        let query = Query::Under {
            table: Table::Events,
            index: None,
            prefix: crate::domain::key![session_id],
            bound: Some(Part::Number(given)),
            limit: None,
            reverse: false,
        };
        // A read that fails is tried again with the next look.
        let session = Query::Get(Table::Sessions, crate::domain::key![session_id]);
        let Ok(mut rows) = self.read(vec![query, session]).await else { return };
        let (session, records) = (rows.pop().unwrap_or_default(), rows.pop().unwrap_or_default());
        let Some(session) = session.into_iter().next() else {
            let deleted = EventRecord {
                session_id: session_id.to_owned(),
                seq: 0,
                thread_id: String::new(),
                event: NewEvent::deleted().finish(self.next_id(Prefix::Event), Some(self.now())),
            };
            self.inner.streams.give(session_id, &[deleted], given);
            return;
        };
        // Another tab runs it. Whoever watches stands in line, to take over should that tab go.
        let session = decode::<Session>(session).ok().filter(|session| session.status.is_active());
        match session.map(|session| session.dream_id) {
            Some(Some(dream_id)) => self.wake_dream(&dream_id),
            Some(None) if !self.inner.runners.runs(session_id) => self.wake(session_id),
            _ => {}
        }
        let newer = self.inner.streams.watched(session_id).unwrap_or(u64::MAX);
        let events: Vec<EventRecord> = records
            .into_iter()
            .filter_map(|record| decode::<EventRecord>(record).ok())
            .filter(|record| record.seq > newer && record.processed_at().is_some())
            .collect();
        let last_seq = events.last().map_or(newer, |record| record.seq);
        self.inner.streams.give(session_id, &events, last_seq);
    }

    /// Looks for other tabs' events now and then, for as long as somebody watches: notices can be lost.
    pub(super) fn follow_while_watched(&self, session_id: String) {
        let Some(follower) = self.inner.streams.begin_following(&session_id) else { return };
        let engine = self.clone();
        self.spawn(async move {
            while engine.inner.streams.follows(&session_id, follower) && !engine.is_closed() {
                engine.inner.ports.clock.sleep(engine.limits().follow_interval_ms).await;
                engine.follow(&session_id).await;
            }
        });
    }
}
