import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { readError } from '../files/index.js';
import { headerCells } from '../graph/internal.js';

const HEAD_BYTES = 1 << 22;

/** Names of the columns in the first line of a table: cells of a CSV header, keys of a JSON object. Empty where unclear. */
export function firstCells(path: string, format: 'csv' | 'jsonl'): string[] {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES);
  let head: Buffer;
  try {
    if (!statSync(path).isFile()) throw new Error('It is no regular file.');
    const file = openSync(path, 'r');
    try {
      head = bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw readError(cause, path);
  }
  // A gzipped file is cut off here, which the flush mode allows.
  if (/\.gz$/i.test(path)) head = unpacked(head);
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  if (format === 'csv') return headerCells(text);
  try {
    return Object.keys(JSON.parse(text.split('\n', 1)[0]!) as object);
  } catch {
    // The reader names file and row of what is no JSON.
    return [];
  }
}

function unpacked(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // The reader names the file that is damaged.
    return Buffer.alloc(0);
  }
}
