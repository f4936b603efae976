/** The parts of `<dreamfs-store>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { shortId } from "../format/units.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {{ id: string, path: string }} File */
/** @typedef {import("../format/tree.js").FolderNode<any>} Folder */
/** @typedef {import("../format/tree.js").FileNode<any>} Leaf */
/** @typedef {import("./store.js").Form} Form */
/** @typedef {import("./store.js").Difference} Difference */

/** @typedef {import("../format/words.js").Words} Words */

/** @typedef {{ selected: string | null, fresh: Set<string>, drafts: Map<string, unknown>, open: (id: string) => void }} TreeState */

export const storeTexts = {
  theStore: "Memory store {name}",
  unnamed: "memory store",
  files: { one: "{n} file", other: "{n} files" },
  filesOf: "Files of {name}",
  deletedFiles: { one: "{n} deleted file", other: "{n} deleted files" },
  emptyStore: "This store is empty. Tell a session something worth keeping, or add a file by hand.",
  readingFiles: "Reading.",
  readingStore: "Reading the store.",
  gone: "This store is not there any more.",
  changed: "changed",
  unsaved: "unsaved",
  show: "What to show of {path}",
  shownVersion: "{size}, version {n}",
  deletedKept: "Deleted. Its versions are kept.",
  text: "Text",
  history: "History",
  textOf: "Text of {path}",
  emptyText: "(empty)",
  edit: "Edit",
  rename: "Rename",
  delete: "Delete",
  save: "Save",
  cancel: "Cancel",
  path: "Path",
  addIt: "Add",
  bytes: "{n} of {most} bytes",
  outdated: "This file has changed since you began. Saving will ask first.",
  askDelete: "Delete {path}? Its versions are kept.",
  askRedact: "Remove the text of this version for good? That it was written, when and by whom stays.",
  wasAdded: "{path} was added.",
  wasRenamed: "Renamed to {path}.",
  wasDeleted: "{path} was deleted.",
  wasRedacted: "The version was redacted.",
  wasRestored: "Restored, as one more version.",
  saved: "Saved as a new version.",
  notSaved: "Not saved: {why} What you typed is kept.",
  notSavedChanged: "Not saved: the file has changed meanwhile. What you typed is kept.",
  notDone: "Not done: the file has changed since it was shown here. Look at it again first.",
  lookAgain: "The file has changed. Look again.",
  conflict: "Not saved: the file has changed since you began. What you typed is still below.",
  swapped: "The store's text is in the editor now. Yours is kept here:",
  theirs: "The store's text",
  yours: "Your text",
  overwrite: "Save mine over it",
  reload: "Reload the store's text",
  putBack: "Put mine back",
  versions: "Versions, newest first",
  created: "created",
  modified: "modified",
  deleted: "deleted",
  redacted: "redacted",
  bySession: "session {session}",
  byHand: "by hand",
  byApi: "API",
  byService: "service account",
  byUnknown: "unknown",
  whatChanged: "What version {n} changed",
  toNewest: "From version {n} to the newest",
  showChanged: "Show what it changed",
  compare: "Compare with the newest",
  restore: "Restore version {n}",
  redact: "Redact",
  newest: "The newest version: nothing to restore, and it cannot be redacted.",
  comparing: "Comparing.",
  difference: "Difference",
  added: "added",
  removed: "removed",
  redactedText: "The text of this version was redacted.",
  deletedHere: "The file was deleted here. Its text is in the version before.",
  redactedBefore: "The version before was redacted, so this is the whole text.",
  renamedFrom: "Renamed from {path}.",
  same: "No line differs.",
  failedDifference: "No difference to show: {why}",
  redactedPath: "/(redacted)",
};

/** @param {Words} w @param {Folder} folder @param {TreeState} state @returns {import("lit").TemplateResult} */
export function folderView(w, folder, state) {
  return html`<ul>
    ${repeat(
      folder.nodes,
      (node) => node.path,
      (node) =>
        html`<li>
          ${
            "nodes" in node
              ? html`<details open>
                  <summary translate="no">${node.name}/</summary>
                  ${folderView(w, node, state)}
                </details>`
              : leaf(w, node, state)
          }
        </li>`,
    )}
  </ul>`;
}

