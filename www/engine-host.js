// The engine's side of the protocol (ARCHITECTURE.md, "The browser"): messages in, messages out, the wasm glue between. It
// runs in the worker, or on the main thread where no worker can be had, and holds no logic of its own.

/** The module that wasm-bindgen wrote for the crate. @typedef {typeof import("dreamfs:glue")} Glue */

/**
 * A part of the engine: an absolute URL, its bytes, or a compiled module.
 * @typedef {string | ArrayBuffer | Uint8Array<ArrayBuffer> | WebAssembly.Module} WasmPart
 */

/** The engine: what a first view runs, and the rest, which is linked when it is first needed or there is time. @typedef {{ first: WasmPart, rest: WasmPart }} Wasm */
/** Where the shell's script is, an absolute URL, or what is in it. @typedef {string | ArrayBuffer | Uint8Array<ArrayBuffer>} Shell */

/** How the engine started. @typedef {{ storage: { kind: string, reason?: string } }} EngineStatus */

/**
 * @typedef {{ type: "open", options: Record<string, unknown>, wasm: Wasm, bash?: Shell, model: boolean }
 *   | { type: "request", id: number, method: string, url: string, headers: [string, string][], body?: string | Uint8Array }
 *   | { type: "abort", id: number }
 *   | { type: "pull", id: number }
 *   | { type: "cancel", id: number }
 *   | { type: "set_model", id: number, settings: import("./client.js").ModelSettings | null }
 *   | { type: "model_reply", id: number, message?: unknown, error?: string }
 *   | { type: "close" }} ToEngine
 */

/**
 * @typedef {{ type: "ready", status: EngineStatus }
 *   | { type: "waiting", message: string }
 *   | { type: "failed", message: string }
 *   | { type: "stopped", message: string }
 *   | { type: "response", id: number, status: number, headers: [string, string][], body: string | null, stream: boolean }
 *   | { type: "rejected", id: number, message: string }
 *   | { type: "chunk", id: number, text: string }
 *   | { type: "end", id: number }
 *   | { type: "model_request", id: number, request: unknown }
 *   | { type: "closed" }} FromEngine
 */

/** The glue is one instance a realm, however many clients it serves. @type {WeakMap<Glue, Promise<unknown>>} */
const loaded = new WeakMap();

/** @param {Glue} glue @param {Wasm} wasm */
async function load(glue, wasm) {
  const loading = loaded.get(glue) ?? loadFirst(glue, wasm);
  loaded.set(glue, loading);
  try {
    await loading;
  } catch (error) {
    loaded.delete(glue);
    throw error;
  }
}

/** The glues whose rest is linked. @type {WeakSet<Glue>} */
const whole = new WeakSet();

/** @param {Glue} glue @param {WebAssembly.Module} rest */
function link(glue, rest) {
  glue.linkRest(rest);
  whole.add(glue);
}

const inWorker = () => "WorkerGlobalScope" in globalThis;

/** @param {Glue} glue @param {Wasm} wasm */
async function loadFirst(glue, { first, rest }) {
  // Only a worker can wait for a file in the middle of a call: elsewhere, and where it costs nothing, the rest comes at once.
  const waits = inWorker() && typeof rest === "string";
  if (waits) glue.splitImports.link = () => link(glue, new WebAssembly.Module(fetchNow(rest)));
  await glue.default({ module_or_path: first });
  if (!waits) link(glue, await compiled(rest));
}

