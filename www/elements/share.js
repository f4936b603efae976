/**
 * `<dreamfs-share>`: a dream as a link. First it says what text the link will hold, and runs the dream a second time in an engine of its own to see that
 * the same bytes come; only then can the link be copied, or saved as a file. It sends nothing anywhere: the link is all there is. A real model's
 * dream has none, since it cannot be run again. `elements.js` loads it when a reader asks `<dreamfs-review>` for a link.
 */
import { html, nothing } from "lit";
import { optionsFor, runAgain } from "../format/again.js";
import { isSample } from "../format/dream.js";
import { CHAT_MOST, LINK_MOST, ShareError, documentOf, pack } from "../format/share.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { PageDreams } from "./page-dreams.js";
import { contents, shareStyles, shareTexts } from "./share-parts.js";

/** @typedef {import("../format/share.js").SharedDream} SharedDream */

export class DreamfsShare extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    dreamId: { attribute: "dream-id" },
    page: {},
    samples: { attribute: false },
    shared: { state: true },
    link: { state: true },
    step: { state: true },
    open: { state: true },
    told: { state: true },
    problem: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ...shareTexts,
    heading: "This link would hold",
    empty: "When a dream has ended, a link to it can be made here.",
    warning:
      "Whoever has the link can read all of that. It stands behind the “#” of the address, which browsers keep to themselves, but chat programs and mail keep what is sent through them. It cannot be called back.",
    yours: "yours",
    readingDream: "Reading what the dream read.",
    checking: "Running the dream a second time, in an engine of its own, to see that it repeats.",
    repeats: {
      one: "The second run gave the same bytes: {n} file, SHA-256 {hash}…",
      other: "The second run gave the same bytes: {n} files, SHA-256 {hash}…",
    },
    length: { one: "The link is {n} character long.", other: "The link is {n} characters long." },
    chat: "That is more than the {most} that every program has to carry: a chat or mail program may cut it. Where it does, send the file.",
    long: "That is too much for a link: {most} characters are what one program can hand to another everywhere. Send the file; who gets it opens it on this page.",
    disk: "This page is a file on your disk, so a link to it opens only where this very file lies. Elsewhere, send the file.",
    nowhere: "This page opens no links to dreams, so there is only the file.",
    copy: "Copy the link",
    copied: { one: "Copied, {n} character.", other: "Copied, {n} characters." },
    byHand: "The browser does not let this page copy: the link is marked below, copy it from there.",
    field: "The link",
    save: "Save as a file",
    saved: "Saved as {name}.",
    none: "There is no link to this dream. {why}",
    differs:
      "There is no link to this dream: the second run gave other bytes in {files}. A session or an engine other than it was may be why.",
  };

  constructor() {
    super();
    /** The dream to share. @type {string | null} */
    this.dreamId = null;
    /** The page that opens the link; left out, this one, if it has a `<dreamfs-replay>`. */
    this.page = "";
    /** What tells sample sessions from the reader's own. @type {ReadonlyArray<{ title?: string }>} */
    this.samples = [];
    /** @type {SharedDream | null} */
    this.shared = null;
    this.link = "";
    /** @type {"reading" | "checking" | "done"} */
    this.step = "reading";
    this.open = false;
    this.told = "";
    this.problem = "";
    // Standing alone, it takes the dream that ended last on its page.
    new PageDreams(this, (id) => (this.dreamId = id ?? this.dreamId));
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    if ((changed.has("client") || changed.has("dreamId")) && this.api && this.dreamId) this.#prepare();
  }

  /** Reads the dream, says what it holds, and tries whether it repeats. */
  async #prepare() {
    const { api: door, client, dreamId } = this;
    if (!door || !dreamId) return;
    const stale = () => dreamId !== this.dreamId || client !== this.client;
    Object.assign(this, { shared: null, link: "", step: "reading", told: "", problem: "" });
    try {
      const shared = documentOf(await door.get("/dreamfs/v1/workspace"), dreamId);
      if (stale()) return;
      Object.assign(this, { shared, step: "checking" });
      const { createClient } = await import("../dreamfs.js");
      const own = await createClient(optionsFor(shared));
      try {
        const again = await runAgain(own, shared);
        const others = again.files.filter(({ how }) => how !== "same");
        if (!again.same) throw new Error(this.word("differs", { files: others.map(({ path }) => path).join(", ") }));
      } finally {
        own.close();
      }
      const packed = await pack(shared);
      if (stale()) return;
      Object.assign(this, { step: "done", link: this.#to(packed) });
      this.announce(this.word("length", { n: this.link.length }));
    } catch (error) {
      if (stale()) return;
      this.problem = error instanceof ShareError ? this.word("none", { why: this.why(error) }) : this.why(error);
      this.shared = null;
    }
  }

  /** @param {string} packed */
  #to(packed) {
    const here = location.href.replace(/[?#].*$/, "");
    const page = this.page || (document.querySelector("dreamfs-replay") ? here : "");
    return page && `${page}#dream=${packed}`;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.link);
      this.told = this.word("copied", { n: this.link.length });
    } catch {
      this.told = this.word("byHand");
      /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector("input"))?.select();
    }
    this.announce(this.told);
  }

  save() {
    const name = "dream.json";
    const file = new Blob([JSON.stringify(this.shared)], { type: "application/json" });
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    this.told = this.word("saved", { name });
    this.announce(this.told);
  }

  render() {
    const { shared } = this;
    return html`<section class="frame" part="frame" aria-label=${this.word("heading")}>
        ${
          shared
            ? html`<div class="section">
                <h3>${this.word("heading")}</h3>
                ${contents(this.words, shared, {
                  yours: (title) => !isSample({ title }, this.samples),
                  yoursWord: this.word("yours"),
                  open: this.open,
                  toggle: (open) => (this.open = open),
                })}
                <p class="small">${this.word("warning")}</p>
              </div>`
            : nothing
        }
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : this.#foot()}
      </section>
      ${this.voice()}`;
  }

  #foot() {
    const { shared, link, step } = this;
    if (!this.dreamId) return html`<p class="section quiet">${this.word("empty")}</p>`;
    if (!shared || step !== "done")
      return html`<p class="section small quiet" role="status">
        ${this.word(step === "reading" ? "readingDream" : "checking")}
      </p>`;
    const { length } = link;
    const [short, fits] = [length > 0 && length <= CHAT_MOST, length > 0 && length <= LINK_MOST];
    const disk = !this.page && location.protocol === "file:";
    const notes = [
      this.word("repeats", {
        n: shared.output.files.length,
        hash: shared.output.sha256.slice(0, 12),
      }),
      link ? this.word("length", { n: length }) : this.word("nowhere"),
      link && !fits ? this.word("long", { most: LINK_MOST }) : "",
      fits && !short ? this.word("chat", { most: CHAT_MOST }) : "",
      fits && disk ? this.word("disk") : "",
    ];
    return html`<div class="foot">
      <p class="small">${notes.filter(Boolean).join(" ")}</p>
      ${fits ? html`<label>${this.word("field")}<input class="code" readonly .value=${link} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} /></label>` : nothing}
      <div class="row">
        ${fits ? html`<button class=${disk ? "" : "primary"} part=${disk ? nothing : "primary"} @click=${this.copy}>${this.word("copy")}</button>` : nothing}
        <button class=${fits && !disk ? "" : "primary"} @click=${this.save}>${this.word("save")}</button>
        <span class="small quiet">${this.told}</span>
      </div>
    </div>`;
  }

  static styles = [sharedStyles, shareStyles];
}

define("dreamfs-share", DreamfsShare);
