import { checkOptions } from '../../core/index.js';
import { type FeaturePlan, featurePlanSchema, type LeftOut, type PlannedFeature } from '../features/plan.js';

/**
 * The part of a plan that {@link featureSql} writes as SQL: rows' own columns and ages, counts, sums, means, extremes, deviations, shares, different values,
 * last values and times since, over all history or spans of days, along keys in both directions. What is left out is named with the reason.
 *
 * @example
 * const part = sqlPlan(planFeatures(database, 'customer'));
 * const { text } = featureSql(part, { dialect: 'duckdb', tables, anchors });
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function sqlPlan(plan: FeaturePlan): FeaturePlan {
  checkOptions(featurePlanSchema, plan, { what: 'plan' });
  const { table, features, leftOut } = plan;
  const refused = features.flatMap((feature): LeftOut[] => {
    const why = whyNoSql(feature);
    return why === undefined ? [] : [{ name: feature.name, why }];
  });
  return {
    table,
    features: features.filter((feature) => whyNoSql(feature) === undefined),
    leftOut: [...leftOut, ...refused],
  };
}

/** Why a feature is not written as SQL; undefined where it is. */
export function whyNoSql({ focus, measure }: PlannedFeature): string | undefined {
  if (focus.some((move) => 'last' in move))
    return 'it is about what the latest row refers to, which is not written as SQL';
  if ('window' in measure && measure.window !== 'all' && 'rows' in measure.window) {
    return 'its window is counted in rows, which is not written as SQL';
  }
  const without: readonly string[] = ['anchor', 'lag', 'trend', 'active'];
  return without.includes(measure.what) ? `${measure.what} is not written as SQL` : undefined;
}
