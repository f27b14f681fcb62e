import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { checkInference, checkProblem } from '../core/check-arguments.js';
import { finiteScores } from '../core/check-scores.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { isMultiLabel, numOutputs } from '../core/learning.js';
import { taskOf } from '../core/problem.js';
import type { FitReport, InferenceOptions, LearnedTask, Problem, SavedModel } from '../core/types.js';
import { BoostedTrees } from '../gbdt/boosted-trees.js';
import type { Inputs } from '../inputs/inputs.js';
import { fitInputs, inputsLike } from '../inputs/node-inputs.js';
import { rowsById } from '../inputs/rows-by-id.js';
import { columnsOf, grow } from './grow.js';
import { type NodeTreesSettings, nodeTreesDefaults } from './settings.js';

interface TreesFit extends DirectFit {
  readonly trees: readonly BoostedTrees[];
  /** Of the inputs, with the constant one. */
  readonly width: number;
  readonly state: SavedModel['state'];
}

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
    const { texts, width, ...state } = saved.state;
    const model = new NodeTrees(settings);
    model.learned = { task, seed, state, ...restored(texts, width, task) };
    return model;
  }

  async fit(problem: Problem, run: RunOptions = {}): Promise<FitReport> {
    checkProblem(problem, run);
    const started = performance.now();
    const { graph, nodeType, seed, split } = problem;
    const { inputs, state, train } = await fitInputs(problem, this.#settings, run);
    const task = taskOf(problem);
    const valid = rowsById(
      graph,
      nodeType,
      split.valid.filter((row) => isKnown(problem, row)),
    );
    const trees = await grow(problem, task, inputs, { train, valid }, this.#settings, run);
    this.learned = { task, seed, trees, state, width: inputs.width, numNodes: graph.numNodes(nodeType) };
    this.#inputs = inputs;
    return { seconds: { fit: (performance.now() - started) / 1000 } };
  }

  async predict(rows: Int32Array, options: InferenceOptions = {}): Promise<Float32Array> {
    const learned = fitted(this.learned);
    const { task, trees, numNodes } = learned;
    const { graph, run } = checkInference(rows, options, task, numNodes);
    const inputs = graph ? await inputsLike(learned, graph, task.nodeType, this.#settings, run) : this.#inputs;
    if (!inputs) throw needsGraph();
    const columns = columnsOf(inputs, rows);
    const isNumber = task.kind === 'regression';
    const parts = rows.length === 0 ? [] : trees.map((each) => each.predict(columns, { raw: !isNumber }));
    return finiteScores(scoresOf(parts, rows.length, task), rows);
  }

  async save(): Promise<SavedModel> {
    const { task, seed, state, trees, width } = fitted(this.learned);
    const texts = trees.map((each) => each.toText());
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: { ...state, width, texts } },
      ...{ parameters: [], weights: [], trainRows: new Int32Array(0) },
    };
  }

  override dispose(): void {
    super.dispose();
    this.#inputs = undefined;
  }
}

/** Validation rows may lack what is learned. */
function isKnown(problem: Problem, row: number): boolean {
  if (problem.kind === 'regression') return !Number.isNaN(problem.targets.values[row]!);
  return problem.targets.kind === 'multi' || problem.targets.labels[row]! >= 0;
}

/** [rows, outputs] of the models' own; of two classes the log-odds are the score of the second, and the first has 0. */
function scoresOf(parts: readonly Float64Array[], numRows: number, task: LearnedTask): Float32Array {
  const outputs = numOutputs(task);
  const scores = new Float32Array(numRows * outputs);
  if (isMultiLabel(task)) {
    for (const [c, part] of parts.entries()) for (let i = 0; i < numRows; i++) scores[i * outputs + c] = part[i]!;
  } else if (task.kind === 'classification' && outputs === 2) {
    for (let i = 0; i < numRows; i++) scores[2 * i + 1] = parts[0]?.[i] ?? 0;
  } else if (parts[0]) scores.set(parts[0]);
  return scores;
}

/** @throws {HeteroGraphError} CORRUPT_FILE, and as `BoostedTrees.fromText` */
function restored(texts: unknown, width: unknown, task: LearnedTask): Pick<TreesFit, 'trees' | 'width'> {
  const outputs = numOutputs(task);
  const isSeveral = isMultiLabel(task);
  const count = isSeveral ? outputs : task.kind === 'classification' && outputs === 1 ? 0 : 1;
  const each = isSeveral || outputs === 2 ? 1 : outputs;
  const isWidth = Number.isSafeInteger(width) && (width as number) > 0;
  if (!isWidth || !isTexts(texts) || texts.length !== count) throw forged();
  const trees = texts.map((text) => BoostedTrees.fromText(text));
  const isSound = trees.every(
    ({ numOutputs, featureNames }) =>
      numOutputs === each &&
      featureNames.length === (width as number) - 1 &&
      featureNames.every((name, c) => name === String(c)),
  );
  if (!isSound) throw forged();
  return { trees, width: width as number };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function forged(): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', 'The trees of the model are of other columns or classes.', {
    column: 'state',
    hint: 'Save the model again.',
  });
}
