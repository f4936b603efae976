// The pure helpers of sections 4, 6 and 7: marks in place, prices, synthetic sessions, and a measured run on a real engine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";
import { cacheShare, priceOf, pricedAs, pricesOf, withShare } from "../../www/format/cost.js";
import { allTokens } from "../../www/format/dream.js";
import { ARMS, measure, scale } from "../../www/format/growth.js";
import { linesOf } from "../../www/format/rot.js";
import { sameWallClock, userMessages } from "../../www/format/run.js";
import { FACTS, isRight, questions, synthesize } from "../../www/format/synthetic.js";

const usage = { input: 1000, written: 3000, cached: 6000, output: 2000 };
const row = { model: "m", input: 2, output: 10, cache_write: 2.5, cache_read: 0.1 };

test("each kind of token has its price, and a batch pays its part", () => {
  const { rows, sum } = priceOf(usage, pricesOf(row));
  assert.deepEqual(
    rows.map(({ kind, tokens, price }) => [kind, tokens, price]),
    [
      ["cached", 6000, 0.1],
      ["written", 3000, 2.5],
      ["input", 1000, 2],
      ["output", 2000, 10],
    ],
  );
  assert.ok(Math.abs(sum - (0.0006 + 0.0075 + 0.002 + 0.02)) < 1e-12);
  assert.ok(Math.abs(priceOf(usage, pricesOf(row), 0.5).sum - sum / 2) < 1e-12);
});

test("another cache share moves tokens between kinds and loses none", () => {
  assert.equal(cacheShare(usage), 0.6);
  const more = withShare(usage, 0.95);
  assert.equal(allTokens(more), allTokens(usage));
  assert.equal(more.cached, 9500);
  assert.ok(Math.abs(more.written / more.input - 3) < 1e-9, "the rest keeps its proportion");
  assert.deepEqual(withShare(usage, 0.6), usage);
  const allCached = withShare({ input: 0, written: 0, cached: 10, output: 0 }, 0.5);
  assert.deepEqual(allCached, { input: 5, written: 0, cached: 5, output: 0 });
  assert.equal(cacheShare({ input: 0, written: 0, cached: 0, output: 1 }), 0);
});

test("a model is priced by the longest name that fits, an unknown one as the first of the table", () => {
  const table = [{ model: "claude-a" }, { model: "claude-b" }, { model: "claude-b-1" }];
  assert.equal(pricedAs(table, "claude-b-1-20260101").model, "claude-b-1");
  assert.equal(pricedAs(table, "claude-b-2").model, "claude-b");
  assert.equal(pricedAs(table, "dreamfs-offline").model, "claude-a");
  assert.equal(pricedAs([], "x"), null);
});

test("marks stand in their lines, and the words of a date are cut out", () => {
  const file = { path: "/a.md", content: "- one\n- the call is next Monday or next Monday\n" };
  const analysis = {
    lines: [
      { path: "/a.md", line: 2, kind: "relative_date", text: "x", words: "next Monday" },
      { path: "/a.md", line: 2, kind: "relative_date", text: "x", words: "next Monday" },
      { path: "/a.md", line: 2, kind: "duplicate", text: "x", of: { path: "/b.md", line: 7 } },
      { path: "/other.md", line: 1, kind: "duplicate", text: "x", of: { path: "/a.md", line: 1 } },
    ],
  };
  const lines = linesOf(file, analysis);
  assert.equal(lines.length, 2);
  assert.deepEqual([lines[0].marks, lines[0].parts], [[], [{ text: "- one", dated: false }]]);
  assert.deepEqual(
    lines[1].parts.map(({ text, dated }) => [text, dated]),
    [
      ["- the call is ", false],
      ["next Monday", true],
      [" or ", false],
      ["next Monday", true],
    ],
  );
  assert.deepEqual(lines[1].marks[2].of, { path: "/b.md", line: 7 });
  assert.equal(linesOf(file, null).length, 2);
});

test("nine in the morning there is nine in the morning here", () => {
  const at = "2026-05-06T09:00:00-07:00";
  const there = sameWallClock(at, "America/Los_Angeles", "Asia/Tokyo");
  assert.equal(new Date(there).toISOString(), "2026-05-06T00:00:00.000Z");
  assert.equal(sameWallClock(at, "America/Los_Angeles", "America/Los_Angeles"), Date.parse(at));
  const spring = sameWallClock("2026-03-29T12:00:00Z", "UTC", "Europe/Berlin");
  assert.equal(new Date(spring).toISOString(), "2026-03-29T10:00:00.000Z");
});

