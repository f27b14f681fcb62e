import { type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import type { PlainSampler } from './plain-sampler.js';
import { disposed, type SetStore, type SetView } from './set-store.js';

/** Sets made one at a time by the plain sampler, for networks that the kernel does not know. */
export class PlainStore implements SetStore {
  size = 0;
  numMembers = 0;
  numStopped = 0;
  readonly #sampler: PlainSampler;
  readonly #stops: Uint8Array | undefined;
  #isDisposed = false;
  #words = new Int32Array(1024);
  #starts = new Uint32Array(256);
  #lengths = new Int32Array(256);

  constructor(sampler: PlainSampler, stops: Uint8Array | undefined) {
    this.#sampler = sampler;
    this.#stops = stops;
  }

  async grow(size: number, { signal }: RunOptions): Promise<void> {
    throwIfAborted(signal);
    const yieldTimer = new YieldTimer(signal);
    while (this.size < size) {
      if (this.#isDisposed) throw disposed();
      const { nodes, stopped } = this.#sampler.sample(this.size, this.#stops);
      if (stopped) this.numStopped++;
      this.append(stopped ? [] : nodes);
      if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    }
  }

  adopt(words: Int32Array, lengths: Int32Array): void {
    let at = 0;
    for (const length of lengths) {
      if (length === 0) this.numStopped++;
      this.append(words.subarray(at, (at += length)));
    }
  }

  append(nodes: ArrayLike<number>): void {
    this.#makeRoom(nodes.length);
    this.#words.set(nodes, this.numMembers);
    this.#starts[this.size] = this.numMembers;
    this.#lengths[this.size] = nodes.length;
    this.numMembers += nodes.length;
    this.size++;
  }

  view(): SetView {
    return { size: this.size, words: this.#words, starts: this.#starts, lengths: this.#lengths };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.size = 0;
  }

  #makeRoom(more: number): void {
    if (this.numMembers + more > this.#words.length) {
      const words = new Int32Array(Math.max(this.#words.length * 2, this.numMembers + more));
      words.set(this.#words);
      this.#words = words;
    }
    if (this.size < this.#starts.length) return;
    const [starts, lengths] = [new Uint32Array(this.size * 2), new Int32Array(this.size * 2)];
    starts.set(this.#starts);
    lengths.set(this.#lengths);
    [this.#starts, this.#lengths] = [starts, lengths];
  }
}
