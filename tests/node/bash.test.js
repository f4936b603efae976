// The tool `bash`, through the door of the built library.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";

test("smoke", async () => {
  const said = [];
  const commands = [
    "ls -la /mnt/memory",
    "echo hi > /mnt/memory/notes/a.md; echo ho >> /mnt/memory/notes/a.md; cd /mnt/memory/notes",
    "pwd; cat a.md",
  ];
  let n = 0;
  const client = await createClient({
    storage: "memory",
    model: (request) => {
      const last = request.messages.at(-1);
      if (Array.isArray(last.content) && last.content[0].type === "tool_result") {
        said.push(last.content[0]);
        return {
          id: "m",
          type: "message",
          role: "assistant",
          model: "x",
          content: [{ type: "text", text: "ok" }],
          stop_reason: "end_turn",
          usage: { input_tokens: 1, output_tokens: 1 },
        };
      }
      return {
        id: "m",
        type: "message",
        role: "assistant",
        model: "x",
        content: [{ type: "tool_use", id: `t${n}`, name: "bash", input: { command: commands[n++] } }],
        stop_reason: "tool_use",
        usage: { input_tokens: 1, output_tokens: 1 },
      };
    },
  });
  const h = { "anthropic-beta": "managed-agents-2026-04-01", "content-type": "application/json" };
  const post = async (p, b) => {
    const r = await client.fetch(p, { method: "POST", headers: h, body: JSON.stringify(b) });
    const j = await r.json();
    assert.equal(r.status, 200, JSON.stringify(j));
    return j;
  };
  const store = await post("/v1/memory_stores", { name: "notes" });
  const agent = await post("/v1/agents", { name: "a", model: "claude-x", tools: [{ type: "agent_toolset_20260401" }] });
  const env = await post("/v1/environments", { name: "e" });
  const s = await post("/v1/sessions", {
    agent: agent.id,
    environment_id: env.id,
    resources: [{ type: "memory_store", memory_store_id: store.id, access: "read_write" }],
  });
  for (const _ of commands) {
    const stream = await client.fetch(`/v1/sessions/${s.id}/events/stream`, { headers: h });
    await post(`/v1/sessions/${s.id}/events`, {
      events: [{ type: "user.message", content: [{ type: "text", text: "go" }] }],
    });
    const reader = stream.body.getReader();
    let t = "";
    while (!t.includes("session.status_idle")) {
      const { value, done } = await reader.read();
      if (done) break;
      t += new TextDecoder().decode(value);
    }
    await reader.cancel();
  }
  console.log(JSON.stringify(said, null, 1));
  const v = await (
    await client.fetch(`/v1/memory_stores/${store.id}/memory_versions?view=full`, { headers: h })
  ).json();
  console.log(v.data.map((x) => [x.operation, x.path, x.content]));
  await client.close();
});
