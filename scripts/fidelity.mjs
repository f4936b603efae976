// Holds FIDELITY.md against the SDK's declarations and against the engine's route table. `node scripts/fidelity.mjs` says
// what is wrong and prints the rows that are missing; tests/js/fidelity.test.js asks the same functions.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root, say, Stop, whenRun } from "./common.mjs";

/** The resources that FIDELITY.md covers, below `resources/beta` of the SDK. */
const RESOURCES = [
  "memory-stores/memory-stores",
  "memory-stores/memories",
  "memory-stores/memory-versions",
  "agents/agents",
  "agents/versions",
  "environments/environments",
  "environments/work",
  "sessions/sessions",
  "sessions/events",
  "sessions/resources",
  "sessions/threads/threads",
  "sessions/threads/events",
  "dreams",
];

/** Declarations that the contract has beside what its routes send and answer: errors, and what tools are called with. */
const BESIDE_ROUTES = /^BetaErrorResponse$|^BetaManagedAgentsErrorObject$|ErrorDetails$|Toolset20260401[A-Z]\w*Input$/;

/** Generic types of the SDK and the language, and their parameter: they say nothing of their own. */
const WRAPPERS = new Set(["Array", "APIPromise", "PagePromise", "Stream", "Item"]);

export const WORDS = ["implemented", "refused", "different"];

/** @type {Record<string, string>} */
const VERBS = { get: "GET", getAPIList: "GET", post: "POST", delete: "DELETE" };

/**
 * Fields by name, each with the types that it leads to. In a request, `?name` stands in the query, `name` in the body.
 * @typedef {Map<string, string[]>} Fields
 *
 * What the SDK declares. A type is an interface (fields) or a name for other types.
 * @typedef {{ fields: Fields, headers: string[], answers: string[] }} Route
 * @typedef {{ fields: Fields } | { others: string[] }} Type
 * @typedef {{ routes: Map<string, Route>, types: Map<string, Type>, beside: string[] }} Contract
 *
 * A row of a table in FIDELITY.md. `fields` is null where the row says `all`.
 * @typedef {{ kind: string, names: string[], fields: string[] | null, word: string, how: string, line: number }} Row
 */

// -- What the SDK declares ---------------------------------------------------------------------------------------------

/** @param {string} [sdk] the SDK's folder @returns {Contract} */
export function readContract(sdk = join(root, "node_modules/@anthropic-ai/sdk")) {
  const parse = (/** @type {string} */ path) =>
    ts.createSourceFile(path, readFileSync(join(sdk, path), "utf8"), ts.ScriptTarget.Latest, true);
  const resources = RESOURCES.map((resource) => ({
    declared: parse(`resources/beta/${resource}.d.ts`),
    written: parse(`resources/beta/${resource}.mjs`),
  }));
  const pages = parse("core/pagination.d.ts");
  const beta = parse("resources/beta/beta.d.ts");

  /** @type {Map<string, Type>} */
  const types = new Map();
  const inherited = interfacesOf(pages, new Map());
  for (const file of [pages, beta, ...resources.map(({ declared }) => declared)])
    for (const [name, type] of typesOf(file, inherited)) types.set(name, type);

  /** @type {Map<string, Route>} */
  const routes = new Map();
  for (const { declared, written } of resources) {
    const params = interfacesOf(declared, inherited);
    const methods = methodsOf(declared);
    for (const call of callsOf(written)) {
      const method = methods.get(call.name);
      if (!method) throw new Stop(`${declared.fileName} does not declare ${call.name}, which sends ${call.route}`);
      /** @type {Fields} */
      const fields = new Map();
      for (const [name, refs] of (method.params && params.get(method.params)) || [])
        if (!call.inPath.has(name) && !call.inHeader.has(name))
          fields.set(call.inQuery(name) ? `?${name}` : name, refs);
      routes.set(call.route, { fields, headers: [...call.inHeader], answers: method.answers });
    }
  }
  return { routes, types, beside: [...types.keys()].filter((name) => BESIDE_ROUTES.test(name)) };
}

