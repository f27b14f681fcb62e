import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { Window } from '../aggregates/window.js';

/** The rows of a table whose key refers to a row. */
export interface Down {
  readonly table: string;
  readonly key: string;
}

/** From a row to another one: to the row that a key of it names, or to the latest seen row that refers to it. */
export type Move = { readonly up: string } | { readonly last: Down };

/** What of a row is taken: a column of it, or of the row that keys lead to; without a column, what the last of the keys names. */
export interface PlannedValue {
  /** Names of keys, each of the table that the one before leads to. */
  readonly ups: readonly string[];
  readonly column?: string;
}

/** What is computed. Windows end at the anchor, or where that is earlier at the end of what is seen. */
export type Measure =
  | { readonly what: 'value' | 'age' | 'last' | 'since last' | 'since first' | 'between' }
  | { readonly what: 'anchor'; readonly part: AnchorPart }
  | { readonly what: 'lag'; readonly back: number }
  | { readonly what: WindowMeasure; readonly window: Window }
  | { readonly what: 'share'; readonly window: Window; readonly of: string | number };

export type WindowMeasure =
  | 'count'
  | 'active'
  | 'distinct'
  | 'mean'
  | 'sum'
  | 'min'
  | 'max'
  | 'deviation'
  | 'missing'
  | 'trend';

/** What of the date of the anchor: places on circles of a year and a week, the year, and how long before the anchor all that is seen ends. */
export type AnchorPart = 'month' | 'day of year sine' | 'day of year cosine' | 'weekday' | 'year' | 'days unseen';

/** One feature of a plan. */
export interface PlannedFeature {
  readonly name: string;
  readonly path: string;
  readonly kind: 'number' | 'category';
  /** From the anchor's row to the row that the feature is about. */
  readonly focus: readonly Move[];
  /** From there to the rows that are aggregated; absent: the row itself. */
  readonly rows?: readonly Down[];
  readonly value?: PlannedValue;
  readonly measure: Measure;
  /** Of a category: its values, which codes are places of. */
  readonly categories?: readonly string[];
}

/** Which features there are, as plain data: kept with a model, and applied to the same database when it has grown. */
export interface FeaturePlan {
  /** Of the anchors. */
  readonly table: string;
  readonly features: readonly PlannedFeature[];
  /** What was not planned, and why. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  /** Name of a feature, or of a column as `table.column`. */
  readonly name: string;
  readonly why: string;
}

const text = z.string('a text');
const down = z.strictObject({ table: text, key: text });
const window = z.union([
  z.literal('all'),
  z.strictObject({ days: option.positive }),
  z.strictObject({ rows: option.count }),
]);
const measure = z.union([
  z.strictObject({ what: z.enum(['value', 'age', 'last', 'since last', 'since first', 'between']) }),
  z.strictObject({
    what: z.literal('anchor'),
    part: z.enum(['month', 'day of year sine', 'day of year cosine', 'weekday', 'year', 'days unseen']),
  }),
  z.strictObject({ what: z.literal('lag'), back: option.countFrom(0) }),
  z.strictObject({
    what: z.enum(['count', 'active', 'distinct', 'mean', 'sum', 'min', 'max', 'deviation', 'missing', 'trend']),
    window,
  }),
  z.strictObject({ what: z.literal('share'), window, of: z.union([text, z.number()]) }),
]);
const feature = z.strictObject({
  name: text,
  path: text,
  kind: z.enum(['number', 'category']),
  focus: z.array(z.union([z.strictObject({ up: text }), z.strictObject({ last: down })])),
  rows: z.optional(z.array(down).check(z.minLength(1))),
  value: z.optional(z.strictObject({ ups: z.array(text), column: z.optional(text) })),
  measure,
  categories: z.optional(z.array(text)),
});

/** Check of a plan from outside. */
export const featurePlanSchema = z.strictObject({
  table: text,
  features: z.array(feature),
  leftOut: z.array(z.strictObject({ name: text, why: text })),
});
