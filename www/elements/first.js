/** The elements of the walkthrough's first view, and what its page shares with all of them. The page holds the others back, and `bring` defines one
 * when it is wanted; a page of somebody's own takes them all from `index.js`. */
import { release } from "./base.js";
import "./wire.js";
import "./session.js";
import "./status.js";

export * from "./shared.js";
export { hold } from "./base.js";

const sharing = () => import("./sharing.js");
/** Where an element comes from, unless from `more.js`. @type {Record<string, () => Promise<unknown>>} */
const from = { "dreamfs-replay": sharing, "dreamfs-workspace": sharing };
/** What an element draws within itself and the page has too. @type {Record<string, string>} */
const within = { "dreamfs-review": "dreamfs-store", "dreamfs-replay": "dreamfs-review" };

/** Defines an element, and before it the one that it draws. @param {string} name @returns {Promise<void>} */
export async function bring(name) {
  if (within[name]) await bring(within[name]);
  await (from[name] ?? (() => import("./more.js")))();
  release(name);
}
