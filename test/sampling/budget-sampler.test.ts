import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, type HeteroGraph } from '../../src/graph/index.js';
import { BudgetSampler, type SampledGraph, SubgraphSampler } from '../../src/sampling/index.js';
import { plainGraphs, typedGraph } from './random-graphs.js';

/** All edges of the graph among the nodes of the batch, in the order of the rows. */
function expectInduced(graph: HeteroGraph, batch: SampledGraph): void {
  for (const type of graph.nodeTypes) {
    const nodes = batch.nodes.get(type)!;
    expect(new Set(nodes).size).toBe(nodes.length);
  }
  for (const [key, { type, indptr, indices, edges }] of batch.relations) {
    const { source, target } = graph.edgeIndex(key);
    const [sources, targets] = [[...batch.nodes.get(type[0])!], [...batch.nodes.get(type[2])!]];
    const expected = targets.map((node) =>
      [...target.keys()].filter((edge) => target[edge] === node && sources.includes(source[edge]!)),
    );
    expect([...edges]).toEqual(expected.flat());
    expect([...indices]).toEqual(expected.flat().map((edge) => sources.indexOf(source[edge]!)));
    expect([...indptr]).toEqual([0, ...expected.map((_, i) => expected.slice(0, i + 1).flat().length)]);
  }
}

/** Nodes that can be drawn after some hops if all of every budget are taken, type by type as the paper has it. */
function allReached(
  graph: HeteroGraph,
  seeds: Readonly<Record<string, Int32Array>>,
  hops: number,
): Map<string, Set<number>> {
  const taken = new Map(graph.nodeTypes.map((type) => [type, new Set(seeds[type])]));
  const budget = new Map(graph.nodeTypes.map((type) => [type, new Set<number>()]));
  const add = (type: string, node: number): void => {
    for (const edgeType of graph.edgeTypes.filter(([, , to]) => to === type)) {
      const { source, target } = graph.edgeIndex(edgeType);
      for (const edge of source.keys()) {
        const near = source[edge]!;
        if (target[edge] === node && !taken.get(edgeType[0])!.has(near)) budget.get(edgeType[0])!.add(near);
      }
    }
  };
  for (const [type, nodes] of taken) for (const node of nodes) add(type, node);
  for (let hop = 0; hop < hops; hop++) {
    for (const [type, nodes] of budget) {
      const drawn = [...nodes];
      nodes.clear();
      for (const node of drawn) taken.get(type)!.add(node);
      for (const node of drawn) add(type, node);
    }
  }
  return taken;
}

describe('BudgetSampler', () => {
  it('takes at most so many a type and hop, and all edges among them', () => {
    fc.assert(
      fc.property(
        plainGraphs,
        fc.array(fc.nat(4), { maxLength: 3 }),
        fc.nat(8),
        fc.nat(99),
        (given, samples, row, seed) => {
          const graph = typedGraph(given);
          const sampler = new BudgetSampler(graph, { samples });
          const rows = { a: Int32Array.of(row % given.numNodes.a) };
          for (let batch = 0; batch < 2; batch++) {
            const sampled = sampler.sample({ rows }, { seed, batch });
            expectInduced(graph, sampled);
            const most = allReached(graph, rows, samples.length);
            for (const type of graph.nodeTypes) {
              const reached = sampled.reached.get(type)!;
              for (const [hop, count] of samples.entries()) {
                expect(reached[hop + 1]! - reached[hop]!).toBeLessThanOrEqual(count);
              }
              for (const node of sampled.nodes.get(type)!) expect(most.get(type)!.has(node)).toBe(true);
            }
          }
          sampler.dispose();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes whatever can be reached where there are samples enough', () => {
    fc.assert(
      fc.property(plainGraphs, fc.nat(3), fc.nat(8), (given, hops, row) => {
        const graph = typedGraph(given);
        const rows = { a: Int32Array.of(row % given.numNodes.a) };
        const sampled = new BudgetSampler(graph, { samples: new Array(hops).fill(99) }).sample({ rows }, { seed: 1 });
        const reached = allReached(graph, rows, hops);
        for (const type of graph.nodeTypes) expect(new Set(sampled.nodes.get(type)!)).toEqual(reached.get(type));
      }),
      { numRuns: 40 },
    );
  });

  it('draws in proportion to the squares of summed 1 / in-degrees', () => {
    // Node 0 has the in-edges 2, 3, 4 by one relation (1/3 each) and 2 by another (1); node 1 only 4 (1).
    const graph = graphFromArrays({
      nodes: { n: 5 },
      edges: [
        { type: ['n', 'r', 'n'], source: Int32Array.of(2, 3, 4), target: Int32Array.of(0, 0, 0) },
        { type: ['n', 's', 'n'], source: Int32Array.of(2, 4), target: Int32Array.of(0, 1) },
      ],
    });
    const sampler = new BudgetSampler(graph, { samples: [1] });
    const counts = new Map<number, number>();
    const draws = 6600;
    for (let batch = 0; batch < draws; batch++) {
      const node = sampler.sample({ rows: { n: Int32Array.of(0, 1) } }, { seed: 5, batch }).nodes.get('n')![2]!;
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    // Scores 4/3, 1/3, 4/3: squares 16 : 1 : 16.
    const expected = new Map([
      [2, (draws * 16) / 33],
      [3, draws / 33],
      [4, (draws * 16) / 33],
    ]);
    let statistic = 0;
    for (const [node, mean] of expected) statistic += ((counts.get(node) ?? 0) - mean) ** 2 / mean;
    expect(statistic).toBeLessThan(18.4); // two degrees of freedom, once in 10,000
  });

  it('SubgraphSampler gives the edges among given nodes', () => {
    fc.assert(
      fc.property(plainGraphs, fc.uniqueArray(fc.nat(8)), (given, picked) => {
        const graph = typedGraph(given);
        const a = picked.filter((row) => row < given.numNodes.a);
        const rows = { a: Int32Array.from(a), b: Int32Array.from({ length: given.numNodes.b }, (_, i) => i) };
        const sampled = new SubgraphSampler(graph).sample({ rows }, { seed: 1 });
        expect([...sampled.nodes.get('a')!]).toEqual(a);
        expectInduced(graph, sampled);
      }),
      { numRuns: 40 },
    );
  });
});
