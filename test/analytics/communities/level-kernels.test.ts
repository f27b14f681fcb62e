import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/analytics/communities/optimise/aggregate.js';
import { type LevelGraph, membersOf, shareSums } from '../../../src/analytics/communities/optimise/level-graph.js';
import { fullBatch } from '../../../src/analytics/communities/optimise/move-nodes.js';
import { leiden, louvain, projectEdges } from '../../../src/analytics/index.js';
import type { Pool } from '../../../src/compute/index.js';
import {
  CommunityMoves,
  CommunityRefinement,
  groupedRows,
  placed,
  placeLevel,
  zeroedScratch,
} from '../../../src/compute/internal.js';
import { RandomStream } from '../../../src/core/index.js';
import { openPools } from '../../compute/kernels/pools.js';
import { slowMoves } from './slow-moves.js';
import { slowRefine } from './slow-refine.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) {
    expect(pool.arena.stats().used).toBe(0);
    pool.dispose();
  }
});

interface Drawn {
  readonly numNodes: number;
  readonly numEdges: number;
  readonly hasWeights: boolean;
  readonly isDirected: boolean;
  readonly seed: number;
}

const drawn = fc.record({
  numNodes: fc.integer({ min: 1, max: 30 }),
  numEdges: fc.nat(90),
  hasWeights: fc.boolean(),
  isDirected: fc.boolean(),
  seed: fc.nat(10_000),
});

/** A level with self loops and parallel edges; all numbers are such that sums of them are exact. */
function levelOf({ numNodes, numEdges, hasWeights, isDirected, seed }: Drawn): LevelGraph {
  const random = new RandomStream(seed, 'level');
  const rows: [number, number][][] = Array.from({ length: numNodes }, () => []);
  for (let e = 0; e < numEdges; e++) {
    const [a, b] = [Math.floor(numNodes * random.next() ** 2), random.nextInt(numNodes)];
    const weight = [0, 0.5, 1, 2][random.nextInt(4)]!;
    rows[a]!.push([b, weight]);
    if (a !== b) rows[b]!.push([a, weight]);
  }
  for (const row of rows) row.sort(([a], [b]) => a - b);
  const shares = () => Float64Array.from(rows, (row) => row.length + random.nextInt(3));
  const outShares = shares();
  return {
    numNodes,
    indptr: Int32Array.from([0, ...rows.keys()], (_, v) => rows.slice(0, v).reduce((sum, row) => sum + row.length, 0)),
    indices: Int32Array.from(rows.flat(), ([u]) => u),
    ...(hasWeights && { weights: Float64Array.from(rows.flat(), ([, weight]) => weight) }),
    outShares,
    inShares: isDirected ? shares() : outShares,
    scale: 2 ** -Math.ceil(Math.log2(4 * (numEdges + 1))),
  };
}

function movesOn(pool: Pool, level: LevelGraph, communities: Int32Array, order: Int32Array, full: number) {
  return placed(pool.arena, (place) => {
    const sums = shareSums(level, communities, level.numNodes);
    const given = { communities, ...sums, order: order.slice(), fullBatch: full };
    const state = new CommunityMoves(pool, place, placeLevel(pool, place, level), given);
    while (state.advance());
    return { moves: state.moves, communities: [...state.communities()] };
  });
}

const start = (numNodes: number, parts: number) => Int32Array.from({ length: numNodes }, (_, v) => v % parts);