/** Interfaces with their fields, inherited ones included. @param {ts.SourceFile} file @param {Map<string, Fields>} inherited */
function interfacesOf(file, inherited) {
  /** @type {Map<string, Fields>} */
  const interfaces = new Map();
  for (const node of file.statements.filter(ts.isInterfaceDeclaration)) {
    /** @type {Fields} */
    const fields = new Map();
    for (const parent of node.heritageClauses?.flatMap((clause) => [...clause.types]) ?? []) {
      const known = inherited.get(parent.expression.getText());
      if (!known) throw new Stop(`${file.fileName}: ${node.name.text} extends ${parent.getText()}, which is not read`);
      for (const [name, refs] of known) fields.set(name, refs);
    }
    for (const member of node.members.filter(ts.isPropertySignature))
      fields.set(nameOf(member.name), refsOf(member.type));
    interfaces.set(node.name.text, fields);
  }
  return interfaces;
}

/** Every type of a file; a page's class stands for the interface that it implements. @param {ts.SourceFile} file @param {Map<string, Fields>} inherited @returns {Map<string, Type>} */
function typesOf(file, inherited) {
  /** @type {Map<string, Type>} */
  const types = new Map();
  for (const [name, fields] of interfacesOf(file, inherited)) types.set(name, { fields });
  for (const node of file.statements) {
    if (ts.isTypeAliasDeclaration(node)) types.set(node.name.text, { others: refsOf(node.type) });
    if (ts.isClassDeclaration(node) && node.name) {
      const promised = node.heritageClauses?.filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword) ?? [];
      const others = promised.flatMap((clause) => clause.types.map((type) => type.expression.getText()));
      types.set(node.name.text, { others });
    }
  }
  return types;
}

/** The types that a type is made of. @param {ts.Node | undefined} type @returns {string[]} */
function refsOf(type) {
  /** @type {string[]} */
  const refs = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isTypeLiteralNode(node) && node.members.some(ts.isPropertySignature))
      throw new Stop(
        `${node.getSourceFile().fileName}: an object type without a name cannot be listed: ${node.getText()}`,
      );
    if (ts.isTypeReferenceNode(node)) {
      const name = ts.isQualifiedName(node.typeName) ? node.typeName.right.text : node.typeName.text;
      if (!WRAPPERS.has(name)) refs.push(name);
    }
    ts.forEachChild(node, visit);
  };
  if (type) visit(type);
  return refs;
}

/** What each method of a resource takes and gives. @param {ts.SourceFile} file */
function methodsOf(file) {
  /** @type {Map<string, { params: string | undefined, answers: string[] }>} */
  const methods = new Map();
  for (const method of file.statements.filter(ts.isClassDeclaration).flatMap((node) => [...node.members])) {
    if (!ts.isMethodDeclaration(method)) continue;
    const params = method.parameters.find((parameter) => nameOf(parameter.name) === "params");
    methods.set(nameOf(method.name), { params: params && refsOf(params.type)[0], answers: refsOf(method.type) });
  }
  return methods;
}

/** The requests that a resource's methods send. @param {ts.SourceFile} file */
function callsOf(file) {
  /** @type {{ name: string, route: string, inPath: Set<string>, inHeader: Set<string>, inQuery: (field: string) => boolean }[]} */
  const calls = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isMethodDeclaration(node)) {
      const sent = find(
        node,
        (call) => ts.isCallExpression(call) && call.expression.getText().startsWith("this._client."),
      );
      if (sent && ts.isCallExpression(sent)) calls.push(callOf(node, sent));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}

