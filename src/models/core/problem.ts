import { expectMembers, HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import { fittedOn } from './fitted-on.js';
import type { ClassificationProblem, LearnedClasses, Problem } from './types.js';

/** The problem of predicting a label column of a node type. @throws {HeteroGraphError} MISSING_LABELS */
export function classificationProblem(
  graph: HeteroGraph,
  nodeType: string,
  split: NodeSplit,
  seed: number,
  labelColumn?: string,
): ClassificationProblem {
  expectGraph(graph);
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
  return { kind: 'classification', graph, nodeType, targets, split, seed, ...column };
}

/** What a model fitted on the problem predicts. */
export function taskOf(problem: Problem): LearnedClasses {
  expectGraph(problem?.graph);
  expectMembers(problem, 'problem', { targets: 'object' });
  const { graph, nodeType, targets, labelColumn } = problem;
  const names = graph.labels(nodeType, labelColumn)?.classes ?? [];
  return {
    kind: 'classification',
    nodeType,
    ...(labelColumn === undefined ? {} : { labelColumn }),
    classes: Array.from({ length: targets.numClasses }, (_, c) => names[c] ?? String(c)),
    multiLabel: targets.kind === 'multi',
    fittedOn: fittedOn(graph),
  };
}

/** 0/1 class indicators of rows, [rows, C], row-major. */
export function indicators({ targets }: Problem, rows: Int32Array): Float32Array {
  const { numClasses } = targets;
  const flags = new Float32Array(rows.length * numClasses);
  for (const [i, row] of rows.entries()) {
    if (targets.kind === 'single') flags[i * numClasses + targets.labels[row]!] = 1;
    else for (let c = 0; c < numClasses; c++) flags[i * numClasses + c] = targets.labels[row * numClasses + c]!;
  }
  return flags;
}
