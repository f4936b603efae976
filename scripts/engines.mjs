// `npm run test:engines`: the smoke tests of tests/engines in the browsers that are not Chromium: Firefox, and WebKit in GTK's
// MiniBrowser. It says what is missing and how to get it, and gets it where the platform allows. `-- firefox` runs one of them.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "./browser.mjs";
import { build } from "./build.mjs";
import { ask, cache, filesIn, run, say, Stop, whenRun } from "./common.mjs";
import { debian, setup } from "./setup.mjs";

/** The version that is built when there is none on the PATH. */
const GECKODRIVER = "0.37.1";
const geckodriverHome = join(cache, `geckodriver-${GECKODRIVER}`);

/**
 * A browser, and how a test drives it. `fault` is how a line of the console looks that must not be
 * there; a driver that tells nothing of the console has none.
 * @typedef {object} Engine
 * @property {string} title
 * @property {{ browser: string, driver: string, display?: string | null }} programs
 * @property {(port: number) => string[]} args of the driver
 * @property {object} capabilities
 * @property {RegExp} [fault]
 */

/** A program, or null. One that the reader names must be there. @param {string} variable @param {string[]} programs */
function program(variable, programs) {
  const found = findProgram(variable, programs);
  if (!found && process.env[variable])
    throw new Stop(`engines: ${variable} names ${process.env[variable]}, which is no program`);
  return found;
}

/** MiniBrowser is no program of the PATH: it lies with the library. */
function miniBrowser() {
  for (const base of ["/usr/lib", "/usr/libexec", "/usr/lib64"]) {
    const folders = existsSync(base) ? ["", ...readdirSync(base).filter((name) => /linux-gnu|^webkit/.test(name))] : [];
    for (const folder of folders)
      for (const version of ["", "webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"]) {
        const path = join(base, folder, version, "MiniBrowser");
        if (existsSync(path)) return path;
      }
  }
  return null;
}

/** What each engine needs, where it is found, and what Debian calls it. */
const kinds = {
  firefox: {
    title: "Firefox",
    needs: {
      browser: () => program("FIREFOX_BIN", ["firefox-esr", "firefox"]),
      driver: () => program("GECKODRIVER", ["geckodriver", join(geckodriverHome, "bin/geckodriver")]),
    },
    packages: ["firefox-esr"],
    words: "Firefox (on the PATH, or named by FIREFOX_BIN) and geckodriver (on the PATH, or named by GECKODRIVER)",
    /** @param {Engine["programs"]} programs */
    how: ({ browser }) => ({
      args: (/** @type {number} */ port) => ["--port", String(port), "--websocket-port", "0"],
      capabilities: {
        browserName: "firefox",
        "moz:firefoxOptions": {
          binary: browser,
          args: ["-headless"],
          // The page's console in the driver's output, without what Firefox's own scripts have to say.
          prefs: {
            "devtools.console.stdout.content": true,
            "devtools.console.stdout.chrome": false,
            "browser.dom.window.dump.enabled": true,
          },
        },
      },
      // Firefox's own scripts write there too: from an address of its own, or under a name.
      fault: /^(JavaScript (error|warning): (http:\/\/127|file:|blob:)|console\.(error|warn): (?!(?!\w*Error)\w+: ))/,
    }),
  },
  webkit: {
    title: "WebKit",
    needs: {
      browser: () => program("MINIBROWSER", [miniBrowser() ?? "MiniBrowser"]),
      driver: () => program("WEBKITWEBDRIVER", ["WebKitWebDriver"]),
      display: () => program("XVFB", ["Xvfb"]) ?? (process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? "" : null),
    },
    packages: ["webkit2gtk-driver", "xvfb"],
    words:
      "WebKitGTK's MiniBrowser (named by MINIBROWSER, or where Debian puts it), WebKitWebDriver (on the PATH) and a display or Xvfb",
    /** @param {Engine["programs"]} programs */
    how: ({ browser }) => ({
      args: (/** @type {number} */ port) => [`--port=${port}`, "--host=127.0.0.1"],
      capabilities: {
        browserName: "MiniBrowser",
        "webkitgtk:browserOptions": {
          binary: browser,
          args: ["--automation"],
        },
      },
    }),
  },
};

/** @typedef {keyof typeof kinds} Name */
export const names = /** @type {Name[]} */ (Object.keys(kinds));

/** The engine, or null where something of it is missing. @param {Name} name @returns {Engine | null} */
export function findEngine(name) {
  const { title, needs, how } = kinds[name];
  const programs = Object.fromEntries(Object.entries(needs).map(([part, find]) => [part, find()]));
  if (Object.values(programs).includes(null)) return null;
  const found = /** @type {Engine["programs"]} */ (programs);
  return { title, programs: found, ...how(found) };
}

async function geckodriver() {
  if (kinds.firefox.needs.driver() || ask("cargo", ["--version"]) === null) return;
  say(`engines: building geckodriver ${GECKODRIVER} once, into .cache (some minutes)`);
  await run("cargo", ["install", "geckodriver", "--version", GECKODRIVER, "--root", geckodriverHome, "--quiet"]);
}

/** Gets what is missing of an engine, where that is possible without asking anybody. @param {Name} name */
async function install(name) {
  const { packages, title, needs } = kinds[name];
  try {
    const missing = Object.entries(needs).some(
      ([part, find]) => find() === null && !(part === "driver" && name === "firefox"),
    );
    if (missing && debian() === "debian") {
      say(`engines: installing ${packages.join(" and ")} with apt-get, for ${title}`);
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      await run("apt-get", ["update", "-qq"], { env });
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { env });
    }
    if (name === "firefox" && needs.browser()) await geckodriver();
  } catch (error) {
    say(`engines: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {Name} name */
const advice = (name) =>
  `${kinds[name].title} needs ${kinds[name].words}. On Debian: apt-get install ${kinds[name].packages.join(" ")}` +
  `${name === "firefox" ? `; cargo install geckodriver` : ""}.`;

await whenRun(import.meta.url, async (args) => {
  const unknown = args.filter((name) => !names.includes(/** @type {Name} */ (name)));
  if (unknown.length > 0) throw new Stop(`there is no engine ${unknown.join(", ")}: there are ${names.join(" and ")}`);
  const wanted = names.filter((name) => args.length === 0 || args.includes(name));
  for (const name of wanted) if (!findEngine(name)) await install(name);
  const missing = wanted.filter((name) => !findEngine(name));
  const there = wanted.filter((name) => !missing.includes(name));
  if (there.length > 0) {
    await setup();
    await build();
    const env = { DREAMFS_ENGINES: there.join(" ") };
    await run(process.execPath, ["--test", "--test-reporter=spec", ...filesIn("tests/engines", /\.test\.js$/)], {
      env,
    });
  }
  if (missing.length > 0)
    throw new Stop(`not tested, because something is missing:\n  ${missing.map(advice).join("\n  ")}`);
});
