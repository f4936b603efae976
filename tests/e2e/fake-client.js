/**
 * A tiny imitation of the engine, for tests of elements alone. It knows just enough of the API to exercise what elements draw: it keeps everything in a
 * few maps and its "agent" repeats what it heard. `options.keep` names a sessionStorage key under which it survives a reload.
 */

/** @typedef {Record<string, any>} Json */

/** @param {{ database?: string, delay?: number, fail?: (method: string, path: string) => Json | null } & Json} [options] */
export async function createClient(options = {}) {
  const delay = options.delay ?? 30;
  const db = load(options.database) ?? {
    stores: [],
    memories: [],
    versions: [],
    agents: [],
    environments: [],
    sessions: [],
    events: {},
    pace: "full",
    n: 0,
  };
  const streams = /** @type {Map<string, Set<(event: Json) => void>>} */ (new Map());
  let waited = 0;
  let worked = 0;
  let step = /** @type {null | (() => void)} */ (null);
  let stop = false;

  const now = () => new Date().toISOString();
  const id = (/** @type {string} */ prefix) => `${prefix}_fake${String(++db.n).padStart(6, "0")}`;
  const save = () => options.database && sessionStorage.setItem(`fake:${options.database}`, JSON.stringify(db));
  const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const hash = async (/** @type {string} */ text) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((b) => b.toString(16).padStart(2, "0"))
      .join("");

  /** @param {string} session @param {Json} event */
  function append(session, event) {
    const full = { id: id("sevt"), processed_at: now(), ...event };
    db.events[session].push(full);
    save();
    for (const tell of streams.get(session) ?? []) tell(full);
    return full;
  }

  /** @param {Json} memory @param {string} operation @param {Json} actor */
  function version(memory, operation, actor) {
    const v = {
      id: id("memver"),
      type: "memory_version",
      memory_id: memory.id,
      memory_store_id: memory.memory_store_id,
      operation,
      created_at: now(),
      created_by: actor,
      path: memory.path,
      content: operation === "deleted" ? null : memory.content,
      content_sha256: memory.content_sha256,
      content_size_bytes: operation === "deleted" ? null : memory.content_size_bytes,
    };
    db.versions.unshift(v);
    memory.memory_version_id = v.id;
    memory.updated_at = v.created_at;
  }

  /** @param {Json} memory @param {string} content */
  async function put(memory, content) {
    memory.content = content;
    memory.content_sha256 = await hash(content);
    memory.content_size_bytes = new TextEncoder().encode(content).length;
  }

  async function pause() {
    if (db.pace === "full") return sleep(delay / 3);
    const start = performance.now();
    if (db.pace === "slow") await sleep(700);
    else await new Promise((resolve) => (step = () => resolve(undefined)));
    step = null;
    waited += performance.now() - start;
  }

  /** @param {string} sid @param {string} text */
  async function turn(sid, text) {
    const session = db.sessions.find((/** @type {Json} */ s) => s.id === sid);
    const mount = session.resources[0];
    session.status = "running";
    stop = false;
    append(sid, { type: "session.status_running" });
    const start = append(sid, { type: "span.model_request_start" });
    await pause();
    let answer = `I heard: ${text}`;
    if (mount) {
      const path = `${mount.mount_path}`;
      const word =
        text
          .replace(/[^\p{L}\s]/gu, "")
          .split(/\s+/)
          .sort((a, b) => b.length - a.length)[0] ?? "";
      const use = append(sid, { type: "agent.tool_use", name: "grep", input: { pattern: word, path } });
      await pause();
      const hits = db.memories
        .filter((/** @type {Json} */ m) => m.memory_store_id === mount.memory_store_id)
        .flatMap((/** @type {Json} */ m) =>
          m.content
            .split("\n")
            .flatMap((/** @type {string} */ line, /** @type {number} */ i) =>
              word && line.toLowerCase().includes(word.toLowerCase()) ? [`${path}${m.path}:${i + 1}:${line}`] : [],
            ),
        );
      append(sid, {
        type: "agent.tool_result",
        tool_use_id: use.id,
        content: [{ type: "text", text: hits.join("\n") || "no matches" }],
      });
      if (text.includes("?"))
        answer = hits[0]
          ? `${hits[0].split(":").slice(2).join(":").replace(/^- /, "")} (${hits[0].split(":").slice(0, 2).join(":")})`
          : "I do not know. Nothing in memory mentions it.";
      else {
        const write = append(sid, {
          type: "agent.tool_use",
          name: "write",
          input: { file_path: `${path}/sessions.md`, content: `- ${text}\n` },
        });
        await pause();
        if (mount.access === "read_only") {
          append(sid, {
            type: "agent.tool_result",
            tool_use_id: write.id,
            is_error: true,
            content: [{ type: "text", text: `write: ${path} is mounted read-only` }],
          });
          answer = "I could not keep that: the store is mounted read-only.";
        } else {
          let memory = db.memories.find(
            (/** @type {Json} */ m) => m.memory_store_id === mount.memory_store_id && m.path === "/sessions.md",
          );
          const made = !memory;
          if (!memory)
            db.memories.push(
              (memory = {
                id: id("mem"),
                type: "memory",
                memory_store_id: mount.memory_store_id,
                path: "/sessions.md",
                content: "",
                created_at: now(),
              }),
            );
          await put(memory, `${memory.content}- ${text}\n`);
          version(memory, made ? "created" : "modified", { type: "session_actor", session_id: sid });
          append(sid, {
            type: "agent.tool_result",
            tool_use_id: write.id,
            content: [{ type: "text", text: `wrote ${memory.content_size_bytes} bytes to ${path}/sessions.md` }],
          });
          answer = "Noted in sessions.md.";
        }
      }
    } else if (text.includes("?")) answer = "I do not know. Nobody told me in this session.";
    const message = id("sevt");
    const tell = (/** @type {Json} */ event) => [...(streams.get(sid) ?? [])].forEach((f) => f(event));
    tell({ type: "event_start", event: { id: message, type: "agent.message" } });
    for (const part of answer.match(/\S+\s*/g) ?? []) {
      if (stop) break;
      tell({
        type: "event_delta",
        event_id: message,
        delta: { type: "content_delta", index: 0, content: { type: "text", text: part } },
      });
      await sleep(delay);
    }
    worked += 12;
    if (!stop) append(sid, { id: message, type: "agent.message", content: [{ type: "text", text: answer }] });
    append(sid, {
      type: "span.model_request_end",
      model_request_start_id: start.id,
      is_error: false,
      model_usage: { input_tokens: 900 + text.length, output_tokens: answer.length >> 2 },
    });
    session.status = "idle";
    append(sid, { type: "session.status_idle", stop_reason: { type: "end_turn" }, stop_details: null });
  }

  /** @param {string} method @param {URL} url @param {Json} body @param {Headers} headers */
  async function route(method, url, body, headers) {
    const failed = options.fail?.(method, url.pathname);
    if (failed) return failed;
    const q = url.searchParams;
    const p = url.pathname.split("/").filter(Boolean);
    const actor =
      headers.get("dreamfs-actor") === "user"
        ? { type: "user_actor", user_id: "user_local" }
        : { type: "api_actor", api_key_id: "apikey_local" };
    /** @param {Json[]} all */
    const page = (all) => {
      const from = Number(q.get("page") ?? 0);
      const limit = Number(q.get("limit") ?? 20);
      return {
        data: all.slice(from, from + limit),
        next_page: from + limit < all.length ? String(from + limit) : null,
      };
    };
    const missing = { status: 404, error: { type: "not_found_error", message: `${url.pathname} is not here.` } };
    if (p[0] === "dreamfs") {
      if (p[2] === "status")
        return {
          storage: {
            kind: options.storage ?? "indexeddb",
            persisted: false,
            usage_bytes: 48_211,
            quota_bytes: 1e9,
            reason: options.storage ? "IndexedDB refused to open." : undefined,
          },
          model: { default: "dreamfs-offline", ready: true },
          version: "0.1.0",
        };
      if (p[2] === "pace") {
        if (method === "POST") db.pace = body.pace;
        return { pace: db.pace, waited_ms: waited, worked_ms: worked, waiting: Boolean(step) };
      }
      if (p[2] === "step") return (step?.(), {});
      if (p[2] === "diff") return difference(q.get("from_version"), q.get("to_version"));
      if (p[6] === "restore") {
        const old = db.versions.find((/** @type {Json} */ v) => v.id === body.memory_version_id);
        let memory = db.memories.find((/** @type {Json} */ m) => m.id === p[5]);
        if (!memory)
          db.memories.push(
            (memory = { id: p[5], type: "memory", memory_store_id: p[3], path: old.path, created_at: now() }),
          );
        await put(memory, old.content);
        version(memory, "modified", actor);
        return memory;
      }
      return missing;
    }
    const kinds = /** @type {Json} */ ({
      agents: ["agents", "agent"],
      environments: ["environments", "env"],
      memory_stores: ["stores", "memstore"],
      sessions: ["sessions", "sesn"],
    });
    const [table, prefix] = kinds[p[1]] ?? [];
    if (!table) return missing;
    if (!p[2]) {
      if (method === "GET")
        return page(
          db[table].filter((/** @type {Json} */ s) => !q.get("agent_id") || s.agent?.id === q.get("agent_id")),
        );
      const made = /** @type {Json} */ ({
        id: id(prefix),
        type: p[1].slice(0, -1),
        archived_at: null,
        created_at: now(),
        ...body,
      });
      if (table === "sessions") {
        made.agent = { id: body.agent, type: "agent", name: "dreamfs" };
        made.status = "idle";
        made.resources = (body.resources ?? []).map((/** @type {Json} */ r) => ({
          ...r,
          mount_path: `/mnt/memory/${db.stores.find((/** @type {Json} */ s) => s.id === r.memory_store_id)?.name.replace(/_/g, "-")}`,
        }));
        db.events[made.id] = [];
      }
      db[table].unshift(made);
      return made;
    }
    const record = db[table].find((/** @type {Json} */ one) => one.id === p[2]);
    if (!record) return missing;
    if (!p[3]) {
      if (method === "DELETE") db[table] = db[table].filter((/** @type {Json} */ one) => one !== record);
      if (method === "DELETE" && table === "stores")
        db.memories = db.memories.filter((/** @type {Json} */ m) => m.memory_store_id !== p[2]);
      return record;
    }
    if (p[3] === "events") {
      if (p[4] === "stream") return { stream: p[2] };
      if (method === "GET") return page(db.events[p[2]]);
      const sent = body.events.map((/** @type {Json} */ event) => append(p[2], event));
      for (const event of sent) {
        if (event.type === "user.message") turn(p[2], event.content[0].text).catch(() => {});
        else stop = true;
      }
      return { data: sent };
    }
    if (p[3] === "memory_versions") {
      const all = db.versions.filter(
        (/** @type {Json} */ v) =>
          v.memory_store_id === p[2] &&
          (!q.get("memory_id") || v.memory_id === q.get("memory_id")) &&
          (!q.get("operation") || v.operation === q.get("operation")),
      );
      if (!p[4]) return page(all.map((/** @type {Json} */ v) => ({ ...v, content: null })));
      const one = all.find((/** @type {Json} */ v) => v.id === p[4]);
      if (p[5] === "redact")
        Object.assign(one, {
          content: null,
          content_sha256: null,
          content_size_bytes: null,
          path: null,
          redacted_at: now(),
          redacted_by: actor,
        });
      return one ?? missing;
    }
    const mine = db.memories
      .filter((/** @type {Json} */ m) => m.memory_store_id === p[2])
      .sort((/** @type {Json} */ a, /** @type {Json} */ b) => (a.path < b.path ? -1 : 1));
    if (!p[4]) {
      if (method === "GET") return page(mine.map((/** @type {Json} */ m) => ({ ...m, content: null })));
      const clash = mine.find((/** @type {Json} */ m) => m.path === body.path);
      if (clash)
        return {
          status: 409,
          error: {
            type: "memory_path_conflict_error",
            message: `${body.path} is already there.`,
            conflicting_path: clash.path,
            conflicting_memory_id: clash.id,
          },
        };
      const memory = { id: id("mem"), type: "memory", memory_store_id: p[2], path: body.path, created_at: now() };
      await put(memory, body.content);
      db.memories.push(memory);
      version(memory, "created", actor);
      return memory;
    }
    const memory = mine.find((/** @type {Json} */ m) => m.id === p[4]);
    if (!memory) return missing;
    if (method === "GET") return memory;
    const expected = method === "DELETE" ? q.get("expected_content_sha256") : body.precondition?.content_sha256;
    if (expected && expected !== memory.content_sha256)
      return {
        status: 409,
        error: { type: "memory_precondition_failed_error", message: "The content hash is not the expected one." },
      };
    if (method === "DELETE") {
      db.memories = db.memories.filter((/** @type {Json} */ m) => m !== memory);
      version(memory, "deleted", actor);
      return { id: memory.id, type: "memory_deleted" };
    }
    if (body.path) memory.path = body.path;
    if (body.content !== undefined) await put(memory, body.content);
    version(memory, "modified", actor);
    return memory;
  }

  /** @param {string | null} from @param {string | null} to */
  function difference(from, to) {
    const text = (/** @type {string | null} */ v) =>
      (db.versions.find((/** @type {Json} */ one) => one.id === v)?.content ?? "").replace(/\n$/, "").split("\n");
    const [a, b] = [text(from), text(to)];
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
      tail++;
    const lines = [
      ...a.slice(Math.max(0, head - 3), head).map((/** @type {string} */ t) => ({ op: " ", text: t })),
      ...a.slice(head, a.length - tail).map((/** @type {string} */ t) => ({ op: "-", text: t })),
      ...b.slice(head, b.length - tail).map((/** @type {string} */ t) => ({ op: "+", text: t })),
      ...a.slice(a.length - tail, a.length - tail + 3).map((/** @type {string} */ t) => ({ op: " ", text: t })),
    ];
    return {
      type: "diff",
      files: [{ path: "/x", change: "changed", hunks: [{ id: "h", from_line: 1, to_line: 1, lines }] }],
    };
  }

  return {
    /** @param {string | URL | Request} input @param {RequestInit} [init] */
    async fetch(input, init = {}) {
      const url = new URL(String(input));
      const headers = new Headers(init.headers);
      if (!headers.get("anthropic-beta") && !url.pathname.startsWith("/dreamfs"))
        return Response.json(
          { type: "error", error: { type: "invalid_request_error", message: "anthropic-beta is missing" } },
          { status: 400 },
        );
      const answer = /** @type {Json} */ (
        await route(init.method ?? "GET", url, init.body ? JSON.parse(String(init.body)) : {}, headers)
      );
      save();
      const out = { "dreamfs-model": "dreamfs-offline", "request-id": id("req") };
      if (answer.error && answer.status >= 400)
        return Response.json({ type: "error", error: answer.error }, { status: answer.status, headers: out });
      if (!answer.stream) return Response.json(answer, { headers: out });
      const listeners = streams.get(answer.stream) ?? new Set();
      streams.set(answer.stream, listeners);
      let tell = (/** @type {Json} */ _event) => {};
      const body = new ReadableStream({
        start(out) {
          tell = (event) =>
            out.enqueue(new TextEncoder().encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`));
          listeners.add(tell);
          init.signal?.addEventListener(
            "abort",
            () => (listeners.delete(tell), out.error(new DOMException("aborted", "AbortError"))),
          );
        },
        cancel: () => void listeners.delete(tell),
      });
      return new Response(body, { headers: { ...out, "content-type": "text/event-stream" } });
    },
    close() {},
  };

  /** @param {string | undefined} name */
  function load(name) {
    const text = name ? sessionStorage.getItem(`fake:${name}`) : null;
    return text ? JSON.parse(text) : null;
  }
}
