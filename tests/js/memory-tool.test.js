// The memory tool's handlers under the SDK's own tool runner: a scripted Messages API on the one side, a store on the other.
import Anthropic from "@anthropic-ai/sdk";
import { betaMemoryTool } from "@anthropic-ai/sdk/helpers/beta/memory";
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient, memoryTool } from "../../dist/lib/dreamfs.js";

/** @type {import("../../www/client.js").Client} */
let client;
/** @type {Anthropic} */
let stores;
before(async () => {
  client = await createClient({ storage: "memory" });
  stores = new Anthropic({ apiKey: "local", fetch: client.fetch });
});
after(() => client.close());

/**
 * A Messages API that calls the memory tool, command by command, and then says "done".
 * @param {any[]} commands
 */
function scripted(commands) {
  /** @type {any[]} */
  const requests = [];
  const fetch = async (/** @type {any} */ _, /** @type {any} */ init) => {
    const at = requests.push(JSON.parse(init.body)) - 1;
    const call = commands[at] && { type: "tool_use", id: `toolu_${at}`, name: "memory", input: commands[at] };
    return Response.json({
      id: `msg_${at}`,
      type: "message",
      role: "assistant",
      model: "scripted",
      content: [call ?? { type: "text", text: "done" }],
      stop_reason: call ? "tool_use" : "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 1 },
    });
  };
  /** What the model was told of each command: its words, and whether they are an error. */
  const told = () =>
    requests.slice(1).map(({ messages }) => {
      const [result] = messages.at(-1).content;
      return [result.content, result.is_error ?? false];
    });
  return { anthropic: new Anthropic({ apiKey: "scripted", fetch }), requests, told };
}

test("the SDK's tool runner keeps an agent's memories in a store", async () => {
  const store = await stores.beta.memoryStores.create({ name: "agent" });
  const path = "/memories/notes.md";
  const model = scripted([
    { command: "view", path: "/memories" },
    { command: "create", path, file_text: "Anna likes tea.\nThe door code is on the fridge.\n" },
    { command: "create", path, file_text: "again" },
    { command: "str_replace", path, old_str: "tea", new_str: "coffee" },
    { command: "str_replace", path, old_str: "cocoa", new_str: "x" },
    { command: "insert", path, insert_line: 1, insert_text: "Bert likes tea.\n" },
    { command: "view", path, view_range: [1, 2] },
    { command: "rename", old_path: path, new_path: "/memories/people/likes.md" },
    { command: "delete", path: "/memories/none" },
  ]);
  const runner = model.anthropic.beta.messages.toolRunner({
    model: "scripted",
    max_tokens: 100,
    messages: [{ role: "user", content: "What do you know?" }],
    tools: [betaMemoryTool(memoryTool(client, store.id))],
  });
  const last = await runner.runUntilDone();
  assert.deepEqual(last.content, [{ type: "text", text: "done" }]);
  assert.deepEqual(model.requests[0].tools, [{ type: "memory_20250818", name: "memory" }]);
  assert.deepEqual(model.told(), [
    [
      "Here're the files and directories up to 2 levels deep in /memories, excluding hidden items and node_modules:\n0B\t/memories",
      false,
    ],
    [`File created successfully at: ${path}`, false],
    [`Error: File ${path} already exists`, true],
    [
      "The memory file has been edited. Here is the snippet showing the change (with line numbers):\n" +
        "     1\tAnna likes coffee.\n     2\tThe door code is on the fridge.\n     3\t",
      false,
    ],
    [`Error: No replacement was performed, old_str \`cocoa\` did not appear verbatim in ${path}.`, true],
    [`The file ${path} has been edited.`, false],
    [`Here's the content of ${path} with line numbers:\n     1\tAnna likes coffee.\n     2\tBert likes tea.`, false],
    [`Successfully renamed ${path} to /memories/people/likes.md`, false],
    ["Error: The path /memories/none does not exist", true],
  ]);
  const { data } = await stores.beta.memoryStores.memories.list(store.id, { view: "full" });
  assert.deepEqual(
    data.map((memory) => [memory.path, /** @type {any} */ (memory).content]),
    [["/people/likes.md", "Anna likes coffee.\nBert likes tea.\nThe door code is on the fridge.\n"]],
  );
  const versions = await stores.beta.memoryStores.memoryVersions.list(store.id);
  assert.deepEqual(
    versions.data.map(({ operation, created_by }) => [operation, created_by.type]),
    [..."mmm"].map(() => ["modified", "api_actor"]).concat([["created", "api_actor"]]),
  );
});

test("a command that is no such command, and a store that is gone, are errors that the model reads", async () => {
  const model = scripted([
    { command: "view", path: "/memories", view_range: "all" },
    { command: "fly", path: "/memories" },
    { command: "view", path: "/memories" },
  ]);
  const runner = model.anthropic.beta.messages.toolRunner({
    model: "scripted",
    max_tokens: 100,
    messages: [{ role: "user", content: "hello" }],
    tools: [betaMemoryTool(memoryTool(client, "memstore_none"))],
  });
  await runner.runUntilDone();
  const [range, fly, gone] = model.told();
  assert.ok(range[1] && /view_range: must be/.test(range[0]), range[0]);
  assert.ok(fly[1] && /fly/.test(fly[0]), fly[0]);
  assert.ok(gone[1] && /memstore_none/.test(gone[0]), gone[0]);
});

test("what is no client, and no id, is refused at once", () => {
  assert.throws(() => memoryTool(/** @type {any} */ ({}), "memstore_x"), /client: /);
  assert.throws(() => memoryTool(client, ""), /storeId: /);
});
