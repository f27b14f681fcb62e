import { type DenseMatrix, RandomStream } from '../../core/index.js';
import type { IdIndex } from '../ids/id-index.js';
import type { IdentityEncoding, KnownIds } from './encoding.js';

/** Ids whose hashes are kept at most, a byte and a quarter each. */
const MOST_IDS = 200_000;
const BITS_PER_ID = 10;
const NUM_HASHES = 4;

/** Fixed Gaussian vectors of nodes by their ids, [N, width]: the same id has the same vector in every graph. */
export function encodeIdentity(ids: IdIndex, nodeType: string, encoding: IdentityEncoding): DenseMatrix {
  const { width, deviation, seed } = encoding;
  const values = new Float32Array(ids.size * width);
  const stream = new RandomStream(seed, 'identity', nodeType);
  for (let row = 0; row < ids.size; row++) {
    stream.fillNormalOf(String(ids.idOf(row)), values.subarray(row * width, (row + 1) * width), deviation);
  }
  return { kind: 'dense', numRows: ids.size, width, values };
}

/** The ids as a Bloom filter, by which ids of other graphs are found to be new; undefined where there are too many. */
export function knownIds(ids: IdIndex): KnownIds | undefined {
  if (ids.size > MOST_IDS) return undefined;
  const bits = new Uint8Array(Math.max(8, Math.ceil((ids.size * BITS_PER_ID) / 8)));
  for (let row = 0; row < ids.size; row++) {
    for (const bit of bitsOf(String(ids.idOf(row)), bits.length * 8)) bits[bit >> 3]! |= 1 << (bit & 7);
  }
  return { bits: btoa(Array.from(bits, (byte) => String.fromCharCode(byte)).join('')) };
}

/** Rows whose ids were not there; of some new ids in a hundred it is not noticed. */
export function newIds(ids: IdIndex, known: KnownIds): number[] {
  const bits = Uint8Array.from(atob(known.bits), (char) => char.charCodeAt(0));
  return Array.from({ length: ids.size }, (_, row) => row).filter((row) =>
    bitsOf(String(ids.idOf(row)), bits.length * 8).some((bit) => !(bits[bit >> 3]! & (1 << (bit & 7)))),
  );
}

/** Places of an id by two hashes (Kirsch, Mitzenmacher: Less hashing, same performance, 2006). */
function bitsOf(id: string, numBits: number): number[] {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < id.length; i++) {
    a = Math.imul(a ^ id.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ id.charCodeAt(i), 0x85ebca6b);
    b ^= b >>> 13;
  }
  const step = (b >>> 0) | 1;
  return Array.from({ length: NUM_HASHES }, (_, k) => ((a >>> 0) + k * step) % numBits);
}
