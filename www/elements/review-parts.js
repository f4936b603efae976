/** The parts of `<dreamfs-review>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { around, spokenText } from "../format/dream.js";
import { count, shortId, when } from "../format/units.js";

/** @typedef {import("../format/api.js").Json} Json */
/** A source with what was fetched of it. `own`: said in a session of the reader's own.
 * @typedef {{ source: Json, state: "loading" | "here" | "gone", event?: Json, title?: string, own?: boolean }} Evidence */
/** @typedef {{ path: string, line?: number }} Place */

/** What became of a line, in words. @type {Record<string, string>} */
export const VERDICTS = {
  kept: "Kept",
  moved: "Moved",
  merged: "Merged",
  dated: "Dated",
  corrected: "Corrected",
  superseded: "Superseded",
  dropped: "Dropped",
  added: "Added",
  unsupported: "No evidence",
};

/** Whether the input is as it was, in words. @param {Json} dream @param {Json | null} report @param {string} name */
export function proof(dream, report, name) {
  const store = html`<span class="mono">${name}</span>`;
  if (!report) return nothing;
  const { revision_before, revision_after, sha256_before, sha256_after } = report.input;
  const hash = (/** @type {string} */ text) => html`<code title=${text}>${text.slice(0, 12)}…</code>`;
  if (dream.output_behavior?.type === "update_existing")
    return html`<p>This dream wrote into its input, ${store}, as it was asked to.</p>`;
  if (sha256_after == null)
    return html`<p class="refused">The input store was deleted while the dream ran, not by it.</p>`;
  const same = revision_before === revision_after && sha256_before === sha256_after;
  return html`<p>
      <strong
        >${same ? html`The input store ${store} is unchanged.` : html`The input store ${store} changed while the dream ran.`}</strong
      >
      ${same ? "Before and after the dream it stood at the same revision, with the same hash over all its contents." : "Somebody else wrote to it: the dream mounts it read-only."}
    </p>
    <dl class="proof small">
      <div>
        <dt>Before</dt>
        <dd>revision ${revision_before}, SHA-256 ${hash(sha256_before)}</dd>
      </div>
      <div>
        <dt>After</dt>
        <dd>revision ${revision_after}, SHA-256 ${hash(sha256_after)}</dd>
      </div>
    </dl>`;
}

/** The filter over the ledger. @param {Array<{ id: string, n: number }>} counts @param {string} chosen @param {(id: string) => void} choose */
export function filters(counts, chosen, choose) {
  return html`<div class="filters" role="group" aria-label="Show">
    ${counts.map(
      ({ id, n }) =>
        html`<button aria-pressed=${id === chosen} data-verdict=${id} @click=${() => choose(id)}>
          ${id === "all" ? "All lines" : VERDICTS[id]} <span class="quiet">${n.toLocaleString("en")}</span>
        </button>`,
    )}
  </div>`;
}

/**
 * One line of the ledger: what became of a claim, or a claim that was added.
 * @param {Json} row @param {{ open: boolean, evidence: Evidence[], toggle: (open: boolean) => void, go: (place: Place) => void,
 *   named: (text: string) => string }} at `named` puts titles in place of sessions' ids
 */
export function ledgerRow(row, at) {
  const { source, into } = row;
  return html`<li class="claim">
    <span class="verdict ${row.verdict}"
      >${VERDICTS[row.verdict] ?? row.verdict}${row.flagged ? html` <span class="flag">no evidence</span>` : nothing}</span
    >
    <div class="what">
      <p class="text">${row.text}</p>
      <p class="small quiet places">
        ${source ? html`<span>was ${placeOf(source)}</span>` : nothing}
        ${
          into
            ? html`<span
                >${source ? "is" : "at"}
                <button class="plain place" @click=${() => at.go(into)}>${into.path}:${into.line}</button></span
              >`
            : html`<span>no longer stands</span>`
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
              <summary>Evidence <span class="quiet">${row.evidence.length}</span></summary>
              ${at.open ? at.evidence.map(evidenceView) : nothing}
            </details>`
          : nothing
      }
    </div>
  </li>`;
}

/** @param {Json} source */
function placeOf(source) {
  if (source.type === "memory") return html`<span class="mono">${source.path}:${source.line}</span>`;
  return html`in session <span class="mono">${shortId(source.session_id)}</span>`;
}

/** Where a claim comes from, with the words themselves. @param {Evidence} evidence */
function evidenceView({ source, state, event, title, own }) {
  if (source.type === "memory")
    return html`<p class="from">The store's own line, <span class="mono">${source.path}:${source.line}</span>.</p>`;
  const session = html`<span class="mono">${title || shortId(source.session_id)}</span>`;
  if (state === "loading") return html`<p class="from quiet">Reading ${session}.</p>`;
  if (!event) return html`<p class="from quiet">The session ${session} does not hold it any more.</p>`;
  const { before, span, after } = around(spokenText(event), source.start, source.end);
  const who =
    event.type === "user.message"
      ? own
        ? "Your own words"
        : "Said"
      : event.type === "agent.message"
        ? "The agent's words"
        : "From a tool";
  return html`<figure class="from">
    <figcaption class="quiet">${who} in ${session}, ${when(event.processed_at)}</figcaption>
    <blockquote>${before}<mark>${span}</mark>${after}</blockquote>
  </figure>`;
}

/**
 * The difference of one file, hunk by hunk; `back`: what the dream had made of it, before it was taken back.
 * @param {Json} file @param {{ busy: boolean, shut: boolean, back?: boolean, accept: (ids: string[]) => void, reject: (ids: string[]) => void }} at
 */
