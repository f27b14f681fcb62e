import type { MessageGraph } from '../../layers/index.js';
import { tidy } from '../../tensor/index.js';
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

/** How much lower the scores of the predicted classes are without edges of the layers' graphs, mean over the rows. */
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
    return changeOf(before, await scoresOn(view, first), rows, view.classes.length);
  } finally {
    view.forget(first);
    first.dispose();
  }
}

/** By how much the score of the class that was predicted before fell, mean over the rows. */
export function changeOf(before: Float32Array, after: Float32Array, rows: Int32Array, numClasses: number): number {
  let sum = 0;
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
