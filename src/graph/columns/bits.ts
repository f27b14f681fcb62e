/** Arrow keeps booleans and validity as bits, least significant first. */

/** Bits of a 0/1 array, in whole 8-byte words as Arrow likes them; the bits past the end are 0. */
export function packBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let i = 0; i < flags.length; i++) if (flags[i]) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

/** `length` bits from bit `offset` on, as 0/1 bytes. */
export function unpackBits(bits: Uint8Array, offset: number, length: number): Uint8Array {
  const flags = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const at = offset + i;
    flags[i] = (bits[at >> 3]! >> (at & 7)) & 1;
  }
  return flags;
}
