import { isSimple, kindOf, type Level, levels } from './candidates.js';
import type { MeanAndError } from './row-scores.js';
import type { Trial, Trials } from './trial.js';

/**
 * Standard errors that a difference must exceed, where the best of one kind of model, of two, and so on is compared (the last: of six and more): by
 * chance alone it does so once in twenty times (Bonferroni).
 */
const BEYOND_CHANCE = [1.64, 1.96, 2.13, 2.24, 2.33, 2.39];

/** Whether a difference is above zero beyond chance, as the best of models of so many kinds. */
export function better({ mean, error }: MeanAndError, kinds = 1): boolean {
  const errors = BEYOND_CHANCE[Math.min(kinds, BEYOND_CHANCE.length) - 1]!;
  return mean > 0 && mean > errors * error;
}

/** Kinds of the models of a level that were tried; simple ones count together. */
export function numKinds(tried: readonly Trial[], level: Level): number {
  const isOf = (other: Level) => other === level || (isSimple(level) && isSimple(other));
  const own = tried.filter(({ candidate, isSound }) => isSound && isOf(candidate.level));
  return new Set(own.map(({ candidate }) => kindOf(candidate))).size;
}

/** The one that is the most above the first of them, on the rows that both were tried on. */
export function strongest(trials: Trials, among: readonly Trial[]): Trial | undefined {
  const [base] = among;
  let best: { readonly trial: Trial; readonly gain: number } | undefined;
  for (const trial of among) {
    const gain = trial === base ? 0 : trials.difference(trial, base!).mean;
    if (!best || gain > best.gain) best = { trial, gain };
  }
  return best?.trial;
}

/**
 * The trials to keep, the best first, each to be taken where those before it fail on all rows. Level by level: the best of a level takes the
 * place of the best so far where it is better beyond chance, and scores below none of the plainer ones.
 */
export function choose(trials: Trials, tried: readonly Trial[]): readonly Trial[] {
  const sound = tried.filter(({ isSound }) => isSound);
  const kept: Trial[] = [];
  const bestBelow: Trial[] = [];
  for (const level of levels) {
    const own = sound.filter(({ candidate }) => candidate.level === level);
    const [champion] = kept;
    const best = champion ? strongest(trials, [champion, ...own]) : strongest(trials, own);
    if (!best) continue;
    const isAbove =
      !champion || (best !== champion && better(trials.difference(best, champion), numKinds(sound, level)));
    if (isAbove && bestBelow.every((other) => trials.difference(best, other).mean >= 0)) kept.unshift(best);
    bestBelow.push(best);
  }
  return kept;
}
