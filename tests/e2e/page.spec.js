// The walkthrough as a reader meets it: sections 0 to 3, on whatever engine stands behind the page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";

const hostile = `<img src=x onerror="window.hit=1"><script>window.hit=2</script> & "quoted" \${x}`;

/** @param {import("@playwright/test").Page} page */
async function open(page) {
  await page.goto("/");
  await ready(page);
}

/** @param {import("@playwright/test").Page} page */
async function ready(page) {
  await expect(page.locator("#reset")).toBeAttached();
  await page.waitForFunction(() => document.querySelector("#reset")?.matches(":enabled"));
}

/** Says something and waits until the turn has ended. @param {import("@playwright/test").Page} page @param {string} id @param {string} words */
async function say(page, id, words) {
  const session = page.locator(`#${id}`);
  const before = await session.locator(".user").count();
  await session.getByRole("textbox").fill(words);
  await session.getByRole("textbox").press("Enter");
  await expect(session.locator(".user")).toHaveCount(before + 1);
  await expect(session.locator(".working")).toHaveCount(0);
  await expect(session.locator(".agent:not(.pending)").nth(before)).toBeAttached();
  return session.locator(".agent").last();
}

/** What a session shows. @param {import("@playwright/test").Page} page @param {string} id */
const said = (page, id) => page.locator(`#${id} .transcript`).innerText();

/** A call past the page, as another program would make it. @param {import("@playwright/test").Page} page @param {string} path @param {object} body */
const post = (page, path, body) =>
  page.evaluate(async ([path, body]) => {
    const headers = { "anthropic-beta": "managed-agents-2026-04-01", "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await /** @type {any} */ (globalThis).dreamfs.fetch(`https://any.where${path}`, init)).json();
  }, /** @type {const} */ ([path, body]));

/** @param {import("@playwright/test").Page} page */
const store = (page) => page.locator("#store");

test("one session does not know what another was told", async ({ page }) => {
  await open(page);
  await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  const answer = await say(page, "isolated-recall", "When is my talk?");
  await expect(answer).not.toContainText("Aspen");
  await expect(page.locator("#isolated-recall .badge")).toHaveText("offline rules");
});

test("over one store, a later session answers from what it was never told", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(page.locator("#shared-write .tool.write").last()).toBeVisible();
  await expect(store(page)).toContainText("Garden Hall");
  const answer = await say(page, "shared-recall", "Where is the keynote?");
  await expect(answer).toContainText("Garden Hall");
  const look = page.locator("#shared-recall .tool.read").first();
  await look.locator("summary").click();
  await expect(look.locator("dd").last()).not.toBeEmpty();
});

test("the code follows the knobs, and runs exactly so", async ({ page }) => {
  await open(page);
  const knobs = page.locator("#knobs");
  await expect(page.locator("#mounted").getByRole("textbox")).toBeDisabled();
  await knobs.getByLabel("Prompt").fill('Only "rooms"');
  await knobs.getByRole("radio", { name: /Read-only/ }).check();
  for (const [tab, line] of [
    ["TypeScript", 'access: "read_only"'],
    ["Python", '"access": "read_only"'],
    ["HTTP", '"access": "read_only"'],
    ["Command line", "access: read_only"],
  ]) {
    await knobs.getByRole("tab", { name: tab }).click();
    await expect(knobs.getByRole("tabpanel")).toContainText(line);
    await expect(knobs.getByRole("tabpanel")).toContainText('"Only \\"rooms\\""');
  }
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(page.locator("#mounted .mounts")).toContainText("read-only");
  await say(page, "mounted", "Remember that lunch is in the courtyard.");
  await expect(page.locator("#mounted .tool.bad .came")).toHaveText(/refused/);
  await expect(store(page)).not.toContainText("courtyard");
});

test("everything is found again after a reload, with and without remembered ids", async ({ page }) => {
  await open(page);
  await say(page, "isolated-write", "My badge number is 4127.");
  await say(page, "shared-write", "The closing party is on the roof.");
  const before = [await said(page, "isolated-write"), await said(page, "shared-write")];
  await page.reload();
  await ready(page);
  await expect.poll(async () => [await said(page, "isolated-write"), await said(page, "shared-write")]).toEqual(before);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await ready(page);
  await expect.poll(async () => [await said(page, "isolated-write"), await said(page, "shared-write")]).toEqual(before);
  await expect(store(page)).toContainText("roof");
});

test("Reset puts the page back to its start", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The closing party is on the roof.");
  await page.getByText("Start again").click();
  await page.locator("#reset").click();
  await expect(store(page)).toContainText("This store is empty");
  await expect(page.locator("#shared-write .user")).toHaveCount(0);
});

test("a file is added, edited, renamed, deleted and restored by hand", async ({ page }) => {
  await open(page);
  const by = (/** @type {string} */ name) => store(page).getByRole("button", { name, exact: true });
  await by("Add a file").click();
  await store(page).getByLabel("Path").fill("/people/ana.md");
  await store(page).getByLabel("Text").fill("Ana likes trains.\n");
  await by("Add").click();
  await by("Edit").click();
  await store(page).getByRole("textbox").fill("Ana likes night trains.\n");
  await by("Save").click();
  await expect(store(page).locator("pre.text")).toHaveText(/night trains/);
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page).locator(".version")).toHaveCount(2);
  await expect(store(page).locator(".version").first()).toContainText("by hand");
  await expect(store(page).locator(".plus")).toContainText("Ana likes night trains.");
  await expect(store(page).locator(".minus")).toContainText("Ana likes trains.");
  await by("Rename").click();
  await store(page).getByLabel("Path").fill("/people/ana-b.md");
  await store(page).getByLabel("Path").press("Enter");
  await expect(store(page).locator(".leaf")).toHaveText(/ana-b\.md/);
  await store(page).locator(".version").last().click();
  await store(page)
    .getByRole("button", { name: /^Restore version 1/ })
    .click();
  await expect(store(page).locator("pre.text")).toHaveText(/Ana likes trains/);
  await by("Delete").click();
  await store(page).locator(".asked").getByRole("button", { name: "Delete" }).click();
  await expect(store(page)).toContainText("1 deleted file");
});

