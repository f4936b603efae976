/**
 * A tap on a client: every exchange is passed on untouched and told to a listener, once when the request leaves and again
 * as the answer comes. Bodies are kept as text up to a bound.
 */

/** @typedef {{
 *   n: number, method: string, path: string, at: number, status: number | null, ms: number | null, model: string,
 *   request: string, response: string, streaming: boolean, error: string,
 * }} Exchange `status` and `ms` are null until the answer's headers came. */

const KEEP = 20_000;
let counter = 0;

/** @param {import("./api.js").Client} client @param {(exchange: Exchange) => void} onExchange
 * @returns {import("./api.js").Client} */
export function tapped(client, onExchange) {
  return {
    async fetch(input, init) {
      const request = input instanceof Request ? input : undefined;
      const url = new URL(request ? request.url : String(input), "https://dreamfs.local");
      const exchange = /** @type {Exchange} */ ({
        n: ++counter,
        method: (init?.method ?? request?.method ?? "GET").toUpperCase(),
        path: readable(url),
        at: Date.now(),
        status: null,
        ms: null,
        model: "",
        request: typeof init?.body === "string" ? clip(init.body) : "",
        response: "",
        streaming: false,
        error: "",
      });
      /** @param {Partial<Exchange>} change */
      const tell = (change) => onExchange(Object.assign(exchange, change));
      tell({});
      const start = performance.now();
      const ms = () => performance.now() - start;
      let response;
      try {
        response = await client.fetch(input, init);
      } catch (error) {
        tell({ ms: ms(), error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
      const streaming = (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
      tell({ status: response.status, ms: ms(), model: response.headers.get("dreamfs-model") ?? "", streaming });
      if (!response.body || response.status === 204) return response;
      if (streaming) return overheard(response, (text) => tell({ response: clip(exchange.response + text) }), tell);
      // The text is read from a copy; the caller gets the response itself.
      response
        .clone()
        .text()
        .then((text) => tell({ response: clip(text), ms: ms() }))
        .catch(() => {});
      return response;
    },
  };
}

/** @param {Response} response @param {(text: string) => void} onText @param {(change: Partial<Exchange>) => void} tell */
function overheard(response, onText, tell) {
  const decoder = new TextDecoder();
  const tap = new TransformStream({
    transform(chunk, out) {
      onText(decoder.decode(chunk, { stream: true }));
      out.enqueue(chunk);
    },
    flush: () => tell({ streaming: false }),
  });
  const body = /** @type {ReadableStream<Uint8Array>} */ (response.body).pipeThrough(tap);
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}

/** @param {string} text */
function clip(text) {
  return text.length > KEEP ? `${text.slice(0, KEEP)}\n[cut at ${KEEP} characters]` : text;
}

/** The path and query as a person would write them. @param {URL} url */
function readable(url) {
  return url.pathname + url.search.replaceAll("%5B%5D", "[]").replaceAll("%2F", "/");
}

/** A body as it reads best: JSON indented, anything else as it is. @param {string} text */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
