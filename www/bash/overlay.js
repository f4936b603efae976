// The files that one command sees: a tree in memory over what the engine showed it. Every write is checked where it is made, with
// the words that Linux has for it; nothing reaches a store from here. At the end the tree is read once for what became different.

import { FileFault, latin1, text as decode, bytesOf, isText } from "./bytes.js";

/**
 * What the engine hands a shell (src/sandbox/tools/bash.rs).
 * @typedef {object} BashRequest
 * @property {string} command
 * @property {number} timeout_ms
 * @property {string} cwd
 * @property {Record<string, string>} env
 * @property {string[]} directories
 * @property {MountShown[]} mounts
 * @property {Record<string, string>} scratch
 * @property {{ file_bytes: number, scratch_files: number, scratch_bytes: number, output_bytes: number, steps: number }} limits
 * @property {number} now_ms
 * @property {string} time_zone
 */

/** @typedef {{ path: string, read_only: boolean, most_files: number, files: [path: string, bytes: number, ms: number][] }} MountShown */

/** What a running command may ask. @typedef {{ text(path: string): string | undefined, refusal(path: string): string | undefined }} ShownFiles */

/** @typedef {{ path: string, from?: string, content: string | null }} Change */

/**
 * @typedef {object} Node
 * @property {number} id
 * @property {Map<string, Node> | undefined} children of a directory
 * @property {Uint8Array | undefined} bytes of a file; undefined until it is read
 * @property {number} size
 * @property {number} mode
 * @property {Date} mtime
 * @property {string | undefined} origin path of the memory that it was shown as
 * @property {{ bytes: Uint8Array | undefined, size: number, made: boolean } | undefined} cut what it was before it was opened
 *   for writing: what it is again when nothing can be written to it
 */

/** A write that was refused. @typedef {{ path: string, words: string, told: boolean }} Refusal */

/** @typedef {{ at: MountShown, files: number }} Mounted */

const memoryRoot = "/mnt/memory";
const system = ["/bin", "/dev", "/proc", "/usr"];
/** Directories that are always there. */
const layout = ["/home", "/home/user", "/mnt", memoryRoot, "/tmp"];
const rights = "(it holds memory stores only)";

/** @param {string} path @param {string} directory */
const within = (path, directory) =>
  directory === "/" || path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);

/** @param {string} base @param {string} path */
export function resolve(base, path) {
  /** @type {string[]} */
  const parts = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** @param {string} path */
const parentOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/";
/** @param {string} path */
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);

/**
 * A file system for just-bash. It has a tree of its own, since `InMemoryFs` makes parents that are missing and knows no limits;
 * `mkdirSync` and `writeFileSync` are what the shell puts its own files in place with.
 */
export class Overlay {
  /** Writes that were refused, in order. @type {Refusal[]} */
  refusals = [];
  #lastId = 0;
  #root = this.#node(new Map());
  #files;
  #limits;
  /** @type {Mounted[]} */
  #mounts = [];
  /** Memories as they were shown: bytes by path. @type {Map<string, number>} */
  #shown = new Map();
  /** The shell is still putting its own files in place. */
  #booting = true;

  /** @param {BashRequest} request @param {ShownFiles} files */
  constructor(request, files) {
    this.#files = files;
    this.#limits = request.limits;
    for (const path of layout) this.mkdirSync(path);
    for (const at of request.mounts) {
      this.mkdirSync(at.path, { recursive: true });
      this.#mounts.push({ at, files: at.files.length });
      for (const [path, size, ms] of at.files) {
        const parent = this.#directories(parentOf(path));
        const node = this.#node(undefined);
        Object.assign(node, { size, mtime: new Date(ms), origin: path });
        parent.set(nameOf(path), node);
        this.#shown.set(path, size);
      }
    }
  }

  /** Called when the shell has its own files in place: from here on every write is a command's. @param {BashRequest} request */
  booted({ scratch, directories }) {
    for (const [path, content] of Object.entries(scratch)) {
      const node = this.#node(undefined);
      node.bytes = bytesOf(content, "utf8");
      node.size = node.bytes.length;
      // A file that stands where the shell keeps a directory is left out of sight, not written over.
      try {
        this.#directories(parentOf(path)).set(nameOf(path), node);
      } catch (error) {
        if (!(error instanceof FileFault)) throw error;
      }
    }
    for (const path of directories) {
      const inMount = this.#mounts.some(({ at }) => within(path, at.path));
      try {
        if (inMount || !within(path, memoryRoot)) this.#directories(path);
      } catch (error) {
        if (!(error instanceof FileFault)) throw error;
      }
    }
    this.#booting = false;
  }

