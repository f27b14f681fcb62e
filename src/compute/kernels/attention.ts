import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';

/** Sizes of an attention and how it scores: Dk = keyWidth, 0 for additive scores. */
export interface AttentionShape {
  readonly numRows: number;
  readonly numCols: number;
  readonly entries: number;
  readonly heads: number;
  readonly width: number;
  readonly keyWidth: number;
  /** Slope of the leaky ReLU of additive scores, or the factor of dot products. */
  readonly slopeOrScale: number;
}

/** Addresses of the operands in the pool's arena; see {@link fusedAttention} for the shapes. */
export interface AttentionOperands {
  readonly indptr: number;
  readonly indices: number;
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  /** 0 for none. */
  readonly bias: number;
}

/** Addresses of the transpose: `entries` says which entry of the matrix each of its entries is. */
export interface TransposeOperands {
  readonly indptr: number;
  readonly indices: number;
  readonly entries: number;
}

/** Entries whose scores are kept at a time, as in ../assembly/attention/forward.ts. */
const group = 256;

function scoreBytes(heads: number): number {
  return Math.ceil(heads / 4) * 16;
}

/** Rows a thread takes at once: about 4,096 entries. */
function grain(rows: number, entries: number): number {
  return Math.max(1, Math.min(1024, Math.round((4096 * rows) / Math.max(1, entries))));
}

/** Writes out [rows, H, D] and logSumExp [rows, H]. O(entries H (D + Dk)); scratch independent of the degrees. */
export function attentionForwardInto(
  pool: Pool,
  shape: AttentionShape,
  { indptr, indices, queries, keys, values, bias }: AttentionOperands,
  out: number,
  logSumExp: number,
): void {
  const { numRows, entries, heads, width, keyWidth, slopeOrScale } = shape;
  const stride = scoreBytes(heads) * (group + 3) + 64;
  pool.withScratch(stride, (scratch) => {
    const args = [indptr, indices, queries, keys, values, bias, out, logSumExp, heads, width, keyWidth];
    pool.run('attentionForward', [...args, f32(slopeOrScale), scratch, stride], numRows, grain(numRows, entries));
  });
}

/** Where the gradients go; dScores [entries, H] is also the gradient of the bias. */
export interface AttentionGradients {
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  readonly scores: number;
}

/** Gradients from dOut; needs what the forward pass wrote. Stores [entries, H] and [rows, H], nothing of D more than its results. */
export function attentionBackwardInto(
  pool: Pool,
  shape: AttentionShape,
  operands: AttentionOperands,
  transpose: TransposeOperands,
  saved: { readonly out: number; readonly logSumExp: number; readonly dOut: number },
  d: AttentionGradients,
): void {
  const { numRows, numCols, entries, heads, width, keyWidth, slopeOrScale } = shape;
  const { indptr, indices, queries, keys, values, bias } = operands;
  const part = scoreBytes(heads);
  const packed = pool.arena.alloc(numRows * (keyWidth === 0 ? 3 : 2) * part);
  try {
    const rowGrain = Math.max(1, Math.ceil(16_384 / Math.max(1, heads * width)));
    const perRow = [keyWidth === 0 ? queries : 0, saved.logSumExp, saved.dOut, saved.out, packed];
    pool.run('attentionPack', [...perRow, heads, width], numRows, rowGrain);
    const stride = part * 2 + 64;
    pool.withScratch(stride, (scratch) => {
      const matrix = [transpose.indptr, transpose.indices, transpose.entries];
      const given = [queries, keys, values, bias, packed, saved.dOut];
      const args = [...matrix, ...given, d.values, d.keys, d.scores, heads, width, keyWidth, f32(slopeOrScale)];
      pool.run('attentionBackward', [...args, scratch, stride], numCols, grain(numCols, entries));
    });
    const args = [indptr, indices, d.scores, keys, d.queries, heads, keyWidth, f32(slopeOrScale)];
    pool.run('attentionQueries', args, numRows, grain(numRows, entries));
  } finally {
    pool.arena.free(packed);
  }
}
