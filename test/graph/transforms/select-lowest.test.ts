import fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectLowest } from '../../../src/graph/transforms/select-lowest.js';

it('selectLowest puts in front what sorting would', () => {
  // Plus 0: whether 0 or -0 comes first is left open.
  const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })).map((value) => value + 0);
  const values = fc.array(number, { maxLength: 60 });
  fc.assert(
    fc.property(values, fc.nat(70), fc.nat(5), (given, count, more) => {
      const data = Float64Array.from([...given, ...new Array<number>(more).fill(-9e9)]);
      selectLowest(data, given.length, count);
      const sorted = [...given].sort((a, b) => a - b);
      expect([...data.subarray(0, Math.min(count, given.length))].sort((a, b) => a - b)).toEqual(
        sorted.slice(0, count),
      );
      expect([...data.subarray(0, given.length)].sort((a, b) => a - b)).toEqual(sorted);
      expect([...data.subarray(given.length)]).toEqual(new Array<number>(more).fill(-9e9));
    }),
    { numRuns: 300 },
  );
});

it('selectLowest takes as long for equal and sorted values', () => {
  for (const value of [() => 1, (i: number) => i, (i: number) => -i, (i: number) => i % 2]) {
    const data = Float64Array.from({ length: 200_000 }, (_, i) => value(i));
    const sorted = data.slice().sort();
    selectLowest(data, data.length, 1000);
    expect(data.slice(0, 1000).sort()).toEqual(sorted.slice(0, 1000));
  }
});
