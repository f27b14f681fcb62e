import { Vector } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { canonicalColumn } from '../../../src/graph/columns/canonical.js';
import { concatColumns } from '../../../src/graph/columns/concat.js';
import { encodeColumn } from '../../../src/graph/columns/encode.js';
import { booleans, denseMatrix, numbers, sparseMatrix, validity } from '../../../src/graph/columns/read.js';
import { takeRows } from '../../../src/graph/columns/take.js';
import { texts } from '../../../src/graph/columns/text.js';
import { randomColumn } from '../../../src/graph/generators/random-column.js';
import type { ColumnSchema } from '../../../src/graph/index.js';

const anyColumn: fc.Arbitrary<ColumnSchema> = fc
  .tuple(
    fc.constantFrom('int32', 'int64', 'float32', 'float64', 'bool', 'utf8', 'dense', 'sparse'),
    fc.boolean(),
    fc.nat(4),
  )
  .map(([type, nullable, width]) => {
    const matrix = type === 'dense' || type === 'sparse' ? { width } : {};
    return { name: 'c', type, role: 'attribute', nullable, ...matrix } as ColumnSchema;
  });

function encoded(column: ColumnSchema, numRows: number, seed: number) {
  const report = (code: string) => expect.unreachable(code);
  const data = randomColumn(column, numRows, new RandomStream(seed, 'test'));
  return encodeColumn(column, data, { report, firstRow: 0 })!;
}

/** The values Arrow itself reads, row by row. */
function rowsOf(data: ReturnType<typeof encoded>): unknown[] {
  const plain = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
    return [...(value as Iterable<unknown>)].map(plain);
  };
  return [...new Vector([data])].map(plain);
}

it('slices joined are the column, and taking rows is taking them one by one', () => {
  fc.assert(
    fc.property(anyColumn, fc.nat(30), fc.array(fc.nat()), fc.nat(), (column, numRows, cuts, seed) => {
      const data = encoded(column, numRows, seed);
      const wanted = rowsOf(data);
      const at = [0, ...cuts.map((cut) => cut % (numRows + 1)).sort((a, b) => a - b), numRows];
      const parts = at.slice(1).map((to, i) => data.slice(at[i]!, to - at[i]!));
      expect(rowsOf(concatColumns(column, parts))).toEqual(wanted);
      expect(rowsOf(canonicalColumn(column, data))).toEqual(wanted);
      const rows = numRows === 0 ? [] : cuts.map((cut) => cut % numRows);
      expect(rowsOf(takeRows(column, data, Int32Array.from(rows)))).toEqual(rows.map((row) => wanted[row]));
    }),
    { numRuns: 200 },
  );
});

it('accessors say what Arrow says row by row', () => {
  fc.assert(
    fc.property(anyColumn, fc.nat(30), fc.nat(), (column, numRows, seed) => {
      const data = encoded(column, numRows, seed);
      const wanted = rowsOf(data);
      const valid = validity(data) ?? new Uint8Array(numRows).fill(1);
      expect([...valid]).toEqual(wanted.map((value) => (value === null ? 0 : 1)));
      const width = column.width ?? 0;
      const known = <T>(values: readonly T[]) => values.map((value, row) => (valid[row] ? value : null));
      if (column.type === 'bool') expect([...booleans(data)]).toEqual(wanted.map((value) => (value ? 1 : 0)));
      else if (column.type === 'utf8') expect(texts(data)).toEqual(wanted);
      else if (column.type === 'dense') {
        const { values } = denseMatrix(data, width);
        const rows = wanted.map((_, row) => [...values.subarray(row * width, (row + 1) * width)]);
        expect(known(rows)).toEqual(wanted);
      } else if (column.type === 'sparse') {
        const { indptr, indices, values } = sparseMatrix(data, width);
        const row = (r: number) =>
          Array.from(indices.subarray(indptr[r]!, indptr[r + 1]!), (index, i) => [
            ['index', index],
            ['value', values[indptr[r]! + i]],
          ]);
        expect(known(wanted.map((_, r) => row(r)))).toEqual(wanted);
      } else {
        const plain = Array.from(numbers(data) as ArrayLike<number | bigint>, (value) =>
          typeof value === 'bigint' ? String(value) : value,
        );
        expect(known(plain)).toEqual(wanted);
      }
    }),
    { numRuns: 200 },
  );
});
