import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type InputOptions, inputSchema } from '../inputs/node-inputs.js';

/** Settings of boosted trees on what is known of nodes. */
export interface NodeTreesSettings extends InputOptions {
  /** Rounds at most; each adds a tree, of several classes one a class. Default 200. */
  readonly rounds: number;
  /** Rounds without a better loss of the validation rows after which training ends; without validation rows all rounds are made. Default 20. */
  readonly patience: number;
  /** Share of each tree that counts. Default 0.1. */
  readonly learningRate: number;
  /** Leaves of a tree at most, 2 to 4096. Default 15. */
  readonly leaves: number;
  /** Training rows that a leaf has at least; default: 20, or a twentieth of the training rows where that is less. */
  readonly leafRows?: number;
  /** Columns at most; where there are more, those by which a single split says most of the training rows. Default 256. */
  readonly columns: number;
  /** Bins of a column at most, 2 to 255. Default 64. */
  readonly bins: number;
  /** L2 penalty on the values of leaves. Default 1. */
  readonly penalty: number;
}

const rounds = 'a whole number from 1 to 100000';
const bins = 'a whole number from 2 to 255';
const leaves = 'a whole number from 2 to 4096';

export const nodeTreesSchema = z.strictObject({
  ...inputSchema,
  rounds: z.int(rounds).check(z.minimum(1, rounds), z.maximum(100_000, rounds)),
  patience: option.count,
  learningRate: option.positive,
  leaves: z.int(leaves).check(z.minimum(2, leaves), z.maximum(4096, leaves)),
  leafRows: z.optional(option.count),
  columns: option.count,
  bins: z.int(bins).check(z.minimum(2, bins), z.maximum(255, bins)),
  penalty: option.nonNegative,
});

export const nodeTreesDefaults: NodeTreesSettings = {
  features: 'own',
  rounds: 200,
  patience: 20,
  learningRate: 0.1,
  leaves: 15,
  columns: 256,
  bins: 64,
  penalty: 1,
};
