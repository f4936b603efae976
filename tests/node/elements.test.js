// The elements where there is no DOM, as the build of a documentation site imports them.
import assert from "node:assert/strict";
import { test } from "node:test";

test("importing the elements and the library needs no DOM, and defines nothing", async () => {
  const before = Object.keys(globalThis);
  const elements = await import("../../dist/lib/elements.js");
  const sharing = await import("../../dist/lib/sharing.js");
  const library = await import("../../dist/lib/dreamfs.js");
  assert.equal(typeof elements.api, "function");
  assert.deepEqual(Object.keys(sharing), []);
  assert.equal(typeof library.createClient, "function");
  // Lit notes its versions, to warn where it is loaded twice.
  const noted = Object.keys(globalThis).filter(
    (name) => !before.includes(name) && !/^(lit|reactiveElement)/.test(name),
  );
  assert.deepEqual(noted, []);
  assert.equal(typeof globalThis.HTMLElement, "undefined");
});
