import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError, type RandomStream } from '../../core/index.js';
import { makeTensor, valuesOf } from './backend.js';

let created = 0;

/** A named trainable tensor. Names are the user's; the engine's own names are unique behind them. */
export class Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly variable: tf.Variable;

  constructor(name: string, shape: readonly number[], fill: (values: Float32Array) => void) {
    this.name = name;
    this.shape = shape;
    const initial = makeTensor<tf.Tensor>([...shape], fill);
    this.variable = tf.variable(initial, true, `parameter-${created++}`);
    initial.dispose();
  }

  /** N(0, 2 / (fanIn + fanOut)). */
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

  get size(): number {
    return this.variable.size;
  }

  /** The tensor to compute with; its shape is the caller's claim. */
  get value(): tf.Variable {
    return this.variable;
  }

  /** A copy of the values. */
  read(): Float32Array {
    return Float32Array.from(valuesOf(this.variable));
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH */
  write(values: Float32Array): void {
    if (values.length !== this.size) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `${this.size} values are wanted, ${values.length} given.`, {
        column: this.name,
      });
    }
    valuesOf(this.variable).set(values);
  }

  dispose(): void {
    this.variable.dispose();
  }
}
