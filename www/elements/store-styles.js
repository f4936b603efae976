/** The look of `<dreamfs-store>`: tree and file side by side where there is room, one above the other where there is not. */
import { css } from "lit";

export const storeStyles = css`
  header.bar {
    border-block-end: 1px solid var(--line);
  }
  .frame {
    block-size: var(--dreamfs-store-height, 36rem);
    max-block-size: 92svh;
    min-block-size: 24rem;
  }
  .body {
    flex: 1;
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(11rem, 16rem) minmax(0, 1fr);
  }
  nav {
    border-inline-end: 1px solid var(--line);
    padding: 0.625rem 0.5rem;
    overflow: auto;
  }
  nav p {
    padding: 0 0.375rem;
  }
  ul,
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  nav ul ul {
    margin-inline-start: 0.6rem;
    padding-inline-start: 0.4rem;
    border-inline-start: 1px solid var(--line);
  }
  nav summary {
    font: 0.8125rem / 1.9 var(--mono);
    color: var(--quiet);
    padding-inline: 0.375rem;
    border-radius: 4px;
    overflow-wrap: anywhere;
  }
  .leaf {
    display: flex;
    gap: 0.5rem;
    justify-content: space-between;
    align-items: baseline;
    inline-size: 100%;
    border: 0;
    padding: 0.15rem 0.375rem;
    min-block-size: 1.75rem;
    font-family: var(--mono);
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .leaf[aria-current="true"],
  .version[aria-current="true"] {
    background: var(--raised);
    font-weight: 600;
  }
  .mark {
    font: 0.6875rem / 1.4 var(--dreamfs-font, system-ui, sans-serif);
    white-space: nowrap;
  }
  .gone {
    margin-block-start: 0.75rem;
    border-block-start: 1px solid var(--line);
    padding-block-start: 0.5rem;
  }
  .gone:first-child {
    margin-block-start: 0;
    border: 0;
    padding: 0;
  }
  .gone .leaf {
    color: var(--quiet);
  }
  .file {
    display: flex;
    flex-direction: column;
    gap: 0.625rem;
    padding: 0.75rem 0.875rem;
    overflow: auto;
  }
  .empty {
    margin: auto;
    max-inline-size: 24rem;
    text-align: center;
    text-wrap: balance;
  }
  .head {
    display: flex;
    gap: 0.25rem 1rem;
    flex-wrap: wrap;
    align-items: baseline;
  }
  h4 {
    font-size: 0.875rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .tools,
  .row {
    display: flex;
    gap: 0.375rem 0.5rem;
    flex-wrap: wrap;
    align-items: center;
  }
  .tabs {
    display: flex;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) - 2px);
    overflow: hidden;
  }
  .tabs button {
    border: 0;
    border-radius: 0;
  }
  .tabs button:focus-visible {
    outline-offset: -2px;
  }
  .tabs button[aria-pressed="true"] {
    background: var(--raised);
    font-weight: 600;
  }
  .text {
    flex: 1;
    padding: 0.25rem 0;
  }
  .editor,
  .asked {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
  }
  .editor {
    flex: 1;
  }
  .editor textarea {
    flex: 1;
    min-block-size: 9rem;
    line-height: 1.55;
  }
  .asked {
    padding: 0.75rem;
    background: var(--raised);
    border-radius: var(--radius);
  }
  .asked label {
    display: grid;
    gap: 0.25rem;
  }
  .conflict {
    display: grid;
    gap: 0.5rem;
    border: 1px solid var(--refused);
    border-radius: var(--radius);
    padding: 0.625rem 0.75rem;
  }
  .conflict pre {
    max-block-size: 8rem;
    overflow: auto;
    background: var(--raised);
    padding: 0.375rem 0.5rem;
    border-radius: 4px;
  }
  .history {
    display: grid;
    gap: 0.75rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .history ol {
    max-block-size: 12rem;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .version {
    display: flex;
    gap: 0.75rem;
    inline-size: 100%;
    border: 0;
    border-radius: 0;
    text-align: start;
    white-space: normal;
    align-items: baseline;
    padding: 0.3rem 0.625rem;
  }
  .version:focus-visible {
    outline-offset: -2px;
  }
  .version > .mono {
    min-inline-size: 1.5rem;
    text-align: end;
    color: var(--quiet);
    font-size: 0.75rem;
  }
  .version .when {
    white-space: nowrap;
    font-weight: 400;
  }
  .version-body {
    display: grid;
    gap: 0.5rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .diff {
    border-block: 1px solid var(--line);
    padding-block: 0.375rem;
    max-block-size: 18rem;
    overflow: auto;
    line-height: 1.55;
  }
  .diff > div {
    display: grid;
    grid-template-columns: 1.5rem minmax(0, 1fr);
  }
  .diff .op {
    text-align: center;
    user-select: none;
  }
  .diff .line {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    min-block-size: 1lh;
  }
  .diff .hidden {
    user-select: none;
  }
  .plus {
    color: var(--write);
    background: color-mix(in srgb, var(--write) 9%, transparent);
  }
  .minus {
    color: var(--refused);
    background: color-mix(in srgb, var(--refused) 8%, transparent);
  }
  @container (max-width: 40rem) {
    .frame {
      block-size: auto;
      max-block-size: none;
      min-block-size: var(--dreamfs-store-height, 36rem);
    }
    .body {
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    nav {
      border-inline-end: 0;
      border-block-end: 1px solid var(--line);
      max-block-size: 13rem;
    }
  }
  @container (max-width: 26rem) {
    .tools .grow {
      flex-basis: 100%;
    }
  }
  @media (pointer: coarse) {
    .leaf,
    nav summary {
      min-block-size: 2.5rem;
      align-items: center;
    }
    nav summary {
      line-height: 2.5rem;
    }
  }
  @media print {
    .frame,
    .body,
    .file,
    nav {
      max-block-size: none;
      overflow: visible;
    }
  }
`;
