/** `<dreamfs-status>`: where this page runs and how far it is. Without a client it is loading, with `failure` set it says why not. */
import { css, html, nothing } from "lit";
import { reason } from "../format/api.js";
import { bytes, modelLabel } from "../format/units.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/api.js").Json} Json */

export class DreamfsStatus extends DreamfsElement {
  static properties = { ...DreamfsElement.properties, failure: {}, status: { state: true }, online: { state: true } };

  constructor() {
    super();
    /** Why the engine could not start. */
    this.failure = "";
    /** @type {Json | null} */
    this.status = null;
    this.online = true;
    this.network = () => {
      this.online = navigator.onLine;
      if (this.status) this.announce(this.online ? "The network is back." : "The network is off. The page goes on.");
    };
    this.read = this.read.bind(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.online = navigator.onLine;
    addEventListener("online", this.network);
    addEventListener("offline", this.network);
    document.addEventListener("dreamfs-changed", this.read);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("online", this.network);
    removeEventListener("offline", this.network);
    document.removeEventListener("dreamfs-changed", this.read);
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.read();
  }

  async read() {
    if (!this.api) return;
    try {
      this.status = await this.api.get("/dreamfs/v1/status");
      this.failure = "";
    } catch (error) {
      this.failure = reason(error);
    }
  }

  render() {
    const { status, failure } = this;
    const state = failure ? "failed" : status ? "ready" : "loading";
    return html`<dl class=${state}>
        <div>
          <dt>Engine</dt>
          <dd>
            <span role="status">
              ${
                failure
                  ? html`<span class="refused">Not running. ${failure}</span>`
                  : status
                    ? html`Ready, in this
                      tab${status.version ? html` <span class="quiet">(${status.version})</span>` : nothing}`
                    : "Loading into this tab."
              }</span
            >
          </dd>
        </div>
        <div class="storage">
          <dt>Storage</dt>
          <dd>${status ? storage(status.storage ?? {}) : html`<span class="quiet">Not known yet</span>`}</dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>
            ${status?.model ? html`<span class="badge">${modelLabel(status.model.default)}</span>` : html`<span class="quiet">Not known yet</span>`}
          </dd>
        </div>
        <div>
          <dt>Network</dt>
          <dd>
            ${
              !this.online
                ? "Off, and not needed."
                : status
                  ? "Not needed any more: switch it off and try."
                  : html`<span class="quiet">Needed until the engine is here</span>`
            }
          </dd>
        </div>
      </dl>
      ${this.wire()} ${this.voice()}`;
  }

  static styles = [
    sharedStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        margin: 0;
        border-block: 1px solid var(--line);
        padding-block: 0.5rem;
      }
      div {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
        align-items: baseline;
        align-content: start;
        min-block-size: 3.25rem;
        padding-block: 0.375rem;
      }
      @container (max-width: 31.99rem) {
        .storage {
          min-block-size: 5rem;
        }
      }
      dt {
        font-size: 0.75rem;
        color: var(--quiet);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      @container (min-width: 32rem) {
        dl {
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: 0 2rem;
        }
        div {
          display: block;
          min-block-size: 4.625rem;
        }
      }
      @container (min-width: 60rem) {
        dl {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
      }
    `,
  ];
}

/** @param {Json} where */
function storage(where) {
  if (where.kind !== "indexeddb") {
    return html`<span class="refused">This tab's memory only: a reload loses it.</span> ${
        where.reason ? html`<span class="quiet">${where.reason}</span>` : nothing
      }`;
  }
  const used = typeof where.usage_bytes === "number" ? `${bytes(where.usage_bytes)} used` : "";
  const kept = where.persisted ? "kept by the browser" : "kept unless the browser needs room";
  return html`IndexedDB <span class="quiet">${[kept, used].filter(Boolean).join(", ")}</span>`;
}

define("dreamfs-status", DreamfsStatus);
