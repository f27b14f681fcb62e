import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { relationsOption } from '../inputs/check.js';

/** What every message-passing model can be told. */
export interface NetworkSettings {
  /** Message-passing layers: how many relations away a node looks. */
  readonly layers: number;
  /** Width of the hidden states, of all heads together. */
  readonly hidden: number;
  /** Of hidden states, as a fraction. */
  readonly dropout: number;
  /**
   * Whose features are read: those of all node types that have some; of the target type alone; of none. All other types get a learned
   * vector per node, by its id; in other graphs, nodes that were not there get the mean of these.
   */
  readonly inputFeatures: 'all' | 'target' | 'none';
  /**
   * Whether the classes of the training rows are an input: in training those of the half that a step does not score, afterwards all of
   * them (`LabelInput`). Has no effect where numbers are learned, or with a `batchSize`. Default false.
   */
  readonly labels?: boolean;
  /** Edge types to use; default all. */
  readonly relations?: readonly string[];
  /** Training rows a step, each with sampled neighbours; default: every step is on the whole graph. */
  readonly batchSize?: number;
  /** With a batch size: neighbours a relation for every hop from the training rows outwards; default 10 in each. */
  readonly fanouts?: readonly number[];
  readonly epochs: number;
  /** In epochs. */
  readonly patience: number;
  readonly learningRate: number;
  /** L2 term of the gradient, as Adam of PyTorch adds it. */
  readonly weightDecay: number;
  /** What selects the best epoch on the validation rows: the loss, or the mean of micro- and macro-F1 (of numbers: MAE). */
  readonly criterion: 'loss' | 'f1';
}

export const networkSchema = {
  layers: option.count,
  hidden: option.count,
  dropout: option.rate,
  inputFeatures: z.enum(['all', 'target', 'none']),
  labels: z.optional(z.boolean('true or false')),
  relations: relationsOption,
  batchSize: z.optional(option.count),
  fanouts: z.optional(z.array(option.count).check(z.minLength(1, 'a number for every hop'))),
  epochs: option.countFrom(0),
  patience: option.nonNegative,
  learningRate: option.positive,
  weightDecay: option.nonNegative,
  criterion: z.enum(['loss', 'f1']),
};

export const networkDefaults: NetworkSettings = {
  layers: 2,
  hidden: 64,
  dropout: 0.5,
  inputFeatures: 'all',
  epochs: 300,
  patience: 30,
  learningRate: 1e-3,
  weightDecay: 1e-4,
  criterion: 'loss',
};
