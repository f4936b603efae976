/** What `<dreamfs-share>` and `<dreamfs-replay>` both draw: how much text a shared dream holds, and all of it to read. */
import { css, html, nothing } from "lit";
import { countOf, shareFaults } from "../format/share.js";

/** @typedef {import("../format/share.js").SharedDream} SharedDream */
/** @typedef {import("../format/share.js").SharedEvent} SharedEvent */
/** @typedef {import("../format/words.js").Words} Words */

/** The words of both. */
export const shareTexts = {
  ...shareFaults,
  holds: "{sessions}, {memories} and {characters} in all.",
  heldTranscripts: { one: "{n} transcript", other: "{n} transcripts" },
  heldMemories: { one: "{n} memory", other: "{n} memories" },
  heldCharacters: { one: "{n} character", other: "{n} characters" },
  heldMessages: { one: "{n} message", other: "{n} messages" },
  heldSessions: { one: "{n} session", other: "{n} sessions" },
  heldCalls: { one: "{n} tool call", other: "{n} tool calls" },
  heldWords: "{own} in these transcripts came from whoever spoke to the agent, word for word.",
  heldOwn: "Your own words are among them: {own} in {sessions} that no sample brought.",
  also: "Besides: the store’s name and description, titles, times, time zones and file paths.",
  heldInstructions: "The instructions for the dream, {characters}.",
  transcripts: "Transcripts in it",
  everything: "Read all of it",
  untitled: "without a title",
  userSaid: "said",
  agentSaid: "answered",
  toolCalled: "called",
  toolGave: "was given",
};

/** Where an event's words come from. @type {Record<string, string>} */
const SPEAKERS = {
  "user.message": "userSaid",
  "agent.message": "agentSaid",
  "agent.tool_use": "toolCalled",
  "agent.tool_result": "toolGave",
};

/** What a shared dream holds, in numbers, and on request in full.
 * @param {Words} w @param {SharedDream} dream @param {{ yours?: (title: string) => boolean, yoursWord?: string, open: boolean, toggle: (open: boolean) => void }} at */
export function contents(w, dream, { yours, yoursWord, open, toggle }) {
  const held = countOf(dream);
  const mine = held.sessions.filter(({ title, own }) => own && yours?.(title));
  const says = [
    w.word("holds", {
      sessions: w.word("heldTranscripts", { n: held.sessions.length }),
      memories: w.word("heldMemories", { n: held.memories }),
      characters: w.word("heldCharacters", { n: held.characters }),
    }),
    held.own ? w.word("heldWords", { own: w.word("heldMessages", { n: held.own }) }) : "",
    mine.length
      ? w.word("heldOwn", {
          own: w.word("heldMessages", { n: mine.reduce((all, { own }) => all + own, 0) }),
          sessions: w.word("heldSessions", { n: mine.length }),
        })
      : "",
    held.instructions
      ? w.word("heldInstructions", { characters: w.word("heldCharacters", { n: held.instructions }) })
      : "",
    w.word("also"),
  ];
  return html`<p class="small">${says.filter(Boolean).join(" ")}</p>
    <ul class="held small" aria-label=${w.word("transcripts")}>
      ${held.sessions.map(
        ({ title, messages, tools, characters }) =>
          html`<li>
            <span class="mono name">${title || w.word("untitled")}</span>
            <span class="quiet"
              >${w.word("heldMessages", { n: messages })}${tools ? `, ${w.word("heldCalls", { n: tools })}` : ""},
              ${w.word("heldCharacters", { n: characters })}</span
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
      <summary>${w.word("everything")}</summary>
      ${open ? everything(w, dream) : nothing}
    </details>`;
}

/** @param {Words} w @param {SharedDream} dream */
function everything(w, { store, sessions, instructions }) {
  return html`<div class="text" tabindex="0" role="region" aria-label=${w.word("everything")}>
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
        html`<h4 class="mono">${title || w.word("untitled")}</h4>
          <p class="quiet">${w.when(created_at)}, ${time_zone}</p>
          ${events.map((event) => html`<p><span class="quiet">${w.word(SPEAKERS[event.type])}</span> ${saidIn(event)}</p>`)}`,
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
