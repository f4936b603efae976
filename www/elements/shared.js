/** What the elements share with pages: the API, samples, and what a page stands on. It defines nothing. */
export { api, collect, isError, reason, withQuery, ApiError } from "../format/api.js";
export { loadSample } from "../format/samples.js";
export { tapped } from "../format/wire.js";
/** What `sharing.js`, which is loaded when it is wanted, takes from here. */
export { css, html, nothing } from "lit";
export { DreamfsElement, define, sharedStyles } from "./base.js";
export {
  AGENT,
  ENVIRONMENT,
  findOrMake,
  reset,
  retrieve,
  sessionLike,
  sessionsOf,
  storeInUse,
  storesOf,
  useStore,
} from "../format/workspace.js";
