import * as tf from '@tensorflow/tfjs-core';
import { attribute, runNative } from '../backends/tensorflow-native.js';
import { makeTensor } from '../engine/make-tensor.js';
import type { Parameter } from '../engine/parameter.js';
import type { SlotStore, StepSettings } from './update-rule.js';

/** A variable of TensorFlow's: a place whose value changes. */
class Variable {
  readonly #handle: tf.Tensor;

  constructor(shape: readonly number[]) {
    const attributes = [
      attribute.float32('dtype'),
      attribute.shape('shape', shape),
      attribute.text('container', ''),
      // The name by which TensorFlow would share it: one for each.
      attribute.text('shared_name', `heterograph-${Variable.#count++}`),
    ];
    this.#handle = tf.keep(runNative('VarHandleOp', attributes, [])[0]!);
  }

  static #count = 0;

  get handle(): tf.Tensor {
    return this.#handle;
  }

  assign(value: tf.Tensor): void {
    runNative('AssignVariableOp', [attribute.float32('dtype')], [this.#handle, value], 0);
  }

  /** The value as a tensor that shares its memory; a change while the tensor lives makes a copy. */
  read(): tf.Tensor {
    return runNative('ReadVariableOp', [attribute.float32('dtype')], [this.#handle])[0]!;
  }

  dispose(): void {
    runNative('DestroyResourceOp', [attribute.flag('ignore_lookup_error', true)], [this.#handle], 0);
    this.#handle.dispose();
  }
}

interface Slot {
  readonly parameter: Parameter;
  readonly variable: Variable;
  readonly m: Variable;
  readonly v: Variable;
  /** The parameter's tensor after the last step: another one was written since. */
  value: tf.Tensor | undefined;
}

export interface AdamBetas {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** For `tensorflow`, without weight decay: parameters and moments are variables, which TensorFlow's own Adam changes in place on all cores. */
export class TensorFlowAdamStore implements SlotStore {
  readonly #betas: AdamBetas;
  readonly #slots: Slot[];

  constructor(betas: AdamBetas, parameters: readonly Parameter[]) {
    this.#betas = betas;
    this.#slots = parameters.map((parameter) => {
      const make = () => new Variable(parameter.shape);
      return { parameter, variable: make(), m: make(), v: make(), value: undefined };
    });
    const zeros = parameters.map(({ size }) => new Float32Array(size));
    this.write([zeros, zeros]);
  }

  step(gradients: readonly tf.Tensor[], at: readonly StepSettings[]): void {
    for (const [i, slot] of this.#slots.entries()) this.#update(slot, gradients[i]!, at[i]!);
  }

  #update(slot: Slot, gradient: tf.Tensor, at: StepSettings): void {
    const { beta1, beta2, epsilon } = this.#betas;
    const correction = Math.sqrt(1 - beta2 ** at.step);
    const rate = (at.learningRate * correction) / (1 - beta1 ** at.step);
    // The powers of both betas are in the rate, which float64 computed; epsilon is scaled, because PyTorch adds it elsewhere.
    const scalars = [0, 0, rate, beta1, beta2, epsilon * correction].map((value) => tf.scalar(value));
    const attributes = [
      attribute.float32('T'),
      attribute.flag('use_locking', false),
      attribute.flag('use_nesterov', false),
    ];
    const { parameter, variable, m, v } = slot;
    if (parameter.value !== slot.value) variable.assign(parameter.value);
    parameter.replace(() => {
      const handles = [variable, m, v].map(({ handle }) => handle);
      runNative('ResourceApplyAdam', attributes, [...handles, ...scalars, gradient], 0);
      return variable.read();
    });
    slot.value = parameter.value;
    tf.dispose(scalars);
  }

  async read(): Promise<Float32Array[][]> {
    const read = async (variable: Variable) => {
      const tensor = variable.read();
      const values = ((await tensor.data()) as Float32Array).slice();
      tensor.dispose();
      return values;
    };
    const m = await Promise.all(this.#slots.map((slot) => read(slot.m)));
    const v = await Promise.all(this.#slots.map((slot) => read(slot.v)));
    return [m, v];
  }

  write([m, v]: readonly (readonly Float32Array[])[]): void {
    for (const [i, slot] of this.#slots.entries()) {
      for (const [variable, values] of [
        [slot.m, m![i]!],
        [slot.v, v![i]!],
      ] as const) {
        const tensor = makeTensor(slot.parameter.shape, (out) => out.set(values));
        variable.assign(tensor);
        tensor.dispose();
      }
    }
  }

  dispose(): void {
    for (const { variable, m, v } of this.#slots) for (const each of [variable, m, v]) each.dispose();
    this.#slots.length = 0;
  }
}
