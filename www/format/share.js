/**
 * A dream as a link: everything that it needs to be run again byte for byte, as one JSON document, compressed into the part of an address
 * behind `#`, which no browser sends to a server. Making one from a workspace, checking one that came from anywhere, counting the text in it, and
 * comparing what a second run gave. It runs nothing and believes nothing: what does not fit is refused in words.
 */
import { pageOf } from "./dream.js";
import { sha256, sha256Hex } from "./sha256.js";
import { Words } from "./words.js";

/** @typedef {import("./api.js").Json} Json */
/** One thing that was said or done, in the shape that `POST /dreamfs/v1/sessions` takes. @typedef {Json} SharedEvent */
/** @typedef {{ id: string, title: string | null, created_at: string, time_zone: string, events: SharedEvent[] }} SharedSession */
/** `clock` is when the dream began; `seed` gives the ids of whatever the second run makes. In `files` stand a path and the first 16 digits of its
 * content's SHA-256; `sha256` is over all paths and contents, as a dream's report has it of its input.
 * @typedef {{ type: "dreamfs_dream", format: 1, engine: string, clock: string, seed: number, instructions: string | null,
 *   token_budget: number | null, store: { name: string, description: string, memories: [path: string, content: string][] },
 *   sessions: SharedSession[], output: { sha256: string, files: [path: string, sha256: string][] } }} SharedDream */
/** @typedef {{ title: string, messages: number, own: number, tools: number, characters: number }} SessionCount */
/** @typedef {{ sessions: SessionCount[], memories: number, messages: number, own: number, tools: number, instructions: number,
 *   characters: number }} Count */
/** @typedef {{ path: string, content_sha256: string }} File */

/** The longest document that is read or written, in characters; a link that unpacks to more is dropped while it unpacks. */
export const MOST_TEXT = 4 << 20;
/** What every program on the way is asked to carry (RFC 9110, section 4.1); many chat programs cut what is longer. */
export const CHAT_MOST = 8_000;
/** Windows hands no more than 32,767 characters from one program to another, and Chromium shows as many. Beyond, there is the file. */
export const LINK_MOST = 32_000;

const KIND = "dreamfs_dream";
const MODEL = "dreamfs-offline";
/** The ids of a second run need to be the same each time, and nothing else. */
const SEED = 7;
const MOST_SESSIONS = 100;
const MOST_EVENTS = 10_000;
const MOST_MEMORIES = 2_000;
const MOST_DEPTH = 32;
const PART = 16;

/** Why a dream cannot be shared, or a document is none. `at` is a place in the document, as a program would name it. */
export const shareFaults = {
  dreamGone: "This dream is not there any more.",
  notCompleted: "Only a dream that was completed can be run again.",
  intoInput: "This dream wrote into the store that it read, so there is no result apart.",
  realModel: "A real model says something else each time.",
  readGone: "What the dream read is not there any more: part of it was redacted, or its result was deleted.",
  storesGone: "The dream’s stores were deleted.",
  sessionGone: "A session that the dream read was deleted.",
  ownGone: "The dream’s own session was deleted, so nobody can tell what exactly it read.",
  broke: "The dream did not come to its end. {why}",
  noObject: "{at} is no object.",
  otherFields: "{at} does not have the fields that it must have ({field}).",
  noText: { one: "{at} is no text of at most {n} character.", other: "{at} is no text of at most {n} characters." },
  noList: "{at} is no list of at most {n}.",
  otherForm: "{at} is not of its form.",
  noTime: "{at} is no time.",
  tooDeep: "{at} is nested too deeply.",
  otherEvent: "{at} is of the type {type}, which no transcript holds.",
  notSaid: "{at} is not text.",
  noFlag: "{at} is neither true nor false.",
  noPair: "{at} is no pair.",
  otherPath: "{at} has a path twice, or one without its first “/”.",
  noWhole: "{at} is no whole number.",
  noDream: "It holds no dream.",
  later: "It was made by a later version of dreamfs, whose links this one cannot read.",
  noTranscript: "It holds no transcript.",
  twice: "It holds a transcript twice.",
  tooMuch: "It holds more than {n} characters.",
  unpacksTo: "It unpacks to more than {n} bytes.",
  tooLong: "It is too long to be a link to a dream.",
  notLink: "It is not of the form of a link to a dream.",
  cut: "It was cut or changed on its way here. Ask for it again, or for the file.",
  notUnpacked: "What it holds cannot be unpacked.",
};