/** @param {Words} w @param {Leaf} node @param {TreeState} state */
function leaf(w, node, state) {
  const { id } = node.file;
  const mark = state.drafts.has(id) ? "unsaved" : state.fresh.has(id) ? "changed" : "";
  return html`<button
    class="leaf"
    aria-current=${id === state.selected ? "true" : "false"}
    @click=${() => state.open(id)}
  >
    <span translate="no">${node.name}</span
    >${mark ? html`<span class="mark ${mark === "changed" ? "write" : "quiet"}">${w.word(mark)}</span>` : nothing}
  </button>`;
}

/** Who wrote a version, in words. @param {Words} w @param {Json | undefined} actor @param {Map<string, string>} writers */
export function writer(w, actor, writers) {
  switch (actor?.type) {
    case "session_actor": {
      const title = writers.get(actor.session_id);
      const session = html`<span class="mono" title=${actor.session_id}>${title || shortId(actor.session_id)}</span>`;
      return w.word("bySession", { session });
    }
    case "user_actor":
      return w.word("byHand");
    case "api_actor":
      return w.word("byApi");
    case "service_account_actor":
      return w.word("byService");
    default:
      return w.word("byUnknown");
  }
}

/**
 * @param {Words} w @param {{ versions: Json[], head: string | null, version: string | null, against: "before" | "now", difference: Difference | null,
 *   writers: Map<string, string>, busy: boolean, pick: (id: string) => void, turn: () => void, restore: (version: Json) => void,
 *   redact: (version: Json) => void }} at
 */
export function historyView(w, at) {
  const chosen = at.versions.find((version) => version.id === at.version);
  const number = (/** @type {Json} */ version) => at.versions.length - at.versions.indexOf(version);
  const n = chosen ? number(chosen) : 0;
  const against = at.against === "now";
  return html`<div class="history">
    <ol aria-label=${w.word("versions")}>
      ${repeat(
        at.versions,
        (version) => version.id,
        (version) =>
          html`<li>
            <button
              class="version"
              aria-current=${version.id === at.version ? "true" : "false"}
              @click=${() => at.pick(version.id)}
            >
              <span class="mono">${w.number(number(version))}</span>
              <span class="grow"
                ><span
                  class=${version.operation === "deleted" ? "refused" : version.operation === "created" ? "write" : ""}
                  >${w.word(version.redacted_at ? "redacted" : version.operation)}</span
                >, ${writer(w, version.created_by, at.writers)}
                <span class="quiet small when"
                  >${w.when(version.created_at)}${version.content_size_bytes == null ? "" : `, ${w.bytes(version.content_size_bytes)}`}</span
                ></span
              >
            </button>
          </li>`,
      )}
    </ol>
    ${
      chosen
        ? html`<div class="version-body">
            <div class="row">
              <h4 class="grow">${w.word(against ? "toNewest" : "whatChanged", { n })}</h4>
              ${
                at.versions[0] !== chosen
                  ? html`<button class="plain" @click=${at.turn}>
                      ${w.word(against ? "showChanged" : "compare")}
                    </button>`
                  : nothing
              }
            </div>
            ${differenceView(w, at.difference)}
            <div class="row">
              <button
                ?disabled=${at.busy || chosen.id === at.head || chosen.redacted_at || chosen.operation === "deleted"}
                @click=${() => at.restore(chosen)}
              >
                ${w.word("restore", { n })}
              </button>
              <button
                class="plain"
                ?disabled=${at.busy || chosen.id === at.head || chosen.redacted_at}
                @click=${() => at.redact(chosen)}
              >
                ${w.word("redact")}
              </button>
              ${chosen.id === at.head ? html`<span class="small quiet">${w.word("newest")}</span>` : nothing}
            </div>
          </div>`
        : nothing
    }
  </div>`;
}

