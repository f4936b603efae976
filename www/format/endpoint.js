/**
 * What a reader says of a model of their own, between a form and a client's settings: presets, lists written as lines, and errors in words. It
 * keeps nothing, a key least of all.
 */
import { told } from "./words.js";

/** @typedef {{ baseUrl?: string, apiKey?: string, headers?: Record<string, string>, models?: Record<string, string>,
 *   fallback?: "offline" | "error" }} ModelSettings */
/** @typedef {{ id: string, baseUrl: string, model: string, key: boolean, models: string }} Preset */

/** What an element says of endpoints: places by their id, what each asks for, what is wrong with what was typed, what a failed test means. */
export const endpointTexts = {
  hosted: "Anthropic, with my own key",
  proxy: "A proxy that holds the key",
  ollama: "Ollama on this machine",
  lmstudio: "LM Studio on this machine",
  llamacpp: "llama.cpp on this machine",
  hostedHint: "Requests go from this tab to Anthropic and are billed to your key.",
  proxyHint: "It must speak the Messages API and allow this page’s origin.",
  localHint: "A server on this machine: it must speak the Messages API and allow this page’s origin.",
  ollamaHint:
    "Start it with OLLAMA_ORIGINS set to this page’s origin. Write after * the name of a model that you have pulled.",
  lmstudioHint: "Start its server and switch CORS on. Write after * the name of a model that is loaded.",
  llamacppHint: "Start llama-server with --jinja, so that it can call tools.",
  noHint: "Give the address of a service that speaks the Messages API.",
  notPair: "“{line}” is not of the form “name {mark} value”.",
  notAddress: "The base URL is not an address, such as https://api.anthropic.com.",
  notHttp: "The base URL must begin with http:// or https://.",
  keyRefused: "The key was refused. Look whether it is whole, and of this service.",
  keyMayNot: "The key is right, but may not do this; or a proxy refused this page.",
  noApi:
    "There is no Messages API at this address, or no such model. Give the address without /v1, and look at the model’s name.",
  tooMany: "The service says: too many requests, or no credit. Wait, then try again.",
  notUnderstood: "The service did not understand the request; its words are above.",
  itFailed: "The service itself failed or is overloaded. Try again in a while.",
  noTime: "It did not answer in time. A local model may still be loading: try again.",
  localSilent:
    "Nothing answered. Is the server running, and does it allow requests from {origin}? A browser tells a page no more than this.",
  silent:
    "Nothing answered, or the service does not allow requests from {origin}. A browser tells a page no more than this.",
};

/** @type {ReadonlyArray<Preset>} */
export const PRESETS = [
  { id: "hosted", baseUrl: "https://api.anthropic.com", model: "claude-sonnet-5-5", key: true, models: "" },
  { id: "proxy", baseUrl: "", model: "claude-sonnet-5-5", key: false, models: "" },
  { id: "ollama", baseUrl: "http://localhost:11434", model: "claude-sonnet-5-5", key: false, models: "* = qwen3:8b" },
  { id: "lmstudio", baseUrl: "http://localhost:1234", model: "claude-sonnet-5-5", key: false, models: "* = qwen3-8b" },
  { id: "llamacpp", baseUrl: "http://localhost:8080", model: "claude-sonnet-5-5", key: false, models: "" },
];

/** Whether an address is of this machine. @param {string} baseUrl */
const isLocal = (baseUrl) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(baseUrl);

/** What to know of the place that an address names, whichever preset it was typed over: a text's name.
 * @param {string} baseUrl as typed @param {string} preset the one that was chosen */
export function hintOf(baseUrl, preset) {
  const typed = baseUrl.trim().replace(/\/+$/, "");
  const same = PRESETS.find((one) => one.baseUrl === typed && typed);
  if (same) return `${same.id}Hint`;
  if (!/^https?:\/\/[^/]/.test(typed)) return preset === "proxy" ? "proxyHint" : "noHint";
  return isLocal(typed) ? "localHint" : "proxyHint";
}

/** Lines such as `name: value`. Throws with words at a line that is none. @param {string} text @param {string} mark @returns {Record<string, string>} */
export function pairs(text, mark) {
  const all = /** @type {Record<string, string>} */ ({});
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const at = line.indexOf(mark);
    const [name, value] = [line.slice(0, at).trim(), line.slice(at + mark.length).trim()];
    if (at < 1 || !name || !value) throw told("notPair", { line: line.trim(), mark }, endpointTexts);
    Object.defineProperty(all, name, { value, enumerable: true });
  }
  return all;
}

/** @param {{ baseUrl: string, apiKey: string, headers: string, models: string }} form @returns {ModelSettings} */
export function settingsOf(form) {
  const baseUrl = form.baseUrl.trim().replace(/\/+$/, "");
  let url;
  try {
    url = new URL(baseUrl);
  } catch {
    throw told("notAddress", {}, endpointTexts);
  }
  if (!["http:", "https:"].includes(url.protocol)) throw told("notHttp", {}, endpointTexts);
  const settings = /** @type {ModelSettings} */ ({ baseUrl, fallback: "offline" });
  const [headers, models] = [pairs(form.headers, ":"), pairs(form.models, "=")];
  if (form.apiKey) settings.apiKey = form.apiKey;
  if (Object.keys(headers).length) settings.headers = headers;
  if (Object.keys(models).length) settings.models = models;
  return settings;
}

/** What a failed test means, and what to do: a text's name. @param {{ type?: string, status?: number | null }} error @param {string} baseUrl */
export function explain({ type, status }, baseUrl) {
  if (status === 401) return "keyRefused";
  if (status === 403) return "keyMayNot";
  if (status === 404) return "noApi";
  if (status === 429) return "tooMany";
  if (status === 400 || type === "invalid_request_error") return "notUnderstood";
  if (status && status >= 500) return "itFailed";
  if (type === "timeout_error") return "noTime";
  return isLocal(baseUrl) ? "localSilent" : "silent";
}
