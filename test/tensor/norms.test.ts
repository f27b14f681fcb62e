import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  initTensors,
  layerNorm,
  makeTensor,
  numTensors,
  Parameter,
  rowNorm,
  type Scalar,
  type Tensor,
  usedBytes,
} from '../../src/tensor/index.js';
import { normals } from '../compute/kernels/random-csr.js';
import { layerNormReference } from '../compute/references/layer-norm.js';
import { rowNormReference } from '../compute/references/row-norm.js';
import { checkGradients, read } from './check-gradients.js';

const normal = (name: string, n: number) => normals(name, 7, n);
const parameter = (name: string, shape: number[]) =>
  new Parameter(name, shape, (values) => values.set(normal(name, values.length)));
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

let before: { tensors: number; bytes: number };
beforeAll(() => initTensors());
beforeEach(() => {
  before = { tensors: numTensors(), bytes: usedBytes() };
});
afterEach(() => {
  expect({ tensors: numTensors(), bytes: usedBytes() }).toEqual(before);
});

it('by hand: at (3, 4), length 5, the gradient by (1, 0) is (16, -12) / 125', async () => {
  const x = new Parameter('x', [1, 2], (values) => values.set([3, 4]));
  const { value, gradients } = await read(() => tf.sum(tf.slice(rowNorm(x.value), [0, 0], [1, 1])), [x]);
  expect(value).toBe(Math.fround(0.6));
  expect(gradients[0]![0]).toBeCloseTo(16 / 125, 7);
  expect(gradients[0]![1]).toBeCloseTo(-12 / 125, 7);
  // Rows 1, 3 become -1, 1 whatever happens to them by little: only scale and shift matter.
  const y = new Parameter('y', [1, 2], (values) => values.set([1, 3]));
  const [scale, shift] = [Parameter.constant('scale', [2], 2), Parameter.zeros('shift', [2])];
  const normed = await read(
    () => tf.sum(tf.square(layerNorm(y.value, scale.value, shift.value, 0))),
    [y, scale, shift],
  );
  expect(normed.value).toBe(8);
  expect(normed.gradients).toEqual([Float32Array.of(0, 0), Float32Array.of(4, 4), Float32Array.of(-4, 4)]);
  for (const each of [x, y, scale, shift]) each.dispose();
});

it('gradients agree with float64, on every use', async () => {
  for (const [rows, width] of [
    [1, 2],
    [5, 7],
    [70, 4],
    [3, 33],
  ] as const) {
    const x = parameter('x', [rows, width]);
    const [scale, shift] = [parameter('scale', [width]), parameter('shift', [width])];
    for (let use = 0; use < 2; use++) {
      for (const kind of ['l2', 'rms'] as const) {
        await checkGradients(
          () => weigh(rowNorm(x.value, kind)),
          [x],
          ([a]) => weighReference(rowNormReference(a!, width, kind)),
        );
      }
      await checkGradients(
        () => weigh(layerNorm(x.value, scale.value, shift.value, 0.01)),
        [x, scale, shift],
        ([a, g, b]) => weighReference(layerNormReference(a!, g!, b!, 0.01)),
      );
      // By some of the inputs only.
      const [xNow, scaleNow] = [await x.read(), await scale.read()];
      await checkGradients(
        () => weigh(layerNorm(x.value, scale.value, shift.value, 0.01)),
        [shift],
        ([b]) => weighReference(layerNormReference(xNow, scaleNow, b!, 0.01)),
      );
    }
    for (const each of [x, scale, shift]) each.dispose();
  }
});

it('rows of zeros stay, their gradient is finite; wrong shapes are refused', async () => {
  const x = Parameter.zeros('x', [2, 3]);
  const { value, gradients } = await read(() => tf.sum(rowNorm(x.value)), [x]);
  expect(value).toBe(0);
  expect(gradients[0]!.every(Number.isFinite)).toBe(true);
  const code = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
  const scale = Parameter.zeros('scale', [2]);
  expect(() => layerNorm(x.value, scale.value, scale.value)).toThrow(code);
  expect(() => rowNorm(scale.value)).toThrow(code);
  x.dispose();
  scale.dispose();
});
