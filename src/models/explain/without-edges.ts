import type { Csr, WeightedCsr } from '../../core/index.js';
import { MessageGraph, MessageRelation } from '../../layers/index.js';

/** Entries by the name of their relation. */
export type EdgeSet = ReadonlyMap<string, ReadonlySet<number>>;

/** A copy of the graph that lacks some edges. To be disposed by its owner. */
export function withoutEdges(graph: MessageGraph, dropped: EdgeSet): MessageGraph {
  const counts = new Map(graph.nodeTypes.map((type) => [type, graph.numNodes(type)]));
  const relations = graph.relations.map((relation) => {
    const csr = relation.matrix.arrays(false);
    const gone = dropped.get(relation.name);
    if (!gone || gone.size === 0) return new MessageRelation(relation, csr, relation.times);
    return new MessageRelation(
      relation,
      without(csr, gone),
      relation.times?.filter((_, e) => !gone.has(e)),
    );
  });
  return new MessageGraph(counts, relations);
}

function without(csr: Csr | WeightedCsr, gone: ReadonlySet<number>): Csr | WeightedCsr {
  const { numRows, numCols, indptr, indices } = csr;
  const kept = Int32Array.from(indices.keys()).filter((e) => !gone.has(e));
  const ends = new Int32Array(numRows + 1);
  for (let row = 0, at = 0; row < numRows; row++) {
    while (at < kept.length && kept[at]! < indptr[row + 1]!) at++;
    ends[row + 1] = at;
  }
  const left = { numRows, numCols, indptr: ends, indices: kept.map((e) => indices[e]!) };
  return 'values' in csr ? { ...left, values: Float32Array.from(kept, (e) => csr.values[e]!) } : left;
}
