/**
 * A shared dream run again, through the API of a client that nobody else uses: its store and its transcripts go in, with the ids that the sessions
 * had, since the result names them; then the dream. It reads and writes that client alone.
 */
import { api, collect } from "./api.js";
import { ShareError, compared } from "./share.js";

/** @typedef {import("./api.js").Client} Client */
/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./share.js").SharedDream} SharedDream */

const WORKSPACE = "/dreamfs/v1/workspace";
const WAIT_MS = 40;

/** How a client for a dream is to be made: a clean one that keeps nothing, at the dream's own time. @param {SharedDream} dream */
export const optionsFor = ({ clock, seed }) => ({
  storage: /** @type {const} */ ("memory"),
  seed,
  clock: { now: clock, rate: 0 },
  timeZone: "UTC",
  model: { fallback: /** @type {const} */ ("offline") },
});

/** Runs a dream again. `said` hears what is being done. Throws where the engine refuses what the document holds, or the dream fails.
 * @param {Client} client a clean one, made with `optionsFor` @param {SharedDream} dream @param {(what: "filling" | "dreaming") => void} [said] */
export async function runAgain(client, dream, said = () => {}) {
  const door = api(client);
  said("filling");
  const { id: store } = await door.post("/v1/memory_stores", {
    name: dream.store.name,
    description: dream.store.description,
  });
  for (const [path, content] of dream.store.memories)
    await door.post(`/v1/memory_stores/${store}/memories`, { path, content });
  const ids = new Map();
  for (const { id, title, ...rest } of dream.sessions) {
    const made = await door.post("/dreamfs/v1/sessions", title === null ? rest : { ...rest, title });
    ids.set(made.id, id);
  }
  const document = named(await door.get(WORKSPACE), ids);
  await door.post(WORKSPACE, { ...document, mode: "replace" });
  said("dreaming");
  const body = /** @type {Json} */ ({
    model: "dreamfs-offline",
    inputs: [
      { type: "memory_store", memory_store_id: store },
      { type: "sessions", session_ids: dream.sessions.map(({ id }) => id) },
    ],
  });
  if (dream.instructions) body.instructions = dream.instructions;
  if (dream.token_budget) body.token_budget = dream.token_budget;
  let run = await door.post("/v1/dreams", body);
  while (["pending", "running"].includes(run.status)) {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    run = await door.get(`/v1/dreams/${run.id}`);
  }
  if (run.status !== "completed") throw new ShareError("broke", { why: run.error?.message ?? "" });
  const files = await collect(door.list(`/v1/memory_stores/${run.outputs[0].memory_store_id}/memories`));
  return { dream: run, ...compared(dream, /** @type {any[]} */ (files)) };
}

/** A document with other ids for its sessions, wherever one stands. @param {any} value @param {Map<string, string>} ids @returns {any} */
function named(value, ids) {
  if (typeof value === "string") return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => named(one, ids));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one, ids)]));
}
