// What tsc must be told of: the module names that scripts/bundle.mjs resolves (`dreamfs:glue` has its types from
// wasm-bindgen, by tsconfig.json), and the little of Node that the client touches where there is no browser.
declare module "dreamfs:worker" {
  /** The text of `www/worker.js`, bundled as a classic script. */
  const text: string;
  export default text;
}

declare module "*?worker" {
  /** The text of that file, bundled as a classic script. */
  const text: string;
  export default text;
}

declare const process: {
  versions?: { node?: string };
  getBuiltinModule(name: "node:fs/promises"): { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
};
