// Programs of a reader's own, in the frame that an author allows them: what they reach, what they do not, and how they end.
import { createServer } from "node:http";
import { expect, test } from "@playwright/test";
import { watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

const IMPORT = 'import Anthropic from "@anthropic-ai/sdk";\nconst client = new Anthropic();\n';

/** @type {string[]} */
let asked;
test.beforeEach(async ({ page }) => {
  asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/pages/code-frame.html");
});

/** @param {Page} page */
const element = (page) => page.locator("#program");

/** Puts a program in place of the one that is there, and runs it. @param {Page} page @param {string} text */
async function start(page, text) {
  await element(page).getByRole("textbox").fill(text);
  await element(page).getByRole("button", { name: "Run" }).click();
}

/** Runs a program to its end, and gives what the element tells of it. @param {Page} page @param {string} text @returns {Promise<{ end: string, lines: string[] }>} */
async function ran(page, text) {
  const told = element(page).evaluate(
    (one) =>
      new Promise((resolve) =>
        one.addEventListener("dreamfs-code-ran", (/** @type {any} */ event) => resolve(event.detail), { once: true }),
      ),
  );
  await start(page, text);
  return told;
}

/** @param {Page} page */
const output = (page) => element(page).locator(".answer");
/** @param {Page} page */
const frames = (page) => element(page).locator("iframe");

test("without the author's choice the TypeScript is text, and nothing of the frame is loaded until a first run", async ({
  page,
}) => {
  const text = page.locator("#text");
  await expect(text.getByRole("button", { name: "Run" })).toBeEnabled();
  await expect(text.getByRole("textbox")).toHaveCount(0);
  await text.getByRole("button", { name: "Run" }).click();
  await expect(text.locator(".answer")).toContainText("200");
  await expect(text.locator("iframe")).toHaveCount(0);
  await expect(element(page).getByRole("textbox")).toBeVisible();
  expect(asked.filter((url) => url.includes("dreamfs-frame"))).toEqual([]);
  await ran(page, "1 + 1");
  expect(asked.filter((url) => url.includes("dreamfs-frame"))).toHaveLength(1);
});

test("the program as it stands runs against the engine in the tab, and its requests are on the wire", async ({
  page,
}) => {
  await expect(element(page).getByRole("textbox")).toHaveValue(/new Anthropic\(\)[^]*memoryStores\.create/);
  await element(page).getByRole("button", { name: "Run" }).click();
  await expect(output(page)).toContainText('"name": "team_notes"');
  await expect(output(page)).toContainText("Ended after");
  await element(page).locator("dreamfs-wire summary").first().click();
  await expect(element(page).locator("dreamfs-wire")).toContainText("/v1/memory_stores");
  await expect(frames(page)).toHaveCount(0);
  const names = await page.evaluate(async () => {
    const { client } = /** @type {any} */ (document.querySelector("#program"));
    const headers = { "anthropic-beta": "managed-agents-2026-04-01" };
    return (await (await client.fetch("/v1/memory_stores", { headers })).json()).data.map(
      (/** @type {any} */ one) => one.name,
    );
  });
  expect(names).toContain("team_notes");
});

test("typed TypeScript creates a memory and lists it", async ({ page }) => {
  const { end, lines } = await ran(
    page,
    `${IMPORT}import { NotFoundError } from "@anthropic-ai/sdk";
interface Note { path: string; content: string }
const notes: Note[] = [{ path: "/a.md", content: "one" }, { path: "/b.md", content: "two" }];
const store = await client.beta.memoryStores.create({ name: "typed" });
for (const note of notes as ReadonlyArray<Note>) await client.beta.memoryStores.memories.create(store.id, note);
for await (const memory of client.beta.memoryStores.memories.list(store.id)) console.log(memory.type, (memory as Note).path);
try {
  await client.beta.memoryStores.memories.retrieve("mem_none", { memory_store_id: store.id });
} catch (error: unknown) {
  console.log(error instanceof NotFoundError, error instanceof Anthropic.NotFoundError);
}
const count: number = notes.length;
count`,
  );
  expect({ end, lines }).toEqual({ end: "done", lines: ["memory /a.md", "memory /b.md", "true true"] });
  await expect(output(page).locator(".printed").last()).toHaveText("2");
});

test("a stream of events comes as they happen, and can be left", async ({ page }) => {
  const { end, lines } = await ran(
    page,
    `${IMPORT}const environment = await client.beta.environments.create({ name: "tab" });
const agent = await client.beta.agents.create({ name: "notes", model: "claude-opus-5-5" });
const session = await client.beta.sessions.create({ agent: agent.id, environment_id: environment.id });
const stream = await client.beta.sessions.events.stream(session.id);
await client.beta.sessions.events.send(session.id, {
  events: [{ type: "user.message", content: [{ type: "text", text: "I take my tea without milk." }] }],
});
for await (const event of stream) {
  console.log(event.type);
  if (event.type === "session.status_idle") break;
}
const second = await client.beta.sessions.events.stream(session.id);
setTimeout(() => second.controller.abort(), 200);
for await (const event of second) console.log("none may come", event.type);
"left twice"`,
  );
  expect(end).toBe("done");
  expect(lines).toContain("agent.message");
  expect(lines.at(-1)).toBe("session.status_idle");
  await expect(output(page)).toContainText("left twice");
});

test("what is thrown is told with its line, a fault of syntax with its line and column", async ({ page }) => {
  expect((await ran(page, 'console.log("before");\n\nnull!.x;')).end).toBe("threw");
  await expect(output(page)).toContainText("Ended with an error");
  await expect(output(page)).toContainText("before");
  await expect(output(page)).toContainText(/Line 3: TypeError: .*null/);
  expect((await ran(page, `${IMPORT}await client.beta.memoryStores.retrieve("memstore_none");`)).end).toBe("threw");
  await expect(output(page)).toContainText(/Line 3: (NotFound|BadRequest)Error: 40[04]/);
  expect(await ran(page, "const a = 1;\nconst b: = 2;")).toEqual({ end: "syntax", lines: [] });
  await expect(output(page)).toContainText("Line 2, column 10: Unexpected token");
  await expect(element(page).getByRole("status")).toHaveText(/Line 2, column 10/);
  expect((await ran(page, "const a = 1;\nconst a = 2;")).end).toBe("syntax");
  await expect(output(page)).toContainText("Line 2, column 7: Identifier 'a' has already been declared");
  expect((await ran(page, 'import fs from "node:fs";\nfs.readFileSync("/etc/passwd");')).end).toBe("import");
  await expect(output(page)).toContainText("Line 1: node:fs is not here");
  expect(
    (await ran(page, "setTimeout(() => { throw new RangeError('late'); });\nawait new Promise(() => {});")).end,
  ).toBe("threw");
  await expect(output(page)).toContainText("RangeError: late");
});

test("an endless loop is stopped by hand, and by the time limit, and the page stays awake", async ({ page }) => {
  await start(page, 'console.log("began");\nfor (;;);');
  await expect(output(page)).toContainText("began");
  await element(page).getByRole("button", { name: "Stop" }).press("Enter");
  await expect(output(page)).toContainText("You stopped it after");
  await expect(frames(page)).toHaveCount(0);
  await expect(element(page).getByRole("button", { name: "Run" })).toBeFocused();
  await element(page).evaluate((one) => one.setAttribute("time-limit", "1"));
  expect((await ran(page, "for (;;);")).end).toBe("timeUp");
  await expect(element(page).getByRole("status")).toHaveText("Stopped: it may run for 1 second.");
  await expect.poll(() => page.workers().length).toBe(1);
});

test("what it prints is bounded, however much it is", async ({ page }) => {
  const { end, lines } = await ran(page, 'for (let i = 0; i < 20_000; i++) console.log("x".repeat(20_000));');
  expect(end).toBe("done");
  expect(lines).toHaveLength(500);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(10_002);
  await expect(output(page)).toContainText("19,500 more lines are not shown.");
});

test("more requests at once than may be open are tried again by the SDK, and all are answered", async ({ page }) => {
  const { end, lines } = await ran(
    page,
    `${IMPORT}const made = await Promise.all(Array.from({ length: 60 }, (_, n) => client.beta.memoryStores.create({ name: "n" + n })));
console.log(new Set(made.map((one) => one.id)).size)`,
  );
  expect({ end, lines }).toEqual({ end: "done", lines: ["60"] });
});

test("it reaches no page, no storage and no network", async ({ page }) => {
  let hits = 0;
  // A host that would let anybody in: what does not reach it was refused on this side.
  const host = createServer((_request, response) => {
    hits++;
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/javascript" }).end("1");
  });
  await new Promise((listening) => host.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (host.address());
  const url = `127.0.0.1:${port}/x.js`;
  try {
    expect(await page.evaluate(async (url) => (await fetch(`http://${url}`)).status, url)).toBe(200);
    expect(hits).toBe(1);
    const { end, lines } = await ran(
      page,
      `const made = (one: any, good: string) => new Promise((yes, no) => { one[good] = yes; one.onerror = () => no(new Error("refused")); });
const tries: Record<string, () => unknown> = {
  document: () => document.body,
  parent: () => (globalThis as any).parent.document,
  window: () => window.location.assign("http://${url}"),
  indexedDB: () => made(indexedDB.open("dreamfs"), "onsuccess"),
  caches: () => caches.keys(),
  localStorage: () => localStorage.length,
  fetch: () => fetch("http://${url}"),
  xhr: () => { const one = new XMLHttpRequest(); one.open("GET", "http://${url}"); one.send(); return made(one, "onload"); },
  socket: () => made(new WebSocket("ws://${url}"), "onopen"),
  events: () => made(new EventSource("http://${url}"), "onopen"),
  script: () => (self as any).importScripts("http://${url}"),
  module: () => import("http://${url}"),
  worker: () => made(new Worker("http://${url}"), "onmessage"),
  evaluate: () => (0, eval)("1"),
};
for (const [name, attempt] of Object.entries(tries)) {
  try { await attempt(); console.log("reached", name); } catch (error) { console.log("refused", name); }
}`,
    );
    expect(end).toBe("done");
    expect(lines.filter((line) => !line.startsWith("refused "))).toEqual([]);
    expect(lines).toHaveLength(14);
    expect(hits).toBe(1);
  } finally {
    host.close();
  }
});

test("a request goes to the client's API alone, whatever base URL and key the program gives", async ({ page }) => {
  await element(page).evaluate((/** @type {any} */ one) => {
    const seen = (globalThis.seen = /** @type {any[]} */ ([]));
    one.client = {
      fetch: async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
        seen.push([url, new Headers(init?.headers).get("x-api-key")]);
        return Response.json({ data: [], next_page: null });
      },
    };
  });
  const { end } = await ran(
    page,
    `import Anthropic from "@anthropic-ai/sdk";
const client = new Anthropic({ baseURL: "https://elsewhere.example/prefix", apiKey: "secret" });
await client.beta.memoryStores.list({ limit: 3 });`,
  );
  expect(end).toBe("done");
  const seen = await page.evaluate(() => globalThis.seen);
  expect(seen.at(-1)).toEqual(["https://dreamfs.local/prefix/v1/memory_stores?limit=3", null]);
  expect(asked.filter((url) => url.includes("elsewhere"))).toEqual([]);
});

test("by keyboard: Ctrl+Enter runs it, Tab leaves the editor, edits can be undone; another call takes its place", async ({
  page,
}) => {
  const box = element(page).getByRole("textbox");
  await expect(element(page).getByRole("button", { name: "Run" })).toBeEnabled();
  await box.fill("6 * 7");
  await box.press("Control+Enter");
  await expect(output(page).locator(".printed")).toHaveText("42");
  await box.press("Tab");
  await expect(element(page).getByRole("button", { name: "Run" })).toBeFocused();
  await element(page).getByRole("button", { name: "Undo edits" }).click();
  await expect(box).toHaveValue(/team_notes/);
  await box.fill("mine");
  await element(page).evaluate((/** @type {any} */ one) => (one.call = { method: "GET", path: "/v1/memory_stores" }));
  await expect(box).toHaveValue(/for await \(const memoryStore of page\)/);
  await element(page).getByRole("tab", { name: "Python" }).click();
  await expect(box).toHaveCount(0);
});

test("a page whose policy forbids the frame says what is missing; with frame-src it runs", async ({
  page,
  baseURL,
}) => {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src blob:",
    "connect-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  let faults = watch(page, baseURL ?? "");
  await page.route("**/pages/code-frame.html", async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": policy.join("; ") };
    await route.fulfill({ response, headers });
  });
  const program = `${IMPORT}(await client.beta.memoryStores.list()).data.length`;
  await page.reload();
  expect((await ran(page, program)).end).toBe("noFrame");
  await expect(output(page)).toContainText("dreamfs-frame.html has to stand beside the elements");
  expect(faults.filter((one) => !one.includes("frame"))).toEqual([]);
  policy.push("frame-src 'self'");
  faults = watch(page, baseURL ?? "");
  await page.reload();
  expect((await ran(page, program)).end).toBe("done");
  expect(faults).toEqual([]);
});
