import type { RunOptions } from '../../../core/index.js';
import { bootstrapMeans } from '../../../recommend/index.js';
import {
  averagePrecisionOf,
  findHits,
  ndcgOf,
  precisionOf,
  recallOf,
  reciprocalRankOf,
} from '../../../recommend/internal.js';
import type { Figure } from '../../forecast/score.js';
import { type Lists, listOf } from '../rankers/lists.js';
import type { ListAnchors } from '../task/types.js';

/**
 * Figures of lists, each of the first k items, means over the anchors; intervals redraw entities, each with all its anchors:
 * `map` (mean average precision, divided by the least of k and the items there were, as in RelBench), `recall`, `precision`, `ndcg`, `mrr`.
 */
export interface ListFigures {
  readonly map: Figure;
  readonly recall: Figure;
  readonly precision: Figure;
  readonly ndcg: Figure;
  readonly mrr: Figure;
}

export const listFigureNames = ['map', 'recall', 'precision', 'ndcg', 'mrr'] as const;

/** The same of each anchor, [anchors]; the first decides. */
export type FiguresByAnchor = Readonly<Record<(typeof listFigureNames)[number], Float64Array>>;

/** How good each list is for what happened. */
export function figuresByAnchor(
  lists: Lists,
  { offsets, items, rows }: Pick<ListAnchors, 'offsets' | 'items' | 'rows'>,
): FiguresByAnchor {
  const given = Array.from(rows, (_, i) => listOf(lists, i));
  const happened = Array.from(rows, (_, i) => items.subarray(offsets[i], offsets[i + 1]));
  const hits = findHits(given, happened, lists.k);
  return {
    map: averagePrecisionOf(hits),
    recall: recallOf(hits),
    precision: precisionOf(hits),
    ndcg: ndcgOf(hits),
    mrr: reciprocalRankOf(hits),
  };
}

/**
 * Means with 95 % intervals over entities.
 *
 * @param entities of each anchor the place of its entity in the order of ids, so that the order of rows changes nothing
 * @throws {HeteroGraphError} ABORTED
 */
export async function listFigures(
  byAnchor: FiguresByAnchor,
  entities: Int32Array,
  { seed, ...run }: RunOptions & { readonly seed: number },
): Promise<ListFigures> {
  const intervals = await bootstrapMeans(byAnchor, { ...run, seed, groups: entities });
  return Object.fromEntries(
    listFigureNames.map((name) => {
      const { estimate, low, high } = intervals[name]!;
      return [name, { value: estimate, low, high }];
    }),
  ) as unknown as ListFigures;
}
