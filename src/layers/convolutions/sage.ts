import * as z from 'zod/mini';
import { checkOptions, RandomStream } from '../../core/index.js';
import { add, matMul, Parameter, rowNorm, spmm, spmmMax, type Tensor2D } from '../../tensor/index.js';
import type { ForwardMode } from '../layer.js';
import { Linear } from '../linear.js';
import type { EdgeMatrices } from '../messages/relation.js';
import { type Convolution, type ConvolutionOptions, convolutionSchema } from './convolution.js';

export interface SageOptions extends ConvolutionOptions {
  /** What is taken of the neighbours' states: their mean (default) or the largest value of each column. */
  readonly aggregate?: 'mean' | 'max';
  /** Whether the new states are scaled to length 1; default false. */
  readonly normalize?: boolean;
}

const optionsSchema = z.strictObject({
  ...convolutionSchema,
  aggregate: z.optional(z.enum(['mean', 'max'])),
  normalize: z.optional(z.boolean('true or false')),
});

/**
 * GraphSAGE (Hamilton et al., "Inductive Representation Learning on Large Graphs", NeurIPS 2017):
 *
 *     h_i = W_1 x_i + b + W_2 aggregate_{j in N(i)} x_j
 *
 * A node without neighbours has 0 for their aggregate. [sources, D], [targets, D] -> [targets, H].
 */
export class Sage implements Convolution {
  readonly parameters: readonly Parameter[];
  readonly #self: Linear;
  readonly #neighbours: Parameter;
  readonly #aggregate: 'mean' | 'max';
  readonly #normalize: boolean;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: SageOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth: d, outputWidth: h, aggregate = 'mean', normalize = false } = options;
    const stream = new RandomStream(seed, 'init', name, 'neighbours');
    this.#self = new Linear({ name: `${name}/self`, seed, inputWidth: d, outputWidth: h });
    this.#neighbours = Parameter.xavierNormal(`${name}/neighbours`, [d, h], d, h, stream);
    this.#aggregate = aggregate;
    this.#normalize = normalize;
    this.parameters = [...this.#self.parameters, this.#neighbours];
  }

  get ofMeans(): Convolution['ofMeans'] {
    const isSum = this.#aggregate === 'mean' && !this.#normalize;
    return isSum ? { self: this.#self, neighbours: this.#neighbours } : undefined;
  }

  forward(source: Tensor2D, target: Tensor2D, relation: EdgeMatrices, _mode?: ForwardMode): Tensor2D {
    const sum = add(this.#self.forward(target), this.#aggregated(source, relation));
    return this.#normalize ? rowNorm(sum) : sum;
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #aggregated(source: Tensor2D, { matrix, mean }: EdgeMatrices): Tensor2D {
    const weight = this.#neighbours.value as Tensor2D;
    if (this.#aggregate === 'max') return matMul(spmmMax(matrix, source), weight);
    return spmmLinear(mean, source, weight);
  }
}

/** A X W, multiplied in the order that takes fewer operations. */
export function spmmLinear(matrix: Parameters<typeof spmm>[0], x: Tensor2D, weight: Tensor2D): Tensor2D {
  const isFewer = matrix.numRows < matrix.numCols && weight.shape[0] <= weight.shape[1];
  return isFewer ? matMul(spmm(matrix, x), weight) : spmm(matrix, matMul(x, weight));
}
