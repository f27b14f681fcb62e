import type { Arena } from '../compute/index.js';
import { blockBytes } from '../compute/internal.js';
import { HeteroGraphError } from '../core/index.js';
import { type Extent, SpillFile } from './spill-file.js';

/** A tensor that a {@link SpillStore} looks after. */
export interface TensorSpec {
  readonly name: string;
  /** 4-byte numbers. */
  readonly length: number;
  /** Filled with zeros when it is made; default: whatever is there. */
  readonly zeroed?: boolean;
  /** Fills the tensor when it is needed; such a tensor, never written, is dropped instead of put aside. */
  readonly load?: (into: Float32Array) => void;
}

/** Where tensors lie while they are in memory. */
export interface Blocks {
  allocate(length: number): Float32Array;
  release(block: Float32Array): void;
}

export function arenaBlocks(arena: Arena): Blocks {
  return {
    allocate: (length) => arena.float32(arena.alloc(length * 4), length),
    release: (block) => arena.release(block),
  };
}

export interface SpillStoreOptions {
  readonly blocks: Blocks;
  /** Bytes that tensors and scratch may take together; default no limit. */
  readonly limitBytes?: number;
  /** Folder for what is put aside; default the system's temporary one. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

export interface SpillStats {
  /** Bytes in memory now, scratch included, and at most so far. */
  readonly bytes: number;
  readonly peakBytes: number;
  /** Moved to and from disk. */
  readonly writtenBytes: number;
  readonly readBytes: number;
  /** How often a tensor made way. */
  readonly evictions: number;
}

/** Tensors that one operator works on. A tensor may be named once. */
export interface Wanted {
  readonly reads?: readonly string[];
  /** Changed or made. */
  readonly writes?: readonly string[];
  /** Memory beside them. */
  readonly scratchBytes?: number;
}

export function tensorBytes({ length }: Pick<TensorSpec, 'length'>): number {
  return blockBytes(length * 4);
}

interface Entry {
  readonly spec: TensorSpec;
  readonly bytes: number;
  block: Float32Array | undefined;
  extent: Extent | undefined;
  /** Whether memory holds what neither disk nor `load` could give. */
  isDirty: boolean;
  pins: number;
  lastUse: number;
  /** Ascending positions in the plan at which it is needed; empty: unknown. */
  uses: readonly number[];
}

/**
 * Keeps tensors within a limit of memory: those that are worked on are pinned, others are put aside on disk when room is needed, the
 * one needed last first (Belady 1966) where the plan is known, else the one used longest ago.
 */
