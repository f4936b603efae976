/**
 * `<dreamfs-growth>`: a measured run of synthetic sessions over three stores: append only, tidy, and append only with dreaming. It runs on an
 * engine of its own, which `makeClient` makes and which should keep nothing; what is drawn was counted by that engine or answered by
 * its sessions. It never smooths, never fills in, and stops when it is told to. Event, composed: `dreamfs-growth-measured` { points } when a run is whole.
 */
import { html, nothing } from "lit";
import { ARMS, measure } from "../format/growth.js";
import { FACTS, synthesize } from "../format/synthetic.js";
import { tapped } from "../format/wire.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { chart, legend } from "./growth-chart.js";
import { growthStyles } from "./growth-styles.js";

/** @typedef {import("../format/api.js").Client} Client */
/** @typedef {import("../format/growth.js").Point} Point */
/** @typedef {import("../format/growth.js").Progress} Progress */
/** @typedef {import("../format/synthetic.js").World} World */
/** @typedef {import("../format/wire.js").Exchange} Exchange */
/** @typedef {Client & { close?: () => Promise<void> }} OwnClient */

const LENGTHS = [12, 24, 36, 60];
const PERIODS = [3, 6, 12];
const QUESTIONS = 12;
const EXCHANGES = 60;

/** @type {ReadonlyArray<import("./growth-chart.js").Measure>} */
const MEASURES = [
  { title: "claimsTitle", value: (point) => point.claims, says: (w, n) => w.number(n) },
  { title: "repeatTitle", value: (point) => point.duplicates, says: (w, n) => w.number(n) },
  { title: "sizeTitle", value: (point) => point.bytes, says: (w, n) => w.bytes(n) },
  {
    title: "rightTitle",
    value: (point) => point.right,
    says: (w, n) => w.word("of", { n, all: QUESTIONS }),
    top: QUESTIONS,
  },
];

export class DreamfsGrowth extends DreamfsElement {
  async prepare() {
    this.makeClient ??= async () => {
      const { createClient } = await import("../dreamfs.js");
      return createClient({ storage: "memory", timeZone: "UTC", clock: { now: "2026-03-02T09:00:00Z" } });
    };
  }

  static texts = {
    ...DreamfsElement.texts,
    growth: "Three stores as sessions pile up",
    append: "append only",
    appendSays: "logs everything, changes nothing",
    tidy: "tidy",
    tidySays: "changes a line when its fact changes",
    dream: "append only, with dreaming",
    dreamSays: "logs everything, dreams now and then",
    claimsTitle: "Claims in the store",
    repeatTitle: "Claims that only repeat",
    sizeTitle: "Size of all files",
    rightTitle: "Questions answered rightly",
    of: "{n} of {all}",
    after: { one: "After {n} session: {values}.", other: "After {n} sessions: {values}." },
    nothingMeasured: "Nothing has been measured yet.",
    notMeasured: "nothing measured yet",
    sessions: "Sessions",
    every: "Dream and measure every",
    start: "Start the run",
    again: "Measure again",
    stop: "Stop",
    progress: "Progress of the run",
    nothingRun: "Nothing has run yet. The run takes a while, here in this tab, and keeps nothing.",
    took: { one: "{n} turn in {time}", other: "{n} turns in {time}" },
    whole: { one: "All {n} sessions: {took}.", other: "All {n} sessions: {took}." },
    stoppedIn: "Stopped in session {session} of {all}: {took}.",
    telling: "Session {session} of {all}: telling “{arm}”. {took}.",
    dreaming: "Session {session} of {all}: dreaming over “{arm}”. {took}.",
    asking: "Session {session} of {all}: asking “{arm}”. {took}.",
    done: { one: "Done: {n} session in {time}. {counts}", other: "Done: {n} sessions in {time}. {counts}" },
    stopped: "Stopped. What was measured stays.",
    stoppedBy: "Stopped: {why}",
    failed: "The dream after session {n} failed, so its store stays as it was; the run goes on. {why}",
    counted: {
      one: "{arm}: {n} claim, {repeat} repeat, {right} of {asked} answered rightly.",
      other: "{arm}: {n} claims, {repeat} repeat, {right} of {asked} answered rightly.",
    },
    more: "The numbers as a table, and the synthetic sessions",
    numbers: "The numbers",
    afterSession: "After session",
    store: "Store",
    claims: "Claims",
    repeated: "Repeated",
    contradicted: "Contradicted",
    undated: "Dates without a day",
    lines: "Lines",
    files: "Files",
    bytes: "Bytes",
    right: "Right",
    seed: "Seed",
    download: "Download sessions and numbers as JSON",
    synthetic:
      "The sessions are synthetic: {facts} facts of a made-up event, told and told again from a seed. {questions} questions are asked of each store each time, half of them of facts that have changed, each of a session that was told nothing.",
    about: "Synthetic sessions of dreamfs, made from a seed; nobody said this.",
  };

