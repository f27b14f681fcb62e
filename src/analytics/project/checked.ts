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
  checkTypes(types!, numNodes!);
  checkAdjacency(forward, numNodes!, 'forward');
  if (backward !== forward) checkAdjacency(backward, numNodes!, 'backward');
  checkWays(graph);
  markChecked(graph);
}

function checkTypes(types: ProjectedGraph['types'], numNodes: number): void {
  let total = 0;
  for (const { name, start, count } of types) {
    if (start !== total || !Number.isInteger(count) || count < 0) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `Type ${name} has nodes from ${start}, ${count} of them.`, {
        hint: `Types follow one another, from node 0 to the last: ${total} nodes come before it.`,
      });
    }
    total += count;
  }
  if (total === numNodes) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `The types have ${total} nodes, the graph ${numNodes}.`, {
    hint: 'Types follow one another, from node 0 to the last.',
  });
}

/** Whether both ways have the same edges is told by their numbers, node by node. */
function checkWays({ numNodes, isDirected, forward, backward }: ProjectedGraph): void {
  const mismatch = (message: string, hint: string) =>
    new HeteroGraphError('SHAPE_MISMATCH', message, { column: 'backward', hint });
  if (!isDirected && forward !== backward) {
    throw mismatch('Without directions, forward and backward are not the same.', 'Give one adjacency as both.');
  }
  if ((forward.weights === undefined) !== (backward.weights === undefined)) {
    throw mismatch('One way has weights, the other has none.', 'Give both ways weights, or neither.');
  }
  const counts = new Int32Array(numNodes);
  for (const node of forward.indices) counts[node]!++;
  for (let v = 0; v < numNodes; v++) {
    const found = backward.indptr[v + 1]! - backward.indptr[v]!;
    if (found === counts[v]) continue;
    throw mismatch(
      `${counts[v]} edges lead to node ${v}, and backward has ${found}.`,
      'backward has every edge of forward the other way round; projectEdges makes both of any list of edges.',
    );
  }
}

function checkAdjacency(adjacency: Adjacency | undefined, numNodes: number, what: string): void {
  const { indptr, indices, weights } = adjacency ?? ({} as Partial<Adjacency>);
  if (!(indptr instanceof Int32Array) || !(indices instanceof Int32Array)) {
    throw wrongArgument(adjacency, `graph.${what}`, 'an adjacency of two Int32Arrays');
  }
  if (weights !== undefined && !(weights instanceof Float64Array)) {
    throw wrongArgument(weights, `graph.${what}.weights`, 'a Float64Array');
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
