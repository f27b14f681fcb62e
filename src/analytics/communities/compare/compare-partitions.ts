import type { GivenPartition } from '../scores/check-partition.js';
import { type Contingency, contingency } from './contingency.js';
import { entropy, expectedInformation, mutualInformation } from './information.js';

/**
 * Normalised mutual information of two partitions of the same nodes: what one tells of the other as a share of the mean of their
 * entropies, from 0 to 1; 1 where both are one community, or there are no nodes. O(N).
 *
 * @param a one whole number for each node, [numNodes], equal for nodes of one community, or what an algorithm returned
 * @throws {HeteroGraphError} SHAPE_MISMATCH where they have other numbers of nodes, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function normalizedMutualInfo(a: GivenPartition, b: GivenPartition): number {
  const table = contingency(a, b);
  if (areSame(table)) return 1;
  const mean = meanEntropy(table);
  return mean === 0 ? 0 : Math.min(1, mutualInformation(table) / mean);
}

/**
 * Adjusted mutual information (Vinh, Epps, Bailey 2010): as {@link normalizedMutualInfo}, with what partitions at random have in common
 * taken off. 1 for equal partitions, about 0 for independent ones, below 0 for less than that. Without a pause; O(N), and for each pair of
 * different sizes of communities in a and b the smaller size: some N^1.5 steps at most.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH where they have other numbers of nodes, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function adjustedMutualInfo(a: GivenPartition, b: GivenPartition): number {
  const table = contingency(a, b);
  if (areSame(table)) return 1;
  const expected = expectedInformation(table);
  const range = meanEntropy(table) - expected;
  // Communities of one node each leave nothing to chance: only rounding remains.
  if (Math.abs(range) < 1e-13) return 0;
  return (mutualInformation(table) - expected) / range;
}

/**
 * Adjusted Rand index (Hubert, Arabie 1985): the share of pairs of nodes on which two partitions agree, with what partitions at random
 * agree on taken off. 1 for equal partitions, about 0 for independent ones. O(N).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH where they have other numbers of nodes, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function adjustedRandIndex(a: GivenPartition, b: GivenPartition): number {
  const table = contingency(a, b);
  if (areSame(table)) return 1;
  const both = pairsWithin(table.pairs.counts);
  const [first, second] = [pairsWithin(table.first), pairsWithin(table.second)];
  const expected = (first * second) / pairsWithin([table.numNodes]);
  return (both - expected) / ((first + second) / 2 - expected);
}

function meanEntropy({ numNodes, first, second }: Contingency): number {
  return (entropy(first, numNodes) + entropy(second, numNodes)) / 2;
}

/** Whether every community of one is a community of the other. */
function areSame({ first, second, pairs }: Contingency): boolean {
  return pairs.counts.length === first.length && pairs.counts.length === second.length;
}

function pairsWithin(sizes: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) sum += (sizes[i]! * (sizes[i]! - 1)) / 2;
  return sum;
}