/** @param {ts.MethodDeclaration} method @param {ts.CallExpression} sent */
function callOf(method, sent) {
  const verb = VERBS[sent.expression.getText().replace("this._client.", "")];
  const path = sent.arguments[0]
    .getText()
    .replace(/^path\s*/, "")
    .slice(1, -1);
  if (!verb || !path.startsWith("/v1/"))
    throw new Stop(`${method.getSourceFile().fileName}: what ${sent.getText()} sends is not read`);
  const inPath = new Set([...path.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
  const taken = find(method, ts.isObjectBindingPattern);
  const elements = taken && ts.isObjectBindingPattern(taken) ? [...taken.elements] : [];
  const rest = elements.find((element) => element.dotDotDotToken)?.name.getText();
  const named = elements
    .filter((element) => !element.dotDotDotToken)
    .map((element) => nameOf(element.propertyName ?? element.name));
  const places = { query: new Set(named), body: new Set(named) };
  for (const place of /** @type {const} */ (["query", "body"])) {
    const given = find(sent, (node) => ts.isPropertyAssignment(node) && node.name.getText() === place);
    const fields =
      given && ts.isPropertyAssignment(given) && ts.isObjectLiteralExpression(given.initializer)
        ? given.initializer.properties
        : [];
    places[place] = new Set(fields.map((field) => (field.name ? nameOf(field.name) : "")));
  }
  return {
    name: nameOf(method.name),
    route: `${verb} ${path.replace(/\$\{(\w+)\}/g, (_, name) => `{${name.replace(/([a-z])([A-Z]+)/g, "$1_$2").toLowerCase()}}`)}`,
    inPath,
    inHeader: new Set(named.filter((name) => !inPath.has(name) && !places.query.has(name) && !places.body.has(name))),
    inQuery: (/** @type {string} */ field) => places.query.has(field) || (rest === "query" && !named.includes(field)),
  };
}

/** @param {ts.Node} node @param {(node: ts.Node) => boolean} wanted @returns {ts.Node | undefined} */
function find(node, wanted) {
  return ts.forEachChild(node, (child) => (wanted(child) ? child : find(child, wanted)));
}

/** @param {ts.Node} name */
const nameOf = (name) => name.getText().replace(/^['"]|['"]$/g, "");

// -- What the engine answers -------------------------------------------------------------------------------------------

/**
 * The hosted routes of `src/api/routes.rs`: those in its table, and the paths that it refuses.
 * @param {string} [source]
 */
export function readRoutes(source = readFileSync(join(root, "src/api/routes.rs"), "utf8")) {
  const table = (/** @type {string} */ name) => {
    const text = new RegExp(`const ${name}:[^=]*= &\\[([^;]*)\\];`).exec(source)?.[1];
    if (text === undefined) throw new Stop(`src/api/routes.rs has no table ${name} that can be read`);
    return [...text.matchAll(/\(\s*"([^"]*)",\s*"([^"]*)",?\s*\)/g)].map(([, left, right]) => [left, right]);
  };
  return {
    routes: table("ROUTES")
      .map(([method, path]) => `${method} ${path}`)
      .filter((route) => route.includes(" /v1/")),
    refused: table("REFUSED").map(([path]) => path),
  };
}

// -- What FIDELITY.md says ---------------------------------------------------------------------------------------------

/**
 * The rows of its tables. A row without a name goes on with the name above it.
 * @param {string} [text]
 */
export function readFidelity(text = readFileSync(join(root, "FIDELITY.md"), "utf8")) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const faults = [];
  let kind = "";
  /** @type {string[]} */
  let names = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.startsWith("|")) {
      kind = "";
      continue;
    }
    const [first, fields, word, how] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (!kind) {
      kind = first;
      names = [];
    } else if (!/^:?-+/.test(first)) {
      const at = `FIDELITY.md:${index + 1}`;
      if (first) names = quoted(first, at, faults);
      const row = {
        kind,
        names,
        fields: fields === "all" ? null : quoted(fields, at, faults),
        word,
        how,
        line: index + 1,
      };
      if (!WORDS.includes(word)) faults.push(`${at}: "${word}" is not one of ${WORDS.join(", ")}`);
      else if (word === "different" && !how) faults.push(`${at}: ${word}, but it does not say how`);
      if (word === "implemented" && row.fields === null)
        faults.push(`${at}: what is implemented is listed field by field`);
      rows.push(row);
    }
  }
  return { rows, faults };
}

/** Names in backticks and nothing else. @param {string} cell @param {string} at @param {string[]} faults */
function quoted(cell, at, faults) {
  if (cell && !/^`[^`]+`(, `[^`]+`)*$/.test(cell)) faults.push(`${at}: "${cell}" is not a list of names in backticks`);
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
}

