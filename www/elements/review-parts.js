/** The parts of `<dreamfs-review>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { around, spokenText } from "../format/dream.js";
import { shortId } from "../format/units.js";
import { opSaid } from "./store-parts.js";

/** @typedef {import("../format/api.js").Json} Json */
/** A source with what was fetched of it. `own`: said in a session of the reader's own.
 * @typedef {{ source: Json, state: "loading" | "here" | "gone", event?: Json, title?: string, own?: boolean }} Evidence */
/** @typedef {{ path: string, line?: number }} Place */

/** @typedef {import("../format/words.js").Words} Words */

/** What became of a line. Each is a text's name too. */
export const VERDICTS = [
  "kept",
  "moved",
  "merged",
  "dated",
  "corrected",
  "superseded",
  "dropped",
  "verdictAdded",
  "unsupported",
];

/** A verdict's text. @param {string} verdict */
const verdictText = (verdict) => (verdict === "added" ? "verdictAdded" : verdict);

export const reviewTexts = {
  review: "What the dream did",
  secondRun: "What the second run did",
  result: "The result",
  madeBy: "made by the dream of {name}",
  inUse: "in use",
  emptyReview: "When a dream has ended, what it did is laid open here: every line, every file, every change.",
  reading: "Reading what the dream did.",
  notEnded: "The dream has not ended yet.",
  noStore: "This dream left no store to look at.",
  goneDream: "This dream is not there any more.",
  unreported:
    "This dream ended before its output was verified, so there is no report. The difference shows what it had written.",
  tabs: "What to look at",
  lines: "Every line",
  differences: "Difference",
  filesTab: "Files",
  checks: "Checks",
  wroteInput: "This dream wrote into its input, {store}, as it was asked to.",
  inputDeleted: "The input store was deleted while the dream ran, not by it.",
  unchangedStore: "The input store {store} is unchanged.",
  changedStore: "The input store {store} changed while the dream ran.",
  unchangedProof: "Before and after the dream it stood at the same revision, with the same hash over all its contents.",
  changedProof: "Somebody else wrote to it: the dream mounts it read-only.",
  before: "Before",
  after: "After",
  revision: "revision {revision}, SHA-256 {hash}",
  filter: "Show",
  all: "All lines",
  kept: "Kept",
  moved: "Moved",
  merged: "Merged",
  dated: "Dated",
  corrected: "Corrected",
  superseded: "Superseded",
  dropped: "Dropped",
  verdictAdded: "Added",
  unsupported: "No evidence",
  flagged: "no evidence",
  ledger: "Lines",
  was: "was {place}",
  is: "is {place}",
  at: "at {place}",
  standsNot: "no longer stands",
  inSession: "in session {session}",
  evidence: "Evidence",
  ownLine: "The store's own line, {place}.",
  readingSession: "Reading {session}.",
  holdsNot: "The session {session} does not hold it any more.",
  ownWords: "Your own words in {session}, {when}",
  saidIn: "Said in {session}, {when}",
  agentWords: "The agent's words in {session}, {when}",
  toolWords: "From a tool in {session}, {when}",
  noLines: "The input store held no line.",
  moreLines: "Show {n} more of {all}",
  moreFiles: "Show more of {n} files",
  comparingStores: "Comparing.",
  oneGone: "One of the two stores is not there any more.",
  sameStores: "Nothing differs between the two stores.",
  fromTo:
    "From {input} to {output}. What you take back is taken out of the output store; the input is not touched either way.",
  changesIn: "Changes in {path}",
  takenBack: "Taken back",
  takenBackIn: "Taken back in {path}",
  fileAdded: "added",
  fileChanged: "changed",
  fileRemoved: "removed",
  fileRenamed: "renamed",
  fileUnchanged: "unchanged",
  fromPath: "{change} from {path}",
  changes: { one: "{n} change", other: "{n} changes" },
  acceptAll: "Accept all",
  rejectAll: "Take all back",
  accept: "Accept",
  reject: "Take back",
  accepted: "Accepted: it stays.",
  changeAt: "Change at line {n} of {path}",
  wereAccepted: { one: "{n} change accepted.", other: "{n} changes accepted." },
  wereRejected: { one: "{n} change taken back.", other: "{n} changes taken back." },
  added: "added",
  removed: "removed",
  readingPath: "Reading {path}.",
  removedFile: "Removed by the dream. This is the input store's text.",
  textOf: "Text of {path}",
  goneFile: "(This file is not there any more.)",
  here: "{path}, line {n}.",
  herePath: "{path}.",
  outputFiles: "Files of the output store",
  noFile: "There is no file.",
  choose: "Choose a file.",
  passed: "Passed",
  failed: "Failed",
  instructions: "Instructions",
  followed: "Followed",
  notFollowed: "Not followed",
  quoted: "“{text}”",
  noInstructions: "None were given.",
  stages: "Stages",
  stage: "Stage",
  plan: "plan",
  read: "read",
  consolidate: "consolidate",
  organise: "organise",
  verify: "verify",
  worked: "worked",
  waited: "waited",
  input: "input",
  written: "to cache",
  cached: "from cache",
  output: "output",
  estimates: "Token counts are estimates from the length of the real requests.",
  discarded: "Discarded: this store is archived. It can still be read, here and over the API; no session can mount it.",
  nothingToChoose: "The dream wrote into the store itself, so there is nothing to choose.",
  askArchive:
    "Archive {output}? It stays readable, no session can mount or change it any more, and that cannot be undone. {input} stays as it is.",
  archive: "Archive it",
  leave: "Leave it",
  archived: "{name} was archived.",
  mountNow: "Future sessions mount {name}.",
  back: "Go back to {name}",
  keep: "Keep: use this store",
  discard: "Discard",
  goOn: "Sessions go on with {name} until you keep this one.",
  another: "another store",
};

