import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctRows } from '../../../src/anomaly/table/distinct-rows.js';
import { sortedRows } from '../../../src/anomaly/table/sort-rows.js';

const tables = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).chain((sizes) =>
  fc.record({
    sizes: fc.constant(sizes),
    rows: fc.array(fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: size }))), { maxLength: 20 }),
  }),
);

it('different rows are there once each, sorted, and every row is found again', () => {
  fc.assert(
    fc.property(tables, ({ sizes, rows }) => {
      const { codes, numRows, order, of, counts } = distinctRows(Int32Array.from(rows.flat()), sizes);
      const width = sizes.length;
      const found = Array.from({ length: numRows }, (_, row) => [...codes.subarray(row * width, (row + 1) * width)]);
      expect(numRows).toBe(new Set(rows.map(String)).size);
      expect(rows.map((_, row) => found[of[row]!])).toEqual(rows);
      expect([...counts]).toEqual(found.map((row) => rows.filter((each) => String(each) === String(row)).length));
      for (let at = 1; at < width; at++) expect(sizes[order[at]!]!).toBeGreaterThanOrEqual(sizes[order[at - 1]!]!);
      const keys = found.map((row) => [...order].map((column) => row[column]).join());
      expect(keys).toEqual([...keys].sort());
    }),
  );
});

it('rows are sorted by their codes, column by column', () => {
  fc.assert(
    fc.property(tables, ({ sizes, rows }) => {
      const sorted = sortedRows(Int32Array.from(rows.flat()), sizes.length, sizes);
      expect([...sorted]).toEqual([...rows].sort((a, b) => (String(a) < String(b) ? -1 : 1)).flat());
    }),
  );
});
