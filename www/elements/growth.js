/**
 * `<dreamfs-growth>`: a measured run of synthetic sessions over three stores: append only, tidy, and append only with dreaming. It runs on an
 * engine of its own, which `makeClient` makes and which should keep nothing; what is drawn was counted by that engine or answered by
 * its sessions. It never smooths, never fills in, and stops when it is told to. Event, composed: `dreamfs-growth-measured` { points } when a run is whole.
 */
import { html, nothing } from "lit";
import { reason } from "../format/api.js";
import { ARMS, measure } from "../format/growth.js";
import { FACTS, synthesize } from "../format/synthetic.js";
import { bytes, count, duration } from "../format/units.js";
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
const DOING = { telling: "telling", dreaming: "dreaming over", asking: "asking" };

/** @type {ReadonlyArray<import("./growth-chart.js").Measure>} */
const MEASURES = [
  { title: "Claims in the store", value: (point) => point.claims, says: String },
  { title: "Claims that only repeat", value: (point) => point.duplicates, says: String },
  { title: "Size of all files", value: (point) => point.bytes, says: bytes },
  {
    title: "Questions answered rightly",
    value: (point) => point.right,
    says: (n) => `${n} of ${QUESTIONS}`,
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
        else if (told.type === "failed")
          this.problem = `The dream after session ${told.session} failed, so its store stays as it was; the run goes on. ${told.message}`;
        else this.#take(told.point, [...seen.values()]);
      }
      this.emit("dreamfs-growth-measured", { points: this.points });
      this.announce(
        `Done: ${count(sessions, "session")} in ${duration(performance.now() - began)}. ${this.#inWords()}`,
      );
    } catch (error) {
      if (!work.signal.aborted) this.problem = `Stopped: ${reason(error)}`;
    } finally {
      this.running = false;
      this.exchanges = [...seen.values()];
      await client?.close?.();
    }
  }

  stop() {
    this.work?.abort();
    this.announce("Stopped. What was measured stays.");
  }

  /** @param {Point} point @param {Exchange[]} exchanges */
  #take(point, exchanges) {
    this.points = [...this.points, point];
    this.exchanges = exchanges;
    if (point.arm === ARMS[ARMS.length - 1].id) this.announce(this.#inWords());
  }

  #inWords() {
    const last = ARMS.map(({ id, label }) => ({ label, point: this.points.findLast((point) => point.arm === id) }));
    return last
      .filter(({ point }) => point)
      .map(
        ({ label, point }) =>
          `${label}: ${count(point?.claims ?? 0, "claim")}, ${point?.duplicates} repeat, ${point?.right} of ${point?.asked} answered rightly.`,
      )
      .join(" ");
  }

  render() {
    const { points, running, ran } = this;
    const length = ran?.world.sessions.length ?? this.sessions;
    return html`<section class="frame" part="frame" aria-label="Three stores as sessions pile up">
        <header class="bar" part="bar">
          ${this.#choice("sessions", "Sessions", LENGTHS)} ${this.#choice("every", "Dream and measure every", PERIODS)}
          <span class="grow"></span>
          ${
            running
              ? html`<button @click=${this.stop}>Stop</button>`
              : html`<button class="primary" part="primary" ?disabled=${!this.makeClient} @click=${this.start}>
                  ${points.length ? "Measure again" : "Start the run"}
                </button>`
          }
        </header>
        <div class="progress">
          <progress
            aria-label="Progress of the run"
            max=${length}
            .value=${this.at ? this.at.session - (running ? 1 : 0) : 0}
          ></progress>
          <p class="small quiet">${this.#status(length)}</p>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <div class="charts">${legend} ${MEASURES.map((measure) => chart(measure, points, length))}</div>
        <details class="more">
          <summary>The numbers as a table, and the synthetic sessions</summary>
          ${points.length ? table(points) : html`<p class="small quiet">Nothing has been measured yet.</p>`}
          <div class="row">
            <label for="seed">Seed</label>
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
            <button @click=${this.download}>Download sessions and numbers as JSON</button>
          </div>
          <p class="small quiet">
            The sessions are synthetic: ${FACTS} facts of a made-up event, told and told again from a seed. ${QUESTIONS}
            questions are asked of each store each time, half of them of facts that have changed, each of a session that
            was told nothing.
          </p>
        </details>
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  /** @param {"sessions" | "every"} name @param {string} label @param {number[]} options */
  #choice(name, label, options) {
    return html`<span class="choice">
      <label for=${name}>${label}</label>
      <select
        id=${name}
        ?disabled=${this.running}
        @change=${(/** @type {Event} */ e) => (this[name] = Number(/** @type {HTMLSelectElement} */ (e.target).value))}
      >
        ${options.map((n) => html`<option .selected=${n === this[name]}>${n}</option>`)}
      </select>
    </span>`;
  }

  /** @param {number} length */
  #status(length) {
    const { at, running, ran } = this;
    if (!this.makeClient) return "Waiting for the engine.";
    if (!at || !ran) return "Nothing has run yet. The run takes a while, here in this tab, and keeps nothing.";
    const took = `${count(at.turns, "turn")} in ${duration(ran.ms)}`;
    if (!running)
      return at.session === length && !this.work?.signal.aborted && !this.problem.startsWith("Stopped")
        ? `All ${length} sessions: ${took}.`
        : `Stopped in session ${at.session} of ${length}: ${took}.`;
    const arm = ARMS.find(({ id }) => id === at.arm)?.label;
    return `Session ${at.session} of ${length}: ${DOING[at.doing]} “${arm}”. ${took}.`;
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
        about: "Synthetic sessions of dreamfs, made from a seed; nobody said this.",
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

/** @param {Point[]} points */
function table(points) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The numbers">
    <table>
      <thead>
        <tr>
          ${[
            "After session",
            "Store",
            "Claims",
            "Repeated",
            "Contradicted",
            "Dates without a day",
            "Lines",
            "Files",
            "Bytes",
            "Right",
          ].map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${points.map(
          (point) =>
            html`<tr>
              <td>${point.session}</td>
              <th scope="row">${ARMS.find(({ id }) => id === point.arm)?.label}</th>
              ${[
                point.claims,
                point.duplicates,
                point.contradictions,
                point.relative_dates,
                point.lines,
                point.files,
                point.bytes,
              ].map((n) => html`<td>${n.toLocaleString("en")}</td>`)}
              <td>${point.right} of ${point.asked}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

define("dreamfs-growth", DreamfsGrowth);
