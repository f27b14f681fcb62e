import { type Pieces, percentiles } from '../../core/index.js';
import type { Preferences } from '../input/preferences.js';
import { tasksOf } from '../input/tasks-of.js';
import type { Fit, Method, MethodSettings } from '../methods/method.js';
import { bootstrap } from './bootstrap.js';
import { covarianceOf, FEW_UNITS } from './covariance.js';
import { normalDraws } from './draws.js';
import { normalQuantile } from './normal.js';
import { rankSets } from './rank-sets.js';

/** How intervals are made. */
export type IntervalKind = 'sandwich' | 'information' | 'bootstrap' | 'none';

/** Intervals by contestants' numbers. */
export interface Intervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly bestRank: Int32Array;
  readonly worstRank: Int32Array;
  /** What has to be said of them, in sentences. */
  readonly remarks: readonly string[];
}

export interface IntervalSettings {
  readonly kind: Exclude<IntervalKind, 'none'>;
  readonly level: number;
  readonly resamples: number;
}

/** Intervals of strengths and of ranks. */
export function* intervalsOf(
  method: Method,
  preferences: Preferences,
  fit: Fit,
  settings: MethodSettings,
  { kind, level, resamples }: IntervalSettings,
  onDone: (done: number) => void,
): Pieces<Intervals> {
  const { strengths, likelihood } = fit;
  const n = strengths.length;
  if (n === 1) {
    const one = Int32Array.of(1);
    return { low: strengths, high: strengths, bestRank: one, worstRank: one, remarks: [] };
  }
  const units = tasksOf(preferences);
  const remarks: string[] = [];
  const [low, high] = [new Float64Array(n), new Float64Array(n)];
  let draws: Float64Array;
  if (kind === 'bootstrap' || !likelihood) {
    if (preferences.numUnits < 2) {
      return {
        ...{ low: low.fill(Number.NEGATIVE_INFINITY), high: high.fill(Number.POSITIVE_INFINITY) },
        ...{ bestRank: new Int32Array(n).fill(1), worstRank: new Int32Array(n).fill(n) },
        remarks: ['There is one task, which does not tell how much tasks differ: intervals hold everything.'],
      };
    }
    remarks.push(...fewRemark(preferences, units, 'their intervals, which are of resampled tasks, may be too narrow'));
    draws = yield* bootstrap(method, preferences, fit, settings, resamples, onDone);
    const own = new Float64Array(resamples);
    for (let i = 0; i < n; i++) {
      for (let d = 0; d < resamples; d++) own[d] = draws[d * n + i]!;
      const found = percentiles(own, level);
      [low[i], high[i]] = [found.low, found.high];
    }
  } else {
    const tooFew = likelihood.numUnits <= n || likelihood.numChoices < likelihood.size;
    const from = kind === 'sandwich' && tooFew ? 'information' : kind;
    if (from !== kind)
      remarks.push(
        `There are ${likelihood.numUnits} tasks for ${n} contestants, too few to tell how much tasks differ: intervals trust the model (information).`,
      );
    else if (kind === 'sandwich')
      remarks.push(...fewRemark(preferences, units, 'their intervals are at least those of the model (information)'));
    const covariance = covarianceOf(likelihood, n, from, settings.ridge, units);
    const width = normalQuantile((1 + level) / 2);
    for (let i = 0; i < n; i++) {
      const half = width * Math.sqrt(Math.max(0, covariance[i * n + i]!));
      [low[i], high[i]] = [strengths[i]! - half, strengths[i]! + half];
    }
    draws = yield* normalDraws(strengths, covariance, resamples, settings.seed);
  }
  const { best, worst } = yield* rankSets(strengths, draws, level);
  return { low, high, bestRank: best, worstRank: worst, remarks };
}

/** Names some contestants that were compared on few tasks. */
function fewRemark({ names }: Preferences, units: Int32Array, then: string): string[] {
  const few = names.filter((_, i) => units[i]! < FEW_UNITS);
  if (few.length === 0) return [];
  const some = few.slice(0, 3).join(', ');
  const more = few.length > 3 ? ` and ${few.length - 3} more` : '';
  return [`On fewer than ${FEW_UNITS} tasks: ${some}${more}; ${then}.`];
}
