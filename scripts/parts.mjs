// Runs the parts of a check or a test to the end, each under a heading with its duration, and says at the end how each went.
import { say, seconds, Stop } from "./common.mjs";

/**
 * One part; `skip` says in words why there is nothing to run.
 * @typedef {{ name: string, skip?: string | false, work: () => Promise<unknown> }} Part
 */

/** @param {Part[]} parts */
export async function allParts(parts) {
  const began = performance.now();
  const lines = [];
  let failures = 0;
  for (const { name, skip, work } of parts) {
    if (skip) {
      lines.push(`  skipped  ${name}: ${skip}`);
      say(`\n=== ${name}: skipped, ${skip}`);
      continue;
    }
    say(`\n=== ${name}`);
    const start = performance.now();
    let verdict = "ok";
    try {
      await work();
    } catch (error) {
      verdict = "FAILED";
      failures += 1;
      say(
        error instanceof Stop ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
    }
    const took = seconds(performance.now() - start);
    say(`=== ${name}: ${verdict} (${took})`);
    lines.push(`  ${verdict.padEnd(7)}  ${name} (${took})`);
  }
  say(`\n${lines.join("\n")}\n  ${seconds(performance.now() - began)} in all`);
  if (failures > 0) throw new Stop(`${failures} of ${parts.length} parts failed`);
}
