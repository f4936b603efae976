// What a person types or a memory holds is text wherever it is shown: never markup, never a link, never run.
import { expect, test } from "@playwright/test";
import { call, changed, memoriesPath, open, say, store, watch } from "./reader.js";

const hostile = [
  `<img src=x onerror="globalThis.__pwned=1">`,
  `</script><script>globalThis.__pwned=2</script>`,
  `<a href="javascript:globalThis.__pwned=3">link</a> javascript:globalThis.__pwned=3`,
  `\${globalThis.__pwned=4} {{7*7}} <!-- &lt;b&gt; "quoted" 'single' \`ticks\``,
].join(" ");
/** As a path can hold it: no empty segment, and each "/" makes a folder. */
const hostilePath = `/${hostile.replaceAll("//", "/")}.md`;

/** What engine pages give to code that runs in them; here it is only a name. @type {any} */
const lab = null;

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));

/** Nothing was run, and nothing was made that text must not make. @param {import("@playwright/test").Page} page */
async function expectOnlyText(page) {
  const found = await page.evaluate(() => {
    const found = /** @type {string[]} */ ([]);
    const own = new Set(["page.js", "save.js", "offline.js", ""]);
    /** @param {Document | ShadowRoot} root */
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const name = element.localName;
        // The growth of three stores is drawn by its own element; the page's diagrams stand in its HTML.
        const charted = root instanceof ShadowRoot && root.host.localName === "dreamfs-growth";
        const drawn = name === "svg" && (charted || (root === document && element.matches("main .diagram > svg")));
        if (drawn) continue;
        if (/^(img|iframe|object|embed|svg|video|audio|base|b)$/.test(name)) found.push(element.outerHTML);
        if (name === "script" && !own.has(element.getAttribute("src") ?? "")) found.push(element.outerHTML);
        if (name === "script" && element.textContent?.includes("__pwned")) found.push(element.outerHTML);
        for (const { name: attribute, value } of element.attributes)
          if (attribute.startsWith("on") || (/^(href|src|action)$/.test(attribute) && /^\s*javascript:/i.test(value)))
            found.push(element.outerHTML);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    if ("__pwned" in globalThis) found.push(`run: ${globalThis.__pwned}`);
    return found;
  });
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
}

test("on the walkthrough: typed, told, mounted, written by hand, and asked for over the wire", async ({ page }) => {
  await open(page);
  await say(page, "isolated-write", hostile);
  await expect(page.locator("#isolated-write .user .text")).toHaveText(hostile);
  await say(page, "shared-write", `My badge says ${hostile}`);
  for (const tool of await page.locator("#shared-write .tool summary").all()) await tool.click();
  const wire = page.locator("#shared-write dreamfs-wire");
  await wire.getByText("Show the wire").click();
  for (const row of await wire.locator("li summary").all()) await row.click();
  await expect(wire).toContainText("<img src=x onerror=");

  const knobs = page.locator("#knobs");
  await knobs.getByLabel("Prompt").fill(hostile);
  for (const tab of await knobs.getByRole("tab").all()) {
    await tab.click();
    await expect(knobs.getByRole("tabpanel")).toContainText("<img src=x onerror=");
  }
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(page.locator("#mounted .mounts")).toContainText("/mnt/memory/");

  const base = await memoriesPath(page);
  const made = await call(page, "POST", base, { path: hostilePath, content: "first" });
  expect(made.path).toBe(hostilePath);
  await call(page, "POST", `${base}/${made.id}`, { content: hostile });
  await changed(page);
  await store(page).locator(".leaf").filter({ hasText: "ticks" }).click();
  await expect(store(page).locator(".head h4")).toHaveText(hostilePath);
  await expect(store(page).locator("pre.text")).toHaveText(hostile);
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page).locator(".diff .plus .line")).toHaveText(hostile);
  await store(page).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(store(page).locator(".asked code")).toHaveText(hostilePath);
  await store(page).getByRole("button", { name: "Cancel" }).click();
  await store(page).getByRole("button", { name: "Rename" }).click();
  await store(page).getByLabel("Path").fill(`//${hostile}`);
  await store(page).getByLabel("Path").press("Enter");
  await expect(store(page).locator(".problem")).toBeVisible();
  await expectOnlyText(page);
  await page.reload();
  await expect(page.locator("#isolated-write .user .text")).toHaveText(hostile);
  await expectOnlyText(page);
});

