// Timing on a machine that does other things too: contenders take turns, round after round, and what is reported is the median
// of their times and the median of the ratios within a round.

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {() => unknown} work @returns {Promise<number>} milliseconds */
export async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * Runs every contender once a round, each round beginning with the next one; the first `warm` rounds are not counted.
 * @template {string} Name
 * @param {{ rounds: number, warm?: number }} how
 * @param {Record<Name, () => Promise<number>>} contenders each gives its time or rate
 */
export async function inTurns({ rounds, warm = 1 }, contenders) {
  const names = /** @type {Name[]} */ (Object.keys(contenders));
  const results = /** @type {Record<Name, number[]>} */ (Object.fromEntries(names.map((name) => [name, []])));
  for (let round = 0; round < warm + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      const result = await contenders[name]();
      if (round >= warm) results[name].push(result);
    }
  }
  return {
    /** @param {Name} name */
    of: (name) => median(results[name]),
    /** @param {Name} name @param {Name} to */
    ratio: (name, to) => median(results[name].map((result, round) => result / results[to][round])),
  };
}

/** Numbers from 0 to 1, the same in every run (mulberry32). @param {number} seed */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const chance = random(20_260_506);
const words = "note talk room time agent store memory session keynote lunch river garden copper".split(" ");

/** A text of about 1 KB with a number of its own. @param {number} number */
export function kilobyte(number) {
  let text = `${number}:`;
  while (text.length < 1_024) text += ` ${words[Math.floor(chance() * words.length)]}`;
  return text.slice(0, 1_024);
}

/** The path of file `number`: a hundred a directory. @param {number} number */
export const pathOf = (number) => `/d${Math.floor(number / 100)}/note-${number}.md`;
