import fc from 'fast-check';
import type { WeightedCsr } from '../../../src/core/index.js';
import { RandomStream } from '../../../src/core/index.js';

/** A CSR with empty rows, parallel entries and columns in any order. */
export function randomCsr(numRows: number, numCols: number, entries: number, seed: number): WeightedCsr {
  const stream = new RandomStream(seed, 'csr');
  const lists: number[][] = Array.from({ length: numRows }, () => []);
  if (numRows > 0 && numCols > 0) {
    for (let e = 0; e < entries; e++) lists[stream.nextInt(numRows)]!.push(stream.nextInt(numCols));
  }
  const indptr = new Int32Array(numRows + 1);
  for (const [r, list] of lists.entries()) indptr[r + 1] = indptr[r]! + list.length;
  const indices = Int32Array.from(lists.flat());
  return { numRows, numCols, indptr, indices, values: stream.fillNormal(new Float32Array(indices.length)) };
}

export const normals = (name: string, seed: number, n: number) =>
  new RandomStream(seed, name).fillNormal(new Float32Array(n));

/** Shapes from nothing to a few blocks: none or one row, one column, width 1, few entries for many rows and the other way. */
export const csrShapes = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 200 })),
  columns: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 40 })),
  entries: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 3000 })),
  heads: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
  headWidth: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
  seed: fc.nat(),
});
