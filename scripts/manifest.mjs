// What the elements offer, read from their sources: `custom-elements.json` (the community's manifest, schema 1.0.0) and, from it, the
// reference page. An element is a file of `www/elements` that ends with `define("tag", Class)`; its first comment tells what it is.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { filesIn, root, Stop } from "./common.mjs";

/** @typedef {{ name: string, attribute: string, type: string, initial: string, text: string }} Field */
/** @typedef {{ tag: string, className: string, text: string, fields: Field[], events: { name: string, detail: string[] }[], parts: string[],
 *   properties: string[], words: [name: string, said: string][], file: string, module: string }} Element `module` is the script that defines it */

/** @param {string} text of a comment */
const prose = (text) =>
  text
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/^\s*\* ?/gm, "")
    .trim();

/** @param {ts.Node} node @param {(node: ts.Node) => void} see */
function walk(node, see) {
  see(node);
  ts.forEachChild(node, (child) => walk(child, see));
}

/** The static object literal of a class. @param {ts.ClassDeclaration} declared @param {string} name */
function literal(declared, name) {
  for (const member of declared.members)
    if (
      ts.isPropertyDeclaration(member) &&
      member.name.getText() === name &&
      member.initializer &&
      ts.isObjectLiteralExpression(member.initializer)
    )
      return member.initializer.properties.filter(ts.isPropertyAssignment);
  return [];
}

/** What the constructor says of each field: its comment, its type and what it is at first. @param {ts.ClassDeclaration} declared @param {ts.SourceFile} source */
function initials(declared, source) {
  const all = new Map();
  const made = declared.members.find(ts.isConstructorDeclaration);
  for (const statement of made?.body?.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword) continue;
    const comment = (ts.getLeadingCommentRanges(source.text, statement.pos) ?? [])
      .map(({ pos, end }) => prose(source.text.slice(pos, end)))
      .join(" ");
    const type = /@type \{(.*?)\}(?=\s*$|\s)/s.exec(comment)?.[1]?.replace(/\s+/g, " ");
    const text = comment
      .replace(/@type \{.*\}/s, "")
      .replace(/\s+/g, " ")
      .trim();
    all.set(left.name.text, { text, type, initial: right.getText(source).replace(/\s+/g, " ") });
  }
  return all;
}

/** @param {string} initial */
const guess = (initial) =>
  /^["'`]/.test(initial)
    ? "string"
    : /^(true|false)$/.test(initial)
      ? "boolean"
      : /^\d/.test(initial)
        ? "number"
        : "object";

/** The attribute of a property, as Lit reads it; empty when there is none. @param {string} name @param {string} how */
function attributeOf(name, how) {
  if (/attribute: false/.test(how)) return "";
  return /attribute: "([^"]+)"/.exec(how)?.[1] ?? name.toLowerCase();
}

/** @param {ts.ClassDeclaration} declared @param {ts.SourceFile} source @returns {Field[]} */
function fieldsOf(declared, source) {
  const known = initials(declared, source);
  return literal(declared, "properties")
    .map((one) => ({ name: one.name.getText(source), how: one.initializer.getText(source) }))
    .filter(({ how }) => !/state: true/.test(how))
    .map(({ name, how }) => {
      const { text = "", type, initial = "" } = known.get(name) ?? {};
      return { name, attribute: attributeOf(name, how), type: type ?? guess(initial), initial, text };
    });
}

/** @param {string} path of an element's file */
function read(path) {
  const text = readFileSync(join(root, path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const declared = source.statements.find(ts.isClassDeclaration);
  const tag = /^define\("([a-z-]+)"/m.exec(text)?.[1];
  return { text, source, declared, tag };
}

/** @param {RegExp} pattern @param {string} text */
const all = (pattern, text) => [...new Set([...text.matchAll(pattern)].map((found) => found[1]))].sort();

/** The events that a file dispatches. @param {ts.SourceFile} source */
function eventsOf(source) {
  const events = new Map();
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !/^this\.emit$/.test(node.expression.getText(source))) return;
    const [type, detail] = node.arguments;
    if (!ts.isStringLiteral(type)) return;
    const known = events.get(type.text) ?? new Set();
    if (detail && ts.isObjectLiteralExpression(detail))
      for (const one of detail.properties) if (one.name) known.add(one.name.getText(source));
    events.set(type.text, known);
  });
  return [...events].map(([name, detail]) => ({ name, detail: [...detail] }));
}

/** A text as a reader of the reference sees it. @param {import("../www/format/words.js").Text} text */
const inPlain = (text) =>
  typeof text === "string"
    ? text
    : Object.entries(text)
        .map(([plural, said]) => `${plural}: ${said}`)
        .join("; ");

