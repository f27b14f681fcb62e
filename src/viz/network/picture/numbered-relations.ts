import type { EdgeType, HeteroGraph } from '../../../graph/index.js';
import type { NetworkRelation } from '../network.js';

/** Edges under one numbering of all nodes, type after type: by relation, and all together. */
export function numberedRelations(graph: HeteroGraph, edgeTypes: readonly EdgeType[]) {
  const starts = new Map<string, number>();
  let numNodes = 0;
  for (const type of graph.nodeTypes) {
    starts.set(type, numNodes);
    numNodes += graph.numNodes(type);
  }
  const isSaidTwice = (name: string) => edgeTypes.filter(([, other]) => other === name).length > 1;
  const relations = edgeTypes.map((type): NetworkRelation & Record<'source' | 'target', Int32Array> => {
    const { source, target } = graph.edgeIndex(type);
    const [from, to] = [starts.get(type[0])!, starts.get(type[2])!];
    return {
      name: isSaidTwice(type[1]) ? type.join(' ') : type[1],
      source: source.map((row) => from + row),
      target: target.map((row) => to + row),
    };
  });
  const joined = (end: 'source' | 'target') => {
    const all = new Int32Array(relations.reduce((sum, relation) => sum + relation[end].length, 0));
    let at = 0;
    for (const relation of relations) {
      all.set(relation[end], at);
      at += relation[end].length;
    }
    return all;
  };
  return { numNodes, relations, ends: { source: joined('source'), target: joined('target') } };
}
