/**
 * The walkthrough's wiring: start the engine, find or make what the page works on, hand it to the elements, remember which session stands where.
 * Ids are remembered for speed; the engine's own lists find everything again without them.
 */
import {
  AGENT,
  ENVIRONMENT,
  api,
  findOrMake,
  loadSample,
  reason,
  reset,
  sessionLike,
  sessionsOf,
  storeInUse,
  useStore,
} from "./elements.js";

// Files of one disk may share what a browser keeps: each has a key of its own.
const KEY = `dreamfs.walkthrough${location.protocol === "file:" ? ` ${location.pathname}` : ""}`;
const STORE = {
  name: "cwc_memory",
  description: "What the reader of this page told its sessions about a two-day developer conference.",
};
const PROMPT = "Keep facts about the conference: talks, rooms, times, and who is going to what. One fact a line.";

/** @typedef {{ agent?: string, environment?: string, store?: string, sessions: Record<string, string | null>, knobs?: object }} Kept */

/** @returns {Kept} */
function recall() {
  try {
    return { sessions: {}, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { sessions: {} };
  }
}
const kept = recall();
function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // No local storage here: the lists below find everything by name.
  }
}

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

async function start() {
  const { createClient } = await import("./dreamfs.js");
  const client = await createClient({ database: "dreamfs", model: { fallback: "offline" } });
  Object.assign(globalThis, { dreamfs: client });
  const door = api(client);
  $("status").client = $("pace").client = client;
  const [{ id: agent }, { id: environment }, first] = await Promise.all([
    findOrMake(door, "/v1/agents", AGENT, kept.agent),
    findOrMake(door, "/v1/environments", ENVIRONMENT, kept.environment),
    findOrMake(door, "/v1/memory_stores", STORE, kept.store),
  ]);
  Object.assign(kept, { agent, environment, store: first.id });
  keep();

  /** Puts a store in its places, and with it the sessions that mount it. @param {{ id: string, name: string }} store */
  async function place(store) {
    const past = await sessionsOf(door, agent);
    for (const element of /** @type {NodeListOf<any>} */ (document.querySelectorAll("dreamfs-session"))) {
      const access = element.dataset.store;
      const resources = access
        ? [{ type: "memory_store", memory_store_id: store.id, access, instructions: PROMPT }]
        : [];
      const known = kept.sessions[element.id];
      const mounted = resources.map(() => store.id);
      const found =
        known === undefined
          ? sessionLike(past, element.name, mounted)
          : past.find((/** @type {any} */ one) => one.id === known);
      Object.assign(element, { agent, environment, resources, sessionId: found?.id ?? null, client });
    }
    Object.assign($("knobs"), { agent, environment, storeId: store.id, ...kept.knobs, client });
    Object.assign($("store"), { storeId: store.id, name: store.name, client });
    $("review").inUse = $("dream").inUse = $("dream").storeId = store.id;
    $("review").usual = first;
    $("in-use").hidden = store.id === first.id;
    $("in-use").textContent =
      store.id === first.id ? "" : `You kept the result of a dream: the sessions here mount ${store.name} now.`;
  }
  const keptOne = await storeInUse(door);
  await place(/** @type {any} */ (keptOne ?? first));
  document.addEventListener("dreamfs-store-made", (event) => {
    const { store, fresh } = /** @type {CustomEvent} */ (event).detail;
    if (fresh || !keptOne) $("dream").storeId = store.id;
  });
  Object.assign($("rotting"), { agent, environment, client });
  Object.assign($("dream"), { client });
  Object.assign($("review"), { client });
  $("bill").client = client;
  // An engine of its own, that keeps nothing: a measured run must not fill the reader's workspace.
  $("growing").makeClient = () =>
    createClient({ storage: "memory", timeZone: "UTC", clock: { now: "2026-03-02T09:00:00Z" } });
  loadSample().then(
    (/** @type {any} */ samples) => ($("dream").samples = $("review").samples = samples),
    () => {},
  );

  document.addEventListener("dreamfs-store-kept", async (event) => {
    const { store_id: id } = /** @type {CustomEvent} */ (event).detail;
    try {
      const store = await useStore(door, id, first.id);
      for (const { id } of document.querySelectorAll("dreamfs-session[data-store]")) delete kept.sessions[id];
      keep();
      await place(store);
    } catch (error) {
      $("review").problem = `Not kept: ${reason(error)}`;
    }
  });

  $("reset").disabled = false;
  $("reset").onclick = () =>
    reset(door, agent, [first.id]).then(
      () => (localStorage.removeItem(KEY), location.reload()),
      (/** @type {unknown} */ error) => ($("reset-problem").textContent = reason(error)),
    );
}

document.addEventListener("dreamfs-dream-changed", (event) => {
  const { dream } = /** @type {CustomEvent} */ (event).detail;
  const ended = !["pending", "running"].includes(dream.status);
  $("review").dreamId = ended ? dream.id : null;
});
document.addEventListener("dreamfs-session-created", (event) => {
  const from = /** @type {any} */ (event.target);
  const { session } = /** @type {CustomEvent} */ (event).detail;
  if (from.id === "knobs") {
    kept.knobs = { instructions: from.instructions, access: from.access };
    $("mounted").sessionId = session.id;
  }
  kept.sessions[from.id === "knobs" ? "mounted" : from.id] = session.id;
  keep();
});
document.addEventListener("dreamfs-session-cleared", (event) => {
  kept.sessions[/** @type {HTMLElement} */ (event.target).id] = null;
  keep();
});

start().catch((error) => ($("status").failure = reason(error)));
