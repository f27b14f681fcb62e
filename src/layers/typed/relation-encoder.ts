import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { matMul, multiply, Parameter, spmm, type Tensor2D } from '../../tensor/index.js';
import type { EdgeMatrices } from '../messages/relation.js';

export interface RelationEncoderOptions {
  /** First part of the parameters' names; distinct within a model. */
  readonly name: string;
  /** T. */
  readonly numTypes: number;
}

const optionsSchema = z.strictObject({ name: z.string('a text'), numTypes: option.count });

/**
 * Convolution that tells node types apart by one number each, the relation encoder of HINormer (Mao et al., "HINormer", WWW 2023):
 *
 *     r_i = SUM_j w_type(j) / sqrt(deg_i deg_j) r_j
 *
 * [N, W] -> [N, W]. The numbers start at one. Layers after the other, from types as one-hot rows, count the types on the ways to a node.
 *
 * @example
 * const layer = new RelationEncoder({ name: 'relations', numTypes: 3 });
 * const next = layer.forward(oneHot, oneHot, edges); // [N, 3] -> [N, 3]
 */
export class RelationEncoder {
  readonly parameters: readonly Parameter[];
  readonly #weights: Parameter;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: RelationEncoderOptions) {
    checkOptions(optionsSchema, options);
    this.#weights = Parameter.constant(`${options.name}/weights`, [options.numTypes, 1], 1);
    this.parameters = [this.#weights];
  }

  /**
   * @param types one row per node, one-hot [N, T]
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  forward(x: Tensor2D, types: Tensor2D, { symmetric }: EdgeMatrices): Tensor2D {
    return spmm(symmetric, multiply(x, matMul(types, this.#weights.value as Tensor2D)));
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
