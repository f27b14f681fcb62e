import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  adam,
  concatColumns,
  dropoutKey,
  hopMix,
  initTensors,
  linear,
  makeTensor,
  meanOf,
  numTensors,
  Parameter,
  preluDropout,
  softmaxCrossEntropy,
  type Tensor,
  tidy,
  usedBytes,
  valueAndGradients,
} from '../../src/tensor/index.js';
import { ownKernels } from '../../src/tensor/threads/stock-kernels.js';
import { type StockInputs, stockCases, stockShapes } from './backends/stock-cases.js';
import { read } from './check-gradients.js';

const normal = (name: string, n: number) => new RandomStream(4, name).fillNormal(new Float32Array(n));
const tensor = (name: string, shape: number[], map = (v: number) => v) =>
  makeTensor(shape, (values) => values.set(normal(name, values.length).map(map)));

let before = { tensors: 0, bytes: 0 };
beforeAll(() => initTensors());
beforeEach(() => {
  before = { tensors: numTensors(), bytes: usedBytes() };
});
afterEach(() => {
  expect({ tensors: numTensors(), bytes: usedBytes() }).toEqual(before);
});

describe('stock operations on our backend', () => {
  it('have gradients that agree with central differences', async () => {
    for (const [name, f] of Object.entries(stockCases)) {
      const parameters = Object.entries(stockShapes).map(
        ([key, shape]) => new Parameter(key, shape, (values) => values.set(normal(key, values.length))),
      );
      const loss = () => {
        const result = f(Object.fromEntries(parameters.map((p) => [p.name, p.value])) as StockInputs);
        return tf.sum(tf.mul(result, tensor('weigh', result.shape))) as tf.Scalar;
      };
      const { gradients } = await read(loss, parameters);
      let moved = 0;
      for (const [p, parameter] of parameters.entries()) {
        const values = await parameter.read();
        for (const i of [0, Math.floor(values.length / 2), values.length - 1]) {
          const probe = (step: number) => {
            parameter.write(values.map((v, j) => (j === i ? v + step : v)));
            return tidy(loss);
          };
          const [up, down] = [probe(4e-3), probe(-4e-3)];
          const slope = (up.dataSync()[0]! - down.dataSync()[0]!) / 8e-3;
          up.dispose();
          down.dispose();
          parameter.write(values);
          expect(Math.abs(gradients[p]![i]! - slope), `${name} by ${parameter.name}[${i}]`).toBeLessThan(
            1e-2 * (1 + Math.abs(slope)),
          );
          moved += Math.abs(slope);
        }
      }
      expect(moved, name).toBeGreaterThan(0);
      for (const parameter of parameters) parameter.dispose();
    }
  });
});

describe('memory', () => {
  it('an inherited kernel that returns a view of its input cannot see freed memory', () => {
    const cube = makeTensor([2, 3, 4], (values) => values.set(normal('cube', 24)));
    const part = tf.slice(cube as tf.Tensor3D, [1, 0, 0], [1, 3, 4]);
    cube.dispose();
    const other = makeTensor([2, 3, 4], (values) => values.fill(7));
    expect(part.dataSync()).toEqual(normal('cube', 24).subarray(12));
    part.dispose();
    other.dispose();
  });

  it('what is read is a copy', async () => {
    const x = makeTensor([3], (values) => values.fill(2));
    const values = await x.data();
    x.dispose();
    const y = makeTensor([3], (v) => v.fill(5));
    expect(values).toEqual(Float32Array.of(2, 2, 2));
    y.dispose();
  });

  it('a parameter changed in place is seen by the next product', () => {
    const x = tensor('x', [4, 4]);
    const weight = Parameter.zeros('w', [4, 3]);
    const product = () => tidy(() => tf.matMul(x as tf.Tensor2D, weight.value as tf.Tensor2D));
    const first = product();
    weight.write(normal('w', 12));
    const second = product();
    expect(first.dataSync()).toEqual(new Float32Array(12));
    expect(second.dataSync()).not.toEqual(first.dataSync());
    for (const t of [x, first, second]) t.dispose();
    weight.dispose();
  });
});

