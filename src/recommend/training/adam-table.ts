import { adamInto } from '../../compute/internal.js';
import type { RandomStream } from '../../core/index.js';
import type { Arrays } from '../core/arrays.js';

/** Trained values, their gradient and Adam's moments, [rows, width] each. */
export class AdamTable {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
  /** Updates so far. */
  steps = 0;
  readonly #arrays: Arrays;

  constructor(arrays: Arrays, length: number) {
    this.#arrays = arrays;
    this.values = arrays.floats(length);
    this.gradient = arrays.floats(length);
    this.m = arrays.floats(length);
    this.v = arrays.floats(length);
  }

  /** Normal numbers of the stream. */
  fill(stream: RandomStream, deviation: number): void {
    stream.fillNormal(this.values, deviation);
  }

  /** Adam (Kingma and Ba, ICLR 2015) with betas 0.9 and 0.999. */
  update(learningRate: number): void {
    this.steps++;
    const { values, gradient, m, v } = this;
    const at = { parameter: values.byteOffset, gradient: gradient.byteOffset, m: m.byteOffset, v: v.byteOffset };
    adamInto(
      this.#arrays.pool,
      { ...at, n: values.length },
      { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, learningRate, step: this.steps },
    );
  }
}
