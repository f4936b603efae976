/** The look of `<dreamfs-session>`. Its height is fixed (`--dreamfs-session-height`), so that nothing below it moves as it fills. */
import { css } from "lit";

/** What is said and done: shared by every element that shows a transcript. */
export const rowStyles = css`
  .said {
    overflow-wrap: anywhere;
    max-inline-size: 62ch;
  }
  .text {
    white-space: pre-wrap;
  }
  .user {
    background: var(--raised);
    border-radius: var(--radius);
    padding: 0.4rem 0.75rem;
    margin-inline-start: auto;
    max-inline-size: min(62ch, 88%);
  }
  .agent.pending::after {
    content: "";
    display: inline-block;
    inline-size: 0.5em;
    block-size: 1em;
    margin-inline-start: 0.15em;
    vertical-align: text-bottom;
    background: var(--edge);
  }
  .user.pending {
    color: var(--quiet);
  }
  .note {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid currentcolor;
    overflow-wrap: anywhere;
  }
  .passed {
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--line);
    overflow-wrap: anywhere;
  }
  .tool {
    --hue: var(--edge);
    border-inline-start: 2px solid var(--hue);
    background: color-mix(in srgb, var(--hue) 5%, transparent);
    border-radius: 0 6px 6px 0;
    font: 0.8125rem / 1.5 var(--mono);
  }
  .tool.read {
    --hue: var(--read);
    color: inherit;
  }
  .tool.write {
    --hue: var(--write);
    color: inherit;
  }
  .tool.bad {
    --hue: var(--refused);
  }
  .tool summary {
    display: flex;
    gap: 0.625rem;
    align-items: baseline;
    padding: 0.25rem 0.625rem;
    list-style: none;
    border-radius: 0 6px 6px 0;
  }
  .tool summary::-webkit-details-marker {
    display: none;
  }
  .tool .name {
    color: var(--hue);
    font-weight: 600;
  }
  .tool.other .name {
    color: inherit;
  }
  .tool .what {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .tool .came {
    font-size: 0.75rem;
    white-space: nowrap;
    max-inline-size: 45%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tool .came::after {
    content: " ▸";
  }
  .tool[open] .came::after {
    content: " ▾";
  }
  .tool dl {
    margin: 0;
    padding: 0.125rem 0.625rem 0.5rem;
    display: grid;
    grid-template-columns: minmax(4rem, max-content) minmax(0, 1fr);
    gap: 0.25rem 0.75rem;
  }
  .tool dt {
    color: var(--quiet);
    font-size: 0.75rem;
    line-height: 1.55rem;
  }
  .tool dd {
    margin: 0;
  }
  .tool pre {
    font-size: 0.78125rem;
    max-block-size: 14rem;
    overflow: auto;
  }
  @container (max-width: 26rem) {
    .tool dl {
      grid-template-columns: 1fr;
      gap: 0;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .agent.pending::after {
      animation: blink 1s steps(2) infinite;
    }
    @keyframes blink {
      to {
        opacity: 0;
      }
    }
  }
`;

export const chatStyles = css`
  .frame {
    block-size: var(--dreamfs-session-height, 30rem);
    max-block-size: 85svh;
    min-block-size: 22rem;
  }
  header.bar {
    padding-block-end: 0;
  }
  .mounts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    padding: 0 0.875rem 0.5rem;
    border-block-end: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .mounts code {
    font-size: 0.75rem;
  }
  .transcript {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0.875rem;
    display: flex;
    flex-direction: column;
    gap: 0.625rem;
  }
  .transcript:focus-visible {
    outline-offset: -3px;
  }
  .empty {
    margin: auto;
    max-inline-size: 24rem;
    text-align: center;
    text-wrap: balance;
  }
  .state {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding: 0 0.875rem;
    min-block-size: 2.25rem;
  }
  .state button {
    min-block-size: 1.75rem;
  }
  .working::after {
    content: "…";
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    padding: 0 0.875rem 0.5rem;
    flex: none;
  }
  .chips button {
    border-radius: 1.25rem;
    white-space: normal;
    text-align: start;
  }
  form {
    display: flex;
    gap: 0.5rem;
    align-items: end;
    padding: 0.625rem 0.875rem 0.875rem;
    border-block-start: 1px solid var(--line);
  }
  form textarea {
    resize: none;
    field-sizing: content;
    min-block-size: 2.375rem;
    max-block-size: 8rem;
    flex: 1;
    min-inline-size: 0;
  }
  form button {
    min-block-size: 2.375rem;
  }
  @media print {
    .frame {
      max-block-size: none;
    }
    form,
    .chips,
    .state {
      display: none;
    }
    .transcript {
      overflow: visible;
    }
  }
`;
