import { expectArgument, HeteroGraphError, wrongArgument } from '../../core/index.js';
import type { Adjacency, ProjectedGraph } from './projected-graph.js';

/** Projections that the library made, or has looked through. */
const checked = new WeakSet<ProjectedGraph>();

/** Remembers a projection as sound. */
export function markChecked(graph: ProjectedGraph): ProjectedGraph {
  checked.add(graph);
  return graph;
}

/** Refuses a projection that is not sound, once. O(N + E). @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE */
export function checkProjected(graph: ProjectedGraph): void {
  if (checked.has(graph)) return;
  const mustBe = 'a HeteroGraph, or what projectGraph gives';
  const { numNodes, types, isDirected, forward, backward } = (graph ?? {}) as Partial<ProjectedGraph>;
  if (!Number.isInteger(numNodes) || typeof isDirected !== 'boolean') throw wrongArgument(graph, 'graph', mustBe);
  expectArgument(types, 'objects', 'graph.types');
  const total = types!.reduce((sum, { count }) => sum + count, 0);
  if (total !== numNodes) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `The types have ${total} nodes, the graph ${numNodes}.`, {
      hint: 'Types follow one another, from node 0 to the last.',
    });
  }
  checkAdjacency(forward, numNodes!, 'forward');
  if (backward !== forward) checkAdjacency(backward, numNodes!, 'backward');
  markChecked(graph);
}

function checkAdjacency(adjacency: Adjacency | undefined, numNodes: number, what: string): void {
  const { indptr, indices, weights } = adjacency ?? ({} as Partial<Adjacency>);
  if (!(indptr instanceof Int32Array) || !(indices instanceof Int32Array)) {
    throw wrongArgument(adjacency, `graph.${what}`, 'an adjacency of two Int32Arrays');
  }
  const fits = indptr.length === numNodes + 1 && indptr[0] === 0 && indptr[numNodes] === indices.length;
  if (!fits || (weights && weights.length !== indices.length)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `The arrays of ${what} do not fit each other.`, {
      column: what,
      hint: 'indptr is [nodes + 1] from 0 to the number of edges; indices and weights are [edges].',
    });
  }
  for (let v = 0; v < numNodes; v++) {
    if (indptr[v + 1]! < indptr[v]!) throw outOfOrder(what, v);
    for (let i = indptr[v]!; i < indptr[v + 1]!; i++) {
      const node = indices[i]!;
      if (node < 0 || node >= numNodes || (i > indptr[v]! && node < indices[i - 1]!)) throw outOfOrder(what, v);
    }
  }
}

function outOfOrder(what: string, row: number): HeteroGraphError {
  return new HeteroGraphError('INDEX_OUT_OF_RANGE', `The neighbours of node ${row} are not those of an adjacency.`, {
    ...{ column: what, row },
    hint: 'Offsets ascend; neighbours are nodes of the graph, ascending. projectEdges makes an adjacency of any list of edges.',
  });
}
