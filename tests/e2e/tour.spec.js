// The way through the walkthrough: its links, presenting, the code of a call, settings, the recap, a class, and elements over the hosted API.
import { expect, test } from "@playwright/test";
import { axe, call, measureShifts, memoriesPath, open, ready, said, say, store, watch } from "./reader.js";

/** @type {string[]} */
let faults;
test.beforeEach(({ page, baseURL }) => void (faults = watch(page, baseURL ?? "")));
test.afterEach(() => expect(faults).toEqual([]));

const ids = ["opening", "isolated", "mount", "shared", "rot", "dreaming", "cost", "growth", "layers", "recap"];

for (const width of [360, 768, 1440]) {
  test(`at ${width} pixels, every section can be gone to`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page);
    const links = page.locator(".top li a");
    await expect(links).toHaveCount(ids.length);
    for (const [place, id] of ids.entries()) {
      const link = links.nth(place);
      await expect(link).toBeInViewport({ ratio: 1 });
      await link.click();
      await expect(page.locator(`#${id}-title`)).toBeInViewport();
      await expect(link).toHaveAttribute("aria-current", "true");
      expect(new URL(page.url()).hash).toBe(`#${id}`);
    }
    await expect(links.filter({ has: page.locator('[aria-current="true"]') })).toHaveCount(0);
    await expect(page.locator('.top [aria-current="true"]')).toHaveCount(1);
  });
}

