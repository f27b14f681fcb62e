import { type Parameter, type Tensor2D, tensor2d } from '../../tensor/index.js';
import type { LayerOptions } from '../layer.js';
import { Linear } from '../linear.js';
import type { MessageRelation } from '../messages/relation.js';

/**
 * Relative temporal encoding (Hu et al., "Heterogeneous Graph Transformer", WWW 2020): how much later an edge's receiver is than its sender, as a linear
 * map of
 *
 *     base(t)[2i] = sin(t / 10000^(2i / D)) / sqrt(D),   base(t)[2i + 1] = cos(t / 10000^(2i / D)) / sqrt(D)
 *
 * to the width of the states, D.
 */
export class RelativeTime {
  readonly parameters: readonly Parameter[];
  readonly #map: Linear;
  readonly #width: number;
  readonly #bases = new WeakMap<MessageRelation, Float32Array>();

  /** @param width D */
  constructor({ name, seed }: LayerOptions, width: number) {
    this.#map = new Linear({ name: `${name}/time`, seed, inputWidth: width, outputWidth: width });
    this.#width = width;
    this.parameters = this.#map.parameters;
  }

  /** Of every different step of time of a relation, [steps, D]. The caller tidies. */
  forward(relation: MessageRelation): Tensor2D {
    const { steps } = relation.timeSteps!;
    let base = this.#bases.get(relation);
    if (!base) {
      base = timeBase(steps, this.#width);
      this.#bases.set(relation, base);
    }
    return this.#map.forward(tensor2d(base, [steps.length, this.#width]));
  }
}

/** [steps, width], row-major. */
export function timeBase(steps: Float32Array, width: number): Float32Array {
  const base = new Float32Array(steps.length * width);
  for (const [row, step] of steps.entries()) {
    for (let c = 0; c < width; c++) {
      const angle = step / 10000 ** ((c - (c % 2)) / width);
      base[row * width + c] = (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle)) / Math.sqrt(width);
    }
  }
  return base;
}
