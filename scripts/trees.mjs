// Grows the trees by which the offline model tells an answer from a line that only looks like one, and writes
// `src/model/offline/trees.bin` (its form is told in `src/model/offline/trees.rs`). It plays the tell-and-ask cases that the rules were built
// with, takes the features of every clause that was weighed, and grows trees by gradient boosting for the logistic loss. What is held
// back is not looked at. The same cases give the same trees.
//
// node scripts/trees.mjs            grows and writes them
// node scripts/trees.mjs --check    grows them without each of the newer parts in turn and prints how well that part is told
//
// FEATURES names a file of what the cases gave, where they were played before.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const OUT = new URL("../src/model/offline/trees.bin", import.meta.url);
const TREES = 200;
const DEPTH = 3;
const RATE = 0.07;
const SAMPLE = 0.6;
const LEAST = 8;
const BINS = 32;
// The rules were fitted to the older parts, where what a rule finds is nearly always right; so those count for little.
/** @type {Record<string, number>} */
const WEIGHTS = {
  "": 0.1,
  2: 0.1,
  3: 0.15,
  4: 0.15,
  5: 0.3,
  6: 0.3,
  7: 0.3,
  8: 0.5,
  9: 1,
  10: 1,
  11: 3,
  12: 3,
  13: 3,
  14: 3,
  15: 3,
  16: 3,
  17: 3,
  18: 3,
  19: 3,
};
const NEWER = ["8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"];
// Of a case only so many clauses are learnt from: those that hold most of the question, and what a rule chose.
const BEST = 4;
const OTHERS = 0.6;

/** A clause of a case, and with how much weight it is learnt from. @typedef {{ right: boolean, byRule: boolean, features: number[], weight: number }} Clause */
/** @typedef {{ part: string, answerable: boolean, clauses: Clause[] }} Case */
/** @typedef {{ inner: number[][], leaves: number[] }} Tree */
/** @typedef {{ start: number, trees: Tree[] }} Grown */
/** A list of a number for each row. @typedef {ArrayLike<number>} Column */

/** The clauses of each case: `{ part, answerable, clauses: [{ right, byRule, features }] }`. @param {string} text @returns {Case[]} */
function cases(text) {
  /** @type {Map<string, Case>} */
  const found = new Map();
  for (const line of text.split("\n").filter((line) => line.startsWith("FEATURES\t"))) {
    const [, title = "", number, answerable, right, byRule, features = "", run] = line.split("\t");
    const part = title.replace("built with", "").trim();
    const key = `${part}/${number}/${run}`;
    if (!found.has(key)) {
      found.set(key, { part, answerable: answerable === "1", clauses: [] });
    }
    found.get(key)?.clauses.push({
      right: right === "1",
      byRule: byRule === "1",
      features: features.split(",").map(Number),
      weight: 0,
    });
  }
  return [...found.values()];
}

/** The clauses to learn from, each with its weight. @param {Case[]} all @returns {Clause[]} */
function learnt(all) {
  return all.flatMap(({ part, clauses }) => {
    const best = [...clauses].sort((a, b) => b.features[0] - a.features[0]);
    const taken = best.filter((clause, place) => place < BEST || clause.byRule);
    return taken.map((clause, place) => ({
      ...clause,
      weight: (WEIGHTS[part] ?? 1) * (place === 0 || clause.byRule ? 1 : OTHERS),
    }));
  });
}

/** Numbers between 0 and 1, always the same. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** For each feature the bounds that part its values, in hundredths. @param {Clause[]} rows @param {number} features @returns {number[][]} */
function boundsOf(rows, features) {
  return Array.from({ length: features }, (_, feature) => {
    const values = rows.map((row) => Math.round((row.features[feature] ?? 0) * 100)).sort((a, b) => a - b);
    const distinct = [...new Set(values)];
    if (distinct.length <= BINS) {
      return distinct.slice(0, -1);
    }
    const steps = Array.from({ length: BINS }, (_, step) => values[Math.floor((step * values.length) / BINS)] ?? 0);
    return [...new Set(steps)];
  });
}

