import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  averagePrecision,
  averagePrecisionOfClass,
  bootstrapIntervals,
  f1OfClass,
  logLoss,
  type Metric,
  type Prediction,
  predictedClasses,
  predictedFlags,
  rocAuc,
  rocAucOfClass,
  type Targets,
  thresholdPoints,
} from '../../../../src/training/index.js';
import { arbitraryRanking, oneHot } from './helpers.js';
import { averagePrecisionReference, f1Reference, rocAucReference } from './metrics.reference.js';

/** Rows of few distinct scores, so that ties abound, with how often each counts. */
const cases = fc
  .record({ numClasses: fc.integer({ min: 1, max: 4 }), isMulti: fc.boolean() })
  .chain(({ numClasses, isMulti }) => {
    const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: numClasses, maxLength: numClasses });
    const flags = fc.array(fc.nat(1), { minLength: numClasses, maxLength: numClasses });
    return fc.record({
      numClasses: fc.constant(numClasses),
      isMulti: fc.constant(isMulti),
      rows: fc.array(fc.tuple(row, fc.nat(numClasses - 1), flags, fc.nat(3)), { minLength: 1, maxLength: 20 }),
      offsets: fc.option(row, { nil: undefined }),
    });
  });

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function predictionOf({ rows, numClasses, isMulti, offsets }: Case): [Prediction, Targets] {
  const prediction = {
    logits: Float32Array.from(rows.flatMap(([scores]) => scores)),
    rows: Int32Array.from(rows, (_, i) => i),
    numClasses,
    ...(offsets ? { offsets: Float32Array.from(offsets) } : {}),
  };
  const targets: Targets = isMulti
    ? { kind: 'multi', labels: Uint8Array.from(rows.flatMap(([, , flags]) => flags)), numClasses }
    : { kind: 'single', labels: Int32Array.from(rows, ([, label]) => label), numClasses };
  return [prediction, targets];
}

const metrics: Record<string, (c: number) => Metric> = {
  accuracy: () => accuracy,
  logLoss: () => logLoss,
  rocAuc: () => rocAuc,
  averagePrecision: () => averagePrecision,
  'rocAuc of a class': rocAucOfClass,
  'average precision of a class': averagePrecisionOfClass,
};

describe('figures of rows that count several times', () => {
  it.each(Object.keys(metrics))('%s is that of the rows written out', (name) => {
    fc.assert(
      fc.property(cases, (drawn) => {
        const metric = metrics[name]!(drawn.numClasses - 1);
        const [prediction, targets] = predictionOf(drawn);
        const times = drawn.rows.map(([, , , count]) => count);
        const fast = metric.ofTimes!(prediction, targets)(times);
        const written = drawn.rows.flatMap((row) => Array.from({ length: row[3] }, () => row));
        const slow = metric.compute(...predictionOf({ ...drawn, rows: written }));
        if (Number.isNaN(slow)) expect(fast).toBeNaN();
        else expect(fast).toBeCloseTo(slow, 9);
      }),
    );
  });

  it('draws the same rows with and without that short cut', async () => {
    const drawn: Case = {
      ...{ numClasses: 3, isMulti: false, offsets: undefined },
      rows: Array.from({ length: 60 }, (_, i) => [[i % 5, (i * 7) % 4, (i * 3) % 6], (i * i) % 3, [], 1]),
    };
    const [prediction, targets] = predictionOf(drawn);
    const plain = { name: 'plain', direction: 'max', compute: rocAuc.compute } as const;
    const { rocAuc: fast, plain: slow } = await bootstrapIntervals([rocAuc, plain], prediction, targets, {
      ...{ seed: 3, resamples: 40 },
    });
    expect(fast!.estimate).toBeCloseTo(slow!.estimate, 12);
    expect([fast!.low, fast!.high]).toEqual([expect.closeTo(slow!.low, 12), expect.closeTo(slow!.high, 12)]);
    expect(fast!.high).toBeGreaterThan(fast!.low);
  });
});

describe('figures of one class', () => {
  it('agree with the references on its rank scores', () => {
    fc.assert(
      fc.property(arbitraryRanking, (pairs) => {
        const logits = Float32Array.from(pairs.flatMap(([score]) => [0, score]));
        const prediction = { logits, rows: Int32Array.from(pairs, (_, i) => i), numClasses: 2 };
        const targets = { kind: 'single', labels: Int32Array.from(pairs, ([, flag]) => flag), numClasses: 2 } as const;
        const [scores, positive] = [pairs.map(([score]) => score), pairs.map(([, flag]) => flag)];
        const same = (found: number, expected: number) =>
          Number.isNaN(expected) ? expect(found).toBeNaN() : expect(found).toBeCloseTo(expected, 12);
        same(rocAucOfClass(1).compute(prediction, targets), rocAucReference(scores, positive));
        same(averagePrecisionOfClass(1).compute(prediction, targets), averagePrecisionReference(scores, positive));
        const found = scores.map((score) => (score > 0 ? 1 : 0));
        const [f1] = f1Reference(
          positive.map((flag) => [flag]),
          found.map((flag) => [flag]),
          1,
        );
        same(f1OfClass(1).compute(prediction, targets), f1);
      }),
    );
  });

  it('F1 of a class of many, by hand', () => {
    const truth = [0, 1, 2, 2];
    const guess = [2, 1, 2, 0];
    const prediction = {
      ...{ logits: Float32Array.from(oneHot(guess, 3).flat()), rows: Int32Array.of(0, 1, 2, 3), numClasses: 3 },
    };
    const targets = { kind: 'single', labels: Int32Array.from(truth), numClasses: 3 } as const;
    expect([0, 1, 2].map((c) => f1OfClass(c).compute(prediction, targets))).toEqual([0, 1, 0.5]);
  });
});

it('what every threshold gives, against counting', () => {
  fc.assert(
    fc.property(arbitraryRanking, (pairs) => {
      const points = thresholdPoints(
        Float64Array.from(pairs, ([score]) => score),
        Uint8Array.from(pairs, ([, flag]) => flag),
      );
      const positives = pairs.filter(([, flag]) => flag === 1).length;
      const distinct = [...new Set(pairs.map(([score]) => score))].sort((a, b) => b - a);
      expect(points.map(({ threshold }) => threshold)).toEqual(distinct);
      for (const { threshold, recall, falsePositiveRate, precision } of points) {
        const above = pairs.filter(([score]) => score >= threshold);
        const hits = above.filter(([, flag]) => flag === 1).length;
        expect(recall).toBe(hits / positives);
        expect(falsePositiveRate).toBe((above.length - hits) / (pairs.length - positives));
        expect(precision).toBe(hits / above.length);
      }
    }),
  );
});

it('offsets move decisions and nothing else', () => {
  const prediction = { logits: Float32Array.of(1, 0, 0, 1), rows: Int32Array.of(0, 1), numClasses: 2 };
  const moved = { ...prediction, offsets: Float32Array.of(0, 2) };
  expect([...predictedClasses(prediction)]).toEqual([0, 1]);
  expect([...predictedClasses(moved)]).toEqual([1, 1]);
  expect([...predictedFlags(moved)]).toEqual([1, 1, 0, 1]);
  const targets = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 2 } as const;
  expect(accuracy.compute(moved, targets)).toBe(0.5);
  expect(logLoss.compute(moved, targets)).toBe(logLoss.compute(prediction, targets));
});
