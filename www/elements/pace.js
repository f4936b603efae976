/** `<dreamfs-pace>`: how fast the engine's real steps follow each other, and how long it has waited for the reader's sake. There may be
 * several; they show the same pace. Event, composed: `dreamfs-pace-changed` { pace }. */
import { css, html, nothing } from "lit";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {"full" | "slow" | "step"} Pace */
/** @typedef {{ pace: Pace, waited_ms: number, worked_ms: number, waiting: boolean | number }} PaceState */

/** @type {ReadonlyArray<Pace>} */
const PACES = ["full", "slow", "step"];
const POLL_MS = 500;

export class DreamfsPace extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    hosted: "The hosted API runs at its own pace: there is nothing to slow down here.",
    pace: "Pace of the engine",
    full: "Full speed",
    slow: "Slow",
    step: "Step by step",
    set: "Pace: {pace}",
    slowed: "Slowed so that you can watch: waited {waited}, worked {worked}.",
    worked: "Worked {worked}, waited for nothing.",
    idle: "Nothing has run yet.",
    stepWaits: "A step is waiting for you.",
    noStep: "No step is waiting.",
    next: "Next step",
  };

  static properties = {
    ...DreamfsElement.properties,
    bare: { type: Boolean },
    state: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {PaceState} */
    this.state = { pace: "full", waited_ms: 0, worked_ms: 0, waiting: false };
    this.problem = "";
    /** Whether it stands within another widget, which shows the wire. */
    this.bare = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.read = this.read.bind(this);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("dreamfs-changed", this.read);
    document.addEventListener("dreamfs-pace-changed", this.read);
    this.timer = setInterval(() => {
      if (this.state.pace !== "full" && document.visibilityState === "visible") this.read();
    }, POLL_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("dreamfs-changed", this.read);
    document.removeEventListener("dreamfs-pace-changed", this.read);
    clearInterval(this.timer);
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.read();
  }

  /** Asks for the pace and its counters. */
  async read() {
    try {
      if (this.api && !this.hosted) this.state = { ...this.state, ...(await this.api.get("/dreamfs/v1/pace")) };
      this.problem = "";
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** @param {Pace} pace */
  async choose(pace) {
    try {
      if (!this.api) return;
      await this.api.post("/dreamfs/v1/pace", { pace });
      this.announce(this.word("set", { pace: this.word(pace) }));
      await this.read();
      this.emit("dreamfs-pace-changed", { pace });
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  async step() {
    try {
      await this.api?.post("/dreamfs/v1/step");
      await this.read();
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  render() {
    if (this.hosted) return html`<p class="small quiet">${this.word("hosted")}</p>`;
    const { pace, waited_ms, worked_ms, waiting } = this.state;
    const took = { waited: this.words.duration(waited_ms), worked: this.words.duration(worked_ms) };
    const line = this.word(waited_ms ? "slowed" : worked_ms ? "worked" : "idle", took);
    return html`<div class="row">
        <fieldset ?disabled=${!this.client}>
          <legend class="hidden">${this.word("pace")}</legend>
          ${PACES.map(
            (one) =>
              html`<label>
                <input type="radio" name="pace" .checked=${pace === one} @change=${() => this.choose(one)} /><span
                  >${this.word(one)}</span
                >
              </label>`,
          )}
        </fieldset>
        <span class="small ${this.problem ? "refused" : "quiet"}">
          ${this.problem || line}
          ${!this.problem && pace === "step" ? this.word(waiting ? "stepWaits" : "noStep") : nothing}
        </span>
        <button class=${pace === "step" ? "" : "away"} ?disabled=${pace !== "step" || !waiting} @click=${this.step}>
          ${this.word("next")}
        </button>
      </div>
      ${this.bare ? nothing : this.wire()} ${this.voice()}`;
  }

  static styles = [
    sharedStyles,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 0.75rem;
        align-items: center;
        min-block-size: 2.25rem;
      }
      fieldset {
        display: flex;
        border: 1px solid var(--line);
        border-radius: calc(var(--radius) - 2px);
        padding: 0;
        margin: 0;
        overflow: hidden;
        background: var(--paper);
      }
      fieldset:focus-within:has(:focus-visible) {
        outline: 2px solid var(--ink);
        outline-offset: 1px;
      }
      label {
        color: var(--ink);
        display: block;
        cursor: pointer;
      }
      label + label {
        border-inline-start: 1px solid var(--line);
      }
      input {
        position: absolute;
        opacity: 0;
        inline-size: 1px;
      }
      label span {
        display: block;
        padding: 0.3rem 0.75rem;
        white-space: nowrap;
      }
      input:checked + span {
        background: var(--ink);
        color: var(--paper);
      }
      .away {
        visibility: hidden;
      }
      @container (max-width: 40rem) {
        .away {
          display: none;
        }
      }
      @media (pointer: coarse) {
        label span {
          padding-block: 0.6rem;
        }
      }
    `,
  ];
}

define("dreamfs-pace", DreamfsPace);
