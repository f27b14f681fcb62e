import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { labelMethods } from '../../propagation/internal.js';

/** The settings as data from outside. */
export const settingsSchema = z.strictObject({
  hops: option.count,
  useInput: z.boolean(),
  embeddingWidth: option.count,
  inputWidth: z.optional(option.count),
  projection: z.optional(z.enum(['sparse', 'very-sparse'])),
  relations: z.optional(z.array(z.string()).check(z.minLength(1, 'at least one relation'))),
  labels: z.optional(z.union([z.strictObject(labelMethods.echoless), z.strictObject(labelMethods.echoRemoved)])),
  hidden: option.count,
  fusion: z.enum(['mean', 'concat']),
  groupLayers: option.count,
  globalLayers: option.count,
  inputDropout: option.rate,
  dropout: option.rate,
  batchSize: option.count,
  epochs: option.countFrom(0),
  patience: option.nonNegative,
  validateEvery: option.count,
  criterion: z.enum(['f1', 'accuracy', 'loss']),
  learningRate: option.positive,
  learningRateDecay: option.positive,
  filters: option.count,
});

/** What a fitted model keeps: its input groups, in the order of the weights. */
export const stateSchema = z.object({
  groups: z.array(z.object({ name: z.string(), hops: option.count, width: option.count })),
  /** The graph besides its nodes and edges, see `SeenGraph`. */
  seen: z.unknown(),
});

export type RpHgnnState = Readonly<z.infer<typeof stateSchema>>;
