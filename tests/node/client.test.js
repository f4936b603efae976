// The library in Node, through the door that its users have: dist/lib/dreamfs.js.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";
import { Connection } from "../../www/engine-connection.js";

const memory = { "anthropic-beta": "agent-memory-2026-07-22" };
const managed = { "anthropic-beta": "managed-agents-2026-04-01" };

/** @typedef {import("../../www/client.js").Client} Client */

/** @param {Client} client @param {string} path @param {any} body @param {Record<string, string>} [headers] */
async function post(client, path, body, headers = managed) {
  const response = await client.fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

/** @param {Client} client @param {string} path @param {Record<string, string>} [headers] */
async function get(client, path, headers = managed) {
  return (await client.fetch(path, { headers })).json();
}

/** Data of an event stream's frames, until `enough`. @param {Response} response @param {(data: any) => boolean} enough */
async function frames(response, enough) {
  const found = [];
  const decoder = new TextDecoder();
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  for (let text = ""; ;) {
    const { done, value } = await reader.read();
    if (done) return found;
    text += decoder.decode(value, { stream: true });
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const data = JSON.parse(/** @type {string[]} */ (/^data: (.*)$/m.exec(text.slice(0, end)))[1]);
      found.push(data);
      if (!enough(data)) continue;
      await reader.cancel();
      return found;
    }
  }
}

/** @param {Client} client @param {string} model @param {string[]} [stores] */
async function session(client, model, stores = []) {
  const agent = await post(client, "/v1/agents", { name: "a", model, tools: [{ type: "agent_toolset_20260401" }] });
  const environment = await post(client, "/v1/environments", { name: "e" });
  const resources = stores.map((memory_store_id) => ({ type: "memory_store", memory_store_id, access: "read_write" }));
  return post(client, "/v1/sessions", { agent: agent.id, environment_id: environment.id, resources });
}

/** @param {Client} client @param {string} id @param {string} text */
async function say(client, id, text) {
  const stream = await client.fetch(`/v1/sessions/${id}/events/stream`, { headers: managed });
  assert.equal(stream.status, 200, "a stream");
  const content = [{ type: "text", text }];
  await post(client, `/v1/sessions/${id}/events`, { events: [{ type: "user.message", content }] });
  return frames(stream, ({ type }) => type === "session.status_idle");
}

describe("a client that keeps nothing", () => {
  /** @type {Client} */
  let client;
  before(async () => {
    client = await createClient({ storage: "memory", model: { fallback: "offline" } });
  });
  after(() => client.close());

  test("runs on this thread, and says what it stores in", async () => {
    assert.deepEqual(await client.ready, { storage: { kind: "memory", reason: undefined }, worker: false });
  });

  test("answers any origin by its path", async () => {
    const store = await post(client, "https://api.anthropic.com/v1/memory_stores?beta=true", { name: "any" }, memory);
    for (const origin of ["", "http://localhost:1", "https://x.example"]) {
      const found = await get(client, `${origin}/v1/memory_stores/${store.id}`, memory);
      assert.equal(found.id, store.id, origin);
    }
    const url = new URL(`https://x.example/v1/memory_stores/${store.id}#part`);
    const found = await client.fetch(url, { headers: memory });
    assert.equal((await found.json()).id, store.id);
  });

  test("takes every form of body and headers", async () => {
    const name = "naïve café 🌙";
    const text = JSON.stringify({ name });
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array([0, ...bytes, 0]);
    const view = new DataView(padded.buffer, 1, bytes.length);
    const bodies = [text, bytes, bytes.buffer, padded.subarray(1, -1), view, new Blob([text])];
    const beta = memory["anthropic-beta"];
    const headers = [memory, new Headers(memory), Object.entries(memory), { "ANTHROPIC-Beta": beta }];
    for (const [index, body] of bodies.entries()) {
      const init = { method: "post", body, headers: headers[index % headers.length] };
      const response = await client.fetch("/v1/memory_stores", /** @type {RequestInit} */ (init));
      assert.equal((await response.json()).name, name, `body ${index}`);
    }
    const whole = new Request("https://x.example/v1/memory_stores", { method: "POST", headers: memory, body: text });
    assert.equal((await (await client.fetch(whole)).json()).name, name);
    await assert.rejects(client.fetch(whole), TypeError, "a body is read once");
  });

  test("refuses what is no request in words", async () => {
    for (const body of [new FormData(), new ReadableStream()]) {
      const init = { method: "POST", headers: memory, body, duplex: "half" };
      const words = /text, bytes, a Blob or URLSearchParams/;
      await assert.rejects(client.fetch("/v1/memory_stores", /** @type {any} */ (init)), words);
    }
    await assert.rejects(client.fetch("/v1/memory_stores", { body: "x" }), /GET request cannot have a body/);
    await assert.rejects(client.fetch("http://[bad"), TypeError);
  });

  test("gives a real Response", async () => {
    const response = await client.fetch("/v1/memory_stores/memstore_none", { headers: memory });
    assert.ok(response instanceof Response);
    assert.equal(response.ok, false);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.ok(response.headers.get("request-id"));
    assert.equal((await response.json()).type, "error");
  });

  test("what is aborted before it began is not done", async () => {
    const count = async () => (await get(client, "/v1/memory_stores?limit=100", memory)).data.length;
    const kept = await count();
    const init = { method: "POST", headers: memory, body: JSON.stringify({ name: "never" }) };
    const early = AbortSignal.abort();
    await assert.rejects(client.fetch("/v1/memory_stores", { ...init, signal: early }), { name: "AbortError" });
    const control = new AbortController();
    const asked = client.fetch("/v1/memory_stores", { ...init, signal: control.signal });
    control.abort();
    await assert.rejects(asked, (error) => error instanceof DOMException && error.name === "AbortError");
    assert.equal(await count(), kept);
  });

  test("an abort rejects with its signal's own reason", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await assert.rejects(client.fetch("/v1/memory_stores", { headers: memory, signal }), reason);
  });

  test("streams a turn as server-sent events", async () => {
    const store = await post(client, "/v1/memory_stores", { name: "told" }, memory);
    const { id } = await session(client, "dreamfs-offline", [store.id]);
    const types = (await say(client, id, "My dentist is called Dr Okafor.")).map(({ type }) => type);
    assert.ok(types.includes("session.status_running") && types.includes("agent.message"), types.join(" "));
  });

  test("an abort ends a stream that is being read", async () => {
    const { id } = await session(client, "dreamfs-offline");
    const control = new AbortController();
    const init = { headers: managed, signal: control.signal };
    const response = await client.fetch(`/v1/sessions/${id}/events/stream`, init);
    const reading = frames(response, () => false);
    control.abort();
    await assert.rejects(reading, { name: "AbortError" });
  });

  test("two clients of one process share nothing", async () => {
    const other = await createClient({ storage: "memory" });
    await post(client, "/v1/memory_stores", { name: "mine" }, memory);
    assert.deepEqual((await get(other, "/v1/memory_stores", memory)).data, []);
    await other.close();
    assert.ok((await get(client, "/v1/memory_stores", memory)).data.length > 0);
  });
});

