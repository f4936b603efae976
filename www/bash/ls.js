// `ls` as GNU's prints it into a pipe: one name a line, in order of bytes. just-bash's own puts blank lines between files and
// slashes after directories.

/** @typedef {import("./overlay.js").Overlay} Overlay */
/** @typedef {Awaited<ReturnType<Overlay["stat"]>>} Stat */
/** @typedef {{ name: string, path: string, stat: Stat }} Entry */

/** What GNU's has and this knows; the rest of its letters change nothing where no terminal is. */
const known = new Set("aAl1RrtSdhFpCxGNv");
/** @type {Record<string, string>} */
const long = {
  "--all": "a",
  "--almost-all": "A",
  "--recursive": "R",
  "--reverse": "r",
  "--directory": "d",
  "--human-readable": "h",
  "--classify": "F",
};
/** What a directory takes on most disks; a store keeps none. */
const directoryBytes = 4_096;
const halfYearMs = 365.2425 * 12 * 3_600_000;

/** @param {string} left @param {string} right */
const byName = (left, right) => (left < right ? -1 : Number(left > right));

/** @param {Overlay} files @param {string[]} args @param {{ cwd: string, now: number, timeZone: string }} where */
export async function ls(files, args, { cwd, now, timeZone }) {
  const flags = new Set();
  /** @type {string[]} */
  const names = [];
  for (const [at, arg] of args.entries()) {
    if (arg === "--") {
      names.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith("--color")) continue;
    if (!arg.startsWith("-") || arg === "-") names.push(arg);
    else for (const flag of arg.startsWith("--") ? [long[arg] ?? arg] : arg.slice(1)) flags.add(flag);
  }
  const unknown = [...flags].find((flag) => !known.has(flag));
  if (unknown) {
    const what = unknown.startsWith("--") ? `unrecognized option '${unknown}'` : `invalid option -- '${unknown}'`;
    return { stdout: "", stderr: `ls: ${what}\nTry 'ls --help' for more information.\n`, exitCode: 2 };
  }
  const list = new Listing(flags, now, timeZone);
  /** @type {Entry[]} */
  const found = [];
  let stderr = "";
  for (const name of names.length > 0 ? names : ["."]) {
    try {
      const path = files.resolvePath(cwd, name);
      const stat = await files.stat(path);
      if (name.endsWith("/") && !stat.isDirectory) throw Object.assign(new Error(), { words: "Not a directory" });
      found.push({ name, path, stat });
    } catch (error) {
      const { words } = /** @type {{ words?: string }} */ (error);
      stderr += `ls: cannot access '${name}': ${words ?? "No such file or directory"}\n`;
    }
  }
  list.sort(found);
  const plain = found.filter(({ stat }) => flags.has("d") || !stat.isDirectory);
  const directories = found.filter((entry) => !plain.includes(entry));
  const parts = plain.length > 0 ? [list.lines(plain)] : [];
  const headed = names.length > 1 || flags.has("R");
  for (const directory of directories) parts.push(...(await list.directory(files, directory, headed)));
  return { stdout: parts.join("\n"), stderr, exitCode: stderr ? 2 : 0 };
}

class Listing {
  #flags;
  #now;
  #date;

  /** @param {Set<string>} flags @param {number} now @param {string} timeZone */
  constructor(flags, now, timeZone) {
    this.#flags = flags;
    this.#now = now;
    const how = /** @type {const} */ ({ hourCycle: "h23", year: "numeric", month: "short", day: "numeric" });
    this.#date = new Intl.DateTimeFormat("en-GB", { ...how, hour: "2-digit", minute: "2-digit", timeZone });
  }

  /** A directory's own part, and with `-R` one for each below. @param {Overlay} files @param {Entry} directory @param {boolean} headed @returns {Promise<string[]>} */
  async directory(files, { name, path, stat }, headed) {
    const flags = this.#flags;
    /** @type {Entry[]} */
    const entries = [];
    for (const child of await files.readdir(path)) {
      if (child.startsWith(".") && !flags.has("a") && !flags.has("A")) continue;
      const at = files.resolvePath(path, child);
      entries.push({ name: child, path: at, stat: await files.stat(at) });
    }
    if (flags.has("a")) {
      const above = files.resolvePath(path, "..");
      entries.push({ name: ".", path, stat }, { name: "..", path: above, stat: await files.stat(above) });
    }
    this.sort(entries);
    const total = entries.reduce((sum, entry) => sum + Math.ceil(bytes(entry) / 4_096) * 4, 0);
    const head = `${headed ? `${name}:\n` : ""}${flags.has("l") ? `total ${total}\n` : ""}`;
    const parts = [head + this.lines(entries)];
    if (flags.has("R")) {
      for (const entry of entries) {
        if (!entry.stat.isDirectory || entry.name === "." || entry.name === "..") continue;
        const named = { ...entry, name: `${name.replace(/\/+$/, "")}/${entry.name}` };
        parts.push(...(await this.directory(files, named, true)));
      }
    }
    return parts;
  }

  /** @param {Entry[]} entries */
  sort(entries) {
    const flags = this.#flags;
    entries.sort((left, right) => {
      const [a, b] = [left.stat, right.stat];
      const first = flags.has("S")
        ? bytes(right) - bytes(left)
        : flags.has("t")
          ? b.mtime.getTime() - a.mtime.getTime()
          : 0;
      return first || byName(left.name, right.name);
    });
    if (flags.has("r")) entries.reverse();
  }

  /** @param {Entry[]} entries */
  lines(entries) {
    const flags = this.#flags;
    const names = entries.map(
      ({ name, stat }) => name + (stat.isDirectory && (flags.has("F") || flags.has("p")) ? "/" : ""),
    );
    if (!flags.has("l")) return names.map((name) => `${name}\n`).join("");
    const sizes = entries.map((entry) => (flags.has("h") ? human(bytes(entry)) : String(bytes(entry))));
    const width = Math.max(...sizes.map(({ length }) => length), 0);
    const rows = entries.map(({ stat }, at) => {
      const links = stat.isDirectory ? 2 : 1;
      return `${rights(stat)} ${links} user user ${sizes[at].padStart(width)} ${this.#when(stat.mtime)} ${names[at]}\n`;
    });
    return rows.join("");
  }

  /** @param {Date} time */
  #when(time) {
    const part = Object.fromEntries(this.#date.formatToParts(time).map(({ type, value }) => [type, value]));
    const age = this.#now - time.getTime();
    // GNU gives the year in place of the hour for what is not of the last half year.
    const last = age > halfYearMs || age < -3_600_000 ? ` ${part.year}` : `${part.hour}:${part.minute}`;
    return `${part.month.slice(0, 3)} ${part.day.padStart(2)} ${last}`;
  }
}

/** @param {Entry} entry */
const bytes = ({ stat }) => (stat.isDirectory ? directoryBytes : stat.size);

/** @param {Stat} stat */
function rights({ isDirectory, mode }) {
  const bits = [...(mode & 0o777).toString(2).padStart(9, "0")];
  return (isDirectory ? "d" : "-") + bits.map((bit, at) => (bit === "1" ? "rwx"[at % 3] : "-")).join("");
}

/** @param {number} size */
function human(size) {
  let unit = 0;
  let shown = size;
  for (; shown >= 1_024 && unit < 4; unit++) shown /= 1_024;
  if (unit === 0) return String(size);
  const rounded = shown < 10 ? (Math.ceil(shown * 10) / 10).toFixed(1) : String(Math.ceil(shown));
  return rounded + " KMGT"[unit];
}
