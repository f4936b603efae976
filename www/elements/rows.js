/** The rows of a transcript, drawn: what was said, each tool call with what went in and what came out, notes. A row in, a template out. */
import { html, nothing } from "lit";
import { resultLabel } from "../format/transcript.js";

/** @typedef {import("../format/transcript.js").Row} Row */
/** @typedef {import("../format/transcript.js").ToolRow} ToolRow */
/** @typedef {import("../format/words.js").Words} Words */

/** What a transcript says in any element. */
export const rowTexts = {
  you: "You",
  agent: "Agent",
  task: "Task",
  from: "From {name}",
  to: "To {name}",
  orchestrator: "the orchestrator",
  stoppedHere: "You stopped it here.",
  met: "The session met an error.",
  refused: "refused",
  toolFailed: "failed",
  cameNothing: "nothing",
  cameLines: { one: "{n} line", other: "{n} lines" },
  part: "{part} of {name}",
  cameBack: "result",
  cameOf: "Result of {name}",
  cameEmpty: "(empty)",
  notYet: "No result yet.",
};

/** How much came back of a call. @param {Words} w @param {ReturnType<typeof resultLabel>} came */
export const came = (w, came) => (came.word ? w.word(came.word, { n: came.n }) : came.text);

/** @param {Words} w @param {Row} row @param {{ task?: boolean, words?: (row: ToolRow) => unknown }} [how] `task`: what a user says is the task of a job, not the
 *   reader's word; `words`: what a call says in words, above what went in and came out */
export function drawRow(w, row, { task = false, words } = {}) {
  if (row.kind === "tool") return tool(w, row, words?.(row) ?? nothing);
  if (row.kind === "passed")
    return html`<div class="passed">
      <span class="small quiet"
        >${w.word(row.got ? "from" : "to", { name: row.who ? html`<span translate="no">${row.who}</span>` : w.word("orchestrator") })}</span
      >
      <div class="text">${row.text}</div>
    </div>`;
  if (row.kind === "note")
    return html`<p class="note small ${row.tone === "bad" ? "refused" : "quiet"}">
      ${row.word ? w.word(row.word) : row.text}
    </p>`;
  const by = w.word(row.kind === "user" ? (task ? "task" : "you") : "agent");
  return html`<div class="said ${row.kind} ${row.pending ? "pending" : ""}">
    <span class="hidden">${by}: </span><span class="text">${row.text}</span>
  </div>`;
}

/** @param {Words} w @param {ToolRow} row @param {unknown} words */
function tool(w, row, words) {
  const { result } = row;
  const bad = result?.failed;
  return html`<details class="tool ${bad ? "bad" : row.effect}">
    <summary>
      <span class="name">${row.name}</span><span class="what">${row.summary}</span>
      <span class="came ${bad ? "refused" : "quiet"}">${result ? came(w, resultLabel(result)) : "…"}</span>
    </summary>
    ${words}
    <dl>
      ${Object.entries(row.input).map(
        ([key, value]) =>
          html`<dt translate="no">${key}</dt>
            <dd>
              <pre tabindex="0" aria-label=${w.word("part", { part: key, name: row.name })}>
${typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>
            </dd>`,
      )}
      <dt>${w.word("cameBack")}</dt>
      <dd>
        ${
          result
            ? html`<pre class=${bad ? "refused" : ""} tabindex="0" aria-label=${w.word("cameOf", { name: row.name })}>
${result.text || w.word("cameEmpty")}</pre>`
            : html`<span class="quiet">${w.word("notYet")}</span>`
        }
      </dd>
    </dl>
  </details>`;
}
