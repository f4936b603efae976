// Real models from a real page: the engine in its worker asks a server on 127.0.0.1 that is of another origin.
import { expect, test } from "@playwright/test";
import { startEndpoint } from "../endpoint/server.js";

const KEY = "sk-page-only-0815";

/** @typedef {Awaited<ReturnType<typeof startEndpoint>>} Endpoint */

/** @type {Endpoint[]} */
const servers = [];
/** @param {Parameters<typeof startEndpoint>[0]} [how] */
async function endpoint(how) {
  const server = await startEndpoint(how);
  servers.push(server);
  return server;
}
test.afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Everything that the page said, wherever. @type {string[]} */
let heard;
test.beforeEach(async ({ page }) => {
  heard = [];
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("request", (request) => heard.push(request.url()));
  await page.goto("/pages/models.html");
  await page.waitForFunction(() => "models" in globalThis);
});

/** Everything that the page keeps: each record of each table of each database. @param {import("@playwright/test").Page} page */
const kept = (page) =>
  page.evaluate(async () => {
    const all = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
      location.href,
    ];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(/** @type {string} */ (name));
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const table of database.objectStoreNames) {
        const records = await new Promise((resolve) => {
          const reading = database.transaction(table).objectStore(table).getAll();
          reading.onsuccess = () => resolve(reading.result);
        });
        all.push(JSON.stringify(records));
      }
      database.close();
    }
    return all.join("\n");
  });

test("a walkthrough and a dream on an endpoint, and the key is kept nowhere", async ({ page }) => {
  const server = await endpoint({ key: KEY });
  const ran = await page.evaluate(
    async ({ baseUrl, apiKey }) => {
      const { client, sdk, stories } = /** @type {any} */ (globalThis).models;
      await client.setModel({ baseUrl, apiKey });
      await stories.remembers(sdk);
      const { dream, report } = await stories.dreams(sdk, client);
      const status = await (await client.fetch("/dreamfs/v1/status")).json();
      return { dream, report, status };
    },
    { baseUrl: server.url, apiKey: KEY },
  );
  expect(ran.report.model_ran).toBe("claude-sonnet-5-5-20260101");
  expect(ran.status.model).toEqual({ default: expect.any(String), ready: true, endpoint: server.url });
  expect(server.requests.length).toBeGreaterThan(8);
  expect(server.requests.every(({ headers }) => headers["x-api-key"] === KEY)).toBe(true);
  expect(server.requests.every(({ headers }) => headers.cookie === undefined && headers.referer === undefined)).toBe(
    true,
  );
  expect(server.requests[0].headers["anthropic-dangerous-direct-browser-access"]).toBe("true");
  const all = `${await kept(page)}\n${heard.join("\n")}\n${JSON.stringify(ran)}`;
  expect(all).toContain("peanuts");
  expect(all).not.toContain(KEY);
});

test("createClient takes an endpoint, and another client of the same database has none", async ({ page }) => {
  const server = await endpoint();
  const told = await page.evaluate(async (baseUrl) => {
    const { createClient } = /** @type {any} */ (globalThis).models;
    const options = { database: "given", model: { baseUrl, models: { "*": "qwen3:8b" } } };
    const client = await createClient(options);
    const test = await client.testModel({ model: "claude-opus-5" });
    await client.close();
    const other = await createClient({ database: "given" });
    const status = await (await other.fetch("/dreamfs/v1/status")).json();
    await other.close();
    return { test, model: status.model };
  }, server.url);
  expect(told.test).toMatchObject({ ok: true, model: "qwen3:8b-20260101", endpoint: server.url });
  expect(told.model).toEqual({ default: "none", ready: false });
});

/** @param {import("@playwright/test").Page} page @param {object} settings */
const tested = (page, settings) =>
  page.evaluate(async (settings) => {
    const { client } = /** @type {any} */ (globalThis).models;
    await client.setModel(settings);
    return client.testModel();
  }, settings);

test("a test tells a server that is away from one that withholds its answers, a wrong key, a redirection", async ({
  page,
}) => {
  const [withholding, strict, gone, elsewhere] = [
    await endpoint({ cors: false }),
    await endpoint({ key: KEY }),
    await endpoint(),
    await endpoint(),
  ];
  const redirecting = await endpoint({ redirect: elsewhere.url });
  await gone.close();
  const withheld = await tested(page, { baseUrl: withholding.url });
  expect(withheld.error.message).toContain("does not allow this page's origin (CORS)");
  const away = await tested(page, { baseUrl: gone.url });
  expect(away.error.message).toContain(`Nothing answers at ${gone.url}`);
  const wrong = await tested(page, { baseUrl: strict.url, apiKey: `${KEY}-old` });
  expect(wrong.error).toMatchObject({ status: 401, message: expect.stringContaining("does not accept the key") });
  const moved = await tested(page, { baseUrl: redirecting.url, apiKey: KEY });
  expect(moved.error.message).toContain("redirects elsewhere");
  expect(elsewhere.requests).toEqual([]);
  expect(JSON.stringify([withheld, away, wrong, moved]) + (await kept(page))).not.toContain(KEY);
});

test("closing the page ends the request on the wire", async ({ page }) => {
  const server = await endpoint({ plays: [{ events: [], hang: true }] });
  await page.evaluate(async (baseUrl) => {
    const { client } = /** @type {any} */ (globalThis).models;
    await client.setModel({ baseUrl });
    void client.testModel();
  }, server.url);
  await expect.poll(() => server.requests.length).toBe(1);
  await page.close();
  await expect.poll(() => server.aborted()).toBe(1);
});
