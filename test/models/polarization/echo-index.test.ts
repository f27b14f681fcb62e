import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { echoIndex } from '../../../src/models/index.js';

it('is worked out by hand', () => {
  // Post 0: users 0, 1, 2. Post 1: users 2, 3. Post 2: user 4 alone. Sides: 0 0 1 1 1. User 0 shares post 0 twice.
  const graph = graphFromArrays({
    nodes: { user: 5, post: 3 },
    edges: [
      {
        type: ['user', 'shares', 'post'],
        source: Int32Array.of(0, 0, 1, 2, 2, 3, 4),
        target: Int32Array.of(0, 0, 0, 0, 1, 1, 2),
      },
    ],
  });
  const { index, met, mean, sides } = echoIndex(graph, 'user', Int32Array.of(0, 0, 1, 1, 1));
  // 0 meets 1 and 2; 1 meets 0 and 2; 2 meets 0, 1 and 3; 3 meets 2; 4 meets nobody.
  expect([...met]).toEqual([2, 2, 3, 1, 0]);
  expect([...index]).toEqual([0.5, 0.5, 1 / 3, 1, Number.NaN]);
  expect(mean).toBeCloseTo((0.5 + 0.5 + 1 / 3 + 1) / 4, 12);
  // Of the four others one is of side 0, or two of side 1; 2 of 4 that side 0 meets are of it, and 2 of 4 of side 1: (1/2 - 1/4) / (3/4) and (1/2 - 1/2) / (1/2).
  expect(sides).toEqual([
    { side: 0, count: 2, mean: 0.5, expected: 0.25, inbreeding: expect.closeTo(1 / 3, 12) },
    { side: 1, count: 3, mean: expect.closeTo(2 / 3, 12), expected: 0.5, inbreeding: expect.closeTo(0, 12) },
  ]);
});

const pair = (a: number, b: number) => fc.tuple(fc.nat(a - 1), fc.nat(b - 1));
const small = fc.record({
  shares: fc.array(pair(5, 4), { maxLength: 10 }),
  knows: fc.array(pair(5, 5), { maxLength: 8 }),
  sides: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 5, maxLength: 5 }),
});

it('is that of the slow reference: loops, parallel edges, isolated nodes and unknown sides too', () => {
  fc.assert(
    fc.property(small, ({ shares, knows, sides }) => {
      const ends = (pairs: readonly (readonly [number, number])[]) => ({
        source: Int32Array.from(pairs, ([a]) => a),
        target: Int32Array.from(pairs, ([, b]) => b),
      });
      const graph = graphFromArrays({
        nodes: { user: 5, post: 4 },
        edges: [
          { type: ['user', 'shares', 'post'], ...ends(shares) },
          { type: ['user', 'knows', 'user'], ...ends(knows) },
        ],
      });
      const { index, met } = echoIndex(graph, 'user', Int32Array.from(sides));
      const joined = [
        ...shares.map(([user, post]) => [user, `post ${post}`] as const),
        // With a self loop nobody else is met.
        ...knows
          .filter(([a, b]) => a !== b)
          .flatMap(([a, b]) => [[a, `user ${b}`] as const, [b, `user ${a}`] as const]),
      ];
      for (let user = 0; user < 5; user++) {
        const thirds = new Set(joined.filter(([each]) => each === user).map(([, third]) => third));
        const others = new Set(
          joined
            .filter(([each, third]) => each !== user && sides[each]! >= 0 && thirds.has(third))
            .map(([each]) => each),
        );
        if (sides[user]! < 0) others.clear();
        const same = [...others].filter((each) => sides[each] === sides[user]).length;
        expect(met[user]).toBe(others.size);
        expect(index[user]).toBe(same / others.size);
      }
    }),
    { numRuns: 100 },
  );
});

it('refuses what it cannot be computed of', () => {
  const type = ['user', 'shares', 'post'] as const;
  const graph = graphFromArrays({
    nodes: { user: 1, post: 1, other: 1 },
    edges: [{ type: [...type], source: Int32Array.of(0), target: Int32Array.of(0) }],
  });
  const code = (of: string) => expect.objectContaining({ code: of });
  const sides = Int32Array.of(0);
  expect(() => echoIndex(graph, 'user', new Int32Array(2))).toThrow(code('SHAPE_MISMATCH'));
  expect(() => echoIndex(graph, 'user', [0] as never)).toThrow(code('SHAPE_MISMATCH'));
  expect(() => echoIndex(graph, 'nobody', sides)).toThrow(code('UNKNOWN_TYPE'));
  expect(() => echoIndex(graph, 'other', sides)).toThrow(code('NO_RELATIONS'));
  expect(() => echoIndex(graph, 'user', sides, { relations: ['likes'] })).toThrow(code('UNKNOWN_TYPE'));
  expect(() => echoIndex(graph, 'user', sides, { relations: [] })).toThrow(code('INVALID_OPTION'));
  expect(() => echoIndex({} as never, 'user', sides)).toThrow(code('INVALID_OPTION'));
});
