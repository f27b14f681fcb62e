import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countMotifs } from '../../../src/analytics/structure/count-motifs.js';
import { type EdgeList, graphOfEdges, randomEdgeList, simpleGraph } from '../graph-of-edges.js';
import { karateClub } from '../karate-club.js';

type Pair = readonly [number, number];

/** The same for the same motif with the same types, whatever the order of its nodes: of each node its type and those beside it. */
function keyOf(types: readonly string[], edges: readonly Pair[]): string {
  const nodes = types.map((type, v) => {
    const beside = edges.flatMap(([a, b]) => (a === v ? [types[b]!] : b === v ? [types[a]!] : []));
    return `${type}(${beside.sort().join(' ')})`;
  });
  return nodes.sort().join(' ');
}

/** Looks at every set of nodes. */
function slowMotifs({ numNodes, edges, typeCounts }: EdgeList, size: number): Map<string, number> {
  const types = typeCounts.flatMap((count, i) => new Array<string>(count).fill(`type${i}`));
  const pairs = new Set(edges.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const found = new Map<string, number>();
  const choose = (nodes: readonly number[], next: number): void => {
    if (nodes.length < size) {
      for (let v = next; v < numNodes; v++) choose([...nodes, v], v + 1);
      return;
    }
    const inside = nodes.flatMap((_, i) =>
      nodes.flatMap((_, j): Pair[] => (i < j && pairs.has(`${nodes[i]} ${nodes[j]}`) ? [[i, j]] : [])),
    );
    const reached = new Set([0]);
    for (let round = 0; round < size; round++) {
      for (const [a, b] of inside) {
        if (reached.has(a)) reached.add(b);
        if (reached.has(b)) reached.add(a);
      }
    }
    if (reached.size < size) return;
    const ofNodes = nodes.map((v) => types[v]!);
    const key = keyOf(ofNodes, inside);
    found.set(key, (found.get(key) ?? 0) + 1);
  };
  choose([], 0);
  return found;
}

/** Motifs that few edges at random would make. */
const dense = randomEdgeList({ maxNodes: 8, maxTypes: 3 }).map(
  (list): EdgeList => ({
    ...list,
    edges: [...list.edges, ...list.edges.map(([a, b]) => [b, (a + 1) % list.numNodes, 1] as const)],
  }),
);

describe('motifs', () => {
  it.each([3, 4] as const)('of %i nodes are those that looking at every set of nodes finds', async (size) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(dense, randomEdgeList({ maxNodes: 10, maxTypes: 3 })), async (list) => {
        const slow = slowMotifs(list, size);
        const found = await countMotifs(graphOfEdges(list), { size });
        expect(new Map(found.map(({ types, edges, count }) => [keyOf(types!, edges), count]))).toEqual(slow);
        expect(found).toHaveLength(slow.size);
        const all = await countMotifs(graphOfEdges(list), { size, byType: false });
        const names = [...new Set(found.map(({ name }) => name))];
        expect(all.map(({ name }) => name)).toEqual(names);
        for (const { name, count, types } of all) {
          expect(types).toBeUndefined();
          expect(count).toBe(found.reduce((sum, motif) => sum + (motif.name === name ? motif.count : 0), 0));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of the karate club are those of igraph 1.0.0', async () => {
    // motifs_randesu(3) and (4): 393, 45; 1098, 681, 452, 36, 85, 11
    const counts = async (size: 3 | 4) =>
      Object.fromEntries((await countMotifs(karateClub, { size })).map(({ name, count }) => [name, count]));
    expect(await counts(3)).toEqual({ 'path-3': 393, triangle: 45 });
    expect(await counts(4)).toEqual({ star: 1098, 'path-4': 681, paw: 452, cycle: 36, diamond: 85, clique: 11 });
  });

  it('name the types of their nodes in order', async () => {
    // An author (1) of two papers (0, 2), one of which cites the other.
    const list = { isDirected: true, typeCounts: [2, 2], hasWeights: false, numNodes: 4 } as const;
    const graph = graphOfEdges({
      ...list,
      edges: [
        [2, 0, 1],
        [2, 1, 1],
        [0, 1, 1],
        [3, 1, 1],
      ],
    });
    expect(await countMotifs(graph)).toEqual([
      {
        name: 'paw',
        types: ['type1', 'type0', 'type0', 'type1'],
        edges: [
          [0, 1],
          [1, 2],
          [1, 3],
          [2, 3],
        ],
        count: 1,
      },
    ]);
  });

  it('refuses sizes that it does not know', async () => {
    expect(await countMotifs(simpleGraph(0, []))).toEqual([]);
    await expect(countMotifs(karateClub, { size: 5 as 4 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(countMotifs(karateClub, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    const types = new Array<number>(33).fill(1);
    const many = graphOfEdges({ numNodes: 33, edges: [], isDirected: false, typeCounts: types, hasWeights: false });
    await expect(countMotifs(many)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(await countMotifs(many, { byType: false })).toEqual([]);
  });
});
