/** A tree of folders and files from the flat, path-sorted list that the API gives. */

/** @template T @typedef {{ name: string, path: string, file: T }} FileNode */
/** @template T @typedef {{ name: string, path: string, nodes: Array<FolderNode<T> | FileNode<T>> }} FolderNode */

/** Folders first, then files, each by name in byte order, as the store itself sorts.
 * @template {{ path: string }} T @param {Iterable<T>} files @returns {FolderNode<T>} */
export function treeOf(files) {
  const root = /** @type {FolderNode<T>} */ ({ name: "", path: "/", nodes: [] });
  const folders = new Map([["/", root]]);
  for (const file of files) {
    const parts = file.path.split("/").filter(Boolean);
    const name = parts.pop() ?? file.path;
    let folder = root;
    let path = "/";
    for (const part of parts) {
      path += `${part}/`;
      let next = folders.get(path);
      if (!next) {
        next = { name: part, path, nodes: [] };
        folders.set(path, next);
        folder.nodes.push(next);
      }
      folder = next;
    }
    folder.nodes.push({ name, path: file.path, file });
  }
  for (const folder of folders.values()) folder.nodes.sort(order);
  return root;
}

/** @param {{ name: string, nodes?: unknown }} a @param {{ name: string, nodes?: unknown }} b */
function order(a, b) {
  if (!a.nodes !== !b.nodes) return a.nodes ? -1 : 1;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
