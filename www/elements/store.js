/**
 * `<dreamfs-store>`: a memory store by hand: its tree, each file's text and history, and every edit that the API allows. It holds what the
 * reader has typed and not saved, and nothing else that the store does not hold. Hand edits say so (`dreamfs-actor: user`).
 *
 * It refreshes on `dreamfs-changed` on the document and when the window is looked at again. Event, composed: `dreamfs-changed` { store_ids }.
 */
import { html, nothing } from "lit";
import { collect, isError } from "../format/api.js";
import { treeOf } from "../format/tree.js";
import { utf8Length } from "../format/units.js";
import { storeNamed } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { confirmation, conflictView, folderView, historyView, storeTexts } from "./store-parts.js";
import { storeStyles } from "./store-styles.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {{ text: string, sha: string }} Draft what was typed, and the hash of the text that it started from */
/** @typedef {{ kind: "add" | "rename" | "delete" | "redact", value: string, text?: string, version?: Json }} Form */
/** @typedef {{ state: "loading" | "ready" | "none", note: string, lines: Array<{ op: string, text: string }> }} Difference */

const BY_HAND = { headers: { "dreamfs-actor": "user" } };
const MOST_BYTES = 102_400;
const MOST_VERSIONS = 500;

export class DreamfsStore extends DreamfsElement {
  static texts = {
    ...DreamfsElement.texts,
    ...storeTexts,
    add: "Add a file",
    noFiles: "No files yet.",
    noDifference: "The hosted API compares no versions, so this is the whole text.",
  };

  static properties = {
    ...DreamfsElement.properties,
    storeId: { attribute: "store-id" },
    name: {},
    empty: {},
    files: { state: true },
    deleted: { state: true },
    selected: { state: true },
    memory: { state: true },
    versions: { state: true },
    tab: { state: true },
    version: { state: true },
    against: { state: true },
    difference: { state: true },
    drafts: { state: true },
    conflict: { state: true },
    form: { state: true },
    problem: { state: true },
    busy: { state: true },
    loaded: { state: true },
    fresh: { state: true },
    writers: { state: true },
  };

