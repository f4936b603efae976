/**
 * Running what somebody said through a real session: each message is sent, and the next only when the turn has ended. Through the API
 * alone. It also holds what a sample's time is on the reader's clock. It never writes into a store itself.
 */
import { collect } from "./api.js";
import { textOf } from "./transcript.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./api.js").Json} Json */

/** Waits between looks at a session that is still at work, in milliseconds: short at first, since most turns take a few. */
const LOOK_MS = [0, 2, 4, 8, 16, 30, 60, 120];

/** What the user says in a sample session. @param {{ events: Json[] }} session @returns {Array<{ text: string, at: string }>} */
export const userMessages = (session) =>
  session.events
    .filter((event) => event.type === "user.message")
    .map((event) => ({ text: textOf(event.content), at: event.processed_at }));

/** Says one thing in a session and waits until the turn has ended; gives the agent's last words, and how it stopped.
 * @param {Api} api @param {string} id @param {string} text @param {AbortSignal} [signal] @returns {Promise<{ said: string, stop: string }>} */
export async function sayTo(api, id, text, signal) {
  const path = `/v1/sessions/${id}/events`;
  const sent = await api.post(
    path,
    { events: [{ type: "user.message", content: [{ type: "text", text }] }] },
    { signal },
  );
  const own = sent.data?.at(-1)?.id;
  for (let looks = 0; ; looks++) {
    signal?.throwIfAborted();
    const { data } = await api.get(path, { order: "desc", limit: 20 }, { signal });
    const newest = data[0];
    if (newest?.type === "session.status_idle") {
      const turn = data.slice(0, data.findIndex((/** @type {Json} */ event) => event.id === own) + 1 || data.length);
      const words = turn.find((/** @type {Json} */ event) => event.type === "agent.message");
      return { said: words ? textOf(words.content) : "", stop: newest.stop_reason?.type ?? "" };
    }
    await pause(LOOK_MS[Math.min(looks, LOOK_MS.length - 1)]);
  }
}

/** Every memory of a store with its text. @param {Api} api @param {string} storeId @returns {Promise<Json[]>} */
export const memoriesOf = async (api, storeId) =>
  (await collect(api.list(`/v1/memory_stores/${storeId}/memories`, { view: "full", limit: 20 }))).filter(
    (one) => one.type === "memory",
  );

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The moment at which a clock in `to` shows what a clock in `from` shows at `iso`: a session of 9 in the morning stays one.
 * @param {string} iso @param {string} from @param {string} to IANA zones @returns {number} milliseconds since the epoch */
export function sameWallClock(iso, from, to) {
  const at = Date.parse(iso);
  const wall = at + offsetOf(at, from);
  // The offset at the guess may be another than at the outcome; a second look settles all but the hour that is skipped.
  const guess = wall - offsetOf(wall, to);
  return wall - offsetOf(guess, to);
}

/** Milliseconds that a zone is ahead of UTC. @param {number} at @param {string} zone */
function offsetOf(at, zone) {
  const format = new Intl.DateTimeFormat("en-u-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(at / 1000) * 1000;
}
