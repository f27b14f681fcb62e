import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** What a column holds, as it is used. */
export type ColumnKind =
  | 'number'
  | 'boolean'
  | 'category'
  | 'date'
  | 'text'
  | 'vector'
  | 'identifier'
  | 'constant'
  | 'empty';

const finite = z.number('a finite number').check(z.refine(Number.isFinite, 'a finite number'));
const hasMissing = z.boolean('true or false');

/** How the values of a column become numbers; plain data, kept with a model. */
export const encodingSchema = z.discriminatedUnion('kind', [
  /** (x - mean) / deviation, of the signed logarithm sign(x) ln(1 + |x|) where `log`; missing values 0, and 1 in a column of their own. */
  z.strictObject({
    kind: z.literal('number'),
    log: z.boolean('true or false'),
    mean: finite,
    deviation: option.positive,
    hasMissing,
  }),
  /** -1 and 1, missing values 0. */
  z.strictObject({ kind: z.literal('boolean') }),
  /** A column for each category, and one for all others and missing values. */
  z.strictObject({
    kind: z.literal('category'),
    categories: z.array(z.string('a text')).check(z.minLength(1, 'at least one category')),
  }),
  /** Age before the reference time, standardised; sine and cosine of day of the year and of the week, and where there are times of the day, of these. */
  z.strictObject({
    kind: z.literal('date'),
    mean: finite,
    deviation: option.positive,
    hasTimes: z.boolean('true or false'),
    hasMissing,
  }),
  /** Hashed words, rows of length 1. */
  z.strictObject({ kind: z.literal('text'), width: option.count }),
  /** As it is. */
  z.strictObject({ kind: z.literal('vector'), width: option.count }),
]);
export type ColumnEncoding = z.infer<typeof encodingSchema>;

/** Columns of the feature matrix that an encoding takes. */
export function widthOf(encoding: ColumnEncoding): number {
  switch (encoding.kind) {
    case 'number':
      return encoding.hasMissing ? 2 : 1;
    case 'boolean':
      return 1;
    case 'category':
      return encoding.categories.length + 1;
    case 'date':
      return 5 + (encoding.hasTimes ? 2 : 0) + (encoding.hasMissing ? 1 : 0);
    default:
      return encoding.width;
  }
}

export const columnUseSchema = z.strictObject({
  column: z.string('the name of a column'),
  found: z.enum([
    'number',
    'boolean',
    'category',
    'date',
    'text',
    'vector',
    'identifier',
    'constant',
    'empty',
  ] satisfies readonly ColumnKind[]),
  /** Share of the rows looked at that have no value. */
  missing: option.fraction,
  /** Absent where the column is not used. */
  encoding: z.optional(encodingSchema),
  /** Why it is encoded as it is, or not used; for people. */
  reason: z.string('a text'),
});
/** What became of a column. */
export type ColumnUse = z.infer<typeof columnUseSchema>;

export const featureEncoderSchema = z.record(z.string(), z.array(columnUseSchema));
/** By node type, what becomes of each of its columns; plain data. Types whose features stay as they are, are left out. */
export type FeatureEncoder = Readonly<Record<string, readonly ColumnUse[]>>;
