/**
 * `<dreamfs-replay>`: a dream that somebody sent, as a link or a file. It says what the dream holds before anything runs. On the reader's word it runs the
 * dream again in an engine of its own, which keeps nothing, at the dream's own time and with its seed, and shows whether the result is the same
 * to the byte. It has nothing to do with the workspace of its page.
 *
 * Event, composed: `dreamfs-replayed` { same, expected, got } after a run; both hashes are SHA-256.
 */
import { css, html, nothing } from "lit";
import { api } from "../format/api.js";
import { optionsFor, runAgain } from "../format/again.js";
import { packedIn, parse, unpack } from "../format/share.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import "./review.js";
import { contents, shareStyles, shareTexts } from "./share-parts.js";

/** @typedef {import("../format/share.js").SharedDream} SharedDream */
/** @typedef {import("../client.js").Client} Client */
/** @typedef {Awaited<ReturnType<typeof runAgain>> & { version: string }} Outcome */

const NONE = { shared: null, outcome: null, problem: "", open: false, looking: false };

export class DreamfsReplay extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    link: {},
    shared: { state: true },
    outcome: { state: true },
    step: { state: true },
    open: { state: true },
    looking: { state: true },
    problem: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ...shareTexts,
    heading: "A dream that was sent to you",
    file: "A dream’s file",
    paste: "A link to a dream, pasted here",
    openIt: "Open",
    noLink: "That is no link to a dream.",
    refused: "This is not opened. {why}",
    made: "The dream of {store}, dreamed {when} by {engine}.",
    notRun:
      "Nothing has run yet. It will run in an engine of its own in this tab, with the clock at that time: no server is asked, nothing is kept, and your own workspace is not touched.",
    run: "Run it again",
    stop: "Stop",
    close: "Close",
    closed: "Closed.",
    filling: "Putting its store and transcripts into a clean engine.",
    dreaming: "Dreaming.",
    same: "The same, byte for byte.",
    sameSays: {
      one: "The engine in this tab wrote {n} file with the hash that the dream’s own result had.",
      other: "The engine in this tab wrote {n} files with the hash that the dream’s own result had.",
    },
    other: "Not the same.",
    otherEngine: "It was made by {engine}, and this is {version}: another version may rightly write something else.",
    otherLink:
      "Both are {engine}. So the text was changed after the dream was made, or one of the two was built from other sources.",
    expected: "expected",
    got: "got",
    files: "Files of the result",
    sameFile: "same",
    differs: "differs",
    missing: "not written here",
    new: "only written here",
    look: "Look through the result",
    notPlayed: "It could not be run. {why}",
  };

  constructor() {
    super();
    /** An address with `#dream=`, or what stands behind that. */
    this.link = "";
    /** @type {SharedDream | null} */
    this.shared = null;
    /** @type {Outcome | null} */
    this.outcome = null;
    /** @type {"" | "filling" | "dreaming"} */
    this.step = "";
    this.open = false;
    this.looking = false;
    this.problem = "";
    /** The engine that the dream runs in. @type {Client | null} */
    this.own = null;
    /** Raised by whatever makes a run that is under way stale. */
    this.turn = 0;
  }

  connectedCallback() {
    // It starts an engine for each run, and none before.
    this.dataset.dreamfsClient = "";
    super.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has("link") && this.link) this.#take(() => unpack(packedIn(this.link) ?? this.link));
  }

  /** Opens what `read` gives, in the place of what is open. @param {() => Promise<SharedDream>} read */
  async #take(read) {
    this.#leave();
    const turn = this.turn;
    try {
      const shared = await read();
      if (turn !== this.turn) return;
      Object.assign(this, { shared });
      this.announce(this.#madeBy(shared));
    } catch (error) {
      if (turn === this.turn) this.problem = this.word("refused", { why: this.why(error) });
    }
  }

  /** Lets go of what is open. */
  #leave() {
    this.turn += 1;
    this.own?.close();
    this.own = null;
    Object.assign(this, NONE, { step: "" });
  }

  close() {
    this.#leave();
    this.link = "";
    if (packedIn(location.hash)) history.replaceState(null, "", location.href.replace(/#.*$/, ""));
    this.announce(this.word("closed"));
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("input"))?.focus());
  }

  /** Runs the dream again, in a clean engine. */
  async run() {
    const { shared } = this;
    if (!shared || this.step) return;
    this.own?.close();
    const turn = (this.turn += 1);
    Object.assign(this, { step: "filling", outcome: null, problem: "", looking: false });
    this.announce(this.word("filling"));
    try {
      const { createClient } = await import("../dreamfs.js");
      const own = await createClient(optionsFor(shared));
      if (turn !== this.turn) return void own.close();
      this.own = own;
      const again = await runAgain(own, shared, (step) => {
        if (turn === this.turn) this.step = step;
      });
      const { version } = await api(own).get("/dreamfs/v1/status");
      if (turn !== this.turn) return;
      const { same, expected, got } = again;
      this.outcome = { ...again, version: `dreamfs ${version}` };
      this.announce(this.word(same ? "same" : "other"));
      this.emit("dreamfs-replayed", { same, expected, got });
    } catch (error) {
      if (turn === this.turn) this.problem = this.word("notPlayed", { why: this.why(error) });
    } finally {
      if (turn === this.turn) this.step = "";
    }
  }

  stop() {
    const { shared } = this;
    this.#leave();
    this.shared = shared;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".run"))?.focus());
  }

  /** @param {Event} event */
  #file(event) {
    const [file] = /** @type {HTMLInputElement} */ (event.target).files ?? [];
    if (file) this.#take(async () => parse(await file.text()));
  }

  #pasted() {
    const { value } = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector("input.code"));
    const packed = packedIn(value);
    if (packed) this.#take(() => unpack(packed));
    else this.problem = this.word("noLink");
  }

  /** @param {SharedDream} shared */
  #madeBy({ store, clock, engine }) {
    return this.word("made", { store: store.name, when: this.words.when(clock), engine });
  }

  render() {
    return html`<section class="frame" part="frame" aria-label=${this.word("heading")}>
        ${this.shared ? this.#opened(this.shared) : this.#form()}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </section>
      ${this.outcome && this.looking && this.own ? html`<dreamfs-review readonly .client=${this.own} .dreamId=${this.outcome.dream.id} .strings=${this.strings}></dreamfs-review>` : nothing}
      ${this.voice()}`;
  }

  #form() {
    return html`<div class="section">
      <h3>${this.word("heading")}</h3>
      <form
        class="row"
        @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          this.#pasted();
        }}
      >
        <label class="grow">${this.word("paste")}<input class="code" autocomplete="off" spellcheck="false" /></label>
        <button>${this.word("openIt")}</button>
      </form>
      <label>${this.word("file")}<input type="file" accept="application/json,.json" @change=${this.#file} /></label>
    </div>`;
  }

  /** @param {SharedDream} shared */
  #opened(shared) {
    const { step, outcome } = this;
    return html`<div class="section">
        <h3>${this.word("heading")}</h3>
        <p>${this.#madeBy(shared)}</p>
        ${contents(this.words, shared, {
          open: this.open,
          toggle: (open) => (this.open = open),
        })}
      </div>
      <div class="foot">
        ${outcome ? this.#verdict(outcome, shared) : html`<p class="small">${step ? this.word(step) : this.word("notRun")}</p>`}
        <div class="row">
          ${
            step
              ? html`<button @click=${this.stop}>${this.word("stop")}</button>`
              : html`<button class="run ${outcome ? "" : "primary"}" part="primary" @click=${this.run}>
                  ${this.word("run")}
                </button>`
          }
          ${outcome ? html`<button aria-expanded=${this.looking} @click=${() => (this.looking = !this.looking)}>${this.word("look")}</button>` : nothing}
          <button class="plain" @click=${this.close}>${this.word("close")}</button>
        </div>
      </div>`;
  }

  /** @param {Outcome} outcome @param {SharedDream} shared */
  #verdict({ same, expected, got, files, version }, { engine }) {
    const why = same
      ? this.word("sameSays", { n: files.length })
      : this.word(engine === version ? "otherLink" : "otherEngine", { engine, version });
    const hows = { same: "sameFile", differs: "differs", missing: "missing", new: "new" };
    return html`<p>
        <strong class=${same ? "write" : "refused"}>${this.word(same ? "same" : "other")}</strong>
        <span class="small">${why}</span>
      </p>
      <dl class="small">
        <div>
          <dt class="quiet">${this.word("expected")}</dt>
          <dd class="mono">${expected}</dd>
        </div>
        <div>
          <dt class="quiet">${this.word("got")}</dt>
          <dd class="mono">${got}</dd>
        </div>
      </dl>
      <ul class="held small" aria-label=${this.word("files")}>
        ${files.map(
          ({ path, how }) =>
            html`<li>
              <span class="mono name">${path}</span>
              <span class=${how === "same" ? "quiet" : "refused"}>${this.word(hows[how])}</span>
            </li>`,
        )}
      </ul>`;
  }

  static styles = [
    sharedStyles,
    shareStyles,
    css`
      form {
        align-items: end;
      }
      dl {
        margin: 0;
      }
      dl div {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .held li {
        justify-content: space-between;
      }
      dreamfs-review {
        margin-block-start: 0.75rem;
      }
    `,
  ];
}

define("dreamfs-replay", DreamfsReplay);
