import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type MetapathStatistics, metapathStatistics, projectGraph } from '../../../src/analytics/index.js';
import { graphFromArrays, type HeteroGraph, metapathAdjacency } from '../../../src/graph/index.js';
import { codeOfPromise } from '../../support/code-of.js';

interface Step {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly pairs: readonly (readonly [number, number])[];
}

const sizes = fc.record({ a: fc.nat(4), b: fc.nat(4) });
const relations = [
  ['a', 'likes', 'a'],
  ['a', 'has', 'b'],
  ['b', 'next', 'b'],
] as const;

/** Two node types and three relations, with loops and parallel edges, or with no node or no edge. */
const typedGraph = sizes.chain((counts) =>
  fc
    .tuple(
      ...relations.map(([from, , to]) => {
        const isEmpty = counts[from] === 0 || counts[to] === 0;
        const end = (type: 'a' | 'b') => fc.nat(Math.max(0, counts[type] - 1));
        return fc.array(fc.tuple(end(from), end(to)), { maxLength: isEmpty ? 0 : 8 });
      }),
    )
    .map((lists) => ({ counts, lists })),
);

function build({ counts, lists }: { counts: Record<'a' | 'b', number>; lists: [number, number][][] }): HeteroGraph {
  return graphFromArrays({
    nodes: { a: { count: counts.a }, b: { count: counts.b } },
    edges: relations.map((type, i) => ({
      type: [...type] as [string, string, string],
      source: lists[i]!.map(([u]) => u),
      target: lists[i]!.map(([, v]) => v),
    })),
  });
}

/** Every instance, written out. */
function slow(steps: readonly Step[], counts: Record<string, number>, maxLength: number) {
  const out = new Map<string, Omit<MetapathStatistics, 'metapath' | 'types' | 'name'>>();
  const walk = (names: string[], first: string, at: string, instances: (readonly [number, number])[]) => {
    if (names.length > 0 && instances.length > 0) {
      const pairs = new Set(instances.map(([u, v]) => `${u} ${v}`)).size;
      out.set(`${first}: ${names.join(',')}`, {
        numInstances: instances.length,
        sourceShare: new Set(instances.map(([u]) => u)).size / counts[first]!,
        targetShare: new Set(instances.map(([, v]) => v)).size / counts[at]!,
        meanEnds: pairs / counts[first]!,
        meanEndsError: 0,
        density: pairs / counts[first]! / counts[at]!,
        numStarts: counts[first]!,
      });
    }
    if (names.length === maxLength) return;
    for (const { name, from, to, pairs } of steps) {
      if (from !== at) continue;
      const longer = instances.flatMap(([u, v]) => pairs.filter(([s]) => s === v).map(([, t]) => [u, t] as const));
      walk([...names, name], first, to, longer);
    }
  };
  for (const [type, count] of Object.entries(counts)) {
    walk(
      [],
      type,
      type,
      Array.from({ length: count }, (_, v) => [v, v] as const),
    );
  }
  return out;
}

