/**
 * The sample that the page starts from: past sessions in the shape that `POST /dreamfs/v1/sessions` takes. A page may carry it
 * within itself, as `<script type="application/json" data-sample="conference">`; else it is read from beside the page, once.
 */

import { told } from "./words.js";

/** @typedef {{ title: string, created_at: string, time_zone?: string, events: import("./api.js").Json[] }} SampleSession */

const read = /** @type {Map<string, Promise<SampleSession[]>>} */ (new Map());

/** @param {string} [name] @returns {Promise<SampleSession[]>} */
export function loadSample(name = "conference") {
  let sample = read.get(name);
  if (!sample) {
    sample = load(name);
    read.set(name, sample);
    sample.catch(() => read.delete(name));
  }
  return sample;
}

/** @param {string} name @returns {Promise<SampleSession[]>} */
async function load(name) {
  const within = document.querySelector(`script[type="application/json"][data-sample="${CSS.escape(name)}"]`);
  if (within) return sessionsOf(JSON.parse(within.textContent ?? ""));
  // Written so that a bundler sees it, and takes the file along.
  const usual = new URL("samples/conference.json", import.meta.url);
  const response = await fetch(name === "conference" ? usual : new URL(`samples/${name}.json`, document.baseURI));
  if (!response.ok) throw told("noSample", { n: String(response.status) });
  return sessionsOf(await response.json());
}

/** A list of sessions, by itself or under that name. @param {any} sample @returns {SampleSession[]} */
const sessionsOf = (sample) => (Array.isArray(sample) ? sample : (sample?.sessions ?? []));
