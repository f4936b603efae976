//! A stream of server-sent events, pulled frame by frame.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_util::future::{AbortHandle, abortable};
use js_sys::Promise;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use super::stopped;
use crate::engine::FrameStream;

/// Frames that have not been taken yet. One `next` at a time.
#[wasm_bindgen]
pub struct StreamHandle {
    inner: Rc<Inner>,
}

struct Inner {
    /// Taken while a `next` waits; gone once the stream has ended.
    frames: RefCell<Option<FrameStream>>,
    waiting: Cell<Option<AbortHandle>>,
}

impl StreamHandle {
    pub(super) fn new(frames: FrameStream) -> Self {
        Self { inner: Rc::new(Inner { frames: RefCell::new(Some(frames)), waiting: Cell::new(None) }) }
    }
}

#[wasm_bindgen]
impl StreamHandle {
    /// The next frame, or undefined once the stream has ended.
    #[wasm_bindgen(unchecked_return_type = "Promise<string | undefined>")]
    pub fn next(&self) -> Promise {
        let inner = self.inner.clone();
        future_to_promise(async move {
            stopped::check()?;
            Ok(inner.next().await.map(JsValue::from).unwrap_or_default())
        })
    }

    /// Ends the stream. A `next` that waits gets undefined.
    pub fn cancel(&self) {
        if let Some(waiting) = self.inner.waiting.take() {
            waiting.abort();
        }
        self.inner.frames.borrow_mut().take();
    }
}

impl Inner {
    async fn next(&self) -> Option<String> {
        let mut frames = self.frames.borrow_mut().take()?;
        let (next, handle) = abortable(frames.next());
        self.waiting.set(Some(handle));
        let frame = next.await;
        // Cancelled, or over: the stream is dropped here.
        let frame = frame.ok()??;
        // A cancel between the frame and this moment leaves nothing behind either.
        if self.waiting.take().is_some() {
            *self.frames.borrow_mut() = Some(frames);
        }
        Some(frame)
    }
}
