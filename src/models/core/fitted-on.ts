import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';

/** What of a graph had nodes or edges when a model was fitted on it: kept with the model, so that it can say what another graph lacks. */
export interface FittedOn {
  readonly nodeTypes: readonly string[];
  /** As `source>relation>target`. */
  readonly relations: readonly string[];
}

export function fittedOn(graph: HeteroGraph): FittedOn {
  return {
    nodeTypes: graph.nodeTypes.filter((type) => graph.numNodes(type) > 0),
    relations: graph.edgeTypes.filter((type) => graph.numEdges(type) > 0).map(edgeTypeKey),
  };
}

/** Says what had nodes or edges at the fit and has none in this graph, where a prediction is possible all the same. */
export function remarkAbsent(before: FittedOn, graph: HeteroGraph, onRemark: (text: string) => void): void {
  const now = fittedOn(graph);
  const nodeTypes = before.nodeTypes.filter((name) => !now.nodeTypes.includes(name));
  const present = new Set(now.relations);
  const relations = before.relations.filter((name) => !present.has(name));
  if (nodeTypes.length > 0) {
    onRemark(`The graph has no nodes of the type ${listed(nodeTypes)}, unlike the one that the model was fitted on.`);
  }
  if (relations.length > 0) {
    onRemark(`The graph has no edges of the type ${listed(relations)}, unlike the one that the model was fitted on.`);
  }
}

/** The first names, quoted, and how many more there are. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, 5).map((name) => `"${name}"`);
  return first.join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}
