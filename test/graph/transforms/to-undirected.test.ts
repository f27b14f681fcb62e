import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  graphFromArrays,
  hashGraph,
  toUndirected,
  validateGraph,
  type WeightReduce,
} from '../../../src/graph/index.js';
import { codeOf, KNOWS, LIKES, type PlainEdge, plainEdges, smallGraph } from './small-graph.js';

/** Every unordered pair with its edges looked up one by one. */
function reference(edges: readonly PlainEdge[], numNodes: number, reduce: WeightReduce): PlainEdge[] {
  const out: PlainEdge[] = [];
  for (let source = 0; source < numNodes; source++) {
    for (let target = 0; target < numNodes; target++) {
      const between = edges.filter(
        (e) => (e.source === source && e.target === target) || (e.source === target && e.target === source),
      );
      if (between.length === 0) continue;
      const weights = between.map((e) => e.weight).filter((w): w is number => w !== null);
      const sum = weights.reduce((total, w) => total + w, 0);
      const combined = {
        sum,
        mean: Math.fround(sum / weights.length),
        min: Math.min(...weights),
        max: Math.max(...weights),
        first: between[0]!.weight as number | null,
      }[reduce];
      const weight = reduce !== 'first' && weights.length === 0 ? null : combined;
      out.push({ source, target, weight, since: between[0]!.since });
    }
  }
  return out;
}

describe('toUndirected', () => {
  it('equals the pairs looked up one by one', () => {
    const reduces = fc.constantFrom<WeightReduce>('sum', 'mean', 'min', 'max', 'first');
    fc.assert(
      fc.property(smallGraph, reduces, (graph, reduce) => {
        const result = toUndirected(graph, { reduce });
        expect(validateGraph(result)).toEqual([]);
        expect(plainEdges(result, KNOWS)).toEqual(
          reference(plainEdges(graph, KNOWS), graph.numNodes('person'), reduce),
        );
        expect(result.edgeSchema(KNOWS).inverse).toEqual(KNOWS);
        expect(result.edgeSchema(LIKES).inverse).toEqual(['film', 'rev_likes', 'person']);
        expect(hashGraph(toUndirected(result))).toBe(hashGraph(result));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps integers exact, and says where they do not fit', () => {
    const pair = (weight: Int32Array | BigInt64Array | Uint8Array | boolean[]) =>
      graphFromArrays({
        nodes: { n: 2 },
        edges: [
          {
            type: ['n', 'r', 'n'],
            source: Int32Array.of(0, 1),
            target: Int32Array.of(1, 0),
            data: { weight },
            columns: { weight: { role: 'weight' } },
          },
        ],
      });
    const sums = (weight: Int32Array | BigInt64Array) => [
      ...toUndirected(pair(weight)).edgeTable('r').getChild('weight')!,
    ];
    expect(sums(Int32Array.of(3, -5))).toEqual([-2, -2]);
    expect(sums(BigInt64Array.of(2n ** 60n, 1n))).toEqual([2n ** 60n + 1n, 2n ** 60n + 1n]);
    expect(codeOf(() => sums(Int32Array.of(2 ** 31 - 1, 1)))).toBe('VALUE_OUT_OF_RANGE');
    expect(codeOf(() => sums(BigInt64Array.of(2n ** 63n - 1n, 1n)))).toBe('VALUE_OUT_OF_RANGE');
    const mean = toUndirected(pair(Int32Array.of(1, 2)), { reduce: 'mean' });
    expect([mean.edgeSchema('r').columns[0]!.type, ...mean.weights('r')!]).toEqual(['float64', 1.5, 1.5]);
    expect(codeOf(() => pair([true, false]))).toBe('INVALID_SCHEMA');
    const flags = pair(Int32Array.of(4, 7));
    expect([...toUndirected(flags, { reduce: 'first' }).edgeTable('r').getChild('weight')!]).toEqual([4, 4]);
    expect(codeOf(() => toUndirected(flags, { reduce: 'median' as 'sum' }))).toBe('INVALID_OPTION');
    expect(codeOf(() => toUndirected(flags, { relations: ['q'] }))).toBe('UNKNOWN_TYPE');
  });
});
