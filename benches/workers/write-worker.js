// Writes without a message in between: by hand, in the engine driven in this same worker, and in lightning-fs.
import LightningFS from "@isomorphic-git/lightning-fs";
import * as glue from "dreamfs:glue";
import { byHandle, create, makeStore } from "../shared/door.js";
import * as floor from "../shared/floor.js";
import { kilobyte, pathOf, timed } from "../shared/measure.js";
import { answer } from "../shared/worker.js";

/** @type {IDBDatabase} */
let db;
/** @type {import("../shared/door.js").Ask} */
let ask;
/** @type {any} */
let fs;
let stores = 0;

async function floorStore() {
  const id = `memstore_${String(++stores).padStart(24, "0")}`;
  await floor.makeStore(db, id);
  return id;
}

/** @param {number} count @param {(number: number) => Promise<unknown>} write @returns {Promise<number>} writes a second */
async function rate(count, write) {
  const ms = await timed(async () => {
    for (let number = 0; number < count; number++) await write(number);
  });
  return (count / ms) * 1_000;
}

/** @param {number} count */
const files = (count) => Array.from({ length: count }, (_, number) => [pathOf(number), kilobyte(number)]);

answer({
  async open({ wasm, memoriesPerStore }) {
    db = await floor.openFloor("bench-floor");
    await glue.default({ module_or_path: wasm });
    ask = byHandle(await glue.open({ database: "bench-engine", storage: "indexeddb", limits: { memoriesPerStore } }));
    fs = new LightningFS("bench-lightning").promises;
    await fs.readdir("/");
  },
  async floor({ count, check }) {
    const store = await floorStore();
    const texts = files(count);
    return rate(count, (number) => {
      const [path, content] = texts[number];
      return floor.writeOne(db, { store, seq: number + 1, path, content, check });
    });
  },
  async engine({ count }) {
    const store = await makeStore(ask);
    const texts = files(count);
    return rate(count, (number) => create(ask, store, texts[number][0], texts[number][1]));
  },
  async lightning({ count }) {
    const directory = `/s${++stores}`;
    await fs.mkdir(directory);
    const texts = files(count);
    return rate(count, (number) => fs.writeFile(`${directory}/note-${number}.md`, texts[number][1]));
  },
  async floorBulk({ count }) {
    const store = await floorStore();
    const all = files(count);
    return timed(() => floor.writeAll(db, { store, files: all }));
  },
  async engineBulk({ count }) {
    const store = await makeStore(ask);
    const all = files(count);
    return timed(() => Promise.all(all.map(([path, content]) => create(ask, store, path, content))));
  },
});
