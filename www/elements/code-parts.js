/** The TypeScript of `<dreamfs-code editable-typescript>`: a program that can be edited and run, and what it printed. It draws and keeps state; how a
 * program runs is in `code-frame.js`. */
import { css, html, nothing } from "lit";
import { program } from "../format/code.js";
import { runProgram } from "./code-frame.js";

/** @typedef {import("./code-frame.js").End} End */
/** @typedef {import("./code-frame.js").Line} Line */
/** @typedef {import("../format/code.js").Call} Call */

export const programTexts = {
  program: "The program, in TypeScript",
  stop: "Stop",
  output: "Output",
  running: "Running…",
  ended: "Ended after {time}",
  endedBadly: "Ended with an error after {time}",
  gave: "Its last value",
  printedNothing: "It printed nothing.",
  onLine: "Line {line}: {why}",
  onColumn: "Line {line}, column {column}: {why}",
  onlySdk: "Line {line}: {name} is not here. Only @anthropic-ai/sdk can be imported.",
  noExports: "Line {line}: nothing can be exported from here.",
  noNamespaces: "Line {line}: a namespace is not run here. An object or a class can take its place.",
  youStopped: "You stopped it after {time}.",
  timeUp: { one: "Stopped: it may run for {n} second.", other: "Stopped: it may run for {n} seconds." },
  noFrame:
    "The frame that programs run in did not start. dreamfs-frame.html has to stand beside the elements and to be sent without a policy of the host’s; the page’s policy has to allow it in frame-src.",
  cut: { one: "One more line is not shown.", other: "{n} more lines are not shown." },
  apart: "Runs in a frame of its own: this API is all it reaches.",
};

/** A program of one element. */
export class Program {
  /** @param {import("./code.js").DreamfsCode} host */
  constructor(host) {
    this.host = host;
    /** What the reader made of it; null while it is as the call has it. @type {string | null} */
    this.edited = null;
    /** @type {Line[]} */
    this.lines = [];
    /** @type {{ end: End, left: number, ms: number } | null} */
    this.came = null;
    /** @type {{ stop: () => void } | null} */
    this.run = null;
  }

  /** The program as it stands, or empty where there can be none. */
  get text() {
    return this.edited ?? program(this.host.shown);
  }

  /** @param {string | null} text */
  edit(text) {
    this.edited = text;
    this.host.requestUpdate();
  }

  start() {
    const { host, run } = this;
    const client = host.tapped;
    if (run || !client) return;
    this.lines = [];
    this.came = null;
    const began = performance.now();
    this.run = runProgram({
      text: this.text,
      src: host.frame || new URL("dreamfs-frame.html", import.meta.url),
      client,
      within: host.renderRoot,
      seconds: this.#seconds,
      print: (line) => {
        this.lines.push(line);
        host.requestUpdate();
      },
      ended: (end, left) => {
        this.run = null;
        this.came = { end, left, ms: performance.now() - began };
        host.announce(this.#outcome());
        host.emit("dreamfs-code-ran", { end: end.kind, lines: this.lines.map(({ text }) => text) });
      },
    });
    host.announce(host.word("running"));
    host.requestUpdate();
  }

  stop() {
    this.run?.stop();
  }

  /** How long it may run: what the author says, within an hour. */
  get #seconds() {
    const { timeLimit } = this.host;
    return timeLimit > 0 ? Math.min(timeLimit, 3600) : 30;
  }

  /** How it ended, in words. @returns {string} */
  #outcome() {
    const { host, came } = this;
    if (!came) return host.word("running");
    const { end } = came;
    const time = host.words.duration(came.ms);
    const place = { line: String("line" in end ? end.line : 0), column: String("column" in end ? end.column : 0) };
    if (end.kind === "done") return host.word("ended", { time });
    if (end.kind === "stopped") return host.word("youStopped", { time });
    if (end.kind === "timeUp") return host.word("timeUp", { n: this.#seconds });
    if (end.kind === "noFrame") return host.word("noFrame");
    if (end.kind === "import") return host.word("onlySdk", { ...place, name: end.why });
    if (end.kind === "export") return host.word("noExports", place);
    if (end.kind === "namespace") return host.word("noNamespaces", place);
    if (end.kind === "syntax") return host.word(end.column ? "onColumn" : "onLine", { ...place, why: end.why });
    return host.word("endedBadly", { time });
  }

  editor() {
    const { host } = this;
    return html`<div id="code" class="program" role="tabpanel" aria-labelledby="tab-typescript">
      <textarea
        class="code"
        part="program"
        aria-label=${host.word("program")}
        rows="12"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        .value=${this.text}
        @input=${(/** @type {Event} */ event) => this.edit(/** @type {HTMLTextAreaElement} */ (event.target).value)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.start();
        }}
      ></textarea>
    </div>`;
  }

  /** What stands below: how it is getting on, and what it printed. */
  output() {
    const { host, came, lines } = this;
    if (!came && !this.run) return nothing;
    const end = came?.end;
    const bad = end && end.kind !== "done" && end.kind !== "stopped";
    const value = end?.kind === "done" ? end.value : null;
    const threw = end?.kind === "threw" ? end : null;
    const why = threw && (threw.line ? host.word("onLine", { line: String(threw.line), why: threw.why }) : threw.why);
    const silent = end?.kind === "done" && !lines.length && value === null;
    return html`<div class="answer output" part="output">
      <p class="came">
        ${host.word("output")}
        <span class="small ${bad ? "refused" : "quiet"}"
          >${silent ? host.word("printedNothing") : this.#outcome()}</span
        >
      </p>
      ${
        lines.length || why || value !== null
          ? html`<pre tabindex="0" role="log" aria-live="off" aria-label=${host.word("output")}>
${lines.map(
                ({ tone, text }) => html`<span class="printed ${tone === "error" ? "refused" : ""}">${text}</span>`,
              )}${why ? html`<span class="printed refused">${why}</span>` : nothing}${
                value === null
                  ? nothing
                  : html`<span class="hidden">${host.word("gave")}: </span><span class="printed read">${value}</span>`
              }</pre>`
          : nothing
      }
      ${came?.left ? html`<p class="note small quiet">${host.word("cut", { n: came.left })}</p>` : nothing}
    </div>`;
  }
}

export const programStyles = css`
  .program {
    display: flex;
    flex: 1;
    background: var(--raised);
  }
  .program textarea {
    flex: 1;
    min-block-size: 12rem;
    padding: 0.75rem 0.875rem;
    border: 0;
    border-radius: 0;
    background: none;
    color: var(--ink);
    line-height: 1.55;
    tab-size: 2;
  }
  .program textarea:focus-visible {
    outline-offset: -3px;
  }
  .answer.output pre {
    max-block-size: 20rem;
  }
  .printed {
    display: block;
    min-block-size: 1.55em;
  }
  .printed + .printed {
    margin-block-start: 0.25rem;
  }
`;
