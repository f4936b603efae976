// A whole workspace out of one database and into another, through the page's door: on IndexedDB, over a reload, and refused whole.
import { expect, test } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

/** Runs code in the page over a client of a database, which is closed afterwards. @param {Page} page @param {string} database @param {string} work @param {unknown} [given] */
const over = (page, database, work, given) =>
  page.evaluate(async ([database, work, given]) => {
    const lib = "/lib/dreamfs.js";
    const { createClient } = await import(lib);
    const client = await createClient({ database, model: { fallback: "offline" } });
    const betas = "managed-agents-2026-04-01,dreaming-2026-04-21,agent-memory-2026-07-22";
    /** @param {string} method @param {string} path @param {any} [body] */
    const ask = async (method, path, body) => {
      const headers = { "anthropic-beta": betas };
      const response = await client.fetch(path, { method, headers, body: body && JSON.stringify(body) });
      const text = await response.text();
      return { status: response.status, text, json: JSON.parse(text) };
    };
    /** @param {string} path @param {any} [body] */
    const post = async (path, body = {}) => (await ask("POST", path, body)).json;
    try {
      return await new Function("ask", "post", "given", `return (async () => { ${work} })()`)(ask, post, given);
    } finally {
      await client.close();
    }
  }, /** @type {[string, string, unknown]} */ ([database, work, given]));

/** A store with a history and a redacted version, two sessions that have talked, and a dream over one of them. */
const fill = `
  const store = (await post("/v1/memory_stores", { name: "notes", metadata: { "10": "b", "9": "a", "__proto__x": "c" } })).id;
  const memories = "/v1/memory_stores/" + store + "/memories";
  const memory = await post(memories, { path: "/a.md", content: "the door code is 9431\\n" });
  await post(memories + "/" + memory.id, { content: "no codes here\\n" });
  await post("/v1/memory_stores/" + store + "/memory_versions/" + memory.memory_version_id + "/redact");
  const agent = await post("/v1/agents", { name: "a", model: "dreamfs-offline", tools: [{ type: "agent_toolset_20260401" }] });
  const environment = await post("/v1/environments", { name: "e" });
  const resources = [{ type: "memory_store", memory_store_id: store }];
  const session = await post("/v1/sessions", { agent: agent.id, environment_id: environment.id, resources });
  const text = "Remember that Ana takes the 07:15 train.";
  await post("/v1/sessions/" + session.id + "/events", { events: [{ type: "user.message", content: [{ type: "text", text }] }] });
  for (;;) {
    const { json } = await ask("GET", "/v1/sessions/" + session.id + "/events?types=session.status_idle");
    if (json.data.length) break;
    await new Promise((done) => setTimeout(done, 20));
  }
  const inputs = [{ type: "memory_store", memory_store_id: store }, { type: "sessions", session_ids: [session.id] }];
  const dream = await post("/v1/dreams", { inputs, model: "dreamfs-offline" });
  for (;;) {
    const { json } = await ask("GET", "/v1/dreams/" + dream.id);
    if (json.status === "completed") break;
    if (json.error) throw new Error(JSON.stringify(json));
    await new Promise((done) => setTimeout(done, 20));
  }
  // The dream has said its last word; its runner has yet to make its last write.
  for (;;) {
    const { json } = await ask("GET", "/dreamfs/v1/workspace");
    if (json.tables.dreams.every((dream) => dream.stopped)) return;
    await new Promise((done) => setTimeout(done, 20));
  }`;

const exported = `return (await ask("GET", "/dreamfs/v1/workspace")).text;`;
const imported = `return ask("POST", "/dreamfs/v1/workspace", given);`;

test("a workspace goes from one database into another, the same to the byte, and stays", async ({ page }) => {
  await page.goto("/pages/sdk.html");
  await over(page, "workspace-one", fill);
  const first = /** @type {string} */ (await over(page, "workspace-one", exported));
  expect(first).not.toContain("9431");
  const document = JSON.parse(first);
  for (const rows of Object.values(document.tables)) expect(rows).not.toHaveLength(0);

  const answer = await over(page, "workspace-two", imported, { ...document, mode: "replace" });
  expect(answer.json).toMatchObject({ type: "workspace_import", mode: "replace", imported: { dreams: 1, reports: 1 } });
  expect(await over(page, "workspace-two", exported)).toBe(first);
  await page.reload();
  expect(await over(page, "workspace-two", exported)).toBe(first);

  const again = await over(page, "workspace-two", imported, { ...document, mode: "add" });
  expect([again.status, again.json.error.type]).toEqual([409, "conflict_error"]);
  const hostile = structuredClone(document);
  hostile.tables.memories.at(-1).content = "something else";
  const refused = await over(page, "workspace-two", imported, { ...hostile, mode: "replace" });
  expect(refused.status).toBe(400);
  expect(refused.json.error.message).toMatch(/^tables\.memories\[\d+\]\.content/);
  expect(await over(page, "workspace-two", exported)).toBe(first);
});
