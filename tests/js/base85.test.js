import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase85, toBase85 } from "../../www/format/base85.js";

test("bytes of every length come back from base85", () => {
  for (let length = 0; length < 300; length++) {
    const mixed = Uint8Array.from({ length }, (_, at) => (at * 197 + length * 89) % 256);
    for (const bytes of [mixed, new Uint8Array(length), new Uint8Array(length).fill(255)])
      assert.deepEqual(fromBase85(toBase85(bytes)), bytes);
  }
});

test("base85 is five characters for four bytes, none of which means anything in a page", () => {
  const bytes = Uint8Array.from({ length: 4_000 }, (_, at) => (at * at + (at >> 3)) % 256);
  const text = toBase85(bytes);
  assert.equal(text.length, 5_000);
  assert.doesNotMatch(text, /["$&'<>\\`\s-]/);
});

test("what is no base85 is an error that says where", () => {
  for (const [text, words] of /** @type {[string, RegExp][]} */ ([
    ["!!!!!!", /missing or too many/],
    ["!!!!<", /character 4/],
    ["!!é!!", /character 2/],
    ["~~~~~", /group at 0 is too large/],
  ]))
    assert.throws(() => fromBase85(text), words);
});
