// Word vectors made fit for `src/text/lexicon.bin`: drawn towards what WordNet links a word with and what its gloss tells ("dentist"
// towards "teeth"), freed of the directions that all words share, and written in 2 bits a dimension. `lexicon.mjs` calls it.

/** @typedef {import("./wordnet.mjs").Synset} Synset */
/** @typedef {import("./wordnet.mjs").Sense} Sense */
/** @typedef {Map<string, Float64Array>} Vectors */

/** How much a word is drawn along each kind of link, and towards the words of its gloss. */
const PULL = new Map(
  Object.entries({ "+": 0.8, "\\": 0.8, "<": 0.6, "@": 0.5, "&": 0.6, "=": 0.8, "*": 0.4, ">": 0.4, $: 0.4, "^": 0.3 }),
);
for (const part of ["%p", "#p", "%s", "#s"]) PULL.set(part, 0.4);
for (const rest of ["%m", "#m", ";c"]) PULL.set(rest, 0.3);
const GLOSS = 0.35;
const GLOSSED = 0.1;
/** So many directions are common to all words. */
const COMMON = 3;
/** So many dimensions are kept, and so many of the commonest words. */
const KEPT = 32;
const WORDS = 13_000;
/** The four levels of a dimension, in its deviations. */
const LEVELS = [-1.51, -0.453, 0.453, 1.51];

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function dot(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

/** @param {Float64Array} vector */
function unit(vector) {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

/** The direction in which vectors differ most. @param {Float64Array[]} all @param {number} size */
function widest(all, size) {
  let found = unit(Float64Array.from({ length: size }, (_, at) => Math.sin(at + 1)));
  for (let turn = 0; turn < 40; turn++) {
    const next = new Float64Array(size);
    for (const vector of all) {
      const share = dot(vector, found);
      for (let at = 0; at < size; at++) next[at] += share * vector[at];
    }
    found = unit(next);
  }
  return found;
}

/** @param {Float64Array[]} all @param {Float64Array} direction */
function takeOut(all, direction) {
  for (const vector of all) {
    const share = dot(vector, direction);
    for (let at = 0; at < vector.length; at++) vector[at] -= share * direction[at];
  }
}

/** Vectors without their mean and the directions that all share. @param {Vectors} vectors @param {number} many @returns {Vectors} */
function freed(vectors, many) {
  const size = [...vectors.values()][0].length;
  const mean = new Float64Array(size);
  for (const vector of vectors.values()) vector.forEach((value, at) => (mean[at] += value / vectors.size));
  const all = [...vectors.values()].map((vector) => vector.map((value, at) => value - mean[at]));
  for (let turn = 0; turn < many; turn++) takeOut(all, widest(all, size));
  return new Map([...vectors.keys()].map((word, at) => [word, unit(all[at])]));
}

/** The plain forms that a word of a gloss may be of. @param {string} word */
const plain = (word) => [
  word,
  word.replace(/ies$/, "y"),
  word.replace(/s$/, ""),
  word.replace(/(ing|ed)$/, ""),
  word.replace(/(ing|ed)$/, "e"),
];

/**
 * Towards which words each word is drawn, and how much.
 * @param {import("./lexicon.mjs").Sources} from
 * @param {Vectors} vectors
 */
function pulls(from, vectors) {
  /** @type {Map<string, Map<string, number>>} */
  const found = new Map();
  const add = (/** @type {string} */ word, /** @type {string} */ other, /** @type {number} */ pull) => {
    if (word === other || !vectors.has(word) || !vectors.has(other)) return;
    const own = found.get(word) ?? new Map();
    found.set(word, own.set(other, Math.max(pull, own.get(other) ?? 0)));
  };
  const rare = (/** @type {string} */ word) => {
    const often = Math.log(300_000 / (from.counts.get(word) ?? 1)) / Math.log(3_000);
    return Math.max(0.1, Math.min(1, often));
  };
  for (const word of vectors.keys()) {
    const senses = (from.senses.get(word) ?? []).filter(({ synset }) => synset.pos !== "r");
    const total = senses.reduce((sum, { count }) => sum + count + 1, 0);
    for (const { synset, count, rank } of senses) {
      if (rank > 4) continue;
      const share = ((count + 1) / total) * (rank <= 2 ? 1 : 0.6);
      for (const other of synset.words) add(word, other, share);
      const own = synset.words.findIndex((other) => other.toLowerCase() === word) + 1;
      for (const link of synset.links) {
        const words = from.synsets.get(link.to)?.words ?? [];
        const pull = PULL.get(link.kind) ?? 0;
        if (!link.from) for (const other of words) add(word, other, pull * share);
        else if (link.from === own) add(word, words[link.target - 1] ?? "", pull * share);
      }
      for (const told of from.glossWords([{ synset, rank, count }])) {
        const other = plain(told).find((form) => vectors.has(form) && from.senses.has(form));
        if (!other) continue;
        add(word, other, GLOSS * share * rare(other));
        add(other, word, GLOSSED * share * rare(other) ** 2);
      }
    }
  }
  return found;
}

/** Vectors drawn halfway towards what pulls them. @param {Vectors} vectors @param {Map<string, Map<string, number>>} towards @returns {Vectors} */
function drawn(vectors, towards) {
  return new Map(
    [...vectors].map(([word, vector]) => {
      const others = [...(towards.get(word) ?? [])];
      const total = others.reduce((sum, [, pull]) => sum + pull, 0);
      const next = vector.slice();
      for (const [other, pull] of others) {
        const their = vectors.get(other) ?? vector;
        for (let at = 0; at < next.length; at++) next[at] += (pull / Math.max(1, total)) * their[at];
      }
      return [word, unit(next)];
    }),
  );
}

/**
 * The deviation of each dimension (a byte each, of 1/256), then the levels of each word, four to a byte; and which words they are of.
 * @param {import("./lexicon.mjs").Sources} from
 * @param {string[]} words
 */
export function likenesses(from, words) {
  /** @type {Vectors} */
  const known = new Map();
  for (const [word, { vector, rank }] of from.vectors)
    if (/^[a-z]{2,}$/.test(word) && (from.senses.has(word) || words.includes(word)) && rank < 60_000)
      known.set(word, Float64Array.from(vector));
  const start = freed(known, 2);
  const all = freed(drawn(start, pulls(from, start)), COMMON);
  // The commonest of the spoken words and of the written ones.
  const spoken = words.filter((word) => all.has(word)).sort((a, b) => from.count(b) - from.count(a));
  const rank = (/** @type {string} */ word) => from.vectors.get(word)?.rank ?? Infinity;
  const written = [...spoken].sort((a, b) => rank(a) - rank(b));
  const chosen = new Set();
  for (let at = 0; chosen.size < WORDS && at < spoken.length; at++) chosen.add(spoken[at]).add(written[at]);
  const rows = words.filter((word) => chosen.has(word)).map((word) => all.get(word) ?? new Float64Array());
  const left = rows.map((row) => row.slice());
  const axes = Array.from({ length: KEPT }, () => {
    const axis = widest(left, left[0].length);
    takeOut(left, axis);
    return axis;
  });
  const places = rows.map((row) => axes.map((axis) => dot(row, axis)));
  const deviations = axes.map((_, at) =>
    Math.sqrt(places.reduce((sum, place) => sum + place[at] ** 2, 0) / rows.length),
  );
  const level = (/** @type {number} */ value) =>
    LEVELS.reduce((best, own, at) => (Math.abs(value - own) < Math.abs(value - LEVELS[best]) ? at : best), 0);
  const bytes = deviations.map((deviation) => Math.round(256 * deviation));
  for (const place of places)
    for (let at = 0; at < KEPT; at += 4)
      bytes.push([0, 1, 2, 3].reduce((sum, of) => sum | (level(place[at + of] / deviations[at + of]) << (2 * of)), 0));
  return { chosen, bytes };
}
