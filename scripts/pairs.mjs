// Grows the trees by which dreaming tells that two notes say the same, or that the newer takes the place of the older, and writes
// `src/text/near/same.bin` and `turned.bin`. They are grown from pairs of notes (`tests/dreams/pairs`) and from what dream cases tell of their lines;
// what is held back is not looked at. The same pairs give the same trees.
//
// node scripts/pairs.mjs            grows and writes them
// node scripts/pairs.mjs --check    grows them without each third in turn and prints how well that third is told
//
// FEATURES names a file of what the pairs gave, where they were read before.

import { readFileSync, writeFileSync } from "node:fs";
import { grow, printedBy, probability, written } from "./grow.mjs";

const THIRDS = [0, 1, 2];
const BOUNDS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/** Two lines, what they are to each other, what the rules take them for, and what they are weighed by. @typedef {{ set: string, kind: string, ruled: boolean, features: number[], part: number }} Pair */

/** The pairs that no rule tells, with what one of the two questions is weighed by. @param {string} text @param {"same" | "rival"} kind @returns {Pair[]} */
function pairs(text, kind) {
  const lines = text.split("\n").filter((line) => line.startsWith("PAIR\t"));
  const all = lines.map((line, place) => {
    const [, set = "", told = "", alike, turned, same = "", rival = ""] = line.split("\t");
    const features = kind === "same" ? same : rival;
    const ruled = alike === "1" || (kind === "rival" && turned === "1");
    // The lines of one case stay together.
    const part = set.startsWith("dreams") ? Number(set.split(" ")[1]) : place % THIRDS.length;
    return { set, kind: told, ruled, features: features ? features.split(",").map(Number) : [], part };
  });
  return all.filter((pair) => !pair.ruled && pair.features.length > 0);
}

/** @param {Pair[]} all @param {string} kind */
const rows = (all, kind) =>
  all.map((pair) => ({
    right: pair.kind === kind,
    features: pair.features,
    weight: 1,
  }));

/** @param {Pair[]} all @param {string} kind */
function check(all, kind) {
  const told = THIRDS.flatMap((part) => {
    const grown = grow(
      rows(
        all.filter((pair) => pair.part !== part),
        kind,
      ),
    );
    return all.filter((pair) => pair.part === part).map((pair) => ({ ...pair, p: probability(grown, pair.features) }));
  });
  const group = (/** @type {Pair} */ pair) => `${pair.set.startsWith("dreams") ? "cases" : "pairs"}, ${pair.kind}`;
  const groups = [...new Set(told.map(group))].sort();
  for (const bound of BOUNDS) {
    const shares = groups.map((name) => {
      const these = told.filter((pair) => group(pair) === name);
      return `${name} ${these.filter((pair) => pair.p >= bound).length}/${these.length}`;
    });
    console.log(`${kind} from ${bound}: ${shares.join("   ")}`);
  }
}

const given = process.env.FEATURES;
const text = given ? readFileSync(given, "utf8") : printedBy("dreams", "features_of_pairs");
for (const [kind, name] of /** @type {["same" | "rival", string][]} */ ([
  ["same", "same"],
  ["rival", "turned"],
])) {
  const all = pairs(text, kind);
  if (process.argv.includes("--check")) {
    check(all, kind);
    continue;
  }
  const features = all[0]?.features.length ?? 0;
  const bytes = written(grow(rows(all, kind)), features);
  writeFileSync(new URL(`../src/text/near/${name}.bin`, import.meta.url), bytes);
  console.log(`${name}: ${all.length} pairs, ${features} features, ${bytes.length} bytes`);
}
