/**
 * What the single file needs of its own: names that no two files share. It draws nothing and starts nothing.
 */

/**
 * A database's name for one file: by where the file lies, and by the name that it was given when it was saved. A newer build put in the
 * place of an older one finds what was kept.
 * @param {string} name @param {{ protocol: string, pathname: string }} place @param {string} id
 */
export function databaseName(name, { protocol, pathname }, id) {
  return protocol === "file:" ? `${name} ${id} ${pathname}` : `${name} ${id}`;
}

/** A database's name as this page has it: where it is the single file, one of its own. @param {string} name */
export function ownName(name) {
  if (!document.getElementById("dreamfs-wasm")) return name;
  return databaseName(name, location, document.documentElement.dataset.copy ?? "built");
}
