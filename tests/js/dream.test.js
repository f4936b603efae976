// What a dream's screen makes of its events: cards, counters, spans; and that a follower misses none and stops.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addTokens,
  allTokens,
  around,
  cardOf,
  findingsOf,
  isSample,
  noTokens,
  pageOf,
  sessionIn,
  spokenText,
  tokensOf,
} from "../../www/format/dream.js";
import { DreamFollower } from "../../www/format/follow.js";
import { emptyLog, record, transcript } from "../../www/format/transcript.js";

const text = (words) => [{ type: "text", text: words }];
const logOf = (events) => events.reduce((log, event, at) => record(log, { id: `e${at}`, ...event }), emptyLog());
const page = (n, of, ...lines) =>
  [{ session_id: "sesn_1", title: "s", page: n, pages: of }, ...lines].map((one) => JSON.stringify(one)).join("\n");

const reader = [
  { type: "session.thread_status_running" },
  { type: "agent.thread_message_received", content: text("Read the transcript of the session sesn_1, whole.") },
  { type: "span.model_request_start" },
  { type: "agent.tool_use", id: "use_1", name: "read_transcript", input: { page: 1 } },
  {
    type: "span.model_request_end",
    model_usage: { input_tokens: 5, cache_creation_input_tokens: 7, cache_read_input_tokens: 0, output_tokens: 2 },
  },
  { type: "agent.tool_result", tool_use_id: "use_1", content: text(page(1, 2, { speaker: "user", text: "hello" })) },
  {
    type: "agent.tool_use",
    id: "use_2",
    name: "report_findings",
    input: { page: 1, findings: [{ kind: "claim" }, { kind: "claim" }, { kind: "date" }, null, "x"] },
  },
];

test("a reader's card counts pages, findings and tokens from its events", () => {
  const before = cardOf(logOf(reader));
  assert.deepEqual([before.state, before.page, before.pages, before.sessionId], ["working", 1, 2, "sesn_1"]);
  assert.deepEqual(before.tokens, { input: 5, written: 7, cached: 0, output: 2 });
  assert.deepEqual(before.findings, [], "what was not taken in is no finding yet");
  assert.deepEqual(before.call, { name: "report_findings", what: "page 1, 5 findings", result: null, failed: false });
  const taken = { type: "agent.tool_result", tool_use_id: "use_2", content: text("noted 3 findings") };
  const after = cardOf(logOf([...reader, taken, { type: "session.thread_status_idle" }]));
  assert.deepEqual(after.findings, [
    { kind: "claim", count: 2 },
    { kind: "date", count: 1 },
  ]);
  assert.deepEqual([after.state, after.call?.result?.text], ["done", "noted 3 findings"]);
  const refused = cardOf(logOf([...reader, { ...taken, is_error: true }]));
  assert.deepEqual([refused.findings, refused.call?.failed], [[], true]);
});

test("the orchestrator is done when its session is, not when a reader is", () => {
  const lead = [
    { type: "user.message", processed_at: "t", content: text("Dream") },
    { type: "session.status_running" },
    { type: "agent.tool_use", id: "use_1", name: "delegate", input: { session_id: "sesn_1" } },
    { type: "agent.thread_message_received", content: text("I read sesn_1") },
    { type: "session.thread_status_idle", session_thread_id: "sthr_1" },
  ];
  const running = cardOf(logOf(lead));
  assert.deepEqual([running.state, running.stage, running.sessionId], ["working", "read", ""]);
  const calls = ["consolidate", "write", "verify"].map((name) => ({ type: "agent.tool_use", name, input: {} }));
  const stages = calls.map((_, at) => cardOf(logOf([...lead, ...calls.slice(0, at + 1)])).stage);
  assert.deepEqual(stages, ["consolidate", "organise", "verify"]);
  assert.equal(cardOf(logOf([...lead, { type: "session.status_idle" }])).state, "done");
});

test("tokens add up by kind", () => {
  const usage = { input_tokens: 1, cache_creation_input_tokens: 2, cache_read_input_tokens: 3, output_tokens: 4 };
  const sum = addTokens(addTokens(noTokens(), tokensOf(usage)), tokensOf(null));
  assert.deepEqual(sum, { input: 1, written: 2, cached: 3, output: 4 });
  assert.equal(allTokens(sum), 10);
});

test("a page that is none, and findings that are none, are passed over", () => {
  assert.equal(pageOf("read_transcript: page must be a whole number"), null);
  assert.equal(pageOf("{}"), null);
  assert.deepEqual(pageOf(`${page(1, 1, { text: "a" })}\nbroken {`)?.lines, [{ text: "a" }]);
  assert.deepEqual([findingsOf(undefined), findingsOf({ findings: "x" })], [[], []]);
  assert.equal(sessionIn("no id here"), "");
});

