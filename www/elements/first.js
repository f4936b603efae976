/** The elements of the walkthrough's first view, and what its page shares with all of them. `more` brings the others; a page of somebody's own
 * takes them all from `index.js`. */
import "./wire.js";
import "./session.js";
import "./pace.js";
import "./status.js";

export * from "./shared.js";
export const more = () => import("./more.js");
