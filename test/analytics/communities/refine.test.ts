import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelGraph } from '../../../src/analytics/communities/optimise/level-graph.js';
import { refine } from '../../../src/analytics/communities/optimise/refine.js';
import { getPool } from '../../../src/compute/index.js';
import { inOneGo, RandomStream } from '../../../src/core/index.js';

type Weights = readonly (readonly number[])[];

/** A level of the constant Potts model: a pair of nodes is worth its weight less the resolution. */
function levelOf(weights: Weights, resolution: number, sizes = weights.map(() => 1)): LevelGraph {
  const numNodes = weights.length;
  const entries = weights.flatMap((row, v) =>
    row.flatMap((weight, u) => (Number.isNaN(weight) ? [] : [{ v, u, weight }])),
  );
  const shares = Float64Array.from(sizes);
  return {
    numNodes,
    indptr: Int32Array.from({ length: numNodes + 1 }, (_, v) => entries.filter((entry) => entry.v < v).length),
    indices: Int32Array.from(entries, ({ u }) => u),
    weights: Float64Array.from(entries, ({ weight }) => weight),
    outShares: shares,
    inShares: shares,
    scale: resolution / 2,
  };
}

const run = (level: LevelGraph, communities: ArrayLike<number>, seed = 0, randomness = 0.01) =>
  inOneGo(
    refine(level, Int32Array.from(communities), {
      random: new RandomStream(seed, 'refine'),
      randomness,
      pool: getPool(),
    }),
  );

const matrices = fc.integer({ min: 1, max: 8 }).chain((numNodes) =>
  fc.record({
    upper: fc.array(fc.array(fc.constantFrom(Number.NaN, Number.NaN, 0, 0.5, 1, 2), { minLength: 8, maxLength: 8 }), {
      minLength: 8,
      maxLength: 8,
    }),
    communities: fc.array(fc.nat(2), { minLength: numNodes, maxLength: numNodes }),
    sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: numNodes, maxLength: numNodes }),
    resolution: fc.constantFrom(0, 0.1, 0.3, 0.7, 1.2),
    randomness: fc.constantFrom(0.01, 1, 100),
    seed: fc.nat(1000),
  }),
);
const symmetric = (upper: Weights, numNodes: number) =>
  Array.from({ length: numNodes }, (_, v) =>
    Array.from({ length: numNodes }, (_, u) => upper[Math.min(u, v)]![Math.max(u, v)]!),
  );
const given = (weight: number) => (Number.isNaN(weight) ? 0 : weight);
const membersOf = (parts: ArrayLike<number>) =>
  [...new Set(Array.from(parts))].map((part) => Array.from(parts).flatMap((each, v) => (each === part ? [v] : [])));

describe('refinement', () => {
  it('makes connected parts inside communities, worth no less than their nodes alone', () => {
    fc.assert(
      fc.property(matrices, ({ upper, communities, sizes, resolution, randomness, seed }) => {
        const weights = symmetric(upper, communities.length);
        const parts = run(levelOf(weights, resolution, sizes), communities, seed, randomness);
        for (const members of membersOf(parts)) {
          expect(new Set(members.map((v) => communities[v])).size).toBe(1);
          const reached = new Set([members[0]!]);
          for (const v of reached) for (const u of members) if (given(weights[v]![u]!) > 0) reached.add(u);
          expect(reached.size).toBe(members.length);
          let worth = 0;
          for (const v of members) {
            for (const u of members) if (u < v) worth += given(weights[v]![u]!) - resolution * sizes[v]! * sizes[u]!;
          }
          expect(worth).toBeGreaterThan(-1e-9);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves alone what is not well connected to its community', () => {
    // Node 3 hangs on a triangle by one edge: 1 < 0.5 * 1 * 3.
    const weights = [
      [Number.NaN, 1, 1, 1],
      [1, Number.NaN, 1, Number.NaN],
      [1, 1, Number.NaN, Number.NaN],
      [1, Number.NaN, Number.NaN, Number.NaN],
    ];
    for (let seed = 0; seed < 50; seed++) {
      const parts = run(levelOf(weights, 0.5), [0, 0, 0, 0], seed, 10);
      expect([0, 1, 2].map((v) => parts[v] === parts[3])).toEqual([false, false, false]);
    }
  });

  it('draws a part by exp(gain / randomness)', () => {
    // Node 2 gains 0.7 with node 0, and 1 with node 1.
    const weights = [
      [Number.NaN, Number.NaN, 1.2],
      [Number.NaN, Number.NaN, 1.5],
      [1.2, 1.5, Number.NaN],
    ];
    const level = levelOf(weights, 0.5);
    const randomness = 0.4;
    const counts = [0, 0];
    const numRuns = 4000;
    // Node 2 chooses where it comes first, a third of the time; its part is that of the node it joins.
    for (let seed = 0; seed < numRuns; seed++) {
      if (new RandomStream(seed, 'refine').permutation(3)[0] !== 2) continue;
      const parts = run(level, [0, 0, 0], seed, randomness);
      counts[parts[2]!]!++;
    }
    const total = counts[0]! + counts[1]!;
    const chance = 1 / (1 + Math.exp((0.7 - 1.0) / randomness));
    expect(total).toBeGreaterThan(numRuns / 4);
    expect(Math.abs(counts[1]! / total - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / total));
  });

  it('gives an edge without weight no say', () => {
    // Node 0 gains as much with node 1, to which it has an edge of 0 as well, as with node 2.
    const level: LevelGraph = {
      numNodes: 3,
      indptr: Int32Array.of(0, 3, 5, 6),
      indices: Int32Array.of(1, 1, 2, 0, 0, 0),
      weights: Float64Array.of(0, 1, 1, 0, 1, 1),
      outShares: new Float64Array(3).fill(1),
      inShares: new Float64Array(3).fill(1),
      scale: 0,
    };
    const counts = [0, 0];
    for (let seed = 0; seed < 3000; seed++) {
      if (new RandomStream(seed, 'refine').permutation(3)[0] !== 0) continue;
      const parts = run(level, [0, 0, 0], seed, 1);
      counts[parts[0]! - 1]!++;
    }
    const total = counts[0]! + counts[1]!;
    expect(Math.abs(counts[0]! / total - 0.5)).toBeLessThan(0.06);
  });
});
