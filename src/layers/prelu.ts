import * as z from 'zod/mini';
import { checkOptions } from '../core/index.js';
import { Parameter, preluDropout, type Tensor2D } from '../tensor/index.js';
import { dropoutOptions } from './dropout.js';
import { dropoutSchema, type ForwardMode, type Layer } from './layer.js';

export interface PReluOptions {
  readonly name: string;
  /** Slope of negative values before training; default 0.25. */
  readonly slope?: number;
  /** Dropout after the activation, at no extra pass; default 0. */
  readonly dropout?: number;
  /** Name of the stream of dropout; default: the layer's name. */
  readonly dropoutName?: string;
}

const optionsSchema = z.strictObject({
  name: z.string('a text'),
  slope: z.optional(z.number('a number')),
  ...dropoutSchema,
});

/** x where it is positive, else slope x with one learned slope (He et al., ICCV 2015); then dropout. [B, D] -> [B, D]. */
export class PRelu implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #slope: Parameter;
  readonly #dropout: number;
  readonly #dropoutName: string;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: PReluOptions) {
    checkOptions(optionsSchema, options);
    const { name, slope = 0.25, dropout = 0, dropoutName = name } = options;
    this.#slope = Parameter.constant(`${name}/slope`, [1], slope);
    this.#dropout = dropout;
    this.#dropoutName = dropoutName;
    this.parameters = [this.#slope];
  }

  forward(x: Tensor2D, mode: ForwardMode): Tensor2D {
    return preluDropout(x, this.#slope.value, dropoutOptions(this.#dropout, this.#dropoutName, mode));
  }

  dispose(): void {
    this.#slope.dispose();
  }
}
