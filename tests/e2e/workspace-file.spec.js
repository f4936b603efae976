// The workspace as a file on the walkthrough: out of the page, the page reset, back in, and the same answers.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { axe, call, open, ready, said, say, watch } from "./reader.js";

test("exported, reset and imported, the page gives the same answers", async ({ page, baseURL }) => {
  const faults = watch(page, baseURL ?? "");
  await open(page);
  await say(page, "shared-write", "My talk is at 14:00 in room Aspen.");
  const question = "In which room is my talk?";
  const before = await (await say(page, "shared-recall", question)).innerText();
  expect(before).toContain("Aspen");
  const told = await said(page, "shared-write");

  const more = page.locator("#recap details.more");
  await more.locator("summary").first().click();
  const workspace = page.locator("#workspace");
  const downloading = page.waitForEvent("download");
  await workspace.getByRole("button", { name: "Export" }).click();
  const file = await (await downloading).path();
  const document = JSON.parse(readFileSync(file, "utf8"));
  expect(document.type).toBe("dreamfs_workspace");
  await expect(workspace.locator(".told")).toContainText("dreamfs-workspace.json");
  expect(await axe(page)).toEqual([]);

  await page.locator("details.again summary").click();
  await Promise.all([page.waitForEvent("load"), page.locator("#reset").click()]);
  await ready(page);
  expect((await call(page, "GET", "/v1/sessions")).data).toEqual([]);

  await more.locator("summary").first().click();
  const choose = workspace.locator("input[type=file]");
  await choose.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("[1]") });
  await workspace.getByRole("button", { name: "Import" }).click();
  await expect(workspace.getByRole("alert")).toContainText("x.json is not a workspace file");
  const broken = Buffer.from(JSON.stringify({ ...document, format: 99 }));
  await choose.setInputFiles({ name: "y.json", mimeType: "application/json", buffer: broken });
  await workspace.getByRole("button", { name: "Import" }).click();
  await expect(workspace.getByRole("alert")).toContainText("nothing was changed: format");

  await choose.setInputFiles(file);
  await Promise.all([page.waitForEvent("load"), workspace.getByRole("button", { name: "Import" }).click()]);
  await ready(page);
  await expect.poll(() => said(page, "shared-write")).toBe(told);
  expect(await (await say(page, "shared-recall", question)).innerText()).toBe(before);
  expect(await (await call(page, "GET", "/v1/sessions")).data).toHaveLength(2);
  expect(faults).toEqual([]);
});
