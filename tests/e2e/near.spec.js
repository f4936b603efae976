// What stands further down comes when the reader does: what a first view fetches, what brings an element, and that nothing moves meanwhile.
import { expect, test } from "@playwright/test";
import { firstView } from "../../scripts/size.mjs";
import { measureShifts, started, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

/** The elements of the page that are not there yet. @param {Page} page */
const waiting = (page) =>
  page.evaluate(() => [...document.querySelectorAll("main :not(:defined)")].map(({ localName }) => localName));

/** Where the element is there, and where not. @param {Page} page @param {string} id */
const there = (page, id) => expect(page.locator(`#${id}:defined`)).toBeAttached();

const further = ["mount", "store", "rot", "dream", "review", "cost", "growth", "recap"].map(
  (name) => `dreamfs-${name}`,
);

for (const again of [false, true])
  test(`a ${again ? "second" : "first"} view fetches what its budget counts, and needs no more`, async ({ page }) => {
    await page.setViewportSize({ width: 412, height: 823 });
    if (again) {
      await page.goto("/");
      await started(page);
    }
    const asked = /** @type {import("@playwright/test").Request[]} */ ([]);
    page.on("request", (request) => asked.push(request));
    await page.goto("/");
    await started(page);
    await expect(page.locator("#status")).toContainText("offline rules");
    await page.waitForLoadState("networkidle");
    expect(await waiting(page)).toEqual(expect.arrayContaining(further));
    const paths = asked
      .filter((request) => request.url().startsWith("http"))
      .map((request) => `dist/site/${new URL(request.url()).pathname.slice(1) || "index.html"}`);
    expect(paths.filter((path) => firstView.test(path)).length).toBeGreaterThan(8);
    // The browser's own, and the rest of the engine, which comes after the view stands.
    const others = /^dist\/site\/(manifest\.webmanifest|icons\/.*|dreamfs-rest\.wasm)$/;
    expect(paths.filter((path) => !firstView.test(path) && !others.test(path))).toEqual([]);
    // Waited for in the middle of a call, it is asked for in another way.
    expect(asked.filter((request) => request.resourceType() === "xhr").map((request) => request.url())).toEqual([]);
  });

test("an element comes when the reader comes near it, and no other", async ({ page }) => {
  await page.setViewportSize({ width: 412, height: 823 });
  await page.goto("/");
  await started(page);
  await page.locator("#growing").evaluate((element) => element.scrollIntoView({ behavior: "instant" }));
  await there(page, "growing");
  await expect(page.locator("#growing").getByRole("button", { name: "Start the run" })).toBeEnabled();
  const left = await waiting(page);
  expect(left).toContain("dreamfs-store");
  expect(left).toContain("dreamfs-rot");
});

test("one key, and the rest of the page comes as well, but for what is in closed panels", async ({ page }) => {
  await page.goto("/");
  await started(page);
  expect(await waiting(page)).toContain("dreamfs-recap");
  await page.keyboard.press("Tab");
  await there(page, "claims");
  expect(await waiting(page)).toEqual(["dreamfs-settings", "dreamfs-replay", "dreamfs-workspace"]);
  await page.getByText("Use a real model").click();
  await expect(page.locator("#settings").getByLabel("API key")).toBeVisible();
  await page.getByText("Take this workspace with you").click();
  await expect(page.locator("#workspace").getByRole("button").first()).toBeVisible();
  expect(await waiting(page)).toEqual(["dreamfs-replay"]);
});

test("a link sets a number of an element that is not there yet", async ({ page }) => {
  await page.goto("/#growth:sessions=12&every=3");
  await started(page);
  const growing = page.locator("#growing");
  await expect(growing.getByLabel("Sessions", { exact: true })).toHaveValue("12");
  await expect(growing.getByLabel(/every/)).toHaveValue("3");
  await growing.getByLabel("Sessions", { exact: true }).press("ArrowDown");
  await expect.poll(() => new URL(page.url()).hash).toBe("#growth:every=3");
});

test("what an element is given before it is there, it has when it comes", async ({ page }) => {
  await page.goto("/");
  await started(page);
  const given = await page.evaluate(() => /** @type {any} */ (document.querySelector("#store")).storeId);
  expect(given).toMatch(/^memstore_/);
  await page.locator("#store").evaluate((element) => element.scrollIntoView({ behavior: "instant" }));
  await there(page, "store");
  await expect(page.locator("#store")).toContainText("This store is empty");
  expect(await page.evaluate(() => /** @type {any} */ (document.querySelector("#store")).storeId)).toBe(given);
});

for (const width of [360, 768, 1440])
  test(`at ${width} pixels, nothing moves while the reader goes down the page and up again`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    const shifted = await measureShifts(page);
    await page.goto("/");
    await started(page);
    const step = async (/** @type {number} */ by) => {
      await page.evaluate((by) => scrollBy({ top: by, behavior: "instant" }), by);
      await page.waitForTimeout(60);
    };
    const end = () => page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2);
    while (!(await end())) await step(300);
    await there(page, "claims");
    while (await page.evaluate(() => scrollY > 0)) await step(-300);
    const { sum, shifts } = await shifted();
    expect(sum, JSON.stringify(shifts)).toBeLessThan(0.02);
  });

test.describe("with no service worker", () => {
  test.use({ serviceWorkers: "block" });

  test("an element whose script does not come says so, beside its picture", async ({ page }) => {
    await page.route("**/elements-more.js", (route) => route.abort());
    await page.goto("/");
    await started(page);
    await page.locator("#store").evaluate((element) => element.scrollIntoView({ behavior: "instant" }));
    await expect(page.locator("#store").getByRole("alert")).toContainText("did not load");
    await expect(page.locator("#store figure")).toBeVisible();
    faults = faults.filter((fault) => !/ERR_FAILED|Service Worker/.test(fault));
  });
});
