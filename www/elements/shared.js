/** What the elements share with pages: the API, samples, and what a page stands on. It defines nothing. */
export { api, collect, isError, reason, withQuery, ApiError } from "../format/api.js";
export { loadSample } from "../format/samples.js";
export { tapped } from "../format/wire.js";
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