/** @param {Column} column @param {number} place */
const at = (column, place) => column[place] ?? 0;

/** @param {number[]} rows @param {Column} column */
const sumOf = (rows, column) => rows.reduce((all, row) => all + (column[row] ?? 0), 0);

/**
 * The best bound for the rows of a node: the feature and the place of its bound.
 * @param {number[]} rows @param {Column[]} bins @param {number[][]} bounds @param {Column} gradient @param {Column} curvature
 */
function bestSplit(rows, bins, bounds, gradient, curvature) {
  let best = /** @type {{ gain: number, feature: number, bin: number } | null} */ (null);
  const [g, h] = [sumOf(rows, gradient), sumOf(rows, curvature)];
  for (let feature = 0; feature < bounds.length; feature++) {
    const size = (bounds[feature]?.length ?? 0) + 1;
    const [gs, hs, ns] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    for (const row of rows) {
      const bin = bins[feature]?.[row] ?? 0;
      gs[bin] = at(gs, bin) + at(gradient, row);
      hs[bin] = at(hs, bin) + at(curvature, row);
      ns[bin] = at(ns, bin) + 1;
    }
    let [gl, hl, nl] = [0, 0, 0];
    for (let bin = 0; bin + 1 < size; bin++) {
      gl += at(gs, bin);
      hl += at(hs, bin);
      nl += at(ns, bin);
      if (nl < LEAST || rows.length - nl < LEAST) {
        continue;
      }
      const [gr, hr] = [g - gl, h - hl];
      const gain = gl ** 2 / (hl + 1) + gr ** 2 / (hr + 1) - g ** 2 / (h + 1);
      if (gain > 1e-6 && (best === null || gain > best.gain)) {
        best = { gain, feature, bin };
      }
    }
  }
  return best;
}

/** Grows trees, the numbers as they are written: each inner node a feature and its bound. @param {Clause[]} rows @returns {Grown} */
function grow(rows) {
  const features = rows[0]?.features.length ?? 0;
  const bounds = boundsOf(rows, features);
  const bins = bounds.map((list, feature) =>
    Uint8Array.from(rows, (row) => {
      const value = Math.round(at(row.features, feature) * 100);
      const found = list.findIndex((bound) => value <= bound);
      return found < 0 ? list.length : found;
    }),
  );
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const rights = rows.reduce((sum, row) => sum + (row.right ? row.weight : 0), 0);
  const start = Math.round(1000 * Math.log(rights / (total - rights)));
  const sums = new Float64Array(rows.length).fill(start);
  const next = random(1);
  const trees = /** @type {Tree[]} */ ([]);
  for (let number = 0; number < TREES; number++) {
    const gradient = new Float64Array(rows.length);
    const curvature = new Float64Array(rows.length);
    rows.forEach((row, place) => {
      const p = 1 / (1 + Math.exp(-at(sums, place) / 1000));
      gradient[place] = row.weight * ((row.right ? 1 : 0) - p);
      curvature[place] = row.weight * p * (1 - p);
    });
    const inner = /** @type {number[][]} */ ([]);
    let level = [rows.map((_, place) => place).filter(() => next() < SAMPLE)];
    for (let depth = 0; depth < DEPTH; depth++) {
      const below = /** @type {number[][]} */ ([]);
      for (const node of level) {
        const split = bestSplit(node, bins, bounds, gradient, curvature);
        inner.push(split ? [split.feature, bounds[split.feature]?.[split.bin] ?? 0] : [0, 32767]);
        const left = (/** @type {number} */ row) => !split || (bins[split.feature]?.[row] ?? 0) <= split.bin;
        below.push(
          node.filter(left),
          node.filter((row) => !left(row)),
        );
      }
      level = below;
    }
    const leaves = level.map((node) => {
      const [g, h] = [sumOf(node, gradient), sumOf(node, curvature)];
      return Math.max(-32000, Math.min(32000, Math.round((1000 * RATE * g) / (h + 1))));
    });
    const tree = { inner, leaves };
    trees.push(tree);
    rows.forEach((row, place) => {
      sums[place] = at(sums, place) + leafOf(tree, row.features);
    });
  }
  return { start, trees };
}

