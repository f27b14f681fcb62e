import type { SparseMatrix } from '../../core/index.js';
import type { ChannelValues } from '../../propagation/internal.js';
import { gatherRows, makeTensor, matMul, SparseOperand, spmm, type Tensor, type Tensor2D } from '../../tensor/index.js';

/** Batches whose sparse rows are kept: those of training and of validation come in turns. */
const KEPT = 3;

interface Batch {
  readonly rows: Int32Array;
  readonly operand: SparseOperand;
}

/** Rows of one input, dense or sparse, times a trainable matrix. */
export class ChannelRows {
  readonly #values: ChannelValues;
  readonly #width: number;
  readonly #batches: Batch[] = [];

  constructor(values: ChannelValues, width: number) {
    this.#values = values;
    this.#width = width;
  }

  /** X[positions] weight, [B, width] [width, H] -> [B, H]. */
  times(weight: Tensor, positions: Int32Array): Tensor2D {
    const values = this.#values;
    if (values instanceof Float32Array) {
      return matMul(gatherRows(values, this.#width, positions), weight as Tensor2D);
    }
    if ('kind' in values) return spmm(this.#operandOf(values, positions), weight);
    const rows = makeTensor<Tensor2D>([positions.length, this.#width], (out) =>
      values.readRows(positions, this.#width, out),
    );
    return matMul(rows, weight as Tensor2D);
  }

  dispose(): void {
    for (const { operand } of this.#batches.splice(0)) operand.dispose();
  }

  #operandOf(matrix: SparseMatrix, positions: Int32Array): SparseOperand {
    const at = this.#batches.findIndex(({ rows }) => sameRows(rows, positions));
    const batch =
      at < 0
        ? { rows: positions, operand: new SparseOperand(rowsOf(matrix, positions)) }
        : this.#batches.splice(at, 1)[0]!;
    this.#batches.unshift(batch);
    // A batch whose gradient is still to come is the newest or the one before.
    for (const { operand } of this.#batches.splice(KEPT)) operand.dispose();
    return batch.operand;
  }
}

function sameRows(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

function rowsOf({ width, indptr, indices, values }: SparseMatrix, rows: Int32Array) {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i]! + indptr[row + 1]! - indptr[row]!;
  const out = { indices: new Int32Array(starts[rows.length]!), values: new Float32Array(starts[rows.length]!) };
  for (const [i, row] of rows.entries()) {
    out.indices.set(indices.subarray(indptr[row]!, indptr[row + 1]!), starts[i]!);
    out.values.set(values.subarray(indptr[row]!, indptr[row + 1]!), starts[i]!);
  }
  return { numRows: rows.length, numCols: width, indptr: starts, ...out };
}
