import type { Arena } from '../compute/index.js';
import { HeteroGraphError } from '../core/index.js';
import { notEnough, type PinnedTensors, type TensorSpec, tensorBytes } from './tensor-spec.js';

/** Memory that tensors lie in. */
export interface Blocks {
  allocate(length: number): Float32Array;
  dispose(block: Float32Array): void;
}

export function arenaBlocks(arena: Arena): Blocks {
  return {
    allocate: (length) => arena.float32(arena.alloc(length * 4), length),
    dispose: (block) => arena.free(block),
  };
}

/** Where a spilled tensor lies in a {@link SpillTarget}. */
export interface Extent {
  readonly offset: number;
  readonly bytes: number;
}

/** Where tensors are spilled to, such as a file on disk ({@link SpillFile} in Node). */
export interface SpillTarget {
  write(block: Uint8Array): Promise<Extent>;
  /** Reads into the target from `skip` bytes after the start of an extent. */
  read(extent: Extent, target: Uint8Array, skip?: number): Promise<void>;
  /** Lets later writes use the room of an extent. */
  discard(extent: Extent): void;
  dispose(): Promise<void>;
}

export interface SpillStoreOptions {
  readonly blocks: Blocks;
  /** Bytes that tensors and scratch may take together; default no limit. */
  readonly limitBytes?: number;
  /** Where tensors beyond the limit are spilled to; the store disposes of it. Default: nowhere, the limit cannot be exceeded. */
  readonly target?: SpillTarget;
}

export interface SpillStats {
  /** Bytes in memory, scratch included: now, and the peak. */
  readonly bytes: number;
  readonly peakBytes: number;
  /** Moved to and from disk. */
  readonly writtenBytes: number;
  readonly readBytes: number;
  /** How often a tensor was removed from memory to make room. */
  readonly evictions: number;
}

interface Entry {
  readonly spec: TensorSpec;
  readonly bytes: number;
  block: Float32Array | undefined;
  extent: Extent | undefined;
  /** Whether memory holds values that neither disk nor `load` could restore. */
  isDirty: boolean;
  pins: number;
  lastUse: number;
  /** Ascending positions in the plan at which it is needed; empty: unknown. */
  uses: readonly number[];
}

/**
 * Keeps tensors within a limit of memory. Those that an operator works on are pinned; when room is needed, others are spilled: first the
 * one whose next use is farthest away (Belady 1966) where the plan is known, else the least recently used. For one operator at a time.
 */
export class SpillStore {
  readonly #blocks: Blocks;
  readonly #limit: number;
  readonly #target: SpillTarget | undefined;
  readonly #entries = new Map<string, Entry>();
  #position = 0;
  #clock = 0;
  #bytes = 0;
  #peak = 0;
  #written = 0;
  #read = 0;
  #evictions = 0;

  constructor({ blocks, limitBytes = Number.POSITIVE_INFINITY, target }: SpillStoreOptions) {
    this.#blocks = blocks;
    this.#limit = limitBytes;
    this.#target = target;
  }

  /** Adds a tensor; it takes memory from its first use on. @throws {HeteroGraphError} DUPLICATE_NAME */
  declare(spec: TensorSpec): void {
    if (this.#entries.has(spec.name)) {
      throw new HeteroGraphError('DUPLICATE_NAME', `There is a tensor "${spec.name}" already.`, {
        hint: 'Give every tensor its own name.',
      });
    }
    const state = { block: undefined, extent: undefined, isDirty: false, pins: 0, lastUse: 0, uses: [] };
    this.#entries.set(spec.name, { spec, bytes: tensorBytes(spec), ...state });
  }

  /** When the tensor will be needed: ascending positions in the plan, on the scale of {@link advance}. */
  setUses(name: string, uses: readonly number[]): void {
    this.#entry(name).uses = uses;
  }

  /** Everything before this position of the plan is done. */
  advance(position: number): void {
    this.#position = position;
  }

