/**
 * `<dreamfs-dream>`: a dream from the choice of what it reads to its end. Before: store, sessions, model, instructions, and a quote. Then the agents at
 * work, each with its last call and its tokens, all from the events of the dream's own session; any thread opens, read-only. It finds a dream
 * that an earlier visit began, and goes on showing it. It never estimates progress and never fills in for an event that has not come.
 *
 * Events, composed: `dreamfs-dream-changed` { dream } whenever a dream's status changes or another dream is shown, and `dreamfs-changed`
 * { store_ids } when it has ended. `play()` and `tokenBudget` are for pages that start dreams themselves.
 */
import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { collect, isError } from "../format/api.js";
import { addTokens, cardOf, hasEnded, inputOf, isSample, noTokens, outputOf, sessionsRead } from "../format/dream.js";
import { DreamFollower } from "../format/follow.js";
import { shortId } from "../format/units.js";
import { loadSample } from "../format/samples.js";
import { storeNamed } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import {
  checklist,
  counters,
  dreamTexts,
  ending,
  lead,
  modelName,
  quoteLine,
  reader,
  stages,
  threadView,
} from "./dream-parts.js";
import { dreamStyles } from "./dream-styles.js";
import "./pace.js";
import { rowStyles } from "./session-styles.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/api.js").Api} Api */

const MOST_SESSIONS = 100;
const MOST_INSTRUCTIONS = 4096;
/** Screens are drawn again at most this often while events come, in milliseconds. */
const DRAW_MS = 100;
const QUOTE_MS = 350;
const OFFLINE = "dreamfs-offline";

