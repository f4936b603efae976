// A whole workspace out of one database and into another, through the page's door: on IndexedDB, over a reload, and refused whole.
import { expect, test } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

/** What `open` leaves in the page; here it is only a name. @type {any} */
const door = null;

/** Opens a database in the page, in the place of the one before. @param {Page} page @param {string} database */
async function open(page, database) {
  await page.evaluate(async (database) => {
    await /** @type {any} */ (globalThis).door?.close();
    const lib = "/lib/dreamfs.js";
    const { createClient } = await import(lib);
    const client = await createClient({ database, model: { fallback: "offline" } });
    const headers = { "anthropic-beta": "managed-agents-2026-04-01,dreaming-2026-04-21,agent-memory-2026-07-22" };
    /** @param {string} path @param {any} [body] */
    const ask = async (path, body) => {
      const how = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
      const response = await client.fetch(path, how);
      const text = await response.text();
      return { status: response.status, text, json: JSON.parse(text) };
    };
    /** Asks until the answer is as it is wanted. @param {string} path @param {(answer: any) => boolean} wanted */
    const until = async (path, wanted) => {
      for (let polls = 0; polls < 1000; polls++) {
        if (wanted((await ask(path)).json)) return;
        await new Promise((done) => setTimeout(done, 20));
      }
      throw new Error(`${path} did not come to it: ${(await ask(path)).text}`);
    };
    /** @param {string} path @param {any} [body] */
    const post = async (path, body = {}) => (await ask(path, body)).json;
    Object.assign(globalThis, { door: { ask, post, until, close: () => client.close() } });
  }, database);
}

/** A store with a history and a redacted version, a session that has talked, and a dream over it. @param {Page} page */
const fill = (page) =>
  page.evaluate(async () => {
    const { post, until } = door;
    const store = (await post("/v1/memory_stores", { name: "notes", metadata: { 10: "b", 9: "a", b: "c" } })).id;
    const memories = `/v1/memory_stores/${store}/memories`;
    const memory = await post(memories, { path: "/a.md", content: "the door code is 9431\n" });
    await post(`${memories}/${memory.id}`, { content: "no codes here\n" });
    await post(`/v1/memory_stores/${store}/memory_versions/${memory.memory_version_id}/redact`);
    const tools = [{ type: "agent_toolset_20260401" }];
    const agent = await post("/v1/agents", { name: "a", model: "dreamfs-offline", tools });
    const environment = await post("/v1/environments", { name: "e" });
    const resources = [{ type: "memory_store", memory_store_id: store }];
    const session = await post("/v1/sessions", { agent: agent.id, environment_id: environment.id, resources });
    const content = [{ type: "text", text: "Remember that Ana takes the 07:15 train." }];
    const events = `/v1/sessions/${session.id}/events`;
    await post(events, { events: [{ type: "user.message", content }] });
    await until(`${events}?types=session.status_idle`, ({ data }) => data.length > 0);
    const inputs = [
      { type: "memory_store", memory_store_id: store },
      { type: "sessions", session_ids: [session.id] },
    ];
    await post("/v1/dreams", { inputs, model: "dreamfs-offline" });
    // Completed, and its runner has made its last write.
    await until("/dreamfs/v1/workspace", ({ tables }) => tables.reports.length === 1 && tables.dreams[0].stopped);
  });

/** @param {Page} page @returns {Promise<string>} */
const exported = (page) => page.evaluate(async () => (await door.ask("/dreamfs/v1/workspace")).text);
/** @param {Page} page @param {any} document */
const imported = (page, document) => page.evaluate((document) => door.ask("/dreamfs/v1/workspace", document), document);

test("a workspace goes from one database into another, the same to the byte, and stays", async ({ page }) => {
  await page.goto("/pages/sdk.html");
  await open(page, "workspace-one");
  await fill(page);
  const first = await exported(page);
  expect(first).not.toContain("9431");
  const document = JSON.parse(first);
  for (const rows of Object.values(document.tables)) expect(rows).not.toHaveLength(0);

  await open(page, "workspace-two");
  const answer = await imported(page, { ...document, mode: "replace" });
  expect(answer.json).toMatchObject({ type: "workspace_import", mode: "replace", imported: { dreams: 1, reports: 1 } });
  expect(await exported(page)).toBe(first);
  await page.reload();
  await open(page, "workspace-two");
  expect(await exported(page)).toBe(first);

  const again = await imported(page, { ...document, mode: "add" });
  expect([again.status, again.json.error.type]).toEqual([409, "conflict_error"]);
  const hostile = structuredClone(document);
  hostile.tables.memories.at(-1).content = "something else";
  const refused = await imported(page, { ...hostile, mode: "replace" });
  expect(refused.status).toBe(400);
  expect(refused.json.error.message).toMatch(/^tables\.memories\[\d+\]\.content/);
  expect(await exported(page)).toBe(first);
});
