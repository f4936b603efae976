// The tool `bash`, through the door of the built library: mounts, versions, limits, what lasts from call to call.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { Shells } from "./shell.js";

const notes = "/mnt/memory/notes";
const fixed = "/mnt/memory/fixed";

/** Commands that would change a read-only mount, each in another way. */
const writing = [
  "echo x > F/a.md",
  "echo x >> F/a.md",
  "echo x > F/new.md",
  "> F/a.md",
  ": >| F/a.md",
  "cat none > F/a.md",
  "echo x &> F/a.md",
  "echo x &>> F/a.md",
  "ls none 2> F/err",
  "cat <<EOF > F/a.md\nx\nEOF",
  "{ echo a; echo b; } > F/a.md",
  "for i in 1 2; do echo $i; done > F/a.md",
  "while read -r l; do echo $l; done < F/a.md > F/b.md",
  "exec 3> F/a.md",
  "(cd F && echo x > a.md)",
  "echo x | tee F/a.md",
  "echo x | tee -a F/a.md",
  "cp W/a.md F/",
  "cp W/a.md F/a.md",
  "cp -r W/d F/copy",
  "mv W/a.md F/",
  "mv W/a.md F/b.md",
  "mv F/a.md W/b.md",
  "mv F/a.md F/b.md",
  "mv F/d F/e",
  "mv -f F/a.md F/d/",
  "rm F/a.md",
  "rm -f F/a.md",
  "rm -r F/d",
  "rm -rf F/d",
  "rm -rf F",
  "rm -rf F/*",
  "find F -name '*.md' -delete",
  "find F -name '*.md' -exec rm {} \\;",
  "find F -name '*.md' | xargs rm",
  "mkdir F/new",
  "mkdir -p F/new/deep",
  "rmdir F/none F/d/empty 2> /dev/null; mkdir F/again",
  "touch F/new.md",
  "touch F/a.md",
  "touch -d 2020-01-01 F/a.md",
  "chmod 600 F/a.md",
  "chmod -R 700 F",
  "sed -i s/one/1/ F/a.md",
  "sed -i -n p F/a.md",
  "sed -n 'w F/out' F/a.md",
  "awk '{ print > \"F/out\" }' F/a.md",
  "awk '{ print >> \"F/a.md\" }' F/a.md",
  "sort -o F/a.md F/a.md",
  "split -l 1 F/a.md F/part-",
  "ln -s a.md F/link",
  "ln F/a.md F/link",
  "printf x > F/a.md",
  "base64 F/a.md > F/b64",
  "bash -c 'echo x > F/a.md'",
  "echo 'echo x > F/a.md' | sh",
  "eval 'echo x > F/a.md'",
  "env X=1 tee F/a.md < W/a.md",
  "timeout 5 touch F/new.md",
  "f() { echo x > F/a.md; }; f",
  "echo W/a.md | xargs -I {} cp {} F/b.md",
  "tee F/x.md F/y.md < W/a.md",
];

