// A real HTTP server on 127.0.0.1 that speaks the Messages API in the shapes that the hosted one streams. It plays what it is
// told: a reply, a fault, a cut; and by itself a simple agent that works with whatever tools it is offered.
import { createServer } from "node:http";
import { lead, read, talk } from "./agent.js";

/**
 * What to do with one request. `content` blocks are streamed as a reply; `events` as they are; `cut` breaks the connection after
 * so many bytes; `hang` sends no end.
 * @typedef {{ content?: any[], events?: any[], stop_reason?: string, status?: number, error?: any, headers?: Record<string, string>,
 *   cut?: number, hang?: boolean }} Play
 */

/**
 * The events of a reply: text in pieces, a call's input in pieces of JSON.
 * @param {Play} play @param {string} model @returns {any[]}
 */
export function eventsOf({ content = [], stop_reason }, model) {
  const calls = content.some(({ type }) => type === "tool_use");
  const usage = { input_tokens: 12, cache_creation_input_tokens: 30, cache_read_input_tokens: 60, output_tokens: 1 };
  const message = {
    id: "msg_local",
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const events = [{ type: "message_start", message }, { type: "ping" }];
  content.forEach((block, index) => {
    const begun = {
      ...block,
      ...(block.type === "tool_use"
        ? { input: {} }
        : block.type === "text"
          ? { text: "" }
          : { thinking: "", signature: "" }),
    };
    events.push({ type: "content_block_start", index, content_block: begun });
    const deltas =
      block.type === "tool_use"
        ? ["", ...pieces(JSON.stringify(block.input))].map((partial_json) => ({
            type: "input_json_delta",
            partial_json,
          }))
        : block.type === "text"
          ? pieces(block.text).map((text) => ({ type: "text_delta", text }))
          : [
              { type: "thinking_delta", thinking: block.thinking },
              { type: "signature_delta", signature: block.signature },
            ];
    for (const delta of deltas) events.push({ type: "content_block_delta", index, delta });
    events.push({ type: "content_block_stop", index });
  });
  const delta = { stop_reason: stop_reason ?? (calls ? "tool_use" : "end_turn"), stop_sequence: null };
  return [...events, { type: "message_delta", delta, usage: { output_tokens: 21 } }, { type: "message_stop" }];
}

/** @param {string} text */
const pieces = (text) => text.match(/[\s\S]{1,17}/gu) ?? [];

/** @param {any[]} events */
export const streamOf = (events) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

/** The agent that fits the tools of a request. @param {any} request @returns {any[]} */
function answer(request) {
  const tools = (request.tools ?? []).map(({ name }) => name);
  if (tools.includes("report_findings")) return read(request);
  if (tools.includes("delegate")) return lead(request);
  return talk(request);
}

/**
 * @param {{ key?: string, cors?: boolean, plays?: Play[], redirect?: string }} [how] `key` refuses every other; without `cors`
 *   no page may read; `redirect` sends everybody there.
 */
export async function startEndpoint({ key, cors = true, plays = [], redirect } = {}) {
  /** @type {{ url: string, headers: import("node:http").IncomingHttpHeaders, body: any }[]} */
  const requests = [];
  let aborted = 0;
  const server = createServer(async (request, response) => {
    if (cors) {
      response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
      response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
      response.setHeader("access-control-allow-methods", "POST");
    }
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    if (redirect) return void response.writeHead(307, { location: `${redirect}${request.url}` }).end();
    let text = "";
    for await (const chunk of request) text += chunk;
    const refuse = (
      /** @type {number} */ status,
      /** @type {string} */ type,
      /** @type {string} */ message,
      headers = {},
    ) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ type: "error", error: { type, message } }));
    };
    if (request.method !== "POST" || request.url !== "/v1/messages")
      return refuse(404, "not_found_error", "no such path");
    const body = JSON.parse(text);
    requests.push({ url: request.url, headers: request.headers, body });
    if (key !== undefined && request.headers["x-api-key"] !== key)
      return refuse(401, "authentication_error", `invalid x-api-key ${request.headers["x-api-key"]}`);
    response.on("close", () => (aborted += response.writableEnded ? 0 : 1));
    const play = plays.shift() ?? { content: answer(body) };
    if (play.status)
      return refuse(play.status, play.error?.type ?? "api_error", play.error?.message ?? "as told", play.headers);
    const bytes = Buffer.from(streamOf(play.events ?? eventsOf(play, `${body.model}-20260101`)));
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      ...play.headers,
    });
    const end = play.cut ?? bytes.length;
    // Odd pieces, so that characters and lines are cut anywhere.
    for (let at = 0; at < end; at += 777) response.write(bytes.subarray(at, Math.min(at + 777, end)));
    if (play.cut !== undefined) return void setTimeout(() => response.destroy(), 20);
    if (!play.hang) response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    plays,
    aborted: () => aborted,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
