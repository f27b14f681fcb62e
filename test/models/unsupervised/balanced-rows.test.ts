import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { balancedRows, rowsOfClasses } from '../../../src/models/unsupervised/objectives/balanced-rows.js';

describe('rows balanced over classes', () => {
  it('are as many of each class as of any other, as far as it has them, and none twice', () => {
    const labels = fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 40 });
    fc.assert(
      fc.property(labels, fc.integer({ min: 1, max: 45 }), fc.nat(100), (values, size, seed) => {
        const classes = rowsOfClasses(Int32Array.from(values));
        const rows = [...balancedRows(classes, size, new RandomStream(seed, 'rows'))];
        const known = values.filter((label) => label >= 0).length;
        expect(rows).toHaveLength(Math.min(size, known));
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.every((row) => values[row]! >= 0)).toBe(true);
        const chosen = classes.map((own) => rows.filter((row) => own.includes(row)).length);
        const most = Math.max(0, ...chosen);
        for (const [c, own] of classes.entries())
          expect(chosen[c]).toBeGreaterThanOrEqual(Math.min(own.length, most - 1));
        expect([...balancedRows(classes, size, new RandomStream(seed, 'rows'))]).toEqual(rows);
      }),
    );
  });

  it('are two of three classes where there is room for two, each class in turn', () => {
    const classes = rowsOfClasses(Int32Array.of(0, 0, 0, 0, 7, -1, 7, 3));
    expect(classes.map((rows) => [...rows])).toEqual([[0, 1, 2, 3], [7], [4, 6]]);
    const seen = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      for (const row of balancedRows(classes, 2, new RandomStream(seed, 'rows'))) seen.add(row);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 6, 7]);
  });
});
