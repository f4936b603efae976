// Sessions and dreams on a model's endpoint: a real HTTP server on 127.0.0.1, asked by the built engine through Node's fetch.
import Anthropic from "@anthropic-ai/sdk";
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { afterEach, describe, test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";
import { startEndpoint } from "../endpoint/server.js";
import { dreams, remembers, tidies } from "../e2e/pages/model-stories.js";

const KEY = "sk-local-only-4711";

/** @type {(() => unknown)[]} */
const open = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** @param {Parameters<typeof startEndpoint>[0]} [how] */
async function endpoint(how) {
  const server = await startEndpoint(how);
  open.push(() => server.close());
  return server;
}

/** @param {import("../../www/client.js").ClientOptions["model"]} model */
async function clientOn(model) {
  const client = await createClient({ storage: "memory", model });
  open.push(() => client.close());
  return client;
}

/** @param {import("../../www/client.js").Client} client */
const sdkOn = (client) => new Anthropic({ apiKey: "local", fetch: client.fetch });

/** A port that nothing listens on. */
async function closedPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("a model's endpoint over HTTP", () => {
  test("what one session is told, another that shares the store looks up", async () => {
    const server = await endpoint({ key: KEY });
    const client = await clientOn({ baseUrl: server.url, apiKey: KEY, models: { "*": "local-model" } });
    await remembers(sdkOn(client));
    assert.ok(server.requests.length >= 4);
    for (const { headers, body } of server.requests) {
      assert.equal(headers["x-api-key"], KEY);
      assert.equal(body.model, "local-model");
    }
  });

  test("a whole dream", async () => {
    const server = await endpoint();
    const client = await clientOn({ baseUrl: server.url });
    const { report } = await dreams(sdkOn(client), client);
    assert.equal(report.model_ran, "claude-sonnet-5-5-20260101");
    const readers = server.requests.filter(({ body }) => body.tools.some(({ name }) => name === "report_findings"));
    const prefixes = new Set(readers.map(({ body }) => JSON.stringify([body.tools, body.system])));
    assert.equal(prefixes.size, 1, "readers share what they are told first");
    assert.ok(readers.every(({ body }) => body.system.some((block) => block.cache_control)));
  });

  test("an output that does not pass goes back to the model, which mends it", async () => {
    const server = await endpoint();
    const client = await clientOn({ baseUrl: server.url });
    await tidies(sdkOn(client), client, server);
  });

  test("faults are told in words, and the key is in none of them", async () => {
    const server = await endpoint({ key: KEY });
    const client = await clientOn({ baseUrl: server.url, apiKey: `${KEY}-wrong` });
    const refused = await client.testModel({ model: "claude-haiku-4-5" });
    assert.equal(refused.ok, false);
    assert.equal(refused.error?.status, 401);
    assert.doesNotMatch(JSON.stringify(refused), new RegExp(KEY));
    await client.setModel({ baseUrl: server.url, apiKey: KEY });
    const good = await client.testModel({ model: "claude-haiku-4-5" });
    assert.deepEqual([good.ok, good.model, good.endpoint], [true, "claude-haiku-4-5-20260101", server.url]);
    assert.equal(server.requests.at(-1)?.body.max_tokens, 1);
    await client.setModel({ baseUrl: `http://127.0.0.1:${await closedPort()}` });
    const away = await client.testModel();
    assert.match(away.error?.message ?? "", /Nothing answers at http:\/\/127\.0\.0\.1:\d+\. Start the server/);
    await client.setModel(null);
    await assert.rejects(client.testModel(), /no endpoint is configured/);
    await assert.rejects(client.setModel({ baseUrl: `http://${KEY}@x` }), (error) => {
      assert.match(String(error), /model\.baseUrl: must be/);
      assert.doesNotMatch(String(error), new RegExp(KEY));
      return true;
    });
    await assert.rejects(client.setModel({ apiKey: KEY }), /model\.baseUrl: is missing/);
  });

  test("a redirection is not followed: the key stays with its origin", async () => {
    const elsewhere = await endpoint();
    const server = await endpoint({ redirect: elsewhere.url });
    const client = await clientOn({ baseUrl: server.url, apiKey: KEY });
    const told = await client.testModel();
    assert.match(told.error?.message ?? "", /redirects elsewhere/);
    assert.equal(elsewhere.requests.length, 0);
  });

  test("a connection that breaks in the middle is tried again", async () => {
    const content = [{ type: "text", text: "Once upon a time there was a store." }];
    const server = await endpoint({ plays: [{ content, cut: 900 }, { status: 529 }, { content }] });
    const client = await clientOn({ baseUrl: server.url });
    const sdk = sdkOn(client);
    const agent = await sdk.beta.agents.create({ name: "a", model: "claude-sonnet-5-5" });
    const environment = await sdk.beta.environments.create({ name: "e" });
    const session = await sdk.beta.sessions.create({ agent: agent.id, environment_id: environment.id });
    const kinds = [];
    const stream = await sdk.beta.sessions.events.stream(session.id);
    await sdk.beta.sessions.events.send(session.id, {
      events: [{ type: "user.message", content: [{ type: "text", text: "a story" }] }],
    });
    for await (const event of stream) {
      kinds.push(event.type);
      if (event.type === "session.status_idle") break;
    }
    assert.equal(kinds.filter((kind) => kind === "session.status_rescheduled").length, 2);
    assert.equal(kinds.filter((kind) => kind === "agent.message").length, 1);
    assert.equal(server.requests.length, 3);
  });

  test("an interrupt ends the request on the wire", async () => {
    const server = await endpoint({ plays: [{ events: [], hang: true }] });
    const client = await clientOn({ baseUrl: server.url });
    const sdk = sdkOn(client);
    const agent = await sdk.beta.agents.create({ name: "a", model: "claude-sonnet-5-5" });
    const environment = await sdk.beta.environments.create({ name: "e" });
    const session = await sdk.beta.sessions.create({ agent: agent.id, environment_id: environment.id });
    const stream = await sdk.beta.sessions.events.stream(session.id);
    await sdk.beta.sessions.events.send(session.id, {
      events: [{ type: "user.message", content: [{ type: "text", text: "hello" }] }],
    });
    let interrupted = false;
    for await (const event of stream) {
      if (event.type === "session.status_idle") break;
      if (event.type !== "span.model_request_start" || interrupted) continue;
      interrupted = true;
      while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await sdk.beta.sessions.events.send(session.id, { events: [{ type: "user.interrupt" }] });
    }
    while (server.aborted() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(server.requests.length, 1);
  });
});
