/**
 * The library as the single file has it: the wasm stands in the page, packed, and databases are named after the file, since a browser may
 * give all files of a disk one place to keep things. It adds nothing else to `createClient`.
 */
import { createClient as create } from "./client.js";
import { bytesOf, databaseName, ownId } from "./format/single.js";

/** @type {Promise<Uint8Array<ArrayBuffer>> | undefined} */
let unpacked;

/** The engine's bytes, unpacked once. */
function wasm() {
  unpacked ??= bytesOf(document.getElementById("dreamfs-wasm")?.textContent ?? "");
  return unpacked;
}

/** As the library's, with `wasm` and the database's name seen to. @param {import("./client.js").ClientOptions} [options] */
export async function createClient(options = {}) {
  const database = databaseName(options.database ?? "dreamfs", location, ownId(document));
  return create({ wasm: await wasm(), ...options, database });
}
