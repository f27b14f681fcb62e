import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  holdOutItems,
  holdOutPerUser,
  holdOutUsers,
  type Interactions,
  interactionsFrom,
  leaveOneOut,
  splitByTime,
} from '../../../src/recommend/index.js';

/** Pairs as texts. */
function pairs({ users, items, matrix }: Interactions): string[] {
  return Array.from({ length: users.size }, (_, u) =>
    [...matrix.indices.subarray(matrix.indptr[u], matrix.indptr[u + 1])].map(
      (i) => `${users.idOf(u)} ${items.idOf(i)}`,
    ),
  ).flat();
}

const rows = fc.array(
  fc.record({
    user: fc.integer({ min: 0, max: 9 }),
    item: fc.integer({ min: 0, max: 12 }),
    time: fc.integer({ min: 0, max: 50 }),
  }),
  {
    maxLength: 60,
  },
);
type Row = { user: number; item: number; time: number };
const made = (from: readonly Row[]) =>
  interactionsFrom({
    users: from.map(({ user }) => user),
    items: from.map(({ item }) => `i${item}`),
    times: from.map(({ time }) => time),
  });
const countOf = ({ matrix }: Interactions, user: number) => matrix.indptr[user + 1]! - matrix.indptr[user]!;

test('parts have every pair once, with its strength and time, and the same numbers', () => {
  fc.assert(
    fc.property(rows, fc.nat(), (from, seed) => {
      const all = made(from);
      const cold = holdOutUsers(all, { share: 0.3, seed });
      const splits = [
        [holdOutPerUser(all, { share: 0.3, seed })].flatMap(({ train, test: held }) => [train, held]),
        [leaveOneOut(all, { seed })].flatMap(({ train, test: held }) => [train, held]),
        [splitByTime(all)].flatMap(({ train, test: held }) => [train, held]),
        [holdOutItems(all, { share: 0.3, seed })].flatMap(({ train, test: held }) => [train, held]),
        [cold.train, cold.history, cold.test],
      ];
      for (const parts of splits) {
        expect(parts.flatMap(pairs).sort()).toEqual(pairs(all).sort());
        for (const part of parts) expect([part.users, part.items]).toEqual([all.users, all.items]);
        const strength = (part: Interactions) => part.matrix.values.reduce((sum, value) => sum + value, 0);
        expect(parts.reduce((sum, part) => sum + strength(part), 0)).toBe(strength(all));
        const late = (part: Interactions) => part.times!.reduce((sum, value) => sum + value, 0);
        expect(parts.reduce((sum, part) => sum + late(part), 0)).toBe(late(all));
      }
    }),
    { numRuns: 50 },
  );
});

test('a share of each user, rounded down, never the last of what is kept', () => {
  fc.assert(
    fc.property(rows, fc.nat(), fc.integer({ min: 0, max: 3 }), (from, seed, keep) => {
      const all = made(from);
      const { test: held } = holdOutPerUser(all, { share: 0.5, keep, seed });
      for (let user = 0; user < all.users.size; user++) {
        const size = countOf(all, user);
        expect(countOf(held, user)).toBe(Math.min(Math.floor(size / 2), Math.max(0, size - keep)));
      }
      const { test: two } = holdOutPerUser(all, { count: 2, seed });
      for (let user = 0; user < all.users.size; user++) {
        expect(countOf(two, user)).toBe(Math.min(2, Math.max(0, countOf(all, user) - 1)));
      }
    }),
    { numRuns: 50 },
  );
});

test('what is drawn follows from seed and ids alone', () => {
  const all = made(Array.from({ length: 200 }, (_, n) => ({ user: n % 10, item: n % 13, time: n })));
  const one = pairs(holdOutPerUser(all, { share: 0.3, seed: 5 }).test);
  expect(pairs(holdOutPerUser(all, { share: 0.3, seed: 6 }).test)).not.toEqual(one);
  const fewer = made(
    Array.from({ length: 200 }, (_, n) => ({ user: n % 10, item: n % 13, time: n })).filter(({ user }) => user < 4),
  );
  const first = one.filter((pair) => Number(pair.split(' ')[0]) < 4);
  expect(pairs(holdOutPerUser(fewer, { share: 0.3, seed: 5 }).test)).toEqual(first);
});

test('the latest of each user is left out, of equally late ones the highest id; without times any', () => {
  const all = interactionsFrom({
    users: [1, 1, 1, 2, 3, 3],
    items: ['a', 'b', 'c', 'a', 'c', 'a'],
    times: [5, 9, 2, 1, 4, 4],
  });
  const { test: held } = leaveOneOut(all, { seed: 1 });
  expect(pairs(held)).toEqual(['1 b', '3 c']);
  const { times: _, ...timeless } = all;
  const drawn = leaveOneOut(timeless, { seed: 1 }).test;
  expect([0, 1, 2].map((user) => countOf(drawn, user))).toEqual([1, 0, 1]);
});

test('one moment parts what came before from what came later', () => {
  fc.assert(
    fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (from, share) => {
      const all = made(from);
      const { train, test: held, from: moment } = splitByTime(all, { share });
      expect(train.times!.every((time) => time < moment)).toBe(true);
      expect(held.times!.every((time) => time >= moment)).toBe(true);
      expect(held.times!.length).toBeLessThanOrEqual(share * all.times!.length + 1e-6);
    }),
  );
  const all = made([0, 1, 2, 3].map((n) => ({ user: 1, item: n, time: n })));
  expect(pairs(splitByTime(all, { from: new Date(2) }).test)).toEqual(['1 i2', '1 i3']);
  expect(splitByTime(all, { share: 0.5 }).from).toBe(2);
  const { times: _, ...timeless } = all;
  expect(() => splitByTime(timeless)).toThrow(expect.objectContaining({ code: 'MISSING_TIME' }));
});

test('held-out users and items have nothing in train', () => {
  const all = made(Array.from({ length: 130 }, (_, n) => ({ user: n % 10, item: n % 13, time: n })));
  const { train, history, test: held } = holdOutUsers(all, { share: 0.3, asked: 0.5, seed: 2 });
  const cold = Array.from({ length: 10 }, (_, user) => user).filter((user) => countOf(train, user) === 0);
  expect(cold.length).toBe(3);
  for (let user = 0; user < 10; user++) {
    const isCold = cold.includes(user);
    expect([countOf(held, user), countOf(history, user)]).toEqual(isCold ? [6, 7] : [0, 0]);
  }
  const items = holdOutItems(all, { share: 0.25, seed: 2 });
  const coldItems = new Set(items.test.matrix.indices);
  expect(coldItems.size).toBe(3);
  expect(items.train.matrix.indices.some((item) => coldItems.has(item))).toBe(false);
});

test.each([
  ['a share above 1', () => holdOutPerUser(made([]), { share: 2, seed: 1 })],
  ['share and count', () => holdOutPerUser(made([]), { share: 0.1, count: 2, seed: 1 })],
  ['no seed', () => holdOutItems(made([]), {} as never)],
  ['from and share', () => splitByTime(made([]), { from: 1, share: 0.1 })],
])('%s is refused', (_, run) => {
  expect(run).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});
