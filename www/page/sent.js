/** What comes in and goes out has a script of its own, which is fetched when a panel for it is opened: a dream that somebody sent, the workspace as a
 * file. `#dream=…` opens the first at the head of the page. What is in a panel is its element's business. */

/** @param {string} name */
const panelOf = (name) => /** @type {HTMLDetailsElement} */ (document.querySelector(name)?.closest("details"));

export function sent() {
  const panel = panelOf("dreamfs-replay");
  const replay = /** @type {HTMLElement & { link: string }} */ (panel.lastElementChild);
  /** @param {Element} element */
  const load = (element) => import("../sharing.js").catch(({ message }) => (element.textContent = message));
  const open = async () => {
    const came = /[#&]dream=/.test(location.hash);
    if (came) {
      const main = document.querySelector("main");
      if (main?.firstElementChild !== panel) main?.prepend(panel);
      panel.open = true;
    }
    if (panel.open) await load(replay);
    if (came) replay.link = location.hash;
  };
  panel.ontoggle = open;
  addEventListener("hashchange", open);
  open();
  const workspace = panelOf("dreamfs-workspace");
  workspace.ontoggle = () => load(/** @type {Element} */ (workspace.lastElementChild));
}
