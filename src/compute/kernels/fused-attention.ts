import { type Csr, expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { type Placement, placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import {
  type AttentionOperands,
  type AttentionShape,
  attentionBackwardInto,
  attentionForwardInto,
  attentionWeightsInto,
} from './attention.js';
import { expectCount, expectCsrOnce, expectOptions, expectSize, expectWithin, type Sized } from './checks.js';
import { type Dropout, maskArguments } from './dropout-mask.js';
import { type PoolOption, runInto } from './run-into.js';
import { transposeWithEntries } from './transpose-csr.js';

export interface AttentionOptions extends PoolOption {
  readonly heads: number;
  /**
   * 'add' (default): leakyReLU(query + key), one number a head each (GAT, Velickovic et al., ICLR 2018). 'dot': scale <query, key>, vectors a
   * head (Vaswani et al., NeurIPS 2017; HGT). 'gatv2': <vector, leakyReLU(query + key)>, vectors a head (Brody et al., ICLR 2022).
   */
  readonly score?: 'add' | 'dot' | 'gatv2';
  /** Of 'add' and 'gatv2'; default 0.2. */
  readonly negativeSlope?: number;
  /** Of 'dot'; default 1 / sqrt(width of a key). */
  readonly scale?: number;
  /**
   * Dropout of the weights after the softmax; default none. The mask is that of `dropout` on a tensor [entries, H]; it is made again
   * wherever it is needed, never stored.
   */
  readonly dropout?: Dropout;
  /** Type of each entry, a row of the bias: [entries]. Default: the bias has a row for each entry. The array must not change. */
  readonly biasTypes?: Int32Array;
  /**
   * Residual attention (He et al., ACL 2021; Simple-HGN): weights, after dropout, become (1 - share) weights + share of these constant ones
   * [entries, H], such as those of the layer before. Default none.
   */
  readonly residual?: ResidualAttention<Float32Array>;
}

export interface ResidualAttention<Weights> {
  /** [entries, H]; no gradient. */
  readonly weights: Weights;
  /** In [0, 1]. */
  readonly share: number;
}

/** Dense operands, row-major: queries belong to rows of the matrix, keys and values to its columns. */
export interface AttentionInputs {
  /** [rows, H] for 'add', else [rows, H, Dk]. */
  readonly queries: Float32Array;
  /** [columns, H] or [columns, H, Dk]. */
  readonly keys: Float32Array;
  /** [columns, H, D]. */
  readonly values: Float32Array;
  /**
   * Added to the raw score of each entry (of 'add': before the leaky ReLU): [entries, H], or with `biasTypes` [types, H]; default none.
   */
  readonly bias?: Float32Array;
  /** Of 'gatv2': [H, Dk]. */
  readonly vector?: Float32Array;
}

export interface AttentionOutput {
  /** [rows, H, D]; zeros for a row without entries. */
  readonly out: Float32Array;
  /** log SUM exp of the scores, [rows, H]: what the gradient needs in addition to `out`. */
  readonly logSumExp: Float32Array;
  /** With a residual: what of `out` is not from it, which the gradient then needs instead. */
  readonly soft?: Float32Array;
}

export interface AttentionInputGradients {
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  /** [entries, H], or with `biasTypes` [types, H]. */
  readonly bias: Float32Array;
  /** Of 'gatv2': [H, Dk]; else empty. */
  readonly vector: Float32Array;
}

/**
 * out[r, h] = SUM over the entries (r, c) of softmax(score)[h] values[c, h], scores over the entries of a row. Gather, scores, softmax and
 * weighted sum in one pass; nothing of the size entries x H x D is stored. The same bits for any number of threads.
 * O(entries H (D + Dk)).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function fusedAttention(csr: Csr, inputs: AttentionInputs, options: AttentionOptions): AttentionOutput {
  expectArgument(options, 'object', 'options');
  expectInputs(inputs);
  const { pool = getPool() } = options;
  expectCsrOnce(pool.arena, csr);
  const shape = attentionShape(csr, inputs, options);
  const out = new Float32Array(csr.numRows * shape.heads * shape.width);
  const soft = options.residual ? new Float32Array(out.length) : undefined;
  const logSumExp = new Float32Array(csr.numRows * shape.heads);
  placed(pool.arena, (place) => {
    const at = { out: place.block(out.byteLength), logSumExp: place.block(logSumExp.byteLength), soft: 0 };
    if (soft) at.soft = place.block(out.byteLength);
    attentionForwardInto(pool, shape, operandsOf(place, csr, inputs, options), at);
    out.set(pool.arena.float32(at.out, out.length));
    logSumExp.set(pool.arena.float32(at.logSumExp, logSumExp.length));
    soft?.set(pool.arena.float32(at.soft, out.length));
  });
  return soft ? { out, logSumExp, soft } : { out, logSumExp };
}

/**
 * The weights [entries, H] by which {@link fusedAttention} multiplies the values, dropout and residual included where given.
 * O(entries H Dk).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function attentionWeights(
  csr: Csr,
  inputs: Omit<AttentionInputs, 'values'>,
  options: AttentionOptions,
): Float32Array {
  expectArgument(options, 'object', 'options');
  expectMembers(inputs, 'inputs', { queries: 'numbers', keys: 'numbers' });
  const { pool = getPool() } = options;
  expectCsrOnce(pool.arena, csr);
  const values = new Float32Array(0);
  const shape = attentionShape(csr, { ...inputs, values }, options);
  return runInto(pool, csr.indices.length * shape.heads, (place, out) => {
    attentionWeightsInto(pool, shape, operandsOf(place, csr, { ...inputs, values }, options), out);
  });
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
  output: AttentionOutput,
  dOut: Float32Array,
  options: AttentionOptions,
): AttentionInputGradients {
  expectArgument(options, 'object', 'options');
  expectInputs(inputs);
  expectMembers(output, 'output', { out: 'numbers', logSumExp: 'numbers' });
  const { out, logSumExp, soft = out } = output;
  const { pool = getPool() } = options;
  expectCsrOnce(pool.arena, csr);
  const shape = attentionShape(csr, inputs, options);
  expectSize('dOut', dOut, csr.numRows * shape.heads * shape.width);
  expectSize('soft', soft, csr.numRows * shape.heads * shape.width);
  expectSize('logSumExp', logSumExp, csr.numRows * shape.heads);
  const { csr: transpose, entries } = transposeWithEntries(csr);
  return placed(pool.arena, (place) => {
    const operands = operandsOf(place, csr, inputs, options);
    const columns = {
      indptr: place.of(transpose.indptr),
      indices: place.of(transpose.indices),
      entries: place.of(entries),
    };
    const saved = { out: place.of(soft), logSumExp: place.of(logSumExp), dOut: place.of(dOut) };
    const d = {
      queries: place.block(inputs.queries.byteLength),
      keys: place.block(inputs.keys.byteLength),
      values: place.block(inputs.values.byteLength),
      scores: place.block(csr.indices.length * shape.heads * 4),
      bias: place.block(shape.numTypes * shape.heads * 4),
      vector: place.block(shape.heads * shape.keyWidth * 4),
    };
    attentionBackwardInto(pool, shape, operands, columns, saved, d);
    const read = (address: number, length: number) => pool.arena.float32(address, length).slice();
    return {
      queries: read(d.queries, inputs.queries.length),
      keys: read(d.keys, inputs.keys.length),
      values: read(d.values, inputs.values.length),
      bias: options.biasTypes
        ? read(d.bias, shape.numTypes * shape.heads)
        : read(d.scores, csr.indices.length * shape.heads),
      vector: read(d.vector, inputs.vector?.length ?? 0),
    };
  });
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function expectInputs(inputs: AttentionInputs): void {
  expectMembers(inputs, 'inputs', { queries: 'numbers', keys: 'numbers', values: 'numbers' });
}

function operandsOf(
  place: Placement,
  csr: Csr,
  { queries, keys, values, bias, vector }: AttentionInputs,
  { biasTypes, residual }: AttentionOptions,
): AttentionOperands {
  return {
    indptr: place.of(csr.indptr),
    indices: place.of(csr.indices),
    queries: place.of(queries),
    keys: place.of(keys),
    values: place.of(values),
    bias: bias ? place.of(bias) : 0,
    types: bias && biasTypes ? place.of(biasTypes) : 0,
    vector: vector ? place.of(vector) : 0,
    residual: residual ? place.of(residual.weights) : 0,
  };
}

type Inputs = Readonly<Record<'queries' | 'keys' | 'values', Sized>> &
  Partial<Readonly<Record<'bias' | 'vector', Sized>>>;

/** Options as {@link attentionShape} reads them: of the residual's weights only the number. */
export type AttentionSettings = Omit<AttentionOptions, 'pool' | 'residual'> & {
  readonly residual?: ResidualAttention<Sized>;
};

const known = {
  heads: null,
  score: ['add', 'dot', 'gatv2'],
  negativeSlope: null,
  scale: null,
  dropout: null,
  biasTypes: null,
  residual: null,
  pool: null,
};

/** Sizes read off the operands, checked. */
export function attentionShape(
  csr: { readonly numRows: number; readonly numCols: number; readonly indices: Sized },
  inputs: Inputs,
  options: AttentionSettings,
): AttentionShape {
  expectOptions(options, known);
  const { heads, score = 'add', negativeSlope = 0.2, scale, dropout } = options;
  const { numRows, numCols } = csr;
  const entries = csr.indices.length;
  expectCount('heads', heads);
  const per = (values: Sized, rows: number) => (rows === 0 ? 0 : values.length / (rows * heads));
  const width = per(inputs.values, numCols);
  const ofVector = (inputs.vector?.length ?? 0) / heads;
  const keyWidth = score === 'add' ? 0 : Math.max(per(inputs.keys, numCols), per(inputs.queries, numRows)) || ofVector;
  if (!Number.isInteger(width) || !Number.isInteger(keyWidth) || (score !== 'add' && keyWidth === 0 && entries > 0)) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `The lengths of values (${inputs.values.length}) and keys (${inputs.keys.length}) do not fit ${numCols} columns and ${heads} heads.`,
      {
        hint: 'Give [columns, heads, width] values, and keys of one width above 0.',
      },
    );
  }
  expectSize('queries', inputs.queries, numRows * heads * (score === 'add' ? 1 : keyWidth));
  expectSize('keys', inputs.keys, numCols * heads * (score === 'add' ? 1 : keyWidth));
  expectVector(inputs, score, heads * keyWidth);
  const numTypes = typesOf(inputs, options, entries);
  const share = shareOf(options, entries * heads);
  const slopeOrScale = score === 'dot' ? (scale ?? 1 / Math.sqrt(Math.max(1, keyWidth))) : negativeSlope;
  const mask = maskArguments(dropout);
  return { numRows, numCols, entries, heads, width, keyWidth, slopeOrScale, numTypes, mask, share };
}