export function fileDifference(file, at) {
  const ids = /** @type {string[]} */ (file.hunks.map((/** @type {Json} */ hunk) => hunk.id));
  const open = ids.filter((_, n) => !file.hunks[n].accepted);
  return html`<section class="changed" aria-label="${at.back ? "Taken back" : "Changes"} in ${file.path}">
    <div class="row">
      <h4 class="mono grow">${file.path}</h4>
      <span class="small quiet"
        >${file.change}${file.from_path && file.from_path !== file.path ? ` from ${file.from_path}` : ""},
        ${count(ids.length, "change")}</span
      >
      ${
        ids.length > 1 && open.length && !at.shut
          ? html`<button class="plain" ?disabled=${at.busy} @click=${() => at.accept(open)}>Accept all</button>
              <button class="plain" ?disabled=${at.busy} @click=${() => at.reject(open)}>Take all back</button>`
          : nothing
      }
    </div>
    ${repeat(
      file.hunks,
      (/** @type {Json} */ hunk) => hunk.id,
      (/** @type {Json} */ hunk) =>
        html`<div class="hunk ${hunk.accepted ? "accepted" : ""}">
          <div class="diff mono" tabindex="0" role="region" aria-label="Change at line ${hunk.to_line} of ${file.path}">
            ${hunk.lines.map(
              (/** @type {{ op: string, text: string }} */ { op, text }) =>
                html`<div class=${op === "+" ? "plus" : op === "-" ? "minus" : ""}>
                  <span class="op" aria-hidden="true">${op}</span
                  ><span class="hidden">${op === "+" ? "added" : op === "-" ? "removed" : ""} </span
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
                      ? html`<span class="small quiet">Accepted: it stays.</span>`
                      : html`<button ?disabled=${at.busy} @click=${() => at.accept([hunk.id])}>Accept</button>`
                  }
                  <button class="plain" ?disabled=${at.busy} @click=${() => at.reject([hunk.id])}>Take back</button>
                </div>`
          }
        </div>`,
    )}
  </section>`;
}

/** A file's text with its lines numbered, one of them marked. @param {{ path: string, text: string | null, line: number | undefined, gone: boolean }} file */
export function fileText({ path, text, line, gone }) {
  if (text === null) return html`<p class="small quiet">Reading ${path}.</p>`;
  const lines = text.replace(/\n$/, "").split("\n");
  return html`<h4 class="mono">${path}</h4>
    ${gone ? html`<p class="small quiet">Removed by the dream. This is the input store's text.</p>` : nothing}
    <div class="lines mono" tabindex="0" role="region" aria-label="Text of ${path}">
      ${lines.map(
        (one, index) =>
          html`<div class=${index + 1 === line ? "here" : ""} data-line=${index + 1}>
            <span class="n" aria-hidden="true">${index + 1}</span><span class="line">${one}</span>
          </div>`,
      )}
    </div>`;
}

const CHANGES = { added: "added", changed: "changed", unchanged: "unchanged", removed: "removed" };

/** @param {Json[]} files @param {string | null} chosen @param {(place: Place) => void} go */
export function fileList(files, chosen, go) {
  return html`<ul class="files" aria-label="Files of the output store">
    ${files.map(
      ({ path, change }) =>
        html`<li>
          <button class="leaf" aria-current=${path === chosen ? "true" : "false"} @click=${() => go({ path })}>
            <span class="mono">${path}</span>
            <span
              class="mark ${change === "added" ? "write" : change === "removed" ? "refused" : change === "changed" ? "read" : "quiet"}"
              >${CHANGES[/** @type {"added"} */ (change)] ?? change}</span
            >
          </button>
        </li>`,
    )}
  </ul>`;
}

/** What was checked, what was asked, and what each stage took. @param {Json} report */
export function checksView(report) {
  const number = (/** @type {number} */ n) => Math.round(n ?? 0).toLocaleString("en");
  return html`<div class="checks">
    <h4>Checks</h4>
    <ul>
      ${report.checks.map(
        (/** @type {Json} */ check) =>
          html`<li>
            <span class=${check.passed ? "write" : "refused"}>${check.passed ? "Passed" : "Failed"}</span>
            <span>${check.name}<br /><span class="quiet">${check.detail}</span></span>
          </li>`,
      )}
    </ul>
    <h4>Instructions</h4>
    ${
      report.instructions.length
        ? html`<ul>
            ${report.instructions.map(
              (/** @type {Json} */ one) =>
                html`<li>
                  <span class=${one.followed ? "write" : "refused"}>${one.followed ? "Followed" : "Not followed"}</span>
                  <span>“${one.text}”<br /><span class="quiet">${one.how}</span></span>
                </li>`,
            )}
          </ul>`
        : html`<p class="quiet">None were given.</p>`
    }
    <h4>Stages</h4>
    <div class="scroll" tabindex="0" role="region" aria-label="Stages">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">worked</th>
            <th scope="col">waited</th>
            <th scope="col">input</th>
            <th scope="col">to cache</th>
            <th scope="col">from cache</th>
            <th scope="col">output</th>
          </tr>
        </thead>
        <tbody>
          ${report.stages.map(
            (/** @type {Json} */ stage) =>
              html`<tr>
                <th scope="row">${stage.name}</th>
                <td>${number(stage.worked_ms)} ms</td>
                <td>${number(stage.waited_ms)} ms</td>
                <td>${number(stage.usage?.input_tokens)}</td>
                <td>${number(stage.usage?.cache_creation_input_tokens)}</td>
                <td>${number(stage.usage?.cache_read_input_tokens)}</td>
                <td>${number(stage.usage?.output_tokens)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="quiet">Token counts are estimates from the length of the real requests.</p>
  </div>`;
}