describe("a session's shell", () => {
  /** @type {Shells} */
  let shells;
  /** @type {string} */
  let store;
  /** @type {string} */
  let frozen;
  /** @type {string} */
  let session;
  before(async () => {
    shells = await Shells.open();
  });
  after(() => shells.client.close());

  /** @param {Record<string, string>} [files] */
  async function fresh(files = { "/a.md": "one\ntwo\n", "/d/b.md": "bee\n" }) {
    store = await shells.store("notes", files);
    frozen = await shells.store("fixed", { "/a.md": "one\ntwo\n", "/d/b.md": "bee\n" });
    session = await shells.session([store, "read_write"], [frozen, "read_only"]);
  }

  /** @param {string | object} input */
  const run = (input) => shells.run(session, input);

  describe("on a read-only mount refuses every writing command", () => {
    before(() => fresh());
    for (const command of writing) {
      test(command, async () => {
        const [files, other] = [await shells.files(frozen), await shells.files(store)];
        const line = command.replaceAll("F", fixed).replaceAll("W", notes).replaceAll("EO/mnt/memory/fixed", "EOF");
        const { text, failed } = await run(line);
        assert.match(text, /Read-only file system/);
        assert.ok(failed && /\[exit code [1-9]\d*\]$/.test(text), text);
        assert.deepEqual(await shells.files(frozen), files);
        assert.equal((await shells.versions(frozen)).length, 2);
        // What could be done is done: a move out of it leaves a copy behind on Linux, and nothing here.
        assert.deepEqual(await shells.files(store), other);
      });
    }

    test("and the command line goes on, with the exit code that bash has", async () => {
      const { text, failed } = await run(`echo x > ${fixed}/a.md || echo refused; echo "then $?"`);
      assert.equal(text, `refused\nthen 0\nbash: ${fixed}/a.md: Read-only file system\n`);
      assert.equal(failed, false);
    });

    test("whose store may be read in every way", async () => {
      const { text } = await run(`cd ${fixed} && cat a.md && grep -rn bee . && wc -l < a.md && ls d`);
      assert.equal(text, "one\ntwo\nd/b.md:1:bee\n2\nb.md\n");
    });
  });

  test("nothing can be made beside the mounts, or where the system is", async () => {
    await fresh();
    for (const path of ["/mnt/memory/x", "/mnt/memory/none/x", "/bin/x", "/usr/bin/x", "/dev/x", "/proc/x"]) {
      const { text, failed } = await run(`echo x > ${path}`);
      assert.match(text, /Read-only file system|No such file or directory/, path);
      assert.ok(failed);
    }
    assert.match((await run(`rm -rf ${notes}`)).text, /Device or resource busy/);
  });

  test("a command is one version a file, however often it writes it", async () => {
    await fresh({});
    await run(`echo x > ${notes}/f; echo y >> ${notes}/f; for i in 1 2 3; do echo $i >> ${notes}/f; done`);
    const [made, ...more] = await shells.versions(store);
    assert.deepEqual([made.operation, made.path, made.content, more], ["created", "/f", "x\ny\n1\n2\n3\n", []]);
    await run(
      `echo z > ${notes}/f; sed -i s/z/zz/ ${notes}/f; cp ${notes}/f /tmp/f; rm ${notes}/f; cp /tmp/f ${notes}/f`,
    );
    const all = await shells.versions(store);
    assert.deepEqual(
      all.slice(1).map(({ operation, content, id }) => [operation, content, id]),
      [["modified", "zz\n", made.id]],
    );
  });

  test("what changes nothing makes no version", async () => {
    await fresh();
    await run(
      `cd ${notes}; touch a.md; cat a.md > /tmp/a; cat /tmp/a > a.md; mv a.md c; mv c a.md; sed -i s/none/x/ a.md; chmod 600 a.md; cp d/b.md x && rm x; mkdir e && rmdir e`,
    );
    assert.equal((await shells.versions(store)).length, 2);
  });

  test("what moves stays the same memory, with all of its versions", async () => {
    await fresh();
    const [a, b] = await shells.versions(store);
    await run(`cd ${notes} && mv a.md z.md && mv d e && echo more >> z.md`);
    const moved = (await shells.versions(store)).slice(2);
    assert.deepEqual(moved.map(({ operation, path, content, id }) => [operation, path, content, id]).sort(), [
      ["modified", "/e/b.md", "bee\n", b.id],
      ["modified", "/z.md", "one\ntwo\nmore\n", a.id],
    ]);
  });

  test("a file and a directory may change places in one command", async () => {
    await fresh();
    const { text } = await run(
      `cd ${notes} && mv a.md t && mkdir a.md && mv d/b.md a.md/ && rmdir d && mv t d && find . | sort`,
    );
    assert.equal(text, ".\n./a.md\n./a.md/b.md\n./d\n");
    assert.deepEqual(await shells.files(store), { "/a.md/b.md": "bee\n", "/d": "one\ntwo\n" });
  });

  test("a store's rules hold where the write is made, and cost nothing that was there", async () => {
    await fresh();
    const big = "printf '%0200000d' 1";
    const cases = /** @type {[string, RegExp][]} */ ([
      [
        `${big} > a.md; echo "code $?"`,
        /^code 1\nbash: \S+a\.md: File too large \(a memory has at most 102400 bytes\)\n$/,
      ],
      [`${big} > new.md; ls`, /^a\.md\nd\nbash: \S+new\.md: File too large/],
      [`${big} | tee -a a.md > /dev/null`, /File too large[^]*\[exit code 1\]$/],
      [`cp /tmp/big a.md`, /^cp: .*File too large/],
      [`mv /tmp/big a.md; ls /tmp`, /^big\nmv: .*File too large/],
      [`while :; do cat a.md >> a.md || break; done; wc -c < a.md`, /^\d+\nbash: .*File too large/],
      ["echo aGn/ | base64 -d > a.md", /Invalid or incomplete multibyte or wide character/],
      ["echo x > $'bad\\u200ename'", /Invalid argument \(.*U\+200E/],
      [
        "mkdir -p 1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20 && echo x > 1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/f",
        /Invalid argument \(.*20 segments/,
      ],
    ]);
    await run(`cd ${notes}; ${big} > /tmp/big`);
    for (const [command, words] of cases) assert.match((await run(command)).text, words, command);
    const kept = await shells.files(store);
    assert.deepEqual(Object.keys(kept), ["/a.md", "/d/b.md"]);
    assert.match(kept["/a.md"], /^one\ntwo\n/);
  });

  test("a store holds as many files as it may", async () => {
    const few = await Shells.open({ limits: { memoriesPerStore: 3 } });
    const id = await few.store("notes", { "/a": "a" });
    const one = await few.session([id, "read_write"]);
    const command = `cd ${notes}; for i in 1 2 3 4; do echo $i > f$i || break; done; rm a; echo x > f4; ls`;
    const { text } = await few.run(one, command);
    assert.match(text, /^f1\nf2\nf4\nbash: \S*f3: No space left on device \(a store holds at most 3 files\)\n$/);
    assert.deepEqual(await few.files(id), { "/f1": "1\n", "/f2": "2\n", "/f4": "x\n" });
    await few.client.close();
  });

  test("scratch lasts within its bounds; what is no text, and /dev/null, do not", async () => {
    await fresh();
    await run("mkdir -p /tmp/w && echo kept > /tmp/w/f && echo aGn/ | base64 -d > /tmp/bin; echo gone > /dev/null");
    assert.equal((await run("cat /tmp/w/f /dev/null; ls /tmp")).text, "kept\nw\n");
    assert.equal((await shells.run(session, { file_path: "/tmp/w/f" }, "read")).text, "kept\n");
    assert.match((await run("printf '%02000000d' 1 > /tmp/big")).text, /No space left on device \(scratch space holds/);
    assert.match((await run("for i in {1..80}; do echo > /tmp/$i || break; done")).text, /No space left on device/);
    assert.equal(
      (await run("rm -rf /tmp/*; echo aGn/ | base64 -d > /tmp/bin2")).text,
      "bash: /tmp/bin2: not text, so it is not kept\n",
    );
  });

  test("the working directory, exported variables and empty directories last; other variables do not", async () => {
    await fresh();
    await run(`cd ${notes}/d; export A='x y' B=2; C=3; mkdir -p ${notes}/empty/deep /tmp/e`);
    assert.equal((await run('pwd; echo "$A|$B|$C"; cd - ; ls /tmp')).text, `${notes}/d\nx y|2|\n/\ne\n`);
    await run(`cd ${notes}; unset A; echo x > empty/deep/f`);
    assert.equal((await run('pwd; echo "$A|$B"')).text, `${notes}\n|2\n`);
    assert.equal((await shells.files(store))["/empty/deep/f"], "x\n");
    const restarted = await run({ restart: true });
    assert.deepEqual(restarted, { text: "the shell was restarted; files are as they were", failed: false });
    assert.equal((await run('pwd; echo "$B"; ls /tmp')).text, "/\n\n");
  });

  test("a working directory that is gone is said to be", async () => {
    await fresh();
    await run(`cd ${notes}/d`);
    await run(`rm -r ${notes}/d`);
    assert.equal((await run("pwd")).text, `/\nbash: ${notes}/d: No such file or directory; working in /\n`);
  });

  test("every tool sees what another did", async () => {
    await fresh();
    await shells.run(session, { file_path: `${notes}/w.md`, content: "by write\n" }, "write");
    assert.equal((await run(`cat ${notes}/w.md; echo by bash > ${notes}/s.md`)).text, "by write\n");
    assert.equal(
      (await shells.run(session, { pattern: "by", path: notes }, "grep")).text,
      `${notes}/s.md:1:by bash\n${notes}/w.md:1:by write`,
    );
  });

  test("time, loops, recursion, output and memory have their ends, and words for each", async () => {
    await fresh();
    const cases = /** @type {[string | object, RegExp][]} */ ([
      [
        "while true; do :; done",
        /^bash: (too many commands executed \(>100000\)|stopped: it ran longer than 10000 ms)\n\[exit code (126|124)\]$/,
      ],
      [
        { command: "while true; do sleep 1; done", timeout_ms: 300 },
        /^bash: stopped: it ran longer than 300 ms\n\[exit code 124\]$/,
      ],
      [
        { command: "for ((;;)); do echo x; done", timeout_ms: 500 },
        /^bash: stopped: it ran longer than 500 ms\n\[exit code 124\]$/,
      ],
      [{ command: "sleep 60", timeout_ms: 100 }, /^bash: stopped: it ran longer than 100 ms\n\[exit code 124\]$/],
      ["f() { f; }; f", /^bash: f: maximum recursion depth \(100\) exceeded\n\[exit code 126\]$/],
      ["awk 'BEGIN { while (1) {} }'", /exceeded maximum iterations \(100000\)\n\[exit code 126\]$/],
      ["sed ':a;ba' <<< x", /exceeded maximum iterations \(100000\)\n\[exit code 126\]$/],
      ["a=x; while :; do a=$a$a; done", /limit exceeded \(\d+ bytes\)\n\[exit code 126\]$/],
      ["seq 1 100000000", /limit exceeded/],
      ["printf '%0999999999d' 1", /limit exceeded/],
      ["seq 1 50000", /\n\[cut: 131072 of 288894 bytes shown\]$/],
    ]);
    for (const [input, words] of cases) assert.match((await run(input)).text.slice(-300), words, JSON.stringify(input));
  });

  test("there is no network, no other language, and no way out", async () => {
    await fresh();
    for (const name of ["curl", "wget", "python3", "node", "js-exec", "sqlite3", "nc", "ssh"]) {
      assert.equal((await run(`${name} x`)).text, `bash: ${name}: command not found\n[exit code 127]`);
    }
    assert.match((await run("cat < /dev/tcp/127.0.0.1/80")).text, /No such file or directory/);
    assert.equal((await run("cat /etc/passwd; echo $?")).text, "1\ncat: /etc/passwd: No such file or directory\n");
  });

  test("odd command lines are results, never faults", async () => {
    await fresh();
    for (const command of [
      "",
      " ",
      "\n",
      "#",
      ")",
      "'",
      "`",
      "$(",
      "<<",
      "\0",
      "\u{d800}",
      "a".repeat(9_999),
      "((((",
      "${",
      ";;",
      "& &",
      "| |",
      "> ",
      "🌙",
      "\r\n",
      "if",
      "\\",
    ]) {
      const { text } = await run(command);
      assert.equal(typeof text, "string", JSON.stringify(command));
    }
    assert.equal((await run("echo 🌙 räksmörgås | rev")).text, "sågrömskär 🌙\n");
  });

  test("an interrupt ends a command that waits, and keeps nothing of it", async () => {
    await fresh();
    const running = run({ command: `echo x > ${notes}/x; sleep 30`, timeout_ms: 60_000 });
    for (;;) {
      const { data } = await shells.ask(`/v1/sessions/${session}/events?order=desc&limit=20`);
      if (data.some((/** @type {any} */ event) => event.type === "agent.tool_use")) break;
    }
    await new Promise((done) => setTimeout(done, 100));
    await shells.send(session, { type: "user.interrupt" });
    const { text, failed } = await running;
    assert.deepEqual([text, failed], ["bash: interrupted by the user. Nothing of this command was kept.", true]);
    assert.deepEqual(Object.keys(await shells.files(store)), ["/a.md", "/d/b.md"]);
  });

  test("a write by others while a command runs is not lost: the command runs again on what is there", async () => {
    await fresh();
    const { data } = await shells.ask(`/v1/memory_stores/${store}/memories?path_prefix=/`);
    const running = run(`sleep 0.3; echo three >> ${notes}/a.md; cat ${notes}/a.md`);
    await new Promise((done) => setTimeout(done, 100));
    await shells.ask(`/v1/memory_stores/${store}/memories/${data[0].id}`, { content: "ONE\ntwo\n" });
    assert.equal((await running).text, "ONE\ntwo\nthree\n");
    assert.equal((await shells.files(store))["/a.md"], "ONE\ntwo\nthree\n");
  });

  test("a store that was archived takes no writes, and one that was deleted is not there", async () => {
    await fresh();
    await shells.ask(`/v1/memory_stores/${store}/archive`, {});
    assert.match(
      (await run(`cat ${notes}/a.md; echo x > ${notes}/a.md`)).text,
      /^one\ntwo\nbash: .*Read-only file system/,
    );
    await shells.ask(`/v1/memory_stores/${frozen}`, undefined, "DELETE");
    assert.match((await run(`cat ${fixed}/a.md`)).text, /No such file or directory/);
  });
});

test("date tells the engine's time in the session's zone", async () => {
  const shells = await Shells.open({ clock: { now: "2026-05-06T22:30:00Z", rate: 0 }, timeZone: "Europe/Berlin" });
  const session = await shells.session();
  assert.equal(
    (await shells.run(session, "date '+%F %H:%M %z'; date -u +%F; date -d 2020-02-29 +%j")).text,
    "2026-05-07 00:30 +0200\n2026-05-06\n060\n",
  );
  await shells.client.close();
});

test("the shell is loaded for the first command, from where it is said to be", async () => {
  const missing = new URL("../../dist/lib/none.js", import.meta.url);
  const shells = await Shells.open({ bash: missing });
  const session = await shells.session();
  assert.equal((await shells.run(session, { file_path: "/f", content: "x" }, "write")).failed, false);
  const { text, failed } = await shells.run(session, "ls");
  assert.ok(failed && text.startsWith(`bash: Error: the shell could not be loaded from ${missing.href}`), text);
  await shells.client.close();
});

test("the shell can be handed in", async () => {
  const bash = await readFile(new URL("../../dist/lib/dreamfs-bash.js", import.meta.url));
  const shells = await Shells.open({ bash });
  assert.equal((await shells.run(await shells.session(), "echo here")).text, "here\n");
  await shells.client.close();
});
