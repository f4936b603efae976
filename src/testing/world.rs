//! The executor, the clock and the shell of a simulated tab.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    pin::{Pin, pin},
    rc::{Rc, Weak},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{FutureExt, future::LocalBoxFuture};
use serde_json::{Value, json};

use super::http::{Answer, ScriptedHttp};
use crate::{
    api::{self, Body, Request},
    domain::Time,
    engine::{Engine, Options},
    platform::native::MemoryBackend,
    ports::{Backend, Bash, Clock, Entropy, FunctionModel, LockGuard, Notice, Ports, Shell, ShownFiles},
};

/// Rounds of polling without an end that mean that something waits for ever.
const MAX_ROUNDS: usize = 5_000_000;

/// A tab that exists only in a test: everything runs on this thread, in an order that does not change from run to run.
#[derive(Clone)]
pub struct World {
    pub ports: Ports,
    inner: Rc<Inner>,
}

struct Inner {
    now_ms: Cell<i64>,
    sleepers: RefCell<Vec<i64>>,
    tasks: RefCell<Vec<LocalBoxFuture<'static, ()>>>,
    fresh: RefCell<Vec<LocalBoxFuture<'static, ()>>>,
    locks: Rc<RefCell<BTreeMap<String, ()>>>,
    seed: u64,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl World {
    /// A tab over a fresh memory backend, at 2026-05-06T09:00:00Z.
    pub fn new(seed: u64) -> Self {
        Self::over(Rc::new(MemoryBackend::new()), seed)
    }

    /// A tab over a backend that may be shared with others.
    pub fn over(backend: Rc<dyn Backend>, seed: u64) -> Self {
        let inner = Rc::new(Inner {
            now_ms: Cell::new(1_778_058_000_000),
            sleepers: RefCell::default(),
            tasks: RefCell::default(),
            fresh: RefCell::default(),
            locks: Rc::default(),
            seed,
        });
        let tab = Rc::new(Tab(inner.clone()));
        let ports = Ports {
            backend,
            clock: tab.clone(),
            entropy: tab.clone(),
            shell: tab,
            model: None,
            bash: None,
            http: None,
        };
        Self { ports, inner }
    }

    /// The same with a model that plays a script.
    #[must_use]
    pub fn with_model(mut self, script: Script) -> Self {
        self.ports.model = Some(Rc::new(script));
        self
    }

    /// The same with a shell that is this function of the request and the files.
    #[must_use]
    pub fn with_bash(mut self, run: impl Fn(&Value, &ShownFiles) -> Value + 'static) -> Self {
        self.ports.bash = Some(Rc::new(Shelled(run)));
        self
    }

    /// The same with an endpoint on the network that plays these answers.
    #[must_use]
    pub fn with_endpoint(mut self, answers: impl IntoIterator<Item = Answer>) -> (Self, ScriptedHttp) {
        let http = ScriptedHttp::new(self.ports.clock.clone(), answers);
        self.ports.http = Some(Rc::new(http.clone()));
        (self, http)
    }

    pub fn engine(&self, options: Options) -> Engine {
        Engine::new(self.ports.clone(), options)
    }

    pub fn advance_ms(&self, ms: i64) {
        self.inner.now_ms.set(self.inner.now_ms.get() + ms);
    }

    /// Forgets every task: the tab is killed. Locks it held are free again.
    pub fn kill(&self) {
        self.inner.fresh.borrow_mut().clear();
        let tasks = std::mem::take(&mut *self.inner.tasks.borrow_mut());
        drop(tasks);
        self.inner.locks.borrow_mut().clear();
        self.inner.sleepers.borrow_mut().clear();
    }

    /// Runs a future to its end, with every background task.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.try_run(future).unwrap_or_else(|| panic!("the future waits for something that never comes"))
    }

    /// The same; `None` when it comes to wait for something that never comes.
    pub fn try_run<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(flag.clone());
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        for _ in 0..MAX_ROUNDS {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return Some(value);
            }
            self.poll_tasks(&mut context);
            if !flag.0.swap(false, Ordering::Relaxed) && !self.skip_time() {
                return None;
            }
        }
        panic!("the future did not end in {MAX_ROUNDS} rounds");
    }

    /// Lets background tasks run until nothing moves without time passing.
    pub fn settle(&self) {
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(flag.clone());
        let mut context = Context::from_waker(&waker);
        while flag.0.swap(false, Ordering::Relaxed) {
            self.poll_tasks(&mut context);
        }
    }

    fn poll_tasks(&self, context: &mut Context<'_>) {
        let mut tasks = std::mem::take(&mut *self.inner.tasks.borrow_mut());
        tasks.append(&mut self.inner.fresh.borrow_mut());
        tasks.retain_mut(|task| Pin::new(task).poll(context).is_pending());
        if !self.inner.fresh.borrow().is_empty() {
            context.waker().wake_by_ref();
        }
        self.inner.tasks.borrow_mut().extend(tasks);
    }

    /// Moves the clock to the next sleeper; false when nobody sleeps.
    fn skip_time(&self) -> bool {
        let mut sleepers = self.inner.sleepers.borrow_mut();
        sleepers.sort_unstable();
        let Some(next) = sleepers.first().copied() else { return false };
        sleepers.retain(|at| *at != next);
        self.inner.now_ms.set(self.inner.now_ms.get().max(next));
        true
    }

    /// A request through the door, as JSON; the beta header is sent along.
    pub fn call(&self, engine: &Engine, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, _, body) = self.call_with(
            engine,
            method,
            path,
            body,
            &[("anthropic-beta", "managed-agents-2026-04-01,dreaming-2026-04-21")],
        );
        (status, body)
    }

    /// The same with headers of the caller's own; answers with the response's headers too.
    pub fn call_with(
        &self,
        engine: &Engine,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> (u16, Vec<(String, String)>, Value) {
        let request = Request {
            method: method.into(),
            url: format!("https://dreamfs.local{path}"),
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        };
        let response = self.run(api::handle(engine, request));
        let body = match response.body {
            Body::Text(text) => {
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("the body is not JSON: {error}: {text}"))
            }
            Body::Stream(_) => json!("stream"),
        };
        (response.status, response.headers, body)
    }
}

