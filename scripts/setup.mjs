// Gets what the project needs and says what it does. It may run any number of times: what is there is left alone. Node
// built-ins only, since it runs before anything is installed.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";
import { findBrowser, findDriver } from "./browser.mjs";
import { ask, bin, cache, hashOf, root, run, say, Stop, wasmTarget, whenRun } from "./common.mjs";

async function nodeModules() {
  const stamp = join(root, "node_modules/.dreamfs-lock");
  const wanted = hashOf(["package-lock.json"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("setup: installing the npm packages of package-lock.json");
  // No package here needs an install script, and one of an optional dependency would compile C.
  await run(platform() === "win32" ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  writeFileSync(stamp, wanted);
}

async function rust() {
  if (ask("cargo", ["--version"]) === null)
    throw new Stop("setup: cargo is missing. Install Rust with rustup, then try again.");
  const libraries = ask("rustc", ["--print", "target-libdir", "--target", wasmTarget]);
  if (libraries && existsSync(libraries)) return;
  if (ask("rustup", ["--version"]) === null) {
    throw new Stop(`setup: Rust's ${wasmTarget} target is missing, and there is no rustup to add it with.`);
  }
  say(`setup: adding Rust's ${wasmTarget} target`);
  await run("rustup", ["target", "add", wasmTarget]);
}

async function bindgenVersion() {
  const lock = join(root, "Cargo.lock");
  if (!existsSync(lock)) await run("cargo", ["generate-lockfile"]);
  const version = /name = "wasm-bindgen"\s+version = "([^"]+)"/.exec(readFileSync(lock, "utf8"))?.[1];
  if (!version) throw new Stop("setup: Cargo.lock names no wasm-bindgen");
  return version;
}

/**
 * The folder of wasm-bindgen's programs, in the version that Cargo.lock names (any other refuses to work), installed there
 * when missing.
 */
export async function bindgen() {
  const version = await bindgenVersion();
  const folder = join(cache, `wasm-bindgen-${version}`);
  const programs = join(folder, "bin");
  if (existsSync(join(programs, "wasm-bindgen")) && existsSync(join(programs, "wasm-bindgen-test-runner")))
    return programs;
  say(`setup: building wasm-bindgen-cli ${version} once, into .cache (about three minutes)`);
  // Beside its place first: an install that is cut short must not look like a whole one.
  const partial = `${folder}.partial`;
  await run("cargo", ["install", "wasm-bindgen-cli", "--version", version, "--root", partial, "--quiet"]);
  mkdirSync(cache, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return programs;
}

function missingBrowser() {
  const missing = [];
  if (!findBrowser()) missing.push("a Chromium or Chrome (on the PATH, or named by CHROME_BIN)");
  if (!findDriver())
    missing.push("its chromedriver, of the same major version (on the PATH, or named by CHROMEDRIVER)");
  return missing;
}

/** Whose packages may be installed here without asking anybody: Debian's, Ubuntu's, or nobody's. */
export function debian() {
  if (process.getuid?.() !== 0 || ask("apt-get", ["--version"]) === null) return null;
  const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^ID=ubuntu$/m.test(system) ? "ubuntu" : "debian";
}

function debianPackages() {
  const system = debian();
  if (system === "ubuntu") return ["chromium-browser", "chromium-chromedriver"];
  return system && ["chromium", "chromium-driver"];
}

async function browser() {
  if (missingBrowser().length === 0) return;
  for (const [name, found] of Object.entries({ CHROME_BIN: findBrowser(), CHROMEDRIVER: findDriver() })) {
    if (process.env[name] && !found) throw new Stop(`setup: ${name} names ${process.env[name]}, which is no program`);
  }
  const packages = debianPackages();
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  try {
    if (packages) {
      say(`setup: installing ${packages.join(" and ")} with apt-get, for the tests in a browser`);
      await run("apt-get", ["update", "-qq"], { env });
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { env });
    } else if (!findBrowser()) {
      say("setup: installing Playwright's Chromium, for the tests in a browser");
      await run(bin("playwright"), ["install", "chromium"]);
    }
  } catch (error) {
    say(`setup: ${error instanceof Error ? error.message : error}`);
  }
  const missing = missingBrowser();
  if (missing.length > 0)
    throw new Stop(`setup: the tests in a browser need ${missing.join(", and ")}. Install it, then try again.`);
}

/** @param {{ browser?: boolean }} [options] a build needs no browser; tests and benchmarks do */
export async function setup(options = {}) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`setup: Node 20.19 or later is needed, this is ${process.versions.node}`);
  await nodeModules();
  await rust();
  await bindgen();
  if (options.browser) await browser();
}

await whenRun(import.meta.url, async () => {
  await setup({ browser: true });
  say("setup: everything is there");
});
