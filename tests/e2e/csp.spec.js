// A page under the Content-Security-Policy that the README names, and one that may have no worker.
import { expect, test } from "@playwright/test";
import { strict } from "./policy.js";
import { answered, open, say, store, watch } from "./reader.js";

/** Serves every page of a test under a policy, and collects what breaks it. @param {import("@playwright/test").Page} page @param {string[]} policy */
async function under(page, policy) {
  await page.route(/\/(pages\/[a-z]+\.html)?$/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": policy.join("; ") };
    await route.fulfill({ response, headers });
  });
  await page.addInitScript(() => {
    const broken = (globalThis.broken = /** @type {string[]} */ ([]));
    document.addEventListener("securitypolicyviolation", (event) =>
      broken.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile} ${event.lineNumber}`),
    );
  });
}

/** @param {import("@playwright/test").Page} page */
const broken = (page) => page.evaluate(() => globalThis.broken);

test("the walkthrough runs under the policy that the README names", async ({ page, baseURL }) => {
  const faults = watch(page, baseURL ?? "");
  await under(page, [...strict, "worker-src 'self' blob:"]);
  await open(page);
  expect(await page.evaluate(() => globalThis.dreamfs.ready)).toEqual({ storage: { kind: "indexeddb" }, worker: true });
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
  await expect(page.locator("#shared-write .frame")).toHaveCSS("display", "flex");
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page).locator(".diff")).toContainText("Garden Hall");
  expect(await broken(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test("without worker-src blob: the engine runs on the main thread", async ({ page }) => {
  await under(page, [...strict, "worker-src 'none'"]);
  await open(page);
  expect(await page.evaluate(() => globalThis.dreamfs.ready)).toEqual({
    storage: { kind: "indexeddb" },
    worker: false,
  });
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  const suggestion = page.locator("#shared-recall").getByRole("button", { name: "Where is the keynote?" });
  await expect(await answered(page, "shared-recall", () => suggestion.click())).toContainText("Garden Hall");
  // The try itself is what the policy refused, and all that it refused.
  expect((await broken(page)).filter((/** @type {string} */ one) => !one.startsWith("worker-src:"))).toEqual([]);
});

test("without 'wasm-unsafe-eval' the page says in words why the engine is not there", async ({ page }) => {
  await under(page, [
    ...strict.filter((one) => !one.startsWith("script-src")),
    "script-src 'self'",
    "worker-src 'self' blob:",
  ]);
  await page.goto("/");
  await expect(page.locator("#status")).toContainText("Not running.");
  await expect(page.locator("#status")).toContainText(/WebAssembly|wasm/i);
});
