import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type PrecomputedSettings, precomputedSchema } from '../precomputed/kind.js';

/** Settings of NARS (Yu et al.: "Scalable Graph Neural Networks for Heterogeneous Graphs", 2020). */
export interface NarsSettings extends PrecomputedSettings {
  /** Hops R in every relation subgraph. */
  readonly hops: number;
  /** Subsets S of the relations at most; where there are no more, all are taken. */
  readonly subsets: number;
  /** Width that the features of all node types are brought to by a random projection. */
  readonly width: number;
  /**
   * Whether the training labels that reach a node from others along metapaths are an input, as those of SeHGNN are; default false, where there is no
   * preset true if the target has no features.
   */
  readonly labels?: boolean;
  /** Relations of the longest metapath of labels; default: as many as the shape of the graph allows, at most 4. */
  readonly labelHops?: number;
  /** Width of the hidden layers. */
  readonly hidden: number;
  /** Linear layers of each hop, and of the perceptron that reads all hops. */
  readonly layers: number;
  /** Dropout of the averaged features and of every hidden layer, as fractions. */
  readonly inputDropout: number;
  readonly dropout: number;
}

/** The settings as data from outside. */
export const settingsSchema = z.strictObject({
  ...precomputedSchema,
  hops: option.countFrom(0),
  subsets: option.count,
  labels: z.optional(z.boolean('true or false')),
  labelHops: z.optional(option.count),
  width: option.count,
  hidden: option.count,
  layers: option.count,
  inputDropout: option.rate,
  dropout: option.rate,
}) as z.ZodMiniType<NarsSettings>;

/** Where there is no preset: as the authors run it on their smallest graph, with more subsets. */
export const narsDefaults: NarsSettings = {
  hops: 2,
  subsets: 8,
  width: 128,
  hidden: 64,
  layers: 2,
  inputDropout: 0.3,
  dropout: 0.5,
  batchSize: 2000,
  epochs: 200,
  patience: 30,
  learningRate: 3e-3,
  weightDecay: 0,
  criterion: 'f1',
};

const hgb = { ...narsDefaults, width: 512, hidden: 256, batchSize: 10_000, epochs: 300, patience: 50 } as const;

/** By data set; the authors have none of these three. */
export const narsPresets = {
  'hgb-dblp': { ...hgb, hops: 4, width: 256, inputDropout: 0.5, dropout: 0.7, criterion: 'loss' },
  'hgb-acm': { ...hgb, hops: 2, inputDropout: 0.7, dropout: 0.7, hidden: 64 },
  'hgb-imdb': { ...hgb, hops: 2, inputDropout: 0.5, dropout: 0.7 },
} as const satisfies Record<string, NarsSettings>;