  static properties = {
    ...DreamfsElement.properties,
    makeClient: { attribute: false },
    sessions: { type: Number },
    every: { type: Number },
    seed: { type: Number },
    points: { state: true },
    at: { state: true },
    ran: { state: true },
    running: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** Starts an engine for one run; it is closed after. @type {(() => Promise<OwnClient>) | null} */
    this.makeClient = null;
    this.sessions = 24;
    this.every = 6;
    this.seed = 1;
    /** @type {Point[]} */
    this.points = [];
    /** @type {Progress | null} */
    this.at = null;
    /** The sessions of the last run, how often it was measured, and how long it has taken. @type {{ world: World, every: number, ms: number } | null} */
    this.ran = null;
    this.running = false;
    this.problem = "";
    /** Whether the last run ended by a fault. */
    this.broken = false;
    /** @type {AbortController | null} */
    this.work = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.work?.abort();
  }

  async start() {
    if (!this.makeClient || this.running) return;
    const work = (this.work = new AbortController());
    const { sessions, every, seed } = this;
    const world = synthesize({ seed, sessions });
    const began = performance.now();
    const seen = /** @type {Map<number, Exchange>} */ (new Map());
    Object.assign(this, {
      running: true,
      problem: "",
      points: [],
      at: null,
      exchanges: [],
      ran: { world, every, ms: 0 },
    });
    /** @type {OwnClient | undefined} */
    let client;
    try {
      client = await this.makeClient();
      const watched = tapped(client, (one) => {
        seen.set(one.n, one);
        if (seen.size > EXCHANGES) seen.delete(/** @type {number} */ (seen.keys().next().value));
      });
      for await (const told of measure(watched, world, { every, ask: QUESTIONS, signal: work.signal })) {
        this.ran = { world, every, ms: performance.now() - began };
        if (told.type === "progress") this.at = told;
        else if (told.type === "failed") this.problem = this.word("failed", { n: told.session, why: told.message });
        else this.#take(told.point, [...seen.values()]);
      }
      this.emit("dreamfs-growth-measured", { points: this.points });
      const time = this.words.duration(performance.now() - began);
      this.announce(this.word("done", { n: sessions, time, counts: this.#inWords() }));
    } catch (error) {
      this.broken = !work.signal.aborted;
      if (this.broken) this.problem = this.word("stoppedBy", { why: this.why(error) });
    } finally {
      this.running = false;
      this.exchanges = [...seen.values()];
      await client?.close?.();
    }
  }

  stop() {
    this.work?.abort();
    this.announce(this.word("stopped"));
  }

  /** @param {Point} point @param {Exchange[]} exchanges */
  #take(point, exchanges) {
    this.points = [...this.points, point];
    this.exchanges = exchanges;
    if (point.arm === ARMS[ARMS.length - 1].id) this.announce(this.#inWords());
  }

  #inWords() {
    return ARMS.flatMap(({ id }) => {
      const point = this.points.findLast((one) => one.arm === id);
      if (!point) return [];
      const { claims: n, duplicates: repeat, right, asked } = point;
      return [this.word("counted", { arm: this.word(id), n, repeat, right, asked })];
    }).join(" ");
  }

  render() {
    const { points, running, ran } = this;
    const length = ran?.world.sessions.length ?? this.sessions;
    return html`<section class="frame" part="frame" aria-label=${this.word("growth")}>
        <header class="bar" part="bar">
          ${this.#choice("sessions", LENGTHS)} ${this.#choice("every", PERIODS)}
          <span class="grow"></span>
          ${
            running
              ? html`<button @click=${this.stop}>${this.word("stop")}</button>`
              : html`<button class="primary" part="primary" ?disabled=${!this.makeClient} @click=${this.start}>
                  ${this.word(points.length ? "again" : "start")}
                </button>`
          }
        </header>
        <div class="progress">
          <progress
            aria-label=${this.word("progress")}
            max=${length}
            .value=${this.at ? this.at.session - (running ? 1 : 0) : 0}
          ></progress>
          <p class="small quiet">${this.#status(length)}</p>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="charts">
          ${legend(this.words)}
          ${points.length || running ? MEASURES.map((measure) => chart(this.words, measure, points, length)) : nothing}
        </div>
        <details class="more">
          <summary>${this.word("more")}</summary>
          ${points.length ? table(this.words, points) : html`<p class="small quiet">${this.word("nothingMeasured")}</p>`}
          <div class="row">
            <label for="seed">${this.word("seed")}</label>
            <input
              id="seed"
              type="number"
              min="0"
              max="999999"
              step="1"
              .value=${String(this.seed)}
              ?disabled=${running}
              @change=${this.#seeded}
            />
            <button @click=${this.download}>${this.word("download")}</button>
          </div>
          <p class="small quiet">${this.word("synthetic", { facts: FACTS, questions: QUESTIONS })}</p>
        </details>
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  /** @param {"sessions" | "every"} name @param {number[]} options */
  #choice(name, options) {
    return html`<span class="choice">
      <label for=${name}>${this.word(name)}</label>
      <select
        id=${name}
        ?disabled=${this.running}
        @change=${(/** @type {Event} */ e) => (this[name] = Number(/** @type {HTMLSelectElement} */ (e.target).value))}
      >
        ${options.map((n) => html`<option value=${n} .selected=${n === this[name]}>${this.words.number(n)}</option>`)}
      </select>
    </span>`;
  }

  /** @param {number} length */
  #status(length) {
    const { at, running, ran } = this;
    if (!this.makeClient) return this.word("waiting");
    if (!at || !ran) return this.word("nothingRun");
    const took = this.word("took", { n: at.turns, time: this.words.duration(ran.ms) });
    const { session } = at;
    const whole = session === length && !this.work?.signal.aborted && !this.broken;
    if (!running) return this.word(whole ? "whole" : "stoppedIn", { session, n: length, all: length, took });
    return this.word(at.doing, { session, all: length, arm: this.word(at.arm), took });
  }

  /** @param {Event} event */
  #seeded(event) {
    const box = /** @type {HTMLInputElement} */ (event.target);
    const seed = Number(box.value);
    if (Number.isInteger(seed) && seed >= 0 && seed <= 999_999) this.seed = seed;
    else box.value = String(this.seed);
  }

  /** Hands over what was run, or what would be. */
  download() {
    const { world, every } = this.ran ?? {
      world: synthesize({ seed: this.seed, sessions: this.sessions }),
      every: this.every,
    };
    const text = JSON.stringify(
      {
        about: this.word("about"),
        every,
        ...world,
        measured: this.points,
      },
      null,
      2,
    );
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `dreamfs-growth-${world.seed}-${world.sessions.length}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  static styles = [sharedStyles, growthStyles];
}

/** @param {import("../format/words.js").Words} w @param {Point[]} points */
function table(w, points) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${w.word("numbers")}>
    <table>
      <thead>
        <tr>
          ${[
            "afterSession",
            "store",
            "claims",
            "repeated",
            "contradicted",
            "undated",
            "lines",
            "files",
            "bytes",
            "right",
          ].map((name) => html`<th scope="col">${w.word(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${points.map(
          (point) =>
            html`<tr>
              <td>${w.number(point.session)}</td>
              <th scope="row">${w.word(point.arm)}</th>
              ${[
                point.claims,
                point.duplicates,
                point.contradictions,
                point.relative_dates,
                point.lines,
                point.files,
                point.bytes,
              ].map((n) => html`<td>${w.number(n)}</td>`)}
              <td>${w.word("of", { n: point.right, all: point.asked })}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

define("dreamfs-growth", DreamfsGrowth);
