import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type AttentionSettings, attentionSettings } from '../network/attention-settings.js';
import { networkDefaults } from '../network/settings.js';

/** `layers` is the highest order of the meta-relations: the t-th layer uses those of t edges. */
export interface LatteSettings extends AttentionSettings {
  /** What is given to the last map: the target's states of all layers side by side, of the last, or their mean. */
  readonly output: 'concat' | 'last' | 'mean';
  /** Dropout before the last map, as a fraction. */
  readonly outputDropout: number;
  /** Whether a relation that a node has no edge of gets no weight there. */
  readonly maskAbsentRelations: boolean;
  /** Scores of edges through a leaky ReLU, or linear as in the first version. */
  readonly scores: 'leaky' | 'linear';
  /** Layer normalisation of the states. */
  readonly norm: boolean;
  /**
   * How meta-relations are made: by paths, once; or from the attention of the layer before, once an epoch, of edges of at least
   * `edgeThreshold`.
   */
  readonly composition: 'paths' | 'attention';
  /**
   * Whether edges of meta-relations count by the paths they stand for, or by what composition from attention makes of them: their logarithm is
   * added to the score. Off in the paper, where attention alone tells a venue of ten papers from one of a single paper.
   */
  readonly countPaths: boolean;
  readonly edgeThreshold: number;
  /** Whether what is composed from attention is sampled down to the edges of its smaller part. */
  readonly sampleEdges: boolean;
  /** Most edges of a meta-relation into a node. */
  readonly maxNeighbours: number;
  /** Most meta-relations of an order into a node type. */
  readonly maxMetaRelations: number;
  /** Names of the meta-relations to use, such as `author>writes>paper>in>venue`; default all. */
  readonly allow?: readonly string[];
  /** Names of those to leave out; default none. */
  readonly deny?: readonly string[];
  /** Weight of the objective of proximity in the loss; 0: none. */
  readonly proximity: number;
  /** Random pairs per edge in it. */
  readonly negatives: number;
}

export const latteSettings = {
  ...attentionSettings,
  layers: z.int('1, 2 or 3').check(z.minimum(1, '1, 2 or 3'), z.maximum(3, '1, 2 or 3')),
  output: z.enum(['concat', 'last', 'mean']),
  outputDropout: option.rate,
  maskAbsentRelations: z.boolean('true or false'),
  scores: z.enum(['leaky', 'linear']),
  norm: z.boolean('true or false'),
  composition: z.enum(['paths', 'attention']),
  countPaths: z.boolean('true or false'),
  edgeThreshold: option.fraction,
  sampleEdges: z.boolean('true or false'),
  maxNeighbours: option.count,
  maxMetaRelations: option.count,
  allow: z.optional(z.array(z.string('a meta-relation'))),
  deny: z.optional(z.array(z.string('a meta-relation'))),
  proximity: option.nonNegative,
  negatives: option.nonNegative,
};

export const latteDefaults: LatteSettings = {
  ...networkDefaults,
  ...{ layers: 2, hidden: 128, heads: 2, dropout: 0.2, attentionDropout: 0.2, outputDropout: 0.4, output: 'concat' },
  ...{ maskAbsentRelations: false, scores: 'leaky', norm: false },
  ...{
    composition: 'paths',
    countPaths: false,
    edgeThreshold: 0.5,
    sampleEdges: true,
    maxNeighbours: 128,
    maxMetaRelations: 32,
  },
  ...{ proximity: 0, negatives: 2 },
  ...{ learningRate: 1e-3, weightDecay: 1e-2, epochs: 250, patience: 30, criterion: 'loss' },
};

/** Chosen by the validation rows of hgb-dblp, seed 1. */
const tuned: LatteSettings = {
  ...latteDefaults,
  ...{ learningRate: 5e-3, weightDecay: 1e-4, dropout: 0.3, outputDropout: 0.3, attentionDropout: 0 },
  ...{ norm: true, countPaths: true, criterion: 'f1', epochs: 100 },
};

export const lattePresets: Readonly<Record<string, LatteSettings>> = {
  'hgb-dblp': tuned,
  'hgb-acm': tuned,
  'hgb-imdb': tuned,
};
