// Reads without a message in between. The engine here is built with the feature `testing`, which opens a door to one snapshot;
// the code behind it is the shipped one.
import LightningFS from "@isomorphic-git/lightning-fs";
import * as glue from "dreamfs:bench-glue";
import { byHandle, create, listAll, makeStore } from "../shared/door.js";
import { kilobyte, pathOf, timed } from "../shared/measure.js";
import { answer } from "../shared/worker.js";

const count = 1_000;
/** @type {import("dreamfs:glue").EngineHandle & { benchSnapshot(store: string): Promise<any> }} */
let engine;
/** @type {import("../shared/door.js").Ask} */
let ask;
/** @type {any} */
let fs;
let store = "";
/** @type {string[]} */
let ids = [];
const lightningPath = (/** @type {number} */ number) => `/notes/note-${number}.md`;

/** @param {unknown[]} items */
function all(items) {
  if (items.length !== count) throw new Error(`${items.length} of ${count} came`);
}

answer({
  async open({ wasm }) {
    await glue.default({ module_or_path: wasm });
    engine = await glue.open({ database: "bench-engine", storage: "indexeddb" });
    ask = byHandle(engine);
    store = await makeStore(ask);
    const made = await Promise.all(
      Array.from({ length: count }, (_, number) => create(ask, store, pathOf(number), kilobyte(number))),
    );
    ids = made.map((memory) => memory.id);
    fs = new LightningFS("bench-lightning").promises;
    await fs.mkdir("/notes");
    for (let number = 0; number < count; number++) await fs.writeFile(lightningPath(number), kilobyte(number));
  },
  snapshotTexts: () =>
    timed(async () => {
      const snapshot = await engine.benchSnapshot(store);
      all(snapshot.texts());
      snapshot.free();
    }),
  snapshotPaths: () =>
    timed(async () => {
      const snapshot = await engine.benchSnapshot(store);
      all(snapshot.paths());
      snapshot.free();
    }),
  async readTool() {
    const snapshot = await engine.benchSnapshot(store);
    const sandbox = snapshot.sandbox();
    const ms = await timed(() => {
      for (let number = 0; number < count; number++) {
        const text = sandbox.tool("read", `{"file_path":"/mnt/memory/bench${pathOf(number)}"}`);
        if (text.length !== 1_024) throw new Error(`file ${number} has ${text.length} characters`);
      }
    });
    sandbox.free();
    snapshot.free();
    return ms;
  },
  retrieve: () =>
    timed(async () => {
      for (const id of ids) await ask("GET", `/v1/memory_stores/${store}/memories/${id}`);
    }),
  listFull: () => timed(async () => all(await listAll(ask, store, { view: "full", limit: 20 }))),
  listBasic: () => timed(async () => all(await listAll(ask, store, { view: "basic", limit: 100 }))),
  lightningRead: () =>
    timed(async () => {
      for (let number = 0; number < count; number++) await fs.readFile(lightningPath(number), "utf8");
    }),
  lightningList: () => timed(async () => all(await fs.readdir("/notes"))),
});