describe('kernels of communities, for any number of threads', () => {
  it('make the moves of the reference, in batches of any size', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(1, 7, 40, 10_000), fc.constantFrom(1, 3, 100), (shape, full, parts) => {
        const level = levelOf(shape);
        const order = new RandomStream(shape.seed, 'order').permutation(shape.numNodes);
        const slow = [...start(shape.numNodes, parts)];
        const moves = slowMoves(level, slow, order, full);
        const pool = pools[shape.seed % pools.length]!;
        const found = movesOn(pool, level, start(shape.numNodes, parts), order, full);
        expect(found).toEqual({ moves, communities: slow });
      }),
      { numRuns: 500 },
    );
  });

  it('share large batches', () => {
    const level = levelOf({ numNodes: 400, numEdges: 15_000, hasWeights: true, isDirected: false, seed: 3 });
    const order = new RandomStream(3, 'order').permutation(400);
    for (const full of [5000, 100_000]) {
      const slow = [...start(400, 400)];
      const moves = slowMoves(level, slow, order, full);
      for (const pool of pools) {
        expect(movesOn(pool, level, start(400, 400), order, full)).toEqual({ moves, communities: slow });
      }
    }
  });

  it('refine as the reference does', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(1, 3), fc.constantFrom(0.01, 1, 100), (shape, count, randomness) => {
        const level = levelOf(shape);
        const communities = start(shape.numNodes, count);
        const order = new RandomStream(shape.seed, 'order').permutation(shape.numNodes);
        const seed = [shape.seed, 2 * shape.seed + 1] as const;
        const pool = pools[shape.seed % pools.length]!;
        const parts = placed(pool.arena, (place) => {
          const state = new CommunityRefinement(pool, place, placeLevel(pool, place, level), level, {
            ...{ communities, numCommunities: count, randomness, seed },
            ...shareSums(level, communities, count),
            ...membersOf(communities, count, order),
          });
          state.join(0, count);
          return [...state.parts()];
        });
        expect(parts).toEqual(slowRefine(level, communities, { order, seed, randomness }));
      }),
      { numRuns: 500 },
    );
  });

  it('add up groups', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 8 }), (shape, count) => {
        const level = levelOf(shape);
        const groups = start(shape.numNodes, count);
        const slow = Array.from({ length: count }, () => new Map<number, number>());
        groups.forEach((c, v) => {
          for (let e = level.indptr[v]!; e < level.indptr[v + 1]!; e++) {
            const d = groups[level.indices[e]!]!;
            const weight = level.weights ? level.weights[e]! : 1;
            if (d !== c && weight > 0) slow[c]!.set(d, (slow[c]!.get(d) ?? 0) + weight);
          }
        });
        const pool = pools[shape.seed % pools.length]!;
        placed(pool.arena, (place) => {
          const { indptr, indices, weights, outShares, numNodes } = aggregate(level, groups, count, { pool, place });
          const rows = slow.map((_, c) => [...indices.subarray(indptr[c], indptr[c + 1])]);
          expect(rows).toEqual(slow.map((row) => [...row.keys()]));
          expect([...weights!]).toEqual(slow.flatMap((row) => [...row.values()]));
          expect(outShares.reduce((a, b) => a + b, 0)).toBe(level.outShares.reduce((a, b) => a + b, 0));
          expect(numNodes).toBe(count);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('add up groups piece by piece, to the same rows', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 3, 20), (shape, count, piece) => {
        const level = levelOf(shape);
        const groups = start(shape.numNodes, count);
        const given = { groups, count, ...membersOf(groups, count) };
        const pool = pools[shape.seed % pools.length]!;
        placed(pool.arena, (place) => {
          const there = placeLevel(pool, place, level);
          const whole = groupedRows(pool, place, there, level.indptr, given);
          expect(groupedRows(pool, place, there, level.indptr, given, piece)).toEqual(whole);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('take scratch for some threads alone where there is not enough for all', () => {
    const pool = pools.at(-1)!;
    expect(pool.threads).toBeGreaterThan(2);
    const taken = (limit: number) =>
      placed(pool.arena, (place) => {
        const { threads, stride } = zeroedScratch(pool, place, 100, limit);
        return [threads, stride];
      });
    expect([0, 128, 300, 2 ** 30].map(taken)).toEqual([1, 1, 2, pool.threads].map((threads) => [threads, 128]));
  });

  it('find the same communities, also where batches are shared', async () => {
    const [numNodes, numEdges] = [20_000, 540_000];
    const random = new RandomStream(1, 'edges');
    const draw = () => Math.floor(numNodes * random.next() ** 2);
    const source = Int32Array.from({ length: numEdges }, draw);
    const graph = await projectEdges({ numNodes, source, target: source.map(draw), isDirected: false });
    expect(fullBatch(graph.forward.indices.length)).toBeGreaterThan(4096);
    const finders = [(pool: Pool) => louvain(graph, { pool }), (pool: Pool) => leiden(graph, { pool, iterations: 1 })];
    for (const find of finders) {
      const all = [];
      for (const pool of pools) all.push(await find(pool));
      for (const other of all) {
        expect(other.quality).toBe(all[0]!.quality);
        expect(
          Buffer.from(other.communities.values.buffer).equals(Buffer.from(all[0]!.communities.values.buffer)),
        ).toBe(true);
      }
    }
  });
});
