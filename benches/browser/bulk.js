// 10,000 memories of 1 KB: by hand all in one transaction, through the engine as requests sent together.
import { createClient } from "/dreamfs.js";
import { byFetch, create, makeStore } from "../shared/door.js";
import { inTurns, kilobyte, pathOf, timed } from "../shared/measure.js";
import { startWorker } from "../shared/worker.js";
import workerText from "../workers/write-worker.js?worker";

const count = 10_000;
const limits = { memoriesPerStore: count };

/** @param {(row: object) => void} report */
export async function run(report) {
  const worker = startWorker(workerText);
  await worker.call("open", { wasm: new URL("/dreamfs.wasm", location.href).href, ...limits });
  const client = await createClient({ database: "bench-client", limits });
  const ask = byFetch(client);

  const throughFetch = async () => {
    const store = await makeStore(ask);
    const texts = Array.from({ length: count }, (_, number) => kilobyte(number));
    return timed(() => Promise.all(texts.map((text, number) => create(ask, store, pathOf(number), text))));
  };
  const all = await inTurns(
    { rounds: 5 },
    {
      floor: () => worker.call("floorBulk", { count }),
      engine: () => worker.call("engineBulk", { count }),
      client: throughFetch,
    },
  );
  const row = (name, value, unit, more = {}) => report({ group: "10,000 memories", name, value, unit, ...more });
  row("by hand, one transaction", all.of("floor"), "ms", { note: "a head and a version each" });
  row("engine, in the same worker", all.of("engine"), "ms", { note: "one store, limits.memoriesPerStore 10,000" });
  row("client.fetch, from the page", all.of("client"), "ms");
  row("engine to by hand", all.ratio("engine", "floor"), "ratio", { goal: { most: 1.3 } });
  row("client.fetch to by hand", all.ratio("client", "floor"), "ratio");
  await client.close();
  worker.end();
}
