import type { FileHandle } from 'node:fs/promises';
import { HeteroGraphError, isHeteroGraphError, nodeModule, throwIfAborted } from '../../core/index.js';
import type { Extent, SpillTarget } from '../spill-store.js';

const { mkdir, mkdtemp, open, rm } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { tmpdir } = nodeModule<typeof import('node:os')>('node:os');
const { join } = nodeModule<typeof import('node:path')>('node:path');

/** Bytes moved between two checks of the abort signal. */
const CHUNK_BYTES = 1 << 24;
const POSITION_STEP = 4096;

/**
 * One file for all spilled tensors, in its own temporary folder. Where the system allows it, the file is unlinked as soon as it is open:
 * then nothing is left on disk even if the process is killed.
 */
export class SpillFile implements SpillTarget {
  readonly #parent: string;
  readonly #signal: AbortSignal | undefined;
  #folder: string | undefined;
  #file: FileHandle | undefined;
  #free: Extent[] = [];
  #end = 0;

  /** @param parent folder in which a temporary one is made on the first write; default the system's */
  constructor(parent: string = tmpdir(), signal?: AbortSignal) {
    this.#parent = parent;
    this.#signal = signal;
  }

  /** Bytes of the file. */
  get size(): number {
    return this.#end;
  }

  /** Writes a block where there is room in the file. @throws {HeteroGraphError} SPILL_FAILED with the cause, such as a full disk; ABORTED */
  async write(block: Uint8Array): Promise<Extent> {
    const extent = this.#take(block.byteLength);
    await this.#attempt(async () => {
      const file = await this.#open();
      for (let at = 0; at < block.byteLength; ) {
        throwIfAborted(this.#signal);
        const length = Math.min(CHUNK_BYTES, block.byteLength - at);
        at += (await file.write(block, at, length, extent.offset + at)).bytesWritten;
      }
    });
    return extent;
  }

  /** Reads into the target from `skip` bytes after the start of an extent. @throws {HeteroGraphError} SPILL_FAILED, ABORTED */
  async read(extent: Extent, target: Uint8Array, skip = 0): Promise<void> {
    await this.#attempt(async () => {
      const file = await this.#open();
      for (let at = 0; at < target.byteLength; ) {
        throwIfAborted(this.#signal);
        const length = Math.min(CHUNK_BYTES, target.byteLength - at);
        const { bytesRead } = await file.read(target, at, length, extent.offset + skip + at);
        if (bytesRead === 0) throw new RangeError('The file ends too early.');
        at += bytesRead;
      }
    });
  }

  /** Lets later writes use the room of an extent. */
  discard({ offset, bytes }: Extent): void {
    const extents = [...this.#free, { offset, bytes: rounded(bytes) }].sort((a, b) => a.offset - b.offset);
    this.#free = [];
    for (const extent of extents) {
      const last = this.#free.at(-1);
      if (last && last.offset + last.bytes === extent.offset)
        this.#free[this.#free.length - 1] = { offset: last.offset, bytes: last.bytes + extent.bytes };
      else this.#free.push(extent);
    }
  }

  /** Removes file and folder. */
  async dispose(): Promise<void> {
    const [file, folder] = [this.#file, this.#folder];
    this.#file = undefined;
    this.#folder = undefined;
    await file?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  #take(bytes: number): Extent {
    const size = rounded(bytes);
    const at = this.#free.findIndex((extent) => extent.bytes >= size);
    if (at < 0) {
      const offset = this.#end;
      this.#end += size;
      return { offset, bytes };
    }
    const found = this.#free[at]!;
    if (found.bytes === size) this.#free.splice(at, 1);
    else this.#free[at] = { offset: found.offset + size, bytes: found.bytes - size };
    return { offset: found.offset, bytes };
  }

  async #open(): Promise<FileHandle> {
    if (this.#file) return this.#file;
    await mkdir(this.#parent, { recursive: true });
    this.#folder = await mkdtemp(join(this.#parent, 'heterograph-spill-'));
    this.#file = await open(join(this.#folder, 'tensors.f32'), 'wx+');
    // An open file cannot be unlinked on Windows: there it goes when it is closed.
    if (process.platform !== 'win32') {
      await rm(this.#folder, { recursive: true });
      this.#folder = undefined;
    }
    return this.#file;
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (isHeteroGraphError(cause)) throw cause;
      throw new HeteroGraphError('SPILL_FAILED', 'A tensor could not be spilled to disk, or read back.', {
        file: this.#parent,
        hint: 'See to space and permissions there, or allow more memory.',
        cause,
      });
    }
  }
}

function rounded(bytes: number): number {
  return Math.ceil(bytes / POSITION_STEP) * POSITION_STEP;
}
