//! Waiting for a request. The task that waits goes on in the microtask behind the request's event, where its transaction
//! is still active and takes further requests.

use futures_channel::oneshot;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, IdbRequest, IdbRequestReadyState};

use super::keys::Thrown;

/// Resolves with the request's result, or with the error it failed with.
pub(super) async fn done(request: &IdbRequest) -> Result<JsValue, Thrown> {
    if request.ready_state() != IdbRequestReadyState::Done {
        event(request).await;
    }
    if let Some(error) = request.error()? {
        return Err(error.into());
    }
    request.result()
}

async fn event(request: &IdbRequest) {
    let (sender, receiver) = oneshot::channel::<()>();
    let mut sender = Some(sender);
    let ended = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        // A failed read is answered for here: it must not be reported as unhandled as well.
        event.prevent_default();
        sender.take();
    });
    let _listening = Listening { request, _ended: listen(request, ended) };
    let _ = receiver.await;
}

type Listener = Closure<dyn FnMut(Event)>;

fn listen(request: &IdbRequest, ended: Listener) -> Listener {
    let function = Some(ended.as_ref().unchecked_ref());
    request.set_onsuccess(function);
    request.set_onerror(function);
    ended
}

struct Listening<'a> {
    request: &'a IdbRequest,
    _ended: Listener,
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
    }
}
