// The library's door, and with the worker the only importer of the wasm package: starts the engine in a worker (or here,
// where no worker can be had) and gives back a `fetch` that it answers.
import * as glue from "dreamfs:glue";
import workerText from "dreamfs:worker";
import { Connection } from "./engine-connection.js";

/**
 * A model as a function, from a Messages API request to a reply. It runs on this thread, wherever the engine does.
 * @callback ModelFunction
 * @param {any} request
 * @returns {unknown}
 */

/**
 * @typedef {object} ClientOptions
 * @property {string} [database] Name of the IndexedDB database: clients of one name share their data. Default `"dreamfs"`.
 * @property {"indexeddb" | "memory"} [storage] `"memory"` keeps nothing. Default `"indexeddb"`.
 * @property {{ now?: string | number | Date, rate?: number }} [clock] Where the engine's clock starts, and how it runs: 1 as
 *   time does (the default), 0 not at all.
 * @property {string} [timeZone] IANA zone of sessions that name none. Default: the reader's.
 * @property {number} [seed] Makes ids repeatable.
 * @property {boolean} [worker] `false` runs the engine on this thread. Default `true`, where a worker can be had.
 * @property {{ fallback?: "offline" | "error" } | ModelFunction} [model] What serves a hosted model when no endpoint is
 *   configured: the offline rules, a refusal (the default), or this function.
 * @property {{ memoriesPerStore?: number }} [limits]
 * @property {string | URL | { first: WasmSource, rest: WasmSource }} [wasm] Where `dreamfs.wasm` is, with `dreamfs-rest.wasm` beside
 *   it; or both, each as a URL or as what is in it. Default: beside this script.
 * @property {(message: string) => void} [onWaiting] Told when another tab must close first. Default: a warning in the console.
 */

/** @typedef {string | URL | ArrayBuffer | Uint8Array<ArrayBuffer> | WebAssembly.Module} WasmSource */

/** How the engine started. @typedef {{ storage: { kind: string, reason?: string }, worker: boolean }} ClientStatus */

/**
 * @typedef {object} Client
 * @property {(input: string | URL | Request, init?: RequestInit) => Promise<Response>} fetch Answers any URL by its path,
 *   whatever its origin. Made to be handed on: `new Anthropic({ fetch: client.fetch, … })`.
 * @property {() => Promise<void>} close Ends streams and lets go of storage. Later fetches are refused.
 * @property {Promise<ClientStatus>} ready How the engine started; `storage.reason` says why it is not as asked.
 */

const known = ["database", "storage", "clock", "timeZone", "seed", "worker", "model", "limits", "wasm", "onWaiting"];

const inNode = () => typeof process !== "undefined" && Boolean(process?.versions?.node);

/**
 * Starts an engine. Rejects with words: which option breaks which rule, or why the data cannot be opened.
 * @param {ClientOptions} [options]
 * @returns {Promise<Client>}
 */
export async function createClient(options = {}) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new TypeError(`${name}: is no option; there are ${known.join(", ")}`);
  }
  const { worker = true, wasm, model, onWaiting = warn, ...engine } = options;
  if (inNode() && engine.storage !== "memory" && !("indexedDB" in globalThis)) {
    throw new Error('storage: there is no IndexedDB in Node; give storage: "memory", which keeps nothing');
  }
  const asked = typeof model === "function" ? { call: model } : { settings: model };
  const connection = new Connection({ model: asked.call, onWaiting });
  const status = await connection.open({
    options: asked.settings === undefined ? engine : { ...engine, model: asked.settings },
    wasm: await locate(wasm),
    glue,
    workerText: worker && typeof Worker !== "undefined" ? workerText : undefined,
  });
  return {
    fetch: (input, init) => connection.fetch(input, init),
    close: () => connection.close(),
    ready: Promise.resolve(status),
  };
}

/** @param {string} message */
const warn = (message) => console.warn(`dreamfs: ${message}`);

/** @param {ClientOptions["wasm"]} wasm @returns {Promise<import("./engine-host.js").Wasm>} */
async function locate(wasm) {
  // Written so that a bundler sees them, and takes the files along.
  const beside = {
    first: new URL("dreamfs.wasm", import.meta.url),
    rest: new URL("dreamfs-rest.wasm", import.meta.url),
  };
  const isUrl = typeof wasm === "string" || wasm instanceof URL;
  const given = isUrl
    ? { first: wasm, rest: new URL("dreamfs-rest.wasm", new URL(wasm, beside.first)) }
    : (wasm ?? beside);
  if (!given.first || !given.rest) {
    throw new TypeError(
      "wasm: give the URL of dreamfs.wasm, or { first, rest }: dreamfs.wasm and dreamfs-rest.wasm, each as a URL or as its bytes",
    );
  }
  const [first, rest] = await Promise.all([part(given.first, beside.first), part(given.rest, beside.first)]);
  return { first, rest };
}

/** @param {WasmSource} source @param {URL} base @returns {Promise<import("./engine-host.js").WasmPart>} */
async function part(source, base) {
  if (typeof source !== "string" && !(source instanceof URL)) return source;
  const url = new URL(source, base);
  if (!inNode() || url.protocol !== "file:") return url.href;
  const { readFile } = await import("node:fs/promises");
  return readFile(url);
}
