// The pure helpers of the page: what they make of ordinary, split and hostile input.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { api, collect, isError, withQuery } from "../../www/format/api.js";
import { languages, parse, sample } from "../../www/format/code.js";
import { eventsOf, sseDecoder } from "../../www/format/sse.js";
import { emptyLog, record, resultLabel, transcript } from "../../www/format/transcript.js";
import { treeOf } from "../../www/format/tree.js";
import { shortId } from "../../www/format/units.js";
import { pretty, tapped } from "../../www/format/wire.js";
import { Words, common, told } from "../../www/format/words.js";
import { findOrMake, sessionLike } from "../../www/format/workspace.js";

const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

test("a query writes arrays in brackets and leaves out what is not given", () => {
  assert.equal(withQuery("/v1/x", { a: 1, b: undefined, c: null, d: ["p", "q r"] }), "/v1/x?a=1&d%5B%5D=p&d%5B%5D=q+r");
  assert.equal(withQuery("/v1/x", {}), "/v1/x");
});

test("a call carries the beta header and a JSON body", async () => {
  let seen;
  const door = api({ fetch: async (url, init) => ((seen = { url, init }), json({ id: "x" })) });
  assert.deepEqual(await door.post("/v1/sessions", { title: "t" }, { headers: { "dreamfs-actor": "user" } }), {
    id: "x",
  });
  assert.equal(seen.url, "https://dreamfs.local/v1/sessions");
  assert.equal(seen.init.headers["anthropic-beta"], "managed-agents-2026-04-01");
  assert.equal(seen.init.headers["dreamfs-actor"], "user");
  assert.equal(seen.init.body, '{"title":"t"}');
});

test("an error envelope is thrown with its status, type and fields", async () => {
  const error = { type: "memory_path_conflict_error", message: "taken", conflicting_path: "/a" };
  const door = api({ fetch: async () => json({ type: "error", error }, 409) });
  await assert.rejects(door.post("/v1/x"), (thrown) => {
    assert.ok(isError(thrown, 409, "memory_path_conflict_error"));
    assert.equal(thrown.message, "taken");
    assert.equal(thrown.error.conflicting_path, "/a");
    return true;
  });
  const broken = api({ fetch: async () => new Response("<h1>no</h1>", { status: 502 }) });
  await assert.rejects(broken.get("/v1/x"), { status: 502, type: "api_error", message: "<h1>no</h1>" });
  const away = api({
    fetch: async () => {
      throw new TypeError("no network");
    },
  });
  await assert.rejects(away.get("/v1/x"), { status: 0, type: "connection_error", message: "no network" });
});

test("a list follows its pages, up to the most asked for", async () => {
  const asked = [];
  const pages = { null: { data: [1, 2], next_page: "b" }, b: { data: [3], next_page: null } };
  const client = { fetch: async (url) => (asked.push(url), json(pages[new URL(url).searchParams.get("page")])) };
  assert.deepEqual(await collect(api(client).list("/v1/x")), [1, 2, 3]);
  assert.equal(asked.length, 2);
  assert.deepEqual(await collect(api(client).list("/v1/x", {}, { most: 1 })), [1]);
});

test("server-sent events are the same however the text is split", () => {
  const text =
    '\uFEFFevent: a\r\ndata: {"x":1}\r\n\r\n: a comment\nid: 7\ndata: one\ndata:two\n\nevent: none\n\ndata\r\rdata: π\n\n';
  const whole = sseDecoder()(text);
  assert.deepEqual(whole, [
    { event: "a", data: '{"x":1}', id: "" },
    { event: "message", data: "one\ntwo", id: "7" },
    { event: "message", data: "", id: "7" },
    { event: "message", data: "π", id: "7" },
  ]);
  for (let size = 1; size < 9; size++) {
    const push = sseDecoder();
    const frames = [];
    for (let at = 0; at < text.length; at += size) frames.push(...push(text.slice(at, at + size)));
    assert.deepEqual(frames, whole, `in pieces of ${size}`);
  }
});

test("events are read from bytes split inside a character, and frames that are not JSON are passed over", async () => {
  const raw = new TextEncoder().encode('data: {"t":"π"}\n\ndata: oops\n\ndata: {"t":2}\n\n');
  const body = new ReadableStream({
    start(out) {
      for (const byte of raw) out.enqueue(Uint8Array.of(byte));
      out.close();
    },
  });
  assert.deepEqual(await collect(eventsOf(new Response(body))), [{ t: "π" }, { t: 2 }]);
});

