/**
 * "Save this page": hands the reader the whole walkthrough as one file. On the site that file is `dreamfs.html`; the single file writes
 * itself again. What the reader made is not in it: that is the workspace's own export.
 *
 * It listens for the event `dreamfs-save` on the document, and answers with `dreamfs-saved` { name } or `dreamfs-not-saved` { reason }.
 */
/** The page as it was before any script touched it, where it is the single file. */
const pristine = document.getElementById("dreamfs-wasm") ? written(document.documentElement) : null;

/** A page as text. @param {HTMLElement} page */
function written(page) {
  if (!("getHTML" in page)) return undefined;
  const escaped = (/** @type {string} */ value) => value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const attributes = Array.from(page.attributes, ({ name, value }) => ` ${name}="${escaped(value)}"`);
  return `<!doctype html>\n<html${attributes.join("")}>${page.getHTML()}</html>\n`;
}

/** A single file's text under a new name of its own, so that it never opens what another keeps. @param {string} text @param {string} id */
function copyOf(text, id) {
  return text.replace(/<html\b[^>]*>/i, (tag) => {
    const bare = tag.replace(/\sdata-[a-z-]+="[^"]*"/g, "");
    return `${bare.slice(0, -1)} data-copy="${id}">`;
  });
}

async function text() {
  if (pristine === undefined) throw new Error("This browser cannot write the page out: save it from its own menu.");
  if (pristine !== null) return pristine;
  const response = await fetch("dreamfs.html");
  if (!response.ok) throw new Error(`The file could not be read (status ${response.status}).`);
  return response.text();
}

/** Writes the file to where the browser keeps what it downloads; gives its name. */
export async function save() {
  const name = "dreamfs.html";
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  const file = new Blob([copyOf(await text(), id)], { type: "text/html" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return name;
}

document.addEventListener("dreamfs-save", () => {
  /** @param {string} type @param {unknown} detail */
  const tell = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));
  save().then(
    (name) => tell("dreamfs-saved", { name }),
    (error) => tell("dreamfs-not-saved", { reason: error instanceof Error ? error.message : String(error) }),
  );
});
