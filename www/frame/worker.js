/*! Contains @anthropic-ai/sdk (MIT), sucrase (MIT) and acorn (MIT). */
// Where a reader's program runs: a worker of the frame, which has no page, no storage and no network. The SDK's requests go out as messages over one port,
// and what is printed goes the same way. It keeps nothing: each program gets a worker of its own, which is thrown away.
import * as sdk from "@anthropic-ai/sdk";
import { ProgramFault, runnable } from "./program.js";
import { show, thrown } from "./show.js";

/**
 * What the worker sends: a request (`body` null where there is none), what is to become of its answer, a printed line, and the end.
 * @typedef {{ type: "request", id: number, method: string, url: string, headers: [string, string][], body: ArrayBuffer | null }
 *   | { type: "pull" | "abort", id: number } | { type: "ready" } | { type: "print", tone: Tone, text: string }
 *   | { type: "end", end: End, left: number }} FromWorker `left`: lines that were not sent, since there were too many
 * @typedef {"log" | "error"} Tone
 * @typedef {{ kind: "done", value: string | null } | { kind: "threw", why: string, line: number } | import("./program.js").Fault} End
 */
/**
 * What it is sent: the program, and the answers to its requests. A chunk of null ends a body.
 * @typedef {{ type: "run", text: string } | { type: "response", id: number, status: number, headers: [string, string][], empty: boolean }
 *   | { type: "chunk", id: number, bytes: Uint8Array | null } | { type: "failed", id: number, why: string }} ToWorker
 */

const MOST_LINES = 500;
const MOST_CHARACTERS = 10_000;
/** Statuses whose responses have no body. */
const EMPTY = new Set([101, 204, 205, 304]);

/** @type {MessagePort} */
let port;
/** @param {FromWorker} message */
const send = (message) => port.postMessage(message);

/** @typedef {{ answer: (response: Response) => void, fail: (error: unknown) => void, body: ReadableStreamDefaultController<Uint8Array> | null,
 *   pulled: (() => void) | null }} Open */
const open = /** @type {Map<number, Open>} */ (new Map());
let requests = 0;
let lines = 0;

/** As the web's `fetch`, over the port. @param {string | URL | Request} input @param {RequestInit} [init] @returns {Promise<Response>} */
async function fetchByPort(input, init) {
  const request = new Request(input, init);
  const { method, url, signal } = request;
  const bytes = ["GET", "HEAD"].includes(method) ? null : await request.arrayBuffer();
  signal.throwIfAborted();
  const id = ++requests;
  return new Promise((answer, fail) => {
    open.set(id, { answer, fail, body: null, pulled: null });
    signal.addEventListener("abort", () => {
      failed(id, signal.reason);
      send({ type: "abort", id });
    });
    send({ type: "request", id, method, url, headers: [...request.headers], body: bytes });
  });
}

/** @param {number} id @param {unknown} error */
function failed(id, error) {
  const one = open.get(id);
  open.delete(id);
  one?.fail(error);
  one?.body?.error(error);
  one?.pulled?.();
}

/** @param {Extract<ToWorker, { type: "response" }>} told */
function responded({ id, status, headers, empty }) {
  const one = open.get(id);
  if (!one) return;
  if (empty || EMPTY.has(status)) {
    open.delete(id);
    return one.answer(new Response(null, { status, headers }));
  }
  const body = new ReadableStream({
    start: (controller) => void (one.body = controller),
    pull: () =>
      new Promise((pulled) => {
        one.pulled = () => pulled(undefined);
        send({ type: "pull", id });
      }),
    cancel() {
      open.delete(id);
      send({ type: "abort", id });
    },
  });
  one.answer(new Response(body, { status, headers }));
}

/** @param {Extract<ToWorker, { type: "chunk" }>} told */
function came({ id, bytes }) {
  const one = open.get(id);
  if (bytes) one?.body?.enqueue(bytes);
  else {
    open.delete(id);
    one?.body?.close();
  }
  one?.pulled?.();
}

/** @param {Tone} tone */
const printer =
  (tone) =>
  (/** @type {unknown[]} */ ...values) => {
    if (++lines > MOST_LINES) return;
    send({
      type: "print",
      tone,
      text: show(values.map((one) => show(one, MOST_CHARACTERS)).join(" "), MOST_CHARACTERS),
    });
  };

const [log, error] = [printer("log"), printer("error")];
Object.assign(console, { log, info: log, debug: log, dir: log, warn: error, error });

/** The SDK as a program imports it: the client needs no key and reaches the page's engine. */
class Anthropic extends sdk.default {
  /** @param {import("@anthropic-ai/sdk").ClientOptions} [options] */
  constructor(options) {
    super({ apiKey: "local", ...options, fetch: fetchByPort, dangerouslyAllowBrowser: true });
  }
}
const handed = Object.freeze({ ...sdk, default: Anthropic, Anthropic });

/** The line of a program on which an error arose, or 0. @param {unknown} error @param {string} url of the program */
function lineOf(error, url) {
  const stack = String(/** @type {Error} */ (error)?.stack ?? "");
  const at = stack.indexOf(`${url}:`);
  return at < 0 ? 0 : Number.parseInt(stack.slice(at + url.length + 1), 10) || 0;
}

/** @param {string} text @returns {Promise<End>} */
async function run(text) {
  let url = "";
  try {
    url = URL.createObjectURL(new Blob([runnable(text)], { type: "text/javascript" }));
    const program = await import(url);
    const value = await program.default(handed);
    return { kind: "done", value: value === undefined ? null : show(value, MOST_CHARACTERS) };
  } catch (error) {
    if (error instanceof ProgramFault) return error.fault;
    return { kind: "threw", why: thrown(error, MOST_CHARACTERS), line: lineOf(error, url) };
  }
}

/** @param {End} end */
const finish = (end) => send({ type: "end", end, left: Math.max(0, lines - MOST_LINES) });

self.addEventListener("unhandledrejection", ({ reason }) =>
  finish({ kind: "threw", why: thrown(reason, MOST_CHARACTERS), line: 0 }),
);

self.addEventListener("error", ({ error, message }) =>
  finish({ kind: "threw", why: error ? thrown(error, MOST_CHARACTERS) : message, line: 0 }),
);

self.onmessage = ({ ports: [handedOver] }) => {
  port ??= handedOver;
  send({ type: "ready" });
  port.onmessage = async (/** @type {MessageEvent<ToWorker>} */ { data }) => {
    if (data.type === "run") finish(await run(data.text));
    else if (data.type === "response") responded(data);
    else if (data.type === "chunk") came(data);
    else failed(data.id, new TypeError(data.why));
  };
};
