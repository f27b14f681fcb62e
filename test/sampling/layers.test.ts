import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeTypeKey, type HeteroGraph } from '../../src/graph/index.js';
import { inferenceChunks, layerOf, NeighbourSampler, type SampledRelation } from '../../src/sampling/index.js';
import { plainGraphs, typedGraph } from './random-graphs.js';

type Values = ReadonlyMap<string, number[]>;
const modulus = 1_000_003;

/** A layer in whole numbers: 3 times a node's own value and, by relation r, (r + 2) times those of its in-neighbours. */
function layerAt(
  graph: HeteroGraph,
  own: number,
  row: number,
  nodeType: string,
  relations: ReadonlyMap<string, SampledRelation>,
  valueAt: (type: string, index: number) => number,
): number {
  let sum = 3 * own;
  for (const { type, indptr, indices } of relations.values()) {
    if (type[2] !== nodeType) continue;
    const factor = 2 + graph.edgeTypes.findIndex((each) => edgeTypeKey(each) === edgeTypeKey(type));
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) sum += factor * valueAt(type[0], indices[e]!);
  }
  return sum % modulus;
}

const start = (graph: HeteroGraph): Values =>
  new Map(
    graph.nodeTypes.map((type, t) => [type, Array.from({ length: graph.numNodes(type) }, (_, i) => 7 * i + t + 1)]),
  );

/** Every layer of the whole graph, edge by edge. */
function reference(graph: HeteroGraph, layers: number): Values {
  let values = start(graph);
  for (let layer = 0; layer < layers; layer++) {
    const next = new Map([...values].map(([type, each]) => [type, each.map((value) => 3 * value)]));
    for (const [r, type] of graph.edgeTypes.entries()) {
      const { source, target } = graph.edgeIndex(type);
      for (const edge of source.keys()) {
        next.get(type[2])![target[edge]!]! += (r + 2) * values.get(type[0])![source[edge]!]!;
      }
    }
    values = new Map([...next].map(([type, each]) => [type, each.map((value) => value % modulus)]));
  }
  return values;
}

describe('inferenceChunks', () => {
  it('gives every layer of every node once, from all its neighbours', () => {
    fc.assert(
      fc.property(
        plainGraphs,
        fc.integer({ min: 1, max: 3 }),
        fc.record({ maxRows: fc.integer({ min: 1, max: 5 }), maxEdges: fc.integer({ min: 1, max: 20 }) }),
        fc.boolean(),
        (given, layers, limits, onlyA) => {
          const graph = typedGraph(given);
          let [values, next, at] = [start(graph), new Map<string, number[]>(), 0];
          const options = { layers, ...limits, ...(onlyA ? { nodeTypes: ['a'] } : {}) };
          for (const { layer, nodeType, rows, inputs, relations } of inferenceChunks(graph, options)) {
            if (layer !== at) [values, next, at] = [next, new Map(), layer];
            expect(rows.length).toBeGreaterThan(0);
            expect(rows.length).toBeLessThanOrEqual(limits.maxRows);
            expect([...inputs.get(nodeType)!.subarray(0, rows.length)]).toEqual([...rows]);
            const edges = [...relations.values()].reduce((sum, { indices }) => sum + indices.length, 0);
            if (rows.length > 1) expect(edges).toBeLessThanOrEqual(limits.maxEdges);
            const out = next.get(nodeType) ?? [];
            next.set(nodeType, out);
            const valueAt = (type: string, index: number) => values.get(type)![inputs.get(type)![index]!]!;
            for (const [i, row] of rows.entries()) {
              expect(out[row]).toBeUndefined();
              out[row] = layerAt(graph, valueAt(nodeType, i), i, nodeType, relations, valueAt);
            }
            for (const [key, relation] of relations) {
              const ends = graph.edgeIndex(key);
              expect(relation.numCols).toBe(inputs.get(relation.type[0])!.length);
              for (const [e, edge] of relation.edges.entries()) {
                expect(inputs.get(relation.type[0])![relation.indices[e]!]).toBe(ends.source[edge]);
              }
            }
          }
          const whole = reference(graph, layers);
          for (const type of onlyA ? ['a'] : graph.nodeTypes) expect(next.get(type) ?? []).toEqual(whole.get(type));
          if (onlyA) expect([...next.keys()]).toEqual(['a']);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('layerOf', () => {
  it('layers of a batch with all neighbours give the seeds what the whole graph gives them', () => {
    fc.assert(
      fc.property(plainGraphs, fc.integer({ min: 1, max: 3 }), fc.nat(8), (given, hops, row) => {
        const graph = typedGraph(given);
        const sampler = new NeighbourSampler(graph, { fanouts: new Array(hops).fill(-1) });
        const batch = sampler.sample({ rows: { a: Int32Array.of(row % given.numNodes.a) } }, { seed: 1 });
        const first = start(graph);
        let values: Values = new Map(
          [...batch.nodes].map(([type, rows]) => [type, [...rows].map((n) => first.get(type)![n]!)]),
        );
        for (let layer = 0; layer < hops; layer++) {
          const { numInputs, numOutputs, relations } = layerOf(batch, layer);
          for (const [type, count] of numInputs) expect(values.get(type)!.length).toBe(count);
          const valueAt = (type: string, index: number) => values.get(type)![index]!;
          values = new Map(
            [...numOutputs].map(([type, count]) => [
              type,
              Array.from({ length: count }, (_, i) => layerAt(graph, valueAt(type, i), i, type, relations, valueAt)),
            ]),
          );
        }
        const [seed] = batch.nodes.get('a')!;
        expect(values.get('a')).toEqual([reference(graph, hops).get('a')![seed!]]);
        sampler.dispose();
      }),
      { numRuns: 60 },
    );
  });
});