/// The ports of a world.
struct Tab(Rc<Inner>);

impl Clock for Tab {
    fn now(&self) -> Time {
        Time::from_ms(self.0.now_ms.get())
    }

    fn monotonic_ms(&self) -> f64 {
        self.0.now_ms.get() as f64
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()> {
        let inner = self.0.clone();
        let until = inner.now_ms.get() + i64::from(ms.max(1));
        inner.sleepers.borrow_mut().push(until);
        poll_fn(move |_| if inner.now_ms.get() >= until { Poll::Ready(()) } else { Poll::Pending }).boxed_local()
    }

    fn offset_minutes(&self, time_zone: &str, _: Time) -> Option<i32> {
        match time_zone {
            "UTC" | "Europe/London" => Some(0),
            "Europe/Berlin" => Some(120),
            "America/New_York" => Some(-240),
            _ => None,
        }
    }

    fn time_zone(&self) -> String {
        "UTC".into()
    }
}

impl Entropy for Tab {
    fn seed(&self) -> u64 {
        self.0.seed
    }
}

impl Shell for Tab {
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.0.fresh.borrow_mut().push(task);
    }

    fn lock(&self, name: String) -> LocalBoxFuture<'static, LockGuard> {
        let locks = self.0.locks.clone();
        poll_fn(move |context| {
            if locks.borrow().contains_key(&name) {
                // Polled in rounds: whoever gives it back wakes the next round.
                let _ = context;
                return Poll::Pending;
            }
            locks.borrow_mut().insert(name.clone(), ());
            let guard: Box<dyn Any> = Box::new(Held { name: name.clone(), locks: Rc::downgrade(&locks) });
            Poll::Ready(guard)
        })
        .boxed_local()
    }

    fn notify(&self, _: &Notice) {}

    fn on_notice(&self, _: Rc<dyn Fn(Notice)>) {}
}

struct Held {
    name: String,
    locks: Weak<RefCell<BTreeMap<String, ()>>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(locks) = self.locks.upgrade() {
            locks.borrow_mut().remove(&self.name);
        }
    }
}

/// A shell whose every command comes to what a function says.
struct Shelled<F>(F);

impl<F: Fn(&Value, &ShownFiles) -> Value> Bash for Shelled<F> {
    fn run(&self, request: Value, files: ShownFiles) -> LocalBoxFuture<'static, Result<Value, String>> {
        std::future::ready(Ok((self.0)(&request, &files))).boxed_local()
    }
}

/// A model that gives the replies it was given, in order, and keeps the requests it got.
#[derive(Clone, Default)]
pub struct Script {
    replies: Rc<RefCell<VecDeque<Result<Value, String>>>>,
    pub requests: Rc<RefCell<Vec<Value>>>,
}

impl Script {
    pub fn new(replies: impl IntoIterator<Item = Result<Value, String>>) -> Self {
        Self { replies: Rc::new(RefCell::new(replies.into_iter().collect())), requests: Rc::default() }
    }

    /// A reply with these content blocks.
    pub fn reply(content: Value) -> Result<Value, String> {
        let calls = content.as_array().is_some_and(|blocks| blocks.iter().any(|block| block["type"] == "tool_use"));
        Ok(json!({
            "id": "msg_script", "type": "message", "role": "assistant", "model": "script", "content": content,
            "stop_reason": if calls { "tool_use" } else { "end_turn" }, "stop_sequence": null,
            "usage": { "input_tokens": 10, "output_tokens": 5, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0 },
        }))
    }
}

impl FunctionModel for Script {
    fn call(&self, request: Value) -> LocalBoxFuture<'static, Result<Value, String>> {
        self.requests.borrow_mut().push(request);
        let reply =
            self.replies.borrow_mut().pop_front().unwrap_or_else(|| Err("the script has no more replies".into()));
        std::future::ready(reply).boxed_local()
    }
}
