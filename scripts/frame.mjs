// `dreamfs-frame.html`: the document of the frame in which `<dreamfs-code editable-typescript>` runs a reader's program. Its one script stands within
// it and is named by its hash, so that the document's policy allows that script and nothing else of its host.
import { join } from "node:path";
import { bundled } from "./bundle.mjs";
import { root } from "./common.mjs";
import { inScript } from "./single.mjs";
import { integrity } from "./site.mjs";

/** @param {{ minify: boolean }} how */
export async function frameDocument({ minify }) {
  const [bundle] = await bundled(join(root, "www/frame/index.js"), { minify, format: "iife", platform: "browser" });
  const script = inScript(bundle);
  // blob: is what the worker and the program are loaded from; only what runs in the frame can make one that it may load.
  const policy = [
    "default-src 'none'",
    `script-src '${integrity(script)}' blob:`,
    "worker-src blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <title>Where a program runs</title>
  </head>
  <body>
    <script>${script}</script>
  </body>
</html>
`;
}
