import { RandomStream } from '../../core/index.js';
import { Linear } from '../../layers/index.js';
import {
  add,
  concatColumns,
  gatherRows,
  matMul,
  multiply,
  Parameter,
  relu,
  sumRows,
  type Tensor2D,
} from '../../tensor/index.js';
import type { LinkSettings } from './settings.js';

/** Makes scores of the states of both ends of links. Shape letters: B pairs or questions, N answers, W width of the states. */
export interface LinkDecoder {
  readonly parameters: readonly Parameter[];
  /** Scores of pairs, [B, W] [B, W] -> [B, 1]. The caller tidies. */
  pairs(source: Tensor2D, target: Tensor2D, relation: Int32Array): Tensor2D;
  /**
   * Scores of all answers of questions, [B, W] [N, W] -> [B, N], whichever end is asked for; absent where that is no product. The caller
   * tidies.
   */
  all?(known: Tensor2D, relation: Int32Array, answers: Tensor2D): Tensor2D;
  dispose(): void;
}

export interface DecoderOptions {
  readonly kind: LinkSettings['decoder'];
  /** W. */
  readonly width: number;
  /** R. */
  readonly numRelations: number;
  readonly seed: number;
}

export function makeDecoder(options: DecoderOptions): LinkDecoder {
  if (options.kind === 'dot') return dot;
  return options.kind === 'distmult' ? new DistMultDecoder(options) : new MlpDecoder(options);
}

const dot: LinkDecoder = {
  parameters: [],
  pairs: (source, target) => sumRows(multiply(source, target)),
  all: (known, _, answers) => matMul(known, answers, { b: true }),
  dispose() {},
};

/** SUM_w s_w r_w t_w (Yang et al., ICLR 2015); the vectors of edge types start at 1, where it is the dot product. */
class DistMultDecoder implements LinkDecoder {
  readonly parameters: readonly Parameter[];
  readonly #relations: Parameter;

  constructor({ width, numRelations }: DecoderOptions) {
    this.#relations = Parameter.constant('decoder/relations', [numRelations, width], 1);
    this.parameters = [this.#relations];
  }

  pairs(source: Tensor2D, target: Tensor2D, relation: Int32Array): Tensor2D {
    return sumRows(multiply(this.#times(source, relation), target));
  }

  all(known: Tensor2D, relation: Int32Array, answers: Tensor2D): Tensor2D {
    return matMul(this.#times(known, relation), answers, { b: true });
  }

  dispose(): void {
    this.#relations.dispose();
  }

  #times(states: Tensor2D, relation: Int32Array): Tensor2D {
    return multiply(states, gatherRows(this.#relations.value as Tensor2D, relation));
  }
}

/** relu([s, t, s * t] A + b_r) c, with a vector b_r of each edge type. */
class MlpDecoder implements LinkDecoder {
  readonly parameters: readonly Parameter[];
  readonly #hidden: Linear;
  readonly #relations: Parameter;
  readonly #output: Linear;

  constructor({ width, numRelations, seed }: DecoderOptions) {
    this.#hidden = new Linear({ name: 'decoder/hidden', seed, inputWidth: 3 * width, outputWidth: width });
    const stream = new RandomStream(seed, 'init', 'decoder/relations');
    const shape = [numRelations, width];
    this.#relations = Parameter.xavierNormal('decoder/relations', shape, numRelations, width, stream);
    this.#output = new Linear({ name: 'decoder/output', seed, inputWidth: width, outputWidth: 1 });
    this.parameters = [...this.#hidden.parameters, this.#relations, ...this.#output.parameters];
  }

  pairs(source: Tensor2D, target: Tensor2D, relation: Int32Array): Tensor2D {
    const both = this.#hidden.forward(concatColumns([source, target, multiply(source, target)]));
    return this.#output.forward(relu(add(both, gatherRows(this.#relations.value as Tensor2D, relation))));
  }

  dispose(): void {
    for (const layer of [this.#hidden, this.#output]) layer.dispose();
    this.#relations.dispose();
  }
}
