// Grows the trees by which the offline model tells an answer from a line that only looks like one, and writes
// `src/model/offline/trees.bin` (its form is told in `src/text/trees.rs`). It plays the tell-and-ask cases that the rules were built
// with, takes the features of every clause that was weighed, and grows trees by gradient boosting for the logistic loss. What is held
// back is not looked at. The same cases give the same trees.
//
// node scripts/trees.mjs            grows and writes them
// node scripts/trees.mjs --check    grows them without each of the newer parts in turn and prints how well that part is told
//
// FEATURES names a file of what the cases gave, where they were played before.

import { readFileSync, writeFileSync } from "node:fs";
import { grow, printedBy, probability, written } from "./grow.mjs";

const OUT = new URL("../src/model/offline/trees.bin", import.meta.url);
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
  20: 3,
  21: 3,
  22: 3,
  23: 3,
  24: 3,
  25: 3,
  asks: 3,
  // Questions of all that a whole conversation told: there what is like the answer stands beside it.
  talks: 8,
};
const NEWER = [
  "8",
  "9",
  "10",
  "11",
  "12",
  "13",
  "14",
  "15",
  "16",
  "17",
  "18",
  "19",
  "20",
  "21",
  "22",
  "23",
  "24",
  "25",
  "asks",
  "talks",
];
// Of a case only so many clauses are learnt from: those that hold most of the question, and what a rule chose.
const BEST = 4;
const OTHERS = 0.6;

/** A clause of a case, and with how much weight it is learnt from. @typedef {{ right: boolean, byRule: boolean, features: number[], weight: number }} Clause */
/** @typedef {{ part: string, answerable: boolean, clauses: Clause[] }} Case */

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

function played() {
  const given = process.env.FEATURES;
  if (given) {
    return readFileSync(given, "utf8");
  }
  const tests = [
    ["offline", "features_of_cases"],
    ["offline", "features_of_conversations"],
    ["dreams", "features_of_asks"],
  ];
  return tests.map(([program = "", test = ""]) => printedBy(program, test)).join("");
}

const all = cases(played());
if (process.argv.includes("--check")) {
  NEWER.forEach((part) => check(all, part));
} else {
  const features = all[0]?.clauses[0]?.features.length ?? 0;
  const bytes = written(grow(learnt(all)), features);
  writeFileSync(OUT, bytes);
  console.log(`${all.length} cases, ${features} features, ${bytes.length} bytes`);
}
