import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomWalks } from '../../../src/analytics/index.js';
import { kite } from '../known-graphs.js';
import { smallGraph, testGraph } from '../small-graphs.js';

test('walks go along edges of a weight, and end where there is none', async () => {
  const bias = fc.constantFrom(0.25, 1, 4);
  await fc.assert(
    fc.asyncProperty(smallGraph(), bias, bias, async ({ graph, numNodes, arcs }, p, q) => {
      const { nodes, numWalks, length } = await randomWalks(graph, { walks: 3, length: 5, p, q });
      expect([numWalks, length, nodes.length]).toEqual([3 * numNodes, 5, 18 * numNodes]);
      const canGo = arcs.filter(([, , w]) => w > 0);
      for (let w = 0; w < numWalks; w++) {
        const walk = nodes.subarray(6 * w, 6 * w + 6);
        expect(walk[0]).toBe(Math.floor(w / 3));
        for (let s = 1; s < 6; s++) {
          if (walk[s]! >= 0) expect(canGo.some(([a, b]) => a === walk[s - 1] && b === walk[s])).toBe(true);
          else if (walk[s - 1]! >= 0) expect(canGo.some(([a]) => a === walk[s - 1])).toBe(false);
        }
      }
    }),
    { numRuns: 500 },
  );
});

/** Shares of the nodes at the last step. */
async function ends(...given: Parameters<typeof randomWalks>): Promise<number[]> {
  const { nodes, numWalks, length } = await randomWalks(...given);
  const counts = new Array<number>(given[0].numNodes as number).fill(0);
  for (let w = 0; w < numWalks; w++) counts[nodes[w * (length + 1) + length]!]!++;
  return counts.map((count) => count / numWalks);
}

test('steps by weight, and by p and q of node2vec', async () => {
  const weighted = testGraph(
    3,
    [
      [0, 1, 1],
      [0, 2, 3],
    ],
    { isDirected: true, hasWeights: true },
  ).graph;
  const [, one, three] = await ends(weighted as never, { from: [0], walks: 20_000, length: 1 });
  expect(one).toBeCloseTo(0.25, 1);
  expect(three).toBeCloseTo(0.75, 1);
  // From 0 to 1 (its only edge), then back to 0, on to 2 that 0 does not lead to, or to 3.
  const star = testGraph(
    4,
    [
      [0, 1],
      [1, 0],
      [1, 2],
      [1, 3],
      [0, 3, 0],
    ],
    { isDirected: true, hasWeights: true },
  ).graph;
  const found = await ends(star as never, { from: [0], walks: 40_000, length: 2, p: 2, q: 4 });
  // Back 1/2, to a neighbour of the node before 1, elsewhere 1/4: of 7/4.
  [2 / 7, 0, 1 / 7, 4 / 7].forEach((share, v) => void expect(Math.abs(found[v]! - share)).toBeLessThan(0.01));
});

test('a walk depends on the seed and its number alone', async () => {
  const asked = { walks: 2, length: 6, q: 2 };
  const all = await randomWalks(kite.graph, asked);
  expect((await randomWalks(kite.graph, asked)).nodes).toEqual(all.nodes);
  expect((await randomWalks(kite.graph, { ...asked, seed: 1 })).nodes).not.toEqual(all.nodes);
  const some = await randomWalks(kite.graph, { ...asked, from: [0, 1] });
  expect(some.nodes).toEqual(all.nodes.subarray(0, some.nodes.length));
});

test('what is wrong is named', async () => {
  const negative = testGraph(2, [[0, 1, -1]], { isDirected: true, hasWeights: true }).graph;
  await expect(randomWalks(negative)).rejects.toMatchObject({ code: 'INVALID_WEIGHT' });
  await expect(randomWalks(kite.graph, { p: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(randomWalks(kite.graph, { walks: 2 ** 31 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  await expect(randomWalks(kite.graph, { from: ['x'] })).rejects.toMatchObject({ code: 'UNKNOWN_ID' });
});
