import { blockBytes as arenaBytes, entriesOf, spmmScratchBytes } from '../compute/internal.js';
import type { Csr, SparseMatrix } from '../core/index.js';
import type { RpHgnnOptions } from './options.js';

/** What a block of 4-byte numbers takes of the arena. */
export function blockBytes(numbers: number): number {
  return arenaBytes(numbers * 4);
}

/** Slack and alignment of a block of the arena, in bytes. */
const BLOCK_BYTES = arenaBytes(0);

/** Bytes of the arena that a sparse matrix takes while kernels use it. */
export function sparseBytes({ indptr, indices, values }: SparseMatrix): number {
  return indptr.byteLength + indices.byteLength + values.byteLength + 3 * BLOCK_BYTES;
}

/** Working memory of the means of `count` rows of x over the neighbours that a relation gives, in bytes. */
export function meanScratch(csr: Csr, x: { readonly width: number } | SparseMatrix, count: number): number {
  if ('indptr' in x) return sparseBytes(x);
  return spmmScratchBytes({
    ...{ numCols: csr.numCols, entries: entriesOf(csr, count), width: x.width, count, format: 'f32' },
  });
}

/** The s of a sign projection: entries are +1 or -1 with chance 1 / (2 s) each. */
export function signSparsity(
  { projection = 'very-sparse' }: Pick<RpHgnnOptions, 'projection'>,
  inWidth: number,
): number {
  return projection === 'sparse' ? 3 : Math.max(3, Math.sqrt(inWidth));
}

/** Lists, counts and drawing tables of a sign projection, at most. */
export function signBytes(inWidth: number, outWidth: number, s: number): number {
  const mean = inWidth / s;
  const capacity = Math.min(inWidth, Math.ceil(mean + 12 * Math.sqrt(mean) + 32));
  const tables = 22 * s + 256 + 64 * 4;
  return Math.ceil(outWidth * (capacity * (inWidth > 65_536 ? 4 : 2) + 8) + tables * 4) + 5 * BLOCK_BYTES;
}

/** Working memory of projecting rows, dense ones or a sparse matrix, in bytes. */
export function projectScratch(
  z: { readonly width: number } | SparseMatrix,
  outWidth: number,
  s: number,
  threads: number,
): number {
  const signs = signBytes(z.width, outWidth, s);
  if (!('indptr' in z)) return signs + threads * ((z.width + outWidth) * 64 + 320) + BLOCK_BYTES;
  const mean = z.width / s;
  const capacity = Math.min(z.width, Math.ceil(mean + 12 * Math.sqrt(mean) + 32));
  return signs + blockBytes(z.width + 1) + blockBytes(outWidth * capacity) + sparseBytes(z);
}

/** Working memory of adding normalised means to sums, in bytes. */
export function accumulateScratch(numRows: number, width: number, threads: number): number {
  const rows = Math.max(1, Math.min(256, Math.ceil(numRows / 32)));
  return threads * (rows * width * 4 + 128) + BLOCK_BYTES;
}

/** Divides every row by its L2 norm. */
export function normaliseRows(values: Float32Array, width: number): void {
  for (let at = 0; at < values.length; at += width) {
    let sum = 0;
    for (let i = at; i < at + width; i++) sum += values[i]! ** 2;
    const inverse = 1 / Math.max(Math.sqrt(sum), 1e-12);
    for (let i = at; i < at + width; i++) values[i]! *= inverse;
  }
}