test("a span counts UTF-16 units of the text blocks, one a line", () => {
  const event = { type: "user.message", content: [...text("😀 one"), { type: "image" }, ...text("two")] };
  assert.equal(spokenText(event), "😀 one\ntwo");
  assert.deepEqual(around(spokenText(event), 3, 6), { before: "😀 ", span: "one", after: "\ntwo" });
  assert.deepEqual(around("abc", 2, 99), { before: "ab", span: "c", after: "" });
  assert.deepEqual(around("abc", 9, 1), { before: "abc", span: "", after: "" });
  const long = around(`${"x".repeat(500)}HERE${"y".repeat(500)}`, 500, 504, 10);
  assert.deepEqual(long, { before: `… ${"x".repeat(10)}`, span: "HERE", after: `${"y".repeat(10)} …` });
});

test("a sample is told by its title", () => {
  assert.ok(
    isSample({ title: "s_01" }, [{ title: "s_01" }]) && isSample({ title: "s_01 (told again)" }, [{ title: "s_01" }]),
  );
  assert.ok(!isSample({ title: "s_012" }, [{ title: "s_01" }]) && !isSample({ title: null }, [{ title: "s_01" }]));
  assert.ok(!isSample({ title: "write_test" }, [{ title: "s_01" }]) && !isSample({ title: "s_01" }, []));
});

test("what agents hand to each other is a row of its own", () => {
  const { rows } = transcript(
    logOf([
      { type: "agent.thread_message_sent", to_agent_name: "reader of s_01", content: text("Read it") },
      { type: "agent.thread_message_received", from_agent_name: null, content: text("Go") },
    ]),
  );
  assert.deepEqual(
    rows.map(({ kind, got, who, text }) => ({ kind, got, who, text })),
    [
      { kind: "passed", got: false, who: "reader of s_01", text: "Read it" },
      { kind: "passed", got: true, who: "", text: "Go" },
    ],
  );
});

/** An API with one dream in it, of many readers; what is open at once is counted. @param {number} readers @param {boolean} ended */
function fake(readers, ended) {
  const told = { open: 0, most: 0, streams: 0 };
  const threads = Array.from({ length: readers }, (_, n) => `sthr_${n}`);
  const idle = (id) => ({ id: `idle_${id}`, type: "session.thread_status_idle", session_thread_id: id });
  const primary = [
    { id: "run", type: "session.status_running" },
    ...threads.map((id) => ({
      id: `made_${id}`,
      type: "session.thread_created",
      session_thread_id: id,
      agent_name: id,
    })),
    ...threads.map(idle),
    { id: "over", type: "session.status_idle" },
  ];
  const dream = { id: "drm_1", status: ended ? "completed" : "running", session_id: "sesn_d" };
  const api = {
    get: async () => ({ ...dream }),
    async *list(path) {
      told.open += 1;
      told.most = Math.max(told.most, told.open);
      await new Promise((done) => setTimeout(done, 1));
      const id = /threads\/(\w+)/.exec(path)?.[1];
      if (id) yield* [{ id: `word_${id}`, type: "agent.message", content: text(id) }, idle(id)];
      else yield* ended ? primary : primary.slice(0, 1);
      told.open -= 1;
    },
    async stream(path) {
      told.streams += 1;
      if (path.includes("/threads/")) return new Response("");
      const rest = primary.slice(1).map((event) => `data: ${JSON.stringify(event)}\n\n`);
      dream.status = "completed";
      return new Response(rest.join(""));
    },
  };
  return { api, told };
}

for (const ended of [true, false])
  test(`a follower of a dream that ${ended ? "has ended" : "runs"} takes in every thread, a bounded number at a time`, async () => {
    const { api, told } = fake(40, ended);
    let came = 0;
    const follower = new DreamFollower(/** @type {any} */ (api), "drm_1", () => (came += 1));
    await follower.run();
    assert.equal(follower.dream?.status, "completed");
    assert.equal(follower.threads.size, 40);
    for (const { id, log } of follower.threads.values()) assert.equal(cardOf(log).said, id);
    assert.ok(told.most <= 9, `${told.most} lists were open at once`);
    assert.ok(came > 0 && (ended ? told.streams === 0 : told.streams >= 1));
  });

test("a follower that is stopped asks for nothing more", async () => {
  let asked = 0;
  const get = async () => ((asked += 1), { id: "drm_1", status: "pending", session_id: null });
  const follower = new DreamFollower(/** @type {any} */ ({ get }), "drm_1", () => {});
  const running = follower.run();
  await new Promise((done) => setTimeout(done, 20));
  follower.stop();
  await running;
  const before = asked;
  await new Promise((done) => setTimeout(done, 150));
  assert.equal(asked, before);
});
