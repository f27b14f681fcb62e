import { HeteroGraphError, nodeModule } from '../../core/index.js';

const { closeSync, fsyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } =
  nodeModule<typeof import('node:fs')>('node:fs');
const { endianness } = nodeModule<typeof import('node:os')>('node:os');

/**
 * Values [rows, hops, width] of a group in a file of little-endian float32, written front to back and then read by rows when they are
 * asked for. The file stays open until `dispose`, so that its name may be removed before.
 */
export class GroupFile {
  readonly path: string;
  readonly #isTemporary: boolean;
  #file: number | undefined;
  #length: number;

  /**
   * An empty file to write to.
   *
   * @param isTemporary whether `dispose` removes it; where the system allows it, its name is removed at once
   * @throws {HeteroGraphError} SPILL_FAILED with the cause, as all that writes
   */
  static create(path: string, isTemporary: boolean): GroupFile {
    return writing(path, () => {
      const file = new GroupFile(path, openSync(path, 'wx+'), 0, isTemporary);
      // An open file cannot be removed on Windows: there `dispose` removes it.
      if (isTemporary && process.platform !== 'win32') rmSync(path);
      return file;
    });
  }

  /** A file that holds so many numbers. @throws {HeteroGraphError} CORRUPT_FILE where it cannot be opened */
  static open(path: string, length: number): GroupFile {
    try {
      return new GroupFile(path, openSync(path, 'r'), length, false);
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }

  private constructor(path: string, file: number, length: number, isTemporary: boolean) {
    this.path = path;
    this.#file = file;
    this.#length = length;
    this.#isTemporary = isTemporary;
  }

  /** Numbers in the file. */
  get length(): number {
    return this.#length;
  }

  /** Writes numbers behind those that are there, which the caller may change afterwards. Returns the bytes as written. */
  append(values: Float32Array): Uint8Array {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    if (endianness() !== 'LE') bytes.swap32();
    const start = this.#length * 4;
    const file = this.#opened();
    writing(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, start + at);
    });
    this.#length += values.length;
    return bytes;
  }

  /** Makes room for `length` numbers, to be written in any order. */
  reserve(length: number): void {
    const file = this.#opened();
    writing(this.path, () => ftruncateSync(file, length * 4));
    this.#length = length;
  }

  /** Writes rows of `width` numbers to every `stride`-th number from `offset` on, in a file with room for them. */
  writeStrided(values: Float32Array, width: number, stride: number, offset: number): void {
    let bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    if (endianness() !== 'LE') bytes = Buffer.from(bytes).swap32();
    const size = width * 4;
    const file = this.#opened();
    writing(this.path, () => {
      for (let row = 0; (row + 1) * size <= bytes.length; row++) {
        const position = (row * stride + offset) * 4;
        for (let at = 0; at < size; ) at += writeSync(file, bytes, row * size + at, size - at, position + at);
      }
    });
  }

  /** Waits until everything written is on the disk. */
  flush(): void {
    fsyncSync(this.#opened());
  }

  /** Row i of the result, `size` numbers, is row `rows[i]` of the file. @throws {HeteroGraphError} CORRUPT_FILE, DISPOSED */
  readRows(rows: Int32Array, size: number, out: Float32Array): void {
    const bytes = Buffer.from(out.buffer, out.byteOffset, rows.length * size * 4);
    for (let i = 0; i < rows.length; ) {
      // Rows that follow each other are read at once.
      let end = i + 1;
      while (end < rows.length && rows[end] === rows[end - 1]! + 1) end++;
      this.#read(bytes.subarray(i * size * 4, end * size * 4), rows[i]! * size * 4);
      i = end;
    }
    if (endianness() !== 'LE') bytes.swap32();
  }

  dispose(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    if (this.#isTemporary) rmSync(this.path, { force: true });
  }

  #read(target: Uint8Array, position: number): void {
    const file = this.#opened();
    try {
      for (let at = 0; at < target.length; ) {
        const read = readSync(file, target, at, target.length - at, position + at);
        if (read === 0) throw new RangeError('The file ends too early.');
        at += read;
      }
    } catch (cause) {
      throw unreadable(this.path, cause);
    }
  }

  #opened(): number {
    if (this.#file !== undefined) return this.#file;
    throw new HeteroGraphError('DISPOSED', 'The propagated features were disposed of.', {
      hint: 'Compute them again.',
    });
  }
}

function writing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new HeteroGraphError('SPILL_FAILED', 'Propagated features could not be written to disk.', {
      file: path,
      hint: 'See to space and permissions there, or allow more memory.',
      cause,
    });
  }
}

function unreadable(file: string, cause: unknown): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', 'Stored features cannot be read.', {
    file,
    hint: 'Remove the folder; it is made again.',
    cause,
  });
}
