// Near-duplicates among 1,000, 10,000 and 100,000 lines: time, growth, and what of the planted ones is found.
import { startWorker } from "../shared/worker.js";
import workerText from "../workers/near-worker.js?worker";

const sizes = [
  { count: 1_000, rounds: 15 },
  { count: 10_000, rounds: 7, most: 100 },
  { count: 100_000, rounds: 3, most: 1_200 },
];
const sources = [
  { source: "varied", group: "near-duplicates among notes of many words, a tenth planted", goals: true },
  { source: "formed", group: "the same among statements of six forms, which look alike", goals: false },
];

/** @param {(row: object) => void} report */
export async function run(report) {
  const worker = startWorker(workerText);
  await worker.call("open", { wasm: new URL("/bench/dreamfs.wasm", location.href).href });
  for (const { source, group, goals } of sources) {
    let before = 0;
    for (const { count, rounds, most } of sizes) {
      const { ms, longest, recall, precision, pairs } = await worker.call("near", { source, count, rounds });
      const lines = `${count.toLocaleString("en")} lines`;
      const goal = (/** @type {object} */ of) => (goals ? { goal: of } : {});
      const note = `${pairs.toLocaleString("en")} pairs`;
      report({ group, name: lines, value: ms, unit: "ms", note, ...(most ? goal({ most }) : {}) });
      report({ group, name: `${lines}, longest step`, value: longest, unit: "ms", ...goal({ most: 10 }) });
      report({ group, name: `${lines}, planted ones found`, value: recall * 100, unit: "%", ...goal({ least: 95 }) });
      report({
        group,
        name: `${lines}, pairs that were planted`,
        value: precision * 100,
        unit: "%",
        ...goal({ least: 99 }),
      });
      if (before)
        report({ group, name: `${lines}, to a tenth`, value: ms / before, unit: "ratio", note: "10 is linear" });
      before = ms;
    }
  }
  worker.end();
}
