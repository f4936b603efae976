// How JavaScript is bundled, for the library and for the benchmarks: esbuild, and a few module names of our own.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { cache, root, Stop } from "./common.mjs";
import { mended } from "./just-bash.mjs";

const glues = {
  "dreamfs:glue": join(cache, "wasm/dreamfs.js"),
  "dreamfs:bench-glue": join(cache, "bench-wasm/dreamfs.js"),
};

/**
 * - `dreamfs:glue` is the module that wasm-bindgen wrote for the crate; `dreamfs:bench-glue`, for the crate as benchmarks build it.
 * - `dreamfs:worker` is the text of `www/worker.js`, bundled as a classic script.
 * - `./any.js?worker` is the text of that file, bundled in the same way.
 * - `just-bash` is mended (scripts/just-bash.mjs). `node:zlib` and `turndown`, which only commands of it need that are left out
 *   here, are empty.
 * - `elements.js` and `dreamfs.js`, which the walkthrough's page and its parts import, stay scripts of their own beside it; so does
 *   `sharing.js`, which is loaded when it is wanted. What that shares with the elements, it takes from `elements.js`.
 * @param {{ minify: boolean, platform: "neutral" | "browser", whole?: boolean }} how `whole` where all goes into one script
 * @returns {import("esbuild").Plugin}
 */
const ours = (how) => ({
  name: "dreamfs",
  setup(bundle) {
    for (const [name, path] of Object.entries(glues)) {
      bundle.onResolve({ filter: new RegExp(`^${name}$`) }, () => {
        if (!existsSync(path)) throw new Stop(`${name} is not built: run \`npm run build\``);
        return { path };
      });
    }
    bundle.onResolve({ filter: /^dreamfs:worker$/ }, () => ({
      path: join(root, "www/worker.js"),
      namespace: "worker-text",
    }));
    bundle.onResolve({ filter: /\?worker$/ }, (wanted) => ({
      path: join(wanted.resolveDir, wanted.path.replace(/\?worker$/, "")),
      namespace: "worker-text",
    }));
    bundle.onLoad({ filter: /.*/, namespace: "worker-text" }, async ({ path }) => {
      const [text, inputs] = await bundled(path, { ...how, format: "iife" });
      return { contents: text, loader: "text", watchFiles: inputs };
    });
    bundle.onResolve({ filter: /^\.\.?\/(elements|dreamfs|sharing)\.js$/ }, ({ path }) => ({
      path: path.replace(/^\.\./, "."),
      external: true,
    }));
    bundle.onResolve({ filter: /^(lit|\.\/(base|review)\.js)$/ }, ({ importer }) =>
      /\/elements\/(share|share-parts|replay|workspace)\.js$/.test(importer) && !how.whole
        ? { path: "./elements.js", external: true }
        : undefined,
    );
    bundle.onResolve({ filter: /^(node:zlib|turndown)$/ }, ({ importer }) =>
      importer.includes("node_modules") ? { path: "empty", namespace: "empty" } : undefined,
    );
    bundle.onLoad({ filter: /just-bash\/dist\/bundle\/browser\.js$/ }, ({ path }) => ({
      contents: mended(readFileSync(path, "utf8")),
    }));
    bundle.onLoad({ filter: /.*/, namespace: "empty" }, () => ({
      contents: "export const gunzipSync = undefined, gzipSync = undefined, constants = {}; export default undefined;",
    }));
  },
});

/**
 * Bundles `entry` and all that it imports into one script. The library is `neutral`, for a page and for Node; `browser` takes
 * what a package has for browsers.
 * @param {string} entry full path, or a name that a plugin knows
 * @param {{ minify: boolean, format?: "esm" | "iife", platform?: "neutral" | "browser", external?: string[],
 *   plugins?: import("esbuild").Plugin[], inject?: string[], whole?: boolean }} how plugins are asked before our own
 * @returns {Promise<[text: string, inputs: string[]]>}
 */
export async function bundled(entry, how) {
  const { outputFiles, metafile } = await bundle(entry, how, {});
  return [outputFiles[0].text, Object.keys(metafile.inputs)];
}

/**
 * Bundles `entry` into `<name>.js`, what it imports when it asks for it into `<name>-<that>.js`, and what both need into `<name>-chunk.js`.
 * @param {string} entry @param {string} name @param {{ minify: boolean, inject?: string[] }} how @returns {Promise<[path: string, text: string][]>}
 */
export async function bundledInParts(entry, name, how) {
  const names = { splitting: true, outdir: root, entryNames: name, chunkNames: `${name}-[name]` };
  const { outputFiles } = await bundle(entry, how, names);
  return outputFiles.map(({ path, text }) => [basename(path), text]);
}

/** @param {string} entry @param {Parameters<typeof bundled>[1]} how @param {import("esbuild").BuildOptions} more of where it goes */
async function bundle(
  entry,
  { minify, format = "esm", platform = "neutral", external = [], plugins = [], inject = [], whole = false },
  more,
) {
  if (!entry.startsWith("dreamfs:") && !existsSync(entry)) throw new Stop(`${entry.slice(root.length + 1)} is missing`);
  const result = await build({
    ...more,
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format,
    minify,
    charset: "utf8",
    platform,
    mainFields: platform === "neutral" ? ["module", "main"] : undefined,
    target: ["es2022"],
    legalComments: "inline",
    sourcemap: minify ? false : "inline",
    inject,
    external: ["node:*", ...external],
    plugins: [...plugins, ours({ minify, platform, whole })],
    logLevel: "silent",
  }).catch((/** @type {import("esbuild").BuildFailure} */ failure) => {
    const faults = failure.errors?.map(
      ({ text, location }) => `${location ? `${location.file}:${location.line}: ` : ""}${text}`,
    );
    throw faults ? new Stop(faults.join("\n")) : failure;
  });
  for (const warning of result.warnings) process.stderr.write(`${warning.location?.file ?? ""}: ${warning.text}\n`);
  return result;
}
