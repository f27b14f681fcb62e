import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { Database } from '../database/types.js';
import { computeFeatures } from '../features/compute-features.js';
import type { FeaturePlan } from '../features/plan.js';
import type { Anchors, Feature } from '../features/types.js';
import { meanOf } from '../learners/mean.js';
import { numClassesOf } from '../tasks/num-classes.js';
import type { KeptForecast } from './kept-forecast.js';

type Part = KeptForecast['parts'][number];

/**
 * What a kept forecast predicts of anchors: probabilities [anchors, classes], or numbers [anchors]. Features that nothing depends on are not computed.
 *
 * @param learnedRows of each anchor, which row it was when the forecast was learned
 */
export async function predictKept(
  { task, parts }: KeptForecast,
  database: Database,
  anchors: Anchors,
  learnedRows: Int32Array,
  run: RunOptions,
): Promise<Float64Array> {
  if (anchors.rows.length === 0) return new Float64Array(0);
  const byPlan = new Map<FeaturePlan, readonly Feature[]>();
  const all: Float64Array[] = [];
  for (const { plan, forecaster } of parts) {
    const features = byPlan.get(plan) ?? (await featuresFor(plan, parts, database, anchors, run));
    byPlan.set(plan, features);
    all.push(await forecaster.predict({ database, anchors, features, learnedRows }, run));
  }
  const values = meanOf(all);
  const isSound = task.kind === 'numbers' ? Number.isFinite : (value: number) => value >= 0 && value <= 1;
  if (values.length === anchors.rows.length * numClassesOf(task) && values.every(isSound)) return values;
  throw new HeteroGraphError('NON_FINITE', 'What is predicted is no forecast: its numbers are impossible.', {
    hint: 'What was saved was changed. Learn the forecast again.',
  });
}

/** Whether a part depends on a feature. */
export function isUsed(name: string, { forecaster: { used } }: Part): boolean {
  return used === undefined || used.has(name);
}

async function featuresFor(
  plan: FeaturePlan,
  parts: readonly Part[],
  database: Database,
  anchors: Anchors,
  run: RunOptions,
): Promise<readonly Feature[]> {
  const own = parts.filter((part) => part.plan === plan);
  const wanted = plan.features.filter(({ name }) => own.some((part) => isUsed(name, part)));
  const made = await computeFeatures(database, { ...plan, features: wanted }, anchors, run);
  const byName = new Map(made.map((feature) => [feature.name, feature]));
  return plan.features.map(({ name, path, kind, categories }) => {
    const values = () => new Float64Array(anchors.rows.length).fill(Number.NaN);
    return byName.get(name) ?? { name, path, kind, values: values(), ...(categories ? { categories } : {}) };
  });
}
