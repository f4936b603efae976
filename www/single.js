/**
 * The library as the single file has it: the wasm stands in the page, packed. It adds nothing else to `createClient`.
 */
import { createClient as create } from "./client.js";
import { bytesOf } from "./format/single.js";

/** @type {Promise<Uint8Array<ArrayBuffer>> | undefined} */
let unpacked;

/** The engine's bytes, unpacked once. */
function wasm() {
  unpacked ??= bytesOf(document.getElementById("dreamfs-wasm")?.textContent ?? "");
  return unpacked;
}

/** As the library's, with `wasm` seen to. @param {import("./client.js").ClientOptions} [options] */
export const createClient = async (options = {}) => create({ wasm: await wasm(), ...options });
