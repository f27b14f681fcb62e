import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError, type RandomStream } from '../../core/index.js';
import { ensureBackend } from './backend.js';

/**
 * A named trainable tensor. Its values are changed in place, by the optimiser and by `write`: nothing packed or copied from
 * them is kept between steps. Lives until `dispose`, whatever scope it was made in.
 */
export class Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** The tensor to compute with. */
  readonly value: tf.Tensor;

  /** @param fill writes the initial values, which are zeros before */
  constructor(name: string, shape: readonly number[], fill?: (values: Float32Array) => void) {
    const backend = ensureBackend();
    this.name = name;
    this.shape = [...shape];
    const info = backend.allocate(shape);
    const values = backend.values(info).fill(0);
    fill?.(values);
    this.value = tf.keep(tf.engine().makeTensorFromTensorInfo(info, backend));
  }

  /** N(0, 2 / (fanIn + fanOut)) (Glorot and Bengio, AISTATS 2010). */
  static xavierNormal(
    name: string,
    shape: readonly number[],
    fanIn: number,
    fanOut: number,
    stream: RandomStream,
  ): Parameter {
    return new Parameter(name, shape, (values) => stream.fillNormal(values, Math.sqrt(2 / (fanIn + fanOut))));
  }

  static constant(name: string, shape: readonly number[], value: number): Parameter {
    return new Parameter(name, shape, (values) => values.fill(value));
  }

  static zeros(name: string, shape: readonly number[]): Parameter {
    return new Parameter(name, shape);
  }

  get size(): number {
    return this.value.size;
  }

  /** A copy of the values. */
  read(): Float32Array {
    return ensureBackend().values(this.value).slice();
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  write(values: Float32Array): void {
    if (values.length !== this.size) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `${this.size} values are wanted, ${values.length} given.`, {
        column: this.name,
      });
    }
    ensureBackend().values(this.value).set(values);
  }

  dispose(): void {
    this.value.dispose();
  }
}
