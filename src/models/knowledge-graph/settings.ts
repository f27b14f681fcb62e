import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Settings of the embeddings of nodes and relations. */
export interface EmbeddingSettings {
  /** Numbers a node (of complex families: complex numbers). */
  readonly rank: number;
  /** Edge types that are trained on: those to be predicted, or all of the graph. */
  readonly relations: 'predicted' | 'all';
  /** Nodes drawn a batch that every query is compared with, besides the batch's answers; 0: all nodes of the right type. */
  readonly negatives: number;
  /** Queries a step. */
  readonly batchSize: number;
  readonly learningRate: number;
  /** What is left of the learning rate after every epoch, as a fraction; 1: all of it. */
  readonly decay: number;
  /** Weight of the cubed moduli (N3; Lacroix et al., ICML 2018) of the numbers of a link, a mean over the links of a batch. */
  readonly penalty: number;
  readonly epochs: number;
  /** Epochs without a better validation after which training stops. */
  readonly patience: number;
  /** Epochs between two validations. */
  readonly validateEvery: number;
  /** Validation links that are ranked, drawn once; 0: all. */
  readonly validationLinks: number;
}

export const settingsSchema = z.strictObject({
  rank: option.count,
  relations: z.enum(['predicted', 'all']),
  negatives: option.countFrom(0),
  batchSize: option.count,
  learningRate: option.positive,
  decay: option.fraction,
  penalty: option.nonNegative,
  epochs: option.countFrom(0),
  patience: option.nonNegative,
  validateEvery: option.count,
  validationLinks: option.countFrom(0),
});

export const embeddingDefaults: EmbeddingSettings = {
  rank: 100,
  relations: 'all',
  negatives: 1024,
  batchSize: 256,
  learningRate: 0.1,
  decay: 1,
  penalty: 0.05,
  epochs: 50,
  patience: 4,
  validateEvery: 2,
  validationLinks: 5000,
};
