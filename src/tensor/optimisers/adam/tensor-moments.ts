import { keep, type Tensor } from '@tensorflow/tfjs-core';
import { type AdamStep, adamInto } from '../../../compute/internal.js';
import { defineOp } from '../../engine/define-op.js';
import { makeTensor } from '../../engine/make-tensor.js';
import type { Parameter } from '../../engine/parameter.js';
import * as gpu from '../../webgpu/layers.js';
import type { MomentArrays, Moments } from './moments.js';

/** Inputs parameter, gradient, m, v; outputs the new parameter, m and v. Arithmetic as in `adamInto`. */
const op = defineOp<AdamStep>({
  name: 'HeteroAdamStep',
  webgpu: gpu.adamStep,
  forward(host, { parameter, gradient, m, v }, attributes) {
    const outputs = [parameter!, m!, v!].map((from) => {
      const out = host.allocate(from.shape);
      host.values(out).set(host.values(from));
      return out;
    });
    const [newParameter, newM, newV] = outputs;
    const arrays = {
      parameter: newParameter!.address,
      gradient: host.address(gradient!),
      m: newM!.address,
      v: newV!.address,
      n: host.values(newM!).length,
    };
    adamInto(host.pool, arrays, attributes);
    return outputs;
  },
});

/** For backends whose tensors do not change: a step makes new ones. */
export class TensorMoments implements Moments {
  readonly #parameters: readonly Parameter[];
  #m: Tensor[];
  #v: Tensor[];

  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
    this.#m = parameters.map(({ shape }) => keep(makeTensor(shape, (values) => values.fill(0))));
    this.#v = parameters.map(({ shape }) => keep(makeTensor(shape, (values) => values.fill(0))));
  }

  step(gradients: readonly Tensor[], at: AdamStep): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      const [oldM, oldV] = [this.#m[i]!, this.#v[i]!];
      const inputs = { parameter: parameter.value, gradient: gradients[i]!, m: oldM, v: oldV };
      const [value, m, v] = op(inputs, at) as [Tensor, Tensor, Tensor];
      parameter.replace(() => value);
      this.#m[i] = keep(m);
      this.#v[i] = keep(v);
      oldM.dispose();
      oldV.dispose();
    }
  }

  async read(): Promise<MomentArrays> {
    const read = (tensors: readonly Tensor[]) =>
      Promise.all(tensors.map(async (tensor) => ((await tensor.data()) as Float32Array).slice()));
    const [m, v] = await Promise.all([read(this.#m), read(this.#v)]);
    return { m, v };
  }

  write(values: MomentArrays): void {
    this.dispose();
    const make = (arrays: readonly Float32Array[]) =>
      this.#parameters.map(({ shape }, i) => keep(makeTensor(shape, (out) => out.set(arrays[i]!))));
    this.#m = make(values.m);
    this.#v = make(values.v);
  }

  dispose(): void {
    for (const tensor of [...this.#m, ...this.#v]) tensor.dispose();
    this.#m = [];
    this.#v = [];
  }
}
