/**
 * `<dreamfs-rot>`: how a store rots. It runs what the sample's user said through real sessions, one after the other, over a fresh store that is
 * mounted with an "append only" prompt, and draws the file as it fills, with what the engine's analysis finds wrong in it, in place.
 * It counts nothing itself, and it never touches a store that it did not make.
 *
 * The engine's clock is set to each message's own time while it runs, and put back after. Events, composed: `dreamfs-store-made`
 * { store, fresh } for a store that it made now, or on an earlier visit; `dreamfs-changed` { store_ids } as it fills.
 */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isError } from "../format/api.js";
import { FAULTS, linesOf } from "../format/rot.js";
import { memoriesOf, sameWallClock, sayTo, userMessages } from "../format/run.js";
import { loadSample } from "../format/samples.js";
import { defaultAgent, retrieve } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { rotStyles } from "./rot-styles.js";

/** @typedef {import("../format/api.js").Api} Api */
/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/samples.js").SampleSession} SampleSession */
/** @typedef {import("../format/rot.js").Line} Line */

/** What marks the stores and sessions that this element made, so that it finds them again, and nobody takes them for others. */
const MARK = { dreamfs: "append_only" };

export class DreamfsRot extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    rot: "A store that only grows",
    retold: "{title} (append only)",
    description: "What four sessions logged with an append-only prompt.",
    size: "lines",
    duplicate: { one: "duplicate", other: "duplicates" },
    contradiction: { one: "contradiction", other: "contradictions" },
    relative_date: { one: "date without a day", other: "dates without a day" },
    lines: { one: "{n} line", other: "{n} lines" },
    duplicates: { one: "{n} duplicate", other: "{n} duplicates" },
    contradictions: { one: "{n} contradiction", other: "{n} contradictions" },
    relative_dates: { one: "{n} date without a day", other: "{n} dates without a day" },
    counts: "{lines}: {faults}.",
    line: "line {n}",
    duplicateMark: "says {line} again",
    contradictionMark: "not what {line} says",
    relative_dateMark: "“{words}”: of which day?",
    run: { one: "Run {n} session", other: "Run {n} sessions" },
    again: "Make it again",
    stop: "Stop",
    wasDone: "Done. {counts}",
    sessionDone: "{title} is done. {counts}",
    stopped: "Stopped.",
    stoppedBy: "Stopped: {why}",
    notEnded: "{title} ended its turn with {stop}.",
    noReason: "no reason",
    clock: "The clock could not be put back: {why}",
    ran: "The sessions that are run",
    holds: "What the store holds",
    prompt: "Prompt",
    another: "Another prompt, for the next run",
    readingSample: "The sample is being read.",
    running: "running",
    done: "done",
    fresh: "The store is new and empty.",
    none: "No store has been made yet. Run the sessions and watch it fill.",
    hosted: "This needs the engine’s analysis of a store, and its clock, which the hosted API does not have.",
  };

  static properties = {
    ...DreamfsElement.properties,
    name: {},
    instructions: {},
    storeId: { attribute: "store-id", reflect: true },
    agent: {},
    environment: {},
    samples: { attribute: false },
    files: { state: true },
    analysis: { state: true },
    now: { state: true },
    running: { state: true },
    problem: { state: true },
    looked: { state: true },
  };

  constructor() {
    super();
    /** What a fresh store is called. */
    this.name = "cwc_memory";
    this.instructions = "Append only: log everything to sessions.md. Never edit, merge or remove a line.";
    /** The store that it made last. @type {string | null} */
    this.storeId = null;
    /** @type {string | null} */
    this.agent = null;
    /** @type {string | null} */
    this.environment = null;
    /** The sessions to run; the conference sample when left out. @type {ReadonlyArray<SampleSession>} */
    this.samples = [];
    /** @type {Json[]} */
    this.files = [];
    /** @type {Json | null} */
    this.analysis = null;
    /** How far it is: a session's place, and messages of it that were answered. */
    this.now = { session: 0, message: 0 };
    this.running = false;
    this.problem = "";
    /** The line that was asked for. @type {{ path: string, line: number } | null} */
    this.looked = null;
    /** @type {AbortController | null} */
    this.work = null;
    this.changed = (/** @type {Event} */ event) => {
      const { store_ids } = /** @type {CustomEvent} */ (event).detail ?? {};
      if (event.composedPath().includes(this) || this.running || !this.storeId) return;
      if (!store_ids || store_ids.includes(this.storeId)) this.refresh();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("dreamfs-changed", this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("dreamfs-changed", this.changed);
    this.work?.abort();
  }

  /** @param {boolean} ready */
  async connected(ready) {
    try {
      if (!this.samples.length) this.samples = await loadSample();
      if (!ready || !this.api) return;
      const found = this.storeId ? await retrieve(this.api, `/v1/memory_stores/${this.storeId}`) : await made(this.api);
      this.storeId = found?.id ?? null;
      if (found) this.emit("dreamfs-store-made", { store: found, fresh: false });
      if (found) await this.refresh();
      if (this.files.length) this.now = { session: this.samples.length, message: 0 };
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** Reads the store and its analysis anew. */
  async refresh() {
    const { api, storeId } = this;
    if (!api || !storeId) return;
    try {
      const [files, analysis] = await Promise.all([
        memoriesOf(api, storeId),
        api.get(`/dreamfs/v1/memory_stores/${storeId}/analysis`),
      ]);
      Object.assign(this, { files, analysis });
    } catch (error) {
      if (isError(error, 404))
        Object.assign(this, { storeId: null, files: [], analysis: null, now: { session: 0, message: 0 } });
      else this.problem = this.why(error);
    }
  }

  /** Makes a fresh store and runs every session over it. */
  async run() {
    const { api } = this;
    if (!api || this.running || !this.samples.length) return;
    const work = (this.work = new AbortController());
    this.running = true;
    this.problem = "";
    const clock = await Clock.of(api);
    try {
      const store = await this.#fresh(api);
      for (const [session, sample] of this.samples.entries()) {
        await this.#session(api, clock, store.id, session, sample, work.signal);
      }
      this.now = { session: this.samples.length, message: 0 };
      this.announce(this.word("wasDone", { counts: this.#counted() }));
    } catch (error) {
      if (!work.signal.aborted) this.problem = this.word("stoppedBy", { why: this.why(error) });
    } finally {
      await clock
        .back()
        .catch((/** @type {unknown} */ error) => (this.problem = this.word("clock", { why: this.why(error) })));
      this.running = false;
      await this.refresh();
    }
  }

  stop() {
    this.work?.abort();
    this.announce(this.word("stopped"));
  }

  /** A store for this run; the one before, and its sessions, are archived. @param {Api} api */
  async #fresh(api) {
    const before = this.storeId;
    const store = await api.post("/v1/memory_stores", {
      name: this.name,
      description: this.word("description"),
      metadata: MARK,
    });
    Object.assign(this, {
      storeId: store.id,
      files: [],
      analysis: null,
      now: { session: 0, message: 0 },
      looked: null,
    });
    this.emit("dreamfs-store-made", { store, fresh: true });
    if (before) {
      for await (const one of api.list("/v1/sessions", { memory_store_id: before }))
        if (one.metadata?.dreamfs === MARK.dreamfs) await api.post(`/v1/sessions/${one.id}/archive`);
      await api.post(`/v1/memory_stores/${before}/archive`).catch(() => {});
    }
    return store;
  }

  /** @param {Api} api @param {Clock} clock @param {string} storeId @param {number} place @param {SampleSession} sample @param {AbortSignal} signal */
  async #session(api, clock, storeId, place, sample, signal) {
    const spare = this.agent && this.environment ? null : await defaultAgent(/** @type {any} */ (this.client), api);
    /** @type {Json | undefined} */
    let session;
    for (const [message, { text, at }] of userMessages(sample).entries()) {
      signal.throwIfAborted();
      this.now = { session: place, message };
      await clock.show(at, sample.time_zone);
      session ??= await api.post("/v1/sessions", {
        agent: this.agent || spare?.agent,
        environment_id: this.environment || spare?.environment,
        title: this.word("retold", { title: sample.title }),
        metadata: MARK,
        resources: [
          { type: "memory_store", memory_store_id: storeId, access: "read_write", instructions: this.instructions },
        ],
      });
      const { stop } = await sayTo(api, session?.id, text, signal);
      if (stop !== "end_turn")
        throw new Error(this.word("notEnded", { title: sample.title, stop: stop || this.word("noReason") }));
      await this.refresh();
      this.emit("dreamfs-changed", { session_id: session?.id, store_ids: [storeId] });
    }
    this.announce(this.word("sessionDone", { title: sample.title, counts: this.#counted() }));
  }

  #counted() {
    const counts = this.analysis?.counts ?? {};
    const faults = FAULTS.map((fault) => this.word(fault.count, { n: counts[fault.count] ?? 0 }));
    return this.word("counts", { lines: this.word("lines", { n: counts.lines ?? 0 }), faults: faults.join(", ") });
  }

  render() {
    const done = !this.running && this.now.session >= this.samples.length && this.files.length > 0;
    return html`<div class="frame" part="frame" role="group" aria-label=${this.word("rot")}>
        <header class="bar" part="bar">
          <h3>${this.name}</h3>
          <span class="grow">${this.badge()}</span>
          ${
            this.hosted
              ? nothing
              : this.running
                ? html`<button @click=${this.stop}>${this.word("stop")}</button>`
                : html`<button
                    class="primary"
                    part="primary"
                    ?disabled=${!this.client || !this.samples.length}
                    @click=${this.run}
                  >
                    ${this.files.length ? this.word("again") : this.word("run", { n: this.samples.length || 4 })}
                  </button>`
          }
        </header>
        ${this.hosted ? html`<p class="problem">${this.word("hosted")}</p>` : nothing} ${this.#counters()}
        ${this.problem && !this.hosted ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="body">
          <div class="sessions" tabindex="0" role="region" aria-label=${this.word("ran")}>
            ${this.#prompt()} ${this.#sessions(done)}
          </div>
          <div class="file" tabindex="0" role="region" aria-label=${this.word("holds")}>${this.#files()}</div>
        </div>
      </div>
      ${this.wire()} ${this.voice()}`;
  }

  #counters() {
    const counts = this.analysis?.counts;
    const items = [
      { kind: "size", n: counts?.lines },
      ...FAULTS.map((fault) => ({ kind: fault.kind, n: counts?.[fault.count] })),
    ];
    return html`<dl class="counts">
      ${items.map(
        ({ kind, n }) =>
          html`<div class=${n ? kind : ""}>
            <dt>${this.word(kind, { n: n ?? 0 })}</dt>
            <dd>${n === undefined ? "–" : this.words.number(n)}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #prompt() {
    return html`<details class="prompt">
      <summary><span class="quiet">${this.word("prompt")}</span> <q>${this.instructions}</q></summary>
      <label for="prompt">${this.word("another")}</label>
      <textarea
        id="prompt"
        rows="3"
        maxlength="4096"
        .value=${this.instructions}
        ?disabled=${this.running}
        @input=${(/** @type {Event} */ e) => (this.instructions = /** @type {HTMLTextAreaElement} */ (e.target).value)}
      ></textarea>
    </details>`;
  }

  /** @param {boolean} done */
  #sessions(done) {
    if (!this.samples.length) return html`<p class="quiet">${this.word("readingSample")}</p>`;
    return html`<ol>
      ${this.samples.map((sample, place) => {
        const state =
          done || place < this.now.session ? "done" : this.running && place === this.now.session ? "running" : "";
        return html`<li class=${state}>
          <h4>
            ${sample.title} <span class="quiet">${this.#day(sample)}</span>
            ${state === "running" ? html`<span class="state working">${this.word("running")}</span>` : state ? html`<span class="state quiet">${this.word("done")}</span>` : nothing}
          </h4>
          <ul>
            ${userMessages(sample).map(({ text }, message) => {
              const said = state === "done" || (state === "running" && message < this.now.message);
              const saying = state === "running" && message === this.now.message;
              return html`<li class=${said ? "said" : saying ? "saying" : "unsaid"}>${text}</li>`;
            })}
          </ul>
        </li>`;
      })}
    </ol>`;
  }

  #files() {
    if (!this.files.length) return html`<p class="empty quiet">${this.word(this.running ? "fresh" : "none")}</p>`;
    return repeat(
      this.files,
      (file) => file.id,
      (file) =>
        html`<h4 class="mono">
            ${file.path} <span class="quiet">${this.words.bytes(file.content_size_bytes ?? file.content.length)}</span>
          </h4>
          <ol class="lines" aria-label=${file.path}>
            ${repeat(
              linesOf(/** @type {any} */ (file), this.analysis),
              (line) => line.number,
              (line) => this.#line(file.path, line),
            )}
          </ol>`,
    );
  }

  /** @param {string} path @param {Line} line */
  #line(path, { number, text, marks, parts }) {
    const looked = this.looked?.path === path && this.looked.line === number;
    return html`<li class="${marks.map((mark) => mark.kind).join(" ")} ${looked ? "looked" : ""}" tabindex="-1">
      <span class="n" aria-hidden="true">${number}</span>
      <span class="t"
        >${text ? parts.map((part) => (part.dated ? html`<mark>${part.text}</mark>` : part.text)) : html`<br />`}${marks.map(
          (mark) =>
            mark.of
              ? html` <button class="mark ${mark.kind}" @click=${() => mark.of && this.#look(mark.of)}>
                  ${this.#says(mark, path)}
                </button>`
              : html` <span class="mark ${mark.kind}">${this.#says(mark, path)}</span>`,
        )}</span
      >
    </li>`;
  }

  /** What is wrong with a line. @param {import("../format/rot.js").Mark} mark @param {string} path of the line */
  #says({ kind, of, words }, path) {
    const line = of ? (of.path === path ? this.word("line", { n: of.line }) : `${of.path}:${of.line}`) : "";
    return this.word(`${kind}Mark`, { line, words });
  }

  /** @param {SampleSession} sample */
  #day(sample) {
    const zone = sample.time_zone ? { timeZone: sample.time_zone } : {};
    return this.words.date(new Date(sample.created_at), { weekday: "short", day: "numeric", month: "short", ...zone });
  }

  /** Shows the line that another points to. @param {{ path: string, line: number }} of */
  async #look(of) {
    this.looked = of;
    await this.updateComplete;
    const line = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".lines .looked"));
    line?.scrollIntoView({ block: "nearest" });
    line?.focus({ preventScroll: true });
  }

  static styles = [sharedStyles, rotStyles];
}

/** The engine's clock, lent for a while. */
class Clock {
  /** @param {Api} api */
  static async of(api) {
    const { now, rate } = await api.post("/dreamfs/v1/clock", {});
    return new Clock(api, Date.parse(now), rate);
  }

  /** @param {Api} api @param {number} now @param {number} rate */
  constructor(api, now, rate) {
    Object.assign(this, { api, now, rate, begun: performance.now() });
    this.api = api;
    this.now = now;
    this.rate = rate;
    this.begun = performance.now();
  }

  /** Sets it to what the clock on the wall showed when something was said. @param {string} at @param {string} [zone] */
  async show(at, zone) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const moment = sameWallClock(at, zone ?? own, own);
    await this.api.post("/dreamfs/v1/clock", { now: new Date(moment).toISOString() });
  }

  async back() {
    const now = this.now + (performance.now() - this.begun) * this.rate;
    await this.api.post("/dreamfs/v1/clock", { now: new Date(now).toISOString() });
  }
}

/** The newest store of an earlier visit. @param {Api} api @returns {Promise<Json | null>} */
async function made(api) {
  for await (const store of api.list("/v1/memory_stores"))
    if (store.metadata?.dreamfs === MARK.dreamfs && !store.archived_at)
      return retrieve(api, `/v1/memory_stores/${store.id}`);
  return null;
}

define("dreamfs-rot", DreamfsRot);
