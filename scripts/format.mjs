// `npm run format`: lays out the code as `npm run check` wants it.
import { formatted } from "./check.mjs";
import { bin, run, whenRun } from "./common.mjs";
import { setup } from "./setup.mjs";

await whenRun(import.meta.url, async () => {
  await setup();
  await run("cargo", ["fmt"]);
  await run(bin("prettier"), ["--write", "--log-level", "warn", ...formatted()]);
});
