import type * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import { f32, getPool } from '../threads/pool.js';
import { valuesOf } from './backend.js';
import type { Parameter } from './parameter.js';

export interface AdamOptions {
  /** Default 3e-3; a step may name another. */
  learningRate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/** Moments of every parameter, in the parameters' order, and the number of steps taken. */
export interface AdamState {
  readonly step: number;
  readonly m: readonly Float32Array[];
  readonly v: readonly Float32Array[];
}

/**
 * Adam (Kingma, Ba, ICLR 2015, algorithm 1) with PyTorch's placement of epsilon, in place: one pass over parameter, gradient
 * and both moments.
 */
export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #options: Required<AdamOptions>;
  readonly #m: Float32Array[];
  readonly #v: Float32Array[];
  #step = 0;

  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    const { learningRate = 3e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    this.#parameters = parameters;
    this.#options = { learningRate, beta1, beta2, epsilon };
    const { arena } = getPool();
    this.#m = parameters.map((parameter) => arena.allocFloat32(parameter.size));
    this.#v = parameters.map((parameter) => arena.allocFloat32(parameter.size));
  }

  /** @param gradients one per parameter, in order */
  step(gradients: readonly tf.Tensor[], learningRate = this.#options.learningRate): void {
    const { beta1, beta2, epsilon } = this.#options;
    const pool = getPool();
    this.#step++;
    const stepSize = learningRate / (1 - beta1 ** this.#step);
    const root = Math.sqrt(1 - beta2 ** this.#step);
    for (const [i, parameter] of this.#parameters.entries()) {
      const addresses = [valuesOf(parameter.variable), valuesOf(gradients[i]!), this.#m[i]!, this.#v[i]!];
      pool.run(
        'adam',
        [
          ...addresses.map((values) => values.byteOffset),
          parameter.size,
          f32(beta1),
          f32(beta2),
          f32(stepSize),
          f32(epsilon),
          f32(root),
        ],
        Math.ceil(parameter.size / 1024),
        16,
      );
    }
  }

  /** Copies, fit for a checkpoint. */
  state(): AdamState {
    return {
      step: this.#step,
      m: this.#m.map((values) => Float32Array.from(values)),
      v: this.#v.map((values) => Float32Array.from(values)),
    };
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  restore({ step, m, v }: AdamState): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      if (m[i]?.length !== parameter.size || v[i]?.length !== parameter.size) {
        throw new HeteroGraphError('SHAPE_MISMATCH', 'The optimiser state is of another model.', {
          column: parameter.name,
        });
      }
      this.#m[i]!.set(m[i]);
      this.#v[i]!.set(v[i]);
    }
    this.#step = step;
  }

  dispose(): void {
    const { arena } = getPool();
    for (const values of [...this.#m, ...this.#v]) arena.release(values);
    this.#m.length = 0;
    this.#v.length = 0;
  }
}
