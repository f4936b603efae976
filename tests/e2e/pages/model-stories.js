// What a client does with a real model, told once for Node and for a page: the official SDK over `client.fetch`. Imports nothing, so
// that a page can load it as it is.

/** @typedef {import("@anthropic-ai/sdk").default} SDK */

/** @param {unknown} held @param {string} what */
function check(held, what) {
  if (!held) throw new Error(what);
}

/** @param {SDK} sdk @param {string[]} stores */
async function sessionOver(sdk, stores) {
  const agent = await sdk.beta.agents.create({
    name: "helper",
    model: "claude-sonnet-5-5",
    tools: [{ type: "agent_toolset_20260401" }],
  });
  const environment = await sdk.beta.environments.create({ name: "here" });
  const resources = stores.map((memory_store_id) => ({
    type: /** @type {const} */ ("memory_store"),
    memory_store_id,
    access: /** @type {const} */ ("read_write"),
  }));
  return sdk.beta.sessions.create({ agent: agent.id, environment_id: environment.id, resources });
}

/** Says something; gives the events of the turn. @param {SDK} sdk @param {string} id @param {string} text */
async function say(sdk, id, text) {
  const stream = await sdk.beta.sessions.events.stream(id);
  await sdk.beta.sessions.events.send(id, { events: [{ type: "user.message", content: [{ type: "text", text }] }] });
  const events = [];
  for await (const event of stream) {
    events.push(/** @type {any} */ (event));
    if (event.type === "session.status_idle") break;
  }
  check(events.at(-1).stop_reason.type === "end_turn", JSON.stringify(events));
  return events;
}

/** The shared store: told in one session, found in another. @param {SDK} sdk */
export async function remembers(sdk) {
  const store = await sdk.beta.memoryStores.create({ name: "cwc memory" });
  const first = await sessionOver(sdk, [store.id]);
  const told = await say(sdk, first.id, "Remember: the talk is in room Aspen.");
  const ended = told.findLast(({ type }) => type === "span.model_request_end");
  check(ended.model_usage.cache_read_input_tokens === 60, "usage is as the endpoint says");
  const memories = await sdk.beta.memoryStores.memories.list(store.id, { path_prefix: "/", view: "full" });
  const [memory] = /** @type {any[]} */ (memories.data);
  check(memory?.content === "- the talk is in room Aspen.\n", JSON.stringify(memories.data));
  const versions = await sdk.beta.memoryStores.memoryVersions.list(store.id);
  check(versions.data[0].created_by.type === "session_actor", JSON.stringify(versions.data[0]));
  const second = await sessionOver(sdk, [store.id]);
  const found = await say(sdk, second.id, "Where is the talk? Look for Aspen");
  const answer = found.findLast(({ type }) => type === "agent.message");
  check(answer.content[0].text.includes("room Aspen"), JSON.stringify(answer));
}

/** A store and two past sessions. @param {SDK} sdk @param {{ fetch: typeof fetch }} client */
async function prepared(sdk, client) {
  const store = await sdk.beta.memoryStores.create({ name: "notes" });
  const content = "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n";
  await sdk.beta.memoryStores.memories.create(store.id, { path: "/notes.md", content });
  const ids = [];
  for (const words of ["My talk is in room Aspen.", "Maya is allergic to peanuts."]) {
    const at = "2026-05-05T10:00:00Z";
    const said = { type: "user.message", content: [{ type: "text", text: words }], processed_at: at };
    const body = JSON.stringify({ created_at: at, time_zone: "UTC", events: [said] });
    const response = await client.fetch("/dreamfs/v1/sessions", { method: "POST", body });
    ids.push((await response.json()).id);
  }
  return { store, ids };
}

/** @param {SDK} sdk @param {{ fetch: typeof fetch }} client */
async function dreamt(sdk, client) {
  const { store, ids } = await prepared(sdk, client);
  let dream = await sdk.beta.dreams.create({
    inputs: [
      { type: "memory_store", memory_store_id: store.id },
      { type: "sessions", session_ids: ids },
    ],
    model: { id: "claude-sonnet-5-5" },
  });
  while (["pending", "running"].includes(dream.status)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    dream = await sdk.beta.dreams.retrieve(dream.id);
  }
  return dream;
}

/** A whole dream; gives its report. @param {SDK} sdk @param {{ fetch: typeof fetch }} client */
export async function dreams(sdk, client) {
  const dream = await dreamt(sdk, client);
  check(dream.status === "completed", JSON.stringify(dream));
  check((dream.usage?.cache_read_input_tokens ?? 0) > 0, JSON.stringify(dream.usage));
  const report = await (await client.fetch(`/dreamfs/v1/dreams/${dream.id}/report`)).json();
  check(
    report.checks.every((/** @type {any} */ { passed }) => passed),
    JSON.stringify(report.checks),
  );
  check(
    report.added.some((/** @type {any} */ { text }) => text.includes("peanuts")),
    JSON.stringify(report.added),
  );
  return { dream, report };
}

/**
 * A dream whose model says at once that it has ended, until it is told what is missing.
 * @param {SDK} sdk @param {{ fetch: typeof fetch }} client @param {{ plays: any[], requests: any[] }} server
 */
export async function tidies(sdk, client, server) {
  const lazy = { content: [{ type: "text", text: "All done." }] };
  server.plays.push(lazy);
  const dream = await dreamt(sdk, client);
  check(dream.status === "completed", JSON.stringify(dream));
  check(JSON.stringify(server.requests[1].body).includes("does not pass verification"), "the model is told");
  for (let at = 0; at < 10; at++) server.plays.push(lazy);
  const failed = await dreamt(sdk, client);
  check(failed.status === "failed" && failed.error?.message.includes("verification"), JSON.stringify(failed));
}
