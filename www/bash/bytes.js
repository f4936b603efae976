// Bytes and texts of files, and the faults of file operations in the words of Linux.

/** @type {Record<string, string>} */
const words = {
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EFBIG: "File too large",
  EILSEQ: "Invalid or incomplete multibyte or wide character",
  EINVAL: "Invalid argument",
  EISDIR: "Is a directory",
  ENOENT: "No such file or directory",
  ENOSPC: "No space left on device",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  EPERM: "Operation not permitted",
  EROFS: "Read-only file system",
};

/** A file operation that failed: `words` is what a command prints after the path. */
export class FileFault extends Error {
  /** @param {string} fault a code, and perhaps more in brackets @param {string} path */
  constructor(fault, path) {
    const [code] = fault.split(" ", 1);
    const text = words[code] + fault.slice(code.length);
    // The shell tells by its code that there is no such file, and by nothing else.
    super(code === "ENOENT" ? `${code}: ${text}` : text);
    this.name = "FileFault";
    this.words = text;
    this.code = code;
    this.path = path;
  }
}

const encoder = new TextEncoder();
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** The bytes of what is written: a text in UTF-8, or a text whose every character is a byte. @param {string | Uint8Array} content @param {any} options */
export function bytesOf(content, options) {
  if (typeof content !== "string") return new Uint8Array(content);
  const encoding = typeof options === "string" ? options : options?.encoding;
  if (!encoding || /^utf-?8$/.test(encoding)) return encoder.encode(content);
  const bytes = new Uint8Array(content.length);
  for (let at = 0; at < content.length; at++) bytes[at] = content.charCodeAt(at);
  return bytes;
}

/** @param {Uint8Array} bytes */
export const text = (bytes) => lenient.decode(bytes);

/** Every byte as a character. @param {Uint8Array} bytes */
export function latin1(bytes) {
  const size = 8_192;
  let text = "";
  for (let at = 0; at < bytes.length; at += size) text += String.fromCharCode(...bytes.subarray(at, at + size));
  return text;
}

/** @param {Uint8Array} bytes */
export function isText(bytes) {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
