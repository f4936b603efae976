/**
 * `<dreamfs-review>`: what a dream that has ended did, to be judged before anything uses it: the proof that its input is untouched, what became of
 * every line with its evidence, the difference hunk by hunk, each file, the checks; then keep or discard. It reads the report that the engine
 * wrote when it verified; it works nothing out for itself.
 *
 * Events, composed: `dreamfs-store-kept` { store_id, name, dream_id } when the reader wants future sessions to mount a store, and
 * `dreamfs-changed` { store_ids } when hunks were taken back or the output was discarded.
 */
import { html, nothing } from "lit";
import { collect, hasExtensions, isError } from "../format/api.js";
import { hasEnded, inputOf, isSample, outputOf } from "../format/dream.js";
import { shortId } from "../format/units.js";
import { retrieve } from "../format/workspace.js";
import { PageDreams } from "./page-dreams.js";
import "./store.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import {
  VERDICTS,
  checksView,
  fileDifference,
  fileList,
  fileText,
  filters,
  ledgerRow,
  proof,
  reviewTexts,
} from "./review-parts.js";
import { reviewStyles } from "./review-styles.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("./review-parts.js").Evidence} Evidence */
/** @typedef {import("./review-parts.js").Place} Place */
/** @typedef {"lines" | "difference" | "files" | "checks"} Tab */

/** Rows, and files of a difference, that are drawn before more are asked for. */
const ROWS = 60;
const FILES = 12;
const BY_HAND = { headers: { "dreamfs-actor": "user" } };

