/**
 * `<dreamfs-cost>`: what a dream took and what it would cost on other terms. Tokens by kind and the share that the prompt cache gave are
 * the dream's own; the price is worked out from the engine's dated table, which the reader may overwrite. It can run the same dream
 * again under a hard cap, and shows what that kept. It never calls an estimate a measurement.
 *
 * Attribute `dream`: the dream's id; the newest completed one when left out. Event, composed: `dreamfs-changed` { store_ids }.
 */
import { html, nothing, svg } from "lit";
import { isError } from "../format/api.js";
import { KINDS, cacheShare, priceOf, pricedAs, pricesOf, withShare } from "../format/cost.js";
import { allTokens, hasEnded, tokensOf } from "../format/dream.js";
import { memoriesOf, pause } from "../format/run.js";
import { shortId } from "../format/units.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { costStyles } from "./cost-styles.js";

/** @typedef {import("../format/api.js").Api} Api */
/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {import("../format/cost.js").Prices} Prices */
/** @typedef {import("../format/cost.js").Usage} Usage */

/** What the workshop named as the usual share, for comparison. */
const WORKSHOP_SHARE = 0.95;
const OFFLINE = "dreamfs-offline";
const LOOK_MS = 150;

export class DreamfsCost extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    cost: "What a dream costs",
    unnamed: "dream",
    none: "No dream has been completed yet. Run one above, and its tokens are counted here.",
    notKnown: "model not known",
    ended: "ended {when}",
    price: "Price",
    pricedAs: "priced as {model}",
    inBatch: ", in a batch",
    estimated: ", tokens estimated",
    table: "Tokens, price and cost by kind",
    kind: "Kind",
    tokens: "Tokens",
    priceOfMillion: "Price for a million",
    priceOf: "Price of a million tokens: {kind}",
    costs: "Cost",
    money: "Money",
    all: "All",
    cached: "Read from the prompt cache",
    written: "Written to the prompt cache",
    input: "Other input",
    output: "Output",
    model: "Priced as",
    share: "Input read from the prompt cache: {share}",
    thisRun: "This run: {share}",
    workshop: "The workshop: about {share}",
    batch: "Scheduled as a batch: pays {share} of the price",
    prices: "Prices in {currency} as of {date}; write your own over them.",
    backToTable: "Back to the table",
    rulesRan:
      "No token was paid for: the offline rules ran. Their tokens are estimated from the length of the real requests, and the cache’s share by its rule on those requests.",
    reported: "Tokens as the model reported them.",
    supposed: "The share is supposed, not measured.",
    cap: {
      one: "Hard cap: {cap} of the {n} token that it took",
      other: "Hard cap: {cap} of the {n} tokens that it took",
    },
    capCosts: ", about {price} at this mix",
    capTokens: { one: "{n} token", other: "{n} tokens" },
    run: "Run again under this cap",
    again: { one: "Dreaming again with at most {n} token.", other: "Dreaming again with at most {n} tokens." },
    completed: {
      one: "The dream was completed, having used {n} token.",
      other: "The dream was completed, having used {n} tokens.",
    },
    failed: { one: "The dream stopped, having used {n} token.", other: "The dream stopped, having used {n} tokens." },
    canceled: {
      one: "The dream was canceled, having used {n} token.",
      other: "The dream was canceled, having used {n} tokens.",
    },
    usedOf: { one: "{used} of {n} token", other: "{used} of {n} tokens" },
    dreaming: "Dreaming: {tokens} used.",
    within: "Completed within the cap.",
    atCap: "Stopped at the cap.",
    broke: "Failed.",
    itUsed: "It used {tokens}.",
    keeps: {
      one: "Its output store keeps {n} file: {paths}.",
      other: "Its output store keeps {n} files: {paths}.",
    },
    keepsSoFar: {
      one: "Its output store keeps {n} file: {paths}, as far as it had come.",
      other: "Its output store keeps {n} files: {paths}, as far as it had come.",
    },
    keepsNone: "Its output store keeps no file.",
    hosted: "This needs the engine’s price table and a dream’s report, which the hosted API does not have.",
  };

  static properties = {
    ...DreamfsElement.properties,
    dream: {},
    found: { state: true },
    report: { state: true },
    table: { state: true },
    looked: { state: true },
    priced: { state: true },
    edited: { state: true },
    share: { state: true },
    batch: { state: true },
    cap: { state: true },
    again: { state: true },
    busy: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** The dream's id. @type {string | null} */
    this.dream = null;
    /** The dream that is shown. @type {Json | null} */
    this.found = null;
    /** @type {Json | null} */
    this.report = null;
    /** The price table. @type {Json | null} */
    this.table = null;
    /** Whether it is known that there is a dream, or none. */
    this.looked = false;
    /** The model that the reader prices it as; the dream's own until chosen. @type {string | null} */
    this.priced = null;
    /** Prices that the reader wrote over the table's, by model. @type {Record<string, Partial<Prices>>} */
    this.edited = {};
    /** The share that the reader supposes; the measured one until moved. @type {number | null} */
    this.share = null;
    this.batch = false;
    /** Tokens that a run again may use; most of what this one took until moved. @type {number | null} */
    this.cap = null;
    /** The run under a cap: the dream, and what it kept. @type {{ dream: Json, cap: number, files: Json[] | null } | null} */
    this.again = null;
    this.busy = false;
    this.problem = "";
    /** Dreams that were run again from here: they are not the one that is priced. @type {Set<string>} */
    this.own = new Set();
    this.changed = (/** @type {Event} */ event) => {
      if (!event.composedPath().includes(this) && !this.busy) this.read();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("dreamfs-changed", this.changed);
    document.addEventListener("dreamfs-dream-changed", this.changed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("dreamfs-changed", this.changed);
    document.removeEventListener("dreamfs-dream-changed", this.changed);
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.read();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has("dream") && !changed.has("client") && this.api) this.read();
  }

  /** Finds the dream and reads what it took. */
  async read() {
    const { api } = this;
    if (!api) return;
    try {
      this.table ??= await api.get("/dreamfs/v1/prices");
      const found = this.dream ? await api.get(`/v1/dreams/${this.dream}`) : await newest(api, this.own);
      if (found?.id === this.found?.id && found?.status === this.found?.status && this.report) return;
      const other = found?.id !== this.found?.id;
      this.report = found ? await reportOf(api, found.id) : null;
      this.found = found;
      this.looked = true;
      this.problem = "";
      if (other) Object.assign(this, { priced: null, share: null, cap: null, again: null });
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** The tokens of the dream that is shown. @returns {Usage} */
  get usage() {
    return tokensOf(this.found?.usage);
  }

  /** The table's row that it is priced by. @returns {Json | null} */
  get row() {
    return pricedAs(this.table?.models ?? [], this.priced ?? this.found?.model?.id);
  }

  /** @returns {Prices} */
  get prices() {
    return { ...pricesOf(this.row), ...this.edited[this.row?.model] };
  }

  /** Runs the dream again with a token budget, and waits until it has ended. */
  async runAgain() {
    const { api, found } = this;
    if (!api || !found || this.busy) return;
    const cap = this.capped;
    this.busy = true;
    this.problem = "";
    this.again = null;
    try {
      const body = { inputs: found.inputs, model: found.model, token_budget: cap };
      let dream = await api.post(
        "/v1/dreams",
        found.instructions ? { ...body, instructions: found.instructions } : body,
      );
      this.own.add(dream.id);
      this.announce(this.word("again", { n: cap }));
      while (!hasEnded(dream)) {
        this.again = { dream, cap, files: null };
        await pause(LOOK_MS);
        dream = await api.get(`/v1/dreams/${dream.id}`);
      }
      const output = dream.outputs?.[0]?.memory_store_id;
      this.again = { dream, cap, files: output ? await memoriesOf(api, output) : [] };
      this.announce(this.word(dream.status, { n: allTokens(tokensOf(dream.usage)) }));
      if (output) this.emit("dreamfs-changed", { store_ids: [output] });
    } catch (error) {
      this.problem = this.why(error);
    } finally {
      this.busy = false;
    }
  }

  get capped() {
    return this.cap ?? Math.max(1, Math.round(allTokens(this.usage) * 0.6));
  }

  render() {
    const { found, table, looked } = this;
    const whole = found && table && !this.hosted;
    return html`<section class="frame ${whole ? "whole" : ""}" part="frame" aria-label=${this.word("cost")}>
        <header class="bar" part="bar">
          <h3>${found ? shortId(found.id) : this.word("unnamed")}</h3>
          <span class="grow">${found ? this.#ran() : nothing}</span>
        </header>
        ${this.problem && !this.hosted ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${
          this.hosted
            ? html`<p class="empty quiet">${this.word("hosted")}</p>`
            : found && table
              ? this.#bill()
              : html`<p class="empty quiet">${this.word(looked ? "none" : "waiting")}</p>`
        }
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  #ran() {
    const ran = this.report?.model_ran ?? "";
    return html`<span class="badge">${this.words.model(ran) || this.word("notKnown")}</span>
      <span class="quiet small">${this.word("ended", { when: this.words.when(this.found?.ended_at) })}</span>`;
  }

  #bill() {
    const { usage, row, prices } = this;
    const estimated = (this.report?.model_ran ?? OFFLINE) === OFFLINE;
    const measured = cacheShare(usage);
    const share = this.share ?? measured;
    const supposed = this.share === null ? usage : withShare(usage, share);
    const rate = this.batch ? Number(this.table?.batch_rate ?? 1) : 1;
    const bill = priceOf(supposed, prices, rate);
    const currency = this.table?.currency ?? "USD";
    const w = this.words;
    return html`<div class="body">
        <div class="knobs">
          ${this.#model(row)} ${this.#share(share, measured)} ${this.#batch()} ${this.#notes(estimated)}
        </div>
        <div class="bill">
          <p class="sum">
            <output aria-live="polite" aria-label=${w.word("price")}>${w.money(bill.sum, currency)}</output>
            <span class="quiet"
              >${w.word("pricedAs", { model: html`<span class="mono">${row?.model}</span>` })}${this.batch ? w.word("inBatch") : ""}${
                estimated ? w.word("estimated") : ""
              }</span
            >
          </p>
          ${this.#bars(supposed, bill.rows)}
          <table>
            <caption class="hidden">
              ${w.word("table")}
            </caption>
            <thead>
              <tr>
                ${["kind", "tokens", "priceOfMillion", "costs"].map((name) => html`<th scope="col">${w.word(name)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${bill.rows.map(
                (one) =>
                  html`<tr>
                    <th scope="row"><i class=${one.kind}></i>${w.word(one.kind)}</th>
                    <td>${w.number(Math.round(one.tokens))}</td>
                    <td>${this.#price(row?.model, one.kind, one.price)}</td>
                    <td>${w.money(one.cost, currency)}</td>
                  </tr>`,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">${w.word("all")}</th>
                <td>${w.number(Math.round(allTokens(supposed)))}</td>
                <td></td>
                <td>${w.money(bill.sum, currency)}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      </div>
      ${this.#again(bill.sum, currency)}`;
  }

  /** @param {Json | null} row */
  #model(row) {
    return html`<div class="knob">
      <label for="model">${this.word("model")}</label>
      <select
        id="model"
        @change=${(/** @type {Event} */ e) => (this.priced = /** @type {HTMLSelectElement} */ (e.target).value)}
      >
        ${(this.table?.models ?? []).map(
          (/** @type {Json} */ one) => html`<option .selected=${one.model === row?.model}>${one.model}</option>`,
        )}
      </select>
    </div>`;
  }

  /** @param {number} share @param {number} measured */
  #share(share, measured) {
    const set = (/** @type {number | null} */ to) => () => (this.share = to);
    const percent = (/** @type {number} */ n) => this.words.percent(n);
    return html`<div class="knob">
      <label for="share">${this.word("share", { share: html`<b class="mono">${percent(share)}</b>` })}</label>
      <input
        id="share"
        type="range"
        min="0"
        max="100"
        step="0.5"
        .value=${String(share * 100)}
        aria-valuetext=${percent(share)}
        @input=${(/** @type {Event} */ e) => (this.share = Number(/** @type {HTMLInputElement} */ (e.target).value) / 100)}
      />
      <div class="presets">
        <button aria-pressed=${this.share === null} @click=${set(null)}>
          ${this.word("thisRun", { share: percent(measured) })}
        </button>
        <button aria-pressed=${this.share === WORKSHOP_SHARE} @click=${set(WORKSHOP_SHARE)}>
          ${this.word("workshop", { share: percent(WORKSHOP_SHARE) })}
        </button>
      </div>
    </div>`;
  }

  #batch() {
    const rate = Number(this.table?.batch_rate ?? 1);
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${this.batch}
        @change=${(/** @type {Event} */ e) => (this.batch = /** @type {HTMLInputElement} */ (e.target).checked)}
      />
      <span>${this.word("batch", { share: this.words.percent(rate) })}</span>
    </label>`;
  }

  /** @param {string} model @param {keyof Prices} kind @param {number} price */
  #price(model, kind, price) {
    return html`<input
      class="code ${this.edited[model]?.[kind] === undefined ? "" : "edited"}"
      inputmode="decimal"
      aria-label=${this.word("priceOf", { kind: this.word(kind) })}
      .value=${String(price)}
      @change=${(/** @type {Event} */ e) => {
        const box = /** @type {HTMLInputElement} */ (e.target);
        const typed = Number(box.value.replace(",", "."));
        if (!Number.isFinite(typed) || typed < 0 || !box.value.trim()) box.value = String(price);
        else this.edited = { ...this.edited, [model]: { ...this.edited[model], [kind]: typed } };
      }}
    />`;
  }

  /** Where the tokens are, and where the money goes. @param {Usage} usage @param {Array<{ kind: keyof Usage, cost: number }>} rows */
  #bars(usage, rows) {
    // Drawn, since a Content-Security-Policy may forbid widths in style attributes.
    const bar = (/** @type {string} */ name, /** @type {Array<{ kind: string, n: number }>} */ parts) => {
      const all = parts.reduce((sum, { n }) => sum + n, 0) || 1;
      let x = 0;
      const rects = parts.map(({ kind, n }) => {
        const width = (n / all) * 100;
        x += width;
        return svg`<rect class=${kind} x=${x - width} y="0" width=${width} height="1" />`;
      });
      return html`<div class="strip">
        <span class="small quiet">${name}</span>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none">${rects}</svg>
      </div>`;
    };
    return html`<div aria-hidden="true">
      ${bar(
        this.word("tokens"),
        KINDS.map(({ kind }) => ({ kind, n: usage[kind] })),
      )}
      ${bar(
        this.word("money"),
        rows.map(({ kind, cost }) => ({ kind, n: cost })),
      )}
    </div>`;
  }

  /** @param {boolean} estimated */
  #notes(estimated) {
    const own = this.row ? this.edited[this.row.model] : undefined;
    const others = Object.fromEntries(Object.entries(this.edited).filter(([model]) => model !== this.row?.model));
    return html`<p class="small quiet notes">
      ${this.word("prices", { currency: this.table?.currency, date: this.table?.table_date })}${own ? html` <button class="plain" @click=${() => (this.edited = others)}>${this.word("backToTable")}</button>` : nothing}
      ${this.word(estimated ? "rulesRan" : "reported")} ${this.share === null ? nothing : this.word("supposed")}
    </p>`;
  }

  /** @param {number} sum @param {string} currency */
  #again(sum, currency) {
    const all = allTokens(this.usage);
    const { capped: cap, again } = this;
    const step = Math.max(1, Math.round(all / 100));
    return html`<div class="again">
      <div class="knob">
        <label for="cap"
          >${this.word("cap", { n: all, cap: html`<b class="mono">${this.words.number(cap)}</b>` })}${
            all
              ? this.word("capCosts", { price: this.words.money((sum * Math.min(cap, all)) / all, currency) })
              : nothing
          }</label
        >
        <input
          id="cap"
          type="range"
          min=${step}
          max=${Math.max(step, Math.round(all * 1.2))}
          step=${step}
          .value=${String(cap)}
          aria-valuetext=${this.word("capTokens", { n: cap })}
          @input=${(/** @type {Event} */ e) => (this.cap = Number(/** @type {HTMLInputElement} */ (e.target).value))}
        />
      </div>
      <button class="primary" part="primary" ?disabled=${this.busy || !this.client} @click=${this.runAgain}>
        ${this.word("run")}
      </button>
      <div class="outcome" role="status">${again ? outcome(this.words, again) : nothing}</div>
    </div>`;
  }

  static styles = [sharedStyles, costStyles];
}

/** @param {import("../format/words.js").Words} w @param {{ dream: Json, cap: number, files: Json[] | null }} again */
function outcome(w, { dream, cap, files }) {
  const used = allTokens(tokensOf(dream.usage));
  const tokens = w.word("usedOf", { used, n: cap });
  if (!files) return html`<p class="working">${w.word("dreaming", { tokens })}</p>`;
  const stopped = dream.error?.type === "token_budget_reached";
  return html`<p>
      ${
        dream.status === "completed"
          ? html`<span class="write">${w.word("within")}</span>`
          : html`<span class="refused">${w.word(stopped ? "atCap" : "broke")}</span>
              ${stopped ? nothing : dream.error?.message}`
      }
      ${w.word("itUsed", { tokens })}
    </p>
    <p class="quiet">
      ${w.word(files.length ? (stopped ? "keepsSoFar" : "keeps") : "keepsNone", {
        n: files.length,
        paths: files.map((file, at) => html`${at ? ", " : ""}<code>${file.path}</code>`),
      })}
    </p>`;
}

/** The newest completed dream that is none of `but`. @param {Api} api @param {Set<string>} but @returns {Promise<Json | null>} */
async function newest(api, but) {
  for await (const dream of api.list("/v1/dreams", { statuses: ["completed"], limit: 20 }))
    if (!but.has(dream.id)) return dream;
  return null;
}

/** @param {Api} api @param {string} id @returns {Promise<Json | null>} */
async function reportOf(api, id) {
  try {
    return await api.get(`/dreamfs/v1/dreams/${id}/report`);
  } catch (error) {
    if (isError(error, 404)) return null;
    throw error;
  }
}

define("dreamfs-cost", DreamfsCost);
