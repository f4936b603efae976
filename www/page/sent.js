/** A dream that somebody sent: `#dream=…` opens its panel at the head of the page. What is in the panel is its element's business. */

export function sent() {
  const replay = /** @type {HTMLElement & { link: string }} */ (document.querySelector("dreamfs-replay"));
  const panel = /** @type {HTMLDetailsElement} */ (replay.closest("details"));
  const open = () => {
    if (!/[#&]dream=/.test(location.hash)) return;
    const main = document.querySelector("main");
    if (main?.firstElementChild !== panel) main?.prepend(panel);
    panel.open = true;
    replay.link = location.hash;
  };
  addEventListener("hashchange", open);
  open();
}
