/**
 * Which of the walkthrough's claims a reader has tried, by what the engine holds: its sessions, stores, versions, dreams and reports. Each
 * comes with the evidence in words. It asks and compares; it writes nothing, and what the engine does not know it does not guess.
 */
import { collect, isError } from "./api.js";
import { hasEnded } from "./dream.js";
import { storesOf } from "./workspace.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./words.js").Words} Words */
/** Evidence by claim, said in an element's words. @typedef {Map<string, (w: Words) => string>} Shown */

export const evidenceTexts = {
  apart: "{titles}, each with its own thread",
  wrote: "{titles} mount {store}, and a session wrote to it",
  mountedRead: "{title}, mounted read-only",
  mountedWrite: "{title}, mounted to read and write",
  rotted: {
    one: "{store}, written by {n} append-only session",
    other: "{store}, written by {n} append-only sessions",
  },
  readers: { one: "a dream with {n} reader", other: "a dream with {n} readers" },
  intact: "input at revision {revision} before and after, SHA-256 {hash}…",
  both: "{first} and {last}",
  others: "others",
  twice: "{title}, twice",
};

/** @param {Json} session */
const mountsOf = (session) =>
  (session.resources ?? []).filter((/** @type {Json} */ one) => one.type === "memory_store");

/** Claims by name, with what shows them. @param {Api} api @returns {Promise<Shown>} */
export async function tried(api) {
  const shown = /** @type {Shown} */ (new Map());
  const [sessions, dreams, stores] = await Promise.all([
    collect(api.list("/v1/sessions", {}, { most: 300 })),
    collect(api.list("/v1/dreams", {}, { most: 50 })),
    collect(api.list("/v1/memory_stores", {}, { most: 100 })),
  ]);
  const dreaming = new Set(dreams.map((dream) => dream.session_id));
  const own = sessions.filter((one) => !dreaming.has(one.id) && !one.metadata?.dreamfs);
  const apart = own.filter((one) => !mountsOf(one).length);
  if (apart.length > 1) shown.set("isolation", (w) => w.word("apart", { titles: named(apart, w) }));

  for (const store of stores) {
    const mounting = own.filter((one) => storesOf(one).includes(store.id));
    if (store.metadata?.dreamfs === "append_only" || mounting.length < 2) continue;
    const writers = await writersOf(api, store.id);
    if (!mounting.some((one) => writers.has(one.id)) || shown.has("shared")) continue;
    shown.set("shared", (w) => w.word("wrote", { titles: named(mounting, w), store: store.name }));
  }
  const knobs = own.find((one) =>
    mountsOf(one).some((/** @type {Json} */ mount) => one.title === "mount_test" || mount.access === "read_only"),
  );
  if (knobs)
    shown.set("mounted", (w) =>
      w.word(mountsOf(knobs)[0].access === "read_only" ? "mountedRead" : "mountedWrite", { title: knobs.title }),
    );

  // A dream's output carries its input's metadata.
  const dreamt = new Set(
    dreams.flatMap((dream) => (dream.outputs ?? []).map((/** @type {Json} */ one) => one.memory_store_id)),
  );
  const rotten = stores.find((store) => store.metadata?.dreamfs === "append_only" && !dreamt.has(store.id));
  const versions = rotten ? await writersOf(api, rotten.id) : new Set();
  if (versions.size) shown.set("rot", (w) => w.word("rotted", { store: rotten?.name, n: versions.size }));

  for (const dream of dreams.filter((one) => one.session_id)) {
    if (!shown.has("readers")) {
      const readers = await threadsOf(api, dream.session_id);
      if (readers) shown.set("readers", (w) => w.word("readers", { n: readers }));
    }
    if (!shown.has("intact") && hasEnded(dream)) {
      const input = await proofOf(api, dream.id);
      if (input)
        shown.set("intact", (w) =>
          w.word("intact", { revision: input.revision_after, hash: input.sha256_after.slice(0, 8) }),
        );
    }
  }
  return shown;
}

/** The first few titles of sessions, each once. @param {Json[]} sessions @param {Words} w */
function named(sessions, w) {
  const titles = [...new Set(sessions.map((one) => one.title).filter(Boolean))];
  const last = titles.length > 3 ? w.word("others") : titles.pop();
  if (!titles.length) return w.word("twice", { title: last });
  return w.word("both", { first: titles.slice(0, 3).join(", "), last });
}

/** The sessions that wrote to a store. @param {Api} api @param {string} id @returns {Promise<Set<string>>} */
async function writersOf(api, id) {
  const versions = await collect(api.list(`/v1/memory_stores/${id}/memory_versions`, {}, { most: 200 }));
  return new Set(versions.map((version) => version.created_by?.session_id).filter(Boolean));
}

/** How many threads a dream's session has beside the first. @param {Api} api @param {string} id */
async function threadsOf(api, id) {
  const threads = await collect(api.list(`/v1/sessions/${id}/threads`, {}, { most: 200 })).catch(missing([]));
  return threads.filter((/** @type {Json} */ one) => one.parent_thread_id).length;
}

/** The report's account of the input, if it was not changed. @param {Api} api @param {string} id @returns {Promise<Json | null>} */
async function proofOf(api, id) {
  const report = await api.get(`/dreamfs/v1/dreams/${id}/report`).catch(missing(null));
  const input = report?.input;
  return input?.sha256_after && input.sha256_after === input.sha256_before ? input : null;
}

/** What stands in for something that is not there. @template T @param {T} instead @returns {(error: unknown) => T} */
const missing = (instead) => (error) => {
  if (isError(error, 404) || isError(error, 400)) return instead;
  throw error;
};
