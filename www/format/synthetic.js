/**
 * Made-up sessions with known answers, from a seed: somebody who organises a long event tells an agent what is where, when and who. There is
 * an end to what there is to tell; after that the same things come up again, in the same words or others, and some of them change. Pure:
 * the same seed gives the same sessions. It is no measure of how people talk; it is a measure of what piles up.
 */

/** @typedef {{ key: string, question: string, answer: string, former: string[] }} Known what is true by then, and what no longer is */
/** @typedef {{ title: string, created_at: string, time_zone: string, events: import("./api.js").Json[] }} SyntheticSession */
/** @typedef {{ seed: number, sessions: SyntheticSession[], known: Known[][] }} World `known[n]` after session n, counted from 0 */

const TALKS =
  "keynote|evals workshop|memory panel|caching talk|agents tutorial|search talk|safety panel|tracing workshop|storage talk|design clinic|release talk|testing workshop|data panel|graphics talk|compiler talk|robotics demo|privacy panel|speech workshop".split(
    "|",
  );
const ROOMS = "Aspen|Birch|Cedar|Dogwood|Elm|Fir|Hazel|Juniper|Larch|Maple|Oak|Pine".split("|");
const TEAMS = "catering|stage|press|badge|video|travel|sponsor|volunteer|network|safety".split("|");
const PEOPLE =
  "Priya|Jonas|Maya|Tomas|Ines|Farid|Greta|Hugo|Leila|Marco|Nadia|Oscar|Paula|Ravi|Sofia|Viktor|Wanda|Yusuf".split("|");
const THINGS = "banner|catering|stage|video|travel|print|gift|music".split("|");
const DOORS = "storage room|green room|loading dock|press office|server closet|cloakroom".split("|");
const DAYS = "next Monday|next Tuesday|next Wednesday|next Thursday|this Friday|in two weeks".split("|");
const EVENTS = "planning call|rehearsal|site visit|supplier meeting|dry run|sound check".split("|");
const CHAT = ["Thanks, that helps.", "Good morning!", "That was a long day.", "See you later."];

/** A kind of fact: what it is told of, its values, the ways in which it is said, and what asks for it.
 * @typedef {{ of: string[], value: (pick: Pick) => string, say: Array<(of: string, value: string) => string>, ask: (of: string) => string }} Kind */
/** @typedef {ReturnType<typeof pickFrom>} Pick */

/** @type {Record<string, Kind>} */
const KINDS = {
  room: {
    of: TALKS,
    value: (pick) => `room ${pick.one(ROOMS)}`,
    say: [
      (talk, room) => `The ${talk} is in ${room}.`,
      (talk, room) => `By the way, the ${talk} is in ${room}.`,
      (talk, room) => `Remember that the ${talk} is in ${room}.`,
    ],
    ask: (talk) => `Where is the ${talk}?`,
  },
  start: {
    of: TALKS,
    value: (pick) => `${pick.number(8, 18)}:${pick.one(["00", "15", "30", "45"])}`,
    say: [
      (talk, time) => `The ${talk} starts at ${time}.`,
      (talk, time) => `Just so you know, the ${talk} starts at ${time}.`,
      (talk, time) => `The ${talk} begins at ${time}.`,
    ],
    ask: (talk) => `When does the ${talk} start?`,
  },
  lead: {
    of: TEAMS,
    value: (pick) => pick.one(PEOPLE),
    say: [
      (team, name) => `${name} leads the ${team} team.`,
      (team, name) => `The ${team} team is led by ${name}.`,
      (team, name) => `Note that ${name} leads the ${team} team.`,
    ],
    ask: (team) => `Who leads the ${team} team?`,
  },
  extension: {
    of: PEOPLE,
    value: (pick) => String(pick.number(2000, 9999)),
    say: [
      (name, number) => `${name}'s extension is ${number}.`,
      (name, number) => `Please note that ${name}'s extension is ${number}.`,
    ],
    ask: (name) => `What is ${name}'s extension?`,
  },
  budget: {
    of: THINGS,
    value: (pick) => `${pick.number(2, 60)}k`,
    say: [
      (thing, sum) => `The ${thing} budget is ${sum}.`,
      (thing, sum) => `For the record, the ${thing} budget is ${sum}.`,
    ],
    ask: (thing) => `What is the ${thing} budget?`,
  },
  code: {
    of: DOORS,
    value: (pick) => String(pick.number(1000, 9999)),
    say: [(door, code) => `The ${door} code is ${code}.`, (door, code) => `The code of the ${door} is ${code}.`],
    ask: (door) => `What is the ${door} code?`,
  },
};

