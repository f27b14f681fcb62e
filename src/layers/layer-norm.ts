import * as z from 'zod/mini';
import { checkOptions, option } from '../core/index.js';
import { layerNorm, Parameter, type Tensor2D } from '../tensor/index.js';
import type { Layer } from './layer.js';

export interface LayerNormOptions {
  readonly name: string;
  /** D. */
  readonly width: number;
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
}

const optionsSchema = z.strictObject({
  name: z.string('a text'),
  width: option.count,
  epsilon: z.optional(option.nonNegative),
});

/**
 * Every row minus its mean, divided by its standard deviation, times a learned scale, plus a learned shift (Ba, Kiros,
 * Hinton 2016). [B, D] -> [B, D]. The scale starts at one, the shift at zero.
 */
export class LayerNorm implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #scale: Parameter;
  readonly #shift: Parameter;
  readonly #epsilon: number | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: LayerNormOptions) {
    checkOptions(optionsSchema, options);
    const { name, width, epsilon } = options;
    this.#scale = Parameter.constant(`${name}/scale`, [width], 1);
    this.#shift = Parameter.zeros(`${name}/shift`, [width]);
    this.#epsilon = epsilon;
    this.parameters = [this.#scale, this.#shift];
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  forward(x: Tensor2D): Tensor2D {
    return layerNorm(x, this.#scale.value, this.#shift.value, this.#epsilon);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
