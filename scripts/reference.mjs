// The reference page of the elements: `www/elements.html` with a section for each, written from what scripts/manifest.mjs read.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, Stop } from "./common.mjs";

/** @typedef {import("./manifest.mjs").Element} Element */

/** A live example of each, as an author would write it. @type {Record<string, string>} */
const examples = {
  "dreamfs-session": `<dreamfs-session
  name="recall_test"
  store="cwc_memory"
  suggestions="The keynote is at 9:30.|When is the keynote?"
></dreamfs-session>`,
  "dreamfs-store": `<dreamfs-store name="cwc_memory">
  <script type="application/json">
    { "/logistics.md": "- Badge pickup opens at 8:00.\\n" }
  </script>
</dreamfs-store>`,
  "dreamfs-mount": `<dreamfs-mount store="cwc_memory" access="read_only" language="python"></dreamfs-mount>`,
  "dreamfs-code": `<dreamfs-code
  method="POST"
  path="/v1/memory_stores"
  body='{ "name": "team_notes", "description": "What we decided." }'
  language="typescript"
></dreamfs-code>`,
  "dreamfs-pace": `<dreamfs-pace></dreamfs-pace>`,
  "dreamfs-status": `<dreamfs-status></dreamfs-status>`,
  "dreamfs-settings": `<dreamfs-settings></dreamfs-settings>`,
  "dreamfs-workspace": `<dreamfs-workspace></dreamfs-workspace>
<script type="module" src="sharing.js"></script>`,
  "dreamfs-rot": `<dreamfs-rot></dreamfs-rot>`,
  "dreamfs-dream": `<dreamfs-dream store="cwc_memory"></dreamfs-dream>`,
  "dreamfs-review": `<dreamfs-review></dreamfs-review>`,
  "dreamfs-share": `<dreamfs-share page="https://example.org/walkthrough/"></dreamfs-share>
<script type="module" src="sharing.js"></script>`,
  "dreamfs-replay": `<dreamfs-replay></dreamfs-replay>
<script type="module" src="sharing.js"></script>`,
  "dreamfs-cost": `<dreamfs-cost></dreamfs-cost>`,
  "dreamfs-growth": `<dreamfs-growth sessions="12" every="3"></dreamfs-growth>`,
  "dreamfs-recap": `<dreamfs-recap>
  <ol>
    <li data-claim="isolation">Two sessions share nothing.</li>
    <li data-claim="readers">A dream has a reader for each session.</li>
  </ol>
</dreamfs-recap>`,
  "dreamfs-wire": `<dreamfs-wire></dreamfs-wire>`,
};

/** @param {string} text */
const safe = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
/** Comment text: paragraphs, and code between backticks. @param {string} text */
const paragraphs = (text) =>
  text
    .split(/\n\s*\n/)
    .map((one) => `<p>${inline(one.replace(/\s+/g, " "))}</p>`)
    .join("\n");
/** @param {string} text */
const inline = (text) => safe(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** @param {string} caption @param {string[]} heads @param {string[][]} rows cells as markup */
function table(caption, heads, rows) {
  if (!rows.length) return "";
  const body = rows.map(
    ([first, ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${safe(caption)}"><table><caption>${safe(caption.replace(/^.*: /, ""))}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

/** @param {Element["fields"]} fields @param {string} of */
const fieldTable = (fields, of) =>
  table(
    `${of}: attributes and properties`,
    ["Attribute", "Property", "Type", "At first", "What it is"],
    fields.map(({ name, attribute, type, initial, text }) => [
      attribute ? `<code>${attribute}</code>` : "–",
      `<code>${name}</code>`,
      `<code>${safe(type)}</code>`,
      initial ? `<code>${safe(initial.length > 60 ? "…" : initial)}</code>` : "",
      inline(text),
    ]),
  );

/** @param {string} of @param {Element["words"]} words */
const textTable = (of, words) =>
  table(
    `${of}: texts`,
    ["In strings", "At first"],
    words.map(([name, said]) => [`<code>${name}</code>`, safe(said)]),
  );

/** @param {Element} one */
function section(one) {
  const example = examples[one.tag];
  if (!example) throw new Stop(`scripts/reference.mjs has no example of <${one.tag}>`);
  const list = (/** @type {string} */ name, /** @type {string[]} */ items) =>
    items.length
      ? `<p><strong>${name}:</strong> ${items.map((item) => `<code>${safe(item)}</code>`).join(", ")}</p>`
      : "";
  return `<section id="${one.tag}" aria-labelledby="${one.tag}-title">
<h2 id="${one.tag}-title"><code>&lt;${one.tag}&gt;</code></h2>
${paragraphs(one.text.replace(/^`<[a-z-]+>`: /, "").replace(/^./, (c) => c.toUpperCase()))}
<pre tabindex="0" aria-label="How ${one.tag} is written"><code>${safe(example)}</code></pre>
<div class="live">${example.replace(/\n<script type="module".*$/, "")}</div>
${fieldTable(one.fields, one.tag)}
${table(
  `${one.tag}: events`,
  ["Event", "Detail"],
  one.events.map(({ name, detail }) => [
    `<code>${name}</code>`,
    detail.map((each) => `<code>${safe(each)}</code>`).join(", "),
  ]),
)}
${textTable(one.tag, one.words)}
${list("Parts", one.parts)}
${list("Custom properties of its own", one.properties)}
</section>`;
}

/** @param {Awaited<ReturnType<typeof import("./manifest.mjs").readElements>>} what */
export function referencePage({ elements, base }) {
  const page = readFileSync(join(root, "www/elements.html"), "utf8");
  const order = Object.keys(examples);
  const sorted = [...elements].sort((a, b) => order.indexOf(a.tag) - order.indexOf(b.tag));
  const parts = {
    list: sorted.map(({ tag }) => `<li><a href="#${tag}">${tag}</a></li>`).join("\n"),
    shared: `${fieldTable(base.fields, "Every element")}\n${textTable("Every element", base.words)}\n<p><strong>Custom properties:</strong> ${base.properties.map((name) => `<code>${name}</code>`).join(", ")}</p>`,
    elements: sorted.map(section).join("\n"),
  };
  return page.replace(/<!-- (list|shared|elements) -->/g, (_, name) => parts[/** @type {keyof typeof parts} */ (name)]);
}
