// The tool `bash` in a real page: loaded for the first command and not before, in a worker and out of it, under the strict policy.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

const strict =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src data:";

/** @param {import("@playwright/test").Page} page */
function fetched(page) {
  const urls = /** @type {string[]} */ ([]);
  page.on("request", (request) => urls.push(request.url()));
  return () => urls.filter((url) => url.endsWith("/dreamfs-bash.js")).length;
}

/**
 * Asks for commands in a session of a client of its own; gives what the tool said.
 * @param {import("@playwright/test").Page} page @param {string[]} commands @param {object} [options]
 */
const run = (page, commands, options = {}) =>
  page.evaluate(async ([commands, options]) => {
    const { createClient } = await import(/** @type {string} */ ("/dreamfs.js"));
    const client = await createClient({ storage: "memory", model: { fallback: "offline" }, ...options });
    const headers = { "anthropic-beta": "managed-agents-2026-04-01,agent-memory-2026-07-22" };
    const ask = async (/** @type {string} */ path, /** @type {object | undefined} */ body = undefined) =>
      (await client.fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) })).json();
    const store = await ask("/v1/memory_stores", { name: "notes" });
    const tools = [{ type: "agent_toolset_20260401" }];
    const agent = await ask("/v1/agents", { name: "a", model: "dreamfs-offline", tools });
    const environment = await ask("/v1/environments", { name: "e" });
    const resources = [{ type: "memory_store", memory_store_id: store.id }];
    const session = await ask("/v1/sessions", { agent: agent.id, environment_id: environment.id, resources });
    const said = [];
    for (const command of commands) {
      const content = [{ type: "text", text: `Run \`${command}\`` }];
      await ask(`/v1/sessions/${session.id}/events`, { events: [{ type: "user.message", content }] });
      for (;;) {
        const { data } = await ask(`/v1/sessions/${session.id}/events?order=desc&limit=20`);
        if (data[0].type === "session.status_idle") {
          said.push(data.find((/** @type {any} */ event) => event.type === "agent.message").content[0].text);
          break;
        }
        await new Promise((done) => setTimeout(done, 5));
      }
    }
    const { worker } = await client.ready;
    await client.close();
    return { said, worker };
  }, /** @type {const} */ ([commands, options]));

const commands = [
  "echo hi > /mnt/memory/notes/a.md; echo ho >> /mnt/memory/notes/a.md",
  "cd /mnt/memory/notes && cat a.md",
];
const answers = ["[no output]", "hi\nho\n"];

for (const [where, more] of /** @type {[string, string][]} */ ([
  ["in a worker", "worker-src blob:"],
  ["on the main thread", "worker-src 'none'"],
])) {
  test(`under the strict policy a command runs ${where}, and the shell comes with the first one`, async ({ page }) => {
    await page.route(/\/$/, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "content-security-policy": `${strict}; ${more}` };
      await route.fulfill({ response, headers });
    });
    const shells = fetched(page);
    await page.goto("/");
    await page.waitForFunction(() => document.querySelector("#reset")?.matches(":enabled"));
    expect(await run(page, [])).toEqual({ said: [], worker: where === "in a worker" });
    expect(shells()).toBe(0);
    expect(await run(page, commands)).toEqual({ said: answers, worker: where === "in a worker" });
    expect(shells()).toBe(1);
  });
}

test.use({ serviceWorkers: "block" });

test("a shell that was handed in needs no request", async ({ page }) => {
  const shells = fetched(page);
  await page.goto("/");
  const bytes = readFileSync(new URL("../../dist/site/dreamfs-bash.js", import.meta.url)).toString("base64");
  await page.evaluate((bytes) => void (globalThis.shellBytes = bytes), bytes);
  const said = await page.evaluate(async () => {
    const { createClient } = await import(/** @type {string} */ ("/dreamfs.js"));
    const bash = Uint8Array.from(atob(globalThis.shellBytes), (letter) => letter.charCodeAt(0));
    const client = await createClient({ storage: "memory", model: { fallback: "offline" }, bash });
    const headers = { "anthropic-beta": "managed-agents-2026-04-01" };
    const post = async (/** @type {string} */ path, /** @type {object} */ body) =>
      (await client.fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
    const agent = await post("/v1/agents", {
      name: "a",
      model: "dreamfs-offline",
      tools: [{ type: "agent_toolset_20260401" }],
    });
    const environment = await post("/v1/environments", { name: "e" });
    const session = await post("/v1/sessions", { agent: agent.id, environment_id: environment.id });
    const content = [{ type: "text", text: "run `seq 3 | paste -sd+ -`" }];
    await post(`/v1/sessions/${session.id}/events`, { events: [{ type: "user.message", content }] });
    for (;;) {
      const events = await (await client.fetch(`/v1/sessions/${session.id}/events`, { headers })).json();
      const message = events.data.find((/** @type {any} */ event) => event.type === "agent.message");
      if (message) return message.content[0].text;
      await new Promise((done) => setTimeout(done, 5));
    }
  });
  expect(said).toBe("1+2+3\n");
  expect(shells()).toBe(0);
});

test("where the shell cannot be had, the tool says so and the session goes on", async ({ page }) => {
  await page.goto("/");
  await page.route(/dreamfs-bash\.js$/, (route) => route.abort());
  const { said } = await run(page, ["ls"]);
  expect(said[0]).toContain("bash: Error: the shell could not be loaded from ");
  await page.unroute(/dreamfs-bash\.js$/);
  await page.reload();
  expect((await run(page, ["echo back"])).said).toEqual(["back\n"]);
});
