// A model's part, played by a few rules that are not the engine's: it reads a request as the Messages API sends it, and answers with
// content blocks. It knows of the tools what their declarations say.

/** @param {any} content @returns {any[]} */
const blocksOf = (content) => (typeof content === "string" ? [{ type: "text", text: content }] : content);
/** @param {any} content */
const textOf = (content) =>
  blocksOf(content)
    .filter(({ type }) => type === "text")
    .map(({ text }) => text)
    .join("\n");

let calls = 0;
/** @param {string} name @param {any} input */
const call = (name, input) => ({ type: "tool_use", id: `toolu_local_${++calls}`, name, input });
/** @param {string} text */
const say = (text) => [{ type: "text", text }];

/** Every call so far with its result. @param {any} request @returns {{ name: string, input: any, result?: string, failed: boolean }[]} */
function done(request) {
  const all = request.messages.flatMap(({ content }) => blocksOf(content));
  return all
    .filter(({ type }) => type === "tool_use")
    .map(({ id, name, input }) => {
      const result = all.find((block) => block.type === "tool_result" && block.tool_use_id === id);
      return { name, input, result: result && textOf(result.content), failed: result?.is_error === true };
    });
}

/** A conversation: "remember …" is written down; a question is looked up. @param {any} request */
export function talk(request) {
  const system = (request.system ?? []).map(({ text }) => text).join("\n");
  const root = /<store path="([^"]+)"[^>]*access="read_write"/.exec(system)?.[1] ?? "/tmp";
  const asked = request.messages.findLastIndex(({ role, content }) => role === "user" && textOf(content));
  const since = done({ messages: request.messages.slice(asked + 1) });
  const words = textOf(request.messages[asked].content);
  const told = /^remember:? (.*)$/i.exec(words)?.[1];
  const [first] = since;
  if (told) {
    if (!first)
      return [...say("I will note that."), call("write", { file_path: `${root}/notes.md`, content: `- ${told}\n` })];
    return say(first.failed ? `That did not work: ${first.result}` : `Noted: ${told}`);
  }
  const word = /** @type {string} */ (words.match(/\p{L}+/gu)?.at(-1));
  if (!first) return [call("grep", { pattern: word, path: "/mnt/memory" })];
  return say(`My notes say: ${first.result}`);
}

/** A reader of a dream: every page, each thing that the user said a claim, quoted whole. @param {any} request */
export function read(request) {
  const before = done(request);
  const pages = before
    .filter(({ name, failed }) => name === "read_transcript" && !failed)
    .map(({ result }) => pageOf(result ?? ""));
  const reported = new Set(
    before.filter(({ name, failed }) => name === "report_findings" && !failed).map(({ input }) => input.page),
  );
  const open = pages.find(({ page }) => !reported.has(page));
  if (open) {
    const said = open.utterances.filter(({ speaker, text }) => speaker === "user" && /[.!]$/.test(text.trim()));
    const findings = said.map(({ event_id, text }) => ({ kind: "claim", text, sources: [{ event_id, quote: text }] }));
    return [call("report_findings", { page: open.page, findings })];
  }
  const last = pages.at(-1);
  if (!last || last.page < last.pages) return [call("read_transcript", { page: (last?.page ?? 0) + 1 })];
  return say(`Read ${last.pages} pages.`);
}

/** @param {string} text */
function pageOf(text) {
  const [head, ...lines] = text.split("\n").map((line) => JSON.parse(line));
  return { ...head, utterances: lines };
}

/** The orchestrator of a dream: readers, the proposal page by page, the checks. @param {any} request */
export function lead(request) {
  const before = done(request);
  const of = (/** @type {string} */ wanted) => before.filter(({ name, failed }) => name === wanted && !failed);
  const task = textOf(request.messages[0].content);
  const sessions = task
    .split("\n")
    .filter((line) => line.startsWith('{"session_id"'))
    .map((line) => JSON.parse(line).session_id);
  if (of("delegate").length === 0) return sessions.map((session_id) => call("delegate", { session_id }));
  const proposal = of("consolidate").at(-1);
  if (!proposal) return [call("consolidate", { page: 1 })];
  const { page, pages } = JSON.parse(proposal.result ?? "{}");
  if (!of("apply").some(({ input }) => input.page === page)) return [call("apply", { page })];
  if (page < pages) return [call("consolidate", { page: page + 1 })];
  if (of("verify").length === 0) return [call("verify", {})];
  return say("The store is tidy.");
}
