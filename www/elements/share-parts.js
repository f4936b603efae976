/** What `<dreamfs-share>` and `<dreamfs-replay>` both draw: how much text a shared dream holds, and all of it to read. */
import { css, html, nothing } from "lit";
import { countOf } from "../format/share.js";
import { count, when } from "../format/units.js";

/** @typedef {import("../format/share.js").SharedDream} SharedDream */
/** @typedef {import("../format/share.js").SharedEvent} SharedEvent */
/** @typedef {(name: string, values?: Record<string, unknown>) => string} Word */

/** The words of both. @type {Record<string, string>} */
export const shareTexts = {
  holds: "{sessions}, {memories} and {characters} in all.",
  words: "{own} in these transcripts came from whoever spoke to the agent, word for word.",
  ownWords: "Your own words are among them: {own} in {sessions} that no sample brought.",
  also: "Besides: the store’s name and description, titles, times, time zones and file paths.",
  instructions: "The instructions for the dream, {characters}.",
  transcripts: "Transcripts in it",
  everything: "Read all of it",
  untitled: "without a title",
  user: "said",
  agent: "answered",
  tool: "called",
  result: "was given",
};

/** Where an event's words come from. @type {Record<string, string>} */
const SPEAKERS = {
  "user.message": "user",
  "agent.message": "agent",
  "agent.tool_use": "tool",
  "agent.tool_result": "result",
};

/** What a shared dream holds, in numbers, and on request in full.
 * @param {SharedDream} dream @param {{ word: Word, yours?: (title: string) => boolean, yoursWord?: string, open: boolean, toggle: (open: boolean) => void }} at */
export function contents(dream, { word, yours, yoursWord, open, toggle }) {
  const held = countOf(dream);
  const mine = held.sessions.filter(({ title, own }) => own && yours?.(title));
  const says = [
    word("holds", {
      sessions: count(held.sessions.length, "transcript"),
      memories: count(held.memories, "memory", "memories"),
      characters: count(held.characters, "character"),
    }),
    held.own ? word("words", { own: count(held.own, "message") }) : "",
    mine.length
      ? word("ownWords", {
          own: count(
            mine.reduce((all, { own }) => all + own, 0),
            "message",
          ),
          sessions: count(mine.length, "session"),
        })
      : "",
    held.instructions ? word("instructions", { characters: count(held.instructions, "character") }) : "",
    word("also"),
  ];
  return html`<p class="small">${says.filter(Boolean).join(" ")}</p>
    <ul class="held small" aria-label=${word("transcripts")}>
      ${held.sessions.map(
        ({ title, messages, tools, characters }) =>
          html`<li>
            <span class="mono name">${title || word("untitled")}</span>
            <span class="quiet"
              >${count(messages, "message")}${tools ? `, ${count(tools, "tool call")}` : ""},
              ${count(characters, "character")}</span
            >
            ${yours?.(title) ? html`<span class="own">${yoursWord}</span>` : nothing}
          </li>`,
      )}
    </ul>
    <details
      class="all small"
      .open=${open}
      @toggle=${(/** @type {Event} */ event) => toggle(/** @type {HTMLDetailsElement} */ (event.target).open)}
    >
      <summary>${word("everything")}</summary>
      ${open ? everything(dream, word) : nothing}
    </details>`;
}

/** @param {SharedDream} dream @param {Word} word */
function everything({ store, sessions, instructions }, word) {
  return html`<div class="text" tabindex="0" role="region" aria-label=${word("everything")}>
    ${instructions ? html`<p>“${instructions}”</p>` : nothing}
    <h4 class="mono">${store.name}</h4>
    ${store.description ? html`<p class="quiet">${store.description}</p>` : nothing}
    ${store.memories.map(
      ([path, content]) =>
        html`<h5 class="mono">${path}</h5>
          <pre>${content}</pre>`,
    )}
    ${sessions.map(
      ({ title, created_at, time_zone, events }) =>
        html`<h4 class="mono">${title || word("untitled")}</h4>
          <p class="quiet">${when(created_at)}, ${time_zone}</p>
          ${events.map((event) => html`<p><span class="quiet">${word(SPEAKERS[event.type])}</span> ${saidIn(event)}</p>`)}`,
    )}
  </div>`;
}

/** @param {SharedEvent} event */
const saidIn = (event) =>
  event.type === "agent.tool_use"
    ? html`<span class="mono">${event.name} ${JSON.stringify(event.input)}</span>`
    : event.content.map((/** @type {{ text: string }} */ block) => block.text).join("\n");

export const shareStyles = css`
  .section,
  .foot {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.625rem;
    padding: 0.75rem 0.875rem;
  }
  .section + .section,
  .foot {
    border-block-start: 1px solid var(--line);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
  }
  h4,
  h5 {
    margin: 0.75rem 0 0.25rem;
    font-size: 0.8125rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .held li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--line);
  }
  .name,
  .text {
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
  .own {
    margin-inline-start: auto;
    color: var(--superseded);
  }
  summary {
    inline-size: fit-content;
    padding-block: 0.25rem;
    border-radius: 4px;
  }
  .text {
    max-block-size: 20rem;
    overflow: auto;
    margin-block-start: 0.375rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) - 2px);
  }
  .text > :first-child {
    margin-block-start: 0;
  }
  .text p {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .text:focus-visible {
    outline-offset: -2px;
  }
  @media (pointer: coarse) {
    summary {
      padding-block: 0.625rem;
    }
  }
`;
