/** `<dreamfs-status>`: where this page runs and how far it is. Without a client it is loading, with `failure` set it says why not. */
import { css, html, nothing } from "lit";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/api.js").Json} Json */

export class DreamfsStatus extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    failure: {},
    status: { state: true },
    persisted: { state: true },
    online: { state: true },
    offline: { state: true },
    apply: { state: true },
    told: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    engine: "Engine",
    storage: "Storage",
    model: "Model",
    network: "Network",
    loading: "Loading into this tab.",
    ready: "Ready, in this tab",
    hosted: "The hosted API",
    hostedStorage: "Kept by the service",
    hostedNetwork: "Needed: the engine is not in this tab",
    failed: "Not running. {why}",
    unknown: "Not known yet",
    at: "at {url}",
    database: "IndexedDB",
    memoryOnly: "This tab's memory only: a reload loses it.",
    used: "{size} used",
    granted: "kept until you clear it: the browser promised",
    denied: "asked to keep it, the browser did not promise: it may clear it when short of room",
    notAsked: "kept unless the browser needs room",
    nowGranted: "The browser keeps what you make here until you clear it.",
    nowDenied: "The browser did not promise to keep what you make here.",
    needed: "Needed until the engine is here",
    off: "Off, and not needed.",
    tab: "Not needed any more: switch it off and try.",
    safe: "Not needed, not even to reload: switch it off and try.",
    wentOff: "The network is off. The page goes on.",
    back: "The network is back.",
    fresh: "A new version of this page is here.",
    take: "Take it",
    safeNow: "This page is now safe to use offline.",
  };

  constructor() {
    super();
    /** Why the engine could not start. */
    this.failure = "";
    /** @type {Json | null} */
    this.status = null;
    /** What the browser answered when the page asked it to keep what is made: the document's `data-persisted` ("yes", "no", "unasked"). */
    this.persisted = "";
    this.online = true;
    /** Whether a service worker has all of the page: it says so in the document's `data-offline` ("ready" or "no"). */
    this.offline = false;
    /** Takes a new version of the page, once there is one; resolves to words when it cannot be. @type {(() => Promise<string>) | null} */
    this.apply = null;
    this.told = "";
    this.came = (/** @type {Event} */ event) => {
      this.apply = /** @type {CustomEvent} */ (event).detail.apply;
      this.announce(this.word("fresh"));
    };
    this.network = () => {
      this.online = navigator.onLine;
      if (this.status) this.announce(this.word(this.online ? "back" : "wentOff"));
    };
    this.worker = new (globalThis.MutationObserver ?? Object)(() => this.#safe());
    this.read = this.read.bind(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.online = navigator.onLine;
    addEventListener("online", this.network);
    addEventListener("offline", this.network);
    this.worker.observe(document.documentElement, { attributeFilter: ["data-offline", "data-persisted"] });
    this.#safe();
    document.addEventListener("dreamfs-changed", this.read);
    document.addEventListener("dreamfs-model-changed", this.read);
    document.addEventListener("dreamfs-update", this.came);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.worker.disconnect();
    removeEventListener("online", this.network);
    removeEventListener("offline", this.network);
    document.removeEventListener("dreamfs-changed", this.read);
    document.removeEventListener("dreamfs-model-changed", this.read);
    document.removeEventListener("dreamfs-update", this.came);
  }

  #safe() {
    const { offline: before, persisted: asked } = this;
    const { offline, persisted = "" } = document.documentElement.dataset;
    this.offline = offline === "ready";
    this.persisted = persisted;
    if (asked === "unasked" && persisted !== asked) {
      this.announce(this.word(persisted === "yes" ? "nowGranted" : "nowDenied"));
      this.read();
    }
    if (this.offline && !before && this.status) this.announce(this.word("safeNow"));
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
      this.failure = this.why(error);
    }
  }

  render() {
    const { status, failure } = this;
    const state = failure && !this.hosted ? "failed" : status ? "ready" : "loading";
    return html`<dl class=${state}>
        <div>
          <dt>${this.word("engine")}</dt>
          <dd>
            <span role="status">
              ${
                this.hosted
                  ? this.word("hosted")
                  : failure
                    ? html`<span class="refused">${this.word("failed", { why: failure })}</span>`
                    : status
                      ? html`${this.word("ready")}${status.version ? html` <span class="quiet">(${status.version})</span>` : nothing}`
                      : this.word("loading")
              }</span
            >
          </dd>
        </div>
        <div class="storage">
          <dt>${this.word("storage")}</dt>
          <dd>
            ${this.hosted ? this.word("hostedStorage") : status ? this.#storage(status.storage ?? {}) : html`<span class="quiet">${this.word("unknown")}</span>`}
          </dd>
        </div>
        <div>
          <dt>${this.word("model")}</dt>
          <dd>
            ${status?.model ? html`<span class="badge">${this.words.model(status.model.default)}</span>${status.model.endpoint ? html` <span class="quiet">${this.word("at", { url: status.model.endpoint })}</span>` : nothing}` : html`<span class="quiet">${this.word("unknown")}</span>`}
          </dd>
        </div>
        <div>
          <dt>${this.word("network")}</dt>
          <dd>
            ${
              this.hosted
                ? this.word("hostedNetwork")
                : !this.online
                  ? this.word("off")
                  : status
                    ? this.word(this.offline ? "safe" : "tab")
                    : html`<span class="quiet">${this.word("needed")}</span>`
            }
          </dd>
        </div>
      </dl>
      ${
        this.apply
          ? html`<p class="update small">
              ${this.word("fresh")}
              <button @click=${async () => (this.told = (await this.apply?.()) ?? "")}>${this.word("take")}</button>
              <span role="status">${this.told}</span>
            </p>`
          : nothing
      }
      ${this.wire()} ${this.voice()}`;
  }

  /** @param {Json} where */
  #storage(where) {
    if (where.kind !== "indexeddb")
      return html`<span class="refused">${this.word("memoryOnly")}</span> ${
          where.reason ? html`<span class="quiet">${where.reason}</span>` : nothing
        }`;
    const asked = { yes: "granted", no: "denied" }[this.persisted];
    const kept = this.word(where.persisted ? "granted" : (asked ?? "notAsked"));
    const used =
      typeof where.usage_bytes === "number" ? this.word("used", { size: this.words.bytes(where.usage_bytes) }) : "";
    return html`${this.word("database")} <span class="quiet">${[used, kept].filter(Boolean).join(", ")}.</span>`;
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
      .update {
        padding-block: 0.5rem;
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

define("dreamfs-status", DreamfsStatus);
