// Near-duplicates among many lines, in the engine built with the feature `testing`, which opens a door to `text::near`.
import * as glue from "dreamfs:bench-glue";
import { random } from "../shared/measure.js";
import { statements } from "../shared/notes.js";
import { answer } from "../shared/worker.js";

/** How alike two lines must be, 0 to 1. */
const threshold = 0.6;

/** Where lines come from: notes of many words, the commoner ones more often, as in any text; or statements of a handful of forms, which share
 * most of their letters however much they differ. @type {Record<string, (seed: number) => () => string>} */
const sources = {
  varied(seed) {
    const chance = random(seed);
    const words = Array.from({ length: 4_000 }, () => word(chance, 2 + Math.floor(chance() * 8)));
    const one = () => words[Math.floor(words.length * chance() ** 3)];
    return () => Array.from({ length: 6 + Math.floor(chance() * 9) }, one).join(" ");
  },
  formed(seed) {
    const { next, chance } = statements(seed);
    return () => `${next().replace(/\.$/, "")}, says note ${word(chance, 7)} ${word(chance, 7)}`;
  },
};

/** Lines, and for each the first line that it says again, or itself. A tenth are planted: an earlier line in other spelling, with a
 * word more or with a letter less. @param {keyof typeof sources} source @param {number} count */
function planted(source, count) {
  const next = sources[source](count);
  const chance = random(count + 1);
  const lines = /** @type {string[]} */ ([]);
  const first = /** @type {number[]} */ ([]);
  const same = new Map();
  while (lines.length < count) {
    const at = lines.length;
    const of = Math.floor(chance() * at);
    const again = at > 10 && chance() < 0.1;
    const line = again ? altered(lines[of], chance) : next();
    const stood = same.get(line);
    lines.push(line);
    first.push(again ? first[of] : (stood ?? at));
    if (stood === undefined) same.set(line, first[at]);
  }
  return { lines, first };
}

/** @param {() => number} chance @param {number} letters */
const word = (chance, letters) =>
  Array.from({ length: letters }, () => String.fromCharCode(97 + Math.floor(chance() * 26))).join("");

/** @param {string} line @param {() => number} chance */
function altered(line, chance) {
  const way = Math.floor(chance() * 3);
  if (way === 0) return `${line.toUpperCase().slice(0, 1)}${line.slice(1)}!`;
  const words = line.split(" ");
  const at = 1 + Math.floor(chance() * (words.length - 1));
  if (way === 1) words.splice(at, 0, "really");
  else words[words.length - 1] = words[words.length - 1].slice(0, -1);
  return words.join(" ");
}

answer({
  async open({ wasm }) {
    await glue.default({ module_or_path: wasm });
  },
  /** @param {{ source: keyof typeof sources, count: number, rounds: number }} how */
  near({ source, count, rounds }) {
    const { lines, first } = planted(source, count);
    const held = new glue.BenchLines(lines);
    const times = [];
    /** @type {Uint32Array} */
    let pairs = new Uint32Array();
    for (let round = 0; round <= rounds; round++) {
      const began = performance.now();
      pairs = held.near(threshold);
      if (round > 0) times.push(performance.now() - began);
    }
    const longest = held.near_longest_step_ms(threshold);
    held.free();
    times.sort((a, b) => a - b);
    // A line that was planted is found if a pair leads from it to a line of its own family.
    const found = new Set();
    let right = 0;
    for (let at = 0; at < pairs.length; at += 2) {
      const [a, b] = [pairs[at], pairs[at + 1]];
      if (first[a] !== first[b]) continue;
      right++;
      found.add(b);
    }
    const all = first.flatMap((of, at) => (of === at ? [] : [at]));
    const recalled = all.filter((at) => found.has(at)).length;
    return {
      ms: times[times.length >> 1],
      longest,
      recall: all.length ? recalled / all.length : 1,
      precision: pairs.length ? right / (pairs.length / 2) : 1,
      pairs: pairs.length / 2,
    };
  },
});