function expectVector({ vector }: Inputs, score: 'add' | 'dot' | 'gatv2', size: number): void {
  if ((score === 'gatv2') !== (vector !== undefined)) {
    throw new HeteroGraphError(
      'INVALID_OPTION',
      vector ? `The score '${score}' takes no vector.` : "The score 'gatv2' takes a vector.",
      { column: 'vector', hint: "The score 'gatv2' needs a vector of H times Dk values; no other score has one." },
    );
  }
  if (vector) expectSize('vector', vector, size);
}

/** Largest type of arrays that have been gone through. */
const largestTypes = new WeakMap<Int32Array, number>();

/** The number of types of a bias by types, else 0. */
function typesOf({ bias }: Inputs, { biasTypes, heads }: AttentionSettings, entries: number): number {
  if (biasTypes === undefined) {
    if (bias) expectSize('bias', bias, entries * heads);
    return 0;
  }
  expectSize('biasTypes', biasTypes, entries);
  if (!bias) return 0;
  const numTypes = bias.length / heads;
  if (!Number.isInteger(numTypes)) {
    throw new HeteroGraphError(
      'SHAPE_MISMATCH',
      `The bias has ${bias.length} values, which is not a multiple of ${heads} heads.`,
      {
        column: 'bias',
        hint: 'With biasTypes, give a value for each type and head: [types, heads].',
      },
    );
  }
  const largest = largestTypes.get(biasTypes);
  if (largest === undefined || largest >= numTypes) {
    expectWithin('The type', biasTypes, numTypes);
    largestTypes.set(
      biasTypes,
      biasTypes.reduce((most, type) => Math.max(most, type), -1),
    );
  }
  return numTypes;
}

function shareOf({ residual }: AttentionSettings, size: number): number {
  if (residual === undefined) return 0;
  const { weights, share } = residual;
  expectSize('The residual attention', weights, size);
  if (share >= 0 && share <= 1) return share;
  throw new HeteroGraphError('INVALID_OPTION', `The share of the residual attention is ${share}.`, {
    column: 'residual.share',
    hint: 'It must be in [0, 1].',
  });
}
