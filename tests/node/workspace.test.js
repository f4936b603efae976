// Export and import in Node: what comes in goes on, with another client, as it was.
import Anthropic from "@anthropic-ai/sdk";
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../dist/lib/dreamfs.js";

test("a workspace that is handed on goes on in another client", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((seed) => createClient({ storage: "memory", seed, model: { fallback: "offline" } })),
  );
  const [first, second] = [one, two].map(({ fetch }) => new Anthropic({ apiKey: "sk-ant-not-to-be-kept", fetch }));
  try {
    const store = await first.beta.memoryStores.create({ name: "notes" });
    const { beta } = first;
    const [agent, environment] = await Promise.all([
      beta.agents.create({ name: "a", model: "dreamfs-offline", tools: [{ type: "agent_toolset_20260401" }] }),
      beta.environments.create({ name: "e" }),
    ]);
    const resources = [{ type: /** @type {const} */ ("memory_store"), memory_store_id: store.id }];
    const { id } = await beta.sessions.create({ agent: agent.id, environment_id: environment.id, resources });
    /** @param {Anthropic} client @param {string} text */
    const say = async (client, text) => {
      const stream = await client.beta.sessions.events.stream(id);
      const content = [{ type: /** @type {const} */ ("text"), text }];
      await client.beta.sessions.events.send(id, { events: [{ type: "user.message", content }] });
      let said = "";
      for await (const event of stream) {
        if (event.type === "agent.message")
          said = event.content.map((block) => /** @type {any} */ (block).text).join("");
        if (event.type === "session.status_idle") return said;
      }
      throw new Error("the stream ended");
    };
    await say(first, "Remember that Ana takes the 07:15 train.");
    const exported = await (await one.fetch("/dreamfs/v1/workspace")).text();
    assert.ok(!exported.includes("sk-ant"), "no key is in it");
    const body = JSON.stringify({ ...JSON.parse(exported), mode: "add" });
    const answer = await two.fetch("/dreamfs/v1/workspace", { method: "POST", body });
    assert.equal(answer.status, 200, await answer.text());
    assert.equal(await (await two.fetch("/dreamfs/v1/workspace")).text(), exported);
    assert.match(await say(second, "Which train does Ana take?"), /07:15/);
    const versions = await second.beta.memoryStores.memoryVersions.list(store.id);
    assert.deepEqual(versions.data[0].created_by, { type: "session_actor", session_id: id });
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});
