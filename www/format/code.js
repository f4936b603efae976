/**
 * One API call, written four ways. The HTTP form (method, path, body) is the source; TypeScript, Python and the `ant` command
 * line follow from it by the naming rules that the official SDKs and the command line share. Values are quoted by each language's own
 * rules, so that nothing typed by a reader can end a string early.
 */

/** @typedef {import("./api.js").Json} Json */
/** @typedef {{ method: string, path: string, body?: Json }} Call */
/** @typedef {"ant" | "typescript" | "python" | "http"} Language */

/** @type {ReadonlyArray<Language>} */
export const languages = ["ant", "typescript", "python", "http"];

/** @param {Language} language @param {Call} call */
export function sample(language, call) {
  return { ant, typescript, python, http }[language](call);
}

const VERBS = new Set(["archive", "redact", "cancel"]);

/** A call as a chain of resources, a method and the ids in its path. @param {Call} call */
export function parse({ method, path }) {
  const parts = path.split("?")[0].split("/").filter(Boolean).slice(1);
  const names = /** @type {string[]} */ ([]);
  const ids = /** @type {Array<{ name: string, value: string }>} */ ([]);
  let action = "";
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (last && (VERBS.has(part) || part === "stream")) action = part;
    else if (names.length > ids.length) ids.push({ name: `${singular(names[names.length - 1])}_id`, value: part });
    else names.push(part);
  }
  if (!action) {
    const item = ids.length === names.length;
    if (method === "POST") action = item ? "update" : names.at(-1) === "events" ? "send" : "create";
    else if (method === "DELETE") action = "delete";
    else action = item ? "retrieve" : "list";
  }
  return { names, ids, action };
}

/** @param {string} name */
const singular = (name) => (name.endsWith("ies") ? `${name.slice(0, -3)}y` : name.replace(/s$/, ""));
/** @param {string} name */
const camel = (name) => name.replace(/_(\w)/g, (_, c) => c.toUpperCase());
/** @param {string} name */
const kebab = (name) => name.replaceAll("_", "-");

/** The SDKs take the last id by position and the ids before it by name. @param {Call} call */
function forSdk(call) {
  const { names, ids, action } = parse(call);
  const own = ids.length === names.length || ids.length === 1 ? ids.at(-1) : undefined;
  const body = { ...Object.fromEntries(ids.filter((id) => id !== own).map((id) => [id.name, id.value])), ...call.body };
  return { names, action, own, body };
}

/** @param {Call} call */
function typescript(call) {
  const { names, action, own, body } = forSdk(call);
  const args = own ? [JSON.stringify(own.value)] : [];
  if (Object.keys(body).length)
    args.push(literal(body, "", { key: bareKey, yes: "true", no: "false", none: "null", step: "  " }));
  const chain = ["client.beta", ...names.map(camel), action].join(".");
  const result = camel(singular(names.at(-1) ?? "result"));
  return `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
${action === "delete" ? "" : `const ${action === "list" ? "page" : result} = `}await ${chain}(${args.join(", ")});
`;
}

/** @param {Call} call */
function python(call) {
  const { names, action, own, body } = forSdk(call);
  const style = { key: JSON.stringify, yes: "True", no: "False", none: "None", step: "    " };
  const lines = own ? [`    ${JSON.stringify(own.value)},`] : [];
  for (const [key, value] of Object.entries(body)) lines.push(`    ${key}=${literal(value, "    ", style)},`);
  const chain = ["client.beta", ...names, action].join(".");
  const result = action === "delete" ? "" : `${action === "list" ? "page" : singular(names.at(-1) ?? "result")} = `;
  return `from anthropic import Anthropic

client = Anthropic()
${result}${chain}(${lines.length ? `\n${lines.join("\n")}\n` : ""})
`;
}

/** The command line takes ids and plain values as flags and a whole body as YAML on its standard input. @param {Call} call */
function ant(call) {
  const { names, ids, action } = parse(call);
  const flags = ids.map(({ name, value }) => ` \\\n  --${kebab(name)} ${shell(value)}`).join("");
  const command = `ant beta:${names.map(kebab).join(":")} ${action}${flags}`;
  if (!call.body || !Object.keys(call.body).length) return `${command}\n`;
  return `${command} <<'YAML'\n${yaml(call.body, "")}YAML\n`;
}

/** @param {string} path */
function betaOf(path) {
  if (path.startsWith("/v1/memory_stores")) return "agent-memory-2026-07-22";
  return path.startsWith("/v1/dreams") ? "managed-agents-2026-04-01,dreaming-2026-04-21" : "managed-agents-2026-04-01";
}

/** @param {Call} call */
function http({ method, path, body }) {
  const head = [
    `${method} ${path} HTTP/1.1`,
    "host: api.anthropic.com",
    "x-api-key: $ANTHROPIC_API_KEY",
    "anthropic-version: 2023-06-01",
    `anthropic-beta: ${betaOf(path)}`,
  ];
  if (body) head.push("content-type: application/json", "", JSON.stringify(body, null, 2));
  return `${head.join("\n")}\n`;
}

/** @param {string} key */
const bareKey = (key) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

/** A JSON value as a literal. JSON's strings are valid in TypeScript and in Python, once the few characters that differ are escaped.
 * @param {unknown} value @param {string} indent
 * @param {{ key: (key: string) => string, yes: string, no: string, none: string, step: string }} style @returns {string} */
function literal(value, indent, style) {
  const inner = indent + style.step;
  if (value === null || value === undefined) return style.none;
  if (typeof value === "boolean") return value ? style.yes : style.no;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) {
    if (!value.length) return "[]";
    return `[\n${value.map((item) => `${inner}${literal(item, inner, style)},\n`).join("")}${indent}]`;
  }
  const entries = Object.entries(value);
  if (!entries.length) return "{}";
  const lines = entries.map(([key, item]) => `${inner}${style.key(key)}: ${literal(item, inner, style)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

/** A string that JSON, JavaScript, Python and YAML all read alike. @param {string} text */
function quoted(text) {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Block YAML with every string in double quotes unless it is plainly a word. @param {unknown} value @param {string} indent @returns {string} */
function yaml(value, indent) {
  return Object.entries(/** @type {Json} */ (value))
    .map(([key, item]) => {
      if (Array.isArray(item) && item.length) {
        const items = item.map((one) =>
          one && typeof one === "object"
            ? `${indent}  - ${yaml(one, `${indent}    `).trimStart()}`
            : `${indent}  - ${scalar(one)}\n`,
        );
        return `${indent}${key}:\n${items.join("")}`;
      }
      if (item && typeof item === "object" && !Array.isArray(item) && Object.keys(item).length) {
        return `${indent}${key}:\n${yaml(item, `${indent}  `)}`;
      }
      return `${indent}${key}: ${scalar(item)}\n`;
    })
    .join("");
}

/** @param {unknown} value */
function scalar(value) {
  if (typeof value !== "string") return JSON.stringify(value ?? null);
  const word = /^[A-Za-z][\w./-]*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return word ? value : quoted(value);
}

/** @param {string} value */
function shell(value) {
  return /^[\w./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
