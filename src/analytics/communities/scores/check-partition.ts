import { expectArgument, HeteroGraphError } from '../../../core/index.js';
import type { NodeValues } from '../../results/node-values.js';
import { numberGroups } from './number-groups.js';

/** Communities as numbers of the nodes, [numNodes], or as an algorithm returns them: equal for nodes of one community. */
export type GivenPartition = ArrayLike<number> | NodeValues<Int32Array>;

/** Nodes in communities, numbered without gaps in the order of their first nodes. */
export interface Partition {
  /** The community of each node, from 0 to `count` - 1. */
  readonly communities: Int32Array;
  readonly count: number;
}

/**
 * A partition that came from outside: one whole number from 0 for each node, equal for nodes of one community.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE naming the first entry that is none
 */
export function checkPartition(partition: GivenPartition, numNodes: number, what = 'communities'): Partition {
  const given = valuesOf(partition);
  expectArgument(given, 'numbers', what);
  if (given.length !== numNodes) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${given.length} numbers for ${numNodes} nodes.`, {
      column: what,
      hint: 'Give one number for every node.',
    });
  }
  let last = Number.NaN;
  for (let v = 0; v < numNodes; v++) {
    const c = given[v]!;
    if (c === last) continue;
    if (!(Number.isSafeInteger(c) && c >= 0)) {
      throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `${what} has ${c} at position ${v}.`, {
        row: v,
        column: what,
        hint: 'Use whole numbers from 0, equal for nodes of one community.',
      });
    }
    last = c;
  }
  const { groups, count } = numberGroups(given);
  return { communities: groups, count };
}

/** The numbers themselves. */
export function valuesOf(partition: GivenPartition): ArrayLike<number> {
  const { values } = (partition ?? {}) as { readonly values?: unknown };
  return values instanceof Int32Array ? values : (partition as ArrayLike<number>);
}
