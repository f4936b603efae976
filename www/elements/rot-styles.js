/** The look of `<dreamfs-rot>`: what is said on one side, what piles up on the other; its height is fixed, so that nothing below moves. */
import { css } from "lit";

export const rotStyles = css`
  :host {
    --twice: var(--merged);
    --undated: var(--superseded);
  }
  .frame {
    block-size: var(--dreamfs-rot-height, 38rem);
    max-block-size: 92svh;
    min-block-size: 26rem;
  }
  header.bar {
    padding-block-end: 0.25rem;
  }
  header .grow {
    min-inline-size: max-content;
  }
  ol,
  ul {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(4, auto);
    justify-content: start;
    gap: 0 1.75rem;
    margin: 0;
    padding: 0 0.875rem 0.625rem;
    border-block-end: 1px solid var(--line);
  }
  .counts div {
    display: flex;
    flex-direction: column-reverse;
  }
  .counts dt {
    font-size: 0.75rem;
    color: var(--quiet);
  }
  .counts dd {
    margin: 0;
    font: 500 1.375rem / 1.3 var(--mono);
    font-variant-numeric: tabular-nums;
  }
  .duplicate {
    --hue: var(--twice);
  }
  .contradiction {
    --hue: var(--refused);
  }
  .relative_date {
    --hue: var(--undated);
  }
  .counts .duplicate dd,
  .counts .contradiction dd,
  .counts .relative_date dd {
    color: var(--hue);
  }
  .body {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  }
  .sessions {
    border-inline-end: 1px solid var(--line);
    padding: 0.75rem 0.875rem;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .file {
    overflow: auto;
    overscroll-behavior: contain;
    padding-block: 0.75rem;
  }
  .sessions:focus-visible,
  .file:focus-visible {
    outline-offset: -3px;
  }
  .empty {
    max-inline-size: 22rem;
    margin: 4rem auto;
    padding-inline: 1rem;
    text-align: center;
    text-wrap: balance;
  }
  .prompt {
    font-size: 0.8125rem;
    margin-block-end: 0.75rem;
  }
  .prompt label {
    display: block;
    margin-block: 0.5rem 0.25rem;
  }
  q {
    quotes: none;
  }
  .sessions h4 {
    font: 600 0.8125rem / 1.6 var(--mono);
    display: flex;
    gap: 0.6rem;
    margin-block: 0.625rem 0.2rem;
  }
  .sessions h4 .quiet {
    font-weight: 400;
  }
  .state {
    margin-inline-start: auto;
    font-weight: 400;
  }
  .sessions ul li {
    padding: 0.2rem 0.75rem;
    border-inline-start: 2px solid var(--line);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .unsaid {
    color: var(--quiet);
  }
  .sessions ul .said {
    border-color: var(--write);
  }
  .sessions ul .saying {
    border-color: var(--ink);
    background: var(--raised);
  }
  .file h4 {
    padding-inline: 0.875rem;
    font-weight: 600;
    margin-block-end: 0.35rem;
  }
  .file h4 .quiet {
    font-weight: 400;
  }
  .lines {
    font: 0.8125rem / 1.6 var(--mono);
  }
  .lines li {
    display: grid;
    grid-template-columns: 2.75rem minmax(0, 1fr);
    padding-inline-end: 0.875rem;
    border-inline-start: 3px solid transparent;
    --hue: transparent;
  }
  .lines li.relative_date {
    --hue: var(--undated);
  }
  .lines li.duplicate {
    --hue: var(--twice);
  }
  .lines li.contradiction {
    --hue: var(--refused);
  }
  .lines li {
    border-color: var(--hue);
    background: color-mix(in srgb, var(--hue) 7%, transparent);
  }
  .lines li.looked {
    outline: 2px solid var(--ink);
    outline-offset: -2px;
    border-radius: 3px;
  }
  .n {
    color: var(--quiet);
    text-align: end;
    padding-inline-end: 0.75rem;
    user-select: none;
  }
  .t {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .t mark {
    background: none;
    color: inherit;
    text-decoration: underline wavy 1px var(--undated);
    text-underline-offset: 0.2em;
  }
  .mark {
    display: inline-block;
    font: 0.75rem / 1.4 var(--dreamfs-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    color: var(--hue);
    white-space: normal;
  }
  button.mark {
    min-block-size: 1.5rem;
    padding: 0 0.25rem;
    border: 0;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .mark.duplicate {
    --hue: var(--twice);
  }
  .mark.contradiction {
    --hue: var(--refused);
  }
  .mark.relative_date {
    --hue: var(--undated);
  }
  @container (max-width: 44rem) {
    .frame {
      block-size: auto;
      max-block-size: none;
    }
    .body {
      grid-template-columns: minmax(0, 1fr);
    }
    .sessions {
      border-inline-end: 0;
      border-block-end: 1px solid var(--line);
      block-size: 15rem;
    }
    .file {
      block-size: 24rem;
    }
    .counts {
      grid-template-columns: repeat(4, minmax(0, auto));
      gap: 0 1rem;
    }
    .counts div {
      justify-content: flex-end;
    }
  }
`;
