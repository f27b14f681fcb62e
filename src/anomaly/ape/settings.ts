import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';

/** Settings of APE. */
export interface ApeSettings {
  /** Width of the vectors. */
  readonly dimension: number;
  /**
   * What the weights of pairs may be: `none` any number, `softplus` above 0, `clip` from 0. Vectors can turn their direction, so the form
   * of S is as rich with weights from 0, and they say how much a pair of columns matters.
   */
  readonly weightConstraint: 'none' | 'softplus' | 'clip';
  /**
   * Whether every value has a term b of its own beside its pairs: S(e) = sum of b_{a_i} + sum of w_ij v_{a_i} . v_{a_j}. Without it, as in the
   * paper, pairs also say how rare their values are.
   */
  readonly valueTerms: boolean;
  /**
   * What events are told from. `contrast`: each from itself with one value replaced (conditional noise-contrastive estimation; needs no
   * normaliser). `context`: the same noise as in the paper, with its density of noise. `independent`: events of which every value is drawn
   * by itself, whose density is exact, so that the constant c that is learned is about -log Z.
   */
  readonly objective: 'contrast' | 'context' | 'independent';
  /** Values in place of each value of an event (`contrast`, `context`), or times the number of columns the noise events of each (`independent`). */
  readonly noise: number;
  /** Share of the noise that is drawn evenly among the values of a column; the rest as often as they are there. */
  readonly uniformNoise: number;
  /** Times each event is learned from; `auto`: as many as make about 200,000 events, from 2 to 20. */
  readonly epochs: number | 'auto';
  /** Events in a step. */
  readonly batchSize: number;
  /** Of the first step of Adam; falls evenly to 0 over a fit. */
  readonly learningRate: number;
  /** L2 of vectors and weights. */
  readonly weightDecay: number;
  /**
   * How strongly weights of pairs are drawn to 0 beside their gradient, as a share of the learning rate (an L1 penalty, decoupled from
   * Adam), so that those of pairs that say nothing end there.
   */
  readonly weightShrinkage: number;
  /** Standard deviation of the vectors before training. */
  readonly initialScale: number;
  /** Share of the values that are hidden in training, from which the vector of unseen values is learned; above 0. */
  readonly maskRate: number;
  /** Bins of a column of numbers. */
  readonly bins: number;
}

export const apeDefaults: ApeSettings = {
  dimension: 16,
  weightConstraint: 'none',
  valueTerms: true,
  objective: 'contrast',
  noise: 1,
  uniformNoise: 1,
  epochs: 'auto',
  batchSize: 128,
  learningRate: 0.01,
  weightDecay: 1e-3,
  weightShrinkage: 0.05,
  initialScale: 0.1,
  maskRate: 0.01,
  bins: 10,
};

export const apeSettingsSchema = z.strictObject({
  dimension: z
    .int('a whole number from 1 to 1024')
    .check(z.minimum(1), z.maximum(1024, 'a whole number from 1 to 1024')),
  weightConstraint: z.enum(['none', 'softplus', 'clip']),
  valueTerms: z.boolean(),
  objective: z.enum(['contrast', 'context', 'independent']),
  noise: z.int('a whole number from 1 to 100').check(z.minimum(1), z.maximum(100, 'a whole number from 1 to 100')),
  uniformNoise: option.fraction,
  epochs: z.union([option.count, z.literal('auto')]),
  batchSize: option.count,
  learningRate: option.positive,
  weightDecay: option.nonNegative,
  weightShrinkage: option.nonNegative,
  initialScale: option.positive,
  maskRate: option.between(0, 1),
  bins: option.countFrom(2),
});

/** Whole settings. @throws {HeteroGraphError} INVALID_OPTION naming the setting */
export function apeSettings(changes: Partial<ApeSettings> = {}): ApeSettings {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const settings = { ...apeDefaults, ...given };
  checkOptions(apeSettingsSchema, settings, { what: 'settings' });
  return settings;
}

/** Times each of so many events is learned from. */
export function numEpochs({ epochs }: ApeSettings, numEvents: number): number {
  if (epochs !== 'auto') return epochs;
  return Math.min(20, Math.max(2, Math.ceil(200_000 / numEvents)));
}
