import { expect, it } from 'vitest';
import {
  fusedAttention,
  gemm,
  layerNorm,
  reduceAll,
  reduceColumns,
  reduceRows,
  rowNorm,
  sddmm,
  segmentReduce,
  segmentSoftmax,
  spmm,
  spmmSparse,
  spmmWeighted,
} from '../../../src/compute/index.js';

const csr = { numRows: 1, numCols: 1, indptr: Int32Array.of(0, 1), indices: Int32Array.of(0) };
const one = Float32Array.of(1);
const sparse = { kind: 'sparse', numRows: 1, width: 1, indptr: csr.indptr, indices: csr.indices, values: one } as const;

/** Words and names that are none, which were taken for the default. */
const wrong: Record<string, () => unknown> = {
  "spmm, reduce: 'meen'": () => spmm(csr, one, 1, { reduce: 'meen' as never }),
  'spmm, reduces': () => spmm(csr, one, 1, { reduces: 'mean' } as never),
  'spmmSparse, reduce': () => spmmSparse(csr, sparse as never, { reduce: 'sum' } as never),
  'gemm, algorithm': () => gemm(one, one, 1, 1, 1, { algorithm: 'strassen' as never }),
  'gemm, transposeC': () => gemm(one, one, 1, 1, 1, { transposeC: true } as never),
  'sddmm, op': () => sddmm(csr, one, one, { op: 'plus' as never }),
  'fusedAttention, score': () =>
    fusedAttention(csr, { queries: one, keys: one, values: one }, { heads: 1, score: 'sum' as never }),
  'fusedAttention, slope': () =>
    fusedAttention(csr, { queries: one, keys: one, values: one }, { heads: 1, slope: 0.1 } as never),
  'rowNorm, kind': () => rowNorm(one, 1, { kind: 'l1' as never }),
  'layerNorm, eps': () => layerNorm(one, 1, { eps: 1 } as never),
  'segmentReduce, reduce': () => segmentReduce(csr, one, 1, 'meen' as never),
  'segmentSoftmax, head': () => segmentSoftmax(csr, one, { head: 1 } as never),
  'spmmWeighted, head': () => spmmWeighted(csr, one, one, 1, { head: 1 } as never),
  'reduceRows, reduction': () => reduceRows(one, 1, 'meen' as never),
  'reduceColumns, reduction': () => reduceColumns(one, 1, 'max' as never),
  'reduceAll, reduction': () => reduceAll(one, 'meen' as never),
};

it.each(Object.keys(wrong))('%s is refused', (name) => {
  expect(wrong[name]!).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});
