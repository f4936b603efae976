// Every text of every element replaced by one without letters: what then still reads as Latin letters is data, or a text that nobody can translate.
import { expect, test } from "@playwright/test";
import { open, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Puts the author's words into every element, and listens to what each announces. @param {Page} page */
const translate = (page) =>
  page.evaluate(() => {
    document.documentElement.lang = "ja";
    const blank = (/** @type {any} */ text) =>
      typeof text === "string"
        ? text.replace(/\{\w+\}|\p{L}/gu, (one) => (one.length > 1 ? one : "·"))
        : Object.fromEntries(Object.entries(text).map(([plural, said]) => [plural, blank(said)]));
    const heard = (globalThis.heard = /** @type {string[]} */ ([]));
    // Forms of what is typed; the names of models and tools.
    globalThis.data = new Set(["https://", "sk-ant-…", "* = qwen3:8b", "x-team: docs", "dreamfs-offline"]);
    const textsOf = (/** @type {string} */ tag) => /** @type {any} */ (customElements.get(tag))?.texts;
    // What stands within another takes the other's words.
    const within = /** @type {Record<string, string[]>} */ ({
      "dreamfs-mount": ["dreamfs-code"],
      "dreamfs-dream": ["dreamfs-pace"],
      "dreamfs-review": ["dreamfs-store"],
      "dreamfs-replay": ["dreamfs-review"],
    });
    for (const element of /** @type {NodeListOf<any>} */ (document.querySelectorAll("main *"))) {
      if (!textsOf(element.localName)) continue;
      const inner = ["dreamfs-wire", ...(within[element.localName] ?? [])];
      element.strings = blank(Object.assign({}, ...[...inner, element.localName].map(textsOf)));
      element.spoken = "";
      const tell = element.announce?.bind(element);
      if (tell) element.announce = (/** @type {string} */ said) => (heard.push(said), tell(said));
    }
  });

/** What can be read in the elements' shadow trees and is neither a text of the author's nor data. @param {Page} page @returns {Promise<string[]>} */
const untranslated = (page) =>
  page.evaluate(async () => {
    const { fetch } = globalThis.dreamfs;
    const get = async (/** @type {string} */ path) =>
      (await fetch(path, { headers: { "anthropic-beta": "managed-agents-2026-04-01" } })).json();
    // Data: what the engine holds and says, and what the page's author wrote into attributes.
    const data = /** @type {Set<string>} */ (globalThis.data);
    const take = (/** @type {any} */ value) => {
      if (typeof value === "string") for (const line of [value, ...value.split("\n")]) data.add(line.trim());
      else if (value && typeof value === "object") for (const one of Object.values(value)) take(one);
    };
    const { tables } = await get("/dreamfs/v1/workspace");
    take(tables);
    take(await get("/dreamfs/v1/prices"));
    for (const one of document.querySelectorAll("main *"))
      if (one.localName.startsWith("dreamfs-"))
        take([
          [...one.attributes].map(({ value }) => value.split("|")),
          [...one.children].map(({ textContent }) => textContent?.replace(/\s+/g, " ")),
          [...one.querySelectorAll("li")].map(({ textContent }) => textContent?.replace(/\s+/g, " ")),
          /** @type {any} */ (one).samples,
        ]);
    // One word in small letters is as likely a word of ours: it does not count as data outside of what holds nothing else.
    const known = [...data]
      .filter((one) => one.length > 2 && !/^[a-z]+$/.test(one))
      .sort((a, b) => b.length - a.length);
    const left = /** @type {Set<string>} */ (new Set());
    const look = (/** @type {string} */ said, /** @type {string} */ where) => {
      // Ids and hashes; and what the browser itself says of JSON.
      let text = said.replace(/[a-z]+_[\w…]*\d[\w…]*|[0-9a-f]{8}…|Expected property .*/g, " ");
      if (!/\p{Script=Latin}{2}/u.test(text)) return;
      for (const one of known) text = text.replaceAll(one, " ");
      const words = text.match(/\p{Script=Latin}{2,}/gu);
      if (words) left.add(`${where}: ${words.join(" ")}`);
    };
    const holdsData =
      "pre, code, .mono, textarea, option, .text, q, blockquote, .what, .name, style, .t, h3, [translate=no]";
    const walk = (/** @type {ParentNode} */ root, /** @type {string} */ host) => {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) walk(element.shadowRoot, element.localName);
        if (!element.checkVisibility?.() && !element.matches("[aria-live]")) continue;
        const where = `${host} ${element.localName}.${element.className?.baseVal ?? element.className}`;
        for (const name of ["aria-label", "aria-valuetext", "title", "placeholder", "alt"])
          // Titles elsewhere are hashes, ids and paths in full.
          if (
            element.hasAttribute(name) &&
            (name !== "title" || element.matches(".badge")) &&
            !element.closest(".tool")
          )
            look(element.getAttribute(name) ?? "", `${where} ${name}`);
        if (element.closest(holdsData)) continue;
        for (const child of element.childNodes)
          if (child.nodeType === Node.TEXT_NODE && child.textContent?.trim())
            look(child.textContent.replace(/\s+/g, " "), where);
      }
    };
    for (const one of document.querySelectorAll("main *")) if (one.shadowRoot) walk(one.shadowRoot, one.localName);
    for (const said of globalThis.heard) look(said, "announced");
    return [...left];
  });

