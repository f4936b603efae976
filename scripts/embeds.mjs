// Builds the documentation sites of `tests/embeds` with the tools that their authors would use, each installed beside the others in .cache. `npm run
// test:embeds` tests the one that is too large for `npm test`: Docusaurus (1,280 packages).
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { bin, cache, filesBelow, hashOf, root, run, say, unlessSame, whenRun } from "./common.mjs";
import { setup } from "./setup.mjs";

/** Where each site's tool puts what it made. */
const outputs = { vitepress: "docs/.vitepress/dist", docusaurus: "out" };
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Builds a site and gives its folder. @param {keyof typeof outputs} name */
export async function builtSite(name) {
  const source = `tests/embeds/${name}`;
  const folder = join(cache, "embeds", name);
  const out = join(folder, outputs[name]);
  mkdirSync(folder, { recursive: true });
  await unlessSame(
    `embeds-${name}-packages`,
    hashOf([`${source}/package.json`]),
    [join(folder, "node_modules")],
    async () => {
      say(`embeds: installing ${name} into .cache`);
      cpSync(join(root, source, "package.json"), join(folder, "package.json"));
      await run(npm, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
    },
  );
  const sources = filesBelow(source);
  const library = filesBelow("dist/lib").concat("package.json");
  await unlessSame(`embeds-${name}`, hashOf([...sources, ...library, "scripts/embeds.mjs"]), [out], async () => {
    for (const path of sources) cpSync(join(root, path), join(folder, path.slice(source.length + 1)));
    // As npm would install it.
    const installed = join(folder, "node_modules/dreamfs");
    rmSync(installed, { recursive: true, force: true });
    for (const path of library) cpSync(join(root, path), join(installed, path));
    rmSync(out, { recursive: true, force: true });
    await run(npm, ["run", "build"], { cwd: folder, env: { NODE_ENV: "production", CI: "true" } });
  });
  return out;
}

await whenRun(import.meta.url, async () => {
  await setup({ browser: true });
  await build();
  await run(bin("playwright"), ["test", "tests/e2e/docs-sites.spec.js"], { env: { DREAMFS_DOCUSAURUS: "1" } });
});
