/** The way through the page: which section the reader is in, and presenting, one section a screen with the arrow keys. It moves nothing but
 * the page; what the sections show is theirs. */

const sections = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main > section")]);
/** @param {Element} section */
const title = (section) => section.querySelector("h1, h2")?.textContent?.trim() ?? section.id;
/** @param {string} id @returns {any} */
const $ = (id) => document.getElementById(id);

/** Whether a key belongs to what has the focus: text, lists and sliders use the arrows themselves. @param {KeyboardEvent} event */
function taken(event) {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return true;
  const at = event.composedPath()[0];
  return (
    at instanceof Element &&
    at.matches(
      "input, textarea, select, summary, pre, [role=tab], [role=log], [role=tree], [role=treeitem], [tabindex='0']",
    )
  );
}

export function guide() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(".top li a")]);
  /** @param {Element} section */
  const stand = (section) => {
    for (const one of sections()) one.classList.toggle("current", one === section);
    for (const link of links) {
      const here = link.hash === `#${section.id}`;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (here) $("here").textContent = link.textContent?.trim() ?? "";
    }
    const all = sections();
    const place = all.indexOf(/** @type {HTMLElement} */ (section));
    // Alone on the screen, a section's title is the page's.
    for (const one of document.querySelectorAll("main > section :is(h2, h3)")) one.removeAttribute("aria-level");
    if (presenting())
      for (const one of section.querySelectorAll("h2, h3"))
        one.setAttribute("aria-level", one.matches("h2") ? "1" : "2");
    $("previous").disabled = place <= 0;
    $("next").disabled = place === all.length - 1;
    if (presenting()) $("place").textContent = `${place + 1} of ${all.length}: ${title(section)}`;
  };
  const presenting = () => "present" in document.documentElement.dataset;
  const current = () => document.querySelector("main > section.current") ?? sections()[0];

  const seen = new IntersectionObserver(
    (entries) => {
      if (presenting()) return;
      const inside = entries.filter((entry) => entry.isIntersecting).at(-1);
      if (inside) stand(inside.target);
    },
    { rootMargin: "-25% 0px -70% 0px" },
  );
  for (const section of sections()) seen.observe(section);
  stand(document.getElementById(location.hash.slice(1).split(":")[0])?.closest("main > section") ?? sections()[0]);

  /** @param {number} step */
  const go = (step) => {
    const all = sections();
    const next = all[all.indexOf(/** @type {HTMLElement} */ (current())) + step];
    if (!next) return;
    history.replaceState(null, "", `#${next.id}`);
    stand(next);
    scrollTo({ top: 0 });
  };
  /** @param {boolean} on */
  const present = (on) => {
    const at = current();
    document.documentElement.toggleAttribute("data-present", on);
    $("presenter").hidden = !on;
    stand(at);
    if (on) scrollTo({ top: 0 });
    else at.scrollIntoView({ behavior: "instant" });
    $(on ? "next" : "present").focus({ preventScroll: true });
  };

  $("present").disabled = false;
  $("present").onclick = () => present(true);
  $("leave").onclick = () => present(false);
  $("previous").onclick = () => go(-1);
  $("next").onclick = () => go(1);
  addEventListener("hashchange", () => {
    const section = document.getElementById(location.hash.slice(1).split(":")[0])?.closest("main > section");
    if (section && presenting()) (stand(section), scrollTo({ top: 0 }));
  });
  addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyP") return (event.preventDefault(), present(!presenting()));
    if (!presenting()) return;
    if (event.key === "Escape" && !event.defaultPrevented) return present(false);
    if (taken(event)) return;
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
    if (step) (event.preventDefault(), go(step));
  });
  if (new URLSearchParams(location.search).has("present")) present(true);
}

/** Asks for the page as one file of what hears to it (`save.js`), where that is there. */
export function save() {
  const button = $("save");
  button.hidden = !document.querySelector('script[src="save.js"], #dreamfs-wasm');
  button.onclick = () => document.dispatchEvent(new CustomEvent("dreamfs-save"));
  const tell = (/** @type {string} */ text) => ($("saved").textContent = text);
  document.addEventListener("dreamfs-saved", (event) =>
    tell(`Saved as ${/** @type {CustomEvent} */ (event).detail.name}.`),
  );
  document.addEventListener("dreamfs-not-saved", (event) =>
    tell(`Not saved: ${/** @type {CustomEvent} */ (event).detail.reason}`),
  );
}

/** Hands over the program of the last section as a file. */
export function takeHome() {
  const button = $("take");
  button.hidden = false;
  button.onclick = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([$("program").textContent], { type: "text/javascript" }));
    link.download = "agents-that-remember.mjs";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
}
