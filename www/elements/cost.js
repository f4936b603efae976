/**
 * `<dreamfs-cost>`: what a dream took and what it would cost on other terms. Tokens by kind and the share that the prompt cache gave are
 * the dream's own; the price is worked out from the engine's dated table, which the reader may overwrite. It can run the same dream
 * again under a hard cap, and shows what that kept. It never calls an estimate a measurement.
 *
 * Attribute `dream`: the dream's id; the newest completed one when left out. Event, composed: `dreamfs-changed` { store_ids }.
 */
import { html, nothing, svg } from "lit";
import { isError, reason } from "../format/api.js";
import { KINDS, cacheShare, percent, priceOf, pricedAs, pricesOf, withShare } from "../format/cost.js";
import { allTokens, hasEnded, money, tokensOf } from "../format/dream.js";
import { memoriesOf, pause } from "../format/run.js";
import { count, shortId, when } from "../format/units.js";
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
    hosted: "This needs the engine’s price table and a dream’s report, which the hosted API does not have.",
  };

  static properties = {
    ...DreamfsElement.properties,
    dream: {},
    found: { state: true },
    report: { state: true },
    table: { state: true },
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
      this.problem = "";
      if (other) Object.assign(this, { priced: null, share: null, cap: null, again: null });
    } catch (error) {
      this.problem = reason(error);
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
      this.announce(`Dreaming again with at most ${count(cap, "token")}.`);
      while (!hasEnded(dream)) {
        this.again = { dream, cap, files: null };
        await pause(LOOK_MS);
        dream = await api.get(`/v1/dreams/${dream.id}`);
      }
      const output = dream.outputs?.[0]?.memory_store_id;
      this.again = { dream, cap, files: output ? await memoriesOf(api, output) : [] };
      this.announce(
        `The dream ${STATUS[/** @type {keyof STATUS} */ (dream.status)]}, having used ${count(allTokens(tokensOf(dream.usage)), "token")}.`,
      );
      if (output) this.emit("dreamfs-changed", { store_ids: [output] });
    } catch (error) {
      this.problem = reason(error);
    } finally {
      this.busy = false;
    }
  }

  get capped() {
    return this.cap ?? Math.max(1, Math.round(allTokens(this.usage) * 0.6));
  }

  render() {
    const { found, table } = this;
    return html`<section class="frame" part="frame" aria-label="What a dream costs">
        <header class="bar" part="bar">
          <h3>${found ? shortId(found.id) : "dream"}</h3>
          <span class="grow">${found ? this.#ran() : nothing}</span>
        </header>
        ${this.problem && !this.hosted ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${
          this.hosted
            ? html`<p class="empty quiet">${this.word("hosted")}</p>`
            : found && table
              ? this.#bill()
              : html`<p class="empty quiet">
                  ${this.client && table ? "No dream has been completed yet. Run one above, and its tokens are counted here." : "Waiting for the engine."}
                </p>`
        }
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  #ran() {
    const ran = this.report?.model_ran ?? "";
    return html`<span class="badge">${ran === OFFLINE ? "offline rules" : ran || "model not known"}</span>
      <span class="quiet small">ended ${when(this.found?.ended_at)}</span>`;
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
    return html`<div class="body">
        <div class="knobs">
          ${this.#model(row)} ${this.#share(share, measured)} ${this.#batch()} ${this.#notes(estimated)}
        </div>
        <div class="bill">
          <p class="sum">
            <output aria-live="polite" aria-label="Price">${money(bill.sum, currency)}</output>
            <span class="quiet"
              >priced as <span class="mono">${row?.model}</span>${this.batch ? ", in a batch" : ""}${
                estimated ? ", tokens estimated" : ""
              }</span
            >
          </p>
          ${this.#bars(supposed, bill.rows)}
          <table>
            <caption class="hidden">
              Tokens, price and cost by kind
            </caption>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">Tokens</th>
                <th scope="col">Price for a million</th>
                <th scope="col">Cost</th>
              </tr>
            </thead>
            <tbody>
              ${bill.rows.map(
                (one) =>
                  html`<tr>
                    <th scope="row"><i class=${one.kind}></i>${one.label}</th>
                    <td>${Math.round(one.tokens).toLocaleString("en")}</td>
                    <td>${this.#price(row?.model, one.kind, one.label, one.price)}</td>
                    <td>${money(one.cost, currency)}</td>
                  </tr>`,
              )}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">All</th>
                <td>${Math.round(allTokens(supposed)).toLocaleString("en")}</td>
                <td></td>
                <td>${money(bill.sum, currency)}</td>
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
      <label for="model">Priced as</label>
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
    return html`<div class="knob">
      <label for="share">Input read from the prompt cache: <b class="mono">${percent(share)}</b></label>
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
        <button aria-pressed=${this.share === null} @click=${set(null)}>This run: ${percent(measured)}</button>
        <button aria-pressed=${this.share === WORKSHOP_SHARE} @click=${set(WORKSHOP_SHARE)}>
          The workshop: about 95 %
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
      <span>Scheduled as a batch: pays ${percent(rate)} of the price</span>
    </label>`;
  }

  /** @param {string} model @param {keyof Prices} kind @param {string} label @param {number} price */
  #price(model, kind, label, price) {
    return html`<input
      class="code ${this.edited[model]?.[kind] === undefined ? "" : "edited"}"
      inputmode="decimal"
      aria-label="Price of a million tokens: ${label}"
      .value=${String(price)}
      @change=${(/** @type {Event} */ e) => {
        const box = /** @type {HTMLInputElement} */ (e.target);
        const typed = Number(box.value.replace(",", "."));
        if (!Number.isFinite(typed) || typed < 0 || !box.value.trim()) box.value = String(price);
        else this.edited = { ...this.edited, [model]: { ...this.edited[model], [kind]: typed } };
      }}
    />`;
  }

  /** Where the tokens are, and where the money goes. @param {Usage} usage @param {Array<{ kind: keyof Usage, label: string, cost: number }>} rows */
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
        "Tokens",
        KINDS.map(({ kind }) => ({ kind, n: usage[kind] })),
      )}
      ${bar(
        "Money",
        rows.map(({ kind, cost }) => ({ kind, n: cost })),
      )}
    </div>`;
  }

  /** @param {boolean} estimated */
  #notes(estimated) {
    const own = this.row ? this.edited[this.row.model] : undefined;
    const others = Object.fromEntries(Object.entries(this.edited).filter(([model]) => model !== this.row?.model));
    return html`<p class="small quiet notes">
      Prices in ${this.table?.currency} as of ${this.table?.table_date}; write your own over
      them.${own ? html` <button class="plain" @click=${() => (this.edited = others)}>Back to the table</button>` : nothing}
      ${
        estimated
          ? html`No token was paid for: the offline rules ran. Their tokens are estimated from the length of the real
            requests, and the cache’s share by its rule on those requests.`
          : "Tokens as the model reported them."
      }
      ${this.share === null ? nothing : "The share is supposed, not measured."}
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
          >Hard cap: <b class="mono">${cap.toLocaleString("en")}</b> of the ${count(all, "token")} that it
          took${all ? html`, about ${money((sum * Math.min(cap, all)) / all, currency)} at this mix` : nothing}</label
        >
        <input
          id="cap"
          type="range"
          min=${step}
          max=${Math.max(step, Math.round(all * 1.2))}
          step=${step}
          .value=${String(cap)}
          aria-valuetext=${count(cap, "token")}
          @input=${(/** @type {Event} */ e) => (this.cap = Number(/** @type {HTMLInputElement} */ (e.target).value))}
        />
      </div>
      <button class="primary" part="primary" ?disabled=${this.busy || !this.client} @click=${this.runAgain}>
        Run again under this cap
      </button>
      <div class="outcome" role="status">${again ? outcome(again) : nothing}</div>
    </div>`;
  }

  static styles = [sharedStyles, costStyles];
}

const STATUS = { completed: "was completed", failed: "stopped", canceled: "was canceled" };

/** @param {{ dream: Json, cap: number, files: Json[] | null }} again */
function outcome({ dream, cap, files }) {
  const used = allTokens(tokensOf(dream.usage));
  const tokens = `${used.toLocaleString("en")} of ${count(cap, "token")}`;
  if (!files) return html`<p class="working">Dreaming: ${tokens} used.</p>`;
  const stopped = dream.error?.type === "token_budget_reached";
  return html`<p>
      ${
        dream.status === "completed"
          ? html`<span class="write">Completed within the cap.</span>`
          : html`<span class="refused">${stopped ? "Stopped at the cap." : "Failed."}</span>
              ${stopped ? nothing : dream.error?.message}`
      }
      It used ${tokens}.
    </p>
    <p class="quiet">
      Its output store keeps
      ${files.length ? html`${count(files.length, "file")}: ${files.map((file, at) => html`${at ? ", " : ""}<code>${file.path}</code>`)}` : "no file"}${
        stopped ? ", as far as it had come." : "."
      }
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
