// Every task of the walkthrough with the keyboard alone, and what a screen reader is told meanwhile.
import { expect, test } from "@playwright/test";
import { open, store, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

/** Goes to a section as its link does: the next Tab is the first control in it. @param {Page} page @param {string} id */
const section = (page, id) => page.evaluate((id) => void (location.hash = `#${id}`), id);

/** Tabs on until something has the focus, and looks that this can be seen. @param {Page} page @param {Locator} target @param {string} [key] */
async function to(page, target, key = "Tab") {
  for (let presses = 0; !(await target.evaluate((one) => one.matches(":focus"))); presses++) {
    expect(presses, `${target} is not reached`).toBeLessThan(80);
    await page.keyboard.press(key);
  }
  const seen = await target.evaluate((one) => {
    const styled = one.matches("input[type=radio]") ? (one.closest("fieldset, label") ?? one) : one;
    return [one, styled].some((each) => getComputedStyle(each).outlineStyle !== "none");
  });
  expect(seen, `the focus on ${target} is not seen`).toBe(true);
}

/** @param {Page} page @param {Locator} target @param {string} [key] */
async function press(page, target, key = "Enter") {
  await to(page, target);
  await page.keyboard.press(key);
}

/** One of the live regions within an element says this. @param {Page} page @param {string} id @param {string | RegExp} words */
const told = (page, id, words) =>
  expect(page.locator(`#${id} [role=status]`).filter({ hasText: words })).not.toHaveCount(0);

/** @param {Page} page @param {string} id @param {string} words */
async function type(page, id, words) {
  const before = await page.locator(`#${id} .agent:not(.pending)`).count();
  await to(page, page.locator(`#${id}`).getByRole("textbox"));
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await expect(page.locator(`#${id} .agent:not(.pending)`)).not.toHaveCount(before);
  await expect(page.locator(`#${id} .working`)).toHaveCount(0);
}

test("sections 1 to 3 go by keyboard, and are told", async ({ page }) => {
  test.slow();
  await open(page);
  await section(page, "isolated");
  await type(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  await told(page, "isolated-write", "Agent:");
  await type(page, "isolated-recall", "When is my talk?");
  await told(page, "isolated-recall", "Agent:");

  await section(page, "mount");
  const knobs = page.locator("#knobs");
  await to(page, knobs.getByRole("radio", { name: /Read and write/ }));
  await page.keyboard.press("ArrowDown");
  await expect(knobs.getByRole("radio", { name: /Read-only/ })).toBeChecked();
  await to(page, knobs.getByRole("tab", { name: "Command line" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(knobs.getByRole("tab", { name: "HTTP" })).toBeFocused();
  await press(page, knobs.getByRole("button", { name: /^Run/ }));
  await expect(page.locator("#mounted .mounts")).toContainText("read-only");
  await told(page, "knobs", "Session mount_test was created.");
  await type(page, "mounted", "Remember that lunch is in the courtyard.");

  await section(page, "shared");
  await to(page, page.locator("#pace").getByRole("radio", { name: "Full speed" }));
  await page.keyboard.press("ArrowRight");
  await told(page, "pace", "Pace: Slow");
  await page.keyboard.press("ArrowLeft");
  await told(page, "pace", "Pace: Full speed");
  await type(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await type(page, "shared-recall", "Where is the keynote?");
  await told(page, "shared-recall", "Garden Hall");
  await to(page, page.locator("#shared-recall .tool summary").first(), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("#shared-recall .tool dd").first()).toBeVisible();
  await press(page, store(page).getByRole("button", { name: "Edit", exact: true }));
  await to(page, store(page).getByRole("textbox"));
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n- By hand");
  await press(page, store(page).getByRole("button", { name: "Save", exact: true }));
  await told(page, "store", "Saved as a new version.");
  await to(page, store(page).getByRole("button", { name: /^History/ }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(store(page).locator(".plus").last()).toContainText("By hand");
});

test("sections 4 to 9 go by keyboard, and are told", async ({ page }) => {
  test.slow();
  await open(page);
  await section(page, "rot");
  await press(page, page.locator("#rotting").getByRole("button", { name: /^Run/ }));
  await expect(page.locator("#rotting").getByRole("button", { name: "Make it again" })).toBeVisible();
  await told(page, "rotting", /Done\. \d+ lines/);

  await section(page, "dreaming");
  const dream = page.locator("#dream");
  const box = dream.getByRole("checkbox").first();
  await to(page, box);
  await page.keyboard.press("Space");
  await expect(box).not.toBeChecked();
  await page.keyboard.press("Space");
  await press(page, dream.getByRole("button", { name: "Play the dream" }));
  await expect(dream.getByRole("button", { name: "Dream again" })).toBeVisible({ timeout: 60_000 });
  await told(page, "dream", "The dream: Completed.");
  await section(page, "dreaming");
  await press(page, dream.locator("[data-thread]").nth(1));
  await expect(dream.locator("[data-back]")).toBeFocused();
  await page.keyboard.press("Enter");
  const review = page.locator("#review");
  await to(page, review.getByRole("tab", { name: /Every line/ }));
  await page.keyboard.press("ArrowRight");
  await expect(review.getByRole("tab", { name: /Difference/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await press(page, review.locator("details summary").first());
  await section(page, "cost");
  const slider = page.locator("#bill").getByRole("slider").first();
  await to(page, slider);
  const before = await slider.inputValue();
  await page.keyboard.press("End");
  expect(await slider.inputValue()).not.toBe(before);

  await section(page, "growth");
  await to(page, page.locator("#growing select").first());
  await page.keyboard.press("ArrowUp");
  await press(page, page.locator("#growing").getByRole("button", { name: "Start the run" }));
  await expect(page.locator("#growing").getByRole("button", { name: "Measure again" })).toBeVisible({
    timeout: 90_000,
  });
  await told(page, "growing", /Done: 12 sessions/);

  await section(page, "layers");
  await press(page, page.locator("details.layer summary").first());
  await expect(page.locator("details.layer p").first()).toBeVisible();
  await section(page, "recap");
  await press(page, page.locator("#claims").getByRole("link", { name: /isolated/ }));
  await expect(page.locator("#isolated-title")).toBeInViewport();
});
