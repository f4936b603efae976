import js from "@eslint/js";
import globals from "globals";

const browser = { ...globals.browser };
const node = { ...globals.node };

/** Where time and chance come from outside, a value must be handed in; markup is never made from text. */
const noMarkup = [
  [
    "MemberExpression[property.name=/^(innerHTML|outerHTML)$/]",
    "Text is not markup: use textContent, or a Lit template.",
  ],
  [
    "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe)$/]",
    "Text is not markup: use append, or a Lit template.",
  ],
  [
    "CallExpression[callee.object.name='document'][callee.property.name=/^(write|writeln)$/]",
    "Use append, or a Lit template.",
  ],
].map(([selector, message]) => ({ selector, message }));

export default [
  {
    ignores: [
      "dist/",
      "target/",
      ".cache/",
      "node_modules/",
      "playwright-report/",
      "test-results/",
      "tests/embeds/mdbook/",
    ],
  },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["www/**/*.js"],
    languageOptions: { globals: browser },
    rules: { "no-restricted-syntax": ["error", ...noMarkup], "no-console": ["error", { allow: ["warn", "error"] }] },
  },
  { files: ["www/client.js"], languageOptions: { globals: { process: "readonly" } } },
  { files: ["www/worker.js", "www/service-worker.js"], languageOptions: { globals: globals.worker } },
  {
    files: ["scripts/**", "tests/**/*.js", "benches/**/*.js", "*.config.js"],
    languageOptions: { globals: { ...node, ...browser } },
  },
];
