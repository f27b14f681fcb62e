import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError, type RandomStream } from '../../core/index.js';
import { type ActiveBackend, ensureBackend } from '../backends/backend.js';
import { makeTensor } from './make-tensor.js';

/**
 * A named trainable tensor of the backend it was made on. On `threads` its values are changed in place, by the optimiser and by
 * `write`: nothing packed or copied from them is kept between steps. On other backends its tensor is replaced. Lives until
 * `dispose`, whatever scope it was made in.
 */
export class Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly #backend: ActiveBackend;
  #tensor: tf.Tensor;

  /** @param fill writes the initial values, which are zeros before */
  constructor(name: string, shape: readonly number[], fill?: (values: Float32Array) => void) {
    this.name = name;
    this.shape = [...shape];
    this.#backend = ensureBackend();
    const initial = makeTensor(shape, (values) => {
      values.fill(0);
      fill?.(values);
    });
    this.#tensor = tf.keep(initial);
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

  /**
   * The tensor to compute with now; after a step of the optimiser it may be another.
   *
   * @throws {HeteroGraphError} BACKEND_CHANGED where another backend was selected since
   */
  get value(): tf.Tensor {
    this.#check();
    return this.#tensor;
  }

  get size(): number {
    return this.#tensor.size;
  }

  /** A copy of the values, whatever backend is in use. */
  async read(): Promise<Float32Array> {
    const { threads } = this.#backend;
    if (threads) return threads.values(this.#tensor).slice();
    return ((await this.#tensor.data()) as Float32Array).slice();
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH, BACKEND_CHANGED */
  write(values: Float32Array): void {
    this.#check();
    if (values.length !== this.size) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `${this.size} values are expected, ${values.length} given.`, {
        column: this.name,
      });
    }
    const { threads } = this.#backend;
    if (threads) threads.values(this.#tensor).set(values);
    else this.replace(() => makeTensor(this.shape, (out) => out.set(values)));
  }

  /** Disposes the present tensor, then takes the one that `make` gives in its place. Not for `threads`. */
  replace(make: () => tf.Tensor): void {
    this.#tensor.dispose();
    this.#tensor = tf.keep(make());
  }

  dispose(): void {
    this.#tensor.dispose();
  }

  #check(): void {
    const { name } = ensureBackend();
    if (name === this.#backend.name) return;
    throw new HeteroGraphError(
      'BACKEND_CHANGED',
      `The parameter was made on the backend ${this.#backend.name}; ${name} is in use.`,
      { column: this.name, hint: 'Select the backend before the model is built, or load the model anew.' },
    );
  }
}
