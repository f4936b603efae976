// Calls that wait for the reader: leave to run a tool, given and refused, and the result of a tool that runs outside.
import { expect, test } from "@playwright/test";
import { axe, watch } from "./reader.js";

/** @typedef {import("@playwright/test").Page} Page */

/** What the page of the test leaves for it; here it is only a name. @type {any} */
const lab = null;

/** An element over a session whose agent asks before each tool and has one tool outside. @param {Page} page @param {any[]} replies */
const placed = (page, replies) =>
  page.evaluate(async (replies) => {
    lab.replies.push(...replies);
    const store = await lab.call("POST", "/v1/memory_stores", { name: "notes" });
    const city = { type: "object", properties: { city: { type: "string" } } };
    const agent = await lab.call("POST", "/v1/agents", {
      name: "asks",
      model: "claude-sonnet-5-5",
      tools: [
        { type: "agent_toolset_20260401", default_config: { permission_policy: { type: "always_ask" } } },
        { type: "custom", name: "get_weather", description: "The weather of a city.", input_schema: city },
      ],
    });
    const environment = await lab.call("POST", "/v1/environments", { name: "asks" });
    const session = await lab.call("POST", "/v1/sessions", {
      agent: agent.id,
      environment_id: environment.id,
      resources: [{ type: "memory_store", memory_store_id: store.id, access: "read_write" }],
    });
    lab.place("dreamfs-session", { id: "asking", client: lab.client, sessionId: session.id, name: "asking" });
    return { store: store.id, session: session.id };
  }, replies);

/** @param {string} path @param {string} content */
const write = (path, content) => ({
  type: "tool_use",
  id: `toolu_${path}`,
  name: "write",
  input: { file_path: `/mnt/memory/notes/${path}`, content },
});

/** @param {Page} page @param {string} session @returns {Promise<any[]>} */
const events = (page, session) =>
  page.evaluate(async (id) => (await lab.call("GET", `/v1/sessions/${id}/events?limit=100`)).data, session);

test("the reader allows one call, denies another with a reason, and gives the result of a third", async ({
  page,
  baseURL,
}) => {
  const faults = watch(page, baseURL ?? "");
  await page.goto("/pages/elements.html");
  await page.waitForFunction(() => "lab" in globalThis);
  const weather = { type: "tool_use", id: "toolu_w", name: "get_weather", input: { city: "<b>Oslo</b>" } };
  const { store, session } = await placed(page, [
    [write("a.md", "kept"), write("b.md", "refused")],
    [weather],
    [{ type: "text", text: "All done." }],
  ]);
  const element = page.locator("#asking");
  const held = element.locator(".held");
  await element.getByRole("textbox").fill("Go");
  await element.getByRole("textbox").press("Enter");
  await expect(held).toHaveCount(2);
  await expect(element.locator("[role=status]").last()).toHaveText(/leave to run write/);
  await expect(held.first()).toContainText("/mnt/memory/notes/a.md");
  // The bare page of the test has no heading or landmark of its own: those are the page's matter.
  const own = (await axe(page)).filter((fault) => !/^(landmark-one-main|page-has-heading-one|region):/.test(fault));
  expect(own).toEqual([]);
  const stored = () =>
    page.evaluate(
      async (id) =>
        (await lab.call("GET", `/v1/memory_stores/${id}/memories`)).data.map((/** @type {any} */ one) => one.path),
      store,
    );
  expect(await stored()).toEqual([]);

  // By keyboard: the first is allowed, and the focus goes on to the second.
  await held.first().getByRole("button", { name: "Allow" }).focus();
  await page.keyboard.press("Enter");
  await expect(held).toHaveCount(1);
  await expect(held.getByRole("button", { name: "Allow" })).toBeFocused();
  await expect(held).toContainText("b.md");
  await held.getByRole("textbox").fill("not that one");
  await page.keyboard.press("Enter");

  // Nothing of what a model asks for is markup.
  await expect(held).toContainText("<b>Oslo</b>");
  expect(await stored()).toEqual(["/a.md"]);
  await held.getByRole("textbox", { name: "Result of get_weather" }).fill("Rain, 4 degrees");
  await held.getByRole("button", { name: "Give the result" }).press("Space");
  await expect(element.locator(".agent")).toHaveText(/All done\./);
  await expect(held).toHaveCount(0);

  const all = await events(page, session);
  const answers = all.filter(({ type }) => ["user.tool_confirmation", "user.custom_tool_result"].includes(type));
  expect(answers.map(({ result, deny_message, content }) => [result, deny_message, content?.[0].text])).toEqual([
    ["allow", null, undefined],
    ["deny", "not that one", undefined],
    [undefined, undefined, "Rain, 4 degrees"],
  ]);
  expect(faults).toEqual([]);
});
