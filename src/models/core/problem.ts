import { HeteroGraphError } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import type { ClassificationProblem } from './types.js';

/** The problem of predicting a label column of a node type. @throws {HeteroGraphError} MISSING_LABELS */
export function classificationProblem(
  graph: HeteroGraph,
  nodeType: string,
  split: NodeSplit,
  seed: number,
  labelColumn?: string,
): ClassificationProblem {
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
  return { graph, nodeType, targets, split, seed, ...(labelColumn === undefined ? {} : { labelColumn }) };
}
