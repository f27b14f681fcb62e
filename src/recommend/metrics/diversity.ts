import { expectArgument } from '../../core/index.js';
import { type ItemLikeness, similarityOf } from './item-distance.js';
import { eachList, expectK, type ItemLists } from './item-lists.js';

/**
 * Intra-list diversity at k of every user: mean of 1 - similarity over all pairs of the first k items (Smyth, McClave, ICCBR 2001; Ziegler et al.,
 * "Improving recommendation lists through topic diversification", WWW 2005, whose intra-list similarity it reverses).
 *
 * @param lists [U] recommended items, best first
 * @param likeness vectors (cosine), categories (Jaccard) or a function
 * @returns [U], 0 where all items are the same, larger where they differ more; NaN of lists without a pair of which something is known
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example intraListDiversity([['a', 'b']], 2, { categories: new Map([['a', ['war']], ['b', ['war', 'drama']]]) }); // [0.5]
 */
export function intraListDiversity(lists: ItemLists, k: number, likeness: ItemLikeness): Float64Array {
  expectK(k);
  expectArgument(likeness, 'object', 'likeness');
  const similarity = similarityOf(likeness);
  return Float64Array.from(eachList(lists, 'lists'), (list) => {
    const length = Math.min(k, list.length);
    let [sum, pairs] = [0, 0];
    for (let i = 0; i < length; i++) {
      for (let j = i + 1; j < length; j++) {
        const value = similarity(list[i]!, list[j]!);
        if (value === undefined) continue;
        sum += 1 - value;
        pairs++;
      }
    }
    return sum / pairs;
  });
}
