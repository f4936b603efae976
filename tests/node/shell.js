// What the tests of `bash` share: a session whose model runs the commands that it is given, through the door of the built library.
import assert from "node:assert/strict";
import { createClient } from "../../dist/lib/dreamfs.js";

const headers = {
  "anthropic-beta": "managed-agents-2026-04-01,agent-memory-2026-07-22",
  "content-type": "application/json",
};
const usage = { input_tokens: 1, output_tokens: 1 };

/** @typedef {{ text: string, failed: boolean }} Ran */

/** A client whose model calls the tools that it is told to call, one a turn. */
export class Shells {
  /** @type {{ name: string, input: unknown } | undefined} */
  #next;
  /** @type {import("../../dist/lib/dreamfs.js").Client} */
  client;

  /** @param {object} [options] */
  static async open(options = {}) {
    const shells = new Shells();
    const model = (/** @type {any} */ request) => shells.#reply(request);
    shells.client = await createClient({ storage: "memory", model, timeZone: "UTC", ...options });
    return shells;
  }

  /** @param {any} request */
  #reply(request) {
    const made = request.messages.at(-1).content;
    const answered = Array.isArray(made) && made.some((/** @type {any} */ block) => block.type === "tool_result");
    const call = { type: "tool_use", id: "toolu_1", ...this.#next };
    const content = answered ? [{ type: "text", text: "done" }] : [call];
    const stop_reason = answered ? "end_turn" : "tool_use";
    return { id: "msg_1", type: "message", role: "assistant", model: "m", content, stop_reason, usage };
  }

  /** @param {string} path @param {unknown} [body] @param {string} [method] @returns {Promise<any>} */
  async ask(path, body, method = body === undefined ? "GET" : "POST") {
    const response = await this.client.fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json();
    assert.equal(response.status, 200, `${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A memory store; gives its id. @param {string} name @param {Record<string, string>} files */
  async store(name, files) {
    const { id } = await this.ask("/v1/memory_stores", { name });
    for (const [path, content] of Object.entries(files)) {
      await this.ask(`/v1/memory_stores/${id}/memories`, { path, content });
    }
    return id;
  }

  /** Everything in a store. @param {string} store @returns {Promise<Record<string, string>>} */
  async files(store) {
    const { data } = await this.ask(`/v1/memory_stores/${store}/memories?path_prefix=/&view=full&limit=20`);
    return Object.fromEntries(data.map((/** @type {any} */ memory) => [memory.path, memory.content]));
  }

  /** Newest last. @param {string} store @returns {Promise<{ operation: string, path: string, content: string | null, id: string }[]>} */
  async versions(store) {
    const { data } = await this.ask(`/v1/memory_stores/${store}/memory_versions?view=full&limit=20`);
    return data
      .map((/** @type {any} */ { operation, path, content, memory_id }) => ({
        operation,
        path,
        content,
        id: memory_id,
      }))
      .reverse();
  }

  /** @param {[store: string, access: "read_write" | "read_only"][]} mounts */
  async session(...mounts) {
    const agent = await this.ask("/v1/agents", {
      name: "a",
      model: "m",
      tools: [{ type: "agent_toolset_20260401" }],
    });
    const environment = await this.ask("/v1/environments", { name: "e" });
    const resources = mounts.map(([memory_store_id, access]) => ({ type: "memory_store", memory_store_id, access }));
    const { id } = await this.ask("/v1/sessions", { agent: agent.id, environment_id: environment.id, resources });
    return id;
  }

  /** Runs a tool in a session. @param {string} session @param {string | object} input @param {string} [name] @returns {Promise<Ran>} */
  async run(session, input, name = "bash") {
    this.#next = { name, input: typeof input === "string" ? { command: input } : input };
    await this.send(session, { type: "user.message", content: [{ type: "text", text: "go" }] });
    return this.settled(session);
  }

  /** @param {string} session @param {object} event */
  send(session, event) {
    return this.ask(`/v1/sessions/${session}/events`, { events: [event] });
  }

  /** Waits until a session is idle; gives the newest tool result. @param {string} session @returns {Promise<Ran>} */
  async settled(session) {
    for (;;) {
      const { data } = await this.ask(`/v1/sessions/${session}/events?order=desc&limit=20`);
      if (data[0]?.type === "session.status_idle" && data[0].processed_at) {
        const result = data.find((/** @type {any} */ event) => event.type === "agent.tool_result");
        return { text: result.content[0].text, failed: result.is_error };
      }
      await new Promise((done) => setTimeout(done, 2));
    }
  }
}
