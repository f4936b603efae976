// What stands in `dist/site` beside the library: the pages as they are, the icons, and the service worker with its list of files. Node
// built-ins only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, filesIn, root, Stop } from "./common.mjs";
import { icon } from "./icons.mjs";

/** Scripts of `www` that are part of another, and the service worker, which is written apart. */
const inBundles = /\/(client|worker|single|memory-tool|service-worker|engine-[a-z]+)\.js$/;
/** What is not needed for the first view: kept once the page has nothing else to do. */
const later = /(^|\/)(dreamfs\.html|sharing\.js|[^/]*bash[^/]*\.(js|wasm))$/;

/** The scripts of its pages, which are bundled on their way. */
export const pageScripts = () => filesIn("www", /\.js$/).filter((path) => !inBundles.test(path));

/** The site's other files, by their path below it. @returns {[string, Uint8Array][]} */
export function siteFiles() {
  const pages = filesIn("www", /\.(html|css|webmanifest)$/);
  if (!pages.includes("www/index.html")) throw new Stop("www/index.html is missing");
  const read = [...pages, ...filesBelow("www/samples"), ...filesBelow("www/icons")];
  return [
    .../** @type {[string, Uint8Array][]} */ (
      read.map((path) => [path.slice("www/".length), readFileSync(join(root, path))])
    ),
    // The lexicon is derived from WordNet, whose licence asks for its notice in every copy.
    ["LICENSE-WORDNET.txt", readFileSync(join(root, "LICENSE-WORDNET"))],
    ["icons/icon-192.png", icon(192)],
    ["icons/icon-512.png", icon(512)],
    ["icons/icon-maskable-512.png", icon(512, true)],
  ];
}

/** A file's hash as `integrity` has it. @param {Uint8Array | string} contents */
export const integrity = (contents) => `sha256-${createHash("sha256").update(contents).digest("base64")}`;

/** The service worker with the files that it keeps. @param {[string, Uint8Array][]} files of the site, by path */
export function serviceWorker(files) {
  const source = join(root, "www/service-worker.js");
  if (!existsSync(source)) throw new Stop("www/service-worker.js is missing");
  const text = readFileSync(source, "utf8");
  const hashes = files
    .filter(([path]) => path !== "service-worker.js")
    .map(([path, contents]) => [path, integrity(contents)]);
  /** @param {boolean} wanted */
  const part = (wanted) => Object.fromEntries(hashes.filter(([path]) => later.test(path) === wanted));
  const lists = { first: part(false), later: part(true) };
  const version = createHash("sha256").update(JSON.stringify(lists)).update(text).digest("hex").slice(0, 16);
  return `self.BUILD = ${JSON.stringify({ version, ...lists })};\n${text}`;
}