/** What an element says, from the class itself: its texts come together from several files. @param {string} path @param {string} name */
async function wordsOf(path, name) {
  const { [name]: made } = await import(pathToFileURL(join(root, path)).href);
  return /** @type {[string, import("../www/format/words.js").Text][]} */ (Object.entries(made.texts ?? {}));
}

/** Every element, with what all of them share under `base`. @returns {Promise<{ elements: Element[], base: Element }>} */
export async function readElements() {
  const folder = "www/elements";
  /** @param {ReturnType<typeof read>} file @param {string} path @param {Element["words"]} [shared] @returns {Promise<Element>} */
  const described = async ({ text, source, declared, tag }, path, shared = []) => {
    if (!declared) throw new Stop(`${path}: no class`);
    const styles = all(/from "\.\/([a-z-]+-(?:styles|parts)\.js)"/g, text).map((name) =>
      readFileSync(join(root, folder, name), "utf8"),
    );
    const [first] = ts.getLeadingCommentRanges(text, 0) ?? [];
    const words = (await wordsOf(path, declared.name?.text ?? "")).map(
      ([name, said]) => /** @type {[string, string]} */ ([name, inPlain(said)]),
    );
    const own = words.filter(([name, said]) => !shared.some((other) => other[0] === name && other[1] === said));
    return {
      tag: tag ?? "",
      className: declared.name?.text ?? "",
      text: first ? prose(text.slice(first.pos, first.end)) : "",
      fields: fieldsOf(declared, source),
      events: eventsOf(source),
      parts: all(/\bpart="([a-z-]+)"/g, [text, ...styles].join("\n")),
      properties: all(/var\(\s*(--dreamfs-[a-z-]+)/g, [text, ...styles].join("\n")),
      words: own,
      file: basename(path),
      module: later.includes(basename(path)) ? "sharing.js" : "elements.js",
    };
  };
  const later = all(/^import "\.\/([a-z-]+\.js)";$/gm, readFileSync(join(root, folder, "sharing.js"), "utf8"));
  const worded = await described(read(`${folder}/worded.js`), `${folder}/worded.js`);
  const base = await described(read(`${folder}/base.js`), `${folder}/base.js`);
  const elements = await Promise.all(
    filesIn(folder, /\.js$/)
      .map((path) => ({ path, file: read(path) }))
      .filter(({ path, file }) => file.tag && !path.endsWith("base.js"))
      .map(({ path, file }) => described(file, path, base.words)),
  );
  return { elements, base: { ...base, fields: [...worded.fields, ...base.fields] } };
}

/** The manifest. @param {Awaited<ReturnType<typeof readElements>>} what */
export function manifest({ elements, base }) {
  /** What `strings` may hold. @param {Element["words"]} words */
  const keysOf = (words) => `{ ${words.map(([name]) => `${name}?: Text`).join(", ")} }`;
  return {
    schemaVersion: "1.0.0",
    readme: "",
    modules: ["elements.js", "sharing.js"].map((module) => {
      const within = elements.filter((one) => one.module === module);
      return {
        kind: "javascript-module",
        path: module,
        declarations: within.map((one) => {
          const fields = [
            ...one.fields,
            ...base.fields.filter(({ name }) => !one.fields.some((own) => own.name === name)),
          ];
          return {
            kind: "class",
            name: one.className,
            customElement: true,
            tagName: one.tag,
            description: one.text,
            members: fields.map(({ name, type, initial, text, attribute }) => ({
              kind: "field",
              name,
              type: { text: name === "strings" ? keysOf([...one.words, ...base.words]) : type },
              default: initial,
              description:
                name === "strings"
                  ? [text, ...one.words.map((word) => `- \`${word[0]}\`: ${word[1]}`)].join("\n")
                  : text,
              ...(attribute ? { attribute } : {}),
            })),
            attributes: fields
              .filter(({ attribute }) => attribute)
              .map(({ attribute, name, type, initial, text }) => ({
                name: attribute,
                fieldName: name,
                type: { text: type },
                default: initial,
                description: text,
              })),
            events: one.events.map(({ name, detail }) => ({
              name,
              type: { text: "CustomEvent" },
              description: detail.length ? `Detail: ${detail.join(", ")}.` : "",
            })),
            cssParts: one.parts.map((name) => ({ name })),
            cssProperties: [...new Set([...one.properties, ...base.properties])].sort().map((name) => ({ name })),
          };
        }),
        exports: within.map(({ tag, className }) => ({
          kind: "custom-element-definition",
          name: tag,
          declaration: { name: className, module },
        })),
      };
    }),
  };
}
