/**
 * `<dreamfs-session>`: one session as a chat. It makes its session with the first message (or takes one by `session-id`), sends
 * what is typed, follows the event stream and draws what was recorded; where calls wait for the reader, it asks for the answers. It keeps
 * nothing that a reload would miss.
 *
 * Events, composed: `dreamfs-session-created` { session }, `dreamfs-session-cleared`, `dreamfs-changed` { session_id,
 * store_ids } when a tool may have changed a store or a turn has ended.
 */
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { collect, isError } from "../format/api.js";
import { eventsOf } from "../format/sse.js";
import { effectOf, emptyLog, heldOf, record, textOf, transcript } from "../format/transcript.js";
import { defaultAgent, retrieve, sessionLike, storeNamed, storesOf } from "../format/workspace.js";
import { DreamfsElement, define, sharedStyles } from "./base.js";
import { drawHeld, heldStyles } from "./held.js";
import { drawRow, rowTexts } from "./rows.js";
import { chatStyles, rowStyles } from "./session-styles.js";

/** @typedef {import("../format/api.js").Json} Json */

/** Waits between tries to open the stream again, in milliseconds. */
const RETRY_MS = [250, 1000, 2500, 5000, 10_000];

export class DreamfsSession extends DreamfsElement {
  static properties = {
    ...DreamfsElement.properties,
    name: {},
    agent: {},
    environment: {},
    sessionId: { attribute: "session-id", reflect: true },
    resources: { attribute: false },
    suggestions: { converter: { fromAttribute: (/** @type {string | null} */ text) => list(text) } },
    empty: {},
    placeholder: {},
    given: { type: Boolean },
    store: {},
    access: {},
    instructions: {},
    log: { state: true },
    session: { state: true },
    problem: { state: true },
    sending: { state: true },
    typed: { state: true },
  };

  static texts = {
    ...DreamfsElement.texts,
    ...rowTexts,
    session: "Session {name}",
    empty: "Nothing has been said in this session yet.",
    placeholder: "Say something",
    says: "Agent: {text}",
    brokeOff: "{tool} failed: {why}",
    tool: "A tool",
    notFollowed: "The session's events cannot be followed: {why}",
    notSent: "Not sent: {why}",
    notStopped: "Not stopped: {why}",
    notAnswered: "Not answered: {why}",
    startsOver: "{name}: the next message starts a new session.",
    again: "New session",
    send: "Send",
    stop: "Stop",
    working: "Working",
    ready: "Ready.",
    ended: "This session has ended.",
    failed: "Stopped after an error. Say something to go on.",
    outside: "Waiting for your answer.",
    asks: "The agent asks for leave to run {tool}.",
    wants: "{tool} runs outside: give its result.",
    input: "What goes into {tool}",
    allow: "Allow",
    deny: "Deny",
    why: "Reason to deny {tool}, if you like",
    whyHint: "Reason, if you deny",
    result: "Result of {tool}",
    resultHint: "What it gave, as text",
    itFailed: "It failed",
    give: "Give the result",
    answered: "Answered: {tool}.",
    waits: "Calls that wait for you",
    tokens: "{input} tokens in, {output} out (estimates)",
    none: "No session yet.",
    unmounted: "No memory store is mounted.",
    store: "A memory store",
    readOnly: "read-only",
    readWrite: "read and write",
    message: "Message to {name}",
    said: "What was said in {name}",
    suggestions: "Suggestions",
    reading: "Reading the session.",
  };

