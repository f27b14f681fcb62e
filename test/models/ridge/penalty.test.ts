import { expect, it } from 'vitest';
import { RidgeClassifier } from '../../../src/models/index.js';
import { plantedProblem, rows } from '../planted.js';

const problem = plantedProblem();
const features = problem.graph.features('person')!;
if (features.kind !== 'dense') throw new Error('The planted graph has dense features.');
const width = features.width + 1;

const featuresOf = (row: number) => [...features.values.subarray(row * (width - 1), (row + 1) * (width - 1))];
const train = [...problem.split.train].map(featuresOf);
const means = train[0]!.map((_, c) => train.reduce((sum, x) => sum + x[c]!, 0) / train.length);
const deviations = means.map((mean, c) =>
  Math.sqrt(train.reduce((sum, x) => sum + (x[c]! - mean) ** 2, 0) / train.length),
);

/** A node's features, standardised by the training rows, and the constant 1. */
const inputOf = (row: number) => [...featuresOf(row).map((value, c) => (value - means[c]!) / deviations[c]!), 1];

/** Solves A x = b by Gauss-Jordan elimination with pivots. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const work = a.map((row, i) => [...row, b[i]!]);
  for (let i = 0; i < work.length; i++) {
    const pivot = work.reduce(
      (best, row, r) => (r >= i && Math.abs(row[i]!) > Math.abs(work[best]![i]!) ? r : best),
      i,
    );
    [work[i], work[pivot]] = [work[pivot]!, work[i]!];
    work[i] = work[i]!.map((value) => value / work[i]![i]!);
    for (let r = 0; r < work.length; r++) {
      const factor = work[r]![i]!;
      if (r !== i) work[r] = work[r]!.map((value, c) => value - factor * work[i]![c]!);
    }
  }
  return work.map((row) => row.at(-1)!);
}

it.each([0, 0.01, 1, 25])(
  "with penalty %f the scores are those of (X'X + penalty * mean diagonal * I)^-1 X'Y, the constant not penalised",
  async (penalty) => {
    const classifier = new RidgeClassifier({ penalty });
    await classifier.fit(problem);
    const inputs = [...problem.split.train].map(inputOf);
    const gram = Array.from({ length: width }, (_, i) =>
      Array.from({ length: width }, (_, j) => inputs.reduce((sum, x) => sum + x[i]! * x[j]!, 0)),
    );
    const meanDiagonal = gram.reduce((sum, row, i) => sum + row[i]!, 0) / width;
    const penalised = gram.map((row, i) =>
      row.map((value, j) => value + (i === j && i < width - 1 ? penalty * meanDiagonal : 0)),
    );
    const labels = problem.targets.labels;
    const weights = [0, 1].map((label) => {
      const indicators = [...problem.split.train].map((row) => (labels[row] === label ? 1 : 0));
      return solve(
        penalised,
        Array.from({ length: width }, (_, i) => inputs.reduce((sum, x, n) => sum + x[i]! * indicators[n]!, 0)),
      );
    });
    const test = rows(200, 220);
    const scores = await classifier.predict(test);
    for (const [n, row] of test.entries()) {
      for (const label of [0, 1]) {
        const expected = inputOf(row).reduce((sum, value, i) => sum + value * weights[label]![i]!, 0);
        expect(scores[n * 2 + label]).toBeCloseTo(expected, 4);
      }
    }
    classifier.dispose();
  },
);
