import { type Csr, RandomStream } from '../../src/core/index.js';

export interface Inputs {
  readonly csr: Csr;
  readonly x: Float32Array;
  readonly width: number;
  /** [m, k] and [k, n]. */
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A sparse and two dense matrices, the same in Node and in a browser; some rows are empty, entries may be parallel. */
export function makeInputs(): Inputs {
  const stream = new RandomStream(7, 'browser');
  const normal = (length: number) => Float32Array.from({ length }, () => stream.nextNormal());
  const numRows = 2000;
  const numCols = 700;
  const indptr = new Int32Array(numRows + 1);
  for (let r = 0; r < numRows; r++) indptr[r + 1] = indptr[r]! + stream.nextInt(12);
  const indices = Int32Array.from({ length: indptr[numRows]! }, () => stream.nextInt(numCols));
  const [width, m, n, k] = [48, 130, 90, 301];
  return {
    csr: { numRows, numCols, indptr, indices },
    x: normal(numCols * width),
    width,
    a: normal(m * k),
    b: normal(k * n),
    m,
    n,
    k,
  };
}