/** What cannot be shared, or is no shared dream: the name of a fault above, which an element says in its language. */
export class ShareError extends Error {
  /** @param {keyof typeof shareFaults} word @param {Record<string, any>} [values] */
  constructor(word, values = {}) {
    super(new Words(shareFaults, null, "en").word(word, values));
    this.word = word;
    this.values = values;
  }
}

/** @param {keyof typeof shareFaults} word @param {Record<string, any>} [values] @returns {never} */
const refuse = (word, values) => {
  throw new ShareError(word, values);
};

/** One hash of everything that a store holds, as the engine makes it. @param {File[]} files */
export const storeHash = (files) =>
  sha256Hex(
    byPath(files)
      .map(({ path, content_sha256 }) => `${content_sha256} ${path}\n`)
      .join(""),
  );

/** In the order of their paths' bytes, which is that of code points. @template {{ path: string }} T @param {T[]} files */
function byPath(files) {
  const keys = new Map(files.map((file) => [file, Array.from(file.path, (c) => c.codePointAt(0) ?? 0)]));
  return files.toSorted((one, other) => {
    const [a, b] = [keys.get(one) ?? [], keys.get(other) ?? []];
    const at = a.findIndex((point, index) => point !== b[index]);
    return at < 0 ? a.length - b.length : at >= b.length ? 1 : a[at] - b[at];
  });
}

/**
 * The document of a dream, from an exported workspace (`GET /dreamfs/v1/workspace`). Throws a `ShareError` where the dream cannot be run again.
 * @param {Json} workspace @param {string} id @returns {SharedDream}
 */
export function documentOf(workspace, id) {
  const { tables } = workspace;
  const one = (/** @type {string} */ table, /** @type {string} */ key) =>
    tables[table].find((/** @type {Json} */ row) => row.id === key);
  const dream = one("dreams", id) ?? refuse("dreamGone");
  const { input, output_store_id: made } = dream;
  if (dream.status !== "completed") refuse("notCompleted");
  if (dream.updates_existing) refuse("intoInput");
  if (one("reports", id)?.report.model_ran !== MODEL) refuse("realModel");
  const written = tables.versions.filter((/** @type {Json} */ version) => version.memory_store_id === made);
  // What somebody took back or wrote by hand afterwards is not the dream's.
  const own = (/** @type {Json} */ { created_by: by }) => by.session_id === dream.session_id;
  const before = headsOf(written.filter((/** @type {Json} */ version) => version.seq <= input.base_seq));
  const after = headsOf(written.filter(own));
  if (!before.length || storeHash(before) !== input.sha256) {
    if (before.length || input.sha256 !== sha256Hex("")) refuse("readGone");
  }
  const read = readEvents(tables, dream);
  const store = one("stores", dream.memory_store_id) ?? one("stores", made) ?? refuse("storesGone");
  return {
    type: KIND,
    format: 1,
    engine: workspace.engine,
    clock: dream.created_at,
    seed: SEED,
    instructions: dream.instructions ?? null,
    token_budget: dream.token_budget ?? null,
    store: {
      name: store.id === made ? store.name.replace(/ \(dream \d+\)$/, "") : store.name,
      description: store.description ?? "",
      memories: before.map(({ path, content }) => [path, content]),
    },
    sessions: dream.session_ids.map((/** @type {string} */ key) => {
      const session = one("sessions", key) ?? refuse("sessionGone");
      const { title, created_at, time_zone } = session;
      return { id: key, title: title ?? null, created_at, time_zone, events: eventsOf(tables.events, session, read) };
    }),
    output: {
      sha256: storeHash(after),
      files: after.map(({ path, content_sha256 }) => [path, content_sha256.slice(0, PART)]),
    },
  };
}

/** What a row of versions leaves standing, by path. @param {Json[]} versions @returns {Array<{ path: string, content: string, content_sha256: string }>} */
function headsOf(versions) {
  const heads = new Map();
  for (const version of versions.toSorted((a, b) => a.seq - b.seq))
    if (version.operation === "deleted" || version.content == null) heads.delete(version.memory_id);
    else heads.set(version.memory_id, version);
  return byPath([...heads.values()]);
}

