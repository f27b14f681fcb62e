import { isHeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import {
  evaluateRecommender,
  type Interactions,
  type ListEvaluation,
  type RecommendProblem,
} from '../../recommend/index.js';
import type { RecommenderCandidate } from './candidates.js';
import type { FitOfRun } from './kept-fits.js';
import { CHOSEN_BY, LIST_LENGTH } from './recommender-score.js';

/** A recommender that was compared with others on the validation pairs. */
export interface ComparedRecommender {
  readonly recommender: string;
  readonly settings: object;
  /** NDCG of 10 items for the users of the validation; absent where it was not tried. */
  readonly ndcg?: number;
  /** Wall seconds of its fit and lists. */
  readonly seconds: number;
  readonly isKept: boolean;
  /** Why it was kept or not, for people. */
  readonly reason: string;
}

/** How a recommender was chosen, as plain data. */
export interface RecommenderComparison {
  /** Users of the validation pairs. */
  readonly users: number;
  /** The plainest first. */
  readonly recommenders: readonly ComparedRecommender[];
  /** What was kept and why, in words with numbers. */
  readonly verdict: string;
}

/** A candidate with the settings to fit it by again. */
export interface TriedRecommender {
  readonly candidate: RecommenderCandidate;
  /** With the number of epochs that was best. */
  readonly settings: object;
}

export interface ChosenRecommender {
  readonly kept: TriedRecommender;
  /** All that could be fitted, the plainest first. */
  readonly tried: readonly TriedRecommender[];
  readonly comparison: RecommenderComparison;
}

interface Compared extends TriedRecommender {
  readonly evaluation: ListEvaluation;
  readonly seconds: number;
}

/** Chance, at most, that a recommender which is no better than a simple one is kept in its place. */
const CHANCE = 0.05;

/**
 * Fits the candidates and keeps the one with the best lists for the validation pairs; one that is not simple only where it beats the best simple one
 * beyond chance on the same users. The test is not looked at.
 *
 * @throws {HeteroGraphError} ABORTED; what checkpoints say; what the last candidate said where none could be fitted
 */
export async function chooseRecommender(
  problem: RecommendProblem & { readonly validation: Interactions },
  candidates: readonly RecommenderCandidate[],
  seed: number,
  {
    fit: fitOne,
    onModel,
    ...run
  }: RunOptions & { readonly fit: FitOfRun; readonly onModel?: ((name: string) => void) | undefined },
): Promise<ChosenRecommender> {
  const fitted: Compared[] = [];
  const failed = new Map<RecommenderCandidate, string>();
  for (const candidate of candidates) {
    throwIfAborted(run.signal);
    onModel?.(candidate.label);
    const started = performance.now();
    try {
      const { recommender: name, settings } = candidate;
      const recommender = await fitOne(name, problem, { settings, seed, ...run });
      const evaluation = await evaluateRecommender(recommender, problem.validation, { k: LIST_LENGTH, ...run });
      const { bestEpoch } = recommender.report;
      const epochs =
        bestEpoch !== undefined && 'epochs' in recommender.settings ? { epochs: Math.max(1, bestEpoch) } : {};
      const seconds = (performance.now() - started) / 1000;
      fitted.push({ candidate, settings: { ...settings, ...epochs }, evaluation, seconds });
    } catch (error) {
      const isLast = candidate === candidates.at(-1) && fitted.length === 0;
      // What is about a file is about a checkpoint, and says nothing of the recommender.
      const isOfRun = !isHeteroGraphError(error) || error.code === 'ABORTED' || error.location.file !== undefined;
      if (isOfRun || isLast) throw error;
      failed.set(candidate, error.message);
    }
  }
  const simple = best(fitted.filter(({ candidate }) => candidate.isSimple));
  const better = best(fitted.filter(({ candidate }) => !candidate.isSimple));
  const { kept, verdict } = await keptOf(simple, better, seed);
  const recommenders = candidates.map((candidate): ComparedRecommender => {
    const own = fitted.find((each) => each.candidate === candidate);
    const { label: recommender, settings } = candidate;
    if (!own) {
      const reason = `not possible here: ${failed.get(candidate)}`;
      return { recommender, settings, seconds: 0, isKept: false, reason };
    }
    const isKept = own === kept;
    const points = (100 * Math.abs(ndcgOf(own) - ndcgOf(kept))).toFixed(2);
    const behind = ndcgOf(own) > ndcgOf(kept) ? `${points} above, may be chance` : `${points} below`;
    return {
      recommender,
      settings: own.settings,
      ndcg: ndcgOf(own),
      seconds: own.seconds,
      isKept,
      reason: isKept ? 'kept' : behind,
    };
  });
  return { kept, tried: fitted, comparison: { users: kept.evaluation.numEvaluated, recommenders, verdict } };
}

async function keptOf(simple: Compared | undefined, better: Compared | undefined, seed: number) {
  const shown = (each: Compared) => `${each.candidate.label} (${(100 * ndcgOf(each)).toFixed(2)})`;
  if (!simple || !better) {
    const kept = (simple ?? better)!;
    return {
      kept,
      verdict: `${shown(kept)} was kept by NDCG@10 of the validation pairs; there was nothing else to compare.`,
    };
  }
  const { pValue, difference } = await better.evaluation.compareWith(simple.evaluation, CHOSEN_BY, { seed });
  const isBetter = difference.estimate > 0 && pValue < CHANCE;
  const [kept, other] = isBetter ? [better, simple] : [simple, better];
  const lead = (100 * Math.abs(difference.estimate)).toFixed(2);
  const p = pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`;
  const why = isBetter
    ? `${lead} points above the best simple one, ${shown(other)}, on the same users (${p})`
    : difference.estimate > 0
      ? `${shown(other)} is above it by ${lead} points, which may be chance (${p}), and is less simple`
      : `the best of the others, ${shown(other)}, is below it`;
  return { kept, verdict: `${shown(kept)} was kept by NDCG@10 of the validation pairs: ${why}.` };
}

function best(compared: readonly Compared[]): Compared | undefined {
  return compared.reduce<Compared | undefined>(
    (first, each) => (first && ndcgOf(first) >= ndcgOf(each) ? first : each),
    undefined,
  );
}

function ndcgOf({ evaluation }: Compared): number {
  return evaluation.figures[CHOSEN_BY]!;
}

export const recommenderComparisonHeads = ['by validation pairs', 'NDCG@10', 'seconds', 'result'];

/** Rows of a table for people, in the order of {@link recommenderComparisonHeads}. */
export function recommenderComparisonRows({ recommenders }: RecommenderComparison): string[][] {
  return recommenders.map(({ recommender, ndcg, seconds, reason }) => [
    recommender,
    ndcg === undefined ? '-' : (100 * ndcg).toFixed(2),
    seconds.toFixed(1),
    reason,
  ]);
}
