import { z } from 'zod';
import { HeteroGraphError } from '../../core/index.js';
import type { RpHgnnSettings } from './settings.js';

const count = z.number().int().min(1);
const rate = z.number().min(0).lt(1);

/** The settings as data from outside. */
export const settingsSchema = z.strictObject({
  hops: count,
  useInput: z.boolean(),
  embeddingWidth: count,
  inputWidth: count.optional(),
  relations: z.array(z.string()).min(1).optional(),
  labels: z
    .union([
      z.strictObject({ method: z.literal('echoless').optional(), hops: count, partitions: z.number().int().min(2) }),
      z.strictObject({ method: z.literal('echo-removed') }),
    ])
    .optional(),
  hidden: count,
  fusion: z.enum(['mean', 'concat']),
  groupLayers: count,
  globalLayers: count,
  inputDropout: rate,
  dropout: rate,
  batchSize: count,
  epochs: z.number().int().min(0),
  patience: z.number().min(0),
  validateEvery: count,
  criterion: z.enum(['f1', 'accuracy', 'loss']),
  learningRate: z.number().positive(),
  learningRateDecay: z.number().positive(),
  filters: count,
});

/** @throws {HeteroGraphError} INVALID_OPTION naming the setting */
export function checkSettings(settings: RpHgnnSettings): RpHgnnSettings {
  const result = settingsSchema.safeParse(settings);
  if (result.success) return settings;
  const issue = result.error.issues[0]!;
  const name = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.');
  throw new HeteroGraphError('INVALID_OPTION', `settings.${name}: ${issue.message}.`, {
    column: name,
    hint: 'Start from one of rphgnnPresets.',
  });
}
