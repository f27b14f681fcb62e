import { allDistances, type TestGraph } from '../small-graphs.js';

/**
 * Betweenness by its definition: over all ordered pairs of other nodes, the share of shortest paths through the node. Parallel edges are one
 * step. Weights are whole numbers above 0.
 */
export function slowBetweenness(made: TestGraph): number[] {
  const { numNodes, arcs } = made;
  const distances = allDistances(made);
  const weightOf = (a: number, b: number) =>
    Math.min(...arcs.filter(([from, to]) => from === a && to === b).map(([, , w]) => w));
  const nodes = Array.from({ length: numNodes }, (_, v) => v);
  const known = new Map<string, number>();
  const numPaths = (s: number, t: number): number => {
    if (s === t) return 1;
    const key = `${s} ${t}`;
    const before = nodes.filter((u) => u !== t && distances[s]![u]! + weightOf(u, t) === distances[s]![t]);
    if (!known.has(key) && Number.isFinite(distances[s]![t]))
      known.set(
        key,
        before.reduce((sum, u) => sum + numPaths(s, u), 0),
      );
    return known.get(key) ?? 0;
  };
  return nodes.map((v) => {
    let sum = 0;
    for (const s of nodes) {
      for (const t of nodes) {
        if (s === v || t === v || s === t || numPaths(s, t) === 0) continue;
        const isOnPath = distances[s]![v]! + distances[v]![t]! === distances[s]![t];
        if (isOnPath) sum += (numPaths(s, v) * numPaths(v, t)) / numPaths(s, t);
      }
    }
    return sum;
  });
}
