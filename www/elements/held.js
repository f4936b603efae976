/**
 * Calls that wait for the reader, drawn: one that asks for leave, with Allow and Deny, and one of a tool that runs outside, with a place for its
 * result. A call in, a template out; what is typed stays in the fields until it is sent. It sends nothing itself.
 */
import { css, html } from "lit";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {{ word: (name: string, values?: Record<string, unknown>) => string, busy: boolean, answer: (call: Json, event: Json) => void }} How */

/** @param {Json} call the event of the call @param {How} how */
export function drawHeld(call, how) {
  const asks = call.type === "agent.tool_use";
  const title = how.word(asks ? "asks" : "wants", { tool: call.name });
  return html`<section class="held" role="group" aria-label=${title} data-call=${call.id}>
    <p class="small">${title}</p>
    <pre tabindex="0" aria-label=${how.word("input", { tool: call.name })}>
${JSON.stringify(call.input ?? {}, null, 2)}</pre>
    ${asks ? leave(call, how) : result(call, how)}
  </section>`;
}

/** The value of a field beside what was pressed. @param {Event} event @param {string} name @returns {any} */
const field = (event, name) =>
  /** @type {HTMLElement} */ (event.currentTarget).closest(".held")?.querySelector(`[name=${name}]`);

/** @param {Json} call @param {How} how */
function leave(call, { word, busy, answer }) {
  const confirm = { type: "user.tool_confirmation", tool_use_id: call.id };
  /** @param {Event} event */
  const deny = (event) => {
    const why = field(event, "why").value.trim();
    answer(call, { ...confirm, result: "deny", ...(why ? { deny_message: why } : {}) });
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (!busy) deny(event);
  };
  return html`<div class="answer">
    <button type="button" class="allow" ?disabled=${busy} @click=${() => answer(call, { ...confirm, result: "allow" })}>
      ${word("allow")}<span class="hidden">: ${call.name}</span>
    </button>
    <button type="button" class="bad" ?disabled=${busy} @click=${deny}>
      ${word("deny")}<span class="hidden">: ${call.name}</span>
    </button>
    <input name="why" aria-label=${word("why", { tool: call.name })} placeholder=${word("whyHint")} @keydown=${key} />
  </div>`;
}

/** @param {Json} call @param {How} how */
function result(call, { word, busy, answer }) {
  /** @param {Event} event */
  const give = (event) => {
    const text = field(event, "result").value;
    answer(call, {
      type: "user.custom_tool_result",
      custom_tool_use_id: call.id,
      content: text ? [{ type: "text", text }] : [],
      is_error: field(event, "failed").checked,
    });
  };
  return html`<div class="answer">
    <textarea
      name="result"
      rows="2"
      aria-label=${word("result", { tool: call.name })}
      placeholder=${word("resultHint")}
    ></textarea>
    <label><input type="checkbox" name="failed" /> ${word("itFailed")}</label>
    <button type="button" ?disabled=${busy} @click=${give}>
      ${word("give")}<span class="hidden">: ${call.name}</span>
    </button>
  </div>`;
}

export const heldStyles = css`
  .waits {
    flex: none;
    max-block-size: 50%;
    overflow: auto;
    border-block-start: 1px solid var(--line);
    background: var(--raised);
  }
  .held {
    display: grid;
    gap: 0.5rem;
    padding: 0.625rem 0.875rem;
  }
  .held + .held {
    border-block-start: 1px solid var(--line);
  }
  .held p {
    font-weight: 600;
  }
  .held pre {
    max-block-size: 6rem;
    overflow: auto;
  }
  .answer {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
  }
  .answer button {
    background: var(--paper);
  }
  .answer input[name="why"],
  .answer textarea {
    flex: 1 1 12rem;
    inline-size: auto;
    min-inline-size: 0;
  }
  .answer textarea {
    flex-basis: 100%;
  }
  .answer label {
    flex: 1;
    color: inherit;
  }
  .answer input[type="checkbox"] {
    inline-size: auto;
    vertical-align: middle;
  }
`;
