import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../src/core/index.js';
import { defineOp } from '../../../src/tensor/engine/define-op.js';
import {
  adam,
  type BackendName,
  getBackend,
  linear,
  makeTensor,
  numTensors,
  type Optimizer,
  Parameter,
  preluDropout,
  type Scalar,
  setBackend,
  softmaxCrossEntropy,
  type Tensor,
  type Tensor2D,
  tidy,
  usedBytes,
  valueAndGradients,
} from '../../../src/tensor/index.js';
import { read } from '../check-gradients.js';
import { normal, type OpCase, opCases } from './op-cases.js';
import { optimiserCases } from './optimiser-cases.js';
import { sparseCases } from './sparse-cases.js';
import { type StockInputs, stockCases, stockShapes } from './stock-cases.js';

/** Largest error relative to 1 + the size of the right value. */
const tolerances: Readonly<Record<BackendName, number>> = { threads: 1e-4, cpu: 1e-4, tensorflow: 1e-4, webgpu: 2e-3 };

/** SUM x_i c_i with fixed c: turns any output into a scalar whose gradient is c. */
const weigh = (x: Tensor): Scalar =>
  tf.sum(
    tf.mul(
      x,
      makeTensor(x.shape, (values) => values.set(normal('weigh', values.length))),
    ),
  );