  /**
   * Brings tensors into memory and keeps them there until {@link unpin} is called with the same tensors.
   *
   * @throws {HeteroGraphError} OUT_OF_MEMORY naming the bytes; SPILL_FAILED, ABORTED
   */
  async pin({ reads = [], writes = [], scratchBytes = 0 }: PinnedTensors): Promise<void> {
    const entries = [...reads, ...writes].map((name) => this.#entry(name));
    for (const entry of entries) entry.pins++;
    let reserved = 0;
    try {
      const missing = entries.filter(({ block }) => !block);
      const needed = missing.reduce((sum, { bytes }) => sum + bytes, scratchBytes);
      await this.#makeRoom(needed, () => entries.reduce((sum, { bytes }) => sum + bytes, scratchBytes));
      reserved = needed;
      this.#bytes += needed;
      this.#peak = Math.max(this.#peak, this.#bytes);
      for (const entry of missing) {
        await this.#load(entry);
        reserved -= entry.bytes;
      }
    } catch (error) {
      for (const entry of entries) entry.pins--;
      this.#bytes -= reserved;
      throw error;
    }
    for (const entry of entries) entry.lastUse = ++this.#clock;
    for (const name of writes) this.#entry(name).isDirty = true;
  }

  unpin({ reads = [], writes = [], scratchBytes = 0 }: PinnedTensors): void {
    for (const name of [...reads, ...writes]) this.#entry(name).pins--;
    this.#bytes -= scratchBytes;
  }

  /** A tensor that is pinned. @throws {HeteroGraphError} UNKNOWN_TENSOR */
  values(name: string): Float32Array {
    const { block, pins } = this.#entry(name);
    if (block && pins > 0) return block;
    throw new HeteroGraphError('UNKNOWN_TENSOR', `The tensor "${name}" is used by an operator that does not name it.`, {
      hint: 'Name it among the inputs or outputs of the operator.',
    });
  }

  /** Copies numbers of a tensor, from position `start` on, out of memory or from disk, without pinning it. */
  async copyOut(name: string, start: number, target: Float32Array): Promise<void> {
    const { block, extent } = this.#entry(name);
    if (block) target.set(block.subarray(start, start + target.length));
    else if (extent) {
      await this.#target!.read(extent, bytesOf(target), start * 4);
      this.#read += target.byteLength;
    } else
      throw new HeteroGraphError('UNKNOWN_TENSOR', `The tensor "${name}" has not been computed.`, {
        hint: 'Run the operator that makes it first.',
      });
  }

  /** Removes a tensor and frees its memory and its room on disk. */
  remove(name: string): void {
    const entry = this.#entry(name);
    this.#entries.delete(name);
    this.#dropBlock(entry);
    if (entry.extent) this.#target!.discard(entry.extent);
  }

  /** Brings a tensor into memory and removes it from the store; the caller frees its block. @throws as {@link pin} */
  async take(name: string): Promise<Float32Array> {
    await this.pin({ reads: [name] });
    const { block, bytes, extent } = this.#entry(name);
    this.#entries.delete(name);
    this.#bytes -= bytes;
    if (extent) this.#target!.discard(extent);
    return block!;
  }

  stats(): SpillStats {
    const [bytes, peakBytes, evictions] = [this.#bytes, this.#peak, this.#evictions];
    return { bytes, peakBytes, writtenBytes: this.#written, readBytes: this.#read, evictions };
  }

  /** Frees all tensors and removes spilled ones from disk. */
  async dispose(): Promise<void> {
    for (const entry of this.#entries.values()) this.#dropBlock(entry);
    this.#entries.clear();
    await this.#target?.dispose();
  }

  /** Spills tensors that are not pinned until `needed` bytes are free. @param total what to name where that is impossible */
  async #makeRoom(needed: number, total: () => number): Promise<void> {
    const idle = [...this.#entries.values()].filter(({ block, pins }) => block && pins === 0);
    const canSpill = this.#target !== undefined;
    const spare = canSpill ? idle.reduce((sum, { bytes }) => sum + bytes, 0) : 0;
    if (this.#bytes + needed - spare > this.#limit) throw notEnough(total(), this.#limit);
    const order = idle.map((entry) => ({ entry, next: this.#nextUse(entry) }));
    order.sort((a, b) => b.next - a.next || a.entry.lastUse - b.entry.lastUse);
    for (const { entry } of order) {
      if (this.#bytes + needed <= this.#limit) break;
      await this.#spill(entry);
    }
  }

  /** Infinity where the plan has no further use of it: it is spilled first. */
  #nextUse({ uses }: Entry): number {
    return uses.find((use) => use >= this.#position) ?? Number.POSITIVE_INFINITY;
  }

  async #spill(entry: Entry): Promise<void> {
    if (entry.isDirty) {
      const extent = await this.#target!.write(bytesOf(entry.block!));
      if (entry.extent) this.#target!.discard(entry.extent);
      entry.extent = extent;
      entry.isDirty = false;
      this.#written += extent.bytes;
    }
    this.#dropBlock(entry);
    this.#evictions++;
  }

  async #load(entry: Entry): Promise<void> {
    const block = this.#blocks.allocate(entry.spec.length);
    try {
      if (entry.extent) {
        await this.#target!.read(entry.extent, bytesOf(block));
        this.#read += entry.extent.bytes;
      } else if (entry.spec.load) entry.spec.load(block);
      else if (entry.spec.zeroed) block.fill(0);
    } catch (error) {
      this.#blocks.dispose(block);
      throw error;
    }
    entry.block = block;
  }

  #dropBlock(entry: Entry): void {
    if (!entry.block) return;
    this.#blocks.dispose(entry.block);
    entry.block = undefined;
    this.#bytes -= entry.bytes;
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (entry) return entry;
    throw new HeteroGraphError('UNKNOWN_TENSOR', `There is no tensor "${name}".`, {
      hint: 'Declare it, or do not free it before its last use.',
    });
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
