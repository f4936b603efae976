// Builds `dist/lib` (the library and the elements), `dist/site` (the walkthrough) and `dist/dreamfs.html` (the same in one file). `--dev` builds quickly: an unoptimised
// crate, readable scripts.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  ask,
  bin,
  cache,
  filesBelow,
  hashOf,
  root,
  run,
  say,
  seconds,
  Stop,
  unlessSame,
  wasmTarget,
  whenRun,
} from "./common.mjs";
import { bindgen, setup } from "./setup.mjs";
import { pageScripts, serviceWorker, siteFiles } from "./site.mjs";

// Named one by one: `--all-features` (binaryen 132) emits imports that browsers refuse. These are what rustc emits.
const wasmFeatures = [
  "simd",
  "bulk-memory",
  "bulk-memory-opt",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
  "reference-types",
  "multivalue",
];
// Functions that are called from one place are left apart unless they are tiny: inlined, they pile up into functions with so
// many locals that each use of one takes a byte more (5 % of the whole, compressed). Rust never reads or writes the first
// kilobyte, the far end of its stack.
const wasmPasses = [
  "-Oz",
  "--one-caller-inline-max-function-size=40",
  "--always-inline-max-function-size=0",
  "--low-memory-unused",
];
const wasm = join(cache, "wasm");
export const benchWasm = join(cache, "bench-wasm");
const dist = join(root, "dist");

/**
 * The crate as WebAssembly, its glue module and the glue's types, in `.cache/wasm`; with `testing`, the same with that
 * feature's doors for benchmarks, in `.cache/bench-wasm`.
 * @param {{ dev?: boolean, testing?: boolean }} [how]
 */
export async function buildWasm({ dev = false, testing = false } = {}) {
  const metadata = JSON.parse(ask("cargo", ["metadata", "--no-deps", "--format-version", "1"]) ?? "null");
  if (!metadata) throw new Stop("cargo metadata failed");
  // Beside the other: with other features in the same folder, each build would undo the one before.
  const target = join(metadata.target_directory, ...(testing ? ["bench"] : []));
  const features = testing ? ["--features", "testing", "--target-dir", target] : [];
  await run("cargo", ["build", "--lib", "--target", wasmTarget, ...features, ...(dev ? [] : ["--release"])]);
  const crate = join(target, wasmTarget, dev ? "debug" : "release", "dreamfs.wasm");
  const tools = await bindgen();
  const out = testing ? benchWasm : wasm;
  const optimised = join(out, "dreamfs.wasm");
  const rest = join(out, "dreamfs-rest.wasm");
  const bound = join(out, "dreamfs_bg.wasm");
  await unlessSame(
    testing ? "bench-wasm" : "wasm",
    hashOf([crate, ...["build", "split", "first-view"].map((name) => `scripts/${name}.mjs`)], tools),
    [optimised, join(out, "dreamfs.js"), ...(testing ? [] : [rest])],
    async () => {
      // The glue asks to be told where the wasm is: in a worker made from text it could not know.
      const options = ["--target", "web", "--omit-default-module-path", "--remove-producers-section"];
      await run(join(tools, "wasm-bindgen"), [...options, ...(dev ? ["--keep-debug"] : []), "--out-dir", out, crate]);
      if (!testing) finishGlue(out);
      const optimise = (/** @type {string[]} */ ...how) =>
        run(bin("wasm-opt"), [...wasmPasses, ...wasmFeatures.map((name) => `--enable-${name}`), bound, ...how]);
      if (dev) {
        cpSync(bound, optimised);
        writeFileSync(rest, EMPTY_MODULE);
      } else if (testing) await optimise("-o", optimised);
      else {
        const whole = join(out, "whole.wasm");
        await optimise("-g", "-o", whole);
        await run("node", ["scripts/split.mjs", out, whole]);
      }
    },
  );
}

/** What an unoptimised build, which stands whole in its first part, has for the rest. */
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/**
 * Finishes the glue for an engine in two parts (`scripts/split.mjs`): `splitImports.link` is called when a function of the rest is
 * needed and the rest is not there; `linkRest` puts it there.
 * @param {string} folder
 */
function finishGlue(folder) {
  const path = join(folder, "dreamfs.js");
  const glue = readFileSync(path, "utf8");
  const imports = '"./dreamfs_bg.js": import0,';
  if (glue.split(imports).length !== 2) throw new Stop("the glue of wasm-bindgen is not as it was: see finishGlue");
  writeFileSync(
    path,
    `${glue.replace(imports, `${imports}\n        split: splitImports,`)}
export const splitImports = {
    began() {},
    link() { throw new Error("the rest of the engine is not linked"); },
};
let restLinked = false;
export function linkRest(module) {
    if (restLinked) return;
    new WebAssembly.Instance(module, { ...__wbg_get_imports(), first: wasm });
    if (wasm.rest_linked) wasm.rest_linked.value = 1;
    restLinked = true;
}
`,
  );
  const types = join(folder, "dreamfs.d.ts");
  writeFileSync(
    types,
    `${readFileSync(types, "utf8")}
/** What the engine's first part asks of the page; \`link\` must call \`linkRest\` before it returns. */
export const splitImports: { began(at: number): void; link(): void };
/** Links the rest of the engine to its first part; once is enough. */
export function linkRest(module: WebAssembly.Module): void;
`,
  );
}

