import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import {
  type EdgeType,
  graphFromArrays,
  NegativeSampler,
  splitLinks,
  splitLinksByMasks,
  type TypedLinks,
  typedSplit,
} from '../../../src/graph/index.js';

const buys: EdgeType = ['user', 'buys', 'item'];
const knows: EdgeType = ['user', 'knows', 'user'];

function links(triples: readonly (readonly [number, number, number])[]): TypedLinks {
  const column = (i: 0 | 1 | 2) => Int32Array.from(triples, (each) => each[i]);
  return { source: column(0), target: column(1), relation: column(2) };
}

/** Chi-square of counts against chances that sum to 1, over the standard deviation of its distribution. */
function excess(counts: readonly number[], chances: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const drawable = chances.filter((chance) => chance > 0).length;
  const square = chances.reduce((sum, p, i) => (p > 0 ? sum + (counts[i]! - total * p) ** 2 / (total * p) : sum), 0);
  return (square - (drawable - 1)) / Math.sqrt(2 * (drawable - 1));
}

describe('pairs without a link', () => {
  // Item 0 is bought by six users, items 1 and 2 by two, item 3 by one, items 4 and 5 by nobody; user 0 bought 0 and 3.
  const known = links([
    ...[0, 1, 2, 3, 4, 5].map((user) => [user, 0, 0] as const),
    ...[1, 2].flatMap((user) => [1, 2].map((item) => [user, item, 0] as const)),
    [0, 3, 0],
  ]);
  const numNodes = (type: string) => (type === 'user' ? 7 : 6);
  const drawn = (user: number, by: 'uniform' | 'degree') => {
    const sampler = new NegativeSampler(known, [buys], numNodes, { by, replace: 'target' });
    const { source, target } = sampler.draw(links([[user, 0, 0]]), 20_000, new RandomStream(4, by));
    expect(new Set(source)).toEqual(new Set([user]));
    const counts = new Array<number>(6).fill(0);
    for (const item of target) counts[item]!++;
    return counts;
  };

  it('are drawn uniformly among the nodes that are not linked', () => {
    const counts = drawn(0, 'uniform');
    expect([counts[0], counts[3]]).toEqual([0, 0]);
    expect(excess(counts, [0, 0.25, 0.25, 0, 0.25, 0.25])).toBeLessThan(4);
    expect(excess(counts, [0, 0.3, 0.2, 0, 0.25, 0.25])).toBeGreaterThan(4);
  });

  it('are drawn by degree to the power of 0.75', () => {
    // User 6 bought nothing.
    const chances = [6, 2, 2, 1, 0, 0].map((degree) => degree ** 0.75);
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    const counts = drawn(6, 'degree');
    expect(
      excess(
        counts,
        chances.map((chance) => chance / total),
      ),
    ).toBeLessThan(4);
    expect([counts[4], counts[5]]).toEqual([0, 0]);
    const linear = [6, 2, 2, 1, 0, 0].map((degree) => degree / 11);
    expect(excess(counts, linear)).toBeGreaterThan(4);
    // Of user 0, only the items 1 and 2 are left, which are alike.
    expect(excess(drawn(0, 'degree'), [0, 0.5, 0.5, 0, 0, 0])).toBeLessThan(4);
  });

  it('are drawn from the rest where the likely ones are linked, and from either end', () => {
    // One item of 500 is free, and nobody bought it.
    const many = links(Array.from({ length: 499 }, (_, item) => [0, item, 0] as const));
    for (const by of ['uniform', 'degree'] as const) {
      const sampler = new NegativeSampler(many, [buys], (type) => (type === 'user' ? 1 : 500), { by });
      const { source, target } = sampler.draw(links([[0, 3, 0]]), 20, new RandomStream(1, by));
      expect(new Set(target)).toEqual(new Set([499]));
      expect(new Set(source)).toEqual(new Set([0]));
    }
    const full = new NegativeSampler(links([[0, 0, 0]]), [buys], () => 1);
    expect(() => full.draw(links([[0, 0, 0]]), 1, new RandomStream(1))).toThrow(
      expect.objectContaining({ code: 'TOO_FEW_CANDIDATES' }),
    );
  });

  it('have the types of their edge type, are no known link and no loop, and follow from the seed', () => {
    const triple = fc.tuple(fc.nat(4), fc.nat(3), fc.nat(1));
    fc.assert(
      fc.property(fc.array(triple, { minLength: 1, maxLength: 8 }), fc.constantFrom('uniform', 'degree'), (all, by) => {
        const given = links(all);
        const sizes = (type: string) => (type === 'user' ? 12 : 9);
        const sampler = new NegativeSampler(given, [buys, knows], sizes, { by });
        const pairs = sampler.draw(given, 3, new RandomStream(2, 'draw'));
        const isKnown = new Set(all.map(String));
        const hasLoops = all.some(([a, b, r]) => r === 1 && a === b);
        for (let i = 0; i < pairs.source.length; i++) {
          const [a, b, r] = [pairs.source[i]!, pairs.target[i]!, pairs.relation[i]!];
          const [x, y, relation] = all[Math.floor(i / 3)]!;
          expect(r).toBe(relation);
          expect(a === x || b === y).toBe(true);
          expect(isKnown.has(String([a, b, r]))).toBe(false);
          expect(a >= 0 && a < 12 && b >= 0 && b < (r === 0 ? 9 : 12)).toBe(true);
          if (r === 1 && a === b) expect(hasLoops).toBe(true);
        }
        expect(sampler.draw(given, 3, new RandomStream(2, 'draw'))).toEqual(pairs);
      }),
      { numRuns: 100 },
    );
  });

  it('refuse wrong arguments', () => {
    const make = (options: object) => () => new NegativeSampler(known, [buys], numNodes, options);
    const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
    for (const options of [{ by: 'chance' }, { replace: 'both' }, { power: 1 }]) expect(make(options)).toThrow(invalid);
    expect(() => make({})().draw(known, -1, new RandomStream(1))).toThrow(invalid);
    expect(() => make({})().draw(3 as never, 1, new RandomStream(1))).toThrow(invalid);
  });
});

