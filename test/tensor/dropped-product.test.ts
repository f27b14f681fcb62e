import { beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  dropout,
  initTensors,
  matMul,
  multiply,
  Parameter,
  type Scalar,
  sum,
  type Tensor2D,
  tensor2d,
  valueAndGradients,
} from '../../src/tensor/index.js';
import { matMulDropped } from '../../src/tensor/internal.js';

beforeAll(() => initTensors());

const normal = (name: string, n: number) => new RandomStream(4, name).fillNormal(new Float32Array(n));

// Sizes that the kernel takes, and some that it does not.
it.each([
  [33, 32, 40],
  [33, 20, 40],
  [5, 32, 40],
  [33, 32, 3],
])('a product after dropout has values and gradients of a plain one: %i x %i x %i', (m, k, n) => {
  const x = new Parameter('x', [m, k], (values) => values.set(normal('x', m * k)));
  const weight = new Parameter('w', [k, n], (values) => values.set(normal('w', k * n)));
  const weigh = tensor2d(normal('weigh', m * n), [m, n]);
  const options = { rate: 0.5, key: { key0: 1, key1: 2 } };
  const of = (product: (a: Tensor2D, b: Tensor2D) => Tensor2D) => {
    const f = () =>
      sum(multiply(product(dropout(x.value as Tensor2D, options), weight.value as Tensor2D), weigh)) as Scalar;
    const { value, gradients } = valueAndGradients(f, [x, weight]);
    const all = [value, ...gradients].flatMap((tensor) => [...tensor.dataSync()]);
    for (const tensor of [value, ...gradients]) tensor.dispose();
    return all;
  };
  const plain = of((a, b) => matMul(a, b));
  const dropped = of((a, b) => matMulDropped(a, b, options));
  expect(dropped.length).toBe(plain.length);
  for (const [i, value] of plain.entries()) expect(Math.abs(dropped[i]! - value)).toBeLessThan(1e-3);
  for (const tensor of [x, weight, weigh]) tensor.dispose();
});
