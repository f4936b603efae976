/** The charts of `<dreamfs-growth>`: points in, inline SVG out. Nothing in them moves by itself, and each says in words what it shows. */
import { html, nothing, svg } from "lit";
import { ARMS, scale } from "../format/growth.js";

/** @typedef {import("../format/growth.js").Point} Point */
/** @typedef {import("../format/growth.js").Arm} Arm */
/** @typedef {import("../format/words.js").Words} Words */
/** @typedef {{ title: string, value: (point: Point) => number, says: (w: Words, n: number) => string, top?: number }} Measure `title` names a text;
 *   `says` a value in words; `top` where the scale is given */

const WIDTH = 320;
const HEIGHT = 190;
const LEFT = 40;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 26;
/** The widest line lies below, so that lines which run together all show. @type {Arm[]} */
const DRAWN = ["dream", "append", "tidy"];

/** @param {Words} w @param {Measure} measure @param {Point[]} points @param {number} sessions how many there will be */
export function chart(w, measure, points, sessions) {
  const values = points.map(measure.value);
  const { top, ticks } = measure.top
    ? { top: measure.top, ticks: [0, measure.top / 2, measure.top] }
    : scale(Math.max(0, ...values));
  const x = (/** @type {number} */ session) => LEFT + (session / sessions) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const of = (/** @type {Arm} */ arm) => points.filter((point) => point.arm === arm);
  const ends = ARMS.map(({ id }) => ({ label: w.word(id), last: of(id).at(-1) })).filter(({ last }) => last);
  const words = ends.length
    ? w.word("after", {
        n: ends[0].last?.session,
        values: ends
          .map(({ label, last }) => `${label} ${measure.says(w, measure.value(/** @type {Point} */ (last)))}`)
          .join("; "),
      })
    : w.word("nothingMeasured");
  const title = w.word(measure.title);
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}. ${words}">
      ${(points.length ? ticks : [0]).map(
        (tick) =>
          svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} />${points.length ? svg`<text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${measure.top ? w.number(tick) : measure.says(w, tick)}</text>` : nothing}`,
      )}
      ${xTicks(sessions).map((tick) => svg`<text x=${x(tick)} y=${HEIGHT - 8} text-anchor=${tick === sessions ? "end" : "middle"}>${w.number(tick)}</text>`)}
      ${DRAWN.map((id) => {
        const own = of(id).map((point) => [x(point.session), y(measure.value(point))]);
        if (!own.length) return nothing;
        return svg`<g class=${id}><polyline points=${[...(measure.top ? [] : [[LEFT, y(0)]]), ...own].map((at) => at.join(",")).join(" ")} />${own.map(([cx, cy]) => marker(id, cx, cy))}</g>`;
      })}
      ${points.length ? nothing : svg`<text class="none" x=${(LEFT + WIDTH - RIGHT) / 2} y=${HEIGHT / 2 - 8} text-anchor="middle">${w.word("notMeasured")}</text>`}
    </svg>
  </figure>`;
}

/** Which line is which: told apart by dash and mark, not by colour alone. */
export const legend = (/** @type {Words} */ w) =>
  html`<ul class="legend">
    ${ARMS.map(
      ({ id }) =>
        html`<li>
          <svg viewBox="0 0 36 12" class="key ${id}" aria-hidden="true">
            <polyline points="0,6 36,6" />
            ${marker(id, 18, 6)}
          </svg>
          <span>${w.word(id)} <span class="quiet">${w.word(`${id}Says`)}</span></span>
        </li>`,
    )}
  </ul>`;

/** @param {Arm} arm @param {number} x @param {number} y */
function marker(arm, x, y) {
  if (arm === "append") return svg`<circle cx=${x} cy=${y} r="3" />`;
  if (arm === "tidy") return svg`<rect x=${x - 3} y=${y - 3} width="6" height="6" />`;
  return svg`<path d="M${x} ${y - 4}L${x + 4} ${y + 3}H${x - 4}Z" />`;
}

/** @param {number} sessions */
const xTicks = (sessions) => [0, sessions / 3, (2 * sessions) / 3, sessions].map(Math.round);
