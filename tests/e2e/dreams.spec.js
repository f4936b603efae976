// Section 5 as a reader plays it: a dream is chosen, quoted, watched, canceled, found again; its result is judged, kept or discarded.
// What the official SDK does with dreams stands in pages/sdk-operations.js.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, test } from "@playwright/test";
import { axe, call, memoriesPath, open, ready, say, store, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const dream = (page) => page.locator("#dream");
/** @param {Page} page */
const review = (page) => page.locator("#review");
/** @param {import("@playwright/test").Locator} within @param {string | RegExp} name */
const button = (within, name) => within.getByRole("button", { name });

/** Dreams have a beta of their own. @param {Page} page @param {string} method @param {string} path @param {object} [body] */
const ask = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const headers = { "anthropic-beta": "dreaming-2026-04-21", "content-type": "application/json" };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    return (await globalThis.dreamfs.fetch(`https://any.where${path}`, init)).json();
  }, /** @type {const} */ ([method, path, body]));
/** @param {Page} page @returns {Promise<any>} */
const newest = async (page) => (await ask(page, "GET", "/v1/dreams?limit=1")).data[0];
/** @param {Page} page @param {"Full speed" | "Slow" | "Step by step"} pace */
const setPace = (page, pace) => dream(page).getByText(pace, { exact: true }).click();

/** A store with a doubled line, a past session of each sample, and one of the reader's own. @param {Page} page */
async function prepared(page) {
  await open(page);
  await say(page, "shared-write", "My talk is at 14:00 in room Aspen.");
  const content = "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n";
  await call(page, "POST", await memoriesPath(page), { path: "/notes.md", content });
  await button(dream(page), /^Add \d+ sample sessions$/).click();
  await expect(dream(page).getByRole("checkbox", { checked: true })).not.toHaveCount(1);
  await expect(button(dream(page), /^Add/)).toHaveCount(0);
}

/** Plays at full speed, to the end. @param {Page} page */
async function dreamt(page) {
  await button(dream(page), "Play the dream").click();
  await expect(dream(page).locator("header")).toContainText("Completed");
  await expect(review(page).getByRole("tab", { name: /Every line/ })).toBeVisible();
  return newest(page);
}