/** Whether the input is as it was, in words. @param {Words} w @param {Json} dream @param {Json | null} report @param {string} name */
export function proof(w, dream, report, name) {
  const store = html`<span class="mono">${name}</span>`;
  if (!report) return nothing;
  const { revision_before, revision_after, sha256_before, sha256_after } = report.input;
  const hash = (/** @type {string} */ text) => html`<code title=${text}>${text.slice(0, 12)}…</code>`;
  if (dream.output_behavior?.type === "update_existing") return html`<p>${w.word("wroteInput", { store })}</p>`;
  if (sha256_after == null) return html`<p class="refused">${w.word("inputDeleted")}</p>`;
  const same = revision_before === revision_after && sha256_before === sha256_after;
  return html`<p>
      <strong>${w.word(same ? "unchangedStore" : "changedStore", { store })}</strong>
      ${w.word(same ? "unchangedProof" : "changedProof")}
    </p>
    <dl class="proof small">
      <div>
        <dt>${w.word("before")}</dt>
        <dd>${w.word("revision", { revision: revision_before, hash: hash(sha256_before) })}</dd>
      </div>
      <div>
        <dt>${w.word("after")}</dt>
        <dd>${w.word("revision", { revision: revision_after, hash: hash(sha256_after) })}</dd>
      </div>
    </dl>`;
}

/** The filter over the ledger. @param {Words} w @param {Array<{ id: string, n: number }>} counts @param {string} chosen @param {(id: string) => void} choose */
export function filters(w, counts, chosen, choose) {
  return html`<div class="filters" role="group" aria-label=${w.word("filter")}>
    ${counts.map(
      ({ id, n }) =>
        html`<button aria-pressed=${id === chosen} data-verdict=${id} @click=${() => choose(id)}>
          ${w.word(verdictText(id))} <span class="quiet">${w.number(n)}</span>
        </button>`,
    )}
  </div>`;
}

/**
 * One line of the ledger: what became of a claim, or a claim that was added.
 * @param {Words} w @param {Json} row @param {{ open: boolean, evidence: Evidence[], toggle: (open: boolean) => void, go: (place: Place) => void,
 *   named: (text: string) => string }} at `named` puts titles in place of sessions' ids
 */
export function ledgerRow(w, row, at) {
  const { source, into } = row;
  return html`<li class="claim">
    <span class="verdict ${row.verdict}"
      >${w.word(verdictText(row.verdict))}${row.flagged ? html` <span class="flag">${w.word("flagged")}</span>` : nothing}</span
    >
    <div class="what">
      <p class="text">${row.text}</p>
      <p class="small quiet places">
        ${source ? html`<span>${w.word("was", { place: placeOf(w, source) })}</span>` : nothing}
        ${
          into
            ? html`<span
                >${w.word(source ? "is" : "at", {
                  place: html`<button class="plain place" @click=${() => at.go(into)}>
                    ${into.path}:${into.line}
                  </button>`,
                })}</span
              >`
            : html`<span>${w.word("standsNot")}</span>`
        }
        ${row.reason ? html`<span>${at.named(row.reason)}</span>` : nothing}
      </p>
      ${
        row.evidence?.length
          ? html`<details
              class="evidence small"
              .open=${at.open}
              @toggle=${(/** @type {Event} */ e) => at.toggle(/** @type {HTMLDetailsElement} */ (e.target).open)}
            >
              <summary>${w.word("evidence")} <span class="quiet">${w.number(row.evidence.length)}</span></summary>
              ${at.open ? at.evidence.map((one) => evidenceView(w, one)) : nothing}
            </details>`
          : nothing
      }
    </div>
  </li>`;
}

