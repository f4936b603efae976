// The engine comes in two parts: the rest comes ahead of need, or when it is needed.
import { expect, test } from "@playwright/test";
import { open, say } from "./reader.js";

// A service worker would fetch it too.
test.use({ serviceWorkers: "block" });

test("where the rest of the engine was not there ahead of need, it comes when it is needed", async ({ page }) => {
  const asked = /** @type {string[]} */ ([]);
  await page.route("**/dreamfs-rest.wasm", (route) => {
    const how = route.request().resourceType();
    asked.push(how);
    return how === "fetch" ? route.abort() : route.continue();
  });
  await open(page);
  await expect.poll(() => asked).toContain("fetch");
  const answer = await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  await expect(answer).not.toBeEmpty();
  expect(asked).toContain("xhr");
});
