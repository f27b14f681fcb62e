import { HeteroGraphError } from '../../core/index.js';
import { expectNetwork } from './expect-network.js';
import type { DiffusionNetwork } from './network.js';
import { byType, checkedRow, columnOf, rangeOf } from './node-set.js';
import { listedRoots, type Roots, uniformRoots, weightedRoots } from './roots.js';
import { isFiniteFromZero, isNumbers, type RowValueRule, readRowValues } from './row-values.js';

/**
 * Whom it counts to reach, by node type: `true` for all nodes of it, rows, or a weight for each row (numbers or the name of a column; a
 * column of bools counts those that are true), kept to within 2^-32 of the mean weight. Types that are not named do not count. Rows alone are those of the only node type.
 */
export type Targets =
  | Readonly<Record<string, true | ArrayLike<number> | { readonly weight: string | ArrayLike<number> }>>
  | ArrayLike<number>;

/**
 * What every node counts, [numNodes]; undefined where all count 1.
 *
 * @throws {HeteroGraphError} NO_TARGETS, UNKNOWN_TYPE, INDEX_OUT_OF_RANGE, INVALID_WEIGHT naming the first bad row, SHAPE_MISMATCH,
 * AMBIGUOUS, UNKNOWN_COLUMN, WRONG_DTYPE, NULL_VALUE, INVALID_OPTION
 */
export function targetWeights(network: DiffusionNetwork, targets: Targets | undefined): Float64Array | undefined {
  if (targets === undefined) return undefined;
  const weights = new Float64Array(network.numNodes);
  for (const [name, given] of byType(network, targets, 'targets')) {
    const range = rangeOf(network, name, 'targets');
    if (given === true) weights.fill(1, range.start, range.start + range.count);
    else if (isNumbers(given)) {
      for (let i = 0; i < given.length; i++) weights[range.start + checkedRow(given[i]!, range, 'targets')] = 1;
    } else {
      readRowValues(range, weightOf(name, given), targetRule(network, name), (row, weight) => {
        weights[range.start + row] = weight;
      });
    }
  }
  if (weights.every((weight) => weight === 0)) {
    throw new HeteroGraphError('NO_TARGETS', 'No node counts: there are no targets, or all weigh 0.', {
      column: 'targets',
      hint: 'Name node types, rows or weights that are there.',
    });
  }
  return weights.every((weight) => weight === 1) ? undefined : weights;
}

function targetRule(network: DiffusionNetwork, type: string): RowValueRule {
  return {
    option: 'targets',
    isValid: isFiniteFromZero,
    code: 'INVALID_WEIGHT',
    message: (value) => `The weight of a target is ${value}; weights are finite and at least 0.`,
    hint: 'Give 0 to nodes that do not count.',
    column: (name) => columnOf(network, type, name),
  };
}

/** @throws {HeteroGraphError} INVALID_OPTION where it is no `{ weight }` */
function weightOf(type: string, given: { readonly weight: string | ArrayLike<number> }): string | ArrayLike<number> {
  const weight: unknown = (given as typeof given | null)?.weight;
  if (typeof weight === 'string' || isNumbers(weight)) return weight;
  throw new HeteroGraphError('INVALID_OPTION', `targets of a type are ${JSON.stringify(given)}.`, {
    type,
    column: 'targets',
    hint: "Give true for all, an array of rows, or { weight: 'column' } or { weight: numbers }.",
  });
}

/**
 * Where reverse-reachable sets start so that they count these targets: for `opimC` and the other algorithms on a network, and `estimateSpread`.
 * O(numNodes).
 *
 * @throws {HeteroGraphError} as `maximiseInfluence` does for its `targets`
 */
export function targetRoots(network: DiffusionNetwork, targets: Targets): Roots {
  expectNetwork(network);
  return rootsOf(network.numNodes, targetWeights(network, targets));
}

/** Where reverse-reachable sets start so that they count what targets weigh. O(numNodes) for weights, else O(targets). */
export function rootsOf(numNodes: number, weights: Float64Array | undefined): Roots {
  if (!weights) return uniformRoots(numNodes);
  if (!weights.every((weight) => weight === 0 || weight === 1)) return weightedRoots(weights);
  const nodes = new Int32Array(weights.reduce((sum, weight) => sum + weight, 0));
  for (let v = 0, i = 0; v < numNodes; v++) if (weights[v] === 1) nodes[i++] = v;
  return listedRoots(nodes);
}
