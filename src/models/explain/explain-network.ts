import { HeteroGraphError, rowsOfEntries } from '../../core/index.js';
import type { ExplainedEdge, ExplainedNode, ExplainOptions, Explanation, Flow } from '../core/explanation.js';
import { numOutputs, predictionsOf } from '../core/learning.js';
import { changeWithout, scoresOn } from './change.js';
import { explainedPredictions } from './explained-prediction.js';
import { type EdgeKey, faithfulness, setOf } from './faithfulness.js';
import type { NetworkView } from './network-view.js';
import { occlude } from './occlusion.js';
import { readShares } from './read-shares.js';
import { relationStatistics } from './relation-statistics.js';
import { traceBack } from './trace.js';

/** Why a network gave its scores to nodes. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; NO_ROWS; ABORTED */
export async function explainNetwork(
  view: NetworkView,
  rows: Int32Array,
  options: ExplainOptions = {},
): Promise<Explanation> {
  if (rows.length === 0) throw new HeteroGraphError('NO_ROWS', 'There is no node to explain.', { hint: 'Name one.' });
  const { method = view.shares ? 'attention' : 'occlusion', top = 10, maxEdges = 100, trials = 5, seed = 0 } = options;
  const { signal, onProgress } = options;
  const before = await scoresOn(view, view.messages);
  const predicted = predictedOn(view, rows, before);
  const test = {
    changeWithout: (edges: readonly EdgeKey[]) => changeWithout(view, rows, setOf(edges), before),
    ...{ trials, seed, signal },
  };
  if (method === 'occlusion') {
    const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
    const { edges: all, unexamined } = await occlude(view, rows, before, maxEdges, run);
    const tested = await faithfulness(all, top, test);
    return {
      ...{ method, ...predicted, layers: [], edges: all.slice(0, top).map((edge) => edgeOf(view, edge)) },
      ...{ examined: all.length, unexamined, ...(tested ? { faithfulness: tested } : {}) },
    };
  }
  const { layers, trace } = await attentionOf(view, rows);
  const all = [...trace.edges]
    .flatMap(([relation, scores]) => [...scores].map(([entry, score]) => ({ relation, entry, score })))
    .sort((a, b) => b.score - a.score);
  const tested = await faithfulness(all, top, test);
  return {
    ...{ method, ...predicted, layers: relationStatistics(layers, trace.masses), flow: trace.flow },
    ...{ edges: all.slice(0, top).map((edge) => edgeOf(view, edge)), examined: all.length, unexamined: 0 },
    ...(tested ? { faithfulness: tested } : {}),
  };
}

/** What flowed to nodes over all layers. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; NO_ROWS */
export async function flowOf(view: NetworkView, rows: Int32Array): Promise<Flow> {
  if (rows.length === 0) throw new HeteroGraphError('NO_ROWS', 'There is no node to explain.', { hint: 'Name one.' });
  return (await attentionOf(view, rows)).trace.flow;
}

async function attentionOf(view: NetworkView, rows: Int32Array) {
  if (!view.shares) {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${view.name} has no attention to show.`, {
      hint: "Use { method: 'occlusion' }, which works for it too.",
    });
  }
  const layers = await readShares(view);
  return { layers, trace: traceBack(layers, view.target, rows, (type) => view.messages.numNodes(type)) };
}

/** What the model predicts of the rows. */
function predictedOn(
  view: NetworkView,
  rows: Int32Array,
  scores: Float32Array,
): Pick<Explanation, 'predictions' | 'numbers'> {
  const { task } = view;
  const width = numOutputs(task);
  const own = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) own.set(scores.subarray(row * width, (row + 1) * width), i * width);
  const nodes = Array.from(rows, (row) => nodeOf(view, view.target, row));
  return explainedPredictions(task, nodes, predictionsOf(task, own));
}

function edgeOf(
  view: NetworkView,
  { relation: name, entry, score }: EdgeKey & { readonly score: number },
): ExplainedEdge {
  const graphs = view.layerGraphs();
  const relation = graphs.flatMap(({ relations }) => relations).find((each) => each.name === name)!;
  const csr = relation.matrix.arrays(false);
  return {
    relation: name,
    source: nodeOf(view, relation.source, csr.indices[entry]!),
    target: nodeOf(view, relation.target, rowsOfEntries(csr)[entry]!),
    score,
  };
}

function nodeOf({ graph }: NetworkView, type: string, row: number): ExplainedNode {
  return { type, row, id: graph.ids(type).idOf(row) };
}