  // What became of the files.

  /** What is different in the mounts. @returns {Change[]} */
  #mountChanges() {
    /** @type {Map<string, Node>} */
    const now = new Map();
    for (const { at } of this.#mounts) this.#walk(at.path, (path, node) => void (node.children || now.set(path, node)));
    /** @type {Change[]} */
    const changes = [];
    const moved = new Set();
    for (const [path, node] of now) {
      const from = node.origin;
      if (this.#shown.has(path)) {
        if (from === path && !node.bytes) continue;
        const content = decode(this.#load(node));
        if (content !== this.#files.text(path)) changes.push({ path, content });
        continue;
      }
      const content = decode(this.#load(node));
      const same = from !== undefined && this.#mountOf(from) === this.#mountOf(path);
      if (same && !now.has(from) && !moved.has(from)) {
        moved.add(from);
        changes.push({ path, from, content });
      } else changes.push({ path, content });
    }
    for (const path of this.#shown.keys()) {
      if (!now.has(path) && !moved.has(path)) changes.push({ path, content: null });
    }
    return changes;
  }

  /**
   * What the command changed. Scratch files that are no text cannot be kept: they are named.
   * @param {Record<string, string>} scratch as it was
   * @returns {{ changes: Change[], directories: string[], dropped: string[] }}
   */
  outcome(scratch) {
    const changes = this.#mountChanges();
    /** @type {string[]} */
    const directories = [];
    /** @type {string[]} */
    const dropped = [];
    const seen = new Set();
    this.#walk("/", (path, node) => {
      if (system.some((each) => within(path, each)) && scratch[path] === undefined) return;
      if (node.children) {
        const kept = layout.includes(path) || path === "/" || this.#mounts.some(({ at }) => at.path === path);
        if (node.children.size === 0 && !kept) directories.push(path);
        return;
      }
      if (this.#mountOf(path)) return;
      seen.add(path);
      const bytes = this.#load(node);
      if (!isText(bytes)) return void dropped.push(path);
      const content = decode(bytes);
      if (scratch[path] !== content) changes.push({ path, content });
    });
    for (const path of Object.keys(scratch)) {
      if (!seen.has(path) && this.#find(path) === undefined) changes.push({ path, content: null });
      else if (dropped.includes(path)) changes.push({ path, content: null });
    }
    return { changes, directories, dropped };
  }

  /** @param {string} path @param {(path: string, node: Node) => void} visit */
  #walk(path, visit) {
    const node = this.#find(path);
    if (!node) return;
    visit(path, node);
    for (const name of node.children?.keys() ?? []) this.#walk(path === "/" ? `/${name}` : `${path}/${name}`, visit);
  }

  // The tree.

  /** @param {Map<string, Node> | undefined} children @returns {Node} */
  #node(children) {
    const mode = children ? 0o755 : 0o644;
    const id = ++this.#lastId;
    return { id, children, bytes: undefined, size: 0, mode, mtime: new Date(), origin: undefined, cut: undefined };
  }

  /** @param {string} path @returns {Node | undefined} */
  #find(path) {
    /** @type {Node | undefined} */
    let node = this.#root;
    for (const part of resolve("/", path).split("/")) {
      if (part === "") continue;
      node = node.children?.get(part);
      if (!node) return undefined;
    }
    return node;
  }

