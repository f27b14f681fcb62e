import { type Tensor2D, tensor2d } from '../../tensor/index.js';
import type { MessageRelation } from '../messages/relation.js';

/** Added to the scores of relations, [N, relations + 1]: -1e9 where a node, or the graph, has none of one; 0 elsewhere and for the node itself. */
export function absentRelations(into: readonly (MessageRelation | undefined)[], numNodes: number): Tensor2D {
  const slots = into.length + 1;
  const values = new Float32Array(numNodes * slots);
  for (const [p, relation] of into.entries()) {
    const indptr = relation?.matrix.arrays(false).indptr;
    for (let i = 0; i < numNodes; i++) if (!indptr || indptr[i + 1] === indptr[i]) values[i * slots + p] = -1e9;
  }
  return tensor2d(values, [numNodes, slots]);
}
