// The elements in somebody's own page: without a bundler, under a strict policy, in a frame, taken out and put back.
import { expect, test } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { answered, say as sayAtOnce, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").FrameLocator} FrameLocator */

const FACT = "The keynote moved to the Garden Hall at 9:30.";
const QUESTION = "Where is the keynote?";

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

/** Says something once the element's engine is there. @param {Page} page @param {string} id @param {string} words */
async function say(page, id, words) {
  await running(page, id);
  return sayAtOnce(page, id, words);
}

/** @param {Page | FrameLocator} place @param {string} id */
const running = async (place, id) => {
  await place.locator(`#${id}`).scrollIntoViewIfNeeded();
  await expect(place.locator(`#${id}`).getByText("Waiting for the engine.")).toHaveCount(0);
};

/** Databases that the page's origin holds. @param {Page} page */
const databases = (page) => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

test("two elements share one engine, another database is another, and a reload keeps nothing", async ({ page }) => {
  await page.goto("/pages/embed.html");
  await say(page, "write", FACT);
  await expect(await say(page, "recall", QUESTION)).toContainText("Garden Hall");
  await expect(page.locator("#store")).toContainText("Garden Hall");
  expect(page.workers().length).toBe(1);
  await page.locator("#other").scrollIntoViewIfNeeded();
  await expect(await say(page, "other", QUESTION)).not.toContainText("Garden Hall");
  expect(page.workers().length).toBe(2);
  expect(await databases(page)).toEqual([]);
  await page.reload();
  await expect(await say(page, "recall", QUESTION)).not.toContainText("Garden Hall");
});

test("with persist it keeps what it was told, and finds its session again", async ({ page }) => {
  await page.goto("/pages/embed-kept.html");
  await say(page, "write", FACT);
  expect(await databases(page)).toEqual(["kept-by-an-embed"]);
  await page.reload();
  await expect(page.locator("#write .transcript")).toContainText("Garden Hall");
  await expect(page.locator("#status")).toContainText("IndexedDB");
  await expect(await say(page, "recall", QUESTION)).toContainText("Garden Hall");
});

test("an element not yet on screen costs nothing but its script; one that comes near starts or joins the engine", async ({
  page,
}) => {
  const asked = /** @type {string[]} */ ([]);
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/pages/embed-far.html");
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300))));
  expect(asked.filter((path) => path.startsWith("/lib/"))).toEqual(["/lib/elements.js"]);
  expect(page.workers()).toEqual([]);
  expect(await page.locator("#write").evaluate((/** @type {any} */ element) => element.client)).toBe(null);
  await page.locator("#write").scrollIntoViewIfNeeded();
  await say(page, "write", FACT);
  expect(asked).toContain("/lib/dreamfs.wasm");
  // The second is as far away still: the engine runs, but it waits for its turn.
  expect(page.workers().length).toBe(1);
  await page.locator("#recall").scrollIntoViewIfNeeded();
  await expect(await say(page, "recall", QUESTION)).toContainText("Garden Hall");
  // One that comes when the engine runs needs not be near.
  await page.evaluate(() => {
    const late = Object.assign(document.createElement("dreamfs-store"), { id: "late", name: "notes" });
    document.body.append(document.createElement("div"), late);
  });
  await expect(page.locator("#late")).toContainText("Garden Hall");
  expect(page.workers().length).toBe(1);
});

test("taken out and put back, as a site's own navigation does, it goes on", async ({ page }) => {
  await page.goto("/pages/embed.html");
  await say(page, "write", FACT);
  await page.evaluate(() => {
    globalThis.away = [...document.querySelectorAll("#write, #recall")];
    for (const element of globalThis.away) element.remove();
  });
  await page.evaluate(() => {
    for (const element of globalThis.away) document.body.prepend(element);
  });
  await expect(page.locator("#write .transcript")).toContainText("Garden Hall");
  await expect(await say(page, "write", QUESTION)).toContainText("Garden Hall");
  await expect(await say(page, "recall", QUESTION)).toContainText("Garden Hall");
  expect(page.workers().length).toBe(1);
});

test("a client of the page's own is never overruled", async ({ page }) => {
  await page.goto("/pages/elements.html");
  await page.waitForFunction(() => globalThis.lab);
  await page.evaluate(() => {
    document.body.dataset.dreamfsClient = "";
    globalThis.waiting = globalThis.lab.place("dreamfs-session", { id: "waiting" });
  });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(page.workers().length).toBe(1);
  expect(await page.evaluate(() => globalThis.waiting.client)).toBe(null);
});

test.describe("in other places", () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let place;
  test.afterEach(() => place.close());

  test("under a strict policy, with exact sources, nothing is refused", async ({ page }) => {
    const mounts = { "/lib/": "dist/lib", "/pages/": "tests/e2e/pages" };
    place = await serve({ mounts });
    const lib = `${place.url}/lib`;
    const policy = [
      "default-src 'none'",
      `script-src ${lib}/elements.js ${lib}/dreamfs.js 'wasm-unsafe-eval'`,
      "worker-src blob:",
      `connect-src ${lib}/dreamfs.wasm ${lib}/dreamfs-rest.wasm ${lib}/samples/conference.json`,
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ];
    await place.close();
    place = await serve({
      mounts,
      port: Number(new URL(lib).port),
      headers: { "content-security-policy": policy.join("; ") },
    });
    faults = watch(page, place.url);
    await page.addInitScript(() => {
      const broken = (globalThis.broken = /** @type {string[]} */ ([]));
      document.addEventListener("securitypolicyviolation", (event) =>
        broken.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
    await page.goto(`${place.url}/pages/embed.html`);
    await say(page, "write", FACT);
    await expect(await say(page, "recall", QUESTION)).toContainText("Garden Hall");
    expect(page.workers().length).toBe(1);
    expect(await page.evaluate(() => globalThis.broken)).toEqual([]);
  });

  test("in a frame that may only run scripts it runs in memory, and says so", async ({ page }) => {
    place = await serve({
      mounts: { "/lib/": "dist/lib", "/pages/": "tests/e2e/pages" },
      headers: { "access-control-allow-origin": "*" },
    });
    faults = watch(page, place.url);
    await page.goto(`${place.url}/pages/embed-frame.html`);
    const frame = page.frameLocator("iframe");
    await expect(frame.locator("#status")).toContainText("memory only: a reload loses it");
    await tell(frame, "write", FACT);
    await expect(await tell(frame, "recall", QUESTION)).toContainText("Garden Hall");
  });
});

/** @param {FrameLocator} frame @param {string} id @param {string} words */
const tell = async (frame, id, words) => {
  const within = /** @type {any} */ (frame);
  await running(frame, id);
  return answered(within, id, async () => {
    const box = frame.locator(`#${id}`).getByRole("textbox");
    await box.fill(words);
    await box.press("Enter");
  });
};
