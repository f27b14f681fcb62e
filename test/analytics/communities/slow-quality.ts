import { type EdgeList, matrixOf } from '../graph-of-edges.js';

/** The sum over all ordered pairs of one community, as it is printed. */
export function slowQuality(
  list: EdgeList,
  communities: ArrayLike<number>,
  resolution: number,
  objective: 'modularity' | 'cpm' | 'bipartite-modularity' = 'modularity',
): number {
  const matrix = matrixOf(list);
  const nodes = [...matrix.keys()];
  const out = matrix.map((row) => row.reduce((sum, value) => sum + value, 0));
  const into = nodes.map((v) => matrix.reduce((sum, row) => sum + row[v]!, 0));
  const total = out.reduce((sum, value) => sum + value, 0);
  const first = list.typeCounts[0]!;
  const edges = list.edges.reduce((sum, [, , weight]) => sum + weight, 0);
  let sum = 0;
  for (const u of nodes) {
    for (const v of nodes) {
      if (communities[u] !== communities[v]) continue;
      if (objective === 'modularity') sum += (matrix[u]![v]! - (resolution * out[u]! * into[v]!) / total) / total;
      if (objective === 'cpm') sum += (matrix[u]![v]! - (u === v ? 0 : resolution)) / (list.isDirected ? 1 : 2);
      if (objective === 'bipartite-modularity' && u < first && v >= first) {
        const between = list.isDirected ? matrix[u]![v]! + matrix[v]![u]! : matrix[u]![v]!;
        const degrees = list.isDirected ? (out[u]! + into[u]!) * (out[v]! + into[v]!) : out[u]! * out[v]!;
        sum += (between - (resolution * degrees) / edges) / edges;
      }
    }
  }
  return sum;
}
