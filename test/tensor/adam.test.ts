import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { Adam, makeTensor, numTensors, Parameter, usedBytes } from '../../src/tensor/index.js';

const gradient = (values: number[]) => makeTensor([values.length], (out) => out.set(values));

it('the first step by hand: with bias correction every weight moves by the learning rate against its gradient', async () => {
  const p = new Parameter('p', [3], (values) => values.set([1, 2, 3]));
  const adam = new Adam([p], { learningRate: 0.1 });
  const g = gradient([0.5, -20, 0]);
  adam.step([g]);
  const [a, b, c] = await p.read();
  expect(a).toBeCloseTo(0.9, 6);
  expect(b).toBeCloseTo(2.1, 6);
  expect(c).toBe(3);
  // Second step with the opposite gradient: m = 0.9 * 0.05 - 0.05 = -0.005, corrected by 0.19; v as before the correction.
  const back = gradient([-0.5, 20, 0]);
  adam.step([back]);
  expect((await p.read())[0]).toBeCloseTo(0.9 + (0.1 * 0.005) / 0.19 / 0.5, 6);
  for (const t of [g, back]) t.dispose();
  adam.dispose();
  p.dispose();
});

it('learning rate: option, argument of a step, decay per epoch', async () => {
  const p = Parameter.zeros('p', [1]);
  const adam = new Adam([p], { learningRate: 0.5, decay: 0.5 });
  adam.endEpoch();
  expect(adam.learningRate).toBe(0.25);
  const g = gradient([1]);
  adam.step([g]);
  expect((await p.read())[0]).toBeCloseTo(-0.25, 6);
  adam.step([g], 0.125);
  expect((await p.read())[0]).toBeCloseTo(-0.375, 6);
  const other = new Adam([p], { learningRate: 0.5, decay: 0.5 });
  other.restore(await adam.state());
  expect(other.learningRate).toBe(0.25);
  g.dispose();
  adam.dispose();
  other.dispose();
  p.dispose();
});

it('refuses gradients and states of another model', async () => {
  const p = Parameter.zeros('p', [2]);
  const adam = new Adam([p]);
  const wrong = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
  const g = gradient([1]);
  expect(() => adam.step([g])).toThrow(wrong);
  expect(() => adam.step([])).toThrow(wrong);
  expect(() => adam.restore({ step: 1, m: [new Float32Array(3)], v: [new Float32Array(2)] })).toThrow(wrong);
  expect(await adam.state()).toEqual({ step: 0, epoch: 0, m: [new Float32Array(2)], v: [new Float32Array(2)] });
  expect(() => p.write(new Float32Array(3))).toThrow(wrong);
  g.dispose();
  adam.dispose();
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
