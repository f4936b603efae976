// Where the engine runs, seen from the page: in a worker or right here, behind the same messages.
import { EngineHost } from "./engine-host.js";

/** @typedef {import("./engine-host.js").ToEngine} ToEngine */
/** @typedef {import("./engine-host.js").FromEngine} FromEngine */

/**
 * An engine that runs somewhere.
 * @typedef {object} Link
 * @property {boolean} worker whether that is a worker
 * @property {(message: ToEngine) => void} post
 * @property {() => void} end
 */

/**
 * @typedef {object} Listener
 * @property {(message: FromEngine) => void} message
 * @property {(reason: string) => void} broken called when it can no longer answer
 */

/** @param {import("./engine-host.js").Glue} glue @param {Listener} listener @returns {Link} */
export function linkHere(glue, listener) {
  const host = new EngineHost(glue, (message) => listener.message(message));
  return { worker: false, post: (message) => host.receive(message), end: () => {} };
}

/**
 * A worker made from text. Where the page may not have one (a Content-Security-Policy without `worker-src blob:`) this
 * throws, or calls `refused` in place of a first message.
 * @param {string} text
 * @param {Listener} listener
 * @param {(reason: string) => void} refused
 * @returns {Link}
 */
export function linkWorker(text, listener, refused) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "dreamfs" });
  let heard = false;
  worker.onmessage = ({ data }) => {
    if (!heard) URL.revokeObjectURL(url);
    heard = true;
    listener.message(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const reason = event.message || "the browser refused the worker";
    if (heard) return listener.broken(reason);
    URL.revokeObjectURL(url);
    worker.terminate();
    refused(reason);
  };
  worker.onmessageerror = () => listener.broken("a message of the worker could not be read");
  return { worker: true, post: (message) => worker.postMessage(message), end: () => worker.terminate() };
}
