// Cuts the optimised engine in two: `dreamfs.wasm`, what a first view of a page runs, and `dreamfs-rest.wasm`, everything else.
//
// Which functions a first view runs is counted, not guessed: the engine runs here with a counter in every function while a
// client opens and asks what the walkthrough's page asks when it is first opened. Each other function that the first part can
// reach is a stub there, which links the rest if it is not linked yet and goes on in it. Both parts share memory and tables; what
// both call, both have.
import binaryen from "binaryen";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { say, whenRun } from "./common.mjs";
import { firstView } from "./first-view.mjs";

// The declarations of binaryen leave out what these stand for.
const { Function } = /** @type {any} */ (binaryen);

/** What meets the browser, which is not quite what meets Node: locks, channels, storage. */
const ALWAYS_FIRST = /platform::browser|indexed_db_futures|js_sys|web_sys|wasm_bindgen|alloc::rc::/;

/** What the first part calls its side of the cut: the module name of what it imports, and of its own exports in the rest. */
const SPLIT = "split";
const FIRST = "first";
const LINKED = "rest_linked";

/** A module's functions in order, imports left out. @param {import("binaryen").default.Module} module */
function functionsOf(module) {
  const found = [];
  for (let at = 0; at < module.getNumFunctions(); at++) {
    const ref = module.getFunctionByIndex(at);
    const info = binaryen.getFunctionInfo(ref);
    if (!info.module) found.push({ ref, ...info });
  }
  return found;
}

/** @param {import("binaryen").default.Module} module */
function emit(module) {
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** The same engine, saying each time that a function begins which one it is. @param {Uint8Array} whole */
function counted(whole) {
  const module = binaryen.readBinary(whole);
  module.addFunctionImport("began", SPLIT, "began", binaryen.i32, binaryen.none);
  const names = functionsOf(module).map(({ ref, name, body, results }, at) => {
    const says = module.call("began", [module.i32.const(at)], binaryen.none);
    Function.setBody(ref, module.block(null, [says, body], results));
    return name;
  });
  return { names, bytes: emit(module) };
}

/** The names of the functions that a first view runs. @param {Uint8Array} whole @param {string} gluePath */
async function ranIn(whole, gluePath) {
  const { names, bytes } = counted(whole);
  const ran = new Set();
  const glue = await import(pathToFileURL(gluePath).href);
  glue.splitImports.began = (/** @type {number} */ at) => ran.add(at);
  await glue.default({ module_or_path: bytes });
  await firstView(glue);
  return new Set(names.filter((name, at) => ran.has(at) || ALWAYS_FIRST.test(name)));
}

/** @param {import("binaryen").default.Module} module */
const sharedTables = (module) =>
  Array.from({ length: module.getNumTables() }, (_, at) => binaryen.getTableInfo(module.getTableByIndex(at)).name);

/** @param {import("binaryen").default.Module} module */
const sharedGlobals = (module) =>
  Array.from({ length: module.getNumGlobals() }, (_, at) => binaryen.getGlobalInfo(module.getGlobalByIndex(at)));

/** Slots of the rest's functions in the table between the parts; a function with no slot has no stub. */
const REST_TABLE = "rest";

/**
 * The first part: the functions that ran, and a stub for each of `entries` (all others, where it is not known which are reached).
 * @param {Uint8Array} whole @param {Set<string>} hot @param {string[] | undefined} entries
 */
function firstPart(whole, hot, entries) {
  const module = binaryen.readBinary(whole);
  const cold = functionsOf(module).filter(({ name }) => !hot.has(name));
  const slots = new Map((entries ?? cold.map(({ name }) => name)).map((name, at) => [name, at]));
  module.addFunctionImport("link_rest", SPLIT, "link", binaryen.none, binaryen.none);
  module.addGlobal(LINKED, binaryen.i32, true, module.i32.const(0));
  module.addTable(REST_TABLE, slots.size, slots.size);
  for (const { name, params, results } of cold) {
    module.removeFunction(name);
    const slot = slots.get(name);
    const types = binaryen.expandType(params);
    const given = types.map((type, at) => module.local.get(at, type));
    const body =
      slot === undefined
        ? module.unreachable()
        : module.block(
            null,
            [
              module.if(
                module.i32.eqz(module.global.get(LINKED, binaryen.i32)),
                module.call("link_rest", [], binaryen.none),
              ),
              module.call_indirect(REST_TABLE, module.i32.const(slot), given, params, results),
            ],
            results,
          );
    module.addFunction(name, params, results, [], body);
  }
  return { module, cold: new Set(cold.map(({ name }) => name)) };
}

/**
 * The rest: every other function, over the first part's memory and tables. Of the functions that ran it has copies of its own where it
 * calls them, so that short ones become part of their callers: it is fetched when the page stands, and there speed counts more than
 * bytes. (The first part is smaller by what it need not export.)
 * @param {Uint8Array} whole @param {string[]} entries
 */
function restPart(whole, entries) {
  const module = binaryen.readBinary(whole);
  for (let at = module.getNumExports() - 1; at >= 0; at--) {
    module.removeExport(binaryen.getExportInfo(module.getExportByIndex(at)).name);
  }
  const segments = Array.from(
    { length: module.getNumElementSegments() },
    (_, at) => binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(at)).name,
  );
  for (const name of segments) module.removeElementSegment(name);
  sharedGlobals(module).forEach(({ name, type, mutable }, at) => {
    module.addGlobalImport(name, FIRST, `global${at}`, type, mutable);
  });
  sharedTables(module).forEach((name, at) => module.addTableImport(name, FIRST, `table${at}`));
  module.addMemoryImport(/** @type {any} */ (module.getMemoryInfo()).name ?? "0", FIRST, "memory");
  module.addTable(REST_TABLE, entries.length, entries.length);
  module.addTableImport(REST_TABLE, FIRST, "rest");
  module.addActiveElementSegment(REST_TABLE, "rest_entries", entries, module.i32.const(0));
  module.runPasses(["remove-unused-module-elements"]);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(16);
  binaryen.setFlexibleInlineMaxSize(32);
  module.runPasses(["inlining-optimizing", "remove-unused-module-elements"]);
  return module;
}

