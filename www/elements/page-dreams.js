/** Which dream of its page an element that looks after itself is to show. It asks nobody: `<dreamfs-dream>` tells the page. */
import { hasEnded } from "../format/dream.js";
import { standsAlone } from "./engine.js";

/** Tells an element that looks after itself of the dreams of its page: the id of one that has ended, null when another begins. */
export class PageDreams {
  /** @param {import("lit").ReactiveElement} host @param {(id: string | null) => void} hear */
  constructor(host, hear) {
    this.changed = (/** @type {Event} */ event) => {
      const { dream } = /** @type {CustomEvent} */ (event).detail;
      if (standsAlone(host)) hear(hasEnded(dream) ? dream.id : null);
    };
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("dreamfs-dream-changed", this.changed);
  }

  hostDisconnected() {
    document.removeEventListener("dreamfs-dream-changed", this.changed);
  }
}
