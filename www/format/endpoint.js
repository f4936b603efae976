/**
 * What a reader says of a model of their own, between a form and a client's settings: presets, lists written as lines, and errors in words. It
 * keeps nothing, a key least of all.
 */

/** @typedef {{ baseUrl?: string, apiKey?: string, headers?: Record<string, string>, models?: Record<string, string>,
 *   fallback?: "offline" | "error" }} ModelSettings */
/** @typedef {{ id: string, label: string, baseUrl: string, model: string, key: boolean, models: string, hint: string }} Preset */

/** @type {ReadonlyArray<Preset>} */
export const PRESETS = [
  {
    id: "hosted",
    label: "Anthropic, with my own key",
    baseUrl: "https://api.anthropic.com",
    model: "claude-sonnet-5-5",
    key: true,
    models: "",
    hint: "Requests go from this tab to Anthropic and are billed to your key.",
  },
  {
    id: "proxy",
    label: "A proxy that holds the key",
    baseUrl: "",
    model: "claude-sonnet-5-5",
    key: false,
    models: "",
    hint: "It must speak the Messages API and allow this page’s origin.",
  },
  {
    id: "ollama",
    label: "Ollama on this machine",
    baseUrl: "http://localhost:11434",
    model: "claude-sonnet-5-5",
    key: false,
    models: "* = qwen3:8b",
    hint: "Start it with OLLAMA_ORIGINS set to this page’s origin. Write after * the name of a model that you have pulled.",
  },
  {
    id: "lmstudio",
    label: "LM Studio on this machine",
    baseUrl: "http://localhost:1234",
    model: "claude-sonnet-5-5",
    key: false,
    models: "* = qwen3-8b",
    hint: "Start its server and switch CORS on. Write after * the name of a model that is loaded.",
  },
  {
    id: "llamacpp",
    label: "llama.cpp on this machine",
    baseUrl: "http://localhost:8080",
    model: "claude-sonnet-5-5",
    key: false,
    models: "",
    hint: "Start llama-server with --jinja, so that it can call tools.",
  },
];

/** Lines such as `name: value`. Throws with words at a line that is none. @param {string} text @param {string} mark @returns {Record<string, string>} */
export function pairs(text, mark) {
  const all = /** @type {Record<string, string>} */ ({});
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const at = line.indexOf(mark);
    const [name, value] = [line.slice(0, at).trim(), line.slice(at + mark.length).trim()];
    if (at < 1 || !name || !value) throw new Error(`“${line.trim()}” is not of the form “name ${mark} value”.`);
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
    throw new Error("The base URL is not an address, such as https://api.anthropic.com.");
  }
  if (!["http:", "https:"].includes(url.protocol)) throw new Error("The base URL must begin with http:// or https://.");
  const settings = /** @type {ModelSettings} */ ({ baseUrl, fallback: "offline" });
  const [headers, models] = [pairs(form.headers, ":"), pairs(form.models, "=")];
  if (form.apiKey) settings.apiKey = form.apiKey;
  if (Object.keys(headers).length) settings.headers = headers;
  if (Object.keys(models).length) settings.models = models;
  return settings;
}

/** What a failed test means, and what to do. @param {{ type?: string, status?: number | null }} error @param {string} baseUrl @param {string} origin */
export function explain({ type, status }, baseUrl, origin) {
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(baseUrl);
  if (status === 401) return "The key was refused. Look whether it is whole, and of this service.";
  if (status === 403) return "The key is right, but may not do this; or a proxy refused this page.";
  if (status === 404)
    return "There is no Messages API at this address, or no such model. Give the address without /v1, and look at the model’s name.";
  if (status === 429) return "The service says: too many requests, or no credit. Wait, then try again.";
  if (status === 400 || type === "invalid_request_error")
    return "The service did not understand the request; its words are above.";
  if (status && status >= 500) return "The service itself failed or is overloaded. Try again in a while.";
  if (type === "timeout_error") return "It did not answer in time. A local model may still be loading: try again.";
  return local
    ? `Nothing answered. Is the server running, and does it allow requests from ${origin}? A browser tells a page no more than this.`
    : `Nothing answered, or the service does not allow requests from ${origin}. A browser tells a page no more than this.`;
}
