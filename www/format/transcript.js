/**
 * What a chat shows, from the events that the engine recorded. Pure: events in, rows and a state out. It invents nothing: each row is
 * one event (a tool call is two, the use and its result), previews stand in for the message they announce until it arrives.
 */

/** @typedef {import("./api.js").Json} Json */
/** @typedef {{ kind: "user" | "agent", id: string, text: string, pending: boolean, at: string }} MessageRow */
/** @typedef {"read" | "write" | "other"} Effect */
/** @typedef {{ kind: "tool", id: string, name: string, effect: Effect, input: Json, summary: string, at: string,
 *   result: null | { text: string, failed: boolean, refused: boolean } }} ToolRow */
/** `word` names a text of the element's, where the engine gave none.
 * @typedef {{ kind: "note", id: string, tone: "plain" | "bad", word?: string, text: string, at: string }} NoteRow */
/** What one agent hands to another, on the thread of either.
 * @typedef {{ kind: "passed", id: string, got: boolean, who: string, text: string, at: string }} PassedRow */
/** @typedef {MessageRow | ToolRow | NoteRow | PassedRow} Row */
/** @typedef {"new" | "idle" | "running" | "ended"} State */
/** @typedef {{ events: Map<string, Json>, previews: Map<string, string[]> }} Log */

/** @returns {Log} */
export const emptyLog = () => ({ events: new Map(), previews: new Map() });

/** The log with one more event. The same event again replaces the first; one that waited and is now processed moves to the end, which
 * is where the engine's own order has it.
 * @param {Log} log @param {Json} event @returns {Log} */
export function record(log, event) {
  const { type } = event;
  if (type === "event_start") {
    const id = event.event?.id;
    if (event.event?.type !== "agent.message" || !id || log.events.has(id)) return log;
    return { ...log, previews: new Map(log.previews).set(id, []) };
  }
  if (type === "event_delta") {
    const before = log.previews.get(event.event_id);
    if (!before || event.delta?.content?.type !== "text") return log;
    const blocks = before.slice();
    const index = event.delta.index ?? 0;
    blocks[index] = (blocks[index] ?? "") + event.delta.content.text;
    return { ...log, previews: new Map(log.previews).set(event.event_id, blocks) };
  }
  if (!event.id) return log;
  const events = new Map(log.events);
  if (event.processed_at && events.has(event.id) && !events.get(event.id)?.processed_at) events.delete(event.id);
  events.set(event.id, event);
  let previews = log.previews;
  // A model request that ends early has no message: its end closes the preview.
  if (
    previews.size &&
    (previews.has(event.id) || type === "span.model_request_end" || type.startsWith("session.status_"))
  ) {
    previews = new Map(previews);
    if (previews.has(event.id)) previews.delete(event.id);
    else previews.clear();
  }
  return { events, previews };
}

/** The log with many events more, as a list gives them. @param {Log} log @param {Iterable<Json>} events @returns {Log} */
export function recordAll(log, events) {
  const all = new Map(log.events);
  for (const event of events) {
    if (!event.id) continue;
    if (event.processed_at && all.get(event.id)?.processed_at === null) all.delete(event.id);
    all.set(event.id, event);
  }
  return { ...log, events: all };
}

