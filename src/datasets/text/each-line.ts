import type { RunOptions } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { lineBlocks } from '../../graph/internal.js';

const LF = 10;
const CR = 13;

/** Called for every line: its bytes are `bytes[start, end)`, valid during the call; lines are numbered from 1. */
export type OnLine = (bytes: Uint8Array, start: number, end: number, line: number) => void;

/**
 * Streams a text file line by line in bounded memory; empty lines are left out, carriage returns cut off.
 *
 * @throws {HeteroGraphError} TOO_LARGE, FILE_NOT_FOUND, FILE_UNREADABLE, CORRUPT_FILE, ABORTED
 */
export async function eachLine(source: FileSource, onLine: OnLine, options: RunOptions = {}): Promise<void> {
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    onLine(bytes, start, end, line);
    return false;
  };
  for await (const _ of feedLines(source, take, options));
}

/** Like {@link eachLine}, as an iterator: yields whenever `take` answers true, and after every block of lines. */
export async function* feedLines(
  source: FileSource,
  take: (...line: Parameters<OnLine>) => boolean,
  options: RunOptions = {},
): AsyncGenerator<void> {
  let line = 0;
  for await (const { bytes, start, end } of lineBlocks(source, options)) {
    for (let at = start; at < end; ) {
      const next = bytes.indexOf(LF, at);
      const last = next > at && bytes[next - 1] === CR ? next - 1 : next;
      line++;
      if (last > at && take(bytes, at, last, line)) yield;
      at = next + 1;
    }
    yield;
  }
}
