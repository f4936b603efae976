/**
 * What all elements share: tokens and styles, the client (tapped, so that each can show its wire), the model that last ran, and a
 * voice for screen readers. Elements follow the page's `color-scheme`; the `theme` attribute ("light" or "dark") overrules it.
 *
 * Custom properties for embedders: --dreamfs-ink, -quiet, -paper, -raised, -line, -edge, -read, -write, -refused, -merged, -superseded, -font, -mono,
 * -size, -radius. Each hue has one meaning. Parts: frame, bar, primary. `strings` takes the place of an element's own words (`static texts`).
 */
import { css, html, nothing } from "lit";
import { api, hasExtensions } from "../format/api.js";
import { tapped } from "../format/wire.js";
import { engineRuns, sharedEngine, standsAlone } from "./engine.js";
import { WordedElement } from "./worded.js";

/** @typedef {import("../format/api.js").Client} Client */
/** @typedef {import("../format/api.js").Api} Api */
/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/wire.js").Exchange} Exchange */

/** Exchanges that an element remembers for its wire panel. */
const EXCHANGES = 60;

export const sharedStyles = css`
  :host {
    --ink: var(--dreamfs-ink, light-dark(#1f1e1b, #e8e5dd));
    --quiet: var(--dreamfs-quiet, light-dark(#66625a, #a19c91));
    --paper: var(--dreamfs-paper, light-dark(#fffefb, #1d1c1a));
    --raised: var(--dreamfs-raised, light-dark(#f4f2ec, #272623));
    --line: var(--dreamfs-line, light-dark(#dedad0, #3a3833));
    --edge: var(--dreamfs-edge, light-dark(#8d887d, #787368));
    --read: var(--dreamfs-read, light-dark(#2a5a9c, #8db4e8));
    --write: var(--dreamfs-write, light-dark(#2b6a3c, #86c596));
    --refused: var(--dreamfs-refused, light-dark(#a3352a, #f09a8d));
    --merged: var(--dreamfs-merged, light-dark(#6a3fa0, #bfa5ee));
    --superseded: var(--dreamfs-superseded, light-dark(#855300, #dcb169));
    --radius: var(--dreamfs-radius, 8px);
    --mono: var(
      --dreamfs-mono,
      ui-monospace,
      "SF Mono",
      "Cascadia Mono",
      "JetBrains Mono",
      Menlo,
      Consolas,
      "DejaVu Sans Mono",
      monospace
    );
    display: block;
    container-type: inline-size;
    color: var(--ink);
    font: var(--dreamfs-size, 0.9375rem) / 1.5
      var(--dreamfs-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    text-align: start;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme]) {
    background: light-dark(#faf8f4, #151413);
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .frame {
    display: flex;
    flex-direction: column;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 0.5rem 0.75rem;
    flex-wrap: wrap;
    padding: 0.5rem 0.875rem;
    min-block-size: 2.875rem;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  h3,
  h4,
  p {
    margin: 0;
  }
  h3 {
    font: 600 0.9375em / 1.4 var(--mono);
    overflow-wrap: anywhere;
  }
  .mono,
  code,
  pre,
  textarea.code,
  input.code {
    font-family: var(--mono);
    font-size: 0.8125rem;
  }
  pre {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 2;
    line-height: 1.55;
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: 0.8125rem;
  }
  .read {
    color: var(--read);
  }
  .write {
    color: var(--write);
  }
  .refused {
    color: var(--refused);
  }
  .badge {
    font-size: 0.75rem;
    line-height: 1.25rem;
    color: var(--quiet);
    border: 1px solid var(--line);
    border-radius: 1rem;
    padding: 0 0.6rem;
    white-space: nowrap;
  }
  .problem {
    display: flex;
    gap: 0.5rem 0.75rem;
    flex-wrap: wrap;
    align-items: center;
    padding: 0.5rem 0.875rem;
    color: var(--refused);
    border-block-start: 1px solid var(--line);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
    min-block-size: 2rem;
    padding: 0.2rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) - 2px);
    background: none;
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  button:hover:not(:disabled, [aria-disabled="true"]) {
    border-color: var(--edge);
    background: var(--raised);
  }
  button:active:not(:disabled, [aria-disabled="true"]) {
    background: var(--line);
  }
  button:disabled,
  button[aria-disabled="true"] {
    opacity: 0.5;
    cursor: default;
  }
  button.primary {
    background: var(--ink);
    border-color: var(--ink);
    color: var(--paper);
    font-weight: 500;
  }
  button.primary:hover:not(:disabled) {
    background: var(--ink);
    opacity: 0.86;
  }
  button.primary:active:not(:disabled) {
    background: var(--ink);
    opacity: 0.72;
  }
  button[aria-busy="true"] {
    cursor: progress;
  }
  button.plain {
    border-color: transparent;
    padding-inline: 0.4rem;
    color: var(--quiet);
  }
  button.plain:hover:not(:disabled) {
    color: var(--ink);
    background: var(--raised);
  }
  button.bad {
    color: var(--refused);
  }
  input,
  textarea {
    background: var(--paper);
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) - 2px);
    padding: 0.4rem 0.6rem;
    inline-size: 100%;
  }
  input:is([type="radio"], [type="checkbox"], [type="range"]) {
    accent-color: var(--ink);
  }
  ::file-selector-button {
    margin-inline-end: 0.75rem;
    padding: 0.1rem 0.6rem;
    font: inherit;
    color: inherit;
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) - 4px);
    cursor: pointer;
  }
  textarea {
    resize: vertical;
    display: block;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 1;
  }
  label {
    font-size: 0.8125rem;
    color: var(--quiet);
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 1px;
  }
  summary {
    cursor: pointer;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    button {
      min-block-size: 2.5rem;
    }
    textarea,
    input {
      font-size: 1rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    button {
      transition:
        background 0.12s,
        border-color 0.12s;
    }
  }
  @media print {
    .frame {
      block-size: auto !important;
      break-inside: avoid;
    }
  }
`;