/** @param {Log} log @returns {{ rows: Row[], state: State, stop: string, usage: { input: number, output: number } }} */
export function transcript(log) {
  const rows = /** @type {Row[]} */ ([]);
  const waiting = /** @type {Row[]} */ ([]);
  const tools = /** @type {Map<string, ToolRow>} */ (new Map());
  let state = /** @type {State} */ (log.events.size ? "idle" : "new");
  let stop = "";
  const usage = { input: 0, output: 0 };
  for (const event of log.events.values()) {
    const { id, type } = event;
    const at = event.processed_at ?? "";
    switch (type) {
      case "user.message": {
        const pending = !event.processed_at;
        (pending ? waiting : rows).push({ kind: "user", id, text: textOf(event.content), pending, at });
        break;
      }
      case "agent.message":
        rows.push({ kind: "agent", id, text: textOf(event.content), pending: false, at });
        break;
      case "agent.tool_use":
      case "agent.mcp_tool_use":
      case "agent.custom_tool_use": {
        const input = event.input ?? {};
        const row = /** @type {ToolRow} */ ({
          kind: "tool",
          id,
          name: event.name,
          effect: effectOf(event.name),
          input,
          summary: summaryOf(input),
          at,
          result: null,
        });
        tools.set(id, row);
        rows.push(row);
        break;
      }
      case "agent.tool_result":
      case "agent.mcp_tool_result":
      case "user.custom_tool_result":
      case "user.tool_result": {
        const row = tools.get(event.tool_use_id ?? event.mcp_tool_use_id ?? event.custom_tool_use_id);
        if (row) row.result = resultOf(event, row);
        break;
      }
      case "agent.thread_message_sent":
        rows.push({ kind: "passed", id, got: false, who: event.to_agent_name ?? "", text: textOf(event.content), at });
        break;
      case "agent.thread_message_received":
        rows.push({
          kind: "passed",
          id,
          got: true,
          who: event.from_agent_name ?? "",
          text: textOf(event.content),
          at,
        });
        break;
      case "user.interrupt":
        rows.push({ kind: "note", id, tone: "plain", word: "stoppedHere", text: "", at });
        break;
      case "session.error":
        rows.push({ kind: "note", id, tone: "bad", ...told(event.error?.message), at });
        break;
      case "span.model_request_end":
        usage.input += event.model_usage?.input_tokens ?? 0;
        usage.output += event.model_usage?.output_tokens ?? 0;
        break;
      case "session.status_running":
      case "session.status_rescheduled":
        state = "running";
        break;
      case "session.status_idle":
        state = "idle";
        stop = event.stop_reason?.type ?? "";
        break;
      case "session.status_terminated":
      case "session.deleted":
        state = "ended";
        break;
    }
  }
  for (const [id, blocks] of log.previews)
    rows.push({ kind: "agent", id, text: blocks.join("\n\n"), pending: true, at: "" });
  rows.push(...waiting);
  return { rows, state, stop, usage };
}

/** The calls that wait for the client, in order: those that ask for leave, and those of tools that run outside. An answer closes its call as soon as
 * it is sent. None wait but where a turn has stopped for them. @param {Log} log @returns {Json[]} */
export function heldOf(log) {
  const calls = /** @type {Map<string, Json>} */ (new Map());
  let stopped = false;
  for (const event of log.events.values()) {
    const { type } = event;
    const asks = type === "agent.tool_use" && event.evaluated_permission === "ask";
    if (asks || type === "agent.custom_tool_use") calls.set(event.id, event);
    else if (type === "session.status_idle") stopped = event.stop_reason?.type === "requires_action";
    else if (/^session\.(status_|deleted)/.test(type)) stopped = false;
    calls.delete(event.tool_use_id ?? event.custom_tool_use_id);
  }
  return stopped ? [...calls.values()] : [];
}

/** The text blocks of a message or a result, other blocks named in brackets.
 * @param {Array<Json> | string | null | undefined} content @returns {string} */
export function textOf(content) {
  if (typeof content === "string") return content;
  return (content ?? []).map((block) => (block.type === "text" ? block.text : `[${block.type}]`)).join("\n\n");
}

/** @param {Json} event @param {ToolRow} row */
function resultOf(event, row) {
  const text = textOf(event.content);
  const failed = Boolean(event.is_error);
  return { text, failed, refused: failed && row.effect === "write" && /read[- _]?only/i.test(text) };
}

/** @param {string} name @returns {Effect} */
export function effectOf(name) {
  if (name === "write" || name === "edit" || name === "remove") return "write";
  if (name === "read" || name === "read_transcript" || name === "glob" || name === "grep" || name === "ls")
    return "read";
  return "other";
}

/** A tool call in one line: what it looked for and where. @param {Json} input */
export function summaryOf(input) {
  const where = input.file_path ?? input.path ?? "";
  const what = input.pattern ?? input.command ?? input.query ?? "";
  const parts = [what, where].filter((part) => typeof part === "string" && part !== "");
  if (parts.length) return parts.join("  ");
  const first = Object.values(input).find((value) => typeof value === "string");
  if (first) return first;
  const counted = Object.entries(input).map(([key, value]) =>
    Array.isArray(value) ? `${value.length} ${key}` : typeof value === "number" ? `${key} ${value}` : "",
  );
  return counted.filter(Boolean).join(", ");
}

/** @param {string | undefined} message of the engine's */
const told = (message) => (message ? { text: message } : { text: "", word: "met" });

/** A result in a few words, how much came back: a text's name, or the result itself where it is short.
 * @param {NonNullable<ToolRow["result"]>} result @returns {{ word: string, n: number, text: string }} */
export function resultLabel(result) {
  const text = result.text.trim();
  const n = result.text.replace(/\n$/, "").split("\n").length;
  if (result.refused) return { word: "refused", n, text };
  if (result.failed) return { word: "toolFailed", n, text };
  if (result.text === "" || result.text === "no matches") return { word: "cameNothing", n, text };
  return { word: n === 1 && result.text.length <= 28 ? "" : "cameLines", n, text };
}
