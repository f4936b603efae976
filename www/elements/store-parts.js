/** The parts of `<dreamfs-store>` that only draw: what they are given in, a template out. */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { bytes, shortId, when } from "../format/units.js";

/** @typedef {import("../format/api.js").Json} Json */
/** @typedef {{ id: string, path: string }} File */
/** @typedef {import("../format/tree.js").FolderNode<any>} Folder */
/** @typedef {import("../format/tree.js").FileNode<any>} Leaf */
/** @typedef {import("./store.js").Form} Form */
/** @typedef {import("./store.js").Difference} Difference */

/** @typedef {{ selected: string | null, fresh: Set<string>, drafts: Map<string, unknown>, open: (id: string) => void }} TreeState */

/** @param {Folder} folder @param {TreeState} state @returns {import("lit").TemplateResult} */
export function folderView(folder, state) {
  return html`<ul>
    ${repeat(
      folder.nodes,
      (node) => node.path,
      (node) =>
        html`<li>
          ${
            "nodes" in node
              ? html`<details open>
                  <summary>${node.name}/</summary>
                  ${folderView(node, state)}
                </details>`
              : leaf(node, state)
          }
        </li>`,
    )}
  </ul>`;
}

/** @param {Leaf} node @param {TreeState} state */
function leaf(node, state) {
  const { id } = node.file;
  const mark = state.drafts.has(id) ? "unsaved" : state.fresh.has(id) ? "changed" : "";
  return html`<button
    class="leaf"
    aria-current=${id === state.selected ? "true" : "false"}
    @click=${() => state.open(id)}
  >
    <span>${node.name}</span
    >${mark ? html`<span class="mark ${mark === "changed" ? "write" : "quiet"}">${mark}</span>` : nothing}
  </button>`;
}

/** Who wrote a version, in words. @param {Json | undefined} actor @param {Map<string, string>} writers */
export function writer(actor, writers) {
  switch (actor?.type) {
    case "session_actor": {
      const title = writers.get(actor.session_id);
      return html`session <span class="mono" title=${actor.session_id}>${title || shortId(actor.session_id)}</span>`;
    }
    case "user_actor":
      return "by hand";
    case "api_actor":
      return "API";
    case "service_account_actor":
      return "service account";
    default:
      return "unknown";
  }
}

/**
 * @param {{ versions: Json[], head: string | null, version: string | null, against: "before" | "now", difference: Difference | null,
 *   writers: Map<string, string>, busy: boolean, pick: (id: string) => void, turn: () => void, restore: (version: Json) => void,
 *   redact: (version: Json) => void }} at
 */
