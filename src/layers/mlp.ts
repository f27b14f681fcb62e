import * as z from 'zod/mini';
import { checkOptions, option } from '../core/index.js';
import type { Parameter, Tensor2D } from '../tensor/index.js';
import { Dense, type DenseOptions } from './dense.js';
import {
  activationSchema,
  type ForwardMode,
  type Layer,
  type LayerOptions,
  layerSchema,
  parametersOf,
} from './layer.js';

export interface MlpOptions extends Partial<Pick<LayerOptions, 'name'>>, Pick<LayerOptions, 'seed'> {
  /** Widths of the input and of the output of every layer: one more than there are layers. */
  readonly widths: readonly number[];
  /** Of the layers but the last; default 'prelu'. */
  readonly activation?: DenseOptions['activation'];
  /** After every activation, a fraction in [0, 1); default 0. */
  readonly dropout?: number;
  /** Whether the last layer has activation and dropout too; default false: it is linear. */
  readonly activateLast?: boolean;
  /** Name of a layer's stream of dropout; default: the layer's name. */
  readonly dropoutName?: (layer: number) => string;
}

const mustBeWidths = 'a list of at least two widths';
const optionsSchema = z.strictObject({
  ...layerSchema,
  name: z.optional(layerSchema.name),
  widths: z.array(option.countFrom(0), mustBeWidths).check(z.minLength(2, mustBeWidths)),
  activation: activationSchema,
  dropout: z.optional(option.rate),
  activateLast: z.optional(z.boolean('true or false')),
  dropoutName: z.optional(option.callback),
});

/** Dense layers one after the other, named `NAME/layer-0` and so on: [B, widths[0]] -> [B, widths.at(-1)]. */
export class Mlp implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #layers: readonly Dense[];

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: MlpOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, widths, activation, dropout, activateLast = false, dropoutName } = options;
    const count = widths.length - 1;
    this.#layers = widths.slice(1).map((outputWidth, i) => {
      const isPlain = i === count - 1 && !activateLast;
      return new Dense({
        name: `${name === undefined ? '' : `${name}/`}layer-${i}`,
        seed,
        inputWidth: widths[i]!,
        outputWidth,
        ...(isPlain ? { activation: 'none' } : { activation, dropout, dropoutName: dropoutName?.(i) }),
      });
    });
    this.parameters = parametersOf(this.#layers);
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  forward(x: Tensor2D, mode: ForwardMode): Tensor2D {
    return this.#run(this.#layers, x, mode);
  }

  /** The input of the last layer. */
  hidden(x: Tensor2D, mode: ForwardMode): Tensor2D {
    return this.#run(this.#layers.slice(0, -1), x, mode);
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
  }

  #run(layers: readonly Dense[], x: Tensor2D, mode: ForwardMode): Tensor2D {
    return layers.reduce((hidden, layer) => layer.forward(hidden, mode), x);
  }
}