describe('metapathStatistics', () => {
  it('says what instances that are written out say', async () => {
    await fc.assert(
      fc.asyncProperty(typedGraph, fc.constantFrom('out', 'in', 'both' as const), async (given, direction) => {
        const steps = relations.flatMap(([from, name, to], i): Step[] => {
          const pairs = given.lists[i]!;
          const turned = pairs.map(([u, v]) => [v, u] as const);
          return [
            ...(direction === 'in' ? [] : [{ name, from, to, pairs }]),
            ...(direction === 'out' ? [] : [{ name: `~${name}`, from: to, to: from, pairs: turned }]),
          ];
        });
        const found = await metapathStatistics(build(given), { direction, maxLength: 3 });
        const own = new Map(found.map(({ metapath: _, name, types, ...rest }) => [`${types[0]}: ${name}`, rest]));
        expect(own.size).toBe(found.length);
        expect(new Map([...own].sort())).toEqual(new Map([...slow(steps, given.counts, 3)].sort()));
      }),
      { numRuns: 500 },
    );
  });

  const graph = build({
    counts: { a: 3, b: 2 },
    lists: [
      [
        [0, 1],
        [0, 1],
        [1, 2],
      ],
      [
        [0, 0],
        [1, 0],
        [2, 1],
      ],
      [[0, 1]],
    ],
  });

  it('orders by length and instances, and names what a projection takes', async () => {
    const found = await metapathStatistics(graph, { from: 'a', maxLength: 2 });
    expect(found.map(({ name, numInstances }) => `${name} ${numInstances}`)).toEqual([
      ...['has 3', 'likes 3', '~likes 3', 'has,~has 5', 'likes,~likes 5', '~likes,likes 5', 'likes,has 3'],
      ...['~likes,has 3', 'has,next 2', 'likes,likes 2', '~likes,~likes 2', 'has,~next 1'],
    ]);
    for (const { metapath, numInstances } of found) {
      const { values } = await metapathAdjacency(graph, { path: metapath });
      expect(values.reduce((sum, value) => sum + value, 0)).toBe(numInstances);
    }
    const [one] = await metapathStatistics(graph, { metapath: ['has', { reverse: 'has' }] });
    expect(one).toMatchObject({ types: ['a', 'b', 'a'], numInstances: 5, meanEnds: 5 / 3, sourceShare: 1 });
  });

  it('takes a relation and its declared inverse as one step each', async () => {
    const source = [0, 1];
    const target = [0, 0];
    const edges = [
      { type: ['a', 'has', 'b'] as const, source, target, inverse: ['b', 'of', 'a'] as const },
      { type: ['b', 'of', 'a'] as const, source: target, target: source, inverse: ['a', 'has', 'b'] as const },
    ];
    const both = graphFromArrays({ nodes: { a: { count: 2 }, b: { count: 1 } }, edges: edges as never });
    const names = (await metapathStatistics(both, { maxLength: 1 })).map(({ name }) => name);
    expect(names).toEqual(['has', 'of']);
    const one = await metapathStatistics(both, { maxLength: 1, relations: ['has'] });
    expect(one.map(({ name }) => name)).toEqual(['has', '~has']);
  });

  it('draws nodes where there are many, with an error', async () => {
    const source = Array.from({ length: 2000 }, (_, e) => (e * e) % 1000);
    const target = Array.from({ length: 2000 }, (_, e) => (e * 7) % 31);
    const nodes = { a: { count: 1000 }, b: { count: 31 } };
    const large = graphFromArrays({ nodes, edges: [{ type: ['a', 'has', 'b'], source, target }] });
    const exact = (await metapathStatistics(large, { metapath: ['has'], starts: Number.POSITIVE_INFINITY }))[0]!;
    let squares = 0;
    for (let seed = 0; seed < 40; seed++) {
      const [drawn] = await metapathStatistics(large, { metapath: ['has'], starts: 100, seed });
      expect(drawn!.numStarts).toBe(100);
      expect(drawn!.numInstances).toBe(2000);
      squares += ((drawn!.meanEnds - exact.meanEnds) / drawn!.meanEndsError) ** 2;
    }
    expect(exact.meanEndsError).toBe(0);
    expect(squares / 40).toBeGreaterThan(0.4);
    expect(squares / 40).toBeLessThan(2);
  });

  it('refuses what it cannot count', async () => {
    expect(await codeOfPromise(() => metapathStatistics(graph, { maxLength: 30 }))).toBe('TOO_LARGE');
    expect(await codeOfPromise(() => metapathStatistics(graph, { from: 'c' }))).toBe('UNKNOWN_TYPE');
    expect(await codeOfPromise(() => metapathStatistics(graph, { metapath: ['next', 'likes'] }))).toBe(
      'BROKEN_METAPATH',
    );
    expect(await codeOfPromise(() => metapathStatistics(graph, { metapath: ['has'], relations: ['has'] }))).toBe(
      'INVALID_OPTION',
    );
    expect(await codeOfPromise(async () => analyse(await projectGraph(graph), 'metapaths'))).toBe('INVALID_OPTION');
    const { table, figures } = await analyse(graph, 'metapaths', { from: 'b', maxLength: 1 });
    expect(figures).toEqual({ numMetapaths: 3 });
    expect(table!.metapath).toEqual(['~has', 'next', '~next']);
  });
});
