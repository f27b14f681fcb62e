import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import type { Roots } from '../network/roots.js';
import type { SetEngine } from './engine.js';
import { nextTurn, type OverlappedSelection, runSets } from './run-sets.js';
import { disposed, type SetStore, type SetView } from './set-store.js';

/** Addresses to be freed with a store. */
class Blocks {
  readonly #engine: SetEngine;
  readonly #pointers = new Set<number>();

  constructor(engine: SetEngine) {
    this.#engine = engine;
  }

  alloc(bytes: number): number {
    const pointer = this.#engine.pool.arena.alloc(bytes);
    this.#pointers.add(pointer);
    return pointer;
  }

  free(pointer: number): void {
    if (this.#pointers.delete(pointer)) this.#engine.pool.arena.free(pointer);
  }

  dispose(): void {
    for (const pointer of this.#pointers) this.free(pointer);
  }
}

/** Words that a segment has at most, but for the needs of one turn. */
const LARGE_SEGMENT = 1 << 24;

const abandoned = new FinalizationRegistry<Blocks>((blocks) => blocks.dispose());

export interface KernelStoreOptions {
  readonly roots: number;
  /** What lies there: kept alive with the store. */
  readonly placed: Roots;
  readonly base: readonly [low: number, high: number];
  readonly stops?: Uint8Array;
}

/**
 * Sets made by the kernel on all threads and kept in the pool's memory: their nodes in segments, in the order in which threads were
 * done, where each starts and how long it is by number. 4 bytes a node and 8 a set.
 */
export class KernelStore implements SetStore {
  size = 0;
  numMembers = 0;
  readonly #engine: SetEngine;
  readonly #options: KernelStoreOptions;
  readonly #blocks: Blocks;
  readonly #stops: number;
  /** Words: the next one for sets, sets without room, stopped sets, nothing, nodes of the sets without room (two). */
  readonly #counters: number;
  #isDisposed = false;
  #limit = 0;
  #capacity = 0;
  #starts = 0;
  #lengths = 0;

  constructor(engine: SetEngine, options: KernelStoreOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#blocks = new Blocks(engine);
    this.#counters = this.#blocks.alloc(24);
    this.#words(this.#counters, 6).fill(0);
    this.#stops = options.stops ? this.#blocks.alloc(options.stops.length) : 0;
    if (options.stops) new Uint8Array(engine.pool.arena.memory.buffer, this.#stops).set(options.stops);
    abandoned.register(this, this.#blocks, this);
  }

  get numStopped(): number {
    return this.#words(this.#counters, 3)[2]!;
  }

  async grow(size: number, { signal }: RunOptions, overlap?: OverlappedSelection): Promise<void> {
    throwIfAborted(signal);
    this.#checkLive();
    if (size > this.#capacity) this.#extend(Math.max(size, this.#capacity * 2));
    const { turns } = this.#engine;
    const kind = this.#stops === 0 ? 'whole' : 'stopping';
    while (this.size < size) {
      const count = Math.min(turns[kind], size - this.size);
      const since = performance.now();
      this.#make(count, size, overlap);
      overlap = undefined;
      turns[kind] = nextTurn(turns[kind], count, performance.now() - since);
      if (this.size === size) return;
      await yieldToEventLoop();
      throwIfAborted(signal);
      this.#checkLive();
    }
  }

  adopt(words: Int32Array, lengths: Int32Array): void {
    this.#checkLive();
    const { arena } = this.#engine.pool;
    const size = this.size + lengths.length;
    if (size > this.#capacity) this.#extend(Math.max(size, this.#capacity * 2));
    const pointer = this.#blocks.alloc(Math.max(4, words.byteLength));
    arena.int32(pointer, words.length).set(words);
    arena.int32(this.#lengths + this.size * 4, lengths.length).set(lengths);
    const starts = this.#words(this.#starts + this.size * 4, lengths.length);
    let at = pointer / 4;
    for (let i = 0; i < lengths.length; i++) {
      starts[i] = at;
      at += lengths[i]!;
      if (lengths[i] === 0) this.#words(this.#counters, 3)[2]!++;
    }
    this.size = size;
    this.numMembers += words.length;
  }

  view(): SetView {
    const { arena } = this.#engine.pool;
    return {
      size: this.size,
      words: arena.int32(0, arena.memory.buffer.byteLength / 4),
      starts: this.#words(this.#starts, this.size),
      lengths: arena.int32(this.#lengths, this.size),
    };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.size = 0;
    this.#capacity = 0;
    abandoned.unregister(this);
    this.#blocks.dispose();
  }

  /** Freed memory may be somebody else's by now. */
  #checkLive(): void {
    if (this.#isDisposed) throw disposed();
  }

  /** Makes the next sets; on the way to `goal`, for which room is made beforehand. */
  #make(count: number, goal: number, overlap: OverlappedSelection | undefined): void {
    const lengths = this.#engine.pool.arena.int32(this.#lengths + this.size * 4, count).fill(-1);
    const counters = this.#words(this.#counters, 6);
    const { roots, base } = this.#options;
    if (this.#limit - counters[0]! < count * this.#meanSize()) this.#addSegment(count, goal);
    for (let left = count; left > 0; left = counters[1]!) {
      // The sets without room are made again, word for word, and so fit now.
      if (left < count || counters[1]! > 0) this.#openSegment(counters[4]! + counters[5]! * 4294967296);
      counters.fill(0, 1, 2).fill(0, 4, 6);
      runSets(this.#engine, {
        roots,
        base,
        first: this.size,
        count,
        stops: this.#stops,
        starts: this.#starts + this.size * 4,
        lengths: this.#lengths + this.size * 4,
        limit: this.#limit,
        counters: this.#counters,
        ...(overlap && { overlap }),
      });
      overlap = undefined;
    }
    for (const length of lengths) this.numMembers += length;
    this.size += count;
  }

  #meanSize(): number {
    return this.size === 0 ? 8 : (this.numMembers / this.size) * 1.1 + 1;
  }

  /** Room for so many sets of the usual size, and for those up to the goal unless they are very many. */
  #addSegment(count: number, goal: number): void {
    const mean = this.#meanSize();
    this.#openSegment(Math.ceil(Math.max(count * mean, Math.min((goal - this.size) * mean, LARGE_SEGMENT))) + 4096);
  }

  #openSegment(words: number): void {
    const pointer = this.#blocks.alloc(words * 4);
    this.#limit = pointer / 4 + words;
    this.#words(this.#counters, 1)[0] = pointer / 4;
  }

  #extend(capacity: number): void {
    const { arena } = this.#engine.pool;
    const [starts, lengths] = [this.#blocks.alloc(capacity * 4), this.#blocks.alloc(capacity * 4)];
    arena.int32(starts, this.size).set(arena.int32(this.#starts, this.size));
    arena.int32(lengths, this.size).set(arena.int32(this.#lengths, this.size));
    this.#blocks.free(this.#starts);
    this.#blocks.free(this.#lengths);
    [this.#starts, this.#lengths, this.#capacity] = [starts, lengths, capacity];
  }

  #words(pointer: number, length: number): Uint32Array {
    return new Uint32Array(this.#engine.pool.arena.memory.buffer, pointer, length);
  }
}
