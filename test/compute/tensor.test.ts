import { describe, expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import {
  Adam,
  concatColumns,
  dropoutKey,
  hopMix,
  linear,
  meanOf,
  multiHotCrossEntropy,
  numTensors,
  Parameter,
  preluDropout,
  type Scalar,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  tensor2d,
  tidy,
  valueAndGradients,
} from '../../src/compute/tensor/index.js';
import { RandomStream } from '../../src/core/index.js';

const normal = (name: string, n: number) => new RandomStream(3, name).fillNormal(new Float32Array(n));
const parameter = (name: string, shape: number[]) =>
  new Parameter(name, shape, (values) => values.set(normal(name, values.length)));
const source = { values: normal('source', 9 * 3 * 21), numRows: 9, hops: 3, width: 21 };
const rows = Int32Array.from([8, 0, 3, 3, 5]);

/** Central differences of the float32 function, compared with its gradients; steps and tolerances fit float32. */
function checkGradients(f: () => Scalar, parameters: Parameter[], tolerance = 2e-2): void {
  const gradients = tidy(() =>
    valueAndGradients(f, parameters).gradients.map((g) => tensor2d(Float32Array.from(g.dataSync()), [1, g.size])),
  );
  for (const [p, target] of parameters.entries()) {
    const analytic = gradients[p]!.dataSync();
    const values = target.read();
    for (let i = 0; i < values.length; i += Math.max(1, Math.floor(values.length / 12))) {
      const probe = (step: number) => {
        const moved = values.slice();
        moved[i]! += step;
        target.write(moved);
        return tidy(() => f().dataSync()[0]!) as unknown as number;
      };
      const numeric = (probe(1e-2) - probe(-1e-2)) / 2e-2;
      target.write(values);
      expect(Math.abs(numeric - analytic[i]!), `${target.name}[${i}]`).toBeLessThan(
        tolerance * (1 + Math.abs(numeric)),
      );
    }
  }
  for (const gradient of gradients) gradient.dispose();
}

describe('operations with gradients', () => {
  it('dropout keeps the mean and drops the stated share', () => {
    const ones = { values: new Float32Array(200 * 64).fill(1), numRows: 200, hops: 1, width: 64 };
    const weight = Parameter.constant('w', [1, 1], 1);
    const bias = Parameter.constant('b', [1], 0);
    const all = Int32Array.from({ length: 200 }, (_, i) => i);
    const draw = (step: number) =>
      tidy(() =>
        hopMix(ones, all, weight.value, bias.value, { rate: 0.8, key: dropoutKey(new RandomStream(1, step)) })
          .dataSync()
          .slice(),
      ) as unknown as Float32Array;
    const out = draw(1);
    const kept = out.filter((value) => value !== 0);
    expect(kept.length / out.length).toBeCloseTo(51 / 256, 1);
    expect(kept[0]).toBeCloseTo(256 / 51, 4);
    expect(draw(1)).toEqual(out);
    expect(draw(2)).not.toEqual(out);
    weight.dispose();
    bias.dispose();
  });

  it('gradients agree with central differences, with dropout and without', () => {
    for (const rate of [0, 0.5]) {
      const key = dropoutKey(new RandomStream(5, 'mask'));
      const dropout = rate > 0 ? { rate, key } : undefined;
      const filter = parameter('filter', [2, 3]);
      const filterBias = parameter('filter-bias', [2]);
      const weight = parameter('weight', [42, 4]);
      const bias = parameter('bias', [4]);
      const slope = Parameter.constant('slope', [1], 0.25);
      const branch = () =>
        preluDropout(
          linear(hopMix(source, rows, filter.value, filterBias.value, dropout), weight.value, bias.value),
          slope.value,
          dropout,
        );
      const all = [filter, filterBias, weight, bias, slope];
      checkGradients(() => softmaxCrossEntropy(meanOf([branch(), branch()]), Int32Array.from([0, 1, 2, 3, 0])), all);
      const flags = Uint8Array.from({ length: 40 }, (_, i) => Number(i % 3 === 0));
      checkGradients(() => sigmoidCrossEntropy(concatColumns([branch(), branch()]), flags), all);
      checkGradients(() => multiHotCrossEntropy(branch(), flags.subarray(0, 20)), all, 4e-2);
      for (const p of all) p.dispose();
    }
  });

  it('a training step leaks neither tensors nor arena bytes, and Adam takes the textbook step', () => {
    const weight = parameter('weight', [21, 3]);
    const bias = Parameter.constant('bias', [3], 0);
    const adam = new Adam([weight, bias], { learningRate: 0.1 });
    const step = () =>
      tidy(() => {
        const f = () =>
          softmaxCrossEntropy(
            linear(tensor2d(normal('x', 84), [4, 21]), weight.value, bias.value),
            Int32Array.from([0, 1, 2, 0]),
          );
        const { value, gradients } = valueAndGradients(f, [weight, bias]);
        adam.step(gradients);
        return value.dataSync()[0]!;
      }) as unknown as number;
    const before = weight.read();
    const first = step();
    // With bias correction the first step moves every weight by the learning rate, towards the smaller loss.
    for (const [i, value] of weight.read().entries())
      expect(Math.abs(Math.abs(value - before[i]!) - 0.1)).toBeLessThan(1e-4);
    const tensors = numTensors();
    const { used } = getPool().arena.stats();
    let last = 0;
    for (let i = 0; i < 20; i++) last = step();
    expect(last).toBeLessThan(first / 10);
    expect(numTensors()).toBe(tensors);
    expect(getPool().arena.stats().used).toBe(used);
    adam.dispose();
    weight.dispose();
    bias.dispose();
  });
});
