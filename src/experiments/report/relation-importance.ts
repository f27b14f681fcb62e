import { isHeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';
import { edgeTypeKey, removeEdges } from '../../graph/index.js';
import type { Estimator } from '../../models/index.js';
import { edgeTypesOnce } from '../../models/internal.js';
import type { RelationImportance } from '../../viz/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { ChoicesOf, NodeKind, ProblemOf } from '../kinds/node-kind.js';

/** Relations are removed one by one for so long; those with the most edges first. How many are left out then is said. */
const MOST_SECONDS = 20;

/** Names of figures for people, and whether they are fractions. */
const names: Readonly<Record<string, readonly [name: string, scale: number]>> = {
  rocAuc: ['points of ROC-AUC', 100],
  micro: ['points of micro-F1', 100],
  mae: ['MAE', 1],
};

/**
 * What the score of a fitted model on the test rows loses when all edges of a relation (and of its inverse) are removed: the model is not trained again, so
 * that it is what these predictions rest on, not what another model could do without it. Undefined where the model cannot predict other graphs.
 */
export async function relationImportance<K extends NodeTaskKind>(
  kind: NodeKind<K>,
  model: Estimator,
  problem: ProblemOf<K>,
  choices: ChoicesOf<K> | undefined,
  run: RunOptions,
): Promise<RelationImportance | undefined> {
  const { graph, split } = problem;
  const positive = 'positive' in problem ? problem.positive : undefined;
  const { name, direction } = kind.main({ positive });
  const [figure, scale] = names[name]!;
  const scored = { ...problem, positive };
  const figureOn = async (other: typeof graph): Promise<number> => {
    throwIfAborted(run.signal);
    const predictions = await kind.predict(model, split.test, { ...run, graph: other });
    const decided = choices ? kind.decide(predictions, problem.targets, choices) : predictions;
    return kind.figures(decided, scored)[name]!;
  };
  const sign = direction === 'max' ? 1 : -1;
  const types = edgeTypesOnce(graph)
    .filter((type) => graph.numEdges(type) > 0)
    .sort((a, b) => graph.numEdges(b) - graph.numEdges(a));
  const started = performance.now();
  const relations: RelationImportance['relations'][number][] = [];
  try {
    const before = types.length > 0 ? await figureOn(graph) : Number.NaN;
    for (const type of types) {
      if (performance.now() - started > 1000 * MOST_SECONDS) break;
      const edges = graph.numEdges(type);
      const all = Int32Array.from({ length: edges }, (_, e) => e);
      const after = await figureOn(removeEdges(graph, { [edgeTypeKey(type)]: all }));
      relations.push({ relation: type.join(' > '), edges, loss: scale * sign * (before - after) });
    }
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code === 'ABORTED') throw error;
    // Such as of a model that predicts no other graph; the report is written all the same.
    return { figure, relations: [], problem: error.message };
  }
  const omitted = types.length - relations.length;
  return relations.length === 0 ? undefined : { figure, relations, ...(omitted > 0 ? { omitted } : {}) };
}
