const DOT = 46;
const COLON = 58;

/** Bytes that no IRI holds: controls, space, and <>"{}|^`\. */
export const NOT_IN_IRI = new Uint8Array(256);
for (let byte = 0; byte <= 32; byte++) NOT_IN_IRI[byte] = 1;
for (const mark of '<>"{}|^`\\') NOT_IN_IRI[mark.charCodeAt(0)] = 1;
/** By the letter after a backslash: the byte meant, 0 where there is none. */
export const ESCAPES = new Uint8Array(256);
for (const [letter, meant] of ['t\t', 'b\b', 'n\n', 'r\r', 'f\f', '""', "''", '\\\\']) {
  ESCAPES[letter!.charCodeAt(0)] = meant!.charCodeAt(0);
}

/** A letter, then letters, digits, "+", "-", ".", up to a colon. */
export function hasScheme(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === COLON) return i > start;
    const lower = byte | 32;
    if (byte < 128 && lower >= 97 && lower <= 122) continue;
    const mayFollow = (byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === DOT;
    if (i === start || !mayFollow) return false;
  }
  return false;
}

export function isLabelByte(byte: number): boolean {
  const lower = byte | 32;
  if (byte >= 128 || (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57)) return true;
  return byte === 95 || byte === COLON || byte === 45 || byte === DOT;
}

export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Writes a character as UTF-8; answers where the next one goes. */
export function encodePoint(point: number, into: Uint8Array, at: number): number {
  let to = at;
  if (point < 0x80) into[to++] = point;
  else if (point < 0x800) into[to++] = 0xc0 | (point >> 6);
  else {
    if (point < 0x10000) into[to++] = 0xe0 | (point >> 12);
    else {
      into[to++] = 0xf0 | (point >> 18);
      into[to++] = 0x80 | ((point >> 12) & 63);
    }
    into[to++] = 0x80 | ((point >> 6) & 63);
  }
  if (point >= 0x80) into[to++] = 0x80 | (point & 63);
  return to;
}
