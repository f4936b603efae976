// The server of the e2e tests: the walkthrough at `/`, `tests/e2e/pages` at `/pages/`, the official SDK at `/vendor/`.
import { say, whenRun } from "./common.mjs";
import { serve, serveOptions } from "./serve.mjs";
import { vendor } from "./vendor.mjs";

await whenRun(import.meta.url, async (args) => {
  const mounts = { "/": "dist/site", "/lib/": "dist/lib", "/pages/": "tests/e2e/pages", "/vendor/": await vendor() };
  const { url } = await serve({ mounts, port: serveOptions(args).port });
  say(url);
});