  constructor() {
    super();
    /** @type {string | null} */
    this.storeId = null;
    this.name = "";
    /** What stands there while it holds nothing; the text `emptyStore` when left out. */
    this.empty = "";
    /** @type {Array<Json & { id: string, path: string }>} */
    this.files = [];
    /** The last version of each deleted file. @type {Json[]} */
    this.deleted = [];
    /** The id of the memory that is shown. @type {string | null} */
    this.selected = null;
    /** @type {Json | null} */
    this.memory = null;
    /** @type {Json[]} */
    this.versions = [];
    /** @type {"text" | "history"} */
    this.tab = "text";
    /** @type {string | null} */
    this.version = null;
    /** @type {"before" | "now"} */
    this.against = "before";
    /** @type {Difference | null} */
    this.difference = null;
    /** @type {Map<string, Draft>} */
    this.drafts = new Map();
    /** The text that stands in the store where a save was refused. @type {Json | null} */
    this.conflict = null;
    /** @type {Form | null} */
    this.form = null;
    this.problem = "";
    this.busy = false;
    this.loaded = false;
    /** Files changed since the reader last looked at them. @type {Set<string>} */
    this.fresh = new Set();
    /** Titles of the sessions that wrote versions. @type {Map<string, string>} */
    this.writers = new Map();
    /** The read that is under way. @type {Promise<void> | null} */
    this.reading = null;
    this.again = false;
    this.changed = (/** @type {Event} */ event) => {
      const stores = /** @type {CustomEvent} */ (event).detail?.store_ids;
      if (!event.composedPath().includes(this) && (!stores || stores.includes(this.storeId))) this.refresh();
    };
    this.seen = () => document.visibilityState === "visible" && this.refresh();
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("dreamfs-changed", this.changed);
    document.addEventListener("visibilitychange", this.seen);
    addEventListener("focus", this.seen);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("dreamfs-changed", this.changed);
    document.removeEventListener("visibilitychange", this.seen);
    removeEventListener("focus", this.seen);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!changed.has("storeId") || changed.has("client")) return;
    Object.assign(this, {
      files: [],
      deleted: [],
      selected: null,
      memory: null,
      versions: [],
      form: null,
      loaded: false,
    });
    this.drafts = new Map();
    this.fresh = new Set();
    this.refresh();
  }

  /** Files to start from stand in the element as `<script type="application/json">`, text by path. @param {import("../format/api.js").Api} api
   * @param {import("../format/api.js").Client} client */
  async prepare(api, client) {
    if (this.storeId) return;
    this.name ||= "cwc_memory";
    const files = this.querySelector('script[type="application/json"]')?.textContent;
    this.storeId = (await storeNamed(client, api, this.name, files ? JSON.parse(files) : {})).id;
  }

  /** @param {boolean} ready */
  connected(ready) {
    if (ready) this.refresh();
  }

  get base() {
    return `/v1/memory_stores/${this.storeId}`;
  }

  /** Reads the tree again, and the open file if it changed. A call that comes meanwhile is answered by one more read, and waits for that one too.
   * @returns {Promise<void>} */
  refresh() {
    if (!this.api || !this.storeId) return Promise.resolve();
    this.again = true;
    this.reading ??= this.#readAll().finally(() => (this.reading = null));
    return this.reading;
  }

  async #readAll() {
    while (this.again && this.api) {
      this.again = false;
      try {
        await this.#read(this.api, this.base);
      } catch (error) {
        this.problem = isError(error, 404) ? this.word("gone") : this.why(error);
        if (isError(error, 404)) this.files = [];
      }
      this.loaded = true;
    }
  }

  /** @param {import("../format/api.js").Api} api @param {string} base */
  async #read(api, base) {
    const files = /** @type {typeof this.files} */ (await collect(api.list(`${base}/memories`)));
    const gone = await collect(api.list(`${base}/memory_versions`, { operation: "deleted" }, { most: 100 }));
    if (base !== this.base) return;
    const before = new Map(this.files.map((file) => [file.id, file.memory_version_id]));
    if (this.loaded) {
      const fresh = files.filter((file) => file.id !== this.selected && before.get(file.id) !== file.memory_version_id);
      if (fresh.length) this.fresh = new Set([...this.fresh, ...fresh.map((file) => file.id)]);
    }
    const live = new Set(files.map((file) => file.id));
    const last = new Map(gone.toReversed().map((version) => [version.memory_id, version]));
    this.files = files;
    this.deleted = [...last.values()].filter((version) => !live.has(version.memory_id));
    this.problem = "";
    const known = this.selected && (live.has(this.selected) || last.has(this.selected));
    if (!known) this.select(files[0]?.id ?? null);
    else if (files.find((file) => file.id === this.selected)?.memory_version_id !== this.memory?.memory_version_id)
      await this.#readFile();
  }

  /** Shows a file. @param {string | null} id */
  select(id) {
    if (id === this.selected && this.memory) return;
    this.selected = id;
    this.memory = null;
    this.versions = [];
    this.version = null;
    this.difference = null;
    this.conflict = null;
    this.form = null;
    if (!id) return;
    this.fresh = new Set([...this.fresh].filter((one) => one !== id));
    this.#readFile().catch((error) => (this.problem = this.why(error)));
  }

  async #readFile() {
    const { api, selected, base } = this;
    if (!api || !selected) return;
    const live = this.files.some((file) => file.id === selected);
    const [memory, versions] = await Promise.all([
      live ? api.get(`${base}/memories/${selected}`, { view: "full" }) : null,
      collect(api.list(`${base}/memory_versions`, { memory_id: selected }, { most: MOST_VERSIONS })),
    ]);
    if (selected !== this.selected || base !== this.base) return;
    this.memory = memory;
    this.versions = versions;
    if (!memory) this.tab = "history";
    if (this.tab === "history") this.#compare(this.version ?? versions[0]?.id);
    this.#nameWriters(versions);
  }

  /** @param {Json[]} versions */
  async #nameWriters(versions) {
    const ids = new Set(
      versions.map((version) => version.created_by?.session_id).filter((id) => id && !this.writers.has(id)),
    );
    for (const id of ids) {
      const session = await this.api?.get(`/v1/sessions/${id}`).catch(() => null);
      this.writers = new Map(this.writers).set(id, session?.title ?? "");
    }
  }

  /** @param {"text" | "history"} tab */
  #show(tab) {
    this.tab = tab;
    if (tab === "history") this.#compare(this.version ?? this.versions[0]?.id);
  }

  /** The difference that a version made, or that it has to the newest. @param {string | undefined} id @param {"before" | "now"} [against] */
  async #compare(id, against = this.against) {
    if (!this.api || !id) return;
    this.version = id;
    this.against = against;
    const index = this.versions.findIndex((version) => version.id === id);
    const version = this.versions[index];
    const before = this.versions[index + 1];
    const other = against === "now" ? this.versions[0] : before;
    /** @param {string} note @param {Difference["lines"]} [lines] */
    const ready = (note, lines = []) => {
      if (this.version === id && this.against === against)
        this.difference = { state: lines.length ? "ready" : "none", note, lines };
    };
    if (!this.difference) this.difference = { state: "loading", note: "", lines: [] };
    try {
      if (version.redacted_at) return ready(this.word("redactedText"));
      if (version.operation === "deleted" && against === "before") return ready(this.word("deletedHere"));
      if (!this.hosted && other && other.id !== id && other.operation !== "deleted" && !other.redacted_at) {
        const [from, to] = against === "now" ? [id, other.id] : [other.id, id];
        const diff = await this.api.get("/dreamfs/v1/diff", { from_version: from, to_version: to });
        const file = diff.files?.[0];
        const from_path = file?.from_path !== file?.path && file?.from_path;
        const renamed = from_path ? this.word("renamedFrom", { path: from_path }) : "";
        const lines = (file?.hunks ?? []).flatMap((/** @type {Json} */ hunk) => hunk.lines);
        return ready(renamed || (lines.length ? "" : this.word("same")), lines);
      }
      const full = await this.api.get(`${this.base}/memory_versions/${id}`, { view: "full" });
      const op = before && against === "before" ? " " : "+";
      const lines = String(full.content ?? "")
        .replace(/\n$/, "")
        .split("\n")
        .map((text) => ({ op, text }));
      if (this.hosted && other) return ready(this.word("noDifference"), lines);
      ready(other?.redacted_at ? this.word("redactedBefore") : "", lines);
    } catch (error) {
      ready(this.word("failedDifference", { why: this.why(error) }));
    }
  }

  /** Runs a change, then reads the store again. @param {() => Promise<unknown>} change @param {string} done */
  async #change(change, done) {
    this.busy = true;
    this.problem = "";
    try {
      await change();
      this.form = null;
      this.announce(done);
      await this.refresh();
      this.emit("dreamfs-changed", { store_ids: [this.storeId] });
      return true;
    } catch (error) {
      this.problem = isError(error, 409, "memory_precondition_failed_error") ? this.word("notDone") : this.why(error);
      if (isError(error, 409, "memory_precondition_failed_error"))
        await this.refresh().then(() => (this.problem ||= this.word("lookAgain")));
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** @param {string | null} text null ends editing and forgets what was typed */
  #draft(text) {
    if (!this.memory) return;
    const drafts = new Map(this.drafts);
    const sha = drafts.get(this.memory.id)?.sha ?? this.memory.content_sha256;
    if (text === null) drafts.delete(this.memory.id);
    else drafts.set(this.memory.id, { text, sha });
    this.drafts = drafts;
    if (text === null) this.conflict = null;
  }

  /** Saves what was typed, if the file still is what it was typed over. @param {string} [sha] */
  async save(sha) {
    const { api, memory } = this;
    const draft = memory && this.drafts.get(memory.id);
    if (!api || !memory || !draft) return;
    this.busy = true;
    this.problem = "";
    const path = `${this.base}/memories/${memory.id}`;
    try {
      await api.post(
        path,
        { content: draft.text, precondition: { type: "content_sha256", content_sha256: sha ?? draft.sha } },
        BY_HAND,
      );
      this.#draft(null);
      this.announce(this.word("saved"));
      await this.refresh();
      this.emit("dreamfs-changed", { store_ids: [this.storeId] });
    } catch (error) {
      if (isError(error, 409, "memory_precondition_failed_error")) {
        this.conflict = await api.get(path, { view: "full" }).catch(() => null);
        this.announce(this.word("notSavedChanged"));
      } else this.problem = this.word("notSaved", { why: this.why(error) });
    } finally {
      this.busy = false;
    }
  }

  /** Puts the store's text into the editor and keeps the reader's beside it. */
  #swap() {
    const { conflict, memory } = this;
    const draft = memory && this.drafts.get(memory.id);
    if (!conflict || !memory || !draft) return;
    this.drafts = new Map(this.drafts).set(memory.id, { text: conflict.content ?? "", sha: conflict.content_sha256 });
    this.conflict = { ...conflict, content: draft.text, yours: !conflict.yours };
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const { api, form, memory, base } = this;
    if (!api || !form) return;
    const path = form.value.trim().startsWith("/") ? form.value.trim() : `/${form.value.trim()}`;
    if (form.kind === "add") {
      this.#change(
        async () => {
          const made = await api.post(`${base}/memories`, { path, content: form.text ?? "" }, BY_HAND);
          await this.refresh();
          this.tab = "text";
          this.select(made.id);
        },
        this.word("wasAdded", { path }),
      );
    } else if (form.kind === "rename" && memory) {
      this.#change(
        () => api.post(`${base}/memories/${memory.id}`, { path }, BY_HAND),
        this.word("wasRenamed", { path }),
      );
    } else if (form.kind === "delete" && memory) {
      const query = { expected_content_sha256: memory.content_sha256 };
      this.#change(
        () => api.del(`${base}/memories/${memory.id}`, query, BY_HAND),
        this.word("wasDeleted", { path: memory.path }),
      );
    } else if (form.kind === "redact" && form.version) {
      const { id } = form.version;
      this.#change(async () => {
        await api.post(`${base}/memory_versions/${id}/redact`, {}, BY_HAND);
        await this.#readFile();
      }, this.word("wasRedacted"));
    }
  }

  /** @param {Json} version */
  #restore(version) {
    const path = `/dreamfs${this.base}/memories/${version.memory_id}/restore`;
    this.#change(async () => {
      if (this.hosted) await this.#putBack(version);
      else await this.api?.post(path, { memory_version_id: version.id }, BY_HAND);
      this.version = null;
      this.tab = "text";
      await this.refresh();
    }, this.word("wasRestored"));
  }

  /** What restoring is where there is no route for it: the old text, written again. @param {Json} version */
  async #putBack(version) {
    const { api, base } = this;
    const full = await api?.get(`${base}/memory_versions/${version.id}`, { view: "full" });
    const live = this.files.some((file) => file.id === version.memory_id);
    if (live) await api?.post(`${base}/memories/${version.memory_id}`, { content: full.content ?? "" });
    else await api?.post(`${base}/memories`, { path: full.path, content: full.content ?? "" });
  }

  /** @param {Partial<Form> & { kind: Form["kind"] }} form */
  #ask(form) {
    this.form = { value: "", ...form };
    this.problem = "";
    this.updateComplete.then(() =>
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[data-first]"))?.focus(),
    );
  }

  render() {
    const name = this.name || this.word("unnamed");
    const size = this.files.reduce((sum, file) => sum + (file.content_size_bytes ?? 0), 0);
    return html`<section class="frame" part="frame" aria-label=${this.word("theStore", { name: this.name })}>
        <header class="bar" part="bar">
          <h3>${name}</h3>
          <span class="grow small quiet"
            >${this.files.length ? `${this.word("files", { n: this.files.length })}, ${this.words.bytes(size)}` : ""}</span
          >
          <button
            ?disabled=${!this.client || !this.storeId}
            @click=${() => this.#ask({ kind: "add", value: "/", text: "" })}
          >
            ${this.word("add")}
          </button>
        </header>
        <div class="body">
          <nav aria-label=${this.word("filesOf", { name })}>${this.#tree()}</nav>
          <div class="file">${this.form?.kind === "add" ? this.#form(this.form) : this.#file()}</div>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </section>
      ${this.wire()} ${this.voice()}`;
  }

  #tree() {
    const open = (/** @type {string} */ id) => {
      this.form = null;
      this.select(id);
    };
    if (!this.files.length && !this.deleted.length)
      return html`<p class="quiet small">
        ${this.loaded || !this.storeId ? this.word("noFiles") : this.word("readingFiles")}
      </p>`;
    const { selected, fresh, drafts } = this;
    return html`${folderView(this.words, treeOf(this.files), { selected, fresh, drafts, open })}
    ${
      this.deleted.length
        ? html`<details class="gone" ?open=${this.deleted.some((version) => version.memory_id === selected)}>
            <summary class="small quiet">${this.word("deletedFiles", { n: this.deleted.length })}</summary>
            ${folderView(this.words, treeOf(this.deleted.map((v) => ({ id: v.memory_id, path: v.path ?? this.word("redactedPath") }))), { selected, fresh, drafts, open })}
          </details>`
        : nothing
    }`;
  }

  #file() {
    const { memory, versions, selected } = this;
    if (!selected)
      return html`<p class="empty quiet">
        ${this.loaded ? this.empty || this.word("emptyStore") : this.word(this.storeId ? "readingStore" : "waiting")}
      </p>`;
    const path = memory?.path ?? this.deleted.find((version) => version.memory_id === selected)?.path ?? "";
    const draft = memory ? this.drafts.get(memory.id) : undefined;
    return html`<div class="head">
        <h4 class="mono">${path}</h4>
        <p class="small quiet">
          ${memory ? this.word("shownVersion", { size: this.words.bytes(memory.content_size_bytes), n: versions.length || "…" }) : this.word(versions.length ? "deletedKept" : "readingFiles")}
        </p>
      </div>
      <div class="tools">
        <div class="tabs" role="group" aria-label=${this.word("show", { path })}>
          <button aria-pressed=${this.tab === "text"} ?disabled=${!memory} @click=${() => this.#show("text")}>
            ${this.word("text")}
          </button>
          <button aria-pressed=${this.tab === "history"} @click=${() => this.#show("history")}>
            ${this.word("history")}
            <span class="quiet">${versions.length ? this.words.number(versions.length) : ""}</span>
          </button>
        </div>
        <span class="grow"></span>
        ${
          memory && !draft
            ? html`<button @click=${() => (this.#draft(memory.content ?? ""), (this.tab = "text"))}>
                  ${this.word("edit")}
                </button>
                <button class="plain" @click=${() => this.#ask({ kind: "rename", value: memory.path })}>
                  ${this.word("rename")}
                </button>
                <button class="plain" @click=${() => this.#ask({ kind: "delete" })}>${this.word("delete")}</button>`
            : nothing
        }
      </div>
      ${this.form ? this.#form(this.form) : nothing} ${this.tab === "text" ? this.#text(draft) : this.#history()}`;
  }

  /** @param {Draft | undefined} draft */
  #text(draft) {
    const { memory } = this;
    if (!memory) return nothing;
    if (!draft)
      return html`<pre class="text" tabindex="0" aria-label=${this.word("textOf", { path: memory.path })}>
${memory.content || html`<span class="quiet">${this.word("emptyText")}</span>`}</pre>`;
    const used = utf8Length(draft.text);
    const moved = !this.conflict && draft.sha !== memory.content_sha256;
    return html`<form class="editor" @submit=${(/** @type {Event} */ e) => (e.preventDefault(), this.save())}>
      ${moved ? html`<p class="small refused">${this.word("outdated")}</p>` : nothing}
      ${
        this.conflict
          ? conflictView(this.words, this.conflict, {
              overwrite: () => this.save(this.conflict?.yours ? undefined : this.conflict?.content_sha256),
              swap: () => this.#swap(),
            })
          : nothing
      }
      <textarea
        class="code"
        rows="8"
        aria-label=${this.word("textOf", { path: memory.path })}
        .value=${draft.text}
        @input=${(/** @type {Event} */ e) => this.#draft(/** @type {HTMLTextAreaElement} */ (e.target).value)}
      ></textarea>
      <div class="row">
        <button class="primary" part="primary" ?disabled=${this.busy || used > MOST_BYTES}>${this.word("save")}</button>
        <button type="button" @click=${() => this.#draft(null)}>${this.word("cancel")}</button>
        <span class="small ${used > MOST_BYTES ? "refused" : "quiet"}"
          >${this.word("bytes", { n: used, most: MOST_BYTES })}</span
        >
      </div>
    </form>`;
  }

  #history() {
    return historyView(this.words, {
      versions: this.versions,
      head: this.memory?.memory_version_id ?? null,
      version: this.version,
      against: this.against,
      difference: this.difference,
      writers: this.writers,
      busy: this.busy,
      pick: (id) => ((this.difference = null), this.#compare(id, "before")),
      turn: () => this.#compare(this.version ?? undefined, this.against === "now" ? "before" : "now"),
      restore: (version) => this.#restore(version),
      redact: (version) => this.#ask({ kind: "redact", version }),
    });
  }

  /** @param {Form} form */
  #form(form) {
    return confirmation(this.words, form, {
      path: this.memory?.path ?? "",
      busy: this.busy,
      typed: (change) => (this.form = { ...form, ...change }),
      submit: (event) => this.#submitted(event),
      cancel: () => (this.form = null),
    });
  }

  static styles = [sharedStyles, storeStyles];
}

define("dreamfs-store", DreamfsStore);
