import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { denseColumn, withNodeColumns } from '../../graph/internal.js';

/**
 * The graph with features of the node types that have none: a constant, and the logarithm of 1 + the number of edges of the node. A vector
 * learned for each node, as other models have it, would say nothing of the nodes of another graph.
 */
export function withDegreeFeatures(graph: HeteroGraph): HeteroGraph {
  const lacking = graph.nodeTypes.filter((type) => !graph.features(type));
  if (lacking.length === 0) return graph;
  return withNodeColumns(
    graph,
    new Map(
      lacking.map((type) => {
        const column = { name: freeName(graph, type), type: 'dense', role: 'feature', width: 2 } as const;
        const numRows = graph.numNodes(type);
        const make = () => denseColumn({ kind: 'dense', numRows, width: 2, values: degreeColumns(graph, type) });
        return [type, { column, make }] as const;
      }),
    ),
  );
}

function degreeColumns(graph: HeteroGraph, type: string): Float32Array {
  const counts = new Float64Array(graph.numNodes(type));
  const counted = new Set<string>();
  for (const edgeType of graph.edgeTypes) {
    const { inverse } = graph.edgeSchema(edgeType);
    if (inverse && counted.has(edgeTypeKey(inverse))) continue;
    counted.add(edgeTypeKey(edgeType));
    const { source, target } = graph.edgeIndex(edgeType);
    if (edgeType[0] === type) for (const node of source) counts[node]!++;
    if (edgeType[2] === type) for (const node of target) counts[node]!++;
  }
  const values = new Float32Array(2 * counts.length);
  for (const [node, count] of counts.entries()) {
    values[2 * node] = 1;
    values[2 * node + 1] = Math.log1p(count);
  }
  return values;
}

function freeName(graph: HeteroGraph, type: string): string {
  const taken = new Set(graph.nodeSchema(type).columns.map(({ name }) => name));
  let name = 'degree';
  while (taken.has(name)) name = `_${name}`;
  return name;
}
