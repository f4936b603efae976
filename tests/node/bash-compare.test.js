// `bash` beside Debian's bash and coreutils: the same commands on the same files.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { differs, files, same } from "./bash-commands.js";
import { Shells } from "./shell.js";

const root = "/mnt/memory/box";

/** @typedef {{ text: string, files: Record<string, string> }} Outcome */

/** What the tool prints for what a command printed. @param {string} stdout @param {string} stderr @param {number} code */
function printed(stdout, stderr, code) {
  const line = (/** @type {string} */ text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  const text = stderr ? line(stdout) + stderr : stdout;
  return (code ? `${line(text)}[exit code ${code}]` : text) || "[no output]";
}

/** @param {string} folder @returns {Record<string, string>} */
function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]));
}

/** The machine's own bash. @param {string} command @returns {Outcome} */
function debian(command) {
  const folder = mkdtempSync(join(tmpdir(), "dreamfs-bash-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(folder + path), { recursive: true });
      writeFileSync(folder + path, content);
    }
    const env = { PATH: process.env.PATH ?? "", HOME: "/home/user", LANG: "C.UTF-8", TZ: "UTC" };
    const done = spawnSync("bash", ["--norc", "-c", command], { cwd: folder, env, encoding: "utf8", timeout: 20_000 });
    // A command line that comes as an argument has numbered lines; quotes are plain in the C locale only.
    const stderr = done.stderr.replace(/^bash: line \d+: /gm, "bash: ").replace(/[‘’]/g, "'");
    const text = printed(done.stdout, stderr, done.status ?? -1).replaceAll(folder, root);
    return { text, files: filesIn(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const there = spawnSync("bash", ["--version"], { encoding: "utf8" });
const skip = there.status === 0 && existsGnu() ? false : "there is no bash with GNU coreutils on this machine";

function existsGnu() {
  return /GNU coreutils/.test(spawnSync("sort", ["--version"], { encoding: "utf8" }).stdout ?? "");
}

test("every difference is listed in FIDELITY.md", () => {
  const listed = readFileSync(new URL("../../FIDELITY.md", import.meta.url), "utf8");
  const counts = [`runs ${same.length} commands`, ...differs.map(([, , why]) => `- ${why}: `)];
  assert.deepEqual(
    counts.filter((words) => !listed.includes(words)),
    [],
  );
});

describe("bash and Debian's", { skip }, () => {
  /** @type {Shells} */
  let shells;
  before(async () => {
    shells = await Shells.open();
  });
  after(() => shells.client.close());

  /** @param {string} command @returns {Promise<Outcome>} */
  async function here(command) {
    const store = await shells.store("box", files);
    const session = await shells.session([store, "read_write"]);
    await shells.run(session, `cd ${root}`);
    const { text } = await shells.run(session, command);
    return { text, files: await shells.files(store) };
  }

  for (const command of same) {
    test(command, async () => assert.deepEqual(await here(command), debian(command)));
  }

  for (const [command, expected, why] of differs) {
    test(`${command} (differs: ${why})`, async () => {
      const [ours, theirs] = [await here(command), debian(command)];
      if (typeof expected === "string") assert.equal(ours.text, expected);
      else assert.match(ours.text, expected);
      assert.notDeepEqual(ours, theirs, "it is the same by now: take it off the list");
    });
  }
});