test("the same seed makes the same sessions, another seed others", () => {
  const world = synthesize({ seed: 7, sessions: 30 });
  assert.deepEqual(synthesize({ seed: 7, sessions: 30 }), world);
  assert.notDeepEqual(synthesize({ seed: 8, sessions: 30 }).sessions, world.sessions);
  assert.equal(world.known[29].length, FACTS);
  assert.ok(world.known[29].some(({ former }) => former.length > 0));
  for (const { answer, former } of world.known[29]) assert.ok(!former.includes(answer));
  for (const session of world.sessions) assert.ok(userMessages(session).length > 2);
});

test("what is true by then was said by then, and is asked for", () => {
  const world = synthesize({ seed: 3, sessions: 20 });
  for (const after of [0, 5, 19]) {
    const said = world.sessions.slice(0, after + 1).flatMap((one) => userMessages(one).map(({ text }) => text));
    for (const { answer, key } of world.known[after])
      assert.ok(
        said.some((text) => text.includes(answer) && text.includes(key.split("/")[1])),
        `${key} = ${answer}`,
      );
    const asked = questions(world, after, 12);
    assert.equal(asked.length, Math.min(12, world.known[after].length));
    assert.equal(new Set(asked.map(({ key }) => key)).size, asked.length);
  }
});

test("an answer is right if it holds what is true and nothing that was", () => {
  const known = { key: "k", question: "?", answer: "room Elm", former: ["room Fir"] };
  assert.ok(isRight("The talk is in Room Elm. (/a.md:3)", known));
  assert.ok(!isRight("It was in room Fir, now room Elm.", known));
  assert.ok(!isRight("I do not know.", known));
  assert.ok(!isRight("room Elmhurst", known));
  assert.ok(isRight("It costs 12k?", { ...known, answer: "12k", former: ["2k"] }), "2k is no part of 12k");
  assert.ok(isRight("At 9:15.", { ...known, answer: "9:15", former: ["19:15"] }));
});

test("a scale ends on a round number that holds all", () => {
  assert.deepEqual(scale(0), { top: 1, ticks: [0, 1] });
  assert.deepEqual(scale(239), { top: 300, ticks: [0, 100, 200, 300] });
  assert.deepEqual(scale(4), { top: 4, ticks: [0, 1, 2, 3, 4] });
  assert.ok(scale(13_966).top >= 13_966);
});

test("a measured run tells what the engine's stores really hold", async () => {
  const client = await createClient({ storage: "memory", seed: 1, timeZone: "UTC" });
  const paths = [];
  const watched = {
    fetch: (input, init) => (paths.push(`${init?.method} ${new URL(input).pathname}`), client.fetch(input, init)),
  };
  const world = synthesize({ seed: 1, sessions: 4 });
  const points = [];
  for await (const told of measure(watched, world, { every: 2, ask: 4 }))
    if (told.type === "point") points.push(told.point);
  assert.deepEqual(
    points.map(({ arm, session, asked }) => [arm, session, asked]),
    [2, 4].flatMap((session) => ARMS.map(({ id }) => [id, session, 4])),
  );
  const headers = { "anthropic-beta": "managed-agents-2026-04-01" };
  const get = async (path) => (await client.fetch(`https://x${path}`, { headers })).json();
  const stores = (await get("/v1/memory_stores")).data;
  const store = stores.find(({ name }) => name === "growth_append");
  const { data } = await get(`/v1/memory_stores/${store.id}/memories?view=full`);
  const lines = data.flatMap(({ content }) => content.split("\n").filter((line) => line.trim()));
  const last = points.findLast(({ arm }) => arm === "append");
  assert.equal(last.lines, lines.length);
  assert.equal(last.claims, lines.filter((line) => line.startsWith("- ")).length);
  assert.equal(paths.filter((path) => path === "POST /v1/dreams").length, 2);
  await client.close();
});

test("a run that is told to stop, stops", async () => {
  const client = await createClient({ storage: "memory", seed: 1, timeZone: "UTC" });
  const work = new AbortController();
  const run = async () => {
    for await (const told of measure(client, synthesize({ seed: 1, sessions: 6 }), {
      every: 2,
      ask: 2,
      signal: work.signal,
    }))
      if (told.type === "point") work.abort();
  };
  await assert.rejects(run(), { name: "AbortError" });
  await client.close();
});
