// Nothing that was answered is lost, and nothing is half: reloads, killed pages, killed browsers, two tabs. In a profile on
// disk, as a reader has one.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, test } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").BrowserContext} Context */

/** What tests/e2e/pages/engine.html gives to code that runs in it; here it is only a name. @type {any} */
const tab = null;

/** @type {string} */
let profile;
/** @type {Context} */
let context;

test.beforeEach(async ({ launchOptions, baseURL }) => {
  profile = mkdtempSync(join(tmpdir(), "dreamfs-profile-"));
  await openBrowser(launchOptions, baseURL);
});
test.afterEach(async () => {
  await context.close().catch(() => {});
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** @param {object} launchOptions @param {string | undefined} baseURL */
async function openBrowser(launchOptions, baseURL) {
  context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL });
}

/** A tab with an engine in it. */
async function openTab() {
  const page = await context.newPage();
  await page.goto("/pages/engine.html");
  await ready(page);
  return page;
}

/** @param {Page} page */
async function ready(page) {
  await page.waitForFunction(() => "tab" in globalThis);
  expect(await page.evaluate(() => tab.status)).toEqual({ storage: { kind: "indexeddb" }, worker: true });
}

/** @param {Page} page */
async function reload(page) {
  await page.reload();
  await ready(page);
}

/** @param {Page} page @param {string} [name] @returns {Promise<string>} */
const makeStore = (page, name = "cwc_memory") =>
  page.evaluate(async (name) => (await tab.beta.memoryStores.create({ name })).id, name);
/** @param {Page} page @param {string} store @returns {Promise<string>} */
const makeSession = (page, store) => page.evaluate((store) => tab.makeSession(store), store);
/** @param {Page} page @param {string} id @param {string} text */
const send = (page, id, text) => page.evaluate(([id, text]) => tab.send(id, text), [id, text]);
/** @param {Page} page @param {string} id @returns {Promise<any[]>} */
const events = (page, id) => page.evaluate((id) => tab.all(tab.beta.sessions.events.list(id)), id);
/** @param {Page} page @param {string} id @returns {Promise<string>} */
const status = (page, id) => page.evaluate(async (id) => (await tab.beta.sessions.retrieve(id)).status, id);
/** @param {Page} page @param {string} store @returns {Promise<{ memories: any[], versions: any[] }>} */
const wholeStore = (page, store) => page.evaluate((store) => tab.wholeStore(store), store);

/** Sends, and waits until the turn has ended. @param {Page} page @param {string} id @param {string} text */
async function turn(page, id, text) {
  const before = (await events(page, id)).length;
  await send(page, id, text);
  await expect
    .poll(async () => (await events(page, id)).slice(before).findLast(({ type }) => /idle$/.test(type))?.type)
    .toBe("session.status_idle");
  return (await events(page, id)).slice(before);
}

/** With the pace at "step": goes on until a step waits, or the turn has ended. @param {Page} page @param {string} id */
async function held(page, id) {
  await expect
    .poll(async () => (await page.evaluate(() => tab.pace())).waiting || (await status(page, id)) === "idle")
    .toBeTruthy();
  return (await status(page, id)) === "running";
}

/** Each head is its memory's newest version, and there is nothing besides. @param {{ memories: any[], versions: any[] }} store */
function expectWhole({ memories, versions }) {
  const newest = new Map();
  for (const version of versions.toReversed()) newest.set(version.memory_id, version);
  const live = [...newest.values()].filter(({ operation }) => operation !== "deleted");
  const drawn = (/** @type {any} */ one, /** @type {string} */ id, /** @type {string} */ version) =>
    `${id} ${version} ${one.path} ${one.content_sha256} ${one.content}`;
  expect(memories.map((one) => drawn(one, one.id, one.memory_version_id)).toSorted()).toEqual(
    live.map((one) => drawn(one, one.memory_id, one.id)).toSorted(),
  );
  expect(new Set(versions.map(({ id }) => id)).size).toBe(versions.length);
}

