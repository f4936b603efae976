// The frame's own script: starts the worker that a program runs in, and passes it the page's port. Nothing else is in the frame, and nothing of it is
// reached from the worker.
import text from "./worker.js?worker";

addEventListener("message", ({ source, ports: [port] }) => {
  if (source !== parent || !port) return;
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  worker.postMessage(null, [port]);
});