test("a link sets how a section stands, and what is turned is written into it", async ({ page }) => {
  await page.goto("/#mount:access=read_only&language=python");
  await ready(page);
  const knobs = page.locator("#knobs");
  await expect(knobs.getByRole("radio", { name: /Read-only/ })).toBeChecked();
  await expect(knobs.getByRole("tab", { name: "Python" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#mount-title")).toBeInViewport();
  await knobs.getByRole("tab", { name: "HTTP" }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe("#mount:access=read_only&language=http");
  await page.reload();
  await ready(page);
  await expect(knobs.getByRole("tab", { name: "HTTP" })).toHaveAttribute("aria-selected", "true");
  await knobs.getByRole("radio", { name: /Read and write/ }).check();
  await expect.poll(() => new URL(page.url()).hash).toBe("#mount:language=http");
});

test("presenting shows one section at a time, by keyboard", async ({ page }) => {
  await page.goto("/?present");
  await ready(page);
  const shown = page.locator("main > section:visible");
  await expect(shown).toHaveCount(1);
  await expect(page.locator("#opening")).toBeVisible();
  for (const id of ids.slice(1)) {
    await page.keyboard.press("ArrowRight");
    await expect(shown).toHaveCount(1);
    await expect(page.locator(`#${id}`)).toBeVisible();
    await expect(page.locator("#place")).toContainText((await page.locator(`#${id}-title`).textContent()) ?? "?");
  }
  expect(await axe(page)).toEqual([]);
  // In a text, the arrows are the text's.
  await page.keyboard.press("Home");
  for (let presses = ids.length; presses > 2; presses--) await page.keyboard.press("ArrowLeft");
  await expect(page.locator("#isolated")).toBeVisible();
  await page.locator("#isolated-write").getByRole("textbox").fill("ab");
  await page.keyboard.press("ArrowLeft");
  await expect(page.locator("#isolated")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#presenter")).toBeHidden();
  expect(await shown.count()).toBeGreaterThan(5);
  await page.keyboard.press("Alt+p");
  await expect(page.locator("#isolated")).toBeVisible();
  await expect(shown).toHaveCount(1);
});

test("the code can be edited as HTTP, and shows what came back", async ({ page }) => {
  await open(page);
  const knobs = page.locator("#knobs");
  await knobs.getByRole("tab", { name: "HTTP" }).click();
  await knobs.getByRole("button", { name: "Edit" }).click();
  await knobs.getByLabel("Method").selectOption("GET");
  await knobs.getByLabel("Path").fill("/v1/memory_stores?limit=1");
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(knobs.locator(".answer")).toContainText("200");
  await expect(knobs.locator(".answer pre")).toContainText('"cwc_memory"');
  await expect(page.locator("#mounted .mounts")).toContainText("No session yet");
  await knobs.getByRole("tab", { name: "Command line" }).click();
  await expect(knobs.getByRole("tabpanel")).toContainText("ant beta:memory-stores list");
  await knobs.getByRole("tab", { name: "HTTP" }).click();
  await knobs.getByLabel("Method").selectOption("POST");
  await knobs.getByLabel("Body").fill("{ nothing");
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(knobs.getByRole("alert")).toContainText("not JSON");
  await knobs.getByLabel("Path").fill("/v1/sessions");
  await knobs.getByLabel("Body").fill("{}");
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(knobs.locator(".answer")).toContainText("400");
  await expect(knobs.locator(".answer pre")).toContainText("invalid_request_error");
  await knobs.getByRole("button", { name: "Undo edits" }).click();
  await knobs.getByRole("button", { name: /^Run/ }).click();
  await expect(page.locator("#mounted .mounts")).toContainText("read and write");
});

test("settings: a key is handed to the engine and stands nowhere else", async ({ page }) => {
  await open(page);
  await page.getByText("Use a real model").click();
  await expect(page.locator("#settings").getByLabel("API key")).toBeVisible();
  const told = await page.evaluate(async () => {
    const settings = /** @type {any} */ (document.createElement("dreamfs-settings"));
    settings.id = "own";
    const heard = /** @type {unknown[]} */ ([]);
    globalThis.heard = heard;
    document.addEventListener("dreamfs-model-changed", (event) => event.stopImmediatePropagation(), { capture: true });
    settings.addEventListener("dreamfs-model-changed", (/** @type {any} */ event) =>
      heard.push({ event: event.detail }),
    );
    settings.client = {
      fetch: globalThis.dreamfs.fetch,
      setModel: async (/** @type {unknown} */ model) => void heard.push({ model }),
      testModel: async () => ({
        type: "model_test",
        ok: false,
        error: { type: "authentication_error", message: "invalid x-api-key", status: 401 },
      }),
    };
    document.querySelector("#opening")?.append(settings);
    await settings.updateComplete;
    return heard;
  });
  expect(told).toEqual([]);
  const settings = page.locator("#own");
  await settings.getByLabel("API key").fill("sk-ant-secret");
  expect(await settings.getByLabel("API key").getAttribute("type")).toBe("password");
  await settings.getByRole("button", { name: "Test" }).click();
  await expect(settings).toContainText("invalid x-api-key");
  await expect(settings).toContainText("The key was refused");
  await settings.getByRole("button", { name: "Use it" }).click();
  await expect(settings).toContainText("Runs now: https://api.anthropic.com");
  expect(await axe(page)).toEqual([]);
  const heard = await page.evaluate(() => globalThis.heard);
  const asked = { baseUrl: "https://api.anthropic.com", fallback: "offline", apiKey: "sk-ant-secret" };
  expect(heard[0]).toEqual({ model: asked });
  expect(heard[1]).toEqual({ model: { fallback: "offline" } });
  expect(heard[2]).toEqual({ model: asked });
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerHTML]),
  );
  expect(kept).not.toContain("sk-ant-secret");
  // What to know of a place follows the address that is typed.
  await expect(settings).toContainText("billed to your key");
  await settings.getByLabel("Base URL", { exact: true }).fill("http://localhost:9999");
  await expect(settings).toContainText("A server on this machine");
  await expect(settings).not.toContainText("billed to your key");
  // A key of one place is not for another.
  await settings.getByRole("combobox").first().selectOption("ollama");
  await expect(settings.getByLabel("API key")).toHaveValue("");
  await settings.getByRole("button", { name: "Back to the offline rules" }).click();
  await expect(settings).toContainText("Runs now: the offline rules");
});

test("the recap counts what was tried, and says by what", async ({ page }) => {
  await open(page);
  const recap = page.locator("#claims");
  await recap.scrollIntoViewIfNeeded();
  await expect(recap).toContainText("0 of 7 tried.");
  await recap.getByRole("link", { name: /isolated/ }).click();
  await say(page, "isolated-write", "My talk is at 14:00 in room Aspen.");
  await say(page, "isolated-recall", "When is my talk?");
  await recap.scrollIntoViewIfNeeded();
  await expect(recap).toContainText("1 of 7 tried.");
  await expect(recap.locator("li.done").first()).toContainText("each with its own thread");
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await say(page, "shared-recall", "Where is the keynote?");
  await page.locator("#knobs").getByRole("button", { name: /^Run/ }).click();
  await recap.scrollIntoViewIfNeeded();
  await expect(recap).toContainText("3 of 7 tried.");
  await page.reload();
  await ready(page);
  await recap.scrollIntoViewIfNeeded();
  await expect(recap).toContainText("3 of 7 tried.");
});

test("the program of the last section can be taken home, and is what is shown", async ({ page }) => {
  await open(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#take").click()]);
  expect(download.suggestedFilename()).toBe("agents-that-remember.mjs");
  const { readFile } = await import("node:fs/promises");
  expect(await readFile(await download.path(), "utf8")).toBe(await page.locator("#program").textContent());
});

test("the layers open, each by keyboard", async ({ page }) => {
  await page.goto("/#layers");
  await ready(page);
  for (const layer of await page.locator("#layers details").all()) {
    if (!(await layer.evaluate((one) => /** @type {HTMLDetailsElement} */ (one).open))) {
      await layer.locator("summary").focus();
      await page.keyboard.press("Enter");
    }
    await expect(layer.locator("p")).toBeVisible();
  }
});

test("a class has a clean workspace, a clock that stands, and is still there after a reload", async ({
  page,
  context,
}) => {
  await open(page);
  await say(page, "isolated-write", "My badge number is 4127.");
  const link = "/#class=ada&seed=7&now=2026-05-06";
  await page.goto("about:blank");
  await page.goto(link);
  await ready(page);
  await expect(page.locator("#mode")).toContainText("Class “ada”");
  await expect(page.locator("#isolated-write .user")).toHaveCount(0);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await expect(store(page)).toContainText("2026-05-06");
  const { data } = await call(page, "GET", "/v1/sessions?limit=1");
  const made = async (/** @type {import("@playwright/test").Page} */ tab) =>
    (await call(tab, "GET", "/v1/agents")).data.map((/** @type {any} */ agent) => agent.id);
  const agents = await made(page);
  expect(data[0].created_at).toContain("2026-05-06T09:00:00");
  await page.locator(".top li a").nth(3).click();
  const before = await said(page, "shared-write");
  await page.reload();
  await ready(page);
  await expect(page.locator("#mode")).toContainText("Class “ada”");
  await expect.poll(() => said(page, "shared-write")).toBe(before);
  await say(page, "shared-recall", "Where is the keynote?");
  // The same link in another tab begins again, with the same ids.
  const other = await context.newPage();
  await page.close();
  await other.goto(link);
  await ready(other);
  await expect(other.locator("#shared-write .user")).toHaveCount(0);
  expect(await made(other)).toEqual(agents);
});

test("a visit that keeps nothing says so, and leaves nothing", async ({ page }) => {
  await page.goto("/#keep=nothing");
  await ready(page);
  await expect(page.locator("#mode")).toContainText("keeps nothing");
  await say(page, "isolated-write", "My badge number is 4127.");
  await page.reload();
  await ready(page);
  await expect(page.locator("#isolated-write .user")).toHaveCount(0);
  expect(await page.evaluate(async () => [(await indexedDB.databases()).length, localStorage.length])).toEqual([0, 0]);
});

test("over the hosted API, each element leaves out what has no route there, and says why", async ({ page }) => {
  await open(page);
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await page.evaluate(() => {
    const { fetch } = globalThis.dreamfs;
    const hosted = {
      fetch: async (/** @type {any} */ input, /** @type {any} */ init) => {
        const url = new URL(typeof input === "string" ? input : (input.url ?? input), "https://api.example");
        globalThis.asked = (globalThis.asked ?? []).concat(url.pathname);
        if (!url.pathname.startsWith("/v1/"))
          return Response.json(
            { type: "error", error: { type: "not_found_error", message: "Not found" } },
            { status: 404 },
          );
        return fetch(input, init);
      },
    };
    for (const id of [
      "status",
      "pace",
      "knobs",
      "shared-write",
      "shared-recall",
      "store",
      "rotting",
      "dream",
      "review",
      "bill",
      "claims",
      "settings",
    ])
      /** @type {any} */ (document.getElementById(id)).client = hosted;
  });
  await expect(page.locator("#status")).toContainText("The hosted API");
  await expect(page.locator("#pace")).toContainText("nothing to slow down");
  await expect(page.locator("#rotting")).toContainText("which the hosted API does not have");
  await expect(page.locator("#rotting").getByRole("button", { name: /^Run/ })).toHaveCount(0);
  await expect(page.locator("#bill")).toContainText("which the hosted API does not have");
  await expect(await say(page, "shared-recall", "Where is the keynote?")).toContainText("Garden Hall");
  await page.locator("#dream").scrollIntoViewIfNeeded();
  await expect(page.locator("#dream")).toContainText("no estimate");
  await expect(page.locator("#dream").getByRole("radio")).toHaveCount(0);
  await page.locator("#dream").getByRole("button", { name: "Play the dream" }).click();
  await expect(page.locator("#dream").getByRole("button", { name: "Dream again" })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("#review")).toContainText("This is the new store itself");
  await page
    .locator("#review")
    .getByRole("button", { name: /sessions\.md/ })
    .click();
  await expect(page.locator("#review pre.text")).toContainText("Garden Hall");
  // A version is put back by what the hosted API has.
  const by = (/** @type {string} */ name) => store(page).getByRole("button", { name, exact: true });
  await by("Edit").click();
  await store(page).getByRole("textbox").fill("By hand.\n");
  await by("Save").click();
  await store(page)
    .getByRole("button", { name: /^History/ })
    .click();
  await expect(store(page)).toContainText("compares no versions");
  await store(page).locator(".version").last().click();
  await store(page)
    .getByRole("button", { name: /^Restore version 1/ })
    .click();
  await expect(store(page).locator("pre.text")).toContainText("Garden Hall");
  await expect(page.locator("[role=alert]:visible")).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
});

test("axe finds nothing in any section and state, light or dark, at each width, played to the end", async ({
  page,
}) => {
  test.slow();
  const sizes = /** @type {const} */ ([
    [360, 740],
    [768, 1024],
    [1440, 900],
  ]);
  /** What axe finds in the page, or in one element of it: at each width, light and dark. @param {string} [within] */
  const clean = async (within) => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of /** @type {const} */ (["dark", "light"])) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect(await axe(page, within), `${within ?? "page"}, ${width}, ${colorScheme}`).toEqual([]);
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider, `${width}`).toBeLessThanOrEqual(0);
    }
  };
  const button = (/** @type {string} */ id, /** @type {string | RegExp} */ name) =>
    page.locator(`#${id}`).getByRole("button", { name, exact: typeof name === "string" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const shifted = await measureShifts(page);
  await open(page);
  for (const id of ids) {
    await page.evaluate((id) => document.getElementById(id)?.scrollIntoView({ behavior: "instant" }), id);
    await page.waitForTimeout(150);
  }
  const { sum, shifts } = await shifted();
  expect(sum, JSON.stringify(shifts)).toBeLessThan(0.02);
  await clean();

  await page.getByText("Use a real model").click();
  await expect(page.locator("#settings").getByLabel("API key")).toBeVisible();
  await page.locator("#settings").evaluate((/** @type {any} */ one) => {
    one.form = { ...one.form, baseUrl: "nonsense" };
    return one.use();
  });
  await clean("#settings");
  await say(page, "shared-write", "The keynote moved to the Garden Hall at 9:30.");
  await page.locator("#shared-write .tool > summary").first().click();
  await page.locator("#shared-write").getByText("Show the wire").click();
  await clean("#shared-write");
  await button("store", /^History/).click();
  await expect(store(page).locator(".diff")).toBeVisible();
  await button("store", "Rename").click();
  await clean("#store");
  // Refused: somebody else writes what is being edited.
  await button("store", "Cancel").click();
  await button("store", "Edit").click();
  await store(page).getByRole("textbox").fill("Mine.\n");
  const memories = await memoriesPath(page);
  const { data } = await call(page, "GET", memories);
  await call(page, "POST", `${memories}/${data[0].id}`, { content: "Theirs.\n" });
  await button("store", "Save").click();
  await expect(store(page).locator(".conflict")).toBeVisible();
  await clean("#store");
  await page.locator("#knobs").getByRole("tab", { name: "HTTP" }).click();
  await button("knobs", "Edit").click();
  await button("knobs", /^Run/).click();
  await expect(page.locator("#knobs .answer")).toBeVisible();
  await clean("#knobs");
  await button("rotting", /^Run/).click();
  await expect(button("rotting", "Make it again")).toBeVisible();
  await clean("#rotting");

  await page.evaluate(() => /** @type {any} */ (document.getElementById("pace")).choose("step"));
  await button("dream", "Play the dream").click();
  await expect(page.locator("#dream .stages")).toBeVisible();
  await clean("#dream");
  await page.evaluate(() => /** @type {any} */ (document.getElementById("pace")).choose("full"));
  await expect(button("dream", "Dream again")).toBeVisible({ timeout: 60_000 });
  await page.locator("#dream .lead").click();
  await clean("#dream");
  await page.locator("#dream [data-back]").click();
  for (const tab of ["Difference", "Files", "Checks", "Every line"]) {
    await page.locator("#review").getByRole("tab", { name: tab }).click();
    if (tab === "Every line") await page.locator("#review .evidence > summary").first().click();
    await clean("#review");
  }
  await button("review", "Discard").click();
  await page.locator("#growing select").first().selectOption("12");
  await button("growing", "Start the run").click();
  await expect(button("growing", "Measure again")).toBeVisible({ timeout: 90_000 });
  for (const more of await page.locator("details.layer").all()) await more.locator("summary").click();
  await page.locator("#claims").scrollIntoViewIfNeeded();
  await expect(page.locator("#claims")).toContainText(/tried\./);
  await clean();
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  expect(await axe(page), "print").toEqual([]);
});

test("the lesson reads, prints, and opens the page as it says", async ({ page }) => {
  await page.goto("/lesson.html");
  expect(await axe(page)).toEqual([]);
  await expect(page.locator(".lesson li")).toHaveCount(7);
  await page.locator(".lesson li a").first().click();
  await ready(page);
  await expect(page.locator("#mode")).toContainText("Class “lesson”");
});

test("the reference shows each element at work, with what it takes and tells", async ({ page }) => {
  test.slow();
  await page.goto("/elements.html");
  const session = page.locator("dreamfs-session");
  await session.scrollIntoViewIfNeeded();
  await expect(session).toContainText("Ready.");
  await session.getByRole("textbox").fill("The keynote is at 9:30.");
  await session.getByRole("textbox").press("Enter");
  await expect(session.locator(".agent").last()).toContainText("9:30");
  // Its store is the one of the other elements: all share an engine.
  const files = page.locator("dreamfs-store").first();
  await files.scrollIntoViewIfNeeded();
  await expect(files).toContainText("Badge pickup");
  await files.getByRole("button", { name: /sessions\.md/ }).click();
  await expect(files.locator("pre.text")).toContainText("keynote");
  const code = page.locator("#dreamfs-code dreamfs-code");
  await code.scrollIntoViewIfNeeded();
  await code.getByRole("button", { name: "Run" }).click();
  await expect(code.locator(".answer pre")).toContainText("team_notes");
  for (const section of await page.locator("main > section").all()) {
    await section.scrollIntoViewIfNeeded();
    await expect(section.locator("h2")).toBeVisible();
  }
  const tags = await page.evaluate(() =>
    [...document.querySelectorAll(".live > *")].map((one) => [
      one.localName,
      Boolean(customElements.get(one.localName)),
    ]),
  );
  expect(tags.length).toBeGreaterThan(12);
  expect(tags.filter(([, defined]) => !defined)).toEqual([]);
  await expect(page.locator("dreamfs-session[hidden]")).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await axe(page)).toEqual([]);
});

test("an element that keeps what is made finds it again; its words and colours are the author's", async ({ page }) => {
  await page.goto("/lesson.html");
  const place = () =>
    page.evaluate(async () => {
      // @ts-ignore -- a module of the site
      await import("/elements.js");
      const session = /** @type {any} */ (document.createElement("dreamfs-session"));
      Object.assign(session, {
        name: "kept",
        persist: true,
        theme: "dark",
        strings: { send: "Senden", ready: "Bereit." },
      });
      session.style.setProperty("--dreamfs-paper", "rgb(1, 2, 3)");
      document.querySelector("main")?.prepend(session);
    });
  await place();
  const session = page.locator("dreamfs-session");
  await expect(session.getByRole("button", { name: "Senden" })).toBeVisible();
  await expect(session).toContainText("Bereit.");
  await expect(session.locator("[part=frame]")).toHaveCSS("background-color", "rgb(1, 2, 3)");
  await session.getByRole("textbox").fill("My badge number is 4127.");
  await session.getByRole("textbox").press("Enter");
  await expect(session.locator(".agent:not(.pending)").last()).toBeVisible();
  await page.reload();
  await place();
  await expect(session.locator(".user")).toHaveText(/4127/);
});
