import { wrongArgument } from '../../core/index.js';
import type { HeteroGraph } from './hetero-graph.js';

/** Refuses what is no graph, wherever one comes in. @throws {HeteroGraphError} INVALID_OPTION */
export function expectGraph(graph: HeteroGraph, what = 'graph'): void {
  // By what it can do: there may be two copies of this library.
  if (typeof (graph as Partial<HeteroGraph> | null | undefined)?.edgeIndex === 'function') return;
  throw wrongArgument(graph, what, 'a HeteroGraph, such as openGraph, a reader or GraphBuilder.build() gives');
}
