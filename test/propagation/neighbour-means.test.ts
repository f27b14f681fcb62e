import { expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import type { Csr } from '../../src/core/index.js';
import { propagationInput } from '../../src/propagation/index.js';
import { neighbourMeans } from '../../src/propagation/neighbour-means.js';
import { relationSubsets } from '../../src/propagation/relation-subsets.js';
import { citations } from './graphs.js';

const graph = citations(40);
const input = propagationInput(graph, 'paper');
const options = { hops: 3, width: 8, seed: 4, rows: Int32Array.of(5, 0, 39) };

it('all neighbours in a subgraph are averaged alike, hop after hop', async () => {
  const { used } = getPool().arena.stats();
  const subsets = [[1], [0, 2], [0, 1, 2]];
  // Hop 0 of every type, each as the target of its own call.
  const x0: number[][][] = [];
  for (const [target, { count }] of input.types.entries()) {
    const all = Int32Array.from({ length: count }, (_, i) => i);
    const [own] = await neighbourMeans({ ...input, target }, { ...options, hops: 0, subsets, rows: all });
    x0.push(Array.from(all, (i) => [...own!.subarray(i * 8, i * 8 + 8)]));
  }
  const [own, ...hops] = await neighbourMeans(input, { ...options, subsets });
  for (const [i, row] of options.rows.entries()) {
    expect([...own!.subarray(i * 8, i * 8 + 8)]).toEqual(x0[0]![row]);
    // A row without words, or whose words cancel, is zero.
    const length = Math.hypot(...x0[0]![row]!);
    expect(Math.min(length, Math.abs(length - 1))).toBeLessThan(1e-5);
  }
  for (const [s, subset] of subsets.entries()) {
    let x = x0;
    for (const hop of hops) {
      x = x.map((of, t) =>
        of.map((_, r) => {
          const neighbours: number[][] = [];
          const take = (csr: Csr, from: number) => {
            for (let e = csr.indptr[r]!; e < csr.indptr[r + 1]!; e++) neighbours.push(x[from]![csr.indices[e]!]!);
          };
          for (const { a, b, aFromB, bFromA } of subset.map((at) => input.relations[at]!)) {
            if (a === t) take(aFromB, b);
            if (b === t && a !== b) take(bFromA, a);
          }
          return Array.from({ length: 8 }, (__, c) =>
            neighbours.reduce((sum, values) => sum + values[c]! / neighbours.length, 0),
          );
        }),
      );
      for (const [i, row] of options.rows.entries()) {
        for (let c = 0; c < 8; c++) expect(hop[(i * 3 + s) * 8 + c]).toBeCloseTo(x[0]![row]![c]!, 5);
      }
    }
  }
  expect(getPool().arena.stats().used).toBe(used);
});

it('refuses what does not fit before any work', async () => {
  const { used } = getPool().arena.stats();
  const call = neighbourMeans(input, { ...options, subsets: [[0]], width: 1e8 });
  await expect(call).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  const signal = AbortSignal.abort();
  await expect(neighbourMeans(input, { ...options, subsets: [[0]], signal })).rejects.toMatchObject({
    code: 'ABORTED',
  });
  expect(getPool().arena.stats().used).toBe(used);
});

it('subsets touch the target, none twice, and are all of them where that is few', () => {
  const venue = propagationInput(graph, 'venue');
  // Of three relations one touches venues: with it, two others may be there or not.
  expect(relationSubsets(venue, 8, 1)).toEqual([[2], [0, 2], [1, 2], [0, 1, 2]]);
  const two = relationSubsets(input, 2, 1);
  expect(two.length).toBe(2);
  expect(relationSubsets(input, 2, 1)).toEqual(two);
  const many = { ...input, relations: Array.from({ length: 40 }, () => input.relations[0]!) };
  const drawn = relationSubsets(many, 30, 1);
  expect(new Set(drawn.map(String)).size).toBe(30);
  expect(drawn.every((subset) => subset.length > 0 && subset.every((r, i) => i === 0 || r > subset[i - 1]!))).toBe(
    true,
  );
  expect(relationSubsets({ ...input, relations: [] }, 3, 1)).toEqual([]);
});
