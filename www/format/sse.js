/**
 * Server-sent events, decoded from chunks that may be split anywhere (WHATWG HTML, "9.2.6 Interpreting an event stream").
 * It knows nothing of what the events mean.
 */

/** @typedef {{ event: string, data: string, id: string }} Frame */

/** A decoder: give it text as it arrives, get the frames that it completes. */
export function sseDecoder() {
  let buffer = "";
  let data = /** @type {string[]} */ ([]);
  let event = "";
  let id = "";
  let started = false;

  /** @param {string} line @param {Frame[]} out */
  function take(line, out) {
    if (line === "") {
      if (data.length) out.push({ event: event || "message", data: data.join("\n"), id });
      data = [];
      event = "";
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
  }

  /** @param {string} text @returns {Frame[]} */
  return function push(text) {
    if (!text) return [];
    buffer += text;
    if (!started) {
      if (buffer.startsWith("\uFEFF")) buffer = buffer.slice(1);
      started = true;
    }
    const out = /** @type {Frame[]} */ ([]);
    let start = 0;
    for (let at = 0; at < buffer.length; at++) {
      const c = buffer[at];
      if (c !== "\n" && c !== "\r") continue;
      // A carriage return at the very end may be half of a CRLF: wait for the rest.
      if (c === "\r" && at === buffer.length - 1) break;
      take(buffer.slice(start, at), out);
      if (c === "\r" && buffer[at + 1] === "\n") at++;
      start = at + 1;
    }
    buffer = buffer.slice(start);
    return out;
  };
}

/** The JSON events of a response's body. Frames whose data is not JSON are passed over.
 * @param {Response} response @returns {AsyncGenerator<Record<string, any>>} */
export async function* eventsOf(response) {
  const body = response.body;
  if (!body) return;
  const reader = body.getReader();
  const text = new TextDecoder();
  const push = sseDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const frame of push(text.decode(value, { stream: true }))) {
        let event;
        try {
          event = JSON.parse(frame.data);
        } catch {
          continue;
        }
        if (event && typeof event === "object") yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
