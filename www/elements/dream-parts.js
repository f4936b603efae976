/** The parts of `<dreamfs-dream>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { STAGES, allTokens, findingsOf, hasEnded, isSample, pageOf, sessionIn } from "../format/dream.js";
import { transcript } from "../format/transcript.js";
import { shortId } from "../format/units.js";
import { came, drawRow, rowTexts } from "./rows.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/dream.js").Card} Card */
/** @typedef {import("../format/dream.js").Tokens} Tokens */
/** @typedef {import("../format/dream.js").Stage} Stage */
/** @typedef {import("../format/transcript.js").Log} Log */
/** @typedef {import("../format/transcript.js").ToolRow} ToolRow */

/** @typedef {import("../format/words.js").Words} Words */

export const dreamTexts = {
  ...rowTexts,
  dream: "Dream",
  newDream: "A new dream",
  dreamOf: "Dream of {name}",
  lastDream: "Back to the last dream",
  dreamAgain: "Dream again",
  cancel: "Cancel",
  readingIt: "Reading.",
  readingDream: "Reading the dream.",
  pending: "Waiting to start",
  running: "Dreaming",
  completed: "Completed",
  failed: "Failed",
  canceled: "Canceled",
  nowStatus: "The dream: {status}.",
  begun: "The dream has begun.",
  notBegun: "Not begun: {why}",
  notCanceled: "Not canceled: {why}",
  notFollowed: "The dream's events cannot be followed: {why}",
  toRead: "Sessions to read: {n} of {all}",
  list: "Sessions to read",
  sample: "sample",
  yours: "yours",
  noSessions: "No session yet. Talk to one of those above, or add the sample.",
  tickAll: "Tick all",
  untickAll: "Untick all",
  addSamples: { one: "Add {n} sample session", other: "Add {n} sample sessions" },
  added: { one: "{n} sample session added.", other: "{n} sample sessions added." },
  notAdded: "Not added: {why}",
  store: "Memory store",
  storeInUse: "{name}, in use",
  storeMade: "{name}, made {when}",
  model: "Model",
  pricedModel: "{ran}, priced as {model}",
  instructions: "Instructions, if any",
  instructionsHint: "For example: focus on rooms and times, leave food out",
  play: "Play the dream",
  estimateComes: "An estimate comes here before you start.",
  tickOne: "Tick at least one session.",
  estimate: {
    one: "Estimate: {n} request, {input} tokens in, {written} written to the cache, {cached} read from it, {output} out. {cost}",
    other:
      "Estimate: {n} requests, {input} tokens in, {written} written to the cache, {cached} read from it, {output} out. {cost}",
  },
  costNothing: "The offline rules cost nothing; as {model} it would be {price} (price table of {date}).",
  costAs: "As {model}: {price} (price table of {date}).",
  since: { one: "{n} session, begun {begun}", other: "{n} sessions, begun {begun}" },
  sinceEnded: { one: "{n} session, begun {begun}, ended {ended}", other: "{n} sessions, begun {begun}, ended {ended}" },
  instructed: ". Instructions: “{text}”",
  stages: "Stages",
  stageDone: ", done",
  plan: "Plan",
  planSays: "one reader for each session",
  read: "Read",
  readSays: "every transcript, whole",
  consolidate: "Consolidate",
  consolidateSays: "merge, settle, date",
  organise: "Organise",
  organiseSays: "write the new store",
  verify: "Verify",
  verifySays: "account for every line",
  input: "Input",
  written: "Written to cache",
  cached: "Read from cache",
  output: "Output",
  tokens: { one: "{n} token", other: "{n} tokens" },
  lead: "orchestrator",
  readers: "Sub-agents, one for each session",
  readerOf: "reader of {name}",
  waitingState: "waiting",
  workingState: "working",
  doneState: "done",
  stoppedState: "stopped",
  notBegunState: "not begun",
  page: "page {page} of {pages}",
  noPage: "no page yet",
  found: "{page}: {findings}",
  noCall: "no call yet",
  claim: { one: "{n} claim", other: "{n} claims" },
  support: { one: "{n} support", other: "{n} supports" },
  contradiction: { one: "{n} contradiction", other: "{n} contradictions" },
  extension: { one: "{n} extension", other: "{n} extensions" },
  date: { one: "{n} date", other: "{n} dates" },
  link: { one: "{n} link", other: "{n} links" },
  identifier: { one: "{n} identifier", other: "{n} identifiers" },
  claimKind: "claim",
  supportKind: "support",
  contradictionKind: "contradiction",
  extensionKind: "extension",
  dateKind: "date",
  linkKind: "link",
  identifierKind: "identifier",
  allAgents: "Back to all agents",
  readOnly: { one: "{n} event, read-only", other: "{n} events, read-only" },
  transcript: "Transcript of {name}",
  nothingYet: "Nothing yet.",
  findings: "Findings",
  pageList: "Page {page} of {pages}",
  userSaid: "said",
  agentSaid: "answered",
  toolCalled: "called",
  toolGave: "was given",
  dated: "({text}: {date})",
  about: "about {date}",
  span: "{from} to {to}",
  on: "on {place}",
  isNew: "The result is a new store, {store}. Nothing uses it until you say so: look through it below.",
  failedWith: "Failed: {why}",
  noReason: "no reason was given.",
  youCanceled: "You canceled it.",
  keptIn: "What it had written is kept in {store}.",
  wroteNothing: "It had not written anything.",
};

