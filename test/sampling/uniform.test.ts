import { describe, expect, it } from 'vitest';
import { NeighbourSampler, type NeighbourSamplerOptions } from '../../src/sampling/index.js';
import { star } from './random-graphs.js';

/** How often each set of edges of node 0 was taken, its members in ascending order. */
function counts(degree: number, options: NeighbourSamplerOptions, draws: number): Map<string, number> {
  const sampler = new NeighbourSampler(star(degree), options);
  const found = new Map<string, number>();
  for (let batch = 0; batch < draws; batch++) {
    const { relations } = sampler.sample({ rows: { node: Int32Array.of(0) } }, { seed: 7, epoch: 1, batch });
    const edges = [...relations.get('node>edge>node')!.edges].sort((a, b) => a - b).join();
    found.set(edges, (found.get(edges) ?? 0) + 1);
  }
  sampler.dispose();
  return found;
}

function chiSquare(observed: readonly number[], expected: number): number {
  return observed.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Value that chi-square of so many degrees of freedom exceeds once in 10,000 times (Wilson and Hilferty). */
function limit(degreesOfFreedom: number): number {
  const part = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - part + 3.719 * Math.sqrt(part)) ** 3;
}

describe('the neighbours that are taken', () => {
  it('without replacement every subset is equally likely', () => {
    const found = counts(6, { fanouts: [3] }, 20_000);
    expect(found.size).toBe(20);
    expect(chiSquare([...found.values()], 1000)).toBeLessThan(limit(19));
  });

  it('with replacement every sequence is', () => {
    const found = counts(5, { fanouts: [2], replace: true }, 25_000);
    expect(found.size).toBe(15);
    const scaled = [...found].map(([pair, count]) => (pair[0] === pair[2] ? count : count / 2));
    const terms = [...found].map(([pair, count]) => {
      const expected = pair[0] === pair[2] ? 1000 : 2000;
      return (count - expected) ** 2 / expected;
    });
    expect(scaled.every((count) => count > 0)).toBe(true);
    expect(terms.reduce((a, b) => a + b, 0)).toBeLessThan(limit(14));
  });

  it.each([
    [40, 33],
    [1000, 40],
  ])('of %i neighbours %i are taken, each as often', (degree, fanout) => {
    const draws = 4000;
    const found = counts(degree, { fanouts: [fanout] }, draws);
    const each = new Array<number>(degree).fill(0);
    for (const [edges, count] of found) {
      const members = edges.split(',').map(Number);
      expect(new Set(members).size).toBe(fanout);
      for (const edge of members) each[edge]! += count;
    }
    // Counts of one draw depend on each other: their variance is n p (1 - p) m / (m - 1).
    const p = fanout / degree;
    const statistic = (chiSquare(each, draws * p) / (1 - p)) * ((degree - 1) / degree);
    expect(statistic).toBeLessThan(limit(degree - 1));
  });

  it('a different seed, epoch or batch gives another choice', () => {
    const sampler = new NeighbourSampler(star(100), { fanouts: [10] });
    const keys = [{ seed: 1 }, { seed: 2 }, { seed: 1, epoch: 1 }, { seed: 1, batch: 1 }, { seed: 2 ** 40 }];
    const choices = keys.map((key) =>
      sampler
        .sample({ rows: { node: Int32Array.of(0) } }, key)
        .relations.get('node>edge>node')!
        .edges.join(),
    );
    expect(new Set(choices).size).toBe(keys.length);
  });
});
