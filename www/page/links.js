/** Links into the page: `#shared` is a section, `#shared:tab=history` a section and how it stands. An element names the properties that a link may
 * set in `data-link`. What the reader turns is written into the address; what the address says is set. It touches nothing else. */

/** @typedef {HTMLElement & Record<string, any>} Linked */

/** @param {Element} section @returns {Array<{ element: Linked, name: string }>} */
const linked = (section) =>
  [.../** @type {NodeListOf<Linked>} */ (section.querySelectorAll("[data-link]"))].flatMap((element) =>
    (element.dataset.link ?? "").split(" ").map((name) => ({ element, name })),
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

export function followLinks() {
  const first = new Map();
  const remember = () => {
    for (const section of document.querySelectorAll("main > section"))
      for (const { element, name } of linked(section)) {
        const key = `${element.id}.${name}`;
        if (!first.has(key) && element[name] !== undefined) first.set(key, element[name]);
      }
  };
  const apply = () => {
    const { id, state } = parseHash(location.hash);
    const section = document.getElementById(id);
    if (!section) return;
    for (const [key, text] of state)
      for (const { element, name } of linked(section)) if (name === key) element[name] = valueOf(text, element[name]);
    if (state.length) section.scrollIntoView();
  };
  const write = (/** @type {Event} */ event) => {
    const section = /** @type {Element} */ (event.target).closest?.("main > section");
    if (!section?.querySelector("[data-link]")) return;
    setTimeout(() => {
      const state = new URLSearchParams();
      for (const { element, name } of linked(section)) {
        const [value, usual] = [element[name], first.get(`${element.id}.${name}`)];
        if (["string", "number", "boolean"].includes(typeof value) && value !== usual) state.set(name, String(value));
      }
      const hash = `#${section.id}${state.size ? `:${state}` : ""}`;
      const before = parseHash(location.hash);
      if (state.size || (before.id === section.id && before.state.length)) history.replaceState(null, "", hash);
    });
  };
  remember();
  apply();
  addEventListener("hashchange", apply);
  for (const type of ["click", "change", "keyup"]) document.addEventListener(type, write);
}
