import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdMap, idKey } from '../../../src/graph/ids/id-map.js';
import type { ColumnData } from '../../../src/graph/index.js';
import { GraphBuilder } from '../../../src/graph/index.js';

const indexOf = (id: ColumnData) => {
  const builder = new GraphBuilder(undefined, { onIssue: 'collect' });
  return builder.addNodes('a', { id }, { ids: 'id' }).build().ids('a');
};

it('finds every id as a search from the front does, and no other', () => {
  const anyIds = fc.oneof(
    fc.array(fc.string({ maxLength: 3, unit: 'grapheme' }), { minLength: 1 }),
    fc.array(fc.integer(), { minLength: 1 }),
    fc.array(fc.maxSafeInteger(), { minLength: 1 }).map((ids) => BigInt64Array.from(ids, BigInt)),
    fc.array(fc.double({ noNaN: true }), { minLength: 1 }).map((ids) => Float64Array.from(ids)),
  );
  fc.assert(
    fc.property(anyIds, fc.oneof(fc.string({ maxLength: 3 }), fc.integer()), (ids, other) => {
      const index = indexOf(ids as ColumnData);
      const plain = Array.from(ids as ArrayLike<unknown>, (id) => (typeof id === 'bigint' ? Number(id) : id));
      for (let row = 0; row < plain.length; row++) {
        expect(index.idOf(row)).toEqual(plain[row]);
        expect(index.indexOf(index.idOf(row))).toBe(plain.indexOf(plain[row]));
      }
      const isText = typeof plain[0] === 'string';
      const wanted = plain.findIndex((id) => (isText ? id === String(other) : id === idKey(other)));
      expect(index.indexOf(other)).toBe(wanted);
    }),
  );
});

it('takes the decimal form of a number for the number, and nothing else', () => {
  const index = indexOf([5, 12, -3]);
  expect(['12', 12, 12n, '-3', '012', '12.0', ' 12', '', 'x', 4].map((id) => index.indexOf(id))).toEqual([
    1, 1, 1, 2, -1, -1, -1, -1, -1, -1,
  ]);
  expect(indexOf(['5', '012']).indexOf(5)).toBe(0);
});

it('keeps int64 ids beyond 2^53 apart', () => {
  const big = 2n ** 60n;
  const index = indexOf(BigInt64Array.of(big, big + 1n));
  expect([index.indexOf(big), index.indexOf(big + 1n), index.indexOf(String(big + 1n))]).toEqual([0, 1, 1]);
  expect(index.idOf(1)).toBe(String(big + 1n));
});

it('without an id column, ids are rows', () => {
  const index = new GraphBuilder().addNodes('a', 3).build().ids('a');
  expect([index.indexOf(2), index.indexOf('2'), index.indexOf(3), index.indexOf(-1), index.indexOf(0.5)]).toEqual([
    2, 2, -1, -1, -1,
  ]);
});

it('the id hash grows past what it was made for', () => {
  const map = new IdMap();
  for (let i = 0; i < 5000; i++) expect(map.add(i * 2 ** 21 - 7, i)).toBe(-1);
  for (let i = 0; i < 5000; i++) expect(map.get(i * 2 ** 21 - 7)).toBe(i);
  expect([map.get(1), map.add(-7, 9), map.get(-0), map.get('no')]).toEqual([-1, 0, -1, -1]);
});
