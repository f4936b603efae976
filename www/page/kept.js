/** What the page remembers of itself between visits, in local storage: ids, for speed (the engine's own lists find everything again without
 * them), and what the engine cannot know. A class has a memory of its own; a visit that keeps nothing has none. */

/** @typedef {{ agent?: string, environment?: string, store?: string, sessions: Record<string, string | null>, knobs?: object,
 *   tried?: string[] }} Kept */

const NAME = "dreamfs.walkthrough";

/** @param {string} database which workspace it is of @param {boolean} keeps @param {boolean} [clean] whether to begin with nothing */
export function memory(database, keeps, clean = false) {
  const name = database === "dreamfs" ? NAME : `${NAME}:${database}`;
  /** @type {Kept} */
  let kept = { sessions: {} };
  try {
    if (keeps && !clean) kept = { ...kept, ...JSON.parse(localStorage.getItem(name) ?? "{}") };
  } catch {
    // No local storage here, or nothing that can be read.
  }
  return {
    kept,
    keeps,
    keep() {
      try {
        if (keeps) localStorage.setItem(name, JSON.stringify(kept));
      } catch {
        // No local storage here.
      }
    },
    forget() {
      try {
        localStorage.removeItem(name);
      } catch {
        // No local storage here.
      }
    },
  };
}
