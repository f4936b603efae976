// How a link opens the page, and what a reader's own model is made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PRESETS, endpointTexts, explain, hintOf, pairs, settingsOf } from "../../www/format/endpoint.js";
import { parseHash } from "../../www/page/links.js";
import { hashOf, modeOf } from "../../www/page/mode.js";

/** @returns {Pick<Storage, "getItem" | "setItem">} */
function visits() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

test("a plain link opens the reader's own workspace", () => {
  for (const hash of ["", "#dreaming", "#shared:tab=history"]) {
    assert.deepEqual(modeOf(hash, visits()), {
      database: "dreamfs",
      keeps: true,
      clean: false,
      says: "",
      options: {},
    });
  }
});

test("a class opens clean, with its seed and its clock; a reload goes on", () => {
  const tab = visits();
  const hash = "#class=ada&seed=7&now=2026-05-06";
  const first = modeOf(hash, tab);
  assert.equal(first.database, "dreamfs-class-ada");
  assert.equal(first.clean, true);
  assert.deepEqual(first.options, { seed: 7, clock: { now: "2026-05-06T09:00:00.000Z", rate: 0 } });
  assert.match(first.says, /“ada”.*seed 7.*2026-05-06 09:00 UTC/);
  const again = modeOf(hash, tab);
  assert.equal(again.clean, false);
  assert.equal(modeOf(hash, visits()).clean, true, "another tab opens it clean");
});

test("on the way through the page a class stays open, until another link is followed", () => {
  const tab = visits();
  const link = "#class=ada&seed=7";
  assert.equal(hashOf(link, tab, false), link);
  assert.equal(hashOf("#dreaming", tab, true), link);
  assert.equal(hashOf("#dreaming", tab, false), "#dreaming");
  assert.equal(hashOf("#cost", tab, true), "#dreaming");
});

test("what makes no sense in a link is left out; a name keeps to letters and digits", () => {
  const mode = modeOf("#class=../<b>x&seed=-1&now=soon", visits());
  assert.equal(mode.database, "dreamfs-class-bx");
  assert.deepEqual(mode.options, {});
});

test("a visit that keeps nothing is in memory, seed and all", () => {
  const tab = visits();
  const [one, two] = [modeOf("#keep=nothing&seed=3", tab), modeOf("#keep=nothing&seed=3", tab)];
  assert.deepEqual(one.options, { storage: "memory", seed: 3 });
  assert.deepEqual(two.options, one.options);
  assert.equal(one.keeps, false);
});

test("a link names a section and how it stands", () => {
  assert.deepEqual(parseHash("#mount:access=read_only&language=python"), {
    id: "mount",
    state: [
      ["access", "read_only"],
      ["language", "python"],
    ],
  });
  assert.deepEqual(parseHash("#dreaming"), { id: "dreaming", state: [] });
});

test("a form becomes settings; what is empty is left out", () => {
  const form = {
    baseUrl: " http://localhost:11434/ ",
    apiKey: "",
    headers: "x-team: docs: a\n",
    models: "* = qwen3:8b",
  };
  assert.deepEqual(settingsOf(form), {
    baseUrl: "http://localhost:11434",
    fallback: "offline",
    headers: { "x-team": "docs: a" },
    models: { "*": "qwen3:8b" },
  });
  assert.throws(() => settingsOf({ ...form, baseUrl: "localhost" }), /base URL/);
  assert.throws(() => settingsOf({ ...form, baseUrl: "file:///etc" }), /http/);
  assert.throws(() => settingsOf({ ...form, headers: "no colon" }), /“no colon”/);
  assert.deepEqual(Object.keys(pairs("__proto__: x", ":")), ["__proto__"]);
});

test("each way to fail has words that say what to do", () => {
  const said = [401, 403, 404, 429, 400, 529, null].map((status) => explain({ status }, "https://x.example"));
  assert.equal(new Set(said.map((name) => endpointTexts[name])).size, said.length);
  assert.match(endpointTexts[explain({ status: null }, "http://localhost:8080")], /Is the server running.*\{origin\}/);
});

test("what to know of an endpoint follows the address that is typed, not the preset that was chosen", () => {
  for (const { id, baseUrl } of PRESETS.filter((one) => one.baseUrl)) {
    assert.ok(endpointTexts[`${id}Hint`]);
    for (const preset of PRESETS) assert.equal(hintOf(`${baseUrl}/ `, preset.id), `${id}Hint`);
  }
  assert.equal(hintOf("https://models.example", "hosted"), "proxyHint");
  assert.equal(hintOf("http://localhost:9999", "hosted"), "localHint");
  assert.equal(hintOf("", "proxy"), "proxyHint");
  for (const half of ["", "htt", "https://"]) assert.equal(hintOf(half, "hosted"), "noHint");
});
