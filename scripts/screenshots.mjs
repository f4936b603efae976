/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// `npm run screenshots`: every section of the walkthrough, as it opens and as it looks once a reader has played it, at three widths, light
// and dark, and as printed; the other pages too. They go to .cache/screenshots. `-- 360 dark mount` takes only what has these words.
// It takes `dist/site` as it is: run `npm run build` first.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { browserArgs, findBrowser } from "./browser.mjs";
import { cache, root, say, Stop, whenRun } from "./common.mjs";
import { serve } from "./serve.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const widths = [360, 768, 1440];
const schemes = /** @type {const} */ (["light", "dark"]);
const height = 900;
const others = ["lesson.html", "elements.html"];

/** @param {Page} page */
const sections = (page) =>
  page.evaluate(() => [...document.querySelectorAll("main > section")].map((section) => section.id));

/** Waits until the page can be used. @param {Page} page */
const ready = (page) =>
  page.waitForFunction(() => document.querySelector("#reset")?.matches(":enabled"), undefined, { timeout: 60_000 });

/** Scrolls through the page, so that what loads when it is near has come. @param {Page} page */
async function scrollThrough(page) {
  for (const id of await sections(page)) {
    await page.evaluate((id) => document.getElementById(id)?.scrollIntoView({ behavior: "instant" }), id);
    await page.waitForTimeout(400);
  }
}

/** Does each section's first task. @param {Page} page */
async function play(page) {
  /** @param {string} id @param {string} words */
  const tell = async (id, words) => {
    const session = page.locator(`#${id}`);
    await session.getByRole("textbox").fill(words);
    await session.getByRole("textbox").press("Enter");
    await session.locator(".agent:not(.pending)").last().waitFor();
    await session.locator(".working").waitFor({ state: "detached" });
  };
  await tell("isolated-write", "My talk is at 14:00 in room Aspen.");
  await tell("isolated-recall", "When is my talk?");
  await page.locator("#knobs").getByRole("button", { name: /^Run/ }).click();
  await tell("mounted", "Remember that lunch is in the courtyard.");
  await tell("shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await tell("shared-recall", "Where is the keynote?");
  await page
    .locator("#store")
    .getByRole("button", { name: /^History/ })
    .click();
  const run = (/** @type {string} */ id, /** @type {RegExp} */ name) =>
    page.locator(`#${id}`).getByRole("button", { name }).first().click();
  await page.locator("#rotting").scrollIntoViewIfNeeded();
  await run("rotting", /^(Run|Fill)/);
  await page.locator("#rotting").getByRole("button", { name: "Make it again" }).waitFor({ timeout: 60_000 });
  await page.locator("#dream").scrollIntoViewIfNeeded();
  const add = page.locator("#dream").getByRole("button", { name: /sample session/ });
  if (await add.count()) await add.click();
  await page.locator("#dream").getByRole("button", { name: "Play the dream" }).click();
  await page.locator("#dream").getByRole("button", { name: "Dream again" }).waitFor({ timeout: 120_000 });
  await page.locator("#bill").scrollIntoViewIfNeeded();
  await page.locator("#growing").scrollIntoViewIfNeeded();
  await run("growing", /^Start/);
  await page.locator("#growing").getByRole("button", { name: "Measure again" }).waitFor({ timeout: 120_000 });
}

/** @param {Page} page @param {string} folder @param {string} state @param {(name: string) => boolean} wanted */
async function shoot(page, folder, state, wanted) {
  for (const width of widths)
    for (const scheme of schemes) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, media: "screen" });
      for (const [place, id] of (await sections(page)).entries()) {
        const name = `${state}-${place}-${id}-${width}-${scheme}.png`;
        if (!wanted(name)) continue;
        await page.evaluate((id) => document.getElementById(id)?.scrollIntoView({ behavior: "instant" }), id);
        await page.waitForTimeout(250);
        await page.locator(`#${id}`).screenshot({ path: join(folder, name), animations: "disabled" });
      }
    }
}

await whenRun(import.meta.url, async (args) => {
  if (!existsSync(join(root, "dist/site/index.html"))) throw new Stop("dist/site is empty: run `npm run build`");
  const wanted = (/** @type {string} */ name) => args.every((word) => name.includes(word));
  const folder = join(cache, "screenshots");
  if (!args.length) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { chromium } = await import("@playwright/test");
  const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: browserArgs });
  const server = await serve({ mounts: { "/": "dist/site" } });
  try {
    const page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
    page.on("pageerror", (error) => say(`  page: ${error.message}`));
    await page.setViewportSize({ width: 1440, height });
    await page.goto(`${server.url}/`);
    await ready(page);
    await scrollThrough(page);
    await shoot(page, folder, "start", wanted);
    if (args.every((word) => word !== "start")) {
      await page.setViewportSize({ width: 1440, height });
      await play(page);
      await shoot(page, folder, "played", wanted);
    }
    for (const width of widths) {
      const name = `top-${width}.png`;
      if (!wanted(name)) continue;
      await page.setViewportSize({ width, height });
      await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
      await page.screenshot({ path: join(folder, name) });
    }
    for (const file of others.filter((file) => existsSync(join(root, "dist/site", file))))
      for (const width of widths)
        for (const scheme of schemes) {
          const name = `${file.replace(".html", "")}-${width}-${scheme}.png`;
          if (!wanted(name)) continue;
          await page.setViewportSize({ width, height });
          await page.emulateMedia({ colorScheme: scheme, media: "screen" });
          await page.goto(`${server.url}/${file}`);
          await page.waitForTimeout(1500);
          await page.screenshot({ path: join(folder, name), fullPage: true });
        }
    // As printed by a browser without JavaScript: prose, tables and pictures.
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(`${server.url}/`);
    if (wanted("print.pdf")) await plain.pdf({ path: join(folder, "print.pdf"), format: "A4" });
    for (const width of [360, 1440]) {
      if (!wanted(`plain-${width}.png`)) continue;
      await plain.setViewportSize({ width, height });
      await plain.screenshot({ path: join(folder, `plain-${width}.png`), fullPage: true });
    }
  } finally {
    await browser.close();
    await server.close();
  }
  say(`screenshots: ${folder}`);
});
