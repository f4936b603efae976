// `npm run size`: how many bytes each file of dist is, as it stands, with gzip and with brotli. `--json` prints only JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { filesBelow, root, say, Stop, whenRun } from "./common.mjs";

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };

/** @returns {{ file: string, raw: number, gzip: number, brotli: number }[]} */
export function sizes() {
  const files = ["dist/lib", "dist/site"].flatMap(filesBelow).filter((path) => !path.endsWith(".d.ts"));
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
  if (!args.includes("--json")) {
    const widest = Math.max(...rows.map(({ file }) => file.length));
    const line = (/** @type {(string | number)[]} */ [file, ...figures]) =>
      say(`${String(file).padEnd(widest)}${figures.map((each) => each.toLocaleString("en").padStart(12)).join("")}`);
    line(["bytes", "raw", "gzip", "brotli"]);
    for (const { file, raw, gzip, brotli } of rows) line([file, raw, gzip, brotli]);
    say("");
  }
  say(JSON.stringify(rows));
});