/** @param {Tree} tree @param {Column} features */
function leafOf({ inner, leaves }, features) {
  let node = 0;
  while (node < inner.length) {
    const [feature = 0, bound = 0] = inner[node] ?? [];
    node = 2 * node + (at(features, feature) * 100 <= bound ? 1 : 2);
  }
  return leaves[node - inner.length] ?? 0;
}

/** @param {Grown} grown @param {Column} features */
const probability = (grown, features) =>
  1 / (1 + Math.exp(-grown.trees.reduce((sum, tree) => sum + leafOf(tree, features), grown.start) / 1000));

/** Prints how many questions of a part are answered rightly, and how many of the unanswerable are not, at some bounds. @param {Case[]} all @param {string} part */
function check(all, part) {
  const grown = grow(learnt(all.filter((one) => one.part !== part)));
  const picked = all
    .filter((one) => one.part === part)
    .map(({ answerable, clauses }) => {
      const weighed = clauses.map((clause) => ({ ...clause, p: probability(grown, clause.features) }));
      const best = (/** @type {boolean} */ byRule) =>
        weighed.filter((clause) => clause.byRule === byRule).sort((a, b) => b.p - a.p)[0];
      return { answerable, ruled: best(true), other: best(false) };
    });
  const shown = (/** @type {number} */ other, /** @type {number} */ ruled) => {
    const given = (/** @type {typeof picked[0]} */ { ruled: one, other: two }) =>
      one && one.p >= ruled ? one : two && two.p >= other ? two : null;
    const share = (
      /** @type {boolean} */ answerable,
      /** @type {(one: typeof picked[0]) => boolean | undefined} */ such,
    ) => {
      const of = picked.filter((one) => one.answerable === answerable);
      return ((100 * of.filter(such).length) / of.length).toFixed(1);
    };
    return `${other}/${ruled}: ${share(true, (one) => given(one)?.right)} | ${share(false, (one) => !given(one))}`;
  };
  const bounds = [0.4, 0.5, 0.6, 0.7, 0.8].map((other) => [other, +(other * 0.6).toFixed(2)]);
  console.log(`part ${part || 1}: ${bounds.map(([other = 0, ruled = 0]) => shown(other, ruled)).join("   ")}`);
}

/** @param {Grown} grown @param {number} features */
function written({ start, trees }, features) {
  const bytes = Buffer.alloc(8 + trees.length * 37);
  bytes.writeInt16LE(features, 0);
  bytes.writeInt16LE(trees.length, 2);
  bytes.writeInt32LE(start, 4);
  trees.forEach(({ inner, leaves }, number) => {
    const begin = 8 + 37 * number;
    inner.forEach(([feature = 0, bound = 0], node) => {
      bytes.writeUInt8(feature, begin + 3 * node);
      bytes.writeInt16LE(bound, begin + 3 * node + 1);
    });
    leaves.forEach((leaf, place) => bytes.writeInt16LE(leaf, begin + 21 + 2 * place));
  });
  return bytes;
}

function played() {
  const given = process.env.FEATURES;
  if (given) {
    return readFileSync(given, "utf8");
  }
  const args = [
    "test",
    "--features",
    "testing",
    "--test",
    "offline",
    "features_of_cases",
    "--",
    "--ignored",
    "--nocapture",
  ];
  const run = spawnSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] });
  if (run.status !== 0) {
    throw new Error("the cases could not be played: see the lines above");
  }
  return run.stdout;
}

const all = cases(played());
if (process.argv.includes("--check")) {
  NEWER.forEach((part) => check(all, part));
} else {
  const features = all[0]?.clauses[0]?.features.length ?? 0;
  const bytes = written(grow(learnt(all)), features);
  writeFileSync(OUT, bytes);
  console.log(`${all.length} cases, ${features} features, ${TREES} trees, ${bytes.length} bytes`);
}
