import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { MetapathStep } from '../../graph/index.js';

export interface MetaPath2VecSettings {
  /**
   * Paths that walks follow again and again, each from a node type back to it: lists of relations, `{ "reverse": relation }` for one that
   * is followed backwards. Default: from the target out to every node type by the fewest steps and the same way back.
   */
  readonly metapaths?: readonly (readonly MetapathStep[])[];
  /** Width of the vectors; default 128. */
  readonly width: number;
  /** Steps of a walk; default 50. */
  readonly walkLength: number;
  /** Walks from every node of the first type of a metapath, in an epoch; default 5. */
  readonly walksPerNode: number;
  /** Nodes of a window: contexts of a node are up to contextSize - 1 nodes before it on a walk and as many after it; default 7. */
  readonly contextSize: number;
  /** Random nodes per context; default 5. */
  readonly negatives: number;
  /** Whether negatives are of the type of the context (metapath2vec++), or of any type; default false. */
  readonly typedNegatives: boolean;
  /** Times that walks are drawn and learned from; default 1. */
  readonly passes: number;
  /** Of the first step of skip-gram, from which it falls in a line to a ten-thousandth of it; default 0.025. */
  readonly learningRate: number;
  /** Of the linear map; default 200. */
  readonly epochs: number;
  /** Of the linear map, in epochs; default 20. */
  readonly patience: number;
}

export const metapath2vecDefaults: MetaPath2VecSettings = {
  width: 128,
  walkLength: 50,
  walksPerNode: 5,
  contextSize: 7,
  negatives: 5,
  typedNegatives: false,
  passes: 1,
  learningRate: 0.025,
  epochs: 200,
  patience: 20,
};

const text = z.string('a relation');
const triple = z.tuple([text, text, text]);
const reference = z.union([text, triple], 'a relation');
const step = z.union([reference, z.strictObject({ reverse: reference })], 'a relation, or { "reverse": relation }');

export const metapath2vecSettings = {
  metapaths: z.optional(z.array(z.array(step)).check(z.minLength(1, 'at least one metapath'))),
  width: option.count,
  walkLength: option.count,
  walksPerNode: option.count,
  contextSize: option.countFrom(2),
  negatives: option.countFrom(0),
  typedNegatives: z.boolean('true or false'),
  passes: option.countFrom(0),
  learningRate: option.positive,
  epochs: option.countFrom(0),
  patience: option.nonNegative,
};
