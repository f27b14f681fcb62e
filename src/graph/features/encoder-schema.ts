import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { ColumnKind, FeatureEncoder } from './encoding.js';

const finite = z.number('a finite number').check(z.refine(Number.isFinite, 'a finite number'));
/** Vectors of texts, whose matrices are compared with the graph where they are used. */
export const embeddedTextsSchema = z.looseObject({
  name: z.string('a text'),
  width: option.count,
  matrices: z.looseObject({}),
});

const flag = z.boolean('true or false');

/** Of at least 8 bytes. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const encoding = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    log: flag,
    mean: finite,
    deviation: option.positive,
    hasMissing: flag,
  }),
  z.strictObject({ kind: z.literal('boolean') }),
  z.strictObject({
    kind: z.literal('category'),
    categories: z.array(z.string('a text')).check(z.minLength(1, 'at least one category')),
  }),
  z.strictObject({
    kind: z.literal('date'),
    mean: finite,
    deviation: option.positive,
    hasTimes: flag,
    hasMissing: flag,
  }),
  z.strictObject({
    kind: z.literal('tags'),
    form: z.enum(['|', ';', ',', 'json']),
    tags: z.array(z.string('a text')).check(z.minLength(1, 'at least one tag')),
    hashed: option.countFrom(0).check(z.maximum(4096, 'at most 4096')),
  }),
  z.strictObject({
    kind: z.literal('identity'),
    width: option.count.check(z.maximum(4096, 'at most 4096')),
    deviation: option.positive,
    seed: option.seed,
    known: z.optional(z.strictObject({ bits: z.string('base64').check(z.regex(BASE64, 'base64')) })),
  }),
  z.strictObject({ kind: z.literal('text'), width: option.count }),
  z.strictObject({ kind: z.literal('embedding'), model: z.string('a text'), width: option.count }),
  z.strictObject({ kind: z.literal('vector'), width: option.count }),
]);

const columnUse = z.strictObject({
  column: z.string('the name of a column'),
  found: z.enum([
    'number',
    'boolean',
    'category',
    'tags',
    'date',
    'text',
    'vector',
    'identifier',
    'constant',
    'empty',
  ] satisfies readonly ColumnKind[]),
  missing: option.fraction,
  encoding: z.optional(encoding),
  reason: z.string('a text'),
  spread: z.optional(z.strictObject({ starts: z.optional(z.array(finite)), counts: z.array(option.countFrom(0)) })),
});

/** Check of an encoder from outside. */
export const featureEncoderSchema = z.record(
  z.string(),
  z.array(columnUse),
) as unknown as z.ZodMiniType<FeatureEncoder>;
