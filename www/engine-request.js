// What `fetch` may be called with, read into what crosses to the engine.

/**
 * @typedef {object} PlainRequest
 * @property {string} method
 * @property {string} url path and query
 * @property {[string, string][]} headers names in lower case
 * @property {string | Uint8Array} [body]
 */

/**
 * @param {string | URL | Request} input
 * @param {RequestInit} init
 * @returns {Promise<PlainRequest>}
 */
export async function readRequest(input, init) {
  const request = input instanceof Request ? input : undefined;
  const method = String(init.method ?? request?.method ?? "GET").toUpperCase();
  const headers = new Headers(init.headers ?? request?.headers);
  const body = init.body != null ? await readBody(init.body, headers) : request && (await readOwn(request));
  if (body !== undefined && (method === "GET" || method === "HEAD")) {
    throw new TypeError(`a ${method} request cannot have a body`);
  }
  return { method, url: pathOf(request ? request.url : String(input)), headers: [...headers], body };
}

/** Any origin will do: the path is what is asked. @param {string} text */
function pathOf(text) {
  const base = "http://dreamfs.invalid/";
  if (!URL.canParse(text, base)) throw new TypeError(`not a URL: ${text}`);
  const url = new URL(text, base);
  return url.pathname + url.search;
}

/** @param {Request} request */
async function readOwn(request) {
  if (request.bodyUsed) throw new TypeError("the request's body was read before");
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length > 0 ? bytes : undefined;
}

/**
 * @param {BodyInit} body
 * @param {Headers} headers given their content type where the body implies one
 * @returns {Promise<string | Uint8Array>}
 */
async function readBody(body, headers) {
  const implied = (/** @type {string} */ type) => {
    if (type && !headers.has("content-type")) headers.set("content-type", type);
  };
  if (typeof body === "string") {
    implied("text/plain;charset=UTF-8");
    return body;
  }
  if (body instanceof URLSearchParams) {
    implied("application/x-www-form-urlencoded;charset=UTF-8");
    return body.toString();
  }
  if (body instanceof Blob) {
    implied(body.type);
    return new Uint8Array(await body.arrayBuffer());
  }
  // Copies: the caller may go on writing into its own.
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice(0));
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  throw new TypeError("the body must be text, bytes, a Blob or URLSearchParams");
}
