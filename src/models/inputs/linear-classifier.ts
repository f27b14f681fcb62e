import { gemm } from '../../compute/index.js';
import { checkInference } from '../core/check-arguments.js';
import { onlyWeights } from '../core/check-saved.js';
import { DirectClassifier, type DirectFit } from '../core/direct-classifier.js';
import { fitted, needsGraph } from '../core/fitted.js';
import { numOutputs } from '../core/learning.js';
import { taskOf } from '../core/problem.js';
import type { InferenceOptions, Problem, SavedModel } from '../core/types.js';
import type { Inputs } from './inputs.js';
import { type FittedInputs, type InputOptions, inputsLike, rowsOf } from './node-inputs.js';

interface LinearFit extends DirectFit {
  /** [width, outputs], row-major. */
  readonly weights: Float32Array;
  readonly width: number;
  readonly state: SavedModel['state'];
}

/** What linear models of node inputs have in common: one matrix of weights, its use on any graph, and how it is saved. */
export abstract class LinearClassifier<S extends InputOptions> extends DirectClassifier<LinearFit> {
  abstract override readonly name: string;
  readonly usesTrainingLabels = false;
  protected readonly settings: S;
  #inputs: Inputs | undefined;

  constructor(settings: S) {
    super();
    this.settings = settings;
  }

  /** Takes over what {@link save} gave. */
  protected take(saved: SavedModel): void {
    const { task, seed, state } = saved;
    const weights = onlyWeights(saved, 'weights', [-1, numOutputs(task)]);
    this.learned = { weights, width: weights.length / numOutputs(task), task, seed, state };
  }

  /** Keeps the weights of a fit with what they were fitted on. */
  protected keep(problem: Problem, { inputs, state }: FittedInputs, weights: Float32Array): void {
    const { graph, nodeType, seed } = problem;
    const numNodes = graph.numNodes(nodeType);
    this.learned = { weights, width: inputs.width, task: taskOf(problem), seed, state, numNodes };
    this.#inputs = inputs;
  }

  /** Inputs times weights, [rows, outputs]. */
  protected async scores(rows: Int32Array, options: InferenceOptions): Promise<Float32Array> {
    const learned = fitted(this.learned);
    const { weights, width, task, numNodes } = learned;
    const { graph, run } = checkInference(rows, options, task, numNodes);
    const inputs = graph ? await inputsLike(learned, graph, task.nodeType, this.settings, run) : this.#inputs;
    if (!inputs) throw needsGraph();
    return gemm(rowsOf(inputs, rows), weights, rows.length, numOutputs(task), width);
  }

  async save(): Promise<SavedModel> {
    const { weights, width, task, seed, state } = fitted(this.learned);
    return {
      ...{ model: this.name, settings: this.settings, seed, task, state, trainRows: new Int32Array(0) },
      parameters: [{ name: 'weights', shape: [width, numOutputs(task)] }],
      weights: [weights],
    };
  }

  override dispose(): void {
    super.dispose();
    this.#inputs = undefined;
  }
}
