import { type Csr, HeteroGraphError } from '../../core/index.js';
import { type Placement, placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import {
  type AttentionOperands,
  type AttentionShape,
  attentionBackwardInto,
  attentionForwardInto,
} from './attention.js';
import { expectCount, expectCsrOnce, expectOptions, expectSize, type Sized } from './checks.js';
import type { PoolOption } from './run-into.js';
import { transposeWithEntries } from './transpose-csr.js';

export interface AttentionOptions extends PoolOption {
  readonly heads: number;
  /**
   * 'add' (default): leakyReLU(query + key), one number a head each (GAT, Velickovic et al., ICLR 2018). 'dot': scale <query, key>, vectors a
   * head (Vaswani et al., NeurIPS 2017; HGT).
   */
  readonly score?: 'add' | 'dot';
  /** Of 'add'; default 0.2. */
  readonly negativeSlope?: number;
  /** Of 'dot'; default 1 / sqrt(width of a key). */
  readonly scale?: number;
}

/** Dense operands, row-major: queries belong to rows of the matrix, keys and values to its columns. */
export interface AttentionInputs {
  /** [rows, H] for 'add', [rows, H, Dk] for 'dot'. */
  readonly queries: Float32Array;
  /** [columns, H] or [columns, H, Dk]. */
  readonly keys: Float32Array;
  /** [columns, H, D]. */
  readonly values: Float32Array;
  /** Added to the raw score of each entry, before the leaky ReLU: [entries, H]; default none. */
  readonly bias?: Float32Array;
}

export interface AttentionOutput {
  /** [rows, H, D]; zeros for a row without entries. */
  readonly out: Float32Array;
  /** log SUM exp of the scores, [rows, H]: what the gradient needs in addition to `out`. */
  readonly logSumExp: Float32Array;
}

export interface AttentionInputGradients {
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** [entries, H]. */
  readonly bias: Float32Array;
}

/**
 * out[r, h] = SUM over the entries (r, c) of softmax(score)[h] values[c, h], scores over the entries of a row. Gather, scores, softmax and
 * weighted sum in one pass; nothing of the size entries x H x D is stored. The same bits for any number of threads.
 * O(entries H (D + Dk)).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function fusedAttention(csr: Csr, inputs: AttentionInputs, options: AttentionOptions): AttentionOutput {
  const { pool = getPool() } = options;
  expectCsrOnce(pool.arena, csr);
  const shape = attentionShape(csr, inputs, options);
  const out = new Float32Array(csr.numRows * shape.heads * shape.width);
  const logSumExp = new Float32Array(csr.numRows * shape.heads);
  placed(pool.arena, (place) => {
    const outAt = place.block(out.byteLength);
    const levels = place.block(logSumExp.byteLength);
    const operands = operandsOf(place, csr, inputs);
    attentionForwardInto(pool, shape, operands, outAt, levels);
    out.set(pool.arena.float32(outAt, out.length));
    logSumExp.set(pool.arena.float32(levels, logSumExp.length));
  });
  return { out, logSumExp };
}

/**
 * Gradients of {@link fusedAttention} by every input, for the gradient `dOut` [rows, H, D] of its output. Weights are made again from the
 * log-sum-exp (Dao et al., NeurIPS 2022, section 3.1).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function fusedAttentionGradient(
  csr: Csr,
  inputs: AttentionInputs,
  { out, logSumExp }: AttentionOutput,
  dOut: Float32Array,
  options: AttentionOptions,
): AttentionInputGradients {
  const { pool = getPool() } = options;
  expectCsrOnce(pool.arena, csr);
  const shape = attentionShape(csr, inputs, options);
  expectSize('dOut', dOut, csr.numRows * shape.heads * shape.width);
  expectSize('out', out, csr.numRows * shape.heads * shape.width);
  expectSize('logSumExp', logSumExp, csr.numRows * shape.heads);
  const { csr: transpose, entries } = transposeWithEntries(csr);
  return placed(pool.arena, (place) => {
    const operands = operandsOf(place, csr, inputs);
    const columns = {
      indptr: place.of(transpose.indptr),
      indices: place.of(transpose.indices),
      entries: place.of(entries),
    };
    const saved = { out: place.of(out), logSumExp: place.of(logSumExp), dOut: place.of(dOut) };
    const d = {
      queries: place.block(inputs.queries.byteLength),
      keys: place.block(inputs.keys.byteLength),
      values: place.block(inputs.values.byteLength),
      scores: place.block(csr.indices.length * shape.heads * 4),
    };
    attentionBackwardInto(pool, shape, operands, columns, saved, d);
    const read = (address: number, length: number) => pool.arena.float32(address, length).slice();
    return {
      queries: read(d.queries, inputs.queries.length),
      keys: read(d.keys, inputs.keys.length),
      values: read(d.values, inputs.values.length),
      bias: read(d.scores, csr.indices.length * shape.heads),
    };
  });
}

function operandsOf(place: Placement, csr: Csr, { queries, keys, values, bias }: AttentionInputs): AttentionOperands {
  return {
    indptr: place.of(csr.indptr),
    indices: place.of(csr.indices),
    queries: place.of(queries),
    keys: place.of(keys),
    values: place.of(values),
    bias: bias ? place.of(bias) : 0,
  };
}

/** Sizes read off the operands, checked. */
export function attentionShape(
  csr: { readonly numRows: number; readonly numCols: number; readonly indices: Sized },
  inputs: Readonly<Record<'queries' | 'keys' | 'values', Sized>> & { readonly bias?: Sized },
  options: AttentionOptions,
): AttentionShape {
  expectOptions(options, { heads: null, score: ['add', 'dot'], negativeSlope: null, scale: null, pool: null });
  const { heads, score = 'add', negativeSlope = 0.2, scale } = options;
  const { numRows, numCols } = csr;
  const entries = csr.indices.length;
  expectCount('heads', heads);
  const per = (values: Sized, rows: number) => (rows === 0 ? 0 : values.length / (rows * heads));
  const width = per(inputs.values, numCols);
  const keyWidth = score === 'add' ? 0 : Math.max(per(inputs.keys, numCols), per(inputs.queries, numRows));
  if (!Number.isInteger(width) || !Number.isInteger(keyWidth) || (score === 'dot' && keyWidth === 0 && entries > 0)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `Values or keys are no whole number of rows of ${heads} heads.`);
  }
  expectSize('queries', inputs.queries, numRows * heads * (score === 'add' ? 1 : keyWidth));
  expectSize('keys', inputs.keys, numCols * heads * (score === 'add' ? 1 : keyWidth));
  if (inputs.bias) expectSize('bias', inputs.bias, entries * heads);
  const slopeOrScale = score === 'add' ? negativeSlope : (scale ?? 1 / Math.sqrt(Math.max(1, keyWidth)));
  return { numRows, numCols, entries, heads, width, keyWidth, slopeOrScale };
}
