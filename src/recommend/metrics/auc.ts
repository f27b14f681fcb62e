import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { byUser, findHits, type Hits } from './hits.js';
import { expectOneEach, type ItemLists } from './item-lists.js';

/**
 * Area under the ROC curve of every user: the chance that a relevant item is ranked before one that is not (Rendle et al., "BPR", UAI 2009). Of a
 * list cut at k, the items beyond it count as in random order, as in `implicit`; with k = all candidates it is the plain AUC.
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @param numCandidates how many items could have been in the list, the relevant ones included: one number, or one for every user, such as the
 *   catalogue without the items that the user has seen
 * @returns [U], in [0, 1], 0.5 of a random order; NaN of users without a relevant item, or without another one
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH; TOO_FEW_CANDIDATES naming the row of a user with fewer candidates than items
 * @example aucAtK([['a', 'b']], [['a']], 2, 5); // [1]: 'a' stands before all four others
 */
export function aucAtK(
  lists: ItemLists,
  relevant: ItemLists,
  k: number,
  numCandidates: number | ArrayLike<number>,
): Float64Array {
  if (typeof numCandidates !== 'number') expectArgument(numCandidates, 'numbers', 'numCandidates');
  const hits = findHits(lists, relevant, k);
  if (typeof numCandidates !== 'number') expectOneEach(numCandidates.length, hits.numUsers, 'numCandidates');
  return aucOf(hits, numCandidates);
}

export function aucOf(hits: Hits, numCandidates: number | ArrayLike<number>): Float64Array {
  return byUser(hits, (begin, end, user) => {
    const candidates = typeof numCandidates === 'number' ? numCandidates : numCandidates[user]!;
    const positives = hits.numRelevant[user]!;
    const found = end - begin;
    const missed = hits.lengths[user]! - found;
    const negatives = candidates - positives;
    if (!(negatives >= missed)) throw tooFew(candidates, user);
    if (negatives === 0) return Number.NaN;
    // Pairs in the right order: each hit goes before the negatives after it, half of what is beyond the list is.
    let right = 0;
    for (let at = begin; at < end; at++) right += negatives - (hits.places[at]! - (at - begin));
    right += ((positives - found) * (negatives - missed)) / 2;
    return right / (positives * negatives);
  });
}

function tooFew(candidates: number, user: number): HeteroGraphError {
  return new HeteroGraphError('TOO_FEW_CANDIDATES', `There are ${candidates} candidates for more items.`, {
    ...{ column: 'numCandidates', row: user },
    hint: 'Count all items that could have been in the list, the relevant ones included.',
  });
}
