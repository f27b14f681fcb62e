import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unionMatrix } from '../../../src/recommend/hetero/union-graph.js';

const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 12 });

it('the union of relations is the weighted sum of their normalised adjacencies', () => {
  fc.assert(
    fc.property(edges, edges, fc.constantFrom(0, 0.5, 2), (first, second, weight) => {
      const n = 7;
      const sum = Array.from({ length: n }, () => new Array<number>(n).fill(0));
      for (const [list, factor] of [
        [first, 1],
        [second, weight],
      ] as const) {
        const a = Array.from({ length: n }, () => new Array<number>(n).fill(0));
        for (const [s, t] of list) if (s !== t) a[s]![t] = a[t]![s] = 1;
        const degree = a.map((row) => row.reduce((x, y) => x + y, 0));
        for (let r = 0; r < n; r++) {
          for (let c = 0; c < n; c++) if (a[r]![c]) sum[r]![c]! += factor / Math.sqrt(degree[r]! * degree[c]!);
        }
      }
      const relations = [first, second].map((list, r) => ({
        name: String(r),
        source: Int32Array.from(list, ([s]) => s),
        target: Int32Array.from(list, ([, t]) => t),
      }));
      const { indptr, indices, values } = unionMatrix(n, relations, [1, weight]);
      const dense = Array.from({ length: n }, () => new Array<number>(n).fill(0));
      for (let r = 0; r < n; r++) {
        for (let e = indptr[r]!; e < indptr[r + 1]!; e++) dense[r]![indices[e]!] = values[e]!;
      }
      for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) expect(dense[r]![c]).toBeCloseTo(sum[r]![c]!, 6);
    }),
    { numRuns: 60 },
  );
});
