// The walkthrough as a reader plays it: sections 0 to 3 on the real engine. Nothing may be wrong in the console, and nothing may
// leave the tab.
import { expect, test } from "@playwright/test";
import {
  answered,
  axe,
  call,
  changed,
  measureShifts,
  memoriesPath,
  open,
  ready,
  said,
  say,
  store,
  watch,
} from "./reader.js";

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

test("section 0 says where the page runs, and how far it is", async ({ page, context }) => {
  await open(page);
  const status = page.locator("#status");
  await expect(status).toContainText("Ready, in this tab");
  await expect(status).toContainText("IndexedDB");
  await expect(status).toContainText("offline rules");
  await expect(status).toContainText("switch it off and try");
  await context.setOffline(true);
  await expect(status).toContainText("Off, and not needed");
  await context.setOffline(false);
  await expect(page.locator("footer")).toContainText("Agents that remember");
});

test("one session does not know what another was told; the first does", async ({ page }) => {
  await open(page);
  await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  const answer = await say(page, "isolated-recall", "When is my talk?");
  await expect(answer).not.toContainText("Aspen");
  await expect(page.locator("#isolated-recall .badge")).toHaveText("offline rules");
  await expect(await say(page, "isolated-write", "When is my talk?")).toContainText("14:00");
  await expect(page.locator("#isolated-write .tool, #isolated-recall .tool")).toHaveCount(0);
});

test("a suggestion does what typing does", async ({ page }) => {
  await open(page);
  const suggestion = page.locator("#isolated-write").getByRole("button", { name: "My talk is at 14:00" });
  await answered(page, "isolated-write", () => suggestion.click());
  await expect(page.locator("#isolated-write .user")).toHaveText(/My talk is at 14:00 in room Aspen\./);
});

test("section 1 goes by keyboard alone", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await expect(page.getByText("Skip to the first section")).toBeFocused();
  await page.keyboard.press("Enter");
  /** @param {string} id @param {string} words @param {string} [key] which way to go */
  const typed = async (id, words, key = "Tab") => {
    const box = page.locator(`#${id}`).getByRole("textbox");
    for (let presses = 0; !(await box.evaluate((box) => box.matches(":focus"))); presses++) {
      expect(presses).toBeLessThan(25);
      await page.keyboard.press(key);
    }
    expect(await box.evaluate((box) => getComputedStyle(box).outlineStyle)).toBe("solid");
    await page.keyboard.type(words);
    return answered(page, id, () => page.keyboard.press("Enter"));
  };
  await typed("isolated-write", "My badge number is 4127.");
  await expect(page.locator("#isolated-write").getByRole("textbox")).toBeFocused();
  await expect(await typed("isolated-recall", "What is my badge number?")).not.toContainText("4127");
  await expect(await typed("isolated-write", "What is my badge number?", "Shift+Tab")).toContainText("4127");
});

