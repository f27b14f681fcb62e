import { beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import type { NarsInputs } from '../../../src/models/nars/inputs.js';
import { NarsNetwork } from '../../../src/models/nars/network.js';
import { narsDefaults } from '../../../src/models/nars/settings.js';
import { narsSize } from '../../../src/models/nars/size.js';
import { initTensors, multiply, numTensors, sum, tensor2d, tidy } from '../../../src/tensor/index.js';
import { checkGradients } from '../../tensor/check-gradients.js';
import { joined, type Matrix, Named, prelu } from '../precomputed/float64.js';

beforeAll(() => initTensors());

const inputsOf = (rows: number, width: number, hops: readonly (readonly [number, Float32Array])[]): NarsInputs => ({
  rows: Int32Array.from({ length: rows }, (_, i) => i),
  hops: hops.map(([subsets, values], k) => ({ name: `hop-${k}`, subsets, width, values })),
  shapes: hops.map(([subsets], k) => ({ name: `hop-${k}`, width: subsets * width })),
  dispose: () => {},
});

it('one node, one hop, two subgraphs, worked out by hand', async () => {
  const inputs = inputsOf(1, 2, [
    [1, Float32Array.of(1, 2)],
    [2, Float32Array.of(1, 0, 3, 4)],
  ]);
  const settings = { ...narsDefaults, width: 2, hidden: 1, layers: 1 };
  const network = new NarsNetwork(inputs, { nodeType: 'n', numNodes: 1, numClasses: 1, seed: 1 }, settings);
  const values: Record<string, number[]> = {
    ...{ 'hop-0/subsets': [1, 1], 'hop-1/subsets': [2, 1, -1, 0.5] },
    ...{ 'hop-0/layer-0/weight': [1, 1], 'hop-1/layer-0/weight': [1, -2] },
    'output/layer-0/weight': [10, 100],
  };
  for (const parameter of network.parameters) {
    if (values[parameter.name]) parameter.write(Float32Array.from(values[parameter.name]!));
  }
  // Hop 0: 1 + 2 = 3. Hop 1: (2 * 1 - 1 * 3, 1 * 0 + 0.5 * 4) = (-1, 2), 1 * -1 - 2 * 2 = -5, PReLU -1.25. 30 - 125.
  const scores = tidy(() => network.forward(Int32Array.of(0), { training: false }));
  expect((await scores.data())[0]).toBeCloseTo(-95, 4);
  scores.dispose();
  network.dispose();
});

it('scores and all gradients agree with float64', async () => {
  const before = numTensors();
  const stream = new RandomStream(3, 'nars');
  const plain = [stream.fillNormal(new Float32Array(4 * 3)), stream.fillNormal(new Float32Array(4 * 2 * 3))];
  const inputs = inputsOf(4, 3, [
    [1, plain[0]!],
    [2, plain[1]!],
  ]);
  const settings = { ...narsDefaults, width: 3, hidden: 4, layers: 2 };
  const network = new NarsNetwork(inputs, { nodeType: 'n', numNodes: 4, numClasses: 2, seed: 5 }, settings);
  const names = network.parameters.map(({ name }) => name);
  const rows = [3, 0, 2];
  const reference = (p: Named): Matrix => {
    const perceptron = (x: Matrix, name: string) =>
      p.linear(prelu(p.linear(x, `${name}/layer-0`), p.of(`${name}/layer-0/slope`)[0]!), `${name}/layer-1`);
    const hops = [1, 2].map((subsets, k) => {
      const weights = p.of(`hop-${k}/subsets`);
      const mixed = rows.map((row) =>
        [0, 1, 2].map((c) => {
          let value = 0;
          for (let s = 0; s < subsets; s++) value += weights[s * 3 + c]! * plain[k]![(row * subsets + s) * 3 + c]!;
          return value;
        }),
      );
      return perceptron(mixed, `hop-${k}`);
    });
    return perceptron(prelu(joined(hops), p.of('joined/slope')[0]!), 'output');
  };
  const weights = Float32Array.of(1, -2, 0.5, 3, -1, 2);
  await checkGradients(
    () => sum(multiply(network.forward(Int32Array.from(rows), { training: false }), tensor2d(weights, [3, 2]))),
    network.parameters,
    (values) =>
      reference(new Named(names, values))
        .flat()
        .reduce((total, score, i) => total + score * weights[i]!, 0),
    { tolerance: 1e-3, probes: 6 },
  );
  expect(narsSize(inputs.shapes, { nodeType: 'n', numClasses: 2 }, settings)).toEqual({
    parameters: names.length,
    weights: network.parameters.reduce((total, parameter) => total + parameter.size, 0),
  });
  network.dispose();
  expect(numTensors()).toBe(before);
});
