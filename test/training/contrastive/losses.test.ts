import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { initTensors, Parameter, type Scalar, type Tensor2D, tensor2d, tidy } from '../../../src/tensor/index.js';
import { infoNceLoss, pairLoss, supervisedContrastiveLoss } from '../../../src/training/index.js';
import { checkGradients } from '../../tensor/check-gradients.js';

beforeAll(() => initTensors());

const code = (name: string) => expect.objectContaining({ code: name });

async function numberOf(loss: () => Scalar): Promise<number> {
  const scalar = tidy(loss);
  const value = (await scalar.data())[0]!;
  scalar.dispose();
  return value;
}

/** exp(cos / temperature) of rows i of a and j of b. */
function closeness(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, width: number, t: number): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let c = 0; c < width; c++) {
    const [x, y] = [a[i * width + c]!, b[j * width + c]!];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return Math.exp(dot / Math.sqrt(aa * bb) / t);
}

function infoNceReference(u: ArrayLike<number>, v: ArrayLike<number>, width: number, t: number): number {
  const n = u.length / width;
  let sum = 0;
  for (const [a, b] of [
    [u, v],
    [v, u],
  ] as const) {
    for (let i = 0; i < n; i++) {
      let all = 0;
      for (let j = 0; j < n; j++) {
        all += closeness(a, i, b, j, width, t);
        if (j !== i) all += closeness(a, i, a, j, width, t);
      }
      sum -= Math.log(closeness(a, i, b, i, width, t) / all) / (2 * n);
    }
  }
  return sum;
}

function supervisedReference(x: ArrayLike<number>, labels: Int32Array, width: number, t: number): number {
  let [sum, anchors] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    let all = 0;
    for (let a = 0; a < labels.length; a++) if (a !== i) all += closeness(x, i, x, a, width, t);
    const own = [...labels.keys()].filter((p) => p !== i && labels[p] === labels[i]);
    if (own.length === 0) continue;
    anchors++;
    for (const p of own) sum -= Math.log(closeness(x, i, x, p, width, t) / all) / own.length;
  }
  return sum / Math.max(1, anchors);
}

const random = (name: string, n: number) => new RandomStream(3, name).fillNormal(new Float32Array(n));
const parameter = (name: string, rows: number, width: number) =>
  new Parameter(name, [rows, width], (values) => values.set(random(name, rows * width)));

describe('InfoNCE', () => {
  it('is the example worked out by hand', async () => {
    // Two nodes whose views agree and that are at right angles: e(own) = e^2, the two other terms are e^0 each.
    const eye = () => tensor2d(Float32Array.of(3, 0, 0, 5), [2, 2]);
    const value = await numberOf(() => infoNceLoss(eye(), eye(), 0.5));
    expect(value).toBeCloseTo(-Math.log(Math.E ** 2 / (Math.E ** 2 + 2)), 5);
  });

  it('has the gradient of its float64 reference, by finite differences', async () => {
    const [u, v] = [parameter('u', 4, 3), parameter('v', 4, 3)];
    await checkGradients(
      () => infoNceLoss(u.value as Tensor2D, v.value as Tensor2D, 0.7),
      [u, v],
      ([a, b]) => infoNceReference(a!, b!, 3, 0.7),
    );
  });

  it('does not depend on the order of the nodes', async () => {
    const [u, v] = [random('u', 12), random('v', 12)];
    const swap = (x: Float32Array) => Float32Array.of(...x.subarray(3, 6), ...x.subarray(0, 3), ...x.subarray(6));
    const of = (a: Float32Array, b: Float32Array) =>
      numberOf(() => infoNceLoss(tensor2d(a, [4, 3]), tensor2d(b, [4, 3])));
    expect(await of(swap(u), swap(v))).toBeCloseTo(await of(u, v), 5);
  });

  it('refuses views of different nodes and impossible temperatures', () => {
    const x = (rows: number) => tensor2d(new Float32Array(rows * 2), [rows, 2]);
    expect(() => tidy(() => infoNceLoss(x(2), x(3)))).toThrow(code('SHAPE_MISMATCH'));
    expect(() => tidy(() => infoNceLoss(x(2), x(2), 0))).toThrow(code('INVALID_OPTION'));
  });
});

