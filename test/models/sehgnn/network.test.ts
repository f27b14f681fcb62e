import { beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import type { Channel, SeHgnnInputs } from '../../../src/models/sehgnn/inputs.js';
import { SeHgnnNetwork } from '../../../src/models/sehgnn/network.js';
import { sehgnnDefaults } from '../../../src/models/sehgnn/settings.js';
import { sehgnnSize } from '../../../src/models/sehgnn/size.js';
import { initTensors, multiply, numTensors, type Parameter, sum, tensor2d, tidy } from '../../../src/tensor/index.js';
import { checkGradients } from '../../tensor/check-gradients.js';
import {
  columns,
  joined,
  type Matrix,
  matrix,
  Named,
  norm,
  plus,
  prelu,
  softmax,
  times,
} from '../precomputed/float64.js';

beforeAll(() => initTensors());

const inputsOf = (rows: number, channels: readonly Channel[]): SeHgnnInputs => ({
  rows: Int32Array.from({ length: rows }, (_, i) => i),
  channels,
  shapes: channels.map(({ name, width }) => ({ name, width })),
  dispose: () => {},
});
const scoresOf = async (network: SeHgnnNetwork, rows: Int32Array) => {
  const scores = tidy(() => network.forward(rows, { training: false }));
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
};
const write = (parameters: readonly Parameter[], values: Readonly<Record<string, readonly number[]>>) => {
  for (const [name, given] of Object.entries(values)) {
    parameters.find((parameter) => parameter.name === name)!.write(Float32Array.from(given));
  }
};

it('one node, two channels, worked out by hand', async () => {
  const inputs = inputsOf(1, [
    { name: 'n', width: 1, values: Float32Array.of(3) },
    { name: 'n<m', width: 1, values: Float32Array.of(1) },
  ]);
  const settings = {
    ...sehgnnDefaults,
    embed: 1,
    hidden: 1,
    projectionLayers: 1,
    taskLayers: 1,
    joinedNorm: false,
    residual: false,
  };
  const network = new SeHgnnNetwork(inputs, { nodeType: 'n', numNodes: 1, numClasses: 1, seed: 1 }, settings);
  write(network.parameters, {
    ...{ 'channel/n/embedding': [1], 'channel/n<m/embedding': [1] },
    ...{ 'channel/n/layer-0/weight': [1], 'channel/n<m/layer-0/weight': [1] },
    ...{ 'fusion/query/weight': [1], 'fusion/key/weight': [1], 'fusion/value/weight': [1] },
    ...{ 'joined/weight': [2, 4], 'output/weight': [5] },
  });
  // 3 and 1, less their mean, over their deviation: 1 and -1; PReLU: 1 and -1/4. 2 * 1 + 4 * -1/4 = 1, times 5.
  expect((await scoresOf(network, Int32Array.of(0)))[0]).toBeCloseTo(5, 3);
  write(network.parameters, { 'fusion/gamma': [1] });
  // Weights e^1 : e^-1/4 and e^-1/4 : e^1/16 of the values 1 and -1/4 are added.
  const [a, b] = [0.7773, 0.42256];
  const [first, second] = [1 + a - 0.25 * (1 - a), -0.25 + b - 0.25 * (1 - b)];
  expect((await scoresOf(network, Int32Array.of(0)))[0]).toBeCloseTo(5 * (2 * first + 4 * second), 2);
  network.dispose();
});

const settings = {
  ...sehgnnDefaults,
  ...{ embed: 3, hidden: 4, projectionLayers: 2, taskLayers: 2, taskResidual: true, residual: true },
};
const stream = new RandomStream(3, 'sehgnn');
const own = stream.fillNormal(new Float32Array(4 * 2));
const dense = stream.fillNormal(new Float32Array(4 * 3));
const channels: Channel[] = [
  { name: 'n', width: 2, values: own },
  { name: 'n<m', width: 3, values: dense },
  {
    name: 'label n<m<n',
    width: 2,
    // An isolated node has an empty row.
    values: {
      ...{ kind: 'sparse', numRows: 4, width: 2 },
      ...{ indptr: Int32Array.of(0, 1, 3, 3, 4), indices: Int32Array.of(1, 0, 1, 0) },
      values: Float32Array.of(0.5, 1, -2, 3),
    },
  },
];
const plain: Matrix[] = [
  matrix(own, 2),
  matrix(dense, 3),
  [
    [0, 0.5],
    [1, -2],
    [0, 0],
    [3, 0],
  ],
];

function reference(p: Named, rows: readonly number[]): Matrix {
  const names = channels.map(({ name }) => name);
  const embedded = names.map((name, c) =>
    times(
      rows.map((row) => plain[c]![row]!),
      matrix(p.of(`channel/${name}/embedding`), 3),
    ),
  );
  let parts = embedded;
  for (const layer of [0, 1]) {
    const y = joined(names.map((name, c) => p.linear(parts[c]!, `channel/${name}/layer-${layer}`)));
    const at = `projection/${layer}`;
    const z = prelu(norm(y, p.of(`${at}/norm/scale`), p.of(`${at}/norm/shift`)), p.of(`${at}/slope`)[0]!);
    parts = names.map((_, c) => columns(z, 4 * c, 4 * c + 4));
  }
  const gamma = p.of('fusion/gamma')[0]!;
  const fused = rows.map((_, r) => {
    const x = parts.map((part) => part[r]!);
    const [q, k, v] = ['query', 'key', 'value'].map((name) => p.linear(x, `fusion/${name}`)) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    return x.flatMap((own, m) => {
      const weights = softmax(k.map((key) => key.reduce((dot, value, c) => dot + value * q[m]![c]!, 0)));
      return own.map((value, c) => value + gamma * weights.reduce((total, weight, j) => total + weight * v[j]![c]!, 0));
    });
  });
  const past = times(embedded[0]!, matrix(p.of('residual/weight'), 4));
  const met = norm(plus(p.linear(fused, 'joined'), past), p.of('joined/norm/scale'), p.of('joined/norm/shift'));
  let x = prelu(met, p.of('joined/slope')[0]!);
  const y = norm(p.linear(x, 'task/0'), p.of('task/0/norm/scale'), p.of('task/0/norm/shift'));
  x = plus(prelu(y, p.of('task/0/slope')[0]!), x);
  return p.linear(x, 'output');
}

it('scores and all gradients agree with float64', async () => {
  const before = numTensors();
  const network = new SeHgnnNetwork(
    inputsOf(4, channels),
    { nodeType: 'n', numNodes: 4, numClasses: 2, seed: 5 },
    settings,
  );
  write(network.parameters, { 'fusion/gamma': [0.7] });
  const names = network.parameters.map(({ name }) => name);
  const rows = Int32Array.of(3, 0, 2);
  const weights = Float32Array.of(1, -2, 0.5, 3, -1, 2);
  await checkGradients(
    () => sum(multiply(network.forward(rows, { training: false }), tensor2d(weights, [3, 2]))),
    network.parameters,
    (values) =>
      reference(new Named(names, values), [...rows])
        .flat()
        .reduce((total, score, i) => total + score * weights[i]!, 0),
    { tolerance: 2e-3, probes: 4 },
  );
  // Rows in another order give the same scores in that order.
  const [scores, other] = [await scoresOf(network, rows), await scoresOf(network, Int32Array.of(2, 3, 0))];
  for (const [i, at] of [1, 2, 0].entries()) {
    expect(scores[2 * i]).toBeCloseTo(other[2 * at]!, 5);
    expect(scores[2 * i + 1]).toBeCloseTo(other[2 * at + 1]!, 5);
  }
  const size = sehgnnSize(inputsOf(4, channels).shapes, { nodeType: 'n', numClasses: 2 }, settings);
  expect(size).toEqual({
    parameters: names.length,
    weights: network.parameters.reduce((total, parameter) => total + parameter.size, 0),
  });
  network.dispose();
  expect(numTensors()).toBe(before);
});
