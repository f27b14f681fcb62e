import { expect, test } from 'vitest';
import { ApeGradient } from '../../../src/anomaly/ape/gradient.js';
import type { ApeParameters } from '../../../src/anomaly/ape/parameters.js';
import type { ApeSettings } from '../../../src/anomaly/ape/settings.js';
import { emptyGradients } from '../../../src/anomaly/ape/train.js';
import { RandomStream } from '../../../src/core/index.js';

const objectives: readonly ApeSettings['objective'][] = ['contrast', 'context', 'independent'];
const constraints: readonly ApeSettings['weightConstraint'][] = ['none', 'softplus', 'clip'];
const starts = Int32Array.of(0, 3, 7, 9, 12);
const width = 4;
const numNoise = 2;

function problem(seed: number) {
  const random = new RandomStream(seed, 'gradient');
  const normal = (length: number) => Float64Array.from({ length }, () => random.nextNormal());
  const parameters = {
    starts,
    dimension: 3,
    vectors: normal(36),
    biases: normal(12),
    weights: normal(6),
    constant: normal(1),
  };
  const draw = (column: number) => starts[column]! + random.nextInt(starts[column + 1]! - starts[column]!);
  const size = 3;
  const events = Int32Array.from({ length: size * width }, (_, at) => draw(at % width));
  const logNoise = normal(12);
  const replaced = Int32Array.from({ length: size * width * numNoise }, (_, at) =>
    random.next() < 0.1 ? -1 : draw(Math.floor(at / numNoise) % width),
  );
  const independent = Int32Array.from({ length: size * width * numNoise }, (_, at) => draw(at % width));
  return { parameters, events, size, logNoise, replaced, independent };
}

/** S of an event and the loss, written as the formulas stand. */
function plainLoss(
  { vectors, biases, weights, constant, dimension }: ApeParameters,
  { events, size, logNoise, replaced, independent }: ReturnType<typeof problem>,
  { objective, weightConstraint }: Pick<ApeSettings, 'objective' | 'weightConstraint'>,
): number {
  const used = Array.from(weights, (w) =>
    weightConstraint === 'none' ? w : weightConstraint === 'clip' ? Math.max(w, 0) : Math.log(1 + Math.exp(w)),
  );
  const score = (rows: readonly number[]) => {
    let sum = rows.reduce((total, row) => total + biases[row]!, 0);
    for (let i = 0, pair = 0; i < width; i++) {
      for (let j = i + 1; j < width; j++, pair++) {
        for (let x = 0; x < dimension; x++) {
          sum += used[pair]! * vectors[rows[i]! * dimension + x]! * vectors[rows[j]! * dimension + x]!;
        }
      }
    }
    return sum;
  };
  const minusLogSigmoid = (x: number) => -Math.log(1 / (1 + Math.exp(-x)));
  const k = width * numNoise;
  let total = 0;
  for (let e = 0; e < size; e++) {
    const event = [...events.subarray(e * width, (e + 1) * width)];
    if (objective === 'independent') {
      const logit = (rows: readonly number[]) =>
        score(rows) + constant[0]! - Math.log(numNoise) - rows.reduce((sum, row) => sum + logNoise[row]!, 0);
      let loss = minusLogSigmoid(logit(event));
      for (let n = 0; n < numNoise; n++) {
        const from = (e * numNoise + n) * width;
        loss += minusLogSigmoid(-logit([...independent.subarray(from, from + width)]));
      }
      total += loss / (numNoise + 1);
      continue;
    }
    const mean = event.reduce((sum, row) => sum + logNoise[row]!, 0) / width;
    let loss = objective === 'contrast' ? 0 : minusLogSigmoid(score(event) + constant[0]! - mean - Math.log(k));
    for (let n = 0; n < k; n++) {
      const other = replaced[e * k + n]!;
      if (other < 0) continue;
      const column = Math.floor(n / numNoise);
      const noisy = event.with(column, other);
      loss +=
        objective === 'contrast'
          ? minusLogSigmoid(score(event) - logNoise[event[column]!]! - score(noisy) + logNoise[other]!)
          : minusLogSigmoid(-(score(noisy) + constant[0]! - logNoise[other]! - Math.log(k)));
    }
    total += loss / (objective === 'contrast' ? k : k + 1);
  }
  return total / size;
}

test.each(objectives.flatMap((objective) => constraints.map((weightConstraint) => ({ objective, weightConstraint }))))(
  'loss and gradient of $objective with weights $weightConstraint are those of the formulas',
  (settings) => {
    for (const seed of [1, 2, 3]) {
      const given = problem(seed);
      const { parameters, events, size, logNoise, replaced, independent } = given;
      const sums = emptyGradients(parameters);
      const noise = settings.objective === 'independent' ? independent : replaced;
      const loss = new ApeGradient(parameters, settings, logNoise).add({ events, size, noise }, sums);
      expect(loss).toBeCloseTo(plainLoss(parameters, given, settings), 10);
      for (const name of ['vectors', 'biases', 'weights', 'constant'] as const) {
        for (let at = 0; at < parameters[name].length; at++) {
          const before = parameters[name][at]!;
          const at2 = (value: number) => {
            parameters[name][at] = value;
            return plainLoss(parameters, given, settings);
          };
          const slope = (at2(before + 1e-5) - at2(before - 1e-5)) / 2e-5;
          parameters[name][at] = before;
          expect(sums[name][at], `${name} ${at}`).toBeCloseTo(slope, 7);
        }
      }
      const touched = new Set([...events, ...noise].filter((row) => row >= 0));
      expect(new Set(sums.rows.subarray(0, sums.numRows))).toEqual(touched);
    }
  },
);
