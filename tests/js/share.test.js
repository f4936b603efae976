// A dream as a link: what goes in comes out, and what anybody may have written into one is refused in words.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { sha256Hex } from "../../www/format/sha256.js";
import {
  MOST_TEXT,
  ShareError,
  checked,
  compared,
  countOf,
  pack,
  packedIn,
  parse,
  storeHash,
  unpack,
} from "../../www/format/share.js";

/** A small dream. @returns {any} */
const dream = () => ({
  type: "dreamfs_dream",
  format: 1,
  engine: "dreamfs 0.1.0",
  clock: "2026-05-07T08:00:00Z",
  seed: 7,
  instructions: "Mind the rooms",
  token_budget: null,
  store: { name: "notes", description: "", memories: [["/a.md", "- Tea at 4\n"]] },
  sessions: [
    {
      id: `sesn_${"2".repeat(24)}`,
      title: "s_01",
      created_at: "2026-05-06T09:00:00Z",
      time_zone: "Europe/Brussels",
      events: [
        {
          type: "user.message",
          processed_at: "2026-05-06T09:00:01Z",
          content: [{ type: "text", text: "Tea is at 5 🫖" }],
        },
        {
          type: "agent.tool_use",
          processed_at: "2026-05-06T09:00:02Z",
          id: "e1",
          name: "grep",
          input: { pattern: "tea" },
        },
        {
          type: "agent.tool_result",
          processed_at: "2026-05-06T09:00:02.5Z",
          tool_use_id: "e1",
          is_error: false,
          content: [{ type: "text", text: "/a.md:1:- Tea at 4" }],
        },
        { type: "agent.message", processed_at: "2026-05-06T09:00:03Z", content: [{ type: "text", text: "Noted." }] },
      ],
    },
  ],
  output: { sha256: "0".repeat(64), files: [["/a.md", "0".repeat(16)]] },
});

