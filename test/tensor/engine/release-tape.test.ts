import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { getPool } from '../../../src/compute/index.js';
import {
  add,
  elu,
  initTensors,
  numTensors,
  Parameter,
  type Scalar,
  sum,
  type Tensor,
  usedBytes,
  valueAndGradients,
} from '../../../src/tensor/index.js';

beforeAll(() => initTensors());

const numbers = (values: readonly number[]) =>
  new Parameter('x', [values.length], (to) => {
    to.set(values);
  });

/** Gradients by the parameters, and the arena's highest mark above what was in use. */
function measured(f: () => Scalar, parameters: readonly Parameter[]) {
  const { arena } = getPool();
  const before = { bytes: usedBytes(), tensors: numTensors() };
  arena.resetPeak();
  const { value, gradients } = valueAndGradients(f, parameters);
  const peak = arena.stats().peak - before.bytes;
  const values = gradients.map((gradient) => [...gradient.dataSync()]);
  for (const tensor of [value, ...gradients]) tensor.dispose();
  expect({ bytes: usedBytes(), tensors: numTensors() }).toEqual(before);
  return { values, peak };
}

describe('the pass backwards', () => {
  it('frees what operations saved, and gradients, once it is past them', () => {
    const size = 4096;
    const x = numbers(Array.from({ length: size }, (_, i) => Math.sin(i)));
    const depth = 20;
    const chain = () => {
      let y: Tensor = x.value;
      for (let i = 0; i < depth; i++) y = elu(y);
      return sum(y);
    };
    const { values, peak } = measured(chain, [x]);
    // Every operation saves its input, 20 tensors with the last output; kept to the end, their gradients would be 20 more.
    expect(peak / (4 * size)).toBeLessThan(depth + 5);
    // Below zero each step multiplies by e^x of its input.
    let [slope, state] = [1, Math.fround(Math.sin(4))];
    for (let i = 0; i < depth; i++) [slope, state] = [slope * Math.exp(state), Math.expm1(state)];
    expect(values[0]![4]).toBeCloseTo(slope, 5);
    expect(values[0]![1]).toBe(1);
    x.dispose();
  });

  it('begins without what operations saved for its shape alone', () => {
    const size = 4096;
    const x = numbers(Array.from({ length: size }, () => 1));
    const marks: number[] = [];
    const mark = tf.customGrad((...args) => {
      const gradFunc = (dy: tf.Tensor) => {
        marks.push(usedBytes());
        return tf.clone(dy);
      };
      return { value: tf.clone(args[0] as tf.Tensor), gradFunc };
    });
    const before = usedBytes();
    const adding = () => {
      let y: Tensor = x.value;
      for (let i = 0; i < 20; i++) y = add(y, x.value);
      return mark(sum(y)) as Scalar;
    };
    expect(measured(adding, [x]).values[0]![7]).toBe(21);
    expect((marks[0]! - before) / (4 * size)).toBeLessThan(1);
    x.dispose();
  });

  it('takes gradients that are the given tensor itself, or one tensor for two inputs', () => {
    const x = numbers([1, 2]);
    const y = numbers([3, 4]);
    const itself = tf.customGrad((...args) => {
      const [a] = args as [tf.Tensor];
      return { value: tf.clone(a), gradFunc: (dy) => dy };
    });
    const twice = tf.customGrad((...args) => {
      const [a, b] = args as [tf.Tensor, tf.Tensor];
      return {
        value: tf.add(a, b),
        gradFunc: (dy) => {
          const both = tf.mul(dy, 3);
          return [both, both];
        },
      };
    });
    const f = () => sum(itself(elu(twice(elu(x.value), itself(y.value))))) as Scalar;
    expect(measured(f, [x, y]).values).toEqual([
      [3, 3],
      [3, 3],
    ]);
    for (const parameter of [x, y]) parameter.dispose();
  });

  it('may be part of a function that is differentiated itself', () => {
    const x = numbers([1, 2]);
    const f = () => {
      const { value, gradients } = valueAndGradients(() => sum(tf.mul(x.value, tf.square(x.value))), [x]);
      // x^3 and the sum of its slope 3 x^2.
      return add(value, sum(gradients[0]!));
    };
    // 3 x^2 + 6 x.
    expect(measured(f, [x]).values[0]).toEqual([9, 24]);
    x.dispose();
  });
});
