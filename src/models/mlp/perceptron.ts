import { RandomStream } from '../../core/index.js';
import { dropoutKey, gatherRows, linear, Parameter, preluDropout, type Tensor2D } from '../../tensor/index.js';
import type { ForwardMode, Model } from '../../training/index.js';
import type { Inputs } from '../inputs/node-inputs.js';

export interface PerceptronSettings {
  readonly hiddenLayers: number;
  readonly hidden: number;
  readonly dropout: number;
}

interface Layer {
  readonly weight: Parameter;
  readonly bias: Parameter;
  /** Of PReLU; absent on the output layer. */
  readonly slope: Parameter | undefined;
}

/** Dense layers with PReLU and dropout between them, on inputs of all nodes. */
export class Perceptron implements Model {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #inputs: Inputs;
  readonly #dropout: number;
  readonly #layers: readonly Layer[];

  constructor(name: string, inputs: Inputs, numClasses: number, settings: PerceptronSettings, seed: number) {
    this.name = name;
    this.#inputs = inputs;
    this.#dropout = settings.dropout;
    const { hiddenLayers, hidden } = settings;
    this.#layers = Array.from({ length: hiddenLayers + 1 }, (_, i) => {
      const [fanIn, fanOut] = [i === 0 ? inputs.width : hidden, i === hiddenLayers ? numClasses : hidden];
      const stream = new RandomStream(seed, 'init', `layer-${i}`);
      return {
        weight: Parameter.xavierNormal(`layer-${i}/weight`, [fanIn, fanOut], fanIn, fanOut, stream),
        bias: Parameter.constant(`layer-${i}/bias`, [fanOut], 0),
        slope: i === hiddenLayers ? undefined : Parameter.constant(`layer-${i}/slope`, [1], 0.25),
      };
    });
    this.parameters = this.#layers.flatMap(({ weight, bias, slope }) => [weight, bias, ...(slope ? [slope] : [])]);
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#through(this.#layers, rows, mode);
  }

  /** The last hidden layer of rows, [B, hidden], without dropout. */
  embed(rows: Int32Array): Tensor2D {
    return this.#through(this.#layers.slice(0, -1), rows, { training: false });
  }

  #through(layers: readonly Layer[], rows: Int32Array, mode: ForwardMode): Tensor2D {
    let hidden = gatherRows(this.#inputs.x, this.#inputs.width, rows);
    for (const [i, { weight, bias, slope }] of layers.entries()) {
      hidden = linear(hidden, weight.value, bias.value);
      const rate = this.#dropout;
      const dropout =
        mode.training && rate > 0 ? { rate, key: dropoutKey(mode.random.child(`layer-${i}`)) } : undefined;
      if (slope) hidden = preluDropout(hidden, slope.value, dropout);
    }
    return hidden;
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
