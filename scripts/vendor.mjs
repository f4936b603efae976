// Bundles, for the test pages, of packages that a page would get from a bundler: `/vendor/anthropic.js` is the official SDK.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { bundled } from "./bundle.mjs";
import { cache, hashOf, root, unlessSame } from "./common.mjs";

const packages = { "anthropic.js": "@anthropic-ai/sdk" };

/** Builds them where they changed and gives their folder, as a path in the project. */
export async function vendor() {
  const folder = join(cache, "vendor");
  for (const [file, name] of Object.entries(packages)) {
    const out = join(folder, file);
    await unlessSame(
      `vendor-${file}`,
      hashOf(["package-lock.json", "scripts/bundle.mjs", "scripts/vendor.mjs"]),
      [out],
      async () => {
        const entry = join(cache, "vendor-entry.js");
        mkdirSync(folder, { recursive: true });
        writeFileSync(entry, `export * from "${name}";\nexport { default } from "${name}";\n`);
        const [text] = await bundled(entry, { minify: true, platform: "browser" });
        writeFileSync(out, text);
      },
    );
  }
  return relative(root, folder);
}
