// `npm run check`: everything that reads the code without running it. All parts run; the end says which failed.
import { join } from "node:path";
import { build, buildWasm } from "./build.mjs";
import { bin, filesBelow, filesIn, root, run, say, wasmTarget, whenRun } from "./common.mjs";
import { allParts } from "./parts.mjs";
import { setup } from "./setup.mjs";
import { hold, sizes, spent } from "./size.mjs";

const deny = ["--", "-D", "warnings"];
const scripts = /\.(js|mjs|css)$/;

/** The browser's test programs: `tests/browser_*.rs`, as arguments of cargo. */
export const browserTests = () =>
  filesIn("tests", /^browser_.*\.rs$/).flatMap((path) => ["--test", path.slice("tests/".length, -".rs".length)]);

/** What prettier keeps: the JavaScript and the styles that people write. */
export const formatted = () =>
  ["www", "scripts", "tests", "benches"]
    .flatMap(filesBelow)
    .filter((path) => scripts.test(path) && !path.startsWith("tests/embeds/mdbook/"))
    .concat("eslint.config.js", "playwright.config.js");

/** @returns {import("./parts.mjs").Part[]} */
export function checks() {
  return [
    { name: "format of Rust", work: () => run("cargo", ["fmt", "--check"]) },
    {
      name: "format of JavaScript and CSS",
      work: () => run(bin("prettier"), ["--check", "--log-level", "warn", ...formatted()]),
    },
    { name: "clippy, native", work: () => run("cargo", ["clippy", "--all-targets", "--features", "testing", ...deny]) },
    {
      name: "clippy, wasm",
      work: () =>
        run("cargo", ["clippy", "--target", wasmTarget, "--lib", ...browserTests(), "--features", "testing", ...deny]),
    },
    { name: "eslint", work: () => run(bin("eslint"), ["--max-warnings", "0", "."]) },
    {
      name: "types of JavaScript",
      async work() {
        // The glue's types come from the crate; those of ./dreamfs.js and ./elements.js, which the page imports, from the source.
        await buildWasm();
        await run(bin("tsc"), ["-p", join(root, "tsconfig.json")]);
        await run(bin("tsc"), ["-p", join(root, "scripts/tsconfig.json")]);
      },
    },
  ];
}

/** Bytes of what a reader loads. */
const budgets = {
  name: "budgets",
  async work() {
    await build();
    hold(spent(sizes()));
  },
};

/** Import directions, bans, sizes of files. */
const tidy = { name: "tidy", work: () => run("cargo", ["test", "--features", "testing", "--test", "tidy"]) };

await whenRun(import.meta.url, async () => {
  await setup();
  await allParts([...checks(), tidy, budgets]);
  say("");
});
