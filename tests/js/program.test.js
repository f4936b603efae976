// How a reader's TypeScript becomes a module that runs, and how a value reads.
import assert from "node:assert/strict";
import { test } from "node:test";
import { program } from "../../www/format/code.js";
import { ProgramFault, runnable } from "../../www/frame/program.js";
import { show, thrown } from "../../www/frame/show.js";

/** Runs a program with what it would be handed. @param {string} text @param {object} [sdk] */
async function run(text, sdk = {}) {
  const module = await import(`data:text/javascript,${encodeURIComponent(runnable(text))}`);
  return module.default(sdk);
}

/** @param {string} text */
function faultOf(text) {
  try {
    runnable(text);
  } catch (error) {
    assert.ok(error instanceof ProgramFault, String(error));
    return error.fault;
  }
  throw new Error(`no fault in ${text}`);
}

test("a program gives the value of its last expression, if that is what it ends with", async () => {
  assert.equal(await run("const a: number = 20;\na + 22 // the answer"), 42);
  assert.equal(await run("await Promise.resolve(7);"), 7);
  assert.equal(await run("(1, 2)"), 2);
  assert.deepEqual(await run("({ a: 1 })"), { a: 1 });
  assert.equal(await run("const a = 1;"), undefined);
  assert.equal(await run(""), undefined);
});

test("types go, and what they leave runs", async () => {
  const text = `interface Note { path: string; size?: number }
type Pair<T> = [T, T];
enum Kind { One, Two }
class Box<T> { constructor(private readonly inner: T) {} get value(): T { return this.inner; } }
function twice<T,>(one: T): Pair<T> { return [one, one]; }
const note = { path: "/a.md" } satisfies Note;
[twice<string>(note.path as string)[1], Kind.Two, new Box(3).value!, (<T,>(x: T) => x)(4)]`;
  assert.deepEqual(await run(text), ["/a.md", 1, 3, 4]);
});

test("imports of the SDK are what the runner hands in, wherever they stand", async () => {
  const text = `one;
import Anthropic, { NotFoundError as Gone, type Other } from "@anthropic-ai/sdk";
import * as all from "@anthropic-ai/sdk";
import type { Nothing } from "somewhere";
const one = 1;
[Anthropic, Gone, all.NotFoundError]`;
  assert.deepEqual(await run(text.slice(5), { default: "sdk", NotFoundError: "gone" }), ["sdk", "gone", "gone"]);
});

test("a fault is told with its place: the column only where the line is as it was written", () => {
  const at = (/** @type {string} */ text) => {
    const { kind, line, column } = faultOf(text);
    return [kind, line, column];
  };
  assert.deepEqual(at("const x: = 5"), ["syntax", 1, 10]);
  assert.deepEqual(at("const a = 1;\n  const a = 2;"), ["syntax", 2, 9]);
  assert.deepEqual(at("const a = 1;\nconst b: number = 1, a = 2;"), ["syntax", 2, 0]);
  assert.deepEqual(at("return 3"), ["syntax", 1, 1]);
  assert.deepEqual(at("\nif (a"), ["syntax", 2, 6]);
  assert.deepEqual(at("\n\nexport const a = 1;"), ["export", 3, 1]);
  assert.deepEqual(faultOf('import "node:fs";'), { kind: "import", line: 1, column: 1, why: "node:fs" });
  assert.equal(faultOf("const x: = 5").why, "Unexpected token");
});

test("a namespace, which would be lost with the types, is refused; one that is only declared is not", async () => {
  const at = (/** @type {string} */ text) => {
    const { kind, line, column } = faultOf(text);
    return [kind, line, column];
  };
  assert.deepEqual(at("const a = 1;\n namespace Box { export const b = 2; }"), ["namespace", 2, 2]);
  assert.deepEqual(at("const a = 1; module Outer.Inner {\n  a();\n}"), ["namespace", 1, 14]);
  assert.equal(await run("declare namespace Box { const b: number }\n3"), 3);
  assert.equal(await run("interface A { namespace: string }\n// namespace B {\n`\nnamespace C { `.length"), 15);
  assert.equal(await run("const namespace = 4, module = 1;\nnamespace + module"), 5);
});

test("a line that runs is the line that was written", () => {
  const text = 'import Anthropic from "@anthropic-ai/sdk";\ninterface A {\n  b: string;\n}\nthrow new Anthropic();';
  assert.match(runnable(text).split("\n")[4], /^throw new Anthropic/);
});

test("values read like JSON, in words where it has none, and no longer than asked", () => {
  assert.equal(show("as it is", 100), "as it is");
  assert.equal(show({ a: [1, null, true] }, 100), '{\n  "a": [\n    1,\n    null,\n    true\n  ]\n}');
  assert.equal(show(undefined, 100), "undefined");
  assert.equal(show(12n, 100), "12n");
  assert.equal(show(NaN, 100), "NaN");
  assert.equal(show(Promise.resolve(), 100), "[Promise]");
  assert.equal(show(new Map([["a", 1]]), 100).replace(/\s/g, ""), '[["a",1]]');
  assert.equal(show("x".repeat(200), 100), `${"x".repeat(100)}…`);
  const round = /** @type {any} */ ({ name: "round" });
  round.self = round;
  assert.match(show(round, 100), /"self": "\[itself\]"/);
  assert.equal(
    show(
      {
        get a() {
          throw new Error("no");
        },
      },
      100,
    ),
    "[object]",
  );
  assert.ok(
    show(
      Array.from({ length: 100_000 }, () => ({})),
      1e9,
    ).length < 100_000,
  );
  let deep = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  assert.match(show(deep, 10_000), /\[…\]/);
  class NotFoundError extends Error {}
  assert.equal(thrown(new NotFoundError("gone"), 100), "NotFoundError: gone");
  assert.equal(thrown("words", 100), "words");
});

test("a call's program shows what comes of it; a route of dreamfs alone has none", () => {
  assert.match(
    program({ method: "POST", path: "/v1/memory_stores", body: { name: "x" } }),
    /console\.log\(memoryStore\);\n$/,
  );
  assert.match(program({ method: "GET", path: "/v1/memory_stores" }), /for await \(const memoryStore of page\)/);
  assert.match(
    program({ method: "GET", path: "/v1/sessions/s/events/stream" }),
    /const stream = [^]*for await \(const event of stream\)/,
  );
  assert.match(
    program({ method: "DELETE", path: "/v1/sessions/s" }),
    /await client\.beta\.sessions\.delete\("s"\);\n$/,
  );
  assert.equal(program({ method: "GET", path: "/dreamfs/v1/status" }), "");
});
