/*! Contains just-bash (https://github.com/vercel-labs/just-bash), Apache-2.0, changed as scripts/just-bash.mjs of dreamfs says. */
// The shell of a sandbox: just-bash over an overlay of the files that the engine shows it. It is loaded when a command is first
// run, and keeps nothing: each command gets a shell of its own, which takes up where the last one stood.
import { Bash, getCommandNames } from "just-bash/browser";
import { ls } from "./ls.js";
import { Overlay } from "./overlay.js";

/** @typedef {import("./overlay.js").BashRequest} BashRequest */
/** @typedef {import("./overlay.js").ShownFiles} ShownFiles */

/**
 * What the engine is told (src/sandbox/tools/bash.rs).
 * @typedef {object} BashOutcome
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} exit_code
 * @property {string} cwd
 * @property {Record<string, string>} env
 * @property {string[]} directories
 * @property {import("./overlay.js").Change[]} changes
 */

/** Commands of just-bash that need what is not here: other runtimes, compression, a network. */
const absent = new Set([
  "python3",
  "python",
  "js-exec",
  "node",
  "sqlite3",
  "gzip",
  "gunzip",
  "zcat",
  "html-to-markdown",
]);
/** Commands that run other commands: what those were refused, they have told themselves. */
const runners = new Set(["bash", "sh", "env", "find", "time", "timeout", "xargs"]);
/** What a new shell finds in its environment. @type {Record<string, string>} */
const initial = { HOME: "/home/user", LANG: "C.UTF-8", PATH: "/usr/bin:/bin", USER: "user" };
/** Variables that the shell sets itself. */
const own = new Set(["PWD", "SHLVL", "_", "TZ"]);
/** How a command begins the line about a file that it may not change. @type {Record<string, string>} */
const verbs = { rm: "cannot remove", mv: "cannot move", touch: "cannot touch", chmod: "changing permissions of" };
/** A command that has run this long lets others have their turn, so that it can be stopped. */
const turnMs = 50;

/** Lets timers and messages through. */
const breathe = () => new Promise((done) => setTimeout(done));

/**
 * Commands that say what they were refused, all of it, and let others have their turn.
 * @param {Bash} bash @param {Overlay} files @param {BashRequest} request
 */
function attend(bash, files, request) {
  const began = performance.now();
  let last = began;
  // The shell has no public way to reach its own commands; the tests would notice if this one went.
  const { commands } = /** @type {{ commands: Map<string, any> }} */ (/** @type {unknown} */ (bash));
  for (const [name, command] of commands) {
    const execute = command.execute.bind(command);
    command.execute = async (/** @type {string[]} */ args, /** @type {any} */ context) => {
      if (performance.now() - last > turnMs) {
        await breathe();
        last = performance.now();
      }
      const first = files.refusals.length;
      const now = request.now_ms + performance.now() - began;
      const result =
        name === "ls"
          ? await ls(files, args, {
              cwd: context.cwd,
              now,
              timeZone: zone(context.env?.get?.("TZ"), request.time_zone),
            })
          : await execute(name === "date" ? dated(args, now) : args, context);
      const refused = files.refusals.slice(first).filter(({ told }) => !told);
      for (const refusal of refused) refusal.told = true;
      const told = refused.length > 0 && !runners.has(name) ? tell(name, result, refused) : result;
      return told.stderr ? { ...told, stderr: await exact(String(told.stderr), files, context.cwd) } : told;
    };
  }
}

/** A zone that this place knows. @param {string | undefined} asked @param {string} otherwise */
function zone(asked, otherwise) {
  try {
    return asked ? new Intl.DateTimeFormat("en", { timeZone: asked }).resolvedOptions().timeZone : otherwise;
  } catch {
    return "UTC";
  }
}

/** The engine's clock decides what day it is. @param {string[]} args @param {number} now */
function dated(args, now) {
  const asks = args.some((arg) => /^(-[uR]*[dfrs]|--(date|file|reference|set|help|version))/.test(arg));
  return asks ? args : ["-d", new Date(now).toISOString(), ...args];
}

/**
 * Errors without the codes that only the shell needs; a directory is not said to be missing.
 * @param {string} stderr @param {Overlay} files @param {string} cwd
 */
async function exact(stderr, files, cwd) {
  const lines = stderr.replaceAll("ENOENT: ", "").split("\n");
  for (const [at, line] of lines.entries()) {
    const [, start, path] = /^(\w+: (.+): )No such file or directory$/.exec(line) ?? [];
    if (start && (await files.stat(files.resolvePath(cwd, path)).catch(() => undefined))?.isDirectory)
      lines[at] = `${start}Is a directory`;
  }
  return lines.join("\n");
}

/**
 * A command's result with every refusal in it: some commands give other words for one, or none at all.
 * @param {string} name @param {any} result @param {import("./overlay.js").Refusal[]} refused
 */
