// From navigation to the first answer, each time in a browser that was never used: a fresh process, a fresh profile. Beside it,
// in another such browser, what only opening the same tables and one read take.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserArgs, findBrowser } from "../../scripts/browser.mjs";
import { inTurns, median } from "../shared/measure.js";

/** @template T @param {string} url @param {(page: import("@playwright/test").Page) => Promise<T>} look @returns {Promise<T>} */
async function inFreshBrowser(url, look) {
  const profile = mkdtempSync(join(tmpdir(), "dreamfs-bench-"));
  const executablePath = findBrowser() ?? undefined;
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: browserArgs });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "commit" });
    return await look(page);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Runs in the page. @returns {Promise<{ alone: number, sinceNavigation: number }>} */
async function openAndRead() {
  const began = performance.now();
  /** @type {IDBDatabase} */
  const db = await new Promise((done, fail) => {
    const request = indexedDB.open("floor", 1);
    request.onupgradeneeded = () => {
      const make = (/** @type {string} */ name, /** @type {string[]} */ ...fields) =>
        request.result.createObjectStore(name, { keyPath: fields.length > 1 ? fields : fields[0] });
      for (const name of ["stores", "environments", "sessions", "dreams"]) make(name, "id");
      make("memories", "memory_store_id", "id");
      make("agents", "id", "version");
      make("threads", "session_id", "id");
      make("events", "session_id", "seq");
      const versions = make("versions", "memory_store_id", "seq");
      versions.createIndex("by_id", "id");
      versions.createIndex("by_memory", ["memory_store_id", "memory_id", "seq"]);
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  await new Promise((done, fail) => {
    const request = db.transaction("sessions").objectStore("sessions").getAll();
    request.onsuccess = done;
    request.onerror = fail;
  });
  const ended = performance.now();
  return { alone: ended - began, sinceNavigation: ended };
}

/** Runs in the page: a client of its own, and nothing else of the page. @returns {Promise<number>} */
async function openClient() {
  const path = "/dreamfs.js";
  const { createClient } = await import(path);
  const began = performance.now();
  await createClient({ database: "bench" });
  return performance.now() - began;
}

/** Runs in the page: when the status said ready, and when a new session's first answer came. */
async function firstAnswer() {
  const until = (/** @type {() => any} */ look) =>
    new Promise((done) => {
      const again = () => (look() ? done(undefined) : setTimeout(again, 1));
      again();
    });
  await until(() => /** @type {any} */ (document.querySelector("dreamfs-status"))?.status);
  const ready = performance.now();
  await until(() => document.querySelector("#reset")?.matches(":enabled"));
  const wired = performance.now();
  const { fetch } = /** @type {any} */ (globalThis).dreamfs;
  const headers = { "anthropic-beta": "managed-agents-2026-04-01", "content-type": "application/json" };
  const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {object} */ body) => {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  };
  const [agent] = (await (await ask("GET", "/v1/agents")).json()).data;
  const [environment] = (await (await ask("GET", "/v1/environments")).json()).data;
  const session = await (await ask("POST", "/v1/sessions", { agent: agent.id, environment_id: environment.id })).json();
  const stream = await ask("GET", `/v1/sessions/${session.id}/events/stream`);
  const content = [{ type: "text", text: "My talk is at 14:00 in room Aspen." }];
  await ask("POST", `/v1/sessions/${session.id}/events`, { events: [{ type: "user.message", content }] });
  const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; !text.includes('"agent.message"');) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the stream ended without an answer");
    text += value;
  }
  const answered = performance.now();
  await reader.cancel();
  return { ready, answered, answer: answered - wired };
}

/** @param {(row: object) => void} report @param {{ url: string }} where */
export async function run(report, { url }) {
  // A page of this origin with nothing on it.
  const blank = `${url}/page.css`;
  /** @type {number[][]} */
  const rest = [];
  /** @type {number[]} */
  const fromBlank = [];
  const times = await inTurns(
    { rounds: 7 },
    {
      floor: () =>
        inFreshBrowser(blank, async (page) => {
          const { alone, sinceNavigation } = await page.evaluate(openAndRead);
          fromBlank.push(sinceNavigation);
          return alone;
        }),
      client: () => inFreshBrowser(blank, (page) => page.evaluate(openClient)),
      ready: () =>
        inFreshBrowser(url, async (page) => {
          const { ready, answered, answer } = await page.evaluate(firstAnswer);
          rest.push([answered, answer]);
          return ready;
        }),
    },
  );
  const row = (name, value, unit = "ms", more = {}) =>
    report({ group: "start, cold profile", name, value, unit, ...more });
  row("open and one read, by hand", times.of("floor"));
  row("navigation to that read, on an empty page", median(fromBlank.slice(1)));
  row("createClient until it is ready", times.of("client"), "ms", { note: "worker, wasm and database" });
  row("navigation to engine ready, on the page", times.of("ready"));
  row("navigation to a new session's first answer", median(rest.slice(1).map(([answered]) => answered)));
  row("new session and first answer, of that", median(rest.slice(1).map(([, answer]) => answer)));
  row("createClient to open and read", times.ratio("client", "floor"), "ratio", { goal: { most: 5 } });
  row("navigation to ready, to open and read", times.ratio("ready", "floor"), "ratio", { goal: { most: 5 } });
}
