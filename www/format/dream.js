/**
 * What a dream's screen shows, from the events that its agents recorded. Pure: logs in, cards, counters and stages out. A number
 * that stands here was counted in an event; nothing is guessed ahead of one.
 */
import { resultLabel, summaryOf, textOf } from "./transcript.js";

/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./transcript.js").Log} Log */
/** @typedef {{ input: number, written: number, cached: number, output: number }} Tokens by kind; `written` to the prompt cache, `cached` read from it */
/** @typedef {{
 *   state: "waiting" | "working" | "done", page: number, pages: number, findings: Array<{ kind: string, count: number }>,
 *   call: null | { name: string, what: string, result: ReturnType<typeof resultLabel> | null, failed: boolean }, said: string, tokens: Tokens, sessionId: string,
 *   calls: number, stage: Stage,
 * }} Card one agent at a glance */
/** @typedef {"plan" | "read" | "consolidate" | "organise" | "verify"} Stage */

/** In the order in which a dream goes through them. @type {ReadonlyArray<Stage>} */
export const STAGES = ["plan", "read", "consolidate", "organise", "verify"];

/** @returns {Tokens} */
export const noTokens = () => ({ input: 0, written: 0, cached: 0, output: 0 });

/** @param {Tokens} a @param {Tokens} b @returns {Tokens} */
export const addTokens = (a, b) => ({
  input: a.input + b.input,
  written: a.written + b.written,
  cached: a.cached + b.cached,
  output: a.output + b.output,
});

/** A usage object of the API. @param {Json | null | undefined} usage @returns {Tokens} */
export const tokensOf = (usage) => ({
  input: usage?.input_tokens ?? 0,
  written: usage?.cache_creation_input_tokens ?? 0,
  cached: usage?.cache_read_input_tokens ?? 0,
  output: usage?.output_tokens ?? 0,
});

/** @param {Tokens} tokens */
export const allTokens = (tokens) => tokens.input + tokens.written + tokens.cached + tokens.output;

const cards = /** @type {WeakMap<Log, Card>} */ (new WeakMap());

/** An agent's card from its thread's log. @param {Log} log @returns {Card} */
export function cardOf(log) {
  const known = cards.get(log);
  if (known) return known;
  const card = count(log);
  cards.set(log, card);
  return card;
}

/** @param {Log} log @returns {Card} */
function count(log) {
  const card = /** @type {Card} */ ({
    state: "waiting",
    page: 0,
    pages: 0,
    findings: [],
    call: null,
    said: "",
    tokens: noTokens(),
    sessionId: "",
    calls: 0,
    stage: "plan",
  });
  const kinds = /** @type {Map<string, number>} */ (new Map());
  let leads = false;
  for (const event of log.events.values()) {
    switch (event.type) {
      case "agent.thread_message_received":
        if (leads) break;
        card.sessionId ||= sessionIn(textOf(event.content));
        card.state = "working";
        break;
      case "agent.tool_use":
        card.state = "working";
        card.calls += 1;
        card.stage = stageAfter(card.stage, event.name);
        card.call = { name: event.name, what: summaryOf(event.input ?? {}), result: null, failed: false };
        break;
      case "agent.tool_result": {
        const use = log.events.get(event.tool_use_id);
        if (use) take(card, kinds, use, event);
        break;
      }
      case "agent.message":
        card.said = textOf(event.content);
        break;
      case "session.status_running":
        leads = true;
        card.state = "working";
        break;
      case "span.model_request_start":
        card.state = "working";
        break;
      case "span.model_request_end":
        card.tokens = addTokens(card.tokens, tokensOf(event.model_usage));
        break;
      // A reader's thread tells of itself; the orchestrator's tells of the readers.
      case "session.thread_status_idle":
        if (!leads) card.state = "done";
        break;
      case "session.status_idle":
      case "session.status_terminated":
        card.state = "done";
        break;
    }
  }
  card.findings = [...kinds].map(([kind, count]) => ({ kind, count }));
  return card;
}

