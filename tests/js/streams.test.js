// The official SDK's own parser, given the streams of tests/endpoint/streams, makes the messages that stand beside them. tests/endpoint.rs
// holds the engine's parser against the same messages, cut at every byte. `UPDATE=1` writes what the SDK makes.
import Anthropic from "@anthropic-ai/sdk";
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../endpoint/streams/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".sse"));

/** @param {string} name */
async function parsed(name) {
  const bytes = readFileSync(new URL(name, folder));
  const sdk = new Anthropic({
    apiKey: "none",
    fetch: async () => new Response(bytes, { headers: { "content-type": "text/event-stream" } }),
  });
  const stream = sdk.messages.stream({ model: "m", max_tokens: 1, messages: [{ role: "user", content: "x" }] });
  const message = JSON.parse(JSON.stringify(await stream.finalMessage()));
  // What the SDK adds of its own.
  delete message.parsed_output;
  for (const block of message.content) delete block.parsed_output;
  return message;
}

test("there are streams", () => assert.ok(names.length >= 6));
for (const name of names) {
  test(`the SDK reads ${name} as the engine does`, async () => {
    const beside = new URL(name.replace(/sse$/, "json"), folder);
    const message = await parsed(name);
    if (process.env.UPDATE) writeFileSync(beside, `${JSON.stringify(message, null, 2)}\n`);
    assert.deepEqual(message, JSON.parse(readFileSync(beside, "utf8")));
  });
}
