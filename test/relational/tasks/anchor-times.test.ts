import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anchorTimes } from '../../../src/relational/tasks/anchor-times.js';

it('windows of a part do not overlap, none reaches into the next part, and all end with the last event', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 4, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 49 }),
      (first, windows, horizon, more) => {
        const last = first + windows * horizon + (more % horizon);
        const { train, valid, test } = anchorTimes({ first, last, horizon });
        const all = [...train, ...valid, ...test];
        for (const [i, time] of all.entries()) if (i > 0) expect(time).toBeGreaterThanOrEqual(all[i - 1]! + horizon);
        expect(all[0]!).toBeGreaterThanOrEqual(first);
        expect(test.at(-1)! + horizon).toBeLessThanOrEqual(last);
        expect(valid.length).toBe(test.length);
      },
    ),
  );
});

it('steps forward from given times, at most 40 of them', () => {
  const { train, valid, test } = anchorTimes({ first: 0, last: 1000, horizon: 10 }, { validFrom: 500, testFrom: 530 });
  expect(valid).toEqual([500, 510, 520]);
  expect([test[0], test.length, test.at(-1)]).toEqual([530, 40, 920]);
  expect([train.length, train[0], train.at(-1)]).toEqual([50, 0, 490]);
});

it('says where there is no room', () => {
  expect(() => anchorTimes({ first: 0, last: 30, horizon: 10 })).toThrowError(/span too short/);
  expect(() => anchorTimes({ first: 0, last: 100, horizon: 10 }, { validFrom: 60, testFrom: 50 })).toThrowError(
    /no window for the part valid/,
  );
});
