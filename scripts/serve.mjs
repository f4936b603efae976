// A small static server for this machine only: the walkthrough, test pages and benchmarks. Node built-ins only.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { createGzip } from "node:zlib";
import { extname, join, resolve, sep } from "node:path";
import { root, say, Stop, whenRun } from "./common.mjs";

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "application/x-ndjson; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/**
 * The file that a request's path means, or null. The longest prefix wins; nothing outside its folder is reachable.
 * @param {string} path as in the request line
 * @param {Record<string, string>} mounts from a prefix, such as "/" or "/pages/", to a folder
 */
export function fileFor(path, mounts) {
  let wanted;
  try {
    wanted = decodeURIComponent(path.split(/[?#]/, 1)[0]);
  } catch {
    return null;
  }
  if (wanted.includes("\0")) return null;
  const prefix = Object.keys(mounts)
    .filter((each) => wanted.startsWith(each))
    .sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) return null;
  const folder = resolve(root, mounts[prefix]);
  const full = resolve(folder, `./${wanted.slice(prefix.length)}`);
  if (full !== folder && !full.startsWith(folder + sep)) return null;
  const file = wanted.endsWith("/") ? join(full, "index.html") : full;
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return null;
    return { path: file, size: stats.size, type: types[extname(file)] ?? "application/octet-stream" };
  } catch {
    return null;
  }
}

/**
 * Serves folders on 127.0.0.1.
 * @param {{ mounts: Record<string, string>, port?: number, headers?: Record<string, string>, packed?: boolean }} options port 0, the
 *   default, takes a free one; `headers` go with every file; `packed` sends text and wasm with gzip, as a host would
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function serve({ mounts, port = 0, headers = {}, packed = false }) {
  const server = createServer((request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return void response.writeHead(405, { allow: "GET, HEAD" }).end();
    const file = fileFor(request.url ?? "/", mounts);
    // Browsers ask for it unasked; a 404 would stand in every page's console.
    if (!file && request.url === "/favicon.ico") return void response.writeHead(204).end();
    if (!file) return void response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    const pack =
      packed && /\bgzip\b/.test(String(request.headers["accept-encoding"])) && /^text|json|wasm|svg/.test(file.type);
    const size = pack ? { "content-encoding": "gzip" } : { "content-length": file.size };
    response.writeHead(200, { "content-type": file.type, ...size, "cache-control": "no-store", ...headers });
    if (request.method === "HEAD") return void response.end();
    const read = createReadStream(file.path).on("error", () => response.destroy());
    (pack ? read.pipe(createGzip()) : read).pipe(response);
  });
  return new Promise((done, fail) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      fail(
        error.code === "EADDRINUSE" ? new Stop(`port ${port} is taken: give another with --port, or 0 for any`) : error,
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const taken = typeof address === "object" && address ? address.port : port;
      const close = () => {
        server.closeAllConnections();
        return /** @type {Promise<void>} */ (new Promise((closed) => server.close(() => closed())));
      };
      done({ url: `http://127.0.0.1:${taken}`, close });
    });
  });
}

/** Reads `--port N` and `/prefix/=folder` or `folder`. @param {string[]} args @param {number} port the port unless one is given */
export function serveOptions(args, port = 0) {
  /** @type {Record<string, string>} */
  const mounts = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--port") {
      port = Number(rest.shift());
      if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Stop("--port takes a number from 0 to 65535");
    } else {
      const [, prefix, folder] = /^(\/[^=]*)=(.+)$/.exec(arg) ?? [null, "/", arg];
      mounts[prefix] = folder;
    }
  }
  if (Object.keys(mounts).length === 0) mounts["/"] = "dist/site";
  return { mounts, port };
}

await whenRun(import.meta.url, async (args) => {
  const { url } = await serve({ ...serveOptions(args), packed: true });
  say(url);
});
