import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { defineOp, type Op } from '../engine/define-op.js';
import { makeTensor } from '../engine/make-tensor.js';
import type { Parameter } from '../engine/parameter.js';
import type { SlotStore, StepSettings, UpdateRule } from './update-rule.js';

interface Attributes {
  readonly rule: UpdateRule;
  readonly at: StepSettings;
}

const ops = new Map<string, Op<Attributes>>();

/** A kind of rule as an operation: inputs parameter, gradient and slots; outputs the new parameter and slots. */
function opNamed(name: string): Op<Attributes> {
  const known = ops.get(name);
  if (known) return known;
  const op = defineOp<Attributes>({
    name,
    webgpu: (backend, inputs, { rule, at }) => rule.webgpu(backend, inputs, at),
    forward(host, inputs, { rule, at }) {
      const outputs = ['parameter', ...rule.slots].map((changed) => {
        const out = host.allocate(inputs[changed]!.shape);
        host.values(out).set(host.values(inputs[changed]!));
        return out;
      });
      const [parameter, ...slots] = outputs.map((output) => host.values(output));
      rule.update(host.pool, { parameter: parameter!, gradient: host.values(inputs.gradient!), slots }, at);
      return outputs;
    },
  });
  ops.set(name, op);
  return op;
}

/** For backends whose tensors do not change: a step makes new ones. */
export class TensorStore implements SlotStore {
  readonly #rule: UpdateRule;
  readonly #parameters: readonly Parameter[];
  /** By slot and parameter. */
  #slots: Tensor[][];

  constructor(rule: UpdateRule, parameters: readonly Parameter[]) {
    this.#rule = rule;
    this.#parameters = parameters;
    this.#slots = rule.slots.map(() =>
      parameters.map(({ shape }) => keep(makeTensor(shape, (values) => values.fill(0)))),
    );
  }

  step(gradients: readonly Tensor[], at: readonly StepSettings[]): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      const old = this.#slots.map((slot) => slot[i]!);
      const slots = Object.fromEntries(this.#rule.slots.map((name, s) => [name, old[s]!]));
      const inputs = { parameter: parameter.value, gradient: gradients[i]!, ...slots };
      const [value, ...fresh] = opNamed(this.#rule.opName)(inputs, { rule: this.#rule, at: at[i]! });
      parameter.replace(() => value!);
      for (const [s, slot] of this.#slots.entries()) slot[i] = keep(fresh[s]!);
      for (const tensor of old) tensor.dispose();
    }
  }

  read(): Promise<Float32Array[][]> {
    const read = async (tensor: Tensor) => ((await tensor.data()) as Float32Array).slice();
    return Promise.all(this.#slots.map((slot) => Promise.all(slot.map(read))));
  }

  write(values: readonly (readonly Float32Array[])[]): void {
    this.dispose();
    this.#slots = values.map((slot) =>
      this.#parameters.map(({ shape }, i) => keep(makeTensor(shape, (out) => out.set(slot[i]!)))),
    );
  }

  dispose(): void {
    for (const tensor of this.#slots.splice(0).flat()) tensor.dispose();
  }
}
