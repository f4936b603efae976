/**
 * SHA-256, for hashes that are compared with the engine's: a page over plain http has no `crypto.subtle`. It is for comparing only, and
 * keeps nothing.
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";

const encoder = new TextEncoder();

/** The 32 bytes of a hash. @param {string | Uint8Array} what text is hashed as UTF-8 */
export const sha256 = (what) => hash(typeof what === "string" ? encoder.encode(what) : what);

/** The same in hexadecimal, as the engine writes it. @param {string | Uint8Array} what */
export const sha256Hex = (what) => Array.from(sha256(what), (byte) => byte.toString(16).padStart(2, "0")).join("");
