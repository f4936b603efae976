/**
 * `<dreamfs-settings>`: which model runs. Offline rules, or an endpoint of the reader's own that speaks the Messages API: base URL, key, further
 * headers, names of models; a test that makes one small real request, and its error in words. The key stands in the form and in the engine's
 * memory: it is never stored, never in an attribute, an event or the wire. A client that takes no settings gets a sentence in place of the form.
 *
 * Event, composed: `dreamfs-model-changed` { model, endpoint }, with the id that agents should ask for from now on. It never holds the key.
 */
import { css, html, nothing } from "lit";
import { PRESETS, endpointTexts, explain, hintOf, settingsOf } from "../format/endpoint.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/endpoint.js").ModelSettings} ModelSettings */
/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {{ setModel?: (settings: ModelSettings | null) => Promise<void>, testModel?: (options?: Json) => Promise<Json> }} Settable */

const OFFLINE = "dreamfs-offline";

export class DreamfsSettings extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    preset: { state: true },
    form: { state: true },
    used: { state: true },
    tested: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ...endpointTexts,
    cannot: "The engine behind this page takes no model of yours: it runs what it was started with.",
    preset: "Where",
    baseUrl: "Base URL",
    key: "API key",
    keyHint: "Kept in this tab’s memory, sent to the base URL’s origin only. A reload forgets it.",
    model: "Model to ask for",
    models: "The endpoint’s own names, one a line: asked = own",
    headers: "Further headers, one a line: name: value",
    more: "More",
    test: "Test",
    testing: "Asking",
    use: "Use it",
    offline: "Back to the offline rules",
    runs: "Runs now: {what}.",
    rules: "the offline rules",
    changed: "New sessions and dreams use it; those that exist go on with their own.",
    answered: "{model} answered in {time}.",
    answeredWith: {
      one: "{model} answered in {time}, with {n} token of output.",
      other: "{model} answered in {time}, with {n} tokens of output.",
    },
  };

  constructor() {
    super();
    this.preset = PRESETS[0].id;
    this.form = { baseUrl: PRESETS[0].baseUrl, apiKey: "", headers: "", models: "", model: PRESETS[0].model };
    /** The endpoint that is in use; empty for the offline rules. */
    this.used = "";
    /** @type {Json | null} */
    this.tested = null;
    this.problem = "";
    /** @type {"" | "test" | "use"} */
    this.busy = "";
  }

  get #settable() {
    return /** @type {Settable | null} */ (this.client);
  }

  /** @param {string} id */
  #choose(id) {
    const preset = PRESETS.find((one) => one.id === id) ?? PRESETS[0];
    this.preset = preset.id;
    // A key of one place is not for another.
    this.form = { ...this.form, apiKey: "", baseUrl: preset.baseUrl, models: preset.models, model: preset.model };
    this.tested = null;
    this.problem = "";
  }

  /** Hands the settings to the engine. @param {"test" | "use"} why */
  async #apply(why) {
    const client = this.#settable;
    if (!client?.setModel || this.busy) return false;
    this.busy = why;
    this.problem = "";
    this.tested = null;
    try {
      await client.setModel(settingsOf(this.form));
      return true;
    } catch (error) {
      this.problem = this.why(error);
      this.announce(this.problem);
      return false;
    } finally {
      this.busy = "";
    }
  }

  /** Makes one small request, then puts back what ran before, unless that is the same. */
  async test() {
    const client = this.#settable;
    if (!(await this.#apply("test")) || !client?.testModel) return;
    this.busy = "test";
    try {
      this.tested = await client.testModel({ model: this.form.model });
      this.announce(this.#outcome());
    } catch (error) {
      this.problem = this.why(error);
    } finally {
      if (!this.used) await client.setModel?.({ fallback: "offline" }).catch(() => {});
      this.busy = "";
    }
  }

  async use() {
    if (!(await this.#apply("use"))) return;
    this.used = this.form.baseUrl;
    this.announce(this.word("changed"));
    this.emit("dreamfs-model-changed", { model: this.form.model, endpoint: this.used });
  }

  async offline() {
    try {
      await this.#settable?.setModel?.({ fallback: "offline" });
      this.used = "";
      this.tested = null;
      this.form = { ...this.form, apiKey: "" };
      this.announce(this.word("runs", { what: this.word("rules") }));
      this.emit("dreamfs-model-changed", { model: OFFLINE, endpoint: "" });
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  #outcome() {
    const { tested } = this;
    if (!tested) return "";
    const { origin } = location;
    if (!tested.ok)
      return `${tested.error?.message ?? ""} ${this.word(explain(tested.error ?? {}, this.form.baseUrl), { origin })}`;
    const n = tested.usage?.output_tokens;
    const time = this.words.duration(tested.latency_ms);
    return this.word(n ? "answeredWith" : "answered", { model: tested.model, time, n });
  }

  render() {
    const client = this.#settable;
    if (client && !client.setModel) return html`<p class="small quiet">${this.word("cannot")}</p>`;
    const preset = PRESETS.find((one) => one.id === this.preset) ?? PRESETS[0];
    const shut = !client || Boolean(this.busy);
    return html`<form class="frame" part="frame" @submit=${this.#submitted} autocomplete="off">
        <div class="fields">
          <label
            >${this.word("preset")}
            <select
              @change=${(/** @type {Event} */ e) => this.#choose(/** @type {HTMLSelectElement} */ (e.target).value)}
            >
              ${PRESETS.map(({ id }) => html`<option value=${id} ?selected=${id === this.preset}>${this.word(id)}</option>`)}
            </select>
          </label>
          ${this.#field("baseUrl", "url", "https://")}
          ${this.#field("apiKey", "password", preset.key ? "sk-ant-…" : "")} ${this.#field("model", "text", "")}
          <p class="small quiet wide" aria-live="polite">${this.word(hintOf(this.form.baseUrl, this.preset))}</p>
          <details class="wide" ?open=${Boolean(preset.models)}>
            <summary class="small">${this.word("more")}</summary>
            ${this.#lines("models", "* = qwen3:8b")} ${this.#lines("headers", "x-team: docs")}
          </details>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${
          this.tested
            ? html`<p class="outcome ${this.tested.ok ? "write" : "refused"}">${this.#outcome()}</p>`
            : nothing
        }
        <div class="bar foot" part="bar">
          <button class="primary" part="primary" ?disabled=${shut} aria-busy=${this.busy === "use"}>
            ${this.word("use")}
          </button>
          <button
            type="button"
            ?disabled=${shut || !client?.testModel}
            aria-busy=${this.busy === "test"}
            @click=${this.test}
          >
            ${this.word(this.busy === "test" ? "testing" : "test")}
          </button>
          ${this.used ? html`<button type="button" class="plain" @click=${this.offline}>${this.word("offline")}</button>` : nothing}
          <span class="grow"></span>
          <span class="small quiet">${this.word("runs", { what: this.used || this.word("rules") })}</span>
        </div>
      </form>
      ${this.voice()}`;
  }

  /** @param {"baseUrl" | "apiKey" | "model"} name @param {string} type @param {string} placeholder */
  #field(name, type, placeholder) {
    const key = name === "apiKey";
    return html`<label
      >${this.word(key ? "key" : name)}
      <input
        type=${type}
        autocomplete=${key ? "new-password" : "off"}
        spellcheck="false"
        autocapitalize="off"
        placeholder=${placeholder}
        ?required=${name === "baseUrl"}
        aria-describedby=${key ? "key-hint" : nothing}
        .value=${this.form[name]}
        @input=${this.#typed(name)}
      />
      ${key ? html`<span id="key-hint" class="small quiet">${this.word("keyHint")}</span>` : nothing}
    </label>`;
  }

  /** @param {"headers" | "models"} name @param {string} placeholder */
  #lines(name, placeholder) {
    return html`<label
      >${this.word(name)}
      <textarea
        class="code"
        rows="2"
        spellcheck="false"
        placeholder=${placeholder}
        .value=${this.form[name]}
        @input=${this.#typed(name)}
      ></textarea>
    </label>`;
  }

  /** @param {keyof DreamfsSettings["form"]} name */
  #typed(name) {
    return (/** @type {Event} */ event) =>
      (this.form = { ...this.form, [name]: /** @type {HTMLInputElement} */ (event.target).value });
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    this.use();
  }

  static styles = [
    sharedStyles,
    css`
      .frame {
        max-inline-size: 48rem;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.875rem 1.25rem;
        padding: 0.875rem;
        align-items: start;
      }
      @container (min-width: 36rem) {
        .fields {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .wide {
          grid-column: 1 / -1;
        }
      }
      .fields :is(input, textarea, select) {
        display: block;
        margin-block-start: 0.25rem;
        color: var(--ink);
      }
      select {
        inline-size: 100%;
        min-block-size: 2.25rem;
        background: var(--paper);
        border: 1px solid var(--edge);
        border-radius: calc(var(--radius) - 2px);
      }
      details label {
        display: block;
        margin-block-start: 0.75rem;
      }
      .outcome {
        padding: 0.5rem 0.875rem;
        border-block-start: 1px solid var(--line);
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }
      .foot {
        border-block-start: 1px solid var(--line);
      }
    `,
  ];
}

define("dreamfs-settings", DreamfsSettings);
