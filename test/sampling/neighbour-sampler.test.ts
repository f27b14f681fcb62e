import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeTypeKey, graphFromArrays } from '../../src/graph/index.js';
import { NeighbourSampler, type SampledGraph } from '../../src/sampling/index.js';
import { expectSample, sameFanouts } from './expect-sample.js';
import { hasTimes, plainGraphs, relationTypes, typedGraph } from './random-graphs.js';

const fanouts = fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 });
const numTimeGraphs = Number(process.env.TIME_GRAPHS ?? 100);

const plain = (batch: SampledGraph) =>
  JSON.stringify([batch.nodes, batch.relations, batch.seeds, batch.reached].map((map) => [...map]));

describe('NeighbourSampler', () => {
  it('takes what the fan-outs say, of any graph', () => {
    fc.assert(
      fc.property(
        plainGraphs,
        fanouts,
        fc.record({ replace: fc.boolean(), disjoint: fc.boolean() }),
        fc.array(fc.nat(8), { maxLength: 5 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        fc.nat(1000),
        (given, hops, options, a, b, seed) => {
          const graph = typedGraph(given);
          const seeds = {
            a: a.map((row) => row % given.numNodes.a),
            b: given.numNodes.b ? b.map((row) => row % given.numNodes.b) : [],
          };
          const sampler = new NeighbourSampler(graph, { fanouts: hops, ...options });
          const rows = { a: Int32Array.from(seeds.a), b: Int32Array.from(seeds.b) };
          const batch = sampler.sample({ rows }, { seed });
          expect(batch.trees !== undefined).toBe(options.disjoint);
          expectSample(graph, batch, { seeds, fanouts: sameFanouts(graph, hops), replace: options.replace });
          expect(plain(sampler.sample({ rows }, { seed }))).toBe(plain(batch));
          sampler.dispose();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes nothing that is later than the seed', () => {
    let excluded = 0;
    fc.assert(
      fc.property(
        plainGraphs,
        fanouts,
        fc.constantFrom('any' as const, 'latest' as const),
        fc.array(fc.tuple(fc.nat(8), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 4 }),
        fc.nat(1000),
        (given, hops, prefer, picked, seed) => {
          const graph = typedGraph(given);
          const a = picked.map(([row]) => row % given.numNodes.a);
          const seedTimes = picked.map(([, at]) => at);
          const sampler = new NeighbourSampler(graph, { fanouts: hops, time: true, prefer });
          const batch = sampler.sample({ rows: { a: Int32Array.from(a) }, times: { a: seedTimes } }, { seed });
          const visibleFrom = (relation: string, edge: number): number => {
            const r = relationTypes.findIndex(([, name]) => name === relation);
            const [source, , at] = given.edges[r]![edge]!;
            const born = relationTypes[r]![0] === 'a' ? given.nodeTimes[source]! : Number.NEGATIVE_INFINITY;
            return Math.max(born, hasTimes(relation) ? at : Number.NEGATIVE_INFINITY);
          };
          expectSample(graph, batch, { seeds: { a }, fanouts: sameFanouts(graph, hops), visibleFrom, seedTimes });
          for (const [key, { type, indptr, edges, numRows }] of batch.relations) {
            const { target } = graph.edgeIndex(key);
            for (let row = 0; row < numRows; row++) {
              const until = seedTimes[batch.trees!.get(type[2])![row]!]!;
              const taken = [...edges.subarray(indptr[row]!, indptr[row + 1]!)].map((edge) =>
                visibleFrom(type[1], edge),
              );
              const all = [...target.keys()]
                .filter((edge) => target[edge] === batch.nodes.get(type[2])![row])
                .map((edge) => visibleFrom(type[1], edge));
              const visible = all.filter((at) => at <= until).sort((x, y) => x - y);
              excluded += all.length - visible.length;
              if (prefer === 'latest' && taken.length > 0) {
                expect(taken.sort((x, y) => x - y)).toEqual(visible.slice(-taken.length));
              }
            }
          }
          sampler.dispose();
        },
      ),
      { numRuns: numTimeGraphs },
    );
    expect(excluded).toBeGreaterThan(numTimeGraphs);
  }, 3_600_000);

  it('follows only the relations that a record names, each with fan-outs of its own', () => {
    const given = fc
      .sample(plainGraphs, { seed: 3, numRuns: 30 })
      .find(({ edges }) => edges.every(({ length }) => length > 5))!;
    const graph = typedGraph(given);
    const sampler = new NeighbourSampler(graph, { fanouts: { 'b>ba>a': [2, 0], ab: [1, 3] } });
    const a = Array.from({ length: given.numNodes.a }, (_, i) => i);
    const batch = sampler.sample({ rows: { a: Int32Array.from(a) } }, { seed: 1 });
    const named = new Map([
      ['b>ba>a', [2, 0]],
      ['a>ab>b', [1, 3]],
    ]);
    expectSample(graph, batch, { seeds: { a }, fanouts: named });
  });

  it('a hand-worked example: all neighbours, two hops', () => {
    const graph = graphFromArrays({
      nodes: { user: 3, item: 2 },
      edges: [
        { type: ['item', 'boughtBy', 'user'], source: Int32Array.of(0, 1, 0), target: Int32Array.of(0, 0, 2) },
        { type: ['user', 'buys', 'item'], source: Int32Array.of(0, 0, 2, 2), target: Int32Array.of(0, 1, 0, 0) },
      ],
    });
    const sampler = new NeighbourSampler(graph, { fanouts: [-1, -1] });
    const batch = sampler.sample({ rows: { user: Int32Array.of(0) } }, { seed: 1 });
    expect([...batch.nodes.get('user')!]).toEqual([0, 2]);
    expect([...batch.nodes.get('item')!]).toEqual([0, 1]);
    expect([...batch.reached.get('user')!]).toEqual([1, 1, 2]);
    const buys = batch.relations.get(edgeTypeKey(['user', 'buys', 'item']))!;
    expect([...buys.indptr]).toEqual([0, 3, 4]);
    expect([...buys.indices]).toEqual([0, 1, 1, 0]);
    expect([...buys.edges]).toEqual([0, 2, 3, 1]);
    const boughtBy = batch.relations.get('item>boughtBy>user')!;
    expect([...boughtBy.indptr]).toEqual([0, 2, 2]);
    expect([...boughtBy.indices]).toEqual([0, 1]);
  });

  it('seeds may repeat, and batches may grow', () => {
    const graph = typedGraph(fc.sample(plainGraphs, { seed: 5, numRuns: 1 })[0]!);
    const sampler = new NeighbourSampler(graph, { fanouts: [2] });
    for (let length = 1; length < 9; length++) {
      const a = new Array<number>(length).fill(0);
      const batch = sampler.sample({ rows: { a: Int32Array.from(a) } }, { seed: 2 });
      expectSample(graph, batch, { seeds: { a }, fanouts: sameFanouts(graph, [2]) });
    }
  });
});