/** Every call has one result, every request one end, and the last word is idle. @param {any[]} told */
function expectSettled(told) {
  const of = (/** @type {string} */ type) => told.filter((event) => event.type === type);
  expect(of("agent.tool_result").map((one) => one.tool_use_id)).toEqual(of("agent.tool_use").map((one) => one.id));
  expect(of("span.model_request_end").map((one) => one.model_request_start_id)).toEqual(
    of("span.model_request_start").map((one) => one.id),
  );
  expect(told.at(-1).type).toBe("session.status_idle");
  expect(told.every(({ processed_at }) => processed_at)).toBe(true);
  const at = told.map(({ processed_at }) => processed_at);
  expect(at).toEqual(at.toSorted());
}

test("after a reload, and in a new browser, everything is there", async ({ launchOptions, baseURL }) => {
  let page = await openTab();
  const store = await makeStore(page);
  const session = await makeSession(page, store);
  await turn(page, session, "The keynote moved to the Garden Hall at 9:30.");
  const everything = () =>
    page.evaluate(
      async ([store, session]) => {
        const { beta, all } = tab;
        const one = { ...(await beta.sessions.retrieve(session)), stats: null };
        const records = [
          await all(beta.memoryStores.list()),
          await tab.wholeStore(store),
          await all(beta.agents.list()),
          await all(beta.environments.list()),
          one,
          await all(beta.sessions.events.list(session)),
        ];
        return JSON.parse(JSON.stringify(records));
      },
      [store, session],
    );
  const before = await everything();
  await reload(page);
  expect(await everything()).toEqual(before);
  await context.close();
  await openBrowser(launchOptions, baseURL);
  page = await openTab();
  expect(await everything()).toEqual(before);
  const told = await turn(page, session, "Where is the keynote?");
  expect(told.find(({ type }) => type === "agent.message").content[0].text).toContain("Garden Hall");
});

test("a reload in the middle of a tool call: the call has an error result, the turn ends, the session goes on", async () => {
  const page = await openTab();
  const store = await makeStore(page);
  const session = await makeSession(page, store);
  await page.evaluate(() => tab.setPace("step"));
  await send(page, session, "The keynote moved to the Garden Hall at 9:30.");
  const open = (/** @type {any[]} */ told) =>
    told.find(({ id, type }) => type === "agent.tool_use" && !told.some(({ tool_use_id }) => tool_use_id === id));
  while ((await held(page, session)) && !open(await events(page, session))) await page.evaluate(() => tab.step());
  const before = await events(page, session);
  const call = open(before);
  expect(call).toBeTruthy();
  await reload(page);
  await expect.poll(() => status(page, session)).toBe("idle");
  const after = await events(page, session);
  expect(after.slice(0, before.length)).toEqual(before);
  const rest = after.slice(before.length);
  const result = rest.find(({ type }) => type === "agent.tool_result");
  expect(result).toMatchObject({ tool_use_id: call.id, is_error: true });
  expect(rest.slice(-2).map(({ type }) => type)).toEqual(["session.error", "session.status_idle"]);
  expect(rest.at(-1).stop_reason).toEqual({ type: "retries_exhausted" });
  expectSettled(after);
  const told = await turn(page, session, "Lunch is in the courtyard.");
  expect(told.at(-1).stop_reason).toEqual({ type: "end_turn" });
  const kept = await wholeStore(page, store);
  expectWhole(kept);
  expect(kept.memories.map(({ content }) => content).join()).toContain("courtyard");
});

