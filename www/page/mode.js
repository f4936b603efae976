/** How a link may open the page: `#class=ada&seed=7&now=2026-05-06` is a clean workspace of that name with a fixed clock and repeatable ids,
 * `#keep=nothing` one that a reload loses. It reads the hash and makes a client's options of it; it starts nothing. */

/** @typedef {{ database: string, keeps: boolean, clean: boolean, says: string, options: object }} Mode */

/** The hash that says how to open the page: the link's own, or, after a reload, the one that the tab was opened with (on the way through the page
 * the address has changed). @param {string} hash @param {Pick<Storage, "getItem" | "setItem">} visits @param {boolean} reloaded */
export function hashOf(hash, visits, reloaded) {
  const asks = /[#&](class|keep)=/.test(hash);
  const own = asks || !reloaded ? hash : (visits.getItem("dreamfs.opened") ?? hash);
  visits.setItem("dreamfs.opened", own);
  return own;
}

/** @param {string} hash @param {Pick<Storage, "getItem" | "setItem">} visits what the tab remembers @returns {Mode} */
export function modeOf(hash, visits) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const usual = { database: "dreamfs", keeps: true, clean: false, says: "", options: {} };
  const named = (given.get("class") ?? "").replace(/[^\p{L}\p{N} _-]/gu, "").slice(0, 40);
  const keeps = given.get("keep") !== "nothing";
  if (!named && keeps) return usual;
  const database = named ? `dreamfs-class-${named}` : "dreamfs";
  const options = /** @type {Record<string, unknown>} */ (keeps ? {} : { storage: "memory" });
  const says = [
    named && `Class “${named}”, in a workspace of its own.`,
    !keeps && "This visit keeps nothing: a reload loses it.",
  ];
  // Opened anew, a class starts clean; a reload goes on.
  const key = `${database}${hash}`;
  const visit = keeps ? Number(visits.getItem(key) ?? 0) : 0;
  visits.setItem(key, String(visit + 1));
  const seed = Number(given.get("seed") ?? Number.NaN);
  if (Number.isSafeInteger(seed) && seed >= 0) {
    options.seed = seed;
    says.push(`Ids come from seed ${seed}.`);
  }
  const now = given.get("now") ?? "";
  const at = /^\d{4}-\d{2}-\d{2}$/.test(now) ? `${now}T09:00:00Z` : now;
  if (now && !Number.isNaN(Date.parse(at))) {
    options.clock = { now: new Date(at).toISOString(), rate: 0 };
    says.push(`The clock stands at ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC.`);
  }
  return {
    database,
    keeps,
    clean: Boolean(named) && keeps && visit === 0,
    says: says.filter(Boolean).join(" "),
    options,
  };
}

/** Deletes a database before it is opened; one that is open elsewhere stays as it is. @param {string} name @returns {Promise<void>} */
export const wipe = (name) =>
  new Promise((resolve) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = () => resolve();
  });
