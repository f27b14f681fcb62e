import * as z from 'zod/mini';
import { checkOptions, expectArgument, option } from '../core/index.js';
import { dropout, dropoutKey, type Parameter, type Tensor2D } from '../tensor/index.js';
import type { ForwardMode, Layer } from './layer.js';

const optionsSchema = z.strictObject({ name: z.string('a text'), rate: option.rate });

/**
 * In training, sets a share of the values to zero and scales the rest by 1 / (1 - rate); otherwise x itself. [B, D] -> [B, D].
 *
 * @throws {HeteroGraphError} INVALID_OPTION where the rate is not in [0, 1)
 */
export class Dropout implements Layer {
  readonly parameters: readonly Parameter[] = [];
  readonly #rate: number;
  readonly #name: string;

  constructor(options: { readonly rate: number; readonly name: string }) {
    checkOptions(optionsSchema, options);
    const { rate, name } = options;
    this.#rate = rate;
    this.#name = name;
  }

  forward(x: Tensor2D, mode: ForwardMode): Tensor2D {
    return dropped(x, this.#rate, this.#name, mode);
  }

  dispose(): void {}
}

/** x after dropout by a mask of the stream of this name; x itself outside training or without dropout. */
export function dropped(x: Tensor2D, rate: number, name: string, mode: ForwardMode): Tensor2D {
  const options = dropoutOptions(rate, name, mode);
  return options ? dropout(x, options) : x;
}

/** The dropout options of an operation with built-in dropout; undefined outside training or without dropout. */
export function dropoutOptions(rate: number, name: string, mode: ForwardMode) {
  expectArgument(mode, 'object', 'mode');
  return mode.training && rate > 0 ? { rate, key: dropoutKey(mode.random.child(name)) } : undefined;
}
