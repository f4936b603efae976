/** `<dreamfs-wire>`: the requests behind a widget, closed until asked for. It draws exchanges that a tap recorded. Within another element it takes
 * that element's `strings`. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { pretty, tapped } from "../format/wire.js";
import { define, sharedStyles } from "./base.js";
import { WordedElement } from "./worded.js";

/** @typedef {import("../format/wire.js").Exchange} Exchange */
/** @typedef {import("../format/api.js").Client} Client */

export class DreamfsWire extends WordedElement {
  static properties = {
    ...WordedElement.properties,
    exchanges: { attribute: false },
    open: { type: Boolean, reflect: true },
  };

  static texts = {
    ...WordedElement.texts,
    wire: "Show the wire",
    wireNone: "no request yet",
    wireCount: { one: "{n} request", other: "{n} requests" },
    wireList: "Requests, newest first",
    wirePath: "Path",
    wireRequest: "Request",
    wireResponse: "Response",
    wireStill: "Response, still open",
    wireOpen: "open",
    wireFailed: "failed",
    wireRan: "model that ran: {model}",
    wireNoBody: "No body.",
  };

  constructor() {
    super();
    /** @type {Exchange[]} */
    this.exchanges = [];
    this.open = false;
  }

  /** A client whose exchanges are listed here: `session.client = wire.tap(client)`. @param {Client} client */
  tap(client) {
    return tapped(client, (one) => {
      this.exchanges = [...this.exchanges.filter((other) => other.n !== one.n), { ...one }]
        .sort((a, b) => a.n - b.n)
        .slice(-60);
    });
  }

  render() {
    const { exchanges } = this;
    const n = exchanges.length;
    return html`<details ?open=${this.open} @toggle=${this.#toggled}>
      <summary>
        ${this.word("wire")}
        <span class="quiet count">${n ? this.word("wireCount", { n }) : this.word("wireNone")}</span>
      </summary>
      ${
        this.open
          ? html`<ol aria-label=${this.word("wireList")}>
              ${repeat(
                exchanges.toReversed(),
                (one) => one.n,
                (one) => row(one, this.words),
              )}
            </ol>`
          : nothing
      }
    </details>`;
  }

  /** @param {Event} event */
  #toggled(event) {
    if (event.target === event.currentTarget) this.open = /** @type {HTMLDetailsElement} */ (event.target).open;
  }

  static styles = [
    sharedStyles,
    css`
      summary {
        padding: 0.4rem 0.125rem;
        font-size: 0.75rem;
        color: var(--quiet);
        inline-size: fit-content;
        border-radius: 4px;
      }
      summary:hover {
        color: var(--ink);
      }
      .count::before {
        content: "· ";
      }
      ol {
        list-style: none;
        margin: 0 0 0.5rem;
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--paper);
        max-block-size: 24rem;
        overflow: auto;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      li summary {
        display: grid;
        grid-template-columns: 3.4rem 1fr auto;
        gap: 0.6rem;
        inline-size: auto;
        padding: 0.35rem 0.75rem;
        font: 0.75rem / 1.6 var(--mono);
        color: var(--ink);
      }
      li summary > span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .body {
        padding: 0.25rem 0.75rem 0.75rem;
        display: grid;
        gap: 0.5rem;
      }
      .body h4 {
        font-size: 0.75rem;
        font-weight: 500;
        color: var(--quiet);
        margin-block-end: 0.15rem;
      }
      .body pre {
        font-size: 0.75rem;
        background: var(--raised);
        border-radius: 4px;
        padding: 0.5rem 0.6rem;
        max-block-size: 16rem;
        overflow: auto;
      }
    `,
  ];
}

/** @param {Exchange} one @param {import("../format/words.js").Words} w */
function row(one, w) {
  const bad = one.error || (one.status ?? 0) >= 400;
  const state = one.error ? w.word("wireFailed") : one.status === null ? "…" : String(one.status);
  const time = one.streaming ? w.word("wireOpen") : one.ms === null ? "" : w.duration(one.ms);
  return html`<li>
    <details>
      <summary>
        <span class="quiet" translate="no">${one.method}</span><span translate="no" title=${one.path}>${one.path}</span>
        <span class=${bad ? "refused" : "quiet"}>${state} ${time}</span>
      </summary>
      <div class="body">
        <p class="mono quiet small">
          ${w.when(new Date(one.at).toISOString())}${one.model ? ` · ${w.word("wireRan", { model: one.model })}` : ""}
        </p>
        <pre tabindex="0" aria-label=${w.word("wirePath")}>${one.path}</pre>
        ${
          one.request
            ? html`<div>
                <h4>${w.word("wireRequest")}</h4>
                <pre tabindex="0">${pretty(one.request)}</pre>
              </div>`
            : nothing
        }
        <div>
          <h4>${w.word(one.streaming ? "wireStill" : "wireResponse")}</h4>
          <pre tabindex="0">${one.error || pretty(one.response) || w.word("wireNoBody")}</pre>
        </div>
      </div>
    </details>
  </li>`;
}

define("dreamfs-wire", DreamfsWire);
