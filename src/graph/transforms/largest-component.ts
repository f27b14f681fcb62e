import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { connectedComponents } from './components.js';
import { type Subgraph, subgraph } from './subgraph.js';

/**
 * The weakly connected component with the most nodes, all types and relations counted; of several as large, the one
 * with the first node, types in schema order. Types without nodes in it stay, empty. O((N + E) a(N)).
 *
 * @throws {HeteroGraphError} TOO_LARGE
 */
export function largestComponent(graph: HeteroGraph): Subgraph {
  const { of, sizes } = connectedComponents(graph);
  let largest = 0;
  for (let c = 1; c < sizes.length; c++) if (sizes[c]! > sizes[largest]!) largest = c;
  const masks = Object.entries(of).map(([type, component]): [string, Uint8Array] => {
    return [type, Uint8Array.from(component, (c) => (c === largest ? 1 : 0))];
  });
  return subgraph(graph, { nodes: Object.fromEntries(masks) });
}
