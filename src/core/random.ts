import { HeteroGraphError } from './errors.js';

/**
 * Named, counter-based random streams: Philox4x32-10 (Salmon et al., SC 2011, "Parallel random numbers: as easy as
 * 1, 2, 3"). A value depends on (seed, name, index) alone, so that adding a stream, a thread or a hop shifts no other.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** High 32 bits of the unsigned product of two 32-bit integers. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/** Writes the four words of Philox4x32-10 for `counter` (c0..c3) and `key` (k0, k1) to `out`. */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, c0);
    const low0 = Math.imul(M0, c0) >>> 0;
    const high1 = mulHigh(M1, c2);
    const low1 = Math.imul(M1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** 64-bit FNV-1a-like hash of the name, as two 32-bit words; collisions between our few names are not a concern. */
function hashName(name: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = Math.imul(b ^ (code + i), 0x85ebca6b) >>> 0;
    b = (b ^ (b >>> 13)) >>> 0;
  }
  return [a, b];
}

/**
 * One named stream. Random access by index (`uint32At`) is the primitive; the `next*` methods walk the indices in
 * order. Two streams of one seed with different names are independent; names are joined by '/'.
 */
export class RandomStream {
  readonly seed: number;
  readonly name: string;
  /** Philox key, fit for handing to a kernel that makes the same numbers in bulk. */
  readonly key: readonly [number, number];
  /** Upper counter words, fixed by the seed. */
  readonly nonce: readonly [number, number];
  #index = 0;
  #block = -1;
  readonly #words = new Uint32Array(4);
  #spareNormal: number | undefined;

  constructor(seed: number, ...name: (string | number)[]) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new HeteroGraphError('INVALID_OPTION', `seed is ${seed}.`, {
        column: 'seed',
        hint: 'Use a whole number from 0 to 2^53 - 1.',
      });
    this.seed = seed;
    this.name = name.join('/');
    this.key = hashName(this.name);
    this.nonce = [seed >>> 0, Math.floor(seed / 4294967296) >>> 0];
  }

  /** A stream below this one. */
  child(...name: (string | number)[]): RandomStream {
    return new RandomStream(this.seed, this.name, ...name);
  }

  /** The index-th 32-bit word of the stream, 0 <= index < 2^53. */
  uint32At(index: number): number {
    const block = Math.floor(index / 4);
    if (block !== this.#block) {
      philox4x32(
        block >>> 0,
        Math.floor(block / 4294967296) >>> 0,
        this.nonce[0],
        this.nonce[1],
        this.key[0],
        this.key[1],
        this.#words,
      );
      this.#block = block;
    }
    return this.#words[index & 3]!;
  }

  nextUint32(): number {
    return this.uint32At(this.#index++);
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    return this.nextUint32() / 4294967296;
  }

  /** Uniform integer in [0, bound), without bias (rejection). */
  nextInt(bound: number): number {
    if (!(bound >= 1 && bound <= 4294967296)) throw new RangeError(`bound must be in [1, 2^32], got ${bound}`);
    const limit = 4294967296 - (4294967296 % bound);
    let word = this.nextUint32();
    while (word >= limit) word = this.nextUint32();
    return word % bound;
  }

  /** Standard normal (Box-Muller). */
  nextNormal(): number {
    if (this.#spareNormal !== undefined) {
      const value = this.#spareNormal;
      this.#spareNormal = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log((this.nextUint32() + 1) / 4294967297));
    const angle = 2 * Math.PI * this.next();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fills `out` with N(0, std^2) values. */
  fillNormal(out: Float32Array, std = 1): Float32Array {
    for (let i = 0; i < out.length; i++) out[i] = std * this.nextNormal();
    return out;
  }

  /** Fills `out` with N(0, std^2) values (Box-Muller) that follow from the stream and a text alone, such as the id of a node. */
  fillNormalOf(text: string, out: Float32Array, std = 1): Float32Array {
    const [a, b] = hashName(text);
    const words = this.#words;
    this.#block = -1;
    for (let i = 0; i < out.length; i += 4) {
      philox4x32(a, b, i / 4, this.nonce[0], this.key[0], (this.key[1] ^ this.nonce[1]) >>> 0, words);
      for (let k = 0; k < 4; k += 2) {
        const radius = std * Math.sqrt(-2 * Math.log((words[k]! + 1) / 4294967297));
        const angle = (2 * Math.PI * words[k + 1]!) / 4294967296;
        // Beyond the end, an entry of a typed array is not written.
        out[i + k] = radius * Math.cos(angle);
        out[i + k + 1] = radius * Math.sin(angle);
      }
    }
    return out;
  }

  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends Int32Array | Uint32Array | Float32Array | unknown[]>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.nextInt(i + 1);
      const held = values[i]!;
      values[i] = values[j]!;
      values[j] = held;
    }
    return values;
  }

  /** A random permutation of 0..n-1. */
  permutation(n: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: n }, (_, i) => i));
  }
}
