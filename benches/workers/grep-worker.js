// grep over 1,000 files of 10 KB: the engine's tool, a loop over lines in JavaScript, and just-bash. Each counts all matching
// lines; the first two write out the first 500 as `path:line:text`, just-bash writes all.
import { Bash } from "just-bash";
import * as glue from "dreamfs:bench-glue";
import { byHandle, create, makeStore } from "../shared/door.js";
import { pathOf, random, timed } from "../shared/measure.js";
import { answer } from "../shared/worker.js";

const count = 1_000;
const shown = 500;
const root = "/mnt/memory/bench";
const words =
  "memory store agent session version path mount thread dream event river copper garden window letter market signal harbour planning running meeting building".split(
    " ",
  );

/** A text of 10 KB in lines of prose, with a sprinkle of what the patterns look for. @param {() => number} chance */
function fileText(chance) {
  const pick = () => words[Math.floor(chance() * words.length)];
  let text = "";
  while (text.length < 10_240) {
    let line = pick();
    while (line.length < 40 + chance() * 60) line += ` ${pick()}`;
    const what = chance();
    if (what < 0.002) line += ` user-${1_000 + Math.floor(chance() * 9_000)}@${pick()}.com`;
    else if (what < 0.004) line += ` starting 2026-05-0${1 + Math.floor(chance() * 9)}`;
    else if (what < 0.006) line += " Needle In The Haystack";
    else if (what < 0.05) line += " frequent";
    text += `${line}\n`;
  }
  return text;
}

/** @type {Map<string, string>} */
const files = new Map();
/** @type {any} */
let snapshot;
/** @type {any} */
let sandbox;
/** @type {Bash} */
let bash;

/** How many matching lines a result of the tool tells of. @param {string} text */
function told(text) {
  if (text === "no matches") return 0;
  const cut = /\n\[cut: \d+ of (\d+) matching lines shown/.exec(text);
  return cut ? Number(cut[1]) : text.split("\n").length;
}

/** @param {RegExp | string} pattern */
function byLines(pattern) {
  const hits = [];
  let total = 0;
  for (const [path, text] of files) {
    const lines = text.split("\n");
    for (let number = 0; number < lines.length; number++) {
      const line = lines[number];
      if (!(typeof pattern === "string" ? line.includes(pattern) : pattern.test(line))) continue;
      total += 1;
      if (hits.length < shown) hits.push(`${path}:${number + 1}:${line}`);
    }
  }
  return { total, text: hits.join("\n") };
}

answer({
  async open({ wasm }) {
    const chance = random(7);
    for (let number = 0; number < count; number++) files.set(root + pathOf(number), fileText(chance));
    await glue.default({ module_or_path: wasm });
    const engine = await glue.open({ database: "bench", storage: "memory" });
    const ask = byHandle(engine);
    const store = await makeStore(ask);
    for (const [path, text] of files) await create(ask, store, path.slice(root.length), text);
    snapshot = await /** @type {any} */ (engine).benchSnapshot(store);
    sandbox = snapshot.sandbox();
    bash = new Bash({ files: Object.fromEntries(files) });
    return [...files.values()].reduce((sum, text) => sum + text.length, 0);
  },
  /** Several at once: the clock here tells tenths of a millisecond. */
  async engine({ pattern }) {
    let text = "";
    const ms = await timed(() => {
      for (let times = 0; times < 5; times++) text = sandbox.tool("grep", JSON.stringify({ pattern, path: root }));
    });
    return { ms: ms / 5, total: told(text) };
  },
  /** The first search of a revision: the texts are laid out in one buffer first. */
  async cold({ pattern }) {
    const fresh = snapshot.sandbox();
    let text = "";
    const ms = await timed(() => void (text = fresh.tool("grep", JSON.stringify({ pattern, path: root }))));
    fresh.free();
    return { ms, total: told(text) };
  },
  async lines({ script }) {
    let total = 0;
    const ms = await timed(() => void ({ total } = byLines(script)));
    return { ms, total };
  },
  async bash({ flags, bashPattern }) {
    let output = "";
    const ms = await timed(async () => {
      const done = await bash.exec(`grep ${flags} -rn '${bashPattern}' ${root}`);
      if (done.exitCode !== 0) throw new Error(`just-bash: ${done.exitCode} ${done.stderr}`);
      output = done.stdout;
    });
    return { ms, total: output.split("\n").length - 1 };
  },
});
