/** The rows of a transcript, drawn: what was said, each tool call with what went in and what came out, notes. A row in, a template out. */
import { html, nothing } from "lit";
import { resultLabel } from "../format/transcript.js";

/** @typedef {import("../format/transcript.js").Row} Row */
/** @typedef {import("../format/transcript.js").ToolRow} ToolRow */

/** @param {Row} row @param {{ task?: boolean, words?: (row: ToolRow) => unknown }} [how] `task`: what a user says is the task of a job, not the
 *   reader's word; `words`: what a call says in words, above what went in and came out */
export function drawRow(row, { task = false, words } = {}) {
  if (row.kind === "tool") return tool(row, words?.(row) ?? nothing);
  if (row.kind === "passed")
    return html`<div class="passed">
      <span class="small quiet">${row.got ? "From" : "To"} ${row.who || "the orchestrator"}</span>
      <div class="text">${row.text}</div>
    </div>`;
  if (row.kind === "note")
    return html`<p class="note small ${row.tone === "bad" ? "refused" : "quiet"}">${row.text}</p>`;
  const by = row.kind === "user" ? (task ? "Task" : "You") : "Agent";
  return html`<div class="said ${row.kind} ${row.pending ? "pending" : ""}">
    <span class="hidden">${by}: </span><span class="text">${row.text}</span>
  </div>`;
}

/** @param {ToolRow} row @param {unknown} words */
function tool(row, words) {
  const { result } = row;
  const bad = result?.failed;
  return html`<details class="tool ${bad ? "bad" : row.effect}">
    <summary>
      <span class="name">${row.name}</span><span class="what">${row.summary}</span>
      <span class="came ${bad ? "refused" : "quiet"}">${result ? resultLabel(result) : "…"}</span>
    </summary>
    ${words}
    <dl>
      ${Object.entries(row.input).map(
        ([key, value]) =>
          html`<dt>${key}</dt>
            <dd>
              <pre tabindex="0" aria-label="${key} of ${row.name}">
${typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>
            </dd>`,
      )}
      <dt>result</dt>
      <dd>
        ${
          result
            ? html`<pre class=${bad ? "refused" : ""} tabindex="0" aria-label="Result of ${row.name}">
${result.text || "(empty)"}</pre>`
            : html`<span class="quiet">No result yet.</span>`
        }
      </dd>
    </dl>
  </details>`;
}
