// A client's connection to its engine: who waits for which answer, which streams are open, and what happens to them when a
// signal aborts, the client closes or the engine breaks.
import { linkHere, linkWorker } from "./engine-link.js";
import { readRequest } from "./engine-request.js";

/** @typedef {import("./engine-host.js").ToEngine} ToEngine */
/** @typedef {import("./engine-host.js").FromEngine} FromEngine */
/** @typedef {import("./client.js").ClientStatus} ClientStatus */

/** @template T @typedef {{ promise: Promise<T>, resolve: (value: T) => void, reject: (reason: unknown) => void }} Deferred */

/** @template T @returns {Deferred<T>} */
function deferred() {
  /** @type {any} */
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

/** A request whose answer has not come. @typedef {Deferred<Response> & { done: () => void }} Waiting */

const encoder = new TextEncoder();

/** The body of a streamed answer: one chunk is asked for each time that its reader wants one. */
class Streaming {
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  #controller;
  /** @type {Deferred<void> | undefined} */
  #pulled;
  body;
  #done;

  /** @param {{ pull: () => void, cancel: () => void, done: () => void }} side */
  constructor({ pull, cancel, done }) {
    this.#done = done;
    this.body = new ReadableStream(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => {
          this.#pulled = deferred();
          pull();
          return this.#pulled.promise;
        },
        cancel: () => {
          this.#over();
          cancel();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** @param {string} text */
  chunk(text) {
    this.#controller?.enqueue(encoder.encode(text));
    this.#pulled?.resolve();
  }

  end() {
    this.#controller?.close();
    this.#over();
  }

  /** @param {unknown} reason */
  fail(reason) {
    this.#controller?.error(reason);
    this.#over();
  }

  #over() {
    this.#controller = undefined;
    this.#pulled?.resolve();
    this.#done();
  }
}

export class Connection {
  #model;
  #onWaiting;
  /** @type {import("./engine-link.js").Link | undefined} */
  #link;
  /** @type {Deferred<ClientStatus>} */
  #opened = deferred();
  /** @type {Deferred<void>} */
  #closed = deferred();
  /** Why nothing is answered any more. @type {Error | undefined} */
  #over;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  /** @type {Map<number, Streaming>} */
  #streams = new Map();
  #lastId = 0;

  /** @param {{ model?: import("./client.js").ModelFunction, onWaiting: (message: string) => void }} callbacks */
  constructor({ model, onWaiting }) {
    this.#model = model;
    this.#onWaiting = onWaiting;
  }

  /**
   * @param {{ options: Record<string, unknown>, wasm: import("./engine-host.js").Wasm,
   *   bash?: import("./engine-host.js").Shell, glue: import("./engine-host.js").Glue, workerText: string | undefined }} how
   * @returns {Promise<ClientStatus>}
   */
  open({ options, wasm, bash, glue, workerText }) {
    const listener = {
      message: (/** @type {FromEngine} */ message) => this.#receive(message),
      broken: (/** @type {string} */ reason) => this.#break(`the engine stopped: ${reason}; reload the page`),
    };
    const openOn = (/** @type {import("./engine-link.js").Link} */ link) => {
      this.#link = link;
      try {
        link.post({ type: "open", options, wasm, bash, model: this.#model !== undefined });
      } catch (error) {
        this.#break(`options: must be plain data (${error instanceof Error ? error.message : error})`);
      }
    };
    const here = () => openOn(linkHere(glue, listener));
    if (workerText === undefined) here();
    else {
      let link;
      try {
        link = linkWorker(workerText, listener, here);
      } catch {
        // Some browsers throw where others send an error event: this page may not have such a worker.
      }
      if (link) openOn(link);
      else here();
    }
    return this.#opened.promise;
  }

  /**
   * @param {string | URL | Request} input
   * @param {RequestInit} [init]
   * @returns {Promise<Response>}
   */
  async fetch(input, init = {}) {
    const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const request = await readRequest(input, init);
    // Aborted by now: the engine never hears of it.
    signal?.throwIfAborted();
    if (this.#over) throw this.#over;
    const id = ++this.#lastId;
    const onAbort = () => this.#abort(id, signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const waiting = { ...deferred(), done: () => signal?.removeEventListener("abort", onAbort) };
    this.#waiting.set(id, waiting);
    this.#post({ type: "request", id, ...request });
    return waiting.promise;
  }

  /** @param {import("./client.js").ModelSettings | null} settings @returns {Promise<void>} */
  async setModel(settings) {
    if (this.#over) throw this.#over;
    const id = ++this.#lastId;
    const waiting = { ...deferred(), done: () => {} };
    this.#waiting.set(id, waiting);
    try {
      this.#post({ type: "set_model", id, settings });
    } catch {
      // What does not cross is named without its contents: a key may stand among them.
      this.#refuse(id, new TypeError("model: must be plain data"));
    }
    await waiting.promise;
  }

  /** @returns {Promise<void>} */
  close() {
    if (!this.#over) {
      this.#over = new Error("the client was closed");
      this.#post({ type: "close" });
      this.#settle((stream) => stream.end());
    }
    return this.#closed.promise;
  }

  /** @param {ToEngine} message */
  #post(message) {
    this.#link?.post(message);
  }

  /** @param {FromEngine} message */
  #receive(message) {
    switch (message.type) {
      case "ready":
        return this.#opened.resolve({ ...message.status, worker: this.#link?.worker ?? false });
      case "waiting":
        return this.#onWaiting(message.message);
      case "failed":
        this.#opened.reject(new Error(message.message));
        return this.#break(message.message);
      case "stopped":
        return this.#break(message.message);
      case "response":
        return this.#respond(message);
      case "rejected":
        return this.#refuse(message.id, new Error(message.message));
      case "chunk":
        return this.#streams.get(message.id)?.chunk(message.text);
      case "end":
        return this.#streams.get(message.id)?.end();
      case "model_request":
        return void this.#callModel(message);
      case "closed":
        return this.#closed.resolve();
    }
  }

  /** @param {number} id */
  #take(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** @param {Extract<FromEngine, { type: "response" }>} message */
  #respond({ id, status, headers, body, stream }) {
    const waiting = this.#take(id);
    if (!waiting) return;
    if (!stream) {
      waiting.done();
      return waiting.resolve(new Response(body, { status, headers }));
    }
    const streaming = new Streaming({
      pull: () => this.#post({ type: "pull", id }),
      cancel: () => this.#post({ type: "cancel", id }),
      done: () => {
        this.#streams.delete(id);
        waiting.done();
      },
    });
    this.#streams.set(id, streaming);
    waiting.resolve(new Response(streaming.body, { status, headers }));
  }

  /** @param {number} id @param {unknown} reason */
  #refuse(id, reason) {
    const waiting = this.#take(id);
    waiting?.done();
    waiting?.reject(reason);
  }

  /** @param {number} id @param {unknown} reason */
  #abort(id, reason) {
    this.#post({ type: "abort", id });
    this.#refuse(id, reason);
    this.#streams.get(id)?.fail(reason);
  }

  /** @param {Extract<FromEngine, { type: "model_request" }>} message */
  async #callModel({ id, request }) {
    try {
      const message = await this.#model?.(request);
      // What is no data does not cross.
      this.#post({ type: "model_reply", id, message: JSON.parse(JSON.stringify(message ?? null)) });
    } catch (error) {
      this.#post({ type: "model_reply", id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The engine answers nothing any more. @param {string} reason */
  #break(reason) {
    this.#over ??= new Error(reason);
    const over = this.#over;
    this.#opened.reject(over);
    this.#link?.end();
    this.#settle((stream) => stream.fail(over));
    this.#closed.resolve();
  }

  /** @param {(stream: Streaming) => void} finish */
  #settle(finish) {
    for (const id of [...this.#waiting.keys()]) this.#refuse(id, this.#over);
    for (const stream of [...this.#streams.values()]) finish(stream);
  }
}