// -- One against the other ---------------------------------------------------------------------------------------------

/**
 * What is wrong, and the rows that would mend what is missing.
 * @param {{ contract: Contract, engine: ReturnType<typeof readRoutes>, fidelity: ReturnType<typeof readFidelity> }} sides
 */
export function compare({ contract, engine, fidelity }) {
  const check = new Check(fidelity);
  check.routes(contract, engine);
  check.headers(contract);
  check.types(contract);
  return { faults: check.faults, missing: check.missing };
}

class Check {
  /** @type {string[]} */
  faults = [];
  /** @type {string[]} */
  missing = [];
  /** Types that what is offered leads to, to be looked at. @type {string[]} */
  #reached = [];
  /** @type {Listing} */
  #requests;
  /** @type {Listing} */
  #types;
  /** @type {Listing} */
  #headers;

  /** @param {ReturnType<typeof readFidelity>} fidelity */
  constructor({ rows, faults }) {
    this.faults.push(...faults);
    const of = (/** @type {string} */ kind) =>
      new Listing(
        rows.filter((row) => row.kind === kind),
        this.faults,
      );
    this.#requests = of("Request");
    this.#types = of("Type");
    this.#headers = of("Header");
    for (const { kind, line } of rows)
      if (!["Request", "Type", "Header"].includes(kind))
        this.faults.push(`FIDELITY.md:${line}: "${kind}" begins no table that is read`);
  }

