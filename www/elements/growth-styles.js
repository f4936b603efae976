/** The look of `<dreamfs-growth>`. */
import { css } from "lit";

export const growthStyles = css`
  .choice {
    display: flex;
    align-items: center;
    gap: 0.5rem;
  }
  select,
  .row input {
    inline-size: auto;
    min-block-size: 2rem;
    padding: 0.2rem 0.5rem;
    background: var(--paper);
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) - 2px);
    font-size: 0.8125rem;
  }
  .row input {
    inline-size: 6rem;
  }
  .progress {
    padding: 0 0.875rem 0.625rem;
    border-block-end: 1px solid var(--line);
  }
  progress {
    display: block;
    inline-size: 100%;
    block-size: 0.375rem;
    appearance: none;
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    background: var(--raised);
    color: var(--ink);
    margin-block-end: 0.4rem;
  }
  progress::-webkit-progress-bar {
    background: var(--raised);
  }
  progress::-webkit-progress-value {
    background: var(--ink);
  }
  progress::-moz-progress-bar {
    background: var(--ink);
  }
  .progress p {
    min-block-size: 1.5em;
    font-variant-numeric: tabular-nums;
  }
  .charts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem 1.5rem;
    padding: 0.875rem;
  }
  .legend {
    grid-column: 1 / -1;
    list-style: none;
    margin: 0;
    padding: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.75rem;
    font-size: 0.8125rem;
  }
  .legend li {
    display: flex;
    gap: 0.6rem;
    align-items: baseline;
  }
  .key {
    inline-size: 2.25rem;
    block-size: 0.75rem;
    flex: none;
  }
  figure {
    margin: 0;
  }
  figcaption {
    font-size: 0.8125rem;
    font-weight: 600;
    margin-block-end: 0.25rem;
  }
  figure svg {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }
  text {
    font: 11px var(--mono);
    fill: var(--quiet);
  }
  text.none {
    font: 12px var(--dreamfs-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  }
  .grid {
    stroke: var(--line);
    stroke-width: 1;
  }
  polyline {
    fill: none;
    stroke: var(--hue);
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  circle,
  rect,
  path {
    fill: var(--hue);
  }
  .append {
    --hue: var(--refused);
  }
  .tidy {
    --hue: var(--read);
  }
  .tidy polyline {
    stroke-dasharray: 4 3;
  }
  .dream {
    --hue: var(--write);
  }
  .dream polyline {
    stroke-width: 3.25;
  }
  .more {
    border-block-start: 1px solid var(--line);
    padding: 0.5rem 0.875rem;
  }
  .more summary {
    font-size: 0.8125rem;
    color: var(--quiet);
    inline-size: fit-content;
    max-inline-size: 100%;
  }
  .more > * + * {
    margin-block-start: 0.75rem;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
  }
  .row button {
    white-space: normal;
  }
  .scroll {
    overflow: auto;
    max-block-size: 22rem;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
    min-inline-size: 46rem;
    inline-size: 100%;
  }
  th,
  td {
    padding: 0.2rem 0.75rem 0.2rem 0;
    border-block-end: 1px solid var(--line);
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  th {
    font-weight: 400;
  }
  thead th {
    color: var(--quiet);
    font-size: 0.75rem;
    vertical-align: bottom;
  }
  tbody th {
    text-align: start;
    white-space: nowrap;
  }
  @container (min-width: 34rem) {
    .charts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (min-width: 68rem) {
    .charts {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
`;
