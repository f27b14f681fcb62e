import { HeteroGraphError, type RunOptions } from '../../../core/index.js';
import { type FileSource, readBytes, sourceName } from './source.js';

/** Whole lines: `bytes[start..end)` ends with a line feed. Valid until the next block is asked for. */
export interface LineBlock {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

const LF = 10;
const MAX_LINE_BYTES = 1 << 22;

/**
 * Cuts a byte source into blocks of whole lines; a byte order mark is dropped and a missing line feed at the end of
 * the file added. Memory: one block plus the longest line (4 MiB at most).
 *
 * @throws {HeteroGraphError} TOO_LARGE, and what {@link readBytes} throws.
 */
export async function* lineBlocks(source: FileSource, options: RunOptions = {}): AsyncGenerator<LineBlock> {
  let buffer = new Uint8Array(0);
  let held = 0;
  let isFirst = true;
  let lines = 0;
  for await (const chunk of readBytes(source, options)) {
    if (chunk.length === 0) continue;
    if (buffer.length < held + chunk.length + 1) {
      const larger = new Uint8Array(held + chunk.length + 1);
      larger.set(buffer.subarray(0, held));
      buffer = larger;
    }
    buffer.set(chunk, held);
    const filled = held + chunk.length;
    if (isFirst && filled < 3) {
      held = filled;
      continue;
    }
    const start = isFirst ? byteOrderMark(buffer) : 0;
    const cut = buffer.lastIndexOf(LF, filled - 1) + 1;
    if (cut > start) {
      isFirst = false;
      yield { bytes: buffer, start, end: cut };
      buffer.copyWithin(0, cut, filled);
      held = filled - cut;
      lines++;
    } else {
      held = filled;
    }
    if (held > MAX_LINE_BYTES) {
      throw new HeteroGraphError('TOO_LARGE', `A line is longer than ${MAX_LINE_BYTES} bytes.`, {
        file: sourceName(source),
        hint: lines === 0 ? 'Is this a text file with one record per line?' : 'Check the end of the file for damage.',
      });
    }
  }
  const start = isFirst ? byteOrderMark(buffer.subarray(0, held)) : 0;
  if (held > start) {
    if (buffer.length === held) {
      const larger = new Uint8Array(held + 1);
      larger.set(buffer);
      buffer = larger;
    }
    // Two bytes that are a whole line were held back until it was clear that they are no byte order mark.
    const isWhole = buffer[held - 1] === LF;
    buffer[held] = LF;
    yield { bytes: buffer, start, end: isWhole ? held : held + 1 };
  }
}

function byteOrderMark(bytes: Uint8Array): number {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
