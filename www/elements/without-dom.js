/**
 * What Lit touches while it is loaded, for where there is no DOM: the build of a documentation site imports the elements in Node. The bundler puts
 * these names in place of the globals. It draws nothing there, and in a page it is the page's own.
 */
const bare = /** @type {any} */ (globalThis);
const noElement = /** @type {typeof HTMLElement} */ (/** @type {unknown} */ (class {}));
const noDocument = /** @type {Document} */ (
  /** @type {unknown} */ ({ createTreeWalker: () => null, createComment: () => null })
);

const ownElement = /** @type {typeof HTMLElement} */ (bare.HTMLElement ?? noElement);
const ownDocument = /** @type {Document} */ (bare.document ?? noDocument);
export { ownElement as HTMLElement, ownDocument as document };
