/** The look of `<dreamfs-dream>`: a form, then agents at work. Nothing moves by itself; colour marks what failed, and nothing else. */
import { css } from "lit";

export const dreamStyles = css`
  header.bar,
  .section {
    border-block-end: 1px solid var(--line);
  }
  .section {
    padding: 0.75rem 0.875rem;
  }
  .frame > .section:last-child,
  .section:has(+ .foot) {
    border-block-end: 0;
  }
  .section > p + .stages {
    margin-block-start: 0.625rem;
  }
  h4 {
    font-size: 0.8125rem;
    font-weight: 600;
  }
  ul,
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  select {
    inline-size: 100%;
    min-block-size: 2.25rem;
    padding: 0.3rem 0.5rem;
    background: var(--paper);
    border: 1px solid var(--edge);
    border-radius: calc(var(--radius) - 2px);
  }
  .form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem 1.75rem;
    padding: 0.875rem;
  }
  .fields {
    display: grid;
    gap: 0.875rem;
    align-content: start;
  }
  .fields > label,
  .fields > div > label {
    display: grid;
    gap: 0.25rem;
  }
  .fields textarea {
    min-block-size: 5.5rem;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-inline-size: 0;
    display: flex;
    flex-direction: column;
    gap: 0.375rem;
  }
  legend {
    padding: 0;
    font-size: 0.8125rem;
    color: var(--quiet);
    margin-block-end: 0.25rem;
  }
  .sessions {
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) - 2px);
    block-size: 15rem;
    overflow: auto;
  }
  .sessions li + li {
    border-block-start: 1px solid var(--line);
  }
  .sessions label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.625rem;
    align-items: baseline;
    padding: 0.35rem 0.625rem;
    color: var(--ink);
    cursor: pointer;
  }
  .sessions label:hover {
    background: var(--raised);
  }
  .sessions input {
    inline-size: auto;
    margin: 0;
  }
  .sessions .mono {
    overflow-wrap: anywhere;
  }
  .sessions .empty {
    padding: 0.75rem;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem 0.5rem;
    align-items: center;
  }
  .quote {
    min-block-size: 2.6rem;
    max-inline-size: 62ch;
    text-wrap: pretty;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.625rem 1rem;
    padding: 0.75rem 0.875rem;
    border-block-start: 1px solid var(--line);
  }
  .foot .quote {
    flex: 1 1 18rem;
    align-content: center;
  }
  .stages {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 0.25rem;
    font-size: 0.8125rem;
  }
  .stages li {
    border-block-start: 3px solid var(--line);
    padding-block-start: 0.3rem;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .stages li.past {
    border-color: var(--edge);
  }
  .stages li[aria-current] {
    border-color: var(--ink);
    color: var(--ink);
    font-weight: 600;
  }
  .stages .says {
    display: none;
    font-weight: 400;
    font-size: 0.75rem;
    color: var(--quiet);
  }
  .tokens {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.375rem 1rem;
    margin: 0;
  }
  .tokens dt {
    font-size: 0.75rem;
    color: var(--quiet);
    display: flex;
    align-items: baseline;
    gap: 0.375rem;
  }
  .tokens dd {
    margin: 0;
    font: 500 1.0625rem / 1.35 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .key {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 2px;
    background: var(--shade);
  }
  .input {
    --shade: var(--ink);
  }
  .written {
    --shade: color-mix(in srgb, var(--ink) 62%, var(--paper));
  }
  .cached {
    --shade: color-mix(in srgb, var(--ink) 22%, var(--paper));
  }
  .output {
    --shade: var(--paper);
  }
  .meter {
    display: flex;
    block-size: 0.625rem;
    border: 1px solid var(--edge);
    border-radius: 3px;
    overflow: hidden;
    margin-block-start: 0.5rem;
  }
  .meter span {
    background: var(--shade);
    flex: 0 0 auto;
  }
  .agents {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    max-block-size: 26rem;
    overflow: auto;
    padding: 3px;
    margin: -3px;
  }
  .agents li {
    min-inline-size: 0;
    display: grid;
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.1rem 0.75rem;
    align-content: start;
    inline-size: 100%;
    padding: 0.5rem 0.75rem;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
    background: var(--paper);
  }
  .card .name {
    font: 600 0.8125rem / 1.5 var(--mono);
  }
  .card .wide {
    grid-column: 1 / -1;
  }
  .card .line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-block-size: 1.4em;
  }
  .card.lead {
    margin-block-end: 0.5rem;
  }
  .card.waiting {
    border: 1px dashed var(--edge);
    border-radius: calc(var(--radius) - 2px);
    cursor: default;
  }
  .working::after {
    content: "…";
  }
  .transcript {
    display: flex;
    flex-direction: column;
    gap: 0.625rem;
    padding: 0.875rem;
    max-block-size: 34rem;
    overflow: auto;
  }
  .transcript:focus-visible {
    outline-offset: -3px;
  }
  .words {
    margin: 0;
    padding: 0.125rem 0.625rem 0.5rem;
    font: 0.8125rem / 1.5 var(--dreamfs-font, system-ui, sans-serif);
    display: grid;
    gap: 0.3rem;
  }
  .words li {
    display: grid;
    grid-template-columns: 6.5rem minmax(0, 1fr);
    gap: 0.75rem;
    overflow-wrap: anywhere;
  }
  .section > p {
    max-inline-size: 76ch;
  }
  header .grow {
    min-inline-size: max-content;
  }
  @container (max-width: 26rem) {
    .words li {
      grid-template-columns: 1fr;
      gap: 0;
    }
    .stages {
      font-size: 0.6875rem;
      grid-template-columns: repeat(5, auto);
    }
  }
  @container (min-width: 40rem) {
    .form {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .tokens {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .agents {
      grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
    }
    .stages .says {
      display: block;
    }
  }
  @media (pointer: coarse) {
    .sessions label {
      padding-block: 0.6rem;
    }
  }
  @media print {
    .sessions,
    .agents,
    .transcript {
      max-block-size: none;
      block-size: auto;
      overflow: visible;
    }
  }
`;
