/**
 * A program in TypeScript as a module that can be run: types are taken out, imports of the SDK become what the runner hands in, and the value of a
 * last expression is what the program gives. Text in, text out; it runs nothing. Lines stay where they are, so that faults can name them.
 */
import { parse } from "acorn";
import { transform } from "sucrase";

/** What is wrong with a program: `why` in the parser's words, or the name of what cannot be imported. Lines and columns count from 1; a column that is
 * not known is 0.
 * @typedef {{ kind: "syntax" | "import" | "export" | "namespace", line: number, column: number, why: string }} Fault */

export const SDK = "@anthropic-ai/sdk";
/** What the module's function calls the SDK. A program that uses the name itself is told so by its browser. */
const HANDED = "$dreamfsSdk";

export class ProgramFault extends Error {
  /** @param {Fault} fault */
  constructor(fault) {
    super(fault.why);
    this.fault = fault;
  }
}

/** A module whose default export runs the program, given the SDK's module. Throws a `ProgramFault`. @param {string} text */
export function runnable(text) {
  const plain = withoutTypes(text);
  lost(plain, text);
  const { body } = parsed(plain, text);
  const edits = /** @type {{ start: number, end: number, text: string }[]} */ ([]);
  let head = "";
  for (const [index, statement] of body.entries()) {
    const { start, end } = statement;
    if (/^Export/.test(statement.type)) throw faultAt(plain, text, start, { kind: "export", why: "" });
    if (statement.type === "ImportDeclaration") {
      const name = String(statement.source.value);
      if (name !== SDK) throw faultAt(plain, text, start, { kind: "import", why: name });
      head += statement.specifiers.map(bound).join("");
      edits.push({ start, end, text: plain.slice(start, end).replace(/[^\n]/g, "") });
    } else if (statement.type === "ExpressionStatement" && index === body.length - 1) {
      const inner = statement.expression;
      edits.push({ start, end: inner.start, text: `return (${plain.slice(start, inner.start)}` });
      edits.push({ start: inner.end, end: inner.end, text: ")" });
    }
  }
  let code = plain;
  for (const edit of edits.reverse()) code = code.slice(0, edit.start) + edit.text + code.slice(edit.end);
  return `export default async (${HANDED}) => {${head}${code}\n}`;
}

/** One name of an import, as a constant. @param {import("acorn").ImportDeclaration["specifiers"][number]} one */
function bound(one) {
  const from =
    one.type === "ImportNamespaceSpecifier"
      ? HANDED
      : `${HANDED}[${JSON.stringify(one.type === "ImportDefaultSpecifier" ? "default" : nameOf(one.imported))}]`;
  return `const ${one.local.name} = ${from};`;
}

/** @param {import("acorn").Identifier | import("acorn").Literal} name */
const nameOf = (name) => (name.type === "Identifier" ? name.name : String(name.value));

/** @param {string} text */
function withoutTypes(text) {
  try {
    return transform(text, { transforms: ["typescript"], disableESTransforms: true }).code;
  } catch (error) {
    throw toldBy(error);
  }
}

/** A namespace holds what runs, and is taken out like a type: it is refused, so that nothing is lost unsaid. One that is declared holds types only.
 * @param {string} plain @param {string} text */
function lost(plain, text) {
  const left = plain.split("\n");
  for (const { 0: found, 1: name, index } of text.matchAll(
    /(?<!\bdeclare\s+)\b((?:namespace|module)[ \t]+[\w$.]+)\s*\{/g,
  )) {
    const before = text.slice(0, index).split("\n");
    const line = before.length;
    if (left[line - 1].includes(name)) continue;
    throw new ProgramFault({ kind: "namespace", line, column: before[line - 1].length + 1, why: found });
  }
}

/** @param {string} plain @param {string} text */
function parsed(plain, text) {
  try {
    return parse(plain, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    const { pos } = /** @type {{ pos?: number }} */ (error);
    if (pos === undefined) throw error;
    throw faultAt(plain, text, pos, { kind: "syntax", why: why(error) });
  }
}

/** A place in the plain program as one in what the reader wrote: the line is the same, the column only where no type stood on it.
 * @param {string} plain @param {string} text @param {number} at @param {Pick<Fault, "kind" | "why">} what */
function faultAt(plain, text, at, what) {
  const before = plain.slice(0, at).split("\n");
  const line = before.length;
  const same = plain.split("\n")[line - 1] === text.split("\n")[line - 1];
  return new ProgramFault({ ...what, line, column: same ? before[line - 1].length + 1 : 0 });
}

/** A parser's message without what it says of the place, which is told apart. @param {unknown} error */
const why = (error) =>
  String(/** @type {Error} */ (error).message)
    .replace(/^Error transforming .*?: /, "")
    .replace(/\s*\(\d+:\d+\)$/, "");

/** @param {unknown} error of the parser that knows types, which counts both from 1 */
function toldBy(error) {
  const [, line, column] = /\((\d+):(\d+)\)$/.exec(String(/** @type {Error} */ (error).message)) ?? [];
  if (!line) throw error;
  return new ProgramFault({ kind: "syntax", why: why(error), line: Number(line), column: Number(column) });
}
