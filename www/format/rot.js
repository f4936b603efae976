/**
 * The marks of a store's analysis, in place: which line of which file is a repetition, contradicts an earlier one, or names a day
 * that only its own day could tell. Pure: an analysis and texts in, rows out. It counts nothing itself.
 */

/** @typedef {import("./api.js").Json} Json */
/** @typedef {{ kind: "duplicate" | "contradiction" | "relative_date", of: { path: string, line: number } | null, words: string }} Mark */
/** @typedef {{ number: number, text: string, marks: Mark[], parts: Array<{ text: string, dated: boolean }> }} Line */

/** In the order in which they are counted. Each count is a text's name too. @type {ReadonlyArray<{ kind: Mark["kind"], count: string }>} */
export const FAULTS = [
  { kind: "duplicate", count: "duplicates" },
  { kind: "contradiction", count: "contradictions" },
  { kind: "relative_date", count: "relative_dates" },
];

/** The lines of a file with their marks. @param {{ path: string, content: string }} file @param {Json | null} analysis @returns {Line[]} */
export function linesOf(file, analysis) {
  const marked = /** @type {Map<number, Mark[]>} */ (new Map());
  for (const one of analysis?.lines ?? []) {
    if (one.path !== file.path) continue;
    const marks = marked.get(one.line) ?? [];
    marks.push({ kind: one.kind, of: one.of ?? null, words: one.words ?? "" });
    marked.set(one.line, marks);
  }
  return file.content
    .replace(/\n$/, "")
    .split("\n")
    .map((text, at) => {
      const marks = marked.get(at + 1) ?? [];
      return { number: at + 1, text, marks, parts: parts(text, marks) };
    });
}

/** A line cut at the words that name a date. @param {string} text @param {Mark[]} marks */
function parts(text, marks) {
  const cuts = [];
  let from = 0;
  for (const { words } of marks.filter((mark) => mark.words)) {
    const at = text.indexOf(words, from);
    if (at < 0) continue;
    if (at > from) cuts.push({ text: text.slice(from, at), dated: false });
    cuts.push({ text: words, dated: true });
    from = at + words.length;
  }
  if (from < text.length || !cuts.length) cuts.push({ text: text.slice(from), dated: false });
  return cuts;
}
