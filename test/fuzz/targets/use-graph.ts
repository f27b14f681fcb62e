import { describeGraph, type HeteroGraph, hashGraph, validateGraph } from '../../../src/graph/index.js';
import { refusal, SilentFault } from '../target.js';

/** Uses all of a graph; the ends of its edges must be nodes, its offsets those of its edges, or it must refuse. */
export function useGraph(graph: HeteroGraph): string {
  for (const { name, columns } of graph.schema.nodes) {
    for (const column of columns) {
      if (column.role === 'feature') graph.features(name, column.name);
      if (column.role === 'label') graph.labels(name, column.name);
      if (column.role === 'mask') graph.mask(name, column.name);
    }
    graph.ids(name);
  }
  for (const { type } of graph.schema.edges) {
    const [from, , to] = type;
    const { source, target } = graph.edgeIndex(type);
    checkEnds(source, graph.numNodes(from));
    checkEnds(target, graph.numNodes(to));
    for (const direction of ['out', 'in'] as const) {
      const offsets = graph.rowOffsets(type, direction);
      if (offsets.at(-1) !== source.length) throw new SilentFault('Offsets do not end with the number of edges.');
      graph.adjacency(type, direction);
      graph.degrees(type, direction);
    }
    graph.weights(type);
  }
  validateGraph(graph);
  describeGraph(graph);
  return hashGraph(graph);
}

function checkEnds(ends: Int32Array, numNodes: number): void {
  for (const end of ends)
    if (end < 0 || end >= numNodes) throw new SilentFault(`An edge ends at ${end} of ${numNodes} nodes.`);
}

/** What a call came to: the hash of a graph, or the code of a refusal. */
export async function outcome(call: () => Promise<string>): Promise<string> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof SilentFault) throw error;
    return refusal(error).code;
  }
}
