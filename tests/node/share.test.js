// A dream made into a document and run again by another engine, over the API: the same bytes, whatever has happened since.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";
import { optionsFor, runAgain } from "../../www/format/again.js";
import { api } from "../../www/format/api.js";
import { checked, documentOf, pack, unpack } from "../../www/format/share.js";

/** @typedef {ReturnType<typeof api>} Api */

const sample = JSON.parse(readFileSync(new URL("../../www/samples/conference.json", import.meta.url), "utf8")).sessions;
const NOTES = "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n";
const BY_HAND = { headers: { "dreamfs-actor": "user" } };

/** @param {import("../../www/client.js").ClientOptions} options @param {(door: Api) => Promise<void>} work */
async function within(options, work) {
  const client = await createClient({ storage: "memory", model: { fallback: "offline" }, ...options });
  try {
    await work(api(client));
  } finally {
    await client.close();
  }
}

/** A store, the sample's sessions, and a dream of them that has ended. @param {Api} door @param {object} [more] of the dream's call */
async function dreamt(door, more = {}) {
  const store = await door.post("/v1/memory_stores", { name: "notes", description: "Of a conference." });
  await door.post(`/v1/memory_stores/${store.id}/memories`, { path: "/notes.md", content: NOTES });
  const ids = [];
  for (const { title, created_at, time_zone, events } of sample)
    ids.push((await door.post("/dreamfs/v1/sessions", { title, created_at, time_zone, events })).id);
  const inputs = [
    { type: "memory_store", memory_store_id: store.id },
    { type: "sessions", session_ids: ids },
  ];
  const dream = await ended(door, await door.post("/v1/dreams", { model: "claude-opus-5-5", inputs, ...more }));
  return { dream, store, ids };
}

/** @param {Api} door @param {any} dream */
async function ended(door, dream) {
  while (["pending", "running"].includes(dream.status)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    dream = await door.get(`/v1/dreams/${dream.id}`);
  }
  return dream;
}

/** @param {any} document */
async function again(document) {
  const client = await createClient(optionsFor(document));
  try {
    return await runAgain(client, document);
  } finally {
    await client.close();
  }
}

test("another engine gives the bytes that the dream gave, at whatever time it ran", async () => {
  const clocks = [undefined, { now: "2031-12-31T23:59:59.999Z", rate: 1 }, { now: "2026-05-06T09:00:00Z", rate: 0 }];
  for (const [n, clock] of clocks.entries())
    await within({ clock, timeZone: ["Pacific/Kiritimati", "UTC", "America/Lima"][n] }, async (door) => {
      const { dream } = await dreamt(door, { instructions: "Focus on rooms and times." });
      assert.equal(dream.status, "completed");
      const document = documentOf(await door.get("/dreamfs/v1/workspace"), dream.id);
      const run = await again(await unpack(await pack(document)));
      assert.deepEqual([run.same, run.got], [true, run.expected]);
      assert.ok(run.files.length > 2);
    });
});

test("what became of the stores and the sessions since does not matter", async () => {
  await within({ seed: 3 }, async (door) => {
    const { dream, store, ids } = await dreamt(door);
    const fresh = documentOf(await door.get("/dreamfs/v1/workspace"), dream.id);
    const output = `/v1/memory_stores/${dream.outputs[0].memory_store_id}`;
    // Changes taken back and written by hand, the input changed, a session that went on, and a dream of the dream.
    const { files } = await door.get("/dreamfs/v1/diff", { from: store.id, to: dream.outputs[0].memory_store_id });
    await door.post(`/dreamfs/v1/dreams/${dream.id}/hunks`, { reject: [files[0].hunks[0].id] }, BY_HAND);
    await door.post(`${output}/memories`, { path: "/mine.md", content: "- mine\n" }, BY_HAND);
    await door.post(`/v1/memory_stores/${store.id}/memories`, { path: "/later.md", content: "- later\n" });
    const content = [{ type: "text", text: "The keynote moved to Hall C." }];
    await door.post(`/v1/sessions/${ids[0]}/events`, { events: [{ type: "user.message", content }] });
    while ((await door.get(`/v1/sessions/${ids[0]}`)).status !== "idle")
      await new Promise((resolve) => setTimeout(resolve, 20));
    const inputs = [
      { type: "memory_store", memory_store_id: dream.outputs[0].memory_store_id },
      { type: "sessions", session_ids: ids },
    ];
    const second = await ended(door, await door.post("/v1/dreams", { model: "dreamfs-offline", inputs }));
    const workspace = await door.get("/dreamfs/v1/workspace");
    assert.deepEqual(documentOf(workspace, dream.id), fresh);
    for (const id of [dream.id, second.id]) assert.equal((await again(documentOf(workspace, id))).same, true);
  });
});

test("tools, a reader's own words and memories of several files are in it, each once", async () => {
  await within({ seed: 5 }, async (door) => {
    const { dream, ids } = await dreamt(door);
    const document = checked(documentOf(await door.get("/dreamfs/v1/workspace"), dream.id));
    assert.deepEqual(
      document.sessions.map(({ id }) => id),
      ids.toSorted(),
    );
    assert.deepEqual(document.store.memories, [["/notes.md", NOTES]]);
    assert.equal(
      document.sessions.find(({ title }) => title === "s_01")?.events.length,
      sample[0].events.filter((/** @type {any} */ event) => event.content?.length || event.name).length,
    );
    assert.ok(!JSON.stringify(document).includes("sevt_"), "ids of events say nothing, and are left out");
  });
});

test("a dream that another time would tell otherwise has no document", async () => {
  await within({}, async (door) => {
    const workspace = () => door.get("/dreamfs/v1/workspace");
    const refuses = async (/** @type {string} */ id, /** @type {RegExp} */ why) => {
      const document = await workspace();
      assert.throws(() => documentOf(document, id), why);
    };
    await refuses("drm_0", /not there any more/);
    const { dream, store, ids } = await dreamt(door);
    const inputs = [
      { type: "memory_store", memory_store_id: store.id },
      { type: "sessions", session_ids: ids },
    ];
    const behavior = { output_behavior: { type: "update_existing", memory_store_id: store.id } };
    const into = await ended(door, await door.post("/v1/dreams", { model: "dreamfs-offline", inputs, ...behavior }));
    assert.equal(into.status, "completed", JSON.stringify(into.error));
    await refuses(into.id, /wrote into the store that it read/);
    const poor = await ended(
      door,
      await door.post("/v1/dreams", { model: "dreamfs-offline", inputs, token_budget: 100 }),
    );
    await refuses(poor.id, /Only a dream that was completed/);
    const document = await workspace();
    document.tables.reports.find((/** @type {any} */ one) => one.id === dream.id).report.model_ran = "claude-opus-5-5";
    assert.throws(() => documentOf(document, dream.id), /A real model says something else each time/);
    await door.del(`/v1/sessions/${ids[0]}`);
    await refuses(dream.id, /A session that the dream read was deleted/);
  });
});

test("one word changed in a transcript gives other bytes", async () => {
  await within({ seed: 9 }, async (door) => {
    const { dream } = await dreamt(door);
    const text = JSON.stringify(documentOf(await door.get("/dreamfs/v1/workspace"), dream.id));
    const run = await again(JSON.parse(text.replaceAll("Vlas Hall", "Wool Hall")));
    assert.equal(run.same, false);
    assert.ok(run.files.some(({ how }) => how !== "same"));
  });
});
