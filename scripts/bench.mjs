// `npm run bench`: what `benches` measures, in headless Chromium, as a table and in dist/bench.json. `npm run bench -- grep`
// runs only the files whose name holds one of the words.
//
// - `benches/browser/*.js` exports `async function run(report)` and runs in a page of its own, with a database of its own. It
//   may import packages (bundled), the library as `/dreamfs.js`, and the text of a worker as `./any.js?worker`. The crate with
//   the feature `testing`, which opens doors that are not shipped, is `dreamfs:bench-glue` and `/bench/dreamfs.wasm`.
// - `benches/driver/*.js` exports `async function run(report, { browser, url })` and runs in Node with Playwright's browser:
//   for what is seen from outside, as the time from navigation to the first answer.
//
// `report({ name, value, unit, group?, goal?, note? })` says one measurement; `goal` is `{ least }` or `{ most }`, in the same unit.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserArgs, findBrowser } from "./browser.mjs";
import { benchWasm, build, buildWasm } from "./build.mjs";
import { cache, filesIn, root, say, Stop, whenRun } from "./common.mjs";
import { serve } from "./serve.mjs";
import { setup } from "./setup.mjs";

/**
 * @typedef {{ name: string, value: number, unit: string, group?: string, goal?: { least?: number, most?: number }, note?: string }} Row
 * @typedef {(row: Row) => void} Report
 */

const minutes = 10;
const pages = join(cache, "bench");

/** @param {Row} row */
function verdict({ value, goal }) {
  if (!goal) return "";
  if (goal.least !== undefined) return `${value >= goal.least ? "ok" : "MISSED"}, at least ${goal.least}`;
  return `${value <= (goal.most ?? Infinity) ? "ok" : "MISSED"}, at most ${goal.most}`;
}

/** @param {number} value */
const figure = (value) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** @param {Row} row */
const line = (row) =>
  say(
    `  ${row.name.padEnd(52)}${figure(row.value).padStart(10)} ${row.unit.padEnd(10)} ${[verdict(row), row.note].filter(Boolean).join("; ")}`.trimEnd(),
  );

/** Bundles the page benchmarks; gives their names. @param {string[]} files */
async function bundlePages(files) {
  const { bundled } = await import("./bundle.mjs");
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  writeFileSync(
    join(pages, "index.html"),
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title></html>\n',
  );
  for (const file of files) {
    const [text] = await bundled(join(root, file), {
      minify: true,
      platform: "browser",
      external: ["/dreamfs.js", "/elements.js"],
    });
    writeFileSync(join(pages, basename(file)), text);
  }
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {string} file
 * @param {Report} report
 */
async function inPage(browser, url, file, report) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(minutes * 60_000);
    page.on("pageerror", (error) => say(`  page: ${error.message}`));
    page.on("console", (message) => void (message.type() === "error" && say(`  page: ${message.text()}`)));
    await page.exposeFunction("dreamfsReport", report);
    await page.goto(`${url}/bench/index.html`);
    // As text: a bundler or a type checker must not look for the page's modules here.
    await page.evaluate(
      `import("/bench/${basename(file)}").then(({ run }) => run((row) => globalThis.dreamfsReport(row)))`,
    );
  } finally {
    await context.close();
  }
}

await whenRun(import.meta.url, async (args) => {
  const wanted = (/** @type {string} */ file) =>
    args.length === 0 || args.some((word) => basename(file).includes(word));
  const inPages = filesIn("benches/browser", /(?<!worker)\.js$/).filter(wanted);
  const inNode = filesIn("benches/driver", /\.js$/).filter(wanted);
  if (inPages.length + inNode.length === 0)
    throw new Stop("no benchmark has such a name in benches/browser or benches/driver");
  await setup({ browser: true });
  await build();
  if (inPages.length > 0) {
    await buildWasm({ testing: true });
    await bundlePages(inPages);
    cpSync(join(benchWasm, "dreamfs.wasm"), join(pages, "dreamfs.wasm"));
  }

  const { chromium } = await import("@playwright/test");
  const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: browserArgs });
  const server = await serve({ mounts: { "/": "dist/site", "/bench/": ".cache/bench" } });
  /** @type {(Row & { file: string })[]} */
  const rows = [];
  const failed = [];
  try {
    for (const file of [...inPages, ...inNode]) {
      say(`\n${file}`);
      let group = "";
      const report = (/** @type {Row} */ row) => {
        rows.push({ file, ...row });
        if (row.group && row.group !== group) say(` ${row.group}`);
        group = row.group ?? "";
        line(row);
      };
      try {
        if (inPages.includes(file)) await inPage(browser, server.url, file, report);
        else await (await import(pathToFileURL(join(root, file)).href)).run(report, { browser, url: server.url });
      } catch (error) {
        failed.push(file);
        say(`  FAILED: ${error instanceof Error ? error.message : error}`);
      }
    }
    const machine = { browser: `Chromium ${browser.version()}`, cores: cpus().length, date: new Date().toISOString() };
    writeFileSync(join(root, "dist/bench.json"), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    const missed = rows.filter((row) => verdict(row).startsWith("MISSED"));
    say(
      `\n${machine.browser}, ${machine.cores} cores. ${rows.length} measurements, ${missed.length} goals missed. Written to dist/bench.json.`,
    );
  } finally {
    await browser.close();
    await server.close();
  }
  if (failed.length > 0) throw new Stop(`failed: ${failed.join(", ")}`);
});