test("a closed client ends its streams and refuses", async () => {
  const client = await createClient({ storage: "memory", model: { fallback: "offline" } });
  const { id } = await session(client, "dreamfs-offline");
  const stream = await client.fetch(`/v1/sessions/${id}/events/stream`, { headers: managed });
  const reading = frames(stream, () => false);
  const asked = client.fetch("/v1/memory_stores", { headers: memory });
  const closing = client.close();
  await assert.rejects(asked, /the client was closed/);
  assert.deepEqual(await reading, []);
  await closing;
  await assert.rejects(client.fetch("/v1/memory_stores", { headers: memory }), /the client was closed/);
  await client.close();
});

test("a model can be a function", async () => {
  /** @type {any[]} */
  const requests = [];
  const client = await createClient({
    storage: "memory",
    model: async (request) => {
      requests.push(request);
      const content = [{ type: "text", text: "from a function" }];
      const usage = { input_tokens: 1, output_tokens: 1 };
      const { model } = request;
      return { id: "msg_1", type: "message", role: "assistant", model, content, stop_reason: "end_turn", usage };
    },
  });
  const { id } = await session(client, "claude-opus-4-6");
  assert.match(JSON.stringify(await say(client, id, "hello")), /from a function/);
  assert.equal(requests.length, 1);
  assert.ok(Array.isArray(requests[0].messages));
  await client.close();
});

test("a model function that fails ends the turn in words", async () => {
  const model = () => {
    throw new Error("no model today");
  };
  const client = await createClient({ storage: "memory", model });
  const { id } = await session(client, "claude-opus-4-6");
  assert.match(JSON.stringify(await say(client, id, "hello")), /no model today/);
  await client.close();
});

test("a seed and a standing clock make ids and times repeatable", async () => {
  const made = async () => {
    const client = await createClient({ storage: "memory", seed: 7, clock: { now: "2026-05-06T09:00:00Z", rate: 0 } });
    const store = await post(client, "/v1/memory_stores", { name: "same" }, memory);
    await client.close();
    return store;
  };
  const [first, second] = [await made(), await made()];
  assert.deepEqual(first, second);
  assert.match(first.created_at, /^2026-05-06T09:00:00/);
});

test("a bad option is named, with its rule", async () => {
  /** @type {[object, RegExp][]} */
  const cases = [
    [{ storage: "disk" }, /no IndexedDB in Node/],
    [{ database: "" }, /^database: must be a text/],
    [{ seed: 1.5 }, /^seed: must be a whole number/],
    [{ seed: -1 }, /^seed: must be a whole number/],
    [{ timeZone: "Mars/Olympus" }, /^timeZone: must be an IANA time zone/],
    [{ clock: { now: "yesterday" } }, /^clock\.now: must be/],
    [{ clock: { now: Number.NaN } }, /^clock\.now: must be/],
    [{ clock: { rate: -1 } }, /^clock\.rate: must be/],
    [{ clock: { speed: 2 } }, /^clock\.speed: is no option; there are now, rate$/],
    [{ clock: 3 }, /^clock: must be an object$/],
    [{ model: { fallback: "maybe" } }, /^model\.fallback: must be "offline" or "error"$/],
    [{ limits: { memoriesPerStore: 0 } }, /^limits\.memoriesPerStore: must be a whole number from 1$/],
    [{ colour: "red" }, /^colour: is no option; there are database, /],
  ];
  for (const [options, message] of cases) {
    await assert.rejects(createClient({ storage: "memory", ...options }), { message }, JSON.stringify(options));
  }
});

