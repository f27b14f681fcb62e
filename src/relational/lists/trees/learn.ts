import { RandomStream, type RunOptions } from '../../../core/index.js';
import { BoostedTrees, type BoostedTreesSettings } from '../../../models/index.js';
import type { Database } from '../../database/types.js';
import type { Feature } from '../../features/types.js';
import type { ListHistory } from '../history/history.js';
import { mostCandidates } from '../pairs/candidates.js';
import { PairSource } from '../pairs/pair-columns.js';
import type { PairPlan } from '../pairs/plan.js';
import type { ListAnchors } from '../task/types.js';

/** Pairs that are learned from at most, and as many that stop the training. */
const MOST_PAIRS = 250_000;
const MOST_TREES = 300;
const PATIENCE = 30;

/** How lists are learned: pairs alone (is it linked to?), or the order of each list. */
export const treeRankers = [
  { name: 'pair-trees', title: 'trees of pairs', loss: 'logistic', metric: 'loss' },
  { name: 'list-trees', title: 'trees of orders of lists', loss: 'lambdarank', metric: 'ndcg' },
] as const;

export type TreeRankerKind = (typeof treeRankers)[number];

/** Pairs with whether each came true. */
export interface LabelledPairs {
  readonly columns: readonly Feature[];
  /** 1 where the row was linked to the item in the window, [pairs]. */
  readonly targets: Float64Array;
  /** Number of the anchor of each, [pairs]. */
  readonly groups: Int32Array;
  /** Whether fewer anchors were taken than there are. */
  readonly isThinned: boolean;
}

/** The candidates of anchors with their labels: of so many anchors that there are not too many, chosen evenly by row and time. */
export async function labelledPairs(
  database: Database,
  history: ListHistory,
  plan: PairPlan,
  anchors: ListAnchors,
  k: number,
  seed: number,
  run: RunOptions,
): Promise<LabelledPairs> {
  const most = Math.max(1, Math.floor(MOST_PAIRS / mostCandidates(k, history.numItems)));
  const chosen = someOf(anchors, most, seed);
  const { items, anchors: groups, columns } = await new PairSource(database, history, plan, k).of(chosen, run);
  const wanted = Array.from(
    chosen.rows,
    (_, i) => new Set(chosen.items.subarray(chosen.offsets[i], chosen.offsets[i + 1])),
  );
  return {
    ...{ columns, groups, isThinned: chosen !== anchors },
    targets: Float64Array.from(items, (item, pair) => Number(wanted[groups[pair]!]!.has(item))),
  };
}

function someOf(anchors: ListAnchors, most: number, seed: number): ListAnchors {
  const { rows, times, seenUntil, offsets, items, table } = anchors;
  if (rows.length <= most) return anchors;
  const keys = Float64Array.from(rows, (row, i) => new RandomStream(seed, 'lists', row, times[i]!).next());
  const limit = keys.slice().sort()[most]!;
  const kept = Int32Array.from(rows.keys()).filter((i) => keys[i]! < limit);
  const lists = Array.from(kept, (i) => items.subarray(offsets[i], offsets[i + 1]));
  const starts = new Int32Array(kept.length + 1);
  for (const [i, list] of lists.entries()) starts[i + 1] = starts[i]! + list.length;
  return {
    ...{ table, rows: Int32Array.from(kept, (i) => rows[i]!), times: Float64Array.from(kept, (i) => times[i]!) },
    ...(seenUntil ? { seenUntil: Float64Array.from(kept, (i) => seenUntil[i]!) } : {}),
    ...{ offsets: starts, items: Int32Array.from(lists.flatMap((list) => [...list])) },
  };
}

/**
 * Trees of pairs, with as many rounds as are best for validation pairs.
 *
 * @param numTrees of a second training, on more pairs, how many
 */
export async function learnTrees(
  { loss, metric }: TreeRankerKind,
  { columns, targets, groups }: LabelledPairs,
  { seed, k, run, valid, numTrees }: LearnOptions,
): Promise<BoostedTrees> {
  const settings: Partial<BoostedTreesSettings> = {
    ...{ loss, metric, seed, numTrees: numTrees ?? MOST_TREES, numLeaves: 15, learningRate: 0.06 },
    ...{ minChildSamples: 30, lambdaL2: 5, featureFraction: 0.5, baggingFraction: 0.8, ndcgPlaces: k },
    ...(valid ? { earlyStopping: PATIENCE } : {}),
  };
  const isRanking = loss === 'lambdarank';
  return BoostedTrees.fit(columns, targets, settings, {
    ...run,
    ...(isRanking ? { groups } : {}),
    ...(valid
      ? { valid: { columns: valid.columns, targets: valid.targets, ...(isRanking ? { groups: valid.groups } : {}) } }
      : {}),
  });
}

export interface LearnOptions {
  readonly seed: number;
  readonly k: number;
  readonly run: RunOptions;
  readonly valid?: LabelledPairs;
  readonly numTrees?: number;
}
