/**
 * `<dreamfs-code>`: one operation, for the command line, TypeScript, Python and HTTP. The HTTP form (method, path, JSON body) is the one that is
 * edited, and the others follow from it; Run sends it through the client, and the answer stands below. It never runs the other three: they are
 * text to take away.
 *
 * Attributes: `method`, `path`, `body` (JSON), `language`. Property `call` sets all three at once, and takes back what was edited. Event, composed:
 * `dreamfs-code-answered` { call, status, answer }.
 */
import { css, html, nothing } from "lit";
import { ApiError } from "../format/api.js";
import { languages, sample } from "../format/code.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/code.js").Call} Call */
/** @typedef {import("../format/code.js").Language} Language */
/** @typedef {{ live: boolean, tone: string }} Mark */

export class DreamfsCode extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    method: {},
    path: {},
    body: {},
    language: {},
    runLabel: { attribute: "run-label" },
    bare: { type: Boolean, reflect: true },
    shut: { type: Boolean },
    call: { attribute: false },
    mark: { attribute: false },
    edited: { state: true },
    editing: { state: true },
    answer: { state: true },
    busy: { state: true },
    problem: { state: true },
    copied: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ant: "Command line",
    typescript: "TypeScript",
    python: "Python",
    http: "HTTP",
    answered: "Answer: {status}",
    run: "Run",
    copy: "Copy",
    copied: "Copied",
    edit: "Edit",
    done: "Done",
    undo: "Undo edits",
    here: "Runs here, on the engine in this tab.",
    tabs: "The same call in",
    method: "Method",
    path: "Path",
    body: "Body, as JSON",
    answer: "Answer",
    notJson: "The body is not JSON: {why}",
    noCopy: "The browser did not allow copying. Select the text instead.",
    illustration: "An illustration: only dreamfs has this route, and the official tools have no word for it.",
  };

  constructor() {
    super();
    this.method = "GET";
    this.path = "/v1/memory_stores";
    /** JSON text. */
    this.body = "";
    /** @type {Language} */
    this.language = "ant";
    this.runLabel = "";
    /** Whether it stands within another widget, which has the frame and the wire. */
    this.bare = false;
    /** Whether it may not run, because something is missing. */
    this.shut = false;
    /** The operation, in place of the three attributes. @type {Call | null} */
    this.call = null;
    /** Which lines stand out. @type {((line: string) => Mark | null) | null} */
    this.mark = null;
    /** What the reader made of it. @type {{ method: string, path: string, body: string } | null} */
    this.edited = null;
    this.editing = false;
    /** @type {{ status: number, ms: number, text: string, bad: boolean } | null} */
    this.answer = null;
    this.busy = false;
    this.problem = "";
    this.copied = false;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const before = changed.get("call");
    if (changed.has("call") && JSON.stringify(before ?? null) !== JSON.stringify(this.call)) this.edited = null;
  }

  /** The three parts as text, edited or not. */
  get form() {
    if (this.edited) return this.edited;
    if (!this.call) return { method: this.method, path: this.path, body: this.body };
    const { method, path, body } = this.call;
    return { method, path, body: body ? JSON.stringify(body, null, 2) : "" };
  }

  /** The operation that is shown and run. Throws with words when the body is not JSON. @returns {Call} */
  get shown() {
    const { method, path, body } = this.form;
    if (!body.trim() || method === "GET") return { method, path };
    try {
      return { method, path, body: JSON.parse(body) };
    } catch (error) {
      throw new Error(this.word("notJson", { why: this.why(error) }), { cause: error });
    }
  }

  async run() {
    const { api } = this;
    if (!api || this.busy || this.shut) return;
    this.busy = true;
    this.problem = "";
    const began = performance.now();
    /** @param {number} status @param {unknown} answer */
    const show = (status, answer) => {
      const bad = status >= 400;
      this.answer = { status, ms: performance.now() - began, text: JSON.stringify(answer, null, 2), bad };
      this.announce(this.word("answered", { status: String(status) }));
      this.emit("dreamfs-code-answered", { call: this.#said, status, answer });
    };
    try {
      const { method, path, body } = this.shown;
      const send = { GET: () => api.get(path), DELETE: () => api.del(path), POST: () => api.post(path, body ?? {}) };
      show(200, await send[/** @type {"GET" | "POST" | "DELETE"} */ (method)]());
    } catch (error) {
      if (error instanceof ApiError && error.status)
        show(error.status, { type: "error", error: { type: error.type, message: error.message } });
      else this.problem = this.why(error);
    } finally {
      this.busy = false;
    }
  }

  /** The call, or null when it cannot be read. */
  get #said() {
    try {
      return this.shown;
    } catch {
      return null;
    }
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(sample(this.language, this.shown));
      this.copied = true;
      this.announce(this.word("copied"));
      setTimeout(() => (this.copied = false), 1500);
    } catch {
      this.problem = this.word("noCopy");
    }
  }

  render() {
    const { answer } = this;
    return html`<section
        class=${this.bare ? "bare" : "frame"}
        part="frame"
        aria-label=${this.bare ? nothing : this.word("tabs")}
      >
        <div class="bar tabs" part="bar">
          <div role="tablist" aria-label=${this.word("tabs")} @keydown=${this.#arrow}>
            ${languages.map(
              (id) =>
                html`<button
                  role="tab"
                  id="tab-${id}"
                  aria-controls="code"
                  aria-selected=${id === this.language}
                  tabindex=${id === this.language ? 0 : -1}
                  @click=${() => this.#turn(id)}
                >
                  ${this.word(id)}
                </button>`,
            )}
          </div>
        </div>
        ${this.editing && this.language === "http" ? this.#fields() : this.#text()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="bar run">
          <button
            class="primary"
            part="primary"
            aria-busy=${this.busy}
            ?disabled=${!this.client || this.shut || this.busy}
            @click=${this.run}
          >
            ${this.runLabel || this.word("run")}
          </button>
          <button class="plain" @click=${this.copy}>${this.word(this.copied ? "copied" : "copy")}</button>
          ${
            this.language === "http"
              ? html`<button class="plain" aria-pressed=${this.editing} @click=${() => (this.editing = !this.editing)}>
                  ${this.word(this.editing ? "done" : "edit")}
                </button>`
              : nothing
          }
          ${this.edited ? html`<button class="plain" @click=${() => (this.edited = null)}>${this.word("undo")}</button>` : nothing}
          <span class="grow"></span>
          <span class="small quiet">${this.word("here")}</span>
        </div>
        ${
          answer
            ? html`<div class="answer" part="answer">
                <p class="came">
                  ${this.word("answer")}
                  <span class="mono ${answer.bad ? "refused" : "write"}">${answer.status}</span>
                  <span class="small quiet">${this.words.duration(answer.ms)}</span>
                </p>
                <pre tabindex="0" aria-label=${this.word("answer")}>${answer.text}</pre>
              </div>`
            : nothing
        }
      </section>
      ${this.bare ? nothing : this.wire()} ${this.voice()}`;
  }

  #text() {
    let text;
    const own = this.form.path.startsWith("/dreamfs/") && this.language !== "http";
    try {
      text = sample(this.language, this.shown).trimEnd();
    } catch (error) {
      text = this.why(error);
    }
    return html`${own ? html`<p class="note small quiet">${this.word("illustration")}</p>` : nothing}
      <pre id="code" role="tabpanel" aria-labelledby="tab-${this.language}" tabindex="0">
${text.split("\n").map((line) => {
          const mark = this.mark?.(line);
          return html`<span class="line ${mark?.live ? "live" : ""} ${mark?.tone ?? ""}">${line || " "}</span>`;
        })}</pre>`;
  }

  #fields() {
    const { method, path, body } = this.form;
    /** @param {"method" | "path" | "body"} name */
    const set = (name) => (/** @type {Event} */ event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      this.edited = { ...this.form, [name]: value };
    };
    return html`<div id="code" class="fields" role="tabpanel" aria-labelledby="tab-http">
      <label
        >${this.word("method")}
        <select @change=${set("method")}>
          ${["GET", "POST", "DELETE"].map((one) => html`<option ?selected=${one === method}>${one}</option>`)}
        </select>
      </label>
      <label
        >${this.word("path")}
        <input class="code" spellcheck="false" autocapitalize="off" .value=${path} @input=${set("path")} />
      </label>
      <label class="body"
        >${this.word("body")}
        <textarea
          class="code"
          rows="10"
          spellcheck="false"
          ?disabled=${method === "GET"}
          .value=${body}
          @input=${set("body")}
        ></textarea>
      </label>
    </div>`;
  }

  /** @param {Language} id */
  #turn(id) {
    this.language = id;
    this.emit("dreamfs-code-language", { language: id });
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const index = languages.indexOf(this.language);
    this.#turn(languages[(index + step + languages.length) % languages.length]);
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#tab-${this.language}`))?.focus(),
    );
  }

  static styles = [
    sharedStyles,
    css`
      .bare {
        display: flex;
        flex-direction: column;
        block-size: 100%;
      }
      .bare > pre,
      .bare > .fields {
        min-block-size: var(--dreamfs-code-height, 21rem);
        block-size: 0;
      }
      .tabs {
        flex-wrap: nowrap;
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
      pre {
        background: var(--raised);
        padding: 0.75rem 0;
        flex: 1;
        overflow: auto;
      }
      .frame > pre {
        max-block-size: var(--dreamfs-code-height, 24rem);
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
      .fields {
        display: grid;
        grid-template: auto minmax(0, 1fr) / auto minmax(0, 1fr);
        gap: 0.5rem 0.75rem;
        padding: 0.75rem 0.875rem;
        background: var(--raised);
        flex: 1;
        overflow: auto;
      }
      .fields .body {
        grid-column: 1 / -1;
        display: flex;
        flex-direction: column;
      }
      .fields textarea {
        flex: 1;
        min-block-size: 8rem;
      }
      .fields select {
        display: block;
        min-block-size: 2.1rem;
        background: var(--paper);
        border: 1px solid var(--edge);
        border-radius: calc(var(--radius) - 2px);
        color: var(--ink);
      }
      .fields :is(input, textarea) {
        color: var(--ink);
      }
      .note {
        padding: 0.4rem 0.875rem;
      }
      .run {
        border-block-start: 1px solid var(--line);
      }
      .answer {
        border-block-start: 1px solid var(--line);
      }
      .came {
        display: flex;
        gap: 0.6rem;
        align-items: baseline;
        padding: 0.4rem 0.875rem;
        font-size: 0.8125rem;
        font-weight: 500;
      }
      .answer pre {
        padding: 0.6rem 0.875rem;
        max-block-size: 12rem;
      }
    `,
  ];
}

define("dreamfs-code", DreamfsCode);
