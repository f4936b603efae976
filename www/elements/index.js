/** Defines every element, and gives pages the helpers that they share with them. Safe to import where there is no DOM: it then defines nothing. */
export * from "./shared.js";

/** What `<dreamfs-session>` and `<dreamfs-mount>` emit once they made a session: `dreamfs-session-created`.
 * @typedef {CustomEvent<{ session: import("../format/api.js").Json }>} SessionCreatedEvent */
/** What says that a store may have changed: `dreamfs-changed`. A page may dispatch it too.
 * @typedef {CustomEvent<{ session_id?: string, store_ids?: string[] }>} ChangedEvent */
/** What `<dreamfs-dream>` emits when the status of the dream that it shows has changed: `dreamfs-dream-changed`.
 * @typedef {CustomEvent<{ dream: import("../format/api.js").Json }>} DreamChangedEvent */
/** What `<dreamfs-review>` emits when future sessions are to mount a store: `dreamfs-store-kept`.
 * @typedef {CustomEvent<{ store_id: string, name: string, dream_id: string | null }>} StoreKeptEvent */
/** What `<dreamfs-workspace>` emits once a file was taken in: `dreamfs-workspace-imported`.
 * @typedef {CustomEvent<{ mode: "replace" | "add", imported: Record<string, number> }>} WorkspaceImportedEvent */

import "./define.js";
