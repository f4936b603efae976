// A WebDriver session, as far as these tests need one: the few commands of the W3C protocol that geckodriver and WebKitWebDriver
// both know, over `fetch`. The kept clients (selenium-webdriver, webdriver) bring tens of megabytes and need a newer Node.
/* global within, button */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** How long anything may take: a cold start of an engine on a busy machine takes tens of seconds. */
const PATIENCE_MS = 90_000;
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** What each script in the page can use: an element within a custom element, and a button by its words. */
const HELPERS = `
  // An element further down comes when the reader is near it.
  const inside = (host) => {
    const element = document.querySelector(host);
    if (element?.matches(":not(:defined)")) element.scrollIntoView({ behavior: "instant" });
    return element?.shadowRoot;
  };
  const within = (host, selector) => inside(host)?.querySelector(selector) ?? null;
  const button = (host, words) =>
    [...(inside(host)?.querySelectorAll("button") ?? [])].find((one) => one.textContent.trim().startsWith(words)) ?? null;
  const shown = (host) => inside(host)?.textContent.replace(/\\s+/g, " ") ?? "";
`;

/** @param {number} ms */
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** Keeps what goes wrong in a page where nothing else tells of it. It runs in the page. */
function watch() {
  if (globalThis.wentWrong) return;
  const wrong = (globalThis.wentWrong = /** @type {string[]} */ ([]));
  for (const level of /** @type {const} */ (["error", "warn"])) {
    const say = console[level];
    console[level] = (...words) => {
      wrong.push(`console.${level}: ${words.join(" ")}`);
      say.apply(console, words);
    };
  }
  addEventListener("error", (event) => wrong.push(`uncaught: ${event.message}`));
  addEventListener("unhandledrejection", (event) => wrong.push(`unhandled: ${event.reason}`));
}

export class Driver {
  /** What was wrong in the browser's console, since it was last taken. @type {string[]} */
  #faults = [];
  /** Whether the browser tells of its console itself; else a page is watched from when it has loaded. */
  #tells = false;
  #base = "";
  /** @type {import("node:child_process").ChildProcess[]} */
  #processes = [];

  /** Starts a browser and its driver. @param {import("../../scripts/engines.mjs").Engine} engine */
  static async start(engine) {
    const driver = new Driver();
    try {
      await driver.#open(engine);
    } catch (error) {
      await driver.stop();
      throw error;
    }
    return driver;
  }

  /** @param {import("../../scripts/engines.mjs").Engine} engine */
  async #open({ programs, args, capabilities, fault }) {
    this.#tells = Boolean(fault);
    const env = { ...process.env };
    if (programs.display) env.DISPLAY = await this.#display(programs.display);
    const port = await freePort();
    const child = spawn(programs.driver, args(port), { env, stdio: ["ignore", "pipe", "pipe"] });
    this.#processes.unshift(child);
    child.on("error", (error) => this.#faults.push(error.message));
    for (const output of [child.stdout, child.stderr])
      createInterface({ input: output }).on("line", (line) => {
        if (process.env.DREAMFS_ENGINES_LOG) process.stderr.write(`${line}\n`);
        if (fault?.test(line)) this.#faults.push(line);
      });
    this.#base = `http://127.0.0.1:${port}`;
    await this.#retry("the driver to answer", async () => (await fetch(`${this.#base}/status`)).ok);
    const { sessionId } = await this.#command("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    this.#base += `/session/${sessionId}`;
    await this.#command("POST", "/timeouts", { script: PATIENCE_MS, pageLoad: PATIENCE_MS });
  }

  /** A screen that nobody sees. @param {string} program */
  async #display(program) {
    const screen = spawn(program, ["-displayfd", "3", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    this.#processes.push(screen);
    const [number] = await once(/** @type {import("node:stream").Readable} */ (screen.stdio[3]), "data");
    return `:${String(number).trim()}`;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #command(method, path, body) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(this.#base + path, { method, headers, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** @template T @param {string} what @param {() => Promise<T>} look @returns {Promise<T>} */
  async #retry(what, look) {
    const until = Date.now() + PATIENCE_MS;
    for (let last = "not there"; ; await wait(100)) {
      try {
        const found = await look();
        if (found) return found;
      } catch (error) {
        last = error instanceof Error ? error.message : String(error);
      }
      if (Date.now() > until) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what} (${last})`);
    }
  }

  /** Takes what was wrong in the console until now. */
  async faults() {
    if (!this.#tells) this.#faults.push(...(await this.run(() => globalThis.wentWrong?.splice(0) ?? [])));
    return this.#faults.splice(0);
  }

  /** Waits for a fault, and takes it. @param {RegExp} pattern */
  heard = (pattern) =>
    this.#retry(`${pattern} in the console`, async () => {
      this.#faults = await this.faults();
      const at = this.#faults.findIndex((line) => pattern.test(line));
      return at >= 0 && this.#faults.splice(at, 1);
    });

  /** Goes somewhere. @param {string} method @param {string} path @param {object} [body] */
  async #to(method, path, body) {
    this.#faults = await this.faults();
    const value = await this.#command(method, path, body);
    if (!this.#tells) await this.run(watch);
    return value;
  }

  /** @param {string} url */
  go = (url) => this.#to("POST", "/url", { url });
  reload = () => this.#to("POST", "/refresh", {});

  /**
   * Runs a function in the page and waits for what it gives. It sees its arguments, the page, and the helpers above.
   * @param {(...args: any[]) => unknown} work @param {...unknown} args @returns {Promise<any>}
   */
  async run(work, ...args) {
    const script = `${HELPERS}
      const given = [...arguments], done = given.pop();
      Promise.resolve().then(() => (${work})(...given)).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#command("POST", "/execute/async", { script, args });
    if (error) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** Waits until a function in the page gives something true, and gives it. @param {string} what @param {(...args: any[]) => unknown} look @param {...unknown} args */
  until = (what, look, ...args) => this.#retry(what, () => this.run(look, ...args));

  /** @param {unknown} element as the page gave it */
  #at = (element) => `/element/${/** @type {Record<string, string>} */ (element)[ELEMENT]}`;

  /** Types with keys; `\n` is Enter. @param {string} host @param {string} selector @param {string} text */
  async type(host, selector, text) {
    const field = await this.until(
      `${selector} of ${host}`,
      (host, selector) => within(host, selector),
      host,
      selector,
    );
    await this.#command("POST", `${this.#at(field)}/value`, { text: text.replaceAll("\n", "\uE007") });
  }

  /** Clicks a button within a custom element, by the first of its words. @param {string} host @param {string} words */
  async press(host, words) {
    const look = (/** @type {string} */ host, /** @type {string} */ words) => {
      const found = button(host, words);
      if (!found || found.disabled) return null;
      found.scrollIntoView({ block: "center", behavior: "instant" });
      return found;
    };
    const found = await this.until(`the button “${words}” of ${host}`, look, host, words);
    await this.#command("POST", `${this.#at(found)}/click`, {});
  }

  /** Opens another tab and goes on there. */
  async newTab() {
    const { handle } = await this.#command("POST", "/window/new", { type: "tab" });
    await this.enter(handle);
    return handle;
  }

  /** Goes on in a tab. @param {string} handle */
  enter = (handle) => this.#to("POST", "/window", { handle });
  tab = () => this.#command("GET", "/window");

  async stop() {
    if (this.#base.includes("/session/")) await this.#command("DELETE", "").catch(() => {});
    for (const child of this.#processes) {
      if (child.exitCode !== null || !child.pid) continue;
      child.kill();
      await once(child, "exit");
    }
  }
}
