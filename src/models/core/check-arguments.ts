import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import { checkDisjoint, type HeteroGraph } from '../../graph/index.js';
import { checkLabelled } from '../../training/internal.js';
import { weightsOf } from './class-weights.js';
import { remarkAbsent } from './fitted-on.js';
import { checkSize, scaleOf } from './number-scale.js';
import { lossOption, taskOf } from './problem.js';
import type { ClassificationProblem, InferenceOptions, LearnedTask, Problem, RegressionProblem } from './types.js';

const graph = z.custom<HeteroGraph>(
  (value) => typeof (value as HeteroGraph | null)?.numNodes === 'function',
  'a graph',
);

const problemParts = {
  graph,
  nodeType: z.string('the name of a node type'),
  split: z.looseObject({ train: option.rows, valid: option.rows, test: option.rows }),
  labelColumn: z.optional(z.string('the name of a column')),
  seed: option.seed,
};
const problemSchemas = {
  classification: z.looseObject({
    ...problemParts,
    targets: z.looseObject({
      kind: z.enum(['single', 'multi']),
      labels: z.custom((value) => ArrayBuffer.isView(value), 'an array of labels'),
      numClasses: option.count,
    }),
  }),
  regression: z.looseObject({
    ...problemParts,
    targets: z.looseObject({
      values: z.custom((value) => value instanceof Float32Array || value instanceof Float64Array, 'floats'),
      width: z.optional(z.literal(1, '1: models learn one number of each node')),
    }),
    loss: lossOption,
  }),
};
const kindSchema = z.looseObject({ kind: z.enum(['classification', 'regression']) });
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
 *   the split WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID, OVERLAPPING_SPLIT; UNLABELLED_ROW, NON_FINITE of a training row; NO_ROWS
 *   where there is no number to learn from
 */
export function checkProblem(problem: Problem, run: RunOptions): void {
  checkOptions(kindSchema, problem, { what: 'problem' });
  checkOptions(problemSchemas[problem.kind], problem, { what: 'problem' });
  checkOptions(runSchema, run);
  const { nodeType: type, split } = problem;
  const numNodes = problem.graph.numNodes(type);
  const [found, expected] = sizesOf(problem, numNodes);
  if (found !== expected) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${found} labels instead of ${expected}.`, {
      type,
      hint: 'Make the problem with classificationProblem or regressionProblem(graph, nodeType, split, seed).',
    });
  }
  for (const part of ['train', 'valid', 'test'] as const) {
    checkRows(split[part], numNodes, `split.${part}`, { type, unique: true });
  }
  checkDisjoint(split, type);
  if (problem.kind === 'classification') checkLabelled(split.train, problem.targets);
  else checkNumbers(problem);
  if (problem.kind === 'classification') weightsOf(problem, taskOf(problem).classes);
}

/** Labels that there are, and that there should be. */
function sizesOf(problem: Problem, numNodes: number): readonly [number, number] {
  if (problem.kind === 'regression') return [problem.targets.values.length, numNodes];
  const { targets } = problem;
  return [targets.labels.length, targets.kind === 'single' ? numNodes : numNodes * targets.numClasses];
}

function checkCount(value: number, row: number): void {
  if (!(value < 0)) return;
  throw new HeteroGraphError(
    'INVALID_OPTION',
    `The loss poisson is of counts, and the number of the row is ${value}.`,
    {
      row,
      column: 'loss',
      hint: 'Take another loss.',
    },
  );
}

function checkNumbers({ targets, split, loss, nodeType: type }: RegressionProblem): void {
  if (split.train.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There is no row to train on.', { type, hint: 'Give rows with a number.' });
  }
  scaleOf(targets, split.train);
  for (const row of split.valid) checkSize(targets.values[row]!, row);
  if (loss === 'poisson') for (const row of [...split.train, ...split.valid]) checkCount(targets.values[row]!, row);
}

/**
 * Refuses a problem of a kind that the model does not learn.
 *
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL
 */
export function expectClasses(problem: Problem, name: string): asserts problem is ClassificationProblem {
  if (problem.kind !== 'classification') throw cannotFit(name, problem.kind);
}

/** @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL */
export function expectNumbers(problem: Problem, name: string): asserts problem is RegressionProblem {
  if (problem.kind !== 'regression') throw cannotFit(name, problem.kind);
}

function cannotFit(name: string, kind: string): HeteroGraphError {
  return new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${name} does not learn ${kind}.`, {
    hint: `listModels('${kind}') names those that do.`,
  });
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
