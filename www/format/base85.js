/**
 * Bytes as text that may stand in a page: four bytes are five characters, a sixteenth less than in base64. No character of it means anything in
 * HTML, in a script or in an attribute. What is short of four bytes at the end is as many characters as bytes, and one.
 */

/** The printable characters of ASCII in their order, without those that markup or a string could take for its own. */
const CHARACTERS = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at))
  .filter((character) => !"\"$&'-<>\\`".includes(character))
  .join("");
const PLACES = new Uint8Array(128).fill(255);
for (let at = 0; at < CHARACTERS.length; at++) PLACES[CHARACTERS.charCodeAt(at)] = at;

/** @param {Uint8Array} bytes */
export function toBase85(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const held = Math.min(4, bytes.length - at);
    let number = 0;
    for (let next = at; next < at + 4; next++) number = number * 256 + (bytes[next] ?? 0);
    let group = "";
    for (let digit = 0; digit < 5; digit++, number = Math.floor(number / 85)) group = CHARACTERS[number % 85] + group;
    text += group.slice(0, held + 1);
  }
  return text;
}

/** The bytes of what `toBase85` gave; anything else is an error. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase85(text) {
  const over = text.length % 5;
  const bytes = new Uint8Array(Math.floor(text.length / 5) * 4 + Math.max(0, over - 1));
  if (over === 1) throw new Error("base85: a character is missing or too many");
  for (let at = 0, put = 0; at < text.length; at += 5) {
    let number = 0;
    for (let next = at; next < at + 5; next++) {
      // What is left out at the end counts as the highest, so that what stands before it stays as it was.
      const place = next < text.length ? (PLACES[text.charCodeAt(next)] ?? 255) : 84;
      if (place > 84) throw new Error(`base85: character ${next} is none of its own`);
      number = number * 85 + place;
    }
    if (number >= 2 ** 32) throw new Error(`base85: the group at ${at} is too large`);
    for (let shift = 24; shift >= 0 && put < bytes.length; shift -= 8) bytes[put++] = number / 2 ** shift;
  }
  return bytes;
}
