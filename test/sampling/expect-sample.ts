import { expect } from 'vitest';
import { edgeTypeKey, type HeteroGraph } from '../../src/graph/index.js';
import type { SampledGraph } from '../../src/sampling/index.js';

export interface Expected {
  readonly seeds: Readonly<Record<string, readonly number[]>>;
  /** By relation and hop. */
  readonly fanouts: ReadonlyMap<string, readonly number[]>;
  readonly replace?: boolean;
  /** When an edge can be seen; and until when a seed looks, by the number of the seed. */
  readonly visibleFrom?: (relation: string, edge: number) => number;
  readonly seedTimes?: readonly number[];
}

/** The slow check: every property that a sample of neighbours has, node by node and edge by edge. */
export function expectSample(graph: HeteroGraph, batch: SampledGraph, expected: Expected): void {
  const hops = [...expected.fanouts.values()][0]?.length ?? 0;
  const { trees } = batch;
  const found = new Map(graph.nodeTypes.map((type) => [type, new Set<number>()]));
  let tree = 0;
  for (const type of graph.nodeTypes) {
    const nodes = [...batch.nodes.get(type)!];
    const names = nodes.map((node, i) => `${trees?.get(type)?.[i]}:${node}`);
    expect(new Set(names).size).toBe(names.length);
    const seeds = expected.seeds[type] ?? [];
    const locals = [...batch.seeds.get(type)!];
    expect(locals.map((local) => nodes[local])).toEqual(seeds);
    if (trees) expect(locals.map((local) => trees.get(type)![local])).toEqual(seeds.map(() => tree++));
    const numSeeds = trees ? seeds.length : new Set(seeds).size;
    expect(new Set(locals)).toEqual(new Set(Array.from({ length: numSeeds }, (_, i) => i)));
    const reached = [...batch.reached.get(type)!];
    expect(reached).toHaveLength(hops + 1);
    expect([reached[0], reached[hops]]).toEqual([numSeeds, nodes.length]);
    for (let i = 0; i < numSeeds; i++) found.get(type)!.add(i);
  }
  const hopOf = (type: string, local: number) => [...batch.reached.get(type)!].findIndex((count) => local < count);
  expect([...batch.relations.keys()].sort()).toEqual([...expected.fanouts.keys()].sort());
  for (const [key, relation] of batch.relations) {
    const { type, numRows, numCols, indptr, indices, edges } = relation;
    const [sources, targets] = [batch.nodes.get(type[0])!, batch.nodes.get(type[2])!];
    expect([numRows, numCols, indptr.length]).toEqual([targets.length, sources.length, targets.length + 1]);
    expect([indptr[0], indptr[numRows]]).toEqual([0, indices.length]);
    const ends = graph.edgeIndex(key);
    for (let row = 0; row < numRows; row++) {
      const hop = hopOf(type[2], row);
      const taken = [...edges.subarray(indptr[row]!, indptr[row + 1]!)];
      const ownTree = trees?.get(type[2])?.[row];
      const visible = [...ends.target.keys()].filter(
        (edge) =>
          ends.target[edge] === targets[row] &&
          (!expected.visibleFrom || expected.visibleFrom(type[1], edge) <= expected.seedTimes![ownTree!]!),
      );
      const fanout = hop < hops ? expected.fanouts.get(key)![hop]! : 0;
      const isDrawn = expected.replace && fanout >= 0;
      const most = fanout < 0 ? visible.length : fanout;
      expect(taken.length).toBe(isDrawn ? (visible.length > 0 ? fanout : 0) : Math.min(most, visible.length));
      for (const edge of taken) expect(visible).toContain(edge);
      if (!isDrawn) expect(new Set(taken).size).toBe(taken.length);
      for (const [i, edge] of taken.entries()) {
        const local = indices[indptr[row]! + i]!;
        expect(sources[local]).toBe(ends.source[edge]);
        if (trees) expect(trees.get(type[0])![local]).toBe(ownTree);
        expect(hopOf(type[0], local)).toBeLessThanOrEqual(hop + 1);
        found.get(type[0])!.add(local);
      }
    }
  }
  // Every node is a seed or the source of a message, and was reached in the first hop that could.
  for (const type of graph.nodeTypes) expect(found.get(type)!.size).toBe(batch.nodes.get(type)!.length);
}

export function sameFanouts(graph: HeteroGraph, fanouts: readonly number[]): ReadonlyMap<string, readonly number[]> {
  return new Map(graph.edgeTypes.map((type) => [edgeTypeKey(type), fanouts]));
}
