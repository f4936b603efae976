// What a reader does with the walkthrough page, and what a watcher over the shoulder holds against it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

/** Opens the page and waits until it can be used. @param {Page} page */
export async function open(page) {
  await page.goto("/");
  await ready(page);
}

/** Waits for the engine. @param {Page} page */
export const started = (page) => page.waitForFunction(() => document.querySelector("#reset")?.matches(":enabled"));

/** Waits for the engine and, with a reader's first key, for what stands further down. @param {Page} page */
export async function ready(page) {
  await started(page);
  await page.keyboard.press("Shift");
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main :not(:defined)")].every((element) => element.closest("details:not([open])")),
  );
}

/** Collects what must not happen: console errors, uncaught exceptions, dialogs, requests to anywhere else. @param {Page} page @param {string} baseURL */
export function watch(page, baseURL) {
  const faults = /** @type {string[]} */ ([]);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(baseURL))
      faults.push(`request: ${request.url()}`);
  });
  return faults;
}

/** Says something in a session and waits until the turn has ended. @param {Page} page @param {string} id @param {string} words */
export async function say(page, id, words) {
  const session = page.locator(`#${id}`);
  await session.getByRole("textbox").fill(words);
  return answered(page, id, () => session.getByRole("textbox").press("Enter"));
}

/** Does what makes the reader speak in a session, and gives the agent's last words of the turn. @param {Page} page @param {string} id @param {() => Promise<unknown>} act */
export async function answered(page, id, act) {
  const session = page.locator(`#${id}`);
  const before = await session.locator(".user").count();
  await act();
  await expect(session.locator(".user")).toHaveCount(before + 1);
  await expect(session.locator(".working")).toHaveCount(0);
  await expect(session.locator(".agent:not(.pending)").nth(before)).toBeAttached();
  return session.locator(".agent").last();
}

/** What a session shows. @param {Page} page @param {string} id */
export const said = (page, id) => page.locator(`#${id} .transcript`).innerText();

/** A call past the page, as another program would make it. @param {Page} page @param {string} method @param {string} path @param {object} [body] */
export const call = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const headers = { "anthropic-beta": "managed-agents-2026-04-01", "content-type": "application/json" };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    return (await globalThis.dreamfs.fetch(`https://any.where${path}`, init)).json();
  }, /** @type {const} */ ([method, path, body]));

/** The store of section 3. @param {Page} page */
export const store = (page) => page.locator("#store");

/** @param {Page} page */
export const memoriesPath = async (page) =>
  `/v1/memory_stores/${await store(page).evaluate((/** @type {any} */ element) => element.storeId)}/memories`;

/** Tells the page that a store may have changed. @param {Page} page */
export const changed = (page) => page.evaluate(() => void document.dispatchEvent(new CustomEvent("dreamfs-changed")));

/** Adds up what moves on the page by itself, from its first paint on. @param {Page} page */
export async function measureShifts(page) {
  await page.addInitScript(() => {
    const shifts = (globalThis.shifts = /** @type {{ value: number, what: string }[]} */ ([]));
    new PerformanceObserver((list) => {
      for (const entry of /** @type {any[]} */ (list.getEntries()))
        if (!entry.hadRecentInput)
          shifts.push({
            value: entry.value,
            // What lies in a shadow root has no name here, but a place.
            what: entry.sources
              .map((/** @type {any} */ { node, previousRect: from, currentRect: to }) =>
                [node?.id || node?.nodeName || "within", from.y, from.height, to.y, to.height].map(String).join(" "),
              )
              .join(),
          });
    }).observe({ type: "layout-shift", buffered: true });
  });
  return async () => {
    const shifts = await page.evaluate(() => globalThis.shifts);
    const sum = shifts.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + one.value, 0);
    return { sum, shifts };
  };
}

/** What axe-core finds in the page, or within one element of it, in words. @param {Page} page @param {string} [within] @returns {Promise<string[]>} */
export async function axe(page, within) {
  if (!(await page.evaluate(() => "axe" in globalThis)))
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const faults = await page.evaluate(
    async (within) => (await globalThis.axe.run(within ?? document)).violations,
    within,
  );
  return faults.flatMap((/** @type {any} */ one) =>
    one.nodes.map((/** @type {any} */ node) => `${one.id}: ${node.target.join(" ")}`),
  );
}
