import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type PropagationInput, propagationInput } from '../../propagation/index.js';
import {
  type LabelChannel,
  labelSteps,
  MAX_LABEL_STEPS,
  metapathLabels,
  metapathShapes,
  NUMBER_LABELS,
  type ShownLabels,
} from '../../propagation/internal.js';
import { scaled } from '../core/number-scale.js';
import type { LearnedTask } from '../core/types.js';
import type { PrecomputeRequest } from './kind.js';

/** Bounds of what is chosen; what the settings name may be more. */
const LONGEST = 4;
const MAX_CHANNELS = 20;
/** Steps of labels from node to node: some seconds. */
const MAX_STEPS = 2e9;

/** Training labels that reach some rows along metapaths. */
export interface PathLabels {
  readonly channels: readonly LabelChannel[];
  /** Columns of each: classes, or what a number is shown as. */
  readonly width: number;
}

/**
 * The length of metapaths that labels come along: as given, else the largest up to 4 at which there are at most 20 and they take some
 * seconds. Decided by numbers of nodes and edges alone.
 *
 * @param rows that labels are to reach
 * @throws {HeteroGraphError} TOO_LARGE where the settings ask for more than can be done
 */
export function chooseLabelHops(input: PropagationInput, rows: Int32Array, given: number | undefined): number {
  const stepsOf = (length: number) => labelSteps(input, rows, length);
  const shapes = metapathShapes(input, LONGEST, () => 0);
  const fits = (length: number) => {
    const returning = shapes.slice(1, length + 1).reduce((sum, shape) => sum + shape.returning, 0);
    return returning <= MAX_CHANNELS && stepsOf(length) <= MAX_STEPS;
  };
  let length = given ?? 1;
  if (given === undefined) while (length < LONGEST && fits(length + 1)) length++;
  if (stepsOf(length) <= MAX_LABEL_STEPS) return length;
  throw new HeteroGraphError('TOO_LARGE', `Labels along ${length} hops would take too many steps.`, {
    type: input.types[input.target]!.name,
    column: 'labelHops',
    hint: 'Ask for fewer labelHops, name fewer relations, or set labels: false.',
  });
}

/**
 * Labels of the training rows along every metapath from the target to the target, each row without its own.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, TOO_LARGE, ABORTED
 */
export async function pathLabels(
  graph: HeteroGraph,
  { task, rows, trainRows }: Pick<PrecomputeRequest, 'task' | 'rows' | 'trainRows'>,
  { hops, relations }: { readonly hops: number; readonly relations: readonly string[] | undefined },
  run: RunOptions,
): Promise<PathLabels> {
  const labels = shownLabels(graph, task);
  const input = propagationInput(graph, task.nodeType, relations);
  return { channels: await metapathLabels(input, { hops, rows, labels, trainRows, ...run }), width: labels.numClasses };
}

/** Labels of all nodes as a model sees those of its training rows. @throws {HeteroGraphError} MISSING_LABELS */
function shownLabels(graph: HeteroGraph, task: LearnedTask): ShownLabels {
  const { nodeType: type, labelColumn } = task;
  if (task.kind === 'regression' && labelColumn !== undefined) {
    const values = scaled({ values: graph.numbers(type, labelColumn) }, task);
    return { kind: 'numbers', values, numClasses: NUMBER_LABELS };
  }
  const labels = task.kind === 'classification' ? graph.labels(type, labelColumn) : undefined;
  if (labels) return labels;
  throw new HeteroGraphError('MISSING_LABELS', 'The model reads labels of its training rows.', {
    type,
    hint: 'Give a graph with the label column, or train with labels: false.',
  });
}