/** A module's bytes without its data: the first part has put them in place. @param {Uint8Array} bytes */
function withoutData(bytes) {
  const DATA = 11;
  const DATA_COUNT = 12;
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length;) {
    let size = 0;
    let next = at + 1;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[next++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (bytes[at] !== DATA && bytes[at] !== DATA_COUNT) kept.push(bytes.subarray(at, next + size));
    at = next + size;
  }
  return Buffer.concat(kept);
}

/**
 * Cuts the engine, and finishes its glue for it: what the first part asks of the page, and the linking of the rest.
 * @param {string} folder where wasm-bindgen wrote `dreamfs.js` and `dreamfs.d.ts`
 * @param {string} wholePath the engine, optimised, with its functions' names
 */
async function split(folder, wholePath) {
  const whole = readFileSync(wholePath);
  const hot = await ranIn(whole, join(folder, "dreamfs.js"));
  const draft = firstPart(whole, hot, undefined);
  draft.module.runPasses(["remove-unused-module-elements"]);
  const entries = functionsOf(draft.module)
    .map(({ name }) => name)
    .filter((name) => draft.cold.has(name));
  draft.module.dispose();
  const rest = restPart(whole, entries);
  const { module: first } = firstPart(whole, hot, entries);
  sharedGlobals(first).forEach(({ name }, at) => first.addGlobalExport(name, name === LINKED ? LINKED : `global${at}`));
  sharedTables(first).forEach((name, at) => first.addTableExport(name, name === REST_TABLE ? name : `table${at}`));
  first.runPasses(["remove-unused-module-elements", "reorder-functions"]);
  binaryen.setDebugInfo(false);
  writeFileSync(join(folder, "dreamfs.wasm"), emit(first));
  writeFileSync(join(folder, "dreamfs-rest.wasm"), withoutData(emit(rest)));
  say(`split: a first view runs ${hot.size} functions; ${entries.length} doors lead to the rest`);
}

await whenRun(import.meta.url, ([folder, wholePath]) => split(folder, wholePath));
