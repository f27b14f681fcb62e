import type { Tensor } from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import { adamInto } from '../kernels/adam.js';
import { ensureBackend } from './backend.js';
import type { Parameter } from './parameter.js';

export interface AdamOptions {
  /** Default 3e-3; a step may name another. */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** The learning rate of epoch e (0-based, see `endEpoch`) is learningRate * decay^e. Default 1. */
  readonly decay?: number;
}

/** Moments of every parameter, in the parameters' order, and the number of steps taken. */
export interface AdamState {
  readonly step: number;
  readonly m: readonly Float32Array[];
  readonly v: readonly Float32Array[];
  /** Epochs ended, where `endEpoch` is used; default 0. */
  readonly epoch?: number;
}

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with PyTorch's bias correction and placement of epsilon, in place: one pass
 * over parameter, gradient and both moments.
 */
export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #options: Required<AdamOptions>;
  readonly #m: Float32Array[];
  readonly #v: Float32Array[];
  #step = 0;
  #epoch = 0;

  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    const { learningRate = 3e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 1 } = options;
    this.#parameters = parameters;
    this.#options = { learningRate, beta1, beta2, epsilon, decay };
    const { arena } = ensureBackend().pool;
    this.#m = parameters.map((parameter) => arena.allocFloat32(parameter.size));
    this.#v = parameters.map((parameter) => arena.allocFloat32(parameter.size));
  }

  /** Learning rate of the present epoch. */
  get learningRate(): number {
    return this.#options.learningRate * this.#options.decay ** this.#epoch;
  }

  /**
   * @param gradients one per parameter, in order
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  step(gradients: readonly Tensor[], learningRate = this.learningRate): void {
    const backend = ensureBackend();
    this.#check(gradients);
    this.#step++;
    const at = { ...this.#options, learningRate, step: this.#step };
    for (const [i, parameter] of this.#parameters.entries()) {
      const arrays = {
        parameter: backend.address(parameter.value),
        gradient: backend.address(gradients[i]!),
        m: this.#m[i]!.byteOffset,
        v: this.#v[i]!.byteOffset,
        n: parameter.size,
      };
      adamInto(backend.pool, arrays, at);
    }
  }

  /** Decays the learning rate. */
  endEpoch(): void {
    this.#epoch++;
  }

  /** Copies, fit for a checkpoint: `restore` goes on to the same bits. */
  state(): AdamState {
    return {
      step: this.#step,
      epoch: this.#epoch,
      m: this.#m.map((values) => values.slice()),
      v: this.#v.map((values) => values.slice()),
    };
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  restore({ step, m, v, epoch = 0 }: AdamState): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      if (m[i]?.length !== parameter.size || v[i]?.length !== parameter.size) {
        throw new HeteroGraphError('SHAPE_MISMATCH', 'The optimiser state is of another model.', {
          column: parameter.name,
        });
      }
    }
    for (const i of this.#parameters.keys()) {
      this.#m[i]!.set(m[i]!);
      this.#v[i]!.set(v[i]!);
    }
    this.#step = step;
    this.#epoch = epoch;
  }

  dispose(): void {
    const { arena } = ensureBackend().pool;
    for (const values of [...this.#m, ...this.#v]) arena.release(values);
    this.#m.length = 0;
    this.#v.length = 0;
  }

  #check(gradients: readonly Tensor[]): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      if (gradients[i]?.size === parameter.size) continue;
      throw new HeteroGraphError('SHAPE_MISMATCH', 'A gradient is missing or of another size than its parameter.', {
        column: parameter.name,
      });
    }
  }
}
