import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { isKnown } from '../core/is-known.js';
import { isMultiLabel, numOutputs } from '../core/learning.js';
import { taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, Problem, SavedModel } from '../core/types.js';
import type { TreeColumn } from '../gbdt/core/column.js';
import type { Inputs } from '../inputs/inputs.js';
import { fitInputs, inputsLike } from '../inputs/node-inputs.js';
import { rowsById } from '../inputs/rows-by-id.js';
import { columnsOf, grow, unitOf } from './grow.js';
import { type NodeTreesSettings, nodeTreesDefaults } from './settings.js';
import { restoredTrees, type TreesState } from './state.js';

type TreesFit = DirectFit & TreesState;

/** Rows that are predicted between two breaths for others on the thread. */
const ROWS_AT_ONCE = 4096;

/** Gradient boosted trees on each node's own features, or on what is known of its neighbours. */
export class NodeTrees extends DirectClassifier<TreesFit> {
  readonly name: 'gbdt' | 'gbdt-propagated' | 'gbdt-aggregated' | 'gbdt-graph';
  readonly usesTrainingLabels = false;
  readonly #settings: NodeTreesSettings;
  #inputs: Inputs | undefined;

  constructor(settings: Partial<NodeTreesSettings> = {}) {
    super();
    this.#settings = { ...nodeTreesDefaults, ...settings };
    const { features = 'own' } = this.#settings;
    this.name = features === 'own' ? 'gbdt' : `gbdt-${features}`;
  }

  static restore(saved: SavedModel, settings: NodeTreesSettings): NodeTrees {
    const { task, seed } = saved;
    const model = new NodeTrees(settings);
    model.learned = { task, seed, ...restoredTrees(saved.state, task) };
    return model;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const started = performance.now();
    const { graph, nodeType, seed, split } = problem;
    const { inputs, state, train } = await fitInputs(problem, { ...this.#settings, unscaled: true }, run);
    const task = taskOf(problem);
    const valid = rowsById(
      graph,
      nodeType,
      split.valid.filter((row) => isKnown(problem, row)),
    );
    const trees = await grow(problem, task, inputs, { train, valid }, this.#settings, run);
    const unit = unitOf(problem, task);
    this.learned = { task, seed, trees, unit, state, width: inputs.width, numNodes: graph.numNodes(nodeType) };
    this.#inputs = inputs;
    return { seconds: { fit: (performance.now() - started) / 1000 } };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const learned = fitted(this.learned);
    const { task, numNodes } = learned;
    const { graph, run } = checkInference(rows, options, task, numNodes);
    const inputs = graph
      ? await inputsLike(learned, graph, task.nodeType, { ...this.#settings, unscaled: true }, run)
      : this.#inputs;
    if (!inputs) throw needsGraph();
    const columns = new Set(learned.trees.flatMap(({ featureNames }) => featureNames.map(Number)));
    const outputs = numOutputs(task);
    const scores = new Float32Array(rows.length * outputs);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      throwIfAborted(run.signal);
      const batch = columnsOf(inputs, rows.subarray(from, from + ROWS_AT_ONCE), columns);
      scores.set(scoresOf(learned, batch, Math.min(ROWS_AT_ONCE, rows.length - from)), from * outputs);
      await yieldToEventLoop();
    }
    return finiteScores(scores, rows);
  }

  async save(): Promise<SavedModel> {
    const { task, seed, state, trees, width, unit } = fitted(this.learned);
    const texts = trees.map((each) => each.toText());
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: { ...state, width, unit, texts } },
      ...{ parameters: [], weights: [], trainRows: new Int32Array(0) },
    };
  }

  override dispose(): void {
    super.dispose();
    this.#inputs = undefined;
  }
}

/** [rows, outputs]; of two classes the log-odds are the score of the second, and the first has 0. */
function scoresOf({ trees, unit, task }: TreesFit, columns: readonly TreeColumn[], numRows: number): Float32Array {
  const outputs = numOutputs(task);
  const scores = new Float32Array(numRows * outputs);
  if (task.kind === 'regression' && task.deviation === 0) return scores.fill(task.mean);
  const isNumber = task.kind === 'regression';
  const parts = trees.map((each) => each.predict(columns, { raw: !isNumber }));
  if (isMultiLabel(task)) {
    for (const [c, part] of parts.entries()) for (let i = 0; i < numRows; i++) scores[i * outputs + c] = part[i]!;
  } else if (!isNumber && outputs === 2) {
    for (let i = 0; i < numRows; i++) scores[2 * i + 1] = parts[0]![i]!;
  } else if (parts[0]) scores.set(unit === 1 ? parts[0] : parts[0].map((value) => value * unit));
  return scores;
}