/** How many things there are to tell, and how many of them a session tells of at first. */
export const FACTS = 40;
const FRESH = 3;
const AGAIN = 5;

/** Sessions from a seed. @param {{ seed: number, sessions: number }} options @returns {World} */
export function synthesize({ seed, sessions }) {
  const pick = pickFrom(seed);
  const all = Object.entries(KINDS).flatMap(([kind, { of }]) => of.map((one) => ({ kind, of: one })));
  const untold = pick.shuffled(all).slice(0, FACTS);
  const told = /** @type {Array<{ kind: string, of: string, value: string, former: string[] }>} */ ([]);
  const world = /** @type {World} */ ({ seed, sessions: [], known: [] });
  for (let n = 0; n < sessions; n++) {
    const said = [];
    const say = (/** @type {typeof told[number]} */ fact) =>
      said.push(pick.one(KINDS[fact.kind].say)(fact.of, fact.value));
    const known = [...told];
    for (const { kind, of } of untold.splice(0, FRESH)) {
      const fact = { kind, of, value: KINDS[kind].value(pick), former: [] };
      told.push(fact);
      say(fact);
    }
    const again = pick.shuffled(known).slice(0, AGAIN);
    for (const [at, fact] of again.entries()) {
      // Of what comes up again, a part has changed.
      if (at === 0 && pick.chance() < 0.7) change(fact, pick);
      say(fact);
    }
    if (pick.chance() < 0.3) said.push(`The ${pick.one(EVENTS)} is ${pick.one(DAYS)}.`);
    if (pick.chance() < 0.3) said.push(pick.one(CHAT));
    world.sessions.push(session(n, pick.shuffled(said)));
    world.known.push(
      told.map(({ kind, of, value, former }) => ({
        key: `${kind}/${of}`,
        question: KINDS[kind].ask(of),
        answer: value,
        former: [...former],
      })),
    );
  }
  return world;
}

/** @param {{ kind: string, value: string, former: string[] }} fact @param {Pick} pick */
function change(fact, pick) {
  const before = fact.value;
  while (fact.value === before) fact.value = KINDS[fact.kind].value(pick);
  fact.former = [...new Set([...fact.former, before])].filter((value) => value !== fact.value);
}

/** @param {number} n @param {string[]} said @returns {SyntheticSession} */
function session(n, said) {
  const begun = Date.UTC(2026, 2, 2 + n, 9);
  const at = (/** @type {number} */ minute) => new Date(begun + minute * 60_000).toISOString();
  return {
    title: `synthetic_${String(n + 1).padStart(3, "0")}`,
    created_at: at(0),
    time_zone: "UTC",
    events: said.map((text, minute) => ({
      type: "user.message",
      processed_at: at(minute),
      content: [{ type: "text", text }],
    })),
  };
}

/** What to ask after a session: half of it of what has changed, as far as there is so much. @param {World} world @param {number} after
 * @param {number} most @returns {Known[]} */
export function questions(world, after, most) {
  const pick = pickFrom(world.seed + after + 1);
  const known = pick.shuffled(world.known[after] ?? []);
  const changed = known.filter(({ former }) => former.length).slice(0, Math.ceil(most / 2));
  const rest = known.filter((one) => !changed.includes(one)).slice(0, most - changed.length);
  return [...changed, ...rest];
}

/** Whether an answer gives what is true by then, and nothing that no longer is. @param {string} said @param {Known} known */
export function isRight(said, { answer, former }) {
  const holds = (/** @type {string} */ value) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "iu").test(said);
  return holds(answer) && !former.some(holds);
}

/** Draws from a seed: the same ones for the same seed (a multiplicative mix of a counter, after Marsaglia's xorshift). @param {number} seed */
function pickFrom(seed) {
  let state = (seed * 2_654_435_761 + 0x9e37_79b9) >>> 0 || 1;
  const chance = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
  for (let warm = 0; warm < 8; warm++) chance();
  return {
    chance,
    /** @param {number} least @param {number} most */
    number: (least, most) => least + Math.floor(chance() * (most - least + 1)),
    /** @template T @param {T[]} all @returns {T} */
    one: (all) => all[Math.floor(chance() * all.length)],
    /** @template T @param {T[]} all @returns {T[]} */
    shuffled(all) {
      const out = [...all];
      for (let at = out.length - 1; at > 0; at--) {
        const other = Math.floor(chance() * (at + 1));
        [out[at], out[other]] = [out[other], out[at]];
      }
      return out;
    },
  };
}
