// Reading and listing 1,000 memories of 1 KB.
import { createClient } from "/dreamfs.js";
import { byFetch, create, listAll, makeStore } from "../shared/door.js";
import { inTurns, kilobyte, pathOf, timed } from "../shared/measure.js";
import { startWorker } from "../shared/worker.js";
import workerText from "../workers/read-worker.js?worker";

const count = 1_000;

/** @param {(row: object) => void} report */
export async function run(report) {
  const worker = startWorker(workerText);
  await worker.call("open", { wasm: new URL("/bench/dreamfs.wasm", location.href).href });
  const client = await createClient({ database: "bench-client" });
  const ask = byFetch(client);
  const store = await makeStore(ask);
  const made = await Promise.all(
    Array.from({ length: count }, (_, number) => create(ask, store, pathOf(number), kilobyte(number))),
  );

  const inWorker = (/** @type {string} */ job) => () => worker.call(job);
  const reads = await inTurns(
    { rounds: 7 },
    {
      snapshot: inWorker("snapshotTexts"),
      lightning: inWorker("lightningRead"),
      tool: inWorker("readTool"),
      pages: inWorker("listFull"),
      retrieve: inWorker("retrieve"),
      client: () =>
        timed(async () => {
          for (const { id } of made) await ask("GET", `/v1/memory_stores/${store}/memories/${id}`);
        }),
    },
  );
  const read = (name, value, more = {}) => report({ group: "reading 1,000", name, value, unit: "ms", ...more });
  read("engine, one checked snapshot, texts to JavaScript", reads.of("snapshot"));
  read("engine, the read tool 1,000 times", reads.of("tool"));
  read("engine, list view=full, 50 requests in turn", reads.of("pages"), { note: "each checks the revision" });
  read("engine, retrieve, 1,000 requests in turn", reads.of("retrieve"), { note: "each checks the revision" });
  read("client.fetch, retrieve, 1,000 requests in turn", reads.of("client"));
  read("lightning-fs readFile, 1,000 calls in turn", reads.of("lightning"));
  const goal = { least: 50 };
  read("lightning-fs to engine, one snapshot", reads.ratio("lightning", "snapshot"), { unit: "ratio", goal });
  read("lightning-fs to engine, read tool", reads.ratio("lightning", "tool"), { unit: "ratio", goal });
  read("lightning-fs to engine, retrieve", reads.ratio("lightning", "retrieve"), { unit: "ratio" });

  const lists = await inTurns(
    { rounds: 15, warm: 3 },
    {
      snapshot: inWorker("snapshotPaths"),
      lightning: inWorker("lightningList"),
      pages: inWorker("listBasic"),
      client: () => timed(() => listAll(ask, store, { view: "basic", limit: 100 })),
    },
  );
  const list = (name, value, more = {}) => report({ group: "listing 1,000", name, value, unit: "ms", ...more });
  list("engine, one checked snapshot, paths to JavaScript", lists.of("snapshot"), { goal: { most: 2 } });
  list("engine, list, 10 requests in turn", lists.of("pages"), { note: "whole items; each checks the revision" });
  list("client.fetch, list, 10 requests in turn", lists.of("client"));
  list("lightning-fs readdir", lists.of("lightning"), { note: "names in one directory, from memory, no check" });
  await client.close();
  worker.end();
}