function tell(name, result, refused) {
  let stderr = String(result.stderr ?? "");
  for (const { path, words } of refused) {
    if (stderr === `${name}: ${words}\n`) stderr = `${name}: ${path}: ${words}\n`;
    if (stderr.includes(words)) continue;
    const file = path.slice(path.lastIndexOf("/") + 1);
    const lines = stderr.split("\n");
    const wrong = lines.findIndex((line) => line.includes(file) && line.endsWith(": No such file or directory"));
    if (wrong >= 0) {
      lines[wrong] = lines[wrong].slice(0, lines[wrong].lastIndexOf(": ") + 2) + words;
      stderr = lines.join("\n");
    } else stderr += verbs[name] ? `${name}: ${verbs[name]} '${path}': ${words}\n` : `${name}: ${path}: ${words}\n`;
  }
  return { ...result, stderr, exitCode: result.exitCode || 1 };
}

/** The shell's words about its limits, without advice to whoever embeds it. @param {string} stderr @param {number} ms */
const plain = (stderr, ms) =>
  stderr
    .replace(/^(?:bash: )?execution aborted$/gm, `bash: stopped: it ran longer than ${ms} ms`)
    .replace(/, increase executionLimits\.\w+/g, "")
    .replace(/command not available in browser environments\. [^\n]*/g, "command not found")
    .replace(
      /(?:execution|sleep) exceeded (?:its )?execution deadline(?: \(\d+ms\))?/g,
      `stopped: it ran longer than ${ms} ms`,
    );

/** Half a surrogate pair is no text. @param {unknown} text */
const wellFormed = (text) => new TextDecoder().decode(new TextEncoder().encode(String(text ?? "")));

/** @param {BashRequest} request @param {ShownFiles} files @param {AbortSignal} signal @returns {Promise<BashOutcome>} */
async function run(request, files, signal) {
  const overlay = new Overlay(request, files);
  const { limits, timeout_ms: ms } = request;
  const bash = new Bash({
    fs: overlay,
    env: { ...initial, ...request.env, TZ: request.env.TZ ?? request.time_zone },
    commands: /** @type {any} */ (getCommandNames().filter((name) => !absent.has(name))),
    defenseInDepth: false,
    executionLimits: {
      maxExecutionTimeMs: ms,
      maxOutputSize: limits.output_bytes,
      maxStringLength: limits.output_bytes,
      maxCommandCount: limits.steps,
      maxLoopIterations: limits.steps,
      maxAwkIterations: limits.steps,
      maxSedIterations: limits.steps,
      maxJqIterations: limits.steps,
      maxLiveBytes: 8 * limits.output_bytes,
    },
  });
  overlay.booted(request);
  attend(bash, overlay, request);
  const stat = await overlay.stat(request.cwd).catch(() => undefined);
  const cwd = stat?.isDirectory ? request.cwd : "/";
  let ran;
  try {
    ran = await bash.exec(request.command, { cwd, env: { ...kept(request.env), PWD: cwd }, rawScript: true, signal });
  } catch (error) {
    // A fault of a file that no command stood between ends the command line.
    const fault = /** @type {{ path?: string, words?: string, message?: string }} */ (error);
    const words = fault.words ? `${fault.path}: ${fault.words}` : String(fault.message ?? error);
    ran = { stdout: "", stderr: `bash: ${words}\n`, exitCode: 1, env: {} };
  }
  // A command that its time ran out in the middle of tells of it in one of two ways.
  if (/^(?:bash: )?execution aborted$/m.test(ran.stderr)) ran.exitCode = 124;
  const { changes, directories, dropped } = overlay.outcome(request.scratch);
  let stderr = cwd === request.cwd ? "" : `bash: ${request.cwd}: No such file or directory; working in /\n`;
  stderr += plain(ran.stderr, ms);
  for (const path of dropped) stderr += `bash: ${path}: not text, so it is not kept\n`;
  const env = exported(bash, ran.env ?? {});
  return {
    stdout: wellFormed(ran.stdout),
    stderr: wellFormed(stderr),
    exit_code: ran.exitCode,
    cwd: ran.env?.PWD?.startsWith("/") ? ran.env.PWD : cwd,
    env,
    directories,
    changes,
  };
}

/** @param {Record<string, string>} env */
const kept = (env) => Object.fromEntries(Object.entries(env).filter(([name]) => !own.has(name)));

/** What the next command finds exported. @param {Bash} bash @param {Record<string, string>} env */
function exported(bash, env) {
  const { state } = /** @type {{ state: { exportedVars?: Set<string> } }} */ (/** @type {unknown} */ (bash));
  const told = (/** @type {string} */ name) => typeof env[name] === "string" && env[name] !== initial[name];
  const names = [...(state.exportedVars ?? [])].filter((name) => !own.has(name) && told(name));
  return Object.fromEntries(names.map((name) => [name, wellFormed(env[name])]));
}

/**
 * Runs a command. It never rejects for what a command does; `stop` ends it early.
 * @param {BashRequest} request @param {ShownFiles} files
 */
export function start(request, files) {
  const control = new AbortController();
  return { done: run(request, files, control.signal), stop: () => control.abort() };
}