/** Declarations of the library and the elements, from their JSDoc, in `.cache/types`. */
async function buildTypes() {
  const out = join(cache, "types");
  const inputs = [
    ...filesBelow("www").filter((path) => path.endsWith(".js")),
    relative(root, join(wasm, "dreamfs.d.ts")),
    "scripts/build.mjs",
  ];
  await unlessSame("types", hashOf(inputs), [join(out, "client.d.ts"), join(out, "elements/index.d.ts")], async () => {
    rmSync(out, { recursive: true, force: true });
    const how = [
      "--allowJs",
      "--declaration",
      "--emitDeclarationOnly",
      "--noCheck",
      "--skipLibCheck",
      "--target",
      "es2022",
    ];
    const where = ["--module", "esnext", "--moduleResolution", "bundler", "--rootDir", "www", "--outDir", out];
    await run(bin("tsc"), [
      ...how,
      ...where,
      "www/client.js",
      "www/elements/index.js",
      "www/elements/sharing.js",
      "scripts/modules.d.ts",
    ]);
  });
  return out;
}

/** Writes files below `dist`, and at the end takes away what no build wrote. */
class Output {
  written = new Set();

  /** @param {string} path @param {string | Uint8Array} contents */
  write(path, contents) {
    const full = join(dist, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, contents);
    this.written.add(join("dist", path));
  }

  /** What was written below a folder of `dist`, by path. @param {string} folder @returns {[string, Uint8Array][]} */
  below(folder) {
    return filesBelow(join("dist", folder))
      .filter((path) => this.written.has(path))
      .map((path) => [path.slice(join("dist", folder).length + 1), readFileSync(join(root, path))]);
  }

  /** @param {string[]} folders */
  sweep(...folders) {
    for (const path of folders.flatMap((folder) => filesBelow(join("dist", folder)))) {
      if (!this.written.has(path)) rmSync(join(root, path));
    }
  }
}

/** @param {{ dev?: boolean }} [how] */
export async function build({ dev = false } = {}) {
  const began = performance.now();
  await buildWasm({ dev });
  const { bundled, bundledInParts } = await import("./bundle.mjs");
  const out = new Output();
  const minify = !dev;
  const [client] = await bundled(join(root, "www/client.js"), { minify });
  const [shell] = await bundled(join(root, "www/bash/index.js"), { minify, platform: "browser" });
  const inject = [join(root, "www/elements/without-dom.js")];
  const [elements] = await bundled(join(root, "www/elements/index.js"), { minify, inject });
  const [sharing] = await bundled(join(root, "www/elements/sharing.js"), { minify });
  out.write("lib/elements.js", elements);
  for (const [name, text] of await bundledInParts(join(root, "www/elements/first.js"), "elements", { minify, inject }))
    out.write(join("site", name), text);
  for (const folder of ["lib", "site"]) {
    out.write(join(folder, "dreamfs.js"), client);
    out.write(join(folder, "dreamfs-bash.js"), shell);
    out.write(join(folder, "sharing.js"), sharing);
    for (const part of ["dreamfs.wasm", "dreamfs-rest.wasm"])
      out.write(join(folder, part), readFileSync(join(wasm, part)));
    out.write(join(folder, "samples/conference.json"), readFileSync(join(root, "www/samples/conference.json")));
  }
  const types = await buildTypes();
  for (const path of filesBelow(relative(root, types)))
    out.write(join("lib/types", relative(types, join(root, path))), readFileSync(join(root, path)));
  out.write("lib/dreamfs.d.ts", 'export * from "./types/client.js";\n');
  out.write("lib/elements.d.ts", 'export * from "./types/elements/index.js";\n');
  out.write("lib/sharing.d.ts", 'export * from "./types/elements/sharing.js";\n');
  const { singleFile } = await import("./single.mjs");
  const { manifest, readElements } = await import("./manifest.mjs");
  const { referencePage } = await import("./reference.mjs");
  const described = await readElements();
  out.write("lib/custom-elements.json", `${JSON.stringify(manifest(described), null, 2)}\n`);
  const packed = {
    "dreamfs-wasm": readFileSync(join(wasm, "dreamfs.wasm")),
    "dreamfs-rest": readFileSync(join(wasm, "dreamfs-rest.wasm")),
    "dreamfs-bash": shell,
  };
  const single = await singleFile({ packed, minify });
  out.write("dreamfs.html", single);
  for (const [path, contents] of siteFiles()) out.write(join("site", path), contents);
  for (const path of pageScripts()) {
    const [text] = await bundled(join(root, path), { minify });
    out.write(join("site", relative("www", path)), text);
  }
  out.write("site/elements.html", referencePage(described));
  out.write("site/dreamfs.html", single);
  out.write("site/service-worker.js", serviceWorker(out.below("site")));
  out.sweep("lib", "site");
  say(
    `build: dist/lib, dist/site, dist/dreamfs.html${dev ? " (unoptimised)" : ""} in ${seconds(performance.now() - began)}`,
  );
}

await whenRun(import.meta.url, async (args) => {
  await setup();
  await build({ dev: args.includes("--dev") });
});
