import { type Pieces, percentiles } from '../../core/index.js';
import type { Preferences } from '../input/preferences.js';
import type { Fit, Method, MethodSettings } from '../methods/method.js';
import { bootstrap } from './bootstrap.js';
import { covarianceOf } from './covariance.js';
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
    return { low: strengths, high: strengths, bestRank: one, worstRank: one };
  }
  const [low, high] = [new Float64Array(n), new Float64Array(n)];
  let draws: Float64Array;
  if (kind === 'bootstrap' || !likelihood) {
    draws = yield* bootstrap(method, preferences, fit, settings, resamples, onDone);
    const own = new Float64Array(resamples);
    for (let i = 0; i < n; i++) {
      for (let d = 0; d < resamples; d++) own[d] = draws[d * n + i]!;
      const found = percentiles(own, level);
      [low[i], high[i]] = [found.low, found.high];
    }
  } else {
    const covariance = covarianceOf(likelihood, n, kind);
    const width = normalQuantile((1 + level) / 2);
    for (let i = 0; i < n; i++) {
      const half = width * Math.sqrt(Math.max(0, covariance[i * n + i]!));
      [low[i], high[i]] = [strengths[i]! - half, strengths[i]! + half];
    }
    draws = yield* normalDraws(strengths, covariance, resamples, settings.seed);
  }
  const { best, worst } = yield* rankSets(strengths, draws, level);
  return { low, high, bestRank: best, worstRank: worst };
}