/** The ids of the events that the dream's readers were given, as its own session recorded them. @param {Json} tables @param {Json} dream */
function readEvents(tables, dream) {
  const ids = new Set();
  for (const { session_id, event } of tables.events) {
    if (session_id !== dream.session_id || event.type !== "agent.tool_result") continue;
    const text = textOf(event.content);
    if (text.startsWith("{")) for (const line of pageOf(text)?.lines ?? []) ids.add(line.event_id);
  }
  return ids.size ? ids : refuse("ownGone");
}

/** Text blocks, a line each, as the engine puts them together. @param {unknown} content */
const textOf = (content) =>
  (Array.isArray(content) ? content : [])
    .filter((block) => block.type === "text")
    .map((block) => block.text)
    .join("\n");

const CALLS = ["agent.tool_use", "agent.custom_tool_use"];
const RESULTS = ["agent.tool_result", "user.custom_tool_result"];

/** What was said in a session and read by the dream. To a reader, a client's tool is a tool like the others; a call has the number of its event.
 * @param {Json[]} rows @param {Json} session @param {Set<string>} read @returns {SharedEvent[]} */
function eventsOf(rows, session, read) {
  const calls = new Map();
  const events = /** @type {SharedEvent[]} */ ([]);
  const own = rows.filter((row) => row.session_id === session.id && row.thread_id === session.thread_id);
  for (const { event } of own.toSorted((a, b) => a.seq - b.seq)) {
    const { type, processed_at } = event;
    if (!read.has(event.id)) continue;
    if (CALLS.includes(type)) {
      const id = `e${events.length}`;
      calls.set(event.id, id);
      events.push({ type: "agent.tool_use", processed_at, id, name: event.name, input: event.input });
      continue;
    }
    const content = [{ type: "text", text: textOf(event.content) }];
    if (RESULTS.includes(type)) {
      const tool_use_id = calls.get(event.tool_use_id ?? event.custom_tool_use_id);
      events.push({ type: "agent.tool_result", processed_at, tool_use_id, is_error: Boolean(event.is_error), content });
    } else events.push({ type, processed_at, content });
  }
  return events;
}

/* What came from anywhere. */

/** @param {unknown} value @param {string} at @param {string[]} keys @returns {Json} */
function shape(value, at, keys) {
  if (!value || typeof value !== "object" || Array.isArray(value)) return refuse("noObject", { at });
  const found = Object.keys(value);
  const odd = found.find((key) => !keys.includes(key)) ?? keys.find((key) => !found.includes(key));
  return odd === undefined ? value : refuse("otherFields", { at, field: shown(odd) });
}

/** A stranger's word in a sentence of ours. @param {unknown} text */
const shown = (text) => `“${String(text).slice(0, 40)}”`;

/** @param {unknown} value @param {string} at @param {number} most @returns {string} */
function text(value, at, most) {
  if (typeof value !== "string" || value.length > most || /[\ud800-\udfff]/u.test(value))
    return refuse("noText", { at, n: most });
  return value;
}

/** @param {unknown} value @param {string} at @param {number} most @returns {any[]} */
function list(value, at, most) {
  if (Array.isArray(value) && value.length <= most) return value;
  return refuse("noList", { at, n: most });
}

