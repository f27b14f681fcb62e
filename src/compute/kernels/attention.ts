import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';
import type { MaskArguments } from './dropout-mask.js';
import { grainOf } from './elementwise.js';
import { sumRowsInto } from './reduce.js';
import { segmentSoftmaxInto } from './segment-softmax.js';

/** Sizes of an attention and how it scores: Dk = keyWidth, 0 for additive scores. */
export interface AttentionShape {
  readonly numRows: number;
  readonly numCols: number;
  readonly entries: number;
  readonly heads: number;
  readonly width: number;
  readonly keyWidth: number;
  /** Slope of the leaky ReLU of additive and dynamic scores, or the factor of dot products. */
  readonly slopeOrScale: number;
  /** Rows of a bias by types; 0: a bias, if any, has a row for each entry. */
  readonly numTypes: number;
  /** Dropout of the weights. */
  readonly mask: MaskArguments;
  /** Of the residual in the weights; 0 without one. */
  readonly share: number;
}

/** Addresses of the operands in the pool's arena, 0 for none; see {@link fusedAttention} for the shapes. */
export interface AttentionOperands {
  readonly indptr: number;
  readonly indices: number;
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  readonly bias: number;
  readonly types: number;
  /** Of dynamic scores: [H, Dk]. */
  readonly vector: number;
  readonly residual: number;
}

/** Addresses of the transpose: `entries` says which entry of the matrix each of its entries is. */
export interface TransposeOperands {
  readonly indptr: number;
  readonly indices: number;
  readonly entries: number;
}

/** Entries whose scores are kept at a time, as in ../assembly/attention/forward.ts. */
const group = 256;
/** Rows, and at least so many entries, whose sums are added up by one thread. Part of the definition of the bits. */
const vectorChunk = 64;
const typesChunk = 4096;

function scoreBytes(heads: number): number {
  return Math.ceil(heads / 4) * 16;
}

/** Rows a thread takes at once: about 4,096 entries. */
function grain(rows: number, entries: number): number {
  return Math.max(1, Math.min(1024, Math.round((4096 * rows) / Math.max(1, entries))));
}

/** Key and threshold of the mask, the factor of the softmax's weights, and the residual with its share. */
function changeOf({ mask, share }: AttentionShape, residual: number) {
  const { key0, key1, threshold } = mask;
  return [key0, key1, threshold, f32((256 / threshold) * (1 - share)), residual, f32(share)];
}

/**
 * Writes out [rows, H, D] and logSumExp [rows, H], and with a residual the part of the softmax in out to `soft` [rows, H, D].
 * O(entries H (D + Dk)); scratch independent of the degrees.
 */
export function attentionForwardInto(
  pool: Pool,
  shape: AttentionShape,
  operands: AttentionOperands,
  to: { readonly out: number; readonly logSumExp: number; readonly soft: number },
): void {
  const { numRows, entries, heads, width, keyWidth, slopeOrScale } = shape;
  const { indptr, indices, queries, keys, values, bias, types, vector, residual } = operands;
  const rowBytes = residual === 0 ? 0 : Math.ceil((heads * width) / 16) * 64;
  const stride = scoreBytes(heads) * (group + 3) + 64 + rowBytes;
  pool.withScratch(stride, (scratch) => {
    const sizes = [heads, width, keyWidth, f32(slopeOrScale), scratch, stride];
    const args = [indptr, indices, queries, keys, values, bias, to.out, to.logSumExp, ...sizes, types, vector];
    pool.run('attentionForward', [...args, ...changeOf(shape, residual), to.soft], numRows, grain(numRows, entries));
  });
}

/** Where the gradients go. */
export interface AttentionGradients {
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  /** [entries, H], also the gradient of a bias of entries. */
  readonly scores: number;
  /** Of a bias by types: [types, H]; 0 for none. */
  readonly bias: number;
  /** [H, Dk], of dynamic scores. */
  readonly vector: number;
}

