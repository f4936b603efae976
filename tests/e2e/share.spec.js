// A dream in a link: made on one reader's page, opened on another's, run again, and compared to the byte.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { root } from "../../scripts/common.mjs";
import { pack, packedIn, unpack } from "../../www/format/share.js";
import { axe, call, memoriesPath, open, ready, say, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const share = (page) => page.locator("#review dreamfs-share");
/** @param {Page} page */
const replay = (page) => page.locator("#sent dreamfs-replay");
/** @param {import("@playwright/test").Locator} within @param {string} name */
const button = (within, name) => within.getByRole("button", { name, exact: true });

/** A store with lines in it, one session of the reader's own and the sample's, and a dream of all. @param {Page} page */
async function dreamt(page) {
  await open(page);
  await say(page, "shared-write", "My talk is at 14:00 in room Aspen.");
  const content = "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n";
  await call(page, "POST", await memoriesPath(page), { path: "/notes.md", content });
  const dream = page.locator("#dream");
  await dream.getByRole("button", { name: /^Add \d+ sample sessions$/ }).click();
  await expect(dream.getByRole("button", { name: /^Add/ })).toHaveCount(0);
  await dream.getByLabel("Instructions, if any").fill("Focus on rooms and times");
  await button(dream, "Play the dream").click();
  await expect(dream.locator("header")).toContainText("Completed");
  await expect(page.locator("#review").getByRole("tab", { name: /Every line/ })).toBeVisible();
}

/** The link to the dream that is shown, as the page offers it. @param {Page} page */
async function linked(page) {
  await button(page.locator("#review"), "Link to this dream").click();
  await expect(button(share(page), "Copy the link")).toBeVisible();
  return share(page).getByLabel("The link").inputValue();
}

/** The link with something in its document changed, as a forger would. @param {string} link @param {(dream: any) => void} change */
async function forged(link, change) {
  const dream = await unpack(packedIn(link) ?? "");
  change(dream);
  return `${link.split("#")[0]}#dream=${await pack(dream)}`;
}

test.describe("a dream in a link", () => {
  /** @type {string[]} */
  let faults;
  test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
  test.afterEach(() => expect(faults).toEqual([]));

  test("made here, opened by somebody else, gives the same bytes", async ({ page, browser, baseURL }) => {
    test.slow();
    await dreamt(page);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const before = await call(page, "GET", "/dreamfs/v1/workspace");
    const link = await linked(page);
    // What the link holds is told before it can be had.
    await expect(share(page)).toContainText(/5 transcripts, 2 memories and [\d,]+ characters in all\./);
    await expect(share(page)).toContainText(/\d+ messages in these transcripts came from whoever spoke to the agent/);
    await expect(share(page)).toContainText(
      "Your own words are among them: 1 message in 1 session that no sample brought.",
    );
    await expect(share(page).locator(".held li")).toHaveCount(5);
    await expect(share(page).locator(".held li").filter({ hasText: "yours" })).toContainText("write_test");
    await share(page).getByText("Read all of it").click();
    await expect(share(page).locator(".text")).toContainText("My talk is at 14:00 in room Aspen.");
    await expect(share(page).locator(".text")).toContainText("Maya likes oat milk");
    await expect(share(page)).toContainText(`The link is ${link.length.toLocaleString("en")} characters long.`);
    await button(share(page), "Copy the link").press("Enter");
    await expect(share(page).getByRole("status").last()).toContainText("Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    expect(await axe(page)).toEqual([]);
    // Making a link changes nothing.
    expect(await call(page, "GET", "/dreamfs/v1/workspace")).toEqual(before);
    // What a real model dreamed cannot be run again: the page says so and offers no link.
    await page.locator("#review").evaluate((/** @type {any} */ review) => {
      review.sharing = false;
      review.report = { ...review.report, model_ran: "claude-opus-5-5" };
    });
    await expect(page.locator("#review .share")).toContainText("A real model says something else each time");
    await expect(button(page.locator("#review"), "Link to this dream")).toHaveCount(0);

    const context = await browser.newContext({ baseURL });
    const other = await context.newPage();
    const others = watch(other, baseURL ?? "");
    await other.goto(link);
    await ready(other);
    const panel = replay(other);
    await expect(panel).toContainText("The dream of cwc_memory, dreamed");
    await expect(panel).toContainText("Nothing has run yet.");
    await expect(panel.locator(".held li")).toHaveCount(5);
    await expect(panel.getByRole("status")).toContainText("The dream of cwc_memory");
    expect(await other.evaluate(() => document.querySelector("main")?.firstElementChild?.id)).toBe("sent");
    const own = await call(other, "GET", "/dreamfs/v1/workspace");
    expect(await axe(other)).toEqual([]);
    await button(panel, "Run it again").press("Enter");
    await expect(panel.locator("strong")).toHaveText("The same, byte for byte.");
    await expect(panel.getByRole("status").last()).toContainText("The same, byte for byte.");
    const hashes = await panel.locator("dd.mono").allInnerTexts();
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    await button(panel, "Look through the result").press("Enter");
    await expect(panel.locator("dreamfs-review .claim").first()).toBeVisible();
    await expect(panel.locator("dreamfs-review").getByRole("button", { name: /Keep|Discard|Link to/ })).toHaveCount(0);
    expect(await axe(other)).toEqual([]);
    expect(await call(other, "GET", "/dreamfs/v1/workspace")).toEqual(own);
    expect(await other.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([
      "dreamfs",
    ]);
    await button(panel, "Close").press("Enter");
    await expect(panel.getByLabel("A link to a dream, pasted here")).toBeFocused();
    expect(new URL(other.url()).hash).toBe("");
    expect(others).toEqual([]);
    await context.close();
  });

  test("changed on its way it is refused, and changed with care it is not the same", async ({
    page,
    browser,
    baseURL,
  }) => {
    test.slow();
    await dreamt(page);
    const link = await linked(page);
    const context = await browser.newContext({ baseURL });
    const other = await context.newPage();
    /** @param {string} address */
    const follow = async (address) => {
      await other.goto("about:blank");
      await other.goto(address);
      await ready(other);
    };
    const panel = replay(other);
    await follow(link.slice(0, -40));
    await expect(panel.getByRole("alert")).toContainText("It was cut or changed on its way here.");
    await expect(button(panel, "Run it again")).toHaveCount(0);
    const at = link.length - 200;
    await follow(link.slice(0, at) + (link[at] === "A" ? "B" : "A") + link.slice(at + 1));
    await expect(panel.getByRole("alert")).toContainText("It was cut or changed on its way here.");

    // One word of a transcript.
    const aspen = await forged(link, (dream) => {
      const text = JSON.stringify(dream.sessions).replaceAll("Aspen", "Birch");
      dream.sessions = JSON.parse(text);
    });
    await follow(aspen);
    await button(panel, "Run it again").click();
    await expect(panel.locator("strong")).toHaveText("Not the same.");
    await expect(panel).toContainText("So the text was changed after the dream was made");
    await expect(panel.locator(".held").last()).toContainText(/\.md\s*(differs|not written here|only written here)/);
    expect(await axe(other)).toEqual([]);

    // The same text, from another version.
    await follow(await forged(aspen, (dream) => (dream.engine = "dreamfs 0.0.1")));
    await button(panel, "Run it again").click();
    await expect(panel).toContainText("It was made by dreamfs 0.0.1, and this is dreamfs");

    // What the engine itself refuses, is told in words; the page goes on.
    await follow(await forged(link, (dream) => (dream.sessions[0].time_zone = "Mars/Olympus")));
    await button(panel, "Run it again").click();
    await expect(panel.getByRole("alert")).toContainText("It could not be run. time_zone: is not a known IANA zone");
    await context.close();
  });

  test("what is no link to a dream is refused in words, and the page is whole", async ({ page }) => {
    for (const [hash, why] of [
      ["#dream=", "It is not of the form of a link to a dream."],
      ["#dream=%E0%A4%A", "It is not of the form of a link to a dream."],
      ["#dream=<img src=x onerror=alert(1)>", "It is not of the form of a link to a dream."],
      [`#dream=${"A".repeat(11)}.${"A".repeat(100)}`, "It was cut or changed on its way here."],
    ]) {
      await page.goto("about:blank");
      await page.goto(`/${hash}`);
      await ready(page);
      await expect(replay(page).getByRole("alert")).toContainText(why);
    }
    // Typed into a page that is open already.
    await page.goto("/");
    await ready(page);
    await page.evaluate(() => (location.hash = "dream=x"));
    await expect(replay(page).getByRole("alert")).toContainText("It is not of the form of a link to a dream.");
    await replay(page).getByLabel("A link to a dream, pasted here").fill("https://example.org/");
    await button(replay(page), "Open").click();
    await expect(replay(page).getByRole("alert")).toContainText("That is no link to a dream.");
  });

  test("too much for a link goes as a file, and the file gives the same bytes", async ({ page }) => {
    test.slow();
    await open(page);
    // Words that do not repeat, so that they do not pack well.
    const noise = Array.from({ length: 90 }, (_, n) =>
      Array.from({ length: 60 }, (_, m) => ((n * 7919 + m * 104_729 + 13) ** 2 % 2_147_483_647).toString(36)).join(" "),
    );
    for (const [n, text] of noise.entries())
      await call(page, "POST", await memoriesPath(page), { path: `/noise-${n}.md`, content: `- ${text}\n` });
    await say(page, "shared-write", "My talk is at 14:00 in room Aspen.");
    const dream = page.locator("#dream");
    await button(dream, "Play the dream").click();
    await expect(dream.locator("header")).toContainText("Completed");
    await button(page.locator("#review"), "Link to this dream").click();
    await expect(share(page)).toContainText("That is too much for a link");
    await expect(button(share(page), "Copy the link")).toHaveCount(0);
    const downloading = page.waitForEvent("download");
    await button(share(page), "Save as a file").click();
    const file = await (await downloading).path();
    expect(JSON.parse(readFileSync(file, "utf8")).type).toBe("dreamfs_dream");

    await page.locator("#sent > summary").press("Enter");
    const choose = replay(page).getByLabel("A dream’s file");
    await choose.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[1]") });
    await expect(replay(page).getByRole("alert")).toContainText("This is not opened. It holds no dream.");
    await choose.setInputFiles({ name: "dream.json", mimeType: "application/json", buffer: readFileSync(file) });
    await button(replay(page), "Run it again").click();
    await expect(replay(page).locator("strong")).toHaveText("The same, byte for byte.");
  });
});

test("the single file makes a link and opens one", async ({ page }) => {
  test.slow();
  const address = pathToFileURL(join(root, "dist/dreamfs.html")).href;
  await page.goto(address);
  await ready(page);
  await say(page, "shared-write", "My talk is at 14:00 in room Aspen.");
  await button(page.locator("#dream"), "Play the dream").click();
  await expect(page.locator("#dream header")).toContainText("Completed");
  const link = await linked(page);
  await expect(share(page)).toContainText("This page is a file on your disk");
  await page.goto("about:blank");
  await page.goto(link);
  await ready(page);
  await button(replay(page), "Run it again").click();
  await expect(replay(page).locator("strong")).toHaveText("The same, byte for byte.");
});
