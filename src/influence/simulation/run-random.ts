import { WORD } from '../network/network.js';
import { SetRandom, setBase } from '../sampling/set-random.js';

/** Random words of one simulated cascade: xoshiro128** (Blackman, Vigna, 2021), its state decided by (seed, run) alone. */
export class RunRandom {
  readonly #key: SetRandom;
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;

  constructor(seed: number, name: string) {
    this.#key = new SetRandom(setBase(seed, name));
  }

  /** Goes to the first word of a run. */
  start(run: number): void {
    this.#key.start(run);
    this.#key.next();
    [this.#a, this.#b] = [this.#key.low | 0, this.#key.high | 0];
    this.#key.next();
    [this.#c, this.#d] = [this.#key.low | 0, this.#key.high | 1];
  }

  /** The next word of 32 bits. */
  word(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** In [0, 1), 32 bits. */
  uniform(): number {
    return this.word() * WORD;
  }
}
