/**
 * What an element says, and in which language. `static texts` are its own words; `strings` of the author's take their place, by the same names. A
 * text may differ by plural: `{ one: "{n} file", other: "{n} files" }`. Numbers, times and plurals follow the `lang` around the element.
 */
import { LitElement } from "lit";
import { reason } from "../format/api.js";
import { Words, common } from "../format/words.js";

/** @typedef {import("../format/words.js").Texts} Texts */

/** The language of a place, across shadow roots. @param {Element} element */
function langOf(element) {
  for (let at = /** @type {Element | undefined} */ (element); at;) {
    const found = at.closest("[lang]")?.getAttribute("lang");
    if (found) return found;
    at = /** @type {Partial<ShadowRoot>} */ (at.getRootNode()).host;
  }
  return "en";
}

export class WordedElement extends LitElement {
  static properties = {
    theme: { reflect: true },
    strings: { type: Object },
  };

  static get observedAttributes() {
    return [...super.observedAttributes, "lang"];
  }

  /** @type {Texts} */
  static texts = common;

  constructor() {
    super();
    /** "light" or "dark"; the page's `color-scheme` when left out. @type {string | null} */
    this.theme = null;
    /** Words of the author's in place of the element's, by name; as an attribute, JSON. @type {Texts | null} */
    this.strings = null;
    /** @type {Words | null} */
    this.known = null;
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === "lang") this.requestUpdate();
  }

  /** The element's words in the language around it. */
  get words() {
    const { texts } = /** @type {typeof WordedElement} */ (this.constructor);
    const lang = langOf(this);
    if (!this.known || this.known.strings !== this.strings || this.known.asked !== lang)
      this.known = new Words(texts, this.strings, lang);
    return this.known;
  }

  /** A word or sentence of this element, the author's if there is one. @param {string} name @param {Record<string, any>} [values] @returns {any} */
  word(name, values) {
    return this.words.word(name, values);
  }

  /** What to tell the reader about a thrown value. @param {unknown} error @returns {string} */
  why(error) {
    const { word, values } = /** @type {{ word?: string, values?: Record<string, any> }} */ (error ?? {});
    return word ? this.word(word, values) : reason(error);
  }
}
