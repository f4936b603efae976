// The floor: what the engine keeps for a memory, written to IndexedDB by hand, with as little code as does it. Tables, keys
// and indexes are the engine's own; nothing is parsed, hashed or checked but the store's generation.

const schema = [
  ["stores", ["id"]],
  ["memories", ["memory_store_id", "id"]],
  ["versions", ["memory_store_id", "seq"]],
];
const padding = "1".repeat(16);
const hash = "0123456789abcdef".repeat(4);

/** @param {string} name @returns {Promise<IDBDatabase>} */
export function openFloor(name) {
  return new Promise((done, fail) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [table, fields] of schema) {
        const store = request.result.createObjectStore(table, { keyPath: fields.length > 1 ? fields : fields[0] });
        if (table !== "versions") continue;
        store.createIndex("by_id", "id");
        store.createIndex("by_memory", ["memory_store_id", "memory_id", "seq"]);
      }
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

/** @param {IDBDatabase} db @param {string[]} tables */
const writing = (db, tables) => db.transaction(tables, "readwrite", { durability: "relaxed" });

/** @param {IDBTransaction} transaction */
const complete = (transaction) =>
  new Promise((done, fail) => {
    transaction.oncomplete = () => done(undefined);
    transaction.onabort = () => fail(transaction.error ?? new Error("aborted"));
  });

/** The two records of a memory. @param {string} store @param {number} seq @param {string} path @param {string} content */
function records(store, seq, path, content) {
  const id = `mem_${String(seq).padStart(8, "0")}${padding}`;
  const version = `memver_${String(seq).padStart(8, "0")}${padding}`;
  const now = new Date().toISOString();
  const head = {
    memory_store_id: store,
    id,
    path,
    content,
    content_sha256: hash,
    content_size_bytes: content.length,
    memory_version_id: version,
    created_at: now,
    updated_at: now,
  };
  const change = {
    memory_store_id: store,
    seq,
    id: version,
    memory_id: id,
    operation: "created",
    path,
    content,
    content_sha256: hash,
    content_size_bytes: content.length,
    created_at: now,
    created_by: { type: "api_actor", api_key_id: "apikey_local" },
    redacted_at: null,
    redacted_by: null,
  };
  return [head, change];
}

/** @param {IDBDatabase} db @param {string} id */
export function makeStore(db, id) {
  const transaction = writing(db, ["stores"]);
  const now = new Date().toISOString();
  const fields = { name: "bench", description: "", metadata: {}, created_at: now, updated_at: now, archived_at: null };
  transaction.objectStore("stores").put({ id, ...fields, generation: 1 });
  return complete(transaction);
}

/**
 * One memory, one transaction: the head is put, its version added, and (with `check`) the store's generation read back.
 * @param {IDBDatabase} db
 * @param {{ store: string, seq: number, path: string, content: string, check: boolean }} what
 */
export function writeOne(db, { store, seq, path, content, check }) {
  const [head, version] = records(store, seq, path, content);
  const transaction = writing(db, check ? ["stores", "memories", "versions"] : ["memories", "versions"]);
  if (check) {
    const request = transaction.objectStore("stores").get(store);
    request.onsuccess = () => {
      if (request.result?.generation !== 1) transaction.abort();
    };
  }
  transaction.objectStore("memories").put(head);
  transaction.objectStore("versions").add(version);
  return complete(transaction);
}

/**
 * Many memories in one transaction.
 * @param {IDBDatabase} db
 * @param {{ store: string, files: [path: string, content: string][] }} what
 */
export function writeAll(db, { store, files }) {
  const transaction = writing(db, ["stores", "memories", "versions"]);
  const request = transaction.objectStore("stores").get(store);
  request.onsuccess = () => {
    if (request.result?.generation !== 1) transaction.abort();
  };
  const [heads, versions] = [transaction.objectStore("memories"), transaction.objectStore("versions")];
  files.forEach(([path, content], index) => {
    const [head, version] = records(store, index + 1, path, content);
    heads.put(head);
    versions.add(version);
  });
  return complete(transaction);
}
