// Single writes of 1 KB, one after another, and writes sent together.
import { createClient } from "/dreamfs.js";
import { byFetch, create, makeStore } from "../shared/door.js";
import { inTurns, kilobyte, pathOf, timed } from "../shared/measure.js";
import { startWorker } from "../shared/worker.js";
import workerText from "../workers/write-worker.js?worker";

const count = 200;
const together = 1_000;

/** @param {(row: object) => void} report */
export async function run(report) {
  const worker = startWorker(workerText);
  await worker.call("open", { wasm: new URL("/dreamfs.wasm", location.href).href });
  const client = await createClient({ database: "bench-client" });
  const ask = byFetch(client);

  const singly = async () => {
    const store = await makeStore(ask);
    const texts = Array.from({ length: count }, (_, number) => kilobyte(number));
    const ms = await timed(async () => {
      for (let number = 0; number < count; number++) await create(ask, store, pathOf(number), texts[number]);
    });
    return (count / ms) * 1_000;
  };
  const single = await inTurns(
    { rounds: 9 },
    {
      floor: () => worker.call("floor", { count, check: true }),
      engine: () => worker.call("engine", { count }),
      client: singly,
      bare: () => worker.call("floor", { count, check: false }),
      lightning: () => worker.call("lightning", { count }),
    },
  );
  const group = "single writes";
  const row = (name, value, unit, more = {}) => report({ group, name, value, unit, ...more });
  row("by hand, two records and check", single.of("floor"), "writes/s");
  row("by hand, two records, no check", single.of("bare"), "writes/s");
  row("engine, in the same worker", single.of("engine"), "writes/s");
  row("client.fetch, from the page", single.of("client"), "writes/s");
  row("lightning-fs writeFile", single.of("lightning"), "writes/s", {
    note: "one record a write, no version, no check",
  });
  row("engine to by hand", single.ratio("engine", "floor"), "ratio", { goal: { least: 0.8 } });
  row("client.fetch to by hand", single.ratio("client", "floor"), "ratio", { goal: { least: 0.5 } });

  const concurrent = async () => {
    const store = await makeStore(ask);
    const texts = Array.from({ length: together }, (_, number) => kilobyte(number));
    const ms = await timed(() => Promise.all(texts.map((text, number) => create(ask, store, pathOf(number), text))));
    return (together / ms) * 1_000;
  };
  const both = await inTurns({ rounds: 5 }, { singly, concurrent });
  const rows = "writes sent together";
  report({ group: rows, name: "client.fetch, one by one", value: both.of("singly"), unit: "writes/s" });
  report({ group: rows, name: "client.fetch, 1,000 at once", value: both.of("concurrent"), unit: "writes/s" });
  const ratio = both.ratio("concurrent", "singly");
  report({ group: rows, name: "at once to one by one", value: ratio, unit: "ratio", goal: { least: 3 } });
  await client.close();
  worker.end();
}
