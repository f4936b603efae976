// `npm run size`: how many bytes each file of dist is, as it stands, with gzip and with brotli, and whether each budget holds. `--json`
// prints only JSON. `npm run check` holds the budgets too.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { filesBelow, filesIn, root, say, Stop, whenRun } from "./common.mjs";

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

/**
 * What may not grow: `files` of dist, counted together `as` they are sent.
 * @typedef {{ name: string, as: "raw" | "brotli", most: number, files: RegExp }} Budget
 */

const KB = 1000;

/** What a first view of the site fetches of `dist/site`, the engine's first part among it. (`near.spec.js` holds it against a browser.) */
export const firstView =
  /^dist\/site\/(index\.html|[^/]+\.css|(?!service-worker|sharing|[^/]*bash|elements-more)[^/]+\.js|dreamfs\.wasm)$/;

/** @type {Budget[]} */
const budgets = [
  {
    name: "first view of the site, with the engine",
    as: "brotli",
    most: 350 * KB,
    files: firstView,
  },
  { name: "dreamfs.html", as: "raw", most: 3 * 1024 * 1024, files: /^dist\/dreamfs\.html$/ },
];

/** Each budget with what is used of it. @param {ReturnType<typeof sizes>} rows */
export const spent = (rows) =>
  budgets.map(({ name, as, most, files }) => {
    const counted = rows.filter(({ file }) => files.test(file));
    if (counted.length === 0) throw new Stop(`the budget "${name}" counts no file`);
    return { name, as, most, used: counted.reduce((sum, row) => sum + row[as], 0) };
  });

/** Fails with words where a budget is overdrawn. @param {ReturnType<typeof spent>} accounts */
export function hold(accounts) {
  const over = accounts.filter(({ used, most }) => used > most);
  if (over.length > 0)
    throw new Stop(
      over
        .map(({ name, as, used, most }) => `${name}: ${used} bytes (${as}), ${used - most} over its budget`)
        .join("\n"),
    );
}

/** @returns {{ file: string, raw: number, gzip: number, brotli: number }[]} */
export function sizes() {
  const files = ["dist/lib", "dist/site"]
    .flatMap(filesBelow)
    .concat(filesIn("dist", /\.html$/))
    .filter((path) => !path.endsWith(".d.ts"));
  if (files.length === 0) throw new Stop("dist is empty: run `npm run build`");
  return files.map((file) => {
    const bytes = readFileSync(join(root, file));
    return {
      file,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, quality).length,
    };
  });
}

await whenRun(import.meta.url, (args) => {
  const rows = sizes();
  const accounts = spent(rows);
  if (!args.includes("--json")) {
    const widest = Math.max(...rows.map(({ file }) => file.length));
    const line = (/** @type {(string | number)[]} */ [file, ...figures]) =>
      say(`${String(file).padEnd(widest)}${figures.map((each) => each.toLocaleString("en").padStart(12)).join("")}`);
    line(["bytes", "raw", "gzip", "brotli"]);
    for (const { file, raw, gzip, brotli } of rows) line([file, raw, gzip, brotli]);
    say("");
    for (const { name, as, most, used } of accounts)
      say(`${name}: ${used.toLocaleString("en")} of ${most.toLocaleString("en")} bytes (${as})`);
    say("");
  }
  say(JSON.stringify(rows));
  hold(accounts);
});
