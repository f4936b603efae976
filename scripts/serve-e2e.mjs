// The server of the e2e tests: the walkthrough at `/`, `tests/e2e/pages` at `/pages/`, the official SDK at `/vendor/`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, say, whenRun } from "./common.mjs";
import { serve, serveOptions } from "./serve.mjs";
import { vendor } from "./vendor.mjs";

await whenRun(import.meta.url, async (args) => {
  // Until the page's sample is there, a small one of the tests' own stands in for it.
  const samples = existsSync(join(root, "dist/site/samples")) ? "dist/site/samples" : "tests/e2e/fixtures/samples";
  const mounts = {
    "/": "dist/site",
    "/samples/": samples,
    "/lib/": "dist/lib",
    "/pages/": "tests/e2e/pages",
    "/vendor/": await vendor(),
  };
  const { url } = await serve({ mounts, port: serveOptions(args).port });
  say(url);
});