/** Numbers that look random and are the same each time. @param {number} seed */
function random(seed) {
  let state = seed + 0x6d2b79f5;
  return (/** @type {number} */ below) => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

const LETTERS = ["a", "Z", " ", "\n", '"', "\\", "<", "&", "é", "日", "🫖", "\u0000", "\u202e", "=", "#", "__proto__"];
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** A document of any texts, sizes and shapes that are allowed. @param {number} seed */
function anyDream(seed) {
  const next = random(seed);
  const words = () => Array.from({ length: next(40) }, () => LETTERS[next(LETTERS.length)]).join("");
  const many = (/** @type {number} */ most, /** @type {(n: number) => any} */ make) =>
    Array.from({ length: next(most) }, (_, n) => make(n));
  const at = () => new Date(1.7e12 + next(1e9)).toISOString();
  const one = dream();
  one.seed = next(2 ** 31);
  one.instructions = next(2) ? words() : null;
  one.token_budget = next(2) ? 1 + next(1e6) : null;
  one.store.memories = many(6, (n) => [`/${n}/${words()}`, words().repeat(next(30))]);
  one.sessions = Array.from({ length: 1 + next(4) }, (_, n) => ({
    id: `sesn_${BASE58[n]}${Array.from({ length: 23 }, () => BASE58[next(58)]).join("")}`,
    title: next(3) ? words() : null,
    created_at: at(),
    time_zone: ["UTC", "Asia/Kolkata", "Etc/GMT+3"][next(3)],
    events: many(
      12,
      (event) =>
        [
          { type: "user.message", processed_at: at(), content: [{ type: "text", text: words() }] },
          { type: "agent.message", processed_at: at(), content: [] },
          {
            type: "agent.tool_use",
            processed_at: at(),
            id: `e${event}`,
            name: "write",
            input: { [words()]: [words(), { n: next(9) }] },
          },
        ][next(3)],
    ),
  }));
  one.output.files = many(6, (n) => [`/${n}.md`, sha256Hex(words()).slice(0, 16)]);
  return one;
}

/** @param {unknown} value @param {RegExp} why */
const refused = (value, why) =>
  assert.throws(
    () => checked(value),
    (/** @type {any} */ error) => error instanceof ShareError && why.test(error.message),
  );

/** Any bytes as a link whose sum is right. @param {Uint8Array} packed */
const linkOf = (packed) =>
  `${createHash("sha256").update(packed).digest().subarray(0, 8).toString("base64url")}.${Buffer.from(packed).toString("base64url")}`;

test("hashes are those of the platform", () => {
  for (let n = 0; n < 200; n++) {
    const text = "é🫖x".repeat(n);
    assert.equal(sha256Hex(text), createHash("sha256").update(text).digest("hex"));
  }
});

test("a store's hash goes by the order of its paths' bytes", () => {
  const file = (/** @type {string} */ path) => ({ path, content_sha256: sha256Hex(path) });
  const ordered = ["/a", "/a.md", "/a/b", "/b", "/é", "/\uffee", "/𝒳"].map(file);
  const lines = ordered.map(({ path, content_sha256 }) => `${content_sha256} ${path}\n`).join("");
  assert.equal(storeHash(ordered.toReversed()), sha256Hex(lines));
  assert.equal(storeHash([]), sha256Hex(""));
});

test("whatever may be shared comes back as it was", async () => {
  for (let seed = 0; seed < 150; seed++) {
    const one = anyDream(seed);
    const packed = await pack(one);
    assert.match(packed, /^[\w-]{11}\.[\w-]+$/, "nothing in it needs an escape");
    assert.deepEqual(await unpack(packedIn(`https://a.b/c#dream=${packed}`) ?? ""), one, `seed ${seed}`);
    assert.deepEqual(parse(JSON.stringify(one)), one);
  }
});

test("a link that lost or changed a character is known as such", async () => {
  const packed = await pack(dream());
  const next = random(1);
  for (let n = 0; n < 100; n++) {
    const at = 12 + next(packed.length - 12);
    const other = packed[at] === "x" ? "y" : "x";
    // The last character may hold bits that say nothing.
    if (at < packed.length - 1)
      await assert.rejects(unpack(packed.slice(0, at) + other + packed.slice(at + 1)), /cut or changed on its way/);
    await assert.rejects(unpack(packed.slice(0, at)), ShareError);
  }
});

test("what is no link to a dream is refused in words", async () => {
  for (const text of ["", "x", "a.b", "%E0", `${"a".repeat(11)}.ü`, `${"a".repeat(11)}.${"a".repeat(5)}`, "#dream="])
    await assert.rejects(unpack(text), ShareError, text);
  for (const address of ["", "https://a.b/", "#shared", "#class=ada", "#%E0%A4%A"])
    assert.equal(packedIn(address), null);
  assert.equal(packedIn("#keep=nothing&dream=x"), "x");
  await assert.rejects(unpack(linkOf(Buffer.from("not deflated"))), /cannot be unpacked/);
  await assert.rejects(unpack(linkOf(deflateRawSync(Buffer.from([0xff, 0xfe])))), /cannot be unpacked/);
  await assert.rejects(unpack(linkOf(deflateRawSync("null"))), /holds no dream/);
  await assert.rejects(unpack(linkOf(deflateRawSync("{"))), /holds no dream/);
  await assert.rejects(unpack(linkOf(deflateRawSync(Buffer.alloc(200 << 20)))), /unpacks to more than/);
  await assert.rejects(unpack("a".repeat(MOST_TEXT + 1)), /too long/);
  assert.throws(() => parse(" ".repeat(MOST_TEXT + 1)), /holds more than/);
});

test("a document of another shape is refused, and the words say where", () => {
  /** @param {(one: any) => void} change @param {RegExp} why */
  const changed = (change, why) => {
    const one = dream();
    change(one);
    refused(one, why);
  };
  for (const value of [null, 1, "x", [], {}, { type: "dreamfs_workspace" }]) refused(value, /holds no dream/);
  changed((one) => (one.format = 2), /later version/);
  changed((one) => (one.extra = 1), /“extra”/);
  changed((one) => delete one.seed, /“seed”/);
  changed((one) => (one.seed = -1), /seed/);
  changed((one) => (one.clock = "tomorrow"), /clock/);
  changed((one) => (one.clock = "2026-13-40T99:00:00Z"), /clock/);
  changed((one) => (one.token_budget = 0.5), /budget/);
  changed((one) => (one.instructions = "x".repeat(4097)), /instructions/);
  changed((one) => (one.store.name = "\ud800"), /name/);
  changed((one) => (one.store.memories = { length: 1 }), /store.memories is no list/);
  changed((one) => (one.store.memories = [["/a.md"]]), /no pair/);
  changed((one) => one.store.memories.push(["/a.md", ""]), /twice/);
  changed((one) => (one.store.memories = [["a.md", ""]]), /“\/”/);
  changed((one) => (one.store.memories = [["/a", "x".repeat(102_401)]]), /102,400/);
  changed((one) => (one.sessions = []), /no transcript/);
  changed((one) => (one.sessions = Array(101).fill(one.sessions[0])), /at most 100/);
  changed((one) => one.sessions.push(one.sessions[0]), /transcript twice/);
  changed((one) => (one.sessions[0].id = "sesn_0"), /sessions\[0\].id/);
  changed((one) => (one.sessions[0].time_zone = "../etc"), /time_zone/);
  changed((one) => (one.sessions[0].events[0].type = "agent.thinking"), /“agent.thinking”/);
  changed((one) => (one.sessions[0].events[0].type = "__proto__"), /sessions\[0\].events\[0\]/);
  changed((one) => (one.sessions[0].events[0].type = "constructor"), /sessions\[0\].events\[0\]/);
  changed((one) => (one.sessions[0].events[0] = null), /events\[0\] is no object/);
  changed((one) => (one.sessions[0].events[0].content = "text"), /content is no list/);
  changed((one) => (one.sessions[0].events[0].content[0].type = "image"), /not text/);
  changed((one) => (one.sessions[0].events[1].input = []), /input is no object/);
  changed((one) => (one.sessions[0].events[1].id = "sevt_1"), /id is not of its form/);
  changed((one) => (one.sessions[0].events[2].is_error = 0), /is_error/);
  changed((one) => (one.output.sha256 = "z"), /output.sha256/);
  changed((one) => (one.output.files[0][1] = 5), /output.files/);
  const deep = dream();
  deep.sessions[0].events[1].input = JSON.parse(`{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`);
  refused(deep, /nested too deeply/);
});

test("any one field gone wrong is refused or leaves another dream, never a fault of ours", async () => {
  const junk = [null, 0, -1, 1e300, "", "x", "\udfff", [], {}, [[]], { type: "text" }, true];
  for (let seed = 0; seed < 60; seed++) {
    const next = random(seed);
    const one = anyDream(seed);
    for (let n = 0; n < 20; n++) {
      const copy = structuredClone(one);
      /** @type {any} */ let at = copy;
      for (let depth = 1 + next(6); depth; depth--) {
        const keys = Object.keys(at);
        const key = keys[next(keys.length)];
        if (key === undefined) break;
        if (depth === 1 || !at[key] || typeof at[key] !== "object") {
          at[key] = junk[next(junk.length)];
          break;
        }
        at = at[key];
      }
      try {
        assert.equal(checked(copy), copy);
      } catch (error) {
        assert.ok(error instanceof ShareError, `seed ${seed}: ${error}`);
        assert.ok(error.message.length < 400);
      }
    }
  }
});

test("the notice counts every text that the link holds", () => {
  const held = countOf(checked(dream()));
  assert.deepEqual(
    { ...held, sessions: held.sessions.map(({ title }) => title) },
    { sessions: ["s_01"], memories: 1, messages: 2, own: 1, tools: 1, instructions: 14, characters: 40 + 63 },
  );
  const more = dream();
  more.sessions[0].events[1].input.secret = "abcdef";
  assert.equal(countOf(more).characters, held.characters + ',"secret":"abcdef"'.length);
});

test("a second run is compared as a whole and by file", () => {
  const one = dream();
  const file = (/** @type {string} */ path, /** @type {string} */ text) => ({ path, content_sha256: sha256Hex(text) });
  const files = [file("/a.md", "a"), file("/b.md", "b"), file("/c.md", "c")];
  one.output = {
    sha256: storeHash(files),
    files: files.map(({ path, content_sha256 }) => [path, content_sha256.slice(0, 16)]),
  };
  const same = compared(one, files.toReversed());
  assert.equal(same.same, true);
  assert.deepEqual(new Set(same.files.map(({ how }) => how)), new Set(["same"]));
  const other = compared(one, [file("/a.md", "a"), file("/b.md", "B"), file("/d.md", "d")]);
  assert.equal(other.same, false);
  assert.deepEqual(
    other.files.map(({ path, how }) => `${path} ${how}`),
    ["/a.md same", "/b.md differs", "/c.md missing", "/d.md new"],
  );
  // A forged list of files does not make it the same.
  assert.equal(compared({ ...one, output: { ...one.output, sha256: "0".repeat(64) } }, files).same, false);
});
