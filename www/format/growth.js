/**
 * A measured run: the same synthetic sessions over three stores, and after each batch their size, what an analysis finds in them, and how
 * many questions new sessions answer rightly. Through the API alone, on whatever client it is given. It draws nothing and keeps
 * nothing.
 */
import { api } from "./api.js";
import { hasEnded } from "./dream.js";
import { pause, sayTo, userMessages } from "./run.js";
import { isRight, questions } from "./synthetic.js";
import { AGENT, ENVIRONMENT } from "./workspace.js";

/** @typedef {import("./api.js").Client} Client */
/** @typedef {import("./api.js").Json} Json */
/** @typedef {import("./synthetic.js").World} World */
/** @typedef {"append" | "tidy" | "dream"} Arm */
/** @typedef {{ arm: Arm, session: number, lines: number, claims: number, bytes: number, files: number, duplicates: number, contradictions: number,
 *   relative_dates: number, asked: number, right: number, ms: number }} Point measured after `session` sessions */
/** @typedef {{ type: "progress", arm: Arm, session: number, doing: "telling" | "dreaming" | "asking", turns: number }} Progress */
/** @typedef {{ every: number, ask: number, signal?: AbortSignal }} Plan dream and measure `every` so many sessions; questions each time */

const APPEND = "Append only: log everything to sessions.md. Never edit, merge or remove a line.";

/** Each is a text's name too. @type {ReadonlyArray<{ id: Arm, instructions: string }>} */
export const ARMS = [
  { id: "append", instructions: APPEND },
  { id: "tidy", instructions: "Keep facts, one a line. Update a line when its fact changes." },
  { id: "dream", instructions: APPEND },
];

/** A dream that failed: its store stays as it was, and the next dream reads what it read. @typedef {{ type: "failed", session: number, message: string }} Failed */

/** Runs it, and tells as it goes. @param {Client} client @param {World} world @param {Plan} plan @returns {AsyncGenerator<Progress | Failed | { type: "point", point: Point }>} */
export async function* measure(client, world, { every, ask, signal }) {
  const door = api(client);
  const agent = (await door.post("/v1/agents", AGENT)).id;
  const environment_id = (await door.post("/v1/environments", ENVIRONMENT)).id;
  const stores = /** @type {Record<Arm, string>} */ ({});
  for (const { id } of ARMS) stores[id] = (await door.post("/v1/memory_stores", { name: `growth_${id}` })).id;
  const unread = /** @type {string[]} */ ([]);
  let turns = 0;
  for (const [n, session] of world.sessions.entries()) {
    for (const { id: arm, instructions } of ARMS) {
      signal?.throwIfAborted();
      yield { type: "progress", arm, session: n + 1, doing: "telling", turns };
      await door.post("/dreamfs/v1/clock", { now: session.created_at });
      const mount = { type: "memory_store", memory_store_id: stores[arm], access: "read_write", instructions };
      const { id } = await door.post("/v1/sessions", {
        agent,
        environment_id,
        title: session.title,
        resources: [mount],
      });
      for (const { text } of userMessages(session)) {
        await sayTo(door, id, text, signal);
        turns++;
      }
      if (arm === "dream") unread.push(id);
    }
    if ((n + 1) % every && n + 1 < world.sessions.length) continue;
    yield { type: "progress", arm: "dream", session: n + 1, doing: "dreaming", turns };
    const dream = await dreamOf(door, stores.dream, unread, signal);
    if (dream.status === "completed") {
      stores.dream = dream.outputs[0].memory_store_id;
      unread.length = 0;
    } else yield { type: "failed", session: n + 1, message: dream.error?.message ?? dream.status };
    for (const { id: arm } of ARMS) {
      yield { type: "progress", arm, session: n + 1, doing: "asking", turns };
      const asked = questions(world, n, ask);
      const began = performance.now();
      let right = 0;
      for (const known of asked) {
        const mount = { type: "memory_store", memory_store_id: stores[arm], access: "read_only" };
        const { id } = await door.post("/v1/sessions", { agent, environment_id, resources: [mount] });
        const { said } = await sayTo(door, id, known.question, signal);
        if (isRight(said, known)) right++;
        turns++;
      }
      const ms = performance.now() - began;
      const { counts } = await door.get(`/dreamfs/v1/memory_stores/${stores[arm]}/analysis`, undefined, { signal });
      const { lines, claims, bytes, files, duplicates, contradictions, relative_dates } = counts;
      const found = { lines, claims, bytes, files, duplicates, contradictions, relative_dates };
      yield { type: "point", point: { arm, session: n + 1, ...found, asked: asked.length, right, ms } };
    }
  }
}

/** Dreams over a store and the sessions since the last dream, to the end.
 * @param {import("./api.js").Api} door @param {string} store @param {string[]} sessions @param {AbortSignal} [signal] @returns {Promise<Json>} */
async function dreamOf(door, store, sessions, signal) {
  const inputs = [
    { type: "memory_store", memory_store_id: store },
    { type: "sessions", session_ids: sessions },
  ];
  let dream = /** @type {Json} */ (await door.post("/v1/dreams", { inputs, model: AGENT.model }));
  while (!hasEnded(dream)) {
    signal?.throwIfAborted();
    await pause(20);
    dream = await door.get(`/v1/dreams/${dream.id}`, undefined, { signal });
  }
  return dream;
}

/** Where a chart's values stand: a scale from 0 to a round number that holds them all, and its marks. @param {number} most @param {number} [steps] */
export function scale(most, steps = 4) {
  if (!(most > 0)) return { top: 1, ticks: [0, 1] };
  const rough = most / steps;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * size).find((n) => n >= rough) ?? rough);
  const top = Math.ceil(most / step) * step;
  return { top, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step) };
}
