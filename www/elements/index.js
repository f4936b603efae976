/** Defines every element, and gives pages the helpers that they share with them. Safe to import where there is no DOM: it then defines nothing. */
export { api, collect, isError, reason, withQuery, ApiError } from "../format/api.js";
export { tapped } from "../format/wire.js";
export {
  AGENT,
  ENVIRONMENT,
  findOrMake,
  reset,
  retrieve,
  sessionLike,
  sessionsOf,
  storesOf,
} from "../format/workspace.js";

if (typeof customElements !== "undefined" && typeof HTMLElement !== "undefined") await import("./define.js");
