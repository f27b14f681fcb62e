import { expectMembers, HeteroGraphError } from '../../core/index.js';
import { networkInt32 } from './arrays.js';
import { checkCall } from './call-options.js';
import { checkWhole } from './check-nodes.js';
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
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION, INVALID_PROBABILITY
 */
export function networkFromEdges(
  edges: PlainEdges,
  rule: NetworkRule = { name: '', kind: 'degree', factor: 1 },
  model: 'ic' | 'lt' = 'ic',
): DiffusionNetwork {
  expectEdges(edges);
  const { numNodes, source, target } = edges;
  checkWhole(numNodes, 'numNodes', 0, 2 ** 31 - 1);
  checkEdges({ numNodes, source, target });
  checkCall('edgeRule', rule);
  checkCall('edgeModel', { model });
  checkRule(rule, model);
  const edgeStarts = networkInt32(numNodes + 1);
  for (let e = 0; e < target.length; e++) edgeStarts[target[e]! + 1]!++;
  for (let v = 0; v < numNodes; v++) edgeStarts[v + 1]! += edgeStarts[v]!;
  const next = Int32Array.from(edgeStarts);
  const sources = networkInt32(source.length);
  for (let e = 0; e < source.length; e++) sources[next[target[e]!]!++] = source[e]!;
  const types = [{ name: 'node', start: 0, count: numNodes }];
  return { model, numNodes, numEdges: source.length, types, rules: [rule], edgeStarts, sources };
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE naming the first edge with an end outside [0, numNodes) */
export function checkEdges(edges: PlainEdges): void {
  expectEdges(edges);
  const { numNodes, source, target } = edges;
  if (source.length !== target.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${source.length} sources and ${target.length} targets.`, {
      column: 'target',
      hint: 'Give both ends of every edge.',
    });
  }
  for (let e = 0; e < source.length; e++) {
    const [from, to] = [source[e]!, target[e]!];
    if (from >= 0 && from < numNodes && to >= 0 && to < numNodes) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The edge ${from} to ${to} is outside [0, ${numNodes}).`, {
      row: e,
      column: from >= 0 && from < numNodes ? 'target' : 'source',
      hint: 'Nodes are numbered from 0; give the numNodes that the largest needs.',
    });
  }
}

/** A rule that needs nothing but the edges: `constant`, or `degree`, which alone is one of linear threshold. */
function checkRule({ name: type, kind, probability, factor }: NetworkRule, model: 'ic' | 'lt'): void {
  if (kind === 'constant' && model === 'ic') {
    if (probability !== undefined && probability >= 0 && probability <= 1) return;
    const hint = 'Use a number in [0, 1].';
    throw new HeteroGraphError('INVALID_PROBABILITY', `probability is ${probability}.`, {
      type,
      column: 'probability',
      hint,
    });
  }
  if (kind === 'degree' && factor !== undefined && factor > 0 && factor < Number.POSITIVE_INFINITY) return;
  throw new HeteroGraphError('INVALID_OPTION', `The rule is ${kind} with the factor ${factor}, the model ${model}.`, {
    type,
    column: kind === 'degree' ? 'factor' : 'kind',
    hint: "Use { kind: 'degree', factor } with a factor above 0, or { kind: 'constant', probability } of the model 'ic'.",
  });
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function expectEdges(edges: PlainEdges): void {
  expectMembers(edges, 'edges', { numNodes: 'number', source: 'numbers', target: 'numbers' });
}