/** @param {unknown} value @param {string} at @param {RegExp} pattern */
function form(value, at, pattern) {
  if (!pattern.test(text(value, at, 200))) refuse("otherForm", { at });
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const SESSION = /^sesn_[1-9A-HJ-NP-Za-km-z]{24}$/;

/** @param {unknown} value @param {string} at */
function time(value, at) {
  form(value, at, TIME);
  if (Number.isNaN(Date.parse(String(value)))) refuse("noTime", { at });
}

/** Any JSON, not too deep. @param {unknown} value @param {string} at @param {number} [depth] */
function plain(value, at, depth = 0) {
  if (depth > MOST_DEPTH) refuse("tooDeep", { at });
  if (typeof value === "string") text(value, at, MOST_TEXT);
  else if (value && typeof value === "object")
    for (const [key, inner] of Object.entries(value)) {
      text(key, at, MOST_TEXT);
      plain(inner, at, depth + 1);
    }
}

/** @param {Json} event @param {string} at */
function event(event, at) {
  const said = ["type", "processed_at", "content"];
  const keys = {
    "user.message": said,
    "agent.message": said,
    "agent.tool_use": ["type", "processed_at", "id", "name", "input"],
    "agent.tool_result": [...said, "tool_use_id", "is_error"],
  };
  const known = Object.hasOwn(keys, event?.type) ? keys[/** @type {keyof typeof keys} */ (event.type)] : said;
  shape(event, at, known);
  if (!Object.hasOwn(keys, event.type)) refuse("otherEvent", { at, type: shown(event.type) });
  time(event.processed_at, `${at}.processed_at`);
  if (event.type === "agent.tool_use") {
    form(event.id, `${at}.id`, /^e\d{1,5}$/);
    text(event.name, `${at}.name`, 128);
    if (!event.input || typeof event.input !== "object" || Array.isArray(event.input))
      refuse("noObject", { at: `${at}.input` });
    return plain(event.input, `${at}.input`);
  }
  for (const block of list(event.content, `${at}.content`, 1)) {
    shape(block, `${at}.content`, ["type", "text"]);
    if (block.type !== "text") refuse("notSaid", { at: `${at}.content` });
    text(block.text, `${at}.content`, MOST_TEXT);
  }
  if (event.type !== "agent.tool_result") return;
  form(event.tool_use_id, `${at}.tool_use_id`, /^e\d{1,5}$/);
  if (typeof event.is_error !== "boolean") refuse("noFlag", { at: `${at}.is_error` });
}

/** @param {Json} session @param {number} index */
function session(session, index) {
  const at = `sessions[${index}]`;
  shape(session, at, ["id", "title", "created_at", "time_zone", "events"]);
  form(session.id, `${at}.id`, SESSION);
  if (session.title !== null) text(session.title, `${at}.title`, 1_024);
  time(session.created_at, `${at}.created_at`);
  form(session.time_zone, `${at}.time_zone`, /^[A-Za-z0-9_+/-]{1,64}$/);
  list(session.events, `${at}.events`, MOST_EVENTS).forEach((one, n) => event(one, `${at}.events[${n}]`));
}

/** @param {unknown} value @param {string} at @param {(second: unknown, at: string) => void} check */
function pairs(value, at, check) {
  const paths = new Set();
  for (const [n, pair] of list(value, at, MOST_MEMORIES).entries()) {
    if (list(pair, `${at}[${n}]`, 2).length !== 2) refuse("noPair", { at: `${at}[${n}]` });
    const path = text(pair[0], `${at}[${n}][0]`, 1_024);
    if (!path.startsWith("/") || paths.has(path)) refuse("otherPath", { at });
    paths.add(path);
    check(pair[1], `${at}[${n}][1]`);
  }
}

/** A document of this kind, every field of it looked at, or a `ShareError`. @param {unknown} value @returns {SharedDream} */
export function checked(value) {
  const kind = /** @type {Json | null} */ (value)?.type;
  if (kind !== KIND) refuse("noDream");
  const { format } = /** @type {Json} */ (value);
  if (format !== 1) refuse("later");
  const keys = [
    "type",
    "format",
    "engine",
    "clock",
    "seed",
    "instructions",
    "token_budget",
    "store",
    "sessions",
    "output",
  ];
  const dream = shape(value, "dream", keys);
  text(dream.engine, "engine", 64);
  time(dream.clock, "clock");
  if (!Number.isSafeInteger(dream.seed) || dream.seed < 0) refuse("noWhole", { at: "seed" });
  if (dream.instructions !== null) text(dream.instructions, "instructions", 4_096);
  const budget = dream.token_budget;
  if (budget !== null && !(Number.isSafeInteger(budget) && budget > 0)) refuse("noWhole", { at: "token_budget" });
  const store = shape(dream.store, "store", ["name", "description", "memories"]);
  text(store.name, "store.name", 255);
  text(store.description, "store.description", 1_024);
  pairs(store.memories, "store.memories", (content, at) => text(content, at, 102_400));
  const sessions = list(dream.sessions, "sessions", MOST_SESSIONS);
  if (!sessions.length) refuse("noTranscript");
  sessions.forEach(session);
  if (new Set(sessions.map(({ id }) => id)).size < sessions.length) refuse("twice");
  const output = shape(dream.output, "output", ["sha256", "files"]);
  form(output.sha256, "output.sha256", /^[0-9a-f]{64}$/);
  pairs(output.files, "output.files", (hash, at) => form(hash, at, /^[0-9a-f]{16}$/));
  return /** @type {SharedDream} */ (dream);
}

/** A document from the text of a file. @param {string} json */
export function parse(json) {
  if (json.length > MOST_TEXT) refuse("tooMuch", { n: MOST_TEXT });
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    refuse("noDream");
  }
  return checked(value);
}

