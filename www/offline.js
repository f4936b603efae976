/**
 * The site without a network: registers the service worker, says when everything is kept, offers a new version, asks that the browser keep
 * the reader's data. It says all of it as attributes of the document's element and as events of the document, for a page to draw; it
 * draws nothing, and never reloads a page or takes a new version unless it is told to.
 *
 * - `data-offline`: `"ready"` once the page needs no network any more, else `"no"`; event `dreamfs-offline` { state, reason? }
 * - event `dreamfs-update` { version: "waiting", apply }: a new version is here. `apply()` takes it and reloads the page; with other tabs
 *   of the site open it resolves to words that say so, and nothing changes. It takes over by itself once all tabs are closed.
 * - `data-persisted`: `"yes"`, `"no"`, `"unasked"` before it was asked, absent where it cannot be; event `dreamfs-persisted` { persisted }
 */

const page = document.documentElement;

/** @param {string} type @param {unknown} detail */
const tell = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));

/** @param {"ready" | "no"} state @param {string} [reason] */
function say(state, reason) {
  page.dataset.offline = state;
  tell("dreamfs-offline", { state, reason });
}

/** Asks a service worker something. @param {ServiceWorker} worker @param {string} question @returns {Promise<any>} */
function ask(worker, question) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(question, [port2]);
  });
}

/** Resolves once a worker has got as far as `state`, or can get no further. @param {ServiceWorker} worker @param {ServiceWorkerState} state */
function reached(worker, state) {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === state || worker.state === "redundant") resolve(worker.state === state);
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** A moment in which nothing else waits. */
const idle = () =>
  new Promise((resolve) =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(resolve, { timeout: 10_000 }) : setTimeout(resolve, 2000),
  );

/** @param {ServiceWorker} waiting */
async function apply(waiting) {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  const { tabs } = await ask(waiting, "take over");
  return tabs > 1
    ? `This page is open in ${tabs} tabs. Close the others first, so that none is left with half of each version.`
    : "";
}

/** @param {ServiceWorkerRegistration} registration */
function watchUpdates(registration) {
  const offer = async () => {
    const fresh = registration.installing ?? registration.waiting;
    if (!fresh || !registration.active) return;
    if (await reached(fresh, "installed")) tell("dreamfs-update", { version: "waiting", apply: () => apply(fresh) });
  };
  registration.addEventListener("updatefound", offer);
  offer();
}

async function register() {
  if (!("serviceWorker" in navigator)) return say("no", "This browser keeps no pages for use without a network.");
  const registration = await navigator.serviceWorker.register("service-worker.js");
  watchUpdates(registration);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (!worker || !(await reached(worker, "activated"))) return say("no", "The page's files could not all be kept.");
  await idle();
  const { ready, reason } = await ask(worker, "idle");
  say(ready ? "ready" : "no", reason);
}

/** Asks once that the browser keep what the reader made, at the first thing made: until then there is nothing to keep. */
async function persist() {
  if (!navigator.storage?.persist) return;
  const answer = (/** @type {boolean} */ persisted) => {
    page.dataset.persisted = persisted ? "yes" : "no";
    tell("dreamfs-persisted", { persisted });
  };
  if (await navigator.storage.persisted()) return answer(true);
  page.dataset.persisted = "unasked";
  document.addEventListener("dreamfs-changed", async () => answer(await navigator.storage.persist()), { once: true });
}

page.dataset.offline = "no";
persist().catch(() => {});
register().catch((error) => say("no", error instanceof Error ? error.message : String(error)));
