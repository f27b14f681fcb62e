import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberGroups } from '../../../src/analytics/communities/scores/number-groups.js';

const values = fc.oneof(
  fc.array(fc.nat(5), { maxLength: 30 }),
  fc.array(fc.constantFrom(0, 3, 1e9, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER), { maxLength: 30 }),
);

it('numbers values in the order in which they come', () => {
  fc.assert(
    fc.property(values, (given) => {
      const distinct = [...new Set(given)];
      const { groups, count } = numberGroups(given);
      expect(count).toBe(distinct.length);
      expect([...groups]).toEqual(given.map((value) => distinct.indexOf(value)));
    }),
  );
});

it('tells more groups apart than a Map has room for', { timeout: 60_000 }, () => {
  const many = 2 ** 24 + 2;
  expect(numberGroups(new Int32Array(many).map((_, v) => many - v)).count).toBe(many);
});