/* The link. */

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {ReadableWritablePair<Uint8Array, BufferSource>} through @param {number} most */
async function sent(bytes, through, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  const parts = [];
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    length += piece.value.length;
    if (length <= most) continue;
    await reader.cancel().catch(() => {});
    refuse("unpacksTo", { n: most });
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
}

/** The first eight bytes of a hash: they tell a link that was cut or changed on its way from one that is whole. @param {Uint8Array} bytes */
const sumOf = (bytes) => base64url(sha256(bytes).subarray(0, 8));

/** A document as what stands behind `#dream=`. @param {SharedDream} dream */
export async function pack(dream) {
  const bytes = new TextEncoder().encode(JSON.stringify(dream));
  const packed = await sent(bytes, new CompressionStream("deflate-raw"), Infinity);
  return `${sumOf(packed)}.${base64url(packed)}`;
}

/** What stands behind `#dream=` in an address, or in a part of one; null if it is no link to a dream. @param {string} address */
export const packedIn = (address) => new URLSearchParams(address.slice(address.indexOf("#") + 1)).get("dream");

/** The document of a link, from what stands behind `#dream=`. @param {string} packed */
export async function unpack(packed) {
  if (packed.length > MOST_TEXT) refuse("tooLong");
  const [, sum, data] = /^([\w-]{11})\.([\w-]+)$/.exec(packed.trim()) ?? refuse("notLink");
  let bytes;
  try {
    bytes = Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  } catch {
    return refuse("cut");
  }
  if (sumOf(bytes) !== sum) refuse("cut");
  let json = "";
  try {
    const unpacked = await sent(bytes, new DecompressionStream("deflate-raw"), MOST_TEXT);
    json = new TextDecoder("utf-8", { fatal: true }).decode(unpacked);
  } catch (error) {
    if (error instanceof ShareError) throw error;
    refuse("notUnpacked");
  }
  return parse(json);
}

/* What it holds, and what came of it. */

/** Characters as a reader counts them. @param {string} said */
const length = (said) => Array.from(said).length;

/** How much text a document holds: all of it, titles, names and paths too. @param {SharedDream} dream @returns {Count} */
export function countOf(dream) {
  const sessions = dream.sessions.map(({ title, events }) => {
    const said = (/** @type {string} */ type) => events.filter((one) => one.type === type);
    const texts = events.map((one) =>
      one.type === "agent.tool_use" ? `${one.name} ${JSON.stringify(one.input)}` : textOf(one.content),
    );
    return {
      title: title ?? "",
      messages: said("user.message").length + said("agent.message").length,
      own: said("user.message").length,
      tools: said("agent.tool_use").length,
      characters: texts.reduce((all, one) => all + length(one), length(title ?? "")),
    };
  });
  const sum = (/** @type {"messages" | "own" | "tools" | "characters"} */ what) =>
    sessions.reduce((all, one) => all + one[what], 0);
  const { name, description, memories } = dream.store;
  const texts = [
    name,
    description,
    dream.instructions ?? "",
    ...memories.flat(),
    ...dream.output.files.map(([path]) => path),
  ];
  return {
    sessions,
    memories: memories.length,
    messages: sum("messages"),
    own: sum("own"),
    tools: sum("tools"),
    instructions: length(dream.instructions ?? ""),
    characters: texts.reduce((all, one) => all + length(one), sum("characters")),
  };
}

/** A second run beside the first: whether all is the same, and what became of each file that is not.
 * @param {SharedDream} dream @param {File[]} files @returns {{ same: boolean, expected: string, got: string,
 *   files: Array<{ path: string, how: "same" | "differs" | "missing" | "new" }> }} */
export function compared(dream, files) {
  const got = new Map(files.map(({ path, content_sha256 }) => [path, content_sha256]));
  const expected = new Map(dream.output.files);
  const paths = byPath([...new Set([...got.keys(), ...expected.keys()])].map((path) => ({ path })));
  const hash = storeHash(files);
  return {
    same: hash === dream.output.sha256,
    expected: dream.output.sha256,
    got: hash,
    files: paths.map(({ path }) => {
      const [was, is] = [expected.get(path), got.get(path)];
      return { path, how: !is ? "missing" : !was ? "new" : is.startsWith(was) ? "same" : "differs" };
    }),
  };
}