  /** @param {Contract} contract @param {ReturnType<typeof readRoutes>} engine */
  routes(contract, engine) {
    for (const [name, route] of contract.routes) {
      const word = this.#requests.word(name);
      if (!word) {
        this.faults.push(`FIDELITY.md does not list ${name}`);
        this.missing.push(rowFor(name, [...route.fields.keys()]));
        continue;
      }
      const path = name.split(" ")[1];
      const known = engine.routes.includes(name);
      const refused = engine.refused.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
      if (!known && !(word === "refused" && refused))
        this.faults.push(`FIDELITY.md says that ${name} is ${word}, but src/api/routes.rs does not have it`);
      if (this.#requests.isWhole(name)) continue;
      this.#hold(this.#requests, name, route.fields);
      if (word !== "refused") this.#reached.push(...route.answers);
    }
    for (const name of this.#requests.names())
      if (!contract.routes.has(name)) this.faults.push(`FIDELITY.md lists ${name}, which the SDK does not send`);
    for (const name of engine.routes)
      if (!contract.routes.has(name)) this.faults.push(`src/api/routes.rs has ${name}, which the SDK does not send`);
  }

  /** What is sent in headers, by every route that is not refused. @param {Contract} contract */
  headers(contract) {
    const offered = [...contract.routes].filter(([name]) => this.#requests.word(name) !== "refused");
    const sent = new Set(offered.flatMap(([, route]) => route.headers));
    for (const name of sent)
      if (!this.#headers.word(name)) this.faults.push(`FIDELITY.md does not list the header parameter ${name}`);
    for (const name of this.#headers.names())
      if (!sent.has(name))
        this.faults.push(`FIDELITY.md lists the header parameter ${name}, which the SDK does not declare`);
  }

  /** Every type that the requests and answers lead to, unless it is listed as a whole. @param {Contract} contract */
  types(contract) {
    this.#reached.push(...contract.beside);
    /** @type {Set<string>} */
    const seen = new Set();
    for (let name = this.#reached.shift(); name !== undefined; name = this.#reached.shift()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const type = contract.types.get(name);
      if (!type) this.faults.push(`scripts/fidelity.mjs does not read the SDK's type ${name}`);
      else if (this.#types.isWhole(name)) continue;
      else if ("fields" in type) this.#hold(this.#types, name, type.fields);
      else this.#reached.push(...type.others);
    }
    for (const name of this.#types.names()) {
      if (!contract.types.has(name))
        this.faults.push(`FIDELITY.md lists the type ${name}, which the SDK does not declare`);
      else if (!seen.has(name))
        this.faults.push(`FIDELITY.md lists the type ${name}, which nothing that is offered leads to`);
    }
  }

  /** Holds a subject's rows against its fields, and follows those that are offered. @param {Listing} listing @param {string} name @param {Fields} fields */
  #hold(listing, name, fields) {
    const unlisted = [...fields.keys()].filter((field) => !listing.word(name, field));
    if (unlisted.length > 0) {
      this.faults.push(`FIDELITY.md does not list ${name}: ${unlisted.join(", ")}`);
      this.missing.push(rowFor(name, unlisted));
    }
    for (const field of listing.fields(name))
      if (!fields.has(field)) this.faults.push(`FIDELITY.md lists ${name}: ${field}, which the SDK does not declare`);
    for (const [field, refs] of fields) if (listing.word(name, field) !== "refused") this.#reached.push(...refs);
  }
}

/** @param {string} name @param {string[]} fields */
const rowFor = (name, fields) => `| \`${name}\` | ${fields.map((field) => `\`${field}\``).join(", ")} | | |`;

/** Rows of one kind of table, by name and field. */
class Listing {
  /** @type {Map<string, { word: string, whole: boolean, fields: Map<string, string> }>} */
  #subjects = new Map();

  /** @param {Row[]} rows @param {string[]} faults */
  constructor(rows, faults) {
    for (const row of rows) {
      for (const name of row.names) {
        const subject = this.#subjects.get(name) ?? { word: row.word, whole: row.fields === null, fields: new Map() };
        if (this.#subjects.has(name) && (subject.whole || row.fields === null))
          faults.push(`FIDELITY.md:${row.line}: ${name} is listed as a whole, and again`);
        this.#subjects.set(name, subject);
        for (const field of row.fields ?? []) {
          if (subject.fields.has(field)) faults.push(`FIDELITY.md:${row.line}: ${name}: ${field} is listed twice`);
          subject.fields.set(field, row.word);
        }
      }
    }
  }

  names() {
    return [...this.#subjects.keys()];
  }

  /** What is said of a field, or of the whole. @param {string} name @param {string} [field] */
  word(name, field) {
    const subject = this.#subjects.get(name);
    return field === undefined || subject?.whole ? subject?.word : subject?.fields.get(field);
  }

  /** @param {string} name */
  fields(name) {
    return [...(this.#subjects.get(name)?.fields.keys() ?? [])];
  }

  /** Listed without its fields, as a type that is refused or never given. @param {string} name */
  isWhole(name) {
    return this.#subjects.get(name)?.whole ?? false;
  }
}

await whenRun(import.meta.url, () => {
  const { faults, missing } = compare({ contract: readContract(), engine: readRoutes(), fidelity: readFidelity() });
  if (faults.length === 0) return say("FIDELITY.md lists what the SDK declares and what the engine answers");
  for (const fault of faults) say(fault);
  if (missing.length > 0) say(`\nThe rows that are missing:\n${missing.join("\n")}`);
  throw new Stop(`\n${faults.length} fault(s) in FIDELITY.md`);
});
