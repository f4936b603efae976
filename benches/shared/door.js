// Memory stores through a door: `handle` of the engine in the same worker, or `fetch` of a client. Both take the same requests.

const beta = "managed-agents-2026-04-01";
const pairs = /** @type {[string, string][]} */ ([
  ["anthropic-beta", beta],
  ["content-type", "application/json"],
]);
const headers = Object.fromEntries(pairs);

/** @typedef {(method: string, path: string, body?: string) => Promise<any>} Ask the answer's body, parsed */

/** @param {import("dreamfs:glue").EngineHandle} engine @returns {Ask} */
export const byHandle = (engine) => async (method, path, body) => {
  const answer = await engine.handle(method, path, pairs, body);
  return understood(answer.status, answer.body ?? "");
};

/** @param {{ fetch: typeof fetch }} client @returns {Ask} */
export const byFetch = (client) => async (method, path, body) => {
  const answer = await client.fetch(`https://dreamfs.invalid${path}`, { method, headers, body });
  return understood(answer.status, await answer.text());
};

/** @param {number} status @param {string} text */
function understood(status, text) {
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return JSON.parse(text);
}

/** @param {Ask} ask @returns {Promise<string>} its id */
export const makeStore = async (ask) => (await ask("POST", "/v1/memory_stores", '{"name":"bench"}')).id;

/** @param {Ask} ask @param {string} store @param {string} path @param {string} content */
export const create = (ask, store, path, content) =>
  ask("POST", `/v1/memory_stores/${store}/memories`, JSON.stringify({ path, content }));

/** Every page of a list. @param {Ask} ask @param {string} store @param {{ view: string, limit: number }} how */
export async function listAll(ask, store, { view, limit }) {
  const items = [];
  let page = "";
  do {
    const answer = await ask("GET", `/v1/memory_stores/${store}/memories?view=${view}&limit=${limit}${page}`);
    items.push(...answer.data);
    page = answer.next_page === null ? "" : `&page=${encodeURIComponent(answer.next_page)}`;
  } while (page);
  return items;
}
