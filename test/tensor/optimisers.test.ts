import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  adam,
  adamW,
  constantRate,
  cosineDecay,
  exponentialDecay,
  linearWarmUp,
  makeTensor,
  numTensors,
  type OptimizerRecipe,
  Parameter,
  sgd,
  stepDecay,
  usedBytes,
} from '../../src/tensor/index.js';

const gradient = (values: number[]) => makeTensor([values.length], (out) => out.set(values));

/** The parameter after one step per row of gradients. */
async function steps(recipe: OptimizerRecipe, start: number[], gradients: number[][], name = 'p'): Promise<number[]> {
  const p = new Parameter(name, [start.length], (values) => values.set(start));
  const optimizer = recipe.create([p]);
  for (const row of gradients) {
    const g = gradient(row);
    optimizer.step([g]);
    // Gradients belong to the caller: a step must not change them.
    expect(await g.data()).toEqual(Float32Array.from(row));
    g.dispose();
  }
  const values = [...(await p.read())];
  optimizer.dispose();
  p.dispose();
  return values;
}

describe('steps by hand', () => {
  it('Adam: with bias correction every weight first moves by the learning rate against its gradient', async () => {
    const [a, b, c] = await steps(adam({ learningRate: 0.1 }), [1, 2, 3], [[0.5, -20, 0]]);
    expect(a).toBeCloseTo(0.9, 6);
    expect(b).toBeCloseTo(2.1, 6);
    expect(c).toBe(3);
    // Second step with the opposite gradient: m = 0.9 * 0.05 - 0.05 = -0.005, corrected by 0.19; v as before the correction.
    const twice = await steps(adam({ learningRate: 0.1 }), [1], [[0.5], [-0.5]]);
    expect(twice[0]).toBeCloseTo(0.9 + (0.1 * 0.005) / 0.19 / 0.5, 6);
  });

  it('weight decay: in the gradient for Adam, apart from it for AdamW', async () => {
    // Adam: g = 0 + 0.5 * 4 = 2, so the weight moves by the whole learning rate. AdamW: 4 - 0.1 * 0.5 * 4.
    expect((await steps(adam({ learningRate: 0.1, weightDecay: 0.5 }), [4], [[0]]))[0]).toBeCloseTo(3.9, 6);
    expect((await steps(adamW({ learningRate: 0.1, weightDecay: 0.5 }), [4], [[0]]))[0]).toBeCloseTo(3.8, 6);
    // And with a gradient AdamW first shrinks, then moves by the learning rate.
    expect((await steps(adamW({ learningRate: 0.1, weightDecay: 0.5 }), [4], [[7]]))[0]).toBeCloseTo(3.7, 6);
  });

  it('SGD: plain, with weight decay, momentum, Nesterov', async () => {
    expect((await steps(sgd({ learningRate: 0.5 }), [1], [[1], [2]]))[0]).toBe(-0.5);
    // g = 1 + 0.5 * 2 = 2.
    expect((await steps(sgd({ learningRate: 0.5, weightDecay: 0.5 }), [2], [[1]]))[0]).toBe(1);
    // b = 1, then 0.5 + 2 = 2.5.
    expect((await steps(sgd({ learningRate: 1, momentum: 0.5 }), [0], [[1], [2]]))[0]).toBe(-3.5);
    // Directions 1 + 0.5 * 1 = 1.5, then 2 + 0.5 * 2.5 = 3.25.
    expect((await steps(sgd({ learningRate: 1, momentum: 0.5, nesterov: true }), [0], [[1], [2]]))[0]).toBe(-4.75);
  });

  it('groups: the first that names a parameter decides', async () => {
    const groups = [
      { parameters: /bias$/, weightDecay: 0 },
      { parameters: ['a/bias', 'a/weight'], learningRate: 1 },
    ];
    const recipe = sgd({ learningRate: 0.5, weightDecay: 0.5, groups });
    const names = ['a/weight', 'a/bias', 'b/weight'];
    const parameters = names.map((name) => Parameter.constant(name, [1], 1));
    const optimizer = recipe.create(parameters);
    const gradients = names.map(() => gradient([1]));
    optimizer.step(gradients);
    const values = await Promise.all(parameters.map(async (p) => (await p.read())[0]));
    // 1 - 1 * 1.5; 1 - 0.5 * 1; 1 - 0.5 * 1.5.
    expect(values).toEqual([-0.5, 0.5, 0.25]);
    for (const one of [optimizer, ...parameters, ...gradients]) one.dispose();
    expect(() => recipe.create([])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

it('schedules by hand', () => {
  const at = (epoch: number, step = 0) => ({ epoch, step });
  expect(constantRate.factor(at(9))).toBe(1);
  expect(exponentialDecay(0.5).factor(at(3))).toBe(0.125);
  expect(exponentialDecay(0.5, { by: 'step' }).factor(at(3, 1))).toBe(0.5);
  expect([0, 1, 2, 3, 4].map((e) => stepDecay(2, 0.1).factor(at(e)))).toEqual([1, 1, 0.1, 0.1, 0.1 ** 2]);
  expect([0, 1, 2, 3, 4, 5].map((e) => linearWarmUp(4).factor(at(e)))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  const wave = cosineDecay(8, { warmUp: 2, min: 0.2 });
  // After the warm-up: 1 at 0, (1 + 0.2) / 2 half-way, 0.2 at the end and beyond.
  const expected = [0.5, 1, 1, 0.6, 0.2, 0.2];
  for (const [i, epoch] of [0, 1, 2, 5, 8, 20].entries()) expect(wave.factor(at(epoch))).toBeCloseTo(expected[i]!, 12);
  for (const make of [
    () => exponentialDecay(0),
    () => stepDecay(0, 0.5),
    () => cosineDecay(2, { warmUp: 2 }),
    () => linearWarmUp(-1),
  ]) {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  }
});

it.each([
  () => adam({ learningRate: 0 }),
  () => adam({ beta1: 1 }),
  () => adamW({ weightDecay: -1 }),
  () => adam({ epsilon: Number.NaN }),
  () => sgd({ momentum: 1 }),
  () => sgd({ nesterov: true }),
  () => sgd({ groups: [{ parameters: /x/, learningRate: -1 }] }),
])('refuses settings that make no sense: case %#', (make) => {
  expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});

it('refuses gradients and states of another model', async () => {
  const p = Parameter.zeros('p', [2]);
  const optimizer = adam().create([p]);
  const wrong = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
  const g = gradient([1]);
  expect(() => optimizer.step([g])).toThrow(wrong);
  expect(() => optimizer.step([])).toThrow(wrong);
  expect(() => optimizer.restore({ step: 1, slots: { m: [new Float32Array(3)], v: [new Float32Array(2)] } })).toThrow(
    wrong,
  );
  expect(() => optimizer.restore({ step: 1, slots: {} })).toThrow(wrong);
  expect(await optimizer.state()).toEqual({
    step: 0,
    slots: { m: [new Float32Array(2)], v: [new Float32Array(2)] },
  });
  expect(() => p.write(new Float32Array(3))).toThrow(wrong);
  g.dispose();
  optimizer.dispose();
  p.dispose();
});

it('parameters: initial values, and nothing left after disposal', async () => {
  const before = { tensors: numTensors(), bytes: usedBytes() };
  const make = () => Parameter.xavierNormal('w', [300, 200], 300, 200, new RandomStream(9, 'w'));
  const [a, b] = [make(), make()];
  const values = await a.read();
  expect(await b.read()).toEqual(values);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + v * v, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(1e-3);
  expect(variance).toBeCloseTo(2 / 500, 3);
  const zeros = Parameter.zeros('z', [2, 2]);
  const ones = Parameter.constant('o', [2], 1);
  expect([await zeros.read(), await ones.read()]).toEqual([new Float32Array(4), new Float32Array(2).fill(1)]);
  for (const p of [a, b, zeros, ones]) p.dispose();
  expect({ tensors: numTensors(), bytes: usedBytes() }).toEqual(before);
});
