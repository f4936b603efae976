/**
 * `<dreamfs-mount>`: the two knobs of mounting a store (the prompt and the access), the code that follows them, and a button that
 * runs exactly that call. Event, composed: `dreamfs-session-created` { session }.
 */
import { css, html, nothing } from "lit";
import { reason } from "../format/api.js";
import { languages, sample } from "../format/code.js";
import { defaultAgent } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/code.js").Language} Language */

const MOST_CHARACTERS = 4096;

export class DreamfsMount extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    storeId: { attribute: "store-id" },
    agent: {},
    environment: {},
    sessionTitle: { attribute: "session-title" },
    instructions: {},
    access: {},
    language: {},
    busy: { state: true },
    problem: { state: true },
    copied: { state: true },
  };

  constructor() {
    super();
    /** @type {string | null} */
    this.storeId = null;
    /** @type {string | null} */
    this.agent = null;
    /** @type {string | null} */
    this.environment = null;
    this.sessionTitle = "mount_test";
    this.instructions = "";
    /** @type {"read_write" | "read_only"} */
    this.access = "read_write";
    /** @type {Language} */
    this.language = "ant";
    this.busy = false;
    this.problem = "";
    this.copied = false;
  }

  /** @param {boolean} ready */
  async connected(ready) {
    if (!ready || !this.api || (this.agent && this.environment)) return;
    try {
      const { agent, environment } = await defaultAgent(/** @type {any} */ (this.client), this.api);
      this.agent ||= agent;
      this.environment ||= environment;
    } catch (error) {
      this.problem = reason(error);
    }
  }

  /** The call that the code block shows and the button makes. */
  get call() {
    const mount = /** @type {Json} */ ({
      type: "memory_store",
      memory_store_id: this.storeId ?? "memstore_…",
      access: this.access,
    });
    if (this.instructions) mount.instructions = this.instructions;
    return {
      method: "POST",
      path: "/v1/sessions",
      body: {
        agent: this.agent ?? "agent_…",
        environment_id: this.environment ?? "env_…",
        title: this.sessionTitle,
        resources: [mount],
      },
    };
  }

  async run() {
    const { call } = this;
    if (!this.api || !this.storeId) return;
    this.busy = true;
    this.problem = "";
    try {
      const session = await this.api.post(call.path, call.body);
      this.announce(`Session ${this.sessionTitle} was created.`);
      this.emit("dreamfs-session-created", { session });
    } catch (error) {
      this.problem = reason(error);
    } finally {
      this.busy = false;
    }
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(sample(this.language, this.call));
      this.copied = true;
      this.announce("Copied.");
      setTimeout(() => (this.copied = false), 1500);
    } catch {
      this.problem = "The browser did not allow copying. Select the text instead.";
    }
  }

  render() {
    const left = MOST_CHARACTERS - this.instructions.length;
    return html`<section class="frame" aria-label="Mounting a memory store">
        <div class="knobs">
          <div>
            <label for="prompt">Prompt <span class="mono">instructions</span></label>
            <textarea
              id="prompt"
              rows="4"
              maxlength=${MOST_CHARACTERS}
              aria-describedby="left"
              .value=${this.instructions}
              @input=${(/** @type {Event} */ e) => (this.instructions = /** @type {HTMLTextAreaElement} */ (e.target).value)}
            ></textarea>
            <p id="left" class="small quiet">${left.toLocaleString("en")} characters left</p>
          </div>
          <fieldset>
            <legend>Access</legend>
            ${this.#choice("read_write", "Read and write", "The agent may add and change files.")}
            ${this.#choice("read_only", "Read-only", "The agent may look; a write is refused.")}
          </fieldset>
        </div>
        <div class="bar tabs">
          <div role="tablist" aria-label="The same call in" @keydown=${this.#arrow}>
            ${languages.map(
              ({ id, label }) =>
                html`<button
                  role="tab"
                  id="tab-${id}"
                  aria-controls="code"
                  aria-selected=${id === this.language}
                  tabindex=${id === this.language ? 0 : -1}
                  @click=${() => (this.language = id)}
                >
                  ${label}
                </button>`,
            )}
          </div>
        </div>
        <pre id="code" role="tabpanel" aria-labelledby="tab-${this.language}" tabindex="0">${this.#lines()}</pre>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="bar run">
          <button class="primary" ?disabled=${!this.client || !this.storeId || this.busy} @click=${this.run}>
            Run: create this session
          </button>
          <button class="plain" @click=${this.copy}>${this.copied ? "Copied" : "Copy"}</button>
          <span class="grow"></span>
          <span class="small quiet">Runs here, on the engine in this tab.</span>
        </div>
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  /** @param {"read_write" | "read_only"} value @param {string} label @param {string} hint */
  #choice(value, label, hint) {
    return html`<label class="choice">
      <input type="radio" name="access" .checked=${this.access === value} @change=${() => (this.access = value)} />
      <span
        ><span class=${value === "read_only" ? "read" : "write"}>${label}</span> <code>${value}</code><br /><span
          class="quiet"
          >${hint}</span
        ></span
      >
    </label>`;
  }

  /** The code, with the two lines that follow the knobs marked. */
  #lines() {
    return sample(this.language, this.call)
      .trimEnd()
      .split("\n")
      .map((line) => {
        const knob = /^[\s"'-]*(access|instructions)["']?\s*[:=]/.exec(line)?.[1];
        const tone = knob === "access" ? (this.access === "read_only" ? "read" : "write") : "";
        return html`<span class="line ${knob ? "live" : ""} ${tone}">${line || " "}</span>`;
      });
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const index = languages.findIndex(({ id }) => id === this.language);
    this.language = languages[(index + step + languages.length) % languages.length].id;
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#tab-${this.language}`))?.focus(),
    );
  }

  static styles = [
    sharedStyles,
    css`
      .knobs {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
        padding: 0.875rem;
      }
      @container (min-width: 38rem) {
        .knobs {
          grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
          gap: 1.5rem;
        }
      }
      .knobs label[for],
      legend {
        display: block;
        padding: 0;
        font-size: 0.8125rem;
        color: var(--quiet);
        margin-block-end: 0.3rem;
      }
      .mono,
      code {
        font-size: 0.75rem;
        color: var(--quiet);
      }
      textarea {
        min-block-size: 6.5rem;
      }
      fieldset {
        border: 0;
        padding: 0;
        margin: 0;
        min-inline-size: 0;
      }
      .choice {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.6rem;
        align-items: baseline;
        padding-block: 0.25rem;
        color: var(--ink);
        cursor: pointer;
      }
      .choice input {
        inline-size: auto;
        accent-color: var(--ink);
        margin: 0;
      }
      .choice .read,
      .choice .write {
        font-weight: 600;
      }
      .tabs {
        flex-wrap: nowrap;
        border-block-start: 1px solid var(--line);
        padding-block: 0.25rem;
      }
      [role="tablist"] {
        display: flex;
        overflow-x: auto;
        scrollbar-width: none;
        min-inline-size: 0;
        margin-inline-start: -0.5rem;
      }
      [role="tab"] {
        border-color: transparent;
        color: var(--quiet);
        padding-inline: 0.5rem;
      }
      [role="tab"][aria-selected="true"] {
        color: var(--ink);
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 0.45em;
      }
      [role="tab"]:focus-visible {
        outline-offset: -2px;
      }
      .frame {
        block-size: var(--dreamfs-mount-height, 40rem);
      }
      pre {
        background: var(--raised);
        padding: 0.75rem 0;
        flex: 1;
        min-block-size: 0;
        overflow: auto;
      }
      @container (max-width: 38rem) {
        .frame {
          block-size: auto;
        }
        pre {
          flex: none;
          block-size: var(--dreamfs-code-height, 21rem);
        }
      }
      pre:focus-visible {
        outline-offset: -3px;
      }
      .line {
        display: block;
        padding-inline: 1.875rem 0.875rem;
        text-indent: -1rem;
        border-inline-start: 2px solid transparent;
      }
      .live {
        background: color-mix(in srgb, currentcolor 7%, transparent);
        border-color: currentcolor;
      }
      .run {
        border-block-start: 1px solid var(--line);
      }
    `,
  ];
}

define("dreamfs-mount", DreamfsMount);
