import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { checkDisjoint, type HeteroGraph } from '../../graph/index.js';
import { checkLabelled } from '../../training/internal.js';
import { remarkAbsent } from './fitted-on.js';
import type { InferenceOptions, LearnedTask, Problem } from './types.js';

const graph = z.custom<HeteroGraph>(
  (value) => typeof (value as HeteroGraph | null)?.numNodes === 'function',
  'a graph',
);

const problemSchema = z.looseObject({
  kind: z.literal('classification'),
  graph,
  nodeType: z.string('the name of a node type'),
  targets: z.looseObject({
    kind: z.enum(['single', 'multi']),
    labels: z.custom((value) => ArrayBuffer.isView(value), 'an array of labels'),
    numClasses: option.count,
  }),
  split: z.looseObject({ train: option.rows, valid: option.rows, test: option.rows }),
  labelColumn: z.optional(z.string('the name of a column')),
  seed: option.seed,
});
const runSchema = z.strictObject(option.runOptions);
const inferenceSchema = z.strictObject({
  ...option.runOptions,
  graph: z.optional(graph),
  onRemark: z.optional(option.callback),
});

/**
 * Refuses what a model cannot be fitted on, before any work.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH where there is not a label for every node; of the rows of
 *   the split WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID, OVERLAPPING_SPLIT; UNLABELLED_ROW of a training row
 */
export function checkProblem(problem: Problem, run: RunOptions): void {
  checkOptions(problemSchema, problem, { what: 'problem' });
  checkOptions(runSchema, run);
  const { nodeType: type, targets, split } = problem;
  const numNodes = problem.graph.numNodes(type);
  const size = targets.kind === 'single' ? numNodes : numNodes * targets.numClasses;
  if (targets.labels.length !== size) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${targets.labels.length} labels instead of ${size}.`, {
      type,
      hint: 'Make the problem with classificationProblem(graph, nodeType, split, seed).',
    });
  }
  for (const part of ['train', 'valid', 'test'] as const) {
    checkRows(split[part], numNodes, `split.${part}`, { type, unique: true });
  }
  checkDisjoint(split, type);
  checkLabelled(split.train, targets);
}

/**
 * Refuses rows and options that nothing can be predicted for, before any work, and remarks what the graph lacks.
 *
 * @param numNodes of the graph that the model was fitted on; undefined where it holds none
 * @returns what the prediction runs with
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, WRONG_DTYPE, INDEX_OUT_OF_RANGE
 */
export function checkInference(
  given: Int32Array,
  options: InferenceOptions,
  { nodeType: type, fittedOn }: LearnedTask,
  numNodes: number | undefined,
): { readonly graph: HeteroGraph | undefined; readonly run: RunOptions } {
  checkOptions(inferenceSchema, options);
  checkRows(given, options.graph?.numNodes(type) ?? numNodes ?? 2 ** 31, 'rows', { type });
  const { graph, onRemark, ...run } = options;
  if (graph && fittedOn && onRemark) remarkAbsent(fittedOn, graph, onRemark);
  return { graph, run };
}