export class SpillStore {
  readonly #blocks: Blocks;
  readonly #limit: number;
  readonly #file: SpillFile;
  readonly #entries = new Map<string, Entry>();
  #position = 0;
  #clock = 0;
  #bytes = 0;
  #peak = 0;
  #held = 0;
  #written = 0;
  #read = 0;
  #evictions = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor({ blocks, limitBytes = Number.POSITIVE_INFINITY, folder, signal }: SpillStoreOptions) {
    this.#blocks = blocks;
    this.#limit = limitBytes;
    this.#file = new SpillFile(folder, signal);
  }

  /** Makes a tensor known; it takes memory from its first use on. @throws {HeteroGraphError} DUPLICATE_NAME */
  declare(spec: TensorSpec): void {
    if (this.#entries.has(spec.name)) {
      throw new HeteroGraphError('DUPLICATE_NAME', `There is a tensor "${spec.name}" already.`, {
        hint: 'Give every tensor a name of its own.',
      });
    }
    const state = { block: undefined, extent: undefined, isDirty: false, pins: 0, lastUse: 0, uses: [] };
    this.#entries.set(spec.name, { spec, bytes: tensorBytes(spec), ...state });
  }

  /** When the tensor will be needed: ascending positions in the plan, on the scale of {@link advance}. */
  setUses(name: string, uses: readonly number[]): void {
    this.#entry(name).uses = uses;
  }

  /** Everything before this position of the plan is done with. */
  advance(position: number): void {
    this.#position = position;
  }

  /**
   * Brings tensors into memory and pins them until {@link unpin} is called with the same; waits while others hold the room.
   *
   * @throws {HeteroGraphError} OUT_OF_MEMORY naming the bytes, where nobody else holds any; SPILL_FAILED, ABORTED
   */
  async pin(wanted: Wanted): Promise<void> {
    for (;;) {
      // One at a time, so that no two make room for themselves in each other's.
      const attempt = this.#turn.then(() => this.#tryPin(wanted));
      this.#turn = attempt.catch(() => undefined);
      const { done, changed } = await attempt;
      if (done) return;
      await changed;
    }
  }

  unpin({ reads = [], writes = [], scratchBytes = 0 }: Wanted): void {
    for (const name of [...reads, ...writes]) this.#entry(name).pins--;
    this.#bytes -= scratchBytes;
    this.#held--;
    this.#wake();
  }

  /** A tensor that is pinned. @throws {HeteroGraphError} UNKNOWN_TENSOR */
  values(name: string): Float32Array {
    const { block, pins } = this.#entry(name);
    if (block && pins > 0) return block;
    throw new HeteroGraphError('UNKNOWN_TENSOR', `The tensor "${name}" is not pinned.`, {
      hint: 'Name it as an input.',
    });
  }

  /** Copies numbers from the position `start` of a tensor on, from memory or disk, without bringing it in. */
  async copyOut(name: string, start: number, target: Float32Array): Promise<void> {
    const entry = this.#entry(name);
    entry.pins++;
    this.#held++;
    try {
      await this.#turn;
      if (entry.block) target.set(entry.block.subarray(start, start + target.length));
      else if (entry.extent) {
        await this.#file.read(entry.extent, bytesOf(target), start * 4);
        this.#read += target.byteLength;
      } else throw new HeteroGraphError('UNKNOWN_TENSOR', `The tensor "${name}" has not been made.`);
    } finally {
      entry.pins--;
      this.#held--;
      this.#wake();
    }
  }

  /** Forgets a tensor and frees what it takes. */
  free(name: string): void {
    const entry = this.#entry(name);
    this.#entries.delete(name);
    this.#dropBlock(entry);
    if (entry.extent) this.#file.release(entry.extent);
    this.#wake();
  }

  /** Brings a tensor into memory, forgets it, and leaves its block to the caller to free. @throws as {@link pin} */
  async take(name: string): Promise<Float32Array> {
    await this.pin({ reads: [name] });
    const entry = this.#entry(name);
    this.#entries.delete(name);
    this.#bytes -= entry.bytes;
    this.#held--;
    if (entry.extent) this.#file.release(entry.extent);
    this.#wake();
    return entry.block!;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  stats(): SpillStats {
    const [bytes, peakBytes, evictions] = [this.#bytes, this.#peak, this.#evictions];
    return { bytes, peakBytes, writtenBytes: this.#written, readBytes: this.#read, evictions };
  }

  /** Frees all tensors and removes what is on disk. */
  async dispose(): Promise<void> {
    await this.#turn;
    for (const entry of this.#entries.values()) this.#dropBlock(entry);
    this.#entries.clear();
    await this.#file.close();
  }

  async #tryPin({ reads = [], writes = [], scratchBytes = 0 }: Wanted): Promise<{
    readonly done: boolean;
    readonly changed?: Promise<void>;
  }> {
    const entries = [...reads, ...writes].map((name) => this.#entry(name));
    const missing = entries.filter(({ block }) => !block);
    const needed = missing.reduce((sum, { bytes }) => sum + bytes, scratchBytes);
    for (const entry of entries) entry.pins++;
    const unpinAll = () => {
      for (const entry of entries) entry.pins--;
    };
    const idle = [...this.#entries.values()].filter(({ block, pins }) => block && pins === 0);
    const spare = idle.reduce((sum, { bytes }) => sum + bytes, 0);
    if (this.#bytes + needed - spare > this.#limit) {
      unpinAll();
      if (this.#held > 0) return { done: false, changed: new Promise((resolve) => this.#waiting.push(resolve)) };
      throw notEnough(
        entries.reduce((sum, { bytes }) => sum + bytes, scratchBytes),
        this.#limit,
      );
    }
    try {
      await this.#makeRoom(needed, idle);
    } catch (error) {
      unpinAll();
      throw error;
    }
    this.#take(needed);
    let loaded = 0;
    try {
      for (const entry of missing) {
        await this.#bringIn(entry);
        loaded += entry.bytes;
      }
    } catch (error) {
      // What is in stays in; the rest of the room goes back.
      unpinAll();
      this.#bytes -= needed - loaded;
      throw error;
    }
    for (const entry of entries) entry.lastUse = ++this.#clock;
    for (const name of writes) this.#entry(name).isDirty = true;
    this.#held++;
    return { done: true };
  }

  async #makeRoom(needed: number, idle: readonly Entry[]): Promise<void> {
    const order = idle.map((entry) => ({ entry, next: this.#nextUse(entry) }));
    order.sort((a, b) => b.next - a.next || a.entry.lastUse - b.entry.lastUse);
    for (const { entry } of order) {
      if (this.#bytes + needed <= this.#limit) break;
      // Freed meanwhile by whoever was done with it.
      if (entry.block) await this.#putAside(entry);
    }
  }

  /** Where unknown, nobody needs it again as far as the plan says: it goes first. */
  #nextUse({ uses }: Entry): number {
    return uses.find((use) => use >= this.#position) ?? Number.POSITIVE_INFINITY;
  }

  async #putAside(entry: Entry): Promise<void> {
    if (entry.isDirty) {
      // Pinned while it is written: a copy out of it must not meet it half gone.
      entry.pins++;
      try {
        const extent = await this.#file.write(bytesOf(entry.block!));
        if (entry.extent) this.#file.release(entry.extent);
        entry.extent = extent;
        entry.isDirty = false;
        this.#written += extent.bytes;
      } finally {
        entry.pins--;
      }
    }
    this.#dropBlock(entry);
    this.#evictions++;
  }

  async #bringIn(entry: Entry): Promise<void> {
    const block = this.#blocks.allocate(entry.spec.length);
    try {
      if (entry.extent) {
        await this.#file.read(entry.extent, bytesOf(block));
        this.#read += entry.extent.bytes;
      } else if (entry.spec.load) entry.spec.load(block);
      else if (entry.spec.zeroed) block.fill(0);
    } catch (error) {
      this.#blocks.release(block);
      throw error;
    }
    entry.block = block;
  }

  #dropBlock(entry: Entry): void {
    if (!entry.block) return;
    this.#blocks.release(entry.block);
    entry.block = undefined;
    this.#bytes -= entry.bytes;
  }

  #take(bytes: number): void {
    this.#bytes += bytes;
    this.#peak = Math.max(this.#peak, this.#bytes);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry) return entry;
    throw new HeteroGraphError('UNKNOWN_TENSOR', `There is no tensor "${name}".`, {
      hint: 'Declare it, or do not free it before its last use.',
    });
  }
}

/** @param at the node type it is about, where there is one */
export function notEnough(
  needed: number,
  limit: number,
  what = 'One operator',
  at: { readonly type?: string } = {},
): HeteroGraphError {
  return new HeteroGraphError('OUT_OF_MEMORY', `${what} needs ${needed} bytes at once; ${limit} are allowed.`, {
    ...at,
    hint: `Allow at least ${needed} bytes, or use narrower features.`,
  });
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