/** @param {Words} w @param {Json} source */
function placeOf(w, source) {
  if (source.type === "memory") return html`<span class="mono">${source.path}:${source.line}</span>`;
  return w.word("inSession", { session: html`<span class="mono">${shortId(source.session_id)}</span>` });
}

/** Where a claim comes from, with the words themselves. @param {Words} w @param {Evidence} evidence */
function evidenceView(w, { source, state, event, title, own }) {
  if (source.type === "memory")
    return html`<p class="from">
      ${w.word("ownLine", { place: html`<span class="mono">${source.path}:${source.line}</span>` })}
    </p>`;
  const session = html`<span class="mono">${title || shortId(source.session_id)}</span>`;
  if (state === "loading") return html`<p class="from quiet">${w.word("readingSession", { session })}</p>`;
  if (!event) return html`<p class="from quiet">${w.word("holdsNot", { session })}</p>`;
  const { before, span, after } = around(spokenText(event), source.start, source.end);
  const who =
    event.type === "user.message"
      ? own
        ? "ownWords"
        : "saidIn"
      : event.type === "agent.message"
        ? "agentWords"
        : "toolWords";
  return html`<figure class="from">
    <figcaption class="quiet">${w.word(who, { session, when: w.when(event.processed_at) })}</figcaption>
    <blockquote>${before}<mark>${span}</mark>${after}</blockquote>
  </figure>`;
}

/**
 * The difference of one file, hunk by hunk; `back`: what the dream had made of it, before it was taken back.
 * @param {Words} w @param {Json} file @param {{ busy: boolean, shut: boolean, back?: boolean, accept: (ids: string[]) => void, reject: (ids: string[]) => void }} at
 */
export function fileDifference(w, file, at) {
  const ids = /** @type {string[]} */ (file.hunks.map((/** @type {Json} */ hunk) => hunk.id));
  const open = ids.filter((_, n) => !file.hunks[n].accepted);
  return html`<section class="changed" aria-label=${w.word(at.back ? "takenBackIn" : "changesIn", { path: file.path })}>
    <div class="row">
      <h4 class="mono grow">${file.path}</h4>
      <span class="small quiet"
        >${file.from_path && file.from_path !== file.path ? w.word("fromPath", { change: changeOf(w, file.change), path: file.from_path }) : changeOf(w, file.change)},
        ${w.word("changes", { n: ids.length })}</span
      >
      ${
        ids.length > 1 && open.length && !at.shut
          ? html`<button class="plain" ?disabled=${at.busy} @click=${() => at.accept(open)}>
                ${w.word("acceptAll")}
              </button>
              <button class="plain" ?disabled=${at.busy} @click=${() => at.reject(open)}>
                ${w.word("rejectAll")}
              </button>`
          : nothing
      }
    </div>
    ${repeat(
      file.hunks,
      (/** @type {Json} */ hunk) => hunk.id,
      (/** @type {Json} */ hunk) =>
        html`<div class="hunk ${hunk.accepted ? "accepted" : ""}">
          <div
            class="diff mono"
            tabindex="0"
            role="region"
            aria-label=${w.word("changeAt", { n: hunk.to_line, path: file.path })}
          >
            ${hunk.lines.map(
              (/** @type {{ op: string, text: string }} */ { op, text }) =>
                html`<div class=${op === "+" ? "plus" : op === "-" ? "minus" : ""}>
                  <span class="op" aria-hidden="true">${op}</span><span class="hidden">${opSaid(w, op)} </span
                  ><span class="line">${text}</span>
                </div>`,
            )}
          </div>
          ${
            at.shut
              ? nothing
              : html`<div class="row">
                  ${
                    hunk.accepted
                      ? html`<span class="small quiet">${w.word("accepted")}</span>`
                      : html`<button ?disabled=${at.busy} @click=${() => at.accept([hunk.id])}>
                          ${w.word("accept")}
                        </button>`
                  }
                  <button class="plain" ?disabled=${at.busy} @click=${() => at.reject([hunk.id])}>
                    ${w.word("reject")}
                  </button>
                </div>`
          }
        </div>`,
    )}
  </section>`;
}

