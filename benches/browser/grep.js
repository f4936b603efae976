// grep over 1,000 files of 10 KB.
import { median } from "../shared/measure.js";
import { startWorker } from "../shared/worker.js";
import workerText from "../workers/grep-worker.js?worker";

const dated = String.raw`\b\w+ing\s+\d{4}-\d\d-\d\d`;
const mail = String.raw`user-\d{4}@[a-z]+\.com`;
const needle = "Needle In The Haystack";
const patterns = [
  { name: "literal", pattern: needle, script: needle, flags: "-F", bashPattern: needle },
  { name: "mail address", pattern: mail, script: new RegExp(mail), flags: "-P", bashPattern: mail },
  { name: "word and date", pattern: dated, script: new RegExp(dated), flags: "-P", bashPattern: dated },
  {
    name: "literal, any case",
    pattern: "(?i)needle in the haystack",
    script: /needle in the haystack/i,
    flags: "-i -F",
    bashPattern: "needle in the haystack",
  },
  { name: "frequent word", pattern: "frequent", script: "frequent", flags: "-F", bashPattern: "frequent" },
];
const rounds = 5;

/** @param {(row: object) => void} report */
export async function run(report) {
  const worker = startWorker(workerText);
  const bytes = await worker.call("open", { wasm: new URL("/bench/dreamfs.wasm", location.href).href });
  for (const pattern of patterns) {
    const times = { engine: [], cold: [], lines: [], bash: [] };
    const totals = new Map();
    for (let round = 0; round <= rounds; round++) {
      for (const job of Object.keys(times)) {
        const { ms, total } = await worker.call(job, pattern);
        totals.set(job, total);
        if (round > 0) times[job].push(ms);
      }
    }
    if (new Set(totals.values()).size !== 1) {
      throw new Error(`${pattern.name}: not the same lines: ${JSON.stringify([...totals])}`);
    }
    const group = `grep: ${pattern.name}, ${totals.get("engine")} lines`;
    const ratio = (/** @type {"lines" | "bash"} */ to) =>
      median(times[to].map((ms, round) => ms / times.engine[round]));
    const row = (name, value, unit, more = {}) => report({ group, name, value, unit, ...more });
    const speed = (ms) => `${Math.round(bytes / 1e3 / ms)} MB/s`;
    for (const [name, job] of [
      ["engine", "engine"],
      ["engine, first of a revision", "cold"],
      ["lines in JavaScript", "lines"],
      ["just-bash", "bash"],
    ]) {
      const ms = median(times[job]);
      row(name, ms, "ms", { note: speed(ms) });
    }
    row("just-bash to engine", ratio("bash"), "ratio", { goal: { least: 20 } });
    row("lines in JavaScript to engine", ratio("lines"), "ratio", { goal: { least: 1 } });
  }
  worker.end();
}
