// The offline model's scores and its time for a turn. They come from its own tests (`tests/offline`): `rows_for_the_bench` prints a
// line of JSON for each measurement, in a release build of the crate for this machine. The retrieval of long dialogues is measured
// only where RETRIEVAL names the data file, which is not part of this project.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root, Stop } from "../../scripts/common.mjs";

const tests = ["test", "--release", "--features", "testing", "--test", "offline"];

/** @param {(row: object) => void} report */
export async function run(report) {
  const child = spawn("cargo", [...tests, "--", "--ignored", "--exact", "--nocapture", "rows::rows_for_the_bench"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done, fail) => child.on("error", fail).on("close", done));
  let rows = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("{")) continue;
    report(JSON.parse(line));
    rows += 1;
  }
  const code = await ended;
  if (code !== 0 || rows === 0) throw new Stop(`the offline model's tests ended with ${code} after ${rows} rows`);
}
