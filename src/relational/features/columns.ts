import { mismatch } from './mismatch.js';
import type { PlannedFeature } from './plan.js';
import { placesOf, type RowValues } from './row-values.js';

/** A feature and where its values go: address of f64 [questions]. */
export interface Asked {
  readonly feature: PlannedFeature;
  readonly out: number;
}

/** From codes of the database to those of the plan. */
export function codesIn(feature: PlannedFeature, values: RowValues, codes: Float64Array): Float64Array {
  if (values.kind !== 'category' || !values.column || !feature.categories) throw mismatch(feature);
  const places = placesOf(values.column, feature.categories);
  return codes.map((code) => (code >= 0 ? places[code]! : Number.NaN));
}

/** Things of equal keys together, in the order of their first ones. */
export function grouped<T>(things: readonly T[], keyOf: (thing: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = JSON.stringify(keyOf(thing) ?? null);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return [...groups.values()];
}
