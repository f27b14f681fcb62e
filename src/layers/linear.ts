import * as z from 'zod/mini';
import { checkOptions, option, RandomStream } from '../core/index.js';
import { linear, Parameter, type Tensor2D } from '../tensor/index.js';
import { type Layer, type LayerOptions, layerSchema } from './layer.js';

export interface LinearOptions extends LayerOptions {
  /** D. */
  readonly inputWidth: number;
  /** H. */
  readonly outputWidth: number;
}

export const linearSchema = { ...layerSchema, inputWidth: option.countFrom(0), outputWidth: option.count };
const optionsSchema = z.strictObject(linearSchema);

/** x weight + bias, [B, D] -> [B, H]. Weights start Xavier normal, the bias at zero. */
export class Linear implements Layer {
  readonly parameters: readonly Parameter[];
  readonly weight: Parameter;
  readonly bias: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: LinearOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth } = options;
    const shape = [inputWidth, outputWidth];
    const stream = new RandomStream(seed, 'init', name);
    this.weight = Parameter.xavierNormal(`${name}/weight`, shape, inputWidth, outputWidth, stream);
    this.bias = Parameter.zeros(`${name}/bias`, [outputWidth]);
    this.parameters = [this.weight, this.bias];
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  forward(x: Tensor2D): Tensor2D {
    return linear(x, this.weight.value, this.bias.value);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