export class DreamfsReview extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    ...reviewTexts,
    hosted: "The hosted API tells nothing of single lines and compares no stores. This is the new store itself.",
    share: "Link to this dream",
    shared: "Whoever opens it can run the dream again, and sees whether the same bytes come.",
    unshared: "A real model says something else each time: its dream cannot be run again, so there is no link to it.",
  };

  static properties = {
    ...DreamfsElement.properties,
    dreamId: { attribute: "dream-id" },
    inUse: { attribute: "in-use" },
    usual: { attribute: false },
    samples: { attribute: false },
    empty: {},
    readonly: { type: Boolean },
    dream: { state: true },
    report: { state: true },
    input: { state: true },
    output: { state: true },
    difference: { state: true },
    tab: { state: true },
    filter: { state: true },
    shown: { state: true },
    opened: { state: true },
    told: { state: true },
    titles: { state: true },
    place: { state: true },
    text: { state: true },
    asked: { state: true },
    problem: { state: true },
    busy: { state: true },
    loading: { state: true },
    sharing: { state: true },
  };

  constructor() {
    super();
    /** @type {string | null} */
    this.dreamId = null;
    /** The store that future sessions mount. @type {string | null} */
    this.inUse = null;
    /** The store to go back to from a kept one; the dream's input when left out. @type {Json | null} */
    this.usual = null;
    /** What tells sample sessions from the reader's own. @type {ReadonlyArray<{ title?: string }>} */
    this.samples = [];
    /** What stands there before a dream has ended; the text `emptyReview` when left out. */
    this.empty = "";
    /** Whether there is nothing to decide: no change is taken back, nothing kept or discarded. */
    this.readonly = false;
    /** Whether a link to the dream was asked for. */
    this.sharing = false;
    /** @type {Json | null} */
    this.dream = null;
    /** @type {Json | null} */
    this.report = null;
    /** @type {Json | null} */
    this.input = null;
    /** @type {Json | null} */
    this.output = null;
    /** @type {Json | null} */
    this.difference = null;
    /** @type {Tab} */
    this.tab = "lines";
    this.filter = "all";
    this.shown = ROWS;
    /** Rows whose evidence is open. @type {Set<Json>} */
    this.opened = new Set();
    /** What was fetched of each row's evidence. @type {Map<Json, Evidence[]>} */
    this.told = new Map();
    /** The file that is shown, and its line. @type {Place | null} */
    this.place = null;
    /** @type {string | null} */
    this.text = null;
    this.asked = false;
    this.problem = "";
    this.busy = false;
    this.loading = false;
    /** Titles of sessions by id. @type {Map<string, string>} */
    this.titles = new Map();
    /** @type {Map<string, Promise<{ session: Json | null, events: Map<string, Json> }>>} */
    this.transcripts = new Map();
    // Standing alone, it shows the dream that ended last on its page.
    new PageDreams(this, (id) => (this.dreamId = id));
  }

  /** Forgets the dream that was shown. Before the first, how it stands is the author's, or a link's. */
  #clear() {
    if (this.dream) Object.assign(this, { tab: "lines", filter: "all" });
    Object.assign(this, { dream: null, report: null, input: null, output: null, difference: null });
    Object.assign(this, {
      shown: ROWS,
      place: null,
      text: null,
      asked: false,
      problem: "",
      busy: false,
      sharing: false,
    });
    this.opened = new Set();
    this.told = new Map();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has("client") || !changed.has("dreamId")) return;
    this.load();
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.load();
  }

  /** Reads the dream, its report, its two stores and their difference. */
  async load() {
    const { api, client, dreamId: id } = this;
    this.#clear();
    this.transcripts.clear();
    if (!api || !id) return;
    this.loading = true;
    try {
      if (client) this.hosted = !(await hasExtensions(client));
      const dream = await api.get(`/v1/dreams/${id}`);
      const output = outputOf(dream);
      const [report, from, to, sessions] = await Promise.all([
        hasEnded(dream) && !this.hosted ? api.get(`/dreamfs/v1/dreams/${id}/report`).catch(none) : null,
        retrieve(api, `/v1/memory_stores/${inputOf(dream)}`),
        output ? retrieve(api, `/v1/memory_stores/${output}`) : null,
        collect(api.list("/v1/sessions", { include_archived: true }, { most: 1000 })),
      ]);
      if (id !== this.dreamId) return;
      Object.assign(this, { dream, report, input: from, output: to });
      this.titles = new Map(sessions.map((session) => [session.id, session.title]));
      if (!report) this.tab = "difference";
      if (from && to && !this.hosted) {
        const difference = this.#isOpen(dream)
          ? await api.get(`/dreamfs/v1/dreams/${id}/hunks`)
          : await api.get("/dreamfs/v1/diff", { from: from.id, to: to.id });
        if (id === this.dreamId) this.difference = difference;
      }
    } catch (error) {
      if (id === this.dreamId) this.problem = isError(error, 404) ? this.word("goneDream") : this.why(error);
    } finally {
      if (id === this.dreamId) this.loading = false;
    }
  }

  /** Whether its changes can be accepted and taken back. @param {Json | null} dream */
  #isOpen = (dream) => Boolean(dream && hasEnded(dream)) && dream?.output_behavior?.type !== "update_existing";

  /** Every row of the ledger: the input's lines, then what was added. @returns {Json[]} */
  get rows() {
    if (!this.report) return [];
    if (this.counted?.report !== this.report) {
      const added = this.report.added.map((/** @type {Json} */ one) => ({ ...one, verdict: "added", reason: "" }));
      this.counted = { report: this.report, rows: [...this.report.claims, ...added] };
    }
    return this.counted.rows;
  }

  /** @type {{ report: Json, rows: Json[] } | undefined} */
  counted = undefined;

  #filtered() {
    if (this.filter === "all") return this.rows;
    if (this.filter === "unsupported") return this.rows.filter((row) => row.flagged);
    return this.rows.filter((row) => row.verdict === this.filter);
  }

  #counts() {
    const { rows } = this;
    const verdicts = VERDICTS.map((id) => (id === "verdictAdded" ? "added" : id)).map((id) => ({
      id,
      n: rows.filter((row) => (id === "unsupported" ? row.flagged : row.verdict === id)).length,
    }));
    return [{ id: "all", n: rows.length }, ...verdicts.filter(({ n }) => n)];
  }

  /** Opens or shuts a row's evidence; the words are fetched when they are first asked for. @param {Json} row @param {boolean} open */
  async #evidence(row, open) {
    if (open === this.opened.has(row)) return;
    const opened = new Set(this.opened);
    if (open) opened.add(row);
    else opened.delete(row);
    this.opened = opened;
    if (!open || this.told.has(row)) return;
    const sources = /** @type {Json[]} */ (row.evidence ?? []);
    this.told = new Map(this.told).set(
      row,
      sources.map((source) => ({ source, state: "loading" })),
    );
    const evidence = await Promise.all(sources.map((source) => this.#told(source)));
    this.told = new Map(this.told).set(row, evidence);
  }

  /** @param {Json} source @returns {Promise<Evidence>} */
  async #told(source) {
    if (source.type !== "session") return { source, state: "here" };
    const { session, events } = await this.#transcript(source.session_id);
    const event = events.get(source.event_id);
    const own = Boolean(session && !isSample(session, this.samples));
    return { source, state: event ? "here" : "gone", event, title: session?.title, own };
  }

  /** A session and its events by id, read once. @param {string} id */
  #transcript(id) {
    let known = this.transcripts.get(id);
    if (!known) {
      known = (async () => {
        const { api } = this;
        const session = api ? await retrieve(api, `/v1/sessions/${id}`) : null;
        const events =
          api && session
            ? await collect(api.list(`/v1/sessions/${id}/events`, { order: "asc" }, { most: 20_000 }))
            : [];
        return { session, events: new Map(events.map((event) => [event.id, event])) };
      })();
      this.transcripts.set(id, known);
      known.catch(() => this.transcripts.delete(id));
      return known.catch((error) => {
        this.problem = this.why(error);
        return { session: null, events: new Map() };
      });
    }
    return known;
  }

  /** Shows a file, of the output store or, where the dream removed it, of the input store. @param {Place} place */
  async go(place) {
    const { api } = this;
    this.tab = "files";
    this.place = place;
    this.text = null;
    if (!api) return;
    try {
      const store = this.#isGone(place.path) ? this.input : this.output;
      if (!store) return;
      const base = `/v1/memory_stores/${store.id}/memories`;
      let found = null;
      for await (const one of api.list(base)) if (one.path === place.path) found = one;
      const memory = found ? await api.get(`${base}/${found.id}`, { view: "full" }) : null;
      if (this.place !== place) return;
      this.text = memory ? (memory.content ?? "") : this.word("goneFile");
      await this.updateComplete;
      const line = this.renderRoot.querySelector(".here");
      line?.scrollIntoView({ block: "nearest" });
      this.announce(this.word(place.line ? "here" : "herePath", { path: place.path, n: place.line }));
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** @param {string} path */
  #isGone(path) {
    return this.#files().some((file) => file.path === path && file.change === "removed");
  }

  /** What became of each file: from the report, or where there is none, from the difference. @returns {Json[]} */
  #files() {
    return this.report?.files ?? this.difference?.files ?? [];
  }

  /** @param {"accept" | "reject"} act @param {string[]} ids */
  async #hunks(act, ids) {
    const { api, dreamId } = this;
    if (!api || this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      this.difference = await api.post(`/dreamfs/v1/dreams/${dreamId}/hunks`, { [act]: ids }, BY_HAND);
      this.announce(this.word(act === "accept" ? "wereAccepted" : "wereRejected", { n: ids.length }));
      if (act === "reject") this.emit("dreamfs-changed", { store_ids: [this.output?.id] });
    } catch (error) {
      this.problem = this.why(error);
    } finally {
      this.busy = false;
    }
  }

  /** Says that future sessions are to mount this store. @param {Json} store */
  keep(store) {
    this.inUse = store.id;
    this.emit("dreamfs-store-kept", { store_id: store.id, name: store.name, dream_id: this.dreamId });
    this.announce(this.word("mountNow", { name: store.name }));
  }

  async #discard() {
    const { api, output } = this;
    if (!api || !output) return;
    this.busy = true;
    try {
      this.output = await api.post(`/v1/memory_stores/${output.id}/archive`);
      this.asked = false;
      this.announce(this.word("archived", { name: output.name }));
      this.emit("dreamfs-changed", { store_ids: [output.id] });
    } catch (error) {
      this.problem = this.why(error);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { dream, output } = this;
    return html`<section class="frame" part="frame" aria-label=${this.word(this.readonly ? "secondRun" : "review")}>
        <header class="bar" part="bar">
          <h3>${output ? output.name : this.word("result")}</h3>
          <span class="grow small quiet"
            >${dream && output ? this.word("madeBy", { name: this.#inputName() }) : ""}</span
          >
          ${output && output.id === this.inUse ? html`<span class="badge">${this.word("inUse")}</span>` : nothing}
        </header>
        ${dream && (output || this.report) ? this.#body(dream) : html`<p class="empty quiet">${this.#nothing()}</p>`}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${dream && output && !this.readonly ? [this.#decision(output), this.#share(dream)] : nothing}
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  #nothing() {
    if (!this.client) return this.word("waiting");
    if (this.loading) return this.word("reading");
    if (this.dream && !hasEnded(this.dream)) return this.word("notEnded");
    if (this.dream) return this.word("noStore");
    return this.empty || this.word("emptyReview");
  }

  #inputName() {
    return this.input?.name ?? shortId(this.dream ? inputOf(this.dream) : "");
  }

  /** @param {Json} dream */
  #body(dream) {
    if (this.hosted)
      return html`<p class="section quiet">${this.word("hosted")}</p>
        <dreamfs-store
          .client=${this.tapped}
          .storeId=${outputOf(dream)}
          .name=${this.output?.name ?? ""}
          .strings=${this.strings}
        ></dreamfs-store>`;
    const hunks = (this.difference?.files ?? []).reduce(
      (/** @type {number} */ sum, /** @type {Json} */ file) => sum + file.hunks.length,
      0,
    );
    const tabs = /** @type {Array<{ id: Tab, label: string, n: number | null }>} */ ([
      { id: "lines", label: "lines", n: this.report ? this.rows.length : null },
      { id: "difference", label: "differences", n: this.difference ? hunks : null },
      { id: "files", label: "filesTab", n: this.#files().length },
      { id: "checks", label: "checks", n: this.report ? this.report.checks.length : null },
    ]);
    return html`${this.report ? html`<div class="section">${proof(this.words, dream, this.report, this.#inputName())}</div>` : nothing}
      <div role="tablist" aria-label=${this.word("tabs")} @keydown=${this.#arrow}>
        ${tabs.map(
          ({ id, label, n }) =>
            html`<button
              role="tab"
              id="tab-${id}"
              aria-controls="panel"
              aria-selected=${id === this.tab}
              tabindex=${id === this.tab ? 0 : -1}
              @click=${() => (this.tab = id)}
            >
              ${this.word(label)} <span class="quiet">${n === null ? "" : this.words.number(n)}</span>
            </button>`,
        )}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}" tabindex="0">
        ${{ lines: () => this.#ledger(), difference: () => this.#differences(), files: () => this.#tree(), checks: () => (this.report ? checksView(this.words, this.report) : this.#unreported()) }[this.tab]()}
      </div>`;
  }

  #unreported() {
    return html`<p class="quiet">${this.word("unreported")}</p>`;
  }

  #ledger() {
    if (!this.report) return this.#unreported();
    const rows = this.#filtered();
    return html`${filters(this.words, this.#counts(), this.filter, (id) => {
        this.filter = id;
        this.shown = ROWS;
      })}
      <ol class="ledger" aria-label=${this.word("ledger")}>
        ${rows.slice(0, this.shown).map((row) =>
          ledgerRow(this.words, row, {
            open: this.opened.has(row),
            evidence: this.told.get(row) ?? [],
            toggle: (open) => this.#evidence(row, open),
            go: (place) => this.go(place),
            named: (text) => text.replace(/\bsesn_\w+/g, (id) => this.titles.get(id) || shortId(id)),
          }),
        )}
      </ol>
      ${rows.length ? nothing : html`<p class="quiet">${this.word("noLines")}</p>`}
      ${rows.length > this.shown ? html`<button @click=${() => (this.shown += ROWS)}>${this.word("moreLines", { n: Math.min(ROWS, rows.length - this.shown), all: rows.length })}</button>` : nothing}`;
  }

  #differences() {
    const files = /** @type {Json[]} */ (this.difference?.files ?? []);
    if (!this.difference)
      return html`<p class="quiet">${this.word(this.input && this.output ? "comparingStores" : "oneGone")}</p>`;
    const shown = Math.ceil((this.shown / ROWS) * FILES);
    const at = {
      busy: this.busy,
      shut: this.readonly || Boolean(this.output?.archived_at) || !this.#isOpen(this.dream ?? {}),
      accept: (/** @type {string[]} */ ids) => this.#hunks("accept", ids),
      reject: (/** @type {string[]} */ ids) => this.#hunks("reject", ids),
    };
    const back = /** @type {Json[]} */ (this.difference.rejected ?? []);
    return html`<p class="small quiet">
        ${files.length ? "" : this.word("sameStores")}
        ${this.word("fromTo", { input: this.#inputName(), output: this.output?.name })}
      </p>
      ${files.slice(0, shown).map((file) => fileDifference(this.words, file, at))}
      ${files.length > shown ? html`<button @click=${() => (this.shown += ROWS)}>${this.word("moreFiles", { n: files.length })}</button>` : nothing}
      ${back.length ? html`<h4>${this.word("takenBack")}</h4>` : nothing}
      ${back.map((file) => fileDifference(this.words, file, { ...at, shut: true, back: true }))}`;
  }

  #tree() {
    const files = this.#files();
    const { place } = this;
    return html`<div class="two">
      ${files.length ? fileList(this.words, files, place?.path ?? null, (one) => this.go(one)) : html`<p class="quiet">${this.word("noFile")}</p>`}
      <div>
        ${place ? fileText(this.words, { path: place.path, text: this.text, line: place.line, gone: this.#isGone(place.path) }) : html`<p class="small quiet">${this.word("choose")}</p>`}
      </div>
    </div>`;
  }

  /** @param {Json} output */
  #decision(output) {
    const { input } = this;
    const back = this.usual ?? input;
    const using = output.id === this.inUse;
    if (output.archived_at)
      return html`<div class="foot">
        <p class="small">${this.word("discarded")}</p>
      </div>`;
    if (this.dream?.output_behavior?.type === "update_existing")
      return html`<div class="foot">
        <p class="small">${this.word("nothingToChoose")}</p>
      </div>`;
    if (this.asked)
      return html`<div class="foot asked">
        <p class="small">
          ${this.word("askArchive", { output: html`<span class="mono">${output.name}</span>`, input: this.#inputName() })}
        </p>
        <button class="bad" data-first ?disabled=${this.busy} @click=${this.#discard}>${this.word("archive")}</button>
        <button @click=${() => (this.asked = false)}>${this.word("leave")}</button>
      </div>`;
    if (using)
      return html`<div class="foot">
        <p class="small">${this.word("mountNow", { name: html`<span class="mono">${output.name}</span>` })}</p>
        ${back && !back.archived_at && back.id !== output.id ? html`<button @click=${() => this.keep(back)}>${this.word("back", { name: back.name })}</button>` : nothing}
      </div>`;
    return html`<div class="foot">
      <button class="primary" part="primary" ?disabled=${this.busy} @click=${() => this.keep(output)}>
        ${this.word("keep")}
      </button>
      <button ?disabled=${this.busy} @click=${this.#ask}>${this.word("discard")}</button>
      <p class="small quiet">
        ${this.word("goOn", {
          name: this.inUse && this.inUse !== input?.id ? this.word("another") : this.#inputName(),
        })}
      </p>
    </div>`;
  }

  /** A link to the dream, or why there is none. @param {Json} dream */
  #share(dream) {
    const again = dream.status === "completed" && dream.output_behavior?.type !== "update_existing";
    if (!again || !this.report) return nothing;
    if (this.sharing)
      return html`<div class="share">
        <dreamfs-share
          .client=${this.client}
          .dreamId=${dream.id}
          .samples=${this.samples}
          .strings=${this.strings}
        ></dreamfs-share>
      </div>`;
    const offline = this.report.model_ran === "dreamfs-offline";
    return html`<div class="share">
      ${offline ? html`<button @click=${this.#link}>${this.word("share")}</button>` : nothing}
      <p class="small quiet">${this.word(offline ? "shared" : "unshared")}</p>
    </div>`;
  }

  async #link() {
    this.sharing = true;
    try {
      await import("./sharing.js");
    } catch (error) {
      this.sharing = false;
      this.problem = this.why(error);
    }
  }

  #ask() {
    this.asked = true;
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[data-first]"))?.focus(),
    );
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const ids = /** @type {Tab[]} */ (["lines", "difference", "files", "checks"]);
    this.tab = ids[(ids.indexOf(this.tab) + step + ids.length) % ids.length];
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#tab-${this.tab}`))?.focus(),
    );
  }

  static styles = [sharedStyles, reviewStyles];
}

/** No report is written for a dream that ended before it was verified. @param {unknown} error */
function none(error) {
  if (isError(error, 404)) return null;
  throw error;
}

define("dreamfs-review", DreamfsReview);
