// Grows small decision trees by gradient boosting for the logistic loss: what the trees of `src/text/trees.rs` are made by, whose form
// is told there. The same rows give the same trees.

import { spawnSync } from "node:child_process";

const TREES = 200;
const DEPTH = 3;
const RATE = 0.07;
const SAMPLE = 0.6;
const LEAST = 8;
const BINS = 32;

/** What is learnt from: its features, whether it is what the trees shall tell, and how much it counts. @typedef {{ right: boolean, features: number[], weight: number }} Row */
/** @typedef {{ inner: number[][], leaves: number[] }} Tree */
/** @typedef {{ start: number, trees: Tree[] }} Grown */
/** A list of a number for each row. @typedef {ArrayLike<number>} Column */

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

/** For each feature the bounds that part its values, in hundredths. @param {Row[]} rows @param {number} features @returns {number[][]} */
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

/** Grows trees, the numbers as they are written: each inner node a feature and its bound. @param {Row[]} rows @returns {Grown} */
export function grow(rows) {
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
export const probability = (grown, features) =>
  1 / (1 + Math.exp(-grown.trees.reduce((sum, tree) => sum + leafOf(tree, features), grown.start) / 1000));

/** @param {Grown} grown @param {number} features */
export function written({ start, trees }, features) {
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

/** What an ignored test prints that trees are grown from. @param {string} program @param {string} test */
export function printedBy(program, test) {
  const args = ["test", "--features", "testing", "--test", program, test, "--", "--ignored", "--nocapture"];
  const run = spawnSync("cargo", args, { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] });
  if (run.status !== 0) {
    throw new Error(`${test} of tests/${program}.rs did not run: see the lines above`);
  }
  return run.stdout;
}
