// The engine's home, off the main thread: a classic worker, since module workers cannot start from a Blob on a page that
// was opened from disk.
import * as glue from "dreamfs:glue";
import { EngineHost } from "./engine-host.js";

const scope = /** @type {{ postMessage(message: unknown): void, onmessage: unknown, close(): void }} */ (
  /** @type {unknown} */ (self)
);
const host = new EngineHost(glue, (message) => {
  scope.postMessage(message);
  if (message.type === "closed") scope.close();
});
scope.onmessage = (/** @type {MessageEvent} */ event) => host.receive(event.data);
