import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { egoNetwork, graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { codeOf, KNOWS, LIKES, smallGraph } from './small-graph.js';

/** Distance of every node from one, by spreading it over all edges until nothing changes. */
function distances(graph: HeteroGraph, type: string, row: number): Map<string, number> {
  const found = new Map([[`${type} ${row}`, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of [KNOWS, LIKES]) {
      const { source, target } = graph.edgeIndex(edge);
      for (const [e, u] of source.entries()) {
        const ends = [`${edge[0]} ${u}`, `${edge[2]} ${target[e]}`] as const;
        for (const [from, to] of [ends, [ends[1], ends[0]] as const]) {
          const next = (found.get(from) ?? Number.POSITIVE_INFINITY) + 1;
          if (next >= (found.get(to) ?? Number.POSITIVE_INFINITY)) continue;
          found.set(to, next);
          changed = true;
        }
      }
    }
  }
  return found;
}

describe('egoNetwork', () => {
  it('is what lies within so many edges, nearest first', () => {
    fc.assert(
      fc.property(
        smallGraph.filter((graph) => graph.numNodes('person') > 0),
        fc.nat(3),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(),
        (graph, hops, limit, any) => {
          const row = any % graph.numNodes('person');
          const expected = distances(graph, 'person', row);
          const near = [...expected].filter(([, distance]) => distance <= hops);
          const ego = egoNetwork(graph, 'person', row, { hops, limit });
          const kept = graph.nodeTypes.flatMap((type) =>
            Array.from(ego.rows[type]!, (at, i): [string, number] => [`${type} ${at}`, ego.hops[type]![i]!]),
          );
          for (const [node, distance] of kept) expect(expected.get(node)).toBe(distance);
          expect(kept).toHaveLength(Math.min(limit, near.length));
          expect(ego.leftOut > 0).toBe(near.length > limit);
          const farthest = Math.max(...kept.map(([, distance]) => distance));
          for (const [node, distance] of near)
            if (distance < farthest) expect(kept.map(([each]) => each)).toContain(node);
          expect(ego.graph.numNodes()).toBe(kept.length);
        },
      ),
    );
  });

  it('keeps the nodes with the most edges to those before, and all edges among what is kept', () => {
    const graph = graphFromArrays({
      nodes: { a: 1, b: 4 },
      edges: [
        { type: ['a', 'to', 'b'], source: Int32Array.of(0, 0, 0, 0), target: Int32Array.of(1, 3, 3, 2) },
        { type: ['b', 'next', 'b'], source: Int32Array.of(3, 3, 2), target: Int32Array.of(1, 3, 0) },
      ],
    });
    const ego = egoNetwork(graph, 'a', 0, { limit: 3 });
    expect(ego.rows).toEqual({ a: Int32Array.of(0), b: Int32Array.of(1, 3) });
    expect([ego.graph.numEdges('to'), ego.graph.numEdges('next'), ego.leftOut]).toEqual([3, 2, 1]);
    const one = egoNetwork(graph, 'a', 0, { edgeTypes: ['to'], hops: 9 });
    expect([one.graph.numNodes(), one.graph.edgeTypes.length]).toEqual([4, 1]);
    expect(egoNetwork(graph, 'b', 2, { nodeTypes: ['b'] }).rows).toEqual({ b: Int32Array.of(0, 2) });
  });

  it('refuses what is not there', () => {
    const graph = graphFromArrays({ nodes: { a: 2, b: 1 } });
    expect(codeOf(() => egoNetwork(graph, 'a', 2))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => egoNetwork(graph, 'x', 0))).toBe('UNKNOWN_TYPE');
    expect(codeOf(() => egoNetwork(graph, 'a', 0, { nodeTypes: ['b'] }))).toBe('INVALID_OPTION');
    expect(codeOf(() => egoNetwork(graph, 'a', 0, { limit: 0 }))).toBe('INVALID_OPTION');
  });
});
