/**
 * A value as text for a reader: strings as they are, all else in the manner of JSON, with words in brackets for what JSON has none for. It never
 * throws, and never gives more than it is asked for.
 */

/** How deep it looks, and at how many values. */
const DEEP = 12;
const VALUES = 5000;

/** @param {unknown} value @param {number} most characters */
export function show(value, most) {
  if (typeof value === "string") return cut(value, most);
  try {
    const told = plain(value, [], { left: VALUES });
    return cut(typeof told === "string" ? told : JSON.stringify(told, null, 2), most);
  } catch {
    // A getter or a proxy of the program's own may throw.
    return `[${typeof value}]`;
  }
}

/** What is told of something thrown. @param {unknown} error @param {number} most characters */
export function thrown(error, most) {
  if (!(error instanceof Error)) return show(error, most);
  // What extends an error often leaves its name as it was.
  const name = error.name === "Error" ? (error.constructor?.name ?? error.name) : error.name;
  return cut(error.message ? `${name}: ${error.message}` : name, most);
}

/** @param {string} text @param {number} most */
const cut = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A value of what JSON has. @param {unknown} value @param {object[]} above what it stands within @param {{ left: number }} budget @returns {unknown} */
function plain(value, above, budget) {
  if (typeof value === "function") return `[function ${value.name}]`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value === undefined || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return thrown(value, VALUES);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (above.includes(value)) return "[itself]";
  if (above.length >= DEEP || budget.left <= 0) return "[…]";
  const within = [...above, value];
  const inner = (/** @type {unknown} */ one) => (budget.left--, plain(one, within, budget));
  if (value instanceof Map) return [...value].slice(0, budget.left).map(inner);
  if (Array.isArray(value) || value instanceof Set) return [...value].slice(0, budget.left).map(inner);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  const kind = Object.getPrototypeOf(value)?.constructor?.name ?? "Object";
  if (entries.length === 0 && kind !== "Object") return `[${kind}]`;
  return Object.fromEntries(entries.slice(0, budget.left).map(([key, one]) => [key, inner(one)]));
}
