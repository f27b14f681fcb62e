import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { sddmmAddInto, sddmmDotInto, spmmWeightedInto } from '../../compute/internal.js';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { defineOp, type Op } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import * as gpu from '../webgpu/sparse.js';
import { sumSegments } from './segment-reduce.js';

export interface SddmmOptions {
  /** 'dot': <a[row, h], b[column, h]>; 'add': a[row, h] + b[column, h]. Default 'dot'. */
  readonly op?: 'dot' | 'add';
  /** Default 1. */
  readonly heads?: number;
}

const optionsSchema = z.strictObject({ op: z.optional(z.enum(['dot', 'add'])), heads: z.optional(option.count) });

interface DotAttributes {
  readonly matrix: SparseOperand;
  readonly heads: number;
}

const dotOp: Op<DotAttributes> = defineOp<DotAttributes>({
  name: 'HeteroSddmm',
  webgpu: (backend, { a, b }, attributes) => gpu.sddmm(backend, { a: a!, b: b! }, { ...attributes, op: 'dot' }),
  forward(host, { a, b }, { matrix, heads }) {
    const out = host.allocate([matrix.numEntries, heads]);
    const sides = { a: host.address(a!), b: host.address(b!), heads, width: a!.shape[1]! / heads };
    sddmmDotInto(host.pool, matrix.place(false), sides, out.address);
    return out;
  },
  saves: { inputs: ['a', 'b'] },
  gradient: ([dy], [a, b], { matrix }) => ({
    a: () => productOp({ weights: dy!, x: b! }, { matrix, transposed: false })[0]!,
    b: () => productOp({ weights: dy!, x: a! }, { matrix, transposed: true })[0]!,
  }),
});

const addOp: Op<DotAttributes> = defineOp<DotAttributes>({
  name: 'HeteroSddmmAdd',
  webgpu: (backend, { a, b }, attributes) => gpu.sddmm(backend, { a: a!, b: b! }, { ...attributes, op: 'add' }),
  forward(host, { a, b }, { matrix, heads }) {
    const out = host.allocate([matrix.numEntries, heads]);
    sddmmAddInto(host.pool, matrix.place(false), { a: host.address(a!), b: host.address(b!), heads }, out.address);
    return out;
  },
  gradient: ([dy], _, { matrix }) => ({
    a: () => sumSegments(matrix, dy!, false),
    b: () => sumSegments(matrix, dy!, true),
  }),
});

interface ProductAttributes {
  readonly matrix: SparseOperand;
  readonly transposed: boolean;
}

const productOp: Op<ProductAttributes> = defineOp<ProductAttributes>({
  name: 'HeteroSpmmWeighted',
  webgpu: (backend, { weights, x }, attributes) => gpu.spmmWeighted(backend, { weights: weights!, x: x! }, attributes),
  forward(host, { weights, x }, { matrix, transposed }) {
    const heads = weights!.shape[1]!;
    const total = x!.shape[1]!;
    const placed = matrix.place(transposed);
    const out = host.allocate([placed.numRows, total]);
    const sides = {
      entries: matrix.placeEntries(transposed),
      weights: host.address(weights!),
      x: host.address(x!),
      heads,
      width: total / heads,
      numCols: transposed ? matrix.numRows : matrix.numCols,
    };
    spmmWeightedInto(host.pool, placed, sides, out.address);
    return out;
  },
  saves: { inputs: ['weights', 'x'] },
  gradient: ([dy], [weights, x], { matrix, transposed }) => ({
    weights: () => {
      const sides = transposed ? { a: x!, b: dy! } : { a: dy!, b: x! };
      return dotOp(sides, { matrix, heads: weights!.shape[1]! })[0]!;
    },
    x: () => productOp({ weights: weights!, x: dy! }, { matrix, transposed: !transposed })[0]!,
  }),
});

function expectHeads(heads: number, width: number): void {
  if (Number.isInteger(heads) && heads >= 1 && width % heads === 0) return;
  throw new HeteroGraphError('INVALID_OPTION', `A row of ${width} does not fall into ${heads} heads.`, {
    hint: 'Use a number of heads that divides the width.',
  });
}

/**
 * Sampled dense-dense product, one value per entry and head [E, heads]: 'dot' takes a [numRows, heads * D] and b [numCols, heads * D],
 * 'add' a [numRows, heads] and b [numCols, heads]. The values of the matrix are not read. Gradients by a and b are sparse products
 * with the matrix and its transpose.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function sddmm(matrix: SparseOperand, a: tf.Tensor, b: tf.Tensor, options: SddmmOptions = {}): tf.Tensor2D {
  checkOptions(optionsSchema, options);
  const { op = 'dot', heads = 1 } = options;
  expectOperand(matrix);
  expectShape('The side of the rows', a, [matrix.numRows, op === 'add' ? heads : -1]);
  expectShape('The side of the columns', b, [matrix.numCols, a.shape[1]!]);
  expectHeads(heads, a.shape[1]!);
  return (op === 'add' ? addOp : dotOp)({ a, b }, { matrix, heads })[0] as tf.Tensor2D;
}

/**
 * Sparse times dense with a trainable weight per entry and head: out[r, h] = SUM over the entries of row r of weights[e, h]
 * x[column, h]; weights [E, H], x [numCols, H * D] -> [numRows, H * D]. The values of the matrix are not read. The gradient by the
 * weights is a sampled product, that by x the product with the transpose.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function spmmWeighted(matrix: SparseOperand, weights: tf.Tensor, x: tf.Tensor): tf.Tensor2D {
  expectOperand(matrix);
  expectShape('The weights of a sparse product', weights, [matrix.numEntries, -1]);
  expectShape('The dense side of a sparse product', x, [matrix.numCols, -1]);
  expectHeads(weights.shape[1]!, x.shape[1]!);
  return productOp({ weights, x }, { matrix, transposed: false })[0] as tf.Tensor2D;
}