test("over one store, a later session answers from what it was never told", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(page.locator("#shared-write .tool.write").last()).toBeVisible();
  await expect(store(page)).toContainText("Garden Hall");
  const write = page.locator("#shared-write .tool.write").last();
  await write.locator("summary").click();
  await expect(write.locator("dd").first()).toContainText("/mnt/memory/cwc-memory/sessions.md");
  await expect(write.locator("dd").last()).toContainText(/^\s*(wrote|edited)/);
  const answer = await say(page, "shared-recall", "Where is the keynote?");
  await expect(answer).toContainText("Garden Hall");
  await expect(answer).toContainText(/\/mnt\/memory\/cwc-memory\/sessions\.md:\d+/);
  const looks = page.locator("#shared-recall .tool.read");
  for (const look of await looks.all()) {
    await look.locator("summary").click();
    await expect(look.locator("dd").first()).toBeVisible();
    await expect(look.locator("dd").last()).not.toBeEmpty();
  }
  await expect(page.locator("#shared-recall .transcript")).toContainText("Garden Hall at 9:30");
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
  await knobs.getByRole("tab", { name: "HTTP" }).click();
  const shown = await knobs.getByRole("tabpanel").innerText();
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(page.locator("#mounted .mounts")).toContainText("read-only");
  const { data } = await call(page, "GET", "/v1/sessions?limit=1");
  const [mount] = data[0].resources;
  expect([data[0].title, mount.access, mount.instructions]).toEqual(["mount_test", "read_only", 'Only "rooms"']);
  const body = JSON.parse(shown.slice(shown.indexOf("{"), shown.lastIndexOf("}") + 1));
  expect(body).toEqual({
    agent: data[0].agent.id,
    environment_id: data[0].environment_id,
    title: "mount_test",
    resources: [
      {
        type: "memory_store",
        memory_store_id: mount.memory_store_id,
        access: "read_only",
        instructions: 'Only "rooms"',
      },
    ],
  });
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
  await Promise.all([page.waitForEvent("load"), page.locator("#reset").click()]);
  await ready(page);
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

test("a file that is added while the store is being read opens with its text", async ({ page }) => {
  await open(page);
  await expect(store(page)).toContainText("This store is empty");
  // A client whose lists wait until they are let go.
  await store(page).evaluate((/** @type {any} */ element) => {
    const { fetch } = element.client;
    const hold = (globalThis.hold = { added: 0, go: () => {}, gate: Promise.resolve() });
    hold.gate = new Promise((resolve) => (hold.go = () => resolve(undefined)));
    element.client = {
      fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
        const request = new Request(input, init);
        const adds = request.method === "POST" && request.url.endsWith("/memories");
        if (request.method === "GET" && /\/memories($|\?)/.test(request.url)) await hold.gate;
        const response = await fetch(request);
        if (adds) hold.added += 1;
        return response;
      },
    };
  });
  const by = (/** @type {string} */ name) => store(page).getByRole("button", { name, exact: true });
  await by("Add a file").click();
  await store(page).getByLabel("Path").fill("/people/ana.md");
  await store(page).getByLabel("Text").fill("Ana likes trains.\n");
  await by("Add").click();
  await page.waitForFunction(() => globalThis.hold.added === 1);
  await page.evaluate(() => globalThis.hold.go());
  await expect(store(page).locator("pre.text")).toHaveText(/Ana likes trains/);
  await expect(by("Edit")).toBeVisible();
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
  const base = await memoriesPath(page);
  const made = await call(page, "POST", base, { path: "/a.md", content: "first" });
  await changed(page);
  const by = (/** @type {string} */ name) => store(page).getByRole("button", { name, exact: true });
  await by("Edit").click();
  await store(page).getByRole("textbox").fill("mine");
  await call(page, "POST", `${base}/${made.id}`, { content: "theirs" });
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

test("step by step, each step waits until it is told", async ({ page }) => {
  await open(page);
  const pace = page.locator("#pace");
  await pace.getByText("Step by step").click();
  const session = page.locator("#shared-write");
  await session.getByRole("textbox").fill("The keynote is in the Garden Hall.");
  await session.getByRole("textbox").press("Enter");
  const next = pace.getByRole("button", { name: "Next step" });
  await expect(session.getByRole("button", { name: "Stop" })).toBeVisible();
  for (let steps = 0; steps < 3; steps++) {
    await expect(next).toBeEnabled();
    await next.click();
    await expect(session.locator(".working")).toBeVisible();
  }
  // A press while nothing waits does nothing.
  const goOn = async () => {
    await next.evaluate((/** @type {HTMLButtonElement} */ button) => button.click());
    return session.locator(".working").count();
  };
  await expect.poll(goOn).toBe(0);
  await expect(pace.locator(".row")).toContainText("Slowed so that you can watch: waited");
  await expect(session.locator(".agent").last()).toContainText("Garden Hall");
  await pace.getByText("Full speed").click();
});

test("a turn that is held can be stopped", async ({ page }) => {
  await open(page);
  await page.locator("#pace").getByText("Step by step").click();
  const session = page.locator("#shared-write");
  await session.getByRole("textbox").fill("The keynote is in the Garden Hall.");
  await session.getByRole("textbox").press("Enter");
  await session.getByRole("button", { name: "Stop" }).click();
  await expect(session.locator(".working")).toHaveCount(0);
  await expect(session.locator(".transcript")).toContainText("You stopped it here.");
  await page.locator("#pace").getByText("Full speed").click();
  await expect(store(page)).toContainText("This store is empty");
});

test("slow, it waits between real steps and says how long", async ({ page }) => {
  test.slow();
  await open(page);
  await page.locator("#pace").getByText("Slow", { exact: true }).click();
  const answer = await answered(page, "shared-write", async () => {
    await page.locator("#shared-write").getByRole("textbox").fill("Lunch is in the courtyard.");
    await page.locator("#shared-write").getByRole("textbox").press("Enter");
    await expect(page.locator("#shared-write .working")).toBeVisible();
    await expect(page.locator("#shared-write .working")).toHaveCount(0, { timeout: 40_000 });
  });
  await expect(answer).toContainText("courtyard");
  await expect(page.locator("#pace .row")).toContainText(/waited [\d.]+ s, worked [\d.]+ m?s/);
  await page.locator("#pace").getByText("Full speed").click();
});

test("with the network off, everything goes on", async ({ page, context }) => {
  await open(page);
  await context.setOffline(true);
  await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
  await page.locator("#knobs").getByRole("button", { name: /^Run/ }).click();
  await say(page, "mounted", "Remember that lunch is in the courtyard.");
  await expect(store(page)).toContainText("courtyard");
  await store(page).getByRole("button", { name: "Edit", exact: true }).click();
  await store(page).getByRole("textbox").fill("By hand, offline.\n");
  await store(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(store(page).locator("pre.text")).toHaveText(/By hand, offline/);
  await context.setOffline(false);
});

test("the wire shows the requests that were made, and what came back", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  const wire = page.locator("#shared-write dreamfs-wire");
  await wire.getByText("Show the wire").click();
  const rows = wire.locator("li");
  await expect(rows.filter({ hasText: /^\s*POST\s*\/v1\/sessions\s+200/ })).toHaveCount(1);
  const sent = rows.filter({ hasText: "POST" }).filter({ hasText: "/events" });
  await sent.locator("summary").click();
  await expect(sent).toContainText('"user.message"');
  await expect(sent).toContainText("model that ran: dreamfs-offline");
  const stream = rows.filter({ hasText: "/events/stream" });
  await stream.locator("summary").click();
  await expect(stream).toContainText("event: agent.tool_use");
  await expect(stream).toContainText("event: session.status_idle");
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

for (const width of [360, 768, 1440])
  test(`at ${width} pixels, light and dark: nothing sticks out, nothing shifts, nothing is unreachable`, async ({
    page,
  }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    const clean = async () => {
      for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect(await axe(page), colorScheme).toEqual([]);
      }
    };
    const shifted = await measureShifts(page);
    await open(page);
    await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
    // The field grows with what is typed; without a click, typing by script does not count as the reader's doing.
    await page.locator("#shared-write").getByRole("textbox").click();
    await say(page, "shared-write", `A${"very".repeat(60)}long word and a talk`);
    await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
    const { sum, shifts } = await shifted();
    expect(sum, JSON.stringify(shifts)).toBeLessThan(0.02);
    await clean();
    // Everything that opens, open.
    for (const tool of await page.locator("#shared-write .tool summary").all()) await tool.click();
    await page.locator("#shared-write").getByText("Show the wire").click();
    await page.locator("#shared-write dreamfs-wire li summary").first().click();
    await store(page)
      .getByRole("button", { name: /^History/ })
      .click();
    await expect(store(page).locator(".diff")).toBeVisible();
    await store(page).getByRole("button", { name: "Rename" }).click();
    await page.getByText("Start again").click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await clean();
  });