  /** The node at a path that must be there. @param {string} path @returns {Node} */
  #get(path) {
    const node = this.#find(path);
    if (node) return node;
    this.#parent(path);
    throw new FileFault("ENOENT", path);
  }

  /** The directory that a path's last name stands in. @param {string} path @returns {Map<string, Node>} */
  #parent(path) {
    let node = this.#root;
    for (const part of parentOf(resolve("/", path)).split("/")) {
      if (part === "") continue;
      const next = node.children?.get(part);
      if (!next) throw new FileFault("ENOENT", path);
      if (!next.children) throw new FileFault("ENOTDIR", path);
      node = next;
    }
    return /** @type {Map<string, Node>} */ (node.children);
  }

  /** A directory, made with those above it. @param {string} path @returns {Map<string, Node>} */
  #directories(path) {
    let node = this.#root;
    for (const part of resolve("/", path).split("/")) {
      if (part === "") continue;
      const next = node.children?.get(part) ?? this.#node(new Map());
      node.children?.set(part, next);
      if (!next.children) throw new FileFault("ENOTDIR", path);
      node = next;
    }
    return /** @type {Map<string, Node>} */ (node.children);
  }

  /** @param {string} path */
  #mountOf(path) {
    return this.#mounts.find(({ at }) => within(path, at.path));
  }

  /** The bytes of a file. @param {Node} node @returns {Uint8Array} */
  #load(node) {
    if (!node.bytes) {
      const shown = node.origin === undefined ? "" : this.#files.text(node.origin);
      const bytes = bytesOf(shown ?? "", "utf8");
      // A memory that was only read is not held on to: `grep` over a large store would hold all of it.
      if (node.origin !== undefined) return bytes;
      node.bytes = bytes;
    }
    return node.bytes;
  }

  // What may be written.

  /** @param {string} path @param {string} words @returns {never} */
  #refuse(path, words) {
    const fault = new FileFault(words, path);
    this.refusals.push({ path, words: fault.words, told: false });
    throw fault;
  }

  /** Whether anything may be changed at a path. @param {string} path */
  #writable(path) {
    if (this.#booting) return;
    const mount = this.#mountOf(path);
    if (mount) return mount.at.read_only ? this.#refuse(path, "EROFS") : undefined;
    if (within(path, memoryRoot)) this.#refuse(path, `EROFS ${rights}`);
    if (path === "/" || path === "/mnt" || system.some((each) => within(path, each))) this.#refuse(path, "EROFS");
  }

  /**
   * Whether a file of these bytes may stand at a path. A text of a store is known to be one.
   * @param {string} path @param {number} size @param {Uint8Array | undefined} bytes @param {Node | undefined} before
   */
  #fits(path, size, bytes, before) {
    if (this.#booting) return;
    const mount = this.#mountOf(path);
    const limits = this.#limits;
    if (mount) {
      const why = before ? undefined : this.#files.refusal(path);
      if (why) this.#refuse(path, `EINVAL (${why})`);
      if (!before && mount.files >= mount.at.most_files)
        this.#refuse(path, `ENOSPC (a store holds at most ${mount.at.most_files} files)`);
      if (size > limits.file_bytes) this.#refuse(path, `EFBIG (a memory has at most ${limits.file_bytes} bytes)`);
      if (bytes && !isText(bytes)) this.#refuse(path, "EILSEQ (a memory is text in UTF-8)");
      return;
    }
    let [files, total] = [before ? 0 : 1, size - (before?.size ?? 0)];
    this.#walk("/", (each, node) => {
      if (node.children || this.#mountOf(each) || system.some((one) => within(each, one))) return;
      files += 1;
      total += node.size;
    });
    if (files > limits.scratch_files || total > limits.scratch_bytes) {
      const most = `${limits.scratch_files} files and ${limits.scratch_bytes} bytes`;
      this.#refuse(path, `ENOSPC (scratch space holds ${most}; keep lasting notes in a mounted store)`);
    }
  }

  /** @param {string} path @param {number} more */
  #count(path, more) {
    const mount = this.#mountOf(path);
    if (mount) mount.files += more;
  }

  /** @param {string} path @param {Uint8Array} bytes */
  #put(path, bytes) {
    const at = resolve("/", path);
    if (at === "/dev/null" && !this.#booting) return;
    const parent = this.#parent(at);
    const before = parent.get(nameOf(at));
    if (before?.children || at === "/") throw new FileFault("EISDIR", path);
    this.#writable(at);
    const was = before?.cut;
    try {
      this.#fits(at, bytes.length, bytes, before);
    } catch (error) {
      // Opening it has emptied it, or made it: that is undone, so that a refused write costs nothing.
      if (before && was?.made) {
        parent.delete(nameOf(at));
        this.#count(at, -1);
      } else if (before && was) Object.assign(before, { bytes: was.bytes, size: was.size, cut: undefined });
      throw error;
    }
    const node = before ?? this.#node(undefined);
    const opened = bytes.length === 0 && !this.#booting;
    if (!opened) node.cut = undefined;
    else if (!was) node.cut = { bytes: node.bytes, size: node.size, made: !before };
    Object.assign(node, { bytes, size: bytes.length, mtime: new Date() });
    if (before) return;
    parent.set(nameOf(at), node);
    this.#count(at, 1);
  }

  /** @param {string} path */
  #remove(path) {
    const at = resolve("/", path);
    const node = this.#get(at);
    if (at === "/" || layout.includes(at) || this.#mounts.some(({ at: mount }) => mount.path === at))
      this.#refuse(at, "EBUSY");
    this.#writable(at);
    this.#parent(at).delete(nameOf(at));
    if (!node.children) this.#count(at, -1);
  }

  // What the shell asks for.

  /** @param {string} path @param {string | Uint8Array} content @param {any} [options] */
  writeFileSync(path, content, options) {
    if (this.#booting) this.#directories(parentOf(resolve("/", path)));
    this.#put(path, bytesOf(content, options));
  }

  /** @param {string} path @param {{ recursive?: boolean }} [options] */
  mkdirSync(path, options) {
    const at = resolve("/", path);
    const before = this.#find(at);
    if (before && (!options?.recursive || !before.children)) throw new FileFault("EEXIST", path);
    if (before) return;
    if (options?.recursive && parentOf(at) !== at) this.mkdirSync(parentOf(at), options);
    const parent = this.#parent(at);
    this.#writable(at);
    parent.set(nameOf(at), this.#node(new Map()));
  }

  /** @param {string} path @param {any} [options] */
  async readFile(path, options) {
    const encoding = typeof options === "string" ? options : options?.encoding;
    const bytes = await this.readFileBuffer(path);
    return encoding && !/^utf-?8$/.test(encoding) ? latin1(bytes) : decode(bytes);
  }

  /** @param {string} path @returns {Promise<any>} */
  async readFileBytes(path) {
    return latin1(await this.readFileBuffer(path));
  }

  /** @param {string} path */
  async readFileBuffer(path) {
    const node = this.#get(path);
    if (node.children) throw new FileFault("EISDIR", path);
    return this.#load(node);
  }

  /** @param {string} path @param {string | Uint8Array} content @param {any} [options] */
  async writeFile(path, content, options) {
    this.writeFileSync(path, content, options);
  }

  /** @param {string} path @param {string | Uint8Array} content @param {any} [options] */
  async appendFile(path, content, options) {
    const more = bytesOf(content, options);
    const node = this.#find(path);
    if (!node || node.children) return this.#put(path, more);
    // Opened to be added to: nothing changes, but it must be allowed.
    if (more.length === 0) return void (resolve("/", path) === "/dev/null" || this.#writable(resolve("/", path)));
    const before = this.#load(node);
    const bytes = new Uint8Array(before.length + more.length);
    bytes.set(before);
    bytes.set(more, before.length);
    this.#put(path, bytes);
  }

  /** @param {string} path */
  async exists(path) {
    return this.#find(path) !== undefined;
  }

  /** @param {string} path */
  async stat(path) {
    const { id, children, size, mode, mtime } = this.#get(path);
    const isDirectory = children !== undefined;
    const identity = `dreamfs:${id}`;
    return { isFile: !isDirectory, isDirectory, isSymbolicLink: false, mode, size, mtime, identity };
  }

  /** @param {string} path */
  async lstat(path) {
    return this.stat(path);
  }

  /** @param {string} path @param {{ recursive?: boolean }} [options] */
  async mkdir(path, options) {
    this.mkdirSync(path, options);
  }

  /** @param {string} path */
  async readdir(path) {
    return (await this.readdirWithFileTypes(path)).map(({ name }) => name);
  }

  /** @param {string} path */
  async readdirWithFileTypes(path) {
    const { children } = this.#get(path);
    if (!children) throw new FileFault("ENOTDIR", path);
    const named = [...children].sort(([left], [right]) => (left < right ? -1 : 1));
    return named.map(([name, node]) => {
      const isDirectory = node.children !== undefined;
      return { name, isFile: !isDirectory, isDirectory, isSymbolicLink: false };
    });
  }

  /** @param {string} path @param {{ recursive?: boolean, force?: boolean }} [options] */
  async rm(path, options = {}) {
    const at = resolve("/", path);
    const node = this.#find(at);
    if (!node && options.force) return;
    if (!node) return void this.#get(at);
    if (node.children?.size && !options.recursive) throw new FileFault("ENOTEMPTY", path);
    if (at === "/") this.#refuse(at, "EBUSY");
    for (const name of [...(node.children?.keys() ?? [])]) await this.rm(resolve(at, name), options);
    this.#remove(at);
  }

  /** @param {string} source @param {string} target @param {{ recursive?: boolean }} [options] */
  async cp(source, target, options = {}) {
    const node = this.#get(source);
    if (!node.children) return this.#put(target, this.#load(node));
    if (!options.recursive) throw new FileFault("EISDIR", source);
    if (within(resolve("/", target), resolve("/", source))) throw new FileFault("EINVAL", target);
    if (!this.#find(target)) this.mkdirSync(target);
    for (const name of [...node.children.keys()]) await this.cp(`${source}/${name}`, `${target}/${name}`, options);
  }

  /** @param {string} source @param {string} target */
  async mv(source, target) {
    const [from, to] = [resolve("/", source), resolve("/", target)];
    const node = this.#get(from);
    if (from === to) return;
    if (node.children && within(to, from)) throw new FileFault("EINVAL", target);
    const parent = this.#parent(to);
    const before = parent.get(nameOf(to));
    if (before?.children && !node.children) throw new FileFault("EISDIR", target);
    if (before && !before.children && node.children) throw new FileFault("ENOTDIR", target);
    if (before?.children?.size) throw new FileFault("ENOTEMPTY", target);
    this.#writable(to);
    /** @type {[string, Node][]} */
    const files = [];
    this.#walk(from, (path, each) => void (each.children || files.push([path, each])));
    const crosses = this.#mountOf(from) !== this.#mountOf(to);
    for (const [path, each] of files) {
      const replaced = path === from ? before : undefined;
      const bytes = crosses ? this.#load(each) : undefined;
      if (crosses || !replaced) this.#roomFor(to + path.slice(from.length), each, bytes, replaced, crosses);
    }
    this.#remove(from);
    // Removing a file took it off its mount's count; a directory's files are counted one by one.
    if (node.children) for (const [path] of files) this.#count(path, -1);
    for (const [path, each] of files) {
      // Where its text is kept is known by where it came from: a file of another mount brings its text along.
      if (crosses) Object.assign(each, { bytes: this.#load(each), origin: undefined });
      this.#count(to + path.slice(from.length), path === from && before ? 0 : 1);
    }
    parent.set(nameOf(to), node);
  }

  /**
   * @param {string} path @param {Node} node @param {Uint8Array | undefined} bytes @param {Node | undefined} before
   * @param {boolean} crosses
   */
  #roomFor(path, node, bytes, before, crosses) {
    if (crosses) return this.#fits(path, node.size, bytes, before);
    // It takes no more room where it goes; only its name is new.
    const why = this.#mountOf(path) && this.#files.refusal(path);
    if (why) this.#refuse(path, `EINVAL (${why})`);
  }

  /** @param {string} base @param {string} path */
  resolvePath(base, path) {
    return resolve(base, path);
  }

  getAllPaths() {
    /** @type {string[]} */
    const paths = [];
    this.#walk("/", (path) => void paths.push(path));
    return paths;
  }

  /** Kept while the command runs: a store has no rights of single files. @param {string} path @param {number} mode */
  async chmod(path, mode) {
    const node = this.#get(path);
    this.#writable(resolve("/", path));
    node.mode = mode;
  }

  /** @param {string} path @param {Date} _read @param {Date} written */
  async utimes(path, _read, written) {
    const node = this.#get(path);
    this.#writable(resolve("/", path));
    node.mtime = written;
  }

  /** @param {string} _target @param {string} path */
  async symlink(_target, path) {
    this.#parent(path);
    this.#writable(resolve("/", path));
    this.#refuse(resolve("/", path), "EPERM (there are no links here)");
  }

  /** @param {string} path @param {string} link */
  async link(path, link) {
    this.#get(path);
    await this.symlink(path, link);
  }

  /** @param {string} path @returns {Promise<string>} */
  async readlink(path) {
    this.#get(path);
    throw new FileFault("EINVAL", path);
  }

  /** @param {string} path */
  async realpath(path) {
    this.#get(path);
    return resolve("/", path);
  }
}