/** A result of a call. @param {Card} card @param {Map<string, number>} kinds @param {Json} use @param {Json} result */
function take(card, kinds, use, result) {
  const text = textOf(result.content);
  const failed = Boolean(result.is_error);
  const label = resultLabel({ text, failed, refused: false });
  card.call = { name: use.name, what: summaryOf(use.input ?? {}), result: label, failed };
  if (failed) return;
  if (use.name === "read_transcript") {
    const head = pageOf(text);
    if (head) {
      card.page = Math.max(card.page, head.page);
      card.pages = head.pages;
    }
  }
  if (use.name === "report_findings")
    for (const finding of findingsOf(use.input)) kinds.set(finding.kind, (kinds.get(finding.kind) ?? 0) + 1);
}

/** @param {Stage} stage @param {string} call @returns {Stage} */
function stageAfter(stage, call) {
  if (call === "delegate") return "read";
  if (call === "consolidate") return "consolidate";
  if (call === "write" || call === "edit" || call === "remove") return "organise";
  if (call === "verify") return "verify";
  return stage;
}

/** The session that a task names. @param {string} text */
export const sessionIn = (text) => /\bsesn_\w+/.exec(text)?.[0] ?? "";

/** What a reader reported. @param {Json | undefined} input @returns {Json[]} */
export const findingsOf = (input) =>
  Array.isArray(input?.findings)
    ? input.findings.filter((/** @type {unknown} */ one) => one && typeof one === "object")
    : [];

/** A page of a transcript as `read_transcript` gives it: which page of how many, then what was said, a line each.
 * @param {string} text @returns {null | { page: number, pages: number, lines: Json[] }} */
export function pageOf(text) {
  const [head, ...rest] = text.split("\n").map(parsed);
  if (!head || typeof head.page !== "number" || typeof head.pages !== "number") return null;
  return { page: head.page, pages: head.pages, lines: rest.filter((one) => one !== null) };
}

/** @param {string} line @returns {Json | null} */
function parsed(line) {
  try {
    const value = JSON.parse(line);
    return value && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/** The text of an event that a span of a source points into: its text blocks, one a line, as the engine counts them.
 * @param {Json} event */
export function spokenText(event) {
  if (event.type === "agent.tool_use") return `${event.name} ${JSON.stringify(event.input)}`;
  if (typeof event.content === "string") return event.content;
  const blocks = /** @type {Json[]} */ (event.content ?? []);
  return blocks
    .filter((block) => block.type === "text")
    .map((block) => block.text)
    .join("\n");
}

/** A text around a span, cut where it is long: what stands before, the span, what stands after.
 * @param {string} text @param {number} start @param {number} end @param {number} [room] */
export function around(text, start, end, room = 240) {
  const from = Math.max(0, Math.min(start, text.length));
  const to = Math.max(from, Math.min(end, text.length));
  const before = text.slice(0, from);
  const after = text.slice(to);
  return {
    before: before.length > room ? `… ${before.slice(-room)}` : before,
    span: text.slice(from, to),
    after: after.length > room ? `${after.slice(0, room)} …` : after,
  };
}

/** Whether a session is one of the samples, by its title: imported as it is, or told again by a section of the page, which says so behind it.
 * @param {Json} session @param {ReadonlyArray<{ title?: string }>} samples */
export const isSample = (session, samples) =>
  samples.some(({ title }) => title && (session.title === title || session.title?.startsWith(`${title} (`)));

/** The id of the store that a dream reads, and of the one that it wrote. @param {Json} dream */
export const inputOf = (dream) =>
  /** @type {string} */ (
    dream.inputs?.find((/** @type {Json} */ one) => one.type === "memory_store")?.memory_store_id ?? ""
  );
/** @param {Json} dream */
export const outputOf = (dream) => /** @type {string} */ (dream.outputs?.[0]?.memory_store_id ?? "");
/** @param {Json} dream @returns {string[]} */
export const sessionsRead = (dream) =>
  dream.inputs?.find((/** @type {Json} */ one) => one.type === "sessions")?.session_ids ?? [];
/** @param {Json | null | undefined} dream */
export const hasEnded = (dream) => Boolean(dream && !["pending", "running"].includes(dream.status));