test("a reload at any step of a turn leaves it settled, and nothing written twice", async () => {
  test.slow();
  const page = await openTab();
  let ended = 0;
  for (let steps = 0; !ended; steps++) {
    const store = await makeStore(page, `store ${steps}`);
    const session = await makeSession(page, store);
    await page.evaluate(() => tab.setPace("step"));
    await send(page, session, "The keynote moved to the Garden Hall at 9:30.");
    for (let done = 0; done < steps && (await held(page, session)); done++) await page.evaluate(() => tab.step());
    if (!(await held(page, session))) ended = steps;
    await reload(page);
    await expect.poll(() => status(page, session)).toBe("idle");
    const told = await events(page, session);
    expectSettled(told);
    expect(told.at(-1).stop_reason.type).toBe(ended ? "end_turn" : "retries_exhausted");
    const kept = await wholeStore(page, store);
    expectWhole(kept);
    const wrote = told.filter(
      ({ type, content, is_error }) => type === "agent.tool_result" && !is_error && /^wrote/.test(content[0].text),
    );
    expect(kept.versions.length).toBe(wrote.length);
    expect((await turn(page, session, "Lunch is in the courtyard.")).at(-1).stop_reason.type).toBe("end_turn");
    expectWhole(await wholeStore(page, store));
  }
  expect(ended).toBeGreaterThan(4);
});

/** The browser's own process: the one that holds the profile and is of no type. */
function browserProcess() {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  const line = lines.find((one) => one.includes(profile) && !one.includes("--type="));
  return Number(line?.trim().split(" ", 1)[0]);
}

/** @type {Record<string, (page: Page) => Promise<unknown>>} */
const deaths = {
  "the page is closed": (page) => page.close({ runBeforeUnload: false }),
  "the renderer crashes": async (page) => {
    const crashed = page.waitForEvent("crash");
    const cdp = await context.newCDPSession(page);
    cdp.send("Page.crash").catch(() => {});
    await crashed;
  },
  "the browser is killed": async () => {
    const gone = new Promise((resolve) => context.once("close", resolve));
    process.kill(browserProcess(), "SIGKILL");
    await gone;
  },
};

for (const [death, die] of Object.entries(deaths)) {
  test(`in the middle of 200 writes ${death}: every answered one is kept, none is half`, async ({
    launchOptions,
    baseURL,
  }) => {
    let page = await openTab();
    const store = await makeStore(page);
    /** @type {{ id: string, version: string, path: string, content: string }[]} */
    const answered = [];
    /** @type {() => void} */
    let enough = () => {};
    const reached = new Promise((resolve) => (enough = () => resolve(undefined)));
    await page.exposeFunction("answered", (/** @type {any} */ one) => {
      answered.push(one);
      if (answered.length >= 70) enough();
    });
    await page.evaluate((store) => {
      const { memories } = tab.beta.memoryStores;
      const told = (/** @type {any} */ one, /** @type {string} */ content) =>
        /** @type {any} */ (globalThis).answered({
          id: one.id,
          version: one.memory_version_id,
          path: one.path,
          content,
        });
      const text = (/** @type {string} */ what) => `${what} ${"x".repeat(2000)}`;
      // A hundred one after the other, over one memory; meanwhile a hundred in bursts of ten.
      (async () => {
        const first = await memories.create(store, { path: "/log.md", content: text("0") });
        await told(first, text("0"));
        for (let n = 1; n < 100; n++) {
          const content = text(String(n));
          await told(await memories.update(first.id, { memory_store_id: store, content }), content);
        }
      })();
      (async () => {
        for (let burst = 0; burst < 10; burst++) {
          const numbers = Array.from({ length: 10 }, (_, n) => burst * 10 + n);
          await Promise.all(
            numbers.map(async (n) => {
              const content = text(`burst ${n}`);
              await told(await memories.create(store, { path: `/b/${n}.md`, content }), content);
            }),
          );
        }
      })();
    }, store);
    await reached;
    await die(page);
    await context.close().catch(() => {});
    await openBrowser(launchOptions, baseURL);
    page = await openTab();
    const kept = await wholeStore(page, store);
    expectWhole(kept);
    const versions = new Map(kept.versions.map((version) => [version.id, version]));
    const lost = answered.filter(({ id, version, path, content }) => {
      const found = versions.get(version);
      return found?.memory_id !== id || found.path !== path || found.content !== content;
    });
    expect(lost).toEqual([]);
    expect(kept.versions.length).toBeLessThan(200);
    const log = kept.versions.filter(({ path }) => path === "/log.md").map(({ content }) => parseInt(content));
    expect(log).toEqual(log.map((_, index) => log.length - 1 - index));
    const session = await makeSession(page, store);
    expect((await turn(page, session, "Lunch is in the courtyard.")).at(-1).stop_reason.type).toBe("end_turn");
    test.info().annotations.push({
      type: "killed",
      description: `${answered.length} answered, ${kept.versions.length} kept`,
    });
  });
}

