import { type Pool, transposeCsr } from '../../compute/index.js';
import { binaryInto, fillInto, uncheckedSpmm } from '../../compute/internal.js';
import type { Csr, WeightedCsr } from '../../core/index.js';
import { symmetricNormal } from '../algebra/symmetric-normal.js';
import type { Arrays } from '../core/arrays.js';
import type { Propagation } from './propagation.js';

/** Rows `to` onwards of a product are the matrix times rows `from` onwards. */
export interface GraphBlock {
  readonly matrix: WeightedCsr;
  readonly from: number;
  readonly to: number;
}

/** Users, then items: A = [0 R; R^T 0] with entries 1 / sqrt(d_u d_i), as two products that each read one half of the vectors. Strengths do not count. */
export function bipartiteBlocks({ numRows, numCols, indptr, indices }: Csr): readonly GraphBlock[] {
  const matrix = symmetricNormal({ numRows, numCols, indptr, indices });
  return [
    { matrix, from: matrix.numRows, to: 0 },
    { matrix: transposeCsr(matrix) as WeightedCsr, from: 0, to: matrix.numRows },
  ];
}

/**
 * Light graph convolution (He et al., SIGIR 2020). A is symmetric, so the gradient of a product is the same product of the gradient. The
 * rows that the blocks make are all nodes, each once.
 */
export class LightGraph implements Propagation {
  readonly pool: Pool;
  readonly width: number;
  readonly numNodes: number;
  readonly #blocks: readonly GraphBlock[];
  readonly #scratch: Float32Array;
  readonly #layers: number;

  constructor(arrays: Arrays, blocks: readonly GraphBlock[], width: number, layers: number) {
    this.pool = arrays.pool;
    this.width = width;
    this.#layers = layers;
    this.numNodes = blocks.reduce((sum, { matrix }) => sum + matrix.numRows, 0);
    this.#blocks = blocks.map((block) => ({ ...block, matrix: arrays.csr(block.matrix) }));
    this.#scratch = arrays.floats(this.numNodes * width);
  }

  /** out = A x, [nodes, width], both in the arena. */
  multiply(x: Float32Array, out: Float32Array): void {
    const { width, pool } = this;
    for (const { matrix, from, to } of this.#blocks) {
      const source = x.subarray(from * width, (from + matrix.numCols) * width);
      uncheckedSpmm(matrix, source, width, { out: out.subarray(to * width, (to + matrix.numRows) * width), pool });
    }
  }

  /** The same: A is symmetric. */
  multiplyTransposed(x: Float32Array, out: Float32Array): void {
    this.multiply(x, out);
  }

  /** out = (x + A x + ... + A^layers x) / (layers + 1), summed from the inside: x + A (x + A (x + ...)). */
  forward(x: Float32Array, out: Float32Array): void {
    const { pool } = this;
    const layers = this.#layers;
    const whole = { aLies: 'full' as const, rows: this.numNodes, width: this.width, out: out.byteOffset };
    if (layers === 0) {
      out.set(x);
      return;
    }
    for (let l = 0; l < layers; l++) {
      this.multiply(l === 0 ? x : out, this.#scratch);
      binaryInto(pool, { ...whole, op: 'add', a: this.#scratch.byteOffset, b: x.byteOffset, bLies: 'full' });
    }
    const factor = pool.arena.alloc(4);
    fillInto(pool, factor, 1, 1 / (layers + 1));
    binaryInto(pool, { ...whole, op: 'mul', a: out.byteOffset, b: factor, bLies: 'scalar' });
    pool.arena.free(factor);
  }

  /** The same as {@link forward}. */
  gradient(dy: Float32Array, dx: Float32Array): void {
    this.forward(dy, dx);
  }
}
