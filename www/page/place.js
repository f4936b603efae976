/** Puts the walkthrough's workspace into its elements: agent, environment and store, found by name or made; each session where it stood; what the
 * elements tell each other. All through the client; ids are kept so that it is quick the next time. */
/** @typedef {import("../format/api.js").Client} Client */
/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {ReturnType<typeof import("./kept.js").memory>} Memory */

const STORE = {
  name: "cwc_memory",
  description: "What the reader of this page told its sessions about a two-day developer conference.",
};
const PROMPT = "Keep facts about the conference: talks, rooms, times, and who is going to what. One fact a line.";

/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** @param {Client} client @param {Memory} memory @param {typeof import("../elements/first.js")} elements what they share with pages */
export async function place(client, { kept, keep, keeps, forget }, elements) {
  const {
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
  } = elements;
  const door = api(client);
  $("status").client = $("pace").client = $("settings").client = $("workspace").client = client;
  let agent = "";
  let environment = "";
  let first = /** @type {Json & { id: string, name: string }} */ ({ id: "", name: "" });
  /** Finds what the page stands on, or makes it: one after the other, so that a seed gives the same ids each time. */
  async function settle() {
    agent = (await findOrMake(door, "/v1/agents", AGENT, kept.agent)).id;
    environment = (await findOrMake(door, "/v1/environments", ENVIRONMENT, kept.environment)).id;
    first = /** @type {any} */ (await findOrMake(door, "/v1/memory_stores", STORE, kept.store));
    Object.assign(kept, { agent, environment, store: first.id });
    keep();
  }
  await settle();

  /** Puts a store in its places, and with it the sessions that mount it. @param {{ id: string, name: string }} store */
  async function put(store) {
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
          ? sessionLike(past, element.getAttribute("name"), mounted)
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
  await put(/** @type {any} */ (keptOne ?? first));
  document.addEventListener("dreamfs-store-made", (event) => {
    const { store, fresh } = /** @type {CustomEvent} */ (event).detail;
    if (fresh || !keptOne) $("dream").storeId = store.id;
  });
  Object.assign($("rotting"), { agent, environment, client });
  $("dream").client = $("review").client = $("bill").client = client;
  Object.assign($("claims"), { tried: kept.tried ?? [], client });
  Promise.race(["dreamfs-dream", "dreamfs-review"].map((name) => customElements.whenDefined(name)))
    .then(() => loadSample())
    .then(
      (/** @type {any} */ samples) => ($("dream").samples = $("review").samples = samples),
      () => {},
    );

  document.addEventListener("dreamfs-store-kept", async (event) => {
    const { store_id: id } = /** @type {CustomEvent} */ (event).detail;
    try {
      const store = await useStore(door, id, first.id);
      for (const { id } of document.querySelectorAll("dreamfs-session[data-store]")) delete kept.sessions[id];
      keep();
      await put(store);
    } catch (error) {
      $("review").problem = `Not kept: ${reason(error)}`;
    }
  });
  document.addEventListener("dreamfs-workspace-imported", async () => {
    // Other records have come, under ids of their own: what the page remembers of the ones before is of no use.
    if (keeps) return (forget(), location.reload());
    Object.assign(kept, { agent: undefined, environment: undefined, store: undefined, sessions: {} });
    await settle();
    $("review").dreamId = null;
    await put(/** @type {any} */ ((await storeInUse(door)) ?? first));
  });
  document.addEventListener("dreamfs-model-changed", async (event) => {
    const { model } = /** @type {CustomEvent} */ (event).detail;
    const { version } = await door.get(`/v1/agents/${agent}`);
    await door.post(`/v1/agents/${agent}`, { version, model });
  });
  document.addEventListener("dreamfs-tried", (event) => {
    kept.tried = /** @type {CustomEvent} */ (event).detail.tried;
    keep();
  });

  $("reset").disabled = false;
  $("reset").onclick = () =>
    reset(door, agent, [first.id]).then(
      () => (forget(), location.reload()),
      (/** @type {unknown} */ error) => ($("reset-problem").textContent = reason(error)),
    );
}

/** Listens to what the elements tell each other and the page. @param {Memory} memory */
export function listen({ kept, keep }) {
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
}
