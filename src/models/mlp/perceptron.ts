import { type ForwardMode, Mlp } from '../../layers/index.js';
import { gatherRows, type Parameter, type Tensor2D } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import type { Inputs } from '../inputs/inputs.js';

export interface PerceptronSettings {
  readonly hiddenLayers: number;
  readonly hidden: number;
  readonly dropout: number;
}

/** Dense layers with PReLU and dropout between them, on inputs of all nodes. */
export class Perceptron implements Model {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #inputs: Inputs;
  readonly #layers: Mlp;

  constructor(name: string, inputs: Inputs, numClasses: number, settings: PerceptronSettings, seed: number) {
    const { hiddenLayers, hidden, dropout } = settings;
    this.name = name;
    this.#inputs = inputs;
    const widths = [inputs.width, ...new Array<number>(hiddenLayers).fill(hidden), numClasses];
    this.#layers = new Mlp({ seed, widths, dropout });
    this.parameters = this.#layers.parameters;
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#layers.forward(this.#rows(rows), mode);
  }

  /** The last hidden layer of rows, [B, hidden], without dropout. */
  embed(rows: Int32Array): Tensor2D {
    return this.#layers.hidden(this.#rows(rows), { training: false });
  }

  dispose(): void {
    this.#layers.dispose();
  }

  #rows(rows: Int32Array): Tensor2D {
    return gatherRows(this.#inputs.x, this.#inputs.width, rows);
  }
}
