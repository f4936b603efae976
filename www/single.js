/**
 * The library as the single file has it: the engine and its shell stand in the page, packed. It adds nothing else to `createClient`.
 */
import { decompress } from "fzstd";
import { createClient as create } from "./client.js";
import { fromBase85 } from "./format/base85.js";

/** @type {Map<string, Uint8Array<ArrayBuffer>>} */
const unpacked = new Map();

/** What is packed in the page under this id, unpacked once. @param {string} id */
function part(id) {
  const known =
    unpacked.get(id) ?? new Uint8Array(decompress(fromBase85(document.getElementById(id)?.textContent ?? "")));
  unpacked.set(id, known);
  return known;
}

/** As the library's, with `wasm` and `bash` seen to. @param {import("./client.js").ClientOptions} [options] */
export async function createClient(options = {}) {
  const [first, rest, bash] = ["dreamfs-wasm", "dreamfs-rest", "dreamfs-bash"].map(part);
  return create({ wasm: { first, rest }, bash, ...options });
}
