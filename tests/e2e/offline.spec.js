// The site with its network gone: after one visit, across an update, and in several tabs. The server really is stopped.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { filesBelow, root } from "../../scripts/common.mjs";
import { serve } from "../../scripts/serve.mjs";
import { serviceWorker } from "../../scripts/site.mjs";
import { ready, say } from "./reader.js";

/** A copy of the site in a folder of the test, served at an address that stays the same. */
async function site() {
  const folder = mkdtempSync(join(tmpdir(), "dreamfs-site-"));
  cpSync(join(root, "dist/site"), folder, { recursive: true });
  const port = await freePort();
  const open = () => serve({ mounts: { "/": folder }, port });
  let server = await open();
  return {
    url: server.url,
    folder,
    stop: () => server.close(),
    start: async () => void (server = await open()),
    /** Publishes another build: a page with other words. @param {string} words */
    publish(words) {
      const page = join(folder, "index.html");
      writeFileSync(page, readFileSync(page, "utf8").replace(/<title>[^<]*</, `<title>${words}<`));
      const names = filesBelow("dist/site").map((path) => path.slice("dist/site/".length));
      const files = names.map((name) => /** @type {[string, Uint8Array]} */ ([name, readFileSync(join(folder, name))]));
      writeFileSync(join(folder, "service-worker.js"), serviceWorker(files));
    },
    async remove() {
      await server.close().catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @param {import("@playwright/test").Page} page */
const kept = (page) => expect(page.locator("html")).toHaveAttribute("data-offline", "ready", { timeout: 40_000 });

/** In the page: what it is told of being kept. */
const hear = () => {
  const heard = (globalThis.heard = /** @type {unknown[]} */ ([]));
  document.addEventListener("dreamfs-offline", (event) => heard.push(/** @type {CustomEvent} */ (event).detail));
};

/** @type {Awaited<ReturnType<typeof site>>} */
let served;
test.beforeEach(async () => void (served = await site()));
test.afterEach(() => served.remove());

test("after one visit the page opens, starts its engine and answers with no network at all", async ({
  page,
  context,
}) => {
  await page.addInitScript(hear);
  await page.goto(served.url);
  await ready(page);
  await kept(page);
  expect(await page.evaluate(() => globalThis.heard)).toEqual([{ state: "ready" }]);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await served.stop();
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  expect(await page.evaluate(() => globalThis.dreamfs.ready)).toEqual({ storage: { kind: "indexeddb" }, worker: true });
  await expect(page.locator("#shared-write .transcript")).toContainText("Garden Hall");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
  await kept(page);
  // A sample is a file of its own, read late.
  const sample = await page.evaluate(async () => (await fetch("samples/conference.json")).ok);
  expect(sample).toBe(true);
  await expect(page.locator("#dream")).toContainText("s_01");
  const other = await context.newPage();
  await other.goto(`${served.url}/index.html?from=a-link#dreaming`);
  await ready(other);
});

test("every file of the site is kept, and is the file that was built", async ({ page }) => {
  await page.goto(served.url);
  await kept(page);
  const found = await page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((key) => key.startsWith("dreamfs "));
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname.slice(1)).sort();
  });
  const built = filesBelow("dist/site").map((path) => path.slice("dist/site/".length));
  expect(found).toEqual(built.filter((path) => path !== "service-worker.js").sort());
});

test("a half-published site is not kept, and the page says so", async ({ page }) => {
  await page.addInitScript(hear);
  writeFileSync(join(served.folder, "page.css"), "body { color: red }");
  await page.goto(served.url);
  await ready(page);
  const words = "The page's files could not all be kept.";
  await expect.poll(() => page.evaluate(() => globalThis.heard)).toEqual([{ state: "no", reason: words }]);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active ?? null)).toBe(null);
  await expect(page.locator("html")).toHaveAttribute("data-offline", "no");
});

test("a new version waits for the tabs of the old one, and is offered", async ({ page, context }) => {
  await page.goto(served.url);
  await kept(page);
  await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  const before = await page.title();
  served.publish("another build");
  await page.evaluate(() => {
    document.addEventListener("dreamfs-update", (event) => {
      globalThis.offered = /** @type {CustomEvent} */ (event).detail;
    });
  });
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
  await page.waitForFunction(() => globalThis.offered);
  // The open tab, and one opened beside it, are of the old build; nothing was reloaded under the reader.
  expect(await page.title()).toBe(before);
  const second = await context.newPage();
  await second.goto(served.url);
  expect(await second.title()).toBe(before);
  const caches = await page.evaluate(async () => (await globalThis.caches.keys()).length);
  expect(caches).toBe(2);
  // With two tabs open it is refused in words.
  expect(await page.evaluate(() => globalThis.offered.apply())).toContain("open in 2 tabs");
  expect(await page.title()).toBe(before);
  await second.close();
  // In the only tab, the reader's word is enough.
  await Promise.all([page.waitForEvent("load"), page.evaluate(() => void globalThis.offered.apply())]);
  await expect(page).toHaveTitle("another build");
  await expect(page.locator("#isolated-write .transcript")).toContainText("Aspen");
  await expect.poll(() => page.evaluate(async () => (await globalThis.caches.keys()).length)).toBe(1);
});

test("a new version takes over by itself once the old one's tabs are closed", async ({ page, context }) => {
  await page.goto(served.url);
  await kept(page);
  served.publish("another build");
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    await new Promise((resolve) => {
      const look = () => (registration?.waiting ? resolve(undefined) : setTimeout(look, 20));
      look();
    });
  });
  await page.close();
  const next = await context.newPage();
  await expect(async () => {
    await next.goto("about:blank");
    await next.goto(served.url);
    expect(await next.title()).toBe("another build");
  }).toPass();
});

for (const granted of [true, false])
  test(`the browser is asked to keep what the reader made once there is something, and the answer, ${granted}, is told in words`, async ({
    page,
  }) => {
    await page.addInitScript((granted) => {
      let asked = 0;
      navigator.storage.persisted = async () => false;
      navigator.storage.persist = async () => (globalThis.asked = ++asked) > 0 && granted;
      document.addEventListener("dreamfs-persisted", (event) => {
        globalThis.told = /** @type {CustomEvent} */ (event).detail.persisted;
      });
    }, granted);
    await page.goto(served.url);
    await ready(page);
    const status = page.locator("#status");
    expect(await page.evaluate(() => globalThis.asked)).toBe(undefined);
    await expect(status).toContainText("kept unless the browser needs room");
    await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
    await expect(page.locator("html")).toHaveAttribute("data-persisted", granted ? "yes" : "no");
    expect(await page.evaluate(() => [globalThis.asked, globalThis.told])).toEqual([1, granted]);
    await expect(status).toContainText(
      granted ? "kept until you clear it: the browser promised" : "the browser did not promise: it may clear it",
    );
  });
