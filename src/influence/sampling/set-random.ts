import { RandomStream } from '../../core/index.js';

/**
 * The random words of one reverse-reachable set: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) started at a key that (seed, pool, number
 * of the set) decide, so that a set is the same whoever makes it and when. Words of 64 bits in two halves; the kernel in
 * compute/assembly/influence makes the same ones.
 */
export class SetRandom {
  /** Halves of the last word. */
  high = 0;
  low = 0;
  readonly #base: readonly [low: number, high: number];
  #stateLow = 0;
  #stateHigh = 0;

  constructor(base: readonly [low: number, high: number]) {
    this.#base = base;
  }

  /** Goes to the first word of a set. */
  start(set: number): void {
    // The key is word `set` of the stream that starts at the base.
    const step = multiply(GOLDEN_LOW, GOLDEN_HIGH, (set + 1) >>> 0, Math.floor((set + 1) / 4294967296));
    const low = this.#base[0] + step[0];
    [this.#stateLow, this.#stateHigh] = mix(low >>> 0, (this.#base[1] + step[1] + (low > MAX ? 1 : 0)) >>> 0);
  }

  /** Makes the next word. */
  next(): void {
    const low = this.#stateLow + GOLDEN_LOW;
    this.#stateHigh = (this.#stateHigh + GOLDEN_HIGH + (low > MAX ? 1 : 0)) >>> 0;
    this.#stateLow = low >>> 0;
    [this.low, this.high] = mix(this.#stateLow, this.#stateHigh);
  }

  /** The next word as a number in [0, 1): its upper 53 bits. */
  uniform(): number {
    this.next();
    return (this.high * 2097152 + (this.low >>> 11)) / 9007199254740992;
  }
}

/** Where the words of a pool of sets start. */
export function setBase(seed: number, pool: string): readonly [low: number, high: number] {
  const stream = new RandomStream(seed, 'influence', pool);
  return [stream.uint32At(0), stream.uint32At(1)];
}

const MAX = 4294967295;
const GOLDEN_HIGH = 0x9e3779b9;
const GOLDEN_LOW = 0x7f4a7c15;

function mix(low: number, high: number): [low: number, high: number] {
  [low, high] = shiftXor(low, high, 30);
  [low, high] = multiply(low, high, 0x1ce4e5b9, 0xbf58476d);
  [low, high] = shiftXor(low, high, 27);
  [low, high] = multiply(low, high, 0x133111eb, 0x94d049bb);
  return shiftXor(low, high, 31);
}

function shiftXor(low: number, high: number, by: number): [low: number, high: number] {
  return [(low ^ ((low >>> by) | (high << (32 - by)))) >>> 0, (high ^ (high >>> by)) >>> 0];
}

/** The low 64 bits of a product. */
function multiply(aLow: number, aHigh: number, bLow: number, bHigh: number): [low: number, high: number] {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  const carried = a1 * b1 + Math.floor(middle / 65536) + Math.floor(cross / 65536);
  const high = carried + Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow);
  return [Math.imul(aLow, bLow) >>> 0, high >>> 0];
}
