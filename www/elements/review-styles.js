/** The look of `<dreamfs-review>`: a ledger, a difference, files. Colour tells what became of a line. */
import { css } from "lit";

export const reviewStyles = css`
  header.bar {
    border-block-end: 1px solid var(--line);
  }
  header .grow {
    flex-basis: 12rem;
  }
  .section {
    padding: 0.75rem 0.875rem;
    border-block-end: 1px solid var(--line);
  }
  .empty {
    padding: 2rem 0.875rem;
    margin: auto;
    max-inline-size: 30rem;
    text-align: center;
    text-wrap: balance;
  }
  h4 {
    font-size: 0.875rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  ul,
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .proof {
    margin: 0.375rem 0 0;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .proof div {
    display: grid;
    grid-template-columns: 4rem minmax(0, 1fr);
  }
  .proof dd {
    margin: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 0.5rem;
    align-items: center;
  }
  [role="tablist"] {
    display: flex;
    overflow-x: auto;
    scrollbar-width: none;
    padding-inline: 0.375rem;
    border-block-end: 1px solid var(--line);
  }
  [role="tab"] {
    border-color: transparent;
    color: var(--quiet);
    padding: 0.45rem 0.5rem;
  }
  [role="tab"][aria-selected="true"] {
    color: var(--ink);
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 0.45em;
  }
  [role="tab"]:focus-visible {
    outline-offset: -2px;
  }
  .panel {
    block-size: var(--dreamfs-review-height, 32rem);
    overflow: auto;
    padding: 0.75rem 0.875rem;
  }
  .panel:focus-visible {
    outline-offset: -3px;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-block-end: 0.5rem;
  }
  .filters button {
    border-radius: 1.25rem;
  }
  .filters button[aria-pressed="true"] {
    border-color: var(--ink);
    background: var(--raised);
    font-weight: 600;
  }
  .claim {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0 0.875rem;
    padding-block: 0.5rem;
    border-block-start: 1px solid var(--line);
  }
  .claim .text {
    overflow-wrap: anywhere;
  }
  .verdict {
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.7;
  }
  .flag {
    display: block;
    font-size: 0.75rem;
    font-weight: 400;
    line-height: 1.3;
    color: var(--quiet);
  }
  .verdict.merged {
    color: var(--merged);
  }
  .verdict.superseded,
  .verdict.dated,
  .verdict.corrected {
    color: var(--superseded);
  }
  .verdict.dropped {
    color: var(--refused);
  }
  .verdict.added {
    color: var(--write);
  }
  .places {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.875rem;
    align-items: baseline;
    overflow-wrap: anywhere;
  }
  .panel > p + .changed {
    margin-block-start: 0.75rem;
  }
  button.place {
    font: 0.8125rem / 1.4 var(--mono);
    min-block-size: 1.5rem;
    padding: 0;
    border: 0;
    white-space: normal;
    text-align: start;
    overflow-wrap: anywhere;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  .evidence summary {
    inline-size: fit-content;
    padding-block: 0.125rem;
    border-radius: 4px;
  }
  .from {
    margin: 0.375rem 0;
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--line);
    overflow-wrap: anywhere;
  }
  blockquote {
    margin: 0;
    white-space: pre-wrap;
  }
  mark {
    background: color-mix(in srgb, var(--superseded) 22%, transparent);
    color: inherit;
    border-radius: 2px;
  }
  .changed + .changed {
    margin-block-start: 1.25rem;
  }
  .hunk {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.375rem;
    margin-block-start: 0.5rem;
  }
  .diff {
    border-block: 1px solid var(--line);
    padding-block: 0.25rem;
    max-block-size: 18rem;
    overflow: auto;
    line-height: 1.55;
  }
  .accepted .diff {
    border-color: var(--write);
  }
  .diff > div,
  .lines > div {
    display: grid;
    grid-template-columns: 1.5rem minmax(0, 1fr);
  }
  .lines > div {
    grid-template-columns: 2.5rem minmax(0, 1fr);
    line-height: 1.55;
  }
  .lines .n {
    color: var(--quiet);
    text-align: end;
    padding-inline-end: 0.75rem;
    user-select: none;
  }
  .lines .here {
    background: color-mix(in srgb, var(--superseded) 22%, transparent);
  }
  .op {
    text-align: center;
    user-select: none;
  }
  .line {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-block-size: 1lh;
  }
  .plus {
    color: var(--write);
    background: color-mix(in srgb, var(--write) 9%, transparent);
  }
  .minus {
    color: var(--refused);
    background: color-mix(in srgb, var(--refused) 8%, transparent);
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }
  .leaf {
    display: flex;
    gap: 0.5rem;
    justify-content: space-between;
    align-items: baseline;
    inline-size: 100%;
    border: 0;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
    padding-inline: 0.375rem;
  }
  .leaf[aria-current="true"] {
    background: var(--raised);
    font-weight: 600;
  }
  .mark {
    font-size: 0.75rem;
    white-space: nowrap;
  }
  .checks {
    display: grid;
    gap: 0.5rem;
    font-size: 0.875rem;
  }
  .checks h4:not(:first-child) {
    margin-block-start: 0.75rem;
  }
  .checks li {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    gap: 0.75rem;
    padding-block: 0.25rem;
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  th,
  td {
    text-align: end;
    padding: 0.2rem 0.75rem;
    font-weight: 400;
    border-block-end: 1px solid var(--line);
  }
  th:first-child {
    text-align: start;
    padding-inline-start: 0;
  }
  thead th {
    color: var(--quiet);
  }
  .foot,
  .share {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    padding: 0.75rem 0.875rem;
    border-block-start: 1px solid var(--line);
  }
  .foot p,
  .share p {
    flex: 1 1 18rem;
  }
  dreamfs-share {
    inline-size: 100%;
  }
  .asked {
    background: var(--raised);
  }
  @container (min-width: 40rem) {
    .claim {
      grid-template-columns: 6.5rem minmax(0, 1fr);
    }
    .two {
      grid-template-columns: minmax(11rem, 17rem) minmax(0, 1fr);
    }
  }
  @media (pointer: coarse) {
    button.place {
      min-block-size: 2rem;
    }
  }
  @media print {
    .panel {
      block-size: auto;
      overflow: visible;
    }
  }
`;