test("storage must be named where there is no IndexedDB", async () => {
  await assert.rejects(createClient(), /no IndexedDB in Node; give storage: "memory"/);
});

test("the wasm can be handed in", async () => {
  const [first, rest] = await Promise.all(
    ["dreamfs.wasm", "dreamfs-rest.wasm"].map((name) => readFile(new URL(`../../dist/lib/${name}`, import.meta.url))),
  );
  const client = await createClient({ storage: "memory", wasm: { first, rest } });
  assert.equal((await client.ready).worker, false);
  await client.close();
});

describe("the protocol between page and engine", () => {
  /** A stream of numbers, and how often it was asked. */
  function numbers() {
    const asked = { next: 0, cancelled: false };
    const stream = {
      next: async () => (asked.next < 5 ? `${(asked.next += 1)};` : undefined),
      cancel: () => void (asked.cancelled = true),
    };
    return { asked, stream };
  }

  /**
   * A connection to an engine made of `handle`.
   * @param {(url: string) => unknown} handle
   */
  async function connect(handle) {
    /** @type {any} */
    let options;
    const engine = {
      storage: "memory",
      reason: undefined,
      handle: async (/** @type {string} */ _method, /** @type {string} */ url) => handle(url),
      close: () => {},
    };
    const glue = {
      default: async () => {},
      linkRest: () => {},
      open: async (/** @type {any} */ given) => {
        options = given;
        return engine;
      },
    };
    const connection = new Connection({ onWaiting: () => {} });
    const wasm = { first: "none", rest: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0) };
    await connection.open({ options: {}, wasm, glue: /** @type {any} */ (glue), workerText: undefined });
    return { connection, stop: (/** @type {string} */ reason) => options.onStopped(reason) };
  }

  const plain = { status: 200, headers: [], body: "{}", stream: undefined };

  test("a stream gives a chunk for each read, and none ahead", async () => {
    const { asked, stream } = numbers();
    const { connection } = await connect(() => ({ ...plain, body: undefined, stream }));
    const response = await connection.fetch("/stream");
    const turns = async () => new Promise((done) => setTimeout(done, 5));
    await turns();
    assert.equal(asked.next, 0, "nothing is pulled before somebody reads");
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    const first = await reader.read();
    assert.equal(new TextDecoder().decode(first.value), "1;");
    await turns();
    assert.equal(asked.next, 1, "one read, one chunk");
    reader.releaseLock();
    assert.equal(await response.text().catch((error) => error.name), "TypeError", "a body that was read is used");
  });

  test("a stream ends when the engine's does", async () => {
    const { connection } = await connect(() => ({ ...plain, body: undefined, stream: numbers().stream }));
    assert.equal(await (await connection.fetch("/stream")).text(), "1;2;3;4;5;");
  });

  test("a reader that cancels ends the engine's stream", async () => {
    const { asked, stream } = numbers();
    const { connection } = await connect(() => ({ ...plain, body: undefined, stream }));
    await (await connection.fetch("/stream")).body?.cancel();
    assert.equal(asked.cancelled, true);
  });

  test("an abort before the answer cancels the stream that comes too late", async () => {
    const { asked, stream } = numbers();
    /** @type {(answer: unknown) => void} */
    let answer = () => {};
    const { connection } = await connect(() => new Promise((resolve) => (answer = resolve)));
    const control = new AbortController();
    const fetched = connection.fetch("/stream", { signal: control.signal });
    await new Promise((done) => setTimeout(done));
    control.abort();
    await assert.rejects(fetched, { name: "AbortError" });
    answer({ ...plain, body: undefined, stream });
    await new Promise((done) => setTimeout(done));
    assert.equal(asked.cancelled, true);
  });

  test("an engine that breaks rejects whoever waits, and whoever asks later", async () => {
    const { connection, stop } = await connect((url) =>
      url === "/stream"
        ? { ...plain, body: undefined, stream: { next: () => new Promise(() => {}), cancel() {} } }
        : new Promise(() => {}),
    );
    const reading = (await connection.fetch("/stream")).text();
    const waiting = connection.fetch("/never");
    await new Promise((done) => setTimeout(done));
    stop("the engine stopped: broken; reload the page");
    for (const refused of [reading, waiting, connection.fetch("/later")]) {
      await assert.rejects(refused, /the engine stopped: broken; reload the page/);
    }
    await connection.close();
  });

  test("a handler that rejects refuses its own request only", async () => {
    const { connection } = await connect((url) => {
      if (url === "/bad") throw new Error("not this one");
      return plain;
    });
    await assert.rejects(connection.fetch("/bad"), /not this one/);
    assert.equal((await connection.fetch("/good")).status, 200);
  });
});
