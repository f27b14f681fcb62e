import * as z from 'zod/mini';
import { checkOptions, expectMembers, option, RandomStream, type RunOptions, YieldTimer } from '../../core/index.js';
import type { Recommender } from '../core/recommender.js';
import type { Interactions } from '../interactions/interactions.js';
import { lengthsOf, lengthsSchema } from '../metrics/evaluate-lists.js';
import { meanOverUsers } from '../metrics/mean-over-users.js';
import { askedUsers } from './asked-users.js';

export interface SampledRankingOptions extends RunOptions {
  readonly seed: number;
  /** Lengths; default [10, 20]. */
  readonly k?: number | readonly number[];
  /** Items that each test item is ranked among, drawn from those that the user has neither in training nor in the test; default 100. */
  readonly numNegatives?: number;
}

/** Figures of ranks among sampled items: of another kind than those of `evaluateRecommender`. */
export interface SampledRanking {
  readonly numPairs: number;
  readonly numNegatives: number;
  /** 'hitRate@10', 'ndcg@10' and 'mrr': means over test pairs. */
  readonly figures: Readonly<Record<string, number>>;
  /** Why they say little. */
  readonly remark: string;
}

const schema = z.strictObject({
  ...option.runOptions,
  seed: option.seed,
  k: z.optional(lengthsSchema),
  numNegatives: z.optional(option.count),
});

/** Users that are scored at a time. */
const BLOCK = 256;

/**
 * Ranks every test item among some items drawn at random, as papers before 2020 often did. For comparison with these alone: the figures are far
 * larger than those of the whole catalogue, and may put recommenders in another order (Krichene, Rendle, "On sampled metrics for item
 * recommendation", KDD 2020). `evaluateRecommender` ranks all items. A tie counts as half above, half below.
 *
 * @param test pairs; those of users or items that were not in training are left out
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; NO_ROWS where there is no test pair
 * @example
 * const { figures, remark } = await sampledRanking(recommender, test, { k: 10, numNegatives: 100, seed: 1 });
 * figures['hitRate@10'];
 */
export async function sampledRanking(
  recommender: Recommender,
  test: Interactions,
  options: SampledRankingOptions,
): Promise<SampledRanking> {
  expectMembers(recommender, 'recommender', { train: 'object', scorer: 'object', rankedItems: 'function' });
  expectMembers(test, 'test', { users: 'object', items: 'object', matrix: 'object' });
  checkOptions(schema, options);
  const { seed, numNegatives = 100, signal, onProgress } = options;
  const asked = askedUsers(recommender, test, false);
  const numItems = recommender.train.items.size;
  const known = [...asked.users.keys()].filter((i) => asked.numbers[i]! >= 0);
  const ranks: number[] = [];
  const yieldTimer = new YieldTimer(signal);
  for (let from = 0; from < known.length; from += BLOCK) {
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    onProgress?.({ stage: 'sampled ranking', done: from, total: known.length, unit: 'users' });
    const block = known.slice(from, from + BLOCK);
    const scores = recommender.scorer.scoreUsers(Int32Array.from(block, (i) => asked.numbers[i]!));
    for (const [row, i] of block.entries()) {
      const own = scores.subarray(row * numItems, (row + 1) * numItems);
      const items = asked.relevant[i]!.filter((item) => item < numItems);
      const taken = new Set([...items, ...asked.histories[i]!]);
      // By id, so that who else is tested changes nothing.
      const random = new RandomStream(seed, 'sampled-ranking', asked.users[i]!);
      for (const item of items) ranks.push(rankAmong(own, item, drawOthers(random, numItems, taken, numNegatives)));
    }
  }
  const mean = (figure: (rank: number) => number) => meanOverUsers(ranks.map(figure));
  const figures = lengthsOf(options.k ?? [10, 20]).flatMap((k) => [
    [`hitRate@${k}`, mean((rank) => (rank <= k ? 1 : 0))] as const,
    [`ndcg@${k}`, mean((rank) => (rank <= k ? 1 / Math.log2(rank + 1) : 0))] as const,
  ]);
  return {
    ...{ numPairs: ranks.length, numNegatives },
    figures: { ...Object.fromEntries(figures), mrr: mean((rank) => 1 / rank) },
    remark: `Ranked among ${numNegatives} sampled items, not the ${numItems} of the catalogue: such figures are too large, and may put recommenders in another order (Krichene, Rendle, KDD 2020).`,
  };
}

/** From 1. */
function rankAmong(scores: Float32Array, item: number, others: readonly number[]): number {
  let rank = 1;
  for (const other of others) {
    if (scores[other]! > scores[item]!) rank++;
    else if (scores[other] === scores[item]) rank += 0.5;
  }
  return rank;
}

/** Different items that the user has not taken; all of them where there are no more. */
function drawOthers(random: RandomStream, numItems: number, taken: ReadonlySet<number>, count: number): number[] {
  const left = numItems - taken.size;
  if (left <= 2 * count) {
    const all = Array.from({ length: numItems }, (_, item) => item).filter((item) => !taken.has(item));
    return random.shuffle(all).slice(0, count) as number[];
  }
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const item = random.nextInt(numItems);
    if (!taken.has(item)) drawn.add(item);
  }
  return [...drawn];
}