test("in an element: names, titles, descriptions, tool calls, results, errors", async ({ page }) => {
  await page.goto("/pages/elements.html");
  await page.waitForFunction(() => "lab" in globalThis);
  const ids = await page.evaluate(async (hostile) => {
    const { call, client, place, replies } = lab;
    const name = hostile.slice(0, 250);
    const held = await call("POST", "/v1/memory_stores", { name, description: hostile });
    const tools = [{ type: "agent_toolset_20260401" }];
    const agent = await call("POST", "/v1/agents", { name, model: "claude-opus-4-6", tools, system: hostile });
    const environment = await call("POST", "/v1/environments", { name });
    const resources = [{ type: "memory_store", memory_store_id: held.id, instructions: hostile }];
    const session = await call("POST", "/v1/sessions", {
      agent: agent.id,
      environment_id: environment.id,
      title: hostile,
      resources,
    });
    const root = session.resources[0].mount_path;
    const path = `${root}/${hostile.replaceAll("//", "/")}.md`;
    const use = (/** @type {string} */ tool, /** @type {object} */ input, /** @type {number} */ n) => [
      { type: "text", text: `${n} ${hostile}` },
      { type: "tool_use", id: `toolu_${n}`, name: tool, input },
    ];
    replies.push(
      use("write", { file_path: path, content: hostile }, 1),
      use("grep", { pattern: "pwned", path: root }, 2),
      use("read", { file_path: `${path}.none` }, 3),
      [{ type: "text", text: hostile }],
      hostile,
    );
    const common = { client, agent: agent.id, environment: environment.id };
    place("dreamfs-session", { ...common, id: "chat", name: hostile, sessionId: session.id, suggestions: [hostile] });
    place("dreamfs-session", { ...common, id: "bare", name: hostile, empty: hostile, placeholder: hostile });
    place("dreamfs-mount", {
      ...common,
      id: "mounting",
      storeId: held.id,
      sessionTitle: hostile,
      instructions: hostile,
    });
    place("dreamfs-store", { client, id: "files", storeId: held.id, name: hostile, empty: hostile });
    place("dreamfs-status", { id: "state", failure: hostile });
    return { session: session.id, store: held.id, path };
  }, hostile);

  const chat = page.locator("#chat");
  await expect(chat.locator("h3")).toHaveText(hostile);
  await expect(chat.locator(".chips button")).toHaveText(hostile);
  await say(page, "chat", hostile);
  await expect(chat.locator(".agent .text").last()).toHaveText(hostile);
  const tools = chat.locator(".tool");
  await expect(tools).toHaveCount(3);
  for (const tool of await tools.locator("summary").all()) await tool.click();
  await expect(tools.nth(0).locator(".what")).toContainText(ids.path);
  await expect(tools.nth(0).locator("dd").filter({ hasText: hostile }).last()).toBeVisible();
  await expect(tools.nth(1).locator("dd").last()).toContainText("__pwned");
  await expect(tools.nth(2)).toHaveClass(/bad/);
  await expect(tools.nth(2).locator("dd").last()).toContainText("<img src=x onerror=");

  const box = chat.getByRole("textbox");
  await box.fill("and now fail");
  await box.press("Enter");
  await expect(chat.locator(".note.refused")).toContainText(hostile);

  await expect(page.locator("#bare")).toContainText(hostile);
  await expect(page.locator("#bare").getByRole("textbox")).toHaveAttribute("placeholder", hostile);
  await expect(page.locator("#mounting").getByRole("tabpanel")).toContainText("<img src=x onerror=");
  await expect(page.locator("#state")).toContainText(hostile);

  const files = page.locator("#files");
  await expect(files.locator("h3")).toHaveText(hostile);
  await files.locator(".leaf").first().click();
  await expect(files.locator("pre.text")).toHaveText(hostile);
  await files.getByRole("button", { name: /^History/ }).click();
  await expect(files.locator(".version")).toContainText(hostile, { timeout: 5000 });
  await expect(files.locator(".diff .line").last()).toHaveText(hostile);
  await files.getByText("Show the wire").click();
  for (const row of await files.locator("dreamfs-wire li summary").all()) await row.click();
  await expect(files.locator("dreamfs-wire")).toContainText("<img src=x onerror=");
  await expectOnlyText(page);
});
