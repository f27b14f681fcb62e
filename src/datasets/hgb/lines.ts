import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';

/** The path that is there: the file itself or its `.gz`. @throws {HeteroGraphError} DATASET_FILES_MISSING */
export function findFile(path: string): string {
  const found = [path, `${path}.gz`].find((candidate) => existsSync(candidate));
  if (found) return found;
  throw new HeteroGraphError('DATASET_FILES_MISSING', 'A file of the data set is missing.', {
    file: path,
    hint: 'Put it there, plain or as .gz.',
  });
}

/** Called for every line: its bytes are `block[start, end)`, valid during the call; lines are numbered from 1. */
export type OnLine = (block: Uint8Array, start: number, end: number, line: number) => void;

/**
 * Streams a plain or gzipped text file line by line in bounded memory; empty lines are left out, carriage returns cut off.
 *
 * @throws {HeteroGraphError} DATASET_FILES_MISSING, UNREADABLE_FILE, ABORTED
 */
export async function eachLine(path: string, onLine: OnLine, { signal }: RunOptions = {}): Promise<void> {
  const file = findFile(path);
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  const stream = file.endsWith('.gz') ? raw.pipe(createGunzip({ chunkSize: 1 << 20 })) : raw;
  if (stream !== raw) raw.on('error', (error) => stream.destroy(error));
  let rest = new Uint8Array(0);
  let line = 0;
  const emit = (block: Uint8Array, start: number, end: number) => {
    line++;
    const last = end > start && block[end - 1] === 13 ? end - 1 : end;
    if (last > start) onLine(block, start, last, line);
  };
  try {
    for await (const piece of stream as AsyncIterable<Uint8Array>) {
      throwIfAborted(signal);
      let block = piece;
      if (rest.length > 0) {
        block = new Uint8Array(rest.length + piece.length);
        block.set(rest);
        block.set(piece, rest.length);
      }
      let start = 0;
      for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
        emit(block, start, end);
        start = end + 1;
      }
      rest = block.slice(start);
    }
  } catch (cause) {
    if (cause instanceof HeteroGraphError) throw cause;
    throw new HeteroGraphError('UNREADABLE_FILE', 'The file cannot be read.', { file, cause, hint: 'Fetch it again.' });
  }
  if (rest.length > 0) emit(rest, 0, rest.length);
}

/** A growable typed array. */
export class Growable<T extends Int32Array | Float32Array> {
  #values: T;
  length = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = this.#make(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  done(): T {
    return this.#values.slice(0, this.length) as T;
  }
}

export const growableInt32 = (): Growable<Int32Array> => new Growable((length) => new Int32Array(length));
export const growableFloat32 = (): Growable<Float32Array> => new Growable((length) => new Float32Array(length));

/**
 * Reads one decimal number from bytes [start, end): plain digits fast, everything else (exponents) by the engine.
 * NaN where it is no number.
 */
export function parseNumber(block: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = block[at] === 45;
  if (negative) at++;
  let value = 0;
  let digits = 0;
  let scale = 0;
  for (; at < end; at++) {
    const byte = block[at]!;
    if (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      digits++;
      scale *= 10;
    } else if (byte === 46 && scale === 0) scale = 1;
    else break;
  }
  if (at === end && digits > 0 && digits <= 15) {
    const magnitude = scale > 1 ? value / scale : value;
    return negative ? -magnitude : magnitude;
  }
  const text = Buffer.from(block.buffer, block.byteOffset + start, end - start)
    .toString('latin1')
    .trim();
  return text === '' ? Number.NaN : Number(text);
}