/** The base of every element that talks to a client. */
export class DreamfsElement extends WordedElement {
  static properties = {
    ...WordedElement.properties,
    client: { attribute: false },
    persist: { type: Boolean },
    database: {},
    trouble: { state: true },
    model: { state: true },
    hosted: { state: true },
    exchanges: { state: true },
    spoken: { state: true },
  };

  static texts = {
    ...WordedElement.texts,
    notStarted: "The engine could not start: {why}",
    ran: "The model that ran: {model}",
  };

  constructor() {
    super();
    /** Without a client of its page's, whether the element's own engine keeps what is made. */
    this.persist = false;
    /** Without a client of its page's: elements of one name share an engine. */
    this.database = "dreamfs-embed";
    /** Why the element's own engine could not start. */
    this.trouble = "";
    /** @type {IntersectionObserver | null} */
    this.nearing = null;
    /** Where requests go: any object with `fetch`. @type {Client | null} */
    this.client = null;
    /** The model that last ran, by its id. */
    this.model = "";
    /** @type {Exchange[]} */
    this.exchanges = [];
    this.spoken = "";
    /** Whether the client is the hosted API, without the routes that dreamfs adds. What needs them is then left out, with a word why. */
    this.hosted = false;
    /** @type {Api | null} */
    this.api = null;
    /** The client, with its exchanges told to the wire. @type {Client | null} */
    this.tapped = null;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.client || !standsAlone(this)) return;
    if (engineRuns(this.database, this.persist)) {
      this.#start();
      return;
    }
    this.nearing = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.nearing?.disconnect();
        this.#start();
      },
      { rootMargin: "50%" },
    );
    this.nearing.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.nearing?.disconnect();
  }

  /** Starts, or joins, an engine of the page's elements. */
  async #start() {
    if (this.client) return;
    try {
      const client = await sharedEngine(this.database, this.persist);
      if (this.client) return;
      await this.prepare(api(client), client);
      this.client ??= client;
      this.emit("dreamfs-engine", await /** @type {import("../client.js").Client} */ (client).ready);
    } catch (error) {
      this.trouble = this.word("notStarted", { why: this.why(error) });
    }
  }

  /** What an element that stands alone makes before it begins: stores, samples. @param {Api} _api @param {Client} _client */
  async prepare(_api, _client) {}

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("client")) return;
    this.tapped = this.client ? tapped(this.client, (one) => this.#note(one)) : null;
    this.api = this.tapped
      ? api(this.tapped, { onHeaders: (headers) => (this.model = headers.get("dreamfs-model") ?? this.model) })
      : null;
    this.hosted = false;
    const { client } = this;
    if (client)
      hasExtensions(client).then((has) => {
        if (this.client === client) this.hosted = !has;
      });
    this.connected(Boolean(this.api));
  }

  /** Called when a client has come or gone: where an element starts its requests. @param {boolean} _ready */
  connected(_ready) {}

  /** @param {Exchange} one */
  #note(one) {
    const rest = this.exchanges.filter((other) => other.n !== one.n);
    const index = this.exchanges.findIndex((other) => other.n === one.n);
    if (index >= 0) rest.splice(index, 0, { ...one });
    else rest.push({ ...one });
    this.exchanges = rest.slice(-EXCHANGES);
  }

  /** Tells the rest of the page, across shadow roots. @param {string} type @param {unknown} [detail] */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Says something to a screen reader. @param {string} text */
  announce(text) {
    this.spoken = text;
  }

  voice() {
    return html`${this.trouble ? html`<p class="problem" role="alert">${this.trouble}</p>` : nothing}
      <p class="hidden" role="status" aria-live="polite">${this.spoken}</p>`;
  }

  badge() {
    const { model } = this;
    return model
      ? html`<span class="badge" title=${this.word("ran", { model })}>${this.words.model(model)}</span>`
      : nothing;
  }

  wire() {
    return html`<dreamfs-wire .exchanges=${this.exchanges} .strings=${this.strings}></dreamfs-wire>`;
  }
}

/** Elements that a page brings one by one, by name; their class once its script is here. @type {Map<string, CustomElementConstructor | null>} */
const held = new Map();

/** Keeps elements of these names undefined until they are released, wherever their script is loaded. @param {Iterable<string>} names */
export function hold(names) {
  for (const name of names) held.set(name, null);
}

/** Defines an element that was held, if its script is here. @param {string} name */
export function release(name) {
  const element = held.get(name);
  if (!element) return;
  held.delete(name);
  define(name, element);
}

/** Defines an element once, however often a page loads this file; where there is no DOM, nothing. @param {string} name @param {CustomElementConstructor} element */
export function define(name, element) {
  if (typeof customElements === "undefined" || customElements.get(name)) return;
  if (held.has(name)) held.set(name, element);
  else customElements.define(name, element);
}
