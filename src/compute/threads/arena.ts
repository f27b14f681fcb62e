import { HeteroGraphError } from '../../core/index.js';

const page = 65_536;
const alignment = 64;
/** Bytes added behind every block: kernels may read (never write) a vector beyond the end. */
const padding = 64;

/** Upper bound of the memory that a block of `bytes` takes in an arena, padding and alignment included. */
export function blockBytes(bytes: number): number {
  return bytes + padding + alignment;
}

export interface ArenaStats {
  /** Bytes in use now, and the highest so far. */
  readonly used: number;
  readonly peak: number;
  /** Bytes the memory has now, and what it may grow to. */
  readonly capacity: number;
  readonly limit: number;
}

/** What the arena needs of a shared WebAssembly.Memory. */
export interface SharedMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

interface FreeBlock {
  start: number;
  size: number;
}

/**
 * Allocator over one shared WebAssembly memory: 64-byte aligned, first fit, freed neighbours are joined, grown on demand.
 * Pointers are plain numbers below 2^32.
 */
export class Arena {
  readonly memory: SharedMemory;
  readonly #limit: number;
  readonly #free: FreeBlock[] = [];
  readonly #sizes = new Map<number, number>();
  readonly #buffers = new WeakSet<ArrayBufferLike>();
  #end: number;
  #used = 0;
  #peak = 0;

  /** @param base first byte the arena may use; @param limit bytes the memory may grow to, at most 2^32. */
  constructor(memory: SharedMemory, base: number, limit = 65_536 * page) {
    this.memory = memory;
    this.#limit = limit;
    this.#end = Math.ceil(base / alignment) * alignment;
  }

  /** @throws {HeteroGraphError} OUT_OF_MEMORY naming the bytes asked for, in use and allowed */
  alloc(bytes: number): number {
    const size = Math.ceil((Math.max(bytes, 1) + padding) / alignment) * alignment;
    const at = this.#free.findIndex((block) => block.size >= size);
    let pointer: number;
    if (at >= 0) {
      const block = this.#free[at]!;
      pointer = block.start;
      if (block.size === size) this.#free.splice(at, 1);
      else {
        block.start += size;
        block.size -= size;
      }
    } else {
      pointer = this.#extend(size);
    }
    this.#sizes.set(pointer, size);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return pointer;
  }

  /**
   * Frees a block by its address, or by the array made over it; an array outside the arena is left alone.
   *
   * @throws {HeteroGraphError} INTERNAL where no live block starts there
   */
  free(block: number | ArrayBufferView): void {
    if (typeof block !== 'number' && !this.owns(block)) return;
    const pointer = typeof block === 'number' ? block : block.byteOffset;
    const size = this.#sizes.get(pointer);
    if (size === undefined) {
      throw new HeteroGraphError('INTERNAL', `No block of the memory of kernels starts at ${pointer}.`, {
        hint: 'Free each array once, and only with the arena that gave it.',
      });
    }
    this.#sizes.delete(pointer);
    this.#used -= size;
    let at = this.#free.findIndex((block) => block.start > pointer);
    if (at < 0) at = this.#free.length;
    this.#free.splice(at, 0, { start: pointer, size });
    this.#join(at);
    if (at > 0) this.#join(at - 1);
  }

  float32(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#buffer(), pointer, length);
  }

  float64(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#buffer(), pointer, length);
  }

  int32(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#buffer(), pointer, length);
  }

  /** A zeroed Float32Array in the arena. */
  allocFloat32(length: number): Float32Array {
    return this.float32(this.alloc(length * 4), length).fill(0);
  }

  /** Address of a copy of the array's bytes. */
  copyIn(values: ArrayBufferView): number {
    const { buffer, byteOffset, byteLength } = values;
    const pointer = this.alloc(byteLength);
    new Uint8Array(this.memory.buffer, pointer, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength));
    return pointer;
  }

  /** True where the array lies in the arena (and so may be passed to a kernel without a copy). */
  owns(values: ArrayBufferView): boolean {
    return this.#buffers.has(values.buffer);
  }

  stats(): ArenaStats {
    return {
      used: this.#used,
      peak: this.#peak,
      capacity: this.memory.buffer.byteLength,
      limit: this.#limit,
    };
  }

  /** Sets the peak back to what is in use, to measure the work that follows. */
  resetPeak(): void {
    this.#peak = this.#used;
  }

  #buffer(): ArrayBufferLike {
    const { buffer } = this.memory;
    this.#buffers.add(buffer);
    return buffer;
  }

  #extend(size: number): number {
    const last = this.#free.at(-1);
    const reuse = last && last.start + last.size === this.#end ? last : undefined;
    const pointer = reuse ? reuse.start : this.#end;
    const end = pointer + size;
    if (end > this.#limit) throw this.#outOfMemory(size);
    const capacity = this.memory.buffer.byteLength;
    if (end > capacity) {
      // Growing by at least an eighth keeps the number of growths logarithmic.
      const target = Math.min(this.#limit, Math.max(end, capacity + ((capacity >> 3) >>> 0)));
      try {
        this.memory.grow(Math.ceil((target - capacity) / page));
      } catch (cause) {
        throw this.#outOfMemory(size, cause);
      }
    }
    if (reuse) this.#free.pop();
    this.#end = end;
    return pointer;
  }

  #join(at: number): void {
    const block = this.#free[at]!;
    const next = this.#free[at + 1];
    if (next && block.start + block.size === next.start) {
      block.size += next.size;
      this.#free.splice(at + 1, 1);
    }
  }

  #outOfMemory(size: number, cause?: unknown): HeteroGraphError {
    return new HeteroGraphError(
      'OUT_OF_MEMORY',
      `${size} bytes do not fit: ${this.#used} of ${this.#limit} are in use.`,
      {
        hint: 'Use a smaller part of the graph (fewer relations), narrower features, fewer hops or smaller batches.',
        cause,
      },
    );
  }
}
