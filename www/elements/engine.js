/**
 * The engine of elements that stand alone in somebody's page. One that nobody hands a client starts an engine when it comes near the screen; others
 * of the same `database` join it, so a page has one, or as many as it names. It keeps nothing unless `persist` is set, and lives as
 * long as the page, so that an element which a site takes out and puts back finds all as it was.
 *
 * Attributes: `database`, `persist`; `store`, a memory store by name, for `<dreamfs-session>` to mount (with `access` and `instructions`) and for others
 * to show; `sample`, the address of past sessions as JSON. Event, composed: `dreamfs-engine` { storage, worker }, how it started.
 * Within `data-dreamfs="given"` nothing is started: there the page hands out its clients.
 */
import { api } from "../format/api.js";
import { loadSample } from "../format/samples.js";
import { ownName } from "../format/single.js";
import { defaultAgent, findOrMake, sessionLike, sessionsOf } from "../format/workspace.js";

/** @typedef {import("../client.js").Client} Client */
/** @typedef {import("../format/api.js").Json} Json */
/** An element, with whatever properties its kind has. @typedef {HTMLElement & Record<string, any>} Element */

/** How near an element may come before its engine starts, so that it is there when it is seen. */
const NEAR = "50%";
const DATABASE = "dreamfs-embed";
const STORE = "cwc_memory";

/** @type {Map<string, Promise<Client>>} */
const engines = new Map();
/** Stores of a client by name, found or made once. @type {WeakMap<Client, Map<string, Promise<Json>>>} */
const stores = new WeakMap();
/** @type {IntersectionObserver | undefined} */
let near;

/** @param {Element} element */
const keyOf = ({ database, persist }) => `${persist ? "kept" : "memory"} ${database || DATABASE}`;

/** Whether an element is on its own: nobody handed it a client, and neither a page nor another element will. @param {Element} element */
const alone = (element) =>
  !element.client &&
  !element.closest("[data-dreamfs=given]") &&
  !(/** @type {ShadowRoot} */ (element.getRootNode()).host?.localName?.startsWith("dreamfs-"));

/** An element has come into a page. @param {Element} element */
export function join(element) {
  if (!alone(element)) return;
  near ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) start(/** @type {Element} */ (target));
    },
    { rootMargin: NEAR },
  );
  // Attributes that a framework sets after it put the element in place still count.
  queueMicrotask(() => {
    if (!element.isConnected || !alone(element)) return;
    if (engines.has(keyOf(element))) start(element);
    else near?.observe(element);
  });
}

/** An element has left its page. @param {Element} element */
export function leave(element) {
  near?.unobserve(element);
}

/** @param {Element} element */
async function start(element) {
  near?.unobserve(element);
  if (!alone(element)) return;
  try {
    const client = await engineOf(element);
    const { storage, worker } = await client.ready;
    await furnish(element, client);
    if (element.client) return;
    element.client = client;
    element.dispatchEvent(
      new CustomEvent("dreamfs-engine", { detail: { storage, worker }, bubbles: true, composed: true }),
    );
  } catch (error) {
    // Every element says what its requests meet with.
    element.client ??= { fetch: () => Promise.reject(error) };
  }
}

/** The engine that an element names, started if it is not there. @param {Element} element @returns {Promise<Client>} */
function engineOf(element) {
  const key = keyOf(element);
  let engine = engines.get(key);
  if (!engine) {
    engine = open(element);
    engines.set(key, engine);
    engine.catch(() => engines.delete(key));
  }
  return engine;
}

/** @param {Element} element @returns {Promise<Client>} */
async function open({ database, persist }) {
  const { createClient } = await import("dreamfs:library");
  const where = persist ? { database: ownName(database || DATABASE) } : { storage: /** @type {const} */ ("memory") };
  return createClient({ ...where, model: { fallback: "offline" } });
}

/** Gives an element what its kind needs besides a client, where its author has not. @param {Element} element @param {Client} client */
async function furnish(element, client) {
  const door = api(client);
  const named = element.getAttribute("store");
  if (element.localName === "dreamfs-session") return seat(element, client, named);
  if ("makeClient" in element) {
    const { createClient } = await import("dreamfs:library");
    element.makeClient ??= () =>
      createClient({ storage: "memory", timeZone: "UTC", clock: { now: "2026-03-02T09:00:00Z" } });
  }
  if (Array.isArray(element.samples) && !element.samples.length) element.samples = await sampleOf(element);
  if (element.localName === "dreamfs-review") return follow(element, client);
  // What makes a store of its own is not given one.
  if (!["dreamfs-store", "dreamfs-mount", "dreamfs-dream"].includes(element.localName) || element.storeId) return;
  const store = await storeOf(client, named ?? (element.localName === "dreamfs-store" ? element.name : STORE));
  element.storeId = store.id;
  await defaultAgent(client, door);
}

/** A session: its store, and what was said in it before. @param {Element} element @param {Client} client @param {string | null} named */
async function seat(element, client, named) {
  const door = api(client);
  if (named && !element.resources.length) {
    const store = await storeOf(client, named);
    const access = element.getAttribute("access") ?? "read_write";
    const instructions = element.getAttribute("instructions") ?? undefined;
    element.resources = [{ type: "memory_store", memory_store_id: store.id, access, instructions }];
  }
  if (element.sessionId || element.given) return;
  const { agent } = await defaultAgent(client, door);
  const mounted = element.resources.map((/** @type {Json} */ one) => one.memory_store_id);
  const past = sessionLike(await sessionsOf(door, agent), element.name, mounted);
  // Two of one name are two sessions, until a reload has to choose.
  if (past && element.persist) element.sessionId = past.id;
}

/** A review shows what the page's dream of the same engine came to. @param {Element} element @param {Client} client */
function follow(element, client) {
  if (element.dreamId) return;
  document.addEventListener("dreamfs-dream-changed", (event) => {
    const { dream } = /** @type {CustomEvent} */ (event).detail;
    if (/** @type {Element} */ (event.target).client !== client || element.client !== client) return;
    element.dreamId = ["pending", "running"].includes(dream.status) ? null : dream.id;
  });
}

/** @param {Client} client @param {string} name @returns {Promise<Json>} */
function storeOf(client, name) {
  const known = stores.get(client) ?? new Map();
  stores.set(client, known);
  if (!known.has(name)) known.set(name, findOrMake(api(client), "/v1/memory_stores", { name }));
  return known.get(name);
}

/** @param {Element} element */
async function sampleOf(element) {
  const address = element.getAttribute("sample");
  if (!address) return loadSample("conference", new URL("samples/conference.json", import.meta.url));
  return loadSample(address, new URL(address, document.baseURI));
}
