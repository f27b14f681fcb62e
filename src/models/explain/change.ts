import type { MessageGraph } from '../../layers/index.js';
import { tidy } from '../../tensor/index.js';
import type { LearnedTask } from '../core/types.js';
import type { NetworkView } from './network-view.js';
import { type EdgeSet, withoutEdges } from './without-edges.js';

/** Scores [N, C] of all target nodes. */
export async function scoresOn(view: NetworkView, graph: MessageGraph): Promise<Float32Array> {
  const tensor = tidy(() => view.scores(view.inputs(), graph));
  try {
    return Float32Array.from(await tensor.data());
  } finally {
    tensor.dispose();
  }
}

/** What {@link changeOf} says of the scores without edges of the layers' graphs; of numbers without regard to the direction. */
export async function changeWithout(
  view: NetworkView,
  rows: Int32Array,
  dropped: EdgeSet,
  before: Float32Array,
): Promise<number> {
  const graphs = view.layerGraphs().map((graph) => withoutEdges(graph, dropped));
  const [first] = graphs as [MessageGraph];
  try {
    view.useLayerGraphs(graphs);
    return changeOf(before, await scoresOn(view, first), rows, view.task, Math.abs);
  } finally {
    view.forget(first);
    first.dispose();
  }
}

/**
 * By how much the score of the class that was predicted before fell, or the predicted number in its own units, mean over the rows.
 *
 * @param size of the change of a number: with its sign, or without
 */
export function changeOf(
  before: Float32Array,
  after: Float32Array,
  rows: Int32Array,
  task: LearnedTask,
  size: (change: number) => number = (change) => change,
): number {
  let sum = 0;
  if (task.kind === 'regression') {
    for (const row of rows) sum += size(before[row]! - after[row]!);
    return (task.deviation * sum) / rows.length;
  }
  const numClasses = task.classes.length;
  for (const row of rows) {
    const at = row * numClasses + predictedOf(before, row, numClasses);
    sum += before[at]! - after[at]!;
  }
  return sum / rows.length;
}

/** The class of the highest score, the lowest of equals. */
export function predictedOf(scores: Float32Array, row: number, numClasses: number): number {
  let best = 0;
  for (let c = 1; c < numClasses; c++) {
    if (scores[row * numClasses + c]! > scores[row * numClasses + best]!) best = c;
  }
  return best;
}
