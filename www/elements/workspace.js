/**
 * `<dreamfs-workspace>`: everything that the engine keeps as one file: out of it, and back into it. It reads the file only to hand it to the
 * engine, which checks all of it and takes all or nothing. The hosted API gives no workspace away: there it says so.
 *
 * Event, composed: `dreamfs-workspace-imported` { mode, imported } once a file was taken in: every id that a page holds may be gone.
 */
import { css, html, nothing } from "lit";
import { DreamfsElement, define, sharedStyles } from "./base.js";

/** @typedef {import("../format/api.js").Json} Json */

const ROUTE = "/dreamfs/v1/workspace";

export class DreamfsWorkspace extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    file: { state: true },
    mode: { state: true },
    told: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    hosted: "The hosted API hands no workspace out and takes none in: this needs the engine in this tab.",
    workspace: "Workspace",
    export: "Export",
    exported: "{size} went into {name}.",
    import: "Import",
    choose: "A workspace file",
    replace: "Replace all that is here",
    add: "Add to what is here",
    how: "How to import",
    imported: "Taken in: {what}.",
    nothing: "nothing",
    stores: { one: "{n} memory store", other: "{n} memory stores" },
    memories: { one: "{n} memory", other: "{n} memories" },
    versions: { one: "{n} version", other: "{n} versions" },
    agents: { one: "{n} agent", other: "{n} agents" },
    environments: { one: "{n} environment", other: "{n} environments" },
    sessions: { one: "{n} session", other: "{n} sessions" },
    threads: { one: "{n} thread", other: "{n} threads" },
    events: { one: "{n} event", other: "{n} events" },
    dreams: { one: "{n} dream", other: "{n} dreams" },
    reports: { one: "{n} report", other: "{n} reports" },
    notJson: "{name} is not a workspace file: it holds no JSON object.",
    notExported: "Not exported: {why}",
    notImported: "Not imported, and nothing was changed: {why}",
  };

  constructor() {
    super();
    /** What was chosen to import. @type {File | null} */
    this.file = null;
    /** @type {"replace" | "add"} */
    this.mode = "replace";
    this.told = "";
    this.problem = "";
    this.busy = false;
  }

  /** @param {string} said @param {() => Promise<string>} act */
  async #do(said, act) {
    if (!this.api || this.busy) return;
    this.busy = true;
    this.told = this.problem = "";
    try {
      this.told = await act();
      this.announce(this.told);
    } catch (error) {
      this.problem = this.word(said, { why: this.why(error) });
    } finally {
      this.busy = false;
    }
  }

  /** Asks for the workspace and hands it to the reader as a file. */
  export() {
    return this.#do("notExported", async () => {
      const document = await /** @type {import("../format/api.js").Api} */ (this.api).get(ROUTE);
      const file = new Blob([JSON.stringify(document)], { type: "application/json" });
      const name = "dreamfs-workspace.json";
      const link = Object.assign(globalThis.document.createElement("a"), {
        href: URL.createObjectURL(file),
        download: name,
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      return this.word("exported", { size: this.words.bytes(file.size), name });
    });
  }

  /** Hands the chosen file to the engine. */
  import() {
    const { api, file, mode } = this;
    if (!file) return;
    return this.#do("notImported", async () => {
      const document = objectOf(await file.text());
      if (!document) throw new Error(this.word("notJson", { name: file.name }));
      const answer = await /** @type {import("../format/api.js").Api} */ (api).post(ROUTE, { ...document, mode });
      const counts = Object.entries(/** @type {Record<string, number>} */ (answer.imported ?? {}));
      const what = counts.filter(([, n]) => n).map(([table, n]) => this.word(table, { n }));
      this.emit("dreamfs-workspace-imported", { mode, imported: answer.imported });
      this.emit("dreamfs-changed", {});
      return this.word("imported", { what: what.join(", ") || this.word("nothing") });
    });
  }

  /** @param {Event} event */
  #chosen(event) {
    this.file = /** @type {HTMLInputElement} */ (event.target).files?.[0] ?? null;
    this.told = this.problem = "";
  }

  render() {
    if (this.hosted) return html`<p class="small quiet">${this.word("hosted")}</p>`;
    const off = !this.client || this.busy;
    return html`<div class="frame" part="frame" role="group" aria-label=${this.word("workspace")}>
        <div class="bar">
          <button class="export" ?disabled=${off} aria-busy=${this.busy} @click=${this.export}>
            ${this.word("export")}
          </button>
        </div>
        <div class="bar in">
          <label>
            ${this.word("choose")}
            <input type="file" accept="application/json,.json" ?disabled=${off} @change=${this.#chosen} />
          </label>
          <fieldset>
            <legend class="hidden">${this.word("how")}</legend>
            ${
              /** @type {const} */ (["replace", "add"]).map(
                (mode) =>
                  html`<label>
                    <input
                      type="radio"
                      name="mode"
                      .checked=${this.mode === mode}
                      @change=${() => (this.mode = mode)}
                    />
                    ${this.word(mode)}
                  </label>`,
              )
            }
          </fieldset>
          <button class="import" ?disabled=${off || !this.file} aria-busy=${this.busy} @click=${this.import}>
            ${this.word("import")}
          </button>
        </div>
        ${this.told ? html`<p class="told small">${this.told}</p>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      ${this.wire()} ${this.voice()}`;
  }

  static styles = [
    sharedStyles,
    css`
      .in {
        border-block-start: 1px solid var(--line);
      }
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        margin: 0;
        padding: 0;
        border: 0;
        flex: 1 1 16rem;
      }
      input[type="radio"] {
        inline-size: auto;
        vertical-align: middle;
      }
      fieldset label {
        color: inherit;
      }
      .told {
        padding: 0.5rem 0.875rem;
        border-block-start: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
    `,
  ];
}

/** @param {string} text @returns {Json | null} */
function objectOf(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

define("dreamfs-workspace", DreamfsWorkspace);
