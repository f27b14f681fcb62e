import * as z from 'zod/mini';
import { checkOptions } from '../core/index.js';
import { relu, type Tensor2D } from '../tensor/index.js';
import { Dropout } from './dropout.js';
import { activationSchema, dropoutSchema, type ForwardMode, type Layer, parametersOf } from './layer.js';
import { Linear, type LinearOptions, linearSchema } from './linear.js';
import { PRelu } from './prelu.js';

export interface DenseOptions extends LinearOptions {
  /** Default 'prelu', with one learned slope that starts at 0.25. */
  readonly activation?: 'prelu' | 'relu' | 'none';
  /** Dropout after the activation, a fraction in [0, 1); default 0. */
  readonly dropout?: number;
  /** Name of the stream of dropout; default: the layer's name. */
  readonly dropoutName?: string;
}

const optionsSchema = z.strictObject({ ...linearSchema, activation: activationSchema, ...dropoutSchema });

/** A linear map, an activation and dropout, [B, D] -> [B, H]. */
export class Dense implements Layer {
  readonly parameters;
  readonly #linear: Linear;
  readonly #rest: readonly Layer[];
  readonly #isRelu: boolean;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: DenseOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, activation = 'prelu', dropout = 0, dropoutName = name } = options;
    this.#linear = new Linear({ name, seed, inputWidth, outputWidth });
    this.#isRelu = activation === 'relu';
    this.#rest =
      activation === 'prelu'
        ? [new PRelu({ name, dropout, dropoutName })]
        : [new Dropout({ rate: dropout, name: dropoutName })];
    this.parameters = parametersOf([this.#linear, ...this.#rest]);
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  forward(x: Tensor2D, mode: ForwardMode): Tensor2D {
    const y = this.#linear.forward(x);
    return this.#rest.reduce((hidden, layer) => layer.forward(hidden, mode), this.#isRelu ? relu(y) : y);
  }

  dispose(): void {
    for (const layer of [this.#linear, ...this.#rest]) layer.dispose();
  }
}
