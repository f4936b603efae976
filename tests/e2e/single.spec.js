// The walkthrough as one file, opened from disk: no server, no network, kept across a reload, and apart from its neighbour.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { root } from "../../scripts/common.mjs";
import { answered, ready, say } from "./reader.js";

/** @type {string} */
let folder;
/** @type {string[]} */
let faults;
test.beforeEach(async ({ page, context }) => {
  folder = mkdtempSync(join(tmpdir(), "dreamfs-file-"));
  faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  await context.setOffline(true);
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

/** The file under a name in the test's folder, as an address. @param {string} name */
function placed(name) {
  const path = join(folder, name);
  copyFileSync(join(root, "dist/dreamfs.html"), path);
  return pathToFileURL(path).href;
}

/** @param {import("@playwright/test").Page} page */
const transcript = (page) => page.locator("#shared-write .transcript");

/** @param {import("@playwright/test").Page} page */
const started = (page) => page.evaluate(() => globalThis.dreamfs.ready);

test("opened from disk it is whole, works without a network, and keeps what was said", async ({ page }) => {
  await page.goto(placed("dreamfs.html"));
  await ready(page);
  expect(await started(page)).toEqual({ storage: { kind: "indexeddb" }, worker: true });
  await expect(page.locator("html")).toHaveAttribute("data-offline", "ready");
  await expect(page.locator("#status")).toContainText("IndexedDB");
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
  await expect(page.locator("#dream")).toContainText("s_01");
  await page.reload();
  await ready(page);
  await expect(transcript(page)).toContainText("Garden Hall");
  await expect(page.locator("#store")).toContainText("Garden Hall");
});

test("a program of the reader's own, whose frame is not in the file, is refused in words", async ({ page }) => {
  await page.goto(placed("dreamfs.html"));
  await ready(page);
  await page.evaluate(() => {
    const code = Object.assign(document.createElement("dreamfs-code"), { id: "program", client: globalThis.dreamfs });
    code.setAttribute("language", "typescript");
    code.setAttribute("editable-typescript", "");
    document.querySelector("main")?.prepend(code);
  });
  await page.locator("#program").getByRole("button", { name: "Run" }).click();
  await expect(page.locator("#program .answer")).toContainText("dreamfs-frame.html has to stand beside");
  // The policy's refusal is the browser's own word, and all that it says.
  expect(faults.filter((one) => !one.includes("dreamfs-frame.html"))).toEqual([]);
  faults.length = 0;
});

test("two files on one disk know nothing of each other", async ({ page }) => {
  await page.goto(placed("one.html"));
  await ready(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await page.goto(placed("two.html"));
  await ready(page);
  const suggestion = page.locator("#shared-recall").getByRole("button", { name: "Where is the keynote?" });
  await expect(await answered(page, "shared-recall", () => suggestion.click())).not.toContainText("Garden Hall");
  await page.goto(placed("one.html"));
  await ready(page);
  await expect(transcript(page)).toContainText("Garden Hall");
});

test("where the browser keeps nothing for it, it says so and runs", async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("this browser keeps nothing for files", "SecurityError");
    };
    globalThis.Worker = /** @type {any} */ (undefined);
  });
  await page.goto(placed("dreamfs.html"));
  await ready(page);
  expect((await started(page)).storage.kind).toBe("memory");
  await expect(page.locator("#status")).toContainText("memory only: a reload loses it");
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
});

test("it saves itself, as a file that is whole and keeps apart from it", async ({ page }) => {
  await page.goto(placed("dreamfs.html"));
  await ready(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.evaluate(() => void document.dispatchEvent(new CustomEvent("dreamfs-save"))),
  ]);
  expect(download.suggestedFilename()).toBe("dreamfs.html");
  const text = readFileSync(await download.path(), "utf8");
  // In the very place of the first: its name of its own keeps the two apart.
  const path = join(folder, "dreamfs.html");
  writeFileSync(path, text);
  await page.goto("about:blank");
  await page.goto(pathToFileURL(path).href);
  await ready(page);
  expect(await started(page)).toEqual({ storage: { kind: "indexeddb" }, worker: true });
  await expect(transcript(page)).toContainText("Tell this session something");
  await say(page, "shared-write", "Lunch is in the courtyard.");
  expect(Math.abs(statSync(path).size - statSync(join(root, "dist/dreamfs.html")).size)).toBeLessThan(2000);
});

test("it fits its budget", () => {
  expect(statSync(join(root, "dist/dreamfs.html")).size).toBeLessThanOrEqual(3 * 1024 * 1024);
});