/** @param {WasmPart} part @returns {Promise<WebAssembly.Module>} */
async function compiled(part) {
  if (part instanceof WebAssembly.Module) return part;
  if (typeof part !== "string") return WebAssembly.compile(part);
  const response = await fetch(part);
  if (!response.ok) throw new Error(`${part}: ${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** A file, waited for. @param {string} url @returns {ArrayBuffer} */
function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch {
    throw new Error(
      `${url} could not be loaded: the engine cannot go on without it. Reload the page when it can be reached.`,
    );
  }
  if (request.status >= 400) throw new Error(`${url}: ${request.status} ${request.statusText}`);
  return request.response;
}

/** Fetches the rest ahead of need. A failure is told by whoever needs it. @param {Glue} glue @param {Wasm} wasm */
async function prefetch(glue, { rest }) {
  if (whole.has(glue)) return;
  await compiled(rest).then(
    (module) => link(glue, module),
    () => {},
  );
}

/** A shell that was loaded, by where it came from. @type {Map<Shell, Promise<typeof import("./bash/index.js")>>} */
const shells = new Map();

/** Loads the shell when it is first needed. @param {Shell} from */
function loadShell(from) {
  let loading = shells.get(from);
  if (!loading) {
    loading = importShell(from);
    shells.set(from, loading);
    // One that could not be had is asked for again.
    loading.catch(() => shells.delete(from));
  }
  return loading;
}

/** @param {Shell} from @returns {Promise<typeof import("./bash/index.js")>} */
async function importShell(from) {
  if (typeof from === "string") {
    try {
      return await import(from);
    } catch (error) {
      throw new Error(`the shell could not be loaded from ${from} (${words(error)})`, { cause: error });
    }
  }
  const url = URL.createObjectURL(new Blob([from], { type: "text/javascript" }));
  return import(url).finally(() => URL.revokeObjectURL(url));
}

/** @param {unknown} error */
const words = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Runs a command. The shell it runs in is loaded for the first one.
 * @param {Shell} from @param {unknown} request @param {import("dreamfs:glue").ShownFiles} files
 */
function runBash(from, request, files) {
  let stopped = false;
  let stop = () => {
    stopped = true;
  };
  const run = async () => {
    const { start } = await loadShell(from);
    if (stopped) throw new Error("stopped");
    const running = start(/** @type {import("./bash/overlay.js").BashRequest} */ (request), files);
    stop = running.stop;
    return running.done;
  };
  const done = run();
  // Nobody waits for a command that was stopped.
  done.catch(() => {});
  return { done, stop: () => stop() };
}

export class EngineHost {
  #glue;
  /** @type {(message: FromEngine) => void} */
  #post;
  /** @type {import("dreamfs:glue").EngineHandle | undefined} */
  #engine;
  /** Requests under way; true once aborted. @type {Map<number, boolean>} */
  #requests = new Map();
  /** @type {Map<number, import("dreamfs:glue").StreamHandle>} */
  #streams = new Map();
  /** @type {Map<number, { resolve: (message: unknown) => void, reject: (error: Error) => void }>} */
  #models = new Map();
  #modelId = 0;
  #closing = false;

  /** @param {Glue} glue @param {(message: FromEngine) => void} post */
  constructor(glue, post) {
    this.#glue = glue;
    this.#post = post;
  }

  /** @param {ToEngine} message */
  receive(message) {
    switch (message.type) {
      case "open":
        return void this.#open(message);
      case "request":
        return void this.#request(message);
      case "abort":
        if (this.#requests.has(message.id)) this.#requests.set(message.id, true);
        return this.#cancel(message.id);
      case "pull":
        return void this.#pull(message.id);
      case "cancel":
        return this.#cancel(message.id);
      case "set_model":
        return this.#setModel(message);
      case "model_reply":
        return this.#modelReply(message);
      case "close":
        return this.#close();
    }
  }

  /** @param {Extract<ToEngine, { type: "open" }>} message */
  async #open({ options, wasm, bash, model }) {
    try {
      await load(this.#glue, wasm);
      const engine = await this.#glue.open({
        .../** @type {import("dreamfs:glue").OpenOptions} */ (options),
        callModel: model ? (request) => this.#callModel(request) : undefined,
        callBash: bash === undefined ? undefined : (request, files) => runBash(bash, request, files),
        onWaiting: (message) => this.#post({ type: "waiting", message }),
        onStopped: (message) => this.#post({ type: "stopped", message }),
      });
      this.#engine = engine;
      this.#post({ type: "ready", status: { storage: { kind: engine.storage, reason: engine.reason } } });
      if (this.#closing) this.#close();
      else void prefetch(this.#glue, wasm);
    } catch (error) {
      this.#post({ type: "failed", message: words(error) });
    }
  }

  /** @param {Extract<ToEngine, { type: "request" }>} message */
  async #request({ id, method, url, headers, body }) {
    const engine = this.#engine;
    if (!engine) return this.#post({ type: "rejected", id, message: "the engine is not open" });
    this.#requests.set(id, false);
    try {
      const answer = await engine.handle(method, url, headers, body);
      const { stream } = answer;
      if (this.#requests.get(id)) return stream?.cancel();
      if (stream) this.#streams.set(id, stream);
      const { status, headers: answered, body: text } = answer;
      this.#post({ type: "response", id, status, headers: answered, body: text ?? null, stream: Boolean(stream) });
    } catch (error) {
      this.#post({ type: "rejected", id, message: words(error) });
    } finally {
      this.#requests.delete(id);
      this.#closed();
    }
  }

  /** The key in it goes to the engine's memory, and is repeated nowhere. @param {Extract<ToEngine, { type: "set_model" }>} message */
  #setModel({ id, settings }) {
    try {
      if (!this.#engine) throw new Error("the engine is not open");
      this.#engine.setModel(settings);
      this.#post({ type: "response", id, status: 204, headers: [], body: null, stream: false });
    } catch (error) {
      this.#post({ type: "rejected", id, message: words(error) });
    }
  }

  /** One chunk a pull: a slow reader holds the writer back. @param {number} id */
  async #pull(id) {
    const stream = this.#streams.get(id);
    const text = await stream?.next().catch(() => undefined);
    if (stream !== this.#streams.get(id)) return;
    if (text !== undefined) return this.#post({ type: "chunk", id, text });
    this.#streams.delete(id);
    this.#post({ type: "end", id });
  }

  /** @param {number} id */
  #cancel(id) {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    stream?.cancel();
  }

  /** @param {unknown} request */
  #callModel(request) {
    const id = ++this.#modelId;
    return new Promise((resolve, reject) => {
      this.#models.set(id, { resolve, reject });
      this.#post({ type: "model_request", id, request });
    });
  }

  /** @param {Extract<ToEngine, { type: "model_reply" }>} reply */
  #modelReply({ id, message, error }) {
    const waiting = this.#models.get(id);
    this.#models.delete(id);
    if (error === undefined) waiting?.resolve(message);
    else waiting?.reject(new Error(error));
  }

  /** What was asked before is still answered to the engine's own end; nobody waits for it any more. */
  #close() {
    this.#closing = true;
    for (const id of [...this.#streams.keys()]) this.#cancel(id);
    for (const { reject } of this.#models.values()) reject(new Error("the client was closed"));
    this.#models.clear();
    this.#engine?.close();
    this.#closed();
  }

  #closed() {
    if (this.#closing && this.#engine && this.#requests.size === 0) this.#post({ type: "closed" });
  }
}