/** @param {Words} w @param {string} kind @param {string} end */
const kindText = (w, kind, end) => (`${kind}Kind` in dreamTexts ? `${kind}${end}` : kind);

/** @param {Words} w @param {Card["findings"]} findings */
export const findingsInWords = (w, findings) =>
  findings.map(({ kind, count: n }) => w.word(kindText(w, kind, ""), { n })).join(", ");

/**
 * The checklist of sessions.
 * @param {Words} w @param {Json[]} sessions @param {{ ticked: (id: string) => boolean, samples: ReadonlyArray<any>, turn: (id: string, on: boolean) => void }} at
 */
export function checklist(w, sessions, at) {
  return html`<ul class="sessions" tabindex="0" aria-label=${w.word("list")}>
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
              <span class="quiet">${w.when(session.created_at)}</span></span
            >
            <span class="quiet">${w.word(isSample(session, at.samples) ? "sample" : "yours")}</span>
          </label>
        </li>`,
    )}
  </ul>`;
}

/** What a dream would take. @param {Words} w @param {Json | null} quote @param {string} model the model that would really run */
export function quoteLine(w, quote, model) {
  if (!quote) return nothing;
  const { price } = quote;
  const cost = w.word(model === "dreamfs-offline" ? "costNothing" : "costAs", {
    model: html`<span class="mono">${quote.priced_as}</span>`,
    price: html`<strong>${w.money(price.amount, price.currency)}</strong>`,
    date: price.table_date,
  });
  return w.word("estimate", {
    n: quote.requests,
    input: Number(quote.input_tokens ?? 0),
    written: Number(quote.cache_creation_input_tokens ?? 0),
    cached: Number(quote.cache_read_input_tokens ?? 0),
    output: Number(quote.output_tokens ?? 0),
    cost,
  });
}

/** Where in its course a dream is. @param {Words} w @param {Stage} stage @param {Json} dream */
export function stages(w, stage, dream) {
  const at = STAGES.indexOf(stage);
  const done = dream.status === "completed";
  return html`<ol class="stages" aria-label=${w.word("stages")}>
    ${STAGES.map(
      (id, index) =>
        html`<li
          class=${done || index < at ? "past" : ""}
          aria-current=${!done && index === at && !hasEnded(dream) ? "step" : nothing}
        >
          ${w.word(id)}<span class="hidden">${done || index < at ? w.word("stageDone") : ""}</span
          ><span class="says">${w.word(`${id}Says`)}</span>
        </li>`,
    )}
  </ol>`;
}

/** Tokens by kind. @param {Words} w @param {Tokens} tokens */
export function counters(w, tokens) {
  const all = allTokens(tokens);
  const kinds = /** @type {const} */ (["input", "written", "cached", "output"]);
  return html`<dl class="tokens">
      ${kinds.map(
        (kind) =>
          html`<div>
            <dt><span class="key ${kind}" aria-hidden="true"></span>${w.word(kind)}</dt>
            <dd data-kind=${kind}>${w.number(tokens[kind])}</dd>
          </div>`,
      )}
    </dl>
    <div class="meter" aria-hidden="true">
      ${kinds.map((kind) => (tokens[kind] ? html`<span class=${kind} .style=${`inline-size: ${(100 * tokens[kind]) / all}%`}></span>` : nothing))}
    </div>`;
}

/** The orchestrator. @param {Words} w @param {Card} card @param {Json} dream @param {(id: string) => string} titled a session's id to its title
 * @param {() => void} open */
export function lead(w, card, dream, titled, open) {
  const done = hasEnded(dream);
  return html`<button class="card lead" data-thread="primary" @click=${open}>
    <span class="name">${w.word("lead")}</span>
    <span class="small quiet ${!done && card.state === "working" ? "working" : ""}"
      >${done ? w.word(dream.status).toLocaleLowerCase(w.lang) : w.word(`${card.state}State`)}</span
    >
    <span class="small wide line">${card.said || lastCall(w, card, titled)}</span>
    <span class="small quiet wide line"
      >${card.said && card.call ? lastCall(w, card, titled) : tokensLine(w, card)}</span
    >
  </button>`;
}

/**
 * A sub-agent.
 * @param {Words} w @param {{ id: string, name: string, card: Card | null, ended: boolean }} reader @param {(id: string) => void} open
 */
export function reader(w, { id, name, card, ended }, open) {
  if (!card)
    return html`<div class="card waiting">
      <span class="name">${name}</span
      ><span class="small quiet">${w.word(ended ? "notBegunState" : "waitingState")}</span>
      <span class="small wide line"></span><span class="small wide line"></span><span class="small wide line"></span>
    </div>`;
  const findings = findingsInWords(w, card.findings);
  const page = w.word(card.pages ? "page" : "noPage", { page: card.page, pages: card.pages });
  const state = ended && card.state === "working" ? "stopped" : card.state;
  return html`<button class="card" data-thread=${id} @click=${() => open(id)}>
    <span class="name">${name}</span>
    <span class="small quiet ${state === "working" ? "working" : ""}">${w.word(`${state}State`)}</span>
    <span class="small wide">${findings ? w.word("found", { page, findings }) : page}</span>
    <span class="small quiet wide line ${card.call?.failed ? "refused" : ""}">${lastCall(w, card)}</span>
    <span class="small quiet wide line">${tokensLine(w, card)}</span>
  </button>`;
}

/** @param {Words} w @param {Card} card @param {(id: string) => string} [titled] */
function lastCall(w, { call }, titled) {
  if (!call) return html`<span class="quiet">${w.word("noCall")}</span>`;
  const what = titled && call.what === sessionIn(call.what) ? titled(call.what) : call.what;
  return html`<span class="mono">${call.name}</span>
    <span translate="no">${what}</span>${call.result ? ` → ${came(w, call.result)}` : ""}`;
}

/** @param {Words} w @param {Card} card */
const tokensLine = (w, card) => (card.calls || card.said ? w.word("tokens", { n: allTokens(card.tokens) }) : "");

/** A thread, read-only. @param {Words} w @param {{ name: string, log: Log }} thread @param {() => void} back */
export function threadView(w, { name, log }, back) {
  const { rows } = transcript(log);
  return html`<div class="bar section">
      <button @click=${back} data-back>${w.word("allAgents")}</button>
      <h4 class="grow mono">${name}</h4>
      <span class="small quiet">${w.word("readOnly", { n: log.events.size })}</span>
    </div>
    <div class="transcript" tabindex="0" role="region" aria-label=${w.word("transcript", { name })}>
      ${
        rows.length
          ? repeat(
              rows,
              (row) => row.id,
              (row) => drawRow(w, row, { task: true, words: (call) => said(w, call) }),
            )
          : html`<p class="quiet">${w.word("nothingYet")}</p>`
      }
    </div>`;
}

const SPEAKERS = { user: "userSaid", agent: "agentSaid", tool_use: "toolCalled", tool_result: "toolGave" };

/** What a call of a dream's own tools says, in words. @param {Words} w @param {ToolRow} row */
function said(w, row) {
  const findings = row.name === "report_findings" ? findingsOf(row.input) : [];
  if (findings.length)
    return html`<ul class="words" aria-label=${w.word("findings")}>
      ${findings.map(
        (one) =>
          html`<li>
            <span class="quiet">${w.word(kindText(w, one.kind, "Kind"))}</span
            ><span
              >${one.text}${one.date ? html` <span class="quiet">${w.word("dated", { text: one.date.text, date: dated(w, one.date) })}</span>` : nothing}${one.about?.path ? html` <span class="quiet">${w.word("on", { place: `${one.about.path}:${one.about.line}` })}</span>` : nothing}</span
            >
          </li>`,
      )}
    </ul>`;
  const page = row.name === "read_transcript" && row.result ? pageOf(row.result.text) : null;
  if (page)
    return html`<ul class="words" aria-label=${w.word("pageList", page)}>
      ${page.lines.map(
        (line) =>
          html`<li>
            <span class="quiet">${w.word(SPEAKERS[/** @type {"user"} */ (line.speaker)] ?? line.speaker)}</span
            ><span>${line.text}</span>
          </li>`,
      )}
    </ul>`;
  return nothing;
}

/** @param {Words} w @param {Json} date */
function dated(w, { start, end, approximate }) {
  const date = end && end !== start ? w.word("span", { from: start, to: end }) : start;
  return approximate ? w.word("about", { date }) : date;
}

/** How a dream ended, in words. @param {Words} w @param {Json} dream @param {string} output name of the output store */
export function ending(w, dream, output) {
  const store = html`<span class="mono">${output}</span>`;
  const kept = w.word(dream.outputs?.length ? "keptIn" : "wroteNothing", { store });
  if (dream.status === "completed") return html`<p class="small" role="status">${w.word("isNew", { store })}</p>`;
  if (dream.status === "failed")
    return html`<p class="small" role="status">
      <span class="refused">${w.word("failedWith", { why: dream.error?.message ?? w.word("noReason") })}</span>
      <span class="quiet mono">${dream.error?.type ?? ""}</span> ${kept}
    </p>`;
  return html`<p class="small" role="status">${w.word("youCanceled")} ${kept}</p>`;
}

/** A model in the list: what runs, and what it is priced as. @param {Words} w @param {string} id @param {boolean} real whether the id itself can run here */
export function modelName(w, id, real) {
  if (id === "dreamfs-offline" || real) return w.model(id);
  return w.word("pricedModel", { ran: w.model("dreamfs-offline"), model: id });
}
