//! Live streams of session events: what they give, when, and to whom.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::rc::Rc;

use common::{Tab, calls, frames, message, options, text, words};
use dreamfs::{
    domain::Limits,
    engine::{FrameStream, Options},
    platform::native::MemoryBackend,
    testing::{Script, World},
};
use futures_util::FutureExt;
use serde_json::{Value, json};

fn open(tab: &Tab, session: &str, query: &str) -> FrameStream {
    tab.stream(&format!("/v1/sessions/{session}/events/stream{query}"))
}

fn names(frames: &[Option<(String, Value)>]) -> Vec<String> {
    frames.iter().map(|frame| frame.as_ref().map_or("the end".into(), |(name, _)| name.clone())).collect()
}

#[test]
fn a_stream_gives_the_recorded_events_once_each_in_order_and_names_every_frame() {
    let tab = Tab::scripted([calls(&[("read", json!({ "file_path": "/x" }))]), words("done\n\nwith two line ends")]);
    let session = tab.session(json!([]));
    let mut stream = open(&tab, &session, "");
    tab.say(&session, "go");
    let given = frames(&mut stream);
    assert!(given.iter().flatten().all(|(name, data)| data["type"] == name.as_str()));
    let events: Vec<Value> = given.into_iter().flatten().map(|(_, data)| data).collect();
    assert_eq!(events, tab.events(&session));
}

#[test]
fn a_stream_gives_only_what_happens_after_it_was_opened() {
    let tab = Tab::scripted([words("a"), words("b")]);
    let session = tab.session(json!([]));
    tab.say(&session, "one");
    let mut stream = open(&tab, &session, "");
    assert_eq!(frames(&mut stream), []);
    tab.say(&session, "two");
    let given = frames(&mut stream);
    assert_eq!(given.len(), 6);
    assert_eq!(given[0].as_ref().unwrap().1["content"][0]["text"], "two");
}

#[test]
fn previews_come_only_when_asked_and_their_pieces_make_the_message() {
    let said = "Grüße an alle 👋🏽, one two  three\nfour";
    let replies = || {
        Script::reply(json!([
            { "type": "thinking", "thinking": "hm" }, { "type": "text", "text": said },
            { "type": "text", "text": "" }, { "type": "text", "text": "more" },
        ]))
    };
    let tab = Tab::scripted([replies()]);
    let session = tab.session(json!([]));
    let mut plain = open(&tab, &session, "");
    let mut messages = open(&tab, &session, "?event_deltas[]=agent.message");
    let mut both = open(&tab, &session, "?event_deltas=agent.message&event_deltas=agent.thinking");
    tab.say(&session, "go");
    assert!(names(&frames(&mut plain)).iter().all(|name| !name.starts_with("event_")));
    let given: Vec<(String, Value)> = frames(&mut messages).into_iter().flatten().collect();
    let starts: Vec<&Value> =
        given.iter().filter(|(name, _)| name == "event_start").map(|(_, data)| &data["event"]).collect();
    let made: Vec<&Value> = given.iter().filter(|(name, _)| name == "agent.message").map(|(_, data)| data).collect();
    assert_eq!((starts.len(), made.len()), (2, 2), "an empty text makes no message and has no preview");
    for (start, message) in starts.iter().zip(&made) {
        assert_eq!((&start["type"], &start["id"]), (&json!("agent.message"), &message["id"]));
        let pieces = given.iter().filter(|(name, data)| name == "event_delta" && data["event_id"] == message["id"]);
        let joined: String = pieces.map(|(_, data)| text(&data["delta"]["content"]["text"])).collect();
        assert_eq!(joined, text(&message["content"][0]["text"]));
    }
    let delta = &given.iter().find(|(name, _)| name == "event_delta").unwrap().1["delta"];
    assert_eq!(
        (&delta["type"], &delta["index"], &delta["content"]["type"]),
        (&json!("content_delta"), &json!(0), &json!("text"))
    );
    let thinking =
        frames(&mut both).into_iter().flatten().filter(|(_, data)| data["event"]["type"] == "agent.thinking").count();
    assert_eq!(thinking, 1);
    assert!(tab.kinds(&session).iter().all(|kind| !kind.starts_with("event_")), "previews are never recorded");
}

#[test]
fn a_preview_that_is_interrupted_is_closed_by_the_end_of_its_request() {
    let tab = Tab::scripted([words("one two three four")]);
    let session = tab.session(json!([]));
    tab.post("/dreamfs/v1/pace", json!({ "pace": "slow" }));
    let mut stream = open(&tab, &session, "?event_deltas=agent.message");
    tab.say(&session, "go");
    // Past the wait before the step, into the pieces.
    tab.world.advance_ms(900);
    tab.world.settle();
    tab.send(&session, json!([{ "type": "user.interrupt" }]));
    tab.world.settle();
    let given = names(&frames(&mut stream));
    assert!(given.contains(&"event_start".to_owned()) && !given.contains(&"agent.message".to_owned()), "{given:?}");
    assert_eq!(given[given.len() - 3..], ["span.model_request_end", "user.interrupt", "session.status_idle"]);
}

#[test]
fn asking_for_previews_of_anything_else_is_refused() {
    let tab = Tab::scripted([]);
    let session = tab.session(json!([]));
    tab.invalid(
        "GET",
        &format!("/v1/sessions/{session}/events/stream?event_deltas=user.message"),
        None,
        "event_deltas",
    );
    tab.invalid("GET", &format!("/v1/sessions/{session}/events/stream?from=1"), None, "from");
}

