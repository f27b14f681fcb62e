import type { Tensor } from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../../core/index.js';
import { ensureBackend } from '../../backends/backend.js';
import type { Parameter } from '../../engine/parameter.js';
import { ArenaMoments } from './arena-moments.js';
import type { Moments } from './moments.js';
import { TensorMoments } from './tensor-moments.js';
import { VariableMoments } from './variable-moments.js';

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
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with PyTorch's bias correction and placement of epsilon: one pass over parameter,
 * gradient and both moments, in place where the backend allows it.
 */
export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #options: Required<AdamOptions>;
  readonly #moments: Moments;
  #step = 0;
  #epoch = 0;

  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    const { learningRate = 3e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 1 } = options;
    this.#parameters = parameters;
    this.#options = { learningRate, beta1, beta2, epsilon, decay };
    this.#moments = momentsOf(parameters);
  }

  /** Learning rate of the present epoch. */
  get learningRate(): number {
    return this.#options.learningRate * this.#options.decay ** this.#epoch;
  }

  /**
   * @param gradients one per parameter, in order
   * @throws {HeteroGraphError} SHAPE_MISMATCH, BACKEND_CHANGED
   */
  step(gradients: readonly Tensor[], learningRate = this.learningRate): void {
    this.#check(gradients);
    this.#step++;
    this.#moments.step(gradients, { ...this.#options, learningRate, step: this.#step });
  }

  /** Decays the learning rate. */
  endEpoch(): void {
    this.#epoch++;
  }

  /** Copies, fit for a checkpoint: `restore` goes on to the same bits. */
  async state(): Promise<AdamState> {
    const [step, epoch] = [this.#step, this.#epoch];
    return { step, epoch, ...(await this.#moments.read()) };
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
    this.#moments.write({ m, v });
    this.#step = step;
    this.#epoch = epoch;
  }

  dispose(): void {
    this.#moments.dispose();
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

function momentsOf(parameters: readonly Parameter[]): Moments {
  const { name, threads } = ensureBackend();
  if (threads) return new ArenaMoments(threads, parameters);
  return name === 'tensorflow' ? new VariableMoments(parameters) : new TensorMoments(parameters);
}
