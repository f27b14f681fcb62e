import { HeteroGraphError } from '../../core/index.js';
import type { SimpleRows } from './simple-rows.js';

/** Choices to go through for an inviter: some seconds. */
const MAX_CHOICES = 1 << 26;

/**
 * Finds for an inviter the min(k, all) true invitees who, with their own true invitees, are the maxReached nodes; of equal choices the first in
 * lexicographic order of node numbers. Goes through the choices in that order and leaves out those that cannot be better: C(invitees, k) at
 * most, far fewer in practice.
 *
 * @throws {HeteroGraphError} TOO_LARGE where there are more than `maxChoices`, default 2^26, to go through
 */
export function bestInvitees(
  truth: SimpleRows,
  numNodes: number,
  k: number,
  maxChoices = MAX_CHOICES,
): (inviter: number) => readonly number[] {
  const { indptr, indices } = truth;
  /** How many of those chosen reach a node. */
  const times = new Uint16Array(numNodes);
  let reached = 0;
  const change = (v: number, by: 1 | -1) => {
    const touch = (w: number) => {
      if (by === 1 ? times[w] === 0 : times[w] === 1) reached += by;
      times[w]! += by;
    };
    touch(v);
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) touch(indices[at]!);
  };
  const sizeOf = (v: number) => 1 + indptr[v + 1]! - indptr[v]!;
  return (inviter) => {
    const begin = indptr[inviter]!;
    const list = indices.subarray(begin, indptr[inviter + 1]!);
    const size = Math.min(k, list.length);
    if (size === list.length) return [...list];
    /** Sum of the `left` largest sizes among those from i on, at maxReached: what they can add. */
    const largest = largestSums(list, sizeOf, size);
    const chosen: number[] = [];
    let best: readonly number[] = [];
    let maxReached = -1;
    let choices = 0;
    const choose = (from: number) => {
      if (++choices > maxChoices) throw tooMany(inviter, list.length, size);
      const left = size - chosen.length;
      if (left === 0) {
        if (reached > maxReached) {
          maxReached = reached;
          best = [...chosen];
        }
        return;
      }
      for (let i = from; i + left <= list.length; i++) {
        if (reached + largest[i]![left]! <= maxReached) return;
        chosen.push(list[i]!);
        change(list[i]!, 1);
        choose(i + 1);
        change(list[i]!, -1);
        chosen.pop();
      }
    };
    choose(0);
    return best;
  };
}

function tooMany(inviter: number, invitees: number, k: number): HeteroGraphError {
  return new HeteroGraphError(
    'TOO_LARGE',
    `The best ${k} of the ${invitees} true invitees of node ${inviter} take too long to find.`,
    { column: 'at', row: inviter, hint: 'Evaluate shorter lists.' },
  );
}

/** [from][count]: the `count` largest sizes of the list from a place on, added up. */
function largestSums(list: Int32Array, sizeOf: (v: number) => number, size: number): Float64Array[] {
  const sums: Float64Array[] = [];
  const top: number[] = [];
  for (let i = list.length - 1; i >= 0; i--) {
    top.push(sizeOf(list[i]!));
    top.sort((a, b) => b - a);
    if (top.length > size) top.pop();
    const sum = new Float64Array(size + 1);
    for (let count = 1; count <= size; count++) sum[count] = sum[count - 1]! + (top[count - 1] ?? 0);
    sums[i] = sum;
  }
  return sums;
}
