import { createHash } from "node:crypto";
import { defineConfig } from "@playwright/test";
import { browserArgs, findBrowser } from "./scripts/browser.mjs";
import { root } from "./scripts/common.mjs";

const executablePath = findBrowser();
if (!executablePath) throw new Error("no browser: run `npm run setup`");

// One port for each checkout, so that two of them can be tested at once.
const port =
  Number(process.env.DREAMFS_PORT) || 20_000 + (createHash("sha256").update(root).digest().readUInt16BE() % 10_000);

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.js",
  outputDir: ".cache/e2e",
  reporter: "list",
  // Two files at once: a page waits for itself more than half of its time.
  workers: 2,
  // A test that fails once and then passes is printed as flaky; it is a fault to find.
  retries: 1,
  timeout: 90_000,
  // A turn at the slow pace takes some five seconds by itself; a busy machine takes longer.
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    trace: "off",
    launchOptions: { executablePath, args: browserArgs },
  },
  webServer: {
    command: `node scripts/serve-e2e.mjs --port ${port}`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
