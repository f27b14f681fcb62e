import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { VectorIndexOptions } from './vector-index-options.js';

const vectorFormats = ['float32', 'f16', 'bf16', 'int8', 'sign'] as const;

export const vectorIndexOptions: z.ZodMiniType<VectorIndexOptions> = z.strictObject({
  format: z.optional(z.enum(vectorFormats)),
  metric: z.optional(z.enum(['inner-product', 'cosine'])),
  candidates: z.optional(option.countFrom(0)),
  targetRecall: z.optional(option.fraction),
  measuredK: z.optional(option.count),
  sampleSize: z.optional(option.countFrom(0)),
  sampleQueries: z.optional(z.custom<Float32Array>((value) => value instanceof Float32Array, 'a Float32Array')),
  source: z.optional(
    z.custom<VectorIndexOptions['source'] & object>((value) => typeof value === 'object', 'an object'),
  ),
  seed: option.seed,
}) as unknown as z.ZodMiniType<VectorIndexOptions>;