/** A file's text with its lines numbered, one of them marked. @param {Words} w @param {{ path: string, text: string | null, line: number | undefined, gone: boolean }} file */
export function fileText(w, { path, text, line, gone }) {
  if (text === null) return html`<p class="small quiet">${w.word("readingPath", { path })}</p>`;
  const lines = text.replace(/\n$/, "").split("\n");
  return html`<h4 class="mono">${path}</h4>
    ${gone ? html`<p class="small quiet">${w.word("removedFile")}</p>` : nothing}
    <div class="lines mono" tabindex="0" role="region" aria-label=${w.word("textOf", { path })}>
      ${lines.map(
        (one, index) =>
          html`<div class=${index + 1 === line ? "here" : ""} data-line=${index + 1}>
            <span class="n" aria-hidden="true">${index + 1}</span><span class="line">${one}</span>
          </div>`,
      )}
    </div>`;
}

/** What became of a file. @param {Words} w @param {string} change the API's word */
const changeOf = (w, change) => w.word(`file${change[0].toUpperCase()}${change.slice(1)}`);

/** @param {Words} w @param {Json[]} files @param {string | null} chosen @param {(place: Place) => void} go */
export function fileList(w, files, chosen, go) {
  return html`<ul class="files" aria-label=${w.word("outputFiles")}>
    ${files.map(
      ({ path, change }) =>
        html`<li>
          <button class="leaf" aria-current=${path === chosen ? "true" : "false"} @click=${() => go({ path })}>
            <span class="mono">${path}</span>
            <span
              class="mark ${change === "added" ? "write" : change === "removed" ? "refused" : change === "changed" ? "read" : "quiet"}"
              >${changeOf(w, change)}</span
            >
          </button>
        </li>`,
    )}
  </ul>`;
}

/** What was checked, what was asked, and what each stage took. @param {Words} w @param {Json} report */
export function checksView(w, report) {
  const number = (/** @type {number} */ n) => w.number(Math.round(n ?? 0));
  return html`<div class="checks">
    <h4>${w.word("checks")}</h4>
    <ul>
      ${report.checks.map(
        (/** @type {Json} */ check) =>
          html`<li>
            <span class=${check.passed ? "write" : "refused"}>${w.word(check.passed ? "passed" : "failed")}</span>
            <span>${check.name}<br /><span class="quiet">${check.detail}</span></span>
          </li>`,
      )}
    </ul>
    <h4>${w.word("instructions")}</h4>
    ${
      report.instructions.length
        ? html`<ul>
            ${report.instructions.map(
              (/** @type {Json} */ one) =>
                html`<li>
                  <span class=${one.followed ? "write" : "refused"}
                    >${w.word(one.followed ? "followed" : "notFollowed")}</span
                  >
                  <span>${w.word("quoted", { text: one.text })}<br /><span class="quiet">${one.how}</span></span>
                </li>`,
            )}
          </ul>`
        : html`<p class="quiet">${w.word("noInstructions")}</p>`
    }
    <h4>${w.word("stages")}</h4>
    <div class="scroll" tabindex="0" role="region" aria-label=${w.word("stages")}>
      <table>
        <thead>
          <tr>
            ${["stage", "worked", "waited", "input", "written", "cached", "output"].map((name) => html`<th scope="col">${w.word(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${report.stages.map(
            (/** @type {Json} */ stage) =>
              html`<tr>
                <th scope="row">${w.word(stage.name)}</th>
                <td>${w.word("ms", { n: Math.round(stage.worked_ms ?? 0) })}</td>
                <td>${w.word("ms", { n: Math.round(stage.waited_ms ?? 0) })}</td>
                <td>${number(stage.usage?.input_tokens)}</td>
                <td>${number(stage.usage?.cache_creation_input_tokens)}</td>
                <td>${number(stage.usage?.cache_read_input_tokens)}</td>
                <td>${number(stage.usage?.output_tokens)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet">${w.word("estimates")}</p>
  </div>`;
}
