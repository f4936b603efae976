// The official SDK in a real page, given `client.fetch`: every operation, on IndexedDB, with the engine in a worker.
import { expect, test } from "@playwright/test";
import { operations } from "./pages/sdk-operations.js";

/** @type {import("@playwright/test").Page} */
let page;
test.beforeAll(async ({ browser, baseURL }) => {
  page = await browser.newPage({ baseURL });
  await page.goto("/pages/sdk.html");
  await page.waitForFunction(() => "perform" in globalThis);
});
test.afterAll(() => page.close());

for (const name of Object.keys(operations)) {
  test(name, async () => {
    const ran = await page.evaluate((name) => /** @type {any} */ (globalThis).perform(name), name);
    expect(ran).toBe("indexeddb, in a worker");
  });
}
