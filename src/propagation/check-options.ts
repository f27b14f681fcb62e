import * as z from 'zod/mini';
import { checkOptions, checkRows, option } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import type { CostModel } from '../schedule/index.js';
import type { RpHgnnOptions } from './options.js';

const shared = {
  ...option.runOptions,
  target: z.string('the name of a node type'),
  relations: z.optional(z.array(z.string('the name of a relation'), 'a list of relations')),
  rows: z.optional(option.rows),
  embeddingWidth: z.optional(option.count),
  memoryBytes: z.optional(option.count),
  spillFolder: z.optional(z.string('the path of a folder')),
  costs: z.optional(z.custom<CostModel>((value) => typeof value === 'object' && value !== null, 'a CostModel')),
  seed: option.seed,
};

/** What each way to propagate labels is given, besides the labels themselves. */
export const labelMethods = {
  echoless: { method: z.optional(z.literal('echoless')), hops: option.count, partitions: option.countFrom(2) },
  echoRemoved: { method: z.literal('echo-removed') },
};

const labels = {
  trainRows: option.rows,
  column: z.optional(z.string('the name of a column')),
  scale: z.optional(z.strictObject({ mean: z.number('a finite number'), deviation: option.positive })),
};

const rphgnnSchema = z.strictObject({
  ...shared,
  hops: option.count,
  useInput: z.optional(z.boolean('true or false')),
  inputWidth: z.optional(option.count),
  projection: z.optional(z.enum(['sparse', 'very-sparse'])),
  labels: z.optional(
    z.union([
      z.strictObject({ ...labelMethods.echoless, ...labels }),
      z.strictObject({ ...labelMethods.echoRemoved, ...labels }),
    ]),
  ),
  store: z.optional(z.string('the path of a folder')),
  storeLimit: z.optional(option.nonNegativeOrInfinite),
});

const metapathSchema = z.strictObject({
  ...shared,
  hops: option.countFrom(0),
  featureless: z.optional(z.enum(['random', 'identity'])),
  identityIds: z.optional(z.record(z.string('a node type'), z.array(z.string('a text')))),
});

/**
 * @throws {HeteroGraphError} INVALID_OPTION naming the option; UNKNOWN_TYPE; of rows WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID
 */
export function checkRpHgnnOptions(graph: HeteroGraph, options: RpHgnnOptions): void {
  checkOptions(rphgnnSchema, options);
  checkTargetRows(graph, options.target, 'rows', options.rows);
  checkTargetRows(graph, options.target, 'labels.trainRows', options.labels?.trainRows);
}

/** @throws {HeteroGraphError} as {@link checkRpHgnnOptions} */
export function checkMetapathOptions(
  graph: HeteroGraph,
  options: Readonly<Pick<RpHgnnOptions, 'target' | 'rows'>>,
): void {
  checkOptions(metapathSchema, options);
  checkTargetRows(graph, options.target, 'rows', options.rows);
}

function checkTargetRows(graph: HeteroGraph, type: string, what: string, given: Int32Array | undefined): void {
  if (given !== undefined) checkRows(given, graph.numNodes(type), what, { type, unique: true });
}
