import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type ForwardMode, Mlp } from '../../layers/index.js';
import { adam, gatherRows, initTensors, type Parameter, type Tensor2D } from '../../tensor/index.js';
import { classificationTask, type Model, macroF1, microF1, predict, Trainer } from '../../training/index.js';
import type { ClassificationProblem, FitReport, NodeClassifier } from '../core/types.js';
import { type InputOptions, type Inputs, nodeInputs } from '../inputs/node-inputs.js';

export interface MlpOptions extends InputOptions {
  /** Default 1; 0 is logistic regression. */
  readonly hiddenLayers?: number;
  /** Default 64. */
  readonly hidden?: number;
  /** Of hidden layers, as a fraction; default 0.5. */
  readonly dropout?: number;
  /** Default 200. */
  readonly epochs?: number;
  /** In epochs; default 20. */
  readonly patience?: number;
  /** Default 0.01. */
  readonly learningRate?: number;
  /** Default 1,024. */
  readonly batchSize?: number;
}

type Settings = Required<Omit<MlpOptions, keyof InputOptions>>;
const defaults: Settings = {
  hiddenLayers: 1,
  hidden: 64,
  dropout: 0.5,
  epochs: 200,
  patience: 20,
  learningRate: 0.01,
  batchSize: 1024,
};

/**
 * A multilayer perceptron on each node's own features, or on propagated ones; with no hidden layer, logistic regression. Trained
 * with Adam; the epoch with the best mean of micro- and macro-F1 on the validation rows counts.
 */
export class MlpClassifier implements NodeClassifier {
  readonly name: string;
  readonly #input: InputOptions;
  readonly #settings: Settings;
  #model: Perceptron | undefined;

  constructor({ features = 'own', relations, width, ...settings }: MlpOptions = {}) {
    this.#input = { features, relations, width };
    this.#settings = { ...defaults, ...settings };
    const base = this.#settings.hiddenLayers === 0 ? 'logistic' : 'mlp';
    this.name = features === 'own' ? base : `${base}-propagated`;
  }

  async fit(
    { graph, nodeType, targets, split, seed }: ClassificationProblem,
    run: RunOptions = {},
  ): Promise<FitReport> {
    this.dispose();
    await initTensors();
    const started = performance.now();
    const inputs = await nodeInputs(graph, nodeType, this.#input, seed, run);
    const { epochs, patience, learningRate, batchSize } = this.#settings;
    const model = new Perceptron(this.name, inputs, targets.numClasses, this.#settings, seed);
    this.#model = model;
    const task = classificationTask({ targets, rows: split, criterion: [microF1, macroF1], batchSize });
    const trainer = new Trainer({ optimizer: adam({ learningRate }), epochs, patience, seed });
    const training = await trainer.fit(model, task, run);
    const numParameters = model.parameters.reduce((sum, parameter) => sum + parameter.size, 0);
    return { seconds: { fit: (performance.now() - started) / 1000 }, training, numParameters };
  }

  async predict(rows: Int32Array, run: RunOptions = {}): Promise<Float32Array> {
    if (this.#model) return predict(this.#model, rows, run);
    throw new HeteroGraphError('NOT_FITTED', 'The classifier has not been fitted.', { hint: 'Call fit first.' });
  }

  dispose(): void {
    this.#model?.dispose();
    this.#model = undefined;
  }
}

class Perceptron implements Model {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #inputs: Inputs;
  readonly #layers: Mlp;

  constructor(name: string, inputs: Inputs, numClasses: number, settings: Settings, seed: number) {
    this.name = name;
    this.#inputs = inputs;
    const { hiddenLayers, hidden, dropout } = settings;
    const widths = [inputs.width, ...new Array<number>(hiddenLayers).fill(hidden), numClasses];
    this.#layers = new Mlp({ seed, widths, dropout });
    this.parameters = this.#layers.parameters;
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#layers.forward(gatherRows(this.#inputs.x, this.#inputs.width, rows), mode);
  }

  dispose(): void {
    this.#layers.dispose();
  }
}
