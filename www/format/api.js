/**
 * The one way in which pages and elements speak to the engine, or to the hosted service: JSON over `client.fetch`. It adds
 * the headers that the API demands and turns an error envelope into one thrown object. It never retries and keeps nothing.
 */

import { told } from "./words.js";

/** What a page hands to an element: the engine's client, or any object with the hosted API behind its `fetch`.
 * @typedef {{ fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response> }} Client */

/** @typedef {{ query?: Record<string, unknown>, headers?: Record<string, string>, signal?: AbortSignal }} CallOptions */

/** Any JSON object of the API. Elements draw what they find and tolerate what they do not know.
 * @typedef {Record<string, any>} Json */

/** @typedef {ReturnType<typeof api>} Api */

const ORIGIN = "https://dreamfs.local";
const BETA = "managed-agents-2026-04-01";
const BETA_DREAMS = "dreaming-2026-04-21";

/** The beta header that a path demands. @param {string} path */
const betaOf = (path) => (/^\/v1\/dreams(\/|$)/.test(path) ? BETA_DREAMS : BETA);

/** A refused or failed call. `status` is 0 when no response came; `type` is the API's error type. */
export class ApiError extends Error {
  /** @param {number} status @param {string} type @param {string} message @param {Json} [error] */
  constructor(status, type, message, error = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.type = type;
    /** The error object as sent, for fields such as `conflicting_path`. */
    this.error = error;
  }
}

/** A path with its query, arrays in brackets as the official SDK writes them.
 * @param {string} path @param {Record<string, unknown>} [query] */
export function withQuery(path, query = {}) {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) pairs.append(`${key}[]`, String(item));
    else if (value !== undefined && value !== null) pairs.append(key, String(value));
  }
  const text = pairs.toString();
  return text ? `${path}?${text}` : path;
}

/** The API over a client. `onHeaders` sees the headers of every response.
 * @param {Client} client @param {{ onHeaders?: (headers: Headers) => void }} [options] */
export function api(client, { onHeaders } = {}) {
  /** @param {string} method @param {string} path @param {unknown} body @param {CallOptions} options */
  async function send(method, path, body, { query, headers, signal }) {
    const init = /** @type {RequestInit} */ ({
      method,
      headers: { "anthropic-beta": betaOf(path), "anthropic-version": "2023-06-01", ...headers },
    });
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, "content-type": "application/json" };
    }
    if (signal) init.signal = signal;
    let response;
    try {
      response = await client.fetch(ORIGIN + withQuery(path, query), init);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ApiError(0, "connection_error", cause instanceof Error ? cause.message : String(cause));
    }
    onHeaders?.(response.headers);
    if (!response.ok) throw await failure(response);
    return response;
  }

  /** @param {string} method @param {string} path @param {unknown} body @param {CallOptions} options @returns {Promise<any>} */
  const json = async (method, path, body, options) => {
    const text = await (await send(method, path, body, options)).text();
    return text ? JSON.parse(text) : {};
  };

  return {
    /** @param {string} path @param {Record<string, unknown>} [query] @param {CallOptions} [options] */
    get: (path, query, options = {}) => json("GET", path, undefined, { ...options, query }),
    /** @param {string} path @param {unknown} [body] @param {CallOptions} [options] */
    post: (path, body = {}, options = {}) => json("POST", path, body, options),
    /** @param {string} path @param {Record<string, unknown>} [query] @param {CallOptions} [options] */
    del: (path, query, options = {}) => json("DELETE", path, undefined, { ...options, query }),
    /** The open response of an event stream.
     * @param {string} path @param {Record<string, unknown>} [query] @param {CallOptions} [options] */
    stream: (path, query, options = {}) =>
      send("GET", path, undefined, { ...options, query, headers: { accept: "text/event-stream" } }),
    /** Every item of a list, page after page, at most `most`.
     * @param {string} path @param {Record<string, unknown>} [query] @param {{ most?: number, signal?: AbortSignal }} [options]
     * @returns {AsyncGenerator<Json>} */
    async *list(path, query = {}, { most = 2000, signal } = {}) {
      let page;
      let seen = 0;
      do {
        const body = await json("GET", path, undefined, { query: { limit: 100, ...query, page }, signal });
        for (const item of body.data ?? []) {
          if (seen++ >= most) return;
          yield item;
        }
        page = body.next_page;
      } while (page);
    },
  };
}

/** @param {Response} response */
async function failure(response) {
  const text = await response.text().catch(() => "");
  let error = /** @type {Json} */ ({});
  try {
    error = JSON.parse(text).error ?? {};
  } catch {
    // Not the API's envelope: the text itself is the message.
  }
  const { status } = response;
  const message = error.message || text.slice(0, 300);
  const type = error.type ?? "api_error";
  if (message) return new ApiError(status, type, message, error);
  const { message: own, ...words } = told("status", { n: String(status) });
  return Object.assign(new ApiError(status, type, own, error), words);
}

/** Whether a thrown value is an API error of the given status (and type).
 * @param {unknown} error @param {number} status @param {string} [type] @returns {error is ApiError} */
export function isError(error, status, type) {
  return error instanceof ApiError && error.status === status && (type === undefined || error.type === type);
}

const local = /** @type {WeakMap<Client, Promise<boolean>>} */ (new WeakMap());

/** Whether a client's API has what dreamfs adds under `/dreamfs/v1`: the hosted service has not. Asked once a client. @param {Client} client */
export function hasExtensions(client) {
  let known = local.get(client);
  if (!known) {
    known = api(client)
      .get("/dreamfs/v1/status")
      .then(
        () => true,
        (error) => !(error instanceof ApiError && [401, 403, 404, 405].includes(error.status)),
      );
    local.set(client, known);
  }
  return known;
}

/** What to tell the reader about a thrown value. @param {unknown} error */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}

/** All items of an async iterable. @template T @param {AsyncIterable<T>} items */
export async function collect(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}
