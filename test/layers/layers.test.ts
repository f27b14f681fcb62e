import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import {
  Dense,
  Dropout,
  Embedding,
  type ForwardMode,
  type Layer,
  LayerNorm,
  Linear,
  Mlp,
  PRelu,
} from '../../src/layers/index.js';
import {
  makeTensor,
  multiply,
  numTensors,
  type Parameter,
  sum,
  type Tensor2D,
  tensor2d,
  tidy,
  usedBytes,
} from '../../src/tensor/index.js';
import { checkGradients } from '../tensor/check-gradients.js';

const evaluation: ForwardMode = { training: false };
const normal = (name: string, n: number, seed = 1) =>
  new RandomStream(seed, 'test', name).fillNormal(new Float32Array(n));
const matrix = (values: number[][]) => tensor2d(Float32Array.from(values.flat()), [values.length, values[0]!.length]);

/** The values of a layer's output; nothing stays behind. */
async function run(forward: () => Tensor2D): Promise<number[]> {
  const out = tidy(forward);
  const values = [...(await out.data())];
  out.dispose();
  return values;
}

function write(layer: Layer<never>, ...values: number[][]): void {
  for (const [i, parameter] of layer.parameters.entries()) parameter.write(Float32Array.from(values[i]!));
}

describe('by hand', () => {
  it('Linear: x W + b', async () => {
    const layer = new Linear({ name: 'l', seed: 0, inputWidth: 2, outputWidth: 3 });
    write(layer, [1, 0, 2, 0, 1, -1], [10, 20, 30]);
    // [3, 4]: 3 * 1 + 10, 4 * 1 + 20, 3 * 2 - 4 + 30.
    expect(await run(() => layer.forward(matrix([[3, 4]])))).toEqual([13, 24, 32]);
    expect(layer.parameters.map(({ name }) => name)).toEqual(['l/weight', 'l/bias']);
    layer.dispose();
  });

  it('PRelu: negative values times the slope', async () => {
    const layer = new PRelu({ name: 'p', slope: 0.5 });
    expect(await run(() => layer.forward(matrix([[-4, 0, 3]]), evaluation))).toEqual([-2, 0, 3]);
    layer.dispose();
  });

  it('LayerNorm: rows of mean 0 and variance 1, scaled and shifted', async () => {
    const layer = new LayerNorm({ name: 'n', width: 2, epsilon: 0 });
    write(layer, [1, 10], [0, 100]);
    // [1, 3] has mean 2 and deviation 1: [-1, 1].
    const [a, b] = await run(() => layer.forward(matrix([[1, 3]])));
    expect(a).toBeCloseTo(-1, 5);
    expect(b).toBeCloseTo(110, 4);
    layer.dispose();
  });

  it('Embedding: the rows asked for, repeated ones too', async () => {
    const layer = new Embedding({ name: 'e', seed: 0, numRows: 3, width: 2 });
    write(layer, [1, 2, 3, 4, 5, 6]);
    expect(await run(() => layer.forward(Int32Array.of(2, 0, 2)))).toEqual([5, 6, 1, 2, 5, 6]);
    layer.dispose();
  });

  it('Dense with relu, and Mlp: two layers of identity weights', async () => {
    const dense = new Dense({ name: 'd', seed: 0, inputWidth: 2, outputWidth: 2, activation: 'relu' });
    write(dense, [1, 0, 0, 1], [0, 1]);
    expect(await run(() => dense.forward(matrix([[-5, 2]]), evaluation))).toEqual([0, 3]);
    const mlp = new Mlp({ seed: 0, widths: [2, 2, 1] });
    expect(mlp.parameters.map(({ name }) => name)).toEqual([
      'layer-0/weight',
      'layer-0/bias',
      'layer-0/slope',
      'layer-1/weight',
      'layer-1/bias',
    ]);
    write(mlp, [1, 0, 0, 1], [0, 0], [0.5], [1, 1], [7]);
    // [-4, 6] -> prelu [-2, 6] -> -2 + 6 + 7.
    expect(await run(() => mlp.forward(matrix([[-4, 6]]), evaluation))).toEqual([11]);
    expect(await run(() => mlp.hidden(matrix([[-4, 6]]), evaluation))).toEqual([-2, 6]);
    dense.dispose();
    mlp.dispose();
  });

  it('Dropout: x itself in evaluation; in training zeros, and the rest scaled; another stream by another name', async () => {
    const layer = new Dropout({ name: 'a', rate: 0.5 });
    const ones = matrix([new Array<number>(400).fill(1)]);
    expect(await run(() => layer.forward(ones, evaluation).clone())).toEqual(new Array(400).fill(1));
    const training: ForwardMode = { training: true, random: new RandomStream(3, 'dropout') };
    const values = await run(() => layer.forward(ones, training));
    expect(new Set(values)).toEqual(new Set([0, 2]));
    expect(values.filter((value) => value === 0).length).toBeGreaterThan(150);
    const other = new Dropout({ name: 'b', rate: 0.5 });
    expect(await run(() => other.forward(ones, training))).not.toEqual(values);
    ones.dispose();
    expect(() => new Dropout({ name: 'x', rate: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

const rows = 5;
const width = 4;
const x = normal('x', rows * width);

/** Layers of width 4 to 3 (or 4), with their float64 references. */
interface Case {
  readonly name: string;
  make(): { readonly parameters: readonly Parameter[]; dispose(): void; at(x: Tensor2D): Tensor2D };
  /** Output from the input [5, 4] and the values of the parameters. */
  reference(x: ArrayLike<number>, parameters: Float64Array[]): number[];
}

const product = (from: ArrayLike<number>, weight: Float64Array, bias: Float64Array): number[] => {
  const [out, n] = [bias.length, weight.length / bias.length];
  return Array.from({ length: (from.length / n) * out }, (_, i) => {
    let value = bias[i % out]!;
    for (let k = 0; k < n; k++) value += from[Math.floor(i / out) * n + k]! * weight[k * out + (i % out)]!;
    return value;
  });
};
const prelu = (values: number[], slope: Float64Array) => values.map((v) => (v > 0 ? v : v * slope[0]!));
const of = (layer: Layer) => ({
  parameters: layer.parameters,
  dispose: () => layer.dispose(),
  at: (input: Tensor2D) => layer.forward(input, evaluation),
});
const sizes = { seed: 2, inputWidth: width, outputWidth: 3 };

const cases: readonly Case[] = [
  {
    name: 'Linear',
    make: () => of(new Linear({ name: 'l', ...sizes })),
    reference: (from, [weight, bias]) => product(from, weight!, bias!),
  },
  {
    name: 'PRelu',
    make: () => of(new PRelu({ name: 'p' })),
    reference: (from, [slope]) => prelu(Array.from(from), slope!),
  },
  {
    name: 'Dense with prelu',
    make: () => of(new Dense({ name: 'd', ...sizes })),
    reference: (from, [weight, bias, slope]) => prelu(product(from, weight!, bias!), slope!),
  },
  {
    name: 'Dense with relu',
    make: () => of(new Dense({ name: 'd', ...sizes, activation: 'relu' })),
    reference: (from, [weight, bias]) => product(from, weight!, bias!).map((v) => Math.max(v, 0)),
  },
  {
    name: 'LayerNorm',
    make: () => of(new LayerNorm({ name: 'n', width })),
    reference: (from, [scale, shift]) =>
      Array.from(from, (value, i) => {
        const row = Array.from(from).slice(Math.floor(i / width) * width, (Math.floor(i / width) + 1) * width);
        const mean = row.reduce((a, b) => a + b, 0) / width;
        const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / width;
        return ((value - mean) / Math.sqrt(variance + 1e-5)) * scale![i % width]! + shift![i % width]!;
      }),
  },
  {
    name: 'Mlp',
    make: () => of(new Mlp({ name: 'm', seed: 5, widths: [width, 6, 3] })),
    reference: (from, [w0, b0, slope, w1, b1]) => product(prelu(product(from, w0!, b0!), slope!), w1!, b1!),
  },
];

describe.each(cases)('$name', ({ make, reference }) => {
  it('agrees with float64, values and gradients, and leaves nothing behind', async () => {
    const before = [numTensors(), usedBytes()];
    const layer = make();
    for (const p of layer.parameters) p.write(normal(p.name, p.size).map((value) => value + 0.1));
    const input = tensor2d(x, [rows, width]);
    const weights = (n: number) => normal('weights', n);
    await checkGradients(
      () => {
        const out = layer.at(input);
        return sum(
          multiply(
            out,
            makeTensor(out.shape, (values) => values.set(weights(values.length))),
          ),
        );
      },
      layer.parameters,
      (parameters) => {
        const out = reference(x, parameters);
        const c = weights(out.length);
        return out.reduce((total, value, i) => total + value * c[i]!, 0);
      },
    );
    input.dispose();
    layer.dispose();
    expect([numTensors(), usedBytes()]).toEqual(before);
  });

  it('permuted rows give permuted outputs', async () => {
    const layer = make();
    const order = [3, 0, 4, 1, 2];
    const moved = Float32Array.from(
      { length: x.length },
      (_, i) => x[order[Math.floor(i / width)]! * width + (i % width)]!,
    );
    const [a, b] = [
      await run(() => layer.at(tensor2d(x, [rows, width]))),
      await run(() => layer.at(tensor2d(moved, [rows, width]))),
    ];
    const out = a.length / rows;
    expect(b).toEqual(a.map((_, i) => a[order[Math.floor(i / out)]! * out + (i % out)]!));
    layer.dispose();
  });
});

it('Embedding: gradients add up over repeated rows', async () => {
  const layer = new Embedding({ name: 'e', seed: 1, numRows: 4, width: 2 });
  const picked = Int32Array.of(1, 3, 1);
  const c = normal('weights', 6);
  await checkGradients(
    () => sum(multiply(layer.forward(picked), tensor2d(c, [3, 2]))),
    layer.parameters,
    ([table]) => [...c].reduce((total, value, i) => total + value * table![picked[i >> 1]! * 2 + (i & 1)]!, 0),
  );
  layer.dispose();
});
