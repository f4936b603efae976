// The elements in documentation sites, as their tools build them for production: importing the elements in the server's build, a strict-enough bundler's
// handling of the library and its wasm, and the site's own navigation. Docusaurus is built by `npm run test:embeds` only: it takes minutes.
import { expect, test } from "@playwright/test";
import { builtSite } from "../../scripts/embeds.mjs";
import { serve } from "../../scripts/serve.mjs";

const FACT = "The keynote moved to the Garden Hall at 9:30.";
const sites = {
  mdBook: async () => ({ "/": "tests/embeds/mdbook", "/lib/": "dist/lib" }),
  VitePress: async () => ({ "/": await builtSite("vitepress") }),
  Docusaurus: async () => ({ "/": await builtSite("docusaurus") }),
};

for (const [name, mounts] of Object.entries(sites)) {
  test(`in ${name}'s output a session takes a fact, the store shows it, and the site's navigation loses nothing`, async ({
    page,
  }) => {
    test.skip(name === "Docusaurus" && !process.env.DREAMFS_DOCUSAURUS, "run npm run test:embeds");
    test.setTimeout(600_000);
    const server = await serve({ mounts: await mounts() });
    try {
      const faults = /** @type {string[]} */ ([]);
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("request", (request) => {
        if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(server.url)) faults.push(request.url());
      });
      await page.goto(name === "mdBook" ? `${server.url}/session.html` : server.url);
      const session = page.locator("dreamfs-session");
      const tell = async (/** @type {string} */ words) => {
        await expect(session.getByText("Waiting for the engine.")).toHaveCount(0);
        await session.getByRole("textbox").fill(words);
        await session.getByRole("textbox").press("Enter");
        await expect(session.locator(".agent:not(.pending)").last()).toBeVisible();
        await expect(session.locator(".working")).toHaveCount(0);
      };
      await tell(FACT);
      await expect(page.locator("dreamfs-store")).toContainText("Garden Hall");
      expect(page.workers().length).toBe(1);
      if (name !== "mdBook") {
        // Its own navigation, without loading a page: the engine goes on, and so does the store.
        await page.evaluate(() => void (globalThis.same = true));
        await page.getByRole("link", { name: "Another page" }).first().click();
        await expect(page.getByText("Nothing runs here.")).toBeVisible();
        await expect(session).toHaveCount(0);
        await page.getByRole("link", { name: "Back" }).click();
        expect(await page.evaluate(() => globalThis.same)).toBe(true);
        await expect(page.locator("dreamfs-store")).toContainText("Garden Hall");
        await tell("Where is the keynote?");
        await expect(session.locator(".agent").last()).toContainText("Garden Hall");
        expect(page.workers().length).toBe(1);
      }
      expect(faults).toEqual([]);
    } finally {
      await server.close();
    }
  });
}
