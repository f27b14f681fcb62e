import * as z from 'zod/mini';
import { checkOptions, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { ClassWeight } from '../../training/index.js';
import { classWeightOption } from '../../training/internal.js';
import { fittedOn } from './fitted-on.js';
import { isShare, quantileOf } from './number-loss.js';
import { scaled, scaleOf } from './number-scale.js';
import type {
  ClassificationProblem,
  LearnedClasses,
  LearnedNumbers,
  LearnedTask,
  NumberLoss,
  Problem,
  RegressionProblem,
} from './types.js';

/**
 * The problem of predicting a label column of a node type.
 *
 * @param options.classWeight default: all rows count the same
 * @throws {HeteroGraphError} MISSING_LABELS, INVALID_OPTION
 */
export function classificationProblem(
  graph: HeteroGraph,
  nodeType: string,
  split: NodeSplit,
  seed: number,
  labelColumn?: string,
  options: { readonly classWeight?: ClassWeight } = {},
): ClassificationProblem {
  expectGraph(graph);
  checkOptions(classificationSchema, options);
  const labels = graph.labels(nodeType, labelColumn);
  if (!labels) {
    throw new HeteroGraphError('MISSING_LABELS', 'The node type has no label column.', {
      type: nodeType,
      hint: 'Give a column the role "label".',
    });
  }
  const { numClasses } = labels;
  const targets =
    labels.kind === 'single'
      ? ({ kind: 'single', labels: labels.values, numClasses } as const)
      : ({ kind: 'multi', labels: labels.values, numClasses } as const);
  const column = labelColumn === undefined ? {} : { labelColumn };
  const weight = options.classWeight === undefined ? {} : { classWeight: options.classWeight };
  return { kind: 'classification', graph, nodeType, targets, split, seed, ...column, ...weight };
}

/**
 * The problem of predicting a numeric column of a node type, whatever its role. Nodes without a number are not learned from; the column
 * itself must not be among the features.
 *
 * @param options.loss default 'squared'
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN; WRONG_DTYPE where the column holds no numbers
 *
 * @example
 * const split = splitNodes(graph, 'movie', { target: 'rating', seed: 1 });
 * const problem = regressionProblem(graph, 'movie', split, 1, 'rating');
 * const model = createModel('sage');
 * await model.fit(problem);
 * const ratings = await model.predict(split.test);
 */
export function regressionProblem(
  graph: HeteroGraph,
  nodeType: string,
  split: NodeSplit,
  seed: number,
  column: string,
  options: { readonly loss?: NumberLoss } = {},
): RegressionProblem {
  expectGraph(graph);
  checkOptions(regressionSchema, options);
  const targets = { values: graph.numbers(nodeType, column) };
  const loss = options.loss === undefined ? {} : { loss: options.loss };
  return { kind: 'regression', graph, nodeType, targets, split, seed, labelColumn: column, ...loss };
}

export const lossOption = z.optional(
  z.union([
    z.enum(['squared', 'absolute', 'huber', 'poisson']),
    z.string().check(z.refine((text) => isShare(quantileOf(text)), 'quantile=SHARE, with a share between 0 and 1')),
  ]),
) as z.ZodMiniType<NumberLoss | undefined>;
const classificationSchema = z.strictObject({ classWeight: classWeightOption });
const regressionSchema = z.strictObject({ loss: lossOption });

/** What a model fitted on the problem predicts. */
export function taskOf(problem: ClassificationProblem): LearnedClasses;
export function taskOf(problem: RegressionProblem): LearnedNumbers;
export function taskOf(problem: Problem): LearnedTask;
export function taskOf(problem: Problem): LearnedTask {
  expectGraph(problem?.graph);
  expectMembers(problem, 'problem', { targets: 'object' });
  const { graph, nodeType, labelColumn } = problem;
  const shared = { nodeType, ...(labelColumn === undefined ? {} : { labelColumn }), fittedOn: fittedOn(graph) };
  if (problem.kind === 'regression') {
    return { kind: 'regression', ...shared, ...scaleOf(problem.targets, problem.split.train) };
  }
  const { targets } = problem;
  const names = graph.labels(nodeType, labelColumn)?.classes ?? [];
  const classes = Array.from({ length: targets.numClasses }, (_, c) => names[c] ?? String(c));
  return { kind: 'classification', ...shared, classes, multiLabel: targets.kind === 'multi' };
}

/** What a model trained in epochs on the problem predicts: its own numbers may be others than those of the task. */
export function trainedTaskOf(problem: Problem): LearnedTask {
  const task = taskOf(problem);
  return problem.kind === 'regression' && problem.loss === 'poisson'
    ? { ...(task as LearnedNumbers), link: 'log' }
    : task;
}

/** What a linear model aims at, [rows, outputs], row-major: 0/1 class indicators, or numbers on the scale of the task. */
export function aims(problem: Problem, task: LearnedTask, rows: Int32Array): Float32Array {
  if (problem.kind === 'classification') return indicators(problem, rows);
  const values = scaled(problem.targets, task as LearnedNumbers);
  return Float32Array.from(rows, (row) => values[row]!);
}

/** 0/1 class indicators of rows, [rows, C], row-major. */
export function indicators({ targets }: ClassificationProblem, rows: Int32Array): Float32Array {
  const { numClasses } = targets;
  const flags = new Float32Array(rows.length * numClasses);
  for (const [i, row] of rows.entries()) {
    if (targets.kind === 'single') flags[i * numClasses + targets.labels[row]!] = 1;
    else for (let c = 0; c < numClasses; c++) flags[i * numClasses + c] = targets.labels[row * numClasses + c]!;
  }
  return flags;
}
