import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import { type AdamStep, adamInto } from '../kernels/adam.js';
import { adamStep } from './adam-step.js';
import { type ActiveBackend, ensureBackend } from './backend.js';
import { makeTensor } from './gradients.js';
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

/** The moments of one parameter: arrays in the arena on `threads`, tensors elsewhere. */
interface Moments {
  m: Float32Array | Tensor;
  v: Float32Array | Tensor;
}

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with PyTorch's bias correction and placement of epsilon: one pass over parameter,
 * gradient and both moments, in place where the backend allows it.
 */
export class Adam {
  readonly #backend: ActiveBackend;
  readonly #parameters: readonly Parameter[];
  readonly #options: Required<AdamOptions>;
  readonly #moments: Moments[];
  #step = 0;
  #epoch = 0;

  constructor(parameters: readonly Parameter[], options: AdamOptions = {}) {
    const { learningRate = 3e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 1 } = options;
    this.#backend = ensureBackend();
    this.#parameters = parameters;
    this.#options = { learningRate, beta1, beta2, epsilon, decay };
    this.#moments = parameters.map(({ shape, size }) => ({
      m: this.#moment(shape, size),
      v: this.#moment(shape, size),
    }));
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
    const { threads, pool } = this.#backend;
    this.#check(gradients);
    this.#step++;
    const at = { ...this.#options, learningRate, step: this.#step };
    for (const [i, parameter] of this.#parameters.entries()) {
      const moments = this.#moments[i]!;
      const gradient = gradients[i]!;
      if (threads === undefined) {
        replaceAll(parameter, moments, gradient, at);
        continue;
      }
      const arrays = {
        parameter: threads.address(parameter.value),
        gradient: threads.address(gradient),
        m: (moments.m as Float32Array).byteOffset,
        v: (moments.v as Float32Array).byteOffset,
        n: parameter.size,
      };
      adamInto(pool, arrays, at);
    }
  }

  /** Decays the learning rate. */
  endEpoch(): void {
    this.#epoch++;
  }

  /** Copies, fit for a checkpoint: `restore` goes on to the same bits. */
  async state(): Promise<AdamState> {
    const [step, epoch] = [this.#step, this.#epoch];
    const m = await Promise.all(this.#moments.map((moments) => read(moments.m)));
    const v = await Promise.all(this.#moments.map((moments) => read(moments.v)));
    return { step, epoch, m, v };
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
    for (const [i, { shape, size }] of this.#parameters.entries()) {
      const old = this.#moments[i]!;
      this.#moments[i] = { m: this.#moment(shape, size, m[i]), v: this.#moment(shape, size, v[i]) };
      this.#release(old);
    }
    this.#step = step;
    this.#epoch = epoch;
  }

  dispose(): void {
    for (const moments of this.#moments) this.#release(moments);
    this.#moments.length = 0;
  }

  #moment(shape: readonly number[], size: number, values?: Float32Array): Float32Array | Tensor {
    const { threads, pool } = this.#backend;
    if (threads === undefined) return keep(makeTensor(shape, (out) => values && out.set(values)));
    const array = pool.arena.allocFloat32(size);
    if (values) array.set(values);
    return array;
  }

  #release({ m, v }: Moments): void {
    for (const moment of [m, v]) {
      if (moment instanceof Float32Array) this.#backend.pool.arena.release(moment);
      else moment.dispose();
    }
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

function replaceAll(parameter: Parameter, moments: Moments, gradient: Tensor, at: AdamStep): void {
  const old = { m: moments.m as Tensor, v: moments.v as Tensor };
  const next = adamStep({ ...old, parameter: parameter.value }, gradient, at);
  parameter.replace(next.parameter);
  moments.m = keep(next.m);
  moments.v = keep(next.v);
  old.m.dispose();
  old.v.dispose();
}

async function read(moment: Float32Array | Tensor): Promise<Float32Array> {
  return moment instanceof Float32Array ? moment.slice() : ((await moment.data()) as Float32Array).slice();
}
