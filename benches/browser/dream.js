// A dream in the page, through `client.fetch`: 25, 50 and 100 sessions of 50 messages over a store of 500 memories, and what the page
// and other requests feel of it meanwhile.
import { createClient } from "/dreamfs.js";
import { byFetch, create } from "../shared/door.js";
import { notes, pastSessions } from "../shared/notes.js";

const messages = 50;
const memories = 500;
const sizes = [25, 50, 100];

/** @param {{ fetch: typeof fetch }} client @returns {import("../shared/door.js").Ask} dreams have a beta of their own */
const asDreamer = (client) =>
  byFetch({
    fetch: (input, init) =>
      client.fetch(input, {
        ...init,
        headers: { ...init?.headers, "anthropic-beta": "managed-agents-2026-04-01,dreaming-2026-04-21" },
      }),
  });

const pause = (/** @type {number} */ ms) => new Promise((done) => setTimeout(done, ms));

/** The main thread's longest task while `work` is under way (the browser reports those of 50 ms and more), and the longest time
 * between two beats of a timer. @template T @param {() => Promise<T>} work */
async function watched(work) {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: "longtask" });
  let [last, gap, beating] = [performance.now(), 0, true];
  const channel = new MessageChannel();
  const beat = () => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
    if (beating) setTimeout(() => channel.port2.postMessage(0), 4);
  };
  channel.port1.onmessage = beat;
  beat();
  const result = await work();
  beating = false;
  await pause(100);
  observer.disconnect();
  channel.port1.close();
  return { result, longest, gap };
}

/** @param {(row: object) => void} report */
export async function run(report) {
  const client = await createClient({ database: "bench-dream" });
  const ask = asDreamer(client);
  const store = (await ask("POST", "/v1/memory_stores", '{"name":"bench"}')).id;
  await Promise.all(notes(memories).map(({ path, content }) => create(ask, store, path, content)));
  const ids = [];
  for (const session of pastSessions(Math.max(...sizes), messages))
    ids.push((await ask("POST", "/dreamfs/v1/sessions", JSON.stringify(session))).id);

  /** @param {number} count */
  async function dream(count) {
    const inputs = [
      { type: "memory_store", memory_store_id: store },
      { type: "sessions", session_ids: ids.slice(0, count) },
    ];
    const began = performance.now();
    const body = JSON.stringify({ inputs, model: "dreamfs-offline" });
    let dream = await ask("POST", "/v1/dreams", body);
    const waits = [];
    while (["pending", "running"].includes(dream.status)) {
      await pause(25);
      const asked = performance.now();
      dream = await ask("GET", `/v1/dreams/${dream.id}`);
      waits.push(performance.now() - asked);
    }
    if (dream.status !== "completed") throw new Error(`${dream.status}: ${dream.error?.message}`);
    const ms = performance.now() - began;
    waits.sort((a, b) => a - b);
    const { stages, checks } = await ask("GET", `/dreamfs/v1/dreams/${dream.id}/report`);
    const failed = checks
      .filter((/** @type {any} */ check) => !check.passed)
      .map((/** @type {any} */ check) => check.name);
    if (failed.length) throw new Error(`checks that did not pass: ${failed.join(", ")}`);
    const worked = stages.map((/** @type {any} */ stage) => `${stage.name} ${Math.round(stage.worked_ms)}`).join(", ");
    return { ms, worked, waits };
  }

  const group = `a dream over ${memories} memories`;
  const times = /** @type {number[]} */ ([]);
  for (const count of sizes) {
    const { result, longest, gap } = await watched(() => dream(count));
    times.push(result.ms);
    const whole = count === Math.max(...sizes);
    const name = `${count} sessions of ${messages} messages`;
    report({
      group,
      name,
      value: result.ms,
      unit: "ms",
      note: `worked: ${result.worked}`,
      ...(whole ? { goal: { most: 3_000 } } : {}),
    });
    if (!whole) continue;
    report({
      group,
      name: "longest task of the main thread meanwhile",
      value: longest,
      unit: "ms",
      goal: { most: 50 },
      note: `0 where none took 50 ms; longest time between two beats of a timer ${gap.toFixed(0)} ms`,
    });
    const { waits } = result;
    report({ group, name: "another request meanwhile, median wait", value: waits[waits.length >> 1], unit: "ms" });
    report({ group, name: "another request meanwhile, longest wait", value: waits[waits.length - 1], unit: "ms" });
  }
  report({ group, name: "50 sessions to 25", value: times[1] / times[0], unit: "ratio", note: "2 is linear" });
  report({ group, name: "100 sessions to 50", value: times[2] / times[1], unit: "ratio", note: "2 is linear" });
  await client.close();
}
