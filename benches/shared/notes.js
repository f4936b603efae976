// Notes and talk for benchmarks of dreams: statements about many things, some of them said again, some of them changed. The same in
// every run.
import { random } from "./measure.js";

const kinds = "talk workshop panel demo tutorial clinic".split(" ");
const subjects =
  "evals memory caching agents search safety tracing storage design release testing data graphics compiler robotics privacy speech layout parsing planning".split(
    " ",
  );
const halls = "A B C D E F G H".split(" ");
const people = "Priya Jonas Maya Tomas Ines Farid Greta Hugo Leila Marco Nadia Oscar Paula Ravi Sofia Viktor".split(
  " ",
);
const replies = ["Noted.", "I will remember that.", "Understood, thank you.", "That is in the notes now."];
const asides = [
  "By the way, I had trouble finding the entrance again this morning.",
  "It rained the whole way here, so half of the people came in late.",
  "Can you keep that in mind for the summary that I write at the end?",
];

/** A source of statements. @param {number} seed */
export function statements(seed) {
  const chance = random(seed);
  const one = (/** @type {string[]} */ all) => all[Math.floor(chance() * all.length)];
  const number = (/** @type {number} */ most) => Math.floor(chance() * most);
  const thing = () => `${one(subjects)} ${one(kinds)} ${number(40) + 1}`;
  const forms = [
    () => `The ${thing()} is in Hall ${one(halls)}.`,
    () => `The ${thing()} starts at ${8 + number(10)}:${number(4) * 15 || "00"}.`,
    () => `${one(people)} runs the ${thing()}.`,
    () => `The slides of the ${thing()} are at https://example.com/s/${number(900)}.pdf`,
    () => `The rehearsal of the ${thing()} is next Tuesday.`,
    () => `${one(people)} prefers tea number ${number(90)}.`,
  ];
  return { chance, one, number, next: () => forms[number(forms.length)]() };
}

/** A store's notes: files of some lines each. @param {number} files */
export function notes(files) {
  const { next, number } = statements(1);
  return Array.from({ length: files }, (_, at) => ({
    path: `/notes/day-${Math.floor(at / 50)}/n-${at}.md`,
    content: `## 2026-05-0${1 + (at % 5)}\n\n${Array.from({ length: 2 + number(4) }, () => `- ${next().replace(/\.$/, "")}\n`).join("")}`,
  }));
}

/** Past sessions of so many messages, in the shape of an import. @param {number} count @param {number} messages */
export function pastSessions(count, messages) {
  return Array.from({ length: count }, (_, session) => {
    const { next, one, chance } = statements(100 + session);
    const begun = Date.UTC(2026, 4, 6, 9) + session * 3_600_000;
    const at = (/** @type {number} */ minute) => new Date(begun + minute * 60_000).toISOString();
    return {
      title: `past_${session}`,
      created_at: at(0),
      time_zone: "UTC",
      events: Array.from({ length: messages }, (_, minute) => ({
        type: minute % 2 ? "agent.message" : "user.message",
        processed_at: at(minute),
        content: [{ type: "text", text: minute % 2 ? one(replies) : chance() < 0.2 ? one(asides) : next() }],
      })),
    };
  });
}