test.describe("on the page", () => {
  /** @type {string[]} */
  let faults;
  test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
  test.afterEach(() => expect(faults).toEqual([]));

  test("the sessions above are ticked with the sample's, and an estimate comes before the run", async ({ page }) => {
    await prepared(page);
    const rows = dream(page).locator(".sessions li");
    const sessions = (await call(page, "GET", "/v1/sessions?limit=100")).data;
    await expect(rows).toHaveCount(sessions.length);
    await expect(dream(page).getByRole("checkbox", { checked: true })).toHaveCount(sessions.length);
    await expect(rows.filter({ hasText: "yours" })).toHaveCount(1);
    await expect(rows.filter({ hasText: "yours" })).toContainText("write_test");
    const quote = dream(page).locator(".quote");
    await expect(quote).toContainText(/Estimate: \d+ requests, .* tokens in/);
    await expect(quote).toContainText(/\$\d.*\(price table of \d{4}-\d\d-\d\d\)/);
    const before = await quote.innerText();
    await rows.filter({ hasText: "yours" }).getByRole("checkbox").uncheck();
    await expect(dream(page)).toContainText(`Sessions to read: ${sessions.length - 1} of ${sessions.length}`);
    await expect(quote).not.toHaveText(before);
    expect((await ask(page, "GET", "/v1/dreams")).data).toEqual([]);
    await button(dream(page), "Untick all").click();
    await expect(button(dream(page), "Play the dream")).toBeDisabled();
  });

  test("a dream is watched at a slow pace; its counters are those of its events", async ({ page }) => {
    test.slow();
    await prepared(page);
    await setPace(page, "Slow");
    await button(dream(page), "Play the dream").click();
    await expect(dream(page).locator("header")).toContainText("Dreaming");
    const { inputs } = await newest(page);
    const cards = dream(page).locator(".agents .card");
    await expect(cards).toHaveCount(inputs[1].session_ids.length);
    await expect(dream(page).locator('[aria-current="step"]')).toContainText("Read");
    const output = dream(page).locator('[data-kind="output"]');
    await expect(output).not.toHaveText("0");
    const early = Number((await output.innerText()).replaceAll(",", ""));
    await expect(dream(page)).toContainText(/waited [\d.]+ s, worked [\d.]+ m?s/);
    await setPace(page, "Full speed");
    await expect(dream(page).locator("header")).toContainText("Completed");
    const { usage, session_id } = await newest(page);
    expect(usage.output_tokens).toBeGreaterThan(early);
    for (const [kind, count] of [
      ["input", usage.input_tokens],
      ["written", usage.cache_creation_input_tokens],
      ["cached", usage.cache_read_input_tokens],
      ["output", usage.output_tokens],
    ])
      await expect(dream(page).locator(`[data-kind="${kind}"]`)).toHaveText(count.toLocaleString("en"));
    await expect(cards.filter({ hasText: "done" })).toHaveCount(inputs[1].session_ids.length);
    // Each card shows as many findings as its thread reports.
    const threads = (await call(page, "GET", `/v1/sessions/${session_id}/threads?limit=100`)).data;
    for (const thread of threads.filter((/** @type {any} */ one) => one.parent_thread_id)) {
      const events = (await call(page, "GET", `/v1/sessions/${session_id}/threads/${thread.id}/events?limit=100`)).data;
      const found = events.flatMap((/** @type {any} */ event) => event.input?.findings ?? []);
      const shown = await dream(page).locator(`[data-thread="${thread.id}"]`).innerText();
      const line = /page \d+ of \d+(?:: (.*))?/.exec(shown)?.[1] ?? "";
      const sum = [...line.matchAll(/(\d+) [a-z]+/g)].reduce((all, [, n]) => all + Number(n), 0);
      expect(sum, shown).toBe(found.length);
    }
  });

  test("any agent opens, and its thread reads in words", async ({ page }) => {
    await prepared(page);
    await dreamt(page);
    const card = dream(page).locator(".agents .card").filter({ hasText: "write_test" });
    await card.click();
    await expect(button(dream(page), "Back to all agents")).toBeFocused();
    const read = dream(page).locator(".tool").filter({ hasText: "read_transcript" }).first();
    await read.locator("summary").click();
    await expect(read.locator(".words")).toContainText("My talk is at 14:00 in room Aspen.");
    await expect(read.locator("dd").last()).toContainText('"speaker":"user"');
    await expect(dream(page).locator(".transcript")).toContainText("From the orchestrator");
    await expect(dream(page).locator(".transcript").getByRole("textbox")).toHaveCount(0);
    await button(dream(page), "Back to all agents").press("Enter");
    await expect(card).toBeFocused();
    await dream(page).locator('[data-thread="primary"]').press("Enter");
    await expect(dream(page).locator(".tool").filter({ hasText: "verify" })).toHaveCount(1);
  });

  test("every line has its verdict, its place, and the words that it rests on", async ({ page }) => {
    await prepared(page);
    const { id } = await dreamt(page);
    const report = await ask(page, "GET", `/dreamfs/v1/dreams/${id}/report`);
    await expect(review(page)).toContainText("The input store cwc_memory is unchanged.");
    await expect(review(page).locator(".proof")).toContainText(`revision ${report.input.revision_before}`);
    await expect(review(page).locator(".proof code").first()).toHaveAttribute("title", report.input.sha256_before);
    await expect(review(page).locator(".proof code").last()).toHaveAttribute("title", report.input.sha256_before);
    const rows = [...report.claims, ...report.added.map((/** @type {object} */ one) => ({ ...one, verdict: "added" }))];
    expect(rows.length).toBeLessThan(60);
    await expect(review(page).locator(".claim")).toHaveCount(rows.length);
    for (const verdict of new Set(rows.map((row) => row.verdict))) {
      const wanted = rows.filter((row) => row.verdict === verdict);
      await review(page).locator(`[data-verdict="${verdict}"]`).click();
      await expect(review(page).locator(".claim .text")).toHaveText(wanted.map((row) => row.text));
    }
    await button(review(page), /^All lines/).click();
    // The reader's own words are evidence, and named as theirs.
    const own = (await call(page, "GET", "/v1/sessions?limit=100")).data.find(
      (/** @type {any} */ s) => s.title === "write_test",
    );
    const at = rows.findIndex((row) => row.evidence.some((/** @type {any} */ source) => source.session_id === own.id));
    expect(at).toBeGreaterThanOrEqual(0);
    const row = review(page).locator(".claim").nth(at);
    await row.locator("summary").click();
    await expect(row.locator("figcaption").filter({ hasText: "Your own words in write_test" })).toBeVisible();
    const source = rows[at].evidence.find((/** @type {any} */ one) => one.session_id === own.id);
    const said = "My talk is at 14:00 in room Aspen.".slice(source.start, source.end);
    await expect(row.locator("mark").filter({ hasText: said }).first()).toHaveText(said);
    // Its place leads into the output store.
    const placed = rows.findIndex((row) => row.into);
    await review(page).locator(".claim").nth(placed).locator("button.place").click();
    await expect(review(page).getByRole("tab", { name: /^Files/ })).toHaveAttribute("aria-selected", "true");
    await expect(review(page).locator(".here")).toHaveAttribute("data-line", String(rows[placed].into.line));
    await expect(review(page).locator(".files .leaf")).toHaveCount(report.files.length);
    await review(page)
      .getByRole("tab", { name: /^Checks/ })
      .click();
    await expect(review(page).locator(".checks").getByText("Passed")).toHaveCount(report.checks.length);
    await expect(review(page).locator("tbody tr")).toHaveCount(report.stages.length);
  });

  test("a change is accepted or taken back, hunk by hunk", async ({ page }) => {
    await prepared(page);
    const { inputs, outputs } = await dreamt(page);
    const [from, to] = [inputs[0].memory_store_id, outputs[0].memory_store_id];
    await call(page, "POST", `/v1/memory_stores/${to}/memories`, { path: "/z_added.md", content: "- One line more\n" });
    await page.reload();
    await ready(page);
    await review(page)
      .getByRole("tab", { name: /^Difference/ })
      .click();
    const file = review(page).getByRole("region", { name: "Changes in /z_added.md" });
    await expect(file.locator(".plus")).toContainText("One line more");
    const hunks = async () =>
      (await call(page, "GET", `/dreamfs/v1/diff?from=${from}&to=${to}`)).files.flatMap(
        (/** @type {any} */ one) => one.hunks,
      );
    const before = (await hunks()).length;
    await button(file, "Accept").click();
    await expect(file).toContainText("Accepted: it stays.");
    expect((await hunks()).length).toBe(before);
    await button(file, "Take back").click();
    await expect(file).toHaveCount(0);
    expect((await hunks()).length).toBe(before - 1);
    await expect(review(page).locator(".hunk")).toHaveCount(before - 1);
  });

  test("what was accepted and taken back is seen again after a reload", async ({ page }) => {
    await prepared(page);
    await dreamt(page);
    const difference = () =>
      review(page)
        .getByRole("tab", { name: /^Difference/ })
        .click();
    await difference();
    const files = review(page).getByRole("region", { name: /^Changes in / });
    const taken = review(page).getByRole("region", { name: /^Taken back in / });
    const accepted = review(page).getByText("Accepted: it stays.");
    await button(files.first(), "Accept").first().click();
    await expect(accepted).toHaveCount(1);
    const path = await files.last().getByRole("heading").textContent();
    const words = await files.last().locator(".hunk").last().locator(".line").allTextContents();
    await button(files.last(), "Take back").last().click();
    await expect(taken).toHaveCount(1);
    // The link says which part is open.
    expect(new URL(page.url()).hash).toBe("#dreaming:tab=difference");
    await page.reload();
    await ready(page);
    await expect(review(page).getByRole("tab", { name: /^Difference/ })).toHaveAttribute("aria-selected", "true");
    await expect(accepted).toHaveCount(1);
    await expect(taken.getByRole("heading")).toHaveText(String(path));
    expect(await taken.locator(".line").allTextContents()).toEqual(words);
    await expect(taken.getByRole("button")).toHaveCount(0);
  });

  test("a result that is kept is mounted from then on, and can be left again", async ({ page }) => {
    await prepared(page);
    await dreamt(page);
    await button(review(page), "Keep: use this store").click();
    await expect(review(page).locator(".foot")).toContainText("Future sessions mount cwc_memory (dream 1).");
    await expect(store(page).locator("h3")).toHaveText("cwc_memory (dream 1)");
    await expect(page.locator("#in-use")).toContainText("cwc_memory (dream 1)");
    const answer = await say(page, "shared-recall", "When is my talk?");
    await expect(answer).toContainText("14:00");
    await expect(page.locator("#shared-recall .mounts")).toContainText("/mnt/memory/cwc-memory-dream-1");
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await ready(page);
    await expect(store(page).locator("h3")).toHaveText("cwc_memory (dream 1)");
    await expect(page.locator("#shared-recall .user")).toHaveCount(1);
    await expect(review(page).locator("header")).toContainText("in use");
    await button(review(page), "Go back to cwc_memory").click();
    await expect(store(page).locator("h3")).toHaveText("cwc_memory");
    await expect(page.locator("#in-use")).toBeHidden();
    await expect(page.locator("#shared-write .user")).toHaveCount(1);
  });

  test("a dream that is canceled keeps what it wrote, which is then discarded", async ({ page }) => {
    await prepared(page);
    await setPace(page, "Step by step");
    await button(dream(page), "Play the dream").click();
    for (let steps = 0; steps < 3; steps++) await button(dream(page), "Next step").click();
    await button(dream(page), "Cancel").click();
    await expect(dream(page).locator("header")).toContainText("Canceled");
    await expect(dream(page)).toContainText("You canceled it. What it had written is kept in cwc_memory (dream 1).");
    await setPace(page, "Full speed");
    const { status, outputs } = await newest(page);
    expect(status).toBe("canceled");
    await expect(review(page).getByRole("tab", { name: /^Difference/ })).toHaveAttribute("aria-selected", "true");
    await button(review(page), "Discard").click();
    await expect(button(review(page), "Archive it")).toBeFocused();
    await button(review(page), "Archive it").click();
    await expect(review(page).locator(".foot")).toContainText("Discarded: this store is archived.");
    expect((await call(page, "GET", `/v1/memory_stores/${outputs[0].memory_store_id}`)).archived_at).toBeTruthy();
    await button(dream(page), "Dream again").click();
    await expect(button(dream(page), "Play the dream")).toBeEnabled();
    await dreamt(page);
    expect((await ask(page, "GET", "/v1/dreams")).data.length).toBe(2);
  });

  test("Reset takes a dream away with all that came of it, even while it runs", async ({ page }) => {
    await prepared(page);
    await dreamt(page);
    await button(review(page), "Keep: use this store").click();
    await expect(store(page).locator("h3")).toHaveText("cwc_memory (dream 1)");
    await button(dream(page), "Dream again").click();
    await setPace(page, "Step by step");
    await button(dream(page), "Play the dream").click();
    await expect(button(dream(page), "Next step")).toBeEnabled();
    await page.getByText("Start again").click();
    await Promise.all([page.waitForEvent("load"), page.locator("#reset").click()]);
    await ready(page);
    await expect(store(page)).toContainText("This store is empty");
    await expect(store(page).locator("h3")).toHaveText("cwc_memory");
    await expect(dream(page)).toContainText("A new dream");
    expect((await ask(page, "GET", "/v1/dreams")).data).toEqual([]);
    expect((await call(page, "GET", "/v1/memory_stores")).data.length).toBe(1);
    expect((await call(page, "GET", "/v1/sessions?include_archived=true")).data).toEqual([]);
  });

  test("a dream that fails says why", async ({ page }) => {
    await prepared(page);
    await setPace(page, "Step by step");
    await button(dream(page), "Play the dream").click();
    await expect(button(dream(page), "Next step")).toBeEnabled();
    const { inputs } = await newest(page);
    await call(page, "DELETE", `/v1/sessions/${inputs[1].session_ids.at(-1)}`);
    await setPace(page, "Full speed");
    await expect(dream(page).locator("header")).toContainText("Failed");
    await expect(dream(page)).toContainText(/Failed: The session sesn_\w+ was deleted/);
    await expect(dream(page)).toContainText("input_session_unavailable");
  });

  test("while a dream runs, a session answers", async ({ page }) => {
    test.slow();
    await open(page);
    const id = await page.evaluate(async () => {
      const headers = { "anthropic-beta": "managed-agents-2026-04-01,dreaming-2026-04-21" };
      const post = async (/** @type {string} */ path, /** @type {object} */ body) =>
        (await globalThis.dreamfs.fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
      const made = await post("/v1/memory_stores", { name: "large" });
      const session_ids = [];
      for (let n = 0; n < 80; n++) {
        const created_at = new Date(Date.UTC(2026, 3, 1, 9, n)).toISOString();
        const events = Array.from({ length: 40 }, (_, at) => ({
          type: "user.message",
          processed_at: created_at,
          content: [
            {
              type: "text",
              text: `Talk ${n}-${at} is in room ${(n * 7 + at) % 31} at ${9 + (at % 8)}:30, next Tuesday.`,
            },
          ],
        }));
        session_ids.push(
          (await post("/dreamfs/v1/sessions", { title: `t_${n}`, created_at, time_zone: "UTC", events })).id,
        );
      }
      const inputs = [
        { type: "memory_store", memory_store_id: made.id },
        { type: "sessions", session_ids },
      ];
      return (await post("/v1/dreams", { inputs, model: "dreamfs-offline" })).id;
    });
    await expect.poll(async () => (await ask(page, "GET", `/v1/dreams/${id}`)).status).toBe("running");
    await expect(await say(page, "shared-write", "The keynote is in the Garden Hall.")).toContainText("Garden Hall");
    expect((await ask(page, "GET", `/v1/dreams/${id}`)).status).toBe("running");
    await expect
      .poll(async () => (await ask(page, "GET", `/v1/dreams/${id}`)).status, { timeout: 90_000 })
      .toBe("completed");
  });

  test("what a transcript, a store and a report hold is text, never markup", async ({ page }) => {
    const hostile = `<img src=x onerror="globalThis.__pwned=1"> My badge says <b>${"`"}\${7*7}</b>.`;
    await open(page);
    await call(page, "POST", await memoriesPath(page), { path: "/<img src=x>.md", content: `- ${hostile}\n` });
    const at = "2026-05-06T09:00:00Z";
    const events = [{ type: "user.message", processed_at: at, content: [{ type: "text", text: hostile }] }];
    await call(page, "POST", "/dreamfs/v1/sessions", { title: hostile, created_at: at, time_zone: "UTC", events });
    await page.reload();
    await ready(page);
    await dream(page).getByLabel("Instructions").fill(hostile);
    await dreamt(page);
    await expect(dream(page)).toContainText(hostile);
    await dream(page).locator(".agents .card").first().click();
    for (const tool of await dream(page).locator(".tool summary").all()) await tool.click();
    await expect(dream(page).locator(".transcript")).toContainText("<img src=x onerror=");
    for (const evidence of await review(page).locator(".evidence summary").all()) await evidence.click();
    await expect(review(page)).toContainText("<img src=x");
    for (const tab of ["Difference", "Files", "Checks"]) await review(page).getByRole("tab", { name: tab }).click();
    const made = await page.evaluate(() => {
      const roots = ["dream", "review"].map((id) => document.getElementById(id)?.shadowRoot);
      return roots.flatMap((root) =>
        [...(root?.querySelectorAll("img, b, script, iframe") ?? [])].map((one) => one.outerHTML),
      );
    });
    expect(made).toEqual([]);
    expect(await page.evaluate(() => "__pwned" in globalThis)).toBe(false);
  });

  // Both widths in both schemes are gone through by tour.spec.js.
  for (const width of [360]) {
    for (const colorScheme of /** @type {const} */ (["dark"])) {
      test(`at ${width} pixels, ${colorScheme}: nothing sticks out, nothing is unreachable`, async ({ page }) => {
        test.slow();
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const clean = async () => {
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
          expect(await axe(page)).toEqual([]);
        };
        await prepared(page);
        await clean();
        await setPace(page, "Step by step");
        await button(dream(page), "Play the dream").click();
        await button(dream(page), "Next step").click();
        await clean();
        await setPace(page, "Full speed");
        await expect(review(page).locator(".claim").first()).toBeVisible();
        for (const evidence of await review(page).locator(".evidence summary").all()) await evidence.click();
        await dream(page).locator(".agents .card").first().click();
        for (const tool of await dream(page).locator(".tool summary").all()) await tool.click();
        await clean();
        for (const tab of ["Difference", "Files", "Checks"]) {
          await review(page).getByRole("tab", { name: tab }).click();
          if (tab === "Files") await review(page).locator(".leaf").first().click();
          await clean();
        }
        await button(review(page), "Discard").click();
        await clean();
      });
    }
  }
});

test("a dream that is killed with its tab goes on when the page is opened again", async ({
  launchOptions,
  baseURL,
}) => {
  test.slow();
  const profile = mkdtempSync(join(tmpdir(), "dreamfs-profile-"));
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL });
  try {
    const page = await context.newPage();
    await prepared(page);
    await setPace(page, "Slow");
    await button(dream(page), "Play the dream").click();
    await expect(dream(page).locator(".agents .card").filter({ hasText: "done" })).not.toHaveCount(0);
    const before = await newest(page);
    expect(before.status).toBe("running");
    await page.close({ runBeforeUnload: false });
    const again = await context.newPage();
    const faults = watch(again, baseURL ?? "");
    await open(again);
    await expect(dream(again).locator("header")).toContainText("Completed");
    const after = await newest(again);
    expect([after.id, after.status, after.session_id]).toEqual([before.id, "completed", before.session_id]);
    await expect(dream(again).locator(".agents .card").filter({ hasText: "done" })).toHaveCount(
      after.inputs[1].session_ids.length,
    );
    await expect(review(again)).toContainText("The input store cwc_memory is unchanged.");
    expect(faults).toEqual([]);
  } finally {
    await context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});