/**
 * Gradients from dOut; needs what the forward pass wrote: `out` is `soft` where there is a residual. Stores [entries, H] and [rows, H],
 * nothing of D more than its results.
 */
export function attentionBackwardInto(
  pool: Pool,
  shape: AttentionShape,
  operands: AttentionOperands,
  transpose: TransposeOperands,
  saved: { readonly out: number; readonly logSumExp: number; readonly dOut: number },
  d: AttentionGradients,
): void {
  const { numRows, numCols, entries, heads, width, keyWidth, slopeOrScale, numTypes } = shape;
  const { indptr, indices, queries, keys, values, bias, types, vector, residual } = operands;
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
      const sizes = [heads, width, keyWidth, f32(slopeOrScale), scratch, stride];
      const args = [...matrix, ...given, d.values, d.keys, d.scores, ...sizes, types, vector];
      const all = [...args, ...changeOf(shape, residual)];
      pool.run('attentionBackward', all, numCols, grain(numCols, entries));
    });
    const args = [indptr, indices, d.scores, keys, d.queries, heads, keyWidth, f32(slopeOrScale), queries, vector];
    pool.run('attentionQueries', args, numRows, grain(numRows, entries));
    if (vector !== 0) finishVector(pool, shape, operands, d);
    if (numTypes > 0 && d.bias !== 0) sumTypes(pool, shape, types, d);
  } finally {
    pool.arena.free(packed);
  }
}

/** The gradient of the vector, and its factor in those of queries and keys. */
function finishVector(
  pool: Pool,
  { numRows, numCols, heads, keyWidth }: AttentionShape,
  { queries, keys, vector }: AttentionOperands,
  d: AttentionGradients,
): void {
  const width = heads * keyWidth;
  const [ofRows, ofCols] = [Math.ceil(numRows / vectorChunk), Math.ceil(numCols / vectorChunk)];
  const partials = pool.arena.alloc((ofRows + ofCols) * width * 4);
  const grainOfUnits = Math.max(1, Math.ceil(16_384 / (vectorChunk * Math.max(1, width))));
  const second = partials + ofRows * width * 4;
  pool.run('attentionVector', [d.queries, queries, vector, partials, numRows, width], ofRows, grainOfUnits);
  pool.run('attentionVector', [d.keys, keys, vector, second, numCols, width], ofCols, grainOfUnits);
  sumRowsInto(pool, partials, ofRows + ofCols, width, d.vector);
  pool.arena.free(partials);
}

function sumTypes(pool: Pool, shape: AttentionShape, types: number, d: AttentionGradients): void {
  const { entries, heads, numTypes } = shape;
  const chunk = Math.max(typesChunk, 16 * numTypes);
  const units = Math.ceil(entries / chunk);
  const partials = pool.arena.alloc(units * numTypes * heads * 4);
  pool.run('attentionTypes', [d.scores, types, partials, entries, heads, numTypes, chunk], units, 1);
  sumRowsInto(pool, partials, units, numTypes * heads, d.bias);
  pool.arena.free(partials);
}

/** The weights [entries, H] by which {@link attentionForwardInto} multiplies the values. */
export function attentionWeightsInto(
  pool: Pool,
  shape: AttentionShape,
  operands: Omit<AttentionOperands, 'values'>,
  out: number,
): void {
  const { numRows, entries, heads, keyWidth, slopeOrScale, mask } = shape;
  const { indptr, indices, queries, keys, bias, types, vector, residual } = operands;
  const args = [indptr, indices, queries, keys, bias, types, vector, out, heads, keyWidth, f32(slopeOrScale)];
  pool.run('attentionScores', args, numRows, grain(numRows, entries));
  segmentSoftmaxInto(pool, { indptr, numRows, numEntries: entries, entries: 0 }, out, heads, out);
  if (mask.threshold === 256 && residual === 0) return;
  const n = entries * heads;
  const units = Math.ceil(n / 4096);
  pool.run('attentionChange', [out, n, ...changeOf(shape, residual)], units, grainOf(n, 4096, units));
}
