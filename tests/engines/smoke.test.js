// The walkthrough in browsers that are not Chromium: what a reader does in a few minutes, on the real page, with nothing wrong in the
// console. `npm run test:engines` says which browsers are there (scripts/engines.mjs). Each test goes on in the tab of the one before.
/* global within, shown */
import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/common.mjs";
import { findEngine, names } from "../../scripts/engines.mjs";
import { serve } from "../../scripts/serve.mjs";
import { strict as policy } from "../e2e/policy.js";
import { Driver } from "./driver.js";

const asked = (process.env.DREAMFS_ENGINES ?? names.join(" ")).split(" ");
const mounts = { "/": "dist/site", "/lib/": "dist/lib", "/pages/": "tests/e2e/pages" };

/** Takes in what a browser reports of a broken policy. */
async function reportOffice() {
  const reports = /** @type {string[]} */ ([]);
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    reports.push(text);
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { reports, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

for (const name of names.filter((name) => asked.includes(name))) {
  const engine = findEngine(name);
  describe(engine?.title ?? name, { skip: !engine && "it is not installed", concurrency: 1 }, () => {
    /** @type {Driver} */
    let page;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let site;
    const folder = mkdtempSync(join(tmpdir(), "dreamfs-engines-"));
    const ends = /** @type {(() => unknown)[]} */ ([]);

    before(async () => {
      site = await serve({ mounts, packed: true });
      ends.push(site.close);
      page = await Driver.start(/** @type {import("../../scripts/engines.mjs").Engine} */ (engine));
      await open(`${site.url}/`);
    });
    after(async () => {
      await page?.stop();
      for (const end of ends) await end();
      rmSync(folder, { recursive: true, force: true });
    });
    afterEach(async () => assert.deepEqual(await page.faults(), [], "nothing is wrong in the console"));

    /** @param {string} url */
    async function open(url) {
      await page.go(url);
      return ready();
    }
    /** Waits for the engine; gives how it started. */
    async function ready() {
      const state = await page.until("the engine", () => {
        const status = shown("#status");
        if (status.includes("Not running")) return status;
        return document.querySelector("#reset")?.matches(":enabled") && "ready";
      });
      assert.equal(state, "ready");
      return page.run(async () => {
        const { storage, worker } = await globalThis.dreamfs.ready;
        return { storage: storage.kind, why: storage.reason ?? "", worker };
      });
    }
    /** Says something as a reader does, and gives what the agent answered. @param {string} host @param {string} words */
    async function say(host, words) {
      await page.until(
        `${host} to wait for words`,
        (host) => shown(host) && !shown(host).includes("Waiting for the engine"),
        host,
      );
      const before = await page.run(
        (host) => document.querySelector(host).shadowRoot.querySelectorAll(".user").length,
        host,
      );
      await page.type(host, "textarea", `${words}\n`);
      return page.until(
        `the answer to “${words}”`,
        (host, before) => {
          const inside = document.querySelector(host).shadowRoot;
          const answers = inside.querySelectorAll(".agent:not(.pending)");
          const done = inside.querySelectorAll(".user").length > before && !inside.querySelector(".working");
          return done && answers.length > before && answers[answers.length - 1].textContent;
        },
        host,
        before,
      );
    }
    /** @param {string} host @param {string} words */
    const sees = (host, words) =>
      page.until(`“${words}” in ${host}`, (host, words) => shown(host).includes(words), host, words);

    test("what goes wrong in the console is seen here", async () => {
      await page.run(() => {
        console.error("a canary");
        setTimeout(() => {
          throw new Error("another canary");
        });
      });
      await page.heard(/a canary/);
      await page.heard(/another canary/);
    });

    test("the engine runs in a worker, and keeps its data in IndexedDB", async () => {
      assert.deepEqual(await ready(), { storage: "indexeddb", why: "", worker: true });
      await sees("#status", "offline rules");
    });

    test("what one session was told, another does not know", async () => {
      await say("#isolated-write", "My talk is at 14:00 in room Aspen.");
      assert.doesNotMatch(await say("#isolated-recall", "When is my talk?"), /Aspen/);
      assert.match(await say("#isolated-write", "When is my talk?"), /14:00/);
    });

    test("over a store, a later session answers, with path and line", async () => {
      await say("#shared-write", "The keynote moved to the Garden Hall at 9:30.");
      const answer = await say("#shared-recall", "Where is the keynote?");
      assert.match(answer, /Garden Hall/);
      assert.match(answer, /\/mnt\/memory\/cwc-memory\/sessions\.md:\d+/);
      await sees("#store", "Garden Hall");
    });

    test("after a reload everything is still there", async () => {
      await page.reload();
      await ready();
      await sees("#isolated-write", "14:00");
      await sees("#shared-write", "Garden Hall");
      await sees("#store", "Garden Hall");
    });

    test("a second tab sees what the first one does, and the first what the second does", async () => {
      const first = await page.tab();
      await page.newTab();
      await open(`${site.url}/`);
      // At the keyboard, since a tab that is not shown has nothing near a reader.
      await say("#shared-write", "Lunch is in the courtyard.");
      await sees("#store", "Garden Hall");
      await page.enter(first);
      assert.match(await say("#shared-recall", "Where is lunch?"), /courtyard/);
      await sees("#shared-write", "courtyard");
    });

    test("a dream of the sample runs, and its review opens", async () => {
      await page.press("#dream", "Add ");
      await page.press("#dream", "Play the dream");
      await sees("#dream", "Completed");
      await sees("#review", "Every line");
      await page.press("#review", "Every line");
      await page.until("the lines", () => within("#review", "[role=tabpanel]")?.textContent.includes("Garden Hall"));
    });

    test("the shell runs a command", async () => {
      const said = await page.run(async () => {
        const { createClient } = await import("/dreamfs.js");
        const client = await createClient({ storage: "memory", model: { fallback: "offline" } });
        const headers = { "anthropic-beta": "managed-agents-2026-04-01,agent-memory-2026-07-22" };
        const ask = async (path, body) =>
          (
            await client.fetch(path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) })
          ).json();
        const tools = [{ type: "agent_toolset_20260401" }];
        const agent = await ask("/v1/agents", { name: "a", model: "dreamfs-offline", tools });
        const environment = await ask("/v1/environments", { name: "e" });
        const session = await ask("/v1/sessions", { agent: agent.id, environment_id: environment.id });
        const content = [{ type: "text", text: "Run `printf 'b\\na\\n' | sort`" }];
        await ask(`/v1/sessions/${session.id}/events`, { events: [{ type: "user.message", content }] });
        for (;;) {
          const { data } = await ask(`/v1/sessions/${session.id}/events?order=desc&limit=20`);
          if (data[0].type === "session.status_idle")
            return data.find((event) => event.type === "agent.message").content[0].text;
          await new Promise((done) => setTimeout(done, 20));
        }
      });
      assert.equal(said, "a\nb\n");
    });

    test("with the server gone, the page opens and works", async () => {
      await page.until("the site to be kept", () => document.documentElement.dataset.offline === "ready");
      await site.close();
      // Opened, not reloaded: geckodriver's reload asks past the service worker.
      await open(`${site.url}/`);
      await sees("#shared-recall", "courtyard");
      assert.match(await say("#shared-recall", "Where is the keynote?"), /Garden Hall/);
    });

    for (const [where, workers] of /** @type {const} */ ([
      ["in its worker", "worker-src 'self' blob:"],
      ["on the page’s own thread", "worker-src 'none'"],
    ]))
      test(`under the policy that the README names the engine runs ${where}`, async () => {
        const office = await reportOffice();
        const headers = { "content-security-policy": [...policy, workers, `report-uri ${office.url}`].join("; ") };
        const strict = await serve({ mounts, packed: true, headers });
        ends.push(strict.close, office.close);
        const inWorker = workers.includes("blob:");
        assert.deepEqual(await open(`${strict.url}/`), { storage: "indexeddb", why: "", worker: inWorker });
        await say("#shared-write", "The keynote moved to the Garden Hall at 9:30.");
        assert.match(await say("#shared-recall", "Where is the keynote?"), /Garden Hall/);
        const broken = office.reports.filter((one) => inWorker || !one.includes("worker-src"));
        assert.deepEqual(broken, []);
        // The try is what the policy refused, and what the console tells of.
        const faults = await page.faults();
        assert.deepEqual(inWorker ? faults : faults.filter((line) => !/worker/i.test(line)), []);
      });

    test("elements alone start an engine of their own", async () => {
      const alone = await serve({ mounts, packed: true });
      ends.push(alone.close);
      await page.go(`${alone.url}/pages/embed.html`);
      await say("#write", "The keynote moved to the Garden Hall at 9:30.");
      assert.match(await say("#recall", "Where is the keynote?"), /Garden Hall/);
      await sees("#store", "Garden Hall");
    });

    test("the single file works from disk, and says what it keeps", async (context) => {
      const path = join(folder, "dreamfs.html");
      copyFileSync(join(root, "dist/dreamfs.html"), path);
      const { storage, why } = await open(pathToFileURL(path).href);
      await say("#shared-write", "The keynote moved to the Garden Hall at 9:30.");
      assert.match(await say("#shared-recall", "Where is the keynote?"), /Garden Hall/);
      context.diagnostic(`from disk: ${storage} ${why}`);
      if (storage === "memory") return sees("#status", "memory only: a reload loses it");
      await page.reload();
      await ready();
      await sees("#shared-write", "Garden Hall");
    });
  });
}
