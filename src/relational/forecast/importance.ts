import { expectMembers } from '../../core/index.js';
import { TreesForecaster } from '../learners/trees.js';
import type { FittedForecast } from './forecast.js';

/** How much a feature, or all features of a path, move the forecasts. */
export interface Importance {
  readonly name: string;
  /** Mean over the rows of the size of what is added to the score (TreeSHAP), as a share of all. */
  readonly share: number;
}

/** What the forecasts of the test rest on. */
export interface ForecastImportance {
  /** By tables that features were taken from, the largest first. */
  readonly paths: readonly Importance[];
  readonly features: readonly Importance[];
}

/** Rows whose contributions are looked at. */
const MOST_ROWS = 2_000;

/** What forecasts of trees rest on; undefined where another learner was kept. */
export function importanceOf(fitted: FittedForecast): ForecastImportance | undefined {
  expectMembers(fitted, 'fitted', { forecaster: 'object', testFeatures: 'list' });
  const { forecaster, testFeatures } = fitted;
  if (!(forecaster instanceof TreesForecaster)) return undefined;
  const numRows = testFeatures[0]?.values.length ?? 0;
  const step = Math.max(1, Math.ceil(numRows / MOST_ROWS));
  const rows = Int32Array.from({ length: Math.ceil(numRows / step) }, (_, i) => i * step);
  const some = testFeatures.map((feature) => ({
    ...feature,
    values: Float64Array.from(rows, (row) => feature.values[row]!),
  }));
  const contributions = forecaster.contributions(some);
  const width = some.length + 1;
  const byFeature = new Float64Array(some.length);
  const byPath = new Map<string, number>();
  for (let at = 0; at < contributions.length; at += width) {
    const ofPath = new Map<string, number>();
    for (const [i, { path }] of some.entries()) {
      const value = contributions[at + i]!;
      byFeature[i]! += Math.abs(value);
      ofPath.set(path, (ofPath.get(path) ?? 0) + value);
    }
    // Features of one path that cancel each other out are no use together.
    for (const [path, value] of ofPath) byPath.set(path, (byPath.get(path) ?? 0) + Math.abs(value));
  }
  return {
    paths: shares([...byPath]),
    features: shares(some.map(({ name }, i) => [name, byFeature[i]!] as const)),
  };
}

function shares(sizes: readonly (readonly [string, number])[]): readonly Importance[] {
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  return sizes
    .filter(([, size]) => size > 0)
    .map(([name, size]) => ({ name, share: size / total }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
