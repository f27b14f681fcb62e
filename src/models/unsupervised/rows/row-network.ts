import { RandomStream } from '../../../core/index.js';
import { Dropout, type ForwardMode, Linear } from '../../../layers/index.js';
import { add, linear, Parameter, relu, spmm, type Tensor2D } from '../../../tensor/index.js';
import type { Model } from '../../../training/index.js';
import type { RowBatch } from './row-inputs.js';
import type { RowSettings } from './settings.js';

/** Vectors of rows by their columns: z = W2 dropout(relu(W1 x + b1)) + b2, [B, D] -> [B, hidden]. */
export class RowNetwork implements Model<RowBatch> {
  readonly name = 'mlp';
  readonly parameters: readonly Parameter[];
  readonly #weight: Parameter;
  readonly #bias: Parameter;
  readonly #dropout: Dropout;
  readonly #output: Linear;

  /** @param width of the rows */
  constructor(width: number, { hidden, dropout }: Pick<RowSettings, 'hidden' | 'dropout'>, seed: number) {
    const stream = new RandomStream(seed, 'init', 'input');
    this.#weight = Parameter.xavierNormal('input/weight', [width, hidden], width, hidden, stream);
    this.#bias = Parameter.zeros('input/bias', [hidden]);
    this.#dropout = new Dropout({ name: 'input', rate: dropout });
    this.#output = new Linear({ name: 'output', seed, inputWidth: hidden, outputWidth: hidden });
    this.parameters = [this.#weight, this.#bias, ...this.#output.parameters];
  }

  /** The caller tidies. */
  forward(batch: RowBatch, mode: ForwardMode): Tensor2D {
    const [weight, bias] = [this.#weight.value, this.#bias.value];
    const x =
      batch.kind === 'sparse'
        ? (add(spmm(batch.operand, weight), bias as never) as Tensor2D)
        : linear(batch.values, weight, bias);
    return this.#output.forward(this.#dropout.forward(relu(x), mode));
  }

  dispose(): void {
    this.#weight.dispose();
    this.#bias.dispose();
    this.#output.dispose();
  }
}
