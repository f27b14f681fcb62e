import type { RunOptions } from '../../core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { createModel, listModels, type NodeEmbeddings, type Problem } from '../../models/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { ChosenTask } from '../data/node-task.js';
import { nodeKind } from '../kinds/kinds.js';
import type { ScoreOf } from '../kinds/node-kind.js';

/** How much vectors tell of labels. */
export interface Probe<K extends NodeTaskKind = NodeTaskKind> {
  /** Simple models first, the vectors last. */
  readonly scores: readonly ScoreOf<K>[];
  /** Which simple models do better, for people; undefined where none does. */
  readonly judgement: string | undefined;
  readonly table: { readonly heads: readonly string[]; readonly rows: readonly string[][] };
}

/** Models that vectors are compared with, where the problem allows them. */
const SIMPLE = ['majority', 'mean', 'label-propagation', 'ridge'];

/**
 * Ridge regression on the vectors of the training rows, scored on the test rows, beside ridge regression on the nodes' own features, label
 * propagation, and the majority or mean.
 */
export async function probeEmbeddings(
  graph: HeteroGraph,
  task: ChosenTask,
  embeddings: NodeEmbeddings,
  seed: number,
  run: RunOptions,
): Promise<Probe> {
  return task.kind === 'regression'
    ? probeBy('regression', graph, task, embeddings, seed, run)
    : probeBy('classification', graph, task, embeddings, seed, run);
}

async function probeBy<K extends NodeTaskKind>(
  name: K,
  graph: HeteroGraph,
  task: ChosenTask,
  embeddings: NodeEmbeddings,
  seed: number,
  run: RunOptions,
): Promise<Probe<K>> {
  const kind = nodeKind(name);
  const problem = kind.problem(graph, task, seed, {});
  const score = async (shown: string, model: string, settings: object, on: Problem) => {
    const fitted = createModel(model, { settings });
    try {
      const { seconds, numParameters } = await fitted.fit(on, run);
      const predictions = await kind.predict(fitted, problem.split.test, run);
      return await kind.score(shown, predictions, problem, { seconds, parameters: numParameters });
    } finally {
      fitted.dispose();
    }
  };
  const scores: ScoreOf<K>[] = [];
  for (const each of listModels(name)) {
    if (each.create === undefined || !SIMPLE.includes(each.name)) continue;
    for (const settings of each.asBaseline?.(problem, undefined) ?? []) {
      scores.push(await score(each.name, each.name, settings, problem));
    }
  }
  const { nodeType } = task;
  const vectors = {
    kind: 'dense' as const,
    numRows: embeddings.numNodes(nodeType),
    width: embeddings.width,
    values: embeddings.valuesOf(nodeType),
  };
  // The vectors alone: the graph of the problem has no column of labels.
  const { labelColumn: _, ...unnamed } = problem;
  const alone = { ...unnamed, graph: graphFromArrays({ nodes: { [nodeType]: { data: { vectors } } } }) } as Problem;
  scores.push(await score(`ridge on vectors of ${embeddings.model}`, 'ridge', {}, alone));
  return { scores, judgement: kind.judge(scores, problem), table: kind.table(scores) };
}