const english = new Words({ ...common, files: { one: "{n} file", other: "{n} files" } }, null, "en");

test("sizes, times and names read well", () => {
  assert.deepEqual(
    [0, 999, 1000, 1540, 102_400, 999_600, 48_000_000].map((n) => english.bytes(n)),
    ["0 B", "999 B", "1 kB", "1.5 kB", "102 kB", "1 MB", "48 MB"],
  );
  assert.deepEqual(
    [84.4, 999, 11_900, 59_940, 60_000, 125_400].map((ms) => english.duration(ms)),
    ["84 ms", "999 ms", "11.9 s", "59.9 s", "1 min 0 s", "2 min 5 s"],
  );
  assert.equal(english.word("files", { n: 1 }), "1 file");
  assert.equal(english.word("files", { n: 1200 }), "1,200 files");
  assert.equal(english.model("dreamfs-offline"), "offline rules");
  assert.deepEqual(
    [0.95, 0.3571, 0].map((share) => english.percent(share)),
    ["95 %", "35.7 %", "0 %"],
  );
  assert.deepEqual(
    [0.0163298, 0, 1.239, 0.00004, 0.0999, 0.0994].map((sum) => english.money(sum)),
    ["$0.016", "$0.00", "$1.24", "$0.00004", "$0.10", "$0.099"],
  );
  assert.equal(shortId("sesn_0123456789abcdef"), "sesn_…abcdef");
  assert.equal(shortId("sesn_0123"), "sesn_0123");
  const noon = new Date(2026, 4, 6, 12, 0, 0);
  assert.equal(english.when(noon.toISOString(), noon), "12:00:00");
  assert.equal(english.when(noon.toISOString(), new Date(2026, 4, 7)), "6 May 2026, 12:00:00");
  assert.equal(english.when("soon"), "soon");
});

test("words are the author's where there are any, in the language around the element", () => {
  const polish = new Words(
    { files: { one: "{n} file", other: "{n} files" }, said: "{who} said {what}", s: "{n} s" },
    { files: { one: "{n} plik", few: "{n} pliki", many: "{n} plików" }, said: "{what}, powiada {who}" },
    "pl",
  );
  assert.deepEqual(
    [1, 3, 5, 12345].map((n) => polish.word("files", { n })),
    ["1 plik", "3 pliki", "5 plików", "12\u00a0345 plików"],
  );
  assert.equal(polish.duration(11_900), "11,9 s");
  assert.equal(polish.word("said", { who: "A", what: "B" }), "B, powiada A");
  const piece = { of: "a template" };
  assert.deepEqual(polish.word("said", { who: piece, what: "B" }), ["", "B", ", powiada ", piece, ""]);
  assert.equal(polish.word("said", { who: "A" }), "{what}, powiada A");
  assert.equal(new Words(common, {}, "not_a language").duration(1500), "1.5 s");
  const fault = told("noSample", { n: "404" });
  assert.equal(fault.message, "The sample could not be read (status 404).");
  assert.equal(new Words(common, { noSample: "{n}!" }, "de").word(fault.word, fault.values), "404!");
});

test("a tree puts folders first and keeps files of equal names apart", () => {
  const tree = treeOf([{ path: "/a.md" }, { path: "/b/a.md" }, { path: "/b/c/d.md" }, { path: "/B/a.md" }]);
  assert.deepEqual(
    tree.nodes.map((node) => node.path),
    ["/B/", "/b/", "/a.md"],
  );
  assert.deepEqual(
    tree.nodes[1].nodes.map((node) => node.path),
    ["/b/c/", "/b/a.md"],
  );
});

