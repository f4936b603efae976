// What the page loads: bytes over the wire as the local server sends them (not compressed), and the same files with brotli.
import { sizes } from "../../scripts/size.mjs";

/** @param {(row: object) => void} report @param {{ browser: import("@playwright/test").Browser, url: string }} where */
export async function run(report, { browser, url }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The worker fetches the wasm: only the network sees all of it.
  /** @type {Map<string, Promise<number>>} */
  const loaded = new Map();
  context.on("requestfinished", (request) => {
    const size = request.sizes().then((each) => each.responseBodySize);
    loaded.set(new URL(request.url()).pathname, size);
  });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#reset")?.matches(":enabled"));
  const group = "bytes loaded";
  let total = 0;
  for (const [, size] of loaded) total += await size;
  report({
    group,
    name: "all of the page, uncompressed",
    value: total / 1024,
    unit: "KB",
    note: `${loaded.size} files`,
  });
  await context.close();

  const files = sizes().filter(({ file }) => file.startsWith("dist/site/"));
  const brotli = (/** @type {(file: string) => boolean} */ wanted) =>
    files.reduce((sum, { file, brotli }) => sum + (wanted(file) ? brotli : 0), 0) / 1024;
  const isWasm = (/** @type {string} */ file) => file.endsWith(".wasm");
  const isCode = (/** @type {string} */ file) => /\.(js|css|html)$/.test(file);
  report({ group, name: "wasm, brotli", value: brotli(isWasm), unit: "KB", goal: { most: 300 } });
  report({ group, name: "scripts, styles and page, brotli", value: brotli(isCode), unit: "KB", goal: { most: 60 } });
}