test("whatever an element shows or announces can be said in another language", async ({ page, baseURL }) => {
  test.slow();
  const faults = watch(page, baseURL ?? "");
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page);
  for (const panel of await page.locator("main > section > details.more > summary").all()) await panel.click();
  await expect(page.locator("main :not(:defined)")).toHaveCount(0);
  await translate(page);
  const clean = async (/** @type {string} */ state) => expect.soft(await untranslated(page), state).toEqual([]);
  const say = async (/** @type {string} */ id, /** @type {string} */ words) => {
    await page.locator(`#${id} textarea`).fill(words);
    await page.locator(`#${id} textarea`).press("Enter");
    await expect(page.locator(`#${id} .agent:not(.pending)`).last()).toBeVisible();
    await expect(page.locator(`#${id} .working`)).toHaveCount(0);
  };
  await page.locator("#claims").scrollIntoViewIfNeeded();
  await clean("empty");

  await say("isolated-write", "My badge number is 4127.");
  await say("shared-write", "The keynote moved to the Garden Hall at 9:30.");
  for (const tool of await page.locator("#shared-write .tool > summary").all()) await tool.click();
  await page.locator("#shared-write dreamfs-wire summary").first().click();
  await page.locator("#shared-write dreamfs-wire li summary").first().click();
  await page.locator("#pace input").nth(1).check();
  await page.locator("#pace input").nth(0).check();
  const store = page.locator("#store");
  const tools = store.locator(".tools button");
  await tools.nth(2).click();
  await store.locator(".editor textarea").fill("By hand.\n");
  await clean("written, editing");
  await store.locator(".editor .primary").click();
  await tools.nth(1).click();
  await expect(store.locator(".version")).toHaveCount(2);
  await store.locator(".version").last().click();
  await expect(store.locator(".version-body button")).toHaveCount(3);
  await clean("history");
  await tools.nth(3).click();
  await clean("renaming");
  await store.locator(".asked button").last().click();
  await tools.nth(4).click();
  await clean("deleting");
  await store.locator(".asked button").last().click();
  await page.locator("#knobs [role=tab]").last().click();
  await page.locator("#knobs .run button").nth(2).click();
  await page.locator("#knobs .run .primary").click();
  await expect(page.locator("#knobs .answer")).toBeVisible();
  await clean("the call, edited and answered");

  // Faults: a model's endpoint that is none, a body that is no JSON, an engine that breaks off.
  const settings = page.locator("#settings");
  await settings.locator("input").first().fill("nonsense:");
  await settings.locator("form").evaluate((form) => /** @type {any} */ (form).requestSubmit?.call(form));
  await settings.evaluate((/** @type {any} */ one) => one.use());
  await expect(settings.locator("[role=alert]")).toBeVisible();
  await page.locator("#knobs .fields textarea").fill("{ nothing");
  await page.locator("#knobs .run .primary").click();
  await expect(page.locator("#knobs [role=alert]")).toBeVisible();
  const replay = page.locator("dreamfs-replay");
  await replay.locator("input.code").fill("#dream=none");
  await replay.locator("form button").click();
  await expect(replay.locator("[role=alert]")).toBeVisible();
  await clean("faults");

  await page.locator("#rotting .primary").click();
  await clean("rotting");
  await expect(page.locator("#rotting .primary")).toBeVisible({ timeout: 30_000 });
  await clean("rotten");
  await page.locator("#dream").scrollIntoViewIfNeeded();
  await expect(page.locator("#dream .quote strong")).toBeVisible();
  await clean("a quote");
  await page.locator("#dream .foot .primary").click();
  await expect(page.locator("#dream .stages")).toBeVisible();
  await clean("dreaming");
  await expect(page.locator("#review [role=tab]")).toHaveCount(4, { timeout: 60_000 });
  await page.locator("#dream .lead").click();
  for (const tool of (await page.locator("#dream .tool > summary").all()).slice(0, 4)) await tool.click();
  await clean("a thread");
  await page.locator("#dream [data-back]").click();
  const evidence = page.locator("#review .evidence > summary").first();
  await evidence.click();
  await expect(page.locator("#review .evidence .from").first()).toBeVisible();
  for (const tab of [1, 2, 3, 0]) {
    await page.locator("#review [role=tab]").nth(tab).click();
    if (tab === 2) await page.locator("#review .leaf").first().click();
    await clean(`the review's tab ${tab}`);
  }
  await page.locator("#review .foot button").nth(1).click();
  await clean("discarding");
  await page.locator("#bill .again .primary").click();
  await expect(page.locator("#bill .outcome p").nth(1)).toBeVisible({ timeout: 60_000 });
  await clean("the bill");
  await page.locator("#growing select").first().selectOption("12");
  await page.locator("#growing .primary").click();
  await page.locator("#growing details summary").first().click();
  await expect(page.locator("#growing tbody tr").nth(2)).toBeVisible({ timeout: 60_000 });
  await clean("measuring");
  await page.locator("#growing header button").click();
  await page.locator("#claims").scrollIntoViewIfNeeded();
  await expect(page.locator("#claims .done")).not.toHaveCount(0);
  await clean("the end");
  expect(faults).toEqual([]);
});
