// What the official SDK does with an engine, operation by operation. It runs in a page (tests/e2e/sdk.spec.js) and in Node
// (tests/node/sdk.test.js), so it imports nothing: the SDK, a client and all else come in.

/** @typedef {{ sdk: any, client: { fetch: typeof fetch } }} Given */
/** @typedef {ReturnType<typeof tools>} Tools */

/** @param {boolean} held @param {string} what */
function ok(held, what) {
  if (!held) throw new Error(what);
}

/** @param {unknown} found @param {unknown} wanted @param {string} [what] */
function same(found, wanted, what = "") {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}\n   found: ${a}\n  wanted: ${b}`);
}

/** The error that a promise rejects with, which must be of the class and match the text. @param {Promise<any>} promise @param {any} Kind @param {RegExp} [text] @returns {Promise<any>} */
async function refused(promise, Kind, text = /./) {
  let answer;
  try {
    answer = await promise;
  } catch (error) {
    const said = `${error instanceof Error ? `${error.constructor.name}: ${error.message}` : error}`;
    ok(error instanceof Kind, `wanted ${Kind.name}, got ${said}`);
    ok(text.test(said), `wanted ${text}, got ${said}`);
    return error;
  }
  throw new Error(`wanted ${Kind.name}, but it was answered: ${JSON.stringify(answer)?.slice(0, 300)}`);
}

/** @param {AsyncIterable<any>} items @returns {Promise<any[]>} */
async function all(items) {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}

const times = (/** @type {number} */ n) => Array.from({ length: n }, (_, index) => index);
const toolset = { type: "agent_toolset_20260401" };

/** @param {Given} given */
function tools({ sdk, client }) {
  /** Requests that left the SDK. @type {{ method: string, path: string, headers: Headers, signal?: AbortSignal | null }[]} */
  const sent = [];
  const counted = (/** @type {any} */ input, /** @type {any} */ init) => {
    const path = new URL(String(input)).pathname;
    sent.push({ method: init?.method ?? "GET", path, headers: new Headers(init?.headers), signal: init?.signal });
    return client.fetch(input, init);
  };
  const anthropic = new sdk.default({ apiKey: "local", fetch: counted, dangerouslyAllowBrowser: true });
  const { beta } = anthropic;

  /** A session of a new agent, with the stores mounted. @param {any} [how] */
  async function session({
    stores = [],
    access = "read_write",
    model = "dreamfs-offline",
    tools = [toolset],
    ...rest
  } = {}) {
    const [agent, environment] = await Promise.all([
      beta.agents.create({ name: "agent", model, tools }),
      beta.environments.create({ name: "environment" }),
    ]);
    const resources = stores.map((/** @type {any} */ store) => ({
      type: "memory_store",
      memory_store_id: store.id,
      access,
    }));
    return beta.sessions.create({ agent: agent.id, environment_id: environment.id, resources, ...rest });
  }

  /** @param {string} id @param {string} text */
  const tell = (id, text) =>
    beta.sessions.events.send(id, { events: [{ type: "user.message", content: [{ type: "text", text }] }] });

  /** A whole turn, as a stream tells it. @param {string} id @param {string} text @param {any} [params] */
  async function turn(id, text, params) {
    const stream = await beta.sessions.events.stream(id, params);
    await tell(id, text);
    return until(stream, "session.status_idle");
  }

  /** Events up to the first of a type; then the stream is broken off. @param {AsyncIterable<any>} stream @param {string} type */
  async function until(stream, type) {
    const events = [];
    for await (const event of stream) {
      events.push(event);
      if (event.type === type) break;
    }
    ok(events.at(-1)?.type === type, `the stream ended without ${type}: ${events.map((one) => one.type).join(" ")}`);
    return events;
  }

  /** @param {"full" | "slow" | "step"} pace */
  const setPace = (pace) => anthropic.post("/dreamfs/v1/pace", { body: { pace } });

  return { sdk, client, anthropic, beta, sent, session, tell, turn, until, setPace };
}

/** @type {Record<string, (t: Tools) => Promise<void>>} */
export const operations = {
  async "memory stores: create, retrieve, update, list, archive, delete"({ beta, sdk }) {
    const store = await beta.memoryStores.create({ name: "notes", description: "what was said", metadata: { a: "1" } });
    same(
      [store.type, store.name, store.description, store.metadata, store.archived_at],
      ["memory_store", "notes", "what was said", { a: "1" }, null],
    );
    same(await beta.memoryStores.retrieve(store.id), store);
    const changed = await beta.memoryStores.update(store.id, { name: "other", metadata: { a: null, b: "2" } });
    same([changed.name, changed.metadata, changed.id], ["other", { b: "2" }, store.id]);
    for (const index of times(4)) await beta.memoryStores.create({ name: `more ${index}` });
    const names = (await all(beta.memoryStores.list({ limit: 2 }))).map(({ name }) => name);
    same(names, ["more 3", "more 2", "more 1", "more 0", "other"], "newest first, over three pages");
    const archived = await beta.memoryStores.archive(store.id);
    ok(archived.archived_at !== null, "archived");
    same((await all(beta.memoryStores.list())).length, 4, "archived stores are left out");
    same((await all(beta.memoryStores.list({ include_archived: true, limit: 3 }))).length, 5);
    await refused(beta.memoryStores.update(store.id, { name: "no" }), sdk.BadRequestError, /archived/);
    same(await beta.memoryStores.delete(store.id), { id: store.id, type: "memory_store_deleted" });
    await refused(beta.memoryStores.retrieve(store.id), sdk.NotFoundError, /No memory store/);
  },

  async "memory stores: lists by time"({ beta }) {
    const store = await beta.memoryStores.create({ name: "now" });
    same((await all(beta.memoryStores.list({ "created_at[gte]": store.created_at }))).length, 1);
    same((await all(beta.memoryStores.list({ "created_at[lte]": "2001-01-01T00:00:00Z" }))).length, 0);
  },

  async "memories: create, retrieve, update, rename, delete"({ beta, sdk }) {
    const store = await beta.memoryStores.create({ name: "notes" });
    const { memories } = beta.memoryStores;
    const memory = await memories.create(store.id, { path: "/people/ana.md", content: "Ana likes trains.\n" });
    same(
      [memory.type, memory.path, memory.content_size_bytes, memory.content ?? null],
      ["memory", "/people/ana.md", 18, null],
    );
    const full = await memories.retrieve(memory.id, { memory_store_id: store.id });
    same(full.content, "Ana likes trains.\n");
    same(
      (await memories.retrieve(memory.id, { memory_store_id: store.id, view: "basic" })).content ?? null,
      null,
      "basic holds no content",
    );
    const precondition = { type: "content_sha256", content_sha256: full.content_sha256 };
    const updated = await memories.update(memory.id, {
      memory_store_id: store.id,
      content: "Ana likes night trains.\n",
      view: "full",
      precondition,
    });
    same(updated.content, "Ana likes night trains.\n");
    ok(updated.memory_version_id !== memory.memory_version_id, "a version more");
    const again = await memories.update(memory.id, { memory_store_id: store.id, content: "Ana likes night trains.\n" });
    same(again.memory_version_id, updated.memory_version_id, "an update that changes nothing adds no version");
    const renamed = await memories.update(memory.id, { memory_store_id: store.id, path: "/people/ana-b.md" });
    same([renamed.id, renamed.path], [memory.id, "/people/ana-b.md"]);
    await refused(
      memories.delete(memory.id, { memory_store_id: store.id, expected_content_sha256: full.content_sha256 }),
      sdk.ConflictError,
    );
    const expected_content_sha256 = updated.content_sha256;
    same(await memories.delete(memory.id, { memory_store_id: store.id, expected_content_sha256 }), {
      id: memory.id,
      type: "memory_deleted",
    });
    await refused(memories.retrieve(memory.id, { memory_store_id: store.id }), sdk.NotFoundError, /No memory has/);
  },

  async "memories: lists by prefix, depth and view, over pages"({ beta, sdk }) {
    const store = await beta.memoryStores.create({ name: "many" });
    const { memories } = beta.memoryStores;
    await Promise.all(
      times(25).map((n) => memories.create(store.id, { path: `/d${n % 3}/f${n}.md`, content: `${n}` })),
    );
    await memories.create(store.id, { path: "/top.md", content: "top" });
    const paths = (await all(memories.list(store.id, { limit: 10 }))).map(({ path }) => path);
    same(paths.length, 26);
    same(paths, paths.toSorted(), "by path");
    const tree = await all(memories.list(store.id, { depth: 1, limit: 2 }));
    same(
      tree.map(({ type, path }) => `${type} ${path}`),
      ["memory_prefix /d0/", "memory_prefix /d1/", "memory_prefix /d2/", "memory /top.md"],
    );
    same((await all(memories.list(store.id, { path_prefix: "/d1/", limit: 3 }))).length, 8);
    const page = await memories.list(store.id, { view: "full", limit: 20 });
    same(page.data.length, 20);
    ok(page.hasNextPage() && typeof page.data[0].content === "string", "full, and more to come");
    same((await page.getNextPage()).data.length, 6);
    same((await memories.list(store.id, { view: "full", limit: 100 })).data.length, 20, "at most 20 when full");
    await refused(memories.list(store.id, { depth: 2 }), sdk.BadRequestError, /depth/);
    await refused(memories.list(store.id, { limit: 101 }), sdk.BadRequestError, /limit/);
    await refused(memories.list(store.id, { page: page.next_page, depth: 1 }), sdk.BadRequestError, /page/);
  },

  async "memories: conflicts have their types, and are not tried again"({ anthropic, beta, sdk, sent }) {
    const store = await beta.memoryStores.create({ name: "notes" });
    const { memories } = beta.memoryStores;
    const memory = await memories.create(store.id, { path: "/a/b.md", content: "x" });
    ok(anthropic.maxRetries > 0, "the SDK would try again");
    for (const path of ["/a/b.md", "/a", "/a/b.md/c"]) {
      const before = sent.length;
      const error = await refused(memories.create(store.id, { path, content: "y" }), sdk.ConflictError, /409/);
      same(error.status, 409);
      same(error.type, "memory_path_conflict_error");
      same(error.error.error.conflicting_path, "/a/b.md");
      same(error.error.error.conflicting_memory_id, memory.id);
      same(error.headers.get("x-should-retry"), "false");
      same(error.requestID, error.error.request_id);
      same(sent.length - before, 1, "requests made");
    }
    const before = sent.length;
    const stale = { type: "content_sha256", content_sha256: "0".repeat(64) };
    const error = await refused(
      memories.update(memory.id, { memory_store_id: store.id, content: "z", precondition: stale }),
      sdk.ConflictError,
    );
    same([error.type, sent.length - before], ["memory_precondition_failed_error", 1]);
    const already = await memories.update(memory.id, { memory_store_id: store.id, content: "x", precondition: stale });
    same(already.memory_version_id, memory.memory_version_id, "what is already so succeeds");
  },

  async "memories: bad input is a BadRequestError that names the field"({ beta, sdk }) {
    const store = await beta.memoryStores.create({ name: "notes" });
    const { memories } = beta.memoryStores;
    for (const path of ["", "a.md", "/", "/a//b", "/a/../b", "/./a", `/${"a".repeat(1100)}`, "/a\u0000b", "/a\u200bb"])
      await refused(memories.create(store.id, { path, content: "x" }), sdk.BadRequestError, /path/);
    const content = "x".repeat(102_401);
    await refused(memories.create(store.id, { path: "/big.md", content }), sdk.BadRequestError, /content/);
    const surplus = /** @type {any} */ ({ path: "/a.md", content: "x", colour: "red" });
    await refused(memories.create(store.id, surplus), sdk.BadRequestError, /colour/);
    same((await all(memories.list(store.id))).length, 0, "nothing was written");
    same((await all(beta.memoryStores.memoryVersions.list(store.id))).length, 0, "nor any version");
    await refused(memories.create("memstore_none", { path: "/a", content: "" }), sdk.NotFoundError, /memory store/);
  },

  async "memory versions: list with every filter, retrieve, redact"(t) {
    const { beta, sdk, session, turn } = t;
    const store = await beta.memoryStores.create({ name: "notes" });
    const { memories, memoryVersions } = beta.memoryStores;
    const memory = await memories.create(store.id, { path: "/a.md", content: "one" });
    await memories.update(memory.id, { memory_store_id: store.id, content: "two" });
    await memories.update(memory.id, { memory_store_id: store.id, path: "/b.md" });
    const { id } = await session({ stores: [store] });
    await turn(id, "My dentist is called Dr Okafor.");
    const versions = await all(memoryVersions.list(store.id, { limit: 2 }));
    same(versions.at(-1).operation, "created", "newest first");
    const count = async (/** @type {any} */ by) =>
      (await all(memoryVersions.list(store.id, { limit: 2, ...by }))).length;
    same(await count({ memory_id: memory.id }), 3);
    same(await count({ memory_id: memory.id, operation: "modified" }), 2);
    same(await count({ session_id: id }), versions.length - 3);
    ok(versions.length > 3, "the session wrote");
    same(versions[0].created_by, { type: "session_actor", session_id: id });
    same(versions.at(-1).created_by.type, "api_actor");
    same(await count({ api_key_id: versions.at(-1).created_by.api_key_id }), 3);
    same(await count({ service_account_id: "svac_none" }), 0);
    same(await count({ "created_at[gte]": versions.at(-1).created_at }), versions.length);
    same(await count({ "created_at[lte]": "2001-01-01T00:00:00Z" }), 0);
    same(
      (await memoryVersions.list(store.id, { view: "full", memory_id: memory.id })).data.map(
        (/** @type {any} */ one) => one.content,
      ),
      ["two", "two", "one"],
    );
    const [, , first] = await all(memoryVersions.list(store.id, { memory_id: memory.id }));
    same(
      (await memoryVersions.retrieve(first.id, { memory_store_id: store.id })).content,
      "one",
      "a retrieved version is full",
    );
    const redacted = await memoryVersions.redact(first.id, { memory_store_id: store.id });
    ok(redacted.redacted_at !== null && redacted.redacted_by.type === "api_actor", "redacted, and by whom");
    const after = await memoryVersions.retrieve(first.id, { memory_store_id: store.id });
    same([after.content ?? null, after.path, after.operation], [null, null, "created"]);
    const head = (await memories.retrieve(memory.id, { memory_store_id: store.id })).memory_version_id;
    await refused(
      memoryVersions.redact(head, { memory_store_id: store.id }),
      sdk.APIError,
      /newest|head|current|live/i,
    );
    await refused(memoryVersions.retrieve("memver_none", { memory_store_id: store.id }), sdk.NotFoundError);
    await memories.delete(memory.id, { memory_store_id: store.id });
    same(await count({ memory_id: memory.id, operation: "deleted" }), 1);
  },

  async "archived memory stores allow reads, deletes and redaction only"({ beta, sdk }) {
    const store = await beta.memoryStores.create({ name: "old" });
    const { memories, memoryVersions } = beta.memoryStores;
    const memory = await memories.create(store.id, { path: "/a.md", content: "one" });
    await memories.update(memory.id, { memory_store_id: store.id, content: "two" });
    await beta.memoryStores.archive(store.id);
    await refused(memories.create(store.id, { path: "/b.md", content: "" }), sdk.BadRequestError, /archived/);
    const change = { memory_store_id: store.id, content: "three" };
    await refused(memories.update(memory.id, change), sdk.BadRequestError, /archived/);
    same((await memories.retrieve(memory.id, { memory_store_id: store.id })).content, "two");
    const versions = await all(memoryVersions.list(store.id));
    await memoryVersions.redact(versions[1].id, { memory_store_id: store.id });
    await memories.delete(memory.id, { memory_store_id: store.id });
  },

  async "agents: create, retrieve, update, versions, list, archive"({ beta, sdk, sent }) {
    const agent = await beta.agents.create({
      name: "keeper",
      model: { id: "claude-opus-4-6", effort: { type: "low" } },
      system: "Keep notes.",
      description: "d",
      tools: [{ ...toolset, configs: [{ type: "write", name: "write", enabled: false }] }],
      metadata: { team: "a" },
    });
    same([agent.type, agent.version, agent.model.id, agent.system], ["agent", 1, "claude-opus-4-6", "Keep notes."]);
    const off = agent.tools[0].configs.filter((/** @type {any} */ one) => !one.enabled);
    same(
      off.map((/** @type {any} */ one) => one.name),
      ["write", "web_fetch", "web_search"],
    );
    same(await beta.agents.retrieve(agent.id), agent);
    const second = await beta.agents.update(agent.id, { version: 1, system: "Keep fewer notes." });
    same([second.version, second.system, second.name], [2, "Keep fewer notes.", "keeper"]);
    for (const version of [2, 3, 4]) await beta.agents.update(agent.id, { version, system: `${version}` });
    const before = sent.length;
    const error = await refused(beta.agents.update(agent.id, { version: 2, name: "x" }), sdk.ConflictError);
    same([error.type, error.headers.get("x-should-retry"), sent.length - before], ["conflict_error", "false", 1]);
    same((await beta.agents.retrieve(agent.id, { version: 1 })).system, "Keep notes.");
    const versions = (await all(beta.agents.versions.list(agent.id, { limit: 2 }))).map(({ version }) => version);
    same(versions, [5, 4, 3, 2, 1]);
    for (const index of times(3)) await beta.agents.create({ name: `more ${index}`, model: "dreamfs-offline" });
    same(
      (await all(beta.agents.list({ limit: 2 }))).map(({ name }) => name),
      ["more 2", "more 1", "more 0", "keeper"],
    );
    ok((await beta.agents.archive(agent.id)).archived_at !== null, "archived");
    same((await all(beta.agents.list())).length, 3);
    same((await all(beta.agents.list({ include_archived: true, limit: 2 }))).length, 4);
    same((await all(beta.agents.list({ "created_at[lte]": "2001-01-01T00:00:00Z" }))).length, 0);
    await refused(beta.agents.retrieve("agent_none"), sdk.NotFoundError);
    const by = (/** @type {any} */ one) => beta.agents.create({ name: "n", model: "dreamfs-offline", ...one });
    const web = { ...toolset, configs: [{ type: "web_fetch", name: "web_fetch", enabled: true }] };
    await refused(by({ tools: [web] }), sdk.BadRequestError, /web_fetch/);
    await refused(
      by({ mcp_servers: [{ type: "url", name: "m", url: "https://x" }] }),
      sdk.BadRequestError,
      /mcp_servers/,
    );
    await refused(by({ skills: [{ type: "anthropic", skill_id: "pdf" }] }), sdk.BadRequestError, /skills/);
    await refused(by({ model: "" }), sdk.BadRequestError, /model/);
  },

  async "environments: create, retrieve, update, list, archive, delete"({ beta, sdk }) {
    const made = await beta.environments.create({ name: "tab", description: "d", metadata: { a: "1" } });
    same([made.type, made.name, made.config.type], ["environment", "tab", "cloud"]);
    same(await beta.environments.retrieve(made.id), made);
    const networking = { type: "limited", allowed_hosts: ["example.com"] };
    const changed = await beta.environments.update(made.id, { name: "tab 2", config: { type: "cloud", networking } });
    same([changed.name, changed.config.networking.allowed_hosts], ["tab 2", ["example.com"]]);
    for (const index of times(4)) await beta.environments.create({ name: `more ${index}` });
    same(
      (await all(beta.environments.list({ limit: 2 }))).map(({ name }) => name),
      ["more 3", "more 2", "more 1", "more 0", "tab 2"],
    );
    await beta.environments.archive(made.id);
    same((await all(beta.environments.list())).length, 4);
    same((await all(beta.environments.list({ include_archived: true }))).length, 5);
    const { Environments } = sdk.default.Beta;
    const archived = await refused(
      beta.environments.update(made.id, { name: "x" }),
      Environments.BetaEnvironmentArchivedError,
    );
    ok(archived instanceof sdk.BadRequestError, "a BadRequestError too");
    same(archived.errorCode, "environment_archived");
    same(await beta.environments.delete(made.id), { id: made.id, type: "environment_deleted" });
    await refused(beta.environments.retrieve(made.id), Environments.BetaEnvironmentNotFoundError);
    const metadata = Object.fromEntries(times(17).map((n) => [`k${n}`, "v"]));
    await refused(beta.environments.create({ name: "x", metadata }), Environments.BetaInvalidMetadataError, /metadata/);
    const config = { type: "self_hosted" };
    await refused(beta.environments.create({ name: "x", config }), sdk.BadRequestError, /config\.type/);
    const { id } = await beta.environments.create({ name: "x" });
    await refused(
      beta.environments.update(id, { config }),
      Environments.BetaInvalidConfigTypeChangeError,
      /config\.type/,
    );
  },

  async "environments: work is refused, operation by operation"({ beta, sdk }) {
    const { id } = await beta.environments.create({ name: "tab" });
    const { work } = beta.environments;
    const at = { environment_id: id };
    for (const asked of [
      work.list(id),
      work.poll(id),
      work.stats(id),
      work.retrieve("work_1", at),
      work.update("work_1", { ...at, metadata: {} }),
      work.ack("work_1", at),
      work.heartbeat("work_1", at),
      work.stop("work_1", at),
    ])
      await refused(asked, sdk.BadRequestError, /not supported here/);
  },

  async "sessions: create, retrieve, update, archive, delete"(t) {
    const { beta, sdk, session, turn } = t;
    const store = await beta.memoryStores.create({ name: "cwc_memory", description: "a conference" });
    const made = await session({ stores: [store], title: "write_test", metadata: { a: "1" } });
    same([made.type, made.status, made.title, made.metadata], ["session", "idle", "write_test", { a: "1" }]);
    same([made.resources[0].mount_path, made.resources[0].access], ["/mnt/memory/cwc-memory", "read_write"]);
    same({ ...(await beta.sessions.retrieve(made.id)), stats: null }, { ...made, stats: null });
    const updated = await beta.sessions.update(made.id, { title: "renamed", metadata: { a: null, b: "2" } });
    same([updated.title, updated.metadata], ["renamed", { b: "2" }]);
    await turn(made.id, "The keynote is in the Garden Hall.");
    ok((await beta.sessions.retrieve(made.id)).usage.input_tokens > 0, "usage is counted");
    ok((await beta.sessions.archive(made.id)).archived_at !== null, "archived");
    await refused(t.tell(made.id, "more"), sdk.BadRequestError, /archived/);
    same(await beta.sessions.delete(made.id), { id: made.id, type: "session_deleted" });
    await refused(beta.sessions.retrieve(made.id), sdk.NotFoundError, /No session/);
    await refused(beta.sessions.events.list(made.id), sdk.NotFoundError, /No session/);
    same((await all(beta.memoryStores.memories.list(store.id))).length, 1, "what it wrote stays");
  },

  async "sessions: what cannot be is refused by name"({ beta, sdk, session }) {
    const stores = await Promise.all(times(9).map((n) => beta.memoryStores.create({ name: `s${n}` })));
    await refused(session({ stores }), sdk.BadRequestError, /resources/);
    await refused(session({ stores: [stores[0], stores[0]] }), sdk.BadRequestError, /resources/);
    await refused(session({ vault_ids: ["vlt_1"] }), sdk.BadRequestError, /vault_ids/);
    await refused(session({ agent: "agent_none" }), sdk.APIError, /agent/i);
    await refused(session({ environment_id: "env_none" }), sdk.APIError, /environment/i);
    await refused(session({ stores: [{ id: "memstore_none" }] }), sdk.APIError, /memstore_none|memory_store/);
    await refused(session({ resources: [{ type: "file", file_id: "file_1" }] }), sdk.BadRequestError, /resources/);
    same((await all(beta.sessions.list())).length, 0, "none was made");
    const twins = await Promise.all(times(2).map(() => beta.memoryStores.create({ name: "same name" })));
    const { resources } = await session({ stores: twins });
    same(
      resources.map((/** @type {any} */ one) => one.mount_path),
      ["/mnt/memory/same-name", "/mnt/memory/same-name-2"],
    );
  },

  async "sessions: lists by filter and order, over pages, both ways"({ beta, sdk, session }) {
    const store = await beta.memoryStores.create({ name: "s" });
    const first = await session({ title: "0", stores: [store] });
    const { id: agent } = first.agent;
    const rest = { agent, environment_id: first.environment_id };
    for (const n of [1, 2, 3, 4]) await beta.sessions.create({ ...rest, title: `${n}` });
    await session({ title: "another agent's" });
    const titles = async (/** @type {any} */ by) =>
      (await all(beta.sessions.list({ limit: 2, ...by }))).map(({ title }) => title);
    same(await titles({ agent_id: agent }), ["4", "3", "2", "1", "0"]);
    same(await titles({ agent_id: agent, order: "asc" }), ["0", "1", "2", "3", "4"]);
    same(await titles({ agent_id: agent, agent_version: 2 }), []);
    same(await titles({ memory_store_id: store.id }), ["0"]);
    same(await titles({ statuses: ["running", "terminated"] }), []);
    same((await titles({ statuses: ["idle", "running"] })).length, 6);
    same(await titles({ deployment_id: "depl_none" }), []);
    same(await titles({ agent_id: agent, "created_at[lt]": first.created_at }), []);
    same((await titles({ agent_id: agent, "created_at[gte]": first.created_at })).length, 5);
    same(await titles({ agent_id: agent, "created_at[lte]": "2001-01-01T00:00:00Z" }), []);
    same((await titles({ agent_id: agent, "created_at[gt]": "2001-01-01T00:00:00Z" })).length, 5);
    const page = await beta.sessions.list({ agent_id: agent, limit: 2 });
    same(page.prev_page, null);
    const second = await page.getNextPage();
    const back = await beta.sessions.list({ agent_id: agent, limit: 2, page: second.prev_page });
    same(
      back.data.map((/** @type {any} */ one) => one.title),
      ["4", "3"],
      "back on the first page",
    );
    await beta.sessions.archive(first.id);
    same(await titles({ memory_store_id: store.id }), []);
    same(await titles({ memory_store_id: store.id, include_archived: true }), ["0"]);
    await refused(
      beta.sessions.list({ agent_id: agent, order: "desc", page: "nonsense" }),
      sdk.BadRequestError,
      /page/,
    );
  },

  async "sessions: initial events begin the first turn"({ beta, session, until }) {
    const { id } = await session({
      initial_events: [{ type: "user.message", content: [{ type: "text", text: "hello" }] }],
    });
    const stream = await beta.sessions.events.stream(id);
    if ((await beta.sessions.retrieve(id)).status === "running" || (await idles(beta, id)) === 0)
      await until(stream, "session.status_idle");
    else stream.controller.abort();
    const types = (await all(beta.sessions.events.list(id))).map(({ type }) => type);
    same(types[0], "user.message");
    ok(types.includes("agent.message"), types.join(" "));
  },

  async "resources: retrieve and list; add, update and delete are refused"({ beta, sdk, session }) {
    const stores = await Promise.all(times(3).map((n) => beta.memoryStores.create({ name: `store ${n}` })));
    const { id } = await session({ stores, access: "read_only" });
    const { resources } = beta.sessions;
    const found = await all(resources.list(id, { limit: 2 }));
    same(
      found.map((one) => [one.memory_store_id, one.access]),
      stores.map((store) => [store.id, "read_only"]),
    );
    same(await resources.retrieve(stores[1].id, { session_id: id }), found[1]);
    await refused(resources.retrieve("memstore_none", { session_id: id }), sdk.NotFoundError);
    await refused(resources.add(id, { type: "file", file_id: "file_1" }), sdk.BadRequestError, /not supported/);
    const at = { session_id: id };
    await refused(resources.update(stores[0].id, { ...at, authorization_token: "t" }), sdk.BadRequestError);
    await refused(resources.delete(stores[0].id, at), sdk.BadRequestError, /stays attached/);
    same((await all(resources.list(id))).length, 3);
  },

  async "events: a turn is streamed in the hosted order, and listed the same"(t) {
    const { beta, session, turn } = t;
    const store = await beta.memoryStores.create({ name: "cwc_memory" });
    const { id } = await session({ stores: [store] });
    const told = await turn(id, "The keynote moved to the Garden Hall at 9:30.");
    const types = told.map(({ type }) => type);
    same(types.slice(0, 3), ["user.message", "session.status_running", "span.model_request_start"]);
    same(types.at(-1), "session.status_idle");
    same(told.at(-1).stop_reason.type, "end_turn");
    ok(!types.some((type) => type.startsWith("event_")), "no previews unless asked for");
    let open = "";
    for (const event of told) {
      if (event.type === "span.model_request_start") open = event.id;
      if (event.type === "span.model_request_end") same(event.model_request_start_id, open);
      if (event.type === "agent.tool_result")
        ok(
          told.some((one) => one.type === "agent.tool_use" && one.id === event.tool_use_id),
          "a result has its use",
        );
    }
    ok(types.includes("agent.tool_use"), "it looked into memory");
    const at = told.map((event) => event.processed_at);
    same(at, at.toSorted(), "processed_at never decreases");
    same(await all(beta.sessions.events.list(id, { limit: 3 })), told, "listed over pages as it was streamed");
    const answer = (await turn(id, "Where is the keynote?")).find(({ type }) => type === "agent.message");
    ok(/Garden Hall/.test(answer.content[0].text), answer.content[0].text);
  },

  async "events: lists by type, time and order"({ beta, sdk, session, turn }) {
    const { id } = await session();
    await turn(id, "My name is Ana.");
    await turn(id, "What is my name?");
    const { events } = beta.sessions;
    const list = (/** @type {any} */ by) => all(events.list(id, { limit: 2, ...by }));
    const told = await list({});
    same(await list({ order: "desc" }), told.toReversed());
    const only = told.filter(({ type }) => type === "user.message" || type === "agent.message");
    same(only.length, 4);
    same(await list({ types: ["user.message", "agent.message"] }), only);
    const mid = told[4].processed_at;
    same(
      await list({ "created_at[gte]": mid }),
      told.filter((one) => one.processed_at >= mid),
    );
    same(
      await list({ "created_at[gt]": mid }),
      told.filter((one) => one.processed_at > mid),
    );
    same(
      await list({ "created_at[lt]": mid }),
      told.filter((one) => one.processed_at < mid),
    );
    same(
      await list({ "created_at[lte]": mid }),
      told.filter((one) => one.processed_at <= mid),
    );
    await refused(events.list(id, { types: ["no.such"] }), sdk.BadRequestError, /types/);
    await refused(events.list(id, { order: "up" }), sdk.BadRequestError, /order/);
    await refused(events.list("sesn_none"), sdk.NotFoundError);
  },

  async "events: what cannot be sent is refused, and nothing is kept"({ beta, sdk, session }) {
    const { id } = await session();
    const { events } = beta.sessions;
    const text = (/** @type {any} */ one) => ({ type: "user.message", content: [{ type: "text", text: one }] });
    for (const bad of [
      [],
      [text("")],
      [text("fine"), { type: "user.tool_confirmation", tool_use_id: "x", result: "allow" }],
      [text("fine"), { type: "user.message", content: [{ type: "image", source: { type: "url", url: "https://x" } }] }],
      [{ type: "agent.message", content: [] }],
      times(51).map(() => text("many")),
    ])
      await refused(events.send(id, { events: /** @type {any} */ (bad) }), sdk.BadRequestError, /events/);
    same(await all(events.list(id)), []);
    await refused(events.send("sesn_none", { events: [text("x")] }), sdk.NotFoundError);
  },

  async "events: previews grow into the message that they announce"({ session, turn }) {
    const { id } = await session();
    const told = await turn(id, "My name is Ana.", { event_deltas: ["agent.message"] });
    const start = told.find(({ type }) => type === "event_start");
    const message = told.find(({ type }) => type === "agent.message");
    same(start.event, { type: "agent.message", id: message.id });
    const pieces = told.filter(({ type, event_id }) => type === "event_delta" && event_id === message.id);
    ok(pieces.length > 1, "in pieces");
    same(pieces.map(({ delta }) => delta.content.text).join(""), message.content[0].text);
    ok(
      told.indexOf(start) < told.indexOf(pieces[0]) && told.indexOf(pieces.at(-1)) < told.indexOf(message),
      "in order",
    );
  },

  async "events: a stream that is broken off ends, and the next one follows on"({ beta, sent, session, tell }) {
    const { id } = await session();
    const stream = await beta.sessions.events.stream(id);
    const signal = sent.at(-1)?.signal;
    await tell(id, "My name is Ana.");
    for await (const event of stream) if (event.type === "session.status_running") break;
    ok(signal?.aborted === true, "the request was let go of");
    const next = await beta.sessions.events.stream(id);
    await tell(id, "What is my name?");
    let asked = false;
    for await (const event of next) {
      asked ||= event.content?.[0].text === "What is my name?";
      if (asked && event.type === "session.status_idle") break;
    }
    ok(asked, "the second stream told of the second turn");
    const listed = await all(beta.sessions.events.list(id));
    same(
      listed.filter(({ type }) => type === "session.error"),
      [],
    );
    same(listed.filter(({ type }) => type === "user.message").length, 2);
  },

  async "events: an AbortSignal ends a stream and a request"({ beta, sdk, session }) {
    const { id } = await session();
    const control = new AbortController();
    const stream = await beta.sessions.events.stream(id, {}, { signal: control.signal });
    const reading = all(stream);
    control.abort();
    same(await reading, []);
    await refused(beta.sessions.list({}, { signal: AbortSignal.abort() }), sdk.APIUserAbortError);
    const late = new AbortController();
    const asked = beta.sessions.list({}, { signal: late.signal });
    const settled = refused(asked, sdk.APIUserAbortError);
    late.abort();
    await settled;
    ok((await beta.sessions.list()).data.length === 1, "and the client goes on");
  },

  async "events: an interrupt stops the turn"({ beta, session, tell, until, setPace }) {
    const store = await beta.memoryStores.create({ name: "s" });
    const { id } = await session({ stores: [store] });
    await setPace("step");
    const stream = await beta.sessions.events.stream(id);
    await tell(id, "My name is Ana.");
    await until(stream, "session.status_running");
    same((await beta.sessions.retrieve(id)).status, "running");
    const next = await beta.sessions.events.stream(id);
    await beta.sessions.events.send(id, { events: [{ type: "user.interrupt" }] });
    const told = await until(next, "session.status_idle");
    ok(
      told.some(({ type }) => type === "user.interrupt"),
      "it is in the record",
    );
    await setPace("full");
    same((await beta.sessions.retrieve(id)).status, "idle");
    same((await all(beta.memoryStores.memories.list(store.id))).length, 0, "nothing was written after it");
  },

  async "events: a call that asks waits until it is allowed or denied"({ beta, sdk, session, turn, until }) {
    const store = await beta.memoryStores.create({ name: "notes" });
    const ask = { permission_policy: { type: "always_ask" } };
    const configs = [{ name: "read", permission_policy: { type: "always_allow" } }];
    const { id } = await session({ stores: [store], tools: [{ ...toolset, default_config: ask, configs }] });
    const { events } = beta.sessions;
    /** Answers whatever waits, until the turn ends. @param {string} text @param {(call: any) => any} answer */
    const answered = async (text, answer) => {
      let seen = await turn(id, text);
      for (let idle = seen.at(-1); idle.stop_reason.type === "requires_action"; idle = seen.at(-1)) {
        const calls = idle.stop_reason.event_ids.map((/** @type {string} */ one) =>
          seen.find((event) => event.id === one),
        );
        for (const call of calls) same([call.evaluated_permission, call.evaluation], ["ask", { type: "always_ask" }]);
        const stream = await events.stream(id);
        await events.send(id, {
          events: calls.map((/** @type {any} */ call) => ({
            type: "user.tool_confirmation",
            tool_use_id: call.id,
            ...answer(call),
          })),
        });
        seen = await until(stream, "session.status_idle");
      }
      same(seen.at(-1).stop_reason, { type: "end_turn" });
      return seen;
    };
    const writes = (/** @type {any} */ call) => call.name === "write" || call.name === "edit";
    const denied = await answered("Remember that the office dog is called Biscuit.", (call) =>
      writes(call) ? { result: "deny", deny_message: "not today" } : { result: "allow" },
    );
    const told = denied.find((event) => event.type === "agent.tool_result" && event.is_error);
    ok(/denied by the user: not today/.test(told.content[0].text), JSON.stringify(told));
    same((await all(beta.memoryStores.memories.list(store.id))).length, 0, "what was denied did not happen");
    await answered("Remember that the office dog is called Biscuit.", () => ({ result: "allow" }));
    same((await all(beta.memoryStores.memories.list(store.id))).length, 1);
    const [call] = await all(events.list(id, { types: ["agent.tool_use"] }));
    const again = { type: "user.tool_confirmation", tool_use_id: call.id, result: "allow" };
    await refused(events.send(id, { events: [again] }), sdk.BadRequestError, /answer already/);
  },

  async "events: a custom tool is answered by hand, and by the SDK's tool runner"({ beta, session, turn, until }) {
    const input_schema = { type: "object", properties: { city: { type: "string" } } };
    const weather = { type: "custom", name: "get_weather", description: "The weather of a city.", input_schema };
    const { id } = await session({ tools: [toolset, weather] });
    const { events } = beta.sessions;
    const seen = await turn(id, 'Use the get_weather tool with {"city": "Bonn"}');
    const call = seen.find((event) => event.type === "agent.custom_tool_use");
    same([call.name, call.input], ["get_weather", { city: "Bonn" }]);
    same(seen.at(-1).stop_reason, { type: "requires_action", event_ids: [call.id] });
    const stream = await events.stream(id);
    await events.send(id, {
      events: [
        { type: "user.custom_tool_result", custom_tool_use_id: call.id, content: [{ type: "text", text: "rain" }] },
      ],
    });
    const rest = await until(stream, "session.status_idle");
    same(rest.find((event) => event.type === "agent.message").content[0].text, "`get_weather` gave: rain");

    const tool = {
      ...weather,
      parse: (/** @type {any} */ input) => input,
      run: (/** @type {any} */ { city }) => `${city}: sun`,
    };
    // A call that waits already when the runner comes is found in the history.
    await turn(id, 'Use the get_weather tool with {"city": "Rome"}');
    const running = all(events.toolRunner(id, { tools: [tool], maxIdleMs: 200 }));
    same(
      (await running).map(({ name, isError, posted }) => [name, isError, posted]),
      [["get_weather", false, true]],
    );
    const last = (await all(events.list(id, { types: ["agent.message"] }))).at(-1);
    same(last.content[0].text, "`get_weather` gave: Rome: sun");
  },

  async "events: a deleted session ends its streams with session.deleted"({ beta, session }) {
    const { id } = await session();
    const stream = await beta.sessions.events.stream(id);
    const reading = all(stream);
    await beta.sessions.delete(id);
    same(
      (await reading).map(({ type }) => type),
      ["session.deleted"],
    );
  },

  async "threads: list, retrieve, events, stream; archiving is refused"(t) {
    const { beta, sdk, session, turn, tell, until } = t;
    const { id } = await session();
    const { threads } = beta.sessions;
    const [thread, ...more] = await all(threads.list(id));
    same([thread.type, thread.session_id, thread.parent_thread_id, more.length], ["session_thread", id, null, 0]);
    const at = { session_id: id };
    same((await threads.retrieve(thread.id, at)).id, thread.id);
    same((await all(threads.list(id, { statuses: ["running"] }))).length, 0);
    same((await all(threads.list(id, { statuses: ["idle"] }))).length, 1);
    await turn(id, "My name is Ana.");
    const listed = await all(beta.sessions.events.list(id));
    same(await all(threads.events.list(thread.id, { ...at, limit: 2 })), listed);
    const stream = await threads.events.stream(thread.id, { ...at, event_deltas: ["agent.message"] });
    await tell(id, "What is my name?");
    const told = await until(stream, "session.status_idle");
    ok(
      told.some(({ type }) => type === "event_delta"),
      "with previews",
    );
    await refused(threads.archive(thread.id, at), sdk.BadRequestError, /archive the session/);
    await refused(threads.retrieve("sthr_none", at), sdk.NotFoundError);
    await refused(threads.events.list("sthr_none", at), sdk.NotFoundError);
  },

  async "a read-only mount refuses a write, in the tool's result"({ beta, session, turn }) {
    const store = await beta.memoryStores.create({ name: "cwc_memory" });
    const { id } = await session({ stores: [store], access: "read_only" });
    const told = await turn(id, "Remember that lunch is in the courtyard.");
    const failed = told.find(({ type, is_error }) => type === "agent.tool_result" && is_error);
    ok(/read-only/i.test(failed?.content[0].text), JSON.stringify(failed));
    same((await all(beta.memoryStores.memories.list(store.id))).length, 0);
  },

  async "dreams: create, poll, read the result"(t) {
    const { anthropic, beta, sent } = t;
    const { store, ids } = await pastSessions(t);
    const before = await all(beta.memoryStores.memories.list(store.id, { view: "full" }));
    const made = await beta.dreams.create({ ...reading(store, ids.toReversed()), instructions: "keep every room" });
    same(
      [made.type, made.status, made.outputs, made.session_id, made.ended_at, made.error, made.archived_at],
      ["dream", "pending", [], null, null, null, null],
    );
    same(made.inputs[1].session_ids, ids.toSorted(), "sorted");
    same(made.model, { id: "dreamfs-offline", speed: "standard" });
    same([made.instructions, made.output_behavior], ["keep every room", { type: "create_new" }]);
    ok(
      Object.values(made.usage).every((count) => count === 0),
      "nothing used yet",
    );
    const header = sent.findLast(({ path }) => path === "/v1/dreams")?.headers.get("anthropic-beta");
    same(header, "dreaming-2026-04-21");
    const done = await dreamt(beta, made.id);
    same([done.status, done.error], ["completed", null]);
    ok(done.ended_at !== null && done.usage.input_tokens + done.usage.cache_creation_input_tokens > 0, "counted");
    const [output] = done.outputs;
    ok(output.memory_store_id !== store.id, "a store of its own");
    same(await all(beta.memoryStores.memories.list(store.id, { view: "full" })), before, "the input is as it was");
    ok((await all(beta.memoryStores.memories.list(output.memory_store_id))).length > 0, "the output holds files");
    const report = await anthropic.get(`/dreamfs/v1/dreams/${made.id}/report`);
    same([report.dream_id, report.input.sha256_before], [made.id, report.input.sha256_after]);
    ok(report.claims.length >= 3, "a row for each line");
    await refused(beta.dreams.cancel(made.id), t.sdk.BadRequestError, /completed already/);
  },

  async "dreams: its session is streamed, and each reader's thread"(t) {
    const { beta, setPace, until } = t;
    const { store, ids } = await pastSessions(t);
    await setPace("step");
    const { id } = await beta.dreams.create(reading(store, ids));
    const { session_id } = await dreamt(beta, id, (dream) => dream.session_id !== null);
    const stream = await beta.sessions.events.stream(session_id);
    await setPace("full");
    const told = await until(stream, "session.status_idle");
    const listed = await all(beta.sessions.events.list(session_id, { order: "asc" }));
    const streamed = told.map((one) => one.id);
    same(
      listed.slice(-streamed.length).map((one) => one.id),
      streamed,
      "the stream tells what the list holds",
    );
    const of = (/** @type {string} */ type) => listed.filter((one) => one.type === type);
    same(of("session.thread_created").length, ids.length, "a reader for each session");
    const threads = await all(beta.sessions.threads.list(session_id));
    same(threads.length, ids.length + 1);
    for (const thread of threads.filter((one) => one.parent_thread_id !== null)) {
      const events = await all(beta.sessions.threads.events.list(thread.id, { session_id }));
      const calls = events.filter((one) => one.type === "agent.tool_use").map(({ name }) => name);
      same([calls[0], calls.at(-1)], ["read_transcript", "report_findings"]);
      same(events.at(-1).type, "session.thread_status_idle");
    }
    const ended = await beta.sessions.retrieve(session_id);
    ok(ended.archived_at !== null, "archived at the end");
    same((await dreamt(beta, id)).status, "completed");
  },

  async "dreams: cancel, archive, list"(t) {
    const { beta, sdk, setPace } = t;
    const { store, ids } = await pastSessions(t);
    await setPace("step");
    const { id } = await beta.dreams.create(reading(store, ids));
    await dreamt(beta, id, (dream) => dream.status === "running");
    await refused(beta.dreams.archive(id), sdk.BadRequestError, /[Cc]ancel/);
    const canceled = await beta.dreams.cancel(id);
    same([canceled.status, canceled.error], ["canceled", null]);
    ok(canceled.ended_at !== null, "ended");
    same((await beta.dreams.cancel(id)).status, "canceled", "once more changes nothing");
    await setPace("full");
    const more = [];
    for (let n = 0; n < 3; n++) more.push((await beta.dreams.create(reading(store, ids))).id);
    for (const one of more) await dreamt(beta, one);
    const idsOf = async (/** @type {any} */ query) => (await all(beta.dreams.list(query))).map((one) => one.id);
    same(await idsOf({ limit: 2 }), [...more.toReversed(), id], "newest first, over pages");
    same(await idsOf({ statuses: ["canceled"] }), [id]);
    same(await idsOf({ statuses: ["completed", "failed"], limit: 1 }), more.toReversed());
    same(await idsOf({ "created_at[gt]": canceled.created_at }), more.toReversed());
    same(await idsOf({ "created_at[lt]": canceled.created_at }), []);
    const archived = await beta.dreams.archive(id);
    ok(archived.archived_at !== null, "archived");
    same((await beta.dreams.archive(id)).archived_at, archived.archived_at);
    same(await idsOf({}), more.toReversed());
    same(await idsOf({ include_archived: true }), [...more.toReversed(), id]);
    same((await beta.dreams.retrieve(id)).status, "canceled");
  },

  async "dreams: what breaks a rule is refused, and not tried again"(t) {
    const { beta, sdk, sent, setPace } = t;
    const { store, ids } = await pastSessions(t);
    const good = reading(store, ids);
    const [memory, sessions] = good.inputs;
    /** @type {[any, any, RegExp][]} */
    const bad = [
      [{ inputs: [memory] }, sdk.BadRequestError, /exactly one sessions entry/],
      [{ inputs: [memory, memory, sessions] }, sdk.BadRequestError, /exactly one memory_store entry/],
      [{ inputs: [memory, { ...sessions, session_ids: [] }] }, sdk.BadRequestError, /1 to 100/],
      [{ inputs: [memory, { ...sessions, session_ids: [ids[0], ids[0]] }] }, sdk.BadRequestError, /duplicates/],
      [{ instructions: "x".repeat(4097) }, sdk.BadRequestError, /instructions/],
      [{ model: { id: "dreamfs-offline", speed: "fast" } }, sdk.BadRequestError, /speed/],
      [{ colour: "red" }, sdk.BadRequestError, /colour/],
      [{ inputs: [{ ...memory, memory_store_id: "memstore_none" }, sessions] }, sdk.NotFoundError, /memory store/],
      [{ inputs: [memory, { ...sessions, session_ids: ["sesn_none"] }] }, sdk.NotFoundError, /session/],
    ];
    const before = sent.length;
    for (const [change, Kind, text] of bad) await refused(beta.dreams.create({ ...good, ...change }), Kind, text);
    same(sent.length - before, bad.length, "requests made");
    await refused(beta.dreams.retrieve("drm_none"), sdk.NotFoundError);
    same((await all(beta.dreams.list())).length, 0);
    await setPace("step");
    const output_behavior = { type: "update_existing", memory_store_id: store.id };
    const { id } = await beta.dreams.create({ ...good, output_behavior });
    const asked = sent.length;
    const held = await refused(beta.dreams.create({ ...good, output_behavior }), sdk.ConflictError, new RegExp(id));
    same([held.type, held.headers.get("x-should-retry"), sent.length - asked], ["conflict_error", "false", 1]);
    await beta.dreams.cancel(id);
    await setPace("full");
  },

  async "responses: headers, request ids and errors have the hosted shape"({ anthropic, beta, sdk, sent, session }) {
    const { data, response, request_id } = await beta.memoryStores.create({ name: "s" }).withResponse();
    same(response.status, 200);
    same(response.headers.get("dreamfs-model"), "dreamfs-offline");
    ok(/^req_/.test(request_id) && response.headers.get("request-id") === request_id, `request id ${request_id}`);
    same(data._request_id, request_id);
    const { id } = await session();
    const answered = await beta.sessions.events
      .send(id, { events: [{ type: "user.message", content: [{ type: "text", text: "hello" }] }] })
      .withResponse();
    same(answered.response.headers.get("dreamfs-model"), "dreamfs-offline");
    const raw = await beta.sessions.retrieve(id).asResponse();
    same(raw.headers.get("content-type"), "application/json");
    ok(
      sent.some(({ headers }) => /managed-agents-2026-04-01/.test(headers.get("anthropic-beta") ?? "")),
      "beta is sent",
    );
    const error = await refused(anthropic.models.list(), sdk.NotFoundError, /\/v1\/models/);
    same([error.error.type, error.error.error.type], ["error", "not_found_error"]);
    ok(/^req_/.test(error.requestID), "a request id");
    const bare = await refused(anthropic.get("/v1/sessions"), sdk.BadRequestError, /anthropic-beta/);
    same(bare.type, "invalid_request_error");
  },

  async "a bad request is not tried again"({ beta, sdk, sent }) {
    const before = sent.length;
    await refused(beta.memoryStores.create({ name: "" }), sdk.BadRequestError, /name/);
    await refused(beta.memoryStores.retrieve("memstore_none"), sdk.NotFoundError);
    same(sent.length - before, 2);
  },
};

/** A store with three lines, and two past sessions. @param {Tools} t */
async function pastSessions({ anthropic, beta }) {
  const store = await beta.memoryStores.create({ name: "cwc_memory" });
  const content = "- The keynote is in Hall A at 9\n- The keynote is in Hall A at 9\n- Maya likes oat milk\n";
  await beta.memoryStores.memories.create(store.id, { path: "/sessions.md", content });
  const ids = /** @type {string[]} */ ([]);
  for (const [title, at, text] of [
    ["s_01", "2026-05-06T09:00:00Z", "The keynote moved to Hall B. Priya's workshop is tomorrow at 14:00."],
    ["s_02", "2026-05-07T09:00:00Z", "The slides are at https://example.com/slides.pdf"],
  ]) {
    const events = [{ type: "user.message", processed_at: at, content: [{ type: "text", text }] }];
    const body = { title, created_at: at, time_zone: "UTC", events };
    ids.push((await anthropic.post("/dreamfs/v1/sessions", { body })).id);
  }
  return { store, ids };
}

/** The create call of a dream. @param {{ id: string }} store @param {string[]} session_ids */
const reading = (store, session_ids) => ({
  inputs: [
    { type: "memory_store", memory_store_id: store.id },
    { type: "sessions", session_ids },
  ],
  model: "dreamfs-offline",
});

/** Polls a dream until it has ended, or is as it is wanted. @param {any} beta @param {string} id @param {(dream: any) => boolean} [wanted] */
async function dreamt(beta, id, wanted = ({ status }) => !["pending", "running"].includes(status)) {
  for (let polls = 0; polls < 2000; polls++) {
    const dream = await beta.dreams.retrieve(id);
    if (wanted(dream)) return dream;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`the dream ${id} did not come to it: ${JSON.stringify(await beta.dreams.retrieve(id))}`);
}

/** @param {any} beta @param {string} id */
const idles = async (beta, id) => (await all(beta.sessions.events.list(id, { types: ["session.status_idle"] }))).length;

/** Runs one of them. @param {string} name @param {Given} given */
export const perform = (name, given) => operations[name](tools(given));
