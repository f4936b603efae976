// The icons that an installed page needs as PNG, drawn here so that no drawing program is part of the build: a crescent moon over
// two lines of notes, as in www/icons/icon.svg. It draws this one picture and nothing else.
import { deflateSync } from "node:zlib";

const ground = [0x1f, 0x1e, 0x1b];
const moon = [0xfa, 0xf8, 0xf4];
const notes = [0x86, 0xc5, 0x96];
/** Samples along each side of a pixel. */
const fine = 4;

/** @param {number} x @param {number} y @param {number} cx @param {number} cy @param {number} r */
const inCircle = (x, y, cx, cy, r) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r;

/** A line with round ends, lying flat. @param {number} x @param {number} y @param {number} from @param {number} to @param {number} at */
const onLine = (x, y, from, to, at) => inCircle(x, y, Math.min(Math.max(x, from), to), at, 1.6);

/** The colour at a point of a field of 64 by 64. @param {number} x @param {number} y */
function colour(x, y) {
  if (inCircle(x, y, 36.4, 29, 17) && !inCircle(x, y, 46, 23, 14.2)) return moon;
  return onLine(x, y, 13, 35, 50) || onLine(x, y, 13, 27, 56) ? notes : ground;
}

/** Whether a point is within the rounded square. @param {number} x @param {number} y */
const within = (x, y) => inCircle(x, y, Math.min(Math.max(x, 14), 50), Math.min(Math.max(y, 14), 50), 14);

/**
 * @param {number} size pixels a side
 * @param {boolean} [full] fills the square, with the picture in its middle four fifths: for a system that cuts icons to its own shape
 */
export function icon(size, full = false) {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < fine * fine; sample++) {
        let x = ((column + ((sample % fine) + 0.5) / fine) / size) * 64;
        let y = ((row + (Math.floor(sample / fine) + 0.5) / fine) / size) * 64;
        if (full) [x, y] = [(x - 32) / 0.76 + 32, (y - 32) / 0.76 + 32];
        else if (!within(x, y)) continue;
        colour(x, y).forEach((part, at) => (sum[at] += part));
        sum[3] += 1;
      }
      const at = row * (1 + size * 4) + 1 + column * 4;
      for (let part = 0; part < 3; part++) rows[at + part] = sum[3] ? Math.round(sum[part] / sum[3]) : 0;
      rows[at + 3] = Math.round((sum[3] / (fine * fine)) * 255);
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const packed = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** The checksum that PNG asks for. @param {Buffer} bytes */
function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
