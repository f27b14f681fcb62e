import type { LabelPropagation, ProjectionKind } from '../../propagation/index.js';
import type { SelectionCriterion } from '../core/learning.js';

/**
 * The settings table of RpHGNN (Hu, Hooi, He: "Efficient Heterogeneous Graph Learning via Random Projection", TKDE 2024),
 * as the authors' run scripts have it, plus our own row for WordNet.
 */

export type { SelectionCriterion };

export interface RpHgnnSettings {
  /** Outer iterations K. */
  readonly hops: number;
  /** Prepend the raw target features to the even groups. */
  readonly useInput: boolean;
  /** Width E of the fixed Gaussian embedding of types without features. */
  readonly embeddingWidth: number;
  /** Random projection of all features to this width first, with row norm; default none. */
  readonly inputWidth?: number;
  /** Default 'very-sparse'. */
  readonly projection?: ProjectionKind;
  /** Relations to propagate along; default all. */
  readonly relations?: readonly string[];
  /** Training labels as input; default none. */
  readonly labels?: LabelPropagation;
  /** Hidden width H of the group and global MLPs. */
  readonly hidden: number;
  readonly fusion: 'mean' | 'concat';
  /** Layers of each group MLP (L1) and of the global MLP with the output layer (L3). */
  readonly groupLayers: number;
  readonly globalLayers: number;
  /** Dropout of the propagated input and of every hidden layer, as fractions. */
  readonly inputDropout: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** In epochs, not in checks. */
  readonly patience: number;
  /** Epochs between two validations. */
  readonly validateEvery: number;
  readonly criterion: SelectionCriterion;
  readonly learningRate: number;
  /** The learning rate is multiplied by this after every epoch. */
  readonly learningRateDecay: number;
  /** Filters of the 1x1 convolution over hops; a group of one hop has one. */
  readonly filters: number;
}

const base = {
  groupLayers: 2,
  globalLayers: 2,
  learningRate: 3e-3,
  learningRateDecay: 1,
  filters: 2,
  batchSize: 10_000,
  epochs: 500,
  fusion: 'concat',
  criterion: 'f1',
} as const;

/** Presets by data set name. */
export const rphgnnPresets = {
  'hgb-acm': {
    ...base,
    hops: 6,
    useInput: true,
    embeddingWidth: 256,
    hidden: 64,
    fusion: 'mean',
    inputDropout: 0.8,
    dropout: 0.7,
    batchSize: 1000,
    patience: 100,
    validateEvery: 1,
  },
  'hgb-dblp': {
    ...base,
    hops: 5,
    useInput: false,
    embeddingWidth: 1024,
    hidden: 512,
    inputDropout: 0.8,
    dropout: 0.8,
    patience: 30,
    validateEvery: 10,
    criterion: 'loss',
  },
  'hgb-imdb': {
    ...base,
    hops: 3,
    useInput: true,
    embeddingWidth: 1024,
    hidden: 256,
    inputDropout: 0.8,
    dropout: 0.7,
    patience: 50,
    validateEvery: 1,
  },
  wordnet: {
    ...base,
    hops: 2,
    useInput: false,
    embeddingWidth: 128,
    inputWidth: 256,
    relations: ['noun>hypernym>noun', 'noun>instance_hypernym>noun'],
    labels: { hops: 4, partitions: 10 },
    hidden: 64,
    groupLayers: 1,
    inputDropout: 0.1,
    dropout: 0.3,
    batchSize: 1000,
    epochs: 10,
    patience: 4,
    validateEvery: 1,
  },
  'hgb-freebase': {
    ...base,
    hops: 6,
    useInput: false,
    embeddingWidth: 512,
    hidden: 256,
    groupLayers: 1,
    globalLayers: 1,
    inputDropout: 0.7,
    dropout: 0.7,
    epochs: 150,
    patience: 50,
    validateEvery: 10,
  },
  'ogbn-mag': {
    ...base,
    hops: 5,
    useInput: true,
    embeddingWidth: 512,
    hidden: 512,
    inputDropout: 0,
    dropout: 0.5,
    epochs: 200,
    patience: 30,
    validateEvery: 10,
    criterion: 'accuracy',
  },
  'ogbn-mag-leaderboard': {
    ...base,
    labels: { method: 'echo-removed' },
    hops: 3,
    useInput: true,
    embeddingWidth: 512,
    hidden: 512,
    inputDropout: 0.1,
    dropout: 0.4,
    patience: 50,
    validateEvery: 10,
    criterion: 'accuracy',
    learningRateDecay: 0.99,
  },
} as const satisfies Record<string, RpHgnnSettings>;

/** Where there is no preset: moderate widths and regularisation, every epoch validated. */
export const rphgnnDefaults: RpHgnnSettings = {
  ...rphgnnPresets['hgb-dblp'],
  embeddingWidth: 128,
  hidden: 64,
  inputDropout: 0.3,
  dropout: 0.5,
  batchSize: 2000,
  epochs: 200,
  criterion: 'f1',
  validateEvery: 1,
};
