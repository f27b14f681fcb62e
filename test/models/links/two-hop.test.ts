import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays } from '../../../src/graph/index.js';
import { TwoHopPaths } from '../../../src/models/link-heuristics/two-hop.js';

describe('typed paths of two steps', () => {
  it('worked out by hand', () => {
    const graph = graphFromArrays({
      nodes: { user: 3, item: 2 },
      edges: [
        { type: ['user', 'buys', 'item'], source: Int32Array.of(0, 1, 1), target: Int32Array.of(0, 0, 1) },
        { type: ['user', 'knows', 'user'], source: Int32Array.of(2, 2), target: Int32Array.of(0, 1) },
      ],
    });
    const type = ['user', 'buys', 'item'] as const;
    // The friends 0 and 1 of user 2 bought item 0, the friend 1 item 1 too. No items are joined to items.
    expect([...new TwoHopPaths(graph, type, 'count').from(2)]).toEqual([2, 1]);
    // User 0 has one purchase and is known by one: 1 / log 2. User 1: two and one, 1 / log 3.
    const [first, second] = new TwoHopPaths(graph, type, 'adamic-adar').from(2);
    expect(first).toBeCloseTo(1 / Math.log(2) + 1 / Math.log(3), 12);
    expect(second).toBeCloseTo(1 / Math.log(3), 12);
    expect([...new TwoHopPaths(graph, type, 'count').from(0)]).toEqual([0, 0]);
  });

  it('are those of a search over all pairs of edges', () => {
    const edge = fc.tuple(fc.nat(3), fc.nat(3));
    fc.assert(
      fc.property(
        fc.array(edge, { maxLength: 8 }),
        fc.array(edge, { maxLength: 8 }),
        fc.nat(3),
        (likes, knows, from) => {
          const ends = (edges: readonly (readonly [number, number])[]) => ({
            source: Int32Array.from(edges, ([a]) => a),
            target: Int32Array.from(edges, ([, b]) => b),
          });
          const graph = graphFromArrays({
            nodes: { user: 4, item: 4 },
            edges: [
              { type: ['user', 'likes', 'item'], ...ends(likes) },
              { type: ['user', 'knows', 'user'], ...ends(knows) },
            ],
          });
          const expected = [0, 0, 0, 0];
          // user - knows (either way) - user - likes - item.
          for (const [a, b] of [...knows, ...knows.map(([x, y]) => [y, x] as const)]) {
            if (a === from) for (const [user, item] of likes) if (user === b) expected[item]!++;
          }
          expect([...new TwoHopPaths(graph, ['user', 'likes', 'item'], 'count').from(from)]).toEqual(expected);
        },
      ),
    );
  });
});
