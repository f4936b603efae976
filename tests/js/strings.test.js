// Every text that an element shows or announces is one of its texts, so that an author can replace it: read from the sources, whatever state draws it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

const folder = new URL("../../www/elements/", import.meta.url);
const formats = new URL("../../www/format/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".js") && !name.endsWith("-styles.js"));
const parsed = files.map((name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  return { name, source: ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS) };
});

/** Letters that a reader would read: two in a row. @param {string} text */
const speaks = (text) => /\p{L}{2}/u.test(text);

/** @param {ts.Node} node @param {(node: ts.Node) => void} see */
function walk(node, see) {
  see(node);
  ts.forEachChild(node, (child) => walk(child, see));
}

/** A template as markup, `\0` where a value stands. @param {ts.TemplateLiteral} template */
const markupOf = (template) =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : template.head.text + template.templateSpans.map(({ literal }) => `\0${literal.text}`).join("");

/** What a reader sees of markup, or hears: its text, and the attributes that hold words. @param {string} markup */
function readable(markup) {
  const spoken = [
    ...markup.matchAll(/\s(?:aria-label|aria-valuetext|aria-description|title|placeholder|alt)=("[^"]*"|[^\s>]*)/g),
  ];
  return [markup.replace(/<[^>]*>/g, "\0").replace(/^[^<]*>|<[^>]*$/g, "\0"), ...spoken.map(([, value]) => value)];
}

/** Placeholders that show the form of what is typed, and names of the API. */
const forms = ["sk-ant-…", "* = qwen3:8b", "x-team: docs", "https://", "instructions"];

test("no template holds words of its own", () => {
  const found = [];
  for (const { name, source } of parsed)
    walk(source, (node) => {
      if (!ts.isTaggedTemplateExpression(node) || !["html", "svg"].includes(node.tag.getText(source))) return;
      for (const text of readable(markupOf(node.template)))
        for (const part of text.split("\0").map((one) => one.trim()))
          if (speaks(part) && !forms.includes(part)) found.push(`${name}: ${part}`);
    });
  assert.deepEqual(found, []);
});

test("what is announced, or said of a fault, is a text", () => {
  const found = [];
  const said = new Set(["problem", "trouble", "told", "quoteProblem", "failure"]);
  /** @param {string} name @param {ts.SourceFile} source @param {ts.Node} value */
  const look = (name, source, value) =>
    walk(value, (node) => {
      const words = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node) ? markupOf(node) : "";
      // A text's name, an API's path: one word.
      const call = node.parent && ts.isCallExpression(node.parent);
      if (speaks(words) && !(call && !/\s/.test(words)) && /\s/.test(words.trim())) found.push(`${name}: ${words}`);
    });
  for (const { name, source } of parsed)
    walk(source, (node) => {
      if (ts.isCallExpression(node) && /(^|\.)announce$/.test(node.expression.getText(source)))
        for (const value of node.arguments) look(name, source, value);
      if (
        ts.isBinaryExpression(node) &&
        ts.isPropertyAccessExpression(node.left) &&
        node.operatorToken.getText(source).endsWith("=") &&
        said.has(node.left.name.text)
      )
        look(name, source, node.right);
    });
  assert.deepEqual(found, []);
});

test("no other string of an element reads like a sentence", () => {
  const found = [];
  for (const { name, source } of parsed)
    walk(source, (node) => {
      if (!(ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))) return;
      if (ts.isTaggedTemplateExpression(node.parent)) return;
      for (let at = node.parent; at; at = at.parent) {
        // The texts themselves; and text that is the author's to give, or goes into a store.
        if (ts.isPropertyDeclaration(at) && at.name.getText(source) === "texts") return;
        if (ts.isVariableDeclaration(at) && /Texts$/.test(at.name.getText(source))) return;
        if (ts.isBinaryExpression(at) && /^this\.(instructions|suggestions)$/.test(at.left.getText(source))) return;
      }
      const words = ts.isTemplateExpression(node) ? markupOf(node) : node.text;
      const selects =
        ts.isCallExpression(node.parent) && /querySelector|matches/.test(node.parent.expression.getText(source));
      if (selects || forms.includes(words)) return;
      if (/\p{L}{2}[,:]? \p{L}{2}/u.test(words)) found.push(`${name}: ${words}`);
    });
  assert.deepEqual(found, []);
});

/** The classes, and the texts of each. */
const classes = [];
for (const name of files) {
  const module = await import(new URL(name, folder).href);
  for (const [className, made] of Object.entries(module))
    if (/^Dreamfs/.test(className) && made.texts && className !== "DreamfsElement")
      classes.push({ name, className, texts: made.texts });
}

test("every element has texts, each said somewhere, and says none that it has not", () => {
  assert.equal(classes.length, 17);
  const all = new Set(classes.flatMap(({ texts }) => Object.keys(texts)));
  const named = new Set();
  for (const { name, source } of parsed)
    walk(source, (node) => {
      if (ts.isStringLiteral(node)) named.add(node.text);
      if (!ts.isCallExpression(node) || !/(^|\.)word$/.test(node.expression.getText(source))) return;
      const choices = [node.arguments[0]];
      for (let one = choices.pop(); one; one = choices.pop())
        if (ts.isConditionalExpression(one)) choices.push(one.whenTrue, one.whenFalse);
        else if (ts.isParenthesizedExpression(one)) choices.push(one.expression);
        else if (ts.isStringLiteral(one)) assert.ok(all.has(one.text), `${name} says ${one.text}, which is no text`);
    });
  for (const name of readdirSync(formats)) {
    const text = readFileSync(new URL(name, formats), "utf8");
    for (const [, word] of text.matchAll(/"(\w+)"/g)) named.add(word);
  }
  // Names that are put together, such as `${id}Says`, and words of the API.
  const built = /(Says|Hint|Kind|State|Mark)$|^file[A-Z]/;
  const ofApi = new Set(
    "events stores memories versions agents environments sessions threads dreams reports created modified deleted pending running completed canceled failed".split(
      " ",
    ),
  );
  for (const { className, texts } of classes)
    for (const key of Object.keys(texts))
      assert.ok(named.has(key) || built.test(key) || ofApi.has(key), `${className}: nothing says ${key}`);
});

test("where one element stands within another, a name means the same in both", () => {
  const textsOf = (/** @type {string} */ className) => classes.find((one) => one.className === className)?.texts ?? {};
  const within = [
    ["DreamfsMount", "DreamfsCode"],
    ["DreamfsDream", "DreamfsPace"],
    ["DreamfsReview", "DreamfsStore"],
    ["DreamfsReview", "DreamfsShare"],
    ["DreamfsReplay", "DreamfsReview"],
    ...classes.map(({ className }) => [className, "DreamfsWire"]),
  ];
  for (const [outer, inner] of within)
    for (const [key, text] of Object.entries(textsOf(outer)))
      // The button of a mount runs the code's call, and is the code's own button.
      if (key in textsOf(inner) && key !== "run")
        assert.deepEqual(text, textsOf(inner)[key], `${outer}, ${inner}: ${key}`);
});
