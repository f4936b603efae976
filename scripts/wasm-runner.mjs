// What `cargo test --target wasm32-unknown-unknown` starts each test binary with (.cargo/config.toml): wasm-bindgen's own
// runner, told where the browser is and how to start it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { driverArgs, findBrowser, findDriver } from "./browser.mjs";
import { cache, run, Stop, whenRun } from "./common.mjs";
import { bindgen } from "./setup.mjs";

await whenRun(import.meta.url, async (args) => {
  const binary = findBrowser();
  const driver = findDriver();
  if (!binary || !driver) throw new Stop("no browser or no chromedriver: run `npm run setup`");
  const settings = join(cache, "webdriver.json");
  mkdirSync(cache, { recursive: true });
  writeFileSync(settings, JSON.stringify({ "goog:chromeOptions": { binary, args: driverArgs } }));
  await run(join(await bindgen(), "wasm-bindgen-test-runner"), args, {
    env: {
      CHROMEDRIVER: driver,
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: settings,
      WASM_BINDGEN_TEST_TIMEOUT: process.env.WASM_BINDGEN_TEST_TIMEOUT ?? "120",
    },
  });
});
