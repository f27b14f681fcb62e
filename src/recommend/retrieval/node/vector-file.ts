import { HeteroGraphError, nodeModule } from '../../../core/index.js';
import type { VectorSource } from '../rescore.js';

const { closeSync, fstatSync, openSync, readSync } = nodeModule<typeof import('node:fs')>('node:fs');

/** A file of vectors that is kept open for reading. */
export interface VectorFile extends VectorSource {
  close(): void;
  [Symbol.dispose](): void;
}

/**
 * A file of float32 numbers, row after row, little-endian, without a header: the bytes of the array that an index was made from. Rows are
 * read when they are asked for, neighbours at once. Node only.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND; CORRUPT_FILE where it holds no whole number of vectors
 */
export function openVectorFile(path: string, width: number): VectorFile {
  const file = opened(path);
  const { size } = fstatSync(file);
  const bytes = 4 * width;
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  if (!Number.isInteger(size / bytes)) {
    close();
    throw new HeteroGraphError('CORRUPT_FILE', `${size} bytes are no vectors of ${width} float32 numbers.`, {
      file: path,
      hint: 'Write the array of vectors to the file as it is.',
    });
  }
  return { count: size / bytes, width, read: (rows) => readRows(file, rows, width), close, [Symbol.dispose]: close };
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new HeteroGraphError('FILE_NOT_FOUND', `The vectors in ${path} cannot be opened.`, {
      file: path,
      hint: 'Check the path.',
      cause,
    });
  }
}

function readRows(file: number, rows: Int32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  const bytes = 4 * width;
  for (let i = 0; i < rows.length; ) {
    let stop = i + 1;
    while (stop < rows.length && rows[stop] === rows[stop - 1]! + 1) stop++;
    const target = new Uint8Array(out.buffer, i * bytes, (stop - i) * bytes);
    if (readSync(file, target, 0, target.length, rows[i]! * bytes) < target.length) {
      throw new HeteroGraphError('CORRUPT_FILE', `The file of vectors ends before vector ${rows[stop - 1]}.`, {
        row: rows[stop - 1]!,
        hint: 'It must not change while the index is used.',
      });
    }
    i = stop;
  }
  return out;
}