export function historyView(at) {
  const chosen = at.versions.find((version) => version.id === at.version);
  const number = (/** @type {Json} */ version) => at.versions.length - at.versions.indexOf(version);
  return html`<div class="history">
    <ol aria-label="Versions, newest first">
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
              <span class="mono">${number(version)}</span>
              <span class="grow"
                ><span
                  class=${version.operation === "deleted" ? "refused" : version.operation === "created" ? "write" : ""}
                  >${version.redacted_at ? "redacted" : version.operation}</span
                >, ${writer(version.created_by, at.writers)}
                <span class="quiet small when"
                  >${when(version.created_at)}${version.content_size_bytes == null ? "" : `, ${bytes(version.content_size_bytes)}`}</span
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
              <h4 class="grow">
                ${at.against === "now" ? `From version ${number(chosen)} to the newest` : `What version ${number(chosen)} changed`}
              </h4>
              ${
                at.versions[0] !== chosen
                  ? html`<button class="plain" @click=${at.turn}>
                      ${at.against === "now" ? "Show what it changed" : "Compare with the newest"}
                    </button>`
                  : nothing
              }
            </div>
            ${differenceView(at.difference)}
            <div class="row">
              <button
                ?disabled=${at.busy || chosen.id === at.head || chosen.redacted_at || chosen.operation === "deleted"}
                @click=${() => at.restore(chosen)}
              >
                Restore version ${number(chosen)}
              </button>
              <button
                class="plain"
                ?disabled=${at.busy || chosen.id === at.head || chosen.redacted_at}
                @click=${() => at.redact(chosen)}
              >
                Redact
              </button>
              ${chosen.id === at.head ? html`<span class="small quiet">The newest version: nothing to restore, and it cannot be redacted.</span>` : nothing}
            </div>
          </div>`
        : nothing
    }
  </div>`;
}

const SAID = { "+": "added", "-": "removed", " ": "" };

/** @param {Difference | null} difference */
export function differenceView(difference) {
  if (!difference || difference.state === "loading") return html`<p class="small quiet">Comparing.</p>`;
  return html`${difference.note ? html`<p class="small quiet">${difference.note}</p>` : nothing}
  ${
    difference.lines.length
      ? html`<div class="diff mono" tabindex="0" role="region" aria-label="Difference">
          ${difference.lines.map(
            ({ op, text }) =>
              html`<div class=${op === "+" ? "plus" : op === "-" ? "minus" : ""}>
                <span class="op" aria-hidden="true">${op}</span
                ><span class="hidden">${SAID[/** @type {"+"} */ (op)] ?? ""} </span><span class="line">${text}</span>
              </div>`,
          )}
        </div>`
      : nothing
  }`;
}

/** A save that was refused. @param {Json} conflict @param {{ overwrite: () => void, swap: () => void }} act */
export function conflictView(conflict, act) {
  const theirs = !conflict.yours;
  return html`<div class="conflict" role="alert">
    <p class="small refused">
      ${theirs ? "Not saved: the file has changed since you began. What you typed is still below." : "The store's text is in the editor now. Yours is kept here:"}
    </p>
    <pre tabindex="0" aria-label=${theirs ? "The store's text" : "Your text"}>${conflict.content || "(empty)"}</pre>
    <div class="row">
      ${theirs ? html`<button type="button" @click=${act.overwrite}>Save mine over it</button>` : nothing}
      <button type="button" @click=${act.swap}>${theirs ? "Reload the store's text" : "Put mine back"}</button>
    </div>
  </div>`;
}

/**
 * The form of adding, renaming, deleting or redacting.
 * @param {Form} form @param {{ path: string, busy: boolean, typed: (change: Partial<Form>) => void, submit: (event: SubmitEvent) => void,
 *   cancel: () => void }} act
 */
export function confirmation(form, act) {
  const value = (/** @type {Event} */ e) => /** @type {HTMLInputElement} */ (e.target).value;
  const cancel = html`<button type="button" @click=${act.cancel}>Cancel</button>`;
  const path = html`<label
    >Path
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
          >Text
          <textarea
            class="code"
            rows="7"
            .value=${form.text ?? ""}
            @input=${(/** @type {Event} */ e) => act.typed({ text: value(e) })}
          ></textarea>
        </label>
        <div class="row"><button class="primary" part="primary" ?disabled=${act.busy}>Add</button>${cancel}</div>`,
    rename: () =>
      html`${path}
        <div class="row"><button class="primary" part="primary" ?disabled=${act.busy}>Rename</button>${cancel}</div>`,
    delete: () =>
      html`<p class="small">Delete <code>${act.path}</code>? Its versions are kept.</p>
        <div class="row"><button class="bad" data-first ?disabled=${act.busy}>Delete</button>${cancel}</div>`,
    redact: () =>
      html`<p class="small">Remove the text of this version for good? That it was written, when and by whom stays.</p>
        <div class="row"><button class="bad" data-first ?disabled=${act.busy}>Redact</button>${cancel}</div>`,
  }[form.kind]();
  const escape = (/** @type {KeyboardEvent} */ e) => e.key === "Escape" && act.cancel();
  return html`<form class="asked" @submit=${act.submit} @keydown=${escape}>${body}</form>`;
}
