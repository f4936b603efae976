/** Links into the page: `#shared` is a section, `#shared:tab=history` a section and how it stands. An element names the properties that a link may
 * set in `data-link`. What the reader turns is written into the address; what the address says is set. It touches nothing else. */

/** @typedef {HTMLElement & Record<string, any>} Linked */

/** @param {Linked} element */
const namesOf = (element) => (element.dataset.link ?? "").split(" ");

/** @param {Element} section @returns {Array<{ element: Linked, name: string }>} */
const linked = (section) =>
  [.../** @type {NodeListOf<Linked>} */ (section.querySelectorAll("[data-link]"))].flatMap((element) =>
    namesOf(element).map((name) => ({ element, name })),
  );

/** A value of the same kind as the one that stands there. @param {string} text @param {unknown} like */
function valueOf(text, like) {
  if (typeof like === "boolean") return text === "true";
  if (typeof like === "number") return Number.isFinite(Number(text)) ? Number(text) : like;
  return text;
}

/** @param {string} text */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} hash */
export function parseHash(hash) {
  const [id, state = ""] = unescaped(hash.replace(/^#/, "")).split(":", 2);
  return { id, state: [...new URLSearchParams(state)] };
}

/** @param {(name: string) => Promise<void>} bring defines an element that is not there yet */
export function followLinks(bring) {
  const first = new Map();
  /** Notes how an element stands by itself, once it is there. @param {Linked} element */
  const remember = async (element) => {
    await customElements.whenDefined(element.localName);
    await element.updateComplete;
    for (const name of namesOf(element)) {
      const key = `${element.id}.${name}`;
      if (!first.has(key)) first.set(key, element[name]);
    }
  };
  const apply = async () => {
    const { id, state } = parseHash(location.hash);
    const section = document.getElementById(id);
    if (!section || !state.length) return;
    const asked = linked(section).filter(({ name }) => state.some(([key]) => key === name));
    for (const { element } of asked) {
      await bring(element.localName);
      await remember(element);
    }
    for (const [key, text] of state)
      for (const { element, name } of asked) if (name === key) element[name] = valueOf(text, element[name]);
    section.scrollIntoView();
  };
  const write = (/** @type {Event} */ event) => {
    const section = /** @type {Element} */ (event.target).closest?.("main > section");
    if (!section?.querySelector("[data-link]")) return;
    setTimeout(() => {
      const state = new URLSearchParams();
      for (const { element, name } of linked(section)) {
        const key = `${element.id}.${name}`;
        const value = element[name];
        if (!first.has(key) || !["string", "number", "boolean"].includes(typeof value)) continue;
        if (value !== first.get(key)) state.set(name, String(value));
      }
      const hash = `#${section.id}${state.size ? `:${state}` : ""}`;
      const before = parseHash(location.hash);
      if (state.size || (before.id === section.id && before.state.length)) history.replaceState(null, "", hash);
    });
  };
  // What could not be loaded says so in its place.
  const follow = () => apply().catch(() => {});
  for (const element of /** @type {NodeListOf<Linked>} */ (document.querySelectorAll("main [data-link]")))
    remember(element);
  follow();
  addEventListener("hashchange", follow);
  for (const type of ["click", "change", "keyup"]) document.addEventListener(type, write);
}
