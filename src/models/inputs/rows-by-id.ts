import type { HeteroGraph } from '../../graph/index.js';

/**
 * The rows in the order of their external ids, numbers by size before texts by code units: sums over them have the same bits in whatever order
 * the nodes are.
 */
export function rowsById(graph: HeteroGraph, nodeType: string, rows: Int32Array): Int32Array {
  const ids = graph.ids(nodeType);
  const named = Array.from(rows, (row) => ({ row, id: ids.idOf(row) }));
  named.sort(({ id: a, row: x }, { id: b, row: y }) => {
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : x - y;
  });
  return Int32Array.from(named, ({ row }) => row);
}
