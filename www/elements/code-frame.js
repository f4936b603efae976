/**
 * The page's side of a program that runs in a frame: it makes the frame, answers the program's requests through the client, and takes in what is
 * printed. What comes from the frame is never trusted: a request keeps its path alone, everything is counted, and what has another form is let fall.
 */

/** @typedef {import("../format/api.js").Client} Client */
/** @typedef {import("../frame/worker.js").FromWorker} FromWorker */
/** @typedef {import("../frame/worker.js").ToWorker} ToWorker */
/** How a program ended: by itself, or because of the page.
 * @typedef {import("../frame/worker.js").End | { kind: "stopped" | "timeUp" | "noFrame" }} End */
/** @typedef {{ tone: "log" | "error", text: string }} Line */

const ORIGIN = "https://dreamfs.local";
/** Where a document that is there answers within, even on a slow machine. */
const START_MS = 15_000;
/** Requests that may be open at once. */
const MOST_OPEN = 32;
const MOST_LINES = 500;
const MOST_CHARACTERS = 10_001;
/** The client's own business, and what a program may not say for the reader. */
const KEPT_BACK = new Set(["authorization", "x-api-key", "cookie", "host", "dreamfs-actor"]);

/**
 * Runs a program and gives what ends it. `ended` is called once; after it nothing comes any more, and no request of the program is open.
 * @param {{ text: string, src: string | URL, client: Client, within: Node, seconds: number, print: (line: Line) => void,
 *   ended: (end: End, left: number) => void }} how @returns {{ stop: () => void }}
 */
export function runProgram({ text, src, client, within, seconds, print, ended }) {
  const frame = document.createElement("iframe");
  const { port1: port, port2 } = new MessageChannel();
  const open = new Map();
  let timer = setTimeout(() => finish({ kind: "noFrame" }), START_MS);
  let over = false;
  let lines = 0;

  /** @param {End} end @param {number} [left] */
  function finish(end, left = 0) {
    if (over) return;
    over = true;
    clearTimeout(timer);
    document.removeEventListener("securitypolicyviolation", refused);
    port.close();
    for (const one of open.values()) one.abort.abort();
    frame.remove();
    ended(end, left);
  }
  /** @param {SecurityPolicyViolationEvent} event */
  function refused(event) {
    if (/^(frame|child|default)-src/.test(event.effectiveDirective)) finish({ kind: "noFrame" });
  }
  /** @param {ToWorker} message */
  const send = (message) => void (over || port.postMessage(message));

  port.onmessage = ({ data }) => {
    if (over || typeof data !== "object" || data === null) return;
    const told = /** @type {FromWorker} */ (data);
    if (told.type === "ready") {
      clearTimeout(timer);
      timer = setTimeout(() => finish({ kind: "timeUp" }), seconds * 1000);
      send({ type: "run", text });
    } else if (told.type === "print") {
      if (lines++ < MOST_LINES) print({ tone: told.tone === "error" ? "error" : "log", text: bounded(told.text) });
    } else if (told.type === "end") finish(ending(told.end), Number(told.left) || 0);
    else if (told.type === "request") answer(client, told, open, send);
    else if (told.type === "pull") passOn(told.id, open, send);
    else if (told.type === "abort") open.get(told.id)?.abort.abort();
  };
  document.addEventListener("securitypolicyviolation", refused);
  frame.hidden = true;
  frame.setAttribute("sandbox", "allow-scripts");
  frame.addEventListener("load", () => frame.contentWindow?.postMessage(null, "*", [port2]), { once: true });
  frame.src = String(src);
  within.appendChild(frame);
  return { stop: () => finish({ kind: "stopped" }) };
}

/** @param {unknown} text */
const bounded = (text) => String(text).slice(0, MOST_CHARACTERS);

/** What a worker says of its end, as it may be shown. @param {any} end @returns {End} */
function ending(end) {
  const { kind, why, value, line, column } = end ?? {};
  if (kind === "done") return { kind, value: value === null ? null : bounded(value) };
  const place = { why: bounded(why), line: Number(line) || 0 };
  if (kind === "syntax" || kind === "import" || kind === "export" || kind === "namespace")
    return { kind, ...place, column: Number(column) || 0 };
  return { kind: "threw", ...place };
}

/** @typedef {Map<number, { abort: AbortController, reader: ReadableStreamDefaultReader<Uint8Array> | null }>} Open */

/** @param {Client} client @param {Extract<FromWorker, { type: "request" }>} asked @param {Open} open @param {(message: ToWorker) => void} send */
async function answer(client, { id, method, url, headers, body }, open, send) {
  // The SDK waits and tries again by itself.
  if (open.size >= MOST_OPEN) return send({ type: "response", id, status: 429, headers: [], empty: true });
  const abort = new AbortController();
  open.set(id, { abort, reader: null });
  try {
    const { pathname, search } = new URL(url, ORIGIN);
    const response = await client.fetch(ORIGIN + pathname + search, {
      method,
      headers: headers.filter(([name]) => !KEPT_BACK.has(name.toLowerCase())),
      body: body === null ? undefined : new TextDecoder().decode(body),
      signal: abort.signal,
    });
    const reader = response.body?.getReader() ?? null;
    if (reader) open.set(id, { abort, reader });
    else open.delete(id);
    send({ type: "response", id, status: response.status, headers: [...response.headers], empty: !reader });
  } catch (error) {
    fail(id, error, open, send);
  }
}

/** The next chunk of a body, when it is asked for. @param {number} id @param {Open} open @param {(message: ToWorker) => void} send */
async function passOn(id, open, send) {
  try {
    const next = await open.get(id)?.reader?.read();
    if (!next) return;
    if (next.done) open.delete(id);
    send({ type: "chunk", id, bytes: next.done ? null : next.value });
  } catch (error) {
    fail(id, error, open, send);
  }
}

/** @param {number} id @param {unknown} error @param {Open} open @param {(message: ToWorker) => void} send */
function fail(id, error, open, send) {
  open.delete(id);
  send({ type: "failed", id, why: error instanceof Error ? error.message : String(error) });
}