it('splits draw their pairs by degree where they are told to', () => {
  const random = new RandomStream(3, 'graph');
  const source = Int32Array.from({ length: 300 }, () => random.nextInt(60));
  const target = Int32Array.from({ length: 300 }, () => Math.floor(40 * random.next() ** 3));
  const mask = (part: number) => Uint8Array.from(source, (_, e) => Number(e % 3 === part));
  const columns = ['train', 'valid', 'test'].map((name) => ({ name, type: 'bool', role: 'mask' }) as const);
  const graph = graphFromArrays({
    schema: { nodes: ['user', 'item'].map((name) => ({ name, columns: [] })), edges: [{ type: buys, columns }] },
    nodes: { user: 60, item: 40 },
    edges: [{ type: buys, source, target, data: { train: mask(0), valid: mask(1), test: mask(2) } }],
  });
  const joined = new Set(Array.from(source, (_, e) => `${source[e]} ${target[e]}`));
  const meanDegree = (items: Int32Array) => {
    const degrees = Array.from({ length: 40 }, (_, item) => target.filter((each) => each === item).length);
    return items.reduce((sum, item) => sum + degrees[item]!, 0) / items.length;
  };
  const split = (by: 'uniform' | 'degree') => typedSplit(splitLinks(graph, buys, { seed: 1, negativesBy: by }));
  const masked = (by: 'uniform' | 'degree') => splitLinksByMasks(graph, { seed: 1, negatives: 2, negativesBy: by });
  for (const [make, perLink] of [
    [split, 1],
    [masked, 2],
  ] as const) {
    const [uniform, byDegree] = [make('uniform'), make('degree')];
    for (const part of ['train', 'valid', 'test'] as const) {
      const { positive, negative } = byDegree[part];
      expect(negative.source.length).toBe(perLink * positive.source.length);
      expect(negative.source.slice(0, positive.source.length)).toEqual(positive.source);
      for (const [i, user] of negative.source.entries())
        expect(joined.has(`${user} ${negative.target[i]}`)).toBe(false);
    }
    expect(meanDegree(byDegree.train.negative.target)).toBeGreaterThan(1.5 * meanDegree(uniform.train.negative.target));
    expect(make('degree').test.negative).toEqual(byDegree.test.negative);
  }
});
