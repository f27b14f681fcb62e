import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { byUser, findHits, type Hits } from './hits.js';
import { eachList, expectOneEach, type ItemLists } from './item-lists.js';

export interface NdcgOptions {
  /**
   * What 1 means. 'truncated' (default): the best list of k items, min(k, relevant) of them relevant, as in LightGCN, RecBole, `implicit` and
   * scikit-learn. 'full': the best list of any length, as in the first paper; with more relevant items than k it cannot be reached.
   */
  readonly ideal?: 'truncated' | 'full';
  /** How much each relevant item is worth, from 0, in the order of `relevant`; default 1. For 2^grade - 1, give these numbers. */
  readonly gains?: readonly ArrayLike<number>[];
}

const schema = z.strictObject({
  ideal: z.optional(z.enum(['truncated', 'full'])),
  gains: z.optional(z.custom<NdcgOptions['gains']>(Array.isArray, 'an array of arrays')),
});

/**
 * Normalised discounted cumulative gain at k of every user: the sum of gain / log2(place + 1) over the hits, places from 1, divided by that of the
 * best list (Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 20, 2002; logarithm to base 2 from the first
 * place on, as is usual since Burges et al., ICML 2005).
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], in [0, 1]; NaN of users without a relevant item, or of whose relevant items none is worth anything
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH; NON_FINITE naming the row of a user of whom a gain is not a number from 0
 * @example ndcgAtK([['a', 'b', 'c']], [['a', 'c']], 3); // [(1 + 1 / 2) / (1 + 1 / Math.log2(3))]
 */
export function ndcgAtK(lists: ItemLists, relevant: ItemLists, k: number, options: NdcgOptions = {}): Float64Array {
  checkOptions(schema, options);
  const { gains } = options;
  const hits = findHits(lists, relevant, k);
  if (gains) checkGains(gains, relevant);
  return ndcgOf(hits, options);
}

export function ndcgOf(hits: Hits, { ideal = 'truncated', gains }: NdcgOptions = {}): Float64Array {
  if (gains) return gradedNdcg(hits, gains, ideal);
  const longest = hits.numRelevant.reduce((most, count) => Math.max(most, count), 0);
  /** Gain of the best list by how many of its items are relevant. */
  const best = new Float64Array(longest + 1);
  for (let place = 1; place <= longest; place++) best[place] = best[place - 1]! + discount(place - 1);
  return byUser(hits, (begin, end, user) => {
    let gain = 0;
    for (let at = begin; at < end; at++) gain += discount(hits.places[at]!);
    const places = ideal === 'full' ? hits.numRelevant[user]! : Math.min(hits.k, hits.numRelevant[user]!);
    return gain / best[places]!;
  });
}

function gradedNdcg(hits: Hits, gains: readonly ArrayLike<number>[], ideal: 'truncated' | 'full'): Float64Array {
  return byUser(hits, (begin, end, user) => {
    const own = gains[user]!;
    let gain = 0;
    for (let at = begin; at < end; at++) gain += own[hits.which[at]!]! * discount(hits.places[at]!);
    const order = Float64Array.from(own).sort().reverse();
    const places = ideal === 'full' ? order.length : Math.min(hits.k, order.length);
    let best = 0;
    for (let place = 0; place < places; place++) best += order[place]! * discount(place);
    return best === 0 ? Number.NaN : gain / best;
  });
}

/** @param place from 0 */
function discount(place: number): number {
  return 1 / Math.log2(place + 2);
}

function checkGains(gains: readonly ArrayLike<number>[], relevant: ItemLists): void {
  const wanted = eachList(relevant, 'relevant');
  expectOneEach(gains.length, wanted.length, 'gains');
  for (const [user, list] of wanted.entries()) {
    const own = gains[user];
    if (own?.length !== list.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `${own?.length ?? 0} gains for ${list.length} relevant items.`, {
        ...{ column: 'gains', row: user },
        hint: 'Give one for every relevant item of the user.',
      });
    }
    if (new Set(Array.from(list, String)).size < list.length) {
      throw new HeteroGraphError('DUPLICATE_ID', 'A relevant item with a gain is named twice.', {
        ...{ column: 'relevant', row: user },
        hint: 'Name each item of a user once, with one gain.',
      });
    }
    const bad = Array.from(own).findIndex((gain) => !(Number.isFinite(gain) && gain >= 0));
    if (bad < 0) continue;
    throw new HeteroGraphError('NON_FINITE', `A gain is ${own[bad]}.`, {
      ...{ column: 'gains', row: user },
      hint: 'Gains are numbers from 0.',
    });
  }
}
