/**
 * The walkthrough's wiring: how the link asks for the page to be opened, the engine, and the elements that are handed it. The parts are in
 * `page/`; what the sections do is the elements' own.
 */
import * as elements from "./elements.js";
import { ownName } from "./format/single.js";
import { memory } from "./page/kept.js";
import { followLinks } from "./page/links.js";
import { hashOf, modeOf, wipe } from "./page/mode.js";
import { near } from "./page/near.js";
import { listen, place } from "./page/place.js";
import { guide, save, takeHome } from "./page/present.js";
import { sent } from "./page/sent.js";

const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
const mode = modeOf(hashOf(location.hash, visits(), entry?.type !== "navigate"), visits());
mode.database = ownName(mode.database);
const remembered = memory(mode.database, mode.keeps, mode.clean);

near(elements);
guide();
takeHome();
save();
listen(remembered);
sent();
const says = /** @type {HTMLElement} */ (document.getElementById("mode"));
says.textContent = mode.says;
says.hidden = !mode.says;

/** Where a frame may store nothing, no visit is remembered. */
function visits() {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}

async function start() {
  const { createClient } = await import("./dreamfs.js");
  if (mode.clean) await wipe(mode.database);
  const client = await createClient({ database: mode.database, model: { fallback: "offline" }, ...mode.options });
  Object.assign(globalThis, { dreamfs: client });
  // An engine of its own, that keeps nothing: a measured run must not fill the reader's workspace.
  const own = () => createClient({ storage: "memory", timeZone: "UTC", clock: { now: "2026-03-02T09:00:00Z" } });
  Object.assign(/** @type {object} */ (document.getElementById("growing")), { makeClient: own });
  await place(client, remembered, elements);
  followLinks(elements.bring);
}
start().catch((error) =>
  Object.assign(/** @type {object} */ (document.getElementById("status")), { failure: elements.reason(error) }),
);