test("two tabs write one store at once: no answered write is lost, versions are one line", async () => {
  test.slow();
  const tabs = [await openTab(), await openTab()];
  const store = await makeStore(tabs[0]);
  const counter = await tabs[0].evaluate(
    async (store) => (await tab.beta.memoryStores.memories.create(store, { path: "/counter.md", content: "0" })).id,
    store,
  );
  const results = await Promise.all(
    tabs.map((page, which) =>
      page.evaluate(
        async ({ store, counter, which }) => {
          const { memories } = tab.beta.memoryStores;
          const wrote = /** @type {string[]} */ ([]);
          const conflicts = /** @type {string[]} */ ([]);
          const own = async () => {
            for (let burst = 0; burst < 10; burst++)
              await Promise.all(
                Array.from({ length: 10 }, async (_, n) => {
                  const path = `/tab${which}/${burst * 10 + n}.md`;
                  wrote.push((await memories.create(store, { path, content: path })).memory_version_id);
                }),
              );
          };
          const same = async () => {
            for (let n = 0; n < 20; n++) {
              try {
                const made = await memories.create(store, { path: `/same/${n}.md`, content: `${which}` });
                wrote.push(made.memory_version_id);
              } catch (error) {
                conflicts.push(/** @type {any} */ (error).type);
              }
            }
          };
          const count = async () => {
            for (let n = 0; n < 20;) {
              const { content, content_sha256 } = await memories.retrieve(counter, { memory_store_id: store });
              const precondition = { type: "content_sha256", content_sha256 };
              // Its own words: asking for what already stands there succeeds, whatever the precondition.
              const next = `${parseInt(content) + 1} by tab ${which}`;
              const change = { memory_store_id: store, content: next, precondition };
              try {
                wrote.push((await memories.update(counter, change)).memory_version_id);
                n++;
              } catch (error) {
                if (/** @type {any} */ (error).type !== "memory_precondition_failed_error") throw error;
              }
            }
          };
          await Promise.all([own(), same(), count()]);
          return { wrote, conflicts };
        },
        { store, counter, which },
      ),
    ),
  );
  for (const page of tabs) {
    const kept = await wholeStore(page, store);
    expectWhole(kept);
    const ids = kept.versions.map(({ id }) => id);
    const wrote = results.flatMap((one) => one.wrote);
    expect(new Set(wrote).size).toBe(wrote.length);
    expect(wrote.filter((id) => !ids.includes(id))).toEqual([]);
    expect(kept.versions.length).toBe(wrote.length + 1);
    expect(kept.memories.filter(({ path }) => path.startsWith("/tab")).length).toBe(200);
    expect(kept.memories.filter(({ path }) => path.startsWith("/same/")).length).toBe(20);
    const counted = kept.versions
      .filter(({ memory_id }) => memory_id === counter)
      .map(({ content }) => parseInt(content));
    expect(counted).toEqual(Array.from({ length: 41 }, (_, n) => 40 - n));
  }
  const conflicts = results.flatMap((one) => one.conflicts);
  expect(conflicts).toEqual(Array(20).fill("memory_path_conflict_error"));
});