describe('the supervised contrastive loss', () => {
  it('is the example worked out by hand, in which one node is alone in its class', async () => {
    // Rows 0 and 1 are alike, row 2 is at right angles to both: each of the two sees e^2 of the other and e^0 of row 2.
    const x = () => tensor2d(Float32Array.of(1, 0, 2, 0, 0, 1), [3, 2]);
    const value = await numberOf(() => supervisedContrastiveLoss(x(), Int32Array.of(4, 4, 0), 0.5));
    expect(value).toBeCloseTo(-Math.log(Math.E ** 2 / (Math.E ** 2 + 1)), 5);
    expect(await numberOf(() => supervisedContrastiveLoss(x(), Int32Array.of(0, 1, 2)))).toBe(0);
  });

  it('has the gradient of its float64 reference, by finite differences', async () => {
    const x = parameter('x', 6, 3);
    const labels = Int32Array.of(0, 1, 0, 0, 1, 2);
    await checkGradients(
      () => supervisedContrastiveLoss(x.value as Tensor2D, labels, 0.6),
      [x],
      ([values]) => supervisedReference(values!, labels, 3, 0.6),
    );
  });

  it('does not depend on the order of the nodes, nor on the names of the classes', async () => {
    const [values, labels] = [random('x', 18), [0, 1, 0, 0, 1, 2]];
    const order = [4, 0, 5, 2, 1, 3];
    const of = (rows: readonly number[], name = (label: number) => label) => {
      const x = Float32Array.from(rows.flatMap((row) => [...values.subarray(row * 3, row * 3 + 3)]));
      const own = Int32Array.from(rows, (row) => name(labels[row]!));
      return numberOf(() => supervisedContrastiveLoss(tensor2d(x, [6, 3]), own, 0.4));
    };
    const expected = await of([0, 1, 2, 3, 4, 5]);
    expect(await of(order)).toBeCloseTo(expected, 5);
    expect(await of(order, (label) => 9 - label)).toBeCloseTo(expected, 5);
  });

  it('of one class is at least log(B - 1), which vectors that are all alike have; of one row and of no rows it is 0', async () => {
    const of = (values: readonly number[], rows: number) =>
      numberOf(() => supervisedContrastiveLoss(tensor2d(Float32Array.from(values), [rows, 2]), new Int32Array(rows)));
    expect(await of([1, 2, 2, 4, 3, 6, 4, 8], 4)).toBeCloseTo(Math.log(3), 5);
    expect(await of([1, 2, 2, 1, -3, 6, 4, -8], 4)).toBeGreaterThan(Math.log(3));
    expect(await of([1, 2], 1)).toBe(0);
    expect(await of([], 0)).toBe(0);
  });

  it('refuses labels that do not fit', () => {
    const x = () => tensor2d(new Float32Array(4), [2, 2]);
    expect(() => tidy(() => supervisedContrastiveLoss(x(), Int32Array.of(0)))).toThrow(code('SHAPE_MISMATCH'));
    expect(() => tidy(() => supervisedContrastiveLoss(x(), Int32Array.of(0, -1)))).toThrow(code('INDEX_OUT_OF_RANGE'));
  });
});

describe('the loss of pairs', () => {
  it('is the example worked out by hand', async () => {
    // log 2 of a score of 0, and log(1 + e) of a random pair of score 1, of 0 log 2.
    const value = await numberOf(() => pairLoss(tensor2d(Float32Array.of(0, 1, 0), [1, 3])));
    expect(value).toBeCloseTo(2 * Math.log(2) + Math.log(1 + Math.E), 5);
  });

  it('has the gradient of its float64 reference, by finite differences', async () => {
    const s = parameter('s', 3, 4);
    await checkGradients(
      () => pairLoss(s.value as Tensor2D),
      [s],
      ([values]) => values!.reduce((sum, x, i) => sum + Math.log1p(Math.exp(i % 4 === 0 ? -x : x)), 0) / 3,
    );
  });
});
