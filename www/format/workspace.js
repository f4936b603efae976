/**
 * What a page needs before its first session: an agent, an environment and a store, found again by name or made. It also
 * finds the sessions that a page made before, and clears them away. All through the API, nothing else.
 */
import { collect, isError } from "./api.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./api.js").Client} Client */
/** @typedef {import("./api.js").Json} Json */

export const AGENT = {
  name: "dreamfs",
  model: "dreamfs-offline",
  system: "You are a helpful assistant. When a memory store is mounted, look into it before you answer.",
  tools: [{ type: "agent_toolset_20260401" }],
};
export const ENVIRONMENT = { name: "dreamfs" };

/** The record with a remembered id if it is still there, else the one of that name that no element made for itself (those carry
 * `dreamfs` in their metadata), else a new one.
 * @param {Api} api @param {string} path @param {Json & { name: string }} make @param {string | null} [id] @returns {Promise<Json>} */
export async function findOrMake(api, path, make, id) {
  if (id) {
    const known = await retrieve(api, `${path}/${id}`);
    if (known && !known.archived_at) return known;
  }
  for await (const one of api.list(path, { limit: undefined }))
    if (one.name === make.name && !one.archived_at && !one.metadata?.dreamfs) return one;
  return api.post(path, make);
}

const stores = /** @type {WeakMap<Client, Map<string, Promise<Json>>>} */ (new WeakMap());

/** A store by name, made once a client, however many ask. Files to start from are added where the store never had one of that path.
 * @param {Client} client @param {Api} api @param {string} name @param {Record<string, string>} [files] text by path @returns {Promise<Json>} */
export async function storeNamed(client, api, name, files = {}) {
  const known = stores.get(client) ?? new Map();
  stores.set(client, known);
  let made = known.get(name);
  if (!made) {
    made = findOrMake(api, "/v1/memory_stores", { name, description: "Notes." });
    known.set(name, made);
    made.catch(() => known.delete(name));
  }
  const store = await made;
  if (!Object.keys(files).length) return store;
  const versions = await collect(api.list(`/v1/memory_stores/${store.id}/memory_versions`));
  for (const [path, content] of Object.entries(files))
    if (!versions.some((version) => version.path === path))
      await api.post(`/v1/memory_stores/${store.id}/memories`, { path, content });
  return store;
}

/** @param {Api} api @param {string} path @returns {Promise<Json | null>} */
export async function retrieve(api, path) {
  try {
    return await api.get(path);
  } catch (error) {
    if (isError(error, 404) || isError(error, 400)) return null;
    throw error;
  }
}

const defaults = /** @type {WeakMap<Client, Promise<{ agent: string, environment: string }>>} */ (new WeakMap());

/** The agent and environment that elements use when they are given none: made once a client, however many ask.
 * @param {Client} client @param {Api} api */
export function defaultAgent(client, api) {
  let made = defaults.get(client);
  if (!made) {
    made = (async () => ({
      agent: (await findOrMake(api, "/v1/agents", AGENT)).id,
      environment: (await findOrMake(api, "/v1/environments", ENVIRONMENT)).id,
    }))();
    defaults.set(client, made);
    made.catch(() => defaults.delete(client));
  }
  return made;
}

/** The ids of the stores that a session mounts. @param {Json} session @returns {string[]} */
export const storesOf = (session) =>
  (session.resources ?? [])
    .filter((/** @type {Json} */ r) => r.type === "memory_store")
    .map((/** @type {Json} */ r) => r.memory_store_id);

/** The newest session of an agent with this title that mounts exactly these stores.
 * @param {Json[]} sessions newest first @param {string} title @param {string[]} stores */
export function sessionLike(sessions, title, stores) {
  const key = stores.toSorted().join();
  return sessions.find((session) => session.title === title && storesOf(session).toSorted().join() === key);
}

/** Every session of an agent, newest first. @param {Api} api @param {string} agent */
export const sessionsOf = (api, agent) => collect(api.list("/v1/sessions", { agent_id: agent }));

/** The key of a store's metadata that says that the page mounts it. */
const IN_USE = "in_use";

/** The store that the reader kept from a dream, if there is one. @param {Api} api @returns {Promise<Json | undefined>} */
export async function storeInUse(api) {
  for await (const store of api.list("/v1/memory_stores"))
    if (store.metadata?.[IN_USE] && !store.archived_at) return store;
  return undefined;
}

/** Says of a store that it is in use, and of no other. The first one is in use when no other is.
 * @param {Api} api @param {string} id @param {string} first @returns {Promise<Json & { id: string, name: string }>} */
export async function useStore(api, id, first) {
  for (const store of await collect(api.list("/v1/memory_stores", { include_archived: true })))
    if (store.id !== id && store.metadata?.[IN_USE] && !store.archived_at)
      await api.post(`/v1/memory_stores/${store.id}`, { metadata: { [IN_USE]: null } });
  const path = `/v1/memory_stores/${id}`;
  return id === first ? api.get(path) : api.post(path, { metadata: { [IN_USE]: "true" } });
}

/** Deletes the agent's sessions, archived ones too, the stores given, those that elements made for themselves (`dreamfs` stands in their
 * metadata), and what dreams made of them. What is already gone is no fault.
 * @param {Api} api @param {string} agent @param {string[]} stores */
export async function reset(api, agent, stores) {
  const made = new Set(stores);
  for await (const store of api.list("/v1/memory_stores", { include_archived: true }))
    if (store.metadata?.dreamfs) made.add(store.id);
  const dreams = await collect(api.list("/v1/dreams", { include_archived: true }));
  for (const dream of dreams.toReversed()) {
    const input = dream.inputs[0].memory_store_id;
    if (!made.has(input)) continue;
    for (const { memory_store_id } of dream.outputs) made.add(memory_store_id);
    await forget(api, dream);
  }
  for (const session of await collect(api.list("/v1/sessions", { agent_id: agent, include_archived: true }))) {
    const path = `/v1/sessions/${session.id}`;
    if (session.status === "running")
      await api.post(`${path}/events`, { events: [{ type: "user.interrupt" }] }).catch(() => {});
    await api.del(path).catch(gone);
  }
  for (const store of made) await api.del(`/v1/memory_stores/${store}`).catch(gone);
}

/** Ends a dream, deletes its session and takes it off the list. @param {Api} api @param {Json} dream */
async function forget(api, dream) {
  const path = `/v1/dreams/${dream.id}`;
  if (["pending", "running"].includes(dream.status)) await api.post(`${path}/cancel`).catch(ended);
  const { session_id } = await api.get(path);
  // Its runner closes the session after a cancel; until then it is running, and cannot be deleted.
  for (let tries = 0; session_id && tries < 100; tries++) {
    const session = await retrieve(api, `/v1/sessions/${session_id}`);
    if (!session) break;
    if (session.status === "running") await new Promise((resolve) => setTimeout(resolve, 50));
    else await api.del(`/v1/sessions/${session_id}`).catch(gone);
  }
  if (!dream.archived_at) await api.post(`${path}/archive`);
}

/** A dream that ended before it could be canceled is no fault. @param {unknown} error */
function ended(error) {
  if (!isError(error, 400)) throw error;
}

/** @param {unknown} error */
function gone(error) {
  if (!isError(error, 404)) throw error;
}
