//! The tab around the engine: background tasks, locks and notices that reach every tab on the same database.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures_channel::oneshot;
use futures_util::{FutureExt, future::LocalBoxFuture};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::{clock::sleep, lock::LocalLock, method, property};
use crate::ports::{LockGuard, Notice, Shell};

/// Notices gather this long and then go out, each once: a message to other tabs costs as much as a fifth of a commit.
const NOTICES_GATHER_MS: u32 = 20;

/// Web Locks and a `BroadcastChannel` named after the database. Where a tab has neither (Node, insecure contexts, storage
/// that no other tab shares) locks hold within this engine and notices go nowhere.
pub struct BrowserShell {
    /// The name that tabs share; `None` for storage of its own.
    shared: Option<String>,
    local: RefCell<HashMap<String, Rc<LocalLock>>>,
    channel: Rc<RefCell<Option<Channel>>>,
}

impl BrowserShell {
    pub fn new(shared: Option<String>) -> Self {
        let channel = shared.as_deref().and_then(|name| BroadcastChannel::new(&format!("dreamfs/{name}")).ok());
        let channel = channel.map(|channel| Channel { channel, listener: None, gathering: Vec::new() });
        Self { shared, local: RefCell::default(), channel: Rc::new(RefCell::new(channel)) }
    }

    /// Stops listening. A channel left open would keep the engine, and in Node the process, alive.
    pub fn close(&self) {
        if let Some(mut channel) = self.channel.borrow_mut().take() {
            channel.send();
        }
    }

    fn local_lock(&self, name: &str) -> Rc<LocalLock> {
        let mut locks = self.local.borrow_mut();
        locks.retain(|_, lock| !lock.is_free() || Rc::strong_count(lock) > 1);
        locks.entry(name.to_owned()).or_default().clone()
    }
}

impl Shell for BrowserShell {
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(task);
    }

    fn lock(&self, name: String) -> LocalBoxFuture<'static, LockGuard> {
        let local = self.local_lock(&name);
        let shared = self.shared.as_ref().and_then(|database| web_lock(&format!("dreamfs/{database}/{name}")));
        async move {
            if let Some(granted) = shared
                && let Ok(guard) = granted.await
            {
                return Box::new(guard) as LockGuard;
            }
            Box::new(local.lock().await) as LockGuard
        }
        .boxed_local()
    }

    fn notify(&self, notice: &Notice) {
        let mut channel = self.channel.borrow_mut();
        let Some(open) = &mut *channel else { return };
        if open.gathering.is_empty() {
            wasm_bindgen_futures::spawn_local(send_later(self.channel.clone()));
        }
        if !open.gathering.contains(notice) {
            open.gathering.push(notice.clone());
        }
    }

    fn on_notice(&self, listener: Rc<dyn Fn(Notice)>) {
        let mut channel = self.channel.borrow_mut();
        let Some(channel) = &mut *channel else { return };
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(notice) = notice_of(&event.data()) {
                listener(notice);
            }
        });
        channel.channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        channel.listener = Some(listener);
    }
}

fn notice_of(data: &JsValue) -> Option<Notice> {
    let data: &Array = data.dyn_ref()?;
    let id = data.get(1).as_string()?;
    match data.get(0).as_string()?.as_str() {
        "store" => Some(Notice::Store(id)),
        "session" => Some(Notice::Session(id)),
        "take_turns" => Some(Notice::TakeTurns),
        _ => None,
    }
}

async fn send_later(channel: Rc<RefCell<Option<Channel>>>) {
    sleep(NOTICES_GATHER_MS).await;
    if let Some(open) = &mut *channel.borrow_mut() {
        open.send();
    }
}

struct Channel {
    channel: BroadcastChannel,
    listener: Option<Closure<dyn Fn(MessageEvent)>>,
    /// What goes out next, each once.
    gathering: Vec<Notice>,
}

impl Channel {
    fn send(&mut self) {
        for notice in self.gathering.drain(..) {
            let (kind, id) = match notice {
                Notice::Store(id) => ("store", id),
                Notice::Session(id) => ("session", id),
                Notice::TakeTurns => ("take_turns", String::new()),
            };
            // A notice that does not go out is one that did not arrive: nothing depends on it.
            let _ = self.channel.post_message(&Array::of2(&kind.into(), &id.into()));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// Gives a Web Lock back when dropped.
struct WebLock {
    release: Function,
}

impl Drop for WebLock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Asks for a Web Lock; `None` where there are none. The answer is dropped where the browser refuses it.
fn web_lock(name: &str) -> Option<oneshot::Receiver<WebLock>> {
    let locks = property(&property(&js_sys::global(), "navigator")?, "locks")?;
    let request = method(&locks, "request")?;
    let (sender, granted) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let refused = sender.clone();
    // Held until the promise that this answers with resolves: when the guard is dropped, or at once where nobody waits.
    let hold = Closure::once_into_js(move || {
        Promise::new(&mut |release: Function, _| {
            if let Some(sender) = sender.take() {
                let _ = sender.send(WebLock { release });
            }
        })
    });
    let promise: Promise = request.call2(&locks, &name.into(), &hold).ok()?.dyn_into().ok()?;
    wasm_bindgen_futures::spawn_local(async move {
        // Resolves when the lock is given back. A refusal (a frame without storage) rejects before it was ever held.
        if JsFuture::from(promise).await.is_err() {
            refused.take();
        }
    });
    Some(granted)
}
