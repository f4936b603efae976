// `dist/dreamfs.html`: the walkthrough in one file that works from disk. Everything is written into the page: its style, one script,
// the samples, and the engine and its shell as Zstandard in base85: a fifth smaller than gzip, which browsers unpack by themselves, and
// unpacked in a twentieth of a second by a decoder of a few kilobytes.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compress, init } from "@bokuweb/zstd-wasm";
import { decompress } from "fzstd";
import { toBase85 } from "../www/format/base85.js";
import { bundled } from "./bundle.mjs";
import { filesIn, root, Stop } from "./common.mjs";
import { integrity } from "./site.mjs";

const www = join(root, "www");

/** Modules of the site that stand beside a page there, as the sources that they are built from. @type {Record<string, string>} */
const beside = {
  elements: join(www, "elements/first.js"),
  dreamfs: join(www, "single.js"),
  sharing: join(www, "elements/sharing.js"),
};

/** @type {import("esbuild").Plugin} */
const withinOne = {
  name: "single",
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\.?\/(elements|dreamfs|sharing)\.js$/ }, ({ path }) => ({
      path: beside[/([a-z]+)\.js$/.exec(path)?.[1] ?? ""],
    }));
    // The file is all there is: nothing to keep, nothing to update.
    bundle.onLoad({ filter: /\/www\/offline\.js$/ }, () => ({
      contents: 'document.documentElement.dataset.offline = "ready";',
    }));
  },
};

/** Bytes as Zstandard at its strongest. @param {string | Uint8Array} contents */
async function zstd(contents) {
  await init();
  const bytes = Buffer.from(contents);
  const packed = compress(bytes, 22);
  if (!bytes.equals(decompress(packed))) throw new Stop("scripts/single.mjs: what was packed does not come back");
  return packed;
}

/** Text that ends no element it stands in. @param {string} script */
export const inScript = (script) => script.replace(/<\/(script|style)/gi, "<\\/$1").replaceAll("<!--", "\\x3C!--");

/** @param {string} page @param {RegExp} pattern @param {(found: RegExpExecArray) => string} make */
function replaceAll(page, pattern, make) {
  let found = 0;
  const text = page.replace(pattern, (...match) => {
    found++;
    return make(/** @type {any} */ (match));
  });
  if (found === 0) throw new Stop(`scripts/single.mjs: www/index.html has nothing like ${pattern}`);
  return text;
}

/** The page's modules as one script. @param {string[]} sources as the page names them @param {boolean} minify */
async function oneScript(sources, minify) {
  const entry = sources.map((name) => `import ${JSON.stringify(join(www, name))};`).join("\n");
  const own = /** @type {import("esbuild").Plugin} */ ({
    name: "entry",
    setup(bundle) {
      bundle.onResolve({ filter: /^dreamfs:single$/ }, () => ({ path: "single", namespace: "single" }));
      bundle.onLoad({ filter: /.*/, namespace: "single" }, () => ({ contents: entry, resolveDir: www }));
    },
  });
  const [text] = await bundled("dreamfs:single", { minify, plugins: [own, withinOne], whole: true });
  return inScript(text);
}

/**
 * @param {{ packed: Record<string, string | Uint8Array>, minify: boolean }} how what is packed, by the id it has in the page
 * @returns {Promise<string>}
 */
export async function singleFile({ packed, minify }) {
  let page = readFileSync(join(www, "index.html"), "utf8");
  const sources = /** @type {string[]} */ ([]);
  page = replaceAll(page, /[ \t]*<script type="module" src="([^"]+)"><\/script>\n/g, ([, name]) => {
    sources.push(name);
    return "";
  });
  const hashes = { style: /** @type {string[]} */ ([]), script: /** @type {string[]} */ ([]) };
  page = replaceAll(page, /<link rel="stylesheet" href="([^"]+)"[^>]*>/g, ([, name]) => {
    const style = readFileSync(join(www, name), "utf8");
    hashes.style.push(integrity(style));
    return `<style>${style}</style>`;
  });
  page = replaceAll(
    page,
    /[ \t]*<link rel="(modulepreload|preload|manifest|icon|apple-touch-icon)"[^>]*>\n/g,
    () => "",
  );
  // Other pages of the site are not within it.
  page = page.replace(/<a href="[a-z-]+\.html">([^<]*)<\/a>/g, "$1");
  const script = await oneScript(sources, minify);
  hashes.script.push(integrity(script));
  const samples = filesIn("www/samples", /\.json$/).map((path) => {
    const text = JSON.stringify(JSON.parse(readFileSync(join(root, path), "utf8"))).replaceAll("<", "\\u003c");
    return `<script type="application/json" data-sample="${basename(path, ".json")}">${text}</script>\n`;
  });
  // The shell is imported as a blob. A model of the reader's own choice is the one thing that a request may leave for.
  const policy = [
    "default-src 'none'",
    `script-src 'wasm-unsafe-eval' blob: ${hashes.script.map((hash) => `'${hash}'`).join(" ")}`,
    `style-src ${hashes.style.map((hash) => `'${hash}'`).join(" ")}`,
    "worker-src blob:",
    "connect-src https: http://localhost:* http://127.0.0.1:*",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const icon = Buffer.from(readFileSync(join(www, "icons/icon.svg"))).toString("base64");
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}" />
    <link rel="icon" href="data:image/svg+xml;base64,${icon}" />`;
  page = replaceAll(page, /<meta charset="utf-8" \/>/, ([found]) => `${found}\n    ${head}`);
  const blocks = await Promise.all(
    Object.entries(packed).map(
      async ([id, bytes]) => `<script type="text/plain" id="${id}">${toBase85(await zstd(bytes))}</script>\n`,
    ),
  );
  const end = `${samples.join("")}${blocks.join("")}<script type="module">${script}</script>
  </body>`;
  return replaceAll(page, /<\/body>/, () => end);
}
