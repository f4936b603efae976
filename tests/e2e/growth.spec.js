// Sections 4, 6 and 7 as a reader plays them: how a store rots, what a dream costs, and whether it holds. Every number on the screen is held
// against what the API says.
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { axe, open, ready, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

const rot = (/** @type {Page} */ page) => page.locator("#rotting");
const bill = (/** @type {Page} */ page) => page.locator("#bill");
const growth = (/** @type {Page} */ page) => page.locator("#growing");

/** A call past the page, dreams included. @param {Page} page @param {string} method @param {string} path @param {object} [body] */
const call = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const beta = "managed-agents-2026-04-01,dreaming-2026-04-21";
    const headers = { "anthropic-beta": beta, "content-type": "application/json" };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await globalThis.dreamfs.fetch(`https://any.where${path}`, init);
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error.message}`);
    return answer;
  }, /** @type {const} */ ([method, path, body]));

/** Runs the sample's sessions over a fresh store; gives its id. @param {Page} page @returns {Promise<string>} */
async function rotten(page) {
  await rot(page)
    .getByRole("button", { name: /^(Run \d|Make it again)/ })
    .click();
  await expect(rot(page).getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(rot(page).getByRole("button", { name: "Make it again" })).toBeVisible();
  await expect(rot(page).locator(".problem")).toHaveCount(0);
  return rot(page).evaluate((/** @type {any} */ element) => element.storeId);
}

/** A dream over a store and the sample, to its end. @param {Page} page @param {string} store */
async function dreamed(page, store) {
  const sample = await rot(page).evaluate((/** @type {any} */ element) => element.samples);
  const ids = [];
  for (const { title, created_at, time_zone, events } of sample)
    ids.push((await call(page, "POST", "/dreamfs/v1/sessions", { title, created_at, time_zone, events })).id);
  const inputs = [
    { type: "memory_store", memory_store_id: store },
    { type: "sessions", session_ids: ids },
  ];
  const { id } = await call(page, "POST", "/v1/dreams", { inputs, model: "dreamfs-offline" });
  const look = () => call(page, "GET", `/v1/dreams/${id}`);
  await expect.poll(async () => (await look()).status).toBe("completed");
  await page.evaluate(() => void document.dispatchEvent(new CustomEvent("dreamfs-changed")));
  await expect(bill(page).locator("output")).toBeVisible();
  return look();
}

/** A number as the page writes it. @param {number} n */
const written = (n) => Math.round(n).toLocaleString("en");
/** Money as the page writes it, as a number. @param {string} text */
const dollars = (text) => Number(text.replace(/[$,\s]/g, ""));

test("an append-only store fills, and what is wrong with it is counted and marked as the engine has it", async ({
  page,
}) => {
  await open(page);
  await expect(rot(page)).toContainText("No store has been made yet");
  const id = await rotten(page);
  const analysis = await call(page, "GET", `/dreamfs/v1/memory_stores/${id}/analysis`);
  expect(analysis.counts.duplicates).toBeGreaterThan(0);
  expect(analysis.counts.contradictions).toBeGreaterThan(0);
  expect(analysis.counts.relative_dates).toBeGreaterThan(0);
  const { lines, duplicates, contradictions, relative_dates } = analysis.counts;
  const shown = (await rot(page).locator(".counts dd").allInnerTexts()).map(Number);
  expect(shown).toEqual([lines, duplicates, contradictions, relative_dates]);

  // The file is what stands in the store, and each mark stands in its line.
  const { data } = await call(page, "GET", `/v1/memory_stores/${id}/memories?view=full`);
  const file = data.find((/** @type {any} */ one) => one.path === "/sessions.md");
  const texts = await rot(page)
    .locator(".lines li .t")
    .evaluateAll((all) =>
      all.map((one) =>
        [...one.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE || node.nodeName === "MARK")
          .map((node) => node.textContent)
          .join("")
          .trimEnd(),
      ),
    );
  expect(texts).toEqual(file.content.trimEnd().split("\n"));
  await expect(rot(page).locator(".lines .mark")).toHaveCount(analysis.lines.length);
  for (const { line, kind } of analysis.lines)
    await expect(rot(page).locator(`.lines li:nth-child(${line}) .mark.${kind}`)).toHaveCount(1);

  // A mark leads to the line that it speaks of.
  const twice = analysis.lines.find((/** @type {any} */ one) => one.kind === "duplicate");
  await rot(page).locator(`.lines li:nth-child(${twice.line}) button.duplicate`).click();
  await expect(rot(page).locator(".lines .looked")).toHaveCount(1);
  await expect(rot(page).locator(`.lines li:nth-child(${twice.of.line})`)).toBeFocused();
});

test("it was written by real sessions, at the times of the sample, and the clock is put back", async ({ page }) => {
  await open(page);
  const id = await rotten(page);
  const sample = await rot(page).evaluate((/** @type {any} */ element) => element.samples);
  const { data } = await call(page, "GET", `/v1/sessions?memory_store_id=${id}&limit=100`);
  expect(data).toHaveLength(sample.length);
  const versions = await call(page, "GET", `/v1/memory_stores/${id}/memory_versions`);
  const writers = new Set(versions.data.map((/** @type {any} */ one) => one.created_by.session_id));
  expect([...writers].sort()).toEqual(data.map((/** @type {any} */ one) => one.id).sort());
  const days = sample.map((/** @type {any} */ one) => one.created_at.slice(0, 10));
  const file = await rot(page).locator(".lines").innerText();
  for (const day of days) expect(file).toContain(day);
  const { now } = await call(page, "POST", "/dreamfs/v1/clock", {});
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(10_000);
});

test("it can be made again, and is found again after a reload; the old one is archived", async ({ page }) => {
  await open(page);
  const first = await rotten(page);
  const second = await rotten(page);
  expect(second).not.toBe(first);
  expect((await call(page, "GET", `/v1/memory_stores/${first}`)).archived_at).not.toBeNull();
  const before = await rot(page).locator(".lines").innerText();
  await page.reload();
  await ready(page);
  await expect(rot(page).getByRole("button", { name: "Make it again" })).toBeVisible();
  await expect.poll(() => rot(page).evaluate((/** @type {any} */ element) => element.storeId)).toBe(second);
  await expect.poll(() => rot(page).locator(".lines").innerText()).toBe(before);
});

test("stopped in the middle, it keeps what was written and puts the clock back", async ({ page }) => {
  await open(page);
  await page.locator("#pace").first().getByText("Step by step").click();
  await rot(page).getByRole("button", { name: /^Run/ }).click();
  await rot(page).getByRole("button", { name: "Stop" }).click();
  await expect(rot(page).getByRole("button", { name: /^(Run|Make it again)/ })).toBeVisible();
  const { now } = await call(page, "POST", "/dreamfs/v1/clock", {});
  expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(10_000);
  await page.locator("#pace").first().getByText("Full speed").click();
});

test("the bill is the dream's own tokens at the table's prices, and follows every knob", async ({ page }) => {
  await open(page);
  await expect(bill(page)).toContainText("No dream has been completed yet");
  const dream = await dreamed(page, await rotten(page));
  const table = await call(page, "GET", "/dreamfs/v1/prices");
  const { usage } = dream;
  const fields = ["cache_read_input_tokens", "cache_creation_input_tokens", "input_tokens", "output_tokens"];
  const prices = ["cache_read", "cache_write", "input", "output"];
  const cells = (/** @type {number} */ column) =>
    bill(page).locator(`tbody tr td:nth-of-type(${column})`).allInnerTexts();
  expect(await cells(1)).toEqual(fields.map((field) => written(usage[field])));
  const sum = (/** @type {any} */ model) =>
    fields.reduce((all, field, at) => all + (usage[field] * model[prices[at]]) / 1e6, 0);
  const shown = async () => dollars(await bill(page).locator("output").innerText());
  const near = (/** @type {number} */ is, /** @type {number} */ want) =>
    expect(Math.abs(is / want - 1)).toBeLessThan(0.06);
  near(await shown(), sum(table.models[0]));

  // The share is this run's own, beside the workshop's.
  const input = usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
  const own = `${((usage.cache_read_input_tokens / input) * 100).toFixed(1).replace(/\.0$/, "")} %`;
  await expect(bill(page).getByRole("button", { name: `This run: ${own}` })).toHaveAttribute("aria-pressed", "true");
  await expect(bill(page)).toContainText("tokens estimated");
  await expect(bill(page)).toContainText(`as of ${table.table_date}`);
  await bill(page).getByRole("button", { name: "The workshop: about 95 %" }).click();
  expect((await cells(1))[0]).toBe(written(input * 0.95));
  await expect(bill(page)).toContainText("supposed, not measured");
  await bill(page).getByRole("button", { name: "This run" }).click();
  expect((await cells(1))[0]).toBe(written(usage.cache_read_input_tokens));

  // Another model, a batch, a price of the reader's own.
  const haiku = table.models.find((/** @type {any} */ one) => one.model.includes("haiku"));
  await bill(page).getByLabel("Priced as").selectOption(haiku.model);
  near(await shown(), sum(haiku));
  await bill(page)
    .getByLabel(/Scheduled as a batch/)
    .check();
  near(await shown(), sum(haiku) * table.batch_rate);
  await bill(page)
    .getByLabel(/Scheduled as a batch/)
    .uncheck();
  await bill(page).getByLabel("Price of a million tokens: Output").fill("40");
  await bill(page).getByLabel("Price of a million tokens: Output").press("Tab");
  near(await shown(), sum({ ...haiku, output: 40 }));
  await bill(page).getByLabel("Price of a million tokens: Output").fill("much");
  await bill(page).getByLabel("Price of a million tokens: Output").press("Tab");
  await expect(bill(page).getByLabel("Price of a million tokens: Output")).toHaveValue("40");
  await bill(page).getByRole("button", { name: "Back to the table" }).click();
  near(await shown(), sum(haiku));
});

test("under a hard cap it stops there, and what it kept is shown", async ({ page }) => {
  await open(page);
  const first = await dreamed(page, await rotten(page));
  await bill(page).getByRole("button", { name: "Run again under this cap" }).click();
  const outcome = bill(page).locator(".outcome");
  await expect(outcome).toContainText("Stopped at the cap");
  const { data } = await call(page, "GET", "/v1/dreams?limit=1");
  const [again] = data;
  expect([again.status, again.error.type]).toEqual(["failed", "token_budget_reached"]);
  expect(again.inputs).toEqual(first.inputs);
  const used = Object.values(again.usage).reduce((all, n) => all + (typeof n === "number" ? n : 0), 0);
  await expect(outcome).toContainText(`It used ${written(used)} of`);
  const kept = await call(page, "GET", `/v1/memory_stores/${again.outputs[0].memory_store_id}/memories`);
  for (const { path } of kept.data) await expect(outcome).toContainText(path);
  // The dream that is priced is still the first one.
  await expect(bill(page).locator("h3")).toContainText(first.id.slice(-6));

  const slider = bill(page).getByLabel(/^Hard cap/);
  await slider.press("End");
  await bill(page).getByRole("button", { name: "Run again under this cap" }).click();
  await expect(outcome).toContainText("Completed within the cap");
});

test("three stores are measured as sessions pile up, and the reader's workspace stays as it was", async ({ page }) => {
  test.slow();
  await open(page);
  const before = await call(page, "GET", "/v1/memory_stores?limit=100");
  await growth(page).getByLabel("Sessions", { exact: true }).selectOption("12");
  await growth(page).getByRole("button", { name: "Start the run" }).click();
  await expect(growth(page).locator(".progress p")).toContainText(/Session \d+ of 12: (telling|asking|dreaming over)/);
  await expect(growth(page).getByRole("button", { name: "Measure again" })).toBeVisible({ timeout: 90_000 });
  await expect(growth(page).locator(".problem")).toHaveCount(0);
  await expect(growth(page).locator(".progress p")).toContainText("All 12 sessions");

  const points = await growth(page).evaluate((/** @type {any} */ element) => element.points);
  expect(points.map((/** @type {any} */ one) => [one.session, one.arm])).toEqual(
    [6, 12].flatMap((session) => ["append", "tidy", "dream"].map((arm) => [session, arm])),
  );
  const last = Object.fromEntries(points.slice(-3).map((/** @type {any} */ one) => [one.arm, one]));
  expect(last.append.duplicates).toBeGreaterThan(last.dream.duplicates);
  expect(last.append.claims).toBeGreaterThan(last.dream.claims);
  await growth(page).getByText("The numbers as a table").click();
  const rows = await growth(page).locator("tbody tr").allInnerTexts();
  expect(
    rows.map((row) =>
      row
        .split("\t")
        .slice(2)
        .map((cell) => cell.replaceAll(",", "")),
    ),
  ).toEqual(
    points.map((/** @type {any} */ one) => [
      ...[one.claims, one.duplicates, one.contradictions, one.relative_dates, one.lines, one.files, one.bytes].map(
        String,
      ),
      `${one.right} of ${one.asked}`,
    ]),
  );
  // What a screen reader is told of a chart is what was measured.
  const chart = growth(page).getByRole("img", { name: /^Claims in the store/ });
  await expect(chart).toHaveAccessibleName(new RegExp(`append only ${last.append.claims}; tidy ${last.tidy.claims}`));

  const downloading = page.waitForEvent("download");
  await growth(page)
    .getByRole("button", { name: /^Download/ })
    .click();
  const saved = JSON.parse(await readFile(await (await downloading).path(), "utf8"));
  expect(saved.about).toMatch(/^Synthetic/);
  expect([saved.sessions.length, saved.known.length, saved.measured]).toEqual([12, 12, points]);
  const after = await call(page, "GET", "/v1/memory_stores?limit=100");
  expect(after).toEqual(before);
});

test("a measured run stops when it is told to, and keeps what it measured", async ({ page }) => {
  await open(page);
  await growth(page).getByLabel("Sessions", { exact: true }).selectOption("60");
  await growth(page).getByLabel("Dream and measure every").selectOption("3");
  await growth(page).getByRole("button", { name: "Start the run" }).click();
  await expect
    .poll(() => growth(page).evaluate((/** @type {any} */ element) => element.points.length))
    .toBeGreaterThan(2);
  await growth(page).getByRole("button", { name: "Stop" }).click();
  await expect(growth(page).getByRole("button", { name: "Measure again" })).toBeVisible();
  await expect(growth(page).locator(".progress p")).toContainText(/Stopped in session \d+ of 60/);
  await expect(growth(page).locator("circle")).not.toHaveCount(0);
});

// Both widths in both schemes are gone through by tour.spec.js.
for (const width of [1440]) {
  for (const colorScheme of /** @type {const} */ (["light"])) {
    test(`at ${width} pixels, ${colorScheme}: sections 4, 6 and 7 are whole and within reach`, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await open(page);
      await dreamed(page, await rotten(page));
      await bill(page).getByRole("button", { name: "Run again under this cap" }).click();
      await expect(bill(page).locator(".outcome")).toContainText("It used");
      await growth(page).getByLabel("Sessions", { exact: true }).selectOption("12");
      await growth(page).getByRole("button", { name: "Start the run" }).click();
      await expect(growth(page).getByRole("button", { name: "Measure again" })).toBeVisible({ timeout: 90_000 });
      await growth(page).getByText("The numbers as a table").click();
      await rot(page).locator(".prompt summary").click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await axe(page)).toEqual([]);
    });
  }
}