test("a stream in one tab follows a session that another tab runs", async () => {
  const [runs, watches] = [await openTab(), await openTab()];
  const store = await makeStore(runs);
  const session = await makeSession(runs, store);
  const told = await watches.evaluateHandle((id) => tab.follow(id), session);
  const seen = () => told.evaluate((told) => /** @type {any[]} */ (told));
  await send(runs, session, "The keynote moved to the Garden Hall at 9:30.");
  await expect.poll(async () => (await seen()).at(-1)?.type).toBe("session.status_idle");
  const recorded = (await seen()).filter(({ type }) => !type.startsWith("event_"));
  expect(recorded).toEqual(await events(runs, session));
  expect(await events(watches, session)).toEqual(recorded);
  await send(watches, session, "Where is the keynote?");
  await expect.poll(async () => (await seen()).filter(({ type }) => type === "session.status_idle").length).toBe(2);
  expect((await seen()).filter(({ type }) => type === "agent.message").at(-1).content[0].text).toContain("Garden Hall");
});

test("when the tab that runs a turn is closed, another ends the turn and goes on", async () => {
  const [runs, stays] = [await openTab(), await openTab()];
  const store = await makeStore(runs);
  const session = await makeSession(runs, store);
  const told = await stays.evaluateHandle((id) => tab.follow(id), session);
  const seen = () => told.evaluate((told) => /** @type {any[]} */ (told));
  await runs.evaluate(() => tab.setPace("step"));
  await send(runs, session, "The keynote moved to the Garden Hall at 9:30.");
  expect(await held(runs, session)).toBe(true);
  await runs.close();
  await expect.poll(async () => (await seen()).at(-1)?.type).toBe("session.status_idle");
  expect((await seen()).at(-1).stop_reason).toEqual({ type: "retries_exhausted" });
  expectSettled(await events(stays, session));
  expect((await turn(stays, session, "Lunch is in the courtyard.")).at(-1).stop_reason.type).toBe("end_turn");
  expectWhole(await wholeStore(stays, store));
});

test("a message that waited behind another tab's turn stays in the record when that tab is closed, and the session goes on", async () => {
  const [runs, stays] = [await openTab(), await openTab()];
  const store = await makeStore(runs);
  const session = await makeSession(runs, store);
  await runs.evaluate(() => tab.setPace("step"));
  await send(runs, session, "The keynote moved to the Garden Hall at 9:30.");
  expect(await held(runs, session)).toBe(true);
  await send(stays, session, "Lunch is in the courtyard.");
  expect((await events(stays, session)).filter(({ processed_at }) => !processed_at).length).toBe(1);
  await runs.close();
  await expect.poll(() => status(stays, session)).toBe("idle");
  // As the API has it: a turn that is dead takes along what was queued behind it.
  const closed = await events(stays, session);
  expectSettled(closed);
  expect(closed.at(-1).stop_reason.type).toBe("retries_exhausted");
  expect(closed.filter(({ type }) => type === "user.message").length).toBe(2);
  expect((await turn(stays, session, "Lunch is in the courtyard.")).at(-1).stop_reason.type).toBe("end_turn");
  const kept = await wholeStore(stays, store);
  expectWhole(kept);
  expect(kept.memories.map(({ content }) => content).join()).toContain("courtyard");
});

test("an interrupt from a second tab stops the turn that the first runs", async () => {
  const [runs, stops] = [await openTab(), await openTab()];
  const store = await makeStore(runs);
  const session = await makeSession(runs, store);
  await runs.evaluate(() => tab.setPace("step"));
  await send(runs, session, "The keynote moved to the Garden Hall at 9:30.");
  expect(await held(runs, session)).toBe(true);
  await stops.evaluate((id) => tab.beta.sessions.events.send(id, { events: [{ type: "user.interrupt" }] }), session);
  await expect.poll(() => status(stops, session)).toBe("idle");
  expectSettled(await events(runs, session));
  expect((await wholeStore(stops, store)).versions).toEqual([]);
});
