// The library's door, and with the worker the only importer of the wasm package: starts the engine in a worker (or here,
// where no worker can be had) and gives back a `fetch` that it answers.
import * as glue from "dreamfs:glue";
import workerText from "dreamfs:worker";
import { Connection } from "./engine-connection.js";

export { memoryTool } from "./memory-tool.js";

/**
 * A model as a function, from a Messages API request to a reply. It runs on this thread, wherever the engine does.
 * @callback ModelFunction
 * @param {any} request
 * @returns {unknown}
 */

/**
 * Where hosted models are asked, and what serves them when there is no such place. The key is kept in the engine's memory, and
 * sent to the base URL's origin and nowhere else.
 * @typedef {object} ModelSettings
 * @property {string} [baseUrl] An endpoint that speaks the Anthropic Messages API: `"https://api.anthropic.com"`, a proxy, or a
 *   local server such as `"http://localhost:11434"`. Without it, nothing is asked over the network.
 * @property {string} [apiKey] Sent as `x-api-key`.
 * @property {Record<string, string>} [headers] Further headers, sent with every request.
 * @property {Record<string, string>} [models] The endpoint's own name of a model, by the name that is asked for; `"*"` stands
 *   for every other.
 * @property {"offline" | "error"} [fallback] Without an endpoint: the offline rules, or a refusal (the default).
 */

/**
 * What came back from the smallest real request.
 * @typedef {object} ModelTest
 * @property {"model_test"} type
 * @property {boolean} ok
 * @property {string} model The model that ran, as the endpoint calls it.
 * @property {string} endpoint Origin and path.
 * @property {number} latency_ms
 * @property {Record<string, unknown>} [usage] Tokens, as the endpoint reports them.
 * @property {{ type: string, message: string, status: number | null }} [error] Why it failed, in words.
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
 * @property {ModelSettings | ModelFunction} [model] What serves hosted models: an endpoint, the offline rules, nothing (the
 *   default), or this function.
 * @property {{ memoriesPerStore?: number }} [limits]
 * @property {string | URL | { first: WasmSource, rest: WasmSource }} [wasm] Where `dreamfs.wasm` is, with `dreamfs-rest.wasm` beside
 *   it; or both, each as a URL or as what is in it. Default: beside this script.
 * @property {string | URL | ArrayBuffer | Uint8Array<ArrayBuffer>} [bash] Where `dreamfs-bash.js` is, the shell of the tool
 *   `bash`, or what is in it. It is loaded when a command is first run. Default: beside this script.
 * @property {(message: string) => void} [onWaiting] Told when another tab must close first. Default: a warning in the console.
 */

/** @typedef {string | URL | ArrayBuffer | Uint8Array<ArrayBuffer> | WebAssembly.Module} WasmSource */

/** How the engine started. @typedef {{ storage: { kind: string, reason?: string }, worker: boolean }} ClientStatus */

/**
 * @typedef {object} Client
 * @property {(input: string | URL | Request, init?: RequestInit) => Promise<Response>} fetch Answers any URL by its path,
 *   whatever its origin. Made to be handed on: `new Anthropic({ fetch: client.fetch, … })`.
 * @property {(settings: ModelSettings | null) => Promise<void>} setModel Has another endpoint serve from the next request on, or
 *   none. Kept in memory only. Rejects with words: which setting breaks which rule.
 * @property {(options?: { model?: string }) => Promise<ModelTest>} testModel Makes the smallest real request to the endpoint.
 * @property {() => Promise<void>} close Ends streams and lets go of storage. Later fetches are refused.
 * @property {Promise<ClientStatus>} ready How the engine started; `storage.reason` says why it is not as asked.
 */

const known = [
  "database",
  "storage",
  "clock",
  "timeZone",
  "seed",
  "worker",
  "model",
  "limits",
  "wasm",
  "bash",
  "onWaiting",
];

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
  const { worker = true, wasm, bash, model, onWaiting = warn, ...engine } = options;
  if (inNode() && engine.storage !== "memory" && !("indexedDB" in globalThis)) {
    throw new Error('storage: there is no IndexedDB in Node; give storage: "memory", which keeps nothing');
  }
  const asked = typeof model === "function" ? { call: model } : { settings: model };
  const connection = new Connection({ model: asked.call, onWaiting });
  const status = await connection.open({
    options: asked.settings === undefined ? engine : { ...engine, model: asked.settings },
    wasm: await locate(wasm),
    bash: locateShell(bash),
    glue,
    workerText: worker && typeof Worker !== "undefined" ? workerText : undefined,
  });
  return {
    fetch: (input, init) => connection.fetch(input, init),
    setModel: (settings) => connection.setModel(settings),
    testModel: async (options = {}) => {
      const body = JSON.stringify(options);
      const response = await connection.fetch("/dreamfs/v1/model/test", { method: "POST", body });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error.message);
      return answer;
    },
    close: () => connection.close(),
    ready: Promise.resolve(status),
  };
}

/** @param {string} message */
const warn = (message) => console.warn(`dreamfs: ${message}`);

/** @param {ClientOptions["bash"]} bash @returns {import("./engine-host.js").Shell} */
function locateShell(bash) {
  if (bash !== undefined && typeof bash !== "string" && !(bash instanceof URL)) {
    // Node imports no blob: URL, as which it is imported elsewhere.
    return inNode() ? `data:text/javascript,${encodeURIComponent(new TextDecoder().decode(bash))}` : bash;
  }
  const beside = new URL("dreamfs-bash.js", import.meta.url);
  return (bash === undefined ? beside : new URL(bash, beside)).href;
}

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
  // Not an import: bundlers for browsers stumble over names of Node's.
  return process.getBuiltinModule("node:fs/promises").readFile(url);
}
