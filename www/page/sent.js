/** A dream that somebody sent: `#dream=…` opens its panel at the head of the page, and the reader opens it by hand for a file. What is in it is the
 * element's business, whose script comes when the panel is opened. */

export function sent() {
  const panel = /** @type {HTMLDetailsElement} */ (document.getElementById("sent"));
  const replay = /** @type {HTMLElement & { link: string }} */ (panel.querySelector("dreamfs-replay"));
  const open = async () => {
    const came = /[#&]dream=/.test(location.hash);
    if (came) {
      const main = document.querySelector("main");
      if (main?.firstElementChild !== panel) main?.prepend(panel);
      panel.open = true;
    }
    if (!panel.open) return;
    await import("../sharing.js").catch(({ message }) => (replay.textContent = message));
    if (came) replay.link = location.hash;
  };
  panel.ontoggle = open;
  addEventListener("hashchange", open);
  open();
}
