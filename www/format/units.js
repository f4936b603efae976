/** Ids and sizes of text. Pure. */

/** The end of an id, enough to tell two apart. @param {string} id */
export function shortId(id) {
  const cut = id.indexOf("_");
  return id.length - cut > 9 ? `${id.slice(0, cut + 1)}…${id.slice(-6)}` : id;
}

/** UTF-8 bytes of a text. @param {string} text */
export function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}
