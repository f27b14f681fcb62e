import { AliasTable } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { WORD } from './network.js';

/** From where reverse-reachable sets start, and what a reached root is worth. */
export interface Roots {
  /** Sum of the weights of all possible roots: the spread of a set that every root reaches. */
  readonly weight: number;
  /** Possible roots; absent for all nodes. */
  readonly nodes?: Int32Array;
  /** Of weighted roots, over `nodes` or all nodes: a cell keeps its own number where a word is below its limit. */
  readonly limits?: Uint32Array;
  readonly aliases?: Int32Array;
  /** Set i starts at root i modulo their number, so that each starts as many; not with `limits`. Default: at a random one. */
  readonly inTurn?: boolean;
}

/** Beyond it, and its inverse, estimates and bounds would leave the numbers there are. */
const MIN_SUM = 1e-200;

/** Every node counts 1. */
export function uniformRoots(numNodes: number): Roots {
  return { weight: numNodes };
}

/** Every node counts 1, and as many sets start at each. */
export function rootsInTurn(numNodes: number): Roots {
  return { weight: numNodes, inTurn: true };
}

/** Each of these nodes counts 1, others nothing. @throws {HeteroGraphError} NO_TARGETS */
export function listedRoots(nodes: Int32Array): Roots {
  if (nodes.length === 0) throw noTargets();
  return { weight: nodes.length, nodes };
}

/**
 * Node v counts weights[v], to within 2^-32 of the mean weight. O(numNodes).
 *
 * @throws {HeteroGraphError} NO_TARGETS where all are 0; INVALID_OPTION naming the first bad weight; INVALID_WEIGHT where their
 * sum is below 1e-200 or above 1e200, or one above 0 is so small compared with the others that it would count as 0
 */
export function weightedRoots(weights: ArrayLike<number>): Roots {
  let weight = 0;
  for (let v = 0; v < weights.length; v++) weight += weights[v]!;
  if (weight === 0) throw noTargets();
  if (weight < MIN_SUM || weight > 1 / MIN_SUM) {
    throw new HeteroGraphError('INVALID_WEIGHT', `The weights of the targets add up to ${weight}.`, {
      column: 'targets',
      hint: `Scale them: spreads are reckoned from ${MIN_SUM} to ${1 / MIN_SUM}.`,
    });
  }
  const { limits, aliases } = new AliasTable(weights);
  const min = (weight / weights.length) * WORD;
  for (let v = 0; v < weights.length; v++) {
    if (weights[v] === 0 || weights[v]! >= min) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `A target weighs ${weights[v]}, less than 2^-32 of the mean.`, {
      column: 'targets',
      row: v,
      hint: 'It would count as nothing and make certificates false: leave it out, or give weights of like size.',
    });
  }
  return { weight, limits, aliases };
}

/**
 * Refuses roots that were made for other nodes: samplers read them unchecked. O(roots).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function checkRoots({ nodes, limits, aliases }: Roots, numNodes: number): void {
  const count = nodes?.length ?? numNodes;
  if (limits && (limits.length !== count || aliases?.length !== count)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `The roots are ${limits.length} and not ${count}.`, {
      column: 'roots',
      hint: 'Make them with targetRoots of the same network.',
    });
  }
  checkBelow(nodes, numNodes, 'root');
  checkBelow(aliases, count, 'alias of a root');
}

function checkBelow(values: Int32Array | undefined, end: number, what: string): void {
  for (let i = 0; values && i < values.length; i++) {
    if (values[i]! >= 0 && values[i]! < end) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The ${what} ${values[i]} is not in [0, ${end}).`, {
      column: 'roots',
      row: i,
      hint: 'Make them with targetRoots of the same network.',
    });
  }
}

function noTargets(): HeteroGraphError {
  return new HeteroGraphError('NO_TARGETS', 'No node counts: there are no targets, or all weigh 0.', {
    hint: 'Name node types, rows or weights that are there.',
  });
}
