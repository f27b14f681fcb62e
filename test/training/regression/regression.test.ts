import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { Mlp } from '../../../src/layers/index.js';
import { adam, gatherRows, Parameter, type Tensor2D, tensor2d } from '../../../src/tensor/index.js';
import {
  huberLoss,
  type Model,
  mae,
  meanAbsoluteErrorLoss,
  meanSquaredErrorLoss,
  poissonLoss,
  quantileLoss,
  type RegressionLoss,
  r2,
  regressionTask,
  rmse,
  Trainer,
} from '../../../src/training/index.js';
import { checkGradients } from '../../tensor/check-gradients.js';

const rows = Int32Array.of(0, 1, 2);
const targets = { values: Float32Array.of(1, 2, 6) };
const prediction = { values: Float32Array.of(2, 2, 4), rows, width: 1 };
const code = (value: string) => expect.objectContaining({ code: value });

it('metrics by hand', () => {
  // Errors 1, 0, -2; the mean of the targets is 3, their squared deviations 4 + 1 + 9.
  expect(rmse.compute(prediction, targets)).toBeCloseTo(Math.sqrt(5 / 3), 12);
  expect(mae.compute(prediction, targets)).toBe(1);
  expect(r2.compute(prediction, targets)).toBeCloseTo(1 - 5 / 14, 12);
  // Two columns: the mean of 1 - 1 / 2 and of 0, as the second is constant and not met.
  const two = { values: Float32Array.of(1, 5, 3, 5), width: 2 };
  const wide = { values: Float32Array.of(1, 5, 2, 6), rows: Int32Array.of(0, 1), width: 2 };
  expect(r2.compute(wide, two)).toBeCloseTo((1 - 1 / 2) / 2, 12);
  expect(r2.compute({ ...prediction, values: targets.values }, targets)).toBe(1);
  expect(r2.compute({ values: Float32Array.of(1), rows: Int32Array.of(0), width: 1 }, targets)).toBeNaN();
  expect(() => mae.compute({ ...prediction, values: Float32Array.of(1) }, targets)).toThrow(code('SHAPE_MISMATCH'));
  const infinite = { ...prediction, values: Float32Array.of(1, Number.POSITIVE_INFINITY, 2) };
  expect(() => rmse.compute(infinite, targets)).toThrow(code('NON_FINITE'));
});

const losses: [RegressionLoss, (error: number, predicted: number, actual: number) => number][] = [
  [meanSquaredErrorLoss, (e) => e * e],
  [meanAbsoluteErrorLoss, Math.abs],
  [huberLoss(0.5), (e) => (Math.abs(e) <= 0.5 ? e ** 2 / 2 : 0.5 * (Math.abs(e) - 0.25))],
  [quantileLoss(0.9), (e) => (e < 0 ? -0.9 * e : 0.1 * e)],
  [poissonLoss, (_, z, t) => Math.exp(z) - t * z],
];
it.each(losses)('loss $name: value and gradient', async (loss, cost) => {
  const actual = new RandomStream(1, 'actual').fillNormal(new Float32Array(12));
  const p = new Parameter('p', [6, 2], (values) => new RandomStream(2, 'p').fillNormal(values));
  await checkGradients(
    () => loss.compute(p.value as Tensor2D, tensor2d(actual, [6, 2])),
    [p],
    ([values]) => values!.reduce((sum, value, i) => sum + cost(value - actual[i]!, value, actual[i]!), 0) / 12,
  );
  p.dispose();
});

it('a quantile is between 0 and 1', () => {
  for (const share of [0, 1, Number.NaN]) expect(() => quantileLoss(share)).toThrow(code('INVALID_OPTION'));
});

class Regressor implements Model {
  readonly name = 'regressor';
  readonly parameters;
  readonly #x: Float32Array;
  readonly #layers: Mlp;

  constructor(x: Float32Array, outputs = 1) {
    this.#x = x;
    this.#layers = new Mlp({ seed: 0, widths: [2, 16, outputs] });
    this.parameters = this.#layers.parameters;
  }

  forward(batch: Int32Array): Tensor2D {
    return this.#layers.forward(gatherRows(this.#x, 2, batch), { training: false });
  }

  dispose(): void {
    this.#layers.dispose();
  }
}

it('a model learns |x0| + x1 / 2 of held-out nodes; twice to the same bits', async () => {
  const n = 300;
  const x = new RandomStream(3, 'x').fillNormal(new Float32Array(2 * n));
  const values = Float32Array.from({ length: n }, (_, i) => Math.abs(x[2 * i]!) + x[2 * i + 1]! / 2);
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const split = { train: all.slice(0, 200), valid: all.slice(200, 250) };
  const task = regressionTask({ targets: { values }, rows: split, criterion: r2, metrics: [mae, rmse], batchSize: 32 });
  const train = async () => {
    const model = new Regressor(x);
    const result = await new Trainer({ epochs: 60, seed: 0, optimizer: adam({ learningRate: 0.02 }) }).fit(model, task);
    const evaluation = await task.evaluate(model, all.slice(250));
    model.dispose();
    return { result, evaluation };
  };
  const { result, evaluation } = await train();
  expect(result.history.names).toEqual(expect.arrayContaining(['valid/r2', 'valid/mae', 'valid/rmse']));
  expect(evaluation.figures.r2).toBeGreaterThan(0.97);
  expect(evaluation.loss).toBeCloseTo(evaluation.figures.rmse! ** 2, 5);
  expect((await train()).evaluation.prediction).toEqual(evaluation.prediction);

  const wide = new Regressor(x, 2);
  await expect(new Trainer({ epochs: 1, seed: 0 }).fit(wide, task)).rejects.toThrow(code('SHAPE_MISMATCH'));
  wide.dispose();
});

it('refuses rows without a value, and a Huber loss without a positive delta', () => {
  const values = Float32Array.of(1, Number.NaN);
  const none = new Int32Array(0);
  const make = (row: number) => () =>
    regressionTask({ targets: { values }, rows: { train: Int32Array.of(row), valid: none } });
  expect(make(0)).not.toThrow();
  expect(make(1)).toThrow(code('UNLABELLED_ROW'));
  expect(make(2)).toThrow(code('UNLABELLED_ROW'));
  expect(() => regressionTask({ targets, rows: { train: none, valid: none } })).toThrow(code('NO_ROWS'));
  expect(() => huberLoss(0)).toThrow(code('INVALID_OPTION'));
});