test("a version is redacted, the newest one cannot be", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The door code is 7741.");
  await say(page, "shared-write", "The door closes at 23:00.");
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page).getByRole("button", { name: "Redact" })).toBeDisabled();
  await store(page).locator(".version").last().click();
  await store(page).getByRole("button", { name: "Redact" }).click();
  await store(page).locator(".asked").getByRole("button", { name: "Redact" }).click();
  await expect(store(page).locator(".version").last()).toContainText("redacted");
});

test("an edit over a file that changed meanwhile is refused, and loses nothing typed", async ({ page }) => {
  await open(page);
  const base = `/v1/memory_stores/${(await store(page).getAttribute("store-id")) ?? (await store(page).evaluate((/** @type {any} */ e) => e.storeId))}/memories`;
  const made = await post(page, base, { path: "/a.md", content: "first" });
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("dreamfs-changed")));
  const by = (/** @type {string} */ name) => store(page).getByRole("button", { name, exact: true });
  await by("Edit").click();
  await store(page).getByRole("textbox").fill("mine");
  await post(page, `${base}/${made.id}`, { content: "theirs" });
  await by("Save").click();
  const conflict = store(page).locator(".conflict");
  await expect(conflict).toContainText("Not saved");
  await expect(conflict.locator("pre")).toHaveText("theirs");
  await expect(store(page).getByRole("textbox")).toHaveValue("mine");
  await by("Reload the store's text").click();
  await expect(store(page).getByRole("textbox")).toHaveValue("theirs");
  await expect(conflict.locator("pre")).toHaveText("mine");
  await by("Put mine back").click();
  await by("Save mine over it").click();
  await expect(store(page).locator("pre.text")).toHaveText("mine");
});

test("hostile text is text wherever it is shown", async ({ page }) => {
  await open(page);
  await say(page, "isolated-write", hostile);
  await say(page, "shared-write", hostile);
  await page.locator("#shared-write").getByText("Show the wire").click();
  await page.locator("#shared-write dreamfs-wire li summary").first().click();
  for (const tool of await page.locator("#shared-write .tool summary").all()) await tool.click();
  await page.locator("#knobs").getByLabel("Prompt").fill(hostile);
  const base = `/v1/memory_stores/${await store(page).evaluate((/** @type {any} */ e) => e.storeId)}/memories`;
  await post(page, base, { path: "/<img src=x onerror=alert(1)>.md", content: hostile });
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("dreamfs-changed")));
  await store(page)
    .getByRole("button", { name: /onerror/ })
    .click();
  await expect(store(page).locator("pre.text")).toHaveText(hostile);
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page).locator(".diff")).toContainText("<script>");
  const markup = await page.evaluate(() => {
    let found = 0;
    /** @param {Document | ShadowRoot} root */
    const walk = (root) => {
      found += root.querySelectorAll("img, script:not([src='page.js'])").length;
      for (const element of root.querySelectorAll("*")) if (element.shadowRoot) walk(element.shadowRoot);
    };
    walk(document);
    return [found, /** @type {any} */ (window).hit];
  });
  expect(markup).toEqual([0, undefined]);
});

test("slowed down, it says how long it waited; step by step, it goes on when told", async ({ page }) => {
  await open(page);
  await page.locator("#pace").getByText("Step by step").click();
  const session = page.locator("#shared-write");
  await session.getByRole("textbox").fill("The keynote is in the Garden Hall.");
  await session.getByRole("textbox").press("Enter");
  const next = page.locator("#pace").getByRole("button", { name: "Next step" });
  await expect(next).toBeEnabled();
  await expect(session.getByRole("button", { name: "Stop" })).toBeVisible();
  await next.click();
  await expect(page.locator("#pace .row")).toContainText("Slowed so that you can watch: waited");
  await page.locator("#pace").getByText("Full speed").click();
});

test("without JavaScript the page reads whole", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/");
  for (const text of ["Two sessions share nothing", "read-only access", "cwc_memory", "What is simulated here"]) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  await expect(page.locator("figure.still").first()).toBeVisible();
  await context.close();
});

for (const [width, colorScheme] of /** @type {const} */ ([
  [360, "light"],
  [768, "dark"],
  [1440, "light"],
])) {
  test(`at ${width} pixels, ${colorScheme}: nothing sticks out, nothing shifts, nothing is unreachable`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, baseURL });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const shifts = /** @type {any} */ (window.shifts = /** @type {number[]} */ ([]));
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries()))
          if (!entry.hadRecentInput) shifts.push(entry.value);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open(page);
    await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
    await say(page, "shared-write", `A${"very".repeat(60)}long word and a talk`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const shifts = await page.evaluate(() =>
      /** @type {any} */ (window).shifts.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0),
    );
    expect(shifts).toBeLessThan(0.02);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    const faults = await page.evaluate(async () => (await /** @type {any} */ (window).axe.run()).violations);
    expect(
      faults.map((/** @type {any} */ one) => [
        one.id,
        one.nodes.map((/** @type {any} */ node) => node.target.join(" ")),
      ]),
    ).toEqual([]);
    await context.close();
  });
}
