import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CountRule, countsToProbabilities } from '../../../src/influence/learning/counts-to-probabilities.js';

const edges = { numNodes: 3, source: Int32Array.of(0, 0, 1, 2), target: Int32Array.of(1, 2, 2, 2) };
const counts = [1, 3, 0, 9];

it('gives hand-worked probabilities', () => {
  const of = (rule: CountRule) => [...countsToProbabilities(edges, counts, rule)];
  expect(of({ rule: 'repeats', probability: 0.5 })).toEqual([0.5, 0.875, 0, 1 - 2 ** -9]);
  expect(of({ rule: 'repeats', probability: 1 })).toEqual([1, 1, 0, 1]);
  expect(of({ rule: 'repeats', probability: 0 })).toEqual([0, 0, 0, 0]);
  expect(of({ rule: 'share-of-source' })).toEqual([0.25, 0.75, 0, 1]);
  expect(of({ rule: 'share-of-target' })).toEqual([1, 0.25, 0, 0.75]);
  expect(of({ rule: 'rate', tries: [2, 4, 0, 9] })).toEqual([0.5, 0.75, 0, 1]);
  expect(of({ rule: 'saturating', half: 3 })).toEqual([0.25, 0.5, 0, 0.75]);
});

it('stays in [0, 1], and shares of a target are a linear threshold', () => {
  const shapes = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(20)), { maxLength: 20 });
  const rules = fc.constantFrom<CountRule>(
    { rule: 'repeats', probability: 0.3 },
    { rule: 'share-of-source' },
    { rule: 'share-of-target' },
    { rule: 'saturating', half: 2 },
  );
  fc.assert(
    fc.property(shapes, rules, (rows, rule) => {
      const source = Int32Array.from(rows, (row) => row[0]);
      const target = Int32Array.from(rows, (row) => row[1]);
      const counts = rows.map((row) => row[2]);
      const p = countsToProbabilities({ numNodes: 5, source, target }, counts, rule);
      const sums = [0, 0, 0, 0, 0];
      p.forEach((each, e) => {
        expect(each).toBeGreaterThanOrEqual(0);
        expect(each).toBeLessThanOrEqual(1);
        expect(each === 0).toBe(counts[e] === 0);
        sums[target[e]!]! += each;
      });
      if (rule.rule === 'share-of-target') for (const sum of sums) expect(sum).toBeLessThan(1 + 1e-6);
    }),
  );
});

it('refuses bad counts, naming the row', () => {
  const bad = (counts: number[], rule: CountRule, expected: object) =>
    expect(() => countsToProbabilities(edges, counts, rule)).toThrow(expect.objectContaining(expected));
  const countsAt = (row: number) => ({ code: 'INVALID_OPTION', location: { column: 'counts', row } });
  bad([1, -1, 0, 0], { rule: 'share-of-source' }, countsAt(1));
  bad([1, 1, 0, Number.NaN], { rule: 'share-of-target' }, countsAt(3));
  bad([1], { rule: 'share-of-target' }, { code: 'SHAPE_MISMATCH' });
  bad(counts, { rule: 'rate', tries: [1, 2, 0, 9] }, { location: { column: 'tries', row: 1 } });
  bad(counts, { rule: 'rate', tries: [1] }, { code: 'SHAPE_MISMATCH' });
  bad(counts, { rule: 'repeats', probability: 2 }, { code: 'INVALID_OPTION' });
  bad(counts, { rule: 'saturating', half: 0 }, { code: 'INVALID_OPTION' });
});
