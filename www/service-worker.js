// Keeps the site's files for use without a network. The build writes `BUILD` above this text: a name for the build, and every file with its
// hash. Each build has a cache of its own: open tabs go on with the one that they began with, and a new build takes over when they are
// closed, or when the reader says so in the only one. It never keeps anything that a reader wrote, and never answers for another site.

/** @typedef {{ version: string, first: Record<string, string>, later: Record<string, string> }} Build paths below the scope, and SRI hashes */

const worker = /** @type {any} */ (self);
const build = /** @type {Build} */ (worker.BUILD);
/** One origin may hold several copies of the site, each below a path of its own. @type {string} */
const scope = worker.registration.scope;
const prefix = `dreamfs ${new URL(scope).pathname} `;
const cacheName = prefix + build.version;

/** @param {string} path */
const urlOf = (path) => new URL(path, scope).href;

/** The path below the scope that a URL means, or null where it is none of ours. @param {string} url */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const whole = origin + pathname;
  if (!whole.startsWith(scope)) return null;
  const path = whole.slice(scope.length);
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/** A file as an older build left it, if it is the same file. @param {string} path @param {string} hash */
async function fromOlder(path, hash) {
  for (const other of await caches.keys()) {
    if (!other.startsWith(prefix) || other === cacheName) continue;
    const found = await (await caches.open(other)).match(urlOf(path));
    if (found?.headers.get("dreamfs-hash") === hash) return found;
  }
  return null;
}

/** Puts a file into this build's cache. The hash is checked on its way in: a half-published site is refused whole.
 * @param {Cache} cache @param {string} path @param {string} hash */
async function keep(cache, path, hash) {
  const url = urlOf(path);
  if ((await cache.match(url))?.headers.get("dreamfs-hash") === hash) return;
  const older = await fromOlder(path, hash);
  if (older) return cache.put(url, older);
  const response = await fetch(url, { cache: "no-cache", integrity: hash, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  const headers = new Headers(response.headers);
  // What is kept is the text itself, however it was packed for the way.
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set("dreamfs-hash", hash);
  await cache.put(url, new Response(await response.blob(), { headers }));
}

/** @param {Record<string, string>} files */
async function keepAll(files) {
  const cache = await caches.open(cacheName);
  await Promise.all(Object.entries(files).map(([path, hash]) => keep(cache, path, hash)));
}

/** @param {Record<string, string>} files */
async function has(files) {
  const cache = await caches.open(cacheName);
  const found = await Promise.all(Object.keys(files).map((path) => cache.match(urlOf(path))));
  return found.every(Boolean);
}

async function takeOver() {
  for (const other of await caches.keys())
    if (other.startsWith(prefix) && other !== cacheName) await caches.delete(other);
  await worker.clients.claim();
}

/** @param {Request} request @param {string} path */
async function answer(request, path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(urlOf(path));
  return kept ?? fetch(request);
}

/** What a page asks: whether all is kept (`idle`: and to fetch the rest, now that there is time), or that this build take over. @param {any} event */
async function hear({ data, ports: [reply] }) {
  try {
    if (data === "idle") await keepAll(build.later);
    if (data === "idle" || data === "state")
      return reply.postMessage({ ready: (await has(build.first)) && (await has(build.later)), version: build.version });
    if (data !== "take over") return;
    const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    const tabs = windows.filter((/** @type {{ url: string }} */ { url }) => url.startsWith(scope)).length;
    if (tabs <= 1) await worker.skipWaiting();
    reply.postMessage({ tabs });
  } catch (error) {
    reply.postMessage({ ready: false, reason: error instanceof Error ? error.message : String(error) });
  }
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll(build.first)));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(hear(event)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const path = request.method === "GET" ? pathOf(request.url) : null;
  if (path !== null && (path in build.first || path in build.later)) event.respondWith(answer(request, path));
});
