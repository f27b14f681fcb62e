import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../../graph/index.js';
import { compareIds } from '../../../graph/internal.js';

/**
 * Rows of the nodes with the most edges, by type and ascending, at most `limit` of all types together; of equals by type and id.
 * O(N log N + relations N).
 */
export function mostConnected(
  graph: HeteroGraph,
  nodeTypes: readonly string[],
  edgeTypes: readonly EdgeType[],
  limit: number,
): Record<string, Int32Array> {
  const degrees = nodeTypes.map((type) => {
    const sum = new Int32Array(graph.numNodes(type));
    for (const edgeType of edgeTypes) {
      for (const [end, direction] of [
        [edgeType[0], 'out'],
        [edgeType[2], 'in'],
      ] as const) {
        if (end !== type) continue;
        const own = graph.degrees(edgeTypeKey(edgeType), direction);
        for (let row = 0; row < sum.length; row++) sum[row]! += own[row]!;
      }
    }
    return sum;
  });
  const total = degrees.reduce((sum, { length }) => sum + length, 0);
  if (total <= limit) return {};
  const all = Int32Array.from(degrees.flatMap((list) => Array.from(list))).sort();
  const least = all[total - limit]!;
  const chosen = degrees.map((list) => rowsWhere(list, (degree) => degree > least));
  let room = limit - chosen.reduce((sum, rows) => sum + rows.length, 0);
  for (const [t, list] of degrees.entries()) {
    const ids = graph.ids(nodeTypes[t]!);
    const equal = rowsWhere(list, (degree) => degree === least);
    if (equal.length > room) equal.sort((a, b) => compareIds(ids.idOf(a), ids.idOf(b)) || a - b);
    chosen[t]!.push(...equal.slice(0, room));
    room -= Math.min(room, equal.length);
  }
  return Object.fromEntries(chosen.map((rows, t) => [nodeTypes[t]!, Int32Array.from(rows).sort()]));
}

function rowsWhere(degrees: Int32Array, isWanted: (degree: number) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < degrees.length; row++) if (isWanted(degrees[row]!)) rows.push(row);
  return rows;
}
