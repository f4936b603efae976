// What every script shares: where the project is, how a command is run, how a step is announced. Node built-ins only, so
// that it works before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const cache = join(root, ".cache");
export const wasmTarget = "wasm32-unknown-unknown";

/** A fault that the reader can mend: its message is shown without a stack. */
export class Stop extends Error {}

// `npm run size | head`: a reader who has seen enough is no fault.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

/** @param {string} text */
export const say = (text) => process.stdout.write(`${text}\n`);

/** @param {number} ms */
export const seconds = (ms) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);

/**
 * Runs a command in the project's folder with its output passed on; a failure is a `Stop`.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<void>}
 */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", (error) => fail(new Stop(`cannot run ${command}: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) done();
      else
        fail(
          new Stop(`${[command, ...args].join(" ").slice(0, 160)}: ${signal ? `ended by ${signal}` : `exit ${code}`}`),
        );
    });
  });
}

/**
 * What a command prints, or null where it cannot be run or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function ask(command, args) {
  const answer = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/** A program of an installed npm package. @param {string} name */
export const bin = (name) => join(root, "node_modules", ".bin", name);

/** Files below `folder` (a path in the project), as sorted project paths. @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}

/** Names in `folder` that `pattern` matches, as project paths. @param {string} folder @param {RegExp} pattern */
export const filesIn = (folder, pattern) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((name) => pattern.test(name))
        .sort()
        .map((name) => `${folder}/${name}`)
    : [];

/** A hash of files (by project path) and words. @param {string[]} files @param {...string} words */
export function hashOf(files, ...words) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(resolve(root, file)));
  return hash.digest("hex");
}

/**
 * Runs `work` unless it last succeeded on the same `hash` and its outputs are still there.
 * @param {string} name
 * @param {string} hash
 * @param {string[]} outputs full paths
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether it ran
 */
export async function unlessSame(name, hash, outputs, work) {
  const stamp = join(cache, "stamps", name);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash && outputs.every((path) => existsSync(path)))
    return false;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/**
 * Runs `main` when `url` is the script that Node was started with.
 * @param {string} url the script's `import.meta.url`
 * @param {(args: string[]) => unknown} main
 */
export async function whenRun(url, main) {
  if (!process.argv[1] || url !== pathToFileURL(resolve(process.argv[1])).href) return;
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Stop ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  }
}
