/**
 * `<dreamfs-recap>`: which claims the reader has tried, by what the engine holds. The claims are the author's list items in it: `data-claim` is one
 * of isolation, shared, mounted, rot, readers, intact, scale; `data-to` is where to try it. What the engine cannot show again after a reload (a
 * measured run keeps nothing) stands in `tried`, which the page may keep. Event, composed: `dreamfs-tried` { tried } when that has grown.
 */
import { css, html, nothing } from "lit";
import { evidenceTexts, tried } from "../format/tried.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";

const LOOK_MS = 800;

export class DreamfsRecap extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    tried: { attribute: false },
    claims: { state: true },
    shown: { state: true },
    problem: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ...evidenceTexts,
    claims: "What you have tried",
    count: "{n} of {all} tried.",
    tried: "Tried",
    open: "Not yet",
    go: "Try it",
    again: "Again",
  };

  constructor() {
    super();
    /** Claims that were tried and that the engine does not hold. @type {string[]} */
    this.tried = [];
    /** @type {Array<{ id: string, to: string, text: string }>} */
    this.claims = [];
    /** @type {import("../format/tried.js").Shown} */
    this.shown = new Map();
    this.problem = "";
    this.near = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.looking = undefined;
    /** @type {IntersectionObserver | null} */
    this.eye = null;
    this.changed = () => this.#soon();
    this.measured = () => {
      if (this.tried.includes("scale")) return;
      this.tried = [...this.tried, "scale"];
      this.emit("dreamfs-tried", { tried: this.tried });
    };
  }

  connectedCallback() {
    super.connectedCallback();
    this.claims = [...this.querySelectorAll("[data-claim]")].map((item) => ({
      id: item.getAttribute("data-claim") ?? "",
      to: item.getAttribute("data-to") ?? "",
      text: item.textContent?.replace(/\s+/g, " ").trim() ?? "",
    }));
    for (const type of ["dreamfs-changed", "dreamfs-session-created", "dreamfs-dream-changed"])
      document.addEventListener(type, this.changed);
    document.addEventListener("dreamfs-growth-measured", this.measured);
    this.eye = new IntersectionObserver((entries) => {
      this.near = entries.some((entry) => entry.isIntersecting);
      if (this.near) this.#soon();
    });
    this.eye.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const type of ["dreamfs-changed", "dreamfs-session-created", "dreamfs-dream-changed"])
      document.removeEventListener(type, this.changed);
    document.removeEventListener("dreamfs-growth-measured", this.measured);
    this.eye?.disconnect();
    clearTimeout(this.looking);
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.#soon();
  }

  #soon() {
    clearTimeout(this.looking);
    if (this.near) this.looking = setTimeout(() => this.look(), this.shown.size ? LOOK_MS : 0);
  }

  /** Asks the engine again. */
  async look() {
    if (!this.api) return;
    try {
      const shown = await tried(this.api);
      if (this.shown.size && shown.size > this.shown.size) this.announce(this.word("count", this.#counted(shown)));
      this.shown = shown;
      this.problem = "";
    } catch (error) {
      this.problem = this.why(error);
    }
  }

  /** @param {import("../format/tried.js").Shown} shown */
  #counted(shown) {
    return {
      n: this.claims.filter(({ id }) => shown.has(id) || this.tried.includes(id)).length,
      all: this.claims.length,
    };
  }

  render() {
    const { claims, shown } = this;
    const { n, all } = this.#counted(shown);
    return html`<section class="frame" part="frame" aria-label=${this.word("claims")}>
        <div class="bar">
          <progress max=${all || 1} .value=${n} aria-label=${this.word("tried")}></progress>
          <span>${this.client ? this.word("count", { n, all }) : this.word("waiting")}</span>
        </div>
        <ol>
          ${claims.map(({ id, to, text }) => {
            const done = shown.has(id) || this.tried.includes(id);
            return html`<li class=${done ? "done" : ""}>
              <span class="mark" aria-hidden="true"></span>
              <span class="claim"
                >${text}
                <span class="small quiet"
                  >${done ? html`<span class="write">${this.word("tried")}.</span>` : `${this.word("open")}.`}
                  ${shown.get(id)?.(this.words) ?? ""}</span
                ></span
              >
              ${to ? html`<a href=${to} part="link">${done ? this.word("again") : this.word("go")}<span class="hidden">: ${text}</span></a>` : nothing}
            </li>`;
          })}
        </ol>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  static styles = [
    sharedStyles,
    css`
      progress {
        appearance: none;
        inline-size: 10rem;
        block-size: 0.375rem;
        border: 0;
        border-radius: 1rem;
        overflow: hidden;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--write);
      }
      progress::-moz-progress-bar {
        background: var(--write);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 1.25rem minmax(0, 1fr) auto;
        gap: 0.25rem 0.75rem;
        align-items: baseline;
        padding: 0.625rem 0.875rem;
        border-block-start: 1px solid var(--line);
      }
      .claim .small {
        display: block;
      }
      .mark {
        inline-size: 1rem;
        block-size: 1rem;
        border: 1.5px solid var(--edge);
        border-radius: 50%;
        align-self: start;
        margin-block-start: 0.25rem;
      }
      .done .mark {
        border-color: var(--write);
        background: radial-gradient(circle, var(--write) 45%, transparent 50%);
      }
      a {
        color: inherit;
        font-size: 0.8125rem;
        text-underline-offset: 0.2em;
        padding: 0.25rem;
      }
      a:hover {
        text-decoration-thickness: 2px;
      }
    `,
  ];
}

define("dreamfs-recap", DreamfsRecap);
