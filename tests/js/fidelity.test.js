// FIDELITY.md says of every hosted route and field what happens to it here: nothing missing, nothing made up.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compare, readContract, readFidelity, readRoutes } from "../../scripts/fidelity.mjs";

const contract = readContract();
const engine = readRoutes();
const page = readFileSync(new URL("../../FIDELITY.md", import.meta.url), "utf8");

/** What is wrong with a page, as one text. */
const faultsOf = (text, routes = engine) => {
  const { faults, missing } = compare({ contract, engine: routes, fidelity: readFidelity(text) });
  return [...faults, ...missing].join("\n");
};

/** The page with one thing changed, which must be there to be changed. */
const changed = (from, to) => {
  assert.ok(page.includes(from), `FIDELITY.md has no ${from}`);
  return page.replace(from, to);
};

test("FIDELITY.md lists every hosted route and field, as the SDK declares them and the engine answers them", () => {
  assert.equal(faultsOf(page), "");
});

test("the SDK's declarations are read with the place of each field", () => {
  const { fields, headers, answers } = contract.routes.get(
    "POST /v1/memory_stores/{memory_store_id}/memories/{memory_id}",
  );
  assert.deepEqual([...fields.keys()].sort(), ["?view", "content", "path", "precondition"]);
  assert.deepEqual(headers, ["betas", "workspace_id"]);
  assert.deepEqual(answers, ["BetaManagedAgentsMemory"]);
  const list = contract.routes.get("GET /v1/memory_stores/{memory_store_id}/memories");
  assert.deepEqual([...list.fields.keys()].sort(), ["?depth", "?limit", "?page", "?path_prefix", "?view"]);
  assert.ok(contract.routes.get("POST /v1/sessions").fields.has("initial_events"));
  assert.ok(engine.routes.includes("GET /v1/sessions/{session_id}/events/stream"));
});

test("a field that is not listed is named, with the row that is missing", () => {
  const faults = faultsOf(changed("`path`, `content`, `?view`", "`path`, `?view`"));
  assert.match(faults, /does not list POST \/v1\/memory_stores\/\{memory_store_id\}\/memories: content/);
  assert.match(faults, /\| `POST \/v1\/memory_stores\/\{memory_store_id\}\/memories` \| `content` \| \| \|/);
});

test("a field of a response's type that is not listed is named", () => {
  assert.match(
    faultsOf(changed("`content_size_bytes`, ", "")),
    /does not list BetaManagedAgentsMemory: content_size_bytes/,
  );
});

test("a route that is not listed is named", () => {
  const faults = faultsOf(changed("| `GET /v1/agents/{agent_id}` | `?version` | implemented | |\n", ""));
  assert.match(faults, /does not list GET \/v1\/agents\/\{agent_id\}\n/);
});

test("what the SDK does not declare is named", () => {
  assert.match(
    faultsOf(changed("`?depth`", "`?depth`, `?width`")),
    /lists GET .*memories: \?width, which the SDK does not/,
  );
  assert.match(
    faultsOf(changed("`GET /v1/agents`", "`PUT /v1/agents`")),
    /lists PUT \/v1\/agents, which the SDK does not/,
  );
  assert.match(faultsOf(changed("`BetaManagedAgentsAdvisor`", "`BetaAdviser`")), /lists the type BetaAdviser, which/);
});

test("a type that nothing leads to is named", () => {
  const row = "| `BetaManagedAgentsAdvisor`";
  const faults = faultsOf(changed(row, `| \`BetaWorkSecret\` | all | different | never given |\n${row}`));
  assert.match(faults, /BetaWorkSecret, which nothing that is offered leads to/);
});

test("every row has one of the three words, and what is different says how", () => {
  assert.match(
    faultsOf(changed("| `?version` | implemented |", "| `?version` | supported |")),
    /"supported" is not one of/,
  );
  assert.match(
    faultsOf(changed("| different | always null |", "| different | |")),
    /different, but it does not say how/,
  );
  assert.match(faultsOf(changed("| all | refused |", "| all | implemented |")), /is listed field by field/);
  assert.match(faultsOf(changed("`name`, `model`", "`name`, `name`, `model`")), /name is listed twice/);
});

test("the listed routes are those of the engine's table", () => {
  const route = "GET /v1/agents";
  const without = { ...engine, routes: engine.routes.filter((known) => known !== route) };
  assert.match(faultsOf(page, without), /GET \/v1\/agents is implemented, but src\/api\/routes.rs does not have it/);
  const more = { ...engine, routes: [...engine.routes, "GET /v1/agents/{agent_id}/friends"] };
  assert.match(
    faultsOf(page, more),
    /routes.rs has GET \/v1\/agents\/\{agent_id\}\/friends, which the SDK does not send/,
  );
  assert.match(faultsOf(page, { ...engine, refused: [] }), /environments\/\{environment_id\}\/work is refused, but/);
});
