/** The look of `<dreamfs-cost>`: the terms on one side, the bill on the other. */
import { css } from "lit";

export const costStyles = css`
  :host {
    --cached: var(--dreamfs-cached, light-dark(#9db8d8, #4a6d97));
    --written: var(--dreamfs-written, light-dark(#2a5a9c, #8db4e8));
    --input: var(--dreamfs-input, light-dark(#8a8478, #8d877b));
    --output: var(--dreamfs-output, light-dark(#1f1e1b, #e8e5dd));
  }
  .frame.whole {
    min-block-size: var(--dreamfs-cost-height, 38rem);
  }
  header.bar {
    border-block-end: 1px solid var(--line);
  }
  header .grow {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.6rem;
    align-items: center;
  }
  .empty {
    margin: auto;
    padding: 2rem 0.875rem;
    max-inline-size: 30rem;
    text-align: center;
    text-wrap: balance;
  }
  .body {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  }
  .knobs {
    display: flex;
    flex-direction: column;
    gap: 1.25rem;
    padding: 1rem 0.875rem;
    border-inline-end: 1px solid var(--line);
  }
  .knob label {
    display: block;
    margin-block-end: 0.3rem;
  }
  .knob b {
    color: var(--ink);
    font-weight: 600;
  }
  select {
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: 0.3rem 0.5rem;
    background: var(--paper);
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) - 2px);
    font: 0.8125rem var(--mono);
  }
  input[type="range"] {
    padding: 0;
    block-size: 1.5rem;
  }
  .presets {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-block-start: 0.375rem;
  }
  .presets button[aria-pressed="true"] {
    border-color: var(--ink);
    background: var(--raised);
  }
  .check {
    display: flex;
    gap: 0.6rem;
    align-items: center;
    color: var(--ink);
    cursor: pointer;
  }
  .check input {
    inline-size: auto;
  }
  .bill {
    padding: 1rem 0.875rem;
    min-inline-size: 0;
  }
  .sum {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75rem;
    margin-block-end: 0.5rem;
  }
  output {
    font: 500 2rem / 1.2 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .sum .quiet {
    font-size: 0.8125rem;
  }
  .strip {
    display: grid;
    grid-template-columns: 4rem 1fr;
    align-items: center;
    margin-block: 0.3rem;
  }
  .strip svg {
    inline-size: 100%;
    block-size: 0.75rem;
    border-radius: 2px;
    background: var(--raised);
  }
  .cached {
    fill: var(--cached);
    background: var(--cached);
  }
  .written {
    fill: var(--written);
    background: var(--written);
  }
  .input {
    fill: var(--input);
    background: var(--input);
  }
  .output {
    fill: var(--output);
    background: var(--output);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
    margin-block: 0.75rem 0;
  }
  th {
    font-weight: 400;
    text-align: start;
  }
  thead th {
    color: var(--quiet);
    font-size: 0.75rem;
    vertical-align: bottom;
  }
  th,
  td {
    padding: 0.25rem 0 0.25rem 0.75rem;
    border-block-end: 1px solid var(--line);
  }
  th:first-child {
    padding-inline-start: 0;
  }
  thead th:not(:first-child),
  td {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  td {
    font-family: var(--mono);
    white-space: nowrap;
  }
  tfoot th,
  tfoot td {
    font-weight: 600;
    border: 0;
  }
  tbody th i {
    display: inline-block;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 2px;
    margin-inline-end: 0.5rem;
  }
  td input {
    inline-size: 4.25rem;
    padding: 0.1rem 0.4rem;
    text-align: end;
    border-color: var(--line);
  }
  td input.edited {
    border-color: var(--ink);
  }
  .notes {
    margin-block-start: auto;
    text-wrap: pretty;
  }
  .notes button {
    min-block-size: 1.5rem;
    text-decoration: underline;
  }
  .again {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: end;
    gap: 0.5rem 1.25rem;
    padding: 0.875rem;
    border-block-start: 1px solid var(--line);
    background: var(--raised);
  }
  .again .knob label {
    min-block-size: 2.6em;
    display: flex;
    align-items: end;
    flex-wrap: wrap;
    gap: 0 0.25em;
  }
  .outcome {
    grid-column: 1 / -1;
    min-block-size: 3.2em;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .outcome code {
    font-size: 0.75rem;
  }
  @container (max-width: 44rem) {
    .body,
    .again {
      grid-template-columns: minmax(0, 1fr);
    }
    .knobs {
      border-inline-end: 0;
      border-block-end: 1px solid var(--line);
    }
    thead th:nth-child(3) {
      max-inline-size: 5rem;
    }
    th,
    td {
      padding-inline-start: 0.4rem;
    }
  }
`;
