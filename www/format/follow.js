/**
 * Follows one dream by its events: the thread of the orchestrator, and the threads of its readers, a bounded number at a time. It
 * keeps what the engine told, in order, and says that something came; it draws nothing and changes nothing.
 */
import { collect, isError } from "./api.js";
import { hasEnded } from "./dream.js";
import { eventsOf } from "./sse.js";
import { emptyLog, record, recordAll } from "./transcript.js";

/** @typedef {import("./api.js").Api} Api */
/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./transcript.js").Log} Log */
/** @typedef {{ id: string, name: string, idle: boolean, log: Log }} Thread */

/** Threads that are listed or streamed at once: as many as the engine lets read at once. */
const THREADS_AT_ONCE = 8;
/** Events of one thread that are listed at most. */
const MOST_EVENTS = 20_000;
/** Waits between looks at a dream that has no session yet, or has not ended with it. */
const LOOK_MS = [60, 120, 250, 500, 1000];
const RETRY_MS = 1500;

export class DreamFollower {
  /** @param {Api} api @param {string} id @param {() => void} tell called when something came */
  constructor(api, id, tell) {
    this.api = api;
    this.id = id;
    this.tell = tell;
    /** @type {Json | null} */
    this.dream = null;
    this.primary = emptyLog();
    /** In the order in which they were made. @type {Map<string, Thread>} */
    this.threads = new Map();
    /** Why the events cannot be followed for now. */
    this.problem = /** @type {unknown} */ (null);
    /** @type {string[]} */
    this.queue = [];
    this.atWork = 0;
    this.control = new AbortController();
    this.signal = this.control.signal;
  }

  stop() {
    this.control.abort();
  }

  /** Follows to the end; resolves when the dream has ended and all of it is here, or after `stop`. */
  async run() {
    for (let looks = 0; !this.signal.aborted; looks++) {
      try {
        const dream = await this.look();
        if (!dream) return;
        if (dream.session_id) await this.#session(dream.session_id);
        const left = this.queue.length || this.atWork;
        if (hasEnded(this.dream) && !left) return;
        this.problem = null;
      } catch (error) {
        if (this.signal.aborted) return;
        // The dream's session may have been deleted: the dream itself still says what it came to.
        if (isError(error, 404) && hasEnded(this.dream)) return;
        this.problem = error;
        this.tell();
        await pause(RETRY_MS, this.signal);
      }
      await pause(LOOK_MS[Math.min(looks, LOOK_MS.length - 1)], this.signal);
    }
  }

  /** Asks how the dream stands. */
  async look() {
    const dream = await this.api.get(`/v1/dreams/${this.id}`, undefined, { signal: this.signal });
    if (this.signal.aborted) return null;
    this.dream = dream;
    this.tell();
    return dream;
  }

  /** The orchestrator's thread, as it goes. @param {string} id */
  async #session(id) {
    const { api, signal } = this;
    const path = `/v1/sessions/${id}/events`;
    const ended = hasEnded(this.dream);
    // What is told from now on is waited for first, then the past is listed, so that nothing falls between.
    const response = ended ? null : await api.stream(`${path}/stream`, {}, { signal });
    const past = await collect(api.list(path, { order: "asc" }, { most: MOST_EVENTS, signal }));
    this.primary = recordAll(this.primary, past);
    for (const event of past) this.#mark(id, event);
    this.tell();
    if (response && !isOver(this.primary))
      for await (const event of eventsOf(response)) {
        if (signal.aborted) return;
        this.#take(id, event);
        this.tell();
        if (isOver(this.primary)) break;
      }
    response?.body?.cancel().catch(() => {});
    while (this.atWork && !signal.aborted) await pause(30, signal);
    if (!signal.aborted) await this.look();
  }

  /** @param {string} session @param {Json} event */
  #take(session, event) {
    this.primary = record(this.primary, event);
    this.#mark(session, event);
  }

  /** What the orchestrator's thread tells of the others. @param {string} session @param {Json} event */
  #mark(session, event) {
    const id = event.session_thread_id;
    if (event.type === "session.thread_created" && !this.threads.has(id)) {
      this.threads.set(id, { id, name: event.agent_name ?? "", idle: false, log: emptyLog() });
      this.queue.push(id);
      this.#begin(session);
    } else if (event.type === "session.thread_status_idle") {
      const thread = this.threads.get(id);
      if (thread) thread.idle = true;
    }
  }

  /** @param {string} session */
  #begin(session) {
    while (this.atWork < THREADS_AT_ONCE) {
      const thread = this.threads.get(this.queue.shift() ?? "");
      if (!thread) return;
      this.atWork += 1;
      this.#thread(session, thread)
        .catch((error) => {
          if (!this.signal.aborted) this.problem = error;
        })
        .finally(() => {
          this.atWork -= 1;
          this.#begin(session);
          this.tell();
        });
    }
  }

  /** A reader's thread, to its end. @param {string} session @param {Thread} thread */
  async #thread(session, thread) {
    const { api, signal } = this;
    const path = `/v1/sessions/${session}/threads/${thread.id}`;
    // Let what else is at hand be taken in first: of a thread that has ended, the list says all.
    await pause(0, signal);
    const live = thread.idle || hasEnded(this.dream) ? null : await api.stream(`${path}/stream`, {}, { signal });
    const past = await collect(api.list(`${path}/events`, {}, { most: MOST_EVENTS, signal }));
    thread.log = recordAll(thread.log, past);
    this.tell();
    if (live && !isIdle(thread.log))
      for await (const event of eventsOf(live)) {
        if (signal.aborted) return;
        thread.log = record(thread.log, event);
        this.tell();
        if (isIdle(thread.log)) break;
      }
    live?.body?.cancel().catch(() => {});
  }
}

/** @param {Log} log @param {string[]} types */
const has = (log, ...types) => [...log.events.values()].slice(-4).some((event) => types.includes(event.type));
/** @param {Log} log */
const isOver = (log) => has(log, "session.status_idle", "session.status_terminated", "session.deleted");
/** @param {Log} log */
const isIdle = (log) => has(log, "session.thread_status_idle", "session.deleted");

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function pause(ms, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
