// `npm test`: all that CI runs. `npm test -- rust js` runs only the parts named: check, rust, browser, js, e2e.
import { build } from "./build.mjs";
import { browserTests, checks } from "./check.mjs";
import { bin, filesIn, run, Stop, wasmTarget, whenRun } from "./common.mjs";
import { allParts } from "./parts.mjs";
import { setup } from "./setup.mjs";

const testing = ["--features", "testing"];

/** Set once the build has succeeded: what tests `dist` must never test an older one. */
let built = false;

/** @param {string} file */
const needsDist = (file) => file.startsWith("tests/node/");

async function nodeTests() {
  const files = [...filesIn("tests/js", /\.test\.m?js$/), ...filesIn("tests/node", /\.test\.m?js$/)].filter(
    (file) => built || !needsDist(file),
  );
  if (files.length > 0) await run(process.execPath, ["--test", "--test-reporter=spec", ...files]);
  if (!built) throw new Stop("tests/node was not run: there is no build to test");
}

async function endToEnd() {
  if (!built) throw new Stop("not run: there is no build to test");
  await run(bin("playwright"), ["test"]);
}

/** @type {Record<string, () => import("./parts.mjs").Part[]>} */
const groups = {
  rust: () => [{ name: "rust", work: () => run("cargo", ["test", ...testing]) }],
  check: checks,
  browser: () => [
    {
      name: "browser (Rust in a page and in a worker)",
      skip: browserTests().length === 0 && "there is no tests/browser_*.rs",
      // They are few and short: to optimise them takes longer than it saves.
      work: () =>
        run("cargo", ["test", "--no-fail-fast", "--target", wasmTarget, ...testing, ...browserTests()], {
          env: { CARGO_PROFILE_TEST_OPT_LEVEL: "0" },
        }),
    },
  ],
  js: () => [
    {
      name: "js (Node)",
      skip:
        [...filesIn("tests/js", /\.test\.m?js$/), ...filesIn("tests/node", /\.test\.m?js$/)].length === 0 &&
        "there is no tests/js or tests/node",
      work: nodeTests,
    },
  ],
  e2e: () => [
    {
      name: "e2e (pages in a browser)",
      skip: filesIn("tests/e2e", /\.spec\.js$/).length === 0 && "there is no tests/e2e/*.spec.js",
      work: endToEnd,
    },
  ],
};

const building = {
  name: "build",
  async work() {
    await build();
    built = true;
  },
};

await whenRun(import.meta.url, async (args) => {
  const unknown = args.filter((name) => !(name in groups));
  if (unknown.length > 0)
    throw new Stop(`there is no part ${unknown.join(", ")}: the parts are ${Object.keys(groups).join(", ")}`);
  const wanted = Object.keys(groups).filter((name) => args.length === 0 || args.includes(name));
  await setup({ browser: wanted.includes("browser") || wanted.includes("e2e") });
  // What needs no build comes first; types of JavaScript, tests in Node and pages need one.
  const parts = wanted.flatMap((name) => groups[name]());
  const before = wanted.includes("rust") ? 1 : 0;
  if (["check", "js", "e2e"].some((name) => wanted.includes(name))) parts.splice(before, 0, building);
  await allParts(parts);
});
