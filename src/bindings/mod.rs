//! The wasm-bindgen face: convert, call, convert. `www/engine-host.js` is its only caller.

#[cfg(feature = "testing")]
mod bench;
mod options;
mod stopped;
mod stream;

use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::future_to_promise;

use self::{
    options::{ModelOptions, OpenOptions, StorageKind},
    stream::StreamHandle,
};
use crate::{
    api::{self, Body, Request, Response},
    engine::Engine,
    platform::{
        browser::{BrowserClock, BrowserEntropy, BrowserHttp, BrowserShell, IndexedDbBackend, OpenError},
        native::MemoryBackend,
    },
    ports::{Backend, Ports},
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What `open` takes. A part that is left out has its default. */
export interface OpenOptions {
  database?: string;
  storage?: "indexeddb" | "memory";
  /** Where the engine's clock starts (RFC 3339, or milliseconds) and how it runs: 1 as time does, 0 not at all. */
  clock?: { now?: string | number | Date; rate?: number };
  timeZone?: string;
  seed?: number;
  model?: ModelOptions;
  callModel?: (request: unknown) => unknown;
  /** Runs a command of the tool `bash`; `stop` ends it early. Without it there is no shell. */
  callBash?: (request: unknown, files: ShownFiles) => { done: Promise<unknown>; stop: () => void };
  limits?: { memoriesPerStore?: number };
  /** Called when another tab must close before this one can go on. */
  onWaiting?: (message: string) => void;
  /** Called, once, when the engine broke: nothing it was asked will be answered. */
  onStopped?: (message: string) => void;
}
/** What a running command may ask about files: the text of a listed one, and why no file may have a path. */
export interface ShownFiles {
  text: (path: string) => string | undefined;
  refusal: (path: string) => string | undefined;
}
/** Where hosted models are asked, and what serves them when there is no such place. */
export interface ModelOptions {
  baseUrl?: string;
  apiKey?: string;
  headers?: Record<string, string>;
  models?: Record<string, string>;
  fallback?: "offline" | "error";
}
/** An answer: a text, or a stream of texts. */
export interface EngineResponse {
  status: number;
  headers: [name: string, value: string][];
  body: string | undefined;
  stream: StreamHandle | undefined;
}
"#;

/// Starts an engine. Rejects with an `Error` that names the option and its rule, or says why the data cannot be opened.
#[wasm_bindgen]
pub async fn open(
    #[wasm_bindgen(unchecked_param_type = "OpenOptions")] options: JsValue,
) -> Result<EngineHandle, JsValue> {
    let options = OpenOptions::read(&options).map_err(|message| error(&message))?;
    stopped::listen(options.on_stopped.clone());
    stopped::check()?;
    let storage = Storage::open(&options).await.map_err(|refused| error(&refused.to_string()))?;
    let shell = Rc::new(BrowserShell::new(storage.shared));
    let ports = Ports {
        backend: storage.backend,
        clock: Rc::new(BrowserClock::default()),
        entropy: Rc::new(BrowserEntropy),
        shell: shell.clone(),
        model: options.model(),
        bash: options.bash(),
        http: Some(Rc::new(BrowserHttp)),
    };
    let engine = Engine::new(ports, options.engine());
    let handle = EngineHandle { engine, shell, storage: storage.kind, reason: storage.reason };
    if let Err(failure) = handle.engine.start().await {
        handle.close();
        return Err(error(failure.message()));
    }
    Ok(handle)
}

/// The storage that was asked for, or memory in its place.
struct Storage {
    backend: Rc<dyn Backend>,
    kind: &'static str,
    /// Why it is not what was asked for.
    reason: Option<String>,
    /// The name by which other tabs share it.
    shared: Option<String>,
}

impl Storage {
    async fn open(options: &OpenOptions) -> Result<Self, OpenError> {
        if options.storage == StorageKind::Memory {
            return Ok(Self::memory(MemoryBackend::new(), None));
        }
        let name = &options.database;
        match IndexedDbBackend::open(name, options.on_blocked()).await {
            Ok(backend) => {
                Ok(Self { backend: Rc::new(backend), kind: "indexeddb", reason: None, shared: Some(name.clone()) })
            }
            Err(unavailable @ OpenError::Unavailable(_)) => {
                let reason = unavailable.to_string();
                Ok(Self::memory(MemoryBackend::instead_because(reason.clone()), Some(reason)))
            }
            Err(refused) => Err(refused),
        }
    }

    fn memory(backend: MemoryBackend, reason: Option<String>) -> Self {
        Self { backend: Rc::new(backend), kind: "memory", reason, shared: None }
    }
}

/// A running engine.
#[wasm_bindgen]
pub struct EngineHandle {
    engine: Engine,
    shell: Rc<BrowserShell>,
    storage: &'static str,
    reason: Option<String>,
}

#[wasm_bindgen]
impl EngineHandle {
    /// Answers a request. Header names are lowercase; the body is text or bytes. It rejects only when the engine broke.
    #[wasm_bindgen(unchecked_return_type = "Promise<EngineResponse>")]
    pub fn handle(
        &self,
        method: String,
        url: String,
        #[wasm_bindgen(unchecked_param_type = "[name: string, value: string][]")] headers: &Array,
        #[wasm_bindgen(unchecked_param_type = "string | Uint8Array | undefined")] body: JsValue,
    ) -> Promise {
        let engine = self.engine.clone();
        let request = Request { method, url, headers: pairs(headers), body: bytes(&body) };
        future_to_promise(async move {
            stopped::check()?;
            Ok(to_js(api::handle(&engine, request).await))
        })
    }

    /// `indexeddb` or `memory`.
    #[wasm_bindgen(getter)]
    pub fn storage(&self) -> String {
        self.storage.to_owned()
    }

    /// Why the storage is not what was asked for.
    #[wasm_bindgen(getter)]
    pub fn reason(&self) -> Option<String> {
        self.reason.clone()
    }

    /// Has other models serve from the next request on; null takes the endpoint away. Kept in memory only. Throws an `Error`
    /// that names the option and its rule, and never repeats a key.
    #[wasm_bindgen(js_name = setModel)]
    pub fn set_model(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ModelOptions | null | undefined")] settings: &JsValue,
    ) -> Result<(), JsValue> {
        let settings = ModelOptions::read(settings).map_err(|message| error(&message))?;
        self.engine.set_model(settings.endpoint, settings.fallback);
        Ok(())
    }

    /// Ends streams and lets go of storage.
    pub fn close(&self) {
        self.engine.close();
        self.shell.close();
    }
}

fn pairs(headers: &Array) -> Vec<(String, String)> {
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    headers.iter().filter_map(pair).collect()
}

fn bytes(body: &JsValue) -> Vec<u8> {
    match body.as_string() {
        Some(text) => text.into_bytes(),
        None => body.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default(),
    }
}

fn to_js(response: Response) -> JsValue {
    let headers: Array = response
        .headers
        .iter()
        .map(|(name, value)| Array::of2(&name.as_str().into(), &value.as_str().into()))
        .collect();
    let (body, stream) = match response.body {
        Body::Text(text) => (text.into(), JsValue::UNDEFINED),
        Body::Stream(frames) => (JsValue::UNDEFINED, StreamHandle::new(frames).into()),
    };
    let answer = Object::new();
    let fields = [("status", response.status.into()), ("headers", headers.into()), ("body", body), ("stream", stream)];
    for (name, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&answer, &name.into(), &value);
    }
    answer.into()
}

fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
