/** Numbers, times and names in words. Pure: time and locale come in as arguments where they matter. */

/** 1 000-based, as storage is sold and as the API's limits are not: exact bytes below 1 kB. @param {number} n */
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  if (n < 999_500) return `${trim(n / 1000)} kB`;
  if (n < 999_500_000) return `${trim(n / 1e6)} MB`;
  return `${trim(n / 1e9)} GB`;
}

/** @param {number} ms */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(Math.round(ms / 1000) / 60);
  return `${minutes} min ${Math.round(ms / 1000) % 60} s`;
}

/** @param {number} n */
function trim(n) {
  return n < 10 ? n.toFixed(1).replace(/\.0$/, "") : String(Math.round(n));
}

/** @param {number} n @param {string} one @param {string} [many] */
export function count(n, one, many = `${one}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A time of day for today, else the day too. @param {string | null | undefined} iso @param {Date} [now] */
export function when(iso, now = new Date()) {
  if (!iso) return "";
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const clock = time.toLocaleTimeString("en-GB");
  if (time.toDateString() === now.toDateString()) return clock;
  return `${time.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })}, ${clock}`;
}

/** What a model is called on a badge: never a bare name that could be taken for a model that did not run.
 * @param {string | null | undefined} id */
export function modelLabel(id) {
  if (!id) return "";
  return id === "dreamfs-offline" ? "offline rules" : id;
}

/** The end of an id, enough to tell two apart. @param {string} id */
export function shortId(id) {
  const cut = id.indexOf("_");
  return id.length - cut > 9 ? `${id.slice(0, cut + 1)}…${id.slice(-6)}` : id;
}

/** UTF-8 bytes of a text. @param {string} text */
export function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}
