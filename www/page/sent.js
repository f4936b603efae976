/** A dream that somebody sent: `#dream=…` opens its panel at the head of the page, and the reader opens it by hand for a file. What is in it is the
 * element's business, whose script comes when the panel is opened. */

export function sent() {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("sent"));
  const replay = /** @type {HTMLElement & { link: string }} */ (panel.querySelector("dreamfs-replay"));
  const open = async () => {
    const link = new URLSearchParams(location.hash.slice(1)).get("dream");
    if (link !== null) {
      document.querySelector("main")?.prepend(panel);
      panel.open = true;
    }
    if (!panel.open) return;
    await import("../sharing.js").catch(({ message }) => (replay.textContent = message));
    if (link !== null) replay.link = link;
  };
  panel.ontoggle = open;
  addEventListener("hashchange", open);
  open();
}
