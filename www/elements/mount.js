/**
 * `<dreamfs-mount>`: the two knobs of mounting a store (the prompt and the access), the code that follows them, and a button that
 * runs exactly that call. The code is a `<dreamfs-code>`. Event, composed: `dreamfs-session-created` { session }.
 */
import { css, html, nothing } from "lit";
import { defaultAgent, storeNamed } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import "./code.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/code.js").Language} Language */

const MOST_CHARACTERS = 4096;

export class DreamfsMount extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    storeId: { attribute: "store-id" },
    store: {},
    agent: {},
    environment: {},
    sessionTitle: { attribute: "session-title" },
    instructions: {},
    access: {},
    language: {},
    problem: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    mounting: "Mounting a memory store",
    prompt: "Prompt",
    left: { one: "{n} character left", other: "{n} characters left" },
    access: "Access",
    readWrite: "Read and write",
    readWriteHint: "The agent may add and change files.",
    readOnly: "Read-only",
    readOnlyHint: "The agent may look; a write is refused.",
    run: "Run: create this session",
    created: "Session {title} was created.",
  };

  constructor() {
    super();
    /** @type {string | null} */
    this.storeId = null;
    /** The name of the store, for an element that stands alone; it is made if there is none. */
    this.store = "cwc_memory";
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
    this.problem = "";
    /** Which lines of the code follow a knob. @param {string} line */
    this.mark = (line) => {
      const knob = /^[\s"'-]*(access|instructions)["']?\s*[:=]/.exec(line)?.[1];
      const tone = knob === "access" ? (this.access === "read_only" ? "read" : "write") : "";
      return knob ? { live: true, tone } : null;
    };
  }

  /** @param {import("../format/api.js").Api} api @param {import("../format/api.js").Client} client */
  async prepare(api, client) {
    this.storeId ??= (await storeNamed(client, api, this.store)).id;
  }

  /** @param {boolean} ready */
  async connected(ready) {
    if (!ready || !this.api || (this.agent && this.environment)) return;
    try {
      const { agent, environment } = await defaultAgent(/** @type {any} */ (this.client), this.api);
      this.agent ||= agent;
      this.environment ||= environment;
    } catch (error) {
      this.problem = this.why(error);
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

  /** What the code answered: a session, if it was asked for one. @param {CustomEvent} event */
  #answered(event) {
    const { call, status, answer } = event.detail;
    if (status !== 200 || call?.method !== "POST" || call.path !== "/v1/sessions") return;
    this.announce(this.word("created", { title: answer.title ?? "" }));
    this.emit("dreamfs-session-created", { session: answer });
  }

  render() {
    const left = MOST_CHARACTERS - this.instructions.length;
    return html`<section class="frame" part="frame" aria-label=${this.word("mounting")}>
        <div class="knobs">
          <div>
            <label for="prompt">${this.word("prompt")} <span class="mono">instructions</span></label>
            <textarea
              id="prompt"
              rows="4"
              maxlength=${MOST_CHARACTERS}
              aria-describedby="left"
              .value=${this.instructions}
              @input=${(/** @type {Event} */ e) => (this.instructions = /** @type {HTMLTextAreaElement} */ (e.target).value)}
            ></textarea>
            <p id="left" class="small quiet">${this.word("left", { n: left })}</p>
          </div>
          <fieldset>
            <legend>${this.word("access")}</legend>
            ${this.#choice("read_write", this.word("readWrite"), this.word("readWriteHint"))}
            ${this.#choice("read_only", this.word("readOnly"), this.word("readOnlyHint"))}
          </fieldset>
        </div>
        <dreamfs-code
          bare
          .client=${this.client ? this.tapped : null}
          .call=${this.call}
          .mark=${this.mark}
          .language=${this.language}
          .runLabel=${this.word("run")}
          .strings=${this.strings}
          ?shut=${!this.storeId}
          @dreamfs-code-language=${(/** @type {CustomEvent} */ e) => (this.language = e.detail.language)}
          @dreamfs-code-answered=${this.#answered}
        ></dreamfs-code>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
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
        margin: 0;
      }
      .choice .read,
      .choice .write {
        font-weight: 600;
      }
      .frame {
        min-block-size: var(--dreamfs-mount-height, 40rem);
      }
      dreamfs-code {
        flex: 1;
        min-block-size: 0;
        border-block-start: 1px solid var(--line);
      }
      @container (max-width: 38rem) {
        .frame {
          block-size: auto;
        }
        dreamfs-code {
          flex: none;
        }
      }
    `,
  ];
}

define("dreamfs-mount", DreamfsMount);