/** What a line of a difference is, for who does not see its mark. @param {Words} w @param {string} op */
export const opSaid = (w, op) => (op === "+" ? w.word("added") : op === "-" ? w.word("removed") : "");

/** @param {Words} w @param {Difference | null} difference */
export function differenceView(w, difference) {
  if (!difference || difference.state === "loading") return html`<p class="small quiet">${w.word("comparing")}</p>`;
  return html`${difference.note ? html`<p class="small quiet">${difference.note}</p>` : nothing}
  ${
    difference.lines.length
      ? html`<div class="diff mono" tabindex="0" role="region" aria-label=${w.word("difference")}>
          ${difference.lines.map(
            ({ op, text }) =>
              html`<div class=${op === "+" ? "plus" : op === "-" ? "minus" : ""}>
                <span class="op" aria-hidden="true">${op}</span><span class="hidden">${opSaid(w, op)} </span
                ><span class="line">${text}</span>
              </div>`,
          )}
        </div>`
      : nothing
  }`;
}

/** A save that was refused. @param {Words} w @param {Json} conflict @param {{ overwrite: () => void, swap: () => void }} act */
export function conflictView(w, conflict, act) {
  const theirs = !conflict.yours;
  return html`<div class="conflict" role="alert">
    <p class="small refused">${w.word(theirs ? "conflict" : "swapped")}</p>
    <pre tabindex="0" aria-label=${w.word(theirs ? "theirs" : "yours")}>${conflict.content || w.word("emptyText")}</pre>
    <div class="row">
      ${theirs ? html`<button type="button" @click=${act.overwrite}>${w.word("overwrite")}</button>` : nothing}
      <button type="button" @click=${act.swap}>${w.word(theirs ? "reload" : "putBack")}</button>
    </div>
  </div>`;
}

/**
 * The form of adding, renaming, deleting or redacting.
 * @param {Words} w @param {Form} form @param {{ path: string, busy: boolean, typed: (change: Partial<Form>) => void, submit: (event: SubmitEvent) => void,
 *   cancel: () => void }} act
 */
export function confirmation(w, form, act) {
  const value = (/** @type {Event} */ e) => /** @type {HTMLInputElement} */ (e.target).value;
  const cancel = html`<button type="button" @click=${act.cancel}>${w.word("cancel")}</button>`;
  const path = html`<label
    >${w.word("path")}
    <input
      class="code"
      data-first
      required
      spellcheck="false"
      autocomplete="off"
      .value=${form.value}
      @input=${(/** @type {Event} */ e) => act.typed({ value: value(e) })}
    />
  </label>`;
  const body = {
    add: () =>
      html`${path}
        <label
          >${w.word("text")}
          <textarea
            class="code"
            rows="7"
            .value=${form.text ?? ""}
            @input=${(/** @type {Event} */ e) => act.typed({ text: value(e) })}
          ></textarea>
        </label>
        <div class="row">
          <button class="primary" part="primary" ?disabled=${act.busy}>${w.word("addIt")}</button>${cancel}
        </div>`,
    rename: () =>
      html`${path}
        <div class="row">
          <button class="primary" part="primary" ?disabled=${act.busy}>${w.word("rename")}</button>${cancel}
        </div>`,
    delete: () =>
      html`<p class="small">${w.word("askDelete", { path: html`<code>${act.path}</code>` })}</p>
        <div class="row">
          <button class="bad" data-first ?disabled=${act.busy}>${w.word("delete")}</button>${cancel}
        </div>`,
    redact: () =>
      html`<p class="small">${w.word("askRedact")}</p>
        <div class="row">
          <button class="bad" data-first ?disabled=${act.busy}>${w.word("redact")}</button>${cancel}
        </div>`,
  }[form.kind]();
  const escape = (/** @type {KeyboardEvent} */ e) => e.key === "Escape" && act.cancel();
  return html`<form class="asked" @submit=${act.submit} @keydown=${escape}>${body}</form>`;
}
