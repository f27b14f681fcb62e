import { randomUniform } from '../../compute/index.js';
import type { Csr, RandomStream } from '../../core/index.js';
import { MessageGraph, MessageRelation } from '../../layers/index.js';

/** A graph without some of its edges, each left out with the same chance, those of a relation and its reverse apart. The caller disposes of it. */
export function withoutSomeEdges(graph: MessageGraph, share: number, stream: RandomStream): MessageGraph {
  const counts = new Map(graph.nodeTypes.map((type) => [type, graph.numNodes(type)]));
  const relations = graph.relations.map(
    (relation) =>
      new MessageRelation(relation, kept(relation.matrix.arrays(false), share, stream.child(relation.name))),
  );
  return new MessageGraph(counts, relations);
}

function kept({ numRows, numCols, indptr, indices }: Csr, share: number, stream: RandomStream): Csr {
  const chance = randomUniform(stream, indices.length);
  const starts = new Int32Array(numRows + 1);
  const columns = new Int32Array(indices.length);
  let at = 0;
  for (let row = 0; row < numRows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) if (chance[e]! >= share) columns[at++] = indices[e]!;
    starts[row + 1] = at;
  }
  return { numRows, numCols, indptr: starts, indices: columns.slice(0, at) };
}

/** 0 for a share of columns, 1 for the others, [width]. */
export function columnMask(width: number, share: number, stream: RandomStream): Float32Array {
  return Float32Array.from({ length: width }, () => Number(stream.next() >= share));
}