test("a tap tells of an exchange as it goes and hands the response on untouched", async () => {
  const told = [];
  const client = tapped({ fetch: async () => json({ ok: 1 }, 200, { "dreamfs-model": "dreamfs-offline" }) }, (one) =>
    told.push({ ...one }),
  );
  const response = await client.fetch("https://any.where/v1/a/b?c%5B%5D=d", { method: "POST", body: '{"x":1}' });
  assert.deepEqual(await response.json(), { ok: 1 });
  await new Promise((done) => setImmediate(done));
  const last = told.at(-1);
  assert.deepEqual(
    [last.method, last.path, last.status, last.request, last.response, last.model],
    ["POST", "/v1/a/b?c[]=d", 200, '{"x":1}', '{"ok":1}', "dreamfs-offline"],
  );
  assert.equal(told[0].status, null);
  const failing = tapped(
    {
      fetch: async () => {
        throw new Error("gone");
      },
    },
    (one) => told.push({ ...one }),
  );
  await assert.rejects(failing.fetch("/v1/a"), /gone/);
  assert.equal(told.at(-1).error, "gone");
  assert.equal(pretty('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(pretty("data: x"), "data: x");
});

test("a tap listens to a stream without holding it back", async () => {
  const body = () =>
    new ReadableStream({ start: (out) => (out.enqueue(new TextEncoder().encode("data: 1\n\n")), out.close()) });
  let last;
  const client = tapped(
    { fetch: async () => new Response(body(), { headers: { "content-type": "text/event-stream" } }) },
    (one) => (last = { ...one }),
  );
  const response = await client.fetch("/v1/s");
  assert.equal(last.streaming, true);
  assert.equal(await response.text(), "data: 1\n\n");
  assert.deepEqual([last.streaming, last.response], [false, "data: 1\n\n"]);
});

const text = (words) => [{ type: "text", text: words }];

test("a transcript pairs each tool call with its result and says what was refused", () => {
  let log = emptyLog();
  for (const event of [
    { id: "1", type: "user.message", content: text("hello"), processed_at: null },
    { id: "1", type: "user.message", content: text("hello"), processed_at: "2026-05-06T12:00:00Z" },
    { id: "2", type: "session.status_running" },
    { id: "3", type: "agent.tool_use", name: "write", input: { file_path: "/mnt/memory/a/x.md", content: "y" } },
    {
      id: "4",
      type: "agent.tool_result",
      tool_use_id: "3",
      is_error: true,
      content: text("write: /mnt/memory/a is read-only"),
    },
    { id: "5", type: "agent.tool_use", name: "grep", input: { pattern: "y", path: "/mnt" } },
    { id: "6", type: "future.event" },
  ])
    log = record(log, event);
  const { rows, state } = transcript(log);
  assert.equal(state, "running");
  assert.deepEqual(
    rows.map((row) => row.kind),
    ["user", "tool", "tool"],
  );
  assert.equal(rows[0].pending, false);
  assert.deepEqual(
    [rows[1].effect, rows[1].result.refused, resultLabel(rows[1].result).word],
    ["write", true, "refused"],
  );
  assert.deepEqual([rows[2].effect, rows[2].summary, rows[2].result], ["read", "y  /mnt", null]);
});

test("a preview grows, gives way to its message, and goes when the request ends without one", () => {
  let log = record(emptyLog(), { type: "event_start", event: { id: "m", type: "agent.message" } });
  const delta = (words, index = 0) => ({
    type: "event_delta",
    event_id: "m",
    delta: { type: "content_delta", index, content: { type: "text", text: words } },
  });
  for (const event of [delta("Hel"), delta("lo"), delta("again", 1)]) log = record(log, event);
  assert.deepEqual(
    transcript(log).rows.map((row) => [row.text, row.pending]),
    [["Hello\n\nagain", true]],
  );
  const final = record(log, { id: "m", type: "agent.message", content: text("Hello") });
  assert.deepEqual(
    transcript(final).rows.map((row) => [row.text, row.pending]),
    [["Hello", false]],
  );
  assert.equal(record(final, { type: "event_start", event: { id: "m", type: "agent.message" } }).previews.size, 0);
  const ended = record(log, {
    id: "e",
    type: "span.model_request_end",
    model_usage: { input_tokens: 7, output_tokens: 3 },
  });
  assert.equal(transcript(ended).rows.length, 0);
  assert.deepEqual(transcript(ended).usage, { input: 7, output: 3 });
});

test("a message that waits stands last, and is put in its place when it is picked up", () => {
  let log = emptyLog();
  log = record(log, { id: "1", type: "user.message", content: text("one"), processed_at: "t" });
  log = record(log, { id: "2", type: "user.message", content: text("two"), processed_at: null });
  log = record(log, { id: "3", type: "agent.message", content: text("answer"), processed_at: "t" });
  const order = () => transcript(log).rows.map((row) => row.text);
  assert.deepEqual(order(), ["one", "answer", "two"]);
  log = record(log, { id: "2", type: "user.message", content: text("two"), processed_at: "t" });
  log = record(log, { id: "4", type: "agent.message", content: text("again"), processed_at: "t" });
  assert.deepEqual(order(), ["one", "answer", "two", "again"]);
});

const call = (body) => ({ method: "POST", path: "/v1/sessions", body });

test("a call is named as the SDKs and the command line name it", () => {
  const named = (method, path) => parse({ method, path });
  assert.deepEqual(named("POST", "/v1/sessions"), { names: ["sessions"], ids: [], action: "create" });
  assert.equal(named("POST", "/v1/sessions/s/events").action, "send");
  assert.equal(named("GET", "/v1/sessions/s/events/stream").action, "stream");
  assert.deepEqual(named("POST", "/v1/memory_stores/a/memories/b"), {
    names: ["memory_stores", "memories"],
    ids: [
      { name: "memory_store_id", value: "a" },
      { name: "memory_id", value: "b" },
    ],
    action: "update",
  });
  const update = { method: "POST", path: "/v1/memory_stores/a/memories/b", body: { content: "x" } };
  assert.match(
    sample("typescript", update),
    /client\.beta\.memoryStores\.memories\.update\("b", \{\n {2}memory_store_id: "a",\n {2}content: "x",\n\}\)/,
  );
  assert.match(
    sample("python", update),
    /client\.beta\.memory_stores\.memories\.update\(\n {4}"b",\n {4}memory_store_id="a",\n {4}content="x",\n\)/,
  );
  assert.match(
    sample("ant", update),
    /^ant beta:memory-stores:memories update \\\n {2}--memory-store-id a \\\n {2}--memory-id b <<'YAML'\ncontent: x\nYAML\n$/,
  );
  assert.match(
    sample("typescript", { method: "POST", path: "/v1/memory_stores/a/memories", body: { path: "/p", content: null } }),
    /create\("a", \{/,
  );
});

test("mounting a store reads in every language", () => {
  const body = {
    agent: "agent_1",
    environment_id: "env_1",
    resources: [
      {
        type: "memory_store",
        memory_store_id: "memstore_1",
        access: "read_only",
        instructions: "Keep facts. One a line.",
      },
    ],
  };
  assert.equal(
    sample("ant", call(body)),
    `ant beta:sessions create <<'YAML'
agent: agent_1
environment_id: env_1
resources:
  - type: memory_store
    memory_store_id: memstore_1
    access: read_only
    instructions: "Keep facts. One a line."
YAML
`,
  );
  assert.match(
    sample("http", call(body)),
    /^POST \/v1\/sessions HTTP\/1\.1\n[^]*anthropic-beta: managed-agents-2026-04-01[^]*"access": "read_only"/,
  );
});

test("nothing that a reader types can end a string early, in any language", async () => {
  const nasty = "\"'`${x}\\ </script>\nYAML\n# no\t\u2028\u0085\u0000: - é 🙂 on";
  const body = { agent: "agent_1", title: "on", instructions: nasty };
  const code = Object.fromEntries(languages.map((id) => [id, sample(id, call(body))]));
  assert.deepEqual(JSON.parse(code.http.slice(code.http.indexOf("{"))), body);
  const literal = /create\(([^]*)\);\n$/.exec(code.typescript)[1];
  assert.deepEqual(JSON.parse(runInNewContext(`JSON.stringify(${literal})`)), body);
  assert.equal(code.ant.match(/^YAML$/gm).length, 1);
  assert.match(code.ant, /^title: "on"$/m);
  for (const language of ["ant", "python", "typescript"]) assert.doesNotMatch(code[language], /[^\n\P{Cc}]|\u2028/u);
});

test("what a page needs is found by id, else by name, else made", async () => {
  const asked = [];
  const client = {
    fetch: async (url, init) => {
      const { pathname } = new URL(url);
      asked.push(`${init.method} ${pathname}`);
      if (pathname.endsWith("/gone")) return json({ error: { type: "not_found_error", message: "no" } }, 404);
      if (init.method === "POST") return json({ id: "new" });
      return json({
        data: [
          { id: "old", name: "n", archived_at: "2026-01-01T00:00:00Z" },
          { id: "b", name: "n" },
        ],
        next_page: null,
      });
    },
  };
  assert.equal((await findOrMake(api(client), "/v1/agents", { name: "n" }, "gone")).id, "b");
  assert.equal((await findOrMake(api(client), "/v1/agents", { name: "other" })).id, "new");
  const mount = (id) => ({ type: "memory_store", memory_store_id: id });
  const past = [
    { id: "1", title: "t", resources: [] },
    { id: "2", title: "t", resources: [mount("a")] },
  ];
  assert.equal(sessionLike(past, "t", ["a"])?.id, "2");
  assert.equal(sessionLike(past, "t", [])?.id, "1");
  assert.equal(sessionLike(past, "u", []), undefined);
});
