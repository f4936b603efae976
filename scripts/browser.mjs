// Which browser and driver the tests and benchmarks use, and the switches they start it with. Node built-ins only.
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, isAbsolute, join } from "node:path";
import { root } from "./common.mjs";

const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const installed = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Nothing here reaches out: a test that needs a network is a fault, and a closed network must not slow a start. */
const quiet = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

/** Switches for a browser that Playwright starts (it adds `--headless` itself). */
export const browserArgs = [...sandbox, "--disable-gpu", ...quiet];

/** Switches for a browser that chromedriver starts. */
export const driverArgs = ["--headless", ...browserArgs];

/** @param {string | undefined} path */
function runnable(path) {
  if (!path) return false;
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of names) for (const folder of folders) if (runnable(join(folder, name))) return join(folder, name);
  return null;
}

/**
 * The path of a program: what the environment's `variable` names, or else the first of `names` that is there, on the PATH or as a
 * full path; or null.
 * @param {string} variable
 * @param {string[]} names
 */
export function findProgram(variable, names) {
  const named = process.env[variable];
  if (named) return runnable(named) ? named : null;
  return onPath(names.filter((name) => !isAbsolute(name))) ?? names.filter(isAbsolute).find(runnable) ?? null;
}

function fromPlaywright() {
  if (!existsSync(join(root, "node_modules/@playwright/test"))) return null;
  const { chromium } = createRequire(join(root, "package.json"))("@playwright/test");
  const path = chromium.executablePath();
  return runnable(path) ? path : null;
}

/** The path of a Chromium: `CHROME_BIN`, then the PATH, then an application, then Playwright's own; or null. */
export function findBrowser() {
  const named = process.env.CHROME_BIN;
  if (named) return runnable(named) ? named : null;
  return onPath(browsers) ?? installed.find(runnable) ?? fromPlaywright();
}

/** The path of a chromedriver: `CHROMEDRIVER`, then the PATH; or null. */
export const findDriver = () => findProgram("CHROMEDRIVER", ["chromedriver"]);