export class DreamfsDream extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    ...dreamTexts,
    noQuote: "The hosted API gives no estimate before a dream begins.",
  };

  static properties = {
    ...DreamfsElement.properties,
    storeId: { attribute: "store-id" },
    store: {},
    sample: {},
    inUse: { attribute: "in-use" },
    dreamId: { attribute: "dream-id", reflect: true },
    instructions: {},
    modelId: { attribute: "model-id" },
    tokenBudget: { type: Number, attribute: "token-budget" },
    samples: { attribute: false },
    stores: { state: true },
    sessions: { state: true },
    left: { state: true },
    models: { state: true },
    real: { state: true },
    quote: { state: true },
    quoteProblem: { state: true },
    follower: { state: true },
    opened: { state: true },
    problem: { state: true },
    busy: { state: true },
    choosing: { state: true },
  };

  constructor() {
    super();
    /** The store to read. @type {string | null} */
    this.storeId = null;
    /** The name of the store, for an element that stands alone; it is made if there is none. */
    this.store = "cwc_memory";
    /** The sample whose sessions can be added, for an element that stands alone. */
    this.sample = "conference";
    /** The store that future sessions mount, to tell it from others of its name. @type {string | null} */
    this.inUse = null;
    /** The dream that is shown. @type {string | null} */
    this.dreamId = null;
    this.instructions = "";
    this.modelId = OFFLINE;
    /** A hard cap on tokens; 0 for none. */
    this.tokenBudget = 0;
    /** Past sessions that can be added with one press. @type {ReadonlyArray<import("../format/samples.js").SampleSession>} */
    this.samples = [];
    /** @type {Json[]} */
    this.stores = [];
    /** @type {Json[]} */
    this.sessions = [];
    /** Sessions that the reader has unticked. @type {Set<string>} */
    this.left = new Set();
    /** @type {string[]} */
    this.models = [];
    /** Whether a hosted model id runs as itself here. */
    this.real = false;
    /** @type {Json | null} */
    this.quote = null;
    this.quoteProblem = "";
    /** @type {DreamFollower | null} */
    this.follower = null;
    /** The thread that is open. @type {string | null} */
    this.opened = null;
    this.problem = "";
    this.busy = false;
    this.choosing = true;
    this.seen = false;
    this.status = "";
    /** How often what came was drawn: what follows a stream is not drawn again for each of its pieces. */
    this.drawn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.drawing = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.quoting = undefined;
    /** @type {AbortController | null} */
    this.asking = null;
    /** @type {IntersectionObserver | null} */
    this.eye = null;
    this.changed = (/** @type {Event} */ event) => {
      if (!event.composedPath().includes(this)) this.refresh();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("dreamfs-changed", this.changed);
    document.addEventListener("dreamfs-session-created", this.changed);
    // A quote goes through every transcript: it is asked for once the reader is here.
    this.eye = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      this.seen = true;
      this.eye?.disconnect();
      this.#quoteSoon();
    });
    this.eye.observe(this);
    if (this.hasUpdated && this.api) this.connected(true);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("dreamfs-changed", this.changed);
    document.removeEventListener("dreamfs-session-created", this.changed);
    this.eye?.disconnect();
    this.follower?.stop();
    this.follower = null;
    clearTimeout(this.quoting);
    clearTimeout(this.drawing);
  }

  /** @param {Api} api @param {import("../format/api.js").Client} client */
  async prepare(api, client) {
    if (!this.samples.length) this.samples = await loadSample(this.sample).catch(() => []);
    this.storeId ??= (await storeNamed(client, api, this.store)).id;
  }

  /** @param {boolean} ready */
  async connected(ready) {
    this.follower?.stop();
    this.follower = null;
    if (!ready || !this.api) return;
    try {
      await Promise.all([this.refresh(), this.#models(this.api)]);
      const dream = await this.#past(this.api);
      if (dream && !this.follower) this.show(dream.id);
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    if (["storeId", "left", "sessions", "instructions", "modelId"].some((name) => changed.has(name))) this.#quoteSoon();
  }

  /** The dream to show at first: the one that is named, one that runs, or the last one that read or wrote the store. @param {Api} api */
  async #past(api) {
    if (this.dreamId) return { id: this.dreamId };
    const dreams = await collect(api.list("/v1/dreams", {}, { most: 200 }));
    const own = dreams.filter(
      (one) => !this.storeId || inputOf(one) === this.storeId || outputOf(one) === this.storeId,
    );
    return own.find((one) => !hasEnded(one)) ?? own[0];
  }

  /** Reads the stores and the sessions again; a dream's own session is none to dream of. */
  async refresh() {
    const { api } = this;
    if (!api) return;
    try {
      const [stores, sessions, dreams] = await Promise.all([
        collect(api.list("/v1/memory_stores", {}, { most: 200 })),
        collect(api.list("/v1/sessions", {}, { most: 500 })),
        collect(api.list("/v1/dreams", { include_archived: true }, { most: 500 })),
      ]);
      const own = new Set(dreams.map((dream) => dream.session_id));
      this.stores = stores;
      this.sessions = sessions.filter((session) => !own.has(session.id));
      this.storeId ??= stores[0]?.id ?? null;
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** @param {Api} api */
  async #models(api) {
    const [prices, status] = await Promise.all([
      api.get("/dreamfs/v1/prices").catch(() => ({})),
      api.get("/dreamfs/v1/status").catch(() => ({})),
    ]);
    this.models = [OFFLINE, ...(prices.models ?? []).map((/** @type {Json} */ one) => one.model)];
    this.real = status.model?.default !== OFFLINE;
  }

  /** The ids of what is ticked, as many as a dream takes. */
  get ticked() {
    const ids = this.sessions.map((session) => session.id).filter((id) => !this.left.has(id));
    return ids.slice(0, MOST_SESSIONS);
  }

  /** The create call that the form stands for. */
  get call() {
    const body = /** @type {Json} */ ({
      inputs: [
        { type: "memory_store", memory_store_id: this.storeId },
        { type: "sessions", session_ids: this.ticked },
      ],
      model: this.modelId,
    });
    if (this.instructions.trim()) body.instructions = this.instructions.trim();
    if (this.tokenBudget > 0) body.token_budget = Math.floor(this.tokenBudget);
    return body;
  }

  get dream() {
    return this.follower?.dream ?? null;
  }

  get missing() {
    return this.samples.filter((sample) => !this.sessions.some((session) => isSample(session, [sample])));
  }

  #quoteSoon() {
    clearTimeout(this.quoting);
    this.asking?.abort();
    if (!this.seen || !this.choosing || this.hosted) return;
    this.quoting = setTimeout(() => this.#quote(), QUOTE_MS);
  }

  async #quote() {
    const { api } = this;
    if (!api || !this.storeId || !this.ticked.length) return void (this.quote = null);
    const asking = (this.asking = new AbortController());
    try {
      const quote = await api.post("/dreamfs/v1/dreams/quote", this.call, { signal: asking.signal });
      if (asking.signal.aborted) return;
      this.quote = quote;
      this.quoteProblem = "";
    } catch (error) {
      if (!asking.signal.aborted) this.quoteProblem = this.why(error);
    }
  }

  /** Adds the sample sessions that are not there yet. */
  async addSamples() {
    const { api } = this;
    if (!api || this.busy) return;
    this.busy = true;
    this.problem = "";
    const wanted = this.missing;
    const resources = this.storeId ? [{ type: "memory_store", memory_store_id: this.storeId }] : [];
    try {
      for (const { title, created_at, time_zone, events } of wanted)
        await api.post("/dreamfs/v1/sessions", { title, created_at, time_zone, events, resources });
      this.announce(this.word("added", { n: wanted.length }));
    } catch (error) {
      this.problem = this.word("notAdded", { why: this.why(error) });
    } finally {
      this.busy = false;
      await this.refresh();
    }
  }

  /** Begins the dream that is chosen. */
  async play() {
    const { api } = this;
    if (!api || this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      const dream = await api.post("/v1/dreams", this.call);
      this.announce(this.word("begun"));
      this.show(dream.id, dream);
    } catch (error) {
      this.problem = this.word("notBegun", { why: this.why(error) });
    } finally {
      this.busy = false;
    }
  }

  /** Shows a dream, and follows it if it has not ended. @param {string} id @param {Json} [known] */
  show(id, known) {
    const { api } = this;
    if (!api) return;
    this.follower?.stop();
    const follower = new DreamFollower(api, id, () => this.#came(follower));
    follower.dream = known ?? null;
    this.follower = follower;
    this.dreamId = id;
    this.opened = null;
    this.choosing = false;
    this.status = "";
    this.#came(follower);
    follower
      .run()
      .catch((error) => {
        if (!isError(error, 404)) this.problem = this.why(error);
      })
      .finally(() => this.#came(follower));
  }

  /** Something came of the dream that is followed. @param {DreamFollower} follower */
  #came(follower) {
    if (follower !== this.follower) return;
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      this.drawn += 1;
      this.requestUpdate();
    }, DRAW_MS);
    const { dream } = follower;
    if (!dream || dream.status === this.status) return;
    const before = this.status;
    this.status = dream.status;
    this.emit("dreamfs-dream-changed", { dream });
    if (before) this.announce(this.word("nowStatus", { status: this.word(dream.status) }));
    if (!hasEnded(dream)) return;
    if (before) this.emit("dreamfs-changed", { store_ids: [outputOf(dream)].filter(Boolean) });
    this.refresh();
  }

  /** Stops the dream that runs. */
  async cancel() {
    const { api, follower } = this;
    if (!api || !follower) return;
    try {
      follower.dream = await api.post(`/v1/dreams/${follower.id}/cancel`);
      this.#came(follower);
    } catch (error) {
      this.problem = this.word("notCanceled", { why: this.why(error) });
    }
  }

  /** Back to the choice, with everything as it was chosen. */
  again() {
    this.choosing = true;
    this.opened = null;
    this.problem = "";
    this.#quoteSoon();
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("select"))?.focus(),
    );
  }

  /** @param {string | null} id */
  #open(id) {
    const from = this.opened;
    this.opened = id;
    const find = id ? "[data-back]" : `[data-thread="${CSS.escape(from ?? "")}"]`;
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(find))?.focus());
  }

  /** @param {string} id */
  #storeName(id) {
    return this.stores.find((store) => store.id === id)?.name ?? shortId(id);
  }

  /** A store's name, and where that is not enough, whether it is in use or when it was made. @param {Json} store */
  #told(store) {
    const twice = this.stores.some((other) => other !== store && other.name === store.name);
    if (!twice) return store.name;
    return this.word(store.id === this.inUse ? "storeInUse" : "storeMade", {
      name: store.name,
      when: this.words.when(store.created_at),
    });
  }

  render() {
    const watching = !this.choosing && this.follower;
    return html`<section class="frame" part="frame" aria-label=${this.word("dream")}>
        <header class="bar" part="bar">
          <h3>
            ${watching && this.dream ? this.word("dreamOf", { name: this.#storeName(inputOf(this.dream)) }) : this.word("newDream")}
          </h3>
          <span class="grow">${this.badge()}</span>
          ${watching ? this.#acts() : this.follower ? html`<button class="plain" @click=${() => (this.choosing = false)}>${this.word("lastDream")}</button>` : nothing}
        </header>
        ${
          watching
            ? guard([this.drawn, this.follower, this.opened, this.stores, this.sessions, this.client, this.words], () =>
                this.#watch(),
              )
            : this.#choose()
        }
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  #acts() {
    const { dream } = this;
    if (!dream) return html`<span class="small quiet">${this.word("readingIt")}</span>`;
    const ended = hasEnded(dream);
    return html`<span class="small ${dream.status === "failed" ? "refused" : ended ? "" : "working"}"
        >${this.word(dream.status)}</span
      >
      ${ended ? html`<button @click=${this.again}>${this.word("dreamAgain")}</button>` : html`<button @click=${this.cancel}>${this.word("cancel")}</button>`}`;
  }

  #choose() {
    const { sessions } = this;
    const ticked = new Set(this.ticked);
    const ready = Boolean(this.client && this.storeId && ticked.size && !this.busy);
    return html`<div class="form">
        <fieldset ?disabled=${!this.client}>
          <legend>${this.word("toRead", { n: ticked.size, all: sessions.length })}</legend>
          ${
            sessions.length
              ? checklist(this.words, sessions, {
                  ticked: (id) => ticked.has(id),
                  samples: this.samples,
                  turn: (id, on) => {
                    const left = new Set(this.left);
                    if (on) left.delete(id);
                    else left.add(id);
                    this.left = left;
                  },
                })
              : html`<div class="sessions">
                  <p class="empty small quiet">${this.word("noSessions")}</p>
                </div>`
          }
          <div class="row">
            <button class="plain" ?disabled=${!sessions.length} @click=${() => (this.left = new Set())}>
              ${this.word("tickAll")}
            </button>
            <button
              class="plain"
              ?disabled=${!sessions.length}
              @click=${() => (this.left = new Set(sessions.map(({ id }) => id)))}
            >
              ${this.word("untickAll")}
            </button>
            ${
              this.missing.length && !this.hosted
                ? html`<button ?disabled=${!this.client || this.busy} @click=${this.addSamples}>
                    ${this.word("addSamples", { n: this.missing.length })}
                  </button>`
                : nothing
            }
          </div>
        </fieldset>
        <div class="fields">
          <label
            >${this.word("store")}
            <select ?disabled=${!this.client} @change=${(/** @type {Event} */ e) => (this.storeId = value(e))}>
              ${repeat(
                this.stores,
                (store) => store.id,
                (store) =>
                  html`<option value=${store.id} ?selected=${store.id === this.storeId}>${this.#told(store)}</option>`,
              )}
            </select>
          </label>
          <label
            >${this.word("model")}
            <select ?disabled=${!this.client} @change=${(/** @type {Event} */ e) => (this.modelId = value(e))}>
              ${(this.models.length ? this.models : [OFFLINE]).map(
                (id) =>
                  html`<option value=${id} ?selected=${id === this.modelId}>
                    ${modelName(this.words, id, this.real)}
                  </option>`,
              )}
            </select>
          </label>
          <label
            >${this.word("instructions")}
            <textarea
              rows="4"
              maxlength=${MOST_INSTRUCTIONS}
              placeholder=${this.word("instructionsHint")}
              .value=${this.instructions}
              @input=${(/** @type {Event} */ e) => (this.instructions = value(e))}
            ></textarea>
          </label>
        </div>
      </div>
      ${this.#pace()}
      <div class="foot">
        <button class="primary" part="primary" ?disabled=${!ready} @click=${this.play}>${this.word("play")}</button>
        <p class="quote small ${this.quoteProblem && !this.hosted ? "refused" : "quiet"}" aria-live="polite">
          ${this.hosted ? this.word("noQuote") : this.quoteProblem || (ticked.size ? (this.quote ? quoteLine(this.words, this.quote, this.model) : this.word("estimateComes")) : this.word("tickOne"))}
        </p>
      </div>`;
  }

  #watch() {
    const { follower, dream, opened } = this;
    if (!follower || !dream) return html`<p class="section quiet">${this.word("readingDream")}</p>`;
    const thread = opened ? this.#thread(opened) : null;
    if (thread) return threadView(this.words, thread, () => this.#open(null));
    const w = this.words;
    const leads = cardOf(follower.primary);
    const threads = [...follower.threads.values()].map((one) => ({ ...one, card: cardOf(one.log) }));
    const tokens = threads.reduce((sum, { card }) => addTokens(sum, card.tokens), addTokens(noTokens(), leads.tokens));
    const ended = hasEnded(dream);
    const begun = new Set(threads.map(({ card }) => card.sessionId));
    const waiting = sessionsRead(dream).filter((id) => !begun.has(id));
    // A thread whose events are still to come stands for one of those that wait.
    const known = waiting.slice(threads.filter(({ card }) => !card.sessionId).length);
    return html`<div class="section">
        <p class="small quiet">
          ${this.word(dream.ended_at ? "sinceEnded" : "since", {
            n: sessionsRead(dream).length,
            begun: w.when(dream.created_at),
            ended: w.when(dream.ended_at),
          })}${dream.instructions ? this.word("instructed", { text: dream.instructions }) : ""}
        </p>
        ${stages(w, leads.stage, dream)}
      </div>
      ${ended ? html`<div class="section">${ending(w, dream, this.#storeName(outputOf(dream)))}</div>` : nothing}
      <div class="section">${counters(w, tokens)}</div>
      ${this.#pace()}
      <div class="section">
        ${lead(
          w,
          leads,
          dream,
          (id) => (id ? this.#title(id) : ""),
          () => this.#open("primary"),
        )}
        <ul class="agents" tabindex="0" aria-label=${this.word("readers")}>
          ${repeat(
            threads,
            (one) => one.id,
            (one) =>
              html`<li>${guard([one.card, ended, w], () => reader(w, { ...one, ended }, (id) => this.#open(id)))}</li>`,
          )}
          ${known.map((id) => html`<li>${reader(w, { id, name: this.word("readerOf", { name: this.#title(id) }), card: null, ended }, () => {})}</li>`)}
        </ul>
      </div>
      ${follower.problem ? html`<p class="problem" role="alert">${this.word("notFollowed", { why: this.why(follower.problem) })}</p>` : nothing}`;
  }

  #pace() {
    if (this.hosted) return nothing;
    return html`<div class="section">
      <dreamfs-pace bare .client=${this.client} .strings=${this.strings}></dreamfs-pace>
    </div>`;
  }

  /** @param {string} id */
  #title(id) {
    return this.sessions.find((session) => session.id === id)?.title || shortId(id);
  }

  /** @param {string} id */
  #thread(id) {
    const { follower } = this;
    if (id === "primary") return follower ? { name: this.word("lead"), log: follower.primary } : null;
    return follower?.threads.get(id) ?? null;
  }

  static styles = [sharedStyles, rowStyles, dreamStyles];
}

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement} */ (event.target).value;

define("dreamfs-dream", DreamfsDream);
