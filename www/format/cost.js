/**
 * What a dream's tokens cost under other terms than it ran on: another model, another share read from the prompt cache, a batch, a
 * cap. Pure: usage and a price table in, sums out. Tokens are never changed; only which of them were cached may be supposed.
 */

/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./dream.js").Tokens} Usage tokens by kind */
/** In the table's currency, for a million tokens. @typedef {{ input: number, written: number, cached: number, output: number }} Prices */

/** @type {ReadonlyArray<{ kind: keyof Usage, price: string }>} */
export const KINDS = [
  { kind: "cached", price: "cache_read" },
  { kind: "written", price: "cache_write" },
  { kind: "input", price: "input" },
  { kind: "output", price: "output" },
];

/** @param {Json | null | undefined} model a row of the price table @returns {Prices} */
export const pricesOf = (model) =>
  /** @type {Prices} */ (Object.fromEntries(KINDS.map(({ kind, price }) => [kind, Number(model?.[price] ?? 0)])));

/** All input, cached or not. @param {Usage} usage */
export const inputOf = (usage) => usage.input + usage.written + usage.cached;

/** The part of the input that was read from the cache, 0 to 1. @param {Usage} usage */
export const cacheShare = (usage) => (inputOf(usage) ? usage.cached / inputOf(usage) : 0);

/** The same tokens, had this share of the input been read from the cache. What was not is written to the cache or sent without it
 * in the proportion that was measured. @param {Usage} usage @param {number} share 0 to 1 @returns {Usage} */
export function withShare(usage, share) {
  const all = inputOf(usage);
  const rest = all * (1 - share);
  const measured = usage.input + usage.written;
  const written = measured ? (rest * usage.written) / measured : 0;
  return { input: rest - written, written, cached: all * share, output: usage.output };
}

/** What each kind costs, and all of it. @param {Usage} usage @param {Prices} prices @param {number} [rate] what a batch pays of the price */
export function priceOf(usage, prices, rate = 1) {
  const rows = KINDS.map(({ kind }) => ({
    kind,
    tokens: usage[kind],
    price: prices[kind],
    cost: (usage[kind] * prices[kind] * rate) / 1_000_000,
  }));
  return { rows, sum: rows.reduce((all, row) => all + row.cost, 0) };
}

/** The row of the table that a model is priced by: the longest name that its id begins with, else the first, as the engine does it.
 * @param {Json[]} table @param {string | null | undefined} id */
export function pricedAs(table, id) {
  const known = table.filter(({ model }) => id?.startsWith(model)).sort((a, b) => b.model.length - a.model.length);
  return known[0] ?? table[0] ?? null;
}
