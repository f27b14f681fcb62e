import { HeteroGraphError } from '../../core/index.js';
import { networkInt32 } from './arrays.js';
import type { DiffusionNetwork, NetworkRule } from './network.js';

/** Edges as two columns of numbers in [0, numNodes). */
export interface PlainEdges {
  readonly numNodes: number;
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/**
 * A network of one type and one rule on plain arrays. Default: weighted cascade, every in-edge of v with probability 1 / indegree(v)
 * (Kempe, Kleinberg, Tardos 2003). O(N + E).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, ROW_OUT_OF_RANGE
 */
export function networkFromEdges(
  { numNodes, source, target }: PlainEdges,
  rule: NetworkRule = { name: '', kind: 'degree', factor: 1 },
  model: 'ic' | 'lt' = 'ic',
): DiffusionNetwork {
  if (source.length !== target.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${source.length} sources and ${target.length} targets.`);
  }
  const edgeStarts = networkInt32(numNodes + 1);
  for (let e = 0; e < source.length; e++) {
    const [from, to] = [source[e]!, target[e]!];
    if (!(from >= 0 && from < numNodes && to >= 0 && to < numNodes)) {
      throw new HeteroGraphError('ROW_OUT_OF_RANGE', `The edge ${from} to ${to} is outside [0, ${numNodes}).`, {
        row: e,
      });
    }
    edgeStarts[to + 1]!++;
  }
  for (let v = 0; v < numNodes; v++) edgeStarts[v + 1]! += edgeStarts[v]!;
  const next = Int32Array.from(edgeStarts);
  const sources = networkInt32(source.length);
  for (let e = 0; e < source.length; e++) sources[next[target[e]!]!++] = source[e]!;
  const types = [{ name: 'node', start: 0, count: numNodes }];
  return { model, numNodes, numEdges: source.length, types, rules: [rule], edgeStarts, sources };
}
