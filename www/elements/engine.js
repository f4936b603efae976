/**
 * The engine of elements that nobody handed a client: one for all elements of a page that name the same `database`, started when the first of them
 * comes near the screen. It keeps nothing unless `persist` is set. A page that hands out its own client says so by `data-dreamfs-client` on any
 * element around; elements within elements wait for theirs.
 */

import { ownName } from "../format/single.js";

/** @typedef {import("../format/api.js").Client} Client */

/** @param {string} database @param {boolean} persist */
const keyOf = (database, persist) => `${persist ? "kept" : "passing"}:${database}`;

const engines = /** @type {Map<string, Promise<Client>>} */ (new Map());

/** @param {string} database @param {boolean} persist @returns {Promise<Client>} */
export function sharedEngine(database, persist) {
  const key = keyOf(database, persist);
  let engine = engines.get(key);
  if (!engine) {
    engine = import("../dreamfs.js").then(({ createClient }) =>
      createClient({
        database: ownName(database),
        storage: persist ? "indexeddb" : "memory",
        model: { fallback: "offline" },
      }),
    );
    engines.set(key, engine);
    engine.catch(() => engines.delete(key));
  }
  return engine;
}

/** Whether that engine was started. @param {string} database @param {boolean} persist */
export const engineRuns = (database, persist) => engines.has(keyOf(database, persist));

/** Whether an element is to look after itself. @param {Element} element */
export function standsAlone(element) {
  const root = element.getRootNode();
  if (root instanceof ShadowRoot && root.host.localName.startsWith("dreamfs-")) return false;
  return !element.closest("[data-dreamfs-client]");
}
