// The Messages API's memory tool over a store of a client: handlers for the SDK's `betaMemoryTool`, so that an agent built with the
// SDK keeps its memories here. They hold no logic of their own: each command is a request.

/** @typedef {{ fetch: (input: string, init?: RequestInit) => Promise<Response> }} Door */
/** @typedef {{ command: "view", path: string, view_range?: number[] }} View */
/** @typedef {{ command: "create", path: string, file_text: string }} Create */
/** @typedef {{ command: "str_replace", path: string, old_str: string, new_str: string }} StrReplace */
/** @typedef {{ command: "insert", path: string, insert_line: number, insert_text: string }} Insert */
/** @typedef {{ command: "delete", path: string }} Delete */
/** @typedef {{ command: "rename", old_path: string, new_path: string }} Rename */

/**
 * @typedef {object} MemoryToolHandlers
 * @property {(command: View) => Promise<string>} view
 * @property {(command: Create) => Promise<string>} create
 * @property {(command: StrReplace) => Promise<string>} str_replace
 * @property {(command: Insert) => Promise<string>} insert
 * @property {(command: Delete) => Promise<string>} delete
 * @property {(command: Rename) => Promise<string>} rename
 */

/**
 * Handlers over a memory store, made for `betaMemoryTool(memoryTool(client, store.id))`. What goes wrong is thrown, in the words that
 * the model is to read.
 * @param {Door} client What `createClient` gave.
 * @param {string} storeId Id of the memory store, `memstore_…`.
 * @returns {MemoryToolHandlers}
 */
export function memoryTool(client, storeId) {
  if (typeof client?.fetch !== "function") throw new TypeError("client: must be a client, as createClient gives it");
  if (typeof storeId !== "string" || !storeId) throw new TypeError("storeId: must be the id of a memory store");
  /** @param {View | Create | StrReplace | Insert | Delete | Rename} command */
  const run = async (command) => {
    const response = await client.fetch("/dreamfs/v1/memory_tool", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...command, memory_store_id: storeId }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    // Whoever catches it says that it is an error: the SDK's tool runner puts these words before it.
    if (answer.is_error) throw new Error(answer.content.replace(/^Error: /, ""));
    return answer.content;
  };
  return { view: run, create: run, str_replace: run, insert: run, delete: run, rename: run };
}
