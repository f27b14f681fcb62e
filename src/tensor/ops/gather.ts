import type * as tf from '@tensorflow/tfjs-core';
import { gatherInto, scatterRowsInto } from '../../compute/internal.js';
import { checkRows } from '../../core/index.js';
import { ensureBackend } from '../backends/backend.js';
import { defineOp, type Op } from '../engine/define-op.js';
import { makeTensor } from '../engine/make-tensor.js';
import { expectShape } from '../engine/shapes.js';
import { stageRows } from '../engine/staging.js';
import * as gpu from '../webgpu/sparse.js';

interface Attributes {
  readonly rows: Int32Array;
  readonly numRows: number;
}

const scatterOp: Op<Attributes> = defineOp<Attributes>({
  name: 'HeteroScatterRows',
  webgpu: (backend, { dy }, attributes) => gpu.scatter(backend, dy!, attributes),
  forward(host, { dy }, { rows, numRows }) {
    const width = dy!.shape[1]!;
    const out = host.allocate([numRows, width]);
    scatterRowsInto(host.pool, rows, host.address(dy!), width, numRows, out.address);
    return out;
  },
  gradient: ([dy], _, attributes) => ({ dy: () => lookupOp({ table: dy! }, attributes)[0]! }),
});

const lookupOp: Op<Attributes> = defineOp<Attributes>({
  name: 'HeteroEmbeddingLookup',
  webgpu: (backend, { table }, attributes) => gpu.lookup(backend, table!, attributes),
  forward(host, { table }, { rows }) {
    const width = table!.shape[1]!;
    const out = host.allocate([rows.length, width]);
    const { arena } = host.pool;
    const rowsAt = arena.alloc(rows.length * 4);
    arena.int32(rowsAt, rows.length).set(rows);
    gatherInto(host.pool, host.address(table!), rowsAt, rows.length, width, out.address);
    arena.free(rowsAt);
    return out;
  },
  gradient: ([dy], _, attributes) => ({ table: () => scatterOp({ dy: dy! }, attributes)[0]! }),
});

/**
 * Rows of a trainable table [N, D] -> [B, D]. The gradient adds up the rows of repeated numbers, in their order:
 * O(N + B D).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function embeddingLookup(table: tf.Tensor, rows: Int32Array): tf.Tensor2D {
  expectShape('An embedding table', table, [-1, -1]);
  const numRows = table.shape[0]!;
  checkRows(rows, numRows, 'rows');
  return lookupOp({ table }, { rows, numRows })[0] as tf.Tensor2D;
}

/**
 * Rows of a tensor [N, W] as a tensor [B, W], differentiable: {@link embeddingLookup} by another name; or rows of a constant array
 * [N, width], without a gradient.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function gatherRows(x: tf.Tensor, rows: Int32Array): tf.Tensor2D;
export function gatherRows(matrix: Float32Array, width: number, rows: Int32Array): tf.Tensor2D;
export function gatherRows(
  from: tf.Tensor | Float32Array,
  rowsOrWidth: Int32Array | number,
  constantRows?: Int32Array,
): tf.Tensor2D {
  if (from instanceof Float32Array) return constantRowsOf(from, rowsOrWidth as number, constantRows!);
  return embeddingLookup(from, rowsOrWidth as Int32Array);
}

function constantRowsOf(matrix: Float32Array, width: number, rows: Int32Array): tf.Tensor2D {
  checkRows(rows, width === 0 ? Number.POSITIVE_INFINITY : matrix.length / width, 'rows');
  const { threads } = ensureBackend();
  return makeTensor<tf.Tensor2D>([rows.length, width], (values) => {
    if (threads === undefined || !threads.pool.arena.owns(matrix)) {
      for (let i = 0; i < rows.length; i++) {
        values.set(matrix.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
      }
      return;
    }
    const { pool } = threads;
    const staged = stageRows(pool.arena, matrix, rows, width);
    gatherInto(pool, staged.values, staged.rows, rows.length, width, values.byteOffset);
    staged.dispose();
  });
}

/**
 * out[rows[i]] += x[i]: x [B, W] -> [numRows, W]. Rows of one number add up in their order, rows that get none are 0. The gradient
 * gathers.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function scatterRows(x: tf.Tensor, rows: Int32Array, numRows: number): tf.Tensor2D {
  expectShape('The scattered rows', x, [rows.length, -1]);
  checkRows(rows, numRows, 'rows');
  return scatterOp({ dy: x }, { rows, numRows })[0] as tf.Tensor2D;
}
