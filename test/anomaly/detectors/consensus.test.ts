import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitDetector } from '../../../src/anomaly/index.js';
import { OneHotDistance } from '../../../src/anomaly/simple/one-hot-distance.js';
import { orderedColumns } from '../../../src/anomaly/table/ordered-columns.js';
import { readColumns } from '../../../src/anomaly/table/read-columns.js';
import { RandomStream } from '../../../src/core/index.js';
import { rocAucOf } from '../../../src/training/index.js';
import { blockEvents } from '../planted.js';

describe('the distance in a coding by 0 and 1', () => {
  /** (x - m)' y with C y = x - m, by Gauss and Jordan's elimination. */
  function plainDistance(rows: readonly number[][], sizes: readonly number[], asked: readonly number[]): number {
    const coded = (row: readonly number[]) =>
      row.flatMap((code, column) => Array.from({ length: sizes[column]! + 1 }, (_, at) => Number(at === code)));
    const x = rows.map(coded);
    const n = x[0]!.length;
    const mean = Array.from({ length: n }, (_, a) => x.reduce((sum, row) => sum + row[a]!, 0) / x.length);
    const difference = coded(asked).map((value, a) => value - mean[a]!);
    const matrix = mean.map((_, a) => [
      ...mean.map((_, b) => {
        const covariance = x.reduce((sum, row) => sum + (row[a]! - mean[a]!) * (row[b]! - mean[b]!), 0) / x.length;
        return covariance + (a === b ? 1 / x.length : 0);
      }),
      difference[a]!,
    ]);
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) {
        const factor = b === a ? 0 : matrix[b]![a]! / matrix[a]![a]!;
        for (let c = 0; c <= n; c++) matrix[b]![c]! -= factor * matrix[a]![c]!;
      }
    }
    return difference.reduce((sum, value, a) => sum + (value * matrix[a]![n]!) / matrix[a]![a]!, 0);
  }

  it('is the one of the definition, of values that were never seen too', () => {
    const shapes = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      numRows: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(shapes, ({ sizes, numRows, seed }) => {
        const random = new RandomStream(seed, 'one-hot distance');
        const rows = Array.from({ length: numRows }, () => sizes.map((size) => 1 + random.nextInt(size)));
        const distance = new OneHotDistance(Int32Array.from(rows.flat()), sizes);
        const asked = sizes.map((size) => random.nextInt(size + 1));
        const [found] = distance.distances(Int32Array.from(asked), 1);
        expect(found! / (1 + plainDistance(rows, sizes, asked))).toBeCloseTo(
          1 - 1 / (1 + plainDistance(rows, sizes, asked)),
          6,
        );
      }),
    );
  });
});

describe('columns with an order', () => {
  const table = {
    grade: ['1', '2', '2', '3', '6'],
    file: ['a', 'b', 'b', 'c', 'd'],
    spot: ['A', 'H', 'K', 'R', 'S'],
    flag: ['0', '1', '0', '1', '0'],
    port: ['80', '443', '80', '22', '80'],
    amount: [1.5, 2.5, 2.5, null, 9],
  };
  const found = orderedColumns(readColumns(table), { categories: ['port'] });

  it('are numbers, grades and letters one after the other; not names, nor two values', () => {
    expect(found.map(({ name }) => name)).toEqual(['grade', 'file', 'amount']);
  });

  it('have values that lie far out by their share at the end where they are odder', () => {
    const [grade, , amount] = found;
    expect(grade!.surprise('6')).toBeCloseTo(Math.log(5), 12);
    expect(grade!.surprise('2')).toBeCloseTo(-Math.log(3 / 5), 12);
    expect(grade!.surprise('7')).toBeCloseTo(Math.log(6), 12);
    expect(grade!.surprise('good')).toBe(0);
    expect(grade!.mean).toBeCloseTo((2 * Math.log(5) - 2 * Math.log(3 / 5) + Math.log(5 / 2)) / 5, 12);
    expect(amount!.surprise(null)).toBe(0);
  });
});

describe('consensus', () => {
  it('ranks planted rows first, and says what does not go together', async () => {
    const [train, test] = [blockEvents(3000, 1), blockEvents(1500, 2, 0.05)];
    const consensus = await fitDetector('consensus', train.table);
    expect(rocAucOf(consensus.score(test.table), test.planted)).toBeGreaterThan(0.99);
    const row = test.planted.indexOf(1);
    expect(consensus.explain(test.table, row, { top: 1 })[0]!.columns).toContain('host');
  });

  it('sees a grade far out that goes with everything', async () => {
    const random = new RandomStream(1, 'grades');
    const grade = Array.from({ length: 400 }, () => String(3 + Math.floor((random.next() + random.next()) * 3)));
    const table = { grade, kind: grade.map(() => 'ab'[random.nextInt(2)]!) };
    const consensus = await fitDetector('consensus', table, { settings: { epochs: 5 } });
    const [usual, far] = consensus.score({ grade: ['5', '11'], kind: ['a', 'a'] });
    expect(far!).toBeGreaterThan(usual!);
    const reasons = consensus.explain({ grade: ['8'], kind: ['a'] }, 0);
    expect(reasons[0]!.columns).toEqual(['grade']);
  });

  it('takes columns that are always the same, and one row', async () => {
    const constant = await fitDetector('consensus', { a: ['x', 'x', 'x'], b: ['y', 'y', 'y'] });
    const [seen, unseen] = constant.score({ a: ['x', 'z'], b: ['y', 'y'] });
    expect(unseen!).toBeGreaterThan(seen!);
    const one = await fitDetector('consensus', { a: ['1'], b: [null] });
    expect(one.score({ a: ['1'], b: [undefined] }).every(Number.isFinite)).toBe(true);
  });
});
