// `npm start`: everything from a fresh clone to the page. Needs no browser of its own.
import { build } from "./build.mjs";
import { say, Stop, whenRun } from "./common.mjs";
import { serve, serveOptions } from "./serve.mjs";
import { setup } from "./setup.mjs";

/** The walkthrough at a fixed port, since a browser keeps its data by origin; another when it is taken. @param {string[]} args */
async function serveSite(args) {
  const options = serveOptions(args, 4173);
  try {
    return await serve(options);
  } catch (error) {
    if (!(error instanceof Stop) || args.includes("--port")) throw error;
    say("Port 4173 is taken, so the page is on another: what it stored under 4173 stays there.");
    return serve({ ...options, port: 0 });
  }
}

await whenRun(import.meta.url, async (args) => {
  await setup();
  const dev = args.includes("--dev");
  await build({ dev });
  const { url } = await serveSite(args.filter((arg) => arg !== "--dev"));
  say(`\nOpen ${url}/ in a browser. Ctrl+C ends it.`);
});
