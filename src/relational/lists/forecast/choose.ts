import { beyondChance, clusteredMeanAndError, type MeanAndError } from '../../../models/internal.js';
import type { ListAnchors } from '../task/types.js';

/** A ranker with what its lists of the validation anchors are worth. */
export interface TriedRanker {
  readonly name: string;
  readonly level: 'simple' | 'learned';
  /** Average precision of each validation anchor, [anchors]. */
  readonly values: Float64Array;
}

/** The ranker to keep, and how much the best that learned is above the best simple one on the validation anchors. */
export interface ChosenRanker<T extends TriedRanker> {
  readonly kept: T;
  /** Absent where nothing learned. */
  readonly gain?: MeanAndError & { readonly of: T; readonly over: T; readonly isBeyondChance: boolean };
}

/**
 * The best of those that learn where it is better than the best simple one beyond chance, as the best of so many, else that. Chance is that of entities, which
 * are there at many times, and of times, whose lists may move together: whichever is more. Of equal ones the first.
 */
export function chooseRanker<T extends TriedRanker>(
  tried: readonly T[],
  { rows, times }: Pick<ListAnchors, 'rows' | 'times'>,
): ChosenRanker<T> {
  const simple = best(tried.filter(({ level }) => level === 'simple'))!;
  const learners = tried.filter(({ level }) => level === 'learned');
  const learned = best(learners);
  if (!learned) return { kept: simple };
  const difference = clusteredMeanAndError(
    learned.values.map((value, i) => value - simple.values[i]!),
    [rows, times],
  );
  const isBeyondChance = beyondChance(difference, learners.length);
  return {
    kept: isBeyondChance ? learned : simple,
    gain: { ...difference, of: learned, over: simple, isBeyondChance },
  };
}

function best<T extends TriedRanker>(tried: readonly T[]): T | undefined {
  const mean = ({ values }: T) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return tried.reduce<T | undefined>((a, b) => (a && !(mean(b) > mean(a)) ? a : b), undefined);
}
