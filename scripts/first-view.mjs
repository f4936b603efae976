// What the engine is asked when somebody opens the walkthrough for the first time, played in Node over an IndexedDB in memory. The
// build counts which functions it takes. A request that is missing here costs a first view the rest of the engine, and nothing else.
import "fake-indexeddb/auto";
import { Stop } from "./common.mjs";

// Node 20 has no Web Locks, which a browser grants at once where nobody else asks, and no storage that it could measure.
const locks = { request: async (/** @type {string} */ name, /** @type {any} */ hold) => hold({ name }) };
const storage = { estimate: async () => ({ usage: 0, quota: 1e9 }), persisted: async () => false };
Object.defineProperty(globalThis, "navigator", { value: { locks, storage }, configurable: true });

/** @type {[string, string][]} */
const headers = [
  ["content-type", "application/json"],
  ["anthropic-version", "2023-06-01"],
  ["anthropic-beta", "managed-agents-2026-04-01,dreaming-2026-04-21"],
];

/** What is written of a time differs by its digits, and so do the functions that write it. */
const TIMES = ["2026-01-02T03:04:05.006Z", "2026-11-12T13:14:15.678Z", "2026-10-20T00:00:00.000Z"];

/** @param {typeof import("../.cache/wasm/dreamfs.js")} glue the crate's glue, its wasm loaded */
export async function firstView(glue) {
  await visit(glue, {}, async (wanted) => {
    for (const one of wanted) await one();
  });
  // Come back to, and in more of a hurry.
  for (const clock of [undefined, undefined, ...TIMES.map((now) => ({ now, rate: 1 }))])
    await visit(glue, clock ? { clock } : {}, (wanted) => Promise.all(wanted.map((one) => one())));
}

/** @param {typeof import("../.cache/wasm/dreamfs.js")} glue @param {object} how options of the engine @param {(wanted: (() => Promise<unknown>)[]) => Promise<unknown>} all */
async function visit(glue, how, all) {
  const engine = await glue.open({ database: "first view", model: { fallback: "offline" }, ...how });
  const { storage, reason } = engine;
  if (storage !== "indexeddb") throw new Stop(`the first view ran on ${storage}: ${reason}`);
  const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body) => {
    const answer = await engine.handle(
      method,
      `http://localhost${path}`,
      headers,
      body === undefined ? body : JSON.stringify(body),
    );
    if (answer.status !== 200) throw new Stop(`first view: ${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body ?? "null");
  };
  const get = (/** @type {string[]} */ ...paths) => all(paths.map((path) => () => ask("GET", path, undefined)));
  await get("/v1/agents", "/v1/environments", "/v1/memory_stores");
  const agent = await ask("POST", "/v1/agents", {
    name: "dreamfs",
    model: "dreamfs-offline",
    system: "You are a helpful assistant.",
    tools: [{ type: "agent_toolset_20260401" }],
  });
  const environment = await ask("POST", "/v1/environments", { name: "dreamfs" });
  const store = await ask("POST", "/v1/memory_stores", { name: "cwc_memory", description: "What sessions were told." });
  await get(
    // By what a page remembers of an earlier visit.
    `/v1/agents/${agent.id}`,
    `/v1/environments/${environment.id}`,
    `/v1/memory_stores/${store.id}`,
    "/dreamfs/v1/pace",
    "/dreamfs/v1/status",
    "/dreamfs/v1/prices",
    "/v1/memory_stores?limit=100",
    `/v1/memory_stores/${store.id}/memories?limit=100`,
    `/v1/memory_stores/${store.id}/memory_versions?limit=100&operation=deleted`,
    "/v1/sessions?limit=100",
    `/v1/sessions?limit=100&agent_id=${agent.id}`,
    "/v1/dreams?limit=100&include_archived=true",
    "/v1/dreams?limit=20&statuses%5B%5D=completed",
  );
  engine.close();
}
