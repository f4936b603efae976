/** The parts of `<dreamfs-dream>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { STAGES, allTokens, findingsOf, hasEnded, isSample, money, pageOf, sessionIn } from "../format/dream.js";
import { transcript } from "../format/transcript.js";
import { count, modelLabel, shortId, when } from "../format/units.js";
import { drawRow } from "./rows.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/dream.js").Card} Card */
/** @typedef {import("../format/dream.js").Tokens} Tokens */
/** @typedef {import("../format/dream.js").Stage} Stage */
/** @typedef {import("../format/transcript.js").Log} Log */
/** @typedef {import("../format/transcript.js").ToolRow} ToolRow */

/** Statuses in words. @type {Record<string, string>} */
export const STATUS = {
  pending: "Waiting to start",
  running: "Dreaming",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
};

/** Kinds of findings: one, many. @type {Record<string, [string, string]>} */
const KINDS = {
  claim: ["claim", "claims"],
  support: ["support", "supports"],
  contradiction: ["contradiction", "contradictions"],
  extension: ["extension", "extensions"],
  date: ["date", "dates"],
  link: ["link", "links"],
  identifier: ["identifier", "identifiers"],
};

/** @param {Card["findings"]} findings */
export const findingsInWords = (findings) =>
  findings.map(({ kind, count: n }) => count(n, ...(KINDS[kind] ?? [kind, kind]))).join(", ");

/**
 * The checklist of sessions.
 * @param {Json[]} sessions @param {{ ticked: (id: string) => boolean, samples: ReadonlyArray<any>, turn: (id: string, on: boolean) => void }} at
 */
export function checklist(sessions, at) {
  return html`<ul class="sessions" tabindex="0" aria-label="Sessions to read">
    ${repeat(
      sessions,
      (session) => session.id,
      (session) =>
        html`<li>
          <label>
            <input
              type="checkbox"
              .checked=${at.ticked(session.id)}
              @change=${(/** @type {Event} */ e) => at.turn(session.id, /** @type {HTMLInputElement} */ (e.target).checked)}
            />
            <span
              ><span class="mono">${session.title || shortId(session.id)}</span>
              <span class="quiet">${when(session.created_at)}</span></span
            >
            <span class="quiet">${isSample(session, at.samples) ? "sample" : "yours"}</span>
          </label>
        </li>`,
    )}
  </ul>`;
}

/** What a dream would take. @param {Json | null} quote @param {string} model the model that would really run */
export function quoteLine(quote, model) {
  if (!quote) return nothing;
  const number = (/** @type {number} */ n) => Number(n ?? 0).toLocaleString("en");
  const { price } = quote;
  const cost = html`<strong>${money(price.amount, price.currency)}</strong> (price table of ${price.table_date})`;
  const as = html`<span class="mono">${quote.priced_as}</span>`;
  return html`Estimate: ${count(quote.requests, "request")}, ${number(quote.input_tokens)} tokens in,
  ${number(quote.cache_creation_input_tokens)} written to the cache, ${number(quote.cache_read_input_tokens)} read from
  it, ${number(quote.output_tokens)} out.
  ${model === "dreamfs-offline" ? html`The offline rules cost nothing; as ${as} it would be ${cost}.` : html`As ${as}: ${cost}.`}`;
}

/** Where in its course a dream is. @param {Stage} stage @param {Json} dream */
export function stages(stage, dream) {
  const at = STAGES.findIndex(({ id }) => id === stage);
  const done = dream.status === "completed";
  return html`<ol class="stages" aria-label="Stages">
    ${STAGES.map(
      ({ label, says }, index) =>
        html`<li
          class=${done || index < at ? "past" : ""}
          aria-current=${!done && index === at && !hasEnded(dream) ? "step" : nothing}
        >
          ${label}<span class="hidden">${done || index < at ? ", done" : ""}</span><span class="says">${says}</span>
        </li>`,
    )}
  </ol>`;
}

/** Tokens by kind. @param {Tokens} tokens */
export function counters(tokens) {
  const all = allTokens(tokens);
  const kinds = /** @type {const} */ ([
    ["input", "Input"],
    ["written", "Written to cache"],
    ["cached", "Read from cache"],
    ["output", "Output"],
  ]);
  return html`<dl class="tokens">
      ${kinds.map(
        ([kind, label]) =>
          html`<div>
            <dt><span class="key ${kind}" aria-hidden="true"></span>${label}</dt>
            <dd data-kind=${kind}>${tokens[kind].toLocaleString("en")}</dd>
          </div>`,
      )}
    </dl>
    <div class="meter" aria-hidden="true">
      ${kinds.map(([kind]) => (tokens[kind] ? html`<span class=${kind} .style=${`inline-size: ${(100 * tokens[kind]) / all}%`}></span>` : nothing))}
    </div>`;
}

const STATES = { waiting: "waiting", working: "working", done: "done" };

/** The orchestrator. @param {Card} card @param {Json} dream @param {(id: string) => string} titled a session's id to its title
 * @param {() => void} open */
