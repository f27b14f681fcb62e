import { checkRows, expectMembers, HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph, removeEdges } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { ExplainOptions, Explanation } from '../core/explanation.js';
import type { Estimator, LearnedTask } from '../core/types.js';
import { predictedOf } from './change.js';
import { checkExplainOptions } from './check-options.js';
import { explainedPredictions } from './explained-prediction.js';
import { faithfulness } from './faithfulness.js';
import { edgeTypesOnce, type GraphEdge, nearestEdges } from './nearest-edges.js';

/** Edges that are left out one by one where nothing is said: each costs a prediction on a graph of its own. */
const MOST_EDGES = 30;

/**
 * Why any model gave its scores to nodes: predictions on the graph without each relation, and without each of the nearest edges. It asks
 * nothing of the model but to predict, so that it takes a prediction for every relation and edge.
 *
 * @param graph the one that the model was fitted on, or another that it can predict
 * @param options `method` can only be 'occlusion'; `maxEdges` is 30 by default
 * @example
 * const { relations, edges } = await explainByPrediction(model, graph, Int32Array.of(7), { top: 5 });
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; NO_ROWS; INVALID_OPTION; ABORTED; and as `Estimator.predict`
 */
export async function explainByPrediction(
  model: Estimator,
  graph: HeteroGraph,
  rows: Int32Array,
  options: Omit<ExplainOptions, 'graph'> = {},
): Promise<Explanation> {
  expectMembers(model, 'model', { predict: 'function' });
  expectGraph(graph);
  checkExplainOptions(options);
  checkRows(rows, graph.numNodes(model.task.nodeType), 'rows', { type: model.task.nodeType });
  const { method, top = 10, maxEdges = MOST_EDGES, trials = 5, seed = 0, signal, onProgress, onRemark } = options;
  if (method === 'attention') {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${model.name} has no attention to show.`, {
      hint: "Use { method: 'occlusion' }, which works for it too.",
    });
  }
  if (rows.length === 0) throw new HeteroGraphError('NO_ROWS', 'There is no node to explain.', { hint: 'Name one.' });
  const { task } = model;
  const run: RunOptions = signal ? { signal } : {};
  const before = await model.predict(rows, { ...run, graph, ...(onRemark ? { onRemark } : {}) });
  const width = before.length / rows.length;
  const without = async (edges: Readonly<Record<string, Int32Array>>): Promise<number[]> => {
    throwIfAborted(signal);
    return changesOf(task, before, await model.predict(rows, { ...run, graph: removeEdges(graph, edges) }), width);
  };
  const { edges, total } = nearestEdges(graph, task.nodeType, rows, maxEdges);
  const types = edgeTypesOnce(graph).filter((type) => graph.numEdges(type) > 0);
  const steps = types.length + edges.length;
  let done = 0;
  const counted = <T>(value: T): T => {
    onProgress?.({ stage: 'explain', done: ++done, total: steps, unit: 'predictions' });
    return value;
  };
  const relations = [];
  for (const type of types) {
    const all = Int32Array.from({ length: graph.numEdges(type) }, (_, e) => e);
    const change = mean(counted(await without({ [edgeTypeKey(type)]: all })));
    relations.push({ relation: edgeTypeKey(type), edges: all.length, change });
  }
  const scored: (GraphEdge & { readonly score: number })[] = [];
  for (const edge of edges) scored.push({ ...edge, score: mean(counted(await without(chosen([edge])))) });
  const size = task.kind === 'regression' ? Math.abs : (score: number) => score;
  scored.sort((a, b) => size(b.score) - size(a.score));
  const best = scored.slice(0, top);
  const tested = await faithfulness(scored, top, {
    changeWithout: async (left) => mean((await without(chosen(left))).map((change) => size(change))),
    ...{ trials, seed, signal },
  });
  const nodeOf = (type: string, row: number) => ({ type, row, id: graph.ids(type).idOf(row) });
  return {
    method: 'occlusion',
    ...explainedPredictions(
      task,
      Array.from(rows, (row) => nodeOf(task.nodeType, row)),
      before,
    ),
    layers: [],
    relations: relations.sort((a, b) => size(b.change) - size(a.change)),
    edges: best.map(({ type, edge, score }) => {
      const { source, target } = graph.edgeIndex(type);
      const [from, , to] = type;
      return {
        ...{ relation: edgeTypeKey(type), score },
        ...{ source: nodeOf(from, source[edge]!), target: nodeOf(to, target[edge]!) },
      };
    }),
    ...{ examined: edges.length, unexamined: total - edges.length },
    ...(tested ? { faithfulness: tested } : {}),
  };
}

/** By row, how much lower the score of the class predicted before is, or the number. */
function changesOf(task: LearnedTask, before: Float32Array, after: Float32Array, width: number): number[] {
  return Array.from({ length: before.length / width }, (_, i) => {
    const at = i * width + (task.kind === 'regression' ? 0 : predictedOf(before, i, width));
    return before[at]! - after[at]!;
  });
}

function chosen(edges: readonly GraphEdge[]): Record<string, Int32Array> {
  const byType = new Map<string, number[]>();
  for (const { type, edge } of edges) {
    const key = edgeTypeKey(type);
    byType.set(key, [...(byType.get(key) ?? []), edge]);
  }
  return Object.fromEntries([...byType].map(([key, numbers]) => [key, Int32Array.from(numbers)]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
