import * as z from 'zod/mini';
import { DAY } from '../../aggregates/spans.js';
import type { Database } from '../../database/types.js';
import { type FeaturePlan, featurePlanSchema } from '../../features/plan.js';
import { planFeatures } from '../../features/plan-features.js';
import type { ListHistory } from '../history/history.js';
import { attributesOf } from './attributes.js';

/** Which features a pair of a row and an item has, as plain data. */
export interface PairPlan {
  /** Of the row. */
  readonly entity: FeaturePlan;
  /** Of the item, where items are rows of a table. */
  readonly item?: FeaturePlan;
  /** Columns and keys of the table of items by which a row's items are alike. */
  readonly attributes: readonly string[];
  /** Items that are told apart by themselves; none where there are many. */
  readonly named: readonly (string | number)[];
}

/** Check of a plan from outside. */
export const pairPlanSchema = z.strictObject({
  entity: featurePlanSchema,
  item: z.optional(featurePlanSchema),
  attributes: z.array(z.string()),
  named: z.array(z.union([z.string(), z.number()])),
});

const ENTITY_FEATURES = 30;
const ITEM_FEATURES = 40;
/** More items are not told apart by themselves. */
const MOST_NAMED = 255;

export interface PairPlanOptions {
  /** Rows later than this take no part in the plan, in seconds since 1970. */
  readonly fitUntil: number;
  /** Tables, `table.column` or `table.key` that are left out. */
  readonly omit: readonly string[];
}

/** The features of pairs. Nothing later than `fitUntil` changes which there are. */
export function planPairs(database: Database, history: ListHistory, { fitUntil, omit }: PairPlanOptions): PairPlan {
  const { entity, items, horizon } = history.question;
  const options = { horizonDays: horizon / DAY, fitUntil, omit };
  const { order } = history.popularity(fitUntil);
  const item = items.table
    ? planFeatures(database, items.table.name, { ...options, maxFeatures: ITEM_FEATURES })
    : undefined;
  return {
    entity: planFeatures(database, entity.name, { ...options, maxFeatures: ENTITY_FEATURES }),
    // The date is among the features of the row.
    ...(item ? { item: { ...item, features: item.features.filter(({ measure }) => measure.what !== 'anchor') } } : {}),
    attributes: items.table ? attributesOf(items.table, order, new Set(omit)) : [],
    named: order.length <= MOST_NAMED ? Array.from(order, (each) => items.ids[each]!) : [],
  };
}
