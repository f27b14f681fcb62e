import { expectMembers } from '../../core/index.js';
import type { Feature } from '../features/types.js';
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
  /** Learners whose mean is the forecast, and how many of them are trees, of which the shares are. */
  readonly learners: { readonly trees: number; readonly all: number };
}

/** Rows whose contributions are looked at. */
const MOST_ROWS = 2_000;

/** What forecasts rest on, as far as they are those of trees; undefined where none are. */
export function importanceOf(fitted: FittedForecast): ForecastImportance | undefined {
  expectMembers(fitted, 'fitted', { parts: 'objects' });
  const byFeature = new Map<string, number>();
  const byPath = new Map<string, number>();
  for (const { forecaster, testFeatures } of fitted.parts) {
    if (forecaster instanceof TreesForecaster) addSizes(forecaster, testFeatures, byFeature, byPath);
  }
  const trees = fitted.parts.filter(({ forecaster }) => forecaster instanceof TreesForecaster).length;
  const learners = { trees, all: fitted.parts.length };
  return byFeature.size === 0 ? undefined : { paths: shares(byPath), features: shares(byFeature), learners };
}

/** Adds the sizes of what the features, and those of each path together, add to the scores of some rows. */
function addSizes(
  forecaster: TreesForecaster,
  features: readonly Feature[],
  byFeature: Map<string, number>,
  byPath: Map<string, number>,
): void {
  const numRows = features[0]?.values.length ?? 0;
  const step = Math.max(1, Math.ceil(numRows / MOST_ROWS));
  const rows = Int32Array.from({ length: Math.ceil(numRows / step) }, (_, i) => i * step);
  const some = features.map((feature) => ({
    ...feature,
    values: Float64Array.from(rows, (row) => feature.values[row]!),
  }));
  const contributions = forecaster.contributions(some);
  const add = (sizes: Map<string, number>, name: string, value: number) =>
    sizes.set(name, (sizes.get(name) ?? 0) + Math.abs(value));
  for (let at = 0; at < contributions.length; at += some.length + 1) {
    const ofPath = new Map<string, number>();
    for (const [i, { name, path }] of some.entries()) {
      const value = contributions[at + i]!;
      add(byFeature, name, value);
      ofPath.set(path, (ofPath.get(path) ?? 0) + value);
    }
    // Features of one path that cancel each other out are no use together.
    for (const [path, value] of ofPath) add(byPath, path, value);
  }
}

function shares(sizes: ReadonlyMap<string, number>): readonly Importance[] {
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return [...sizes]
    .filter(([, size]) => size > 0)
    .map(([name, size]) => ({ name, share: size / total }))
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
