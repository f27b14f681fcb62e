import { RandomStream } from '../../core/index.js';
import {
  addAll,
  concatColumns,
  matMul,
  mean,
  multiply,
  Parameter,
  reshape,
  sliceColumns,
  softmax,
  type Tensor2D,
  tanh,
} from '../../tensor/index.js';
import type { LayerOptions } from '../layer.js';
import { Linear } from '../linear.js';

export interface SemanticAttentionOptions extends LayerOptions {
  /** Width of the states, W. */
  readonly width: number;
  /** Width of the vector that scores them; default the width of the states. */
  readonly attentionWidth?: number;
}

/**
 * One weight for each of several tensors [N, W], the same for all nodes: softmax over the means of q . tanh(W z + b) (Wang et al.,
 * "Heterogeneous Graph Attention Network", WWW 2019).
 */
export class SemanticAttention {
  readonly parameters: readonly Parameter[];
  readonly #map: Linear;
  readonly #query: Parameter;

  constructor({ name, seed, width, attentionWidth = width }: SemanticAttentionOptions) {
    this.#map = new Linear({ name: `${name}/map`, seed, inputWidth: width, outputWidth: attentionWidth });
    const stream = new RandomStream(seed, 'init', name, 'query');
    this.#query = Parameter.xavierNormal(`${name}/query`, [attentionWidth, 1], attentionWidth, 1, stream);
    this.parameters = [...this.#map.parameters, this.#query];
  }

  /** [1, tensors]. */
  weights(parts: readonly Tensor2D[]): Tensor2D {
    const query = this.#query.value as Tensor2D;
    const scores = parts.map((z) => reshape<Tensor2D>(mean(matMul(tanh(this.#map.forward(z)), query)), [1, 1]));
    return softmax(concatColumns(scores));
  }

  /** The weighted sum, [N, W]. */
  forward(parts: readonly Tensor2D[]): Tensor2D {
    if (parts.length === 1 || parts[0]!.shape[0] === 0) return parts[0]!;
    const weights = this.weights(parts);
    return addAll(parts.map((z, p) => multiply(z, sliceColumns(weights, p, 1))));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