describe('a training step', () => {
  const hidden = 24;
  const source = { values: normal('source', 40 * 3 * 30), numRows: 40, hops: 3, width: 30 };
  const rows = Int32Array.from({ length: 17 }, (_, i) => (i * 7) % 40);
  const labels = Int32Array.from(rows, (row) => row % 4);

  function model() {
    const made: Parameter[] = [];
    const make = (name: string, shape: number[], value?: number) => {
      const fresh =
        value === undefined
          ? Parameter.xavierNormal(name, shape, shape[0]!, shape[1]!, new RandomStream(1, name))
          : Parameter.constant(name, shape, value);
      made.push(fresh);
      return fresh;
    };
    const branches = ['a', 'b'].map((name) => ({
      filter: make(`${name}/filter`, [2, 3]),
      filterBias: make(`${name}/filter-bias`, [2], 0),
      weight: make(`${name}/weight`, [60, hidden]),
      bias: make(`${name}/bias`, [hidden], 0),
      slope: make(`${name}/slope`, [1], 0.25),
    }));
    const out = { weight: make('out/weight', [2 * hidden, 4]), bias: make('out/bias', [4], 0) };
    const mean = { weight: make('mean/weight', [hidden, 4]), bias: make('mean/bias', [4], 0) };
    const loss = (step: number) => {
      const parts = branches.map((branch, i) => {
        const key = (what: string) => dropoutKey(new RandomStream(2, what, i), step);
        const mixed = hopMix(source, rows, branch.filter.value, branch.filterBias.value, { rate: 0.8, key: key('in') });
        const dense = linear(mixed, branch.weight.value, branch.bias.value);
        return preluDropout(dense, branch.slope.value, { rate: 0.5, key: key('hidden') });
      });
      const joined = linear(concatColumns(parts), out.weight.value, out.bias.value);
      const averaged = linear(meanOf(parts), mean.weight.value, mean.bias.value);
      return softmaxCrossEntropy(meanOf([joined, averaged]), labels);
    };
    return { parameters: made, loss };
  }

  it('runs on our kernels alone', async () => {
    const { parameters, loss } = model();
    const optimizer = adam().create(parameters);
    const profile = await tf.profile(() =>
      tidy(() => {
        const { value, gradients } = valueAndGradients(() => loss(0), parameters);
        optimizer.step(gradients);
        // A plain MLP from stock operations too.
        const x = tensor('x', [9, 6]);
        const dense = tf.add(tf.matMul(x as tf.Tensor2D, tensor('w', [6, 5]) as tf.Tensor2D), tensor('b', [5]));
        tf.mean(tf.square(tf.sub(tf.logSoftmax(tf.relu(dense) as tf.Tensor2D), 1)));
        return value;
      }),
    );
    // Identity and Reshape hand their input on without touching it; names with __op are compositions.
    const free = (name: string) => name === 'Identity' || name === 'Reshape' || name.endsWith('__op');
    const foreign = profile.kernelNames.filter(
      (name) => !(name in ownKernels) && !name.startsWith('Hetero') && !free(name),
    );
    expect(foreign).toEqual([]);
    expect(profile.kernelNames).toEqual(expect.arrayContaining(['HeteroHopMix', 'HeteroLinear', 'BatchMatMul']));
    (profile.result as unknown as Tensor).dispose();
    optimizer.dispose();
    for (const parameter of parameters) parameter.dispose();
  });

  it('leaks neither tensors nor bytes, learns, and goes on to the same bits from a saved state', async () => {
    const train = async (steps: number, stopAt = -1) => {
      const { parameters, loss } = model();
      let optimizer = adam({ learningRate: 0.01 }).create(parameters);
      const losses: number[] = [];
      const sizes = new Set<string>();
      for (let step = 0; step < steps; step++) {
        if (step === stopAt) {
          const state = await optimizer.state();
          const weights = await Promise.all(parameters.map((parameter) => parameter.read()));
          optimizer.dispose();
          optimizer = adam({ learningRate: 0.01 }).create(parameters);
          for (const [i, parameter] of parameters.entries()) {
            parameter.write(new Float32Array(parameter.size));
            parameter.write(weights[i]!);
          }
          optimizer.restore(state);
        }
        const { value, gradients } = valueAndGradients(() => loss(step), parameters);
        optimizer.step(gradients);
        losses.push((await value.data())[0]!);
        for (const tensor of [value, ...gradients]) tensor.dispose();
        sizes.add(`${numTensors()} ${usedBytes()}`);
      }
      const weights = await Promise.all(parameters.map((parameter) => parameter.read()));
      optimizer.dispose();
      for (const parameter of parameters) parameter.dispose();
      return { losses, weights, sizes };
    };
    const whole = await train(60);
    expect(whole.sizes.size).toBe(1);
    expect(whole.losses.slice(-10).reduce((a, b) => a + b) / 10).toBeLessThan(0.7 * whole.losses[0]!);
    expect((await train(60, 23)).weights).toEqual(whole.weights);
  });
});

describe('initTensors', () => {
  it('refuses another number of threads than the pool runs with', async () => {
    const { threads } = (await import('../../src/compute/index.js')).getPool();
    await initTensors({ threads });
    await expect(initTensors({ threads: threads + 1 })).rejects.toMatchObject({ code: 'THREADS_FIXED' });
  });
});