const weighReference = (x: ArrayLike<number>) => {
  const c = normal('weigh', x.length);
  return Array.from(x).reduce((sum, value, i) => sum + value * c[i]!, 0);
};
const parametersOf = (shapes: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(shapes).map(
    ([name, shape]) => new Parameter(name, shape, (values) => values.set(normal(name, values.length))),
  );
const named = <T>(parameters: readonly Parameter[], value: (parameter: Parameter, i: number) => T) =>
  Object.fromEntries(parameters.map((parameter, i) => [parameter.name, value(parameter, i)]));
const errorOf = (found: ArrayLike<number>, right: ArrayLike<number>) => {
  expect(found.length).toBe(right.length);
  return Array.from(right).reduce((worst, value, i) => {
    const error = Math.abs(found[i]! - value) / (1 + Math.abs(value));
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  }, 0);
};
const memory = () => ({ tensors: numTensors(), buffers: tf.memory().numDataBuffers, bytes: usedBytes() });

/** Central differences of the weighed reference by every value of every operand. */
function slopes({ reference }: OpCase, names: readonly string[], at: readonly Float64Array[]): number[][] {
  return at.map((values, p) =>
    Array.from(values, (_, i) => {
      const probe = (step: number) => {
        const moved = Object.fromEntries(names.map((name, q) => [name, at[q]!.slice()]));
        moved[names[p]!]![i]! += step;
        return weighReference(reference(moved));
      };
      return (probe(1e-5) - probe(-1e-5)) / 2e-5;
    }),
  );
}

/** The suite of one backend; where it is not there, one skipped test says why. */
export async function backendSuite(name: BackendName): Promise<void> {
  try {
    await setBackend(name);
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code !== 'BACKEND_UNAVAILABLE') throw error;
    describe(`the backend ${name}`, () => it.skip(`is not here: ${error.message}`, () => {}));
    return;
  }
  const tolerance = tolerances[name];
  const table: Record<string, object> = {};

  // A software adapter shares its cores with whatever else runs: minutes under load, seconds without.
  describe(`the backend ${name}`, { timeout: 300_000 }, () => {
    beforeAll(async () => void (await setBackend(name)));
    afterAll(() => console.table(table));

    it.each([...opCases, ...sparseCases].map((each) => [each.name, each] as const))('%s', async (_, op) => {
      const before = memory();
      const parameters = parametersOf(op.shapes);
      const names = Object.keys(op.shapes);
      const run = () => op.run(named(parameters, ({ value }) => value as Tensor2D));
      const at = await Promise.all(parameters.map(async (p) => Float64Array.from(await p.read())));
      const right = op.reference(Object.fromEntries(names.map((key, i) => [key, at[i]!])));
      const forward = async () => {
        const result = tidy(run);
        const values = (await result.data()).slice();
        result.dispose();
        return values;
      };
      const first = await forward();
      const { gradients } = await read(() => weigh(run()), parameters);
      const again = [await forward(), (await read(() => weigh(run()), parameters)).gradients];
      const wanted = slopes(op, names, at);
      const gradientError = Math.max(...gradients.map((gradient, p) => errorOf(gradient, wanted[p]!)));
      const forwardError = errorOf(first, right);
      table[op.name] = { forward: forwardError.toExponential(1), gradient: gradientError.toExponential(1) };
      expect(forwardError).toBeLessThan(tolerance);
      expect(gradientError).toBeLessThan(tolerance);
      expect(again).toEqual([first, gradients]);
      for (const parameter of parameters) parameter.dispose();
      op.dispose?.();
      expect(memory()).toEqual(before);
    });

    it('stock operations agree with another backend, values and gradients', async () => {
      const results = async () => {
        const found: Record<string, Float32Array[]> = {};
        const before = memory();
        for (const [key, f] of Object.entries(stockCases)) {
          const parameters = parametersOf(stockShapes);
          const run = () => f(named(parameters, ({ value }) => value) as StockInputs);
          const result = tidy(() => tf.clone(run()));
          const values = (await result.data()).slice() as Float32Array;
          result.dispose();
          found[key] = [values, ...(await read(() => weigh(run()), parameters)).gradients];
          for (const parameter of parameters) parameter.dispose();
        }
        expect(memory()).toEqual(before);
        return found;
      };
      const ours = await results();
      await setBackend(name === 'threads' ? 'cpu' : 'threads');
      try {
        const right = await results();
        let worst = 0;
        for (const [key, arrays] of Object.entries(ours)) {
          const error = Math.max(...arrays.map((values, i) => errorOf(values, right[key]![i]!)));
          expect(error, key).toBeLessThan(tolerance);
          worst = Math.max(worst, error);
        }
        table[`${Object.keys(ours).length} stock operations`] = { 'values and gradients': worst.toExponential(1) };
      } finally {
        await setBackend(name);
      }
    });

    it.each(optimiserCases)(
      '$name agrees with float64, and continues from a saved state with the same bits',
      async (of) => {
        const before = memory();
        const [p] = parametersOf({ p: [40, 3] }) as [Parameter];
        const exact = of.reference(Float64Array.from(await p.read()));
        const gradientAt = (step: number) => normal(`gradient ${step}`, 120);
        const apply = (optimizer: Optimizer, step: number) => {
          const gradient = makeTensor([40, 3], (values) => values.set(gradientAt(step)));
          optimizer.step([gradient]);
          gradient.dispose();
        };
        const optimizer = of.recipe.create([p]);
        for (let step = 1; step <= 6; step++) {
          apply(optimizer, step);
          exact.step(Float64Array.from(gradientAt(step)), step);
        }
        const error = errorOf(await p.read(), exact.parameter);
        table[of.name] = { forward: error.toExponential(1) };
        expect(error).toBeLessThan(tolerance);
        const [state, weights] = [await optimizer.state(), await p.read()];
        apply(optimizer, 7);
        const whole = await p.read();
        // Another one with other settings in between must not disturb it.
        const disturber = adam({ beta1: 0.5 }).create([p]);
        apply(disturber, 7);
        disturber.dispose();
        const other = of.recipe.create([p]);
        p.write(weights);
        other.restore(state);
        apply(other, 7);
        expect(await p.read()).toEqual(whole);
        expect(whole).not.toEqual(weights);
        optimizer.dispose();
        other.dispose();
        p.dispose();
        expect(memory()).toEqual(before);
      },
    );

    it('trains without a leak', async () => {
      const before = memory();
      const parameters = parametersOf({ w: [6, 8], b: [8], slope: [1], out: [8, 3], end: [3] });
      const optimizer = adam({ learningRate: 0.03 }).create(parameters);
      const x = makeTensor([20, 6], (values) => values.set(normal('input', 120)));
      const labels = Int32Array.from({ length: 20 }, (_, i) => i % 3);
      const losses: number[] = [];
      const sizes = new Set<string>();
      for (let step = 0; step < 25; step++) {
        const [w, b, slope, out, end] = parameters;
        const { value, gradients } = valueAndGradients(
          () =>
            softmaxCrossEntropy(
              linear(preluDropout(linear(x, w!.value, b!.value), slope!.value), out!.value, end!.value),
              labels,
            ),
          parameters,
        );
        losses.push((await value.data())[0]!);
        optimizer.step(gradients);
        for (const tensor of [value, ...gradients]) tensor.dispose();
        sizes.add(JSON.stringify(memory()));
      }
      expect(sizes.size).toBe(1);
      expect(losses.at(-1)).toBeLessThan(0.6 * losses[0]!);
      optimizer.dispose();
      x.dispose();
      for (const parameter of parameters) parameter.dispose();
      expect(memory()).toEqual(before);
    });

    it('an operation that throws leaves nothing behind; one without a kernel says so', async () => {
      const before = memory();
      const op = defineOp({
        name: 'HeteroTestThrows',
        forward(host, { x }) {
          host.values(host.allocate(x!.shape)).set(host.values(x!));
          throw new Error('on purpose');
        },
      });
      const [x] = parametersOf({ x: [3] }) as [Parameter];
      const wanted = name === 'webgpu' ? expect.objectContaining({ code: 'BACKEND_LACKS_OP' }) : 'on purpose';
      expect(() => tidy(() => op({ x: x.value }, {})[0]!)).toThrow(wanted);
      x.dispose();
      // On threads the block belongs to a tensor that the engine never saw; the operation itself would have to free it.
      if (name !== 'threads') expect(memory()).toEqual(before);
    });

    it('a tensor made on another backend moves to where it is used', async () => {
      const other = name === 'cpu' ? 'threads' : 'cpu';
      const before = memory();
      const values = normal('moved', 12);
      // Nothing leaves WebGPU without an asynchronous read.
      const ways =
        name === 'webgpu'
          ? [[other, name]]
          : [
              [other, name],
              [name, other],
            ];
      for (const [from, to] of ways as [BackendName, BackendName][]) {
        await setBackend(from);
        const x = makeTensor<Tensor2D>([3, 4], (out) => out.set(values));
        const doubled = tidy(() => tf.mul(x, 2));
        await setBackend(to);
        const sums = tidy(() => linear(doubled, tf.ones([4, 1]), tf.zeros([1])));
        const exact = [0, 4, 8].map((at) => 2 * values.subarray(at, at + 4).reduce((sum, value) => sum + value, 0));
        expect(errorOf(await sums.data(), exact)).toBeLessThan(tolerance);
        expect(await x.data()).toEqual(values);
        for (const tensor of [x, doubled, sums]) tensor.dispose();
      }
      await setBackend(name);
      expect(memory()).toEqual(before);
    });

    it('a parameter belongs to its backend: computing elsewhere is refused, reading is not', async () => {
      const before = memory();
      const [p] = parametersOf({ p: [4] }) as [Parameter];
      const values = await p.read();
      await setBackend(name === 'cpu' ? 'threads' : 'cpu');
      const changed = expect.objectContaining({ code: 'BACKEND_CHANGED' });
      expect(() => p.value).toThrow(changed);
      expect(() => p.write(values)).toThrow(changed);
      expect(await p.read()).toEqual(values);
      p.dispose();
      await setBackend(name);
      expect(getBackend()).toBe(name);
      expect(memory()).toEqual(before);
    });
  });
}