#[test]
fn a_deleted_session_says_so_and_ends_its_streams() {
    let tab = Tab::scripted([words("a")]);
    let session = tab.session(json!([]));
    let thread = text(&tab.get(&format!("/v1/sessions/{session}/threads"))["data"][0]["id"]);
    let mut streams =
        [open(&tab, &session, ""), tab.stream(&format!("/v1/sessions/{session}/threads/{thread}/stream"))];
    tab.delete(&format!("/v1/sessions/{session}"));
    for stream in &mut streams {
        assert_eq!(names(&frames(stream)), ["session.deleted", "the end"]);
    }
}

#[test]
fn closing_the_engine_ends_every_stream() {
    let tab = Tab::scripted([]);
    let session = tab.session(json!([]));
    let mut stream = open(&tab, &session, "");
    tab.engine.close();
    assert_eq!(names(&frames(&mut stream)), ["the end"]);
    tab.refused("GET", &format!("/v1/sessions/{session}"), None, 500, "api_error");
}

#[test]
fn a_reader_that_falls_behind_is_told_and_cut_off_and_others_go_on() {
    let limits = Limits { stream_backlog: 900, ..Limits::default() };
    let tab =
        Tab::over(World::new(1).with_model(Script::new([words("a"), words("b")])), Options { limits, ..options() });
    let session = tab.session(json!([]));
    let (mut slow, mut quick) = (open(&tab, &session, ""), open(&tab, &session, ""));
    let mut read = 0;
    tab.send(&session, json!([message("go")]));
    tab.world.run(async {
        while read < 6 {
            read += usize::from(quick.next().await.is_some());
        }
    });
    let given = frames(&mut slow);
    let end = &names(&given)[given.len() - 2..];
    assert_eq!(end, ["error", "the end"]);
    assert_eq!(given[given.len() - 2].as_ref().unwrap().1["error"]["type"], "overloaded_error");
    assert!(quick.next().now_or_never().is_none(), "the one that keeps up stays open");
}

/// Two tabs over one backend, without notices between them.
fn two_tabs() -> (Tab, Tab) {
    let backend = Rc::new(MemoryBackend::new());
    let tab = |seed: u64| {
        let script = Script::new((0..9).map(|number| words(&number.to_string())));
        Tab::over(World::over(backend.clone(), seed).with_model(script), options())
    };
    (tab(1), tab(2))
}

fn next(tab: &Tab, stream: &mut FrameStream) -> Option<String> {
    tab.world.run(stream.next())
}

#[test]
fn a_stream_gives_what_another_tab_does_even_when_no_notice_comes() {
    let (here, there) = two_tabs();
    let session = there.session(json!([]));
    let mut stream = open(&here, &session, "");
    there.say(&session, "one");
    let given: Vec<String> = (0..6).map(|_| next(&here, &mut stream).unwrap()).collect();
    let data: Vec<Value> =
        given.iter().map(|frame| serde_json::from_str(frame.split_once("data: ").unwrap().1).unwrap()).collect();
    assert_eq!(data, here.events(&session));
    here.say(&session, "two");
    assert_eq!(frames(&mut stream).len(), 6, "each event once");
}

#[test]
fn a_session_that_another_tab_deletes_ends_its_streams_here() {
    let (here, there) = two_tabs();
    let session = there.session(json!([]));
    let mut stream = open(&here, &session, "");
    there.delete(&format!("/v1/sessions/{session}"));
    assert!(next(&here, &mut stream).unwrap().starts_with("event: session.deleted\n"));
    assert_eq!(next(&here, &mut stream), None);
}

#[test]
fn a_stream_opened_again_does_not_leave_its_old_follower_running() {
    let tab = Tab::scripted([]);
    let session = tab.session(json!([]));
    let backend = Rc::new(Counting { inner: tab.world.ports.backend.clone(), reads: 0.into() });
    let counted = Tab::over(World::over(backend.clone(), 3), options());
    for _ in 0..50 {
        drop(open(&counted, &session, ""));
        counted.post(&format!("/v1/sessions/{session}"), json!({ "title": backend.reads.get().to_string() }));
    }
    let _watching = open(&counted, &session, "");
    counted.world.settle();
    backend.reads.set(0);
    counted.world.advance_ms(10_000);
    counted.world.settle();
    assert!(backend.reads.get() <= 2, "{} reads for one stream's look", backend.reads.get());
}

struct Counting {
    inner: Rc<dyn dreamfs::ports::Backend>,
    reads: std::cell::Cell<usize>,
}

type Rows = Result<Vec<Vec<Value>>, dreamfs::ports::BackendError>;

impl dreamfs::ports::Backend for Counting {
    fn read(&self, queries: Vec<dreamfs::domain::Query>) -> futures_util::future::LocalBoxFuture<'_, Rows> {
        self.reads.set(self.reads.get() + 1);
        self.inner.read(queries)
    }
    fn commit(
        &self,
        batch: dreamfs::domain::Batch,
    ) -> futures_util::future::LocalBoxFuture<'_, Result<(), dreamfs::ports::BackendError>> {
        self.inner.commit(batch)
    }
    fn status(&self) -> futures_util::future::LocalBoxFuture<'_, dreamfs::ports::StorageStatus> {
        self.inner.status()
    }
    fn close(&self) {}
}