  constructor() {
    super();
    /** The session's title. */
    this.name = "session";
    /** An agent's id; a default one is made when left out. @type {string | null} */
    this.agent = null;
    /** @type {string | null} */
    this.environment = null;
    /** @type {string | null} */
    this.sessionId = null;
    /** What to mount, in the API's shape. @type {Json[]} */
    this.resources = [];
    /** Messages to send with one press; as an attribute, parted by "|". @type {string[]} */
    this.suggestions = [];
    /** What stands there before anything was said; a text of that name when left out. */
    this.empty = "";
    /** What stands in the empty field; a text of that name when left out. */
    this.placeholder = "";
    /** Whether the session is made elsewhere: without a `session-id` nothing can be said. */
    this.given = false;
    /** The name of a store to mount, for an element that stands alone; it is made if there is none. */
    this.store = "";
    /** How that store is mounted. @type {"read_write" | "read_only"} */
    this.access = "read_write";
    /** The prompt that goes with that store. */
    this.instructions = "";
    this.log = emptyLog();
    /** @type {Json | null} */
    this.session = null;
    this.problem = "";
    this.sending = false;
    this.typed = "";
    /** @type {AbortController | null} */
    this.following = null;
    /** Resolved once the stream is open and the past is drawn. @type {Promise<void>} */
    this.ready = Promise.resolve();
    this.pinned = true;
    /** The frame that is asked for. */
    this.frame = 0;
    /** Whether the reader is answering calls: the focus then goes on to the next that waits, else to the message. */
    this.answering = false;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated && this.sessionId) this.#open(this.sessionId);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#unfollow();
  }

  /** @param {import("../format/api.js").Api} api @param {import("../format/api.js").Client} client */
  async prepare(api, client) {
    if (this.store && !this.resources.length) {
      const { id } = await storeNamed(client, api, this.store);
      const { access, instructions } = this;
      const mount = { type: "memory_store", memory_store_id: id, access };
      this.resources = [instructions ? { ...mount, instructions } : mount];
    }
    if (!this.persist || this.sessionId) return;
    const sessions = await collect(api.list("/v1/sessions", {}, { most: 200 }));
    this.sessionId = sessionLike(sessions, this.name, storesOf({ resources: this.resources }))?.id ?? null;
  }

  /** @param {boolean} ready */
  connected(ready) {
    this.#unfollow();
    if (ready && this.sessionId) this.#open(this.sessionId);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has("client") || !changed.has("sessionId") || !this.api) return;
    if (this.sessionId && this.session?.id !== this.sessionId) this.#open(this.sessionId);
    if (!this.sessionId && this.session) this.#forget();
  }

  /** Draws a session and follows it. @param {string} id @param {Json} [known] the session, if it was just made */
  #open(id, known) {
    this.#unfollow();
    this.log = emptyLog();
    this.session = known ?? null;
    this.problem = "";
    const following = (this.following = new AbortController());
    this.ready = new Promise((resolve) => this.#follow(id, following.signal, resolve));
  }

  #unfollow() {
    this.following?.abort();
    this.following = null;
  }

  #forget() {
    this.#unfollow();
    this.session = null;
    this.sessionId = null;
    this.log = emptyLog();
    this.problem = "";
  }

  /** The stream tells only what happens from now on: so it is opened first, then the past is listed, then the stream is read.
   * @param {string} id @param {AbortSignal} signal @param {() => void} ready */
  async #follow(id, signal, ready) {
    for (let failures = 0; !signal.aborted;) {
      const api = this.api;
      if (!api) return;
      try {
        const path = `/v1/sessions/${id}/events`;
        const response = await api.stream(`${path}/stream`, { event_deltas: ["agent.message"] }, { signal });
        let log = { ...this.log, previews: new Map() };
        for await (const event of api.list(path, { order: "asc" }, { most: 5000, signal })) log = record(log, event);
        this.session ??= await api.get(`/v1/sessions/${id}`, undefined, { signal });
        if (signal.aborted) return;
        this.log = log;
        this.problem = "";
        failures = 0;
        ready();
        for await (const event of eventsOf(response)) {
          if (signal.aborted) return;
          this.#take(event);
        }
        if (transcript(this.log).state === "ended") return;
      } catch (error) {
        if (signal.aborted) return ready();
        if (isError(error, 404)) {
          ready();
          this.#forget();
          this.emit("dreamfs-session-cleared");
          return;
        }
        if (failures > 1) this.problem = this.word("notFollowed", { why: this.why(error) });
      }
      ready();
      await wait(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)], signal);
    }
  }

  /** One event from the stream. @param {Json} event */
  #take(event) {
    this.log = record(this.log, event);
    if (event.type === "agent.message") this.announce(this.word("says", { text: textOf(event.content) }));
    else if (event.type === "session.error") this.announce(event.error?.message ?? this.word("met"));
    else if (event.type === "agent.tool_result") {
      const use = this.log.events.get(event.tool_use_id);
      if (event.is_error) {
        const why = textOf(event.content).slice(0, 200);
        this.announce(this.word("brokeOff", { tool: use?.name ?? this.word("tool"), why }));
      }
      if (!event.is_error && use && effectOf(use.name) !== "read") this.#changed();
    } else if (event.type === "session.status_idle") {
      this.#changed();
      const [call] = heldOf(this.log);
      if (call) this.announce(this.word(call.type === "agent.tool_use" ? "asks" : "wants", { tool: call.name }));
    } else if (event.type === "session.deleted") {
      this.#forget();
      this.emit("dreamfs-session-cleared");
    }
  }

  #changed() {
    this.emit("dreamfs-changed", { session_id: this.sessionId, store_ids: storesOf(this.session ?? {}) });
  }

  /** The session's id, made with the first message. @param {import("../format/api.js").Api} api */
  async #ensure(api) {
    if (this.sessionId) return this.sessionId;
    const spare = this.agent && this.environment ? null : await defaultAgent(/** @type {any} */ (this.client), api);
    const session = await api.post("/v1/sessions", {
      agent: this.agent || spare?.agent,
      environment_id: this.environment || spare?.environment,
      title: this.name,
      ...(this.resources.length ? { resources: this.resources } : {}),
    });
    this.#open(session.id, session);
    this.sessionId = session.id;
    this.emit("dreamfs-session-created", { session });
    return /** @type {string} */ (session.id);
  }

  /** Sends a message, as the composer does. @param {string} text */
  async send(text) {
    const { api } = this;
    if (!api || !text.trim() || this.sending) return;
    this.answering = false;
    this.sending = true;
    this.problem = "";
    this.pinned = true;
    try {
      const id = await this.#ensure(api);
      await this.ready;
      const events = [{ type: "user.message", content: [{ type: "text", text }] }];
      const sent = await api.post(`/v1/sessions/${id}/events`, { events });
      // The stream may have told of it, and of its being picked up, before this answer came.
      for (const event of sent.data ?? []) if (!this.log.events.has(event.id)) this.log = record(this.log, event);
    } catch (error) {
      this.problem = this.word("notSent", { why: this.why(error) });
      if (!this.typed) this.typed = text;
    } finally {
      this.sending = false;
    }
  }

  /** Stops the turn that is running. */
  async interrupt() {
    if (!this.api || !this.sessionId) return;
    try {
      await this.api.post(`/v1/sessions/${this.sessionId}/events`, { events: [{ type: "user.interrupt" }] });
    } catch (error) {
      this.problem = this.word("notStopped", { why: this.why(error) });
    }
  }

  /** Answers a call that waits, and goes on to the next one or back to the message. @param {Json} call @param {Json} event */
  async #answer(call, event) {
    if (!this.api || !this.sessionId || this.sending) return;
    this.sending = true;
    this.problem = "";
    try {
      const sent = await this.api.post(`/v1/sessions/${this.sessionId}/events`, { events: [event] });
      for (const one of sent.data ?? []) if (!this.log.events.has(one.id)) this.log = record(this.log, one);
      this.announce(this.word("answered", { tool: call.name }));
    } catch (error) {
      this.problem = this.word("notAnswered", { why: this.why(error) });
      return;
    } finally {
      this.sending = false;
    }
    this.answering = true;
    this.requestUpdate();
  }

  /** Leaves this session as it is; the next message starts another. */
  startOver() {
    this.#forget();
    this.emit("dreamfs-session-cleared");
    this.announce(this.word("startsOver", { name: this.name }));
    this.renderRoot.querySelector("textarea")?.focus();
  }

  /** Asks again for a session that may have been deleted elsewhere. */
  async refresh() {
    if (this.api && this.sessionId && !(await retrieve(this.api, `/v1/sessions/${this.sessionId}`))) this.#forget();
  }

  updated() {
    const at = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    if (
      this.answering &&
      !this.typed &&
      (at ? at.matches("form textarea") : document.activeElement === document.body)
    ) {
      const next =
        this.renderRoot.querySelector(".held button:enabled, .held textarea") ??
        this.renderRoot.querySelector("form textarea");
      /** @type {HTMLElement | null} */ (next)?.focus();
    }
    if (this.pinned) this.#showEnd();
  }

  /** Scrolls to the end of the transcript with the next frame: there, many sessions have the page laid out once. */
  #showEnd() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const box = this.renderRoot.querySelector(".transcript");
      if (box && this.pinned) box.scrollTop = box.scrollHeight;
    });
  }

  render() {
    const { rows, state, stop, usage } = transcript(this.log);
    const held = heldOf(this.log);
    const running = state === "running" || (this.sending && !held.length);
    const shut = !this.client || (this.given && !this.sessionId);
    return html`<div class="frame" part="frame" role="group" aria-label=${this.word("session", { name: this.name })}>
        <header class="bar" part="bar">
          <h3>${this.name}</h3>
          <span class="grow">${this.badge()}</span>
          ${rows.length && !this.given ? html`<button class="plain" @click=${this.startOver}>${this.word("again")}</button>` : nothing}
        </header>
        <p class="mounts small">${this.#mounts()}</p>
        <div
          class="transcript"
          tabindex="0"
          role="log"
          aria-live="off"
          aria-label=${this.word("said", { name: this.name })}
          @scroll=${this.#scrolled}
        >
          ${
            rows.length
              ? repeat(
                  rows,
                  (row) => row.id,
                  (row) => drawRow(this.words, row),
                )
              : html`<p class="empty quiet">
                  ${this.sessionId && !this.session && this.client ? this.word("reading") : this.empty || this.word("empty")}
                </p>`
          }
        </div>
        ${held.length ? this.#held(held) : nothing}
        <div class="state small quiet">
          <span class="grow">${this.#status(state, stop, usage, running)}</span>
          ${(running || held.length) && this.sessionId ? html`<button @click=${this.interrupt}>${this.word("stop")}</button>` : nothing}
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${
          this.suggestions.length
            ? html`<div class="chips" role="group" aria-label=${this.word("suggestions")}>
                ${this.suggestions.map(
                  (text) =>
                    html`<button aria-disabled=${shut || running} @click=${() => shut || running || this.send(text)}>
                      ${text}
                    </button>`,
                )}
              </div>`
            : nothing
        }
        <form @submit=${this.#submitted}>
          <textarea
            rows="1"
            aria-label=${this.word("message", { name: this.name })}
            placeholder=${this.placeholder || this.word("placeholder")}
            ?disabled=${this.given && !this.sessionId}
            .value=${this.typed}
            @input=${(/** @type {Event} */ e) => (this.typed = /** @type {HTMLTextAreaElement} */ (e.target).value)}
            @keydown=${this.#key}
          ></textarea>
          <button
            type="button"
            class="primary"
            part="primary"
            ?disabled=${shut || this.sending || !this.typed.trim()}
            @click=${this.#submitted}
          >
            ${this.word("send")}
          </button>
        </form>
      </div>
      ${this.wire()} ${this.voice()}`;
  }

  /** @param {Json[]} calls */
  #held(calls) {
    const how = {
      word: (/** @type {string} */ name, /** @type {any} */ values) => this.word(name, values),
      busy: this.sending,
      answer: (/** @type {Json} */ call, /** @type {Json} */ event) => void this.#answer(call, event),
    };
    return html`<div class="waits" role="region" aria-label=${this.word("waits")}>
      ${repeat(
        calls,
        (call) => call.id,
        (call) => drawHeld(call, how),
      )}
    </div>`;
  }

  #mounts() {
    const all = /** @type {Json[]} */ (this.session?.resources ?? this.resources);
    const mounts = all.filter((one) => one.type === "memory_store");
    if (this.given && !this.sessionId) return html`<span class="quiet">${this.word("none")}</span>`;
    if (!mounts.length) return html`<span class="quiet">${this.word("unmounted")}</span>`;
    return mounts.map((mount) => {
      const only = mount.access === "read_only";
      return html`<span
        >${mount.mount_path ? html`<code>${mount.mount_path}</code>` : this.word("store")}
        <span class=${only ? "read" : "write"}>${this.word(only ? "readOnly" : "readWrite")}</span></span
      >`;
    });
  }

  /** @param {string} state @param {string} stop @param {{ input: number, output: number }} usage @param {boolean} running */
  #status(state, stop, usage, running) {
    if (!this.client) return this.word("waiting");
    if (running) return html`<span class="working">${this.word("working")}</span>`;
    if (state === "ended") return this.word("ended");
    if (stop === "retries_exhausted") return html`<span class="refused">${this.word("failed")}</span>`;
    if (stop === "requires_action") return this.word("outside");
    if (usage.input)
      return this.word("tokens", {
        input: usage.input,
        output: usage.output,
      });
    return this.word("ready");
  }

  /** @param {Event} event */
  #scrolled(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget);
    this.pinned = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    // Not by way of the form: a frame without `allow-forms` would drop it.
    this.#submitted(event);
  }

  /** @param {Event} event */
  #submitted(event) {
    event.preventDefault();
    const text = this.typed;
    if (!this.client || this.sending || !text.trim()) return;
    this.typed = "";
    this.send(text);
  }

  static styles = [sharedStyles, rowStyles, chatStyles, heldStyles];
}

/** @param {string | null} text */
const list = (text) =>
  (text ?? "")
    .split("|")
    .map((one) => one.trim())
    .filter(Boolean);

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

define("dreamfs-session", DreamfsSession);
