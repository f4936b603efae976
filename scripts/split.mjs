// Cuts the optimised engine in two: `dreamfs.wasm`, what a first view of a page runs, and `dreamfs-rest.wasm`, everything else.
//
// Which functions a first view runs is counted, not guessed: the engine runs here with a counter in every function while a
// client opens and asks what the walkthrough's page asks when it is first opened. Each other function that the first part can
// reach is a stub there, which links the rest if it is not linked yet and goes on in it. Both parts share memory and tables; what
// both call, both have. The data of the lexicon, of the concepts and of the cues come with the rest, the other data with the first part.
import binaryen from "binaryen";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, say, Stop, whenRun } from "./common.mjs";
import { firstView } from "./first-view.mjs";

// The declarations of binaryen leave out what these stand for.
const { Function } = /** @type {any} */ (binaryen);

/** What meets the browser, which is not quite what meets Node: locks, channels, storage. */
const ALWAYS_FIRST = /platform::browser|indexed_db_futures|js_sys|web_sys|wasm_bindgen|alloc::rc::/;

/** The crate's largest data, which is no part of a first view: a file, and the module whose functions alone read it. */
const LATER = [
  { file: "src/text/lexicon.bin", module: "text::lexicon" },
  { file: "src/text/concepts.txt", module: "text::concepts" },
  { file: "src/text/cues.bin", module: "text::cues" },
];

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
 * calls them: the first part is smaller by what it need not export.
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
  return module;
}

/** A segment of memory: where it begins, and its bytes. @typedef {{ at: number, bytes: Buffer }} Segment */

const CODE = 10;
const DATA = 11;
const DATA_COUNT = 12;

/** A module's sections, each with its head. @param {Uint8Array} bytes */
function* sectionsOf(bytes) {
  for (let at = 8; at < bytes.length;) {
    const [size, body] = leb(bytes, at + 1);
    yield { id: bytes[at], whole: bytes.subarray(at, body + size), body: bytes.subarray(body, body + size) };
    at = body + size;
  }
}

/** A number of the binary format, and where it ends. @param {Uint8Array} bytes @param {number} at @returns {[number, number]} */
function leb(bytes, at) {
  let [value, scale] = [0, 1];
  for (; bytes[at] > 127; at++, scale *= 128) value += (bytes[at] - 128) * scale;
  return [value + bytes[at] * scale, at + 1];
}

/** @param {number} value */
function lebOf(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}

/** @param {Uint8Array} bytes @returns {Segment[]} */
function dataOf(bytes) {
  const body = [...sectionsOf(bytes)].find(({ id }) => id === DATA)?.body ?? Uint8Array.of(0);
  let [count, at] = leb(body, 0);
  /** @type {Segment[]} */
  const found = [];
  for (; count > 0; count--) {
    // Put in place at a constant address: what a Rust crate has.
    if (body[at] !== 0 || body[at + 1] !== 0x41)
      throw new Stop("a segment of data is not as it was: see scripts/split.mjs");
    const [place, end] = leb(body, at + 2);
    const [size, from] = leb(body, end + 1);
    found.push({ at: place, bytes: Buffer.from(body.subarray(from, from + size)) });
    at = from + size;
  }
  return found;
}

/** A module's bytes with these segments for its data. @param {Uint8Array} bytes @param {Segment[]} segments */
function withData(bytes, segments) {
  const parts = segments.map(({ at, bytes }) =>
    Buffer.concat([Buffer.from([0, 0x41, ...signed(at), 0x0b, ...lebOf(bytes.length)]), bytes]),
  );
  const body = Buffer.concat([Buffer.from(lebOf(segments.length)), ...parts]);
  const kept = [Buffer.from(bytes.subarray(0, 8))];
  for (const { id, whole } of sectionsOf(bytes)) {
    if (id !== DATA && id !== DATA_COUNT) kept.push(Buffer.from(whole));
    if (id === CODE && segments.length) kept.push(Buffer.from([DATA, ...lebOf(body.length)]), body);
  }
  return Buffer.concat(kept);
}

/** An address as a constant, whose highest bit is its sign. @param {number} at */
function signed(at) {
  const bytes = lebOf(at);
  const last = bytes.length - 1;
  return bytes[last] & 64 ? [...bytes.slice(0, last), bytes[last] | 128, 0] : bytes;
}

/**
 * Parts data in two: what of it is one file of the crate, and all else.
 * @param {Segment[]} data
 * @param {Buffer} file
 * @param {string} name
 * @returns {{ moved: Segment, kept: Segment[] }}
 */
function withoutFile(data, file, name) {
  const end = Math.max(...data.map(({ at, bytes }) => at + bytes.length));
  const memory = Buffer.alloc(end);
  for (const { at, bytes } of data) bytes.copy(memory, at);
  const from = memory.indexOf(file);
  if (from < 0) throw new Stop(`${name} is not in the engine's data`);
  const to = from + file.length;
  const kept = data.flatMap(({ at, bytes }) => [
    { at, bytes: bytes.subarray(0, Math.max(0, from - at)) },
    { at: Math.max(at, to), bytes: bytes.subarray(Math.max(0, to - at)) },
  ]);
  return { moved: { at: from, bytes: file }, kept: kept.filter(({ bytes }) => bytes.length) };
}

/**
 * Cuts the engine, and finishes its glue for it: what the first part asks of the page, and the linking of the rest.
 * @param {string} folder where wasm-bindgen wrote `dreamfs.js` and `dreamfs.d.ts`
 * @param {string} wholePath the engine, optimised, with its functions' names
 */
async function split(folder, wholePath) {
  const whole = readFileSync(wholePath);
  const hot = await ranIn(whole, join(folder, "dreamfs.js"));
  for (const { module } of LATER)
    if ([...hot].some((name) => name.includes(module))) throw new Stop(`a first view runs ${module}`);
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
  const bytes = emit(first);
  // The first part puts the data in its place, but for what only the rest reads.
  /** @type {Segment[]} */
  const later = [];
  const data = LATER.reduce((data, { file }) => {
    const { moved, kept } = withoutFile(data, readFileSync(join(root, file)), file);
    later.push(moved);
    return kept;
  }, dataOf(bytes));
  writeFileSync(join(folder, "dreamfs.wasm"), withData(bytes, data));
  writeFileSync(join(folder, "dreamfs-rest.wasm"), withData(emit(rest), later));
  say(`split: a first view runs ${hot.size} functions; ${entries.length} doors lead to the rest`);
}

await whenRun(import.meta.url, ([folder, wholePath]) => split(folder, wholePath));