export function lead(card, dream, titled, open) {
  const done = hasEnded(dream);
  return html`<button class="card lead" data-thread="primary" @click=${open}>
    <span class="name">orchestrator</span>
    <span class="small quiet ${!done && card.state === "working" ? "working" : ""}"
      >${done ? (STATUS[dream.status] ?? dream.status).toLowerCase() : STATES[card.state]}</span
    >
    <span class="small wide line">${card.said || lastCall(card, titled)}</span>
    <span class="small quiet wide line">${card.said && card.call ? lastCall(card, titled) : tokensLine(card)}</span>
  </button>`;
}

/**
 * A sub-agent.
 * @param {{ id: string, name: string, card: Card | null, ended: boolean }} reader @param {(id: string) => void} open
 */
export function reader({ id, name, card, ended }, open) {
  if (!card)
    return html`<div class="card waiting">
      <span class="name">${name}</span><span class="small quiet">${ended ? "not begun" : "waiting"}</span>
      <span class="small wide line"></span><span class="small wide line"></span><span class="small wide line"></span>
    </div>`;
  const found = findingsInWords(card.findings);
  const state = ended && card.state === "working" ? "stopped" : STATES[card.state];
  return html`<button class="card" data-thread=${id} @click=${() => open(id)}>
    <span class="name">${name}</span>
    <span class="small quiet ${state === "working" ? "working" : ""}">${state}</span>
    <span class="small wide">
      ${card.pages ? `page ${card.page} of ${card.pages}` : "no page yet"}${found ? `: ${found}` : ""}
    </span>
    <span class="small quiet wide line ${card.call?.failed ? "refused" : ""}">${lastCall(card)}</span>
    <span class="small quiet wide line">${tokensLine(card)}</span>
  </button>`;
}

/** @param {Card} card @param {(id: string) => string} [titled] */
function lastCall({ call }, titled) {
  if (!call) return html`<span class="quiet">no call yet</span>`;
  const what = titled && call.what === sessionIn(call.what) ? titled(call.what) : call.what;
  return html`<span class="mono">${call.name}</span> ${what}${call.result ? ` → ${call.result}` : ""}`;
}

/** @param {Card} card */
const tokensLine = (card) => (card.calls || card.said ? `${allTokens(card.tokens).toLocaleString("en")} tokens` : "");

/** A thread, read-only. @param {{ name: string, log: Log }} thread @param {() => void} back */
export function threadView({ name, log }, back) {
  const { rows } = transcript(log);
  return html`<div class="bar section">
      <button @click=${back} data-back>Back to all agents</button>
      <h4 class="grow mono">${name}</h4>
      <span class="small quiet">${count(log.events.size, "event")}, read-only</span>
    </div>
    <div class="transcript" tabindex="0" role="region" aria-label="Transcript of ${name}">
      ${
        rows.length
          ? repeat(
              rows,
              (row) => row.id,
              (row) => drawRow(row, { task: true, words }),
            )
          : html`<p class="quiet">Nothing yet.</p>`
      }
    </div>`;
}

const SPEAKERS = { user: "said", agent: "answered", tool_use: "called", tool_result: "was given" };

/** What a call of a dream's own tools says, in words. @param {ToolRow} row */
function words(row) {
  const findings = row.name === "report_findings" ? findingsOf(row.input) : [];
  if (findings.length)
    return html`<ul class="words" aria-label="Findings">
      ${findings.map(
        (one) =>
          html`<li>
            <span class="quiet">${one.kind}</span
            ><span
              >${one.text}${one.date ? html` <span class="quiet">(${one.date.text}: ${dated(one.date)})</span>` : nothing}${one.about?.path ? html` <span class="quiet">on ${one.about.path}:${one.about.line}</span>` : nothing}</span
            >
          </li>`,
      )}
    </ul>`;
  const page = row.name === "read_transcript" && row.result ? pageOf(row.result.text) : null;
  if (page)
    return html`<ul class="words" aria-label="Page ${page.page} of ${page.pages}">
      ${page.lines.map(
        (line) =>
          html`<li>
            <span class="quiet">${SPEAKERS[/** @type {"user"} */ (line.speaker)] ?? line.speaker}</span
            ><span>${line.text}</span>
          </li>`,
      )}
    </ul>`;
  return nothing;
}

/** @param {Json} date */
const dated = (date) =>
  `${date.approximate ? "about " : ""}${date.start}${date.end && date.end !== date.start ? ` to ${date.end}` : ""}`;

/** How a dream ended, in words. @param {Json} dream @param {string} output name of the output store */
export function ending(dream, output) {
  const kept = dream.outputs?.length
    ? html` What it had written is kept in <span class="mono">${output}</span>.`
    : " It had not written anything.";
  if (dream.status === "completed")
    return html`<p class="small" role="status">
      The result is a new store, <span class="mono">${output}</span>. Nothing uses it until you say so: look through it
      below.
    </p>`;
  if (dream.status === "failed")
    return html`<p class="small" role="status">
      <span class="refused">Failed: ${dream.error?.message ?? "no reason was given."}</span>
      <span class="quiet mono">${dream.error?.type ?? ""}</span>${kept}
    </p>`;
  return html`<p class="small" role="status">You canceled it.${kept}</p>`;
}

/** A model in the list: what runs, and what it is priced as. @param {string} id @param {boolean} real whether the id itself can run here */
export function modelName(id, real) {
  if (id === "dreamfs-offline") return modelLabel(id);
  return real ? id : `${modelLabel("dreamfs-offline")}, priced as ${id}`;
}
