import { HeteroGraphError } from '../../../core/index.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';

/**
 * The side of each node of a bipartite graph: 0 for the nodes of its first type, 1 for those of its second.
 *
 * @throws {HeteroGraphError} INVALID_OPTION unless there are two node types, with edges between them alone
 */
export function sidesOf({ numNodes, types, forward }: ProjectedGraph): Uint8Array {
  const named = types.map(({ name }) => name).join(', ');
  const hint = 'Choose relations between two node types, or another objective.';
  if (types.length !== 2) {
    const message = `A bipartite graph has two node types; this one has ${types.length}${named && ` (${named})`}.`;
    throw new HeteroGraphError('INVALID_OPTION', message, { column: 'objective', hint });
  }
  const sides = new Uint8Array(numNodes);
  sides.fill(1, types[1]!.start, types[1]!.start + types[1]!.count);
  for (let v = 0; v < numNodes; v++) {
    for (let e = forward.indptr[v]!; e < forward.indptr[v + 1]!; e++) {
      if (sides[forward.indices[e]!] !== sides[v]) continue;
      const message = `An edge joins two nodes of type ${types[sides[v]!]!.name}, so that the graph is not bipartite.`;
      throw new HeteroGraphError('INVALID_OPTION', message, { column: 'objective', hint });
    }
  }
  return sides;
}
