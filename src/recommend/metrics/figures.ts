import { hitRateOf, precisionOf, recallOf } from './accuracy.js';
import { aucOf } from './auc.js';
import { miscalibration } from './calibration.js';
import { intraListDiversity } from './diversity.js';
import { catalogueCoverage, giniIndex } from './exposure.js';
import { firstHits, type Hits } from './hits.js';
import { eachList, type ItemLists } from './item-lists.js';
import type { Categories, ItemLookup } from './item-lookup.js';
import { ndcgOf } from './ndcg.js';
import { averagePopularity, type ItemPopularity, itemPopularity, novelty, popularityLift } from './popularity.js';
import { averagePrecisionOf, reciprocalRankOf } from './ranking.js';

/** What else is known, by which further figures can be taken. */
export interface ListsContext {
  /** Items of the catalogue: with it AUC, coverage and the Gini index are taken. */
  readonly numItems?: number;
  /** [U] what the users took before: with it novelty and popularity are taken. */
  readonly histories?: ItemLists;
  /** [U] items that could have been in each list, the relevant ones included, for AUC; default: `numItems` without the user's history. */
  readonly numCandidates?: ArrayLike<number>;
  /** How many of how many users took each item; default: counted over `histories`. */
  readonly popularity?: { readonly counts: ItemPopularity; readonly numUsers: number };
  /** Categories of items: with them diversity is taken, and with histories miscalibration. */
  readonly categories?: ItemLookup<Categories>;
}

/** Figures of single users at one k, by name. */
export function userFigures(
  lists: ItemLists,
  allHits: Hits,
  k: number,
  context: ListsContext,
): Record<string, Float64Array> {
  const { numCandidates, histories, categories } = context;
  const hits = firstHits(allHits, k);
  const popularity = popularityOf(context);
  return {
    precision: precisionOf(hits),
    recall: recallOf(hits),
    hitRate: hitRateOf(hits),
    ndcg: ndcgOf(hits),
    map: averagePrecisionOf(hits),
    mrr: reciprocalRankOf(hits),
    ...(numCandidates && { auc: aucOf(hits, numCandidates) }),
    ...(popularity && {
      novelty: novelty(lists, k, popularity.counts, popularity.numUsers),
      popularity: averagePopularity(lists, k, popularity.counts),
    }),
    ...(categories && { diversity: intraListDiversity(lists, k, { categories }) }),
    ...(categories && histories && { miscalibration: miscalibration(lists, k, { categories, histories }) }),
  };
}

/** Figures of all lists together at one k, by name. */
export function jointFigures(lists: ItemLists, k: number, context: ListsContext): Record<string, number> {
  const { numItems, histories } = context;
  return {
    ...(numItems !== undefined && {
      coverage: catalogueCoverage(lists, k, numItems),
      gini: giniIndex(lists, k, numItems),
    }),
    ...(histories && { popularityLift: popularityLift(lists, k, histories, popularityOf(context)?.counts) }),
  };
}

function popularityOf({ histories, popularity }: ListsContext): ListsContext['popularity'] {
  if (popularity || !histories) return popularity;
  return { counts: itemPopularity(histories), numUsers: Math.max(1, eachList(histories, 'histories').length) };
}
